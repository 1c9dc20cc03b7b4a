//! Cases as Rust: a module for each document, in it a test for each operation, in it a call for each
//! case.

use std::collections::BTreeMap;

use graphwright_emit::{Argument, CallMethod, Given, Read};
use proc_macro2::{Group, Ident, Literal, TokenStream, TokenTree};
use quote::{format_ident, quote};
use serde_json::Value;

use super::cases::{Answered, Body, Case, Part, What};
use super::check::GIVEN;
use super::document::Document;

/// The module of a document, whose crate is called `name`; `first` is the number of its first case.
pub(crate) fn module(
    name: &str,
    calls: &[(CallMethod<'_>, Vec<Case<'_>>)],
    first: usize,
) -> TokenStream {
    let package = format_ident!("{}", name.replace('-', "_"));
    let mut operations: BTreeMap<String, Vec<TokenStream>> = BTreeMap::new();
    let all = calls
        .iter()
        .flat_map(|(method, cases)| cases.iter().map(move |case| (method, case)));
    for (number, (method, case)) in all.enumerate() {
        let label = format!("{} {name}", first + number);
        let writer = Writer {
            case,
            method,
            package: &package,
        };
        let call = writer.call(&label);
        operations
            .entry(case.operation.key())
            .or_default()
            .push(call);
    }
    let mut taken: Vec<Ident> = Vec::new();
    let document = calls
        .iter()
        .flat_map(|(_, cases)| cases)
        .map(|case| case.operation.document);
    let schemes: Vec<&str> = document
        .take(1)
        .flat_map(Document::security_schemes)
        .collect();
    let tests = operations.iter().map(|(key, calls)| {
        let mut name = test_name(key);
        while taken.contains(&name) {
            name = format_ident!("{name}_too");
        }
        taken.push(name.clone());
        let doc = format!(" {key}");
        quote! {
            #[doc = #doc]
            #[tokio::test]
            async fn #name() {
                let client = #package::Client::from(core(&[#(#schemes),*]));
                #(#calls)*
            }
        }
    });
    quote! {
        mod #package {
            use crate::runner::*;

            #(#tests)*
        }
    }
}

/// JSON as a text of Rust, raw where that reads better.
fn json(value: &Value) -> Literal {
    let json = value.to_string();
    let hashes = if json.contains("\"#") { "##" } else { "#" };
    let raw = format!("r{hashes}\"{json}\"{hashes}").parse();
    let raw = raw.ok().filter(|_| json.contains('"'));
    raw.unwrap_or_else(|| Literal::string(&json))
}

/// Method and path in words.
fn test_name(key: &str) -> Ident {
    let words = key
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty());
    format_ident!(
        "{}",
        words.collect::<Vec<_>>().join("_").to_ascii_lowercase()
    )
}

struct Writer<'w> {
    case: &'w Case<'w>,
    method: &'w CallMethod<'w>,
    package: &'w Ident,
}

impl Writer<'_> {
    /// The call, and what must come of it.
    fn call(&self, label: &str) -> TokenStream {
        let request = self.request();
        if self.case.answer.fails {
            return self.failure(label, &request);
        }
        let answer = self
            .case
            .answer
            .content
            .as_ref()
            .map(|(_, answered)| answered);
        let sent = quote!(send(#label, #request).await);
        match (&self.method.gives, answer) {
            (Given::One(Read::Nothing), _) => quote!(let () = #sent;),
            (Given::One(read), Some(answer)) => {
                let same = self.same(read, answer);
                quote!(let value = #sent; #same)
            }
            (Given::Optional(read), Some(answer)) => {
                let same = self.same(read, answer);
                quote!(let value = #sent.unwrap(); #same)
            }
            (Given::One(_) | Given::Optional(_), None) => quote!(assert!(#sent.is_none());),
            (Given::Several(ty, variants), answer) => {
                let ty = self.outside(ty.clone());
                let (variant, read) = &variants[self.case.answer.number];
                match answer {
                    None => quote!(assert_eq!(#sent, #ty::#variant);),
                    Some(answer) => {
                        let same = self.same(read, answer);
                        quote! {
                            let #ty::#variant(value) = #sent else { panic!("another answer") };
                            #same
                        }
                    }
                }
            }
        }
    }

    /// The call, and the error that must come of it.
    fn failure(&self, label: &str, request: &TokenStream) -> TokenStream {
        let answer = &self.case.answer;
        let status = Literal::u16_unsuffixed(answer.status);
        let read = match &answer.content {
            None => quote!(assert!(error.body().is_empty());),
            Some((_, Answered::Json(value))) => {
                let (_, ty) = &self.method.failures[answer.number];
                let ty = ty.clone().map(|ty| self.outside(ty));
                let ty = ty.unwrap_or_else(|| quote!(graphwright::Json));
                let (json, in_fields) = (json(value), self.in_fields());
                quote! {
                    let value = error.body_as::<#ty>().unwrap();
                    same(&value, #json);
                    #in_fields
                }
            }
            Some((_, answered)) => {
                let bytes = Literal::byte_string(&answered.bytes());
                quote!(assert_eq!(error.body().as_ref(), #bytes);)
            }
        };
        quote! {
            let error = fail(#label, #status, #request).await;
            #read
        }
    }

    /// That the members of `value` are in its fields.
    fn in_fields(&self) -> TokenStream {
        let fields = &self.case.answer.fields;
        match fields.is_empty() {
            true => TokenStream::new(),
            false => quote!(in_fields(&value.additional, &[#(#fields),*]);),
        }
    }

    /// That `value`, as it was read, is what was answered.
    fn same(&self, read: &Read<'_>, answer: &Answered) -> TokenStream {
        match answer {
            Answered::Json(value) => {
                let json = json(value);
                let in_fields = self.in_fields();
                match read {
                    Read::Single(_) => quote!(same(&value.value, #json);),
                    _ => quote!(same(&value, #json); #in_fields),
                }
            }
            Answered::Text(text) => quote!(assert_eq!(value, #text);),
            Answered::Bytes(bytes) => {
                let bytes = Literal::byte_string(bytes);
                quote!(assert_eq!(value.as_ref(), #bytes);)
            }
        }
    }

    fn request(&self) -> TokenStream {
        let method = self.method;
        let mut request = quote!(client);
        for (step, arguments) in &method.steps {
            let arguments = arguments.iter().map(|one| self.argument(one));
            request.extend(quote!(.#step(#(#arguments),*)));
        }
        let mut arguments: Vec<TokenStream> = method
            .arguments
            .iter()
            .map(|one| self.argument(one))
            .collect();
        if let Some(argument) = &method.body {
            let ty = self.outside(argument.ty.clone());
            arguments.push(match &self.case.body {
                None => quote!(None::<#ty>),
                Some(body) => body_argument(&ty, argument.optional, body),
            });
        }
        if let Some((ty, fields)) = &method.options {
            let ty = self.outside(ty.clone());
            let fields = fields.iter().map(|(field, parameter)| {
                let value = self.value(&format!("{:?}", parameter.within), &parameter.name);
                match value {
                    None => quote!(#field: None),
                    Some(Value::String(_)) if is_text(&parameter.ty) => {
                        let text = value.and_then(Value::as_str);
                        quote!(#field: Some(#text.into()))
                    }
                    Some(value) => {
                        let value = read(value);
                        quote!(#field: Some(#value))
                    }
                }
            });
            arguments.push(quote!(&#ty { #(#fields),* }));
        }
        let name = &method.name;
        quote!(#request.#name(#(#arguments),*))
    }

    /// What is given for the parameter.
    fn value(&self, within: &str, name: &str) -> Option<&Value> {
        let mut given = self.case.given.iter();
        let found = given.find(|(place, known, _)| {
            // What stands in no known place is taken for a header.
            let place = if ["path", "query", "cookie"].contains(&place.as_str()) {
                place
            } else {
                "header"
            };
            place.eq_ignore_ascii_case(within) && known == name
        });
        found.map(|(_, _, value)| value)
    }

    fn argument(&self, argument: &Argument<'_>) -> TokenStream {
        let parameter = argument.parameter;
        let value = self.value(&format!("{:?}", parameter.within), &parameter.name);
        let value = value.unwrap_or_else(|| panic!("`{}` is not given", parameter.name));
        self::argument(&argument.ty, value)
    }

    /// A type of the crate, seen from outside of it.
    fn outside(&self, tokens: TokenStream) -> TokenStream {
        let tokens = tokens.into_iter().map(|token| match token {
            TokenTree::Ident(ident) if ident == "crate" => TokenTree::Ident(self.package.clone()),
            TokenTree::Group(group) => {
                let inside = self.outside(group.stream());
                TokenTree::Group(Group::new(group.delimiter(), inside))
            }
            other => other,
        });
        tokens.collect()
    }
}

fn is_text(ty: &graphwright_api::TypeRef) -> bool {
    use graphwright_api::{ItemType, Primitive};
    !ty.collection && ty.item == ItemType::Primitive(Primitive::String)
}

/// A value for an argument of that type.
fn argument(ty: &TokenStream, value: &Value) -> TokenStream {
    let ty = ty.to_string().replace(' ', "");
    match (ty.as_str(), value) {
        ("&str", Value::String(text)) => quote!(#text),
        ("&[&str]", Value::Array(items)) => {
            let items = items.iter().map(|item| item.as_str().expect("a text"));
            quote!(&[#(#items),*])
        }
        ("bool", Value::Bool(value)) => quote!(#value),
        ("u8" | "u16" | "u32" | "u64" | "i8" | "i16" | "i32" | "i64", Value::Number(number)) => {
            let number = number.as_i64().expect("an integer");
            let literal = Literal::i64_unsuffixed(number);
            quote!(#literal)
        }
        (list, _) if list.starts_with("&[") => {
            let json = json(value);
            quote!(&read::<Vec<_>>(#json))
        }
        (reference, _) => {
            let read = read(value);
            if reference.starts_with('&') {
                quote!(&#read)
            } else {
                read
            }
        }
    }
}

fn read(value: &Value) -> TokenStream {
    let json = json(value);
    quote!(read(#json))
}

/// What is given as the body; `ty` is the type of the argument, or of what may be in it.
fn body_argument(ty: &TokenStream, optional: bool, body: &Body) -> TokenStream {
    match &body.what {
        What::Value { given, .. } if optional => {
            let json = json(given);
            let mut item = ty.clone().into_iter();
            let is_reference = matches!(item.next(), Some(TokenTree::Punct(_)));
            match (is_reference, given) {
                (true, Value::String(text)) => quote!(Some(#text)),
                (true, Value::Array(_)) => quote!(Some(read::<Vec<_>>(#json).as_slice())),
                (true, _) => {
                    let item: TokenStream = item.collect();
                    quote!(Some(&read::<#item>(#json)))
                }
                (false, _) => quote!(Some(read::<#ty>(#json))),
            }
        }
        What::Value { given, .. } => argument(ty, given),
        What::Text(text) => quote!(#text),
        What::Bytes(bytes) => {
            let bytes = Literal::byte_string(bytes);
            quote!(#bytes.as_slice())
        }
        What::Parts(parts) => {
            let parts = parts.iter().map(|(name, part)| match part {
                Part::Text(text) => quote!(.text(#name, #text)),
                Part::Json(value) => {
                    let json = json(value);
                    quote!(.json(#name, &read::<graphwright::Json>(#json)))
                }
                Part::File(bytes) => {
                    let bytes = Literal::byte_string(bytes);
                    quote!(.file(#name, "a \"file\".bin", #GIVEN, #bytes.as_slice()))
                }
            });
            quote!(&graphwright::Multipart::new() #(#parts)*)
        }
    }
}
