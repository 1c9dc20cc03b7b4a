//! Documents of plain services, damaged at random: whatever is wrong in one place, the rest is
//! generated, and is Rust.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::fs;
use std::path::Path;

use graphwright::serde_json::{Value, json};
use graphwright_api::select::{Selection, select};
use graphwright_emit::{Options, emit};
use graphwright_openapi::Kind;

/// Numbers that look random and are the same in every run (SplitMix64).
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((bits ^ (bits >> 31)) >> 33).unwrap() % limit
    }
}

/// The pointers to all values of a document but its version.
fn pointers(value: &Value, at: &str, all: &mut Vec<String>) {
    let mut below = |step: &str, value: &Value| {
        let pointer = format!("{at}/{}", step.replace('~', "~0").replace('/', "~1"));
        if pointer != "/openapi" {
            all.push(pointer.clone());
            pointers(value, &pointer, all);
        }
    };
    match value {
        Value::Object(members) => members.iter().for_each(|(name, value)| below(name, value)),
        Value::Array(items) => {
            let items = items.iter().enumerate();
            items.for_each(|(index, value)| below(&index.to_string(), value));
        }
        _ => {}
    }
}

fn damage(document: &mut Value, random: &mut Random) -> String {
    let mut all = Vec::new();
    pointers(document, "", &mut all);
    let at = all[random.below(all.len())].clone();
    let other = all[random.below(all.len())].clone();
    let kinds = [
        json!(null),
        json!(true),
        json!(-1.5),
        json!(""),
        json!("#/components/schemas/Nothing"),
        json!([]),
        json!([null, 1, "a", {}]),
        json!({}),
        json!({"$ref": "#/components/schemas"}),
        json!({"type": ["string", "object"], "oneOf": [], "allOf": [{}], "enum": []}),
        // What stands elsewhere, and the whole document in itself.
        document.pointer(&other).unwrap().clone(),
        json!({"$ref": format!("#{other}")}),
        json!({"$ref": format!("#{at}")}),
    ];
    let value = kinds[random.below(kinds.len())].clone();
    let said = format!("{value} at {at}");
    *document.pointer_mut(&at).unwrap() = value;
    said
}

fn generate(name: &str, document: &Value) -> Result<(), String> {
    let text = document.to_string();
    let read = graphwright_openapi::read_as(name, &text, Some(Kind::Plain));
    let api = read.map_err(|errors| format!("{errors:#?}"))?.api;
    let api = select(&api, &Selection::default())?;
    let options = Options {
        package: "damaged".into(),
        runtime_path: "../runtime".into(),
        ..Options::default()
    };
    for (path, text) in emit(&api, &options)? {
        if path.ends_with(".rs") {
            syn::parse_file(&text).map_err(|error| format!("{path}: {error}\n{text}"))?;
        }
    }
    Ok(())
}

#[test]
fn what_is_wrong_in_a_few_places_costs_nothing_else() {
    let folder = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../openapi/tests/fixtures/rest"
    );
    let mut random = Random(7);
    for file in fs::read_dir(Path::new(folder)).unwrap() {
        let path = file.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap();
        let text = fs::read_to_string(&path).unwrap();
        let whole: Value = serde_yaml::from_str(&text).unwrap();
        for _ in 0..60 {
            let mut document = whole.clone();
            let count = 1 + random.below(3);
            let said: Vec<String> = (0..count)
                .map(|_| damage(&mut document, &mut random))
                .collect();
            if let Err(error) = generate(name, &document) {
                panic!("{name}: {}\n{error}", said.join("\n"));
            }
        }
    }
}
