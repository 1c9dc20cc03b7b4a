//! What follows from the responses to a batch: results, and what is sent once more.

use std::collections::BTreeMap;
use std::time::Duration;

use bytes::Bytes;
use http::{StatusCode, response};

use super::answers::head;
use super::entry;
use super::sending::{Asked, Sending};
use crate::client::course::Course;
use crate::client::error::{Error, Result};
use crate::client::exchange::Step;
use crate::client::receive::Received;

impl Sending {
    /// Decides what follows from the responses to a batch; `missing` is the error of a request that has none.
    pub(super) fn settle(&mut self, mut asked: Box<Asked>, missing: impl Fn(&Course) -> Error) {
        let mut again: BTreeMap<usize, Duration> = BTreeMap::new();
        let mut alone = Vec::new();
        for &index in &asked.of {
            let item = &mut self.items[index];
            let course = &mut item.course;
            course.sent_with(&asked.sent_with);
            let unread = |course: &Course, why: &str| {
                let head = head(StatusCode::OK, asked.headers.clone());
                course.succeeded(head, Bytes::new()).unread(why)
            };
            let mut answers = asked
                .answers
                .remove(&entry::name(index))
                .unwrap_or_default();
            let answer = match (answers.pop(), answers.is_empty()) {
                (None, _) => Err(missing(course)),
                (Some(_), false) => Err(unread(
                    course,
                    "the response to the batch has more than one to this request",
                )),
                (Some(answer), true) => answer.map_err(|why| unread(course, why)),
            };
            let (head, body) = match answer {
                Ok(answer) => answer,
                Err(error) => {
                    self.results[index] = Some(Err(error));
                    continue;
                }
            };
            // What it depends on comes before it.
            let is_held_up = head.status == StatusCode::FAILED_DEPENDENCY
                && item.after.iter().any(|other| again.contains_key(other));
            let step = match is_held_up {
                true => Ok(Step::Wait(Duration::ZERO)),
                false => course.answered(head.status, &head.headers),
            };
            let step = match step {
                Ok(step) => step,
                Err(error) => {
                    self.results[index] = Some(Err(error));
                    continue;
                }
            };
            // It is the result also of what goes again, until that has another one.
            self.results[index] = Some(end(course, head, body));
            match step {
                Step::Wait(time) => {
                    again.insert(index, time);
                }
                Step::Again => alone.push(index),
                Step::Read | Step::Renew => {}
            }
        }
        let longest = again.values().max().copied().unwrap_or_default();
        for (index, time) in &again {
            let more = longest.saturating_sub(*time);
            self.items[*index].course.waited_longer(more);
        }
        let again: Vec<usize> = again.into_keys().collect();
        self.repeat(&again, longest, &alone);
    }
}

/// The result of a request by the response that is its answer.
fn end(course: &Course, head: response::Parts, body: Bytes) -> Result<Received> {
    match head.status.is_success() {
        false => Err(course.refused(&head, body)),
        true if body.len() as u64 > course.limit() => Err(course.too_large(head.status)),
        true => Ok(course.succeeded(head, body)),
    }
}
