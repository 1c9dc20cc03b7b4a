//! The expected outcome of the tour, whatever carries it: what the program says, and what the service was asked.

use std::path::Path;

use graph_mail::Client;
use graphwright_mail::service::{LARGE, Service};
use graphwright_mail::{Mirror, Network, State, messages, read};

/// Compares what was said and asked with `tests/walked/tour.txt`, which `UPDATE_EXPECT=1` writes anew.
pub(crate) fn assert_walked(said: &[String], service: &Service) {
    let log = service.log();
    let found = format!("{}\n\n{}\n", said.join("\n"), log.join("\n"));
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/walked/tour.txt");
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        std::fs::write(&file, &found).expect("a file");
    }
    let expected = std::fs::read_to_string(&file).expect("a file");
    let mut lines = expected.lines().zip(found.lines()).enumerate();
    if let Some((number, (expected, found))) = lines.find(|(_, (one, other))| one != other) {
        panic!(
            "line {}: expected {expected:?}, found {found:?}",
            number + 1
        );
    }
    assert_eq!(expected.lines().count(), found.lines().count());
}

/// Checks what the program has at the end against what it did.
pub(crate) fn assert_kept(state: &State) {
    let inbox = state.folder("inbox").expect("an inbox");
    let kept = state.messages[inbox].rows();
    assert!(state.folder("archive").is_none());
    assert_eq!(state.folders.rows()[inbox].name, "Inbox");
    // All but those that were moved, which is where the messages of the large size went.
    assert!(
        kept.values()
            .all(|message| message.is_read && message.is_flagged)
    );
    assert!(kept.values().all(|message| message.size == Some(300)));
    assert_eq!(kept.len(), 3);
}

/// Reads the one large message, and checks that it is whole.
pub(crate) async fn read_letter(network: &impl Network, graph: &Client) {
    let mut inbox = Mirror::default();
    let followed = messages::follow(network, graph, "inbox", 50, &mut inbox).await;
    followed.expect("messages");
    let rows = inbox.rows();
    let large = rows.iter().find(|(_, row)| row.size == Some(LARGE as i32));
    let (id, _) = large.expect("a large message");
    let (mut whole, mut pieces) = (Vec::new(), 0);
    let take = |piece: &[u8]| {
        whole.extend_from_slice(piece);
        pieces += 1;
    };
    read::mime(network, graph, id, take)
        .await
        .expect("a message");
    assert!(pieces > 10, "{pieces} pieces");
    assert_eq!(whole.len(), LARGE);
    let text = String::from_utf8(whole).expect("text");
    let (_, body) = text.split_once("\r\n\r\n").expect("a head");
    // The last line fills the message up.
    let (body, _) = body.rsplit_once("\r\n").expect("lines");
    for (number, line) in body.split("\r\n").enumerate() {
        assert_eq!(line, format!("Line {number} of the letter."));
    }
}
