//! Annotations, inline and out of line, merged by the full name of their target.
//!
//! A target is written in the document by namespace or alias, in any schema (CSDL XML 4.01, 14.2.1);
//! here it is always by namespace: `microsoft.graph.vppToken/state`.

use std::collections::BTreeMap;

use roxmltree::Node;

/// What annotations of a schema itself are kept under: a type may have the name of a namespace, as
/// `microsoft.graph.security` has.
pub(crate) fn schema_target(namespace: &str) -> String {
    format!("{namespace}.*")
}

/// All annotations of a document.
#[derive(Default)]
pub(crate) struct Annotations(BTreeMap<String, Vec<Annotation>>);

struct Annotation {
    /// The term without the vocabulary's namespace or alias: the vocabularies that we read share no
    /// term's name.
    term: String,
    value: Expression,
}

/// A constant expression, as far as we use them (CSDL XML 4.01, 14.3 and 14.4).
pub(crate) enum Expression {
    Text(String),
    Bool(bool),
    Record(BTreeMap<String, Expression>),
    Collection(Vec<Expression>),
}

impl Annotations {
    pub(crate) fn add(&mut self, target: &str, node: Node<'_, '_>) {
        // A qualifier makes it an annotation for a special purpose (14.2.2).
        let (Some(term), None) = (node.attribute("Term"), node.attribute("Qualifier")) else {
            return;
        };
        let term = term.rsplit('.').next().unwrap_or(term).to_owned();
        self.0
            .entry(target.to_owned())
            .or_default()
            .push(Annotation {
                term,
                value: expression(node, 0),
            });
    }

    /// The value of a term on a target.
    pub(crate) fn get(&self, target: &str, term: &str) -> Option<&Expression> {
        self.0
            .get(target)?
            .iter()
            .find(|one| one.term == term)
            .map(|one| &one.value)
    }

    /// A text, trimmed; empty if there is none.
    pub(crate) fn text(&self, target: &str, term: &str) -> String {
        self.get(target, term)
            .and_then(Expression::as_text)
            .unwrap_or_default()
            .trim()
            .to_owned()
    }

    /// Whether a tagging term is there and not false.
    pub(crate) fn is_true(&self, target: &str, term: &str) -> bool {
        matches!(self.get(target, term), Some(Expression::Bool(true)))
    }
}

impl Expression {
    pub(crate) fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The property of that name, if it is a record that has one.
    pub(crate) fn property(&self, name: &str) -> Option<&Self> {
        match self {
            Self::Record(properties) => properties.get(name),
            _ => None,
        }
    }

    /// Whether it is a record with that property set to false.
    pub(crate) fn rules_out(&self, name: &str) -> bool {
        matches!(self.property(name), Some(Self::Bool(false)))
    }

    pub(crate) fn items(&self) -> &[Self] {
        match self {
            Self::Collection(items) => items,
            _ => &[],
        }
    }
}

/// The value of an `Annotation` or `PropertyValue`: an attribute or a child element; without one, a
/// tagging term is true (14.2.3).
fn expression(node: Node<'_, '_>, depth: u32) -> Expression {
    for attribute in node.attributes() {
        match attribute.name() {
            "Term" | "Qualifier" | "Property" | "Type" => {}
            "Bool" => return Expression::Bool(attribute.value().eq_ignore_ascii_case("true")),
            _ => return Expression::Text(attribute.value().to_owned()),
        }
    }
    let child = node
        .children()
        .find(|child| child.is_element() && child.tag_name().name() != "Annotation");
    child.map_or(Expression::Bool(true), |child| element(child, depth))
}

/// No vocabulary nests deeper; what does is not followed, so no document can exhaust the stack.
const DEPTH_LIMIT: u32 = 64;

fn element(node: Node<'_, '_>, depth: u32) -> Expression {
    if depth == DEPTH_LIMIT {
        return Expression::Text(String::new());
    }
    let text = node.text().unwrap_or_default().trim();
    match node.tag_name().name() {
        "Bool" => Expression::Bool(text.eq_ignore_ascii_case("true")),
        "Collection" => Expression::Collection(
            node.children()
                .filter(Node::is_element)
                .map(|child| element(child, depth + 1))
                .collect(),
        ),
        "Record" => {
            let values = node
                .children()
                .filter(|child| child.has_tag_name_local("PropertyValue"));
            let named = values.filter_map(|value| {
                Some((
                    value.attribute("Property")?.to_owned(),
                    expression(value, depth + 1),
                ))
            });
            Expression::Record(named.collect())
        }
        _ => Expression::Text(text.to_owned()),
    }
}

/// Names without namespaces: documents are written for several versions of the same names.
pub(crate) trait LocalName {
    fn has_tag_name_local(&self, name: &str) -> bool;
}

impl LocalName for Node<'_, '_> {
    fn has_tag_name_local(&self, name: &str) -> bool {
        self.is_element() && self.tag_name().name() == name
    }
}
