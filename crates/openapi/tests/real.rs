//! Real documents, where they are.

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use graphwright_api::facts::differences;
use graphwright_api::{Api, ItemType, Lowered, StandardOperationKind, Target, TypeName};

fn shared(path: &str) -> Option<PathBuf> {
    let place = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared")).join(path);
    if !place.exists() {
        eprintln!("skipped: ../shared is absent");
        return None;
    }
    Some(place)
}

/// What is read of a packed document.
fn packed(name: &str) -> Option<Api> {
    let file = fs::File::open(shared(&format!("openapi/{name}.gz"))?).expect("the document");
    let mut text = String::new();
    flate2::read::GzDecoder::new(file)
        .read_to_string(&mut text)
        .expect("text");
    let lowered = graphwright_openapi::read(name, &text).expect("no error");
    Some(lowered.api)
}

#[test]
fn the_official_beta_document_is_read_whole() {
    let Some(api) = packed("graph-beta-older-official.openapi30.yaml") else {
        return;
    };
    assert_eq!(
        api.service_root.as_deref(),
        Some("https://graph.microsoft.com/beta")
    );
    assert!(api.types.len() > 1_500, "{}", api.types.len());
    let token = TypeName::new("microsoft.graph.vppToken");
    let all = &api.resources[&Target::many(token.clone())];
    assert_eq!(
        all.standard.keys().copied().collect::<Vec<_>>(),
        [
            StandardOperationKind::List,
            StandardOperationKind::Create,
            StandardOperationKind::Count
        ]
    );
    assert_eq!(
        all.operations.keys().collect::<Vec<_>>(),
        ["getLicensesForApp"]
    );
    assert_eq!(
        all.key
            .iter()
            .map(|part| part.name.as_str())
            .collect::<Vec<_>>(),
        ["id"]
    );
    let one = &api.resources[&Target::one(token.clone())];
    assert_eq!(
        one.standard.keys().copied().collect::<Vec<_>>(),
        [
            StandardOperationKind::Get,
            StandardOperationKind::Update,
            StandardOperationKind::Delete
        ]
    );
    assert_eq!(
        one.operations.keys().collect::<Vec<_>>(),
        ["revokeLicenses", "syncLicenses"]
    );
    let returns = one.operations["syncLicenses"][0]
        .returns
        .as_ref()
        .expect("a result");
    assert_eq!(
        (&returns.ty.item, returns.nullable),
        (&ItemType::Named(token), true)
    );
    assert!(
        !api.types
            .contains_key(&TypeName::new("microsoft.graph.ODataErrors.MainError"))
    );
}

/// The documents in `pairs` by name, with what is read of each.
fn pairs() -> Option<Vec<(String, Lowered)>> {
    let folder = shared("pairs")?;
    let mut all = Vec::new();
    for entry in fs::read_dir(folder).expect("the folder") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if !name.ends_with(".yaml") && !name.ends_with(".json") {
            continue;
        }
        let text = fs::read_to_string(&path).expect("text");
        let read = graphwright_openapi::read(&name, &text);
        let lowered = read.unwrap_or_else(|errors| panic!("{name}: {}", errors[0]));
        all.push((name.into_owned(), lowered));
    }
    all.sort_by(|a, b| a.0.cmp(&b.0));
    Some(all)
}

#[test]
fn what_both_converters_make_of_other_services_is_read() {
    let Some(pairs) = pairs() else { return };
    assert_eq!(pairs.len(), 13);
    for (name, lowered) in &pairs {
        assert!(!lowered.api.roots.is_empty(), "{name}");
        assert!(!lowered.api.types.is_empty(), "{name}");
    }
    // The CSDL that these were made of names types that it does not declare, and so do they.
    let told: Vec<&str> = pairs
        .iter()
        .filter(|(_, lowered)| {
            let mut warnings = lowered.warnings.iter();
            warnings.any(|one| one.message.contains("which the document does not have"))
        })
        .map(|(name, _)| name.as_str())
        .collect();
    let expected = [
        "Contract.ms.openapi30.yaml",
        "Products.ms.openapi30.yaml",
        "Products.openapi30.json",
    ];
    assert_eq!(told, expected);
}

#[test]
fn one_service_in_openapi_3_0_and_3_1_is_one_model() {
    let Some(pairs) = pairs() else { return };
    let find = |wanted: &str| {
        let found = pairs.iter().find(|(name, _)| name == wanted);
        &found.expect("the document").1.api
    };
    let (older, later) = (
        find("TripService.openapi30.yaml"),
        find("TripService.openapi31.yaml"),
    );
    let found = differences(older, later);
    assert!(found.is_empty(), "{}", found[0]);
}

#[test]
fn all_of_graph_in_openapi_3_0_and_3_1_is_one_model() {
    for (older, later) in [
        (
            "graph-v1.0-official.openapi30.yaml",
            "graph-v1.0-official.openapi31.json",
        ),
        (
            "graph-v1.0-depth2.openapi30.json",
            "graph-v1.0-depth2.openapi31.json",
        ),
    ] {
        let (Some(older), Some(later)) = (packed(older), packed(later)) else {
            return;
        };
        let found = differences(&older, &later);
        assert!(found.is_empty(), "{}", found[0]);
        assert!(older == later, "they differ in ways or places alone");
    }
}

#[test]
fn a_document_of_an_older_converter_is_read_with_its_mistakes() {
    let Some(path) = shared("openapi/graph-v1.0-security.json") else {
        return;
    };
    let text = fs::read_to_string(path).expect("text");
    let lowered = graphwright_openapi::read("security.json", &text).expect("no error");
    // Its lists are said to answer with one item; the schemas know better.
    let said = lowered.warnings.iter().map(|one| one.message.as_str());
    let (lists, others): (Vec<&str>, Vec<&str>) =
        said.partition(|one| one.contains("where the schema declares `Collection("));
    assert!(lists.len() > 50, "{}", lists.len());
    assert_eq!(others.len(), 1, "{others:?}");
    assert!(lowered.api.types.len() > 600);
}
