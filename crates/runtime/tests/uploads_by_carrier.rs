//! Uploads without a client that sends: on one thread, over a network that holds an `Rc`, and step by step. All of it
//! holds with and without the feature `client`.

mod network;
mod sessions;
mod token;
mod upload_network;

use std::future::Future;
use std::pin::pin;
use std::task::{Context, Waker};
use std::time::Duration;

use graphwright::retry::RetryPolicy;
use graphwright::serde_json::Value;
use graphwright::upload::{Progress, Rules, Step};
use graphwright::{Bytes, Error, ErrorKind, Request, Response};
use network::run;
use sessions::{BLOCK, Fault, Service, Session, file};
use upload_network::{Network, URL, send, session, upload};

#[test]
fn a_file_of_any_length_arrives_as_it_is() {
    for length in [1, 2, BLOCK - 1, BLOCK, BLOCK + 1, 3 * BLOCK, 3 * BLOCK + 7] {
        let (network, file) = (Network::new(Service::OneDrive, []), file(length));
        let mut told = Vec::new();
        let mut source = Bytes::from(file.clone());
        let sending = async {
            let mut upload = upload(&file);
            upload
                .send_by(&network, &mut source, |progress: Progress| {
                    assert_eq!(progress.total, Some(length as u64));
                    told.push(progress.done);
                })
                .await
        };
        let item = run(sending).expect("a success");
        assert_eq!(item["id"], "7");
        assert!(network.has(&file), "{length}");
        let sums: Vec<u64> = (1..=length.div_ceil(BLOCK))
            .map(|number| (number * BLOCK).min(length) as u64)
            .collect();
        assert_eq!(told, sums, "{length}");
    }
}

#[test]
fn an_attachment_in_outlook_ends_with_its_location() {
    let (network, file) = (Network::new(Service::Outlook, []), file(7_000_001));
    let mut upload = session().upload::<()>(file.len() as u64, Rules::OUTLOOK);
    let mut source = &file[..];
    let sending = upload.send_with_response_by(&network, &mut source, |_| {});
    let response = run(sending).expect("a success");
    let place = response.headers["location"].to_str().expect("a text");
    assert!(place.ends_with("Attachments('7')"), "{place}");
    assert!(network.has(&file));
    assert_eq!(
        network.session.borrow().fragments,
        [3 << 20, 3 << 20, 708_545]
    );
}

#[test]
fn what_came_of_a_fragment_decides_what_follows() {
    let file = file(3 * BLOCK);
    for (name, fault, asked) in [
        ("nothing", Fault::None, "PUT PUT PUT"),
        ("throttled", Fault::Refuse(429), "PUT PUT PUT PUT"),
        ("no connection", Fault::Refuse(598), "PUT PUT PUT PUT"),
        ("failed", Fault::Refuse(500), "PUT GET PUT PUT PUT"),
        ("taken, then failed", Fault::Answer(504), "PUT GET PUT PUT"),
        ("taken, then lost", Fault::Answer(599), "PUT GET PUT PUT"),
        ("lost", Fault::Refuse(599), "PUT GET PUT PUT PUT"),
        ("out of range", Fault::Refuse(416), "PUT GET PUT PUT PUT"),
        ("not taken", Fault::Ignore, "PUT PUT PUT PUT"),
        ("a part", Fault::TakePart(1000), "PUT GET PUT PUT PUT"),
    ] {
        let network = Network::new(Service::OneDrive, [fault]);
        let item = send(&mut upload(&file), &network, &file).expect(name);
        assert_eq!(item["id"], "7", "{name}");
        assert!(network.has(&file), "{name}");
        assert_eq!(network.asked(), asked, "{name}");
    }
}

#[test]
fn what_a_service_loses_is_sent_again() {
    let (none, file) = (Fault::None, file(3 * BLOCK + 9));
    let network = Network::new(Service::OneDrive, [none, none, Fault::Forget]);
    send(&mut upload(&file), &network, &file).expect("a success");
    assert!(network.has(&file));
    assert_eq!(network.asked(), "PUT PUT PUT GET PUT PUT PUT PUT");
}

#[test]
fn a_service_that_lists_the_next_block_alone_gets_the_whole_file() {
    let (network, file) = (
        Network::new(Service::BlockByBlock, []),
        file(30 * BLOCK + 1),
    );
    let upload = session().upload::<Value>(file.len() as u64, Rules::ONE_DRIVE);
    let mut upload = upload.expecting(&[format!("0-{}", BLOCK - 1)]);
    let mut told = Vec::new();
    let mut source = &file[..];
    let sending = upload.send_by(&network, &mut source, |progress| told.push(progress.done));
    run(sending).expect("a success");
    assert!(network.has(&file));
    assert_eq!(told.len(), 31);
    assert!(told.is_sorted() && told[0] == BLOCK as u64, "{told:?}");
}

#[test]
fn a_service_that_takes_nothing_is_not_asked_for_ever() {
    let file = file(2 * BLOCK);
    for fault in [Fault::Ignore, Fault::Refuse(416)] {
        // What the service answers to GET is what it has.
        let faults = (0..100).map(|number| match (fault, number % 2) {
            (Fault::Refuse(_), 1) => Fault::None,
            _ => fault,
        });
        let network = Network::new(Service::OneDrive, faults);
        let error = send(&mut upload(&file), &network, &file).expect_err("an end");
        let asked = network.session.borrow().asked.len();
        assert!((11..=22).contains(&asked), "{asked}: {error}");
    }
}

#[test]
fn attempts_are_counted_anew_when_something_arrives() {
    let file = file(5 * BLOCK);
    // Each fragment is refused three times, which is as often as the policy allows in a row.
    let faults = (0..50).map(|number| match number % 4 {
        3 => Fault::None,
        _ => Fault::Refuse(429),
    });
    let network = Network::new(Service::OneDrive, faults);
    send(&mut upload(&file), &network, &file).expect("a success");
    assert!(network.has(&file));
    let network = Network::new(Service::OneDrive, [Fault::Refuse(429); 4]);
    let error = send(&mut upload(&file), &network, &file).expect_err("an end");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(429));
    assert!(network.waited.get() > Duration::ZERO);
}

#[test]
fn an_upload_resumed_after_a_crash_is_the_same_file() {
    let file = file(4 * BLOCK + 123);
    for crash_at in 0..5 {
        for fault in [
            Fault::Refuse(500),
            Fault::Answer(500),
            Fault::TakePart(77),
            Fault::Refuse(599),
        ] {
            let faults = (0..crash_at).map(|_| Fault::None).chain([fault]);
            let network = Network::new(Service::OneDrive, faults);
            let once = session().retry(RetryPolicy::never());
            let mut upload = once.upload::<Value>(file.len() as u64, Rules::ONE_DRIVE);
            upload = upload.fragment_size(BLOCK as u64);
            let saved = upload.url().to_owned();
            send(&mut upload, &network, &file).expect_err("a crash");
            drop(upload);

            assert_eq!(saved, URL);
            let session = session().upload(file.len() as u64, Rules::ONE_DRIVE);
            let mut upload = session.fragment_size(2 * BLOCK as u64).resume();
            let result = send(&mut upload, &network, &file);
            assert!(network.has(&file), "{crash_at}");
            match result {
                Ok(item) => assert_eq!(item["id"], "7"),
                // The last fragment was taken, so that the session is gone.
                Err(error) => {
                    assert!(crash_at == 4 && fault == Fault::Answer(500), "{error}");
                    assert!(matches!(error.kind(), ErrorKind::SessionGone), "{error}");
                    assert!(error.is_perhaps_done(), "{error}");
                }
            }
        }
    }
}

#[test]
fn an_upload_goes_on_after_an_error() {
    let file = file(3 * BLOCK);
    let network = Network::new(Service::OneDrive, [Fault::None, Fault::Refuse(403)]);
    let mut upload = upload(&file);
    let error = send(&mut upload, &network, &file).expect_err("a refusal");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(403));
    assert_eq!(upload.progress().done, BLOCK as u64);
    send(&mut upload, &network, &file).expect("a success");
    assert!(network.has(&file));
    assert_eq!(network.asked(), "PUT PUT GET PUT PUT");
    let error = send(&mut upload, &network, &file).expect_err("it is done");
    assert!(
        matches!(error.kind(), ErrorKind::InvalidRequest(_)),
        "{error}"
    );
}

#[test]
fn an_upload_that_is_dropped_while_it_waits_goes_on() {
    let file = file(3 * BLOCK);
    for (polls, asked) in [
        (0, "PUT PUT PUT"),
        (1, "PUT GET PUT PUT"),
        (2, "PUT PUT GET PUT"),
        (3, "PUT PUT PUT GET"),
    ] {
        let network = Network::new(Service::OneDrive, []);
        let mut upload = upload(&file);
        {
            let mut source = &file[..];
            let mut work = pin!(upload.send_by(&network, &mut source, |_| {}));
            let mut context = Context::from_waker(Waker::noop());
            for _ in 0..polls {
                assert!(work.as_mut().poll(&mut context).is_pending());
            }
        }
        let result = send(&mut upload, &network, &file);
        assert!(network.has(&file), "{polls}");
        assert_eq!(network.asked(), asked, "{polls}");
        // The answer to the last fragment came when nobody waited for it.
        match polls {
            3 => assert!(result.expect_err("it is gone").is_perhaps_done()),
            _ => assert_eq!(result.expect("a success")["id"], "7"),
        }
    }
}

#[test]
fn a_session_that_is_gone_says_to_start_over() {
    let file = file(2 * BLOCK);
    let none = Fault::None;
    for (faults, perhaps_done) in [
        (vec![Fault::Refuse(404)], false),
        (vec![Fault::Refuse(410)], false),
        (vec![Fault::Refuse(500), Fault::Refuse(404)], false),
        // The answer to the last fragment did not come, and the session ended with it.
        (vec![none, Fault::Answer(504)], true),
        (vec![none, Fault::Answer(599)], true),
    ] {
        let network = Network::new(Service::OneDrive, faults);
        let error = send(&mut upload(&file), &network, &file).expect_err("it is gone");
        assert!(matches!(error.kind(), ErrorKind::SessionGone), "{error}");
        assert_eq!(error.is_perhaps_done(), perhaps_done, "{error}");
        assert_eq!(network.has(&file), perhaps_done);
        assert!(
            !format!("{error} {error:?}").contains("s3cret"),
            "{error:?}"
        );
    }
}

#[test]
fn a_session_that_waits_for_its_end_is_told_of_it() {
    let (network, file) = (Network::new(Service::Deferring, []), file(BLOCK + 1));
    let item = send(&mut upload(&file), &network, &file).expect("a success");
    assert_eq!(item["id"], "7");
    assert!(network.has(&file));
    assert_eq!(network.asked(), "PUT PUT POST");
}

#[test]
fn steps_by_hand_are_those_of_the_loop() {
    let (file, none) = (file(2 * BLOCK + 1), Fault::None);
    let mut session = Session::new(Service::OneDrive, [none, Fault::Answer(500)]);
    let mut upload = upload(&file);
    let carry =
        |session: &mut Session, request: Request<Bytes>| -> Result<Response<Bytes>, Error> {
            let http = request.to_http()?;
            request.decode(session.answer(http.method(), http.headers(), http.body()))
        };
    let mut waits = 0;
    let item = loop {
        match upload.next_step().expect("a step") {
            Step::Read { offset, length } => {
                let first = usize::try_from(offset).expect("a place");
                let bytes = file[first..first + length].to_vec();
                upload.fragment(bytes).expect("a fragment");
            }
            Step::Send(request) => {
                let answer = carry(&mut session, request);
                if let Some(response) = upload.answered(answer).expect("no error") {
                    break response.value;
                }
            }
            Step::Wait(_) => waits += 1,
        }
    };
    assert_eq!((&item["id"], waits), (&Value::from("7"), 1));
    assert!(session.is_complete() && session.file == file);
    upload.next_step().expect_err("it is done");
    upload.fragment(Bytes::new()).expect_err("it is done");
}
