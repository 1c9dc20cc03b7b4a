//! Which types are derived from which, where no `allOf` says so: by the mapping of a discriminator.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::collections::BTreeMap;

use graphwright_api::{Api, Diagnostic, TypeName};
use graphwright_openapi::Kind;

/// A zoo, in whose schemas everything inherited is repeated; `mapping` is that of the animal.
fn zoo(mapping: &str) -> String {
    format!(
        "openapi: 3.0.3
info: {{ title: zoo, version: '1' }}
paths:
  /animals: {{ get: {{ responses: {{ 200: {{ description: all, content: {{ application/json: {{ schema: {{ type: object, properties: {{ value: {{ type: array, items: {{ $ref: '#/components/schemas/zoo.animal' }} }} }} }} }} }} }} }} }} }}
components:
  schemas:
    zoo.animal:
      type: object
      properties: {{ '@odata.type': {{ type: string }}, id: {{ type: string }}, name: {{ type: string }} }}
      discriminator:
        propertyName: '@odata.type'
        mapping:
{mapping}
    zoo.bird:
      type: object
      properties: {{ id: {{ type: string }}, name: {{ type: string }}, span: {{ type: number }} }}
      discriminator: {{ propertyName: '@odata.type', mapping: {{ '#zoo.owl': '#/components/schemas/zoo.owl' }} }}
    zoo.owl:
      type: object
      properties: {{ id: {{ type: string }}, name: {{ type: string }}, span: {{ type: number }}, nocturnal: {{ type: boolean }} }}
    zoo.cage: {{ type: object, properties: {{ id: {{ type: string }}, bars: {{ type: integer }} }} }}
    zoo.mood: {{ title: mood, type: string, enum: [calm, wild] }}
"
    )
}

type Read = (Api, Vec<String>);

fn read_beside(text: &str, files: &BTreeMap<&str, &str>) -> Read {
    let beside = |path: &str| {
        let text = files.get(path).map(|text| (*text).to_owned());
        text.ok_or_else(|| "it is not there".to_owned())
    };
    let read = graphwright_openapi::read_with("zoo.yaml", text, &beside, Some(Kind::OData));
    let (lowered, _) = read.unwrap();
    let warnings = lowered.warnings.iter().map(Diagnostic::to_string);
    let warnings = warnings.map(|one| one.replace("\n  help: ", " | "));
    (lowered.api, warnings.collect())
}

fn read(mapping: &str) -> Read {
    read_beside(&zoo(mapping), &BTreeMap::new())
}

fn base(api: &Api, ty: &str) -> Option<String> {
    let base = api.types[&TypeName::new(ty)].base();
    base.map(|base| base.as_str().to_owned())
}

fn own(api: &Api, ty: &str) -> Vec<String> {
    let structured = api.types[&TypeName::new(ty)].structured().unwrap();
    let names = structured.properties.iter().map(|one| one.name.clone());
    names.collect()
}

#[test]
fn what_a_discriminator_maps_to_is_derived_from_its_type_and_inherits_what_it_repeats() {
    // By a reference and by a name; the owl is mapped by both of its base types.
    let (api, warnings) = read(
        "          '#zoo.bird': zoo.bird
          '#zoo.owl': '#/components/schemas/zoo.owl'
          '#zoo.animal': zoo.animal",
    );
    assert_eq!(warnings, [""; 0]);
    assert_eq!(base(&api, "zoo.animal"), None);
    assert_eq!(base(&api, "zoo.bird").unwrap(), "zoo.animal");
    assert_eq!(base(&api, "zoo.owl").unwrap(), "zoo.bird");
    assert_eq!(own(&api, "zoo.animal"), ["id", "name"]);
    assert_eq!(own(&api, "zoo.bird"), ["span"]);
    assert_eq!(own(&api, "zoo.owl"), ["nocturnal"]);
    // One that refers to its base as well is the same, and its discriminator may stand with what it adds.
    let (before, after) = text_around(
        &zoo("          '#zoo.bird': zoo.bird"),
        "    zoo.bird:",
        "    zoo.owl:",
    );
    let bird = "    zoo.bird:
      allOf:
        - $ref: '#/components/schemas/zoo.animal'
        - type: object
          properties: { span: { type: number } }
          discriminator: { propertyName: '@odata.type', mapping: { '#zoo.owl': zoo.owl, '#zoo.cage': zoo.cage } }
";
    let (api, warnings) = read_beside(&(before + bird + &after), &BTreeMap::new());
    assert_eq!(base(&api, "zoo.bird").unwrap(), "zoo.animal");
    assert_eq!(base(&api, "zoo.owl").unwrap(), "zoo.bird");
    assert_eq!(own(&api, "zoo.owl"), ["nocturnal"]);
    assert_eq!(warnings.len(), 1, "{warnings:?}");
    let cage = "zoo.yaml:19:89: warning: the discriminator of `zoo.bird` leads to `zoo.cage`";
    assert!(warnings[0].starts_with(cage), "{warnings:?}");
}

/// What stands before one word of a text, and what from another one on.
fn text_around(text: &str, from: &str, to: &str) -> (String, String) {
    let (before, rest) = text.split_once(from).unwrap();
    let (_, after) = rest.split_once(to).unwrap();
    (before.to_owned(), format!("{to}{after}"))
}

#[test]
fn a_type_that_adds_nothing_stands_between_those_that_it_is_mapped_by_and_that_it_maps_to() {
    let text = zoo("          '#zoo.bird': zoo.bird\n          '#zoo.owl': zoo.owl")
        .replace(", span: { type: number }", "");
    // Whichever of them comes first by name.
    for bird in ["zoo.bird", "zoo.a_bird"] {
        let text = text.replace("zoo.bird", bird);
        let (api, warnings) = read_beside(&text, &BTreeMap::new());
        assert_eq!(warnings, [""; 0]);
        assert_eq!(base(&api, bird).unwrap(), "zoo.animal");
        assert_eq!(base(&api, "zoo.owl").unwrap(), bird);
    }
}

#[test]
fn a_mapping_to_what_is_not_derived_is_told_with_its_place_and_left_out() {
    let (api, warnings) = read(
        "          '#zoo.cage': '#/components/schemas/zoo.cage'
          '#zoo.mood': zoo.mood
          '#zoo.bird': zoo.bird",
    );
    let help =
        "the mapping is left out; correct it, or refer to the base in `allOf` of the derived type";
    let expected = [
        format!(
            "zoo.yaml:13:11: warning: the discriminator of `zoo.animal` leads to `zoo.cage`, which is not \
             derived from it: it has no `name` | {help}"
        ),
        format!(
            "zoo.yaml:14:11: warning: the discriminator of `zoo.animal` leads to `zoo.mood`, which is not \
             derived from it: it is no structured type | {help}"
        ),
    ];
    assert_eq!(warnings, expected);
    assert_eq!(base(&api, "zoo.cage"), None);
    assert_eq!(own(&api, "zoo.cage"), ["id", "bars"]);
    assert_eq!(base(&api, "zoo.bird").unwrap(), "zoo.animal");
}

#[test]
fn two_types_that_map_to_each_other_do_not_extend_each_other() {
    let text = zoo("          '#zoo.twin': zoo.twin")
        + "    zoo.twin:
      type: object
      properties: { id: { type: string }, name: { type: string } }
      discriminator: { propertyName: '@odata.type', mapping: { '#zoo.animal': zoo.animal } }
";
    let (api, warnings) = read_beside(&text, &BTreeMap::new());
    assert_eq!(base(&api, "zoo.animal").unwrap(), "zoo.twin");
    assert_eq!(base(&api, "zoo.twin"), None);
    assert_eq!(warnings.len(), 1, "{warnings:?}");
    assert!(warnings[0].contains("each would be derived from the other"));
}

#[test]
fn a_mapping_to_nothing_is_told_with_its_place_and_the_rest_is_read() {
    let (api, warnings) = read(
        "          '#zoo.lion': '#/components/schemas/zoo.lion'
          '#zoo.bird': zoo.bird
          '#zoo.seal': zoo.seal
          '#zoo.wolf': 7",
    );
    let help = "it is left out; declare it in `components/schemas`, or correct the mapping";
    let expected = [
        format!(
            "zoo.yaml:13:11: warning: the discriminator leads to `#/components/schemas/zoo.lion`, which the \
             document does not have | {help}"
        ),
        format!(
            "zoo.yaml:15:11: warning: the discriminator leads to `zoo.seal`, which the document does not \
             have | {help}"
        ),
        "zoo.yaml:16:11: warning: `#zoo.wolf` is a number, where a name or a reference must stand; it is \
         left out | correct the document"
            .to_owned(),
    ];
    assert_eq!(warnings, expected);
    assert_eq!(base(&api, "zoo.bird").unwrap(), "zoo.animal");
}

#[test]
fn a_mapping_may_lead_to_files_beside_the_document() {
    // Nothing else refers to a file.
    let text =
        zoo("          '#zoo.fish': water/zoo.fish.yaml\n          '#zoo.eel': water/zoo.eel.yaml");
    let files = BTreeMap::from([(
        "water/zoo.fish.yaml",
        "type: object
properties: { id: { type: string }, name: { type: string }, salt: { type: boolean } }
discriminator: { propertyName: '@odata.type', mapping: { '#zoo.ray': 'more.yaml#/zoo.ray' } }
",
    ), (
        "water/more.yaml",
        "zoo.ray:
  type: object
  properties: { id: { type: string }, name: { type: string }, salt: { type: boolean } }
  discriminator: { propertyName: '@odata.type', mapping: { '#zoo.manta': '#/zoo.manta' } }
zoo.manta:
  type: object
  properties: { id: { type: string }, name: { type: string }, salt: { type: boolean }, size: { type: number } }
",
    )]);
    let (api, warnings) = read_beside(&text, &files);
    let expected = [
        "zoo.yaml:14:11: warning: the discriminator leads to `water/zoo.eel.yaml`, which the document does not \
         have | it is left out; it is not there",
    ];
    assert_eq!(warnings, expected);
    assert_eq!(base(&api, "zoo.fish").unwrap(), "zoo.animal");
    assert_eq!(own(&api, "zoo.fish"), ["salt"]);
    // From there to another file, and within that.
    assert_eq!(base(&api, "zoo.ray").unwrap(), "zoo.fish");
    assert_eq!(base(&api, "zoo.manta").unwrap(), "zoo.ray");
}
