//! Renders the text of a paragraph, a cell or an item.

use pulldown_cmark::{Event, LinkType, Tag, TagEnd};

use super::{clean, code, escape, url};

/// Markdown that is being written anew.
pub(super) struct Inline {
    text: String,
    in_table: bool,
    /// Where what is emphasised begins, and the texts of links, with their URLs.
    open: Vec<(usize, Option<String>)>,
}

impl Inline {
    pub(super) fn new(in_table: bool) -> Self {
        Self {
            text: String::new(),
            in_table,
            open: Vec::new(),
        }
    }

    pub(super) fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Text(text) => self.text(&text),
            // HTML is shown as it is written.
            Event::InlineHtml(html) | Event::Html(html) => self.text(&html),
            Event::Code(text) => self.code(&text),
            Event::SoftBreak | Event::HardBreak => self.text.push(' '),
            Event::Start(tag) => {
                let url = match tag {
                    Tag::Link {
                        link_type: LinkType::Autolink | LinkType::Email,
                        ..
                    } => None,
                    Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. } => {
                        Some(dest_url.into_string())
                    }
                    _ => None,
                };
                self.open.push((self.text.len(), url));
            }
            Event::End(tag) => {
                let Some((start, to)) = self.open.pop() else {
                    return;
                };
                match tag {
                    TagEnd::Emphasis => self.emphasise(start, "*"),
                    TagEnd::Strong => self.emphasise(start, "**"),
                    _ => self.link(start, to),
                }
            }
            _ => {}
        }
    }

    /// Text, of which nothing means anything.
    pub(super) fn text(&mut self, text: &str) {
        let text = clean(text).replace(['\n', '\t'], " ");
        self.text.push_str(&escape(&text));
    }

    fn code(&mut self, text: &str) {
        if text.contains('`') || clean(text).trim().is_empty() {
            return self.text(text);
        }
        let code = code(text);
        // There a bar ends the cell in code, too.
        self.text.push_str(&match self.in_table {
            true => code.replace('|', "\\|"),
            false => code,
        });
    }

    /// Marks what begins at `start`, where marks have a meaning around it.
    fn emphasise(&mut self, start: usize, mark: &str) {
        let text = &self.text[start..];
        let is_whole = !text.is_empty() && text.trim() == text && !text.contains('*');
        if is_whole {
            self.text.insert_str(start, mark);
            self.text.push_str(mark);
        }
    }

    /// A link stands behind its text, with all of its URL.
    fn link(&mut self, start: usize, to: Option<String>) {
        let Some(to) = to else { return };
        if url(&to) != Some(to.as_str()) {
            return;
        }
        let link = format!("<{to}>");
        match &self.text[start..] {
            text if text == link => {}
            text if text.trim().is_empty() => self.text.push_str(&link),
            _ => self.text.push_str(&format!(" ({link})")),
        }
    }

    /// The text with one blank where there are several.
    pub(super) fn finish(self) -> String {
        let words: Vec<&str> = self.text.split_whitespace().collect();
        words.join(" ")
    }
}
