//! Documents the permissions of a request function.

use std::collections::BTreeMap;

use graphwright_api::Verb;
use graphwright_api::permissions::{Permissions, RequestFunction, Row, Scopes};

use super::Known;
use crate::docs::{self, Block};
use crate::resource::MOST_LINES;

/// So many answers are told apart; of more than these the documentation only says that they differ.
const MOST_ANSWERS: usize = 3;

impl Known<'_> {
    /// The sections for a request function, whose documentation shows these lines.
    pub(crate) fn sections(&self, function: &RequestFunction, lines: &[String]) -> Vec<Block> {
        self.titled("# Permissions", function, lines)
    }

    /// The sections for each method of what has a URL of its own, under these paths.
    pub(crate) fn sections_by_method(
        &self,
        function: impl Fn(Verb) -> RequestFunction,
        paths: &[String],
    ) -> Vec<Block> {
        let sections = Verb::ALL.into_iter().flat_map(|verb| {
            let method = verb.method();
            let lines = paths.iter().map(|path| format!("{method} {path}"));
            let lines: Vec<String> = lines.collect();
            let title = format!("# Permissions for {method}");
            self.titled(&title, &function(verb), &lines)
        });
        sections.collect()
    }

    fn titled(&self, title: &str, function: &RequestFunction, lines: &[String]) -> Vec<Block> {
        let Some(known) = self.by_function.get(function) else {
            return Vec::new();
        };
        // A key that is written out may be the name of something that the description does not have.
        let (rows, others) = match &known.open[..] {
            [] => (&known.of_keys[..], &[][..]),
            open => (open, &known.of_keys[..]),
        };
        let mut blocks = vec![Block::Lines(vec![title.to_owned()])];
        let mut answers: BTreeMap<&Permissions, Vec<&Row>> = BTreeMap::new();
        for row in rows {
            answers.entry(&row.permissions).or_default().push(row);
        }
        let is_told = |row: &&Row| answers.contains_key(&row.permissions);
        let of_keys = !others.iter().all(is_told);
        let is_known = |line: &String| rows.iter().any(|row| row.line == *line);
        if answers.len() == 1 && lines.iter().all(is_known) {
            blocks.extend(table(&rows[0].permissions));
        } else if answers.len() <= MOST_ANSWERS {
            let answers = answers.into_iter().map(|(permissions, rows)| {
                let mut lines: Vec<&str> = rows.iter().map(|row| row.line.as_str()).collect();
                lines.sort_by_key(|line| (line.len(), *line));
                (lines, permissions)
            });
            let mut answers: Vec<_> = answers.collect();
            answers.sort_by_key(|(lines, _)| (lines[0].len(), lines[0]));
            for (lines, permissions) in answers {
                blocks.push(docs::sentence(format!("For {}:", some(&lines))));
                blocks.extend(table(permissions));
            }
        } else {
            blocks.push(docs::sentence(
                "They differ by path: [`graphwright::Request::scopes`] returns those of the path that the request was \
                 built by.",
            ));
            return blocks;
        }
        if of_keys {
            blocks.push(docs::sentence(
                "For some keys they are others: [`graphwright::Request::scopes`] returns those.",
            ));
        }
        blocks
    }
}

/// The lines, or the first of them and how many more there are.
fn some(lines: &[&str]) -> String {
    let shown = lines.iter().take(MOST_LINES).map(|line| docs::code(line));
    let shown: Vec<String> = shown.collect();
    match lines.len().saturating_sub(MOST_LINES) {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}

/// The permissions by kind of caller.
fn table(set: &Permissions) -> [Block; 2] {
    let callers = [
        ("delegated, work or school account", &set.delegated_work),
        (
            "delegated, personal Microsoft account",
            &set.delegated_personal,
        ),
        ("application", &set.application),
    ];
    let ordered = callers.iter().all(|(_, scopes)| is_ordered(scopes));
    let rows = callers.iter().map(|(caller, scopes)| {
        let cell = match (scopes.least.is_empty(), scopes.others.is_empty()) {
            (true, true) => "not supported".to_owned(),
            _ if ordered => listed(scopes, scopes.least.iter().chain(&scopes.others)),
            (true, false) => {
                let others = listed(scopes, &scopes.others);
                format!("{others}; none is marked as least privileged")
            }
            (false, true) => format!("least privileged: {}", listed(scopes, &scopes.least)),
            (false, false) => format!(
                "least privileged: {}; others that suffice: {}",
                listed(scopes, &scopes.least),
                listed(scopes, &scopes.others)
            ),
        };
        format!("| {caller} | {cell} |")
    });
    let head = ["| caller | permissions |", "|---|---|"].map(str::to_owned);
    let intro = match ordered {
        true => "One of these, from least to most privileged:",
        false => "Any one of these suffices:",
    };
    [
        docs::sentence(intro),
        Block::Lines(head.into_iter().chain(rows).collect()),
    ]
}

/// Whether the data says which of them is more privileged than which.
fn is_ordered(scopes: &Scopes) -> bool {
    scopes.least.len() <= 1 && scopes.others.len() <= 1 && scopes.also.is_empty()
}

/// Each of `names` with what it takes besides.
fn listed<'a>(scopes: &Scopes, names: impl IntoIterator<Item = &'a String>) -> String {
    let code = |names: &[String]| {
        let names: Vec<String> = names.iter().map(|name| docs::code(name)).collect();
        names.join(" or ")
    };
    let all = names.into_iter().map(|name| match scopes.also.get(name) {
        Some(also) => format!("{} with {}", docs::code(name), code(also)),
        None => docs::code(name),
    });
    all.collect::<Vec<_>>().join(", ")
}
