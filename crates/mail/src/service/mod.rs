//! Plays Microsoft Graph on this machine for one mailbox: with the pages, tokens and batches of the real one, and with its
//! faults. It needs neither an executor nor an HTTP stack.
//!
//! Faults: the first token is refused (401), the second page of messages and one request of the first batch are throttled
//! (429 with `Retry-After`), the first message is not served at once (503), the connection breaks before the answers to the
//! first request for calendars and to the second message that is sent, the links of folders expire at the third round (410), there is no folder `archive`, and
//! batches are answered from the last request to the first.

mod answer;
mod asked;
mod batch;
mod delta;
mod folders;
mod http;
mod mailbox;
mod messages;
#[cfg(feature = "client")]
mod sign_in;
mod table;

use std::io;
use std::net::TcpListener;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;

use mailbox::Mailbox;

/// The token that the service takes.
pub const TOKEN: &str = "demo-token-2";

/// A token that has expired.
pub const EXPIRED_TOKEN: &str = "demo-token-1";

/// The length of the one large message.
pub const LARGE: usize = 3_000_000;

/// The service, while the program runs.
pub struct Service {
    origin: String,
    mailbox: Arc<Mutex<Mailbox>>,
}

impl Service {
    /// Starts it on a free port of this machine.
    ///
    /// # Errors
    /// There is none.
    pub fn start() -> io::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0))?;
        let origin = format!("http://{}", listener.local_addr()?);
        let mailbox = Arc::new(Mutex::new(Mailbox::new()));
        let shared = Arc::clone(&mailbox);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let mailbox = Arc::clone(&shared);
                // A connection that breaks off ends its thread.
                thread::spawn(move || http::serve(&stream, |asked| lock(&mailbox).answer(asked)));
            }
        });
        Ok(Self { origin, mailbox })
    }

    /// Returns where it is: scheme, host and port.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// Returns what it was asked and answered: a line each, those of a batch before the batch itself.
    pub fn log(&self) -> Vec<String> {
        lock(&self.mailbox).log.clone()
    }
}

fn lock(mailbox: &Mutex<Mailbox>) -> MutexGuard<'_, Mailbox> {
    mailbox.lock().unwrap_or_else(PoisonError::into_inner)
}
