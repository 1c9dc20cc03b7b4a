//! Changes as text, as Markdown and as JSON.

use std::fmt::Write;

use serde::Serialize;

use crate::Change;
use crate::rules::{RULES, Verdict};

const VERDICTS: [Verdict; 3] = [Verdict::Breaking, Verdict::Additive, Verdict::Neutral];

/// One line a change, and a summary.
pub fn text(changes: &[Change]) -> String {
    let mut out = String::new();
    for one in changes {
        let (verdict, code) = (one.rule.verdict.name(), one.rule.code);
        let detail = behind(": ", &one.detail);
        _ = writeln!(out, "{verdict} [{code}] {}{detail}", flat(&one.item));
    }
    let counts = VERDICTS.map(|verdict| format!("{} {}", count(changes, verdict), verdict.name()));
    _ = writeln!(out, "{}", counts.join(", "));
    out
}

/// A part of a release note.
pub fn markdown(changes: &[Change]) -> String {
    let mut out = String::new();
    for verdict in VERDICTS.iter().filter(|one| count(changes, **one) > 0) {
        let title = match verdict {
            Verdict::Breaking => "Breaking changes",
            Verdict::Additive => "Additions",
            Verdict::Neutral => "Other changes",
        };
        _ = writeln!(out, "{}## {title}", if out.is_empty() { "" } else { "\n" });
        for rule in RULES.iter().filter(|rule| rule.verdict == *verdict) {
            let mut some = changes.iter().filter(|one| one.rule == *rule).peekable();
            if some.peek().is_some() {
                _ = writeln!(out, "\n`{}`: {}\n", rule.code, rule.why);
            }
            for one in some {
                let item = flat(&one.item).replace('`', "'");
                _ = writeln!(
                    out,
                    "- `{item}`{}",
                    behind(": ", &one.detail).replace('<', "\\<")
                );
            }
        }
    }
    if out.is_empty() {
        out.push_str("No change for callers.\n");
    }
    out
}

/// A list of objects with `rule`, `verdict`, `item`, `detail` and `why`.
///
/// # Errors
/// None that a list of texts could have.
pub fn json(changes: &[Change]) -> Result<String, serde_json::Error> {
    #[derive(Serialize)]
    struct Row<'a> {
        rule: &'a str,
        verdict: Verdict,
        item: &'a str,
        detail: &'a str,
        why: &'a str,
    }
    let rows = changes.iter().map(|one| Row {
        rule: one.rule.code,
        verdict: one.rule.verdict,
        item: &one.item,
        detail: &one.detail,
        why: one.rule.why,
    });
    serde_json::to_string_pretty(&rows.collect::<Vec<_>>()).map(|text| text + "\n")
}

/// The table of rules as Markdown.
pub fn table() -> String {
    let mut out = "| rule | verdict | why |\n|---|---|---|\n".to_owned();
    for rule in RULES {
        let (code, verdict) = (rule.code, rule.verdict.name());
        _ = writeln!(out, "| `{code}` | {verdict} | {} |", rule.why);
    }
    out
}

fn count(changes: &[Change], verdict: Verdict) -> usize {
    changes
        .iter()
        .filter(|one| one.rule.verdict == verdict)
        .count()
}

/// A description is untrusted: what it says stays on its line and moves no cursor.
fn flat(text: &str) -> String {
    text.chars()
        .map(|one| if one.is_control() { ' ' } else { one })
        .collect()
}

fn behind(mark: &str, detail: &str) -> String {
    match detail.is_empty() {
        true => String::new(),
        false => format!("{mark}{}", flat(detail)),
    }
}
