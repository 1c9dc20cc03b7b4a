//! Names as a document writes them, by namespace or alias, to names by namespace.

use std::collections::{BTreeMap, BTreeSet};

use graphwright_api::Origin;
use graphwright_api::names::is_simple_identifier;

/// The scope of names. Aliases hold for the whole document (CSDL XML 4.01, 5.1).
#[derive(Default)]
pub(crate) struct Names {
    /// The namespaces that the document declares.
    pub(crate) namespaces: BTreeSet<String>,
    /// The namespaces that it includes from other documents, which are not read.
    pub(crate) included: BTreeSet<String>,
    /// Namespaces by alias.
    pub(crate) aliases: BTreeMap<String, String>,
    /// The container that is the service's, where the document says it, and where it does.
    pub(crate) container: Option<(String, Origin)>,
}

/// The customary aliases of the vocabularies that are read: some documents use them undeclared.
const CUSTOMARY: [(&str, &str); 4] = [
    ("Core", "Org.OData.Core.V1"),
    ("Capabilities", "Org.OData.Capabilities.V1"),
    ("Validation", "Org.OData.Validation.V1"),
    ("Keys", "OData.Community.Keys.V1"),
];

/// Where a name is declared, as far as its namespace says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Home {
    /// In this document, or nowhere: it has the namespace of a schema, `Edm`, or none.
    Here,
    /// In a document that this one includes, which is not read.
    Included,
    /// In a namespace of which the document says nothing.
    Unknown,
}

impl Names {
    /// A qualified name, with its alias replaced.
    pub(crate) fn resolve(&self, name: &str) -> String {
        let name = name.trim();
        match name.rsplit_once('.') {
            Some((prefix, simple)) if !self.namespaces.contains(prefix) => {
                match self.aliases.get(prefix) {
                    Some(namespace) => format!("{namespace}.{simple}"),
                    None => name.to_owned(),
                }
            }
            _ => name.to_owned(),
        }
    }

    /// The term of an annotation.
    pub(crate) fn term(&self, written: &str) -> String {
        let term = self.resolve(written);
        let customary = CUSTOMARY.iter().find_map(|(alias, namespace)| {
            let simple = term.strip_prefix(alias)?.strip_prefix('.')?;
            Some(format!("{namespace}.{simple}"))
        });
        customary.unwrap_or(term)
    }

    /// A target path: the first segment is a qualified name, perhaps with the types of one overload
    /// behind it (CSDL XML 4.01, 14.2.2).
    pub(crate) fn target(&self, written: &str) -> String {
        let written = written.trim();
        let end = written.find(['/', '(']).unwrap_or(written.len());
        let (name, rest) = written.split_at(end);
        let name = self.resolve(name);
        let Some((types, below)) = rest
            .strip_prefix('(')
            .and_then(|rest| rest.rsplit_once(')'))
        else {
            return format!("{name}{rest}");
        };
        let types: Vec<String> = types.split(',').map(|ty| self.written_type(ty)).collect();
        format!("{name}({}){below}", types.join(","))
    }

    fn written_type(&self, written: &str) -> String {
        match item(written) {
            Some(item) => format!("Collection({})", self.resolve(item)),
            None => self.resolve(written),
        }
    }

    /// Returns where the resolved `name` is declared.
    pub(crate) fn home(&self, name: &str) -> Home {
        match name.rsplit_once('.') {
            None | Some(("Edm", _)) => Home::Here,
            Some((namespace, _)) if self.namespaces.contains(namespace) => Home::Here,
            // What is no qualified name is no name of a type elsewhere (CSDL XML 4.01, 15.3).
            _ if !name.split('.').all(is_simple_identifier) => Home::Here,
            Some((namespace, _)) if self.included.contains(namespace) => Home::Included,
            Some(_) => Home::Unknown,
        }
    }
}

/// The type of an item, if `written` is a collection.
pub(crate) fn item(written: &str) -> Option<&str> {
    written
        .trim()
        .strip_prefix("Collection(")?
        .strip_suffix(')')
}
