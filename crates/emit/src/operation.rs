//! Actions and functions: the methods that invoke them, what they take and what they give.

use std::collections::BTreeMap;

use graphwright_api::permissions::RequestFunction;
use graphwright_api::route::shown;
use graphwright_api::{
    ItemType, Operation, OperationKind, Parameter, Primitive, QueryOptions, Target, TypeName,
    TypeRef, secrets,
};
use proc_macro2::{Ident, TokenStream};
use quote::quote;

use crate::model::{Member, render_struct};
use crate::names::{self, ItemName};
use crate::resource::{Given, Led, allow_many, request_doc};
use crate::{Scope, docs, rust_type};

/// The struct of an action's parameters.
pub(crate) fn parameters(scope: &Scope<'_>, name: &ItemName, operation: &Operation) -> TokenStream {
    let members: Vec<Member<'_>> = operation
        .parameters
        .iter()
        .map(|one| member(scope, one))
        .collect();
    let wire: Vec<&str> = operation
        .parameters
        .iter()
        .map(|parameter| parameter.name.as_str())
        .collect();
    let doc = vec![docs::sentence(format!(
        "The parameters of the action {}.",
        docs::code(&operation.name)
    ))];
    let schema = TypeName::new(format!("{}Parameters", operation.name));
    render_struct(
        scope,
        &name.ident(),
        &schema,
        doc,
        &members,
        &names::members(&wire),
    )
}

fn member<'a>(scope: &Scope<'_>, parameter: &'a Parameter) -> Member<'a> {
    Member {
        wire: &parameter.name,
        doc: &parameter.doc,
        ty: &parameter.ty,
        key: false,
        computed: false,
        required: false,
        secret: secrets::is_secret_member(scope.api, &parameter.name, &parameter.ty),
    }
}

/// The receiver of operations.
pub(crate) struct Caller<'a> {
    pub(crate) scope: &'a Scope<'a>,
    /// The resource that they are bound to; `None` for unbound operations.
    pub(crate) target: Option<&'a Target>,
    /// The path to it by each way.
    pub(crate) paths: Vec<&'a str>,
    /// The expression of it.
    pub(crate) receiver: TokenStream,
}

/// A method for each overload of `operations`, whose names are `names`.
pub(crate) fn methods(
    caller: &Caller<'_>,
    operations: &BTreeMap<String, Vec<Operation>>,
    names: &[Vec<Ident>],
) -> TokenStream {
    let all = operations.iter().zip(names);
    let methods = all.flat_map(|((segment, overloads), names)| {
        let overloads = overloads.iter().zip(names).enumerate();
        overloads.map(move |(number, (operation, name))| match operation.kind {
            OperationKind::Action => caller.action(segment, number, operation, name),
            OperationKind::Function => caller.function(segment, number, operation, name),
        })
    });
    quote!(#(#methods)*)
}

impl Caller<'_> {
    fn action(
        &self,
        segment: &str,
        number: usize,
        operation: &Operation,
        method: &Ident,
    ) -> TokenStream {
        let options = self.required(operation, &["parameters"]);
        let function = self.request_function(segment, number);
        let lines = self.lines("POST", &format!("/{segment}{}", options.query()));
        let attributes = self.attributes(
            operation,
            &function,
            &lines,
            self.options_docs(operation, &options),
        );
        let (receiver, result) = (options.place(&self.receiver), self.result(operation));
        let request = quote! {
            #receiver.segment(#segment).request(graphwright::Method::POST)
        };
        let key = (self.target.cloned(), segment.to_owned(), number);
        let (argument, body) = match self.scope.names.parameters.get(&key).map(rust_type::path) {
            Some(parameters) => (
                quote!(, parameters: &#parameters),
                quote!(.json_body(&graphwright::Body::new(parameters))),
            ),
            None => (quote!(), quote!()),
        };
        let options = options.arguments();
        let options = (!options.is_empty()).then(|| quote!(, #options));
        quote! {
            #attributes
            pub fn #method(&self #argument #options) -> graphwright::Request<#result> {
                #request #body
            }
        }
    }

    fn function(
        &self,
        segment: &str,
        number: usize,
        operation: &Operation,
        method: &Ident,
    ) -> TokenStream {
        let function = self.request_function(segment, number);
        let wire: Vec<&str> = operation
            .parameters
            .iter()
            .map(|one| one.name.as_str())
            .collect();
        let names = names::arguments(&wire);
        let parameters = || operation.parameters.iter().zip(&names);
        let types = parameters().map(|(parameter, _)| {
            let ty = argument_type(self.scope, &parameter.ty);
            match Absence::of(parameter) {
                Absence::None => ty.plain(),
                Absence::Null => {
                    let ty = ty.named();
                    quote!(impl Into<Option<#ty>>)
                }
                Absence::LeftOut => {
                    let ty = ty.plain();
                    quote!(Option<#ty>)
                }
                Absence::Both => {
                    let ty = ty.plain();
                    quote!(Option<Option<#ty>>)
                }
            }
        });
        let options = self.required(operation, &wire);
        let of_options = options.arguments();
        let separator = (!names.is_empty() && options.len() > 0).then(|| quote!(,));
        let arguments = quote!(#(#names: #types),* #separator #of_options);
        let nullable = parameters().filter(|(one, _)| Absence::of(one) == Absence::Null);
        let nullable: Vec<(&Ident, ArgumentType)> = nullable
            .map(|(parameter, name)| (name, argument_type(self.scope, &parameter.ty)))
            .collect();
        // A lifetime in `impl Into<…>` must have a name.
        let borrows = nullable.iter().any(|(_, ty)| ty.borrowed);
        let lifetime = borrows.then(|| quote!(<'a>));
        let given = nullable.iter().map(|(name, ty)| {
            let ty = ty.plain();
            quote!(let #name: Option<#ty> = #name.into();)
        });
        let given = quote!(#(#given)*);
        let call = shown(&operation.parts(segment));
        let lines = self.lines("GET", &format!("{call}{}", options.query()));
        let receiver = options.place(&self.receiver);
        let call = if operation.parameters.iter().any(|one| one.optional) {
            let values = parameters().map(|(one, name)| {
                if one.optional {
                    quote!(graphwright::given(&#name))
                } else {
                    quote!(Some(&#name))
                }
            });
            quote!(#receiver.function_of(#segment, &[#((#wire, #values)),*]))
        } else {
            quote!(#receiver.function(#segment, &[#((#wire, &#names)),*]))
        };
        let many = allow_many(names.len() + options.len());
        let mut docs = argument_docs(operation, &names);
        docs.extend(self.options_docs(operation, &options));
        let Some((led, invoked_by)) = self.composed(operation) else {
            let attributes = self.attributes(operation, &function, &lines, docs);
            let result = self.result(operation);
            return quote! {
                #attributes
                #many
                pub fn #method #lifetime(&self, #arguments) -> graphwright::Request<#result> {
                    #given
                    #call.request(graphwright::Method::GET)
                }
            };
        };
        docs.push(docs::sentence(format!(
            "This only addresses the result: `{invoked_by}()` on it invokes the function, and what else it \
             offers is asked of the result."
        )));
        let attributes = self.attributes(operation, &function, &lines, docs);
        let (ty, place) = (led.ty(), led.at(&call));
        quote! {
            #attributes
            #many
            pub fn #method #lifetime(&self, #arguments) -> #ty {
                #given
                #place
            }
        }
    }

    /// Of a composable function, the resource that it addresses, and the method of that resource that invokes
    /// it.
    fn composed(&self, operation: &Operation) -> Option<(Led, Ident)> {
        let (target, invoked_by) = operation.addresses(self.scope.api)?;
        let led = Led::by_way(
            self.scope,
            target,
            operation.offers,
            &QueryOptions::default(),
        )?;
        Some((led, names::standard_method(invoked_by)))
    }

    /// The query options that a call requires, beside arguments of these names.
    fn required<'o>(&'o self, operation: &'o Operation, beside: &[&str]) -> Given<'o> {
        let options = operation.options.iter().filter(|one| one.required);
        Given::new(self.scope, beside, &options.collect::<Vec<_>>())
    }

    /// Documents the query options: of an unbound operation nothing else takes those that it does not require.
    fn options_docs(&self, operation: &Operation, required: &Given<'_>) -> Vec<docs::Block> {
        let mut docs = required.docs();
        let unbound = operation.options.iter().filter(|_| self.target.is_none());
        for option in unbound.filter(|one| !one.required) {
            let name = docs::code(&option.name);
            let label = format!(
                "Takes the query option {name}, which [`query`](graphwright::Request::query) adds"
            );
            docs.extend(docs::labelled(&label, &option.doc));
        }
        docs
    }

    fn attributes(
        &self,
        operation: &Operation,
        function: &RequestFunction,
        lines: &[String],
        more: Vec<docs::Block>,
    ) -> TokenStream {
        let kind = match operation.kind {
            OperationKind::Action => "action",
            OperationKind::Function => "function",
        };
        let sentence = format!("Invokes the {kind} {}.", docs::code(&operation.name));
        let doc = request_doc(
            self.scope,
            &operation.doc,
            &sentence,
            lines,
            more,
            Some(function),
        );
        let deprecated = operation.deprecation.as_ref().map(docs::deprecated);
        quote! {
            #doc
            #deprecated
            #[inline]
        }
    }

    /// The HTTP line by each way.
    fn lines(&self, method: &str, call: &str) -> Vec<String> {
        let paths = self.paths.iter();
        paths.map(|path| format!("{method} {path}{call}")).collect()
    }

    fn request_function(&self, segment: &str, number: usize) -> RequestFunction {
        RequestFunction::Operation(self.target.cloned(), segment.to_owned(), number)
    }

    /// The result of the request.
    fn result(&self, operation: &Operation) -> TokenStream {
        match &operation.returns {
            None => quote!(()),
            Some(returns) if returns.ty.collection && returns.nullable => {
                let item = rust_type::item(self.scope, &returns.ty.item);
                quote!(graphwright::Page<Option<#item>>)
            }
            Some(returns) => payload(self.scope, &returns.ty),
        }
    }
}

/// How an argument of a function can be absent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Absence {
    /// It cannot.
    None,
    /// It can be null (CSDL 4.01, 7.2.1 and 12.9). A collection has null items, and is never null itself.
    Null,
    /// The call can leave it out (`Core.OptionalParameter`).
    LeftOut,
    /// The call can leave it out, and it can be null.
    Both,
}

impl Absence {
    /// How an argument for that parameter can be absent.
    pub fn of(parameter: &Parameter) -> Self {
        let nullable = parameter.nullable && !parameter.ty.collection;
        match (nullable, parameter.optional) {
            (false, false) => Self::None,
            (true, false) => Self::Null,
            (false, true) => Self::LeftOut,
            (true, true) => Self::Both,
        }
    }
}

/// A line for each parameter of a function that the description describes, and for each that can be absent
/// in two ways.
fn argument_docs(operation: &Operation, names: &[Ident]) -> Vec<docs::Block> {
    let all = names.iter().zip(&operation.parameters);
    all.flat_map(|(ident, parameter)| {
        let mut text = match parameter.doc.trim().is_empty() {
            true => Vec::new(),
            false => docs::labelled(&format!("`{ident}`"), &parameter.doc),
        };
        if Absence::of(parameter) == Absence::Both {
            text.push(docs::sentence(format!(
                "`{ident}`: `None` leaves it out, and `Some(None)` sends `null`."
            )));
        }
        text
    })
    .collect()
}

/// Returns the Rust type that a response of that type is read as.
pub(crate) fn payload(scope: &Scope<'_>, ty: &TypeRef) -> TokenStream {
    let item = rust_type::item(scope, &ty.item);
    match &ty.item {
        _ if ty.collection => quote!(graphwright::Page<#item>),
        // A stream is the body itself (OData Protocol 4.01, 11.2.4.2), and no JSON.
        ItemType::Primitive(Primitive::Stream) => quote!(graphwright::Bytes),
        ItemType::Named(name) if names::is_structured(scope.api, name) => item,
        _ => quote!(graphwright::Single<#item>),
    }
}

/// The type of an argument.
pub(crate) struct ArgumentType {
    /// Without the reference.
    item: TokenStream,
    borrowed: bool,
}

impl ArgumentType {
    /// The type, whose lifetime has no name.
    pub(crate) fn plain(&self) -> TokenStream {
        let item = &self.item;
        match self.borrowed {
            true => quote!(&#item),
            false => quote!(#item),
        }
    }

    /// The type, whose lifetime has a name.
    fn named(&self) -> TokenStream {
        let item = &self.item;
        match self.borrowed {
            true => quote!(&'a #item),
            false => quote!(#item),
        }
    }
}

/// The type of an argument for a value of that type.
pub(crate) fn argument_type(scope: &Scope<'_>, ty: &TypeRef) -> ArgumentType {
    let (item, borrowed) = match &ty.item {
        ItemType::Primitive(Primitive::String) if !ty.collection => (quote!(str), true),
        ItemType::Primitive(primitive) if !ty.collection => {
            match rust_type::plain_number(*primitive) {
                Some(number) => (number, false),
                None => (rust_type::item(scope, &ty.item), !is_copied(*primitive)),
            }
        }
        ItemType::Named(name) if !ty.collection && !names::is_structured(scope.api, name) => {
            (rust_type::item(scope, &ty.item), true)
        }
        // Collections and structured values are written as JSON (URL Conventions 4.01, 5.1.1.14.3).
        _ => (quote!(graphwright::Json), true),
    };
    ArgumentType { item, borrowed }
}

/// Returns whether an argument of that type is a plain number of Rust, and a field is not.
pub fn is_plain_number(primitive: Primitive) -> bool {
    rust_type::plain_number(primitive).is_some()
}

/// Whether a value is passed by itself and not by reference.
pub fn is_copied(primitive: Primitive) -> bool {
    matches!(
        primitive,
        Primitive::Boolean
            | Primitive::Byte
            | Primitive::SByte
            | Primitive::Int16
            | Primitive::Int32
            | Primitive::Int64
            | Primitive::UInt16
            | Primitive::UInt32
            | Primitive::UInt64
    )
}
