//! The enum over several types (OpenAPI `oneOf`, `anyOf`).

use graphwright_api::{Constant, OneOf, TypeDef, TypeKind, TypeRef};
use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::{Scope, docs, names, rust_type};

/// The enum of `ty`, and what tells its types apart.
pub(crate) fn render(scope: &Scope<'_>, ty: &TypeDef, one_of: &OneOf) -> TokenStream {
    let ident = scope.names.types[&ty.name].ident();
    let all = &one_of.alternatives;
    let wanted: Vec<&str> = all.iter().map(|one| one.name.as_str()).collect();
    let variants = names::alternatives(&wanted);
    let types: Vec<TokenStream> = all
        .iter()
        .map(|one| rust_type::value(scope, &one.ty))
        .collect();
    let held = all
        .iter()
        .zip(&types)
        .map(|(one, ty)| match is_boxed(scope, &one.ty) {
            true => quote!(Box<#ty>),
            false => quote!(#ty),
        });
    let how = all.iter().map(
        |one| match (is_boxed(scope, &one.ty), kind(scope, &one.ty)) {
            (true, _) => quote!(boxed),
            (false, Some(TypeKind::Enum(_))) => quote!(listed),
            (false, _) => quote!(plain),
        },
    );
    let docs = all
        .iter()
        .map(|one| docs::comment([docs::sentence(format!("{}.", docs::code(&one.name)))]));
    let members = &one_of.members;
    let tags = all.iter().map(|one| {
        let of_member = |member: &String| one.tags.iter().find(|tag| tag.member == *member);
        let lists = members.iter().map(|member| {
            let values = of_member(member).into_iter().flat_map(|tag| &tag.values);
            let values = values.map(literal);
            quote!((#(#values),*))
        });
        quote!(tags(#(#lists),*))
    });
    let required = all
        .iter()
        .map(|one| &one.required)
        .map(|names| quote!(required(#(#names),*)));
    let by = (!members.is_empty()).then(|| quote!(by(#(#members),*)));
    let mut doc = docs::text(&ty.doc);
    let name = docs::code(ty.name.as_str());
    let told: Vec<String> = members.iter().map(|member| docs::code(member)).collect();
    doc.push(docs::sentence(match told.as_slice() {
        [] => format!("{name}: one of several types, the first that a value fits best."),
        [member] => format!("{name}: one of several types, as {member} says."),
        several => format!(
            "{name}: one of several types, as {} say.",
            several.join(" and ")
        ),
    }));
    let doc = docs::comment(doc);
    quote! {
        #doc
        #[derive(Clone, PartialEq)]
        #[non_exhaustive]
        pub enum #ident {
            #(#docs #variants(#held),)*
            /// Of none of these types, as the service wrote it.
            Unrecognized(graphwright::Json),
        }

        graphwright::one_of!(#ident #by, [#(#variants #how(#types) #tags #required),*]);
    }
}

/// A tag as a literal.
fn literal(constant: &Constant) -> TokenStream {
    match constant {
        Constant::Boolean(value) => quote!(#value),
        Constant::Integer(number) => {
            let minus = (*number < 0).then(|| quote!(-));
            let number = Literal::u64_unsuffixed(number.unsigned_abs());
            quote!(#minus #number)
        }
        Constant::Number(number) => {
            let minus = number.is_sign_negative().then(|| quote!(-));
            let number = Literal::f64_unsuffixed(number.abs());
            quote!(#minus #number)
        }
        Constant::Text(text) => quote!(#text),
    }
}

/// Returns whether a value is in a box: what may hold another of the same enum.
fn is_boxed(scope: &Scope<'_>, ty: &TypeRef) -> bool {
    let kind = kind(scope, ty);
    matches!(kind, Some(TypeKind::Structured(_) | TypeKind::OneOf(_)))
}

/// Returns what a type declares that is no collection.
fn kind<'a>(scope: &'a Scope<'_>, ty: &TypeRef) -> Option<&'a TypeKind> {
    let name = ty.named().filter(|_| !ty.collection)?;
    Some(&scope.api.types.get(name)?.kind)
}
