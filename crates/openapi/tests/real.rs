//! Real documents, where they are.

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use graphwright_api::{ItemType, OwnKind, Target, TypeName};

fn shared(path: &str) -> Option<PathBuf> {
    let place = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared")).join(path);
    if !place.exists() {
        eprintln!("skipped: ../shared is absent");
        return None;
    }
    Some(place)
}

#[test]
fn the_official_beta_document_is_read_whole() {
    let Some(packed) = shared("openapi/graph-beta-older-official.openapi30.yaml.gz") else {
        return;
    };
    let mut text = String::new();
    let file = fs::File::open(packed).expect("the document");
    flate2::read::GzDecoder::new(file)
        .read_to_string(&mut text)
        .expect("text");
    let lowered = graphwright_openapi::read("official.yaml", &text).expect("no error");
    let api = lowered.api;
    assert_eq!(
        api.service_root.as_deref(),
        Some("https://graph.microsoft.com/beta")
    );
    assert!(api.types.len() > 1_500, "{}", api.types.len());
    let token = TypeName::new("microsoft.graph.vppToken");
    let all = &api.resources[&Target::many(token.clone())];
    assert_eq!(
        all.own.keys().copied().collect::<Vec<_>>(),
        [OwnKind::List, OwnKind::Create, OwnKind::Count]
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
        one.own.keys().copied().collect::<Vec<_>>(),
        [OwnKind::Get, OwnKind::Update, OwnKind::Delete]
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

#[test]
fn what_microsofts_converter_makes_of_other_services_is_read() {
    let Some(pairs) = shared("pairs") else { return };
    let mut sound = 0;
    let mut refused = Vec::new();
    for entry in fs::read_dir(pairs).expect("the folder") {
        let path = entry.expect("an entry").path();
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        if !name.ends_with(".yaml") && !name.ends_with(".json") {
            continue;
        }
        let text = fs::read_to_string(&path).expect("text");
        let read = graphwright_openapi::read(&name, &text);
        match read {
            _ if !name.ends_with(".ms.openapi30.yaml") => {}
            Ok(_) => sound += 1,
            Err(errors) => refused.extend(
                errors
                    .iter()
                    .map(|error| error.to_string().lines().next().map(str::to_owned)),
            ),
        }
    }
    assert_eq!(sound, 4);
    refused.sort();
    // The CSDL that these were made of names types that it does not declare, and so do they.
    let missing = |place: &str, ty: &str| {
        let reference = format!("`#/components/schemas/{ty}` is referred to");
        Some(format!(
            "{place}: error: {reference}, which the document does not have"
        ))
    };
    assert_eq!(
        refused,
        [
            missing("Contract.ms.openapi30.yaml:380:11", "System.Object"),
            missing(
                "Products.ms.openapi30.yaml:1326:17",
                "PeopleService.Supplier"
            ),
            missing(
                "Products.ms.openapi30.yaml:1498:15",
                "PeopleService.Supplier"
            ),
        ]
    );
}
