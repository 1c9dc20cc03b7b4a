//! `cargo xtask crosscheck`: two descriptions of one service give the same Rust.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod support;

use std::fs;
use std::path::{Path, PathBuf};

use support::{root, shared, unpacked, xtask};

const CSDL: &str = "specs/vpp-beta.csdl.xml";
const OPENAPI: &str = "specs/vpp-beta.openapi.yaml";

#[test]
fn our_two_descriptions_give_the_same_bytes() {
    let ran = xtask(&["crosscheck", CSDL, OPENAPI]);
    assert_eq!(ran.code, Some(0), "{}{}", ran.out, ran.err);
    assert!(
        ran.out.ends_with(" 0 different, 0 texts set aside\n"),
        "{}",
        ran.out
    );
}

#[test]
fn a_difference_is_shown_and_exits_1() {
    let folder = tempfile::tempdir().unwrap();
    let changed = folder.path().join("changed.xml");
    let text = fs::read_to_string(root().join(CSDL)).unwrap();
    fs::write(
        &changed,
        text.replacen("Name=\"appleId\"", "Name=\"appleIb\"", 1),
    )
    .unwrap();
    let json = folder.path().join("report.json");
    let ran = xtask(&[
        "crosscheck",
        changed.to_str().unwrap(),
        OPENAPI,
        "--json",
        json.to_str().unwrap(),
    ]);
    assert_eq!(ran.code, Some(1));
    for line in [
        "-    pub apple_ib: Option<String>,\n",
        "+    pub apple_id: Option<String>,\n",
    ] {
        assert!(ran.out.contains(line), "{}", ran.out);
    }
    assert!(fs::read_to_string(json).unwrap().contains("apple_ib"));
}

/// The real beta: Microsoft's corrected metadata, and the official document made of it, unpacked.
fn real(folder: &Path) -> Option<(PathBuf, PathBuf)> {
    let shared = shared()?;
    let packed = shared.join("openapi/graph-beta-older-official.openapi30.yaml.gz");
    let csdl = shared.join("metadata/graph-beta-older-clean.csdl");
    Some((csdl, unpacked(&packed, folder)))
}

#[test]
fn the_slice_cut_out_of_the_real_descriptions_gives_the_same_rust_from_both() {
    let folder = tempfile::tempdir().unwrap();
    let Some((csdl, openapi)) = real(folder.path()) else {
        return;
    };
    let (csdl, openapi) = (csdl.to_str().unwrap(), openapi.to_str().unwrap());
    let ran = xtask(&[
        "crosscheck",
        csdl,
        openapi,
        "--include",
        "/deviceAppManagement/vppTokens/**",
    ]);
    assert_eq!(ran.code, Some(0), "{}{}", ran.out, ran.err);
    assert!(ran.out.contains(" 0 different"), "{}", ran.out);
    // Only descriptions that stand beside a `$ref`, or on a schema, are what the document cannot say.
    let aside: Vec<&str> = ran
        .out
        .lines()
        .filter(|line| line.starts_with("set aside: "))
        .collect();
    assert!(
        aside
            .iter()
            .all(|line| line.contains("`$ref`") || line.contains("schema has no description")),
        "{aside:?}"
    );
}

#[test]
fn a_base_type_that_the_document_does_not_have_leaves_types_equal_but_for_words() {
    let folder = tempfile::tempdir().unwrap();
    let (csdl, openapi) = (folder.path().join("a.xml"), folder.path().join("b.yaml"));
    let text = r#"<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:DataServices>
<Schema Namespace="ns" xmlns="http://docs.oasis-open.org/odata/ns/edm">
<EntityType Name="thing" Abstract="true"><Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.String" Nullable="false"/></EntityType>
<EntityType Name="room" BaseType="ns.thing"><NavigationProperty Name="next" Type="ns.plug"/><Property Name="size" Type="Edm.Int32"/></EntityType>
<EntityType Name="lamp" BaseType="ns.thing"><Property Name="on" Type="Edm.Boolean"/></EntityType>
<EntityType Name="plug" BaseType="ns.thing"/>
<EntityContainer Name="c"><EntitySet Name="rooms" EntityType="ns.room"/><EntitySet Name="lamps" EntityType="ns.lamp"/></EntityContainer>
</Schema></edmx:DataServices></edmx:Edmx>"#;
    fs::write(&csdl, text).unwrap();
    let text = "
openapi: 3.0.2
paths:
  /rooms: { get: { responses: { 200: { description: r, content: { application/json: { schema: { type: object, properties: { value: { type: array, items: { $ref: '#/components/schemas/ns.room' } } } } } } } } } }
  /rooms('{id}'): { parameters: [{ name: id, in: path, required: true, schema: { type: string } }], get: { responses: { 200: { description: r, content: { application/json: { schema: { $ref: '#/components/schemas/ns.room' } } } } } } }
  /lamps('{id}'): { parameters: [{ name: id, in: path, required: true, schema: { type: string } }], get: { responses: { 200: { description: r, content: { application/json: { schema: { $ref: '#/components/schemas/ns.lamp' } } } } } } }
components:
  schemas:
    ns.room: { type: object, properties: { id: { type: string }, next: { $ref: '#/components/schemas/ns.plug' }, size: { type: integer, format: int32 } } }
    ns.plug: { type: object, properties: { id: { type: string } } }
    ns.lamp: { type: object, properties: { id: { type: string }, on: { type: boolean } } }
";
    fs::write(&openapi, text).unwrap();
    let ran = xtask(&[
        "crosscheck",
        csdl.to_str().unwrap(),
        openapi.to_str().unwrap(),
    ]);
    assert_eq!(ran.code, Some(0), "{}{}", ran.out, ran.err);
    // The lamp. What differs of the others is explained: nothing shows the base type itself, that `next` is
    // navigated to and so comes last, and the key of a plug.
    let tally = "types: 0 equal, 1 in all but words, 3 different";
    assert!(ran.out.contains(tally), "{}", ran.out);
}

/// What the paths of the real Graph require, by the file and the function that takes it.
const REQUIRED: [(&str, &str); 4] = [
    (
        "event_collection",
        "pub fn list(\n        &self,\n        start_date_time: &str,\n        end_date_time: &str,\n    ) -> Request<Page<Event>> {",
    ),
    (
        "event_collection",
        "pub fn delta(\n        &self,\n        start_date_time: &str,\n        end_date_time: &str,\n    ) -> Request<Page<Event>> {",
    ),
    (
        "user_resource",
        "-> EventCollection<ListByStartDateTimeAndEndDateTime",
    ),
    (
        "event_resource",
        "-> EventCollection<ListByStartDateTimeAndEndDateTime",
    ),
];

#[test]
fn views_of_real_calendars_require_their_range_and_create_nothing_by_both_descriptions() {
    let folder = tempfile::tempdir().unwrap();
    let Some(shared) = shared() else { return };
    let packed = shared.join("openapi/graph-v1.0-official.openapi30.yaml.gz");
    let openapi = unpacked(&packed, folder.path());
    let csdl = shared.join("metadata/graph-v1.0-clean.csdl");
    for description in [csdl, openapi] {
        let out = folder.path().join("out");
        let ran = xtask(&[
            "codegen",
            "--description",
            description.to_str().unwrap(),
            "--out",
            out.to_str().unwrap(),
            "--name",
            "calendars",
            "--service-root",
            "https://graph.microsoft.com/v1.0",
            "--include",
            "/users/*/calendarView/**",
            "--include",
            "/users/*/calendars/*/calendarView",
            "--include",
            "/users/*/events/*/instances",
            "--include",
            "/groups/*/calendarView",
        ]);
        assert_eq!(ran.code, Some(0), "{}", ran.err);
        let resources = support::contents(&out.join("src/resources"));
        for (file, text) in REQUIRED {
            let known = &resources[Path::new(&format!("{file}.rs"))];
            assert!(known.contains(text), "{text}:\n{known}");
            assert!(
                !known.contains("ListByStartDateTimeAndEndDateTimeCreate"),
                "{known}"
            );
        }
        fs::remove_dir_all(out).unwrap();
    }
}
