//! Reads the discriminators of components (OpenAPI 3.0, 4.7.25).

use std::collections::{BTreeMap, BTreeSet};

use graphwright_api::Constant;
use openapiv3::Schema;

use super::constants::{Known, add};
use super::form::{Form, form};
use crate::document::shape::{Shape, Use};
use crate::document::{Document, component};

/// A member that says of which component a value is.
pub(super) struct Discriminator {
    /// Its name.
    pub(super) member: String,
    /// The component that a value of it stands for.
    mapping: BTreeMap<String, String>,
}

impl Discriminator {
    pub(super) fn new(schema: &Schema) -> Option<Self> {
        let discriminator = schema.schema_data.discriminator.as_ref()?;
        let mapping = discriminator.mapping.iter();
        let mapping = mapping.filter_map(|(tag, to)| Some((tag.clone(), component(to)?)));
        Some(Self {
            member: discriminator.property_name.clone(),
            mapping: mapping.collect(),
        })
    }

    /// Returns what the member says of each alternative, the usual value first.
    ///
    /// A value has one of those that the schema of the member lists. Among them, the mapping chooses; what it
    /// has besides, and the name of the component, are read all the same, unless they speak of another.
    pub(super) fn tags(
        &self,
        names: &[Option<&str>],
        known: &[Option<Known>],
    ) -> Vec<Vec<Constant>> {
        let all = names.iter().zip(known);
        let all: Vec<Said> = all
            .map(|(name, known)| self.said(*name, known.as_ref()))
            .collect();
        let claims = Claims::of(&all);
        all.iter().map(|own| claims.tags(own)).collect()
    }

    /// Returns the tags of the types derived from a component, and of the component itself, which comes last. What is
    /// derived and lists no more than its base does has only inherited the list.
    pub(super) fn of_derived(
        &self,
        (base, of_base): (&str, &Known),
        derived: &BTreeSet<String>,
        known: &[Option<Known>],
    ) -> Vec<Vec<Constant>> {
        let inherited = of_base.constants(&self.member);
        let own = known.iter().map(|one| {
            let mut one = one.clone()?;
            if one.constants(&self.member) == inherited
                && let Some(member) = one.members.get_mut(&self.member)
            {
                member.constants = None;
            }
            Some(one)
        });
        let known: Vec<Option<Known>> = own.chain([Some(of_base.clone())]).collect();
        let names = derived.iter().map(|one| Some(one.as_str()));
        let names: Vec<Option<&str>> = names.chain([Some(base)]).collect();
        self.tags(&names, &known)
    }

    fn said(&self, name: Option<&str>, known: Option<&Known>) -> Said {
        let member = known.and_then(|known| known.members.get(&self.member));
        let listed = member.and_then(|member| member.constants.clone());
        let typed = |text: &String| {
            let ty = member.and_then(|member| member.ty.as_deref());
            constants(text, ty, listed.as_deref().unwrap_or_default())
        };
        let Some(name) = name else {
            return Said {
                mapped: Vec::new(),
                named: Vec::new(),
                listed,
            };
        };
        let mapped = self.mapping.iter().filter(|(_, to)| *to == name);
        let mapped = mapped.flat_map(|(text, _)| typed(text)).collect();
        let named = match self.mapping.contains_key(name) {
            true => Vec::new(),
            false => typed(&name.to_owned()),
        };
        Said {
            mapped,
            named,
            listed,
        }
    }
}

/// The tags of one alternative, with their source.
struct Said {
    mapped: Vec<Constant>,
    named: Vec<Constant>,
    listed: Option<Vec<Constant>>,
}

impl Said {
    fn lists(&self, value: &Constant) -> bool {
        self.listed.as_ref().is_some_and(|all| all.contains(value))
    }

    /// Returns whether this is the one value that its schema lists.
    fn is_only(&self, value: &Constant) -> bool {
        self.listed.as_deref() == Some(std::slice::from_ref(value))
    }

    /// The values that are its own by name.
    fn named(&self) -> impl Iterator<Item = &Constant> {
        let named = self.named.iter();
        named.filter(|value| self.listed.is_none() || self.lists(value))
    }
}

/// By how many alternatives each value is claimed, as JSON.
#[derive(Default)]
struct Claims {
    mapped: BTreeMap<String, usize>,
    named: BTreeMap<String, usize>,
    listed: BTreeMap<String, usize>,
    /// Listed as the only value.
    only: BTreeMap<String, usize>,
}

impl Claims {
    fn of(all: &[Said]) -> Self {
        let mut claims = Self::default();
        let count = |counts: &mut BTreeMap<String, usize>, value: &Constant| {
            *counts.entry(value.to_string()).or_default() += 1;
        };
        for one in all {
            one.mapped
                .iter()
                .for_each(|value| count(&mut claims.mapped, value));
            one.named()
                .for_each(|value| count(&mut claims.named, value));
            for value in one.listed.iter().flatten() {
                count(&mut claims.listed, value);
                if one.is_only(value) {
                    count(&mut claims.only, value);
                }
            }
        }
        claims
    }

    /// Returns whether others than one claim a value, which does so itself or not.
    fn by_others(counts: &BTreeMap<String, usize>, value: &Constant, own: bool) -> bool {
        let all = counts.get(&value.to_string()).copied().unwrap_or_default();
        all > usize::from(own)
    }

    fn tags(&self, own: &Said) -> Vec<Constant> {
        let mut tags = Vec::new();
        let mapped = own.mapped.iter().cloned();
        let (listed, rest): (Vec<_>, Vec<_>) = mapped.partition(|one| own.lists(one));
        add(&mut tags, &listed);
        // A list that several share, such as that of a base, says nothing of a value that is another's.
        let is_other = |value: &Constant| {
            let is_named = own.named().any(|one| one == value);
            Self::by_others(&self.mapped, value, own.mapped.contains(value))
                || Self::by_others(&self.only, value, own.is_only(value))
                || Self::by_others(&self.named, value, is_named)
        };
        let listed = own.listed.iter().flatten();
        let listed =
            listed.filter(|one| own.is_only(one) || own.named.contains(one) || !is_other(one));
        add(&mut tags, &listed.cloned().collect::<Vec<_>>());
        add(&mut tags, &rest);
        let is_free = |value: &Constant| {
            let is_mapped = Self::by_others(&self.mapped, value, own.mapped.contains(value));
            let is_listed = match own.listed {
                Some(_) => !own.lists(value) && Self::by_others(&self.listed, value, false),
                None => Self::by_others(&self.only, value, false),
            };
            !is_mapped && !is_listed
        };
        let named = own.named.iter().filter(|one| is_free(one));
        add(&mut tags, &named.cloned().collect::<Vec<_>>());
        tags
    }
}

/// The values that `text`, which stands in a mapping or is a name, stands for: one of those that the schema
/// lists, one of its type, or where the type is not known any that is written so.
fn constants(text: &str, ty: Option<&str>, listed: &[Constant]) -> Vec<Constant> {
    let is_it = |one: &&Constant| match one {
        Constant::Text(own) => own == text,
        other => other.to_string() == text,
    };
    if let Some(one) = listed.iter().find(is_it) {
        return vec![one.clone()];
    }
    let own = Constant::Text(text.to_owned());
    let number = text.parse().ok().map(Constant::Integer);
    let boolean = text.parse().ok().map(Constant::Boolean);
    match ty {
        Some("integer" | "number") => vec![number.unwrap_or(own)],
        Some("boolean") => vec![boolean.unwrap_or(own)],
        Some(_) => vec![own],
        None => [Some(own), number, boolean].into_iter().flatten().collect(),
    }
}

/// Returns what is derived from each component that has a discriminator and is an object itself: what has it in its
/// `allOf`, at whatever depth, and what its mapping names.
pub(super) fn derived(document: &Document) -> BTreeMap<String, BTreeSet<String>> {
    let mut direct: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    let mut objects: BTreeMap<&str, &Schema> = BTreeMap::new();
    for (name, _) in &document.schemas {
        let Some(Use::Schema(schema)) = document.schema(name) else {
            continue;
        };
        if matches!(form(document, schema, ""), Form::Object(_)) {
            objects.insert(name, schema);
        }
        for part in Shape::of(schema).all_of {
            if let Use::Reference(base) = part
                && let Some(base) = component(base)
            {
                direct.entry(base).or_default().push(name);
            }
        }
    }
    let mut derived = BTreeMap::new();
    for (name, schema) in &objects {
        let Some(discriminator) = Discriminator::new(schema) else {
            continue;
        };
        let mapped = discriminator.mapping.values();
        let mut found: BTreeSet<String> = mapped.clone().cloned().collect();
        let mut open: Vec<&str> = mapped.map(String::as_str).collect();
        open.push(name);
        while let Some(base) = open.pop() {
            for one in direct.get(base).into_iter().flatten() {
                if found.insert((*one).to_owned()) {
                    open.push(one);
                }
            }
        }
        found.retain(|one| one != name && objects.contains_key(one.as_str()));
        if !found.is_empty() {
            derived.insert((*name).to_owned(), found);
        }
    }
    derived
}
