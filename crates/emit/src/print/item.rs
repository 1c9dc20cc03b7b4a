//! Items and their members: what stands on which line.

use proc_macro2::Delimiter;

use super::line::{WIDTH, line};
use super::tokens::{Paths, Token, doc};
use super::{long, table};

/// An item of a file.
pub(crate) struct Item<'a> {
    all: &'a [Token],
    parts: Parts<'a>,
}

/// An item or a member in parts.
struct Parts<'a> {
    /// The doc comments that it begins with, each of one or more lines.
    docs: Vec<String>,
    /// What follows them: the attributes, without their brackets, and the rest.
    attributes: Vec<&'a [Token]>,
    rest: &'a [Token],
    /// Both as they stand, for prettyplease.
    undocumented: &'a [Token],
}

/// What can stand in braces after a name.
#[derive(Clone, Copy, PartialEq)]
enum Outer {
    Struct,
    Enum,
    Impl,
}

/// The items of a file.
pub(crate) fn items(tokens: &[Token]) -> Vec<Item<'_>> {
    split(tokens, Ends::Block)
        .into_iter()
        .map(|all| Item {
            all,
            parts: parts(all),
        })
        .collect()
}

impl Item<'_> {
    /// The name that it brings into its file.
    pub(crate) fn declares(&self) -> Option<String> {
        match after_visibility(self.parts.rest) {
            [Token::Ident(keyword), Token::Ident(name), ..]
                if keyword == "struct" || keyword == "enum" =>
            {
                Some(name.to_string())
            }
            _ => None,
        }
    }

    /// `use` and `mod`, which are lines of a list.
    pub(crate) fn kind_of_line(&self) -> Option<&'static str> {
        let first = after_visibility(self.parts.rest).first()?;
        ["use", "mod"].into_iter().find(|kind| first.is_ident(kind))
    }

    /// Appends it to `text`.
    pub(crate) fn print(&self, text: &mut String, paths: &Paths) {
        if let Some((path, tokens)) = self.macro_call() {
            return table::table(text, path, tokens, paths);
        }
        let start = text.len();
        self.parts.print_docs(text, "");
        let undocumented = text.len();
        if self.print_short(text, paths).is_none() {
            text.truncate(undocumented);
            text.push_str(&long::item(self.parts.undocumented, paths));
        }
        space_out(text, start);
    }

    #[cfg(test)]
    pub(crate) fn tokens(&self) -> &[Token] {
        self.all
    }

    #[cfg(test)]
    pub(crate) fn is_macro(&self) -> bool {
        self.macro_call().is_some()
    }

    /// The path and the tokens of a macro in parentheses.
    fn macro_call(&self) -> Option<(&[Token], &[Token])> {
        let bang = self.all.iter().position(|token| token.is_punct('!'))?;
        let (path, rest) = self.all.split_at(bang);
        let is_path = path
            .iter()
            .all(|token| token.is_punct(':') || matches!(token, Token::Ident(_)));
        match rest {
            [_, Token::Open(Delimiter::Parenthesis, length), tokens @ ..] if is_path => {
                Some((path, &tokens[..length - 1]))
            }
            _ => None,
        }
    }

    fn print_short(&self, text: &mut String, paths: &Paths) -> Option<()> {
        self.parts.print_attributes(text, "", paths)?;
        let rest = self.parts.rest;
        let Some(outer) = outer(rest) else {
            return on_line(text, "", rest, "", paths);
        };
        let open = rest
            .iter()
            .position(|token| matches!(token, Token::Open(Delimiter::Brace, _)))?;
        let (header, body) = (&rest[..open], &rest[open + 1..rest.len() - 1]);
        on_line(text, "", header, " {", paths)?;
        let ends = if outer == Outer::Impl {
            Ends::Block
        } else {
            Ends::Comma
        };
        for member in split(body, ends) {
            print_member(text, outer, member, paths);
        }
        text.push_str("}\n");
        Some(())
    }
}

/// What a braced item is; `None` for all other items.
fn outer(rest: &[Token]) -> Option<Outer> {
    // Something must be in the braces: empty ones are closed on the same line.
    let [.., last, Token::Close(Delimiter::Brace)] = rest else {
        return None;
    };
    let first = after_visibility(rest).first()?;
    let outer = match last {
        Token::Open(..) => return None,
        _ if first.is_ident("struct") => Outer::Struct,
        _ if first.is_ident("enum") => Outer::Enum,
        _ if first.is_ident("impl") => Outer::Impl,
        _ => return None,
    };
    Some(outer)
}

fn print_member(text: &mut String, outer: Outer, member: &[Token], paths: &Paths) {
    let parts = parts(member);
    parts.print_docs(text, INDENT);
    let start = text.len();
    let short =
        parts
            .print_attributes(text, INDENT, paths)
            .and_then(|()| match (outer, parts.rest) {
                (Outer::Impl, [.., Token::Close(Delimiter::Brace)]) => {
                    function(text, parts.rest, paths)
                }
                (Outer::Impl, rest) => on_line(text, INDENT, rest, "", paths),
                (_, rest) => on_line(text, INDENT, rest, ",", paths),
            });
    if short.is_none() {
        text.truncate(start);
        let kind = match outer {
            Outer::Struct => "struct",
            Outer::Enum => "enum",
            Outer::Impl => "impl",
        };
        text.push_str(&long::member(kind, parts.undocumented, paths));
    }
}

const INDENT: &str = "    ";
const INDENT_TWICE: &str = "        ";
const INDENT_THRICE: &str = "            ";

/// A function of one expression.
fn function(text: &mut String, tokens: &[Token], paths: &Paths) -> Option<()> {
    let is_open = |token: &Token, wanted| matches!(token, Token::Open(is, _) if *is == wanted);
    let brace = tokens
        .iter()
        .position(|token| is_open(token, Delimiter::Brace))?;
    let (signature, body) = (&tokens[..brace], &tokens[brace + 1..tokens.len() - 1]);
    // Empty braces stand on one line, and an assignment gets a semicolon.
    if body.is_empty() || body.iter().any(|token| token.is_punct('=')) {
        return None;
    }
    let name = signature.iter().position(|token| token.is_ident("fn"))?;
    let open = name
        + signature[name..]
            .iter()
            .position(|token| is_open(token, Delimiter::Parenthesis))?;
    let Token::Open(_, length) = signature[open] else {
        return None;
    };
    let start = text.len();
    text.push_str(INDENT);
    line(text, &signature[..=open + length], paths)?;
    let result = match &signature[open + length + 1..] {
        [] => String::new(),
        [minus, more, result @ ..] if minus.is_punct('-') && more.is_punct('>') => {
            let mut shown = String::from(" -> ");
            line(&mut shown, result, paths)?;
            shown
        }
        _ => return None,
    };
    let width = text.len() - start;
    if width + result.len() + " {".len() <= WIDTH {
        text.push_str(&result);
        text.push_str(" {\n");
    } else {
        // The list of arguments is broken if it does not fit with all that follows up to the next
        // place to break, which is in the arguments of the result's type.
        let place = result.find(['<', '(', '[']);
        let unbroken = place.map_or(result.len() + " {".len(), |at| at + 1);
        if width + unbroken <= WIDTH {
            return None;
        }
        text.truncate(start);
        text.push_str(INDENT);
        line(text, &signature[..open], paths)?;
        text.push_str("(\n");
        let arguments = split(&signature[open + 1..open + length], Ends::Comma);
        if arguments.is_empty() {
            return None;
        }
        for argument in arguments {
            on_line(text, INDENT_TWICE, argument, ",", paths)?;
        }
        let last = text.len();
        text.push_str(INDENT);
        text.push(')');
        text.push_str(&result);
        text.push_str(" {\n");
        fits(&text[last..])?;
    }
    let start = text.len();
    if on_line(text, INDENT_TWICE, body, "", paths).is_none() {
        text.truncate(start);
        broken(text, body, paths)?;
    }
    text.push_str(INDENT);
    text.push_str("}\n");
    Some(())
}

/// The expressions of more than one line that are frequent: methods of `self.0`, one after the other,
/// and a call with one argument that is such a chain.
fn broken(text: &mut String, body: &[Token], paths: &Paths) -> Option<()> {
    match body {
        [receiver, dot, Token::Literal(_), methods @ ..]
            if receiver.is_ident("self") && dot.is_punct('.') =>
        {
            on_line(text, INDENT_TWICE, &body[..3], "", paths)?;
            let mut methods = methods;
            while let [
                dot,
                Token::Ident(_),
                Token::Open(Delimiter::Parenthesis, length),
                ..,
            ] = methods
            {
                if !dot.is_punct('.') {
                    return None;
                }
                let (method, rest) = methods.split_at(length + 3);
                on_line(text, "            .", &method[1..], "", paths)?;
                methods = rest;
            }
            methods.is_empty().then_some(())
        }
        [
            function @ (Token::Path(_) | Token::Ident(_)),
            Token::Open(Delimiter::Parenthesis, length),
            arguments @ ..,
        ] if *length == body.len() - 2 => {
            let arguments = split(&arguments[..length - 1], Ends::Comma);
            let [argument] = arguments[..] else {
                return None;
            };
            if !argument.first()?.is_ident("self") {
                return None;
            }
            on_line(
                text,
                INDENT_TWICE,
                std::slice::from_ref(function),
                "(",
                paths,
            )?;
            on_line(text, INDENT_THRICE, argument, ",", paths)?;
            text.push_str(INDENT_TWICE);
            text.push_str(")\n");
            Some(())
        }
        _ => None,
    }
}

impl Parts<'_> {
    fn print_docs(&self, text: &mut String, indent: &str) {
        for line in self.docs.iter().flat_map(|doc| doc.split('\n')) {
            text.push_str(indent);
            text.push_str("///");
            text.push_str(line.trim_end_matches(' '));
            text.push('\n');
        }
    }

    fn print_attributes(&self, text: &mut String, indent: &str, paths: &Paths) -> Option<()> {
        for attribute in &self.attributes {
            // One after another attribute, or one that is no comment when it is written as lines.
            if attribute.first()?.is_ident("doc") {
                return None;
            }
            let start = text.len();
            text.push_str(indent);
            text.push_str("#[");
            line(text, attribute, paths)?;
            text.push_str("]\n");
            fits(&text[start..])?;
        }
        Some(())
    }
}

/// Appends a line.
fn on_line(
    text: &mut String,
    indent: &str,
    tokens: &[Token],
    end: &str,
    paths: &Paths,
) -> Option<()> {
    let start = text.len();
    text.push_str(indent);
    line(text, tokens, paths)?;
    text.push_str(end);
    text.push('\n');
    fits(&text[start..])
}

fn fits(line: &str) -> Option<()> {
    (line.len() <= WIDTH + "\n".len()).then_some(())
}

/// Takes an item or a member apart.
fn parts(tokens: &[Token]) -> Parts<'_> {
    let mut parts = Parts {
        docs: Vec::new(),
        attributes: Vec::new(),
        rest: tokens,
        undocumented: tokens,
    };
    while let [hash, Token::Open(Delimiter::Bracket, length), more @ ..] = parts.rest {
        if !hash.is_punct('#') {
            break;
        }
        let attribute = &more[..length - 1];
        parts.rest = &more[*length..];
        match doc(attribute).filter(|doc| are_lines(doc) && parts.attributes.is_empty()) {
            Some(doc) => {
                parts.docs.push(doc);
                parts.undocumented = parts.rest;
            }
            None => parts.attributes.push(attribute),
        }
    }
    parts
}

/// Whether a doc comment is one when it is written as lines: a fourth slash makes it a plain comment.
fn are_lines(doc: &str) -> bool {
    !doc.starts_with('/') && !doc.contains("\n/")
}

fn after_visibility(tokens: &[Token]) -> &[Token] {
    match tokens {
        [
            public,
            Token::Open(Delimiter::Parenthesis, length),
            rest @ ..,
        ] if public.is_ident("pub") => &rest[*length..],
        [public, rest @ ..] if public.is_ident("pub") => rest,
        tokens => tokens,
    }
}

/// Where items and members end.
#[derive(Clone, Copy, PartialEq)]
enum Ends {
    /// After a semicolon or a block.
    Block,
    /// Before a comma.
    Comma,
}

fn split(tokens: &[Token], ends: Ends) -> Vec<&[Token]> {
    let mut all = Vec::new();
    let (mut start, mut at, mut angles) = (0, 0, 0_usize);
    while let Some(token) = tokens.get(at) {
        match token {
            Token::Open(delimiter, length) => {
                at += length;
                let goes_on = tokens.get(at + 1).is_some_and(|next| next.is_punct(';'));
                if ends == Ends::Block && *delimiter == Delimiter::Brace && !goes_on {
                    all.push(&tokens[start..=at]);
                    start = at + 1;
                }
            }
            Token::Punct(punct) => match (punct.as_char(), ends) {
                (';', Ends::Block) => {
                    all.push(&tokens[start..=at]);
                    start = at + 1;
                }
                (',', Ends::Comma) if angles == 0 => {
                    all.push(&tokens[start..at]);
                    start = at + 1;
                }
                ('<', _) => angles += 1,
                ('>', _) => angles = angles.saturating_sub(1),
                _ => {}
            },
            _ => {}
        }
        at += 1;
    }
    if start < tokens.len() {
        all.push(&tokens[start..]);
    }
    all
}

/// Puts a blank line between the functions of an `impl`, and between constants and functions, in what
/// begins at `start`. No line of emitted code is inside a string: line ends in strings are escaped.
pub(crate) fn space_out(text: &mut String, start: usize) {
    let item = text.split_off(start);
    let (mut after_block, mut after_constant) = (false, false);
    for line in item.lines() {
        let inside = line.starts_with(INDENT) && !line.starts_with("    }");
        if (after_block && inside) || (after_constant && line.starts_with("    fn ")) {
            text.push('\n');
        }
        text.push_str(line);
        text.push('\n');
        after_constant = line.starts_with("    const ")
            || (after_constant && line.starts_with("     "))
            || (after_constant && line == "    };");
        after_block = line == "    }";
    }
}
