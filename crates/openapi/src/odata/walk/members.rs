//! Properties of single entities: what navigation properties lead to, streams, and what lies behind complex
//! values.

use graphwright_api::{ItemType, Primitive, Target, TypeRef, Way};

use super::{Context, Location, PathWalk, at};
use crate::odata::paths::Segment;
use crate::odata::tree::Node;
use crate::odata::types::Member;
use crate::report::unread::Unread;

impl<'l, 'a> PathWalk<'l, 'a, '_> {
    /// A property of a single entity: a navigation property leads on, a stream is noted, and what else
    /// a property holds is known from its type.
    pub(super) fn member(
        &mut self,
        node: &'l Node<'a>,
        place: &Location,
        name: &str,
    ) -> Option<Location> {
        let types = self.context.types;
        if place.target.collection {
            self.unread(node, Unread::Unknown);
            return None;
        }
        self.goes_on(place);
        let declared = types.member(&place.target.ty, name);
        let (owner, ty) = match declared {
            Some((owner, member)) => (owner.clone(), Some(member.ty.clone())),
            None => (place.target.ty.clone(), None),
        };
        if is_media(self.context, node) && declared.is_none_or(|(_, one)| is_binary(&one.ty)) {
            self.facts.streams.insert((owner, name.to_owned()));
            return None;
        }
        if self.context.uses.marks_navigation
            && let Some((_, member)) = declared
            && !self.is_navigation(node, member)
        {
            return self.value(node, place, member);
        }
        let is_key = |child: &Node<'a>| matches!(child.segment, Some(Segment::Key { .. }));
        let is_name = matches!(node.segment, Some(Segment::Name(_)));
        let is_passed = node.template.is_none() && is_name;
        if !self.context.uses.marks_navigation
            && let Some((_, member)) = declared
            && is_passed
            && !self.tree.children(node).any(is_key)
        {
            // Converters write a path for each navigation property, and none for a complex one.
            return self.value(node, place, member);
        }
        let named = ty.as_ref().and_then(Target::of);
        let named = named.filter(|target| types.contains(&target.ty));
        // Behind a key in parentheses stands an item, and not the property itself.
        let is_item = matches!(node.segment, Some(Segment::Call { .. }));
        let answered = self.answered(node).filter(|_| !is_item);
        if let (Some(named), Some(answered)) = (&named, &answered) {
            self.agree(node, named, answered);
        }
        let Some(target) = named.or(answered) else {
            if declared.is_some_and(|(_, one)| one.ty.item == ItemType::Untyped) {
                self.facts.navigated.insert((owner, name.to_owned()));
            }
            self.unread(node, Unread::Untyped);
            return None;
        };
        if declared.is_none() {
            let of_owner = self.facts.undeclared.entry(owner.clone()).or_default();
            of_owner.insert(name.to_owned(), target.clone());
        }
        let via = Way::property(&owner, name);
        let depth = place.depth + 1;
        let way = self.facts.way(&via, &target);
        way.depth = way.depth.min(depth);
        let place = Location {
            target,
            via: Some(via),
            item: false,
            called: place.called,
            depth,
            above: self.passed(place),
        };
        if !is_item {
            self.ask(node, &place);
        }
        Some(place)
    }

    /// The value of a complex property, through which paths go on. One of another type has a method only
    /// on what is a resource, and a complex value need not be one.
    fn value(&mut self, node: &'l Node<'a>, place: &Location, member: &Member) -> Option<Location> {
        let held = member.ty.named();
        let Some(ty) = held.filter(|held| self.context.types.contains(held)) else {
            if !self.context.types.is_entity(&place.target.ty) {
                self.unread(node, Unread::Complex);
            }
            for child in self.tree.children(node) {
                self.unread(child, Unread::Complex);
            }
            return None;
        };
        Some(Location {
            target: Target {
                ty: ty.clone(),
                collection: member.ty.collection,
            },
            via: None,
            item: false,
            called: place.called,
            depth: place.depth,
            above: self.passed(place),
        })
    }

    /// Returns whether a property is a navigation property, where the document marks them. A mark cannot stand beside
    /// the `$ref` of a property (OpenAPI 3.0, 4.7.23); what it leads to shows then.
    fn is_navigation(&self, node: &Node<'a>, member: &Member) -> bool {
        let held = member.ty.named();
        let leads_on = |child: &Node<'a>| match &child.segment {
            Some(Segment::Key { .. }) => true,
            Some(Segment::System(name)) => name == "$ref",
            _ => false,
        };
        member.navigation
            || held.is_some_and(|held| self.context.types.is_entity(held))
            || self.tree.children(node).any(leads_on)
    }

    /// Says where a path answers with another type than its schema declares.
    fn agree(&mut self, node: &Node<'a>, declared: &Target, answered: &Target) {
        let types = self.context.types;
        let related = types.root(&declared.ty) == types.root(&answered.ty);
        if related && declared.collection == answered.collection {
            return;
        }
        let Some(template) = node.template else {
            return;
        };
        let message = format!(
            "`{}` answers with `{answered}`, where the schema declares `{declared}`",
            template.text.escape_debug()
        );
        let help = "the schema is believed; correct the document";
        self.report.warning(at(template), message, help);
    }
}

fn is_binary(ty: &TypeRef) -> bool {
    use Primitive::{Binary, Stream};
    !ty.collection
        && matches!(
            ty.item,
            ItemType::Primitive(Binary | Stream) | ItemType::Untyped
        )
}

/// Returns whether bytes are got or put at a node, and not JSON.
fn is_media(context: Context<'_, '_>, node: &Node<'_>) -> bool {
    let Some(template) = node.template else {
        return false;
    };
    let Context { document, uses, .. } = context;
    let got = template
        .item
        .get
        .as_ref()
        .and_then(|one| document.answer(one));
    let put = template
        .item
        .put
        .as_ref()
        .and_then(|one| document.body(one));
    got.or(put).is_some_and(|content| {
        uses.payload(content).ty == TypeRef::one(ItemType::Primitive(Primitive::Stream))
    })
}
