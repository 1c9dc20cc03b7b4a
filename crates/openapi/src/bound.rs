//! Actions and functions (OData to OpenAPI Mapping 1.0, 4.4.5 and 4.4.6).

use graphwright_api::{
    Operation as BoundOperation, OperationKind, Origin, Parameter, Primitive, Returns, TypeRef,
};
use openapiv3::{Operation, PathItem};

use crate::document::Document;
use crate::lift::parameter;
use crate::paths::Part;
use crate::shape::{Shape, Use};
use crate::uses::{Used, Uses};

/// The action or function that `operation` is; `segment` calls it, with `parts` in the path.
#[expect(
    clippy::too_many_arguments,
    reason = "all that a path says of an operation, and used in one place"
)]
pub(crate) fn lower<'a>(
    document: &'a Document,
    uses: &Uses<'a>,
    item: &'a PathItem,
    operation: &'a Operation,
    kind: OperationKind,
    segment: &str,
    parts: &[Part],
    origin: Origin,
) -> BoundOperation {
    let parameters = match kind {
        OperationKind::Action => body_parameters(document, uses, operation, origin),
        OperationKind::Function => path_parameters(document, uses, item, parts, origin),
    };
    let returns = document
        .answer(operation)
        .map(|content| uses.payload(content));
    BoundOperation {
        name: segment.rsplit('.').next().unwrap_or(segment).to_owned(),
        kind,
        doc: operation
            .description
            .as_deref()
            .unwrap_or_default()
            .trim()
            .to_owned(),
        parameters,
        returns: returns.map(|Used { ty, nullable }| Returns { ty, nullable }),
        composes: None,
        permissions: None,
        deprecation: None,
        origin,
    }
}

/// The names of the parameters, to tell overloads apart.
pub(crate) fn names(operation: &BoundOperation) -> String {
    operation
        .parameters
        .iter()
        .map(|parameter| parameter.name.as_str())
        .collect::<Vec<_>>()
        .join(", ")
}

/// The members of the body.
fn body_parameters<'a>(
    document: &'a Document,
    uses: &Uses<'a>,
    operation: &'a Operation,
    origin: Origin,
) -> Vec<Parameter> {
    let Some(content) = document.body(operation) else {
        return Vec::new();
    };
    let schema = match content.schema {
        Use::Schema(schema) => Some(schema),
        Use::Reference(reference) => {
            match crate::document::component(reference).and_then(|name| document.schema(&name)) {
                Some(Use::Schema(schema)) => Some(schema),
                _ => None,
            }
        }
    };
    let members = schema
        .map(|schema| Shape::of(schema).properties)
        .unwrap_or_default();
    members
        .into_iter()
        .map(|(name, schema)| {
            let description = match schema {
                Use::Schema(schema) => schema.schema_data.description.as_deref(),
                Use::Reference(_) => None,
            };
            let Used { ty, nullable } = uses.of(schema);
            Parameter {
                name: name.to_owned(),
                doc: description.unwrap_or_default().trim().to_owned(),
                ty,
                nullable,
                optional: false,
                origin,
            }
        })
        .collect()
}

/// The parameters in the path, in the order in which they stand there.
fn path_parameters<'a>(
    document: &'a Document,
    uses: &Uses<'a>,
    item: &'a PathItem,
    parts: &[Part],
    origin: Origin,
) -> Vec<Parameter> {
    let lower = |part: &Part| {
        let data = parameter(document, item, &part.placeholder);
        let used = data
            .and_then(|data| document.parameter_schema(data))
            .map(|schema| uses.of(schema));
        let text = || Used {
            ty: TypeRef::one(graphwright_api::ItemType::Primitive(Primitive::String)),
            nullable: true,
        };
        let Used { ty, nullable } = used.unwrap_or_else(text);
        let description = data
            .and_then(|data| data.description.as_deref())
            .unwrap_or_default()
            .trim();
        // What converters write where there is no description.
        let doc = if description.starts_with("Usage: ") {
            ""
        } else {
            description
        };
        Parameter {
            name: part.name.clone(),
            doc: doc.to_owned(),
            ty,
            nullable,
            optional: false,
            origin,
        }
    };
    parts.iter().map(lower).collect()
}
