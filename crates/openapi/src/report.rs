//! What is wrong with a document: kept by JSON pointer while it is read, located at the end.

use std::collections::{BTreeMap, BTreeSet};

use graphwright_api::{Api, Diagnostic, Lowered, Position, Severity};

use crate::locate::{Places, locate};

/// Where a finding stands.
#[derive(Debug)]
enum Place {
    /// The parser said so.
    Position(Option<Position>),
    /// The first thing at this pointer.
    First(String),
    /// The last thing at this pointer: of two equal keys, the one that is too many.
    Last(String),
}

#[derive(Debug)]
struct Finding {
    severity: Severity,
    place: Place,
    message: String,
    help: String,
}

/// What was found in one document so far.
#[derive(Debug)]
pub(crate) struct Report<'a> {
    file: &'a str,
    text: &'a str,
    findings: Vec<Finding>,
}

impl<'a> Report<'a> {
    pub(crate) fn new(file: &'a str, text: &'a str) -> Self {
        Self {
            file,
            text,
            findings: Vec::new(),
        }
    }

    /// The text is no YAML or JSON at all.
    pub(crate) fn unreadable(
        &mut self,
        position: Option<Position>,
        message: impl Into<String>,
        help: &str,
    ) {
        self.add(Severity::Error, Place::Position(position), message, help);
    }

    /// Of two equal keys at `pointer`, the second is one too many.
    pub(crate) fn repeated(&mut self, pointer: String, message: String, help: &str) {
        self.add(Severity::Error, Place::Last(pointer), message, help);
    }

    pub(crate) fn error(
        &mut self,
        pointer: impl Into<String>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.add(Severity::Error, Place::First(pointer.into()), message, help);
    }

    pub(crate) fn warning(
        &mut self,
        pointer: impl Into<String>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        let place = Place::First(pointer.into());
        self.add(Severity::Warning, place, message, help);
    }

    fn add(
        &mut self,
        severity: Severity,
        place: Place,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.findings.push(Finding {
            severity,
            place,
            message: message.into(),
            help: help.into(),
        });
    }

    /// The errors and nothing else.
    pub(crate) fn into_errors(mut self) -> Vec<Diagnostic> {
        self.findings
            .retain(|finding| finding.severity == Severity::Error);
        self.located()
    }

    /// `api` with the warnings, or the errors if there are any.
    pub(crate) fn finish(self, api: Api) -> Result<Lowered, Vec<Diagnostic>> {
        let fails = |finding: &Finding| finding.severity == Severity::Error;
        if self.findings.iter().any(fails) {
            return Err(self.into_errors());
        }
        Ok(Lowered {
            api,
            warnings: self.located(),
            unread: BTreeMap::new(),
        })
    }

    /// All findings in the order of the document, each once.
    fn located(self) -> Vec<Diagnostic> {
        let wanted: BTreeSet<&str> = self
            .findings
            .iter()
            .filter_map(|finding| match &finding.place {
                Place::Position(_) => None,
                Place::First(pointer) | Place::Last(pointer) => Some(pointer.as_str()),
            })
            .collect();
        let places = if wanted.is_empty() {
            Places::default()
        } else {
            let is_last = |finding: &Finding| matches!(finding.place, Place::Last(_));
            locate(self.text, &wanted, self.findings.iter().any(is_last))
        };
        let mut diagnostics: Vec<Diagnostic> = self
            .findings
            .iter()
            .map(|finding| Diagnostic {
                severity: finding.severity,
                file: self.file.to_owned(),
                position: match &finding.place {
                    Place::Position(position) => *position,
                    Place::First(pointer) => places.first(pointer),
                    Place::Last(pointer) => places.last(pointer),
                },
                message: finding.message.clone(),
                help: finding.help.clone(),
            })
            .collect();
        diagnostics.sort_by_key(|diagnostic| diagnostic.position);
        diagnostics.dedup();
        diagnostics
    }
}
