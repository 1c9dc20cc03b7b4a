//! The paths of a document as one tree of segments, so that what paths share is looked at once.

use std::collections::HashMap;

use openapiv3::PathItem;

use crate::document::Document;
use crate::odata::paths::{Segment, segments};

/// A path template and what stands at it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Template<'a> {
    pub(crate) text: &'a str,
    pub(crate) item: &'a PathItem,
}

/// A segment behind the segments that lead to it.
#[derive(Debug)]
pub(crate) struct Node<'a> {
    /// `None` of the root alone.
    pub(crate) segment: Option<Segment>,
    /// The path that ends here.
    pub(crate) template: Option<Template<'a>>,
    /// A path that ends here or goes on from here: it declares the parameters of this segment.
    pub(crate) within: Option<Template<'a>>,
    pub(crate) children: Vec<usize>,
}

/// The tree; its root is the first node.
#[derive(Debug)]
pub(crate) struct Tree<'a> {
    nodes: Vec<Node<'a>>,
}

impl<'a> Node<'a> {
    /// The template of the path that ends here.
    pub(crate) fn path(&self) -> Option<&'a str> {
        Some(self.template?.text)
    }
}

impl<'a> Tree<'a> {
    pub(crate) fn new(document: &'a Document) -> Self {
        let mut nodes = vec![Node {
            segment: None,
            template: None,
            within: None,
            children: Vec::new(),
        }];
        let mut known: HashMap<(usize, Segment), usize> = HashMap::new();
        for (text, item) in &document.paths {
            let template = Template { text, item };
            let mut at = 0;
            for segment in segments(text) {
                let fresh = nodes.len();
                let child = *known.entry((at, segment.clone())).or_insert(fresh);
                if child == fresh {
                    nodes[at].children.push(fresh);
                    nodes.push(Node {
                        segment: Some(segment),
                        template: None,
                        within: Some(template),
                        children: Vec::new(),
                    });
                }
                at = child;
            }
            nodes[at].template.get_or_insert(template);
        }
        Self { nodes }
    }

    pub(crate) fn root(&self) -> &Node<'a> {
        &self.nodes[0]
    }

    pub(crate) fn children<'t>(&'t self, node: &'t Node<'a>) -> impl Iterator<Item = &'t Node<'a>> {
        node.children.iter().map(|child| &self.nodes[*child])
    }
}
