//! An element of a document, in XML or in JSON: what the stages after parsing see of it.

use std::borrow::Cow;

use graphwright_api::Origin;

use crate::json::Element;

#[derive(Clone, Copy)]
pub(crate) enum Node<'a> {
    Xml(roxmltree::Node<'a, 'a>),
    Json(&'a Element),
}

/// An attribute of an element.
pub(crate) struct Attribute<'a> {
    pub(crate) name: &'a str,
    pub(crate) value: &'a str,
    pub(crate) origin: Origin,
}

impl<'a> Node<'a> {
    /// Its local name: each version of CSDL has an XML namespace of its own.
    pub(crate) fn name(self) -> &'a str {
        match self {
            Self::Xml(node) => node.tag_name().name(),
            Self::Json(element) => &element.name,
        }
    }

    pub(crate) fn origin(self) -> Origin {
        match self {
            Self::Xml(node) => offset(node.range().start),
            Self::Json(element) => offset(element.start),
        }
    }

    /// The elements in it.
    pub(crate) fn children(self) -> impl Iterator<Item = Node<'a>> {
        let (xml, json) = match self {
            Self::Xml(node) => (Some(node.children()), None),
            Self::Json(element) => (None, Some(element.children.iter())),
        };
        let xml = xml.into_iter().flatten();
        let xml = xml.filter(is_of_csdl).map(Self::Xml);
        xml.chain(json.into_iter().flatten().map(Self::Json))
    }

    pub(crate) fn attributes(self) -> impl Iterator<Item = Attribute<'a>> {
        let (xml, json) = match self {
            Self::Xml(node) => (Some(node.attributes()), None),
            Self::Json(element) => (None, Some(element.attributes.iter())),
        };
        let xml = xml.into_iter().flatten();
        let xml = xml.filter(|one| one.namespace().is_none());
        let xml = xml.map(|attribute| Attribute {
            name: attribute.name(),
            value: attribute.value(),
            origin: offset(attribute.range().start),
        });
        let json = json.into_iter().flatten().map(|attribute| Attribute {
            name: &attribute.name,
            value: &attribute.value,
            origin: offset(attribute.start),
        });
        xml.chain(json)
    }

    /// The value of the attribute of that name.
    pub(crate) fn attribute(self, name: &str) -> Option<&'a str> {
        match self {
            Self::Xml(node) => node.attribute(name),
            Self::Json(element) => element.attribute(name),
        }
    }

    /// Returns what an attribute of that name is to those who write the document, and what they call it.
    pub(crate) fn written(self, name: &str) -> (&'static str, String) {
        match self {
            Self::Xml(_) => ("attribute", name.to_owned()),
            // Of what an entity set is a set, JSON says as it says every type.
            Self::Json(_) if name == "EntityType" => ("member", "$Type".to_owned()),
            Self::Json(_) => ("member", format!("${name}")),
        }
    }

    /// The text in it, which comments may stand in.
    pub(crate) fn text(self) -> Cow<'a, str> {
        match self {
            Self::Xml(node) => {
                let mut texts = node.children().filter(roxmltree::Node::is_text);
                let first = texts.next().and_then(|one| one.text());
                let mut text = Cow::Borrowed(first.unwrap_or_default());
                for more in texts.filter_map(|one| one.text()) {
                    text.to_mut().push_str(more);
                }
                text
            }
            Self::Json(element) => Cow::Borrowed(&element.text),
        }
    }
}

/// Returns whether it is an element of CSDL: of a namespace of CSDL (each version has its own), or of that of the
/// element that it stands in. What else a document has is not ours.
fn is_of_csdl(node: &roxmltree::Node<'_, '_>) -> bool {
    let own = node.tag_name().namespace();
    let is_known = || own.is_some_and(|own| own.ends_with("/edm") || own.ends_with("/edmx"));
    let is_same = |parent: roxmltree::Node<'_, '_>| parent.tag_name().namespace() == own;
    node.is_element() && (is_known() || node.parent_element().is_none_or(is_same))
}

/// Returns whether it is an element of that name.
pub(crate) fn is(node: Node<'_>, name: &str) -> bool {
    node.name() == name
}

/// The place of what begins at a byte of the text.
pub(crate) fn offset(at: usize) -> Origin {
    Origin(u32::try_from(at).unwrap_or(u32::MAX))
}
