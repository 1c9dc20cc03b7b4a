//! The plan of the soak: the fault that the server makes with each request, and the outcome by the rules of [`graphwright::retry`].

use graphwright::{Error, ErrorKind, Method, StatusCode};

/// A fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// A status, with or without `Retry-After`.
    Status(u16, bool),
    /// The connection is reset before there is any answer.
    Reset,
    /// The connection ends within the head.
    MidHead,
    /// The connection ends within the body.
    MidBody,
    /// The body is whole, and ends within its JSON.
    CutJson,
}

const FAULTS: [Fault; 10] = [
    Fault::Status(429, true),
    Fault::Status(429, false),
    Fault::Status(503, true),
    Fault::Status(500, false),
    Fault::Status(502, false),
    Fault::Status(504, false),
    Fault::Reset,
    Fault::MidHead,
    Fault::MidBody,
    Fault::CutJson,
];

/// The outcome that the caller is to get.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    Done,
    Status(StatusCode),
    Lost,
    Unreadable,
}

impl Outcome {
    /// Returns the outcome that the caller got.
    pub(crate) fn of(error: &Error) -> Option<Self> {
        match error.kind() {
            ErrorKind::Service(said) => Some(Self::Status(said.status)),
            ErrorKind::Transport => Some(Self::Lost),
            ErrorKind::Decode { .. } => Some(Self::Unreadable),
            _ => None,
        }
    }
}

/// A request by its number.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Planned(pub(crate) usize);

impl Planned {
    pub(crate) fn method(self) -> Method {
        match self.0 % 10 {
            0 => Method::POST,
            1 => Method::PATCH,
            2 => Method::DELETE,
            3 => Method::PUT,
            _ => Method::GET,
        }
    }

    /// A number that has nothing to do with the method (SplitMix64).
    fn mixed(self) -> u64 {
        let mut mixed = (self.0 as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// Returns the fault of an attempt, counted from 1: of one request of twenty, and with one of ten of these twice.
    pub(crate) fn fault(self, attempt: u8) -> Option<Fault> {
        let mixed = self.mixed();
        let times = match (mixed % 20, mixed / 20 % 10) {
            (0, 0) => 2,
            (0, _) => 1,
            _ => 0,
        };
        let kind = mixed / 200 % FAULTS.len() as u64;
        (attempt <= times).then(|| FAULTS[kind as usize])
    }

    /// Returns whether it goes in a batch, as every fifth does: the last twenty of each hundred, where all of them are
    /// sent.
    pub(crate) fn is_batched(self, requests: usize) -> bool {
        self.0 % 100 >= 80 && self.0 - self.0 % 100 + 100 <= requests
    }

    /// Returns the batch that this request is the first of.
    pub(crate) fn batch(self, requests: usize) -> Option<Vec<Self>> {
        let is_first = self.is_batched(requests) && self.0 % 100 == 80;
        is_first.then(|| (self.0..self.0 + 20).map(Self).collect())
    }

    /// Returns the outcome that the caller is to get of a request in a batch, and the number of attempts that the server
    /// is to see. A response that is lost is none in the batch, and a broken one has no status.
    pub(crate) fn expected_in_batch(self) -> (Outcome, u8) {
        let (mut attempt, is_idempotent) = (1, self.is_idempotent());
        loop {
            match self.fault(attempt) {
                None => return (Outcome::Done, attempt),
                Some(Fault::Status(429, _) | Fault::Status(503, true)) => {}
                Some(Fault::Status(..)) if is_idempotent => {}
                Some(Fault::Status(status, _)) => {
                    let status = StatusCode::from_u16(status).expect("a status");
                    return (Outcome::Status(status), attempt);
                }
                Some(_) => return (Outcome::Unreadable, attempt),
            }
            attempt += 1;
        }
    }

    fn is_idempotent(self) -> bool {
        ![Method::POST, Method::PATCH].contains(&self.method())
    }

    /// Returns the outcome that the caller is to get, and the number of attempts that the server is to see.
    pub(crate) fn expected(self) -> (Outcome, u8) {
        let is_idempotent = self.is_idempotent();
        let mut attempt = 1;
        loop {
            let Some(fault) = self.fault(attempt) else {
                return (Outcome::Done, attempt);
            };
            let outcome = match fault {
                Fault::Status(429, _) | Fault::Status(503, true) => None,
                Fault::CutJson if self.method() == Method::DELETE => Some(Outcome::Done),
                Fault::CutJson => Some(Outcome::Unreadable),
                _ if is_idempotent => None,
                Fault::Status(status, _) => StatusCode::from_u16(status).ok().map(Outcome::Status),
                Fault::Reset | Fault::MidHead | Fault::MidBody => Some(Outcome::Lost),
            };
            if let Some(outcome) = outcome {
                return (outcome, attempt);
            }
            attempt += 1;
        }
    }
}
