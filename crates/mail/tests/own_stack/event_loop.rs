//! An event loop of one thread: it asks what is waited for, until it is there.

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::task::{Context, Poll, Waker};
use std::thread;
use std::time::{Duration, Instant};

/// Runs work to its end on this thread.
pub(crate) fn run<T>(work: impl Future<Output = T>) -> T {
    let mut work = pin!(work);
    let mut context = Context::from_waker(Waker::noop());
    loop {
        if let Poll::Ready(done) = work.as_mut().poll(&mut context) {
            return done;
        }
        thread::sleep(Duration::from_micros(100));
    }
}

/// Comes back after that time.
pub(super) async fn sleep(time: Duration) {
    let end = Instant::now() + time;
    poll_fn(|_| match Instant::now() < end {
        true => Poll::Pending,
        false => Poll::Ready(()),
    })
    .await;
}
