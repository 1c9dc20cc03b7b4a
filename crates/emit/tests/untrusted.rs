//! No text of a description becomes code, a path outside the crate, or a test that cargo runs.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;
#[path = "common/markdown.rs"]
mod markdown;

use common::{add_enum, add_set, add_structured, options, property, string};
use graphwright_api::plain::{
    Answer, Call, CallParameter, Content, Form, FormPart, Nulls, PartKind, PathPrefix, Scheme,
    SecurityScheme, SegmentPart, Status, Style, Within,
};
use graphwright_api::{
    Alternative, Api, Constant, ItemType, OneOf, Origin, Tag, TypeDef, TypeKind, TypeName, TypeRef,
};
use graphwright_emit::{Files, emit};
use proptest::prelude::*;

/// What every description of this shape gives, whatever its names and texts are.
fn api(type_name: &str, member: &str, operation: &str, doc: &str) -> Api {
    let mut api = Api::default();
    let ty = format!("ns.{type_name}");
    add_structured(
        &mut api,
        &ty,
        doc,
        None,
        vec![
            property(member, doc, string()),
            property("id", doc, string()),
        ],
    );
    add_enum(&mut api, "ns.theEnum", doc, &[member]);
    add_set(&mut api, operation, &ty, operation, member, doc);
    api
}

/// The kinds and counts of all items of all files: what was asked for.
fn shape(files: &Files) -> Vec<String> {
    let mut shape = Vec::new();
    for (path, text) in files.iter().filter(|(path, _)| path.ends_with(".rs")) {
        let file = syn::parse_file(text).unwrap_or_else(|error| panic!("{path}: {error}\n{text}"));
        shape.extend(file.items.iter().map(kind));
    }
    shape.sort();
    shape
}

fn kind(item: &syn::Item) -> String {
    match item {
        syn::Item::Impl(one) => format!("impl of {} items", one.items.len()),
        syn::Item::Struct(one) => format!("struct of {} fields", one.fields.len()),
        syn::Item::Enum(one) => format!("enum of {} variants", one.variants.len()),
        syn::Item::Mod(one) if one.content.is_none() => "mod".into(),
        syn::Item::Use(_) => "use".into(),
        syn::Item::Const(_) => "const".into(),
        syn::Item::Macro(one) => format!("macro {}", one.mac.path.segments.last().unwrap().ident),
        _ => panic!("an item that was not asked for"),
    }
}

fn assert_harmless(api: &Api) {
    assert_alike(api, &self::api("plain", "member", "call", "A text."));
}

/// Both give the same items, and no file of `api` has what harms.
fn assert_alike(api: &Api, plain: &Api) {
    let files = emit(api, &options()).unwrap();
    let plain = emit(plain, &options()).unwrap();
    assert_eq!(shape(&files), shape(&plain));
    for (path, text) in &files {
        let safe = path
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"._-/".contains(&byte));
        assert!(
            safe && !path.contains("..") && !path.starts_with('/') && path.len() < 120,
            "{path}"
        );
        let plain_headings = plain.get(path).map_or(0, |text| markdown::headings(text));
        let headings = markdown::headings(text);
        assert!(
            headings <= 1 || headings == plain_headings,
            "{path}: {headings} headings"
        );
        markdown::assert_harmless(text);
        for line in text.lines() {
            assert!(
                !line.contains(['\u{202e}', '\u{2066}', '\r']),
                "an invisible character: {line:?}"
            );
        }
    }
}

#[test]
fn texts_full_of_rust_and_markdown_stay_text() {
    let nasty = [
        "\"quoted\" */ /* \"# \\ \u{0} \r\n}\n}\n\nfn injected() {}\n",
        "```\npanic!()\n```\n\n    indented();\n\n~~~rust\nfn x() {}\n~~~",
        "# heading\n- list\n1. list\n> quote\n| a | b |\n|---|---|",
        "[link](http://evil.example) <b>html</b> https://example.com/x). `code `` more` ` lone",
        "#![feature(x)] #[doc = \"x\"] $crate r#\"raw\"# 'a' b'\\x00'",
        "\u{202e}reversed\u{2066} \u{feff} \u{200b}",
        "",
        "   \n \n\t",
        "- a\n  - b\n    ```rust\n    panic!()\n    ```\n- [ ] c\n\n1. d\n\n       code()",
        "```rust,should_panic\n````\n~~~\n```\nassert!(false)\n~~~~\n```",
        "> ```\n> x\n> ```\n> # y\n> <script>z</script>",
        "| a `|` b | <b> |\n|---|---|\n| ```x``` | [y](javascript:alert(1)) |",
        "[a]: https://evil.example\n\n[a] [b][a] ![c](https://evil.example/c.png) [^d]\n\n[^d]: e",
        "a\n===\nb\n---\nc &#96;&#96;&#96; &lt;b&gt; &#x202e; &#10;# d",
        "<details>\n<summary>a</summary>\n\n```\nb\n```\n</details>\n<!-- c -->",
        "***a** b* **c* d** _e __f_ g__ a**\\*b**",
        "\\`\\`\\`\n`a\\` b`c\n\n\ta\n\t\tb",
    ];
    for doc in nasty {
        assert_harmless(&api("plain", "member", "call", doc));
    }
}

#[test]
fn names_that_are_no_identifiers_become_identifiers() {
    for name in [
        "../../etc/x",
        "fn",
        "self",
        "Self",
        "crate",
        "_",
        "",
        "9lives",
        "a-b",
        "\"",
        "é",
        "💥",
        "a.b",
        "con",
        "mod",
    ] {
        assert_harmless(&api(
            name.rsplit('.').next().unwrap_or(name),
            name,
            &format!("{name}x"),
            "A text.",
        ));
    }
}

#[test]
fn names_that_look_alike_in_rust_stay_apart() {
    let mut api = Api::default();
    let names = [
        "fooBar",
        "FooBar",
        "foo_bar",
        "foo-bar",
        "additional",
        "SCHEMA",
        "type",
    ];
    let properties = names
        .iter()
        .map(|name| property(name, "", string()))
        .collect();
    add_structured(&mut api, "ns.one", "", None, properties);
    add_structured(&mut api, "ns.One", "", None, Vec::new());
    add_structured(&mut api, "ns.anyOne", "", None, Vec::new());
    add_structured(&mut api, "ns.two", "", Some("ns.one"), Vec::new());
    let files = emit(&api, &options()).unwrap();
    let one = files
        .values()
        .find(|text| text.contains("graphwright::model!(") && text.contains(" = \"ns.one\""))
        .unwrap();
    for name in names {
        assert_eq!(
            one.matches(&format!(" \"{name}\"")).count(),
            1,
            "{name}\n{one}"
        );
    }
    let fields: Vec<&str> = one
        .lines()
        .filter_map(|line| line.strip_prefix("    pub ")?.split_once(": "))
        .map(|(name, _)| name)
        .collect();
    let mut unique = fields.clone();
    unique.sort_unstable();
    unique.dedup();
    assert_eq!(unique.len(), fields.len(), "{fields:?}");
}

/// A service that is not OData's, with each name and text in each place.
fn plain_service(name: &str, doc: &str) -> Api {
    let mut api = Api::default();
    let named = |ty: &str| TypeRef::one(ItemType::Named(TypeName::new(ty)));
    add_structured(
        &mut api,
        "one",
        doc,
        None,
        vec![property(name, doc, string())],
    );
    let alternative = |ty| Alternative {
        name: name.to_owned(),
        ty,
        tags: vec![Tag {
            member: name.to_owned(),
            values: vec![Constant::Text(name.to_owned()), Constant::Integer(-1)],
        }],
        required: vec![name.to_owned()],
    };
    let kind = TypeKind::OneOf(OneOf {
        members: vec![name.to_owned()],
        alternatives: vec![alternative(named("one")), alternative(string())],
    });
    let choice = TypeDef {
        name: TypeName::new("choice"),
        kind,
        ..api.types[&TypeName::new("one")].clone()
    };
    api.types.insert(choice.name.clone(), choice);
    let parameter = |within, required| CallParameter {
        name: name.to_owned(),
        doc: doc.to_owned(),
        ty: string(),
        within,
        style: Style::Simple,
        explode: false,
        reserved: false,
        required,
        deprecated: true,
        secret: false,
    };
    let content = |form| Content {
        media_type: name.to_owned(),
        form,
        nulls: Nulls::default(),
    };
    let answer = |status, ty: &str| Answer {
        status,
        doc: doc.to_owned(),
        contents: vec![content(Form::Json(named(ty))), content(Form::Text)],
    };
    let call = Call {
        name: name.to_owned(),
        method: "POST".into(),
        slash: true,
        query: format!("{name}={doc}"),
        doc: doc.to_owned(),
        deprecation: None,
        parameters: vec![
            parameter(Within::Query, true),
            parameter(Within::Header, false),
            parameter(Within::Cookie, false),
        ],
        bodies: vec![
            content(Form::Json(named("choice"))),
            content(Form::Multipart(vec![FormPart {
                name: name.to_owned(),
                doc: doc.to_owned(),
                kind: PartKind::Json,
                several: true,
                required: true,
                media_type: Some(name.to_owned()),
            }])),
        ],
        body_required: false,
        answers: vec![
            answer(Status::Code(200), "one"),
            answer(Status::Code(201), "choice"),
            answer(Status::Default, "one"),
        ],
        scopes: Vec::new(),
        sign_in: Some(vec![vec![SecurityScheme {
            name: name.to_owned(),
            doc: doc.to_owned(),
            scheme: Scheme::Basic,
        }]]),
        server: Some(format!("https://other.example/{doc}")),
        origin: Origin::default(),
    };
    let segment = vec![
        SegmentPart::Text(name.to_owned()),
        SegmentPart::Parameter(parameter(Within::Path, true)),
    ];
    let calls = vec![call];
    api.plain
        .places
        .insert(String::new(), PathPrefix::default());
    let place = PathPrefix { segment, calls };
    api.plain
        .places
        .insert(format!("/{}", name.replace('/', "")), place);
    let scheme = |within| SecurityScheme {
        name: name.to_owned(),
        doc: doc.to_owned(),
        scheme: Scheme::ApiKey(within, name.to_owned()),
    };
    let [query, header] = [scheme(Within::Query), scheme(Within::Header)];
    api.plain.sign_in = vec![vec![query.clone()], vec![query, header]];
    api
}

#[test]
fn texts_and_names_of_a_plain_service_stay_what_they_are() {
    let plain = plain_service("name", "A text.");
    let doc = "\"x\" */ }\n\nfn injected() {}\n```\npanic!()\n```\n    indented();\r\u{202e}";
    for name in [
        "../x", "fn", "self", "", "9", "\"", "é💥", "con", "body", "options", "a\r\nb", "new",
    ] {
        assert_alike(&plain_service(name, doc), &plain);
    }
}

/// What Markdown is made of.
const MARKS: [&str; 44] = [
    "\n",
    "\n",
    "\n\n",
    " ",
    "  ",
    "    ",
    "\t",
    "a",
    "b c",
    "- ",
    "* ",
    "+ ",
    "1. ",
    "2) ",
    "> ",
    "# ",
    "===",
    "---",
    "```",
    "````",
    "~~~",
    "rust",
    "`",
    "``",
    "|",
    "|---|---|",
    "*",
    "**",
    "_",
    "__",
    "[",
    "](",
    ")",
    "![",
    "<b>",
    "</b>",
    "<!--",
    "https://a.example",
    "<https://b.example>",
    "&#96;",
    "&lt;",
    "\\",
    "[ ]",
    "[^a]: ",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_in_unicode_gives_only_what_was_asked_for(
        type_name in "\\PC{0,12}",
        member in any::<String>().prop_filter("the key is called id", |name| name != "id" && name.len() < 200),
        operation in "\\PC{0,12}",
        doc in any::<String>(),
    ) {
        assert_harmless(&api(&type_name.replace('.', ""), &member, &operation, &doc));
    }

    #[test]
    fn any_markdown_gives_only_what_was_asked_for(
        parts in prop::collection::vec(prop::sample::select(MARKS.to_vec()), 0..40),
    ) {
        let doc = parts.concat();
        assert_alike(&plain_service("name", &doc), &plain_service("name", "A text."));
    }

    #[test]
    fn any_text_of_a_plain_service_gives_only_what_was_asked_for(
        name in "[^/]{0,24}",
        doc in any::<String>(),
    ) {
        assert_alike(&plain_service(&name, &doc), &plain_service("name", "A text."));
    }
}

#[test]
fn a_name_in_which_json_must_escape_something_is_marked_and_no_other() {
    let names = [
        ("a\"b", true),
        ("a\\b", true),
        ("a\tb", true),
        ("a\u{1f}b", true),
        ("a b", false),
        ("a/b'\u{7f}\u{e9}\u{2028}", false),
    ];
    for (name, expected) in names {
        let files = emit(&api("one", name, "operation", ""), &options()).unwrap();
        let tables: Vec<&str> = files
            .values()
            .flat_map(|text| text.split("graphwright::model!(").skip(1))
            .filter_map(|table| table.split("]);").next())
            .collect();
        let marked = tables.iter().any(|table| table.contains(" escaped"));
        assert_eq!(marked, expected, "{name}\n{tables:?}");
    }
}

#[test]
fn lists_tables_code_and_paragraphs_of_markdown_survive() {
    let doc = "What it is:\n\n* one\n  with more\n* two\n    1. inner `a  b`\n    2. [docs](https://a.example/x_y)\n\n\
               ## Then\n\n```json\n{\n\t\"a\": `1`\n\n}\n```\n\n| Name | Means |\n|:--|--:|\n| a_b | `x\\|y` **bold** |\n\n\
               > quoted\n\nSee <b>this</b>\nand <https://b.example>.";
    let files = emit(&api("plain", "member", "call", doc), &options()).unwrap();
    let model = &files["src/models/plain.rs"];
    let found: Vec<&str> = model
        .lines()
        .filter_map(|line| line.strip_prefix("///"))
        .take_while(|line| !line.contains("`ns.plain`"))
        .collect();
    let expected = [
        " What it is:",
        "",
        " - one with more",
        " - two",
        "   1. inner `a b`",
        "   2. docs (<https://a.example/x_y>)",
        "",
        " **Then**",
        "",
        " ```text",
        " {",
        "     \"a\": `1`",
        "",
        " }",
        " ```",
        "",
        " | Name | Means |",
        " | --- | --- |",
        " | a\\_b | `x\\|y` **bold** |",
        "",
        " > quoted",
        "",
        " See \\<b\\>this\\</b\\> and <https://b.example>.",
        "",
    ];
    assert_eq!(found, expected, "{model}");
}

#[test]
fn markdown_without_end_is_bounded() {
    for hostile in [
        "> ", "- ", "[", "*a_", "`", "<", "![", "&", "1. ", "|a", "> - ",
    ] {
        let doc = format!("a\n\n{}", hostile.repeat(10_000));
        let start = std::time::Instant::now();
        assert_harmless(&api("plain", "member", "call", &doc));
        let took = start.elapsed();
        assert!(took.as_secs() < 60, "{hostile}: {took:?}");
    }
}
