//! Annotations, inline and out of line, merged by the full name of their target.
//!
//! A target is written in the document by namespace or alias, in any schema (CSDL XML 4.01, 14.2.2);
//! here it is always by namespace: `microsoft.graph.vppToken/state`.

mod merge;

use std::cell::Cell;
use std::collections::{BTreeMap, HashMap};

use crate::names::Names;
use crate::node::{Node, is};
use graphwright_api::{Deprecation, Origin};

/// The terms that are read, of the vocabularies of OData 4.01 and of the community.
pub(crate) mod term {
    pub(crate) const ALTERNATE_KEYS: &str = "Org.OData.Core.V1.AlternateKeys";
    pub(crate) const COMMUNITY_KEYS: &str = "OData.Community.Keys.V1.AlternateKeys";
    pub(crate) const COMPUTED: &str = "Org.OData.Core.V1.Computed";
    pub(crate) const DEFAULT_NAMESPACE: &str = "Org.OData.Core.V1.DefaultNamespace";
    pub(crate) const DESCRIPTION: &str = "Org.OData.Core.V1.Description";
    pub(crate) const EXPLICIT_BINDINGS: &str = "Org.OData.Core.V1.ExplicitOperationBindings";
    pub(crate) const LONG_DESCRIPTION: &str = "Org.OData.Core.V1.LongDescription";
    pub(crate) const OPTIONAL: &str = "Org.OData.Core.V1.OptionalParameter";
    pub(crate) const PERMISSIONS: &str = "Org.OData.Core.V1.Permissions";
    pub(crate) const REQUIRES_BINDING: &str = "Org.OData.Core.V1.RequiresExplicitBinding";
    pub(crate) const REVISIONS: &str = "Org.OData.Core.V1.Revisions";

    pub(crate) const COUNT: &str = "Org.OData.Capabilities.V1.CountRestrictions";
    pub(crate) const DELETE: &str = "Org.OData.Capabilities.V1.DeleteRestrictions";
    pub(crate) const EXPAND: &str = "Org.OData.Capabilities.V1.ExpandRestrictions";
    pub(crate) const FILTER: &str = "Org.OData.Capabilities.V1.FilterRestrictions";
    pub(crate) const INDEXABLE_BY_KEY: &str = "Org.OData.Capabilities.V1.IndexableByKey";
    pub(crate) const INSERT: &str = "Org.OData.Capabilities.V1.InsertRestrictions";
    pub(crate) const KEY_AS_SEGMENT: &str = "Org.OData.Capabilities.V1.KeyAsSegmentSupported";
    pub(crate) const NAVIGATION: &str = "Org.OData.Capabilities.V1.NavigationRestrictions";
    pub(crate) const OPERATION: &str = "Org.OData.Capabilities.V1.OperationRestrictions";
    pub(crate) const READ: &str = "Org.OData.Capabilities.V1.ReadRestrictions";
    pub(crate) const SEARCH: &str = "Org.OData.Capabilities.V1.SearchRestrictions";
    pub(crate) const SELECT: &str = "Org.OData.Capabilities.V1.SelectSupport";
    /// The name of the former in an older vocabulary.
    pub(crate) const SELECT_OLD: &str = "Org.OData.Capabilities.V1.SelectRestrictions";
    pub(crate) const SKIP: &str = "Org.OData.Capabilities.V1.SkipSupported";
    pub(crate) const SORT: &str = "Org.OData.Capabilities.V1.SortRestrictions";
    pub(crate) const TOP: &str = "Org.OData.Capabilities.V1.TopSupported";
    pub(crate) const UPDATE: &str = "Org.OData.Capabilities.V1.UpdateRestrictions";

    pub(crate) const DERIVED_TYPES: &str = "Org.OData.Validation.V1.DerivedTypeConstraint";
}

/// All annotations of a document. What two of one term on one target say is taken together (`merge`).
#[derive(Default)]
pub(crate) struct Annotations(HashMap<String, BTreeMap<String, Value>>);

/// The value of an annotation, and whether it was used.
pub(crate) struct Value {
    used: Cell<bool>,
    /// Where it is written.
    origin: Origin,
    expression: Expression,
    /// The values that contradict it.
    others: Vec<(Origin, String)>,
}

/// A constant expression, as far as we use them (CSDL XML 4.01, 14.3 and 14.4).
pub(crate) enum Expression {
    Text(String),
    Bool(bool),
    Record(BTreeMap<String, Value>),
    Collection(Vec<Expression>),
    /// One whose value depends on data.
    Dynamic,
}

impl Annotations {
    /// Adds the annotations that stand in `node`.
    pub(crate) fn add_all(&mut self, names: &Names, target: &str, node: Node<'_>) {
        for (term, annotation) in terms(names, node) {
            if !self.0.contains_key(target) {
                self.0.insert(target.to_owned(), BTreeMap::new());
            }
            if let Some(known) = self.0.get_mut(target) {
                let value = Value::new(annotation);
                match known.get_mut(&term) {
                    Some(known) => known.merge(value),
                    None => {
                        known.insert(term, value);
                    }
                }
            }
        }
    }

    /// Says of the target `to`, and of what is in it, what is said of `from` there: nothing that is said already.
    pub(crate) fn inherit(&mut self, from: &str, to: &str) {
        let inside = |target: &str| {
            let rest = target.strip_prefix(from)?;
            (rest.is_empty() || rest.starts_with('/')).then(|| format!("{to}{rest}"))
        };
        let targets = self
            .0
            .keys()
            .filter_map(|old| Some((old.clone(), inside(old)?)));
        for (old, new) in targets.collect::<Vec<_>>() {
            let Some(terms) = self.0.remove(&old) else {
                continue;
            };
            let known = self.0.entry(new).or_default();
            for (term, value) in terms {
                known.entry(term).or_insert(value);
            }
        }
    }

    /// Returns what is said of a target.
    pub(crate) fn on(&self, target: &str) -> Said<'_> {
        Said(self.0.get(target))
    }

    /// Counts what nothing was made of: terms, and members of the records of other terms.
    pub(crate) fn count_unused(&self, unread: &mut BTreeMap<String, usize>) {
        for (term, value) in self.0.values().flatten() {
            value.count_unused(term, unread);
        }
    }
}

/// The annotations of one target.
#[derive(Clone, Copy)]
pub(crate) struct Said<'a>(Option<&'a BTreeMap<String, Value>>);

impl<'a> Said<'a> {
    /// The value of a term.
    pub(crate) fn get(self, term: &str) -> Option<&'a Expression> {
        Some(self.0?.get(term)?.used())
    }

    /// Returns where a term is annotated.
    pub(crate) fn origin(self, term: &str) -> Origin {
        let value = self.0.and_then(|terms| terms.get(term));
        value.map(|one| one.origin).unwrap_or_default()
    }

    /// A text, trimmed; empty if there is none.
    pub(crate) fn text(self, term: &str) -> String {
        let text = self.get(term).and_then(Expression::as_text);
        text.unwrap_or_default().trim().to_owned()
    }

    /// Returns whether a tagging term is there and not false.
    pub(crate) fn is_true(self, term: &str) -> bool {
        matches!(self.get(term), Some(Expression::Bool(true)))
    }

    /// When the target goes away (`Core.Revisions`).
    pub(crate) fn deprecation(self) -> Option<Deprecation> {
        let revisions = self.get(term::REVISIONS)?.items();
        let deprecated = revisions.iter().find(|one| {
            let kind = one.said("Kind");
            kind.is_some_and(|kind| is_member(kind, "Deprecated"))
        })?;
        let said = |name| deprecated.said(name).unwrap_or_default().trim().to_owned();
        let (version, date) = (said("Version"), said("Date"));
        Some(Deprecation {
            note: said("Description"),
            since: if version.is_empty() { date } else { version },
            removal: said("RemovalDate"),
        })
    }

    /// Returns whether only the service sets the target (`Core.Computed`, or `Core.Permissions` that allow a client
    /// no more than to read).
    pub(crate) fn is_computed(self) -> bool {
        self.is_generated() || self.is_read_only()
    }

    /// Returns whether the service makes the value (`Core.Computed`).
    pub(crate) fn is_generated(self) -> bool {
        self.is_true(term::COMPUTED)
    }

    /// Returns whether `Core.Permissions` allow a client no more than to read the target.
    pub(crate) fn is_read_only(self) -> bool {
        let permissions = self.get(term::PERMISSIONS).and_then(Expression::as_text);
        permissions.is_some_and(|text| {
            let between = |c: char| c == ',' || c.is_whitespace();
            let mut permissions = text.split(between).filter(|one| !one.is_empty());
            permissions.all(|one| is_member(one, "Read") || is_member(one, "None"))
        })
    }
}

/// Returns whether `text` is that member of an enumeration type: XML names the type before it (CSDL XML 4.01,
/// 14.3.6), and JSON does not (CSDL JSON 4.01, 14.3.7).
pub(crate) fn is_member(text: &str, member: &str) -> bool {
    text.trim().rsplit('/').next() == Some(member)
}

/// Returns whether a tagging term stands in `node` and is not false.
pub(crate) fn is_tagged(names: &Names, node: Node<'_>, term: &str) -> bool {
    terms(names, node)
        .any(|(known, one)| known == term && matches!(expression(one), Expression::Bool(true)))
}

fn terms<'n, 'a: 'n>(
    names: &'n Names,
    node: Node<'a>,
) -> impl Iterator<Item = (String, Node<'a>)> + 'n {
    node.children()
        .filter(|child| is(*child, "Annotation"))
        // A qualifier makes it an annotation for a special purpose (14.2.1).
        .filter(|child| child.attribute("Qualifier").is_none())
        .filter_map(|child| Some((names.term(child.attribute("Term")?), child)))
}

impl Value {
    fn new(node: Node<'_>) -> Self {
        Self {
            used: Cell::new(false),
            origin: node.origin(),
            expression: expression(node),
            others: Vec::new(),
        }
    }

    fn used(&self) -> &Expression {
        self.used.set(true);
        &self.expression
    }

    fn count_unused(&self, name: &str, unread: &mut BTreeMap<String, usize>) {
        if self.used.get() {
            self.expression.count_unused(name, unread);
        } else if let Some(count) = unread.get_mut(name) {
            *count += 1;
        } else {
            unread.insert(name.to_owned(), 1);
        }
    }
}

impl Expression {
    pub(crate) fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    pub(crate) fn as_bool(&self) -> Option<bool> {
        match self {
            Self::Bool(value) => Some(*value),
            _ => None,
        }
    }

    /// The property of that name, if it is a record that has one.
    pub(crate) fn property(&self, name: &str) -> Option<&Self> {
        match self {
            Self::Record(properties) => Some(properties.get(name)?.used()),
            _ => None,
        }
    }

    /// Returns where the property of that name is written.
    pub(crate) fn origin(&self, name: &str) -> Origin {
        match self {
            Self::Record(properties) => properties.get(name).map(|one| one.origin),
            _ => None,
        }
        .unwrap_or_default()
    }

    /// The text of the property of that name.
    pub(crate) fn said(&self, name: &str) -> Option<&str> {
        self.property(name)?.as_text()
    }

    /// The truth value of the property of that name.
    pub(crate) fn allows(&self, name: &str) -> Option<bool> {
        self.property(name)?.as_bool()
    }

    pub(crate) fn items(&self) -> &[Self] {
        match self {
            Self::Collection(items) => items,
            _ => &[],
        }
    }

    fn count_unused(&self, name: &str, unread: &mut BTreeMap<String, usize>) {
        match self {
            Self::Record(properties) => {
                for (property, value) in properties {
                    value.count_unused(&format!("{name}/{property}"), unread);
                }
            }
            Self::Collection(items) => {
                for item in items {
                    item.count_unused(name, unread);
                }
            }
            Self::Text(_) | Self::Bool(_) | Self::Dynamic => {}
        }
    }
}

/// The value of an `Annotation` or `PropertyValue`: an attribute or a child element; without one, a
/// tagging term is true (14.2.3).
fn expression(node: Node<'_>) -> Expression {
    for attribute in node.attributes() {
        match attribute.name {
            "Term" | "Qualifier" | "Property" | "Type" => {}
            "Bool" => return boolean(attribute.value),
            "Path" => return Expression::Dynamic,
            _ => return Expression::Text(attribute.value.to_owned()),
        }
    }
    let child = node.children().find(|child| !is(*child, "Annotation"));
    child.map_or(Expression::Bool(true), element)
}

fn element(node: Node<'_>) -> Expression {
    let text = node.text();
    let text = text.trim();
    match node.name() {
        "Bool" => boolean(text),
        "Collection" => {
            let mut items = Vec::new();
            merge::merge_items(&mut items, node.children().map(element).collect());
            Expression::Collection(items)
        }
        "Record" => {
            let values = node.children().filter(|child| is(*child, "PropertyValue"));
            let named = values
                .filter_map(|value| Some((value.attribute("Property")?.into(), Value::new(value))));
            Expression::Record(named.collect())
        }
        _ if node.children().next().is_some() => Expression::Dynamic,
        "Path" | "Null" => Expression::Dynamic,
        _ => Expression::Text(text.to_owned()),
    }
}

/// Keeps as text what is no truth value, so that it neither allows nor rules out.
fn boolean(text: &str) -> Expression {
    match text.trim().to_ascii_lowercase().as_str() {
        "true" | "1" => Expression::Bool(true),
        "false" | "0" => Expression::Bool(false),
        _ => Expression::Text(text.to_owned()),
    }
}
