//! What fits on one line, written as prettyplease writes it there.
//!
//! Most of a generated crate are short lines of few forms, and to parse them costs many times what it
//! takes to write them. What has another form, or may be too long, is left to prettyplease.

use std::fmt::Write;

use proc_macro2::{Delimiter, Spacing};

use super::tokens::{Paths, Token};

/// The width of a line in bytes, prettyplease's own.
pub(crate) const WIDTH: usize = 89;

/// What stands before the next token.
#[derive(Clone, Copy, PartialEq)]
enum Before {
    /// Nothing, or what the next token follows without a blank.
    Open,
    /// A blank that is written already.
    Blank,
    /// A name that types have, or two colons: `<` opens arguments.
    Type,
    /// A name, a literal, or something closed.
    Word,
}

/// Appends `tokens` to `text`; `None` if there is something among them whose form depends on more
/// than what is decided here. `text` then holds a part of them.
pub(crate) fn line(text: &mut String, tokens: &[Token], paths: &Paths) -> Option<()> {
    use Before::{Blank, Open, Type, Word};
    let mut before = Open;
    // Of each bracket that is open: whether it may lose a last comma, and whether it is `<`.
    let mut open: Vec<(bool, bool)> = Vec::new();
    let mut comma = false;
    let mut tokens = tokens.iter();
    while let Some(token) = tokens.next() {
        let after_comma = std::mem::take(&mut comma);
        let is_word = matches!(before, Type | Word);
        match token {
            Token::Ident(ident) => {
                blank(text, is_word);
                let start = text.len();
                write!(text, "{ident}").ok()?;
                if LEAVE.contains(&&text[start..]) {
                    return None;
                }
                let is_type = text[start..].starts_with(|c: char| c.is_ascii_uppercase());
                before = if is_type { Type } else { Word };
            }
            Token::Path(place) => {
                blank(text, is_word);
                text.push_str(paths.shown(*place));
                before = Type;
            }
            Token::Literal(literal) => {
                blank(text, is_word);
                write!(text, "{literal}").ok()?;
                before = match tokens.as_slice().first() {
                    // `self.0.` before a name that is filled in: the tokens are `self`, `.`, `0.`.
                    Some(Token::Ident(_)) if text.ends_with(".0.") => Open,
                    _ if text.ends_with('.') => return None,
                    _ => Word,
                };
            }
            Token::Open(delimiter, _) => {
                let bracket = match delimiter {
                    Delimiter::Parenthesis => '(',
                    Delimiter::Bracket => '[',
                    Delimiter::Brace | Delimiter::None => return None,
                };
                // After a keyword it would not be a call.
                if is_word && KEYWORDS.iter().any(|word| ends_with_word(text, word)) {
                    return None;
                }
                open.push((is_word || bracket == '[', false));
                text.push(bracket);
                before = Open;
            }
            Token::Close(delimiter) => {
                let (loses_comma, is_angle) = open.pop()?;
                if is_angle {
                    return None;
                }
                close(text, after_comma, loses_comma)?;
                text.push(if *delimiter == Delimiter::Bracket {
                    ']'
                } else {
                    ')'
                });
                before = Word;
            }
            Token::Punct(punct) => {
                let joint = punct.spacing() == Spacing::Joint;
                before = match punct.as_char() {
                    ',' if is_word => {
                        text.push_str(", ");
                        comma = true;
                        Blank
                    }
                    ';' if tokens.len() == 0 => {
                        text.push(';');
                        Open
                    }
                    ':' if joint && is_word && then(&mut tokens, ':') => {
                        text.push_str("::");
                        if tokens
                            .as_slice()
                            .first()
                            .is_some_and(|next| next.is_punct('<'))
                        {
                            Type
                        } else {
                            Open
                        }
                    }
                    ':' if !joint && is_word => {
                        text.push_str(": ");
                        Blank
                    }
                    '.' if is_word && !joint => {
                        text.push('.');
                        Open
                    }
                    '&' if !is_word && !joint => {
                        text.push('&');
                        Open
                    }
                    '<' if before == Type => {
                        open.push((true, true));
                        text.push('<');
                        Open
                    }
                    '>' if open.last().is_some_and(|(_, is_angle)| *is_angle) => {
                        open.pop();
                        close(text, after_comma, true)?;
                        text.push('>');
                        Word
                    }
                    '-' if joint && is_word && then(&mut tokens, '>') => {
                        text.push_str(" -> ");
                        Blank
                    }
                    '=' if !joint && is_word => {
                        text.push_str(" = ");
                        Blank
                    }
                    _ => return None,
                };
            }
        }
    }
    (open.is_empty() && !comma).then_some(())
}

/// Words before a bracket that does not belong to them.
const KEYWORDS: [&str; 6] = ["as", "dyn", "for", "impl", "in", "mut"];

/// Words after which prettyplease breaks the line, or which make it add a semicolon.
const LEAVE: [&str; 4] = ["break", "continue", "return", "where"];

fn ends_with_word(text: &str, word: &str) -> bool {
    text.strip_suffix(word)
        .is_some_and(|rest| !rest.ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == '#'))
}

/// Takes the next token if it is that one.
fn then(tokens: &mut std::slice::Iter<'_, Token>, wanted: char) -> bool {
    let found = tokens
        .as_slice()
        .first()
        .is_some_and(|next| next.is_punct(wanted));
    if found {
        tokens.next();
    }
    found
}

fn blank(text: &mut String, is_word: bool) {
    if is_word {
        text.push(' ');
    }
}

/// Takes back a last comma, which is written only where a list is broken.
fn close(text: &mut String, after_comma: bool, loses_comma: bool) -> Option<()> {
    if after_comma {
        if !loses_comma {
            return None;
        }
        text.truncate(text.len() - ", ".len());
    }
    Some(())
}
