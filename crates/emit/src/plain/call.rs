//! The methods that are calls.

use graphwright_api::plain::{Call, CallParameter, Content, Form, FormPart, PartKind, PathPrefix};
use graphwright_api::{TypeKind, TypeRef};
use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::answer::{Gives, accept, gives, payload, said};
use super::argument::{argument, borrowed, described, field};
use super::{MethodVariant, client, ways};
use crate::names;
use crate::resource::{allow_many, request_doc};
use crate::{Scope, docs, rust_type};

/// The calls of a place, each with the names of its methods.
pub(super) fn methods(
    scope: &Scope<'_>,
    template: &str,
    place: &PathPrefix,
    receiver: &TokenStream,
    methods: &[Vec<Ident>],
) -> TokenStream {
    let calls = place.calls.iter().zip(methods).enumerate();
    let methods = calls.flat_map(|(number, (call, methods))| {
        let key = (template.to_owned(), number);
        let ways = ways(call).into_iter().zip(methods);
        ways.map(move |(way, method)| one(scope, &key, call, way, receiver, method))
    });
    quote!(#(#methods)*)
}

fn one(
    scope: &Scope<'_>,
    key: &names::CallKey,
    call: &Call,
    way: MethodVariant<'_>,
    receiver: &TokenStream,
    method: &Ident,
) -> TokenStream {
    let body = way.body;
    let required: Vec<&CallParameter> = call.parameters.iter().filter(|one| one.required).collect();
    let wire: Vec<&str> = required.iter().map(|one| one.name.as_str()).collect();
    let names = names::call_arguments(&wire);
    let sent = body.map(|body| sent(scope, call, body));
    let is_optional = sent.as_ref().is_some_and(|sent| sent.optional);
    let generics = is_optional.then(|| quote!(<'a>));
    let mut arguments = TokenStream::new();
    let mut given = TokenStream::new();
    for (parameter, name) in required.iter().zip(&names) {
        let (ty, is_reference) = argument(scope, &parameter.ty, &TokenStream::new());
        let (parameter, value) = (described(parameter), borrowed(name, is_reference));
        arguments.extend(quote!(, #name: #ty));
        given.extend(quote!(.parameter(#parameter, Some(#value))));
    }
    if let Some(sent) = &sent {
        let ty = &sent.ty;
        arguments.extend(quote!(, body: #ty));
    }
    if let Some(options) = scope.names.options.get(key) {
        let options = rust_type::path(options);
        arguments.extend(quote!(, options: &#options));
        let optional: Vec<&CallParameter> =
            call.parameters.iter().filter(|one| !one.required).collect();
        let wire: Vec<&str> = optional.iter().map(|one| one.name.as_str()).collect();
        for (parameter, field) in optional.iter().zip(names::options(&wire)) {
            let parameter = described(parameter);
            given.extend(quote!(.parameter(#parameter, options.#field.as_ref())));
        }
    }
    let gives = way.answer.map_or_else(|| gives(call), Gives::One);
    let result = result(scope, key, &gives);
    let accept = accept(&gives).map(|accept| quote!(.header("Accept", #accept)));
    let http = quote::format_ident!("{}", call.method);
    let slash = call.slash.then(|| quote!(.segment("")));
    let query = (!call.query.is_empty()).then(|| {
        let query = &call.query;
        quote!(.fixed_query(#query))
    });
    let server = call.server.as_ref();
    let server = server.map(|root| quote!(.at_server(#root)));
    let ways = call.sign_in.as_ref().map(|ways| {
        let ways = ways.iter().map(client::way);
        quote!(.signed_in_by(&[#(#ways),*]))
    });
    let request = quote! {
        #receiver #slash.request(graphwright::Method::#http) #server #ways #accept #query #given
    };
    let request = match &sent {
        Some(sent) if sent.optional => {
            let put = &sent.put;
            quote! {
                let request = #request;
                match body.into() {
                    Some(body) => request #put,
                    None => request,
                }
            }
        }
        Some(sent) => {
            let put = &sent.put;
            quote!(#request #put)
        }
        None => request,
    };
    let doc = doc(scope, &key.0, call, way, &names, &required);
    let deprecated = call.deprecation.as_ref().map(docs::deprecated);
    let many = allow_many(required.len() + 3);
    quote! {
        #doc
        #deprecated
        #many
        #[inline]
        pub fn #method #generics(&self #arguments) -> graphwright::Request<#result> {
            #request
        }
    }
}

fn result(scope: &Scope<'_>, key: &names::CallKey, gives: &Gives<'_>) -> TokenStream {
    match gives {
        Gives::Nothing => quote!(()),
        Gives::One(content) => payload(scope, content),
        Gives::Optional(content) => {
            let payload = payload(scope, content);
            quote!(Option<#payload>)
        }
        Gives::Several => scope
            .names
            .answers
            .get(key)
            .map_or_else(|| quote!(()), rust_type::path),
    }
}

/// The body that is sent.
struct Sent {
    /// The type of the argument.
    ty: TokenStream,
    /// How it becomes the body.
    put: TokenStream,
    /// Whether it may be left out.
    optional: bool,
}

fn sent(scope: &Scope<'_>, call: &Call, body: &Content) -> Sent {
    let optional = may_be_left_out(call, body);
    let life = match optional {
        true => quote!('a),
        false => TokenStream::new(),
    };
    let ty = body_type(scope, body, &life);
    Sent {
        ty: match optional {
            true => quote!(impl Into<Option<#ty>>),
            false => ty,
        },
        put: put(scope, body),
        optional,
    }
}

/// Whether a method that sends `body` can be called without one.
pub(super) fn may_be_left_out(call: &Call, body: &Content) -> bool {
    !call.body_required && body.form.ty().is_some()
}

/// The type of what is given as the body; `life` is the lifetime of a reference.
pub(super) fn body_type(scope: &Scope<'_>, body: &Content, life: &TokenStream) -> TokenStream {
    match &body.form {
        Form::Json(ty) | Form::Fields(ty, _) => argument(scope, ty, life).0,
        Form::Multipart(_) => quote!(&graphwright::Multipart),
        Form::Text => quote!(&str),
        Form::Bytes => quote!(impl Into<graphwright::Bytes>),
    }
}

/// How what is given becomes the body.
fn put(scope: &Scope<'_>, body: &Content) -> TokenStream {
    let media_type = &body.media_type;
    match &body.form {
        Form::Json(ty) => {
            let value = sent_of(scope, ty);
            let other = (media_type != "application/json" && !media_type.contains('*'))
                .then(|| quote!(.header("Content-Type", #media_type)));
            quote!(.json_body(&#value) #other)
        }
        Form::Fields(ty, styles) => {
            let value = sent_of(scope, ty);
            let styles = styles.iter().map(field);
            quote!(.form_body(&#value, &[#(#styles),*]))
        }
        Form::Multipart(parts) => several(media_type, parts),
        Form::Text => {
            let media_type = match media_type.contains('*') {
                true => "text/plain",
                false => media_type,
            };
            quote!(.body_bytes(#media_type, body.to_owned()))
        }
        Form::Bytes => {
            let media_type = match media_type.contains('*') {
                true => "application/octet-stream",
                false => media_type,
            };
            quote!(.body_bytes(#media_type, body))
        }
    }
}

/// How a form of several parts becomes the body, with the media types of its parts.
fn several(media_type: &str, parts: &[FormPart]) -> TokenStream {
    let usual = "multipart/form-data";
    let essence = media_type.split(';').next().unwrap_or_default().trim();
    let essence = if essence.contains('*') {
        usual
    } else {
        essence
    };
    let parts = parts.iter().filter_map(|part| {
        let (name, media_type) = (&part.name, part.media_type.as_ref()?);
        Some(quote!((#name, #media_type)))
    });
    let parts: Vec<TokenStream> = parts.collect();
    match essence.eq_ignore_ascii_case(usual) && parts.is_empty() {
        true => quote!(.multipart_body(body)),
        false => quote!(.multipart_body_as(#essence, body, &[#(#parts),*])),
    }
}

/// Returns the sentence on a part of a form that precedes its description.
fn part_words(part: &FormPart) -> String {
    let kind = match part.kind {
        PartKind::File => "a file",
        PartKind::Json => "JSON",
        PartKind::Text => "a field",
    };
    let several = if part.several { ", or several" } else { "" };
    let media_type = part.media_type.as_ref();
    let media_type = media_type.map(|one| format!(" ({})", docs::code(one)));
    let required = if part.required { ", required" } else { "" };
    format!(
        "Part {}: {kind}{}{several}{required}",
        docs::code(&part.name),
        media_type.unwrap_or_default()
    )
}

/// Renders the body from the argument `body`, without the members that only the service sets.
fn sent_of(scope: &Scope<'_>, ty: &TypeRef) -> TokenStream {
    let kind_of = |ty: &TypeRef| scope.api.types.get(ty.named()?).map(|ty| &ty.kind);
    match kind_of(ty) {
        None | Some(TypeKind::Enum(_) | TypeKind::IntegerEnum(_)) => quote!(body),
        Some(TypeKind::List(item)) if !ty.collection => match kind_of(item) {
            None | Some(TypeKind::Enum(_) | TypeKind::IntegerEnum(_)) => quote!(body),
            _ => quote!(graphwright::Body::plain_all(body)),
        },
        _ if ty.collection => quote!(graphwright::Body::plain_all(body)),
        Some(TypeKind::Structured(_)) => quote!(graphwright::Body::plain(body)),
        _ => quote!(graphwright::Body::plain_value(body)),
    }
}

fn doc(
    scope: &Scope<'_>,
    template: &str,
    call: &Call,
    way: MethodVariant<'_>,
    names: &[Ident],
    required: &[&CallParameter],
) -> TokenStream {
    let mut more = Vec::new();
    for (name, parameter) in names.iter().zip(required) {
        if !parameter.doc.trim().is_empty() {
            more.extend(docs::labelled(&format!("`{name}`"), &parameter.doc));
        }
    }
    if let Some(Content {
        form: Form::Multipart(parts),
        ..
    }) = way.body
    {
        for part in parts {
            more.extend(docs::labelled(&part_words(part), &part.doc));
        }
    }
    if let Some(answer) = way.answer {
        more.push(docs::sentence(format!(
            "Asks for {}.",
            docs::code(&answer.media_type)
        )));
    }
    more.extend(client::said(call));
    more.extend(said(scope, call));
    let line = call.line(template);
    let sentence = format!("Calls {}.", docs::code(&call.name));
    request_doc(scope, &call.doc, &sentence, &[line], more, None)
}
