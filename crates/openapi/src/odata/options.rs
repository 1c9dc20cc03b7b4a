//! Query options that a service defines beside OData's: the other parameters in the query of an operation (OData to
//! OpenAPI Mapping 1.0, 4.4.1).

use graphwright_api::options::is_custom;
use graphwright_api::{ItemType, Primitive, QueryOption};
use openapiv3::{Operation, ParameterData, PathItem};

use crate::odata::requests;
use crate::odata::uses::{Declares, Uses};
use crate::odata::walk::Context;
use crate::pointer::Origins;

/// The query options that an operation takes; `at` is the pointer to it.
pub(crate) fn of_operation(
    context: Context<'_, '_>,
    item: &PathItem,
    operation: &Operation,
    at: impl Fn() -> String,
    origins: &mut Origins,
) -> Vec<QueryOption> {
    let Context { document, uses, .. } = context;
    let mut options: Vec<QueryOption> = Vec::new();
    // What an operation says of a parameter goes before what its path says (OpenAPI 3.0, 4.7.9.1).
    let declared = operation.parameters.iter().chain(&item.parameters);
    for data in document.query(declared).filter(|one| is_custom(&one.name)) {
        if options.iter().any(|known| known.name == data.name) {
            continue;
        }
        options.push(QueryOption {
            name: data.name.clone(),
            doc: requests::text(data.description.as_deref()),
            ty: typed(context, data, uses),
            required: data.required,
            origin: origins.add(at()),
        });
    }
    options
}

/// The type of one value that stands in a URL; of all else a document may say, the caller writes the text.
fn typed(context: Context<'_, '_>, data: &ParameterData, uses: &Uses<'_>) -> ItemType {
    let schema = context.document.parameter_schema(data);
    let stated = schema.map(|schema| uses.of(schema).ty);
    let one = stated.filter(|ty| !ty.collection).map(|ty| ty.item);
    let fits = |item: &ItemType| match item {
        ItemType::Primitive(primitive) => *primitive != Primitive::Stream,
        ItemType::Named(name) => uses.declared.get(name.as_str()) == Some(&Declares::Enum),
        ItemType::Untyped => false,
    };
    one.filter(fits).unwrap_or(QueryOption::TEXT)
}
