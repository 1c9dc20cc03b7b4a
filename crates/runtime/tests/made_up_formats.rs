//! Models made up at random are, through serde's buffers and through other formats, what they are alone.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod everything;
mod made_up;

use everything::{Everything, full};
use graphwright::serde_json::{self, Value};
use made_up::{Random, damage, document};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Buffered {
    Model(Box<Everything>),
}

#[derive(Serialize, Deserialize)]
struct Flat {
    #[serde(flatten)]
    model: Everything,
}

/// What serde carries of a value. serde_json reads the last digits of a fraction roughly.
fn carried(value: &impl Serialize) -> Value {
    let mut value = serde_json::from_str(&serde_json::to_string(value).unwrap()).unwrap();
    round(&mut value);
    value
}

fn round(value: &mut Value) {
    match value {
        Value::Number(number) if number.is_f64() => {
            *value = format!("{:.12e}", number.as_f64().unwrap()).into();
        }
        Value::Array(items) => items.iter_mut().for_each(round),
        Value::Object(members) => members.values_mut().for_each(round),
        _ => {}
    }
}

#[test]
fn made_up_models_are_the_same_wherever_serde_carries_them() {
    let full = full();
    let mut random = Random(3);
    let (mut carries, mut refused) = (0, 0);
    for _ in 0..1500 {
        let mut json = document(&mut random, &full).into_bytes();
        for _ in 0..3 {
            let alone = serde_json::from_slice::<Everything>(&json);
            // A number too large and half of a surrogate pair have no place in serde.
            let carries_all = serde_json::from_slice::<Value>(&json).is_ok();
            let buffered = serde_json::from_slice::<Buffered>(&json);
            let flat = serde_json::from_slice::<Flat>(&json);
            let shown = String::from_utf8_lossy(&json);
            match alone {
                Ok(alone) if carries_all => {
                    carries += 1;
                    let expected = carried(&alone);
                    assert_eq!(carried(&buffered.unwrap()), expected, "{shown}");
                    assert_eq!(carried(&flat.unwrap()), expected, "{shown}");
                    let mut cbor = Vec::new();
                    ciborium::into_writer(&alone, &mut cbor).unwrap();
                    let read: Everything = ciborium::from_reader(&cbor[..]).unwrap();
                    assert_eq!(carried(&read), expected, "{shown}");
                    let pack = rmp_serde::to_vec_named(&alone).unwrap();
                    let read: Everything = rmp_serde::from_slice(&pack).unwrap();
                    assert_eq!(carried(&read), expected, "{shown}");
                    let yaml = serde_yaml::to_string(&alone).unwrap();
                    let read: Everything = serde_yaml::from_str(&yaml).unwrap();
                    assert_eq!(carried(&read), expected, "{shown}");
                }
                _ => {
                    refused += 1;
                    assert!(buffered.is_err() && flat.is_err(), "{shown}");
                }
            }
            damage(&mut random, &mut json);
        }
    }
    assert!(carries > 500 && refused > 500, "{carries} {refused}");
}
