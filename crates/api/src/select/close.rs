//! The types that requests and responses reach.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    Api, ItemType, Operation, Primitive, Property, QueryOption, QueryOptions, TypeKind, TypeName,
    TypeRef,
};

use super::member::{MemberOf, Use, used};
use super::profile::{DerivedTypes, NavigationFields};
use super::variants::MOST_VARIANTS;
use super::{Chosen, Selection};

/// Why a type is there.
#[derive(Clone, Copy, Debug)]
pub(super) enum Reason<'a> {
    /// A pattern names it; none where everything is asked for.
    Named(Option<usize>),
    /// A request function uses it.
    Request(MemberOf<'a>, Use<'a>),
    /// A type is derived from it.
    BaseOf(&'a TypeName),
    /// A property is of it.
    PropertyOf(&'a TypeName, &'a str),
    /// It is derived from a declared type that brings those.
    DerivedFrom(&'a TypeName),
}

/// The types of a slice, each with the first reason for it.
pub(super) struct Closure<'a> {
    api: &'a Api,
    selection: &'a Selection,
    unwanted: &'a BTreeSet<&'a TypeName>,
    /// The types derived from each type directly.
    derived: BTreeMap<&'a TypeName, Vec<&'a TypeName>>,
    /// The declared types whose derived types are brought, or need not be.
    declared: BTreeSet<&'a TypeName>,
    pub(super) reasons: BTreeMap<&'a TypeName, Reason<'a>>,
    pending: Vec<&'a TypeName>,
}

impl<'a> Closure<'a> {
    pub(super) fn new(api: &'a Api, selection: &'a Selection, chosen: &'a Chosen<'a>) -> Self {
        let mut derived: BTreeMap<&TypeName, Vec<&TypeName>> = BTreeMap::new();
        for (name, ty) in &api.types {
            if let Some(base) = ty.base() {
                derived.entry(base).or_default().push(name);
            }
        }
        let mut closure = Self {
            api,
            selection,
            unwanted: &chosen.unwanted,
            derived,
            declared: BTreeSet::new(),
            reasons: BTreeMap::new(),
            pending: Vec::new(),
        };
        for place in chosen.members.keys() {
            for (how, name) in used(api, *place) {
                closure.need(name, Reason::Request(*place, how));
            }
        }
        for (name, pattern) in &chosen.types {
            closure.need(name, Reason::Named(*pattern));
        }
        // The nearest uses come first: what is needed is looked at in the order in which it came.
        let mut at = 0;
        while let Some(name) = closure.pending.get(at).copied() {
            closure.look_into(name);
            at += 1;
        }
        closure
    }

    fn need(&mut self, name: &'a TypeName, reason: Reason<'a>) {
        let Some((name, _)) = self.api.types.get_key_value(name) else {
            return;
        };
        let inevitable = matches!(reason, Reason::BaseOf(_) | Reason::Request(_, Use::Itself));
        if self.unwanted.contains(name) && !inevitable {
            return;
        }
        if !self.reasons.contains_key(name) {
            self.reasons.insert(name, reason);
            self.pending.push(name);
        }
        if matches!(reason, Reason::Request(..) | Reason::PropertyOf(..)) {
            self.bring_derived(name);
        }
    }

    fn look_into(&mut self, name: &'a TypeName) {
        if self.selection.profile.derived_said_for(name).is_some() {
            self.bring_derived(name);
        }
        let Some(structured) = self.api.types.get(name).and_then(|ty| ty.structured()) else {
            return;
        };
        if let Some(base) = &structured.base {
            self.need(base, Reason::BaseOf(name));
        }
        for property in &structured.properties {
            let brought = !property.navigation
                || self.selection.profile.navigation_of(name, &property.name)
                    == Some(NavigationFields::Typed);
            if let Some(ty) = property.ty.named().filter(|_| brought) {
                self.need(ty, Reason::PropertyOf(name, &property.name));
            }
        }
    }

    /// Brings the types derived from `declared`, if the profile says so.
    fn bring_derived(&mut self, declared: &'a TypeName) {
        let profile = &self.selection.profile;
        if profile.derived_of(declared) != DerivedTypes::All || !self.declared.insert(declared) {
            return;
        }
        let most = match profile.derived_said_for(declared) {
            Some(_) => usize::MAX,
            None => MOST_VARIANTS,
        };
        let mut found = BTreeSet::new();
        let mut pending = vec![declared];
        while let Some(base) = pending.pop() {
            for one in self.derived.get(base).into_iter().flatten().copied() {
                if one != declared && found.insert(one) {
                    pending.push(one);
                }
            }
            if found.len() > most {
                return;
            }
        }
        for one in found {
            self.need(one, Reason::DerivedFrom(declared));
        }
    }

    /// Puts the types into `part`, and takes from it what is of a type that is not there.
    pub(super) fn fill(&self, part: &mut Api) {
        for name in self.reasons.keys() {
            let mut ty = self.api.types[*name].clone();
            if let TypeKind::Structured(structured) = &mut ty.kind {
                let properties = std::mem::take(&mut structured.properties);
                structured.properties = properties
                    .into_iter()
                    .filter_map(|property| self.field(name, property))
                    .collect();
            }
            part.types.insert((*name).clone(), ty);
        }
        for resource in part.resources.values_mut() {
            let keys = std::iter::once(&mut resource.key).chain(&mut resource.alternate_keys);
            for part in keys.flatten() {
                if let ItemType::Named(name) = &part.ty
                    && !self.reasons.contains_key(name)
                {
                    part.ty = ItemType::Primitive(Primitive::String);
                }
            }
            let overloads = resource.operations.values_mut();
            overloads
                .flatten()
                .for_each(|operation| self.retype(operation));
            let navigation = resource.navigation.values_mut();
            let navigation = navigation.map(|one| &mut one.options);
            let properties = resource.properties.values_mut();
            let ways = navigation.chain(properties.map(|one| &mut one.options));
            self.retype_options(ways.flat_map(QueryOptions::types_mut));
        }
        let roots = part.roots.values_mut().map(|root| &mut root.options);
        self.retype_options(roots.flat_map(QueryOptions::types_mut));
        let unbound = part.operations.values_mut();
        unbound
            .flatten()
            .for_each(|operation| self.retype(operation));
    }

    /// Returns what becomes of a property.
    fn field(&self, owner: &TypeName, mut property: Property) -> Option<Property> {
        let known = self.knows(&property.ty);
        if !property.navigation {
            if !known {
                property.ty.item = ItemType::Untyped;
            }
            return Some(property);
        }
        match self.selection.profile.navigation_of(owner, &property.name) {
            Some(NavigationFields::None) => return None,
            Some(NavigationFields::Ids) => property.ty.item = ItemType::Untyped,
            Some(NavigationFields::Typed) | None if !known => return None,
            Some(NavigationFields::Typed) | None => {}
        }
        Some(property)
    }

    /// Makes query options text if their type is not in the slice.
    fn retype_options<'t>(&self, types: impl Iterator<Item = &'t mut ItemType>) {
        for ty in types {
            if let ItemType::Named(name) = ty
                && !self.reasons.contains_key(name)
            {
                *ty = QueryOption::TEXT;
            }
        }
    }

    fn retype(&self, operation: &mut Operation) {
        self.retype_options(operation.options.iter_mut().map(|one| &mut one.ty));
        let parameters = operation.parameters.iter_mut();
        let types = parameters.map(|parameter| &mut parameter.ty);
        let returned = operation.returns.iter_mut().map(|returns| &mut returns.ty);
        for ty in types.chain(returned) {
            if !self.knows(ty) {
                ty.item = ItemType::Untyped;
            }
        }
    }

    fn knows(&self, ty: &TypeRef) -> bool {
        ty.named()
            .is_none_or(|name| self.reasons.contains_key(name))
    }
}
