//! Many findings of one kind, said as one.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::{Diagnostic, Kind};

/// How many places of one kind are said behind the first.
const PLACES: usize = 4;

/// All of `found` as text, in its order. Of those of one kind, the first is said, how many more there are, and where
/// the next ones stand.
pub fn gathered<'d>(found: impl IntoIterator<Item = &'d Diagnostic>) -> String {
    let found: Vec<&Diagnostic> = found.into_iter().collect();
    let mut of_kind: BTreeMap<Kind, Vec<&Diagnostic>> = BTreeMap::new();
    for one in &found {
        of_kind.entry(one.kind).or_default().push(one);
    }
    let mut text = String::new();
    for one in found {
        // The first of a kind speaks for all.
        let Some(all) = of_kind.remove(&one.kind) else {
            continue;
        };
        let said = one.to_string();
        let (line, help) = said.split_once('\n').unwrap_or((&said, ""));
        let _ = writeln!(text, "{line}");
        if let Some((_, others)) = all.split_first().filter(|(_, others)| !others.is_empty()) {
            let _ = writeln!(text, "  {}", more(one, others));
        }
        if !help.is_empty() {
            let _ = writeln!(text, "{help}");
        }
    }
    text
}

/// Returns how many others there are, and where the first of them stand; the file is said where it is another.
fn more(first: &Diagnostic, others: &[&Diagnostic]) -> String {
    let places = others.iter().take(PLACES).map(|one| {
        let place = one.place();
        let own = place.strip_prefix(&format!("{}:", first.file));
        own.map_or(place.clone(), str::to_owned)
    });
    let mut places: Vec<String> = places.collect();
    places.dedup();
    let rest = if others.len() > PLACES {
        ", \u{2026}"
    } else {
        ""
    };
    let count = others.len();
    format!(
        "and {count} more of this kind, at {}{rest}",
        places.join(", ")
    )
}

#[cfg(test)]
mod tests {
    use super::super::{About, Position, Severity};
    use super::{Diagnostic, Kind, gathered};

    fn warning(kind: Kind, line: u32, message: &str) -> Diagnostic {
        Diagnostic {
            severity: Severity::Warning,
            file: "a.yaml".into(),
            position: Some(Position { line, column: 1 }),
            message: message.into(),
            help: "name it".into(),
            about: About::Everything,
            kind,
        }
    }

    #[test]
    fn those_of_one_kind_are_one_with_a_count_and_the_first_places() {
        let (one, other) = (Kind::of_caller(), Kind::of_caller());
        let names = ["a", "b", "c", "d", "e", "f"];
        let lines = 1..;
        let mut all: Vec<Diagnostic> = lines
            .zip(names)
            .map(|(line, name)| warning(one, line, &format!("`{name}` has no name")))
            .collect();
        all.insert(1, warning(other, 9, "something else"));
        all[2].file = "b.yaml".into();
        let expected = "a.yaml:1:1: warning: `a` has no name\n  and 5 more of this kind, at b.yaml:2:1, 3:1, 4:1, \
                        5:1, \u{2026}\n  help: name it\na.yaml:9:1: warning: something else\n  help: name it\n";
        assert_eq!(gathered(&all), expected);
        assert_eq!(
            gathered(&all[..1]),
            "a.yaml:1:1: warning: `a` has no name\n  help: name it\n"
        );
        assert_eq!(gathered([]), "");
    }
}
