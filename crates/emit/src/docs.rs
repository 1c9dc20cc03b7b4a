//! Doc comments: text of a description as Markdown that says what the text says, and nothing else.
//!
//! The text is untrusted: it must not end the comment, become code that `cargo test` runs, a heading, HTML or a link
//! that does not show where it leads, or hide what it is with invisible characters.

mod inline;
mod markdown;

use std::borrow::Cow;

use graphwright_api::Deprecation;
use proc_macro2::TokenStream;
use quote::quote;

/// The widest line of a doc comment, without indentation and `///`.
const WIDTH: usize = 96;

/// A part of a doc comment.
#[derive(Clone)]
pub(crate) enum Block {
    /// A paragraph, already Markdown.
    Paragraph(String),
    /// Lines that stand as they are: a heading or a table of ours.
    Lines(Vec<String>),
}

/// A doc comment: an attribute for each line, which is what prettyplease writes with slashes.
pub(crate) fn comment(blocks: impl IntoIterator<Item = Block>) -> TokenStream {
    let lines = lines(blocks);
    quote!(#(#[doc = #lines])*)
}

/// The doc comment of the module that it stands in.
pub(crate) fn inner(blocks: impl IntoIterator<Item = Block>) -> TokenStream {
    let lines = lines(blocks);
    quote!(#(#![doc = #lines])*)
}

fn lines(blocks: impl IntoIterator<Item = Block>) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for block in blocks {
        if !lines.is_empty() {
            lines.push(String::new());
        }
        let own = match block {
            Block::Paragraph(paragraph) => wrapped(&paragraph, WIDTH),
            Block::Lines(own) => own,
        };
        lines.extend(own.into_iter().map(|line| match line.as_str() {
            "" => line,
            _ => format!(" {line}"),
        }));
    }
    lines
}

/// A description's text: its paragraphs, lists, tables and code.
pub(crate) fn text(text: &str) -> Vec<Block> {
    let text = clean(text);
    match is_one_paragraph(&text) {
        true => {
            let words: Vec<&str> = text.split_whitespace().collect();
            let words = escape(&words.join(" "));
            let words = Some(words).filter(|words| !words.is_empty());
            words.into_iter().map(Block::Paragraph).collect()
        }
        false => markdown::blocks(&text),
    }
}

/// Returns whether a text has nothing in it that Markdown reads as more than words: most have not.
fn is_one_paragraph(text: &str) -> bool {
    let starts_with_a_word = text.starts_with(char::is_alphabetic);
    let has_marks = || text.contains(['\n', '`', '*', '_', '[', '<', '&', '\\']);
    text.is_empty() || (starts_with_a_word && !has_marks())
}

/// A text as Markdown of one line.
fn flat(text: &str) -> Option<String> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let blocks = self::text(&words.join(" "));
    let lines = blocks.into_iter().map(|block| match block {
        Block::Paragraph(text) => text,
        Block::Lines(lines) => lines.join(" "),
    });
    let lines: Vec<String> = lines.collect();
    (!lines.is_empty()).then(|| lines.join(" "))
}

/// The paragraphs of a description's text behind a label of ours, which is Markdown already and stands alone
/// where there is no text.
pub(crate) fn labelled(label: &str, text: &str) -> Vec<Block> {
    let mut blocks = self::text(text);
    match blocks.first_mut() {
        Some(Block::Paragraph(first)) => first.insert_str(0, &format!("{label}: ")),
        Some(Block::Lines(_)) => blocks.insert(0, sentence(format!("{label}:"))),
        None => blocks.push(sentence(format!("{label}."))),
    }
    blocks
}

/// A sentence of ours, already Markdown.
pub(crate) fn sentence(text: impl Into<String>) -> Block {
    Block::Paragraph(text.into())
}

/// The attribute that says that something goes away. Its texts are Markdown to rustdoc, and a version
/// must be one of three numbers to Clippy.
pub(crate) fn deprecated(deprecation: &Deprecation) -> TokenStream {
    let is_version = is_version(&deprecation.since);
    let since = flat(&deprecation.since).filter(|_| !is_version);
    let note = [
        flat(&deprecation.note),
        since.map(|since| format!("Deprecated since {since}.")),
        flat(&deprecation.removal).map(|date| format!("Removed on {date}.")),
    ];
    let note: Vec<String> = note.into_iter().flatten().collect();
    let note = note.join(" ");
    let since = is_version.then_some(&deprecation.since);
    let since = since.map(|since| quote!(since = #since,));
    match (since, note.as_str()) {
        (None, "") => quote!(#[deprecated]),
        (since, "") => quote!(#[deprecated(#since)]),
        (since, note) => quote!(#[deprecated(#since note = #note)]),
    }
}

fn is_version(text: &str) -> bool {
    let parts: Vec<&str> = text.split('.').collect();
    let is_number = |part: &&str| {
        let digits = part.bytes().all(|byte| byte.is_ascii_digit());
        digits && part.parse::<u64>().is_ok() && (*part == "0" || !part.starts_with('0'))
    };
    parts.len() == 3 && parts.iter().all(is_number)
}

/// A text without what cannot be seen. Line ends are `\n`.
fn clean(text: &str) -> Cow<'_, str> {
    let is_kept = |c: char| c == '\n' || c == '\t' || is_shown(c);
    if text.chars().all(is_kept) {
        return Cow::Borrowed(text);
    }
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    Cow::Owned(text.chars().filter(|c| is_kept(*c)).collect())
}

/// Text as inline code.
pub(crate) fn code(text: &str) -> String {
    let shown: String = text.chars().filter(|c| is_shown(*c) && *c != '`').collect();
    format!(
        "`{}`",
        if shown.trim().is_empty() {
            "?"
        } else {
            shown.trim()
        }
    )
}

/// Control characters end lines, and the marks of writing direction are an error to rustc.
fn is_shown(c: char) -> bool {
    let invisible = matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}');
    !c.is_control() && !invisible
}

/// Escapes what Markdown would read as more than text. URLs become links.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 16);
    let mut rest = text;
    // A URL begins with `h`.
    while let Some(at) = rest.find(|c| is_markup(c) || c == 'h') {
        escaped.push_str(&rest[..at]);
        rest = &rest[at..];
        if let Some(url) = url(rest) {
            escaped.push('<');
            escaped.push_str(url);
            escaped.push('>');
            rest = &rest[url.len()..];
        } else {
            if rest.starts_with(is_markup) {
                escaped.push('\\');
            }
            // What was found is one byte long.
            escaped.push_str(&rest[..1]);
            rest = &rest[1..];
        }
    }
    escaped.push_str(rest);
    escaped
}

fn is_markup(c: char) -> bool {
    matches!(
        c,
        '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '~' | '|' | '&'
    )
}

/// An URL at the start of `text`, without the punctuation that ends a sentence.
fn url(text: &str) -> Option<&str> {
    let rest = text
        .strip_prefix("https://")
        .or_else(|| text.strip_prefix("http://"))?;
    let start = text.len() - rest.len();
    let end = rest
        .find(|c: char| !c.is_ascii_graphic() || "<>()[]\"'`\\^{}|".contains(c))
        .unwrap_or(rest.len());
    let url = text[..start + end].trim_end_matches(['.', ',', ';', ':', '!', '?']);
    (url.len() > start).then_some(url)
}

/// Breaks a paragraph into lines of that width. A line that begins as a list, a heading or the like would is
/// escaped, wherever it came to begin.
fn wrapped(paragraph: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    let mut length = 0;
    // A code span keeps its blanks, so it must not be broken: only blanks outside are places to break.
    for word in words(paragraph) {
        let own = word.chars().count();
        if length > 0 && length + 1 + own > width {
            lines.push(std::mem::take(&mut line));
            length = 0;
        }
        if length > 0 {
            line.push(' ');
            length += 1;
        }
        line.push_str(word);
        length += own;
    }
    lines.push(line);
    lines.iter_mut().for_each(escape_start);
    lines
}

fn words(text: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let (mut start, mut in_code, mut escaped) = (0, false, false);
    for (at, c) in text.char_indices() {
        match c {
            '`' if !escaped => in_code = !in_code,
            ' ' if !in_code => {
                words.push(&text[start..at]);
                start = at + 1;
            }
            _ => {}
        }
        escaped = c == '\\' && !escaped && !in_code;
    }
    words.push(&text[start..]);
    words.retain(|word| !word.is_empty());
    words
}

/// Escapes a line if its beginning has a meaning.
fn escape_start(line: &mut String) {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let after = line.as_bytes().get(digits);
    match line.chars().next() {
        Some('#' | '+' | '-' | '=') => line.insert(0, '\\'),
        _ if digits > 0 && matches!(after, Some(b'.' | b')')) => line.insert(digits, '\\'),
        _ => {}
    }
}
