//! The names of types, as services write them in `@odata.type`.

/// The qualified name in the value of `@odata.type`. It stands behind `#`, before which a service may name the
/// description that declares it (`https://example.com/$metadata#Ns.Type`), or alone (JSON Format 4.01, 4.6.3).
pub(crate) fn qualified(said: &str) -> &str {
    said.rsplit_once('#').map_or(said, |(_, name)| name)
}

/// Returns whether a qualified name is that of a type, whose name has its namespace. The name that is said may have
/// the namespace's alias instead.
pub(crate) fn is(said: &str, name: &str) -> bool {
    said == name || may_be_alias_of(said, name)
}

/// The one of `names` that is meant by a name which is none of them, but has an alias for its namespace
/// (CSDL XML 4.01, 15.1). `None` if there is none, or more than one.
pub fn by_alias<'a>(said: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    // Most values say no type.
    said.find('.')?;
    let mut meant = names.into_iter().filter(|name| may_be_alias_of(said, name));
    meant.next().filter(|_| meant.next().is_none())
}

/// Which aliases there are, no response says, and an OpenAPI document has no place for. An alias is a simple
/// identifier, and behind it stands the name without its namespace.
fn may_be_alias_of(said: &str, name: &str) -> bool {
    match (said.rsplit_once('.'), name.rsplit_once('.')) {
        (Some((alias, said)), Some((_, name))) => said == name && !alias.contains('.'),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_form_of_a_type_names_it() {
        for said in [
            "shop.model.Long",
            "#shop.model.Long",
            "$metadata#shop.model.Long",
            "https://example.com/v1.0/$metadata#shop.model.Long",
            "#S.Long",
            "S.Long",
            "https://example.com/v1.0/$metadata#S.Long",
        ] {
            assert!(is(qualified(said), "shop.model.Long"), "{said}");
        }
        for said in [
            "",
            "#",
            "Long",
            "#Long",
            "#shop.Model.Long",
            "#S.Longer",
            "#a.S.Long",
            "#S.model.Long",
        ] {
            assert!(!is(qualified(said), "shop.model.Long"), "{said}");
        }
    }

    #[test]
    fn an_alias_that_could_stand_for_two_namespaces_stands_for_neither() {
        let names = ["graph.alert", "graph.security.alert", "graph.user"];
        assert_eq!(by_alias("g.user", names), Some("graph.user"));
        assert_eq!(by_alias("g.alert", names), None);
        assert_eq!(by_alias("g.group", names), None);
        assert_eq!(by_alias("other.g.user", names), None);
    }
}
