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

/// The example of the crate's page runs. In it stand names of the description, as identifiers, and no text.
const EXAMPLE: [(&str, &str); 2] = [
    ("use ", "::{Client, graphwright};"),
    ("let answer = client.", ".send().await?;"),
];

/// The page without the example of ours, if it has one.
fn without_example(doc: &str) -> String {
    let Some((before, rest)) = doc.split_once("```no_run\n") else {
        return doc.to_owned();
    };
    let (example, after) = rest.split_once("```").expect("the end of the example");
    for (begin, end) in EXAMPLE {
        let lines = example.lines().map(str::trim);
        let mut inner = lines.filter_map(|line| line.strip_prefix(begin)?.strip_suffix(end));
        let inner = inner.next().expect("a line of the example");
        let is_call = inner == r#"request(graphwright::Method::GET, "/")"#;
        let is_plain = |c: char| unicode_ident::is_xid_continue(c) || ".()#".contains(c);
        assert!(is_call || inner.chars().all(is_plain), "{inner}");
    }
    assert_eq!(example.lines().count(), 9, "{example}");
    format!("{before}{after}")
}

fn assert_harmless_doc(doc: &str) {
    for event in as_rustdoc(&without_example(doc)) {
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
