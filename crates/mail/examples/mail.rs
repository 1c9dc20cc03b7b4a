//! A mail program over the client of Graphwright: `cargo run --example mail -- --demo`.

use std::error::Error;
use std::io::{Write, stdout};
use std::iter::successors;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Parser;
use graph_mail::Client;
use graphwright::StaticToken;
use graphwright_mail::service::Service;
use graphwright_mail::{ByClient, State, tour};

/// Follows the folders, the inbox and the calendars of a mailbox of Microsoft Graph, and reads its first message.
///
/// It signs in with the bearer token in the environment variable GRAPH_TOKEN, or, if it was built with
/// `--features oauth2`, as the user who types a code (--client-id). User.Read, Mail.Read and Calendars.Read must have been
/// granted. Nothing in the mailbox changes. With --demo it goes through all that a mail program does, changes included,
/// against a service on this machine that plays Graph and its faults.
#[derive(Parser)]
#[command(name = "mail", after_help = "Try: cargo run --example mail -- --demo")]
struct Args {
    /// Work with a made-up mailbox on this machine instead of Microsoft Graph.
    #[arg(long, conflicts_with = "state")]
    demo: bool,
    /// Keep in this file what was read; the next run asks for what has changed since. It is as private as the mailbox.
    #[arg(long, value_name = "FILE")]
    state: Option<PathBuf>,
    /// Sign in by device code as a user of this application, an ID from the Entra admin center.
    #[cfg(feature = "oauth2")]
    #[arg(long, value_name = "ID", conflicts_with = "demo")]
    client_id: Option<String>,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    match run(&Args::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // Each error says what it is, and its source why.
            let errors = successors(Some(&*error), |&error| error.source());
            let errors: Vec<String> = errors.map(ToString::to_string).collect();
            eprintln!("error: {}", errors.join(": "));
            ExitCode::FAILURE
        }
    }
}

/// Shows a line. Nobody may be there to read it.
fn say(line: String) {
    let _ = writeln!(stdout(), "{line}");
}

async fn run(args: &Args) -> Result<(), Box<dyn Error>> {
    if args.demo {
        let service = Service::start()?;
        tour::everything(&ByClient, &service.client()?, &mut say).await?;
        say("\nWhat the service was asked and answered:".to_owned());
        service.log().into_iter().for_each(say);
        return Ok(());
    }
    let graph = Client::from(sign_in(args).await?);
    let mut state = match &args.state {
        Some(file) if file.exists() => State::from_text(&std::fs::read_to_string(file)?)?,
        _ => State::default(),
    };
    let done = tour::read_all(&ByClient, &graph, &mut state, &mut say).await;
    // What came before an error need not come again.
    if let Some(file) = &args.state {
        store(file, &state)?;
    }
    Ok(done?)
}

/// Replaces the file as a whole, so that it is never half a state.
fn store(file: &Path, state: &State) -> Result<(), Box<dyn Error>> {
    let new = file.with_extension("new");
    std::fs::write(&new, state.to_text()?)?;
    Ok(std::fs::rename(new, file)?)
}

async fn sign_in(args: &Args) -> Result<graphwright::Client, Box<dyn Error>> {
    #[cfg(feature = "oauth2")]
    if let Some(client_id) = &args.client_id {
        return by_code(client_id).await;
    }
    let _ = args;
    let token = std::env::var("GRAPH_TOKEN").map_err(|_| {
        "set GRAPH_TOKEN to a bearer token with User.Read, Mail.Read and Calendars.Read, or build with \
         `--features oauth2` and give --client-id, or try --demo"
    })?;
    Ok(graphwright::Client::builder(StaticToken::new(token)).build()?)
}

#[cfg(feature = "oauth2")]
async fn by_code(client_id: &str) -> Result<graphwright::Client, Box<dyn Error>> {
    use graphwright::identity::{App, Network, UserCredential};

    let app = App::new(client_id);
    let network = Network::new()?;
    let scopes = ["User.Read", "Mail.Read", "Calendars.Read"];
    let code = app.device_code(&scopes, &network).await?;
    say(code.message().to_owned());
    let session = code.wait(&network).await?;
    let credential = UserCredential::new(app, session, network);
    Ok(graphwright::Client::builder(credential).build()?)
}
