//! Doc comments: text of a description as Markdown that says what the text says, and nothing else.
//!
//! The text is untrusted: it must not end the comment, become code that `cargo test` runs, a link, a
//! heading or HTML, or hide what it is with invisible characters.

use std::borrow::Cow;

use graphwright_api::Deprecation;
use proc_macro2::TokenStream;
use quote::quote;

/// The widest line of a doc comment, without indentation and `///`.
const WIDTH: usize = 96;

/// A part of a doc comment.
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
    let mut text = String::new();
    let mut is_first = true;
    for block in blocks {
        if !std::mem::take(&mut is_first) {
            text.push_str("\n\n");
        }
        match block {
            Block::Paragraph(paragraph) => wrap(&paragraph, &mut text),
            Block::Lines(own) => {
                for (number, line) in own.iter().enumerate() {
                    if number > 0 {
                        text.push('\n');
                    }
                    text.push(' ');
                    text.push_str(line);
                }
            }
        }
    }
    if is_first {
        return Vec::new();
    }
    text.split('\n').map(str::to_owned).collect()
}

/// The paragraphs of a description's text.
pub(crate) fn text(text: &str) -> Vec<Block> {
    paragraphs(text).into_iter().map(Block::Paragraph).collect()
}

/// The paragraphs of a description's text behind a label of ours, which is Markdown already and stands alone
/// where there is no text.
pub(crate) fn labelled(label: &str, text: &str) -> Vec<Block> {
    let mut blocks = self::text(text);
    match blocks.first_mut() {
        Some(Block::Paragraph(first)) => first.insert_str(0, &format!("{label}: ")),
        _ => blocks.insert(0, sentence(format!("{label}."))),
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
    let mut note = paragraphs(&deprecation.note);
    let is_version = is_version(&deprecation.since);
    if !is_version {
        note.extend(
            paragraphs(&deprecation.since)
                .iter()
                .map(|since| format!("Deprecated since {since}.")),
        );
    }
    note.extend(
        paragraphs(&deprecation.removal)
            .iter()
            .map(|date| format!("Removed on {date}.")),
    );
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

fn paragraphs(text: &str) -> Vec<String> {
    let is_kept = |c: char| c == '\n' || c == '\t' || is_shown(c);
    let mut clean = Cow::Borrowed(text);
    if !text.chars().all(is_kept) {
        let text = text.replace("\r\n", "\n").replace('\r', "\n");
        clean = Cow::Owned(text.chars().filter(|c| is_kept(*c)).collect());
    }
    let mut paragraphs = vec![String::new()];
    for line in clean.lines() {
        let mut is_empty = true;
        for word in line.split_whitespace() {
            is_empty = false;
            if let Some(last) = paragraphs.last_mut() {
                if !last.is_empty() {
                    last.push(' ');
                }
                last.push_str(word);
            }
        }
        if is_empty {
            paragraphs.push(String::new());
        }
    }
    paragraphs
        .iter()
        .filter(|paragraph| !paragraph.is_empty())
        .map(|paragraph| escape(paragraph))
        .collect()
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

/// Escapes what Markdown would read as more than text. Code spans stay, and URLs become links.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 16);
    let mut rest = text;
    // A URL begins with `h`.
    while let Some(at) = rest.find(|c| is_markup(c) || c == 'h') {
        escaped.push_str(&rest[..at]);
        rest = &rest[at..];
        if let Some(span) = code_span(rest) {
            escaped.push_str(span);
            rest = &rest[span.len()..];
        } else if let Some(url) = url(rest) {
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

/// A code span at the start of `text`: backticks around text without backticks.
fn code_span(text: &str) -> Option<&str> {
    let inner = text.strip_prefix('`')?;
    let end = inner.find('`')?;
    let plain = end > 0 && !inner[..end].trim().is_empty() && !inner[end + 1..].starts_with('`');
    plain.then(|| &text[..end + 2])
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

/// Breaks a paragraph into lines, and appends them to `text`. A line that begins as a list, a heading
/// or the like would is escaped, wherever it came to begin.
fn wrap(paragraph: &str, text: &mut String) {
    let (mut start, mut width) = (text.len(), 0);
    // A code span keeps its blanks, so it must not be broken: only blanks outside are places to break.
    for word in words(paragraph) {
        let length = word.chars().count();
        if width > 0 && width + 1 + length > WIDTH {
            escape_start(text, start);
            text.push('\n');
            (start, width) = (text.len(), 0);
        }
        text.push(' ');
        text.push_str(word);
        width += length + usize::from(width > 0);
    }
    escape_start(text, start);
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

/// Escapes the line that begins at `start` with a blank, if its beginning has a meaning.
fn escape_start(text: &mut String, start: usize) {
    let line = text[start..].trim_start_matches(' ');
    let start = text.len() - line.len();
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let after = line.as_bytes().get(digits);
    match line.chars().next() {
        Some('#' | '+' | '-' | '=') => text.insert(start, '\\'),
        _ if digits > 0 && matches!(after, Some(b'.' | b')')) => text.insert(start + digits, '\\'),
        _ => {}
    }
}
