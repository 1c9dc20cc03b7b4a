//! Corrections of what a description gets wrong, as data beside it.
//!
//! A fix-up file is TOML. Each `[[fix]]` has one verb, the places it is for (`on`), and its `reason`:
//!
//! ```toml
//! [[fix]]
//! offer = "replace"                     # what OData defines: list, create, get, update, …
//! on = "microsoft.graph.team"
//! reason = "A team is also made by PUT."
//!
//! [[fix]]
//! change = "result"                     # a property, parameter, result or stream (its `methods`)
//! on = "microsoft.graph.reportRoot/get*"
//! type = "Edm.Stream"
//! reason = "Reports are files."
//!
//! [[fix]]
//! add = "query-option"                  # an argument of `list`, because it is required
//! on = "microsoft.graph.user/calendarView"
//! of = "list"
//! name = "startDateTime"
//! required = true
//! reason = "A calendar view needs its range; the metadata does not say it."
//! ```
//!
//! The rules work on the lowered model, so they serve CSDL and OpenAPI alike, one after the other in
//! the order of the file. A rule that matches nothing is an error, and so is one whose effect is
//! there already: descriptions change, and what no longer helps must not stay and mislead.
//!
//! # Places
//! `on` is one place or a list of them: a type or resource (`microsoft.graph.user`), a collection
//! (`Collection(microsoft.graph.user)`), a member of it behind a slash (`microsoft.graph.user/manager`,
//! or `/name` for an unbound operation), and a parameter behind another
//! (`microsoft.graph.user/sendMail/Message`). An operation is all overloads of the name, or the one
//! with these parameters: `Collection(microsoft.graph.site)/delta(token)`. In each part `*` stands
//! for any characters; `*` alone is every type and every resource. A `+` behind the name of a type
//! adds the types derived from it, because a resource has what it inherits: `microsoft.graph.user+`.
//! `except` takes places out again.
//!
//! A way (of `query-option` with `of`) is an entity set or singleton (`me`), or a property by the type that
//! declares it (`microsoft.graph.user/calendarView`), and stands for all types that inherit the property. Without
//! `of` a query option belongs to an action or function. `offer` and `withdraw` are for a resource by all ways that
//! lead to it, or for one way: a property, or `/me` for an entity set or singleton.
//!
//! # What is left as it is
//! `[[left]]` names facts in which the corrected model is known to differ from another correction of
//! the same description: by patterns (`fact`), or all that speak of a type (`about`), with a reason.
//! See [`Fixups::unexplained`], and [`facts`](crate::facts) for what a fact is called.

mod add;
mod apply;
mod change;
mod file;
mod offers;
mod places;
mod rule;

use crate::check::check;
use crate::diagnostic::{About, Kind};
use crate::facts::Difference;
use crate::names::Glob;
use crate::{Api, Diagnostic, Position, Severity};

pub use places::{Address, Thing};
pub use rule::{Added, Changed, Fix, Rule};

use apply::Effect;

/// The corrections of one description.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Fixups {
    file: String,
    rules: Vec<Rule>,
    left: Vec<Left>,
}

/// Facts that are not corrected, though somebody else corrects them.
#[derive(Clone, Debug, PartialEq)]
struct Left {
    what: LeftFacts,
    position: Position,
}

/// Which facts are left.
#[derive(Clone, Debug, PartialEq)]
enum LeftFacts {
    /// Those of such names.
    Called(Glob),
    /// All that speak of a type.
    About(String),
}

impl LeftFacts {
    fn name(&self, fact: &str) -> bool {
        let word = |c: char| c.is_alphanumeric() || c == '_' || c == '.';
        match self {
            Self::Called(pattern) => pattern.matches(fact),
            Self::About(name) => fact.split(|c| !word(c)).any(|one| one == name),
        }
    }

    fn as_str(&self) -> &str {
        match self {
            Self::Called(pattern) => pattern.as_str(),
            Self::About(name) => name,
        }
    }
}

impl Fixups {
    /// Reads the text of a fix-up file; `file` is its name in diagnostics.
    ///
    /// # Errors
    /// Everything that is wrong with the file itself.
    pub fn parse(file: &str, text: &str) -> Result<Self, Vec<Diagnostic>> {
        file::parse(file, text)
    }

    /// The rules, in the order of the file: one for each place, and for each word of a verb.
    pub fn rules(&self) -> &[Rule] {
        &self.rules
    }

    /// Corrects `api`.
    ///
    /// # Errors
    /// Each rule that matches nothing, changes nothing, or cannot be followed. `api` is then as far
    /// corrected as the other rules go, and nothing should be generated from it.
    pub fn apply(&self, api: &mut Api) -> Result<(), Vec<Diagnostic>> {
        let mut wrong = Vec::new();
        for rule in &self.rules {
            if let Err((message, help)) = follow(rule, api) {
                wrong.push(self.error(rule.position, message, help));
            }
        }
        if wrong.is_empty() {
            // What was read was right, so what is wrong now comes of a rule.
            wrong.extend(check(api).into_iter().map(|problem| Diagnostic {
                severity: Severity::Error,
                file: self.file.clone(),
                position: None,
                message: format!("after these rules, {}", problem.message),
                help: problem.help,
                about: About::Everything,
                kind: Kind::of_caller(),
            }));
        }
        if wrong.is_empty() { Ok(()) } else { Err(wrong) }
    }

    /// Those of `differences` that no `[[left]]` names.
    ///
    /// # Errors
    /// Each `[[left]]` that names none of them.
    pub fn unexplained<'a>(
        &self,
        differences: &'a [Difference],
    ) -> Result<Vec<&'a Difference>, Vec<Diagnostic>> {
        let mut used = vec![false; self.left.len()];
        let mut rest = Vec::new();
        for difference in differences {
            let mut named = false;
            for (left, used) in self.left.iter().zip(&mut used) {
                if left.what.name(difference.fact.as_str()) {
                    *used = true;
                    named = true;
                }
            }
            if !named {
                rest.push(difference);
            }
        }
        let unused = self.left.iter().zip(used).filter(|(_, used)| !used);
        let wrong: Vec<Diagnostic> = unused
            .map(|(left, _)| {
                self.error(
                    left.position,
                    format!("no difference is called or about `{}`", left.what.as_str()),
                    "remove the entry, or correct its pattern".into(),
                )
            })
            .collect();
        if wrong.is_empty() {
            Ok(rest)
        } else {
            Err(wrong)
        }
    }

    fn error(&self, position: Position, message: String, help: String) -> Diagnostic {
        Diagnostic {
            severity: Severity::Error,
            file: self.file.clone(),
            position: Some(position),
            message,
            help,
            about: About::Everything,
            kind: Kind::of_caller(),
        }
    }
}

/// Follows one rule; an error is what is wrong and what to do.
fn follow(rule: &Rule, api: &mut Api) -> Result<(), (String, String)> {
    let (place, thing) = (rule.on.as_str(), rule.thing());
    let mut found = places::find(api, thing, &rule.on);
    if found.is_empty() {
        let near = places::near(api, thing, &rule.on);
        return Err((
            format!(
                "the rule matches nothing: no {} is called `{place}`{near}",
                thing
            ),
            "correct the name, or remove the rule if the description has changed".into(),
        ));
    }
    for except in &rule.except {
        let excepted = places::find(api, thing, except);
        let before = found.len();
        found.retain(|one| !excepted.contains(one));
        if found.len() == before {
            return Err((
                format!(
                    "the rule for `{place}` has no place that is called `{}`",
                    except.as_str()
                ),
                "correct the name in `except`, or remove it".into(),
            ));
        }
    }
    let mut done = false;
    let mut refused = None;
    // From the last, because places count members.
    for one in found.iter().rev() {
        match apply::apply(api, &rule.fix, one) {
            Effect::Done => done = true,
            Effect::Already => {}
            Effect::Refused(why) => refused = Some(why),
        }
    }
    refused = refused.or_else(|| apply::settle(api, &rule.fix, &found).err());
    if let Some(why) = refused {
        return Err((
            format!("the rule for `{place}` cannot be followed: {why}"),
            "correct the rule, or remove it if the description has changed".into(),
        ));
    }
    if !done {
        return Err((
            format!("the rule for `{place}` changes nothing: what it asks for is already so"),
            "remove the rule: the description no longer needs it".into(),
        ));
    }
    Ok(())
}
