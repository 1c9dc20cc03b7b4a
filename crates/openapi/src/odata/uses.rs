//! Resolves the meaning of a schema where it is used: as the type of a property, a parameter or a result.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};

use graphwright_api::{DEEPEST_CHAIN, ItemType, Primitive, TypeName, TypeRef};
use openapiv3::Schema;

use crate::document::shape::{Shape, Use, is_null, primitive};
use crate::document::{Content, Document, component, is_json};

/// The type that a schema stands for.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Used {
    pub(crate) ty: TypeRef,
    /// Whether it may be null; of a collection, whether an item may.
    pub(crate) nullable: bool,
    /// Whether it is said that an item of a collection may be null.
    pub(crate) says_null_items: bool,
}

impl Used {
    fn one(item: ItemType, nullable: bool) -> Self {
        Self {
            ty: TypeRef::one(item),
            nullable,
            says_null_items: false,
        }
    }

    /// Any JSON, null as well.
    fn untyped() -> Self {
        Self::one(ItemType::Untyped, true)
    }
}

/// The name that Microsoft's converter gives to the schema of `INF`, `-INF` and `NaN`, which stands beside a number
/// and its text.
pub(crate) const NUMBER_NAMES: &str = "ReferenceNumeric";

/// The declaration in a component schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Declares {
    /// An entity type or a complex type.
    Structured,
    /// An enumeration type.
    Enum,
}

/// The meaning of the schemas of one document.
#[derive(Debug)]
pub(crate) struct Uses<'a> {
    document: &'a Document,
    /// The component schemas that declare types.
    pub(crate) declared: BTreeMap<String, Declares>,
    /// The base types of those that have one.
    pub(crate) bases: BTreeMap<String, String>,
    /// The meanings of the others, resolved on demand.
    others: RefCell<HashMap<String, Used>>,
    /// Whether the document marks navigation properties (`x-ms-navigationProperty`).
    pub(crate) marks_navigation: bool,
}

impl<'a> Uses<'a> {
    pub(crate) fn new(
        document: &'a Document,
        declared: BTreeMap<String, Declares>,
        bases: BTreeMap<String, String>,
    ) -> Self {
        Self {
            document,
            bases,
            declared,
            others: RefCell::default(),
            marks_navigation: false,
        }
    }

    /// Returns what `schema` means.
    pub(crate) fn of(&self, schema: Use) -> Used {
        match schema {
            Use::Reference(reference) => match component(reference) {
                Some(name) => self.component(&name),
                None => Used::untyped(),
            },
            Use::Schema(schema) => self.inline(schema),
        }
    }

    /// Returns what a request or response holds: the collection, or the one primitive value, that stands in a `value`
    /// member of its own (OData JSON Format 4.01, 11 and 12), or the type itself.
    pub(crate) fn payload(&self, content: Content<'a>) -> Used {
        let mut used = match self.value_member(content.schema) {
            Some(value) => self.of(value),
            None => self.of(content.schema),
        };
        // A stream has no representation in JSON (OData JSON Format 4.01, 9).
        let textual = is_json(content.media_type) || content.media_type.starts_with("text/");
        if !textual && used.ty.item == ItemType::Primitive(Primitive::Binary) {
            used.ty.item = ItemType::Primitive(Primitive::Stream);
        }
        used
    }

    /// The `value` of a schema that has nothing else but control information.
    fn value_member(&self, schema: Use<'a>) -> Option<Use<'a>> {
        match schema {
            Use::Schema(schema) => value_member(schema),
            Use::Reference(reference) => {
                let name = component(reference)?;
                if self.declared.contains_key(&name) {
                    return None;
                }
                match self.document.schema(&name)? {
                    Use::Schema(schema) => value_member(schema),
                    Use::Reference(_) => None,
                }
            }
        }
    }

    fn component(&self, name: &str) -> Used {
        // A variant of a type that leaves out what a request must not have is that type.
        let name = variant_of(name)
            .filter(|name| self.declared.contains_key(*name))
            .unwrap_or(name);
        if self.declared.contains_key(name) {
            return Used::one(ItemType::Named(TypeName::new(name)), false);
        }
        if name.starts_with("Edm.") || is_any_json(name) {
            return Used::one(ItemType::Untyped, false);
        }
        if let Some(known) = self.others.borrow().get(name) {
            return known.clone();
        }
        // Stands until the answer is known, so that references in a circle end.
        let mut others = self.others.borrow_mut();
        others.insert(name.to_owned(), Used::untyped());
        drop(others);
        let used = match self.document.schema(name) {
            Some(schema) => self.of(schema),
            None => Used::untyped(),
        };
        let mut others = self.others.borrow_mut();
        others.insert(name.to_owned(), used.clone());
        used
    }

    fn inline(&self, schema: &'a Schema) -> Used {
        let shape = Shape::of(schema);
        let nullable = schema.schema_data.nullable;
        if shape.ty == Some("array") || shape.items.is_some() {
            return self.array(shape.items);
        }
        if let Some(primitive) = primitive(&shape) {
            return Used::one(ItemType::Primitive(primitive), nullable);
        }
        if !shape.any_of.is_empty() {
            let used = self.any_of(&shape.any_of, nullable);
            // A format beside the choice is that of the number in it.
            let of_number = Shape {
                ty: Some("number"),
                format: shape.format,
                ..Shape::default()
            };
            return match primitive(&of_number) {
                Some(primitive) if shape.format.is_some() && is_number(&used.ty) => {
                    Used::one(ItemType::Primitive(primitive), used.nullable)
                }
                _ => used,
            };
        }
        let all = shape.all_of.iter().map(|part| self.of(*part));
        match all
            .into_iter()
            .find(|part| part.ty.item != ItemType::Untyped)
        {
            Some(used) if used.ty.collection => used,
            Some(used) => Used {
                nullable: used.nullable || nullable,
                ..used
            },
            None => Used::untyped(),
        }
    }

    fn array(&self, items: Option<Use<'a>>) -> Used {
        let item = items.map_or_else(Used::untyped, |items| self.of(items));
        if item.ty.collection {
            return Used {
                ty: TypeRef::many(ItemType::Untyped),
                nullable: true,
                says_null_items: false,
            };
        }
        // Converters do not say whether a structured item may be null: CSDL's default stands.
        let structured = item
            .ty
            .named()
            .is_some_and(|name| self.declared.get(name.as_str()) == Some(&Declares::Structured));
        Used {
            says_null_items: item.nullable && item.ty.item != ItemType::Untyped,
            ty: TypeRef::many(item.ty.item),
            nullable: item.nullable || structured,
        }
    }

    /// One of several: a type or null; a number, or the text of one that JSON has no number for.
    fn any_of(&self, parts: &[Use<'a>], nullable: bool) -> Used {
        let (nulls, parts): (Vec<Use>, Vec<Use>) = parts.iter().partition(|part| is_null(part));
        let nullable = nullable || !nulls.is_empty();
        let is_names = |part: &Use| match part {
            Use::Reference(reference) => component(reference).as_deref() == Some(NUMBER_NAMES),
            Use::Schema(_) => false,
        };
        // Microsoft's converter says of the number and of its text that they may be null, always.
        let says_null = !parts.iter().any(is_names);
        let meant = parts.into_iter().map(|part| self.of(part));
        let meant: Vec<Used> = meant
            .map(|used| Used {
                nullable: used.nullable && says_null,
                ..used
            })
            .collect();
        let number = meant.iter().find(|used| is_number(&used.ty));
        let declared = self.common(&meant);
        let alike = meant
            .first()
            .filter(|first| meant.iter().all(|one| one.ty == first.ty));
        match number.or(declared.as_ref()).or(alike) {
            Some(used) => Used {
                nullable: used.nullable || nullable,
                ..used.clone()
            },
            None => Used::untyped(),
        }
    }

    /// Returns what several types are in common, of which a value has one: the declared type, from which the others
    /// are derived, whether it is among them (as converters list it, with or without a discriminator) or not.
    fn common(&self, meant: &[Used]) -> Option<Used> {
        let mut named = meant.iter().filter(|used| used.ty.named().is_some());
        let first = named.next()?;
        let mut common = self.chain(first.ty.named()?.as_str());
        for other in named {
            let chain = self.chain(other.ty.named()?.as_str());
            common.retain(|base| chain.contains(base));
        }
        let nullable = meant.iter().any(|used| used.nullable);
        let name = common.first()?;
        Some(Used {
            ty: TypeRef {
                item: ItemType::Named(TypeName::new(*name)),
                collection: first.ty.collection,
            },
            nullable,
            says_null_items: meant.iter().any(|used| used.says_null_items),
        })
    }

    /// A declared type and its base types, as far as schemas name them.
    fn chain<'n>(&'n self, name: &'n str) -> Vec<&'n str> {
        let mut chain = vec![name];
        while let Some(base) = self.bases.get(chain[chain.len() - 1])
            && chain.len() < DEEPEST_CHAIN
        {
            chain.push(base);
        }
        chain
    }
}

/// `ns.T` of `ns.T-create` and `ns.T-update`, as the converter of OASIS names them.
pub(crate) fn variant_of(name: &str) -> Option<&str> {
    name.strip_suffix("-create")
        .or_else(|| name.strip_suffix("-update"))
}

/// Returns whether a type of Graph stands for any JSON although it is declared as an empty complex type.
pub(crate) fn is_any_json(name: &str) -> bool {
    name == "microsoft.graph.Json"
}

/// The `value` of a schema that has nothing else but control information and no base that is a
/// type: a collection, or a wrapped primitive value.
pub(crate) fn value_member(schema: &Schema) -> Option<Use<'_>> {
    let shape = Shape::of(schema);
    let mut value = None;
    let mut parts = vec![shape];
    while let Some(shape) = parts.pop() {
        for (name, property) in &shape.properties {
            match *name {
                "value" => value = Some(*property),
                _ if name.starts_with('@') => {}
                _ => return None,
            }
        }
        for part in shape.all_of {
            match part {
                Use::Schema(part) => parts.push(Shape::of(part)),
                Use::Reference(base) if component(base)?.contains('.') => return None,
                Use::Reference(_) => {}
            }
        }
    }
    value
}

fn is_number(ty: &TypeRef) -> bool {
    use Primitive::{
        Byte, Decimal, Double, Int16, Int32, Int64, SByte, Single, UInt16, UInt32, UInt64,
    };
    match ty.item {
        ItemType::Primitive(primitive) if !ty.collection => matches!(
            primitive,
            Byte | Decimal
                | Double
                | Int16
                | Int32
                | Int64
                | SByte
                | Single
                | UInt16
                | UInt32
                | UInt64
        ),
        _ => false,
    }
}
