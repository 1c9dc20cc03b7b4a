//! Findings in a document: kept by JSON pointer while it is read, located at the end.

pub(crate) mod parts;
pub(crate) mod unread;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use graphwright_api::diagnostic;
use graphwright_api::{About, Api, Diagnostic, Lowered, Position, Severity};

use crate::kind::{self, Kind};
use crate::read::locate::{Places, locate};
use crate::report::parts::Parts;

/// How often what is known at one pointer may stand at another, which itself stands elsewhere.
const MOVES: usize = 32;

/// Where a finding stands.
#[derive(Debug)]
enum FoundAt {
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
    kind: diagnostic::Kind,
    place: FoundAt,
    message: String,
    help: String,
}

/// The findings in one document so far.
#[derive(Debug)]
pub(crate) struct Report<'a> {
    file: &'a str,
    text: &'a str,
    findings: Vec<Finding>,
    notes: Vec<Diagnostic>,
    /// The findings in other files.
    adopted: Vec<Diagnostic>,
    /// The texts of other files, by path.
    others: BTreeMap<String, String>,
    /// The parts of the document that stand in another file: its path, and the pointer there.
    moved: HashMap<String, (String, String)>,
}

/// Returns whether a finding is one that is known, of another copy of what stands there; then that is about both.
fn is_said_again(again: &Diagnostic, known: &mut Diagnostic) -> bool {
    let about = known.about.clone();
    let is_same = *known
        == Diagnostic {
            about,
            ..again.clone()
        };
    match (&mut known.about, &again.about) {
        _ if !is_same => false,
        (About::Paths(all), About::Paths(more)) => {
            let new = more.iter().filter(|one| !all.contains(one));
            let new: Vec<String> = new.cloned().collect();
            all.extend(new);
            true
        }
        (known, again) => known == again,
    }
}

impl<'a> Report<'a> {
    pub(crate) fn new(file: &'a str, text: &'a str) -> Self {
        Self {
            file,
            text,
            findings: Vec::new(),
            notes: Vec::new(),
            adopted: Vec::new(),
            others: BTreeMap::new(),
            moved: HashMap::new(),
        }
    }

    /// Returns what kind of service the document `root` describes, which is noted.
    pub(crate) fn decide(&mut self, root: &serde_json::Value) -> Kind {
        let (kind, said) = kind::of(root, self.file);
        self.notes.push(said);
        kind
    }

    /// Returns whether the name of the file says that it is JSON.
    pub(crate) fn is_json_by_name(&self) -> bool {
        self.file.to_ascii_lowercase().ends_with(".json")
    }

    /// The text is no YAML or JSON at all.
    #[track_caller]
    pub(crate) fn unreadable(
        &mut self,
        position: Option<Position>,
        message: impl Into<String>,
        help: &str,
    ) {
        let kind = diagnostic::Kind::of_caller();
        let place = FoundAt::Position(position);
        self.add((Severity::Error, kind), place, message, help);
    }

    /// Of two equal keys at `pointer`, the second is one too many.
    #[track_caller]
    pub(crate) fn repeated(&mut self, pointer: String, message: String, help: &str) {
        let kind = diagnostic::Kind::of_caller();
        self.add(
            (Severity::Error, kind),
            FoundAt::Last(pointer),
            message,
            help,
        );
    }

    #[track_caller]
    pub(crate) fn error(
        &mut self,
        pointer: impl Into<String>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        let kind = diagnostic::Kind::of_caller();
        let place = FoundAt::First(pointer.into());
        self.add((Severity::Error, kind), place, message, help);
    }

    #[track_caller]
    pub(crate) fn warning(
        &mut self,
        pointer: impl Into<String>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.warning_of(diagnostic::Kind::of_caller(), pointer, message, help);
    }

    /// Reports a warning of a kind that one place of the reader uses for several matters.
    pub(crate) fn warning_of(
        &mut self,
        kind: diagnostic::Kind,
        pointer: impl Into<String>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        let place = FoundAt::First(pointer.into());
        self.add((Severity::Warning, kind), place, message, help);
    }

    fn add(
        &mut self,
        (severity, kind): (Severity, diagnostic::Kind),
        place: FoundAt,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.findings.push(Finding {
            severity,
            kind,
            place,
            message: message.into(),
            help: help.into(),
        });
    }

    /// The errors and nothing else.
    pub(crate) fn into_errors(mut self) -> Vec<Diagnostic> {
        self.findings
            .retain(|finding| finding.severity == Severity::Error);
        self.adopted.retain(|one| one.severity == Severity::Error);
        self.located(&Parts::default())
    }

    /// `api` with the warnings, or the errors if there are any. `parts` knows what they are about.
    pub(crate) fn finish(mut self, api: Api, parts: &Parts) -> Result<Lowered, Vec<Diagnostic>> {
        let fails = |finding: &Finding| finding.severity == Severity::Error;
        let failed = |one: &Diagnostic| one.severity == Severity::Error;
        if self.findings.iter().any(fails) || self.adopted.iter().any(failed) {
            return Err(self.into_errors());
        }
        Ok(Lowered {
            api,
            notes: std::mem::take(&mut self.notes),
            warnings: self.located(parts),
            unread: BTreeMap::new(),
        })
    }

    /// The name of the file at `path` from the folder of this one, as it is shown.
    pub(crate) fn beside(&self, path: &str) -> String {
        match self.file.rsplit_once(['/', '\\']) {
            Some((folder, _)) => format!("{folder}/{path}"),
            None => path.to_owned(),
        }
    }

    /// Takes over what was found in another file.
    pub(crate) fn adopt(&mut self, other: Report<'_>) {
        self.adopted.extend(other.located(&Parts::default()));
    }

    /// Records that the part at `pointer` stands in the file at `path`, whose text this is, at `there`.
    pub(crate) fn moved(&mut self, pointer: &str, path: &str, text: &str, there: &str) {
        if !self.others.contains_key(path) {
            self.others.insert(path.to_owned(), text.to_owned());
        }
        let place = (path.to_owned(), there.to_owned());
        self.moved.insert(pointer.to_owned(), place);
    }

    /// Records that the part at `pointer` stands at `there` in the document itself.
    pub(crate) fn moved_within(&mut self, pointer: &str, there: &str) {
        let place = (String::new(), there.to_owned());
        self.moved.entry(pointer.to_owned()).or_insert(place);
    }

    /// The file that a pointer leads to, if it is another, and the pointer there.
    fn home(&self, pointer: &str) -> (&str, String) {
        self.home_within(pointer, MOVES)
    }

    fn home_within(&self, pointer: &str, moves: usize) -> (&str, String) {
        let mut known = pointer;
        loop {
            if let Some((path, there)) = self.moved.get(known) {
                let there = format!("{there}{}", &pointer[known.len()..]);
                return match path.is_empty() && moves > 0 {
                    true => self.home_within(&there, moves - 1),
                    false => (path, there),
                };
            }
            match known.rsplit_once('/') {
                Some((above, _)) => known = above,
                None => return ("", pointer.to_owned()),
            }
        }
    }

    /// All findings in the order of the document, each once; behind them those in other files.
    fn located(self, parts: &Parts) -> Vec<Diagnostic> {
        let homes: Vec<Option<(&str, String)>> = self
            .findings
            .iter()
            .map(|finding| match &finding.place {
                FoundAt::Position(_) => None,
                FoundAt::First(pointer) | FoundAt::Last(pointer) => Some(self.home(pointer)),
            })
            .collect();
        let mut wanted: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for (path, pointer) in homes.iter().flatten() {
            wanted.entry(path).or_default().insert(pointer);
        }
        let is_last = |finding: &Finding| matches!(finding.place, FoundAt::Last(_));
        let to_the_end = self.findings.iter().any(is_last);
        let places: BTreeMap<&str, Places> = wanted
            .iter()
            .map(|(path, pointers)| {
                let text = self.others.get(*path).map_or(self.text, String::as_str);
                (*path, locate(text, pointers, to_the_end))
            })
            .collect();
        let found = self.findings.iter().zip(&homes).map(|(finding, home)| {
            let (path, pointer) = home.as_ref().map_or(("", ""), |(path, at)| (*path, at));
            let places = places.get(path);
            Diagnostic {
                severity: finding.severity,
                file: match path {
                    "" => self.file.to_owned(),
                    path => self.beside(path),
                },
                position: match &finding.place {
                    FoundAt::Position(position) => *position,
                    FoundAt::First(_) => places.and_then(|places| places.first(pointer)),
                    FoundAt::Last(_) => places.and_then(|places| places.last(pointer)),
                },
                message: finding.message.clone(),
                help: finding.help.clone(),
                about: match &finding.place {
                    FoundAt::Position(_) => About::Everything,
                    FoundAt::First(pointer) | FoundAt::Last(pointer) => parts.of(pointer),
                },
                kind: finding.kind,
            }
        });
        let mut diagnostics: Vec<Diagnostic> = found.chain(self.adopted.iter().cloned()).collect();
        let file = self.file;
        diagnostics.sort_by(|a, b| {
            let key = |one: &Diagnostic| (one.file != file, one.file.clone(), one.position);
            key(a).cmp(&key(b))
        });
        diagnostics.dedup_by(|again, known| is_said_again(again, known));
        diagnostics
    }
}
