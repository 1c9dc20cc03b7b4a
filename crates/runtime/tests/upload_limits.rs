//! Uploads that cannot be made, that end early, and files that change on the way. All of it holds with and without the
//! feature `client`.

mod network;
mod sessions;
mod token;
mod upload_network;

use std::sync::{Arc, Mutex};

use graphwright::serde_json::Value;
use graphwright::upload::{ReadAt, Rules, Step};
use graphwright::{BoxError, Bytes, Client, ErrorKind, Method, ServiceClient};
use network::run;
use sessions::{BLOCK, Fault, Service, file};
use token::ROOT;
use upload_network::{Network, URL, send, session, upload};

#[test]
fn fragments_that_a_service_does_not_take_are_not_sent() {
    let file = file(10);
    for (rules, size) in [
        (Rules::ONE_DRIVE, 1_000_000),
        (Rules::ONE_DRIVE, 0),
        (Rules::ONE_DRIVE, 60 << 20),
        (Rules::OUTLOOK, 4_000_000),
        (
            Rules {
                multiple: 0,
                ..Rules::OUTLOOK
            },
            10,
        ),
    ] {
        let network = Network::new(Service::OneDrive, []);
        let mut upload = session().upload(10, rules).fragment_size(size);
        let error = send(&mut upload, &network, &file).expect_err("an error");
        assert!(
            matches!(error.kind(), ErrorKind::InvalidRequest(_)),
            "{error}"
        );
        assert_eq!(network.asked(), "");
    }
    for rules in [
        Rules::ONE_DRIVE,
        Rules::OUTLOOK,
        Rules::TO_DO,
        Rules::UNIVERSAL_PRINT,
    ] {
        assert!(rules.allows(rules.usual) && rules.allows(rules.largest));
    }
}

#[test]
fn an_empty_file_is_refused_with_what_to_do() {
    let network = Network::new(Service::OneDrive, []);
    let error = send(&mut upload(b""), &network, b"").expect_err("an error");
    assert!(error.to_string().contains("an empty body"), "{error}");
    assert_eq!(network.asked(), "");
}

#[test]
fn a_url_that_is_no_place_for_a_session_gets_nothing() {
    let client = Client::sans_io().build().expect("a client");
    let service = ServiceClient::new(client, ROOT);
    for url in [
        "http://contoso.example/upload",
        "/upload",
        "ftp://x.example/",
    ] {
        let network = Network::new(Service::OneDrive, []);
        let request = service.pre_authenticated(Method::PUT, url);
        let mut upload = request.upload(3, Rules::ONE_DRIVE);
        let error = send(&mut upload, &network, b"abc").expect_err("an error");
        assert!(
            matches!(error.kind(), ErrorKind::InvalidRequest(_)),
            "{error}"
        );
        assert_eq!(network.asked(), "");
    }
}

/// A file whose length is another one after so many reads.
struct Changing {
    bytes: Vec<u8>,
    reads_left: u32,
    length_then: usize,
}

impl ReadAt for Changing {
    async fn length(&mut self) -> Result<u64, BoxError> {
        Ok(self.bytes.len() as u64)
    }

    async fn read_at(&mut self, offset: u64, length: usize) -> Result<Bytes, BoxError> {
        if self.reads_left == 0 {
            self.bytes.resize(self.length_then, 7);
        }
        self.reads_left = self.reads_left.saturating_sub(1);
        self.bytes.read_at(offset, length).await
    }
}

#[test]
fn a_file_that_shrinks_or_grows_is_no_upload() {
    for length_then in [0, BLOCK, 3 * BLOCK - 1, 3 * BLOCK + 1] {
        for reads_left in 0..3 {
            let network = Network::new(Service::OneDrive, []);
            let bytes = file(3 * BLOCK);
            let mut upload = upload(&bytes);
            let mut source = Changing {
                bytes,
                reads_left,
                length_then,
            };
            let sending = upload.send_by(&network, &mut source, |_| {});
            let error = run(sending).expect_err("another file");
            assert!(matches!(error.kind(), ErrorKind::FileChanged(_)), "{error}");
            assert!(!network.session.borrow().is_complete());
        }
    }
    // A file of another length is not the one that was begun.
    let network = Network::new(Service::OneDrive, []);
    let error = send(&mut upload(&file(9)), &network, &file(8)).expect_err("another file");
    assert!(matches!(error.kind(), ErrorKind::FileChanged(_)), "{error}");
    assert_eq!(network.asked(), "");
}

/// A file that cannot be read.
struct Broken;

impl ReadAt for Broken {
    async fn length(&mut self) -> Result<u64, BoxError> {
        Ok(9)
    }

    async fn read_at(&mut self, _: u64, _: usize) -> Result<Bytes, BoxError> {
        Err("the disk is on fire".into())
    }
}

#[test]
fn an_error_of_the_file_is_told_as_such() {
    let network = Network::new(Service::OneDrive, []);
    let error = run(upload(&file(9)).send_by(&network, &mut Broken, |_| {}));
    let error = error.expect_err("an error");
    assert!(matches!(error.kind(), ErrorKind::File), "{error}");
    let source = std::error::Error::source(&error).expect("a source");
    assert_eq!(source.to_string(), "the disk is on fire");
}

#[test]
fn an_upload_that_is_cancelled_ends_its_session() {
    let (network, file) = (Network::new(Service::OneDrive, []), file(9));
    let mut upload = upload(&file);
    run(upload.cancel().send_by(&network)).expect("a success");
    let error = send(&mut upload, &network, &file).expect_err("it is gone");
    assert!(matches!(error.kind(), ErrorKind::SessionGone), "{error}");
    assert_eq!(network.asked(), "DELETE PUT");
}

#[test]
fn the_url_of_a_session_is_sent_as_the_service_wrote_it() {
    let client = Client::sans_io().build().expect("a client");
    let service = ServiceClient::new(client, ROOT);
    for url in [
        "https://outlook.office.com/api/v2.0/Users('a8e8e219@72aa88bf')/Messages('AAMkADI5MAAIT3drCAAA=')/\
         AttachmentSessions('AAMkADI5MAAIT3k0tAAA=')?authtoken=eyJhbGciOiJSUzI1NiIs.W-_~",
        "https://sn3302.up.1drv.com/up/fe6987415ace7X4e1eF866337",
        "https://contoso.sharepoint.com/sites/a/_api/v2.0/drive/items/01X/uploadSession?guid='1-2'&path='a%20b%23.bin'\
         &overwrite=True&rename=False&dc=0&tempauth=v1.eyJ%2f",
        "https://print.print.microsoft.com/uploadSessions/5400be13-5a4e?tempauthtoken=a%3D%3D",
    ] {
        let request = service.pre_authenticated(Method::PUT, url);
        let mut upload = request.upload::<Value>(3, Rules::OUTLOOK);
        assert_eq!(upload.url(), url);
        let cancel = upload.cancel().to_http().expect("a request");
        assert_eq!(cancel.uri().to_string(), url);
        let read = upload.next_step().expect("a step");
        assert!(matches!(
            read,
            Step::Read {
                offset: 0,
                length: 3
            }
        ));
        upload.fragment("abc").expect("a fragment");
        let Step::Send(request) = upload.next_step().expect("a request") else {
            panic!("the fragment is to be sent");
        };
        let sent = request.to_http().expect("a request");
        assert_eq!(sent.uri().to_string(), url);
        assert_eq!(sent.headers()["content-range"], "bytes 0-2/3");
    }
}

#[test]
fn the_path_of_another_origin_is_shown_to_nobody() {
    let shown = Arc::new(Mutex::new(String::new()));
    let log = shown.clone();
    let client = Client::sans_io().on_attempt(move |report| {
        let mut log = log.lock().expect("the log");
        log.push_str(&format!("{} {report:?}", report.url));
    });
    let service = ServiceClient::new(client.build().expect("a client"), ROOT);
    let network = Network::new(Service::OneDrive, [Fault::Answer(500), Fault::Refuse(403)]);
    let request = service.pre_authenticated(Method::PUT, URL);
    let exchange = request.clone().exchange().expect("an exchange");
    let mut upload = request.clone().upload(9, Rules::ONE_DRIVE);
    let step = upload.next_step();
    let error = send(&mut upload, &network, &file(9)).expect_err("a refusal");
    let download = request.clone().returning::<Bytes>().download();
    let mut shown = shown.lock().expect("the log");
    assert!(
        shown.contains("https://contoso.sharepoint.example/…"),
        "{shown}"
    );
    shown.push_str(&format!(
        "{request:?} {exchange:?} {upload:?} {download:?} {step:?} {error} {error:?}"
    ));
    for secret in ["upload?", "/upload", "s3cret"] {
        assert!(!shown.contains(secret), "{secret}: {shown}");
    }
}

#[test]
fn an_upload_begins_with_what_the_session_expects() {
    let file = file(2 * BLOCK + 5);
    let network = Network::new(Service::OneDrive, []);
    network.session.borrow_mut().file = file[..BLOCK].to_vec();
    let mut rest = upload(&file).expecting(&[format!("{BLOCK}-")]);
    assert_eq!(rest.progress().done, BLOCK as u64);
    send(&mut rest, &network, &file).expect("a success");
    assert!(network.has(&file));
    assert_eq!(network.asked(), "PUT PUT");
    for ranges in ["x", "9999999-"] {
        let network = Network::new(Service::OneDrive, []);
        let mut upload = upload(&file).expecting(&[ranges]);
        let error = send(&mut upload, &network, &file).expect_err(ranges);
        assert!(
            matches!(error.kind(), ErrorKind::InvalidRequest(_)),
            "{error}"
        );
        assert_eq!(network.asked(), "");
    }
}
