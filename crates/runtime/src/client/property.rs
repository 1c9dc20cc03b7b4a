//! Properties that have a URL of their own (OData Protocol 4.01, 11.2.4 and 11.4.9).

use std::fmt;
use std::marker::PhantomData;

use http::Method;
use serde::Serialize;

use super::page::Page;
use super::payload::{Count, Single};
use super::request::Request;
use super::resource::Resource;
use crate::body::Body;
use crate::json::PerhapsWide;
use crate::model::{Property, Structured};
use crate::patch::Patch;
use crate::value::{AllInBody, Value};

macro_rules! property_resources {
    ($($(#[$doc:meta])* $name:ident<$($parameter:ident),*>)*) => {$(
        $(#[$doc])*
        pub struct $name<$($parameter),*>(Resource, PhantomData<fn() -> ($($parameter,)*)>);

        impl<$($parameter),*> From<Resource> for $name<$($parameter),*> {
            fn from(resource: Resource) -> Self {
                Self(resource, PhantomData)
            }
        }

        impl<$($parameter),*> Clone for $name<$($parameter),*> {
            fn clone(&self) -> Self {
                Self(self.0.clone(), PhantomData)
            }
        }

        impl<$($parameter),*> fmt::Debug for $name<$($parameter),*> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_tuple(stringify!($name)).field(&self.0.path()).finish()
            }
        }

        impl<$($parameter),*> $name<$($parameter),*> {
            /// Sets the property to null, or empties it if it is a collection (11.4.9.2).
            pub fn delete(&self) -> Request<()> {
                self.0.request(Method::DELETE)
            }

            /// A request to the property that no description has: the way out.
            pub fn request(&self, method: Method) -> Request<serde_json::Value> {
                self.0.raw_request(method)
            }

            /// The path below the service root, percent-encoded.
            pub fn path(&self) -> &str {
                self.0.path()
            }
        }
    )*};
}

property_resources! {
    /// A complex property whose value is a `T`. One that is null is answered with 204: call
    /// `.optional()` on the request to accept that.
    PropertyResource<T>

    /// A property that is a collection of `T`.
    CollectionPropertyResource<T>

    /// A property that is a single value and no object: primitive, enumeration, any JSON. The
    /// description of its owner says which.
    PrimitivePropertyResource<>
}

impl<T: Structured> PropertyResource<T> {
    /// Gets the value.
    pub fn get(&self) -> Request<T> {
        self.0.request(Method::GET)
    }

    /// Changes members of the value. Gives `None` where the service answers 204 (11.4.9.3).
    pub fn update(&self, change: impl Into<Patch<T::Declared>>) -> Request<Option<T>> {
        self.0.request(Method::PATCH).patch_body(change)
    }

    /// A property of the value by itself that is a single value and no object.
    pub fn property(&self, property: Property<T::Declared>) -> PrimitivePropertyResource {
        self.0.segment(property.name()).into()
    }

    /// Replaces the value. Gives `None` where the service answers 204.
    pub fn set(&self, value: &T) -> Request<Option<T>> {
        self.0.request(Method::PUT).json_body(&Body::new(value))
    }
}

/// A collection or a single value stands in an object of its own (JSON Format 4.01, 11 and 12).
#[derive(Serialize)]
struct Wrapped<'a, T: ?Sized> {
    value: &'a T,
}

impl<T: Value> CollectionPropertyResource<T> {
    /// Gets the items.
    pub fn get(&self) -> Request<Page<T>> {
        self.0.request(Method::GET)
    }

    /// Counts the items (11.2.10).
    pub fn count(&self) -> Request<Count> {
        self.0.segment("$count").request(Method::GET)
    }

    /// Replaces all items. Gives `None` where the service answers 204.
    pub fn set(&self, items: &[T]) -> Request<Option<Page<T>>> {
        self.0.request(Method::PUT).json_body(&Wrapped {
            value: &AllInBody(items),
        })
    }
}

impl PrimitivePropertyResource {
    /// Gets the value. Gives `None` where it is null, which a service answers with 204.
    pub fn get<V: Value>(&self) -> Request<Option<Single<V>>> {
        self.0.request(Method::GET)
    }

    /// Sets the value. An `i64` is sent as an `Edm.Int64`, and a [`Decimal`](crate::edm::Decimal) as an
    /// `Edm.Decimal`: as texts where the service has these so.
    pub fn set(&self, value: &(impl Serialize + ?Sized)) -> Request<()> {
        self.0.request(Method::PUT).json_body(&Wrapped {
            value: &PerhapsWide(value),
        })
    }
}
