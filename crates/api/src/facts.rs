//! A model as flat facts, so that two models can be compared in words.

mod plain;
mod subject;

use std::collections::BTreeMap;
use std::fmt;

use subject::Subject;

pub use subject::{Aspect, Fact, SubjectKind};

use crate::{
    Api, Deprecation, KeyPart, Operation, OperationKind, Property, QueryOption, QueryOptions,
    Resource, StandardOperation, TypeDef, TypeKind, TypeRef,
};

/// Every fact of `api` but origins, ways and variants: what it is about, such as
/// `property microsoft.graph.user/manager` or `own Collection(microsoft.graph.user) Create`, and what
/// is said. What words say of a thing stands apart from it: `doc of …`.
///
/// Two models with equal facts give equal Rust.
pub fn facts(api: &Api) -> BTreeMap<Fact, String> {
    let mut facts = Facts::default();
    facts.add(
        Subject::of(SubjectKind::KeyStyle),
        format!("{:?}", api.key_style),
    );
    let root = api.service_root.as_deref().unwrap_or("");
    facts.text(&Subject::of(SubjectKind::ServiceRoot), root);
    for ty in api.types.values() {
        facts.ty(ty);
    }
    for resource in api.resources.values() {
        facts.resource(resource);
    }
    for (name, root) in &api.roots {
        let place = Subject::new(SubjectKind::Root, name, name);
        facts.about(Aspect::Doc, &place, &root.doc);
        facts.options(&place, &root.options);
        facts.add(place, root.target.to_string());
    }
    for (name, overloads) in &api.operations {
        facts.operations(&format!("/{name}"), overloads);
    }
    facts.plain(&api.plain);
    facts.0
}

/// A fact that two models do not share.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The subject.
    pub fact: Fact,
    /// The value in the first model.
    pub before: Option<String>,
    /// The value in the second model.
    pub after: Option<String>,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.before, &self.after) {
            (Some(before), Some(after)) => write!(f, "~ {}: {before} -> {after}", self.fact),
            (Some(before), None) => write!(f, "- {}: {before}", self.fact),
            (None, after) => write!(f, "+ {}: {}", self.fact, after.as_deref().unwrap_or("")),
        }
    }
}

/// Returns what two models do not share, in the order of what it is about.
pub fn differences(before: &Api, after: &Api) -> Vec<Difference> {
    let (mut before, after) = (facts(before), facts(after));
    let mut found = Vec::new();
    for (fact, said) in after {
        let known = before.remove(&fact);
        if known.as_ref() != Some(&said) {
            found.push(Difference {
                fact,
                before: known,
                after: Some(said),
            });
        }
    }
    found.extend(before.into_iter().map(|(fact, said)| Difference {
        fact,
        before: Some(said),
        after: None,
    }));
    found.sort_by(|a, b| a.fact.cmp(&b.fact));
    found
}

#[derive(Default)]
struct Facts(BTreeMap<Fact, String>);

impl Facts {
    fn add(&mut self, what: Subject, said: impl Into<String>) {
        self.0.insert(what.into_fact(None), said.into());
    }

    /// A fact that is there only where something is said.
    fn text(&mut self, what: &Subject, said: &str) {
        if !said.is_empty() {
            self.add(what.clone(), said);
        }
    }

    fn said(&mut self, aspect: Aspect, what: &Subject, said: impl Into<String>) {
        let fact = what.clone().into_fact(Some(aspect));
        self.0.insert(fact, said.into());
    }

    /// Adds a fact about one aspect of a thing, unless its text is empty.
    fn about(&mut self, aspect: Aspect, what: &Subject, said: &str) {
        if !said.is_empty() {
            self.said(aspect, what, said);
        }
    }

    fn deprecation(&mut self, place: &Subject, deprecation: Option<&Deprecation>) {
        if let Some(one) = deprecation {
            let said = [one.since.as_str(), &one.removal, &one.note].join("; ");
            self.said(Aspect::Deprecation, place, said);
        }
    }

    fn ty(&mut self, ty: &TypeDef) {
        let name = ty.name.as_str();
        let place = Subject::new(SubjectKind::Type, name, name);
        self.about(Aspect::Doc, &place, &ty.doc);
        self.deprecation(&place, ty.deprecation.as_ref());
        match &ty.kind {
            TypeKind::Structured(one) => {
                let base = one.base.as_ref();
                let base = base.map_or(String::new(), |base| format!(" extends {base}"));
                let tags = tags(&[(one.is_abstract, "abstract"), (one.open, "open")]);
                self.add(place.clone(), format!("structured{base}{tags}"));
                let names = one.properties.iter().map(|property| property.name.as_str());
                let order = names.collect::<Vec<_>>().join(", ");
                self.about(Aspect::Order, &Subject::named(name), &order);
                for property in &one.properties {
                    self.property(&ty.name.to_string(), property);
                }
            }
            TypeKind::Enum(one) => {
                let names = one.members.iter().map(|member| member.name.as_str());
                let members = names.collect::<Vec<_>>().join(", ");
                let flags = tags(&[(one.flags, "flags")]);
                self.add(place, format!("enumeration{flags}: {members}"));
                for member in &one.members {
                    let place = Subject::below(SubjectKind::Member, name, &member.name);
                    self.about(Aspect::Label, &place, &member.label);
                    self.about(Aspect::Doc, &place, &member.doc);
                    self.deprecation(&place, member.deprecation.as_ref());
                }
            }
            TypeKind::IntegerEnum(members) => {
                let all = members.iter();
                let all = all.map(|one| format!("{} {}", one.number, one.name));
                let all = all.collect::<Vec<_>>().join(", ");
                self.add(place, format!("numbers: {all}"));
                for one in members {
                    let number = one.number.to_string();
                    let place = Subject::below(SubjectKind::Number, name, &number);
                    self.about(Aspect::Doc, &place, &one.doc);
                }
            }
            TypeKind::OneOf(one) => {
                let all = one.alternatives.iter();
                let all = all.map(|one| {
                    let ty = shown(&one.ty, false);
                    let tags = one.tags.iter().map(|tag| {
                        let values = tag.values.iter().map(ToString::to_string);
                        let values = values.collect::<Vec<_>>().join(" | ");
                        format!("{}: {values}", tag.member)
                    });
                    let tags = tags.collect::<Vec<_>>().join("; ");
                    format!("{} {ty} [{tags}] {:?}", one.name, one.required)
                });
                let all = all.collect::<Vec<_>>().join(", ");
                self.add(place, format!("one of: {all}"));
            }
            TypeKind::Map(item) => self.add(place, format!("map of {}", shown(item, false))),
            TypeKind::List(item) => self.add(place, format!("list of {}", shown(item, false))),
        }
    }

    fn property(&mut self, owner: &str, property: &Property) {
        let place = Subject::below(SubjectKind::Property, owner, &property.name);
        self.about(Aspect::Doc, &place, &property.doc);
        self.deprecation(&place, property.deprecation.as_ref());
        let tags = tags(&[
            (property.key, "key"),
            (property.computed, "computed"),
            (property.required, "required"),
            (property.navigation, "navigation"),
        ]);
        self.add(place, shown(&property.ty, property.nullable) + &tags);
    }

    fn resource(&mut self, resource: &Resource) {
        let target = resource.target.to_string();
        self.add(Subject::new(SubjectKind::Resource, &target, &target), "");
        self.about(Aspect::Key, &Subject::named(&target), &key(&resource.key));
        for alternate in &resource.alternate_keys {
            let key = key(alternate);
            self.add(
                Subject::beside(SubjectKind::AlternateKey, &target, &key),
                "",
            );
        }
        for (kind, own) in &resource.standard {
            let place = Subject::beside(
                SubjectKind::StandardOperation,
                &target,
                &format!("{kind:?}"),
            );
            self.own(&place, own);
            self.add(place, "");
        }
        for (segment, overloads) in &resource.operations {
            self.operations(&format!("{target}/{segment}"), overloads);
        }
        for (name, navigation) in &resource.navigation {
            let place = Subject::below(SubjectKind::Navigation, &target, name);
            self.about(Aspect::Doc, &place, &navigation.doc);
            self.options(&place, &navigation.options);
            self.add(place, navigation.target.to_string());
        }
        for (name, property) in &resource.properties {
            let place = Subject::below(SubjectKind::PropertyPath, &target, name);
            self.about(Aspect::Doc, &place, &property.doc);
            self.options(&place, &property.options);
            self.add(place, shown(&property.ty, false));
        }
        for (name, stream) in &resource.streams {
            let place = Subject::below(SubjectKind::Stream, &target, name);
            self.about(Aspect::Doc, &place, &stream.doc);
            let verbs: Vec<&str> = stream.verbs.iter().map(|verb| verb.method()).collect();
            self.add(place, verbs.join(", "));
        }
        for (ty, to) in &resource.casts {
            let place = Subject::below(SubjectKind::Cast, &target, ty.as_str());
            self.add(place, to.to_string());
        }
        for path in &resource.paths {
            let place = Subject::beside(SubjectKind::Path, &target, &path.template);
            self.about(Aspect::Doc, &place, &path.doc);
            self.add(place, format!("{} to {}", path.name, path.target));
        }
    }

    fn own(&mut self, place: &Subject, own: &StandardOperation) {
        self.about(Aspect::Doc, place, &own.doc);
        let unsupported = own.unsupported.join(", ");
        self.about(Aspect::Unsupported, place, &unsupported);
        self.deprecation(place, own.deprecation.as_ref());
    }

    /// Adds the query options of a way: `option of navigation microsoft.graph.user/calendarView List startDateTime`.
    fn options(&mut self, way: &Subject, options: &QueryOptions) {
        for (kind, all) in options.iter() {
            self.each_option(&format!("{way} {kind:?}"), all);
        }
    }

    fn each_option(&mut self, of: &str, options: &[QueryOption]) {
        for (number, option) in options.iter().enumerate() {
            let place = Subject::beside(SubjectKind::Option, of, &option.name);
            self.about(Aspect::Doc, &place, &option.doc);
            let required = tags(&[(option.required, "required")]);
            self.add(place, format!("{number}: {}{required}", option.ty));
        }
    }

    fn operations(&mut self, called: &str, overloads: &[Operation]) {
        for operation in overloads {
            let names = operation.parameters.iter().map(|one| one.name.as_str());
            let names = names.collect::<Vec<_>>().join(", ");
            let name = format!("{called}({names})");
            let place = Subject::new(SubjectKind::Operation, &name, &operation.name);
            self.about(Aspect::Doc, &place, &operation.doc);
            self.deprecation(&place, operation.deprecation.as_ref());
            for parameter in &operation.parameters {
                let owner = place.to_string();
                let place = Subject::beside(SubjectKind::Parameter, &owner, &parameter.name);
                self.about(Aspect::Doc, &place, &parameter.doc);
                let optional = tags(&[(parameter.optional, "optional")]);
                self.add(place, shown(&parameter.ty, parameter.nullable) + &optional);
            }
            self.each_option(&place.to_string(), &operation.options);
            let kind = match operation.kind {
                OperationKind::Action => "action",
                OperationKind::Function => "function",
            };
            let returns = operation.returns.as_ref();
            let returns = returns.map_or(String::new(), |one| {
                format!(" returns {}", shown(&one.ty, one.nullable))
            });
            let composes = operation.composes.as_ref();
            let composes = composes.map_or(String::new(), |to| format!(" and leads to {to}"));
            self.add(
                place,
                format!("{kind} {}{returns}{composes}", operation.name),
            );
        }
    }
}

fn tags(tags: &[(bool, &str)]) -> String {
    let set = tags.iter().filter(|tag| tag.0);
    set.map(|tag| format!(" {}", tag.1)).collect()
}

fn key(parts: &[KeyPart]) -> String {
    let parts = parts.iter();
    let parts = parts.map(|part| format!("{}: {}", part.name, part.ty));
    parts.collect::<Vec<_>>().join(", ")
}

fn shown(ty: &TypeRef, nullable: bool) -> String {
    let item = ty.item.to_string();
    let item = if nullable { item + "?" } else { item };
    match ty.collection {
        true => format!("Collection({item})"),
        false => item,
    }
}
