//! Goes through all that the program does, and says what came of it.

use std::fmt;

use graph_mail::Client;
use graphwright::Result;

use crate::errors::{Advice, advice};
use crate::{Mirror, Network, Round, State};
use crate::{calendars, compose, connection, errors, filing, folders, many, messages, read};

/// How many messages a page has.
const PAGE: usize = 10;

const LETTER: &str = "From: ada@contoso.com\r\nTo: bob@contoso.com\r\nSubject: Plans for M\u{e4}rz\r\n\
                      MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nSee you on Monday.\r\n";

/// Reads the mailbox, and changes nothing in it: checks the connection, follows folders, the messages of the inbox and
/// the events of all calendars, and reads the first message. What it knows is in `state`.
///
/// # Errors
/// The first error that the program cannot act on.
pub async fn read_all(
    network: &impl Network,
    graph: &Client,
    state: &mut State,
    say: &mut impl FnMut(String),
) -> Result<()> {
    let me = connection::check(network, graph).await?;
    say(format!("connected as {}", me.mail.unwrap_or_default()));
    let round = folders::follow(network, graph, &mut state.folders).await?;
    say(format!("folders: {}", Shown(round)));
    let inbox = state.folder("inbox").unwrap_or("inbox").to_owned();
    read_folder(network, graph, &inbox, state, say).await?;
    read_calendars(network, graph, state, say).await
}

async fn read_folder(
    network: &impl Network,
    graph: &Client,
    folder: &str,
    state: &mut State,
    say: &mut impl FnMut(String),
) -> Result<()> {
    let mirror = state.messages.entry(folder.to_owned()).or_default();
    let round = messages::follow(network, graph, folder, PAGE, mirror).await?;
    say(format!("messages: {}", Shown(round)));
    let Some((id, message)) = mirror.rows().iter().next() else {
        return Ok(());
    };
    let (mut length, mut pieces) = (0, 0);
    let count = |piece: &[u8]| {
        length += piece.len();
        pieces += 1;
    };
    read::mime(network, graph, id, count).await?;
    let came = if pieces > 1 { "pieces" } else { "one piece" };
    say(format!(
        "read {:?}: {length} bytes in {came}, of {} that were announced",
        message.subject,
        message.size.unwrap_or_default()
    ));
    Ok(())
}

async fn read_calendars(
    network: &impl Network,
    graph: &Client,
    state: &mut State,
    say: &mut impl FnMut(String),
) -> Result<()> {
    for calendar in calendars::list(network, graph).await? {
        let name = calendar.name.unwrap_or_default();
        let id = calendar.id.unwrap_or_default();
        let zone = Some("W. Europe Standard Time");
        let mirror = state.events.entry(id.clone()).or_default();
        match calendars::follow(network, graph, &id, zone, mirror).await {
            Ok(round) => say(format!("events of {name:?}: {}", Shown(round))),
            Err(error) => say(format!("events of {name:?}: {:?}", advice(&error))),
        }
        for event in mirror.rows().values() {
            let start = &event.start;
            say(format!(
                "  {} {} {}",
                start.clock, start.zone, event.subject
            ));
        }
    }
    Ok(())
}

/// Goes through all that the program does, changes included: for the mailbox of [`service`](crate::service) alone.
///
/// # Errors
/// The first error that the program cannot act on.
pub async fn everything(
    network: &impl Network,
    graph: &Client,
    say: &mut impl FnMut(String),
) -> Result<State> {
    let mut state = State::default();
    read_all(network, graph, &mut state, say).await?;
    let mut state = restarted(&state);
    let round = folders::follow(network, graph, &mut state.folders).await?;
    say(format!("folders after a restart: {}", Shown(round)));
    let round = folders::follow(network, graph, &mut state.folders).await?;
    say(format!(
        "folders after the link has expired: {}",
        Shown(round)
    ));
    let inbox = state.folder("inbox").unwrap_or_default().to_owned();
    let mirror = state.messages.entry(inbox.clone()).or_default();
    let round = messages::follow(network, graph, &inbox, PAGE, mirror).await?;
    say(format!("messages after a restart: {}", Shown(round)));

    write(network, graph, say).await?;
    let folder = file(network, graph, mirror, say).await?;
    folders_of_its_own(network, graph, &folder, &inbox, say).await?;
    let round = messages::follow(network, graph, &inbox, PAGE, mirror).await?;
    say(format!("messages at the end: {}", Shown(round)));
    let missing = read::mime(network, graph, "none", |_| {}).await;
    if let Err(error) = missing {
        say(format!("a message that is not there: {:?}", advice(&error)));
    }
    Ok(state)
}

/// Saves two letters and sends them. The answer to the second is lost, so that nobody knows whether it went out.
async fn write(network: &impl Network, graph: &Client, say: &mut impl FnMut(String)) -> Result<()> {
    for _ in 0..2 {
        let draft = compose::save(network, graph, LETTER.as_bytes()).await?;
        let id = draft.id.unwrap_or_default();
        say(format!("saved {:?}", draft.subject.unwrap_or_default()));
        match compose::send(network, graph, &id, &["carol@contoso.com"], true).await {
            Ok(()) => say("sent it".to_owned()),
            Err(error) if advice(&error) == Advice::LookFirst => {
                let is_sent = compose::is_sent(network, graph, &id).await?;
                say(format!("no answer came; it was sent: {is_sent}"));
            }
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// Stores the state as text, and reads it as the next start does.
fn restarted(state: &State) -> State {
    let text = state.to_text().unwrap_or_default();
    State::from_text(&text).unwrap_or_default()
}

/// Files all messages of a folder in a new one, and returns its key.
async fn file(
    network: &impl Network,
    graph: &Client,
    messages: &Mirror<messages::Envelope>,
    say: &mut impl FnMut(String),
) -> Result<String> {
    let folder = filing::create(network, graph, None, "Receipts").await?;
    let folder = folder.id.unwrap_or_default();
    let mut ids: Vec<String> = messages.rows().keys().cloned().collect();
    let rest = ids.split_off(ids.len().min(22));
    say(counted(
        "marked",
        &many::mark_read(network, graph, &rest, true).await,
    ));
    say(counted("flagged", &many::flag(network, graph, &rest).await));
    say(counted(
        "copied",
        &many::copy_to(network, graph, &rest, &folder).await,
    ));
    // Another program has moved this one, which fails by itself.
    ids.insert(ids.len().min(1), "moved elsewhere".to_owned());
    let moved = many::move_to(network, graph, &ids, &folder).await;
    say(counted("moved", &moved));
    let subjects = moved.iter().map(|moved| match moved {
        Ok(message) => message.subject.clone().unwrap_or_default(),
        Err(error) => format!("{:?}", advice(error)),
    });
    let subjects: Vec<String> = subjects.take(4).collect();
    say(format!("  in their order: {}, …", subjects.join(", ")));
    let last: Vec<String> = moved
        .into_iter()
        .rev()
        .flatten()
        .filter_map(|one| one.id)
        .take(1)
        .collect();
    let twice = [last.clone(), last].concat();
    say(counted(
        "deleted",
        &many::delete(network, graph, &twice).await,
    ));
    Ok(folder)
}

async fn folders_of_its_own(
    network: &impl Network,
    graph: &Client,
    folder: &str,
    inbox: &str,
    say: &mut impl FnMut(String),
) -> Result<()> {
    let inner = filing::create(network, graph, Some(folder), "2026").await?;
    let inner = inner.id.unwrap_or_default();
    filing::rename(network, graph, &inner, "2026, first half").await?;
    let moved = filing::move_to(network, graph, &inner, inbox).await?;
    let copy = filing::copy_to(network, graph, &inner, folder).await?;
    say(format!(
        "made, renamed, moved and copied {:?}: {}",
        moved.display_name.unwrap_or_default(),
        copy.id.is_some_and(|copy| copy != inner)
    ));
    let emptied = filing::empty(network, graph, folder).await?;
    say(format!("emptied a folder of {emptied}"));
    filing::delete(network, graph, &inner).await?;
    filing::delete(network, graph, &inner).await?;
    say("deleted a folder twice".to_owned());
    Ok(())
}

fn counted<T>(what: &str, results: &[Result<T>]) -> String {
    let done = results.iter().flatten().count();
    let failed = results.iter().filter_map(|result| result.as_ref().err());
    let failed = failed.filter(|error| !errors::is_gone(error)).count();
    let gone = results.len() - done - failed;
    format!("{what} {done}, not there {gone}, failed {failed}")
}

/// A round in words.
struct Shown(Round);

impl fmt::Display for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(round) = self;
        let kind = if round.is_whole { "all" } else { "changes" };
        write!(
            f,
            "{kind}, {} there, {} gone, {} pages",
            round.present, round.removed, round.pages
        )
    }
}
