//! Types in a row, each of which holds the next, compile: in their own crate and in one that uses it.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod support;

use std::fs;
use std::path::Path;
use std::process::Command;

use support::{root, xtask};

/// How many there are in a row. The compiler follows 64 by itself.
const LENGTH: usize = 100;

/// Types that hold the next one in every way: as a value, as a collection, as one of several types, and linked.
fn description() -> String {
    let mut types = String::new();
    for n in 0..=LENGTH {
        let next = n + 1;
        let property = |element: &str, ty: String| match n {
            LENGTH => String::new(),
            _ => format!(r#"<{element} Name="next" Type="{ty}"/>"#),
        };
        let one = property("Property", format!("ns.One{next}"));
        let many = property("Property", format!("Collection(ns.Many{next})"));
        let any = property("Property", format!("ns.Any{next}"));
        let link = property("NavigationProperty", format!("ns.Linked{next}"));
        types += &format!(
            r#"
<ComplexType Name="One{n}">{one}</ComplexType>
<ComplexType Name="Many{n}">{many}</ComplexType>
<ComplexType Name="Any{n}"/>
<ComplexType Name="Some{n}" BaseType="ns.Any{n}">{any}</ComplexType>
<EntityType Name="Linked{n}">
  <Key><PropertyRef Name="id"/></Key>
  <Property Name="id" Type="Edm.Int32"/>{link}
</EntityType>"#
        );
    }
    format!(
        r#"<Edmx><DataServices><Schema Namespace="ns">{types}
<EntityContainer Name="all"><EntitySet Name="linked" EntityType="ns.Linked0"/></EntityContainer>
</Schema></DataServices></Edmx>"#
    )
}

/// What a user writes: a value of each in a type of one's own, read, copied, moved and dropped.
const USER: &str = r###"
use chain::models::{AnyAny1, Linked0, Many0, One0};
use graphwright::{Additional, json};

#[derive(Clone, Debug, Default, PartialEq)]
struct Mine {
    one: Option<One0>,
    many: Vec<Many0>,
    any: Option<AnyAny1>,
    linked: Option<Box<Linked0>>,
}

fn nested(open: &str, inside: &str, close: &str) -> String {
    format!("{}{inside}{}", open.repeat(40), close.repeat(40))
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let one = nested("{\"next\":", "{}", "}");
    let many = nested("{\"next\":[", "", "]}");
    let mine = Mine {
        one: Some(json::from_slice(one.as_bytes())?),
        many: vec![json::from_slice(many.as_bytes())?],
        any: Some(json::from_slice(br##"{"@odata.type":"#ns.Some1","next":{}}"##)?),
        linked: Some(Box::new(Linked0 { id: Some(1), ..Default::default() })),
    };
    let copy = mine.clone();
    assert_eq!(copy, mine);
    let Mine { one: Some(first), many: all, .. } = copy else { return Err("none".into()) };
    assert_eq!(json::to_vec(&first)?, one.as_bytes());
    assert_eq!(json::to_vec(&all[0])?, many.as_bytes());
    let One0 { next, additional } = first;
    let mut additional: Additional = additional.into();
    additional.set("more", &1)?;
    let again = One0 { next, additional: additional.into() };
    assert_eq!(again.additional.get("more"), Some(1));
    Ok(())
}
"###;

fn cargo(folder: &Path, arguments: &[&str]) {
    let output = Command::new("cargo")
        .args(arguments)
        .args(["--quiet", "--offline", "--target-dir"])
        .arg(root().join("target"))
        .current_dir(folder)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && said.is_empty(), "{said}");
}

#[test]
fn a_chain_of_a_hundred_types_compiles_where_it_is_declared_and_where_it_is_used() {
    let folder = root().join("target/chain");
    let user = folder.join("user");
    fs::create_dir_all(user.join("src")).unwrap();
    let description = folder.join("chain.xml");
    fs::write(&description, self::description()).unwrap();
    let ran = xtask(&[
        "codegen",
        "--description",
        description.to_str().unwrap(),
        "--out",
        folder.join("chain").to_str().unwrap(),
        "--name",
        "chain",
        "--include",
        "/**",
        "--include",
        "*",
        "--derived",
        "all",
        "--service-root",
        "https://service.example",
    ]);
    assert_eq!(ran.code, Some(0), "{}{}", ran.out, ran.err);
    let manifest = format!(
        "[package]\nname = \"user\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[workspace]\n\n[dependencies]\n\
         chain = {{ path = \"../chain\" }}\ngraphwright = {{ path = '{}' }}\n",
        root().join("crates/runtime").display()
    );
    fs::write(user.join("Cargo.toml"), manifest).unwrap();
    fs::write(user.join("src/main.rs"), USER).unwrap();
    // The same versions as this workspace, so that nothing is fetched or built twice.
    fs::copy(root().join("Cargo.lock"), user.join("Cargo.lock")).unwrap();
    cargo(&user, &["run"]);
}
