//! Entity sets and singletons: where paths begin.

use graphwright_api::{Target, TypeName, Way};

use super::{Location, PathWalk};
use crate::odata::keys;
use crate::odata::paths::Segment;
use crate::odata::tree::Node;

impl<'l, 'a> PathWalk<'l, 'a, '_> {
    /// An entity set or singleton.
    pub(super) fn root(&mut self, node: &'l Node<'a>, name: &str) -> Option<Location> {
        let target = match self.facts.roots.get(name) {
            Some(target) => target.clone(),
            None => self.root_target(node, name),
        };
        self.facts.roots.insert(name.to_owned(), target.clone());
        self.facts.expanded.insert(target.ty.clone());
        let via = Way::Root(name.to_owned());
        self.facts.way(&via, &target);
        let place = Location {
            target,
            via: Some(via),
            item: false,
            called: false,
            depth: 0,
            above: Vec::new(),
        };
        self.ask(node, &place);
        Some(place)
    }

    /// Returns what a set or singleton addresses: what is answered there, or at an item; else, of one that has no
    /// path of its own, the type of its name.
    fn root_target(&self, node: &'l Node<'a>, name: &str) -> Target {
        let answered = self.answered(node);
        let behind = || {
            self.tree
                .children(node)
                .find_map(|child| match child.segment {
                    Some(Segment::Key { .. }) => {
                        let item = self.answered(child);
                        let item = item.or_else(|| self.keyed_type(child))?;
                        Some(Target::many(item.ty))
                    }
                    _ => None,
                })
        };
        answered.or_else(behind).unwrap_or_else(|| {
            let named = self.context.types.of_simple_name(name).first().cloned();
            let collection = self
                .tree
                .children(node)
                .any(|child| matches!(child.segment, Some(Segment::Key { .. })));
            let ty = named.unwrap_or_else(|| self.invented(name));
            Target { ty, collection }
        })
    }

    /// A name for the type of a root that nothing describes.
    fn invented(&self, name: &str) -> TypeName {
        let spaces = self.context.uses.declared.keys();
        let spaces = spaces.filter_map(|ty| ty.rsplit_once('.'));
        let shortest = spaces
            .map(|(space, _)| space)
            .min_by_key(|space| (space.len(), *space));
        TypeName::new(format!("{}.{name}", shortest.unwrap_or("service")))
    }

    /// The type that the parameter of a key names (`x-ms-docs-key-type`).
    fn keyed_type(&self, node: &Node<'a>) -> Option<Target> {
        let Some(Segment::Key { parts, .. }) = &node.segment else {
            return None;
        };
        let part = parts.first()?;
        let parameter = keys::parameter(self.context.document, node.within?, &part.placeholder)?;
        let simple = parameter.extensions.get("x-ms-docs-key-type")?.as_str()?;
        match self.context.types.of_simple_name(simple) {
            [only] => Some(Target::one(only.clone())),
            _ => None,
        }
    }
}
