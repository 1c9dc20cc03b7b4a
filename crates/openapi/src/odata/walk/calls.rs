//! Paths that call an action or function.

use graphwright_api::{ItemType, OperationKind, QueryOption, Target};
use openapiv3::{Operation, PathItem};
use serde_json::Value;

use super::{Context, Location, PathWalk, at};
use crate::document::Document;
use crate::odata::bound_operations;
use crate::odata::descriptions;
use crate::odata::options;
use crate::odata::paths::{Part, Segment};
use crate::odata::tree::Node;
use crate::pointer;

impl<'l, 'a> PathWalk<'l, 'a, '_> {
    /// The action or function that a node is, if it is one.
    pub(super) fn call(
        &self,
        node: &Node<'a>,
        place: Option<&Location>,
    ) -> Option<(OperationKind, &'a Operation)> {
        let item = node.template?.item;
        if let Some(call) = marked_call(item) {
            return Some(call);
        }
        if self.marked {
            return None;
        }
        let types = self.context.types;
        let (name, has_parts) = match node.segment.as_ref()? {
            Segment::Name(name) => (name, false),
            Segment::Call { name, .. } => (name, true),
            _ => return None,
        };
        let get = || Some((OperationKind::Function, item.get.as_ref()?));
        let post = || Some((OperationKind::Action, item.post.as_ref()?));
        match place {
            // Bound operations stand under their qualified name, or of a default namespace under the simple one
            // (OData URL Conventions 4.01, 4.5).
            Some(place) => {
                let is_operation = match name.contains('.') {
                    true => types.cast(&place.target.ty, name).is_none(),
                    false => self.is_bound(item, name, place),
                };
                (has_parts || is_operation)
                    .then(|| get().or_else(post))
                    .flatten()
            }
            None if has_parts => get(),
            // What can only be posted to, and is no set of what it is sent.
            None => {
                let leaf = node.children.is_empty() && item.get.is_none();
                let sent = item
                    .post
                    .as_ref()
                    .and_then(|one| self.context.document.body(one));
                let sent = sent.map(|content| self.context.uses.payload(content));
                let is_set = sent
                    .is_some_and(|used| used.ty.named().is_some_and(|name| types.contains(name)));
                if leaf && !is_set {
                    return post();
                }
                // What takes parameters of its own is a function. Without parameters it may be called without
                // parentheses (OData URL Conventions 4.01, 4.5.3), and is told from a singleton by what it
                // gives, or by the words that converters have for it.
                let is_function = node.children.is_empty()
                    && item.get.as_ref().is_some_and(|one| {
                        let Context { document, uses, .. } = self.context;
                        let given = document.answer(one).map(|content| uses.payload(content));
                        document.query(&one.parameters).next().is_some()
                            || descriptions::invokes(one, name)
                            || given
                                .is_some_and(|used| matches!(used.ty.item, ItemType::Primitive(_)))
                    });
                is_function.then(get).flatten()
            }
        }
    }

    /// Returns whether a simple name behind a place can only be that of a bound operation: it is called and no more,
    /// no property has it, and it stands behind a collection, where OData has no other names; or converters say so,
    /// or it can only be posted to, or takes none of the options that whatever is read has in the document.
    fn is_bound(&self, item: &PathItem, name: &str, place: &Location) -> bool {
        let Context {
            document, types, ..
        } = self.context;
        let changes = [&item.patch, &item.put, &item.delete];
        let is_called = match (&item.get, &item.post) {
            (Some(one), None) => {
                place.target.collection
                    || descriptions::invokes(one, name)
                    || document.has_option("$select") && !document.takes_options(one)
            }
            (None, Some(_)) => true,
            _ => false,
        };
        is_called
            && changes.iter().all(|one| one.is_none())
            && types.member(&place.target.ty, name).is_none()
    }

    /// An action or function, and the place that a call of it addresses.
    pub(super) fn invoked(
        &mut self,
        node: &'l Node<'a>,
        place: Option<&Location>,
        kind: OperationKind,
        operation: &'a Operation,
        (segment, parts): (&str, &[Part]),
    ) -> Option<Location> {
        let template = node.template?;
        let segment = &self.context.conventions.operation_segment(segment);
        let method = match kind {
            OperationKind::Action => "post",
            OperationKind::Function => "get",
        };
        let origin = self.origins.add(pointer::join(&at(template), method));
        let call = bound_operations::Call {
            kind,
            segment,
            parts,
            operation,
            template,
            // Where operations are marked, what else stands in a query are options of the service.
            in_query: !self.marked,
        };
        let mut lowered = bound_operations::lower(self.context, &call, origin);
        let at = || pointer::join(&at(template), method);
        lowered.options =
            options::of_operation(self.context, template.item, operation, at, self.origins);
        // What the path names by an alias, or has no other place for, is a parameter.
        let is_parameter = |option: &QueryOption| {
            let mut parts = parts.iter();
            let mut parameters = lowered.parameters.iter();
            parts.any(|part| part.alias && part.placeholder == option.name)
                || parameters.any(|one| one.name == option.name && call.stands_in_query())
        };
        lowered.options.retain(|one| !is_parameter(one));
        let above = place.map(|place| self.passed(place)).unwrap_or_default();
        let deprecation = lowered.deprecation.take();
        lowered.deprecation = deprecation.filter(|one| !above.contains(one));
        let returns = lowered.returns.as_ref().map(|one| &one.ty);
        let result = returns.and_then(Target::of).filter(|result| {
            kind == OperationKind::Function && self.context.types.contains(&result.ty)
        });
        let leads_on = self.leads_on(node);
        lowered.composes = result.clone().filter(|_| leads_on);
        let called = place.is_some_and(|place| place.called);
        if let Some(result) = result.clone().filter(|_| !called) {
            *self.facts.results.entry(result).or_insert(true) &= leads_on;
        }
        match place {
            Some(place) => {
                self.goes_on(place);
                self.facts.add_bound(&place.target, segment, lowered);
            }
            None => self.facts.add_unbound(segment, lowered),
        }
        Some(Location {
            target: result.filter(|_| !node.children.is_empty())?,
            via: None,
            item: false,
            called: true,
            depth: place.map_or(0, |place| place.depth),
            above,
        })
    }

    /// Returns whether a path asks more of the result of a call than the result, an item of it, or their number.
    fn leads_on(&self, node: &Node<'a>) -> bool {
        let mut children = self.tree.children(node);
        children.any(|child| match &child.segment {
            Some(Segment::Key { .. }) => self.leads_on(child),
            Some(Segment::System(name)) => name != "$count",
            _ => true,
        })
    }
}

/// Returns whether the document marks what is an action or function. Where it does, nothing else is one.
pub(super) fn is_marked(document: &Document) -> bool {
    let mut items = document.paths.iter().map(|(_, item)| item);
    items.any(|item| marked_call(item).is_some())
}

pub(super) fn marked_call_of(node: &Node<'_>) -> bool {
    node.template
        .is_some_and(|one| marked_call(one.item).is_some())
}

/// The action or function that a path is marked as (`x-ms-docs-operation-type`).
pub(super) fn marked_call(item: &PathItem) -> Option<(OperationKind, &Operation)> {
    let marked = |operation: &Operation, word: &str| {
        let mark = operation.extensions.get("x-ms-docs-operation-type");
        let mark = mark.and_then(Value::as_str);
        mark.is_some_and(|mark| mark == word || mark.strip_suffix("Import") == Some(word))
    };
    let get = item.get.as_ref().filter(|one| marked(one, "function"));
    let post = item.post.as_ref().filter(|one| marked(one, "action"));
    get.map(|get| (OperationKind::Function, get))
        .or_else(|| post.map(|post| (OperationKind::Action, post)))
}
