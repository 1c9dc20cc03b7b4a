//! The table core: how fields are reached when only their place and kind are known.
//!
//! A model is a plain struct and one [`Schema`] that lists its fields: name on the wire, offset,
//! [`Kind`]. All models are read, written, cloned, compared and shown by walking that table, so what
//! a model costs to compile is its fields and a few lines. This is the only module with `unsafe`.
//!
//! The unsafe code relies on these rules:
//!
//! 1. A [`Schema`] belongs to one type. Its offsets and kinds are made from the fields themselves
//!    ([`field`], given a pointer to the field by [`model!`](crate::model!)), so at each offset of
//!    the type there is an `Option<T>` with the `T` that the kind was made for. [`Kind`] is invariant, so a
//!    [`FieldType`], which anyone may implement, has no other kind than one made for that very type. No
//!    model is packed, for [`Additional`](super::Additional) is in none that is.
//! 2. [`Model::schema`](super::Model::schema) gives the schema of the type itself. The trait is
//!    `unsafe` because of this alone, and only the macro implements it.
//! 3. An [`ObjectRef`] or [`ObjectMut`] is made from a reference to a whole model, keeps that
//!    reference's lifetime and provenance, and gives out one field at a time.
//! 4. Nothing guesses at the layout of `Option`, `Vec`, `Box` or an enum: each kind has functions,
//!    generic over `T`, that cast a pointer to the field back to the `Option<T>` that it came from.
//! 5. A member of an [`Enumeration`](super::Enumeration) that is not kept as a text has no data, so it
//!    is copied bit by bit. The trait is `unsafe` because of this alone, and only the macro implements it.
//! 6. A model is `Send` and `Sync` by an `unsafe impl` of the macro, since every [`FieldType`] and
//!    [`Additional`](super::Additional) is. Left to itself the compiler finds that out anew for each model,
//!    by a walk over all types that the model leads to; in Graph these are nearly all.
//! 7. A model's field `additional` is [`Kept`]: an [`Additional`](super::Additional), or a type that is transparent
//!    to one, and so is in memory. Nobody else can implement that trait.
//!
//! Fields are always initialized and drop by themselves, so a read that fails leaks nothing.
#![allow(unsafe_code, reason = "this is the module; see above")]

mod kind;
mod member;
mod object;
mod opaque;
mod primitive;
mod schema;
mod target;

pub use kind::{FieldType, Item, Kind};
pub(crate) use kind::{Objects, Texts};
pub(crate) use member::copy_member;
pub(crate) use object::{FieldRef, PrimitiveRef, PrimitivesRef};
pub use object::{ObjectMut, ObjectRef};
pub use opaque::Opaque;
pub use schema::{Field, Kept, Schema, Table, additional_offset, field, place};
pub use target::Target;
