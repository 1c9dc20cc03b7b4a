//! Lowers the entity container into resources: what a URL can address, and what can be asked of it.

use std::collections::{BTreeMap, BTreeSet};

use graphwright_api::{
    Api, DEEPEST_CHAIN, ItemType, KeyPart, Navigation, Operation, OperationKind, Own, OwnKind,
    Parameter, Primitive, Returns, Root, Target, TypeName,
};

use crate::annotations::Expression;
use crate::report::Report;
use crate::schema::{ContainerChild, Csdl, MemberDecl, OperationDecl, ParameterDecl, TypeDeclKind};
use crate::{conventions, types};

/// Lowers all that the container of `csdl` leads to into `api`.
pub(crate) fn lower(csdl: &Csdl, api: &mut Api, report: &mut Report<'_>) {
    let mut lowering = Lowering {
        csdl,
        definitions: types::definitions(csdl),
        entities: entities(csdl),
        bound: bound(csdl, api, report),
        open: Vec::new(),
        seen: BTreeSet::new(),
    };
    for child in &csdl.container.children {
        lowering.root(api, child, report);
    }
    while let Some(target) = lowering.open.pop() {
        lowering.resource(api, &target);
    }
    count_unread(csdl, report);
}

/// What this version reads and does not generate yet.
fn count_unread(csdl: &Csdl, report: &mut Report<'_>) {
    let unbound = csdl.operations.iter().filter(|one| !one.bound).count();
    if unbound > 0 {
        let imports = csdl.container.imports;
        report.warning(
            None,
            format!("{unbound} unbound operations ({imports} imports) are not generated yet"),
            "call them with `request` on the client",
        );
    }
}

/// An entity type: what addressing needs to know of it.
struct Entity<'a> {
    base: Option<&'a str>,
    key: &'a [String],
    members: &'a [MemberDecl],
}

fn entities(csdl: &Csdl) -> BTreeMap<&str, Entity<'_>> {
    let entity = |decl: &'_ crate::schema::TypeDecl| {
        matches!(decl.kind, TypeDeclKind::Structured { entity: true, .. })
    };
    csdl.types
        .iter()
        .filter(|decl| entity(decl))
        .filter_map(|decl| match &decl.kind {
            TypeDeclKind::Structured {
                base, key, members, ..
            } => Some((
                decl.name.as_str(),
                Entity {
                    base: base.as_deref(),
                    key,
                    members,
                },
            )),
            _ => None,
        })
        .collect()
}

/// Bound operations by the target that they are bound to. An overload that another hides is reported.
fn bound<'a>(
    csdl: &'a Csdl,
    api: &Api,
    report: &mut Report<'_>,
) -> BTreeMap<Target, BTreeMap<String, &'a OperationDecl>> {
    let mut bound: BTreeMap<Target, BTreeMap<String, &OperationDecl>> = BTreeMap::new();
    for operation in csdl.operations.iter().filter(|operation| operation.bound) {
        let Some(binding) = operation.parameters.first() else {
            report.error(
                operation.origin,
                format!("`{}` is bound, but has no parameter that it is bound to", operation.name),
                "its first parameter is the binding parameter (CSDL XML 4.01, 12.5): add it, or remove `IsBound`",
            );
            continue;
        };
        let ty = TypeName::new(&binding.ty.name);
        if !binding.ty.name.starts_with("Edm.") && !api.types.contains_key(&ty) {
            report.error(
                binding.origin,
                format!(
                    "`{}` is bound to `{}`, which is not declared",
                    operation.name,
                    binding.ty.name.escape_debug()
                ),
                "declare the type, or correct its name",
            );
            continue;
        }
        let segment = conventions::operation_segment(csdl, &operation.namespace, &operation.name);
        let overloads = bound
            .entry(Target {
                ty,
                collection: binding.ty.collection,
            })
            .or_default();
        match overloads.get(&segment).copied() {
            Some(known) if order(known) <= order(operation) => hidden(operation, known, report),
            Some(known) => {
                hidden(known, operation, report);
                overloads.insert(segment, operation);
            }
            None => {
                overloads.insert(segment, operation);
            }
        }
    }
    bound
}

/// Of several overloads, the one with the fewest parameters is generated, whatever their order.
fn order(operation: &OperationDecl) -> (usize, Vec<&str>) {
    (
        operation.parameters.len(),
        operation
            .parameters
            .iter()
            .map(|one| one.name.as_str())
            .collect(),
    )
}

fn hidden(operation: &OperationDecl, by: &OperationDecl, report: &mut Report<'_>) {
    let names = |one: &OperationDecl| {
        let names: Vec<&str> = one
            .parameters
            .iter()
            .skip(1)
            .map(|parameter| parameter.name.as_str())
            .collect();
        names.join(", ")
    };
    report.warning(
        Some(operation.origin),
        format!(
            "the overload `{}({})` is not generated yet: `({})` is",
            operation.name,
            names(operation),
            names(by)
        ),
        "call it with `request` on the resource",
    );
}

/// What annotations of an operation may target: this overload, or all of that name (CSDL 4.01,
/// 14.2.1). The overload of an action is told by its binding parameter alone.
fn annotation_targets(operation: &OperationDecl) -> Vec<String> {
    let name = format!("{}.{}", operation.namespace, operation.name);
    let written = |parameter: &ParameterDecl| match parameter.ty.collection {
        true => format!("Collection({})", parameter.ty.name),
        false => parameter.ty.name.clone(),
    };
    let types: Vec<String> = operation.parameters.iter().map(written).collect();
    let told = if operation.action {
        types.get(..1).unwrap_or_default()
    } else {
        &types[..]
    };
    vec![format!("{name}({})", told.join(",")), name]
}

struct Lowering<'a> {
    csdl: &'a Csdl,
    definitions: BTreeMap<&'a str, &'a str>,
    entities: BTreeMap<&'a str, Entity<'a>>,
    bound: BTreeMap<Target, BTreeMap<String, &'a OperationDecl>>,
    open: Vec<Target>,
    seen: BTreeSet<Target>,
}

/// How a resource is reached, which decides what OData defines for it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Set,
    Singleton,
    Contained,
    Reference,
}

impl<'a> Lowering<'a> {
    fn root(&mut self, api: &mut Api, child: &ContainerChild, report: &mut Report<'_>) {
        if !self.entities.contains_key(child.ty.as_str()) {
            report.error(
                child.origin,
                format!(
                    "`{}` has the type `{}`, which is no entity type",
                    child.name,
                    child.ty.escape_debug()
                ),
                "declare the entity type, or correct its name",
            );
            return;
        }
        let target = Target {
            ty: TypeName::new(&child.ty),
            collection: child.set,
        };
        let place = format!("{}/{}", self.csdl.container.name, child.name);
        let doc = self.csdl.annotations.text(&place, "Description");
        api.roots.insert(
            child.name.clone(),
            Root {
                target: target.clone(),
                doc,
            },
        );
        let way = if child.set { Way::Set } else { Way::Singleton };
        self.offer(api, &target, way, &child.name, &place, None);
        self.visit(target);
    }

    fn visit(&mut self, target: Target) {
        if self.seen.insert(target.clone()) {
            self.open.push(target);
        }
    }

    /// The entity types from `name` up to its root.
    fn chain(&self, name: &str) -> Vec<(&'a str, &Entity<'a>)> {
        let mut chain: Vec<(&'a str, &Entity<'a>)> = Vec::new();
        let mut next = self.entities.get_key_value(name);
        while let Some((name, entity)) = next {
            if chain.iter().any(|(known, _)| known == name) || chain.len() == DEEPEST_CHAIN {
                break;
            }
            chain.push((name, entity));
            next = entity
                .base
                .and_then(|base| self.entities.get_key_value(base));
        }
        chain
    }

    fn resource(&mut self, api: &mut Api, target: &Target) {
        let key = if target.collection {
            self.key(target)
        } else {
            Vec::new()
        };
        let chain: Vec<&'a str> = self
            .chain(target.ty.as_str())
            .into_iter()
            .map(|(name, _)| name)
            .collect();
        let operations = self.operations(target, &chain);
        let resource = api.resource_mut(target);
        resource.operations = operations;
        let has_items = !key.is_empty();
        resource.key = key;
        if has_items {
            self.visit(target.item());
        }
        if target.collection {
            return;
        }
        for name in chain {
            self.navigation(api, target, name);
        }
    }

    fn navigation(&mut self, api: &mut Api, target: &Target, owner: &'a str) {
        let Some(members) = self.entities.get(owner).map(|entity| entity.members) else {
            return;
        };
        for member in members.iter().filter(|member| member.navigation) {
            if !self.entities.contains_key(member.ty.name.as_str()) {
                continue;
            }
            let to = Target {
                ty: TypeName::new(&member.ty.name),
                collection: member.ty.collection,
            };
            let via = format!("{owner}/{}", member.name);
            let doc = self.csdl.annotations.text(&via, "Description");
            let navigation = Navigation {
                target: to.clone(),
                doc,
            };
            // A derived type that declares a name again has the last word.
            api.resource_mut(target)
                .navigation
                .entry(member.name.clone())
                .or_insert(navigation);
            let way = if member.contained {
                Way::Contained
            } else {
                Way::Reference
            };
            let restriction = self.restriction(owner, &member.name);
            self.offer(api, &to, way, &via, &via, restriction);
            self.visit(to);
        }
    }

    /// What the sets and singletons of `owner` say of a navigation property of theirs
    /// (`NavigationRestrictions/RestrictedProperties`).
    fn restriction(&self, owner: &str, name: &str) -> Option<&'a Expression> {
        let children = self
            .csdl
            .container
            .children
            .iter()
            .filter(|child| child.ty == owner);
        children
            .filter_map(|child| {
                let place = format!("{}/{}", self.csdl.container.name, child.name);
                let restricted = self
                    .csdl
                    .annotations
                    .get(&place, "NavigationRestrictions")?
                    .property("RestrictedProperties")?;
                restricted.items().iter().find(|one| {
                    one.property("NavigationProperty")
                        .and_then(Expression::as_text)
                        == Some(name)
                })
            })
            .next()
    }

    fn key(&self, target: &Target) -> Vec<KeyPart> {
        let chain = self.chain(target.ty.as_str());
        let Some((_, keyed)) = chain.iter().find(|(_, entity)| !entity.key.is_empty()) else {
            return Vec::new();
        };
        let part = |name: &String| {
            let member = chain
                .iter()
                .flat_map(|(_, entity)| entity.members)
                .find(|member| member.name == *name);
            let item =
                member.map(|member| types::type_ref(self.csdl, &self.definitions, &member.ty).item);
            // The value of an enumeration type stands in a key as text, and so does one of no known type.
            let ty = match item {
                Some(ItemType::Primitive(primitive)) => primitive,
                _ => Primitive::String,
            };
            KeyPart {
                name: name.clone(),
                ty,
            }
        };
        keyed.key.iter().map(part).collect()
    }

    fn operations(&self, target: &Target, chain: &[&'a str]) -> BTreeMap<String, Vec<Operation>> {
        let mut operations = BTreeMap::new();
        for name in chain {
            let bound = self.bound.get(&Target {
                ty: TypeName::new(*name),
                collection: target.collection,
            });
            for (segment, operation) in bound.into_iter().flatten() {
                operations
                    .entry(segment.clone())
                    .or_insert_with(|| vec![self.operation(operation)]);
            }
        }
        operations
    }

    fn operation(&self, operation: &OperationDecl) -> Operation {
        let places = annotation_targets(operation);
        let parameters = operation
            .parameters
            .iter()
            .skip(1)
            .map(|parameter| Parameter {
                name: parameter.name.clone(),
                doc: self.text(&places, &format!("/{}", parameter.name), "Description"),
                ty: types::type_ref(self.csdl, &self.definitions, &parameter.ty),
                nullable: parameter.ty.nullable,
                optional: false,
                origin: parameter.origin,
            });
        let long = self.text(&places, "", "LongDescription");
        Operation {
            name: operation.name.clone(),
            kind: if operation.action {
                OperationKind::Action
            } else {
                OperationKind::Function
            },
            doc: if long.is_empty() {
                self.text(&places, "", "Description")
            } else {
                long
            },
            parameters: parameters.collect(),
            returns: operation.returns.as_ref().map(|returns| Returns {
                ty: types::type_ref(self.csdl, &self.definitions, returns),
                nullable: returns.nullable,
            }),
            composes: None,
            permissions: None,
            deprecation: None,
            origin: operation.origin,
        }
    }

    /// The first text that one of `places` has.
    fn text(&self, places: &[String], below: &str, term: &str) -> String {
        let texts = places
            .iter()
            .map(|place| self.csdl.annotations.text(&format!("{place}{below}"), term));
        texts
            .into_iter()
            .find(|text| !text.is_empty())
            .unwrap_or_default()
    }

    /// Adds what OData defines for `target` when it is reached this way, less what `place` or
    /// `restriction` rule out.
    fn offer(
        &self,
        api: &mut Api,
        target: &Target,
        way: Way,
        via: &str,
        place: &str,
        restriction: Option<&Expression>,
    ) {
        let rules = Rules {
            csdl: self.csdl,
            place,
            restriction,
        };
        let changes = way != Way::Reference;
        let has_items = target.collection && !self.key(target).is_empty();
        let mut add = |target: &Target, kind: OwnKind, term: &str, member: &str| {
            if !rules.rules_out(term, member) {
                let doc = rules.doc(kind, term);
                api.resource_mut(target).add_own(
                    kind,
                    Own {
                        doc,
                        via: via.to_owned(),
                        permissions: None,
                        unsupported: Vec::new(),
                        deprecation: None,
                    },
                );
            }
        };
        if target.collection {
            add(target, OwnKind::List, "ReadRestrictions", "Readable");
            add(target, OwnKind::Count, "CountRestrictions", "Countable");
            if changes {
                add(target, OwnKind::Create, "InsertRestrictions", "Insertable");
            }
        }
        if has_items || !target.collection {
            let one = target.item();
            add(&one, OwnKind::Get, "ReadRestrictions", "Readable");
            if changes {
                add(&one, OwnKind::Update, "UpdateRestrictions", "Updatable");
            }
            if changes && way != Way::Singleton {
                add(&one, OwnKind::Delete, "DeleteRestrictions", "Deletable");
            }
        }
    }
}

/// The capabilities of one way to a resource (`Org.OData.Capabilities.V1`).
struct Rules<'a> {
    csdl: &'a Csdl,
    place: &'a str,
    restriction: Option<&'a Expression>,
}

impl Rules<'_> {
    fn record(&self, term: &str) -> Option<&Expression> {
        let own = self.csdl.annotations.get(self.place, term);
        own.or_else(|| {
            self.restriction
                .and_then(|restriction| restriction.property(term))
        })
    }

    fn rules_out(&self, term: &str, member: &str) -> bool {
        self.record(term)
            .is_some_and(|record| record.rules_out(member))
    }

    /// What the restriction says of the operation; a read without words of its own is described by
    /// what is read.
    fn doc(&self, kind: OwnKind, term: &str) -> String {
        let record = self.record(term);
        let by_key = record
            .filter(|_| kind == OwnKind::Get)
            .and_then(|record| record.property("ReadByKeyRestrictions"));
        let long = |record: &Expression| {
            record
                .property("LongDescription")?
                .as_text()
                .map(|text| text.trim().to_owned())
        };
        let said = by_key.and_then(long).or_else(|| record.and_then(long));
        match (said, kind) {
            (Some(text), _) => text,
            (None, OwnKind::List | OwnKind::Get) => {
                self.csdl.annotations.text(self.place, "Description")
            }
            (None, _) => String::new(),
        }
    }
}
