//! Actions and functions (OData to OpenAPI Mapping 1.0, 4.4.5 and 4.4.6).

use graphwright_api::{
    ItemType, Offers, Operation as Lowered, OperationKind, Origin, Parameter, Primitive, Returns,
    TypeRef,
};
use openapiv3::{Operation, ParameterData};

use crate::document::component;
use crate::document::deprecation::deprecation;
use crate::document::shape::{Shape, Use};
use crate::odata::descriptions;
use crate::odata::keys::parameter;
use crate::odata::paths::Part;
use crate::odata::requests;
use crate::odata::tree::Template;
use crate::odata::uses::Used;
use crate::odata::walk::Context;

/// A path that invokes an action or function.
pub(crate) struct Call<'l, 'a> {
    pub(crate) kind: OperationKind,
    /// The segment that calls it.
    pub(crate) segment: &'l str,
    /// The parameters in the path.
    pub(crate) parts: &'l [Part],
    pub(crate) operation: &'a Operation,
    pub(crate) template: Template<'a>,
    /// Whether parameters of a function may stand in its query and not in its path.
    pub(crate) in_query: bool,
}

impl Call<'_, '_> {
    /// Returns whether the parameters stand in the query: of a function whose path has none, and that may have them
    /// there.
    pub(crate) fn stands_in_query(&self) -> bool {
        self.kind == OperationKind::Function && self.parts.is_empty() && self.in_query
    }
}

/// The action or function that a path invokes.
pub(crate) fn lower(context: Context<'_, '_>, call: &Call<'_, '_>, origin: Origin) -> Lowered {
    let Context { document, uses, .. } = context;
    let parameters = match call.kind {
        OperationKind::Action => body_parameters(context, call.operation, origin),
        OperationKind::Function => path_parameters(context, call, origin),
    };
    let returns = document.answer(call.operation);
    let returns = returns.map(|content| uses.payload(content));
    let segment = call.segment;
    Lowered {
        name: segment.rsplit('.').next().unwrap_or(segment).to_owned(),
        kind: call.kind,
        doc: requests::text(call.operation.description.as_deref()),
        parameters,
        returns: returns.map(|used| Returns {
            nullable: match used.ty.collection {
                true => used.says_null_items,
                false => used.nullable,
            },
            ty: used.ty,
        }),
        composes: None,
        offers: Offers::NONE,
        options: Vec::new(),
        deprecation: deprecation(call.operation),
        origin,
    }
}

/// The members of the body.
fn body_parameters(
    context: Context<'_, '_>,
    operation: &Operation,
    origin: Origin,
) -> Vec<Parameter> {
    let Context { document, uses, .. } = context;
    let Some(content) = document.body(operation) else {
        return Vec::new();
    };
    let schema = match content.schema {
        Use::Schema(schema) => Some(schema),
        Use::Reference(reference) => {
            match component(reference).and_then(|name| document.schema(&name)) {
                Some(Use::Schema(schema)) => Some(schema),
                _ => None,
            }
        }
    };
    let members = schema.map(|schema| Shape::of(schema).properties);
    let lower = |(name, schema): (&str, Use<'_>)| {
        let description = match schema {
            Use::Schema(schema) => descriptions::of_schema(&schema.schema_data, name),
            Use::Reference(_) => "",
        };
        let Used { ty, nullable, .. } = uses.of(schema);
        Parameter {
            name: name.to_owned(),
            doc: description.to_owned(),
            ty,
            nullable,
            optional: false,
            origin,
        }
    };
    members.unwrap_or_default().into_iter().map(lower).collect()
}

/// The parameters in the path, in the order in which they stand there.
fn path_parameters(
    context: Context<'_, '_>,
    call: &Call<'_, '_>,
    origin: Origin,
) -> Vec<Parameter> {
    let Context {
        document,
        uses,
        types,
        ..
    } = context;
    let lower = |name: &str, data: Option<&ParameterData>, optional: bool| {
        let schema = data.and_then(|data| document.parameter_schema(data));
        let text = || Used {
            ty: TypeRef::one(ItemType::Primitive(Primitive::String)),
            nullable: true,
            says_null_items: false,
        };
        let used = schema.map(|schema| uses.of(schema));
        let Used { ty, nullable, .. } = used.unwrap_or_else(text);
        let description = data.and_then(|data| data.description.as_deref());
        let literal = description.and_then(descriptions::literal).filter(|ty| {
            let mut named = ty.named().into_iter();
            named.all(|name| types.contains(name) || uses.declared.contains_key(name.as_str()))
        });
        Parameter {
            name: name.to_owned(),
            doc: descriptions::of_parameter(description),
            ty: literal.unwrap_or(ty),
            nullable,
            optional,
            origin,
        }
    };
    let in_path = |part: &Part| {
        let data = parameter(document, call.template, &part.placeholder);
        let aliased = || parameter(document, call.template, &format!("@{}", part.placeholder));
        let data = data.or_else(|| aliased().filter(|_| part.alias));
        // Behind a parameter alias stands a query option, which may be left out.
        let optional = part.alias && data.is_some_and(|data| !data.required);
        lower(&part.name, data, optional)
    };
    if !call.stands_in_query() {
        return call.parts.iter().map(in_path).collect();
    }
    // Parameters may also stand in the query, those that are called like an option of OData behind an at
    // sign (OData URL Conventions 4.01, 4.5.3, implicit aliases).
    let in_query = document.query(&call.operation.parameters).map(|data| {
        let name = data.name.strip_prefix('@').unwrap_or(&data.name);
        lower(name, Some(data), !data.required)
    });
    in_query.collect()
}
