//! A pair of descriptions for each rule, and the crates and programs that they give.

use std::fs;
use std::path::Path;

use graphwright_api::permissions::Table;
use graphwright_api::select::{Pattern, Selection, select};
use graphwright_api::{Api, TypeKind, TypeName};
use graphwright_diff::rules::{RULES, Verdict};
use graphwright_emit::{Options, Runtime, emit};

/// What a description has beside a set of things.
#[derive(Clone, Copy)]
pub(crate) struct Part {
    types: &'static str,
    thing: &'static str,
    sets: &'static str,
    set: &'static str,
    other: &'static str,
    touch: fn(&mut Api),
}

const NONE: Part = Part {
    types: "",
    thing: "",
    sets: "",
    set: "",
    other: "",
    touch: |_| {},
};

const fn types(types: &'static str) -> Part {
    Part { types, ..NONE }
}

const fn thing(thing: &'static str) -> Part {
    Part { thing, ..NONE }
}

const fn touch(touch: fn(&mut Api)) -> Part {
    Part { touch, ..NONE }
}

/// A change that a rule judges, and a program.
#[derive(Clone, Copy)]
pub(crate) struct Pair {
    pub(crate) rule: &'static str,
    pub(crate) old: Part,
    pub(crate) new: Part,
    program: &'static str,
}

impl Pair {
    pub(crate) fn verdict(&self) -> Verdict {
        RULES
            .iter()
            .find(|one| one.code == self.rule)
            .unwrap()
            .verdict
    }
}

const fn pair(rule: &'static str, old: Part, new: Part, program: &'static str) -> Pair {
    Pair {
        rule,
        old,
        new,
        program,
    }
}

const ANY: &str = "pub fn f(c: &api::Client, t: &api::models::Thing) -> bool {
    let _ = c.things();
    let api::models::Thing { id, name, .. } = t;
    let _ = api::models::Thing { id: id.clone(), ..Default::default() };
    name.is_some()
}";
const BOX: &str =
    r#"<ComplexType Name="parcel"><Property Name="a" Type="Edm.String"/></ComplexType>"#;
const BOX_IS_ENUM: &str = r#"<EnumType Name="parcel"><Member Name="a"/></EnumType>"#;
const SIZE: &str = r#"<EnumType Name="size"><Member Name="small"/><Member Name="big"/></EnumType>"#;
const SMALL: &str = r#"<EnumType Name="size"><Member Name="small"/></EnumType>"#;
const TEXT: &str = r#"<Property Name="extra" Type="Edm.String"/>"#;
const NUMBER: &str = r#"<Property Name="extra" Type="Edm.Int32"/>"#;
const READ_ONLY: &str = r#"<Property Name="extra" Type="Edm.String"><Annotation Term="Org.OData.Core.V1.Computed" Bool="true"/></Property>"#;
const NOT_NULL: &str = r#"<Property Name="extra" Type="Edm.String" Nullable="false"/>"#;
const OLD: &str = r#"<Property Name="extra" Type="Edm.String"><Annotation Term="Org.OData.Core.V1.Revisions"><Collection><Record>
    <PropertyValue Property="Date" Date="2027-01-31"/><PropertyValue Property="Version" String="2026-12/gone"/>
    <PropertyValue Property="Kind" EnumMember="Org.OData.Core.V1.RevisionKind/Deprecated"/>
    <PropertyValue Property="Description" String="Use name."/>
    <PropertyValue Property="RemovalDate" Date="2027-12-31"/></Record></Collection></Annotation></Property>"#;
const SNAKE: &str = r#"<Property Name="ex_tra" Type="Edm.Int32"/>"#;
const CAMEL_TOO: &str =
    r#"<Property Name="ex_tra" Type="Edm.Int32"/><Property Name="exTra" Type="Edm.String"/>"#;
const ACTION: &str =
    r#"<Action Name="go" IsBound="true"><Parameter Name="on" Type="t.thing"/></Action>"#;
const ACTION_GIVES: &str = r#"<Action Name="go" IsBound="true"><Parameter Name="on" Type="t.thing"/><ReturnType Type="t.thing"/></Action>"#;
const ONE: &str = r#"<NavigationProperty Name="next" Type="t.thing"/>"#;
const MANY: &str = r#"<NavigationProperty Name="next" Type="Collection(t.thing)"/>"#;
const MORE: Part = Part {
    sets: r#"<EntitySet Name="others" EntityType="t.thing"/>"#,
    ..NONE
};
const NO_CREATE: Part = Part {
    set: r#"<Annotation Term="Org.OData.Capabilities.V1.InsertRestrictions"><Record><PropertyValue Property="Insertable" Bool="false"/></Record></Annotation>"#,
    ..NONE
};
const ELSEWHERE: Part = Part {
    other: r#"<Schema Namespace="u" xmlns="http://docs.oasis-open.org/odata/ns/edm"><ComplexType Name="far"><Property Name="a" Type="Edm.String"/></ComplexType></Schema>"#,
    ..NONE
};
const CREATE: &str =
    "pub fn f(c: &api::Client, t: &api::models::Thing) { let _ = c.things().create(t); }";
const EXTRA: &str = "pub fn f(t: &api::models::Thing) -> Option<&String> { t.extra.as_ref() }";
const GO: &str =
    "pub fn f(c: &api::Client) -> api::graphwright::Request<()> { c.things().id(\"a\").go() }";

pub(crate) const PAIRS: &[Pair] = &[
    pair(
        "item-removed",
        types(BOX),
        NONE,
        "pub fn f(_: api::models::Parcel) {}",
    ),
    pair(
        "item-renamed",
        NONE,
        ELSEWHERE,
        "pub fn f(_: api::models::Thing) {}",
    ),
    pair(
        "item-kind-changed",
        types(BOX),
        types(BOX_IS_ENUM),
        "pub fn f(b: &api::models::Parcel) { let _ = &b.a; }",
    ),
    pair("field-removed", thing(TEXT), NONE, EXTRA),
    pair(
        "field-renamed",
        thing(SNAKE),
        thing(CAMEL_TOO),
        "pub fn f(t: &api::models::Thing) -> Option<i32> { t.ex_tra }",
    ),
    pair("field-retyped", thing(TEXT), thing(NUMBER), EXTRA),
    pair(
        "field-added",
        NONE,
        thing(TEXT),
        "pub fn f(t: api::models::Thing) { let api::models::Thing { id: _, name: _, additional: _ } = t; }",
    ),
    pair(
        "variant-removed",
        types(SIZE),
        types(SMALL),
        "pub fn f() -> api::models::Size { api::models::Size::Big }",
    ),
    pair("function-removed", types(ACTION), NONE, GO),
    pair("function-retyped", types(ACTION), types(ACTION_GIVES), GO),
    pair(
        "step-removed",
        MORE,
        NONE,
        "pub fn f(c: &api::Client) { let _ = c.others(); }",
    ),
    pair(
        "step-retyped",
        thing(ONE),
        thing(MANY),
        "pub fn f(c: &api::Client) { let _ = c.things().id(\"a\").next().get(); }",
    ),
    pair("offer-withdrawn", NONE, NO_CREATE, CREATE),
    pair(
        "offer-added",
        NO_CREATE,
        NONE,
        "pub fn f(c: &api::Client) -> api::resources::ThingCollection<api::offers::ListCountGetUpdateDelete> { c.things() }",
    ),
    pair("item-added", NONE, types(BOX), ANY),
    pair(
        "variant-added",
        types(SMALL),
        types(SIZE),
        "pub fn f(s: &api::models::Size) -> bool { match s { api::models::Size::Small => true, _ => false } }",
    ),
    pair("function-added", NONE, types(ACTION), ANY),
    pair("step-added", NONE, MORE, ANY),
    pair("made-nullable", thing(NOT_NULL), thing(TEXT), EXTRA),
    pair("made-non-nullable", thing(TEXT), thing(NOT_NULL), EXTRA),
    pair("made-required", NONE, touch(|api| require(api, true)), ANY),
    pair("made-optional", touch(|api| require(api, true)), NONE, ANY),
    pair("made-read-only", thing(TEXT), thing(READ_ONLY), EXTRA),
    pair("made-writable", thing(READ_ONLY), thing(TEXT), EXTRA),
    pair("deprecated", thing(TEXT), thing(OLD), EXTRA),
    pair(
        "permission-changed",
        touch(|api| permit(api, "Thing.Read")),
        touch(|api| permit(api, "Thing.ReadWrite")),
        ANY,
    ),
];

/// What CSDL cannot say.
fn require(api: &mut Api, required: bool) {
    let name = TypeName::new("t.thing");
    let kind = &mut api.types.get_mut(&name).unwrap().kind;
    if let TypeKind::Structured(one) = kind {
        one.properties
            .iter_mut()
            .for_each(|one| one.required = required);
    }
}

fn permit(api: &mut Api, scope: &str) {
    let text = serde_json::json!({ "permissions": { scope: {
        "schemes": { "DelegatedWork": { "privilegeLevel": 1 } },
        "pathSets": [{ "schemeKeys": ["DelegatedWork"], "methods": ["GET"], "paths": { "/things": "least=DelegatedWork" } }],
    } } });
    let table = Table::parse(&text.to_string()).unwrap();
    api.permissions = table.of(api, api);
}

/// The model of one side of a pair.
pub(crate) fn read(_: &Pair, part: Part) -> Api {
    let Part {
        types,
        thing,
        sets,
        set,
        other,
        touch,
    } = part;
    let text = format!(
        r#"<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:DataServices>
<Schema Namespace="t" xmlns="http://docs.oasis-open.org/odata/ns/edm">
<EntityType Name="thing"><Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.String" Nullable="false"/>
<Property Name="name" Type="Edm.String"/>{thing}</EntityType>{types}
<EntityContainer Name="c"><EntitySet Name="things" EntityType="t.thing">{set}</EntitySet>{sets}</EntityContainer>
</Schema>{other}</edmx:DataServices></edmx:Edmx>"#
    );
    let whole = graphwright_csdl::read("pair.xml", &text).unwrap().api;
    let include = ["/**", "*"].map(|one| Pattern::parse(one).unwrap());
    let selection = Selection {
        include: include.into(),
        ..Selection::default()
    };
    let mut api = select(&whole, &selection).unwrap();
    touch(&mut api);
    api
}

/// Writes both crates of a pair, and the program beside each.
#[allow(dead_code, reason = "not every test compiles")]
pub(crate) fn write(workspace: &Path, pair: &Pair) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../runtime");
    let rule = pair.rule;
    let code = rule.replace('-', "_");
    let sides = [("old", "before", pair.old), ("new", "after", pair.new)];
    for (side, program, part) in sides {
        let options = Options {
            package: format!("{rule}-{side}"),
            service_root: "https://things.example".into(),
            runtime: Runtime::at(root.to_str().unwrap()),
            features: Vec::new(),
            ..Options::default()
        };
        for (path, text) in emit(&read(pair, part), &options).unwrap() {
            put(&workspace.join(rule).join(side).join(path), &text);
        }
        let folder = workspace.join(rule).join(program);
        let manifest = format!(
            "[package]\nname = \"{code}_{program}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\
             [dependencies]\napi = {{ package = \"{rule}-{side}\", path = \"../{side}\" }}\n"
        );
        put(&folder.join("Cargo.toml"), &manifest);
        put(&folder.join("src/lib.rs"), pair.program);
    }
}

fn put(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}
