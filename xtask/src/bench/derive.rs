//! The same types as `#[derive(Serialize, Deserialize)]` with `flatten`: what most generators write, to
//! measure beside. It is part of the benchmark and of no product; what it loses is not its point.

use std::collections::HashMap;
use std::fmt::Write;

use graphwright_api::{Api, EnumType, ItemType, Primitive, TypeKind, TypeName, TypeRef};

/// A module of all types of `api`. Members are called by their numbers, types by theirs.
pub(super) fn module(api: &Api) -> String {
    let names = Names::new(api);
    let mut text = String::from(
        "#![allow(warnings)]\n\nuse serde::{Deserialize, Serialize};\nuse serde_json::{Map, Value};\n",
    );
    for (name, ty) in &api.types {
        match &ty.kind {
            TypeKind::Structured(_) => structure(&mut text, &names, name),
            TypeKind::Enum(members) => enumeration(&mut text, &names.ty(name), members),
            // No description that is measured has these.
            TypeKind::IntegerEnum(_)
            | TypeKind::OneOf(_)
            | TypeKind::Map(_)
            | TypeKind::List(_) => {}
        }
    }
    for (declared, derived) in &api.variants {
        let own = names.ty(declared);
        let _ = write!(
            text,
            "\n#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]\n\
             #[serde(tag = \"@odata.type\")]\npub enum Any{own} {{\n"
        );
        for one in derived {
            let ty = names.ty(one);
            let _ = writeln!(
                text,
                "    #[serde(rename = \"#{one}\")]\n    {ty}(Box<{ty}>),"
            );
        }
        let _ = writeln!(
            text,
            "    #[serde(untagged)]\n    StandardOperation(Box<{own}>),\n}}"
        );
    }
    text
}

/// Returns what the struct of a type is called.
pub(super) fn name(api: &Api, ty: &TypeName) -> String {
    Names::new(api).ty(ty)
}

struct Names<'a> {
    api: &'a Api,
    numbers: HashMap<&'a TypeName, usize>,
}

impl<'a> Names<'a> {
    fn new(api: &'a Api) -> Self {
        Self {
            api,
            numbers: api.types.keys().zip(0..).collect(),
        }
    }

    fn ty(&self, name: &TypeName) -> String {
        match self.numbers.get(name) {
            Some(number) => format!("T{number}"),
            None => "Value".into(),
        }
    }

    fn field(&self, ty: &TypeRef) -> String {
        let item = match &ty.item {
            ItemType::Untyped => "Value".to_owned(),
            ItemType::Primitive(primitive) => self::primitive(*primitive).to_owned(),
            ItemType::Named(name) => {
                let own = self.ty(name);
                let known = self.api.types.get(name);
                let structured = known.is_some_and(|ty| ty.structured().is_some());
                match (
                    self.api.variants.contains_key(name),
                    structured && !ty.collection,
                ) {
                    (true, _) => format!("Any{own}"),
                    (false, true) => format!("Box<{own}>"),
                    (false, false) => own,
                }
            }
        };
        match ty.collection {
            true => format!("Vec<{item}>"),
            false => item,
        }
    }
}

fn primitive(primitive: Primitive) -> &'static str {
    use Primitive as P;
    match primitive {
        P::Boolean => "bool",
        P::Byte => "u8",
        P::SByte => "i8",
        P::Int16 => "i16",
        P::Int32 => "i32",
        P::Int64 => "i64",
        P::UInt16 => "u16",
        P::UInt32 => "u32",
        P::UInt64 => "u64",
        P::Double | P::Decimal => "f64",
        P::Single => "f32",
        _ => "String",
    }
}

fn structure(text: &mut String, names: &Names<'_>, name: &TypeName) {
    let _ = write!(
        text,
        "\n#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]\npub struct {} {{\n",
        names.ty(name)
    );
    for (number, property) in names.api.all_properties(name).into_iter().enumerate() {
        let _ = writeln!(
            text,
            "    #[serde(rename = \"{}\", skip_serializing_if = \"Option::is_none\")]\n    \
             pub m{number}: Option<{}>,",
            property.name.escape_default(),
            names.field(&property.ty)
        );
    }
    text.push_str("    #[serde(flatten)]\n    pub additional: Map<String, Value>,\n}\n");
}

fn enumeration(text: &mut String, name: &str, ty: &EnumType) {
    if ty.flags {
        let _ = writeln!(text, "\npub type {name} = String;");
        return;
    }
    let _ = write!(
        text,
        "\n#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]\npub enum {name} {{\n"
    );
    for (number, member) in ty.members.iter().enumerate() {
        let wire = member.name.escape_default();
        let _ = writeln!(text, "    #[serde(rename = \"{wire}\")]\n    M{number},");
    }
    text.push_str("    #[serde(untagged)]\n    Other(String),\n}\n");
}
