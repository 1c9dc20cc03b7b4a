//! The table of what was measured.

use std::fmt::Write;
use std::fs;
use std::path::Path;

use serde::Serialize;

use super::codegen::Generation;
use super::compile::Compilation;
use super::downstream::Downstream;
use super::growth::Growth;
use super::speed::Speed;
use crate::runner::fail;

/// What was measured; what was not is empty.
#[derive(Serialize)]
pub(super) struct Report {
    description: String,
    pub(super) codegen: Vec<Generation>,
    pub(super) compile: Vec<Compilation>,
    pub(super) speed: Vec<Speed>,
    pub(super) growth: Option<Growth>,
    pub(super) downstream: Vec<Downstream>,
}

impl Report {
    pub(super) fn new(description: String) -> Self {
        Self {
            description,
            codegen: Vec::new(),
            compile: Vec::new(),
            speed: Vec::new(),
            growth: None,
            downstream: Vec::new(),
        }
    }

    pub(super) fn write(&self, path: &Path) -> Result<(), String> {
        let text = serde_json::to_string_pretty(self).map_err(|error| error.to_string())?;
        fs::write(path, text + "\n").map_err(|error| fail(path, &error))
    }

    /// Markdown.
    pub(super) fn table(&self) -> String {
        let tables: Vec<String> = self.parts().into_iter().map(|(_, table)| table).collect();
        tables.join("\n")
    }

    /// The tables of the parts that were measured, and their names.
    fn parts(&self) -> Vec<(&'static str, String)> {
        let mut parts = vec![
            ("codegen", self.codegen()),
            ("compile", self.compile()),
            ("speed", self.speed()),
            ("growth", self.growth()),
            ("downstream", self.downstream()),
        ];
        parts.retain(|(_, table)| !table.is_empty());
        parts
    }

    fn codegen(&self) -> String {
        let mut text = String::new();
        if self.codegen.is_empty() {
            return text;
        }
        text.push_str("| generating | total | by phase | peak memory | instructions |\n|---|---|---|---|---|\n");
        for one in &self.codegen {
            let total: f64 = one.phases.iter().map(|(_, time, _)| time).sum();
            let phases: Vec<String> = one
                .phases
                .iter()
                .map(|(name, time, memory)| match memory {
                    Some(memory) => format!("{name} {time:.0} ms, {memory:.0} MB"),
                    None => format!("{name} {time:.0} ms"),
                })
                .collect();
            let peak = one
                .phases
                .iter()
                .filter_map(|(_, _, memory)| *memory)
                .reduce(f64::max);
            let _ = writeln!(
                text,
                "| {} | {total:.0} ms | {} | {} | {} |",
                one.what,
                phases.join("; "),
                peak.map_or("–".into(), |peak| format!("{peak:.0} MB")),
                billions(one.instructions)
            );
        }
        text
    }

    fn compile(&self) -> String {
        let mut text = String::new();
        if self.compile.is_empty() {
            return text;
        }
        text.push_str(
            "| compiling | | time | processor | memory | library |\n|---|---|---|---|---|---|\n",
        );
        for one in &self.compile {
            let _ = writeln!(
                text,
                "| {} | {} | {:.1} s | {:.1} s | {:.0} MB | {} |",
                one.what,
                one.how,
                one.cost.seconds,
                one.cost.processor_seconds,
                one.cost.megabytes,
                one.library
                    .map_or("–".into(), |size| format!("{size:.1} MB"))
            );
        }
        text
    }

    fn speed(&self) -> String {
        let mut text = String::new();
        if self.speed.is_empty() {
            return text;
        }
        text.push_str("| a page of 100 | | MB/s |\n|---|---|---|\n");
        for one in &self.speed {
            let _ = writeln!(
                text,
                "| `{}`, {} KB | {} {} | {:.0} |",
                one.ty,
                one.bytes / 1000,
                one.what,
                one.means,
                one.megabytes_a_second
            );
        }
        text
    }

    fn growth(&self) -> String {
        let mut text = String::new();
        let Some(growth) = &self.growth else {
            return text;
        };
        text.push_str("| models of | generating | instructions | checking |\n|---|---|---|---|\n");
        for point in &growth.points {
            let _ = writeln!(
                text,
                "| {} types | {:.0} ms | {} | {:.1} s |",
                point.types,
                point.codegen * 1000.0,
                billions(point.instructions),
                point.check
            );
        }
        let _ = writeln!(
            text,
            "| exponent | {:.2} | {} | {:.2} |",
            growth.codegen,
            growth
                .instructions
                .map_or("–".into(), |exponent| format!("{exponent:.2}")),
            growth.check
        );
        text
    }

    fn downstream(&self) -> String {
        let mut text = String::new();
        if self.downstream.is_empty() {
            return text;
        }
        text.push_str("| a program with | packages | debug build from nothing |\n|---|---|---|\n");
        for one in &self.downstream {
            let (packages, seconds) = (one.packages, one.seconds);
            let _ = writeln!(text, "| {} | {packages} | {seconds:.0} s |", one.what);
        }
        text
    }
}

/// Instructions, where they were counted.
fn billions(count: Option<u64>) -> String {
    count.map_or("–".into(), |count| {
        format!("{:.2} billion", count as f64 / 1e9)
    })
}

/// Puts the tables of what was measured into the file at `path`, each between its own two lines; the others stay.
pub(super) fn put(path: &Path, report: &Report) -> Result<(), String> {
    let mut text = fs::read_to_string(path).map_err(|error| fail(path, &error))?;
    for (part, table) in report.parts() {
        text = replaced(&text, part, &table).map_err(|why| format!("{}: {why}", path.display()))?;
    }
    fs::write(path, text).map_err(|error| fail(path, &error))
}

/// The text with this table between the two lines of this part.
fn replaced(text: &str, part: &str, table: &str) -> Result<String, String> {
    let (begin, end) = (
        format!("<!-- bench {part} -->\n"),
        format!("<!-- /bench {part} -->\n"),
    );
    text.split_once(&begin)
        .and_then(|(before, rest)| {
            let (_, after) = rest.split_once(&end)?;
            Some(format!("{before}{begin}{table}{end}{after}"))
        })
        .ok_or_else(|| {
            format!(
                "the lines `{}` and `{}` are not there",
                begin.trim(),
                end.trim()
            )
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_put_between_its_own_lines_and_the_others_stay() {
        let text = "a\n<!-- bench codegen -->\n1\n<!-- /bench codegen -->\nb\n\
                    <!-- bench speed -->\n2\n<!-- /bench speed -->\nc\n";
        let new = replaced(text, "speed", "3\n").unwrap();
        assert_eq!(new, text.replace("\n2\n", "\n3\n"));
        let missing = replaced(text, "growth", "4\n").unwrap_err();
        assert!(missing.contains("<!-- bench growth -->"), "{missing}");
    }
}
