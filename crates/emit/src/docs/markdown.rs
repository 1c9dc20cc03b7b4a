//! Markdown of a description as Markdown of a doc comment: its paragraphs, lists, tables and blocks of code, and
//! nothing that hides where it leads, runs, or is HTML.
//!
//! OpenAPI says that descriptions are CommonMark; those of CSDL are text, and some of them CommonMark. The text is
//! taken apart by pulldown-cmark, which rustdoc uses as well, and written anew from what it was taken for.

use std::iter::Peekable;

use pulldown_cmark::{Event, Options, Parser, Tag, TextMergeStream};

use super::inline::Inline;
use super::{Block, WIDTH, clean, wrapped};

/// How deep lists and quotes may stand in each other; what is deeper is left out.
const DEEPEST: usize = 8;

/// The most digits that the number of an item may have (CommonMark 0.31, 5.2).
const HIGHEST: u64 = 999_999_999;

/// The events of a text.
type Events<'t> = Peekable<TextMergeStream<'t, Parser<'t>>>;

/// The blocks of a text.
pub(super) fn blocks(text: &str) -> Vec<Block> {
    let text = dedented(text);
    let parser = Parser::new_ext(&text, Options::ENABLE_TABLES);
    let mut events = TextMergeStream::new(parser).peekable();
    flow(&mut events, 0)
}

/// A text without the indentation that all lines but the first share: that of the file that it stands in.
fn dedented(text: &str) -> String {
    let indentation = |line: &str| line.len() - line.trim_start_matches(' ').len();
    let others = text.lines().skip(1).filter(|line| !line.trim().is_empty());
    let shared = others.map(indentation).min().unwrap_or_default();
    let mut lines = text.lines();
    let first = lines.next().unwrap_or_default().trim_start();
    let others = lines.map(|line| line.get(shared..).unwrap_or_default());
    let lines: Vec<&str> = std::iter::once(first).chain(others).collect();
    lines.join("\n")
}

/// The blocks up to the end of what they stand in, which is passed.
fn flow(events: &mut Events<'_>, depth: usize) -> Vec<Block> {
    let mut blocks = Vec::new();
    while let Some(event) = events.peek() {
        match event {
            Event::Start(tag) if is_block(tag) => {
                let Some(Event::Start(tag)) = events.next() else {
                    break;
                };
                blocks.extend(block(events, tag, depth));
            }
            Event::End(_) => {
                events.next();
                break;
            }
            Event::Rule => {
                events.next();
            }
            // An item of a list whose items stand close together has no paragraphs.
            _ => blocks.extend(paragraph(inline(events, false))),
        }
    }
    blocks
}

fn is_block(tag: &Tag<'_>) -> bool {
    !matches!(
        tag,
        Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. } | Tag::Image { .. }
    )
}

/// The block that `tag` begins, up to its end.
fn block(events: &mut Events<'_>, tag: Tag<'_>, depth: usize) -> Option<Block> {
    match tag {
        Tag::BlockQuote(_) | Tag::List(_) if depth >= DEEPEST => {
            skip(events);
            None
        }
        Tag::Heading { .. } => {
            let text = inline(events, false);
            events.next();
            paragraph(text).map(|block| match block {
                // Headings are ours.
                Block::Paragraph(text) => {
                    Block::Paragraph(format!("**{}**", text.replace("**", "")))
                }
                other => other,
            })
        }
        Tag::CodeBlock(_) => Some(Block::Lines(code(&literal(events)))),
        Tag::HtmlBlock => {
            let mut shown = Inline::new(false);
            shown.text(&literal(events));
            paragraph(shown.finish())
        }
        Tag::BlockQuote(_) => {
            let lines = inside(flow(events, depth + 1), depth + 1, 2);
            let quoted = lines.into_iter().map(|line| format!("> {line}"));
            let quoted: Vec<String> = quoted.map(|line| line.trim_end().to_owned()).collect();
            (!quoted.is_empty()).then_some(Block::Lines(quoted))
        }
        Tag::List(first) => list(events, first, depth),
        Tag::Table(columns) => Some(Block::Lines(table(events, columns.len()))),
        _ => {
            let text = inline(events, false);
            events.next();
            paragraph(text)
        }
    }
}

/// Passes all up to the end of what has begun.
fn skip(events: &mut Events<'_>) {
    let mut open = 1_usize;
    for event in events.by_ref() {
        match event {
            Event::Start(_) => open += 1,
            Event::End(_) => open -= 1,
            _ => {}
        }
        if open == 0 {
            return;
        }
    }
}

fn paragraph(text: String) -> Option<Block> {
    (!text.is_empty()).then_some(Block::Paragraph(text))
}

/// The text of what has nothing but text in it.
fn literal(events: &mut Events<'_>) -> String {
    let mut text = String::new();
    for event in events.by_ref() {
        match event {
            Event::Text(part) | Event::Html(part) => text.push_str(&part),
            Event::End(_) => break,
            _ => {}
        }
    }
    text
}

/// Code, in a fence that no line of it ends. It is marked as text: rustdoc makes a test of any other.
fn code(text: &str) -> Vec<String> {
    let text = clean(text);
    let longest = text.split(|c| c != '`').map(str::len).max();
    let fence = "`".repeat(longest.unwrap_or_default().max(2) + 1);
    let lines = text.lines().map(|line| line.replace('\t', "    "));
    let mut all = vec![format!("{fence}text")];
    all.extend(lines.map(|line| line.trim_end().to_owned()));
    all.push(fence);
    all
}

fn list(events: &mut Events<'_>, first: Option<u64>, depth: usize) -> Option<Block> {
    let mut lines: Vec<String> = Vec::new();
    let mut number = first.map(|first| first.min(HIGHEST));
    while let Some(Event::Start(Tag::Item)) = events.next() {
        let is_loose = matches!(events.peek(), Some(Event::Start(Tag::Paragraph)));
        let sign = match &mut number {
            Some(number) => {
                let sign = format!("{number}. ");
                *number = (*number + 1).min(HIGHEST);
                sign
            }
            None => "- ".to_owned(),
        };
        let item = inside(flow(events, depth + 1), depth + 1, sign.len());
        if item.is_empty() {
            continue;
        }
        if is_loose && !lines.is_empty() {
            lines.push(String::new());
        }
        let indentation = " ".repeat(sign.len());
        for (at, line) in item.into_iter().enumerate() {
            lines.push(match (at, line.is_empty()) {
                (0, _) => format!("{sign}{line}"),
                (_, true) => line,
                _ => format!("{indentation}{line}"),
            });
        }
    }
    (!lines.is_empty()).then_some(Block::Lines(lines))
}

/// The lines of blocks that stand in a list or quote, whose lines begin with `sign` more characters.
fn inside(blocks: Vec<Block>, depth: usize, sign: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for block in blocks {
        let own = match block {
            Block::Paragraph(text) => wrapped(&text, WIDTH - sign * depth),
            Block::Lines(own) => own,
        };
        // A list stands close to what introduces it.
        let is_list = own.first().is_some_and(|line| begins_item(line));
        if !lines.is_empty() && !is_list {
            lines.push(String::new());
        }
        lines.extend(own);
    }
    lines
}

/// Returns whether a line of ours begins an item: one of text is escaped where it would.
fn begins_item(line: &str) -> bool {
    let sign = line.split(' ').next().unwrap_or_default();
    let number = sign.strip_suffix('.').unwrap_or_default();
    sign == "-" || (!number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()))
}

fn table(events: &mut Events<'_>, columns: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut cells: Vec<String> = Vec::new();
    while let Some(event) = events.next() {
        match event {
            Event::Start(Tag::TableCell) => {
                cells.push(inline(events, true));
                events.next();
            }
            Event::End(pulldown_cmark::TagEnd::TableHead) => {
                lines.push(row(&std::mem::take(&mut cells)));
                lines.push(row(&vec!["---".to_owned(); columns]));
            }
            Event::End(pulldown_cmark::TagEnd::TableRow) => {
                lines.push(row(&std::mem::take(&mut cells)));
            }
            Event::End(pulldown_cmark::TagEnd::Table) => break,
            _ => {}
        }
    }
    lines
}

fn row(cells: &[String]) -> String {
    format!("| {} |", cells.join(" | "))
}

/// The text up to the end of what it stands in or to a block, neither of which is passed.
fn inline(events: &mut Events<'_>, in_table: bool) -> String {
    let mut inline = Inline::new(in_table);
    let mut open = 0_usize;
    while let Some(event) = events.peek() {
        match event {
            Event::Start(tag) if is_block(tag) => break,
            Event::End(_) if open == 0 => break,
            Event::Start(_) => open += 1,
            Event::End(_) => open -= 1,
            _ => {}
        }
        if let Some(event) = events.next() {
            inline.event(event);
        }
    }
    inline.finish()
}
