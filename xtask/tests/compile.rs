//! What is generated from OpenAPI documents of both converters, and from unhandy names, compiles without a warning.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod support;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use support::{contents, root, shared, xtask};

/// The documents of both converters that are small, by name; and one of a part of Graph.
fn documents() -> Option<Vec<PathBuf>> {
    let shared = shared()?;
    let entries = fs::read_dir(shared.join("pairs")).unwrap();
    let paths = entries.map(|entry| entry.unwrap().path());
    let is_openapi = |path: &PathBuf| {
        let name = path.to_string_lossy();
        name.ends_with(".yaml") || name.ends_with(".json")
    };
    let mut all: Vec<PathBuf> = paths.filter(is_openapi).collect();
    all.sort();
    all.push(shared.join("openapi/graph-v1.0-security.json"));
    Some(all)
}

/// Generates all that `description` has into `folder`.
fn generate(description: &Path, folder: &Path) {
    let ran = xtask(&[
        "codegen",
        "--description",
        description.to_str().unwrap(),
        "--out",
        folder.to_str().unwrap(),
        "--name",
        "checked",
        "--include",
        "/**",
        "--include",
        "*",
        "--service-root",
        "https://service.example",
    ]);
    let name = description.display();
    assert_eq!(ran.code, Some(0), "{name}: {}{}", ran.out, ran.err);
}

/// What cargo says of the crate in `folder`.
fn check(folder: &Path) -> String {
    // The same versions as this workspace, so that nothing is fetched or built twice.
    fs::copy(root().join("Cargo.lock"), folder.join("Cargo.lock")).unwrap();
    let output = Command::new("cargo")
        .args(["check", "--quiet", "--offline", "--target-dir"])
        .arg(root().join("target"))
        .current_dir(folder)
        .output()
        .unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.success(), !said.contains("error"), "{said}");
    said
}

#[test]
fn whatever_either_converter_writes_compiles_without_a_warning() {
    let Some(documents) = documents() else { return };
    assert!(documents.len() >= 14, "{documents:?}");
    // They stay from run to run, so that little is built anew.
    let folder = root().join("target/compile");
    for document in documents {
        let out = folder.join(document.file_stem().unwrap());
        generate(&document, &out);
        assert_eq!(check(&out), "", "{}", document.display());
    }
}

#[test]
fn types_and_namespaces_called_as_what_rust_keeps_for_itself_compile() {
    let folder = tempfile::tempdir().unwrap();
    let names = [
        "Crate",
        "Super",
        "Self",
        "Mod",
        "Con",
        "Main",
        "Type",
        "Core",
        "Std",
        "Graphwright",
    ];
    let declared = |namespace: &str, names: &[&str]| {
        let types = names.iter().map(|name| {
            format!(
                r#"<EntityType Name="{name}"><Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.Int32"/></EntityType>"#
            )
        });
        let types: String = types.collect();
        format!(r#"<Schema Namespace="{namespace}">{types}"#)
    };
    let mut schemas = String::new();
    let mut sets = String::new();
    for name in names {
        schemas += &declared(&format!("ns.{name}"), &[name]);
        schemas += "</Schema>";
        sets += &format!(r#"<EntitySet Name="{name}" EntityType="ns.{name}"/>"#);
        sets += &format!(r#"<EntitySet Name="its{name}" EntityType="ns.{name}.{name}"/>"#);
    }
    let text = format!(
        r#"<Edmx><DataServices>{schemas}{}<EntityContainer Name="all">{sets}</EntityContainer></Schema></DataServices></Edmx>"#,
        declared("ns", &names)
    );
    let description = folder.path().join("kept.xml");
    fs::write(&description, text).unwrap();
    let out = root().join("target/compile/kept");
    generate(&description, &out);
    assert_eq!(check(&out), "");
}

#[test]
fn names_of_any_script_compile_without_a_warning() {
    let folder = tempfile::tempdir().unwrap();
    // Letters of many scripts and cases, some that look like others, and some that the compiler would warn of.
    let names = [
        "fødselsdato",
        "Größe",
        "gro\u{308}sse",
        "сора",
        "copa",
        "дата_рождения",
        "ชื่อ",
        "नमस्ते",
        "生年月日",
        "ﬁle",
        "ŉame",
        "ßa",
        "ªb",
        "ĸa",
        "İstanbul",
        "ᚠᚢ",
        "a‿b",
        "μ",
        "ΟΔΟΣ",
        "l1",
        "ll",
        "äl",
        "ä1",
        "مرحبا",
    ];
    let properties: String = names
        .iter()
        .map(|name| format!(r#"<Property Name="{name}" Type="Größe.Größe"/>"#))
        .collect();
    let members: String = names
        .iter()
        .map(|name| format!(r#"<Member Name="{name}"/>"#))
        .collect();
    let types: String = names
        .iter()
        .map(|name| {
            format!(
                r#"<EntityType Name="{name}"><Key><PropertyRef Name="id"/></Key>
                   <Property Name="id" Type="Edm.Int32" Nullable="false"/>{properties}</EntityType>
                   <Function Name="{name}F" IsBound="true"><Parameter Name="of" Type="ns.{name}"/>
                   <Parameter Name="{name}" Type="Edm.Int32"/><ReturnType Type="Edm.Int32"/></Function>
                   <Action Name="{name}A" IsBound="true"><Parameter Name="of" Type="ns.{name}"/>
                   <Parameter Name="{name}" Type="Edm.Int32"/></Action>"#
            )
        })
        .collect();
    let sets: String = names
        .iter()
        .map(|name| format!(r#"<EntitySet Name="{name}" EntityType="ns.{name}"/>"#))
        .collect();
    let text = format!(
        r#"<Edmx><DataServices><Schema Namespace="Größe"><EnumType Name="Größe">{members}</EnumType></Schema>
           <Schema Namespace="ns">{types}<EntityContainer Name="all">{sets}</EntityContainer></Schema></DataServices></Edmx>"#,
    );
    let description = folder.path().join("scripts.xml");
    fs::write(&description, text).unwrap();
    let out = root().join("target/compile/scripts");
    generate(&description, &out);
    assert_eq!(check(&out), "");
    let files = contents(&out);
    assert!(files.keys().all(|path| path.to_str().unwrap().is_ascii()));
    let model = &files[Path::new("src/models/ns/fodselsdato.rs")];
    assert!(
        model.contains("pub fødselsdato: Option<crate::models::grosse::Größe>")
            || model.contains("pub fødselsdato: Option<Größe>"),
        "{model}"
    );
}

#[test]
fn openapi_3_0_and_3_1_of_one_service_give_the_same_bytes() {
    let Some(documents) = documents() else { return };
    let folder = tempfile::tempdir().unwrap();
    let written = |version: &str| {
        let name = format!("TripService.{version}.yaml");
        let document = documents.iter().find(|path| path.ends_with(&name)).unwrap();
        let out = folder.path().join(version);
        generate(document, &out);
        contents(&out)
    };
    let (older, later) = (written("openapi30"), written("openapi31"));
    assert!(older.len() > 50);
    assert!(older == later);
}
