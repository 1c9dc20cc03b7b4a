//! The offers of ways to resources, as types.
//!
//! A resource of a generated crate stands for a type of the service, whatever path leads to it, and is generic
//! over what the last step of that path offers: `EventCollection<O>`. The methods of the standard operations of
//! OData ask `O` for one of these traits, so a request that the service does not have on that way does not
//! compile. All other methods are there on each way.
//!
//! The types that stand for `O` are in the module `offers` of the generated crate. Each is called after what it
//! offers: `ListCountGet`.
//!
//! A function that asks for no more than it needs takes a resource from any way that has it:
//!
//! ```
//! # use std::marker::PhantomData;
//! # struct User;
//! # struct UserResource<O>(graphwright::Resource, PhantomData<O>);
//! # impl<O> UserResource<O> {
//! #     fn get(&self) -> graphwright::Request<User> where O: OffersGet {
//! #         self.0.request(graphwright::Method::GET)
//! #     }
//! # }
//! use graphwright::offers::OffersGet;
//!
//! fn read<O: OffersGet>(user: &UserResource<O>) -> graphwright::Request<User> {
//!     user.get()
//! }
//! ```

/// Says which standard operations a way offers: those of the resource that it leads to and, where that is a collection,
/// those of its items.
pub trait Offers {
    /// The offers of a derived type that the resource is cast to (OData URL Conventions 4.01, 4.11).
    type Cast: Offers;
}

/// Declares the trait of each standard operation.
macro_rules! operations {
    ($($(#[$doc:meta])* $name:ident: $message:literal, $label:literal;)*) => {$(
        $(#[$doc])*
        #[diagnostic::on_unimplemented(
            message = $message,
            label = $label,
            note = "`{Self}` says what the last step of the path offers; `.request(method)` on the resource sends \
                    what the description does not have"
        )]
        pub trait $name: Offers {}
    )*};
}

operations! {
    /// GET of a collection.
    OffersList: "this way to the collection does not offer `list`", "`list` is not offered here";
    /// POST to a collection.
    OffersCreate: "this way to the collection does not offer `create`", "`create` is not offered here";
    /// GET of `/$count` of a collection.
    OffersCount: "this way to the collection does not offer `count`", "`count` is not offered here";
    /// GET of one.
    OffersGet: "this way to the resource does not offer `get`", "`get` is not offered here";
    /// PATCH of one.
    OffersUpdate: "this way to the resource does not offer `update`", "`update` is not offered here";
    /// DELETE of one.
    OffersDelete: "this way to the resource does not offer `delete`", "`delete` is not offered here";
    /// PUT of one.
    OffersReplace: "this way to the resource does not offer `replace`", "`replace` is not offered here";
    /// GET of `/$ref` of a collection.
    OffersListReferences:
        "this way to the collection does not offer `list_references`", "`list_references` is not offered here";
    /// POST to `/$ref` of a collection.
    OffersAddReference:
        "this way to the collection does not offer `add_reference`", "`add_reference` is not offered here";
    /// DELETE of `/$ref` of an item of a collection.
    OffersRemoveReference:
        "this way to the resource does not offer `remove_reference`", "`remove_reference` is not offered here";
    /// GET of `/$ref` of one.
    OffersGetReference:
        "this way to the resource does not offer `get_reference`", "`get_reference` is not offered here";
    /// PUT of `/$ref` of one.
    OffersSetReference:
        "this way to the resource does not offer `set_reference`", "`set_reference` is not offered here";
    /// DELETE of `/$ref` of one.
    OffersDeleteReference:
        "this way to the resource does not offer `delete_reference`", "`delete_reference` is not offered here";
}

/// Declares types that say what a way offers: a row for each, with its traits, what a cast offers, and what else is
/// to be said of it.
#[macro_export]
macro_rules! offers {
    ([$($name:ident($($offered:ident),*) as $cast:ident $($more:literal)*),* $(,)?]) => {$(
        #[doc = concat!("A way that offers this and no more:" $(, " [`", stringify!($offered), "`]")*)]
        $(#[doc = ""] #[doc = $more])*
        pub enum $name {}

        impl $crate::offers::Offers for $name {
            type Cast = $cast;
        }

        $(impl $crate::offers::$offered for $name {})*
    )*};
}

/// Implements for a resource what every resource has, whatever its way offers.
#[macro_export]
macro_rules! resource {
    ($resource:ident) => {
        impl<O> ::core::clone::Clone for $resource<O> {
            #[inline]
            fn clone(&self) -> Self {
                Self(::core::clone::Clone::clone(&self.0), self.1)
            }
        }

        impl<O> ::core::fmt::Debug for $resource<O> {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                let name = ::core::stringify!($resource);
                f.debug_tuple(name).field(&self.0).finish()
            }
        }
    };
}

/// Implements for a resource of a single entity what every resource has, and that a link can lead to it.
#[macro_export]
macro_rules! entity {
    ($resource:ident) => {
        $crate::resource!($resource);

        impl<O> $crate::Reference for $resource<O> {
            #[inline]
            fn reference(&self) -> ::core::result::Result<$crate::Url<'_>, &'static str> {
                $crate::Reference::reference(&self.0)
            }
        }
    };
}
