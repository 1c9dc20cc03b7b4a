//! Written by `cargo xtask bench`: how fast pages are decoded and encoded, each by several means.

#![allow(warnings)]

mod derived;

use std::hint::black_box;
use std::time::{Duration, Instant};

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

fn speed(text: &str, means: &[Means<'_>]) -> Vec<f64> {
    let mut best = vec![f64::MAX; means.len()];
    for _ in 0..TURNS {
        for (best, (_, run)) in best.iter_mut().zip(means) {
            let start = Instant::now();
            let mut count = 0;
            while start.elapsed() < TURN {
                run();
                count += 1;
            }
            *best = best.min(start.elapsed().as_secs_f64() / f64::from(count));
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
    let plain: Plain<T> = serde_json::from_slice(bytes).expect("a page");
    let derived: Plain<D> = serde_json::from_slice(bytes).expect("a page");
    let value: Value = serde_json::from_slice(bytes).expect("JSON");
    assert_eq!(serde_json::to_value(&own).expect("JSON"), value, "nothing is lost");
    let decode: Vec<Means<'_>> = vec![
        ("graphwright", Box::new(|| drop(black_box(serde_json::from_slice::<graphwright::Page<T>>(black_box(bytes)))))),
        ("in a struct", Box::new(|| drop(black_box(serde_json::from_slice::<Plain<T>>(black_box(bytes)))))),
        ("derive", Box::new(|| drop(black_box(serde_json::from_slice::<Plain<D>>(black_box(bytes)))))),
        ("Value", Box::new(|| drop(black_box(serde_json::from_slice::<Value>(black_box(bytes)))))),
        ("ignored", Box::new(|| drop(black_box(serde_json::from_slice::<&serde_json::value::RawValue>(black_box(bytes)))))),
    ];
    let encode: Vec<Means<'_>> = vec![
        ("graphwright", Box::new(|| drop(black_box(serde_json::to_vec(black_box(&own)))))),
        ("in a struct", Box::new(|| drop(black_box(serde_json::to_vec(black_box(&plain)))))),
        ("derive", Box::new(|| drop(black_box(serde_json::to_vec(black_box(&derived)))))),
        ("Value", Box::new(|| drop(black_box(serde_json::to_vec(black_box(&value)))))),
    ];
    for (what, means) in [("decode", &decode), ("encode", &encode)] {
        for ((means, _), speed) in means.iter().zip(speed(&text, means)) {
            println!("{name}\t{what}\t{means}\t{speed:.1}\t{}", text.len());
        }
    }
}

fn main() {
    let folder = std::env::args().nth(1).expect("a folder of pages");
    include!("pages.rs");
}
