//! The path of a documented URL, piece by piece.

use super::url::decode;

/// The rest of the path: empty, or beginning with `/` or `:`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Rest<'a>(&'a str);

impl<'a> Rest<'a> {
    /// All of `path`.
    pub(super) fn new(path: &'a str) -> Self {
        Self(path)
    }

    /// The text that is left.
    pub(super) fn text(self) -> &'a str {
        self.0
    }

    /// Returns whether nothing is left but slashes, or the colon of an address by no path.
    pub(super) fn is_empty(self) -> bool {
        matches!(self.0.trim_matches('/'), "" | ":")
    }

    /// The next segment and what stands behind it. A colon at the end of a segment belongs to what
    /// stands behind: it begins an address by path, such as `root:/a/b.txt:`.
    pub(super) fn segment(self) -> Option<(&'a str, Self)> {
        let text = self.0.trim_start_matches('/');
        if text.is_empty() || text.starts_with(':') {
            return None;
        }
        let end = segment_end(text);
        let end = match text.get(..end).unwrap_or_default().strip_suffix(':') {
            Some(name) => name.len(),
            None => end,
        };
        Some((
            text.get(..end).unwrap_or_default(),
            Self(text.get(end..).unwrap_or_default()),
        ))
    }

    /// The arguments and what stands behind them, where `template` fits what comes next.
    ///
    /// A template is text and, in braces, arguments: the last of one or more segments, and all others
    /// of one. Text after the last argument may be left out at the end of the URL: `root:/a/b.txt`
    /// addresses the item as well.
    pub(super) fn matched(self, template: &str) -> Option<(Vec<Value>, Self)> {
        let mut rest = self.0;
        let mut values = Vec::new();
        let mut pieces = template.split('{');
        rest = rest.strip_prefix(pieces.next()?)?;
        let mut pieces = pieces.peekable();
        while let Some(piece) = pieces.next() {
            let (_, literal) = piece.split_once('}')?;
            let is_last = pieces.peek().is_none();
            let end = match literal {
                "" => rest.len(),
                _ => ending(rest, literal).or_else(|| {
                    (is_last && !rest.trim_end_matches('/').is_empty()).then_some(rest.len())
                })?,
            };
            let argument = rest.get(..end).filter(|argument| !argument.is_empty())?;
            if !is_last && argument.contains('/') {
                return None;
            }
            values.push(Value::raw(argument));
            rest = rest.get(end..).unwrap_or_default();
            rest = rest.strip_prefix(literal).unwrap_or(rest);
        }
        Some((values, Self(rest)))
    }
}

/// Returns where `literal` ends an argument: what follows it begins a segment or nothing follows.
fn ending(text: &str, literal: &str) -> Option<usize> {
    let begins = |after: &str| after.is_empty() || after.starts_with('/') || literal.ends_with('/');
    let places = text.match_indices(literal).map(|(at, _)| at);
    places
        .into_iter()
        .find(|at| begins(text.get(at + literal.len()..).unwrap_or_default()))
}

/// Returns where the first segment of `text` ends: at a slash, but not at one within a string between parentheses,
/// for pages do not always encode it there.
fn segment_end(text: &str) -> usize {
    let mut quote = None;
    let mut open = 0_u32;
    for (at, c) in text.char_indices() {
        match (quote, c) {
            (Some(begun), c) if c == begun => quote = None,
            (None, '\'' | '"') if open > 0 => quote = Some(c),
            (None, '(') => open = open.saturating_add(1),
            (None, ')') => open = open.saturating_sub(1),
            (None, '/') => return at,
            _ => {}
        }
    }
    // A string that does not end is none.
    match quote {
        Some(_) => text.find('/').unwrap_or(text.len()),
        None => text.len(),
    }
}

/// Returns whether two names are one, whatever their case: documented URLs are careless about it.
pub fn same_name(one: &str, other: &str) -> bool {
    one.eq_ignore_ascii_case(other)
        || (!one.is_ascii() && one.to_lowercase() == other.to_lowercase())
}

/// `name` and `arguments` of `name(arguments)`; no arguments where there are no parentheses.
pub(crate) fn name_and_arguments(segment: &str) -> (&str, Option<&str>) {
    match segment.split_once('(') {
        Some((name, rest)) => match rest.strip_suffix(')') {
            Some(arguments) => (name, Some(arguments)),
            None => (segment, None),
        },
        None => (segment, None),
    }
}

/// A key or an argument of a documented URL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Value {
    /// The value: without quotes, percent-decoded.
    pub text: String,
    /// Whether it stood in quotes.
    pub quoted: bool,
}

impl Value {
    /// A value that stands without quotes, as a key does in a segment.
    pub(super) fn raw(text: &str) -> Self {
        Self {
            text: decode(text),
            quoted: false,
        }
    }

    /// A literal (OData ABNF 4.01, 7): in quotes, with or without a type before them, or bare. Pages
    /// use double quotes as well.
    pub fn literal(text: &str) -> Self {
        let text = decode(text.trim());
        for quote in ['\'', '"'] {
            let Some((prefix, rest)) = text.split_once(quote) else {
                continue;
            };
            let is_prefix = prefix
                .chars()
                .all(|c| c.is_alphanumeric() || c == '.' || c == '_');
            if is_prefix && let Some(inner) = rest.strip_suffix(quote) {
                let twice: String = [quote, quote].iter().collect();
                return Self {
                    text: inner.replace(&twice, &quote.to_string()),
                    quoted: true,
                };
            }
        }
        Self {
            text,
            quoted: false,
        }
    }

    /// Returns whether it is the literal `null`.
    pub fn is_null(&self) -> bool {
        !self.quoted && self.text == "null"
    }

    /// Returns whether the page leaves it to the reader: `{id}`, `<row>`. A GUID in braces is a value.
    pub fn is_placeholder(&self) -> bool {
        is_placeholder(&self.text)
    }

    /// Returns whether the page leaves a part of it to the reader and writes the rest: `find(word={word})`.
    pub fn is_partly_placeholder(&self) -> bool {
        let is_whole = [('{', '}'), ('<', '>')].iter().any(|(open, close)| {
            let inner = self.text.strip_prefix(*open);
            let inner = inner.and_then(|inner| inner.strip_suffix(*close));
            inner.is_some_and(|inner| !inner.contains(*open))
        });
        self.is_placeholder() && !is_whole
    }
}

/// Returns whether a page leaves `text` to the reader: `{id}`, `<row>`, `{id}-suffix`. A GUID in braces is a value.
pub fn is_placeholder(text: &str) -> bool {
    [('{', '}'), ('<', '>')].iter().any(|(open, close)| {
        let Some((_, rest)) = text.split_once(*open) else {
            return false;
        };
        let Some((inner, _)) = rest.split_once(*close) else {
            return false;
        };
        inner.len() != 36 || inner.chars().any(|c| !c.is_ascii_hexdigit() && c != '-')
    })
}

/// The arguments between parentheses, each with its name where it has one.
pub(super) fn arguments(text: &str) -> Vec<(Option<&str>, Value)> {
    let mut parts = Vec::new();
    let (mut quote, mut open, mut start) = (None, 0_u32, 0);
    for (at, c) in text.char_indices() {
        match (quote, c) {
            (Some(begun), c) if c == begun => quote = None,
            (None, '\'' | '"') => quote = Some(c),
            (None, '[' | '{' | '(' | '<') => open = open.saturating_add(1),
            (None, ']' | '}' | ')' | '>') => open = open.saturating_sub(1),
            (None, ',') if open == 0 => {
                parts.push(text.get(start..at).unwrap_or_default());
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(text.get(start..).unwrap_or_default());
    let parts = parts.into_iter().map(str::trim);
    parts
        .filter(|part| !part.is_empty())
        .map(|part| match part.split_once('=') {
            Some((name, value)) if is_name(name.trim()) => {
                (Some(name.trim()), Value::literal(value))
            }
            _ => (None, Value::literal(part)),
        })
        .collect()
}

fn is_name(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_alphanumeric() || c == '_')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(path: &str) -> Vec<&str> {
        let mut found = Vec::new();
        let mut rest = Rest::new(path);
        while let Some((segment, after)) = rest.segment() {
            found.push(segment);
            rest = after;
        }
        if !rest.is_empty() {
            found.push(rest.text());
        }
        found
    }

    #[test]
    fn a_slash_within_a_string_does_not_split() {
        let path = "/users/f(a='x/(y''z',b='/')/o'neil/{a}/";
        assert_eq!(
            all(path),
            ["users", "f(a='x/(y''z',b='/')", "o'neil", "{a}"]
        );
        assert_eq!(all("users//f(a=\"x/y\")/c"), ["users", "f(a=\"x/y\")", "c"]);
    }

    #[test]
    fn a_string_that_does_not_end_splits_as_usual() {
        assert_eq!(all("/users/f(a='x)/b/c"), ["users", "f(a='x)", "b", "c"]);
    }

    #[test]
    fn a_colon_at_the_end_begins_an_address_by_path() {
        assert_eq!(all("/root:/a/b.txt:/x"), ["root", ":/a/b.txt:/x"]);
        assert_eq!(all("/19:4b@thread.v2/x"), ["19:4b@thread.v2", "x"]);
    }

    #[test]
    fn a_template_takes_its_arguments() {
        let matched = |template, text| {
            let (values, rest) = Rest::new(text).matched(template)?;
            let values: Vec<String> = values.into_iter().map(|value| value.text).collect();
            Some((values.join("|"), rest.text()))
        };
        let path = ":/{path}:";
        for (text, expected) in [
            (":/a%20b/c:x.txt:/children", ("a b/c:x.txt", "/children")),
            (":/a:", ("a", "")),
            (":/a/b", ("a/b", "")),
            (":/{item-path}:/content", ("{item-path}", "/content")),
        ] {
            let (argument, rest) = expected;
            assert_eq!(
                matched(path, text),
                Some((argument.to_owned(), rest)),
                "{text}"
            );
        }
        for text in ["/a", ":/", ":a:", ""] {
            assert_eq!(matched(path, text), None, "{text}");
        }
        assert_eq!(
            matched("/{host}:/{path}:", "/contoso.example:/sites/a:/lists"),
            Some(("contoso.example|sites/a".to_owned(), "/lists"))
        );
        for text in ["/an-id/lists", "/an-id/drive/root:/a:/children"] {
            assert_eq!(matched("/{host}:/{path}:", text), None, "{text}");
        }
    }

    #[test]
    fn arguments_stand_in_parentheses_at_the_end() {
        assert_eq!(name_and_arguments("f(a='(')"), ("f", Some("a='('")));
        assert_eq!(name_and_arguments("f()"), ("f", Some("")));
        assert_eq!(name_and_arguments("f"), ("f", None));
        assert_eq!(name_and_arguments("f(x)y"), ("f(x)y", None));
    }

    #[test]
    fn arguments_are_read_with_their_names() {
        let found = arguments("a='x,=''y', b=5,c=[1,2],d=duration'P1D',{id}, 'e=f',g=<n>");
        let shown: Vec<String> = found
            .iter()
            .map(|(name, value)| format!("{}={}", name.unwrap_or("-"), value.text))
            .collect();
        assert_eq!(
            shown,
            [
                "a=x,='y", "b=5", "c=[1,2]", "d=P1D", "-={id}", "-=e=f", "g=<n>"
            ]
        );
        assert_eq!(arguments(" "), []);
        assert!(found[0].1.quoted && !found[1].1.quoted);
    }

    #[test]
    fn a_literal_is_read_with_the_name_of_its_type_and_without() {
        for (literal, text, quoted) in [
            ("shop.model.Size'L'", "L", true),
            ("'L'", "L", true),
            ("Größen.Größe'L,XL'", "L,XL", true),
            ("shop.Size%27L%27", "L", true),
            ("binary'-_8%3D'", "-_8=", true),
            ("duration'PT1H'", "PT1H", true),
            ("null", "null", false),
            ("'null'", "null", true),
        ] {
            let found = Value::literal(literal);
            let expected = Value {
                text: text.into(),
                quoted,
            };
            assert_eq!(found, expected, "{literal}");
            assert_eq!(found.is_null(), literal == "null");
        }
    }

    #[test]
    fn a_placeholder_is_told_from_a_guid_in_braces() {
        for (text, expected) in [
            ("{id|name}", true),
            ("<row>", true),
            ("{75A18F35-34AA-4F44-97CC-FDC3C05D9F40}", false),
            ("id", false),
            ("{id", false),
            ("prefix-{id}", true),
            ("prefix(a={a},b={b})", true),
            ("{a_b c}", true),
        ] {
            assert_eq!(Value::raw(text).is_placeholder(), expected, "{text}");
            let partly = text.starts_with("prefix");
            assert_eq!(Value::raw(text).is_partly_placeholder(), partly, "{text}");
        }
    }
}
