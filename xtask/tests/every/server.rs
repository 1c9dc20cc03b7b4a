//! The server that the written tests call: it checks each request and answers it.

use std::sync::{Arc, Mutex, mpsc};

use super::cases::Case;
use super::check::check;
use crate::loopback::{Canned, Loopback, Recorded};

/// What was found of each case, by its number: `None` before it was called.
pub(crate) type Found = Arc<Mutex<Vec<Option<Vec<String>>>>>;

/// Starts a server on this machine, and gives its origin. It ends with the process.
pub(crate) fn start(cases: &'static [Case<'static>]) -> (String, Found) {
    let found: Found = Arc::new(Mutex::new(vec![None; cases.len()]));
    let kept = found.clone();
    let (tell, told) = mpsc::channel();
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build();
        runtime.expect("a runtime").block_on(async {
            let server = Loopback::bind()
                .await
                .answer(move |request| answer(cases, &kept, request));
            tell.send(server.origin().to_owned())
                .expect("the test waits");
            std::future::pending::<()>().await;
        });
    });
    (told.recv().expect("a server"), found)
}

fn answer(cases: &[Case<'_>], found: &Found, request: &Recorded) -> Canned {
    let number = request
        .header("case")
        .and_then(|case| case.split(' ').next()?.parse().ok());
    let Some((number, case)) =
        number.and_then(|number| Some((number, cases.get::<usize>(number)?)))
    else {
        return Canned::status(404);
    };
    let wrong = check(case, request);
    let is_good = wrong.is_empty();
    found.lock().expect("no check panics")[number] = Some(wrong);
    if !is_good {
        return Canned::status(400);
    }
    let canned = Canned::status(case.answer.status);
    match &case.answer.content {
        Some((media_type, answered)) => canned
            .header("content-type", media_type)
            .body(answered.bytes()),
        None => canned,
    }
}
