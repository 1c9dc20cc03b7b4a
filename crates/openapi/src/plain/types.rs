//! Schemas to types.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use graphwright_api::{ItemType, Property, Structured, TypeDef, TypeKind, TypeName, TypeRef};
use openapiv3::{Schema, SchemaData};

use super::discriminator;
use super::form::{Form, Member, form};
use super::names::{self, Names};
use super::{enums, one_of};
use crate::document::deprecation::explained;
use crate::document::secret::is_secret;
use crate::document::shape::Use;
use crate::document::{Document, component};
use crate::pointer::{self, Origins};
use crate::report::Report;

/// The types of one document.
pub(super) struct Types<'a, 'r, 't> {
    pub(super) document: &'a Document,
    pub(super) report: &'r mut Report<'t>,
    pub(super) origins: &'r mut Origins,
    pub(super) names: Names,
    pub(super) types: BTreeMap<TypeName, TypeDef>,
    /// The types of components.
    components: HashMap<String, TypeRef>,
    /// The types of inline schemas: of one that several types have, there is one type.
    inline: HashMap<*const Schema, TypeRef>,
    /// The types derived from a component with a discriminator, by its name.
    pub(super) derived: BTreeMap<String, BTreeSet<String>>,
}

/// A schema to be declared: its position, and its name if it needs one.
pub(super) struct Wanted<'w> {
    pub(super) name: &'w str,
    pub(super) at: &'w str,
}

impl<'a, 'r, 't> Types<'a, 'r, 't> {
    pub(super) fn new(
        document: &'a Document,
        origins: &'r mut Origins,
        report: &'r mut Report<'t>,
    ) -> Self {
        Self {
            document,
            report,
            origins,
            names: Names::new(document.schemas.iter().map(|(name, _)| name.as_str())),
            types: BTreeMap::new(),
            components: HashMap::new(),
            inline: HashMap::new(),
            derived: discriminator::derived(document),
        }
    }

    /// Lowers all components, in the order of their names.
    pub(super) fn components(&mut self) {
        let names: BTreeSet<&str> = self
            .document
            .schemas
            .iter()
            .map(|(name, _)| &**name)
            .collect();
        for name in names {
            self.component(name);
        }
    }

    /// All types, when nothing more is to come.
    pub(super) fn finish(mut self) -> BTreeMap<TypeName, TypeDef> {
        self.cut_circles();
        one_of::finish(&mut self.types);
        self.types
    }

    /// Returns what a schema stands for.
    pub(super) fn of(&mut self, schema: Use<'a>, wanted: &Wanted) -> TypeRef {
        match schema {
            Use::Reference(reference) => match component(reference) {
                Some(name) => self.component(&name),
                None => untyped(),
            },
            Use::Schema(schema) => {
                let key = std::ptr::from_ref(schema);
                if let Some(known) = self.inline.get(&key) {
                    return known.clone();
                }
                let ty = self.inline(schema, wanted);
                self.inline.insert(key, ty.clone());
                ty
            }
        }
    }

    /// Returns what a component stands for where it is used: of a type that others are derived from, any of these.
    pub(super) fn component(&mut self, name: &str) -> TypeRef {
        if let Some(known) = self.components.get(name) {
            return known.clone();
        }
        let (Some(schema), Some(type_name)) = (
            self.document.schema(name),
            self.names.component(name).cloned(),
        ) else {
            return untyped();
        };
        let at = pointer::join("/components/schemas", name);
        let own = TypeRef::one(ItemType::Named(type_name.clone()));
        let Use::Schema(schema) = schema else {
            // Stands until the answer is known, so that references in a circle end.
            self.components.insert(name.to_owned(), untyped());
            let ty = self.of(
                schema,
                &Wanted {
                    name: type_name.as_str(),
                    at: &at,
                },
            );
            self.components.insert(name.to_owned(), ty.clone());
            return ty;
        };
        let form = form(self.document, schema, &at);
        if !form.is_named() {
            self.components.insert(name.to_owned(), untyped());
            let wanted = Wanted {
                name: type_name.as_str(),
                at: &at,
            };
            let ty = self.plain(form, &wanted).unwrap_or_else(untyped);
            self.components.insert(name.to_owned(), ty.clone());
            return ty;
        }
        let derived = self
            .derived
            .get(name)
            .cloned()
            .filter(|_| matches!(form, Form::Object(_)));
        let any = derived.as_ref().map(|_| {
            let simple = type_name.simple();
            let prefix = type_name.as_str().strip_suffix(simple).unwrap_or_default();
            self.names.inline(&format!("{prefix}Any{simple}"))
        });
        let used = match &any {
            Some(any) => TypeRef::one(ItemType::Named(any.clone())),
            None => own.clone(),
        };
        self.components.insert(name.to_owned(), used.clone());
        self.declare(&type_name, form, schema, &at);
        if let (Some(any), Some(derived)) = (any, derived) {
            self.declare_any(&any, name, &derived, schema, &at);
        }
        used
    }

    fn inline(&mut self, schema: &'a Schema, wanted: &Wanted) -> TypeRef {
        let form = form(self.document, schema, wanted.at);
        match form {
            Form::Object(_) | Form::Enum(_) | Form::IntegerEnum(_) | Form::Map(_) => {
                let name = self.names.inline(wanted.name);
                let ty = TypeRef::one(ItemType::Named(name.clone()));
                self.inline.insert(std::ptr::from_ref(schema), ty.clone());
                self.declare(&name, form, schema, wanted.at);
                ty
            }
            Form::OneOf(parts) => {
                let one_of = self.one_of(&parts, schema, wanted);
                match one_of.alternatives.as_slice() {
                    [] => untyped(),
                    [one] => one.ty.clone(),
                    _ => {
                        let name = self.names.inline(wanted.name);
                        let kind = TypeKind::OneOf(one_of);
                        self.insert(name.clone(), kind, &schema.schema_data, wanted.at);
                        TypeRef::one(ItemType::Named(name))
                    }
                }
            }
            other => self.plain(other, wanted).unwrap_or_else(untyped),
        }
    }

    /// A form that needs no name.
    fn plain(&mut self, form: Form<'a>, wanted: &Wanted) -> Option<TypeRef> {
        Some(match form {
            Form::Same(other) => self.of(other, wanted),
            Form::Primitive(primitive) => TypeRef::one(ItemType::Primitive(primitive)),
            Form::List(None) => TypeRef::many(ItemType::Untyped),
            Form::List(Some(items)) => {
                let (name, at) = (
                    format!("{}_item", wanted.name),
                    format!("{}/items", wanted.at),
                );
                let item = self.of(
                    items,
                    &Wanted {
                        name: &name,
                        at: &at,
                    },
                );
                match item.collection {
                    false => TypeRef::many(item.item),
                    true => TypeRef::many(ItemType::Named(self.list(item, &name, &at))),
                }
            }
            Form::Untyped => untyped(),
            Form::Object(_)
            | Form::Enum(_)
            | Form::IntegerEnum(_)
            | Form::OneOf(_)
            | Form::Map(_) => {
                return None;
            }
        })
    }

    /// A list in a list.
    fn list(&mut self, item: TypeRef, name: &str, at: &str) -> TypeName {
        let name = self.names.inline(name);
        let kind = TypeKind::List(item);
        self.insert(name.clone(), kind, &SchemaData::default(), at);
        name
    }

    fn declare(&mut self, name: &TypeName, form: Form<'a>, schema: &'a Schema, at: &str) {
        let wanted = Wanted {
            name: name.as_str(),
            at,
        };
        let kind = match form {
            Form::Object(members) => self.object(name, members),
            Form::Enum(members) => TypeKind::Enum(enums::texts(&members, &schema.schema_data)),
            Form::IntegerEnum(numbers) => {
                TypeKind::IntegerEnum(enums::numbers(&numbers, &schema.schema_data))
            }
            Form::OneOf(parts) => TypeKind::OneOf(self.one_of(&parts, schema, &wanted)),
            Form::Map(value) => {
                let (name, at) = (
                    format!("{name}_value"),
                    format!("{at}/additionalProperties"),
                );
                TypeKind::Map(self.of(
                    value,
                    &Wanted {
                        name: &name,
                        at: &at,
                    },
                ))
            }
            _ => return,
        };
        self.insert(name.clone(), kind, &schema.schema_data, at);
    }

    pub(super) fn insert(&mut self, name: TypeName, kind: TypeKind, data: &SchemaData, at: &str) {
        let deprecation = explained(data.deprecated, data.extensions.get("x-ms-deprecation"));
        let ty = TypeDef {
            name: name.clone(),
            doc: doc(data),
            kind,
            deprecation,
            origin: self.origins.add(at.to_owned()),
        };
        self.types.insert(name, ty);
    }

    /// Members are lowered by name, so that no name depends on their order, which is kept.
    fn object(&mut self, name: &TypeName, members: Vec<Member<'a>>) -> TypeKind {
        let mut order: Vec<usize> = (0..members.len()).collect();
        order.sort_by_key(|index| members[*index].name);
        let mut properties: Vec<(usize, Property)> = Vec::new();
        for index in order {
            properties.push((index, self.property(name, &members[index])));
        }
        properties.sort_by_key(|(index, _)| *index);
        TypeKind::Structured(Structured {
            properties: properties
                .into_iter()
                .map(|(_, property)| property)
                .collect(),
            ..Structured::default()
        })
    }

    fn property(&mut self, owner: &TypeName, member: &Member<'a>) -> Property {
        let declared_by = member.component.as_ref();
        let declared_by = declared_by.and_then(|one| self.names.component(one));
        let wanted = format!(
            "{}_{}",
            declared_by.unwrap_or(owner),
            names::part(member.name)
        );
        let ty = self.of(
            member.schema,
            &Wanted {
                name: &wanted,
                at: &member.at,
            },
        );
        let data = match member.schema {
            Use::Schema(schema) => Some(&schema.schema_data),
            Use::Reference(_) => None,
        };
        Property {
            name: member.name.to_owned(),
            doc: data.map(doc).unwrap_or_default(),
            ty,
            nullable: data.is_some_and(|data| data.nullable),
            key: false,
            computed: data.is_some_and(|data| data.read_only),
            required: member.required,
            navigation: false,
            secret: is_secret(self.document, member.schema),
            deprecation: data.and_then(|data| explained(data.deprecated, None)),
            origin: self.origins.add(member.at.clone()),
        }
    }

    /// A map or list of nothing but itself has no end in Rust: what is in it is kept as JSON.
    fn cut_circles(&mut self) {
        let names: Vec<TypeName> = self.types.keys().cloned().collect();
        for name in names {
            let mut at = self.inside(&name);
            let mut seen = BTreeSet::new();
            while let Some(next) = &at
                && *next != name
                && seen.insert(next.clone())
            {
                at = self.inside(next);
            }
            if at.as_ref() != Some(&name) {
                continue;
            }
            let Some(ty) = self.types.get_mut(&name) else {
                continue;
            };
            ty.uses_mut().into_iter().for_each(|item| *item = untyped());
            self.report.warning(
                self.origins.pointer(ty.origin),
                format!("`{name}` is made of nothing but itself"),
                "what is in it is kept as JSON",
            );
        }
    }

    /// The type of what is in a map or list.
    fn inside(&self, name: &TypeName) -> Option<TypeName> {
        match &self.types.get(name)?.kind {
            TypeKind::Map(item) | TypeKind::List(item) => item.named().cloned(),
            _ => None,
        }
    }
}

/// Any JSON.
pub(super) fn untyped() -> TypeRef {
    TypeRef::one(ItemType::Untyped)
}

fn doc(data: &SchemaData) -> String {
    let all = [data.description.as_deref(), data.title.as_deref()];
    let mut all = all.into_iter().flatten().map(str::trim);
    all.find(|text| !text.is_empty())
        .unwrap_or_default()
        .to_owned()
}
