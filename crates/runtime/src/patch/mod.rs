//! Changes to an entity: what was set, what was set to null, and nothing else.

mod between;
mod rewrite;

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use serde::{Serialize, Serializer, ser, ser::SerializeMap};

use between::{annotated, types_of};
use rewrite::Rewrite;

use crate::body::INSIDE;
use crate::client::Reference;
use crate::conventions::Conventions;
use crate::json::{Json, Reader, WideNumbers};
use crate::literal::{self, Literal};
use crate::model::{Chosen, FieldRef, Model, ObjectMut, ObjectRef, Ordered, Property};

/// The links of one navigation property.
#[derive(Clone, PartialEq)]
struct Links {
    urls: Vec<String>,
    /// Whether the property is collection-valued.
    many: bool,
}

/// The body of an update (PATCH, OData Protocol 4.01, 11.4.3): the members that change.
///
/// Keys, members that only the service sets, and control information that was read are never part
/// of it. Made member by member, from the set fields of a value ([`From`]), or as the difference of
/// two values ([`between`](Self::between)).
#[derive(Clone, PartialEq)]
pub struct Patch<M> {
    members: Ordered<Json>,
    /// By the name of the annotation.
    links: Ordered<Links>,
    /// The name of the entity's type, where that is derived from `M`.
    derived: Option<Box<str>>,
    /// How its members are written where numbers may be texts.
    rewrite: Rewrite,
    /// The first value that could not be part of a body, and why; reported when it is sent.
    invalid: Option<String>,
    model: PhantomData<fn() -> M>,
}

impl<M: Model> Patch<M> {
    /// No change.
    pub fn new() -> Self {
        Self {
            members: Ordered::new(),
            links: Ordered::new(),
            derived: None,
            rewrite: Rewrite::of::<M>(),
            invalid: None,
            model: PhantomData,
        }
    }

    /// Sets a property. Of a structured value goes what a client may say: neither computed members nor control
    /// information. A value that is not of the property's type is an error when it is sent.
    #[must_use]
    pub fn set(mut self, property: Property<M>, value: impl Serialize) -> Self {
        match Json::new(&value) {
            Ok(json) => match sent(property, json) {
                Some(json) => self.put(property.name(), json),
                None => self.refuse(format!(
                    "the value set for {property:?} is not of the type of that property"
                )),
            },
            Err(error) => self.refuse(format!(
                "the value set for {property:?} is no JSON: {error}"
            )),
        }
        self
    }

    /// Sets a property to `null`.
    #[must_use]
    pub fn null(mut self, property: Property<M>) -> Self {
        self.put(property.name(), Json::null());
        self
    }

    /// Links the entity to an existing one: the member `property@odata.bind` (JSON Format 4.01,
    /// 8.5). A path is below the service root of the client that sends the change.
    #[must_use]
    pub fn bind(self, property: impl AsRef<str>, to: &(impl Reference + ?Sized)) -> Self {
        self.link(property.as_ref(), [to], false)
    }

    /// Links a collection-valued navigation property: these entities, besides those that it is linked to already.
    #[must_use]
    pub fn bind_all<R: Reference>(
        self,
        property: impl AsRef<str>,
        to: impl IntoIterator<Item = R>,
    ) -> Self {
        self.link(property.as_ref(), to, true)
    }

    /// Sets a member that the description does not declare, or an annotation. A value whose type JSON does not
    /// tell needs an annotation with that type, such as `"speed@odata.type"` with `"#Int64"` for `speed` (JSON Format
    /// 4.01, 4.6.3).
    #[must_use]
    pub fn set_additional(mut self, name: &str, value: impl Serialize) -> Self {
        match Json::new(&value) {
            Ok(json) => self.put(name, json),
            Err(error) => self.refuse(format!("the value set for `{name}` is no JSON: {error}")),
        }
        self
    }

    /// Returns the change where an update declares `B`, from which `M` is derived: it says that the entity is an `M`.
    #[must_use]
    pub fn for_base<B: Model>(self) -> Patch<B> {
        Patch {
            members: self.members,
            links: self.links,
            derived: self
                .derived
                .or_else(|| Some(format!("#{}", M::schema().name).into())),
            rewrite: self.rewrite,
            invalid: self.invalid,
            model: PhantomData,
        }
    }

    /// Returns whether nothing changes.
    pub fn is_empty(&self) -> bool {
        self.members.len() + self.links.len() == 0 && self.invalid.is_none()
    }

    /// The change with the URLs that `absolute` makes of its links, and numbers as `wide` says.
    pub(crate) fn resolve(
        mut self,
        wide: WideNumbers,
        absolute: impl Fn(&str) -> Result<String, String>,
    ) -> Self {
        self.rewrite_numbers(wide);
        for url in self.links.values_mut().flat_map(|one| &mut one.urls) {
            match absolute(url) {
                Ok(whole) => *url = whole,
                Err(why) => {
                    self.invalid.get_or_insert(why);
                }
            }
        }
        self
    }

    fn link<R: Reference>(
        mut self,
        property: &str,
        to: impl IntoIterator<Item = R>,
        many: bool,
    ) -> Self {
        let name = format!("{property}@odata.bind");
        let mut urls = Vec::new();
        for to in to {
            match to.reference() {
                Ok(url) => urls.push(url.into_owned()),
                Err(why) => self.refuse(why.to_owned()),
            }
        }
        self.members.remove(&name);
        self.links.remove(&name);
        self.links.insert(name.into(), Links { urls, many });
        self
    }

    fn put(&mut self, name: &str, value: Json) {
        self.links.remove(name);
        self.members.insert(Cow::Owned(name.to_owned()), value);
    }

    fn refuse(&mut self, why: String) {
        self.invalid.get_or_insert(why);
    }
}

/// Returns the literal of `value` as the value of `property` in a URL, if it can be read into the field of that: by the
/// type of the property, so that a date or a member of an enumeration type that is given as text is one.
pub(crate) fn literal_of<M: Model>(
    property: Property<M>,
    value: &(impl Literal + Serialize),
    conventions: Conventions,
) -> Option<String> {
    let json = Json::new(value).ok()?;
    if json.is_null() {
        return Some("null".to_owned());
    }
    let index = M::schema().find(property.name(), 0)?;
    let mut model = M::default();
    let read = ObjectMut::new(&mut model).read(index, &mut Reader::unchecked(json.as_str()));
    match ObjectRef::new(&model).field(index).filter(|_| read)? {
        FieldRef::Primitive(value) => Some(value.to_literal(conventions)),
        FieldRef::Text(text) => {
            let ty = M::schema().fields.get(index)?.enumeration()?;
            let members = text.split(',').map(str::trim);
            Some(literal::enumeration(ty, members, conventions))
        }
        FieldRef::Texts(_) | FieldRef::Opaque(_) => Some(value.to_literal(conventions)),
        FieldRef::Primitives(_) | FieldRef::Object(..) | FieldRef::Objects(..) => None,
    }
}

/// Returns what a body has of `json` as the value of `property`, if it can be read into the field of that.
fn sent<M: Model>(property: Property<M>, json: Json) -> Option<Json> {
    if json.is_null() {
        return Some(json);
    }
    let index = M::schema().find(property.name(), 0)?;
    let mut model = M::default();
    let read = ObjectMut::new(&mut model).read(index, &mut Reader::unchecked(json.as_str()));
    let value = ObjectRef::new(&model).field(index).filter(|_| read)?;
    let choice = INSIDE;
    match value {
        FieldRef::Object(..) | FieldRef::Objects(..) => Json::new(&Chosen { value, choice }).ok(),
        _ => Some(json),
    }
}

impl<M: Model> Default for Patch<M> {
    fn default() -> Self {
        Self::new()
    }
}

/// The set fields of a value, and its explicit nulls.
impl<M: Model> From<M> for Patch<M> {
    fn from(model: M) -> Self {
        Self::between(&M::default(), &model)
    }
}

impl<M: Model> Serialize for Patch<M> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if let Some(why) = &self.invalid {
            return Err(ser::Error::custom(why));
        }
        let mut map = serializer.serialize_map(None)?;
        if let Some(name) = &self.derived {
            map.serialize_entry("@odata.type", name)?;
        }
        for (name, value) in self.members.iter() {
            match annotated(name) {
                // It stands before the member, whenever it was set.
                Some(member) if self.members.get(member).is_some() => {}
                _ => {
                    for says_type in types_of(name) {
                        if let Some(ty) = self.members.get(&says_type) {
                            map.serialize_entry(&says_type, ty)?;
                        }
                    }
                    map.serialize_entry(name, value)?;
                }
            }
        }
        for (name, one) in self.links.iter() {
            match &one.urls[..] {
                [url] if !one.many => map.serialize_entry(name, url)?,
                all => map.serialize_entry(name, all)?,
            }
        }
        map.end()
    }
}

/// The names of what changes; values may be secrets.
impl<M: Model> fmt::Debug for Patch<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Patch of {} ", M::schema().name)?;
        f.debug_set()
            .entries(self.members.iter().map(|(name, _)| name))
            .entries(self.links.iter().map(|(name, _)| name))
            .finish()
    }
}
