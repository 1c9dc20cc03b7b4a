//! Documents damaged at random: whatever is wrong in one place, the rest is generated, and is Rust.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::time::Duration;

use graphwright::serde_json::{Map, Value, json};
use graphwright_api::Diagnostic;
use graphwright_api::select::{Selection, select};
use graphwright_emit::{Options, emit};
use graphwright_openapi::Kind;

/// What takes longer than this has no end: the largest document here takes a second.
const LONGEST: Duration = Duration::from_secs(120);

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

/// Puts something else in one place of a document, or takes it away, or calls it another name; what was done.
fn damage(document: &mut Value, random: &mut Random) -> String {
    let mut all = Vec::new();
    pointers(document, "", &mut all);
    let at = all[random.below(all.len())].clone();
    let other = all[random.below(all.len())].clone();
    if random.below(3) == 0 {
        return unsettle(document, &at, random);
    }
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
        json!({"$ref": "#/components/schemas/no.such"}),
        json!({"type": ["string", "object"], "oneOf": [], "allOf": [{}], "enum": []}),
        // What stands elsewhere, and the whole document in itself.
        document.pointer(&other).unwrap().clone(),
        json!({"$ref": format!("#{other}")}),
        json!({"$ref": format!("#{at}")}),
        a_component(document, random),
        json!({"allOf": [a_component(document, random), document.pointer(&at)]}),
        json!({"anyOf": [document.pointer(&at), a_component(document, random)]}),
    ];
    let value = kinds[random.below(kinds.len())].clone();
    let said = format!("{value} at {at}");
    *document.pointer_mut(&at).unwrap() = value;
    said
}

/// Any of the component schemas.
fn a_component(document: &Value, random: &mut Random) -> Value {
    let schemas = document.pointer("/components/schemas");
    let names: Vec<&String> = schemas
        .and_then(Value::as_object)
        .into_iter()
        .flat_map(Map::keys)
        .collect();
    match names.is_empty() {
        true => json!({}),
        false => {
            json!({"$ref": format!("#/components/schemas/{}", names[random.below(names.len())])})
        }
    }
}

/// Takes away what stands at `at`, or calls it what something beside it could be called.
fn unsettle(document: &mut Value, at: &str, random: &mut Random) -> String {
    let (parent, step) = at.rsplit_once('/').unwrap();
    let step = step.replace("~1", "/").replace("~0", "~");
    match document.pointer_mut(parent) {
        Some(Value::Object(members)) => {
            let value = members.remove(&step).unwrap();
            if random.below(2) == 0 {
                return format!("nothing at {at}");
            }
            let names = [
                format!("{step}x"),
                step.replace(['.', '{', '('], ""),
                "value".to_owned(),
                "properties".to_owned(),
                "$ref".to_owned(),
                "allOf".to_owned(),
            ];
            let name = names[random.below(names.len())].clone();
            let said = format!("{name} for {at}");
            members.insert(name, value);
            said
        }
        Some(Value::Array(items)) => {
            items.remove(step.parse::<usize>().unwrap());
            format!("nothing at {at}")
        }
        _ => String::new(),
    }
}

/// The errors that a document has, where it has any; the rest must be Rust.
fn generate(name: &str, document: &Value, kind: Kind) -> Result<Vec<Diagnostic>, String> {
    let text = document.to_string();
    let lowered = match graphwright_openapi::read_as(name, &text, Some(kind)) {
        Ok(lowered) => lowered,
        Err(errors) => return placed(errors),
    };
    placed(lowered.warnings)?;
    let mut api = select(&lowered.api, &Selection::default())?;
    // Where the document does not say where the service is, its caller must.
    let root = || "https://service.example".to_owned();
    api.service_root.get_or_insert_with(root);
    let options = Options {
        package: "damaged".into(),
        runtime: graphwright_emit::Runtime::at("../runtime"),
        ..Options::default()
    };
    for (path, text) in emit(&api, &options)? {
        if path.ends_with(".rs") {
            syn::parse_file(&text).map_err(|error| format!("{path}: {error}\n{text}"))?;
        }
    }
    Ok(Vec::new())
}

/// Each must say where it stands.
fn placed(all: Vec<Diagnostic>) -> Result<Vec<Diagnostic>, String> {
    match all.iter().find(|one| one.position.is_none()) {
        Some(lost) => Err(format!("without a place: {lost}")),
        None => Ok(all),
    }
}

/// The same, where it ends; its errors.
fn generated(path: &Path, document: Value, kind: Kind, said: &[String]) -> Vec<Diagnostic> {
    let name = path.display().to_string();
    let (tell, told) = mpsc::channel();
    let thread = {
        let name = name.clone();
        std::thread::spawn(move || {
            let result = generate(&name, &document, kind);
            // Nobody waits any more if it took too long.
            let _ = tell.send(());
            result
        })
    };
    let waited = told.recv_timeout(LONGEST);
    let said = said.join("\n");
    assert_ne!(
        waited,
        Err(mpsc::RecvTimeoutError::Timeout),
        "{name} has no end: {said}"
    );
    match thread.join() {
        Ok(Ok(errors)) => errors,
        Ok(Err(error)) => panic!("{name}: {said}\n{error}"),
        Err(_) => panic!("{name}: {said}\nit panics, see above"),
    }
}

/// Damages each document so often; the errors, with what was done.
fn damaged(files: &[PathBuf], kind: Kind, times: usize) -> Vec<(String, Vec<Diagnostic>)> {
    let mut random = Random(7);
    let mut refused = Vec::new();
    for path in files {
        let text = fs::read_to_string(path).unwrap();
        let whole: Value = serde_yaml::from_str(&text).unwrap();
        for _ in 0..times {
            let mut document = whole.clone();
            let count = 1 + random.below(3);
            let said: Vec<String> = (0..count)
                .map(|_| damage(&mut document, &mut random))
                .collect();
            let errors = generated(path, document, kind, &said);
            if !errors.is_empty() {
                refused.push((said.join("; "), errors));
            }
        }
    }
    refused
}

fn files(folder: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut all: Vec<PathBuf> = fs::read_dir(&folder)
        .unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
        .map(|entry| entry.unwrap().path())
        .filter(|path| {
            path.extension()
                .is_some_and(|end| end == "yaml" || end == "json")
        })
        .collect();
    all.sort();
    all
}

#[test]
fn what_is_wrong_in_a_few_places_of_a_plain_document_costs_nothing_else() {
    let refused = damaged(&files("../openapi/tests/fixtures/plain"), Kind::Plain, 60);
    assert!(refused.is_empty(), "{refused:#?}");
}

/// An OData service whose types extend each other without end is refused; nothing else is.
fn is_circle(errors: &[Diagnostic]) -> bool {
    errors
        .iter()
        .all(|one| one.message.contains("extends itself"))
}

#[test]
fn what_is_wrong_in_a_few_places_of_an_odata_document_costs_nothing_else() {
    let (small, large) = (
        files("../openapi/tests/fixtures"),
        files("../../xtask/tests/unseen"),
    );
    assert!(small.len() > 1 && large.len() > 5);
    let mut refused = damaged(&small, Kind::OData, 120);
    refused.extend(damaged(&large, Kind::OData, 12));
    refused.retain(|(_, errors)| !is_circle(errors));
    assert!(refused.is_empty(), "{refused:#?}");
}

#[test]
fn what_is_wrong_in_a_few_places_of_a_real_odata_document_costs_nothing_else() {
    const BIG: u64 = 200_000;
    let pairs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/pairs");
    if !pairs.is_dir() {
        println!("skipped: {} is not here", pairs.display());
        return;
    }
    let mut files = files("../../../shared/pairs");
    files.retain(|path| fs::metadata(path).unwrap().len() < BIG);
    let mut refused = damaged(&files, Kind::OData, 15);
    refused.retain(|(_, errors)| !is_circle(errors));
    assert!(refused.is_empty(), "{refused:#?}");
}
