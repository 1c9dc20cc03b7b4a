//! The enum of numbers that have names.

use graphwright_api::{NumberMember, TypeDef};
use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::{Scope, docs, names};

/// The enum of `ty`, and the number of each variant.
pub(crate) fn render(scope: &Scope<'_>, ty: &TypeDef, members: &[NumberMember]) -> TokenStream {
    let ident = scope.names.types[&ty.name].ident();
    let name = ty.name.as_str();
    let variants = names::numbers(members);
    let numbers = members.iter().map(|one| {
        let minus = (one.number < 0).then(|| quote!(-));
        let number = Literal::u64_unsuffixed(one.number.unsigned_abs());
        quote!(#minus #number)
    });
    let mut doc = docs::text(&ty.doc);
    doc.push(docs::sentence(format!("{}.", docs::code(name))));
    let doc = docs::comment(doc);
    let docs = members.iter().map(|one| {
        let mut doc = docs::text(&one.doc);
        doc.push(docs::sentence(format!(
            "{}.",
            docs::code(&one.number.to_string())
        )));
        docs::comment(doc)
    });
    quote! {
        #doc
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum #ident {
            #(#docs #variants,)*
            /// A number that the description does not list.
            Unrecognized(i64),
        }

        graphwright::numbers!(#ident, [#(#variants #numbers),*]);
    }
}
