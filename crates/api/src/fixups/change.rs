//! Applies the rules that change declarations.

use crate::{Api, Parameter, Property, Returns, TypeRef};

use super::apply::{Effect, overload, properties};
use super::places::Element;
use super::rule::Changed;

pub(super) fn change(api: &mut Api, place: &Element, to: &Changed) -> Effect {
    let changed = match place {
        Element::Property(ty, index) => {
            let Some(mut property) = properties(api, ty).and_then(|all| all.get(*index).cloned())
            else {
                return Effect::Already;
            };
            let changed = to.of_property(api, &mut property);
            if let Some(one) = properties(api, ty).and_then(|all| all.get_mut(*index)) {
                *one = property;
            }
            changed
        }
        Element::Parameter(target, segment, index, number) => {
            let parameter = |api: &mut Api| -> Option<Parameter> {
                let operation = overload(api, target.as_ref(), segment, *index)?;
                operation.parameters.get(*number).cloned()
            };
            let Some(mut parameter) = parameter(api) else {
                return Effect::Already;
            };
            let changed = to.of_parameter(api, &mut parameter);
            let operation = overload(api, target.as_ref(), segment, *index);
            if let Some(one) = operation.and_then(|one| one.parameters.get_mut(*number)) {
                *one = parameter;
            }
            changed
        }
        Element::Operation(target, segment, index) => {
            let returns =
                overload(api, target.as_ref(), segment, *index).and_then(|one| one.returns.clone());
            to.of_result(api, returns.as_ref()).map(|returns_now| {
                let changed = returns != returns_now;
                let ty = returns_now.as_ref().and_then(|one| one.ty.named()).cloned();
                if let Some(one) = overload(api, target.as_ref(), segment, *index) {
                    one.returns = returns_now;
                    // What is something else does not lead to what it was taken for.
                    one.composes.take_if(|to| ty.as_ref() != Some(&to.ty));
                }
                changed
            })
        }
        Element::Member(target, name) => {
            let resource = api.resources.get_mut(target);
            let stream = resource.and_then(|one| one.streams.get_mut(name));
            Ok(match (stream, &to.methods) {
                (Some(stream), Some(methods)) if stream.verbs != *methods => {
                    stream.verbs.clone_from(methods);
                    true
                }
                _ => false,
            })
        }
        _ => Ok(false),
    };
    match changed {
        Ok(changed) => Effect::done(changed),
        Err(why) => Effect::Refused(why),
    }
}

impl Changed {
    /// Makes the property so; says whether it was otherwise.
    pub(super) fn of_property(&self, api: &Api, property: &mut Property) -> Result<bool, String> {
        let before = property.clone();
        self.known_type(api)?;
        set(&mut property.name, self.rename.as_ref());
        set(&mut property.ty, self.ty.as_ref());
        set(&mut property.nullable, self.nullable.as_ref());
        set(&mut property.computed, self.computed.as_ref());
        set(&mut property.key, self.key.as_ref());
        Ok(before != *property)
    }

    pub(super) fn of_parameter(
        &self,
        api: &Api,
        parameter: &mut Parameter,
    ) -> Result<bool, String> {
        let before = parameter.clone();
        self.known_type(api)?;
        set(&mut parameter.name, self.rename.as_ref());
        set(&mut parameter.ty, self.ty.as_ref());
        set(&mut parameter.nullable, self.nullable.as_ref());
        set(&mut parameter.optional, self.optional.as_ref());
        Ok(before != *parameter)
    }

    fn of_result(&self, api: &Api, returns: Option<&Returns>) -> Result<Option<Returns>, String> {
        self.known_type(api)?;
        let known = returns.cloned();
        let ty = self.ty.clone().or(known.as_ref().map(|one| one.ty.clone()));
        let nullable = self
            .nullable
            .or(known.map(|one| one.nullable))
            .unwrap_or(false);
        let ty = ty.ok_or("it returns nothing: say the `type`")?;
        Ok(Some(Returns { ty, nullable }))
    }

    fn known_type(&self, api: &Api) -> Result<(), String> {
        match self.ty.as_ref().and_then(TypeRef::named) {
            Some(name) if !api.types.contains_key(name) => {
                Err(format!("no type is called `{name}`"))
            }
            _ => Ok(()),
        }
    }
}

fn set<T: Clone>(place: &mut T, value: Option<&T>) {
    if let Some(value) = value {
        place.clone_from(value);
    }
}
