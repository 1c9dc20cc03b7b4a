//! Infers the marks of properties that the schema of a type does not state.

use graphwright_api::{Api, ItemType, Primitive, Property, TypeKind, TypeName};

use super::Lowering;

impl Lowering<'_> {
    /// Marks what the schema of a type does not say of its properties: keys, streams, what is a navigation
    /// property where the document has no mark for it, and what only the service sets.
    pub(super) fn mark_properties(&self, api: &mut Api) {
        let mut navigation = Vec::new();
        for (name, ty) in &api.types {
            let properties = ty.structured().map_or(&[][..], |one| &one.properties);
            for property in properties {
                let held = property.ty.named();
                if held.is_some_and(|held| self.is_entity(held)) {
                    navigation.push((name.clone(), property.name.clone()));
                }
            }
        }
        for (ty, name) in navigation.iter().chain(&self.facts.navigated) {
            property(api, ty, name, |property| property.navigation = true);
        }
        for (ty, name) in &self.facts.streams {
            let stream = ItemType::Primitive(Primitive::Stream);
            property(api, ty, name, |property| property.ty.item = stream);
        }
        for (ty, key) in &self.keys {
            for part in key {
                property(api, ty, &part.name, |property| property.key = true);
            }
        }
        let mut computed = Vec::new();
        for (name, ty) in &api.types {
            let properties = ty.structured().map_or(&[][..], |one| &one.properties);
            // A key may be left out there because it cannot be changed, and be chosen by the client.
            for property in properties.iter().filter(|one| !one.navigation && !one.key) {
                if self.variants.is_computed(self.types, name, &property.name) {
                    computed.push((name.clone(), property.name.clone()));
                }
            }
        }
        for (ty, name) in computed {
            property(api, &ty, &name, |property| property.computed = true);
        }
    }
}

fn property(api: &mut Api, ty: &TypeName, name: &str, change: impl FnOnce(&mut Property)) {
    if let Some(TypeKind::Structured(own)) = api.types.get_mut(ty).map(|ty| &mut ty.kind)
        && let Some(property) = own.properties.iter_mut().find(|one| one.name == name)
    {
        change(property);
    }
}
