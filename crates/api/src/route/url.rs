//! A documented URL, taken apart as pages write it.

/// The parts of a URL. Nothing is decoded but the query.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Url<'a> {
    /// Scheme and host, without a trailing slash; nothing where the URL is relative.
    pub origin: Option<&'a str>,
    /// The path, with a leading slash where it was written with one.
    pub path: &'a str,
    /// The query.
    query: &'a str,
}

impl<'a> Url<'a> {
    /// Takes `text` apart.
    pub fn parse(text: &'a str) -> Self {
        let text = text.trim();
        let mut url = Self::default();
        let mut rest = text;
        if let Some(scheme) = text.find("://").filter(|at| *at < 8) {
            let host = scheme + 3;
            let end = text
                .get(host..)
                .and_then(|after| after.find(['/', '?', '#']))
                .map_or(text.len(), |length| host + length);
            url.origin = text.get(..end);
            rest = text.get(end..).unwrap_or_default();
        }
        rest = rest.split('#').next().unwrap_or_default();
        let end = rest.find('?').unwrap_or(rest.len());
        url.path = rest.get(..end).unwrap_or_default();
        url.query = rest.get(end + 1..).unwrap_or_default();
        url
    }

    /// The query options in their order, decoded.
    pub fn query(&self) -> Vec<(String, String)> {
        let options = self.query.split('&');
        options
            .filter(|option| !option.is_empty())
            .map(|option| {
                let (name, value) = option.split_once('=').unwrap_or((option, ""));
                (decode(name), decode(value))
            })
            .collect()
    }
}

/// `%XX` decoded where it gives text in UTF-8; as it stands otherwise.
pub fn decode(text: &str) -> String {
    let decoded = percent_encoding::percent_decode_str(text).decode_utf8();
    decoded.map_or_else(|_| text.to_owned(), Into::into)
}

/// The URL with the values of parameter aliases in their places (OData Protocol 4.01, 11.5.4.1). Pages
/// write objects and arrays there, and requests do not.
pub fn without_aliases(url: &str) -> String {
    let Some((path, query)) = url.split_once('?') else {
        return url.to_owned();
    };
    let mut path = path.to_owned();
    let mut separator = '?';
    let mut kept = String::new();
    for option in query.split('&') {
        match option.split_once('=') {
            Some((alias, value)) if alias.starts_with('@') => {
                for end in [',', ')'] {
                    let named = format!("={alias}{end}");
                    path = path.replace(&named, &format!("={value}{end}"));
                }
            }
            _ => {
                kept.push(separator);
                kept.push_str(option);
                separator = '&';
            }
        }
    }
    path + &kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_is_taken_apart() {
        let url = Url::parse("https://h/v1/users/1?$filter=a eq 'b%20c'&$top=5&&x#f");
        assert_eq!(url.origin, Some("https://h"));
        assert_eq!(url.path, "/v1/users/1");
        let query = url.query();
        assert_eq!(query[0], ("$filter".into(), "a eq 'b c'".into()));
        assert_eq!(query[1], ("$top".into(), "5".into()));
        assert_eq!(query[2], ("x".into(), String::new()));
    }

    #[test]
    fn parts_may_be_absent() {
        assert_eq!(Url::parse("users").path, "users");
        assert_eq!(Url::parse("https://h").path, "");
        assert_eq!(Url::parse("https://h?x=1").query().len(), 1);
        assert_eq!(Url::parse("").query(), []);
        assert_eq!(Url::parse("/users/{a://b}").origin, None);
    }

    #[test]
    fn what_is_no_encoding_stays() {
        for (text, expected) in [
            ("a%20b", "a b"),
            ("100%", "100%"),
            ("%zz%4", "%zz%4"),
            ("%+1", "%+1"),
            ("%ff", "%ff"),
            ("%C3%A9", "é"),
        ] {
            assert_eq!(decode(text), expected, "{text}");
        }
    }

    #[test]
    fn the_values_of_aliases_stand_where_the_path_names_them() {
        let made = "/f(ids=@ids,n=2,at=@at)/g(ids=@ids2)?@ids=%5B1%5D&$top=3&@at=%7B%7D&@ids2=%5B2%5D&x=@at";
        assert_eq!(
            without_aliases(made),
            "/f(ids=%5B1%5D,n=2,at=%7B%7D)/g(ids=%5B2%5D)?$top=3&x=@at"
        );
        assert_eq!(without_aliases("/f(a=@b)"), "/f(a=@b)");
    }
}
