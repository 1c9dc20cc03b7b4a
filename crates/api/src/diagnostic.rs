//! Findings in a description, with their positions.

mod gathered;

use std::collections::BTreeMap;
use std::fmt;
use std::panic::Location;

use crate::TypeName;

pub use gathered::gathered;

/// A place in a description, as its reader numbers them; the reader turns it into a [`Position`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Origin(pub u32);

/// Line and column in a text, both counted from 1; columns in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the type says it")]
pub struct Position {
    pub line: u32,
    pub column: u32,
}

impl Position {
    /// Where a text begins.
    pub const START: Self = Self { line: 1, column: 1 };

    /// Returns where one stands who has passed that much text from here.
    pub fn behind(self, passed: &str) -> Self {
        let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        match passed.rfind('\n') {
            None => Self {
                column: self.column.saturating_add(number(passed.chars().count())),
                ..self
            },
            Some(end) => Self {
                line: self
                    .line
                    .saturating_add(number(passed.matches('\n').count())),
                column: Self::START
                    .column
                    .saturating_add(number(passed[end + 1..].chars().count())),
            },
        }
    }
}

/// How much it matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Severity {
    /// Nothing is generated.
    Error,
    /// The rest of the description is generated.
    Warning,
    /// Nothing is wrong: it is said what was decided.
    Note,
}

/// The part of a description that a finding is about. A slice without that part has nothing to do with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum About {
    /// The whole description, or what every slice has.
    Everything,
    /// Nothing that a slice can contain.
    Nothing,
    /// A declared type.
    Type(TypeName),
    /// An operation that is bound to a value, by its simple name.
    Operation(String),
    /// An entity set, a singleton or an import, by its name.
    Root(String),
    /// Paths, as the description writes them. One of them is enough.
    Paths(Vec<String>),
}

/// The kind of a finding. Findings of one kind are said in one place of a reader, whatever names they have
/// in them, and are about one matter where that place knows several.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Kind {
    place: &'static Location<'static>,
    matter: &'static str,
}

impl Kind {
    /// The kind of finding that the caller says.
    #[track_caller]
    pub fn of_caller() -> Self {
        let place = Location::caller();
        Self { place, matter: "" }
    }

    /// Returns the kind of one of several matters.
    #[must_use]
    pub fn about(self, matter: &'static str) -> Self {
        Self { matter, ..self }
    }
}

/// One thing that is wrong with a description. Its display is `file:line:column: error: message`,
/// and a second line that says what to do where there is such a thing to say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// How much it matters.
    pub severity: Severity,
    /// The file as the caller named it.
    pub file: String,
    /// Where in the file, when it can be said.
    pub position: Option<Position>,
    /// The problem.
    pub message: String,
    /// The advice to the user; may be empty.
    pub help: String,
    /// The subject.
    pub about: About,
    /// The kind of finding.
    pub kind: Kind,
}

impl Diagnostic {
    /// Returns where it is: the file, and the position where it can be said.
    fn place(&self) -> String {
        match self.position {
            Some(Position { line, column }) => format!("{}:{line}:{column}", self.file),
            None => self.file.clone(),
        }
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.place())?;
        let severity = match self.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        };
        write!(f, ": {severity}: {}", one_line(&self.message))?;
        if !self.help.is_empty() {
            write!(f, "\n  help: {}", self.help)?;
        }
        Ok(())
    }
}

/// Names in a message come from the description: none of them may begin a line of its own.
fn one_line(message: &str) -> String {
    let mut line = String::with_capacity(message.len());
    for c in message.chars() {
        if c.is_control() {
            line.extend(c.escape_default());
        } else {
            line.push(c);
        }
    }
    line
}

/// The result of a reader: the model, and the findings that do not prevent generation.
#[derive(Clone, Debug, PartialEq)]
pub struct Lowered {
    /// The model. It satisfies [`check`](crate::check::check).
    pub api: crate::Api,
    /// Decisions of the reader that a caller can override.
    pub notes: Vec<Diagnostic>,
    /// Warnings, in the order of the description.
    pub warnings: Vec<Diagnostic>,
    /// Parts of the description that were not used: how often each element (`EntitySet/NavigationPropertyBinding`),
    /// attribute (`Property/@MaxLength`), term and member of a term's record stands in the description.
    pub unread: BTreeMap<String, usize>,
}
