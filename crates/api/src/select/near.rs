//! What somebody may have meant.

/// `; did you mean …?`, where something is called nearly so.
pub(crate) fn near<'a>(names: impl Iterator<Item = &'a str>, wanted: &str) -> String {
    let wanted = wanted.to_lowercase();
    let simple = wanted.rsplit('.').next().unwrap_or(&wanted);
    let mut close: Vec<&str> = names
        .filter(|name| {
            let name = name.to_lowercase();
            name == wanted || name.rsplit('.').next() == Some(simple) || name.starts_with(&wanted)
        })
        .take(4)
        .collect();
    close.sort_unstable();
    if close.is_empty() {
        String::new()
    } else {
        format!("; did you mean `{}`?", close.join("`, `"))
    }
}
