//! What is wrong with a document, by byte offset until it is said.

use graphwright_api::{Api, Diagnostic, Lowered, Origin, Position, Severity};

/// What was found so far.
pub(crate) struct Report<'a> {
    file: &'a str,
    text: &'a str,
    found: Vec<(Option<Origin>, Diagnostic)>,
}

impl<'a> Report<'a> {
    pub(crate) fn new(file: &'a str, text: &'a str) -> Self {
        Self {
            file,
            text,
            found: Vec::new(),
        }
    }

    pub(crate) fn error(&mut self, origin: Origin, message: impl Into<String>, help: &str) {
        let position = Some(self.position(origin));
        self.add(
            Severity::Error,
            Some(origin),
            position,
            message.into(),
            help,
        );
    }

    /// An error of the XML parser, which counts for itself.
    pub(crate) fn error_at(&mut self, position: Position, message: impl Into<String>, help: &str) {
        self.add(Severity::Error, None, Some(position), message.into(), help);
    }

    pub(crate) fn warning(
        &mut self,
        origin: Option<Origin>,
        message: impl Into<String>,
        help: &str,
    ) {
        let position = origin.map(|origin| self.position(origin));
        self.add(Severity::Warning, origin, position, message.into(), help);
    }

    /// The line of `origin`.
    pub(crate) fn line(&self, origin: Origin) -> u32 {
        self.position(origin).line
    }

    fn add(
        &mut self,
        severity: Severity,
        origin: Option<Origin>,
        position: Option<Position>,
        message: String,
        help: &str,
    ) {
        let diagnostic = Diagnostic {
            severity,
            file: self.file.into(),
            position,
            message,
            help: help.into(),
        };
        self.found.push((origin, diagnostic));
    }

    fn position(&self, origin: Origin) -> Position {
        let before = self.text.get(..origin.0 as usize).unwrap_or(self.text);
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        Position {
            line: count(before.bytes().filter(|byte| *byte == b'\n').count() + 1),
            column: count(before[line_start..].chars().count() + 1),
        }
    }

    /// The errors, in the order of the text.
    pub(crate) fn errors(self) -> Vec<Diagnostic> {
        let mut found = self.found;
        found.sort_by_key(|(origin, diagnostic)| (*origin, diagnostic.position));
        found
            .into_iter()
            .map(|(_, one)| one)
            .filter(|one| one.severity == Severity::Error)
            .collect()
    }

    /// `api` if there is no error.
    pub(crate) fn finish(self, api: Api) -> Result<Lowered, Vec<Diagnostic>> {
        if self
            .found
            .iter()
            .any(|(_, one)| one.severity == Severity::Error)
        {
            return Err(self.errors());
        }
        Ok(Lowered {
            api,
            warnings: self.found.into_iter().map(|(_, one)| one).collect(),
        })
    }
}
