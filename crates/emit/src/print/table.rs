//! A macro of the runtime that lists something: a row a line.

use std::fmt::Write;

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use quote::ToTokens;

/// Appends `call`, each entry of a list in brackets on a line of its own: prettyplease knows no form for that.
pub(super) fn print(text: &mut String, call: &syn::Macro) {
    line(text, call.path.to_token_stream());
    text.push_str("!(");
    for token in call.tokens.clone() {
        match token {
            TokenTree::Group(group) if group.delimiter() == Delimiter::Bracket => {
                rows(text, group.stream());
            }
            token => push(text, token),
        }
    }
    text.push_str(");\n");
}

fn rows(text: &mut String, tokens: TokenStream) {
    text.push_str(" [\n");
    let mut start = text.len();
    for token in tokens {
        if matches!(&token, TokenTree::Punct(comma) if comma.as_char() == ',') {
            text.push_str(",\n");
            start = text.len();
            continue;
        }
        if text.len() == start {
            text.push_str("    ");
        }
        push(text, token);
    }
    if text.len() > start {
        text.push_str(",\n");
    }
    text.push(']');
}

fn line(text: &mut String, tokens: TokenStream) {
    for token in tokens {
        push(text, token);
    }
}

/// Appends a token as it would be written: names and texts apart, paths and arguments without blanks.
fn push(text: &mut String, token: TokenTree) {
    let joins = match &token {
        TokenTree::Punct(punct) => matches!(punct.as_char(), ',' | ':' | '<' | '>'),
        TokenTree::Group(_) => true,
        TokenTree::Ident(_) | TokenTree::Literal(_) => false,
    };
    if !joins && !text.ends_with(['(', ':', ' ', '<', '\n']) && !text.is_empty() {
        text.push(' ');
    }
    match token {
        TokenTree::Group(group) => {
            text.push('(');
            line(text, group.stream());
            text.push(')');
        }
        // Writing to a string does not fail.
        token => _ = write!(text, "{token}"),
    }
}
