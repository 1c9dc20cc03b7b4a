//! Component schemas to types (OData to OpenAPI Mapping 1.0, 4.5).

mod bases;
mod hierarchies;

use std::collections::{BTreeMap, BTreeSet};

use graphwright_api::names::is_simple_identifier;
use graphwright_api::{
    Api, Deprecation, EnumMember, EnumType, Property, Structured, TypeDef, TypeKind, TypeName,
};
use openapiv3::Schema;
use serde_json::Value;

use crate::document::deprecation::explained;
use crate::document::errors_only::errors_only;
use crate::document::secret::is_secret_here;
use crate::document::shape::{Shape, Use};
use crate::document::{Document, component};
use crate::document_summary::DocumentSummary;
use crate::odata::descriptions;
use crate::odata::uses::{Declares, NUMBER_NAMES, Uses, is_any_json, value_member, variant_of};
use crate::pointer::{self, Origins};
use crate::report::Report;

/// Lowers all types of `document` into `api`.
pub(crate) fn lower<'a>(
    document: &'a Document,
    api: &mut Api,
    origins: &mut Origins,
    report: &mut Report,
) -> Uses<'a> {
    let declared = declared(document, report);
    let bases = bases::bases(document, &declared, report);
    let mut uses = Uses::new(document, declared, bases);
    let mut lower = Lower {
        uses: &uses,
        origins,
        report,
        marks_navigation: false,
    };
    for (name, declares) in &uses.declared {
        let Some(Use::Schema(schema)) = document.schema(name) else {
            continue;
        };
        let at = pointer::join("/components/schemas", name);
        let kind = match declares {
            Declares::Structured => TypeKind::Structured(lower.structured(&at, name, schema)),
            Declares::Enum => TypeKind::Enum(enum_type(schema)),
        };
        let doc = doc(name, schema);
        let name = TypeName::new(name.as_str());
        api.types.insert(
            name.clone(),
            TypeDef {
                name,
                doc,
                kind,
                deprecation: deprecation(schema),
                origin: lower.origins.add(at),
            },
        );
    }
    let marks_navigation = lower.marks_navigation;
    hierarchies::lower(&uses, api);
    uses.marks_navigation = marks_navigation;
    uses
}

/// Takes down what the schemas can say.
pub(crate) fn summary(document: &Document, summary: &mut DocumentSummary) {
    let names = document.schemas.iter().map(|(name, _)| name.clone());
    summary.schemas = names.collect();
    summary.names_numbers = document.schema(NUMBER_NAMES).is_some();
    summary.errors_only = errors_only(document);
    summary.deprecates_schemas = document.schemas.iter().any(|(name, _)| {
        let Some(Use::Schema(schema)) = document.schema(name) else {
            return false;
        };
        is_deprecated(schema)
    });
    for (name, _) in &document.schemas {
        let Some(Use::Schema(schema)) = document.schema(name) else {
            continue;
        };
        let extensions = &schema.schema_data.extensions;
        summary.marks_flags |= extensions.contains_key("x-ms-enum-flags");
        let shape = Shape::of(schema);
        let named = |used: &Use<'_>| match used {
            Use::Reference(reference) => component(reference),
            Use::Schema(_) => None,
        };
        let bases = shape.all_of.iter().filter_map(named);
        summary
            .extends
            .extend(bases.map(|base| (name.clone(), base)));
        let listed = shape.any_of.iter().filter_map(named);
        let mapped = bases::mapped(schema).map(|(_, derived)| derived);
        summary
            .extends
            .extend(listed.chain(mapped).map(|derived| (derived, name.clone())));
    }
}

fn is_deprecated(schema: &Schema) -> bool {
    let own = |schema: &Schema| {
        let data = &schema.schema_data;
        data.deprecated || data.extensions.contains_key("x-ms-deprecation")
    };
    let inline = |used: &Use<'_>| matches!(used, Use::Schema(schema) if own(schema));
    let shape = Shape::of(schema);
    let parts = shape.all_of.iter().any(|part| match part {
        Use::Schema(part) => {
            own(part)
                || Shape::of(part)
                    .properties
                    .iter()
                    .any(|(_, one)| inline(one))
        }
        Use::Reference(_) => false,
    });
    own(schema) || parts || shape.properties.iter().any(|(_, one)| inline(one))
}

/// The component schemas that declare types, as far as their form and use show it. A type has a
/// qualified name; the helpers that converters add have none, or have the form of a response. One that OData does
/// not allow is told: of it nothing is made.
fn declared(document: &Document, report: &mut Report) -> BTreeMap<String, Declares> {
    let errors_only = errors_only(document);
    let names: BTreeSet<&str> = document.schemas.iter().map(|(name, _)| &**name).collect();
    let is_named_as_type = |name: &&str| {
        name.contains('.')
            && !name.starts_with("Edm.")
            && !is_any_json(name)
            && !errors_only.contains(*name)
            && !variant_of(name).is_some_and(|whole| names.contains(whole))
    };
    let mut declared = BTreeMap::new();
    for name in names.iter().copied().filter(is_named_as_type) {
        if let Some(Use::Schema(schema)) = document.schema(name)
            && let Some(declares) = declares(name, schema, &names)
        {
            if name.split('.').all(is_simple_identifier) {
                declared.insert(name.to_owned(), declares);
                continue;
            }
            report.warning(
                pointer::join("/components/schemas", name),
                format!("`{}` is not a type name", name.escape_debug()),
                "what is of it is kept as JSON; a name is a letter or underscore followed by letters, digits \
                 and underscores, at most 128 characters, and a dot ends its namespace",
            );
        }
    }
    declared
}

fn declares(name: &str, schema: &Schema, names: &BTreeSet<&str>) -> Option<Declares> {
    let shape = Shape::of(schema);
    let (_, simple) = name.rsplit_once('.')?;
    let title = schema.schema_data.title.as_deref();
    match shape.ty {
        Some("string") if !shape.members.is_empty() => Some(Declares::Enum),
        // So the converter of Microsoft writes an enumeration type without members, and that of OASIS,
        // which writes `count` as well, a type definition.
        Some("string") if title == Some(simple) && !names.contains("count") => Some(Declares::Enum),
        Some("object") | None if is_page(schema, &shape) => None,
        Some("object") => Some(Declares::Structured),
        None if !shape.all_of.is_empty() || !shape.properties.is_empty() => {
            Some(Declares::Structured)
        }
        _ => None,
    }
}

/// Returns whether this is a page of a collection: `value`, and what leads to the next page.
fn is_page(schema: &Schema, shape: &Shape) -> bool {
    let title = schema.schema_data.title.as_deref().unwrap_or_default();
    let is_reference = |part: &Use| matches!(part, Use::Reference(_));
    let pages = shape.all_of.iter().any(is_reference)
        || title.starts_with("Collection of ")
        || shape
            .properties
            .iter()
            .any(|(name, _)| matches!(*name, "@odata.nextLink" | "@nextLink"));
    let is_array = |value: Use| match value {
        Use::Schema(value) => Shape::of(value).ty == Some("array"),
        Use::Reference(_) => false,
    };
    pages && value_member(schema).is_some_and(is_array)
}

/// The description of the schema `name`, or of what it adds to its base.
fn doc(name: &str, schema: &Schema) -> String {
    let parts = Shape::of(schema).all_of;
    let added = parts.into_iter().filter_map(|part| match part {
        Use::Schema(part) => Some(part),
        Use::Reference(_) => None,
    });
    let mut all = std::iter::once(schema).chain(added);
    let described = all.find_map(|one| {
        let text = descriptions::of_schema(&one.schema_data, name);
        (!text.is_empty()).then(|| text.to_owned())
    });
    described.unwrap_or_default()
}

/// When what a schema describes goes away.
fn deprecation(schema: &Schema) -> Option<Deprecation> {
    let data = &schema.schema_data;
    explained(data.deprecated, data.extensions.get("x-ms-deprecation"))
}

struct Lower<'l, 'a, 't> {
    uses: &'l Uses<'a>,
    origins: &'l mut Origins,
    report: &'l mut Report<'t>,
    /// Whether a property was met that is marked as a navigation property.
    marks_navigation: bool,
}

impl<'a> Lower<'_, 'a, '_> {
    /// `allOf` with a reference to the base and a schema of what is added to it, or that schema
    /// by itself.
    fn structured(&mut self, at: &str, name: &str, schema: &'a Schema) -> Structured {
        let shape = Shape::of(schema);
        let mut structured = Structured::default();
        self.properties(at, &shape, &mut structured);
        for (index, part) in shape.all_of.iter().enumerate() {
            let at = format!("{at}/allOf/{index}");
            match part {
                Use::Schema(part) => self.properties(&at, &Shape::of(part), &mut structured),
                Use::Reference(base) => {
                    let Some(base) = component(base) else {
                        continue;
                    };
                    if structured.base.is_some() {
                        self.report.warning(
                            at,
                            format!("`{name}` has more than one base type"),
                            "only the first is kept; OData knows one (CSDL 4.01, 6.2)",
                        );
                    } else if self.uses.declared.contains_key(&base) {
                        structured.base = Some(TypeName::new(base));
                    }
                }
            }
        }
        structured
    }

    fn properties(&mut self, at: &str, shape: &Shape<'a>, into: &mut Structured) {
        // The converter of OASIS has a count beside each collection that is navigated to, and no other.
        let names = shape.properties.iter().map(|(name, _)| *name);
        let counted: BTreeSet<&str> = names
            .filter_map(|name| {
                name.strip_suffix("@odata.count")
                    .or_else(|| name.strip_suffix("@count"))
            })
            .collect();
        for (name, schema) in &shape.properties {
            // Control information, such as `@odata.type` and `items@odata.count`.
            if name.contains('@') {
                continue;
            }
            let data = match schema {
                Use::Schema(schema) => Some(&schema.schema_data),
                Use::Reference(_) => None,
            };
            let navigation = data.and_then(|data| data.extensions.get("x-ms-navigationProperty"));
            let is_marked = navigation == Some(&Value::Bool(true));
            self.marks_navigation |= is_marked;
            let used = self.uses.of(*schema);
            into.properties.push(Property {
                name: (*name).to_owned(),
                doc: data
                    .map_or("", |data| descriptions::of_schema(data, name))
                    .to_owned(),
                ty: used.ty,
                nullable: used.nullable,
                key: false,
                computed: data.is_some_and(|data| data.read_only),
                required: false,
                navigation: is_marked || counted.contains(name),
                secret: is_secret_here(*schema),
                deprecation: match schema {
                    Use::Schema(schema) => deprecation(schema),
                    Use::Reference(_) => None,
                },
                origin: self
                    .origins
                    .add(pointer::join(&format!("{at}/properties"), name)),
            });
        }
    }
}

/// Members with their descriptions from `x-ms-enum`, flags from `x-ms-enum-flags`.
fn enum_type(schema: &Schema) -> EnumType {
    let extensions = &schema.schema_data.extensions;
    let described = extensions
        .get("x-ms-enum")
        .and_then(|value| value.get("values")?.as_array());
    let description = |member: &str| {
        let text = |value: &Value, name: &str| Some(value.get(name)?.as_str()?.to_owned());
        described?
            .iter()
            .find(|value| text(value, "value").as_deref() == Some(member))
            .and_then(|value| text(value, "description"))
    };
    let flags = extensions
        .get("x-ms-enum-flags")
        .and_then(|flags| flags.get("isFlags")?.as_bool());
    let members = Shape::of(schema).members.into_iter();
    EnumType {
        flags: flags.unwrap_or_default(),
        members: members
            .map(|name| EnumMember {
                name: name.to_owned(),
                label: String::new(),
                doc: description(name).unwrap_or_default().trim().to_owned(),
                deprecation: None,
            })
            .collect(),
    }
}
