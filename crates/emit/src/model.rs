//! The struct of a structured type.

use graphwright_api::{Property, TypeDef, TypeName, TypeRef, secrets};
use proc_macro2::{Ident, TokenStream};
use quote::quote;

use crate::names::{MemberName, members, wire};
use crate::{Scope, all_models, docs, rust_type};

/// The documentation of a member or parameter whose value is a secret.
pub(crate) const SECRET: &str = "A secret: `Debug` does not show it.";

/// A member of a struct: a property of a type, or a parameter of an action.
pub(crate) struct Member<'a> {
    pub(crate) wire: &'a str,
    pub(crate) doc: &'a str,
    pub(crate) ty: &'a TypeRef,
    pub(crate) key: bool,
    pub(crate) computed: bool,
    pub(crate) required: bool,
    pub(crate) secret: bool,
}

impl<'a> Member<'a> {
    /// One of all `properties` of `ty`.
    fn new(
        scope: &Scope<'_>,
        ty: &TypeDef,
        property: &'a Property,
        properties: &[&Property],
    ) -> Self {
        Self {
            wire: &property.name,
            doc: &property.doc,
            ty: &property.ty,
            key: property.key,
            computed: property.computed,
            required: property.required,
            secret: secrets::is_secret(scope.api, ty.name.simple(), property, properties),
        }
    }
}

/// The struct of `ty`.
pub(crate) fn render(scope: &Scope<'_>, ty: &TypeDef) -> TokenStream {
    let properties = scope.api.all_properties(&ty.name);
    let members = properties.iter();
    let members = members.map(|one| Member::new(scope, ty, one, &properties));
    let members: Vec<Member<'_>> = members.collect();
    let mut doc = docs::text(&ty.doc);
    doc.push(docs::sentence(match ty.base() {
        Some(base) => format!(
            "{}, derived from {}.",
            docs::code(ty.name.as_str()),
            docs::code(base.as_str())
        ),
        None => format!("{}.", docs::code(ty.name.as_str())),
    }));
    let names = self::members(&wire(&properties));
    render_struct(
        scope,
        &scope.names.types[&ty.name].ident(),
        &ty.name,
        doc,
        &members,
        &names,
    )
}

/// A struct with `members`, and the line that makes it a model.
pub(crate) fn render_struct(
    scope: &Scope<'_>,
    ident: &Ident,
    schema_name: &TypeName,
    doc: Vec<docs::Block>,
    members: &[Member<'_>],
    names: &[MemberName],
) -> TokenStream {
    let doc = docs::comment(doc);
    let types = members
        .iter()
        .map(|member| rust_type::field(scope, member.ty));
    let field_docs = members
        .iter()
        .map(|member| docs::comment(member_doc(scope, member)));
    let fields: Vec<&Ident> = names.iter().map(|name| &name.field).collect();
    let constants = names.iter().map(|name| &name.constant);
    let wire = members.iter().map(|member| member.wire);
    let marks = members.iter().map(marks);
    let name = schema_name.as_str();
    let additional = all_models::additional(scope);
    let plain = (!scope.api.plain.is_empty()).then(|| quote!(plain));
    quote! {
        #doc
        pub struct #ident {
            #(#field_docs pub #fields: Option<#types>,)*
            /// Members without a field of their own, kept as they were written.
            pub additional: #additional,
        }

        graphwright::model!(#ident = #plain #name, [#(#constants #fields #wire #marks),*]);
    }
}

/// The description's words, else those of the member's type.
fn member_doc(scope: &Scope<'_>, member: &Member<'_>) -> Vec<docs::Block> {
    let mut doc = docs::text(member.doc);
    if doc.is_empty() {
        let ty = member.ty.named().and_then(|name| scope.api.types.get(name));
        doc = ty.map(|ty| docs::text(&ty.doc)).unwrap_or_default();
    }
    if doc.is_empty() {
        doc.push(docs::sentence(format!("{}.", docs::code(member.wire))));
    }
    if member.key {
        doc.push(docs::sentence("Part of the key; a patch does not send it."));
    }
    if member.computed {
        doc.push(docs::sentence(
            "Set by the service only; a request does not send it.",
        ));
    }
    // What only the service sets is required of the service (OpenAPI 3.0, 4.7.24.1).
    if member.required && !member.computed {
        doc.push(docs::sentence("Required."));
    }
    if member.secret {
        doc.push(docs::sentence(SECRET));
    }
    doc
}

/// Returns what the core must know of it beside its type.
fn marks(member: &Member<'_>) -> TokenStream {
    let key = member.key.then(|| quote!(key));
    let computed = member.computed.then(|| quote!(computed));
    let secret = member.secret.then(|| quote!(secret));
    let must_escape = |c: char| matches!(c, '"' | '\\' | ..'\u{20}');
    let escaped = member.wire.contains(must_escape).then(|| quote!(escaped));
    quote!(#key #computed #secret #escaped)
}
