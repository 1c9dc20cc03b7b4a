//! What is shown on a terminal, and nowhere else.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod support;

use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::process::Command;
use std::thread;
use std::time::Duration;

use support::Place;

/// A server that sends the second half of a description after a while.
fn slow_server() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/slow", listener.local_addr().unwrap());
    thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            thread::spawn(move || {
                // A response before the request is one to nothing, which a client refuses.
                let mut request = BufReader::new(stream.try_clone().unwrap()).lines();
                while request.next().is_some_and(|line| !line.unwrap().is_empty()) {}
                let head = "HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 8\r\n\r\n<a/>";
                stream.write_all(head.as_bytes()).unwrap();
                thread::sleep(Duration::from_millis(1600));
                stream.write_all(b"<b/>").unwrap();
            });
        }
    });
    url
}

#[cfg(target_os = "linux")]
#[test]
fn what_takes_over_a_second_shows_how_far_it_is_on_a_terminal_alone() {
    let url = slow_server();
    let place = Place::empty();
    let ran = place.run(&["fetch", "--from", &url, "--out", "silent.xml"]);
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""));
    // `script` gives a program a terminal.
    let call = format!(
        "{} fetch --from {url} --out shown.xml",
        env!("CARGO_BIN_EXE_graphwright")
    );
    let mut script = Command::new("script");
    script.args(["--quiet", "--return", "--command", &call, "/dev/null"]);
    let Ok(output) = script.current_dir(place.path("")).output() else {
        eprintln!("skipped: the program `script` is absent");
        return;
    };
    let shown = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "{shown}");
    assert!(shown.contains(&format!("{url}: 0.0 MB, ")), "{shown:?}");
    // The line goes before the result comes.
    assert!(shown.contains(" \rshown.xml: 8 bytes from"), "{shown:?}");
}
