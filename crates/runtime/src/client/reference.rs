//! Links between entities: what they lead to, and how they stand in a body.

use std::borrow::Cow;

use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;

use super::origin::{self, Origin};
use super::payload::{DecodeError, Payload, Reply};
use super::request::Request;
use super::resource::{Resource, ServiceClient};
use super::{link, redact};
use crate::json::{Json, Reader};
use crate::model::{Additional, deserialize};
use crate::value::Value;

/// The text of a URL.
pub type Url<'a> = Cow<'a, str>;

/// The target of a link: a resource, an [`EntityReference`] that was read, or a URL as text.
///
/// A text is a path below the service root, such as `/users/adele`, or an absolute URL; either is
/// percent-encoded already.
pub trait Reference {
    /// The URL: absolute, or a path below the service root.
    ///
    /// # Errors
    /// This addresses nothing; the text says why.
    fn reference(&self) -> Result<Url<'_>, &'static str>;
}

impl Reference for str {
    fn reference(&self) -> Result<Url<'_>, &'static str> {
        Ok(Cow::Borrowed(self))
    }
}

impl Reference for String {
    fn reference(&self) -> Result<Url<'_>, &'static str> {
        (**self).reference()
    }
}

impl<T: Reference + ?Sized> Reference for &T {
    fn reference(&self) -> Result<Url<'_>, &'static str> {
        (**self).reference()
    }
}

/// The resource under the root of its own client.
impl Reference for Resource {
    fn reference(&self) -> Result<Url<'_>, &'static str> {
        self.url().map(Cow::Owned)
    }
}

/// Where an entity is, without the entity (JSON Format 4.01, 14).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EntityReference {
    /// The URL of the entity: its `@odata.id`, or `@id`, as OData 4.01 shortens it.
    pub id: String,
    /// The other members.
    pub additional: Additional,
}

const ID: &str = "@odata.id";
const SHORT_ID: &str = "@id";

impl Reference for EntityReference {
    fn reference(&self) -> Result<Url<'_>, &'static str> {
        self.id.reference()
    }
}

impl Value for EntityReference {
    fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let mut read = Self::default();
        let mut found = false;
        reader.object(|reader, name| {
            let before = reader.mark();
            let is_id = name == ID || name == SHORT_ID;
            if let Some(id) = is_id.then(|| reader.string()).flatten() {
                read.id = id.into_owned();
                found = true;
                if name == ID {
                    return true;
                }
            }
            reader.rewind(before);
            let kept = Json::from_checked(reader.raw());
            read.additional.set_json(name, kept);
            true
        })?;
        found.then_some(read)
    }
}

/// Under the name that it was read with.
impl Serialize for EntityReference {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        if self.additional.get_json(SHORT_ID).is_none() {
            map.serialize_entry(ID, &self.id)?;
        }
        for (name, value) in self.additional.iter() {
            if name == SHORT_ID {
                map.serialize_entry(name, &self.id)?;
            } else {
                map.serialize_entry(name, value)?;
            }
        }
        map.end()
    }
}

impl<'de> Deserialize<'de> for EntityReference {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserialize(deserializer)
    }
}

impl Payload for EntityReference {
    fn from_reply(reply: Reply<'_>) -> Result<Self, DecodeError> {
        reply.read("an entity reference", <Self as Value>::read)
    }
}

impl ServiceClient {
    /// The absolute URL of what `reference` addresses. Only what is under the service root can be
    /// linked to, and a service would take another URL for a path of its own or refuse it.
    pub(super) fn link(&self, reference: &(impl Reference + ?Sized)) -> Result<String, String> {
        self.absolute(&reference.reference()?)
    }

    pub(super) fn absolute(&self, url: &str) -> Result<String, String> {
        let root = &self.service().root;
        if url.contains('#') {
            return Err(format!(
                "a link leads to `{}`, but {}",
                redact::url(url).escape_debug(),
                link::FRAGMENT
            ));
        }
        if !link::has_scheme(url) {
            let path = url.trim_start_matches('/');
            if path.is_empty() || url.starts_with("//") || link::climbs(path) {
                return Err(format!(
                    "a link leads to `{}`, which is no path below the service root: give one such as \
                     `/users/adele`",
                    url.escape_debug()
                ));
            }
            return Ok(format!("{root}/{path}"));
        }
        let url = &*self.at_endpoint(url.to_owned());
        let (own, other) = (origin::prefix(root), origin::prefix(url));
        let below = url[other.len()..].strip_prefix(&root[own.len()..]);
        if below.is_some_and(|path| path.starts_with('/') && !link::climbs(path))
            // Documentation writes placeholders such as `{id}` behind it, which no URL has.
            && Origin::of(other).is_some_and(|origin| Some(origin) == Origin::of(own))
        {
            return Ok(url.to_owned());
        }
        Err(format!(
            "a link leads to {}, which is outside the service root {} of this client: give the path of the \
             entity below that root, such as `/users/adele`, or send this with a client of that other service",
            redact::url(url),
            redact::url(root)
        ))
    }
}

impl<T> Request<T> {
    /// Sets the body to a reference to an entity (OData Protocol 4.01, 11.4.6).
    pub fn reference_body(self, to: &(impl Reference + ?Sized)) -> Self {
        match self.parts.service.link(to) {
            Ok(id) => self.json_body(&EntityReference {
                id,
                additional: Additional::default(),
            }),
            Err(why) => self.refuse(why),
        }
    }

    /// Says by the query option `$id` which entity a reference is to (11.4.6.2).
    pub fn reference_query(self, to: &(impl Reference + ?Sized)) -> Self {
        match self.parts.service.link(to) {
            Ok(id) => self.query("$id", &id),
            Err(why) => self.refuse(why),
        }
    }

    /// Links what the body describes to an existing entity: the member `property@odata.bind` (JSON
    /// Format 4.01, 8.5). The body must be an object, as that of a create is.
    pub fn bind(self, property: impl AsRef<str>, to: &(impl Reference + ?Sized)) -> Self {
        let link = self.parts.service.link(to).map(|url| Json::new(&url));
        self.with_bind(property.as_ref(), link)
    }

    /// Links a collection-valued navigation property.
    pub fn bind_all<R: Reference>(
        self,
        property: impl AsRef<str>,
        to: impl IntoIterator<Item = R>,
    ) -> Self {
        let links: Result<Vec<String>, String> = to
            .into_iter()
            .map(|to| self.parts.service.link(&to))
            .collect();
        self.with_bind(property.as_ref(), links.map(|urls| Json::new(&urls)))
    }

    fn with_bind(mut self, property: &str, link: Result<serde_json::Result<Json>, String>) -> Self {
        let link = match link {
            Ok(Ok(link)) => link,
            Ok(Err(error)) => return self.refuse(error.to_string()),
            Err(why) => return self.refuse(why),
        };
        let body = self.parts.body.as_deref().unwrap_or_default();
        match with_member(body, &format!("{property}@odata.bind"), &link) {
            Some(body) => {
                self.parts.body = Some(body.into());
                self
            }
            None => self.refuse(format!(
                "`{property}` is bound in a request whose body is no JSON object: set the body first"
            )),
        }
    }
}

/// The object in `body` with one member more, or another value of it. `None` if it is no object.
fn with_member(body: &[u8], name: &str, value: &Json) -> Option<Vec<u8>> {
    let raw: &RawValue = serde_json::from_slice(body).ok()?;
    let mut members: Vec<(String, Json)> = Vec::new();
    Reader::new(raw).object(|reader, known| {
        let kept = Json::from_checked(reader.raw());
        if known != name {
            members.push((known.into_owned(), kept));
        }
        true
    })?;
    members.push((name.to_owned(), value.clone()));
    serde_json::to_vec(&Members(&members)).ok()
}

struct Members<'a>(&'a [(String, Json)]);

impl Serialize for Members<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, value)| (name, value)))
    }
}
