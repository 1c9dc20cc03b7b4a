//! `cargo xtask codegen`, as scripts rely on it.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod support;

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::SystemTime;

use support::{Ran, contents, root, xtask};

/// Generates the slice from `description` into `out`.
fn generate(description: &Path, out: &Path, more: &[&str]) -> Ran {
    let (description, out) = (description.to_str().unwrap(), out.to_str().unwrap());
    let fixed = [
        "codegen",
        "--description",
        description,
        "--out",
        out,
        "--name",
        "slice",
    ];
    let root = ["--service-root", "https://graph.microsoft.com/beta"];
    xtask(&[&fixed[..], &root[..], more].concat())
}

fn csdl() -> String {
    fs::read_to_string(root().join("specs/vpp-beta.csdl.xml")).unwrap()
}

#[test]
fn what_is_checked_in_is_what_codegen_writes() {
    let ran = xtask(&["codegen", "--check"]);
    assert_eq!(ran.code, Some(0), "{}{}", ran.out, ran.err);
    assert!(
        ran.out.contains("vpp-beta: ") && ran.out.contains("up to date"),
        "{}",
        ran.out
    );
}

#[test]
fn csdl_as_json_gives_the_crate_that_the_same_csdl_as_xml_gives() {
    let library = root().join("crates/csdl/tests/json");
    let written = ["library.xml", "library.json"].map(|file| {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("out");
        let ran = generate(&library.join(file), &out, &[]);
        assert_eq!(ran.code, Some(0), "{}", ran.err);
        contents(&out)
    });
    assert!(!written[0].is_empty());
    assert!(written[0] == written[1], "the crates differ");
}

#[test]
fn one_line_for_each_output_says_what_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let ran = generate(
        &root().join("specs/vpp-beta.csdl.xml"),
        &folder.path().join("out"),
        &[],
    );
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert_eq!(ran.out.lines().count(), 1);
    for word in [
        "slice: ",
        " types, ",
        " resources, ",
        " operations, ",
        " files, ",
        " lines, ",
        " ms, ",
    ] {
        assert!(ran.out.contains(word), "{}", ran.out);
    }
}

#[test]
fn a_second_run_writes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let description = root().join("specs/vpp-beta.csdl.xml");
    generate(&description, &out, &[]);
    let stamps = |out: &Path| -> Vec<(std::path::PathBuf, SystemTime)> {
        contents(out)
            .keys()
            .map(|path| {
                (
                    path.clone(),
                    fs::metadata(out.join(path)).unwrap().modified().unwrap(),
                )
            })
            .collect()
    };
    let before = stamps(&out);
    let ran = generate(&description, &out, &[]);
    assert!(ran.out.contains("up to date"), "{}", ran.out);
    assert_eq!(stamps(&out), before);
}

#[test]
fn check_shows_a_unified_diff_writes_nothing_and_exits_1_after_one_character_changed() {
    let folder = tempfile::tempdir().unwrap();
    let (description, out) = (
        folder.path().join("metadata.xml"),
        folder.path().join("out"),
    );
    fs::write(&description, csdl()).unwrap();
    generate(&description, &out, &[]);
    let before = contents(&out);
    fs::write(
        &description,
        csdl().replacen("Name=\"appleId\"", "Name=\"appleIb\"", 1),
    )
    .unwrap();
    let ran = generate(&description, &out, &["--check"]);
    assert_eq!(ran.code, Some(1));
    for line in [
        "-    pub apple_id: Option<String>,\n",
        "+    pub apple_ib: Option<String>,\n",
    ] {
        assert!(ran.out.contains(line), "{}", ran.out);
    }
    assert!(
        ran.err.contains("is stale: run `cargo xtask codegen"),
        "{}",
        ran.err
    );
    assert_eq!(contents(&out), before);
}

#[test]
fn an_error_in_the_description_leaves_the_old_output_whole() {
    let folder = tempfile::tempdir().unwrap();
    let (description, out) = (
        folder.path().join("metadata.xml"),
        folder.path().join("out"),
    );
    fs::write(&description, csdl()).unwrap();
    generate(&description, &out, &[]);
    let before = contents(&out);
    fs::write(
        &description,
        csdl().replacen("Type=\"Edm.String\"", "Type=\"graph.nothing\"", 1),
    )
    .unwrap();
    let ran = generate(&description, &out, &[]);
    assert_eq!(ran.code, Some(1));
    assert!(
        ran.err.contains("metadata.xml:") && ran.err.contains("`microsoft.graph.nothing`"),
        "{}",
        ran.err
    );
    assert_eq!(contents(&out), before);
}

#[test]
fn an_output_that_cannot_be_written_leaves_the_old_output_whole() {
    let folder = tempfile::tempdir().unwrap();
    let (description, out) = (
        folder.path().join("metadata.xml"),
        folder.path().join("out"),
    );
    fs::write(&description, csdl()).unwrap();
    generate(&description, &out, &[]);
    // A folder stands where a new file must go.
    fs::create_dir_all(out.join("src/models/apple_pie.rs")).unwrap();
    let before = contents(&out);
    let renamed = csdl().replace("vppTokenLicenseSummary", "applePie");
    fs::write(&description, renamed).unwrap();
    let ran = generate(&description, &out, &[]);
    assert_eq!(ran.code, Some(1), "{}", ran.out);
    assert_eq!(contents(&out), before);
}

#[test]
fn a_file_that_codegen_did_not_write_is_never_touched() {
    let folder = tempfile::tempdir().unwrap();
    let (description, out) = (
        root().join("specs/vpp-beta.csdl.xml"),
        folder.path().join("out"),
    );
    fs::create_dir_all(out.join("src/models")).unwrap();
    fs::write(out.join("src/models/mine.rs"), "// mine\n").unwrap();
    assert_eq!(generate(&description, &out, &[]).code, Some(0));
    assert_eq!(
        generate(
            &description,
            &out,
            &["--include", "/deviceAppManagement/vppTokens"]
        )
        .code,
        Some(0)
    );
    assert_eq!(
        fs::read_to_string(out.join("src/models/mine.rs")).unwrap(),
        "// mine\n"
    );
}

#[test]
fn a_file_of_somebody_else_in_the_way_is_an_error_that_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    fs::create_dir_all(&out).unwrap();
    fs::write(out.join("Cargo.toml"), "[package]\n").unwrap();
    let ran = generate(&root().join("specs/vpp-beta.csdl.xml"), &out, &[]);
    assert_eq!(ran.code, Some(1));
    assert!(
        ran.err.contains("was not written by codegen"),
        "{}",
        ran.err
    );
    assert_eq!(contents(&out).len(), 1);
}

#[test]
fn a_folder_with_the_crate_of_another_name_is_refused_and_left_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let (description, out) = (
        root().join("specs/vpp-beta.csdl.xml"),
        folder.path().join("out"),
    );
    assert_eq!(generate(&description, &out, &[]).code, Some(0));
    let before = contents(&out);
    let library = root().join("crates/csdl/tests/json/library.xml");
    for more in [&[][..], &["--check"]] {
        let fixed = ["codegen", "--name", "other", "--service-root"];
        let places = [
            "https://example.com",
            "--description",
            library.to_str().unwrap(),
            "--out",
            out.to_str().unwrap(),
        ];
        let ran = xtask(&[&fixed[..], &places, more].concat());
        assert_eq!(ran.code, Some(1), "{}", ran.out);
        assert!(
            ran.err.contains("has the crate `slice`, so `other` is not"),
            "{}",
            ran.err
        );
        assert_eq!(contents(&out), before);
    }
}

#[test]
fn the_repository_is_the_one_that_the_command_runs_in() {
    let folder = tempfile::tempdir().unwrap();
    let (root, here) = (folder.path(), folder.path().join("some/folder"));
    for place in ["specs", "crates/runtime", "some/folder"] {
        fs::create_dir_all(root.join(place)).unwrap();
    }
    fs::write(root.join("crates/runtime/Cargo.toml"), "").unwrap();
    fs::write(root.join("specs/metadata.xml"), csdl()).unwrap();
    let config = "[[crate]]\nname = \"moved\"\ndescription = \"metadata.xml\"\nout = \"../made/moved\"\n\
                  service-root = \"https://example.com\"\n";
    fs::write(root.join("specs/graphwright.toml"), config).unwrap();
    let ran = Command::new(env!("CARGO_BIN_EXE_xtask"))
        .arg("codegen")
        .current_dir(&here)
        .output()
        .unwrap();
    assert!(ran.status.success(), "{ran:?}");
    let manifest = fs::read_to_string(root.join("made/moved/Cargo.toml")).unwrap();
    assert!(
        manifest.contains("path = \"../../crates/runtime\""),
        "{manifest}"
    );
    assert!(!root.join("target").exists());
    let twice = config.repeat(2).replacen("moved", "first", 1);
    fs::write(root.join("specs/graphwright.toml"), twice).unwrap();
    let ran = Command::new(env!("CARGO_BIN_EXE_xtask"))
        .arg("codegen")
        .current_dir(&here)
        .output()
        .unwrap();
    let said = String::from_utf8(ran.stderr).unwrap();
    assert_eq!(ran.status.code(), Some(1));
    assert!(
        said.contains("`first` and `moved` have the same `out`"),
        "{said}"
    );
}

#[test]
fn files_that_are_no_longer_generated_go_and_their_folders_with_them() {
    let folder = tempfile::tempdir().unwrap();
    let (description, out) = (
        root().join("specs/vpp-beta.csdl.xml"),
        folder.path().join("out"),
    );
    generate(&description, &out, &[]);
    assert!(out.join("src/models/vpp_token_license_summary.rs").exists());
    let ran = generate(
        &description,
        &out,
        &[
            "--exclude",
            "/deviceAppManagement/vppTokens/getLicensesForApp",
            "--include",
            "/deviceAppManagement/vppTokens/**",
        ],
    );
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert!(!out.join("src/models/vpp_token_license_summary.rs").exists());
}

#[test]
fn a_list_of_files_that_leads_out_of_the_folder_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    fs::create_dir_all(&out).unwrap();
    fs::write(folder.path().join("victim"), "mine").unwrap();
    fs::write(out.join(".graphwright"), "../victim\n").unwrap();
    let ran = generate(&root().join("specs/vpp-beta.csdl.xml"), &out, &[]);
    assert_eq!(ran.code, Some(1));
    assert!(folder.path().join("victim").exists());
}

#[test]
fn a_wrong_command_line_exits_2() {
    for arguments in [
        &["codegen", "--description", "x.xml"][..],
        &["codegen", "--nothing"],
        &["nothing"],
        &[],
    ] {
        assert_eq!(xtask(arguments).code, Some(2), "{arguments:?}");
    }
}

#[test]
fn a_pattern_that_matches_nothing_is_an_error_that_helps() {
    let folder = tempfile::tempdir().unwrap();
    let description = root().join("specs/vpp-beta.csdl.xml");
    let ran = generate(
        &description,
        &folder.path().join("out"),
        &["--include", "vppToken"],
    );
    assert_eq!(ran.code, Some(1));
    assert!(
        ran.err.contains("did you mean `microsoft.graph.vppToken`?"),
        "{}",
        ran.err
    );
}

#[test]
fn derived_types_and_navigation_properties_come_as_the_profile_says() {
    let folder = tempfile::tempdir().unwrap();
    let description = root().join("specs/vpp-beta.csdl.xml");
    let has = |name: &str, more: &[&str]| {
        let out = folder.path().join(name);
        let include = ["--include", "/deviceAppManagement/vppTokens/**"];
        let ran = generate(&description, &out, &[&include[..], more].concat());
        assert_eq!(ran.code, Some(0), "{}", ran.err);
        out.join("src/models/any_vpp_token_action_result.rs")
            .exists()
    };
    assert!(!has("declared", &[]));
    assert!(has("all", &["--derived", "all", "--navigation", "ids"]));
    let ran = generate(
        &description,
        &folder.path().join("wrong"),
        &["--derived", "some"],
    );
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("neither `declared`"), "{}", ran.err);
}

#[test]
fn a_crate_writes_on_the_wire_as_the_profile_says() {
    let folder = tempfile::tempdir().unwrap();
    let description = root().join("specs/vpp-beta.csdl.xml");
    let client = |name: &str, more: &[&str]| {
        let out = folder.path().join(name);
        let ran = generate(&description, &out, more);
        assert_eq!(ran.code, Some(0), "{}", ran.err);
        fs::read_to_string(out.join("src/client.rs")).unwrap()
    };
    assert!(client("graph", &[]).contains("EnumLiterals::Short"));
    let other = ["--enum-literals", "qualified", "--ieee754-compatible"];
    let other = client("other", &other);
    assert!(other.contains(".ieee754_compatible(true)") && !other.contains("EnumLiterals"));
    for (option, value, said) in [
        ("--enum-literals", "long", "neither `qualified` nor `short`"),
        ("--binary", "hex", "neither `base64` nor `base64url`"),
    ] {
        let ran = generate(&description, &folder.path().join("wrong"), &[option, value]);
        assert_eq!(ran.code, Some(2));
        assert!(ran.err.contains(said), "{}", ran.err);
    }
}

#[test]
fn explain_says_why_a_type_is_there_and_writes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let description = root().join("specs/vpp-beta.csdl.xml");
    let explain = ["--explain", "microsoft.graph.vppTokenState"];
    let include = ["--include", "/deviceAppManagement/vppTokens/*"];
    let ran = generate(&description, &out, &[explain, include].concat());
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert!(
        ran.out
            .contains("`microsoft.graph.vppTokenState` is the type of `state` of")
            && ran.out.contains("is asked for by `/"),
        "{}",
        ran.out
    );
    assert!(!out.exists());
}

/// Runs `codegen --check` with `out` as its standard output.
fn check_into(out: impl Into<Stdio>) -> (Option<i32>, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_xtask"))
        .args(["codegen", "--check"])
        .current_dir(root())
        .stdout(out)
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
        .wait_with_output()
        .unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    (output.status.code(), said)
}

#[test]
fn a_reader_that_has_seen_enough_is_no_error() {
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let (code, said) = check_into(writer);
    assert_eq!((code, said.as_str()), (Some(0), ""));
}

#[cfg(target_os = "linux")]
#[test]
fn results_that_cannot_be_written_exit_1() {
    let full = fs::OpenOptions::new().write(true).open("/dev/full");
    let (code, said) = check_into(full.unwrap());
    assert_eq!(code, Some(1));
    assert!(
        said.starts_with("error: the results cannot be written: "),
        "{said}"
    );
}

#[test]
fn it_is_said_what_a_document_is_taken_for_and_saying_it_changes_no_byte() {
    let fixtures = root().join("crates/openapi/tests/fixtures");
    for (file, kind, said) in [
        (
            "plain/names-of-protobuf.yaml",
            "plain",
            "a service that is not OData\u{2019}s: it has 5 schemas",
        ),
        (
            "plain/full-names.yaml",
            "plain",
            "2 query options of OData (the first is `$filter`)",
        ),
        ("plain/pet-store.yaml", "plain", "it has no mark of OData"),
        ("oasis.yaml", "odata", "an OData service: it has "),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let [told, asked] = ["told", "asked"].map(|name| folder.path().join(name));
        let ran = generate(&fixtures.join(file), &told, &[]);
        assert_eq!(ran.code, Some(0), "{}", ran.err);
        assert!(ran.err.contains(": note: "), "{}", ran.err);
        assert!(ran.err.contains(said), "{}", ran.err);
        let ran = generate(&fixtures.join(file), &asked, &["--service", kind]);
        assert_eq!(ran.code, Some(0), "{}", ran.err);
        assert!(!ran.err.contains(": note: "), "{}", ran.err);
        assert!(contents(&told) == contents(&asked), "{file}");
    }
}

/// What is said of a description and of two slices of it.
fn said(file: &str, text: &str, more: &[&str], slices: [&[&str]; 2]) -> [String; 3] {
    let folder = tempfile::tempdir().unwrap();
    let description = folder.path().join(file);
    fs::write(&description, text).unwrap();
    let out = folder.path().join("out");
    [&[][..], slices[0], slices[1]].map(|slice| {
        let ran = generate(&description, &out, &[more, slice].concat());
        assert_eq!(ran.code, Some(0), "{}", ran.err);
        ran.err
    })
}

const PLAIN: &str = "openapi: 3.0.3
info: { title: t, version: '1' }
servers: [{ url: 'https://api.example' }]
paths:
  /a:
    get: { operationId: a, deprecated: 'yes', responses: { 200: { $ref: '#/components/responses/A' } } }
  /b/{id}:
    get:
      parameters: [{ $ref: '#/components/parameters/id' }]
      responses: { 200: { description: '', content: { application/json: { schema: { $ref: '#/components/schemas/B' } } } } }
    put: { responses: { 204: { description: '', links: { x: {} } } } }
    post: { responses: { 204: { description: '', links: { y: {} } } } }
components:
  parameters: { id: { name: id, in: nowhere, schema: { type: string } } }
  responses: { A: { description: 7 } }
  schemas:
    B: { type: object, properties: { c: { $ref: '#/components/schemas/C' } } }
    C: { type: object, properties: { d: { $ref: '#/components/schemas/nowhere' } } }
";

#[test]
fn a_slice_shows_no_warnings_from_outside_it() {
    let [whole, of_a, of_b] = said(
        "a.yaml",
        PLAIN,
        &["--service", "plain"],
        [&["--include", "/a"], &["--include", "/b/{id}"]],
    );
    for (what, in_a) in [
        ("`deprecated` is a string", true),
        ("`description` is a number", true),
        ("`GET /b/{id}` has no operationId", false),
        ("stands in no known part of a request", false),
        ("a link is not generated", false),
        ("nowhere", false),
    ] {
        assert!(whole.contains(what), "{what}: {whole}");
        assert_eq!(of_a.contains(what), in_a, "{what}: {of_a}");
        assert_eq!(of_b.contains(what), !in_a, "{what}: {of_b}");
    }
    let csdl = r#"<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:DataServices>
        <Schema Namespace="shop" xmlns="http://docs.oasis-open.org/odata/ns/edm">
          <EntityType Name="a"><Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.String"/><Property Name="x" Type="far.x"/></EntityType>
          <EntityType Name="b" BaseType="far.y"><Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.String"/></EntityType>
          <Action Name="lost"/>
          <EntityContainer Name="service"><EntitySet Name="as" EntityType="shop.a"/><EntitySet Name="bs" EntityType="shop.b"/>
            <ActionImport Name="gone" Action="shop.gone"/></EntityContainer>
        </Schema></edmx:DataServices></edmx:Edmx>"#;
    let [whole, of_a, of_b] = said(
        "shop.xml",
        csdl,
        &[],
        [
            &["--include", "/as"],
            &["--exclude", "/as", "--include", "/bs"],
        ],
    );
    for (what, is_in) in [
        ("`far.x`", [true, false]),
        ("`shop.b` extends `far.y`", [false, true]),
        ("`lost`, an unbound operation", [false, false]),
        ("`gone` imports", [false, false]),
    ] {
        assert!(whole.contains(what), "{what}: {whole}");
        assert_eq!(
            [of_a.contains(what), of_b.contains(what)],
            is_in,
            "{what}: {of_a}{of_b}"
        );
    }
}

#[test]
fn warnings_of_one_kind_are_one_with_a_count_and_the_first_places() {
    let [whole, ..] = said(
        "a.yaml",
        PLAIN,
        &["--service", "plain"],
        [&["--include", "/a"]; 2],
    );
    let expected = "a.yaml:8:5: warning: `GET /b/{id}` has no operationId\n  and 2 more of this kind, at 11:5, 12:5\n  \
                    help: it is called by its method";
    assert!(whole.contains(expected), "{whole}");
    assert_eq!(whole.matches("has no operationId").count(), 1, "{whole}");
    assert!(
        whole.contains("a link is not generated\n  and 1 more of this kind, at 12:"),
        "{whole}"
    );
}
