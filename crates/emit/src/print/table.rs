//! A macro of the runtime that lists something: a row a line.

use std::fmt::Write;

use proc_macro2::Delimiter;

use super::tokens::{Paths, Token};

/// Appends the macro `path!(tokens);`.
pub(crate) fn table(text: &mut String, path: &[Token], tokens: &[Token], paths: &Paths) {
    for token in path {
        word(text, token, paths);
    }
    text.push_str("!(");
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        match token {
            Token::Open(Delimiter::Bracket, length) => {
                rows(text, &tokens[at + 1..at + length], paths);
                at += length;
            }
            token => push(text, token, paths),
        }
        at += 1;
    }
    text.push_str(");\n");
}

fn rows(text: &mut String, tokens: &[Token], paths: &Paths) {
    text.push_str(" [\n");
    let (mut start, mut depth) = (text.len(), 0);
    for token in tokens {
        match token {
            Token::Open(..) => depth += 1,
            Token::Close(_) => depth -= 1,
            Token::Punct(comma) if depth == 0 && comma.as_char() == ',' => {
                if text.len() > start {
                    text.push_str(",\n");
                }
                start = text.len();
                continue;
            }
            _ => {}
        }
        if text.len() == start {
            text.push_str("    ");
        }
        push(text, token, paths);
    }
    if text.len() > start {
        text.push_str(",\n");
    }
    text.push(']');
}

/// Appends a token as it would be written: names and texts apart, paths and arguments without
/// blanks.
fn push(text: &mut String, token: &Token, paths: &Paths) {
    let joins = match token {
        Token::Punct(punct) => matches!(punct.as_char(), ',' | ':' | '<' | '>'),
        Token::Open(..) | Token::Close(_) => true,
        Token::Ident(_) | Token::Path(_) | Token::Literal(_) => false,
    };
    if !joins && !text.ends_with(['(', ':', ' ', '<']) {
        text.push(' ');
    }
    word(text, token, paths);
}

fn word(text: &mut String, token: &Token, paths: &Paths) {
    // Writing to a string does not fail.
    let _ = match token {
        Token::Ident(ident) => write!(text, "{ident}"),
        Token::Punct(punct) => write!(text, "{punct}"),
        Token::Literal(literal) => write!(text, "{literal}"),
        Token::Path(place) => text.write_str(paths.shown(*place)),
        Token::Open(..) => text.write_char('('),
        Token::Close(_) => text.write_char(')'),
    };
}
