//! Doc comments as rustdoc reads them.

use pulldown_cmark::{CodeBlockKind, Event, LinkType, Options, Parser, Tag};

/// The doc comments of a file, each as rustdoc sees it.
fn docs(text: &str) -> Vec<String> {
    let mut docs = vec![String::new()];
    for line in text.lines().map(str::trim_start) {
        let line = line.strip_prefix("///").or(line.strip_prefix("//!"));
        let Some(last) = docs.last_mut() else { break };
        match line {
            Some(line) => {
                last.push_str(line.strip_prefix(' ').unwrap_or(line));
                last.push('\n');
            }
            None if last.is_empty() => {}
            None => docs.push(String::new()),
        }
    }
    docs.retain(|doc| !doc.is_empty());
    docs
}

/// What rustdoc reads besides CommonMark.
fn as_rustdoc(doc: &str) -> Parser<'_> {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_SMART_PUNCTUATION;
    Parser::new_ext(doc, options)
}

/// How many headings the doc comments of a file have.
pub(crate) fn headings(text: &str) -> usize {
    let docs = docs(text);
    let events = docs.iter().flat_map(|doc| as_rustdoc(doc));
    events
        .filter(|event| matches!(event, Event::Start(Tag::Heading { .. })))
        .count()
}

/// Nothing in the doc comments of a file runs, is HTML, or leads somewhere that it does not show.
pub(crate) fn assert_harmless(text: &str) {
    for doc in docs(text) {
        assert_harmless_doc(&doc);
    }
}

fn assert_harmless_doc(doc: &str) {
    for event in as_rustdoc(doc) {
        let harm = match event {
            Event::Html(_) | Event::InlineHtml(_) | Event::FootnoteReference(_) => true,
            Event::TaskListMarker(_) => true,
            Event::Start(Tag::CodeBlock(kind)) => {
                !matches!(kind, CodeBlockKind::Fenced(language) if &*language == "text")
            }
            Event::Start(Tag::Link { link_type, .. }) => link_type != LinkType::Autolink,
            Event::Start(Tag::Image { .. } | Tag::FootnoteDefinition(_)) => true,
            _ => false,
        };
        assert!(!harm, "harmful: {doc}");
    }
}
