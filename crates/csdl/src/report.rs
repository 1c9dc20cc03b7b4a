//! Collects findings by byte offset, until they are reported.

use std::collections::BTreeMap;

use graphwright_api::diagnostic::Kind;
use graphwright_api::{About, Api, Diagnostic, Lowered, Origin, Position, Severity};

/// The findings so far.
pub(crate) struct Report<'a> {
    file: &'a str,
    text: &'a str,
    /// The offsets of all line ends: a document may have as many errors as lines.
    line_ends: Vec<usize>,
    found: Vec<(Option<Origin>, Diagnostic)>,
}

impl<'a> Report<'a> {
    pub(crate) fn new(file: &'a str, text: &'a str) -> Self {
        Self {
            file,
            text,
            line_ends: text.match_indices('\n').map(|(at, _)| at).collect(),
            found: Vec::new(),
        }
    }

    #[track_caller]
    pub(crate) fn error(&mut self, origin: Origin, message: impl Into<String>, help: &str) {
        self.add(
            (Severity::Error, Kind::of_caller()),
            Some(origin),
            None,
            message.into(),
            help,
        );
    }

    /// An error of the XML parser, which counts for itself.
    #[track_caller]
    pub(crate) fn error_at(&mut self, position: Position, message: impl Into<String>, help: &str) {
        self.add(
            (Severity::Error, Kind::of_caller()),
            None,
            Some(position),
            message.into(),
            help,
        );
    }

    /// `about` says which slices have to do with it.
    #[track_caller]
    pub(crate) fn warning(
        &mut self,
        origin: Option<Origin>,
        about: About,
        message: impl Into<String>,
        help: &str,
    ) {
        let said = (Severity::Warning, Kind::of_caller());
        self.add(said, origin, None, message.into(), help);
        if let Some((_, added)) = self.found.last_mut() {
            added.about = about;
        }
    }

    /// The file and the line of `origin`, for a message about another place.
    pub(crate) fn place(&self, origin: Origin) -> String {
        format!("{}:{}", self.file, self.line(origin))
    }

    /// The line of `origin`.
    pub(crate) fn line(&self, origin: Origin) -> u32 {
        let before = self
            .line_ends
            .partition_point(|end| *end < origin.0 as usize);
        u32::try_from(before + 1).unwrap_or(u32::MAX)
    }

    fn add(
        &mut self,
        (severity, kind): (Severity, Kind),
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
            about: About::Everything,
            kind,
        };
        self.found.push((origin, diagnostic));
    }

    /// All that was found, in the order of the text; what has no place in it comes last.
    fn placed(mut self) -> Vec<Diagnostic> {
        let mut found = std::mem::take(&mut self.found);
        found.sort_by_key(|(origin, _)| (origin.is_none(), *origin));
        // They are counted in one pass, because a whole document may stand in one line.
        let mut at = 0;
        let mut position = Position::START;
        for (origin, diagnostic) in &mut found {
            let Some(origin) = *origin else {
                continue;
            };
            let passed = self.text.get(at..origin.0 as usize).unwrap_or_default();
            at += passed.len();
            position = position.behind(passed);
            diagnostic.position = Some(position);
        }
        found.into_iter().map(|(_, one)| one).collect()
    }

    /// The errors, in the order of the text.
    pub(crate) fn errors(self) -> Vec<Diagnostic> {
        let mut found = self.placed();
        found.retain(|one| one.severity == Severity::Error);
        found
    }

    /// `api` if there is no error.
    pub(crate) fn finish(
        self,
        api: Api,
        unread: BTreeMap<String, usize>,
    ) -> Result<Lowered, Vec<Diagnostic>> {
        let found = self.placed();
        let (errors, warnings): (Vec<_>, Vec<_>) = found
            .into_iter()
            .partition(|one| one.severity == Severity::Error);
        if errors.is_empty() {
            Ok(Lowered {
                api,
                notes: Vec::new(),
                warnings,
                unread,
            })
        } else {
            Err(errors)
        }
    }
}
