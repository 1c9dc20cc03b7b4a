//! Suggestions for mistyped patterns.

/// `; did you mean …?`, where something is called so in another case, or else nearly so.
pub(crate) fn near<'a>(names: impl Iterator<Item = &'a str>, wanted: &str) -> String {
    let wanted = wanted.to_lowercase();
    let simple = wanted.rsplit('.').next().unwrap_or(&wanted);
    let mut same: Vec<&str> = Vec::new();
    let mut close: Vec<&str> = Vec::new();
    for name in names {
        let lower = name.to_lowercase();
        if lower == wanted {
            same.push(name);
        } else if close.len() < 4
            && (lower.rsplit('.').next() == Some(simple) || lower.starts_with(&wanted))
        {
            close.push(name);
        }
    }
    let mut found = if same.is_empty() { close } else { same };
    found.sort_unstable();
    if found.is_empty() {
        String::new()
    } else {
        format!("; did you mean `{}`?", found.join("`, `"))
    }
}
