//! Decides the result of a call from its responses.

use graphwright_api::plain::{Answer, Call, Content, Form, Nulls, Status};
use graphwright_api::{ItemType, Primitive, TypeKind, TypeRef};
use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::names::{self, ItemName};
use crate::{Scope, docs, rust_type};

/// The result of a call that succeeds.
pub(crate) enum Gives<'a> {
    /// Nothing.
    Nothing,
    /// Always the same.
    One(&'a Content),
    /// The same, or nothing.
    Optional(&'a Content),
    /// Different things by status.
    Several,
}

impl Gives<'_> {
    pub(crate) fn is_several(&self) -> bool {
        matches!(self, Self::Several)
    }
}

/// Returns what `call` gives.
pub(crate) fn gives(call: &Call) -> Gives<'_> {
    // The answer to HEAD has no body (RFC 9110, 9.3.2).
    if call.method == "HEAD" {
        return Gives::Nothing;
    }
    let successes = call.successes();
    let held: Vec<Option<&Content>> = successes.iter().map(|one| one.contents.first()).collect();
    let all: Vec<&Content> = held.iter().copied().flatten().collect();
    let Some(first) = all.first() else {
        return Gives::Nothing;
    };
    let differs = |one: &&&Content| one.form != first.form || one.nulls.items != first.nulls.items;
    if all.iter().find(differs).is_some() {
        return Gives::Several;
    }
    let may_be_null = all.iter().any(|one| one.nulls.whole);
    match all.len() == held.len() && !may_be_null {
        true => Gives::One(first),
        false => Gives::Optional(first),
    }
}

/// Returns what a call can be asked for in place of the usual, where it gives one thing.
pub(super) fn others(call: &Call) -> Vec<&Content> {
    if call.method == "HEAD" {
        return Vec::new();
    }
    match call.successes().as_slice() {
        [one] => one
            .contents
            .iter()
            .skip(1)
            .filter(|one| can_be_asked_for(one))
            .collect(),
        _ => Vec::new(),
    }
}

/// Returns whether the media type is one, and not a range of several.
fn can_be_asked_for(content: &Content) -> bool {
    let text = &content.media_type;
    !text.contains('*') && text.bytes().all(|byte| (b' '..=b'~').contains(&byte))
}

/// Returns what a response with that content is read as.
pub(super) fn payload(scope: &Scope<'_>, content: &Content) -> TokenStream {
    match &content.form {
        Form::Json(ty) => json(scope, ty, content.nulls),
        Form::Text => quote!(String),
        Form::Fields(..) | Form::Multipart(_) | Form::Bytes => quote!(graphwright::Bytes),
    }
}

fn json(scope: &Scope<'_>, ty: &TypeRef, nulls: Nulls) -> TokenStream {
    // What may be any JSON may be null as it is.
    if ty.collection && nulls.items && ty.item != ItemType::Untyped {
        let item = rust_type::item(scope, &ty.item);
        return quote!(Vec<Option<#item>>);
    }
    let value = rust_type::value(scope, ty);
    match is_single(scope, ty) {
        true => quote!(graphwright::Single<#value>),
        false => value,
    }
}

/// Returns whether a value of that type is read in a `Single`: an enumeration type is no payload by itself.
pub(super) fn is_single(scope: &Scope<'_>, ty: &TypeRef) -> bool {
    let named = ty.named().and_then(|name| scope.api.types.get(name));
    !ty.collection
        && matches!(
            named.map(|ty| &ty.kind),
            Some(TypeKind::Enum(_) | TypeKind::IntegerEnum(_))
        )
}

/// The media type to ask for, where that is not the one that is asked for anyway.
pub(super) fn accept(gives: &Gives<'_>) -> Option<String> {
    let (Gives::One(content) | Gives::Optional(content)) = gives else {
        return None;
    };
    if !can_be_asked_for(content) {
        return None;
    }
    // A text is asked for as text before JSON, unless it is said which of them it is.
    let text = TypeRef::one(ItemType::Primitive(Primitive::String));
    let usual = matches!(&content.form, Form::Json(ty) if *ty != text)
        && matches!(content.media_type.as_str(), "application/json" | "*/*");
    (!usual).then(|| content.media_type.clone())
}

/// The enum over what a call answers.
pub(crate) fn answers(scope: &Scope<'_>, name: &ItemName, call: &Call) -> TokenStream {
    let ident = name.ident();
    let all = call.successes();
    let statuses: Vec<Status> = all.iter().map(|one| one.status).collect();
    let variants = names::statuses(&statuses);
    let held: Vec<TokenStream> = all
        .iter()
        .map(|one| {
            let held = one.contents.first().map(|held| payload(scope, held));
            held.map_or_else(TokenStream::new, |held| quote!((#held)))
        })
        .collect();
    let variant_docs = all.iter().map(|one| {
        let mut doc = docs::text(&one.doc);
        doc.push(docs::sentence(format!(
            "Status {}.",
            docs::code(&one.status.to_string())
        )));
        docs::comment(doc)
    });
    let ranges = statuses.iter().map(|status| match status {
        Status::Code(code) => (*code, *code),
        Status::Range(_) | Status::Default => (200, 299),
    });
    let ranges = ranges.map(|(first, last)| {
        let [first, last] = [first, last].map(Literal::u16_unsuffixed);
        quote!(#first #last)
    });
    let doc = docs::comment([docs::sentence(format!(
        "What {} gives, by status.",
        docs::code(&call.name)
    ))]);
    quote! {
        #doc
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum #ident {
            #(#variant_docs #variants #held,)*
        }

        graphwright::answers!(#ident, [#(#variants #held #ranges),*]);
    }
}

/// The type that the body of a failure is read as, where the description says more than that it is JSON.
pub(super) fn failure(scope: &Scope<'_>, answer: &Answer) -> Option<TokenStream> {
    let Form::Json(ty) = &answer.contents.first()?.form else {
        return None;
    };
    (ty.item != ItemType::Untyped).then(|| rust_type::value(scope, ty))
}

/// Returns what the documentation of a call says of its failures.
pub(super) fn said(scope: &Scope<'_>, call: &Call) -> Vec<docs::Block> {
    let mut doc = Vec::new();
    for failure in call.failures() {
        let status = docs::code(&failure.status.to_string());
        let read = self::failure(scope, failure).map(|ty| ty.to_string().replace(' ', ""));
        let read = read.map(|ty| docs::code(&ty.replace("crate::models::", "")));
        let read = read.map(|ty| format!("The error\u{2019}s `body_as` reads a {ty}."));
        let mut said = docs::labelled(&format!("Fails with {status}"), &failure.doc);
        match (said.first_mut(), read) {
            (Some(docs::Block::Paragraph(text)), Some(read)) => text.push_str(&format!(" {read}")),
            (_, read) => said.extend(read.map(docs::sentence)),
        }
        doc.extend(said);
    }
    doc
}
