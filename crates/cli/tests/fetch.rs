//! `graphwright fetch`, from a server on this machine.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod support;

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, channel};
use std::thread;

use support::{Place, Ran, csdl, project};

/// A server that gives these answers, one a request, and what it was asked.
struct Server {
    url: String,
    asked: Receiver<String>,
}

impl Server {
    fn with(answers: Vec<Vec<u8>>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/$metadata", listener.local_addr().unwrap());
        let (told, asked) = channel();
        thread::spawn(move || {
            for answer in answers {
                let (mut stream, _) = listener.accept().unwrap();
                told.send(head(&stream)).unwrap();
                stream.write_all(&answer).unwrap();
            }
        });
        Self { url, asked }
    }
}

/// The head of a request, in lower case.
fn head(stream: &TcpStream) -> String {
    let lines = BufReader::new(stream).lines().map(Result::unwrap);
    let lines = lines.take_while(|line| !line.is_empty());
    lines.map(|line| line.to_lowercase() + "\n").collect()
}

fn answer(status: &str, headers: &str, body: &str) -> Vec<u8> {
    let length = body.len();
    format!(
        "HTTP/1.1 {status}\r\nconnection: close\r\ncontent-length: {length}\r\n{headers}\r\n{body}"
    )
    .into_bytes()
}

fn xml(etag: &str, body: &str) -> Vec<u8> {
    answer(
        "200 OK",
        &format!("content-type: application/xml\r\netag: {etag}\r\n"),
        body,
    )
}

fn fetch(place: &Place, server: &Server, more: &[&str]) -> Ran {
    let fixed = ["fetch", "--from", &server.url, "--out", "metadata.xml"];
    place.run(&[&fixed[..], more].concat())
}

#[test]
fn a_description_is_pinned_and_asked_for_again_only_if_it_has_changed() {
    let not_modified = b"HTTP/1.1 304 Not Modified\r\nconnection: close\r\netag: \"1\"\r\n\r\n";
    let server = Server::with(vec![
        xml("\"1\"", &csdl()),
        not_modified.to_vec(),
        xml("\"2\"", "<new/>"),
    ]);
    let place = Place::empty();
    let ran = fetch(&place, &server, &[]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert_eq!(ran.err, "", "silent where it is no terminal");
    assert_eq!(place.read("metadata.xml"), csdl());
    let record: toml::Table = place.read("metadata.xml.fetched").parse().unwrap();
    assert_eq!(record["url"].as_str(), Some(server.url.as_str()));
    assert_eq!(record["etag"].as_str(), Some("\"1\""));
    let first = server.asked.recv().unwrap();
    assert!(first.starts_with("get /$metadata http/1.1\n"), "{first}");
    assert!(
        !first.contains("if-none-match") && !first.contains("authorization"),
        "{first}"
    );

    // By the project, which names the file.
    place.write("graphwright.toml", &project(""));
    let before = place.contents();
    let ran = place.run(&["fetch"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert!(
        ran.out.contains("metadata.xml: unchanged at http://"),
        "{}",
        ran.out
    );
    assert_eq!(place.contents(), before);
    let second = server.asked.recv().unwrap();
    assert!(second.contains("if-none-match: \"1\"\n"), "{second}");

    let ran = place.run(&["fetch"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert_eq!(place.read("metadata.xml"), "<new/>");
    assert!(place.read("metadata.xml.fetched").contains("'\"2\"'"));
    assert_eq!(place.contents().len(), 3);
}

#[test]
fn a_file_that_was_not_fetched_or_was_edited_is_kept() {
    let server = Server::with(vec![xml("\"1\"", "<a/>"), xml("\"1\"", "<b/>")]);
    let place = Place::empty();
    place.write("metadata.xml", "mine");
    let kept = |place: &Place, text: &str| {
        let ran = fetch(place, &server, &[]);
        assert_eq!(ran.code, Some(1), "{}", ran.out);
        assert!(
            ran.err.contains("was edited since") && ran.err.contains("--force"),
            "{}",
            ran.err
        );
        assert_eq!(place.read("metadata.xml"), text);
    };
    kept(&place, "mine");
    assert_eq!(fetch(&place, &server, &["--force"]).code, Some(0));
    assert_eq!(place.read("metadata.xml"), "<a/>");
    place.write("metadata.xml", "<a edited='yes'/>");
    kept(&place, "<a edited='yes'/>");
    // The service is not told that we have what it sent, for we have not.
    assert_eq!(fetch(&place, &server, &["--force"]).code, Some(0));
    let asked: Vec<String> = server.asked.iter().take(2).collect();
    assert!(!asked[1].contains("if-none-match"), "{asked:?}");
    assert_eq!(place.read("metadata.xml"), "<b/>");
}

#[test]
fn what_cannot_be_had_is_an_error_and_leaves_the_old_file() {
    let big = "x".repeat((1 << 20) + 1);
    let short = b"HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 100\r\n\r\nhalf".to_vec();
    let page = answer(
        "200 OK",
        "content-type: text/html; charset=utf-8\r\n",
        "<html>sign in",
    );
    for (reply, more, said) in [
        (answer("404 Not Found", "", ""), &[][..], "404"),
        (answer("401 Unauthorized", "", ""), &[], "401"),
        (page, &[], "this is a web page"),
        (xml("\"1\"", &big), &["--limit", "1"], "more than 1 MB"),
        (short, &[], "help: is there a network"),
    ] {
        // GET is repeated where the connection breaks.
        let server = Server::with(vec![reply; 8]);
        let place = Place::empty();
        let ran = fetch(&place, &server, more);
        assert_eq!(ran.code, Some(1), "{said}: {}", ran.out);
        assert!(ran.err.contains(said), "{said}: {}", ran.err);
        assert_eq!(place.contents().len(), 0, "{said}");
    }
}

#[test]
fn without_a_network_it_is_said_what_to_do() {
    // Nobody listens at a port that was just given back.
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/$metadata", listener.local_addr().unwrap());
    drop(listener);
    let place = Place::empty();
    let ran = place.run(&["fetch", "--from", &url, "--out", "metadata.xml"]);
    assert_eq!(ran.code, Some(1));
    for said in [
        url.as_str(),
        "refused",
        "help: is there a network",
        "can be put at metadata.xml",
    ] {
        assert!(ran.err.contains(said), "{said}: {}", ran.err);
    }
    assert_eq!(place.contents().len(), 0);
}

#[test]
fn what_was_never_fetched_is_not_fetched_again() {
    let place = Place::with(&project(""));
    let ran = place.run(&["fetch"]);
    assert_eq!(ran.code, Some(1));
    assert!(
        ran.err.contains("no description in it was fetched"),
        "{}",
        ran.err
    );
    let ran = place.run(&["fetch", "--out", "x.xml"]);
    assert_eq!(ran.code, Some(1));
    assert!(ran.err.contains("--version v1.0 or beta"), "{}", ran.err);
    for wrong in [
        &["fetch", "--version", "v2", "--out", "x"][..],
        &["fetch", "--from", "https://a.example"],
    ] {
        assert_eq!(place.run(wrong).code, Some(2));
    }
    fs::remove_file(place.path("graphwright.toml")).unwrap();
    assert!(
        place
            .run(&["fetch"])
            .err
            .contains("no graphwright.toml is here")
    );
}
