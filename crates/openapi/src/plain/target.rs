//! Parses the key of a path item: a path, and in real documents more than that.
//!
//! OpenAPI 3.0 wants a path there (4.7.8). Where several operations share one, documents tell them apart by a
//! fragment, which nobody sends, or by a query, which the service reads; some write a query as templates of
//! URLs do (RFC 6570, 3.2.8).

use graphwright_api::plain::{CallParameter, Style, Within};
use graphwright_api::{ItemType, Primitive, TypeRef};

use crate::pointer;

/// A key of `paths`, taken apart.
pub(super) struct Target<'p> {
    /// The path itself.
    pub(super) path: &'p str,
    /// The fixed part of the query: pairs without a placeholder.
    pub(super) fixed: Vec<&'p str>,
    /// The placeholders of the query: a name on the wire, and the name of the parameter.
    pub(super) asked: Vec<(&'p str, &'p str)>,
    /// The names of parameters that may stand in the query, where it is a template.
    pub(super) offered: Vec<&'p str>,
}

impl<'p> Target<'p> {
    /// `None` where a part of the query is neither fixed nor a placeholder.
    pub(super) fn of(key: &'p str) -> Option<Self> {
        let key = key.split('#').next().unwrap_or_default();
        let end = key.find('?').unwrap_or(key.len());
        let end = key[..end].strip_suffix('{').map_or(end, str::len);
        let (path, mut query) = key.split_at(end);
        let mut target = Self {
            path,
            fixed: Vec::new(),
            asked: Vec::new(),
            offered: Vec::new(),
        };
        while let Some(at) = ["{?", "{&"]
            .iter()
            .filter_map(|sign| query.find(sign))
            .min()
        {
            let (before, template) = query.split_at(at);
            let (names, after) = template[2..].split_once('}')?;
            target.pairs(before)?;
            let names = names.split(',').map(|name| name.trim_end_matches('*'));
            target.offered.extend(names.filter(|name| !name.is_empty()));
            query = after;
        }
        target.pairs(query)?;
        Some(target)
    }

    fn pairs(&mut self, query: &'p str) -> Option<()> {
        let pairs = query.trim_start_matches('?').split('&');
        for pair in pairs.filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let placeholder = value
                .strip_prefix('{')
                .and_then(|rest| rest.strip_suffix('}'));
            let has_braces = |text: &str| text.contains(['{', '}']);
            match placeholder {
                Some(parameter) if !has_braces(name) && !has_braces(parameter) => {
                    self.asked.push((name, parameter));
                }
                _ if has_braces(pair) => return None,
                _ => self.fixed.push(pair),
            }
        }
        Some(())
    }

    /// The query that it has in any case.
    pub(super) fn query(&self) -> String {
        self.fixed.join("&")
    }

    /// The parameters of a call with those that stand in the query here: `declared` are those of the call,
    /// and `in_path` those that are declared to stand in the path. What is fixed is given already.
    pub(super) fn parameters(
        &self,
        mut declared: Vec<CallParameter>,
        in_path: &[CallParameter],
    ) -> Vec<CallParameter> {
        let is_fixed = |name: &str| {
            let mut names = self.fixed.iter().map(|pair| pair.split('=').next());
            names.any(|fixed| fixed.is_some_and(|fixed| pointer::decoded(fixed) == name))
        };
        declared.retain(|one| one.within != Within::Query || !is_fixed(&one.name));
        let asked = self.asked.iter().map(|(name, given)| (*name, *given, true));
        let offered = self.offered.iter().map(|name| (*name, *name, false));
        for (name, given, required) in asked.chain(offered) {
            let is_known = |one: &CallParameter| {
                one.within == Within::Query && (one.name == name || one.name == given)
            };
            if declared.iter().any(is_known) {
                continue;
            }
            let known = in_path.iter().find(|one| one.name == given);
            let known = known.cloned().unwrap_or_else(|| undeclared(given));
            declared.push(CallParameter {
                name: name.to_owned(),
                within: Within::Query,
                style: Style::Form,
                explode: true,
                required,
                ..known
            });
        }
        declared
    }
}

/// A parameter of which the document has nothing but the name.
pub(super) fn undeclared(name: &str) -> CallParameter {
    CallParameter {
        name: name.to_owned(),
        doc: String::new(),
        ty: TypeRef::one(ItemType::Primitive(Primitive::String)),
        within: Within::Path,
        style: Style::Simple,
        explode: false,
        reserved: false,
        required: true,
        deprecated: false,
        secret: false,
    }
}

#[cfg(test)]
mod tests {
    use super::Target;

    #[test]
    fn a_fragment_is_dropped_and_a_query_is_taken_apart() {
        let of = |key| {
            let target = Target::of(key)?;
            Some((target.path, target.query(), target.asked, target.offered))
        };
        let none = Vec::new;
        for (key, path, query, asked, offered) in [
            ("/a", "/a", "", none(), vec![]),
            ("/a#b", "/a", "", none(), vec![]),
            ("/a?b=c#d?e", "/a", "b=c", none(), vec![]),
            ("/a?b=c&&d", "/a", "b=c&d", none(), vec![]),
            ("/a?b={c}&d=e", "/a", "d=e", vec![("b", "c")], vec![]),
            ("/a{?b,c*}", "/a", "", none(), vec!["b", "c"]),
            ("/a/{x}{?b}{&c}", "/a/{x}", "", none(), vec!["b", "c"]),
            ("/a?b=c{&d}", "/a", "b=c", none(), vec!["d"]),
            ("/?", "/", "", none(), vec![]),
            ("", "", "", none(), vec![]),
        ] {
            let expected = Some((path, query.to_owned(), asked, offered));
            assert_eq!(of(key), expected, "{key}");
        }
        for key in ["/a?b=x{c}", "/a?{b}=c", "/a{?b", "/a?b={c"] {
            assert!(of(key).is_none(), "{key}");
        }
    }
}
