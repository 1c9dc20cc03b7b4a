//! Downloads by the client, from a service on this machine that redirects to where the file is and breaks off.

#![cfg(feature = "client")]

mod faulty;
mod files_served;
mod sessions;
mod token;

use faulty::{Act, Faulty, Passing, builder};
use files_served::File;
use graphwright::download::Download;
use graphwright::http::header::{HeaderName, HeaderValue};
use graphwright::retry::RetryPolicy;
use graphwright::{Bytes, ErrorKind, HeaderMap, Method};
use sessions::file;
use token::tokens;

/// The response that gives `file` where `range` is asked for, of whose body so many bytes are sent.
fn given(file: &File, range: Option<usize>, sent: usize) -> Act {
    let mut headers = HeaderMap::new();
    if let Some(first) = range {
        let range = HeaderValue::try_from(format!("bytes={first}-")).expect("a value");
        headers.insert(HeaderName::from_static("range"), range);
    }
    let (status, lines, body) = file.give(&headers);
    let mut response = format!("HTTP/1.1 {status} Told\r\n");
    for (name, value) in lines {
        response.push_str(&format!("{name}: {value}\r\n"));
    }
    let whole = sent >= body.len();
    let bytes = [response.as_bytes(), b"\r\n", &body[..sent.min(body.len())]].concat();
    match whole {
        true => Act::Reply(bytes),
        false => Act::Break(bytes),
    }
}

/// A service that redirects to a place that gives the file, and breaks off after each of `sent`.
async fn service(bytes: &[u8], sent: &[usize]) -> (Faulty, Faulty) {
    let file = File::new(bytes.to_vec());
    let (mut acts, mut done) = (Vec::new(), 0);
    for sent in sent {
        acts.push(given(&file, (done > 0).then_some(done), *sent));
        done += sent;
    }
    acts.push(given(&file, (done > 0).then_some(done), usize::MAX));
    let place = Faulty::start(acts).await;
    let location = format!("location: {}/file?tempauth=1\r\n", place.origin());
    let service = Faulty::start(vec![faulty::reply(302, &location, ""); sent.len() + 1]).await;
    (service, place)
}

fn download(service: &Faulty, clock: &Passing) -> Download {
    let client = builder(service.origin(), clock).build().expect("a client");
    let content = tokens(client).request::<Bytes>(Method::GET);
    content.header("X-Mine", "1").download()
}

#[tokio::test]
async fn a_file_at_another_origin_is_the_same_after_two_breaks_and_gets_no_token() {
    let bytes = file(200_000);
    let (service, place) = service(&bytes, &[70_000, 30_000]).await;
    let clock = Passing::default();
    let mut pieces = download(&service, &clock).stream();
    let mut got = Vec::new();
    while let Some(piece) = pieces.next().await {
        got.extend(piece.expect("a piece"));
        assert_eq!(pieces.progress().done, got.len() as u64);
        assert_eq!(pieces.progress().total, Some(200_000));
    }
    assert!(got == bytes);
    assert_eq!(pieces.etag(), Some("\"1\""));
    assert_eq!(clock.waits().len(), 2);
    let heads = place.heads();
    assert_eq!(heads.len(), 3);
    for (head, range) in heads.iter().zip([None, Some(70_000), Some(100_000)]) {
        assert!(
            !head.contains("authorization") && !head.contains("x-mine"),
            "{head}"
        );
        assert!(head.contains("accept-encoding: identity"), "{head}");
        let range = range.map(|first| format!("range: bytes={first}-\r\nif-range: \"1\"\r\n"));
        match range {
            Some(range) => assert!(
                range.lines().all(|line| head.contains(line)),
                "{range}{head}"
            ),
            None => assert!(!head.contains("range: "), "{head}"),
        }
    }
    assert!(
        service
            .heads()
            .iter()
            .all(|head| head.contains("secret-token"))
    );
}

#[tokio::test]
async fn a_file_is_written_as_it_is_and_after_an_error_the_rest_of_it() {
    let bytes = file(100_000);
    let (service, _place) = service(&bytes, &[30_000]).await;
    let client = builder(service.origin(), &Passing::default());
    let client = client
        .retry(RetryPolicy::never())
        .build()
        .expect("a client");
    let mut download = tokens(client).request::<Bytes>(Method::GET).download();
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.bin");
    let mut target = tokio::fs::File::create(&path).await.expect("a file");
    let mut told = Vec::new();
    let first = download.write_to(&mut target, |_| {}).await;
    let error = first.expect_err("a break");
    assert!(matches!(error.kind(), ErrorKind::Transport), "{error}");
    assert_eq!(download.progress().done, 30_000);
    let rest = download.write_to(&mut target, |progress| told.push(progress.done));
    assert_eq!(rest.await.expect("a success"), 100_000);
    assert_eq!(told.last(), Some(&100_000));
    assert!(std::fs::read(&path).expect("the file") == bytes);
}

#[tokio::test]
async fn a_writer_that_fails_is_told_as_such() {
    let (service, _place) = service(&file(100), &[]).await;
    let mut full = std::io::Cursor::new(vec![0_u8; 10].into_boxed_slice());
    let mut download = download(&service, &Passing::default());
    let error = download.write_to(&mut full, |_| {}).await;
    let error = error.expect_err("no room");
    assert!(matches!(error.kind(), ErrorKind::File), "{error}");
}

#[tokio::test]
async fn a_download_can_be_read_by_a_task() {
    let bytes = file(50_000);
    let (service, _place) = service(&bytes, &[10_000]).await;
    let mut pieces = download(&service, &Passing::default()).stream();
    let reading = tokio::spawn(async move {
        let mut got = Vec::new();
        while let Some(piece) = pieces.next().await {
            got.extend(piece.expect("a piece"));
        }
        got
    });
    assert!(reading.await.expect("a task") == bytes);
}

#[tokio::test]
async fn a_body_that_stalls_is_one_that_breaks_off() {
    let bytes = file(1000);
    let whole = File::new(bytes.clone());
    let Act::Break(begun) = given(&whole, None, 400) else {
        panic!("it breaks off");
    };
    let acts = [Act::Stall(begun), given(&whole, Some(400), usize::MAX)];
    let service = Faulty::start(acts).await;
    let mut target = Vec::new();
    let mut download = download(&service, &Passing::default());
    let written = download.write_to(&mut target, |_| {}).await;
    assert_eq!(written.expect("a success"), 1000);
    assert!(target == bytes);
}
