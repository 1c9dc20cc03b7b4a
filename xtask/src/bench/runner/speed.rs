//! Written by `cargo xtask bench`: how fast pages are decoded and encoded, each by several means.

#![allow(warnings)]

mod derived;

use std::hint::black_box;
use std::time::{Duration, Instant};

use graphwright::{Bytes, HeaderMap, Payload, Reply, StatusCode};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A page as a user of serde writes it.
#[derive(Serialize, Deserialize)]
struct Plain<T> {
    #[serde(rename = "@odata.context")]
    context: Option<String>,
    value: Vec<T>,
}

/// How often all means are measured in turn; the fastest turn counts, for what is slower was disturbed.
const TURNS: usize = 7;
const TURN: Duration = Duration::from_millis(120);

/// A means: what it does with a page, once.
type Means<'a> = (&'static str, Box<dyn Fn() + 'a>);

/// Returns how long this thread has been running: what others do on the machine does not count.
fn clock() -> Duration {
    static START: std::sync::OnceLock<Instant> = std::sync::OnceLock::new();
    let statistics = std::fs::read_to_string("/proc/thread-self/schedstat");
    let running = statistics.ok().and_then(|text| text.split(' ').next()?.parse().ok());
    match running {
        Some(nanoseconds) => Duration::from_nanos(nanoseconds),
        None => START.get_or_init(Instant::now).elapsed(),
    }
}

fn speed(text: &str, means: &[Means<'_>]) -> Vec<f64> {
    let mut best = vec![f64::MAX; means.len()];
    for _ in 0..TURNS {
        for (best, (_, run)) in best.iter_mut().zip(means) {
            let (turn, start) = (Instant::now(), clock());
            let mut count = 0;
            while turn.elapsed() < TURN {
                run();
                count += 1;
            }
            *best = best.min((clock() - start).as_secs_f64() / f64::from(count));
        }
    }
    best.iter().map(|seconds| text.len() as f64 / seconds / 1e6).collect()
}

fn measure<T, D>(name: &str, file: &str)
where
    T: graphwright::Value + Serialize + DeserializeOwned,
    D: Serialize + DeserializeOwned,
{
    let text = std::fs::read_to_string(file).expect("a page");
    let bytes = text.as_bytes();
    let own: graphwright::Page<T> = serde_json::from_slice(bytes).expect("a page");
    let (body, headers) = (Bytes::copy_from_slice(bytes), HeaderMap::new());
    let respond = || Reply::new(StatusCode::OK, &headers, &body);
    let plain: Plain<T> = serde_json::from_slice(bytes).expect("a page");
    let derived: Plain<D> = serde_json::from_slice(bytes).expect("a page");
    let value: Value = serde_json::from_slice(bytes).expect("JSON");
    assert_eq!(serde_json::to_value(&own).expect("JSON"), value, "nothing is lost");
    let decode: Vec<Means<'_>> = vec![
        ("graphwright", Box::new(|| drop(black_box(graphwright::Page::<T>::from_reply(black_box(respond())))))),
        ("graphwright by serde", Box::new(|| drop(black_box(serde_json::from_slice::<Plain<T>>(black_box(bytes)))))),
        ("derive", Box::new(|| drop(black_box(serde_json::from_slice::<Plain<D>>(black_box(bytes)))))),
        ("Value", Box::new(|| drop(black_box(serde_json::from_slice::<Value>(black_box(bytes)))))),
        ("ignored", Box::new(|| drop(black_box(serde_json::from_slice::<&serde_json::value::RawValue>(black_box(bytes)))))),
    ];
    let encode: Vec<Means<'_>> = vec![
        ("graphwright", Box::new(|| drop(black_box(graphwright::json::to_vec(black_box(&own)))))),
        ("graphwright by serde", Box::new(|| drop(black_box(serde_json::to_vec(black_box(&own)))))),
        ("derive", Box::new(|| drop(black_box(serde_json::to_vec(black_box(&derived)))))),
        ("Value", Box::new(|| drop(black_box(serde_json::to_vec(black_box(&value)))))),
    ];
    // A second argument, such as `decode graphwright`, is for those who look into one with a profiler.
    let only = std::env::args().nth(2).unwrap_or_default();
    for (what, mut means) in [("decode", decode), ("encode", encode)] {
        means.retain(|(name, _)| format!("{what} {name}").contains(&only));
        let means = &means;
        for ((means, _), speed) in means.iter().zip(speed(&text, means)) {
            println!("{name}\t{what}\t{means}\t{speed:.1}\t{}", text.len());
        }
    }
}

fn main() {
    let folder = std::env::args().nth(1).expect("a folder of pages");
    include!("pages.rs");
}
