//! A table of unions: in each way that documents tell alternatives apart, each alternative is read, and written with
//! its tag unset.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use super::Fixture;

/// The tags of both alternatives, by the type of the member.
fn tags() -> [(&'static str, [Value; 2]); 4] {
    [
        ("string", [json!(["dog"]), json!(["cat"])]),
        ("integer", [json!([1]), json!([-2])]),
        ("boolean", [json!([true]), json!([false])]),
        (
            "string",
            [json!(["dog", "puppy"]), json!(["cat", "kitten"])],
        ),
    ]
}

const PLACES: [&str; 3] = ["alone", "beside allOf", "inside allOf"];
const WAYS: [&str; 4] = [
    "inline",
    "by reference",
    "by reference, with a discriminator",
    "by reference, with a discriminator and a mapping",
];

/// A union of the table.
struct Row {
    /// The name of its type.
    name: String,
    ty: &'static str,
    tags: [Value; 2],
    required: bool,
    place: &'static str,
    way: &'static str,
}

fn rows() -> Vec<Row> {
    let mut rows = Vec::new();
    for (ty, tags) in tags() {
        for required in [true, false] {
            for place in PLACES {
                for way in WAYS {
                    rows.push(Row {
                        name: format!("Row{}", rows.len()),
                        ty,
                        tags: tags.clone(),
                        required,
                        place,
                        way,
                    });
                }
            }
        }
    }
    rows
}

/// The versions of OpenAPI, with the names of their crates; the second writes constants as `const`.
const VERSIONS: [(&str, &str); 2] = [("3.0.3", "unions-3-0"), ("3.1.0", "unions-3-1")];

/// Writes the documents into `folder`.
pub(crate) fn documents(folder: &Path) -> Vec<Fixture> {
    fs::create_dir_all(folder).unwrap();
    let write = |(version, name): (&str, &str)| {
        let path = folder.join(name).with_extension("json");
        fs::write(&path, document(version).to_string()).unwrap();
        let name = name.to_owned();
        Fixture { name, path }
    };
    VERSIONS.into_iter().map(write).collect()
}

fn document(version: &str) -> Value {
    let base = json!({"type": "object", "properties": {"id": {"type": "string"}}});
    let mut schemas = json!({ "Base": base });
    for row in rows() {
        row.declare(version == "3.1.0", &mut schemas);
    }
    json!({
        "openapi": version,
        "info": {"title": "Unions", "version": "1"},
        "servers": [{"url": "https://api.example"}],
        "paths": {},
        "components": {"schemas": schemas},
    })
}

const NAMES: [&str; 2] = ["Dog", "Cat"];

impl Row {
    fn is_inline(&self) -> bool {
        self.way == WAYS[0]
    }

    /// The name of an alternative.
    fn alternative(&self, index: usize) -> String {
        match self.is_inline() {
            true => NAMES[index].to_owned(),
            false => format!("{}{}", self.name, NAMES[index]),
        }
    }

    fn declare(&self, has_const: bool, schemas: &mut Value) {
        let mut parts = [0, 1].map(|index| self.schema(index, has_const));
        if self.is_inline() {
            for (part, name) in parts.iter_mut().zip(NAMES) {
                part["title"] = json!(name);
            }
            schemas[&self.name] = json!({ "anyOf": parts });
            return;
        }
        let names = [0, 1].map(|index| self.alternative(index));
        let references = names
            .each_ref()
            .map(|name| json!({"$ref": format!("#/components/schemas/{name}")}));
        let mut union = json!({ "oneOf": references });
        if self.way != WAYS[1] {
            union["discriminator"] = json!({"propertyName": "kind"});
        }
        if self.way == WAYS[3] {
            let key = |index: usize| match &self.tags[index][0] {
                Value::String(text) => text.clone(),
                other => other.to_string(),
            };
            union["discriminator"]["mapping"] = json!({
                key(0): format!("#/components/schemas/{}", names[0]), key(1): names[1],
            });
        }
        schemas[&self.name] = union;
        for (name, part) in names.into_iter().zip(parts) {
            schemas[name] = part;
        }
    }

    fn schema(&self, index: usize, has_const: bool) -> Value {
        let kind = match self.tags[index].as_array().unwrap().as_slice() {
            [only] if has_const => json!({"type": self.ty, "const": only}),
            all => json!({"type": self.ty, "enum": all}),
        };
        let mut own = json!({"type": "object", "properties": {"kind": kind}});
        if self.required {
            own["required"] = json!(["kind"]);
        }
        let base = json!({"$ref": "#/components/schemas/Base"});
        match self.place {
            "beside allOf" => {
                own["allOf"] = json!([base]);
                own
            }
            "inside allOf" => json!({"allOf": [base, own]}),
            _ => own,
        }
    }

    /// A test that reads and writes both alternatives.
    fn test(&self, package: &str, number: usize) -> String {
        let ty = format!("{}::models::{}", package.replace('-', "_"), self.name);
        let required = if self.required {
            "required"
        } else {
            "optional"
        };
        let mut text = format!(
            "/// {}, {required}, {}, {}, tags {} and {}.\n#[test]\nfn {}_{number}() {{\n",
            self.ty,
            self.place,
            self.way,
            self.tags[0],
            self.tags[1],
            package.replace('-', "_"),
        );
        for index in [0, 1] {
            let variant = format!("{ty}::{}", self.alternative(index));
            let all = self.tags[index].as_array().unwrap();
            for tag in all {
                for json in [
                    format!(r#"{{"kind":{tag},"id":"x"}}"#),
                    format!(r#"{{"id":"x","other":{{"kind":1}},"kind":{tag}}}"#),
                ] {
                    let _ = writeln!(
                        text,
                        "    assert!(matches!(read::<{ty}>(r#\"{json}\"#), {variant}(_)));"
                    );
                }
            }
            let unset = format!(r#"{{"kind":{}}}"#, all[0]);
            let _ = writeln!(
                text,
                "    assert_eq!(written(&{variant}(Box::default())), [r#\"{unset}\"#; 2]);"
            );
        }
        text += &format!(
            "    assert!(matches!(read::<{ty}>(r#\"{{\"kind\":\"eel\"}}\"#), {ty}::Unrecognized(_)));\n}}\n\n"
        );
        text
    }
}

/// The tests, as a file of the workspace that is built.
pub(crate) fn tests() -> String {
    let mut text = "#![allow(clippy::unwrap_used)]\n\
        use graphwright::serde::{Serialize, de::DeserializeOwned};\n\
        use graphwright::serde_json::{Value, from_str, to_value};\n\n\
        /// Reads `json`, which must be written as it was, but for the order of members.\n\
        fn read<T: Serialize + DeserializeOwned>(json: &str) -> T {\n    \
            let value: T = from_str(json).unwrap();\n    \
            assert_eq!(to_value(&value).unwrap(), from_str::<Value>(json).unwrap());\n    value\n}\n\n\
        /// What is written of a value, and what a body has of it.\n\
        fn written<T: graphwright::Value>(value: &T) -> [String; 2] {\n    \
            let sent = graphwright::Json::new(&graphwright::Body::plain_value(value)).unwrap();\n    \
            let json = graphwright::Json::new(value).unwrap();\n    \
            [json.as_str().to_owned(), sent.as_str().to_owned()]\n}\n\n"
        .to_owned();
    for (_, package) in VERSIONS {
        for (number, row) in rows().iter().enumerate() {
            text += &row.test(package, number);
        }
    }
    text
}
