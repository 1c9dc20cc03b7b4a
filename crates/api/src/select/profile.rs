//! The navigation properties and derived types that a slice brings along.

use std::collections::BTreeMap;
use std::str::FromStr;

use serde::Deserialize;

use crate::{Api, TypeDef, TypeName};

use super::near::near;

/// How navigation properties appear in models.
///
/// Where nothing is said, a navigation property is a field if its type is in the slice anyway, and
/// else it is none. Whatever is said, ways on from a resource are chosen by paths alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub enum NavigationFields {
    /// They are no fields; their values are kept as additional members.
    None,
    /// They are fields of untyped JSON, which holds references or whole values.
    Ids,
    /// They are fields of their type, and bring it into the slice.
    Typed,
}

/// Which derived types a declared type brings, and which of those in the slice are its variants.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub enum DerivedTypes {
    /// None is brought; those which are there for another reason are variants.
    #[default]
    Declared,
    /// None is brought; those which an `include` names as types are variants.
    Listed,
    /// All are brought and are variants, unless there are more than
    /// [`MOST_VARIANTS`](super::MOST_VARIANTS) and this was not said for the very type.
    All,
}

/// The members that the types of a crate bring along.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Profile {
    /// For all navigation properties.
    pub navigation: Option<NavigationFields>,
    /// For all declared types.
    pub derived: DerivedTypes,
    /// For one type, whose name is the key: the navigation properties that it declares itself, and
    /// the types derived from it. A key `type/property` is for one navigation property.
    pub types: BTreeMap<String, TypeProfile>,
}

/// The members that one type brings along; those not set are as for all types.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TypeProfile {
    /// Its own navigation properties.
    pub navigation: Option<NavigationFields>,
    /// The types derived from it.
    pub derived: Option<DerivedTypes>,
}

impl Profile {
    /// Returns what becomes of the navigation property `name` that `owner` declares.
    pub(super) fn navigation_of(&self, owner: &TypeName, name: &str) -> Option<NavigationFields> {
        if self.types.is_empty() {
            return self.navigation;
        }
        let said = |key: &str| self.types.get(key)?.navigation;
        said(&format!("{owner}/{name}"))
            .or_else(|| said(owner.as_str()))
            .or(self.navigation)
    }

    /// Which derived types `declared` brings.
    pub(super) fn derived_of(&self, declared: &TypeName) -> DerivedTypes {
        self.derived_said_for(declared).unwrap_or(self.derived)
    }

    /// The same, where it is said for this very type.
    pub(super) fn derived_said_for(&self, declared: &TypeName) -> Option<DerivedTypes> {
        self.types.get(declared.as_str())?.derived
    }

    /// Returns whether what this speaks of exists in `api`.
    pub(super) fn check(&self, api: &Api) -> Result<(), String> {
        for (key, said) in &self.types {
            let (ty, property) = match key.split_once('/') {
                Some((ty, property)) => (ty, Some(property)),
                None => (key.as_str(), None),
            };
            let Some(known) = api.types.get(&TypeName::new(ty)) else {
                let names = api.types.keys().map(TypeName::as_str);
                return Err(format!(
                    "the profile speaks of `{ty}`, and no type is called so{}",
                    near(names, ty)
                ));
            };
            if let Some(property) = property {
                check_property(known, property, said)?;
            }
        }
        Ok(())
    }
}

fn check_property(owner: &TypeDef, name: &str, said: &TypeProfile) -> Result<(), String> {
    let navigation = || {
        let properties = owner.structured().map(|one| &one.properties);
        properties
            .into_iter()
            .flatten()
            .filter(|property| property.navigation)
            .map(|property| property.name.as_str())
    };
    if !navigation().any(|property| property == name) {
        return Err(format!(
            "the profile speaks of `{}/{name}`, and `{}` declares no such navigation property{}",
            owner.name,
            owner.name,
            near(navigation(), name)
        ));
    }
    if said.derived.is_some() {
        return Err(format!(
            "`derived` is said of types: write it for the type of `{}/{name}`",
            owner.name
        ));
    }
    Ok(())
}

impl FromStr for NavigationFields {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Ok(match text {
            "none" => Self::None,
            "ids" => Self::Ids,
            "typed" => Self::Typed,
            _ => return Err(unknown(text, "none", "ids", "typed")),
        })
    }
}

impl FromStr for DerivedTypes {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Ok(match text {
            "declared" => Self::Declared,
            "listed" => Self::Listed,
            "all" => Self::All,
            _ => return Err(unknown(text, "declared", "listed", "all")),
        })
    }
}

fn unknown(text: &str, first: &str, second: &str, third: &str) -> String {
    format!("`{text}` is neither `{first}`, `{second}` nor `{third}`")
}

impl TryFrom<String> for NavigationFields {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl TryFrom<String> for DerivedTypes {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

/// The word that [`FromStr`](std::str::FromStr) reads.
impl std::fmt::Display for NavigationFields {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::None => "none",
            Self::Ids => "ids",
            Self::Typed => "typed",
        })
    }
}

/// The word that [`FromStr`](std::str::FromStr) reads.
impl std::fmt::Display for DerivedTypes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Declared => "declared",
            Self::Listed => "listed",
            Self::All => "all",
        })
    }
}
