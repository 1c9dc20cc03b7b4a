//! Downloads without a client that sends: on one thread, over a network that holds an `Rc`. All of it holds with and
//! without the feature `client`.

mod files_served;
mod network;
mod sessions;
mod token;

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};
use std::time::Duration;

use files_served::{File, Ranges};
use graphwright::download::Download;
use graphwright::{
    BoxError, Bytes, Carrier, Client, Error, ErrorKind, HeaderMap, Method, Request, Secret,
    SecurityScheme, ServiceClient, http,
};
use network::run;
use sessions::file;
use token::ROOT;

/// The number of bytes of a piece.
const PIECE: usize = 1000;

/// A body that breaks off. It cannot leave its thread.
struct Body {
    pieces: VecDeque<Result<Bytes, BoxError>>,
    held: Rc<Cell<usize>>,
}

impl futures_core::Stream for Body {
    type Item = Result<Bytes, BoxError>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let piece = self.pieces.pop_front();
        self.held.set(self.held.get() + 1);
        Poll::Ready(piece)
    }
}

/// The end that a response comes to.
#[derive(Clone, Copy, Debug)]
enum Fault {
    /// Its body breaks off after so many bytes.
    Break(usize),
    /// Its body ends after so many bytes, as if that were all.
    End(usize),
}

#[derive(Clone)]
struct Network {
    file: Rc<RefCell<File>>,
    faults: Rc<RefCell<VecDeque<Fault>>>,
    asked: Rc<RefCell<Vec<HeaderMap>>>,
    polls: Rc<Cell<usize>>,
}

impl Network {
    fn new(file: File, faults: impl IntoIterator<Item = Fault>) -> Self {
        Self {
            file: Rc::new(RefCell::new(file)),
            faults: Rc::new(RefCell::new(faults.into_iter().collect())),
            asked: Rc::default(),
            polls: Rc::default(),
        }
    }

    /// The ranges that were asked for.
    fn ranges(&self) -> Vec<String> {
        let asked = self.asked.borrow();
        let range = |headers: &HeaderMap| match headers.get("range") {
            Some(range) => range.to_str().expect("a text").replace("bytes=", ""),
            None => "all".into(),
        };
        asked.iter().map(range).collect()
    }
}

impl Carrier for Network {
    type Body = Body;

    async fn send(&self, request: http::Request<Bytes>) -> Result<http::Response<Body>, BoxError> {
        assert_eq!(request.headers()["accept-encoding"], "identity");
        self.asked.borrow_mut().push(request.headers().clone());
        let (status, lines, bytes) = self.file.borrow().give(request.headers());
        let fault = self.faults.borrow_mut().pop_front();
        let fault = fault.filter(|_| status < 300);
        let end = match fault {
            Some(Fault::Break(end) | Fault::End(end)) => end.min(bytes.len()),
            None => bytes.len(),
        };
        let mut pieces: VecDeque<_> = bytes[..end]
            .chunks(PIECE)
            .map(|piece| Ok(Bytes::copy_from_slice(piece)))
            .collect();
        if let Some(Fault::Break(_)) = fault {
            pieces.push_back(Err("the connection was closed".into()));
        }
        let mut response = http::Response::builder().status(status);
        for (name, value) in lines {
            response = response.header(name, value);
        }
        let held = self.polls.clone();
        Ok(response.body(Body { pieces, held })?)
    }

    async fn secret(&self, _: &SecurityScheme, _: &[String]) -> Result<Option<Secret>, BoxError> {
        Ok(Some(Secret::new("a token")))
    }

    async fn wait(&self, time: Duration) {
        assert!(time <= Duration::from_secs(30));
    }
}

fn content() -> Request<Bytes> {
    let client = Client::sans_io().build().expect("a client");
    let service = ServiceClient::new(client, ROOT);
    service.request(Method::GET, "/items/7/content").returning()
}

/// Adds to `got` what comes until the end, or until an error.
fn read(download: &mut Download, network: &Network, got: &mut Vec<u8>) -> Result<(), Error> {
    run(async {
        let mut pieces = download.pieces_by(network);
        while let Some(piece) = pieces.next().await {
            got.extend(piece?);
        }
        Ok(())
    })
}

fn whole(network: &Network) -> Result<Vec<u8>, Error> {
    let mut got = Vec::new();
    let mut download = content().download();
    read(&mut download, network, &mut got)?;
    assert_eq!(download.progress().done, got.len() as u64);
    Ok(got)
}

#[test]
fn a_download_that_breaks_off_is_the_same_file() {
    let bytes = file(5000);
    for ranges in [
        Ranges::Honoured,
        Ranges::Ignored,
        Ranges::Earlier(700),
        Ranges::Compressed,
    ] {
        for has_length in [true, false] {
            for (etag, modified) in [
                (Some("\"1\""), None),
                (Some("W/\"1\""), None),
                (None, Some("Mon, 02 Dec 2024 10:00:00 GMT")),
            ] {
                for at in [0, 1, 1000, 2500, 4999, 5000] {
                    let file = File {
                        ranges,
                        has_length,
                        etag,
                        modified,
                        bytes: bytes.clone(),
                    };
                    let network = Network::new(file, [Fault::Break(at); 2]);
                    let got = whole(&network);
                    let what = format!(
                        "{ranges:?} {has_length} {etag:?} {at} {:?}",
                        network.ranges()
                    );
                    assert!(got.expect(&what) == bytes, "{what}");
                }
            }
        }
    }
}

#[test]
fn the_rest_is_asked_for_from_the_byte_that_is_missing() {
    let network = Network::new(
        File::new(file(5000)),
        [Fault::Break(1000), Fault::End(2500)],
    );
    assert_eq!(whole(&network).expect("a success"), file(5000));
    assert_eq!(network.ranges(), ["all", "1000-", "3500-"]);
    let asked = network.asked.borrow();
    assert!(!asked[0].contains_key("if-range"));
    assert_eq!(asked[1]["if-range"], "\"1\"");
    for headers in &*asked {
        assert_eq!(headers["authorization"], "Bearer a token");
    }
}

#[test]
fn an_empty_file_is_downloaded() {
    for has_length in [true, false] {
        let file = File {
            has_length,
            ..File::new(Vec::new())
        };
        let network = Network::new(file, [Fault::Break(0)]);
        assert_eq!(whole(&network).expect("a success"), b"");
    }
}

#[test]
fn bytes_count_as_progress_and_none_do_not() {
    // One byte each time, for longer than the policy allows without progress.
    let network = Network::new(File::new(file(50)), [Fault::Break(1); 30]);
    assert_eq!(whole(&network).expect("a success"), file(50));
    let mut faults = vec![Fault::Break(10)];
    faults.extend([Fault::Break(0); 10]);
    let network = Network::new(File::new(file(50)), faults);
    let mut got = Vec::new();
    let mut download = content().download();
    let error = read(&mut download, &network, &mut got).expect_err("an error");
    assert!(matches!(error.kind(), ErrorKind::Transport), "{error}");
    assert_eq!(network.ranges().len(), 4);
    assert_eq!(got.len(), 10);
    // It goes on where it is.
    network.faults.borrow_mut().clear();
    read(&mut download, &network, &mut got).expect("a success");
    assert_eq!(got, file(50));
    assert!(network.ranges()[4..] == ["10-"]);
}

#[test]
fn a_file_that_changes_is_told_as_such() {
    let long = Some("Mon, 02 Dec 2024 10:00:00 GMT");
    let later = Some("Mon, 02 Dec 2024 10:00:01 GMT");
    let one = File::new(file(50));
    let plain = File {
        etag: None,
        ..one.clone()
    };
    let dated = File {
        modified: long,
        ..plain.clone()
    };
    for (name, before, after) in [
        (
            "etag",
            one.clone(),
            File {
                etag: Some("\"2\""),
                ..one.clone()
            },
        ),
        (
            "etag, no ranges",
            one.clone(),
            File {
                etag: Some("\"2\""),
                ranges: Ranges::Ignored,
                ..one.clone()
            },
        ),
        (
            "date",
            dated.clone(),
            File {
                modified: later,
                ..dated
            },
        ),
        (
            "longer",
            plain.clone(),
            File {
                bytes: file(51),
                ..plain.clone()
            },
        ),
        (
            "shorter",
            plain.clone(),
            File {
                bytes: file(49),
                ..plain.clone()
            },
        ),
        (
            "gone below",
            plain.clone(),
            File {
                bytes: file(5),
                ..plain.clone()
            },
        ),
        (
            "longer, no ranges",
            plain.clone(),
            File {
                bytes: file(51),
                ranges: Ranges::Ignored,
                ..plain.clone()
            },
        ),
        (
            "nothing tells",
            File {
                has_length: false,
                ..plain.clone()
            },
            File {
                has_length: false,
                ranges: Ranges::Ignored,
                ..plain
            },
        ),
    ] {
        let network = Network::new(before, [Fault::Break(10)]);
        let mut got = Vec::new();
        let mut download = content().download();
        let error = run(async {
            let mut pieces = download.pieces_by(&network);
            let first = pieces.next().await.expect("a piece").expect("a success");
            got.extend(first);
            *network.file.borrow_mut() = after;
            pieces.next().await.expect("an error")
        });
        let error = error.expect_err(name);
        assert!(
            matches!(error.kind(), ErrorKind::FileChanged(_)),
            "{name}: {error}"
        );
        assert_eq!(got, file(10), "{name}");
    }
}

#[test]
fn another_part_than_was_asked_for_is_refused() {
    for ranges in [Ranges::From(11), Ranges::From(49), Ranges::CompressedParts] {
        let file = File {
            ranges,
            ..File::new(file(50))
        };
        let network = Network::new(file, [Fault::Break(10)]);
        let error = whole(&network).expect_err("an error");
        assert!(matches!(error.kind(), ErrorKind::Decode { .. }), "{error}");
    }
}

#[test]
fn a_download_goes_on_after_a_restart() {
    let network = Network::new(File::new(file(50)), []);
    let mut got = file(20);
    let mut download = content().download().resume(20, Some("\"1\""));
    read(&mut download, &network, &mut got).expect("a success");
    assert_eq!(got, file(50));
    assert_eq!(download.etag(), Some("\"1\""));
    // All of it was there.
    let mut download = content().download().resume(50, Some("\"1\""));
    read(&mut download, &network, &mut got).expect("a success");
    assert_eq!(got, file(50));
    // It is another file now, or was shorter all along.
    for (done, etag) in [(20, "\"0\""), (51, "\"1\"")] {
        let mut download = content().download().resume(done, Some(etag));
        let error = read(&mut download, &network, &mut got).expect_err("an error");
        assert!(matches!(error.kind(), ErrorKind::FileChanged(_)), "{error}");
    }
}

#[test]
fn a_request_whose_rest_cannot_be_asked_for_is_refused() {
    let resource = content().service().root_resource().segment("export");
    for request in [
        content().header("Range", "bytes=3-"),
        resource.request(Method::POST),
    ] {
        let network = Network::new(File::new(file(50)), []);
        let mut download = request.download();
        let error = read(&mut download, &network, &mut Vec::new()).expect_err("an error");
        assert!(
            matches!(error.kind(), ErrorKind::InvalidRequest(_)),
            "{error}"
        );
        assert!(network.ranges().is_empty());
    }
}

#[test]
fn pieces_are_read_when_they_are_asked_for() {
    let network = Network::new(File::new(file(50 * PIECE)), []);
    let mut download = content().download();
    run(async {
        let mut pieces = download.pieces_by(&network);
        for number in 1..5 {
            let piece = pieces.next().await.expect("a piece").expect("a success");
            assert_eq!((piece.len(), network.polls.get()), (PIECE, number));
        }
        assert_eq!(pieces.download().progress().total, Some(50 * PIECE as u64));
    });
}
