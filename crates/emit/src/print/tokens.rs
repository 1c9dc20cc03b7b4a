//! The tokens of a file in one list, each path of ours one of them.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::iter::Peekable;

use proc_macro2::token_stream::IntoIter;
use proc_macro2::{Delimiter, Group, Ident, Literal, Punct, Spacing, TokenStream, TokenTree};
use quote::quote;

use crate::imports;

/// A token. Groups are opened out, so a part of a file is a slice.
pub(crate) enum Token {
    Ident(Ident),
    /// A path that begins with `crate` or `graphwright`, up to its first type: a place in [`Paths`].
    Path(usize),
    Punct(Punct),
    Literal(Literal),
    /// How far behind it the token stands that closes it.
    Open(Delimiter, usize),
    Close(Delimiter),
}

impl Token {
    pub(crate) fn is_punct(&self, wanted: char) -> bool {
        matches!(self, Self::Punct(punct) if punct.as_char() == wanted)
    }

    pub(crate) fn is_ident(&self, wanted: &str) -> bool {
        matches!(self, Self::Ident(ident) if ident == wanted)
    }
}

/// The paths of ours that a file uses, each once.
#[derive(Default)]
pub(crate) struct Paths {
    /// The path that is being read.
    text: String,
    places: BTreeMap<String, usize>,
    all: Vec<Path>,
}

struct Path {
    text: String,
    /// Where in `text` its last name begins.
    name: usize,
    imported: bool,
}

impl Paths {
    /// The place of the path that was read, whose last name begins there.
    fn place(&mut self, name: usize) -> usize {
        if let Some(place) = self.places.get(&self.text) {
            return *place;
        }
        let place = self.all.len();
        self.places.insert(self.text.clone(), place);
        self.all.push(Path {
            text: self.text.clone(),
            name,
            imported: false,
        });
        place
    }

    /// The path as it is written in this file.
    pub(crate) fn shown(&self, place: usize) -> &str {
        let path = &self.all[place];
        if path.imported {
            &path.text[path.name..]
        } else {
            &path.text
        }
    }

    /// All paths in order: the whole, and the last name of it.
    pub(crate) fn all(&self) -> impl Iterator<Item = (&str, &str)> {
        let in_order = self.places.values().map(|place| &self.all[*place]);
        in_order.map(|path| (path.text.as_str(), &path.text[path.name..]))
    }

    /// Shows those paths by their last name from now on.
    pub(crate) fn import(&mut self, imported: impl Fn(&str) -> bool) {
        for path in &mut self.all {
            path.imported = imported(&path.text);
        }
    }
}

/// Opens out `tokens`.
pub(crate) fn flat(tokens: TokenStream) -> (Vec<Token>, Paths) {
    let (mut all, mut paths) = (Vec::new(), Paths::default());
    open(tokens, &mut all, &mut paths);
    (all, paths)
}

fn open(tokens: TokenStream, all: &mut Vec<Token>, paths: &mut Paths) {
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Group(group) => {
                let (delimiter, inner) = (group.delimiter(), group.stream());
                // What nobody else holds is moved out of the stream, not copied.
                drop(group);
                let at = all.len();
                all.push(Token::Open(delimiter, 0));
                open(inner, all, paths);
                let length = all.len() - at;
                all[at] = Token::Open(delimiter, length);
                all.push(Token::Close(delimiter));
            }
            TokenTree::Ident(first) if first == "crate" || first == "graphwright" => {
                path(first, &mut tokens, all, paths);
            }
            TokenTree::Ident(ident) => all.push(Token::Ident(ident)),
            TokenTree::Punct(punct) => all.push(Token::Punct(punct)),
            TokenTree::Literal(literal) => all.push(Token::Literal(literal)),
        }
    }
}

/// One token up to the first type, or the tokens as they are if none comes.
fn path(first: Ident, tokens: &mut Peekable<IntoIter>, all: &mut Vec<Token>, paths: &mut Paths) {
    paths.text.clear();
    // Writing to a string does not fail.
    let _ = write!(paths.text, "{first}");
    let start = all.len();
    all.push(Token::Ident(first));
    let is_colon =
        |token: &TokenTree| matches!(token, TokenTree::Punct(colon) if colon.as_char() == ':' );
    let is_joint = |token: &TokenTree| matches!(token, TokenTree::Punct(colon) if colon.spacing() == Spacing::Joint);
    // A path goes on with two colons and a name.
    while let Some(colon) = tokens.next_if(|token| is_colon(token) && is_joint(token)) {
        all.extend(punct(colon));
        all.extend(tokens.next_if(is_colon).and_then(punct));
        match tokens.next_if(|token| matches!(token, TokenTree::Ident(_))) {
            Some(TokenTree::Ident(ident)) => {
                paths.text.push_str("::");
                let name = paths.text.len();
                let _ = write!(paths.text, "{ident}");
                if paths.text[name..].starts_with(char::is_uppercase) {
                    all.truncate(start);
                    all.push(Token::Path(paths.place(name)));
                    return;
                }
                all.push(Token::Ident(ident));
            }
            _ => return,
        }
    }
}

fn punct(token: TokenTree) -> Option<Token> {
    match token {
        TokenTree::Punct(punct) => Some(Token::Punct(punct)),
        _ => None,
    }
}

/// `tokens` for syn. Each line of a doc comment is an attribute of its own, which is what prettyplease
/// writes with slashes.
pub(crate) fn stream(tokens: &[Token], paths: &Paths) -> TokenStream {
    let mut outer = Vec::new();
    let mut now = TokenStream::new();
    let mut tokens = tokens.iter();
    while let Some(token) = tokens.next() {
        match token {
            Token::Ident(ident) => now.extend([TokenTree::from(ident.clone())]),
            Token::Punct(hash) if hash.as_char() == '#' => match attribute(tokens.as_slice()) {
                Some((doc, length)) => {
                    let lines = doc.split('\n');
                    now.extend(lines.map(|line| quote!(#[doc = #line])));
                    tokens = tokens.as_slice()[length..].iter();
                }
                None => now.extend([TokenTree::from(hash.clone())]),
            },
            Token::Punct(punct) => now.extend([TokenTree::from(punct.clone())]),
            Token::Literal(literal) => now.extend([TokenTree::from(literal.clone())]),
            Token::Path(place) => now.extend(imports::path(paths.shown(*place))),
            Token::Open(..) => outer.push(std::mem::take(&mut now)),
            Token::Close(delimiter) => {
                let group = Group::new(*delimiter, now);
                now = outer.pop().unwrap_or_default();
                now.extend([TokenTree::from(group)]);
            }
        }
    }
    now
}

/// The text of a doc comment that begins after `#`, and how many tokens it is.
fn attribute(tokens: &[Token]) -> Option<(String, usize)> {
    match tokens {
        [Token::Open(Delimiter::Bracket, length), rest @ ..] => {
            Some((doc(&rest[..length - 1])?, length + 1))
        }
        _ => None,
    }
}

/// The text of a doc comment, from what is in the brackets of its attribute.
pub(crate) fn doc(attribute: &[Token]) -> Option<String> {
    match attribute {
        [name, equals, Token::Literal(literal)] if name.is_ident("doc") && equals.is_punct('=') => {
            content(literal)
        }
        _ => None,
    }
}

/// What a string literal holds.
fn content(literal: &Literal) -> Option<String> {
    let mut shown = literal.to_string();
    let start = if shown.starts_with("r\"") {
        2
    } else if shown.starts_with('"') && !shown.contains('\\') {
        1
    } else {
        return match syn::Lit::new(literal.clone()) {
            syn::Lit::Str(text) => Some(text.value()),
            _ => None,
        };
    };
    shown.pop();
    shown.drain(..start);
    Some(shown)
}
