//! What `conform` says: a table for people, JSON for scripts.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;

use graphwright_samples::{Deviation, Kind, Mismatch, Resolver, Sample, Verdict, Weight, Why};
use serde_json::{Value, json};

use super::samples::Row;
use super::verdict;
use crate::workspace::shown;

/// What came of a run.
pub(super) struct Report {
    pub(super) description: String,
    pub(super) service_root: String,
    pub(super) functions: usize,
    pub(super) rows: Vec<Judged>,
}

/// What departs from the description, and what is wrong.
type Findings = (Vec<Deviation>, Vec<Mismatch>);

/// What came of a row.
pub(super) struct Judged {
    place: String,
    page: String,
    kind: String,
    method: String,
    url: String,
    templates: Templates,
    pub(super) route: Option<String>,
    pub(super) unresolved: Option<Unresolved>,
    pub(super) row_deviations: Vec<Deviation>,
    pub(super) request: Findings,
    pub(super) response: Option<Findings>,
}

/// What the paths that the page lists lead to.
#[derive(Default)]
pub(super) struct Templates(Vec<(String, Option<(Why, String)>)>);

impl Templates {
    pub(super) fn resolve(resolver: &Resolver<'_>, sample: &Sample) -> Self {
        let listed = sample.template_methods.iter().zip(&sample.path_templates);
        Self(
            listed
                .map(|(method, path)| {
                    let no = resolver.resolve_template(method, path).err();
                    let why = no.map(|no| (no.why, no.to_string()));
                    (format!("{method} {path}"), why)
                })
                .collect(),
        )
    }
}

/// Why a row has no request function.
#[derive(Clone, Debug)]
pub(super) struct Unresolved {
    /// The kind of reason.
    pub(super) why: String,
    pub(super) detail: String,
    /// Whether the description or the page rules it out, so that none can be asked for.
    pub(super) ruled_out: bool,
}

impl Judged {
    pub(super) fn new(row: &Row, templates: Templates) -> Self {
        let request = row.sample.request.as_ref();
        Self {
            place: format!("{}:{}", row.file, row.line),
            page: row.sample.page.clone(),
            kind: row.sample.kind.clone(),
            method: request.map(|one| one.method.clone()).unwrap_or_default(),
            url: request.map(|one| one.url.clone()).unwrap_or_default(),
            templates,
            route: None,
            unresolved: None,
            row_deviations: Vec::new(),
            request: Findings::default(),
            response: None,
        }
    }

    fn wrong(&self) -> impl Iterator<Item = &Mismatch> {
        let response = self.response.iter().flat_map(|(_, wrong)| wrong);
        self.request.1.iter().chain(response)
    }

    fn deviations(&self) -> impl Iterator<Item = &Deviation> {
        let response = self.response.iter().flat_map(|(found, _)| found);
        self.row_deviations
            .iter()
            .chain(&self.request.0)
            .chain(response)
    }

    fn json(&self) -> Value {
        let part = |(found, wrong): &Findings| {
            json!({
                "outcome": Verdict::of(found, wrong).as_str(),
                "deviations": deviations(found),
                "failures": wrong.iter().map(ToString::to_string).collect::<Vec<_>>(),
            })
        };
        let templates: Vec<Value> = self
            .templates
            .0
            .iter()
            .map(|(line, why)| match why {
                None => json!({"template": line}),
                Some((why, text)) => {
                    json!({"template": line, "unresolved": why.as_str(), "detail": text})
                }
            })
            .collect();
        json!({
            "place": self.place,
            "page": self.page,
            "kind": self.kind,
            "method": self.method,
            "url": self.url,
            "outcome": verdict(self).as_str(),
            "unresolved": self.unresolved.as_ref().map(|no| json!({
                "why": no.why, "detail": no.detail, "ruledOut": no.ruled_out,
            })),
            "route": self.route,
            "deviations": deviations(&self.row_deviations),
            "request": self.unresolved.is_none().then(|| part(&self.request)),
            "response": self.response.as_ref().map(part),
            "templates": templates,
        })
    }
}

fn deviations(found: &[Deviation]) -> Vec<Value> {
    let one = |one: &Deviation| json!({"kind": one.kind.name(), "pointer": one.pointer, "detail": one.detail});
    found.iter().map(one).collect()
}

impl Report {
    /// Returns whether a row that fits the description has failed, or found no request function.
    pub(super) fn has_failed(&self) -> bool {
        let ours = |row: &Judged| row.unresolved.as_ref().is_some_and(|no| !no.ruled_out);
        let mut rows = self.rows.iter();
        rows.any(|row| verdict(row) == Verdict::Failure || ours(row))
    }

    /// Writes every row to the file at `path`.
    pub(super) fn write(&self, path: &Path) -> Result<(), String> {
        let kinds: serde_json::Map<String, Value> = Kind::ALL
            .iter()
            .map(|kind| {
                let value = json!({
                    "weight": format!("{:?}", kind.weight()),
                    "rule": kind.rule(),
                });
                (kind.name().to_owned(), value)
            })
            .collect();
        let report = json!({
            "description": self.description,
            "serviceRoot": self.service_root,
            "functions": self.functions,
            "outcomes": self.outcomes().into_iter().map(|(verdict, count)| (verdict.as_str().to_owned(), json!(count))).collect::<serde_json::Map<_, _>>(),
            "kinds": kinds,
            "rows": self.rows.iter().map(Judged::json).collect::<Vec<_>>(),
        });
        let text = serde_json::to_string_pretty(&report).map_err(|error| error.to_string())?;
        std::fs::write(path, text + "\n").map_err(|error| format!("{}: {error}", shown(path)))
    }

    fn outcomes(&self) -> BTreeMap<Verdict, usize> {
        let mut outcomes = BTreeMap::new();
        for row in &self.rows {
            *outcomes.entry(verdict(row)).or_default() += 1;
        }
        outcomes
    }

    /// The table of outcomes, and each failure with its page.
    pub(super) fn table(&self) -> String {
        let mut text = String::new();
        let all = self.rows.len();
        let mut line = |count: usize, what: &str| {
            let _ = writeln!(text, "{count:>7}  {what}");
        };
        line(all, "rows");
        let outcomes = self.outcomes();
        for verdict in Verdict::ALL {
            let count = outcomes.get(&verdict).copied().unwrap_or_default();
            line(count, &format!("  {}", verdict.as_str()));
        }
        self.templates(&mut line);
        for (ruled_out, title) in [
            (true, "unresolved, ruled out by the description or the page"),
            (false, "unresolved, though the description may have it"),
        ] {
            let unresolved = self.rows.iter().filter_map(|row| row.unresolved.as_ref());
            let some = unresolved.filter(|no| no.ruled_out == ruled_out);
            section(&mut line, title, counted(some.map(|no| no.why.clone())));
        }
        for weight in [Weight::PageError, Weight::Additional, Weight::Note] {
            let kinds = self.rows.iter().flat_map(|row| {
                let mut kinds: Vec<Kind> = row.deviations().map(|one| one.kind).collect();
                kinds.sort_unstable();
                kinds.dedup();
                kinds
            });
            let kinds = kinds.filter(|kind| kind.weight() == weight);
            let title = match weight {
                Weight::PageError => "rows with a page error, by kind",
                Weight::Additional => "rows with members kept as additional, by kind",
                Weight::Note => "rows with what readers have to take, by kind",
            };
            section(
                &mut line,
                title,
                counted(kinds.map(|kind| kind.name().to_owned())),
            );
        }
        for row in self
            .rows
            .iter()
            .filter(|row| verdict(row) == Verdict::Failure)
        {
            let _ = writeln!(text, "failure: {} ({})", row.page, row.place);
            let _ = writeln!(text, "    {} {}", row.method, row.url);
            for wrong in row.wrong() {
                let _ = writeln!(text, "    {wrong}");
            }
        }
        text
    }

    fn templates(&self, line: &mut impl FnMut(usize, &str)) {
        let all: Vec<&Option<(Why, String)>> = self
            .rows
            .iter()
            .flat_map(|row| row.templates.0.iter().map(|(_, why)| why))
            .collect();
        let found = all.iter().filter(|why| why.is_none()).count();
        let paths = all
            .iter()
            .filter(|why| why.as_ref().is_none_or(|(why, _)| why.has_path()))
            .count();
        line(all.len(), "templates");
        line(found, "  resolve to a request function");
        line(paths, "  have a path that the description has");
        let reasons = all.iter().filter_map(|why| why.as_ref());
        let reasons = reasons.map(|(why, _)| why.as_str().to_owned());
        section(line, "templates that do not, by reason", counted(reasons));
    }
}

fn counted(all: impl Iterator<Item = String>) -> Vec<(String, usize)> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for one in all {
        *counts.entry(one).or_default() += 1;
    }
    let mut counts: Vec<(String, usize)> = counts.into_iter().collect();
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    counts
}

fn section(line: &mut impl FnMut(usize, &str), title: &str, counts: Vec<(String, usize)>) {
    if counts.is_empty() {
        return;
    }
    let all = counts.iter().map(|(_, count)| count).sum();
    line(all, title);
    for (name, count) in counts {
        line(count, &format!("  {name}"));
    }
}
