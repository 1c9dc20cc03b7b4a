//! Paths to resources: thousands of paths fold into one resource a type.
//!
//! A path is walked from its root; each prefix is a place with a type. What a place is comes from the
//! responses and bodies at that path, else from the navigation property that leads there.

use std::collections::{BTreeMap, HashMap};

use graphwright_api::{
    Api, KeyPart, KeyStyle, Navigation, Operation as BoundOperation, OperationKind, Origin, Own,
    OwnKind, Primitive, Root, Target, TypeName,
};
use openapiv3::{Operation, ParameterData, PathItem};
use serde_json::Value;

use crate::bound;
use crate::document::Document;
use crate::errors_only::operations;
use crate::paths::{Part, Segment, segments};
use crate::pointer::{self, Origins};
use crate::report::Report;
use crate::uses::{Declares, Uses};

/// Lowers all paths of `document` into `api`.
pub(crate) fn lift(
    document: &Document,
    uses: &Uses<'_>,
    api: &mut Api,
    origins: &mut Origins,
    report: &mut Report<'_>,
) {
    let mut lift = Lift {
        document,
        uses,
        api,
        origins,
        report,
        known: HashMap::new(),
        unread: BTreeMap::new(),
    };
    let templates: Vec<(&String, &PathItem, Vec<Segment>)> = document
        .paths
        .iter()
        .map(|(template, item)| (template, item, segments(template)))
        .collect();
    for (_, item, segments) in &templates {
        lift.learn(item, segments);
    }
    for (template, item, segments) in &templates {
        lift.path(template, item, segments);
    }
    lift.count_unread();
}

/// A place that a prefix of a path leads to.
#[derive(Clone)]
struct Place {
    target: Target,
    /// As [`Own::via`].
    via: String,
}

/// What this version of the reader passes over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Unread {
    AlternateKey,
    Cast,
    Reference,
    Stream,
    Unbound,
    Untyped,
}

struct Lift<'l, 'a, 't> {
    document: &'a Document,
    uses: &'l Uses<'a>,
    api: &'l mut Api,
    origins: &'l mut Origins,
    report: &'l mut Report<'t>,
    /// What the operations at a prefix say that it is.
    known: HashMap<Vec<Segment>, Target>,
    unread: BTreeMap<Unread, usize>,
}

impl<'a> Lift<'_, 'a, '_> {
    /// Keeps what the operations of a path say that it is.
    fn learn(&mut self, item: &'a PathItem, segments: &[Segment]) {
        let is_call = operations(item).any(|operation| kind(operation).is_some());
        if is_call
            || matches!(
                segments.last(),
                None | Some(Segment::System(_) | Segment::Call { .. } | Segment::Other)
            )
        {
            return;
        }
        let got = item.get.as_ref().and_then(|get| self.document.answer(get));
        let posted = || item.post.as_ref().and_then(|post| self.document.body(post));
        let patched = || {
            item.patch
                .as_ref()
                .and_then(|patch| self.document.body(patch))
        };
        let Some(content) = got.or_else(posted).or_else(patched) else {
            return;
        };
        let used = self.uses.payload(content);
        let structured = used
            .ty
            .named()
            .filter(|name| self.uses.declared.get(name.as_str()) == Some(&Declares::Structured));
        if let Some(name) = structured {
            // Of a collection that can only be posted to, the body says the type of an item.
            let collection = used.ty.collection || (item.get.is_none() && item.post.is_some());
            self.known.insert(
                segments.to_vec(),
                Target {
                    ty: name.clone(),
                    collection,
                },
            );
        }
    }

    fn path(&mut self, template: &str, item: &'a PathItem, segments: &[Segment]) {
        let at = pointer::join("/paths", template);
        let Some((last, before)) = segments.split_last() else {
            return;
        };
        if matches!(segments[0], Segment::Key { .. }) {
            self.report.error(
                at,
                format!(
                    "the path `{}` begins with a key, so that nothing says what it addresses",
                    template.escape_debug()
                ),
                "begin it with an entity set or singleton",
            );
            return;
        }
        if let Some((kind, _)) = call(item) {
            self.call(&at, item, kind, last, before);
            return;
        }
        if let Segment::System(name) = last {
            match (name.as_str(), self.walk(before, item)) {
                ("$count", Some(place)) => self.own(&place, OwnKind::Count, item.get.as_ref()),
                ("$count", None) => {}
                ("$value", _) => self.unread(Unread::Stream),
                _ => self.unread(Unread::Reference),
            }
            return;
        }
        let Some(place) = self.walk(segments, item) else {
            return;
        };
        if place.target.collection {
            self.own(&place, OwnKind::List, item.get.as_ref());
            self.own(&place, OwnKind::Create, item.post.as_ref());
        } else {
            self.own(&place, OwnKind::Get, item.get.as_ref());
            self.own(&place, OwnKind::Update, item.patch.as_ref());
            self.own(&place, OwnKind::Delete, item.delete.as_ref());
        }
    }

    fn own(&mut self, place: &Place, kind: OwnKind, operation: Option<&Operation>) {
        let Some(operation) = operation else { return };
        let doc = operation
            .description
            .as_deref()
            .unwrap_or_default()
            .trim()
            .to_owned();
        let own = Own {
            doc,
            via: place.via.clone(),
            permissions: None,
            unsupported: Vec::new(),
            deprecation: None,
        };
        self.api.resource_mut(&place.target).add_own(kind, own);
    }

    /// An action or function at the end of a path.
    fn call(
        &mut self,
        at: &str,
        item: &'a PathItem,
        kind: OperationKind,
        last: &Segment,
        before: &[Segment],
    ) {
        let (segment, parts) = match last {
            Segment::Name(name) => (name, &[][..]),
            Segment::Call { name, parts } => (name, &parts[..]),
            _ => {
                self.report.error(
                    at,
                    "this path is marked as an action or function, but does not end with its name",
                    "end the path with the operation's name, or correct `x-ms-docs-operation-type`",
                );
                return;
            }
        };
        if before.is_empty() {
            self.unread(Unread::Unbound);
            return;
        }
        let (Some(place), Some((_, operation))) = (self.walk(before, item), call(item)) else {
            return;
        };
        let method = if kind == OperationKind::Action {
            "post"
        } else {
            "get"
        };
        let origin = self.origins.add(pointer::join(at, method));
        let bound = bound::lower(
            self.document,
            self.uses,
            item,
            operation,
            kind,
            segment,
            parts,
            origin,
        );
        self.add_operation(&place, segment, bound, origin);
    }

    /// Of several overloads, the one with the fewest parameters is generated, whatever their order.
    fn add_operation(
        &mut self,
        place: &Place,
        segment: &str,
        operation: BoundOperation,
        origin: Origin,
    ) {
        let known = &mut self.api.resource_mut(&place.target).operations;
        let order = |one: &BoundOperation| (one.parameters.len(), bound::names(one));
        let Some(other) = known.get(segment).and_then(|one| one.first()) else {
            known.insert(segment.to_owned(), vec![operation]);
            return;
        };
        if order(other) == order(&operation) {
            return;
        }
        let (kept, hidden) = if order(other) < order(&operation) {
            (other, &operation)
        } else {
            (&operation, other)
        };
        let message = format!(
            "the overload `{}({})` is not generated yet: `({})` is",
            hidden.name,
            bound::names(hidden),
            bound::names(kept)
        );
        if order(&operation) < order(other) {
            known.insert(segment.to_owned(), vec![operation]);
        }
        self.report.warning(
            self.origins.pointer(origin),
            message,
            "call it with `request` on the resource",
        );
    }

    /// Where `segments` lead, with all that they pass made known to the `Api`. `None` if they lead
    /// through something that is not read, which is counted.
    fn walk(&mut self, segments: &[Segment], item: &'a PathItem) -> Option<Place> {
        let mut place: Option<Place> = None;
        for (index, segment) in segments.iter().enumerate() {
            let prefix = &segments[..=index];
            place = match (segment, place) {
                (Segment::Name(name), None) => self.root(name, prefix),
                (Segment::Name(name), Some(place)) if self.is_cast(name) => {
                    let _ = place;
                    self.unread(Unread::Cast);
                    None
                }
                (Segment::Name(name), Some(place)) if !place.target.collection => {
                    self.navigate(&place, name, prefix)
                }
                (Segment::Key { parts, parentheses }, Some(place)) if place.target.collection => {
                    self.key(&place.target, parts, *parentheses, item);
                    Some(Place {
                        target: place.target.item(),
                        via: place.via,
                    })
                }
                (Segment::Call { .. }, _) => {
                    self.unread(Unread::AlternateKey);
                    None
                }
                (Segment::System(_), _) => {
                    self.unread(Unread::Reference);
                    None
                }
                _ => {
                    self.unread(Unread::Untyped);
                    None
                }
            };
            place.as_ref()?;
        }
        place
    }

    fn root(&mut self, name: &str, prefix: &[Segment]) -> Option<Place> {
        let target = match self.api.roots.get(name) {
            Some(root) => root.target.clone(),
            None => {
                let target = self
                    .known
                    .get(prefix)
                    .cloned()
                    .or_else(|| self.guess(name))?;
                self.api.roots.insert(
                    name.to_owned(),
                    Root {
                        target: target.clone(),
                        doc: String::new(),
                    },
                );
                self.api.resource_mut(&target);
                target
            }
        };
        Some(Place {
            target,
            via: name.to_owned(),
        })
    }

    /// A root that the document has no path for, but paths below: the type of its name, else a place
    /// by its name that nothing can be asked of.
    fn guess(&self, name: &str) -> Option<Target> {
        let spaces = self
            .uses
            .declared
            .keys()
            .filter_map(|ty| ty.rsplit_once('.'))
            .map(|(space, _)| space);
        let shortest = spaces
            .min_by_key(|space| (space.len(), *space))
            .unwrap_or("service");
        Some(Target::one(TypeName::new(format!("{shortest}.{name}"))))
    }

    fn navigate(&mut self, place: &Place, name: &str, prefix: &[Segment]) -> Option<Place> {
        let owner = &place.target.ty;
        let chain = self
            .api
            .ancestry(owner)
            .into_iter()
            .filter_map(|ty| self.api.types.get(ty));
        let declared = chain.into_iter().find_map(|ty| {
            let property = ty
                .structured()?
                .properties
                .iter()
                .find(|property| property.name == name)?;
            Some((ty.name.clone(), property.ty.clone(), property.doc.clone()))
        });
        let leads = |ty: &graphwright_api::TypeRef| {
            Some(Target {
                ty: ty.named()?.clone(),
                collection: ty.collection,
            })
        };
        let target = self.known.get(prefix).cloned();
        let target = target.or_else(|| declared.as_ref().and_then(|(_, ty, _)| leads(ty)));
        let Some(target) = target else {
            self.unread(Unread::Untyped);
            return None;
        };
        let (declaring, doc) =
            declared.map_or_else(|| (owner.clone(), String::new()), |(ty, _, doc)| (ty, doc));
        let via = format!("{declaring}/{name}");
        let navigation = Navigation {
            target: target.clone(),
            doc,
        };
        self.api.resource_mut(&target);
        self.api
            .resource_mut(&place.target)
            .navigation
            .entry(name.to_owned())
            .or_insert(navigation);
        Some(Place { target, via })
    }

    fn is_cast(&self, name: &str) -> bool {
        let full = name
            .strip_prefix("graph.")
            .map(|rest| format!("microsoft.graph.{rest}"));
        name.contains('.')
            && (self.uses.declared.contains_key(name)
                || full.is_some_and(|full| self.uses.declared.contains_key(&full)))
    }

    /// Makes known how an item of `target` is addressed, and that these properties are its key.
    fn key(&mut self, target: &Target, parts: &[Part], parentheses: bool, item: &'a PathItem) {
        if parentheses {
            self.api.key_style = KeyStyle::Parentheses;
        }
        self.api.resource_mut(&target.item());
        if !self.api.resource_mut(target).key.is_empty() {
            return;
        }
        let mut key = Vec::new();
        for part in parts {
            let parameter = parameter(self.document, item, &part.placeholder);
            let schema = parameter.and_then(|one| self.document.parameter_schema(one));
            let ty = match schema.map(|schema| self.uses.of(schema).ty.item) {
                Some(graphwright_api::ItemType::Primitive(primitive)) => primitive,
                _ => Primitive::String,
            };
            key.push(KeyPart {
                name: key_name(part, parameter),
                ty,
            });
        }
        for part in &key {
            self.mark_key(&target.ty, &part.name);
        }
        self.api.resource_mut(target).key = key;
    }

    fn mark_key(&mut self, ty: &TypeName, name: &str) {
        let chain: Vec<TypeName> = self.api.ancestry(ty).into_iter().cloned().collect();
        for ty in chain {
            let Some(graphwright_api::TypeKind::Structured(own)) =
                self.api.types.get_mut(&ty).map(|ty| &mut ty.kind)
            else {
                continue;
            };
            if let Some(property) = own
                .properties
                .iter_mut()
                .find(|property| property.name == name)
            {
                property.key = true;
                return;
            }
        }
    }

    fn unread(&mut self, what: Unread) {
        *self.unread.entry(what).or_default() += 1;
    }

    fn count_unread(&mut self) {
        for (what, count) in std::mem::take(&mut self.unread) {
            let paths = match what {
                Unread::AlternateKey => "through alternate keys or functions",
                Unread::Cast => "through type casts",
                Unread::Reference => "of references (`$ref`)",
                Unread::Stream => "of streams (`$value`)",
                Unread::Unbound => "of unbound actions and functions",
                Unread::Untyped => "through something that is no resource",
            };
            self.report.warning(
                "",
                format!("{count} paths {paths} are not generated yet"),
                "call them with `request`",
            );
        }
    }
}

/// The action or function that a path is, if it is one.
fn call(item: &PathItem) -> Option<(OperationKind, &Operation)> {
    let get = item
        .get
        .as_ref()
        .filter(|operation| kind(operation) == Some(OperationKind::Function));
    let post = item
        .post
        .as_ref()
        .filter(|operation| kind(operation) == Some(OperationKind::Action));
    get.map(|get| (OperationKind::Function, get))
        .or_else(|| post.map(|post| (OperationKind::Action, post)))
}

/// What `x-ms-docs-operation-type` says.
fn kind(operation: &Operation) -> Option<OperationKind> {
    match operation
        .extensions
        .get("x-ms-docs-operation-type")
        .and_then(Value::as_str)
    {
        Some("action") => Some(OperationKind::Action),
        Some("function") => Some(OperationKind::Function),
        _ => None,
    }
}

/// The name of the key property that a placeholder stands for: what follows the name of the type in
/// `vppToken-id`, whose parameter says `x-ms-docs-key-type: vppToken`; else the placeholder's own.
fn key_name(part: &Part, parameter: Option<&ParameterData>) -> String {
    if !part.name.is_empty() {
        return part.name.clone();
    }
    let ty = parameter
        .and_then(|one| one.extensions.get("x-ms-docs-key-type"))
        .and_then(Value::as_str);
    let rest = ty.and_then(|ty| part.placeholder.strip_prefix(ty)?.strip_prefix('-'));
    // Two keys of one type in a path are told apart by a number at the end: `vppToken-id1`.
    let rest = rest
        .map(|rest| rest.trim_end_matches(|c: char| c.is_ascii_digit()))
        .filter(|rest| !rest.is_empty());
    rest.unwrap_or(&part.placeholder).to_owned()
}

/// The path parameter of that name, of the path or of one of its operations.
pub(crate) fn parameter<'a>(
    document: &'a Document,
    item: &'a PathItem,
    name: &str,
) -> Option<&'a ParameterData> {
    let own = operations(item).flat_map(|operation| &operation.parameters);
    item.parameters
        .iter()
        .chain(own)
        .filter_map(|one| document.parameter(one))
        .find(|data| data.name == name)
}
