//! A model of any type, by its schema and its place.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;
use std::ptr::NonNull;

use serde::ser::SerializeMap;

use super::kind::{AnyKind, Declared, FieldPtr, Primitive};
use super::opaque::AnyOpaque;
use super::primitive::each_primitive;
use super::{Field, Objects, Schema, Texts};
use crate::json::Reader;
use crate::model::read::{peek_type, read_members};
use crate::model::{Additional, Model};
use crate::value::Value;

/// A model, shared.
#[derive(Clone, Copy)]
pub struct ObjectRef<'a> {
    schema: &'static Schema,
    at: NonNull<u8>,
    model: PhantomData<&'a ()>,
}

/// A model, to be changed.
pub struct ObjectMut<'a> {
    schema: &'static Schema,
    at: NonNull<u8>,
    model: PhantomData<&'a mut ()>,
}

impl<'a> ObjectRef<'a> {
    /// `model` as an object.
    pub fn new<M: Model>(model: &'a M) -> Self {
        Self {
            schema: M::schema(),
            at: NonNull::from(model).cast(),
            model: PhantomData,
        }
    }

    /// The names of its members.
    pub fn schema(self) -> &'static Schema {
        self.schema
    }

    /// The members that have no field.
    pub fn additional(self) -> &'a Additional {
        let offset = self.schema.additional_offset();
        // SAFETY: the schema is that of the model at this place, which is borrowed for 'a; at this
        // offset is its field `additional`.
        unsafe { self.at.byte_add(offset).cast().as_ref() }
    }

    /// The value of the field with that number, where it has one.
    #[inline]
    pub(crate) fn field(self, index: usize) -> Option<FieldRef<'a>> {
        let field = &self.schema.fields[index];
        // SAFETY: as for `additional`; the kind says the type of this field.
        unsafe { field_ref(field, FieldPtr::new(self.at.byte_add(field.offset))) }
    }

    /// Writes the member of the field with that number, where it has a value. `other` makes what is
    /// written of a value that is none of the types that the core knows, and where `wide` says so of
    /// `Edm.Int64` and `Edm.Decimal`.
    ///
    /// # Errors
    /// The serializer's own.
    #[inline]
    pub(crate) fn write_field<M: SerializeMap, O: serde::Serialize>(
        self,
        index: usize,
        map: &mut M,
        wide: bool,
        other: impl FnOnce(FieldRef<'a>) -> O,
    ) -> Result<(), M::Error> {
        let field = &self.schema.fields[index];
        // SAFETY: as for `field`.
        unsafe {
            let place = FieldPtr::new(self.at.byte_add(field.offset));
            match field.kind {
                AnyKind::Primitive(Primitive::Int64 | Primitive::Decimal | Primitive::Json)
                    if wide => {}
                AnyKind::Primitive(one) => return write_primitive(one, place, field.name, map),
                AnyKind::Text(fns) => {
                    return match (fns.get)(place) {
                        Some(text) => map.serialize_entry(field.name, &*text),
                        None => Ok(()),
                    };
                }
                _ => {}
            }
        }
        match self.field(index) {
            Some(value) => map.serialize_entry(field.name, &other(value)),
            None => Ok(()),
        }
    }

    /// Returns whether the field with that number has a value.
    pub(crate) fn has(self, index: usize) -> bool {
        self.field(index).is_some()
    }

    /// The values of the fields that have one.
    pub(crate) fn fields(self) -> impl Iterator<Item = (&'static Field, FieldRef<'a>)> {
        let fields = self.schema.fields.iter().enumerate();
        fields.filter_map(move |(index, field)| Some((field, self.field(index)?)))
    }
}

/// Of one type, and equal in every member.
impl PartialEq for ObjectRef<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.schema == other.schema
            && self.additional() == other.additional()
            && (0..self.schema.fields.len()).all(|index| self.field(index) == other.field(index))
    }
}

impl<'a> ObjectMut<'a> {
    /// `model` as an object.
    pub fn new<M: Model>(model: &'a mut M) -> Self {
        Self {
            schema: M::schema(),
            at: NonNull::from(model).cast(),
            model: PhantomData,
        }
    }

    /// The names of its members.
    pub fn schema(&self) -> &'static Schema {
        self.schema
    }

    /// The members that have no field.
    pub fn additional(&mut self) -> &mut Additional {
        let offset = self.schema.additional_offset();
        // SAFETY: as for `ObjectRef::additional`, and the borrow is unique.
        unsafe { self.at.byte_add(offset).cast().as_mut() }
    }

    /// Returns the object, to read it.
    pub(crate) fn shared(&self) -> ObjectRef<'_> {
        ObjectRef {
            schema: self.schema,
            at: self.at,
            model: PhantomData,
        }
    }

    /// Empties the field with that number.
    pub(crate) fn clear(&mut self, index: usize) {
        let field = &self.schema.fields[index];
        // SAFETY: the schema is that of the model at this place, which is borrowed uniquely; the
        // kind says the type of this field.
        unsafe { clear(field.kind, self.place(field)) }
    }

    /// Reads the next value into the field with that number. `false` if it does not fit; the field
    /// is then empty.
    #[inline]
    pub(crate) fn read(&mut self, index: usize, reader: &mut Reader<'_>) -> bool {
        let field = &self.schema.fields[index];
        // SAFETY: as for `clear`.
        unsafe {
            let place = self.place(field);
            // What most fields are is read without looking at functions.
            if let AnyKind::Primitive(Primitive::String) = field.kind {
                return fill_text(place.get_mut::<Option<String>>(), reader);
            }
            read(&field.kind, place, reader)
        }
    }

    /// Makes it equal to `from`, which is of the same type. It has no value in any field before.
    pub(crate) fn copy(&mut self, from: ObjectRef<'_>) {
        // A value of another type has another table: there is nothing that could be copied.
        if self.schema != from.schema {
            return;
        }
        for (index, field) in self.schema.fields.iter().enumerate() {
            if let Some(value) = from.field(index) {
                // SAFETY: as for `clear`; `value` is of this very field of another model.
                unsafe { copy(field.kind, self.place(field), value) }
            }
        }
        self.additional().clone_from(from.additional());
    }

    /// # Safety
    /// `field` is of this object's schema.
    unsafe fn place(&mut self, field: &Field) -> FieldPtr<'_> {
        // SAFETY: the offset is inside the model, which `self` borrows uniquely.
        unsafe { FieldPtr::new(self.at.byte_add(field.offset)) }
    }
}

macro_rules! primitives {
    ($($name:ident: $ty:ty,)*) => {
        /// A value of a type that the core knows.
        #[derive(Clone, Copy, PartialEq)]
        pub(crate) enum PrimitiveRef<'a> {
            $($name(&'a $ty),)*
        }

        /// A collection of such.
        #[derive(Clone, Copy, PartialEq)]
        pub(crate) enum PrimitivesRef<'a> {
            $($name(&'a Vec<$ty>),)*
        }

        impl PrimitiveRef<'_> {
            /// The literal in a URL.
            pub(crate) fn to_literal(self, conventions: crate::Conventions) -> String {
                match self {
                    $(Self::$name(value) => crate::Literal::to_literal(value, conventions),)*
                }
            }

            #[inline]
            pub(crate) fn serialize<S: serde::Serializer>(self, serializer: S) -> Result<S::Ok, S::Error> {
                match self {
                    $(Self::$name(value) => serde::Serialize::serialize(value, serializer),)*
                }
            }
        }

        impl PrimitivesRef<'_> {
            #[inline]
            pub(crate) fn serialize<S: serde::Serializer>(self, serializer: S) -> Result<S::Ok, S::Error> {
                match self {
                    $(Self::$name(value) => serde::Serialize::serialize(value, serializer),)*
                }
            }
        }

        impl fmt::Debug for PrimitiveRef<'_> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                match self {
                    $(Self::$name(value) => value.fmt(f),)*
                }
            }
        }

        impl fmt::Debug for PrimitivesRef<'_> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                match self {
                    $(Self::$name(value) => value.fmt(f),)*
                }
            }
        }

        /// # Safety
        /// The field at `place` is an `Option` of the type that `primitive` is.
        #[inline]
        unsafe fn primitive(primitive: Primitive, place: FieldPtr<'_>) -> Option<PrimitiveRef<'_>> {
            match primitive {
                // SAFETY: the caller's.
                $(Primitive::$name => unsafe { place.get::<Option<$ty>>() }.as_ref().map(PrimitiveRef::$name),)*
            }
        }

        /// # Safety
        /// The field at `place` is an `Option<Vec<_>>` of the type that `primitive` is.
        #[inline]
        unsafe fn primitives(primitive: Primitive, place: FieldPtr<'_>) -> Option<PrimitivesRef<'_>> {
            match primitive {
                // SAFETY: the caller's.
                $(Primitive::$name => unsafe { place.get::<Option<Vec<$ty>>>() }.as_ref().map(PrimitivesRef::$name),)*
            }
        }

        /// # Safety
        /// The field at `place` is an `Option` of the type that `primitive` is.
        #[inline]
        unsafe fn write_primitive<M: SerializeMap>(
            primitive: Primitive,
            place: FieldPtr<'_>,
            name: &'static str,
            map: &mut M,
        ) -> Result<(), M::Error> {
            match primitive {
                // SAFETY: the caller's.
                $(Primitive::$name => match unsafe { place.get::<Option<$ty>>() } {
                    Some(value) => map.serialize_entry(name, value),
                    None => Ok(()),
                },)*
            }
        }

        /// # Safety
        /// The field at `place` is an `Option` of the type that `primitive` is, borrowed uniquely.
        unsafe fn read_primitive(primitive: Primitive, place: FieldPtr<'_>, reader: &mut Reader<'_>) -> bool {
            match primitive {
                // SAFETY: the caller's.
                $(Primitive::$name => fill(unsafe { place.get_mut::<Option<$ty>>() }, reader),)*
            }
        }

        /// # Safety
        /// The field at `place` is an `Option<Vec<_>>` of the type that `primitive` is, borrowed
        /// uniquely.
        unsafe fn read_primitives(primitive: Primitive, place: FieldPtr<'_>, reader: &mut Reader<'_>) -> bool {
            match primitive {
                // SAFETY: the caller's.
                $(Primitive::$name => fill(unsafe { place.get_mut::<Option<Vec<$ty>>>() }, reader),)*
            }
        }

        /// # Safety
        /// As for [`read_primitive`].
        unsafe fn clear_primitive(primitive: Primitive, place: FieldPtr<'_>) {
            match primitive {
                // SAFETY: the caller's.
                $(Primitive::$name => *unsafe { place.get_mut::<Option<$ty>>() } = None,)*
            }
        }

        /// # Safety
        /// As for [`read_primitives`].
        unsafe fn clear_primitives(primitive: Primitive, place: FieldPtr<'_>) {
            match primitive {
                // SAFETY: the caller's.
                $(Primitive::$name => *unsafe { place.get_mut::<Option<Vec<$ty>>>() } = None,)*
            }
        }

        /// # Safety
        /// The field at `place` is an `Option` of the type of `value`, borrowed uniquely.
        unsafe fn copy_primitive(place: FieldPtr<'_>, value: PrimitiveRef<'_>) {
            match value {
                // SAFETY: the caller's.
                $(PrimitiveRef::$name(value) => *unsafe { place.get_mut::<Option<$ty>>() } = Some(value.clone()),)*
            }
        }

        /// # Safety
        /// The field at `place` is an `Option` of the type of `value`, borrowed uniquely.
        unsafe fn copy_primitives(place: FieldPtr<'_>, value: PrimitivesRef<'_>) {
            match value {
                // SAFETY: the caller's.
                $(PrimitivesRef::$name(value) => *unsafe { place.get_mut::<Option<Vec<$ty>>>() } = Some(value.clone()),)*
            }
        }
    };
}
each_primitive!(primitives);

#[inline]
fn fill<T: Value>(field: &mut Option<T>, reader: &mut Reader<'_>) -> bool {
    *field = T::read(reader);
    field.is_some()
}

/// Reads a text in place, without moving it.
fn fill_text(field: &mut Option<String>, reader: &mut Reader<'_>) -> bool {
    let read = reader.text(|text| *field = Some(text.to_owned()));
    if read.is_none() {
        *field = None;
    }
    read.is_some()
}

/// The value of a field.
#[derive(Clone)]
pub(crate) enum FieldRef<'a> {
    Primitive(PrimitiveRef<'a>),
    Primitives(PrimitivesRef<'a>),
    Text(Cow<'a, str>),
    Texts(Texts<'a>),
    Object(ObjectRef<'a>, Declared),
    Objects(Objects<'a>, Declared),
    Opaque(&'a dyn AnyOpaque),
}

impl PartialEq for FieldRef<'_> {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Primitive(one), Self::Primitive(other)) => one == other,
            (Self::Primitives(one), Self::Primitives(other)) => one == other,
            (Self::Text(one), Self::Text(other)) => one == other,
            (Self::Texts(one), Self::Texts(other)) => one.iter().eq(other.iter()),
            (Self::Object(one, _), Self::Object(other, _)) => one == other,
            (Self::Objects(one, _), Self::Objects(other, _)) => one.iter().eq(other.iter()),
            (Self::Opaque(one), Self::Opaque(other)) => one.equals(*other),
            _ => false,
        }
    }
}

/// # Safety
/// The field at `place` is `field`.
#[inline]
unsafe fn field_ref<'a>(field: &Field, place: FieldPtr<'a>) -> Option<FieldRef<'a>> {
    // SAFETY: the caller's; each function is that of the kind of this field.
    unsafe {
        Some(match field.kind {
            AnyKind::Primitive(one) => FieldRef::Primitive(primitive(one, place)?),
            AnyKind::Primitives(one) => FieldRef::Primitives(primitives(one, place)?),
            AnyKind::Text(fns) => FieldRef::Text((fns.get)(place)?),
            AnyKind::Texts(fns) => FieldRef::Texts((fns.get)(place)?),
            AnyKind::Object(fns) => FieldRef::Object((fns.get)(place)?, (fns.declared)()),
            AnyKind::Objects(fns) => FieldRef::Objects((fns.get)(place)?, (fns.declared)()),
            AnyKind::Opaque(fns) => FieldRef::Opaque((fns.get)(place)?),
        })
    }
}

/// # Safety
/// The field at `place` is of that kind, borrowed uniquely.
unsafe fn clear(kind: AnyKind, place: FieldPtr<'_>) {
    // SAFETY: the caller's; each function is that of the kind of this field.
    unsafe {
        match kind {
            AnyKind::Primitive(one) => clear_primitive(one, place),
            AnyKind::Primitives(one) => clear_primitives(one, place),
            AnyKind::Text(fns) => (fns.clear)(place),
            AnyKind::Texts(fns) => (fns.clear)(place),
            AnyKind::Object(fns) => (fns.clear)(place),
            AnyKind::Objects(fns) => (fns.clear)(place),
            AnyKind::Opaque(fns) => (fns.clear)(place),
        }
    }
}

/// # Safety
/// The field at `place` is of that kind, borrowed uniquely.
unsafe fn read(kind: &AnyKind, place: FieldPtr<'_>, reader: &mut Reader<'_>) -> bool {
    // SAFETY: the caller's; each function is that of the kind of this field, and what one of them
    // borrows is given back before the next is called.
    let fits = unsafe {
        match kind {
            AnyKind::Primitive(one) => return read_primitive(*one, place, reader),
            AnyKind::Primitives(one) => return read_primitives(*one, place, reader),
            AnyKind::Opaque(fns) => return (fns.read)(place, reader),
            AnyKind::Text(fns) => reader.text(|text| (fns.set)(place, text)).is_some(),
            AnyKind::Texts(fns) => {
                (fns.begin)(place);
                let push = |text: &str| (fns.push)(place, text);
                let read = reader.array(|reader| reader.text(push).is_some());
                read.is_some()
            }
            AnyKind::Object(fns) => {
                reader.at_object() && {
                    let name = said(reader, (fns.declared)());
                    read_members((fns.make)(place, name.as_deref()), reader)
                }
            }
            AnyKind::Objects(fns) => {
                (fns.begin)(place);
                let declared = (fns.declared)();
                let read = reader.array(|reader| {
                    reader.at_object() && {
                        let name = said(reader, declared);
                        read_members((fns.push)(place, name.as_deref()), reader)
                    }
                });
                read.is_some()
            }
        }
    };
    if !fits {
        // SAFETY: the caller's.
        unsafe { clear(*kind, place) };
    }
    fits
}

/// The type that the next value says it is, where that decides what it is read as.
fn said<'a>(reader: &mut Reader<'a>, declared: Declared) -> Option<Cow<'a, str>> {
    declared.polymorphic.then(|| peek_type(reader)).flatten()
}

/// # Safety
/// The field at `place` is of that kind, borrowed uniquely, and `value` is of a field of the same
/// type.
unsafe fn copy(kind: AnyKind, place: FieldPtr<'_>, value: FieldRef<'_>) {
    // SAFETY: the caller's; each function is that of the kind of this field.
    unsafe {
        match (kind, value) {
            (AnyKind::Primitive(_), FieldRef::Primitive(value)) => copy_primitive(place, value),
            (AnyKind::Primitives(_), FieldRef::Primitives(value)) => copy_primitives(place, value),
            (AnyKind::Text(fns), FieldRef::Text(text)) => (fns.set)(place, &text),
            (AnyKind::Texts(fns), FieldRef::Texts(texts)) => {
                (fns.begin)(place);
                for text in texts.iter() {
                    (fns.push)(place, &text);
                }
            }
            (AnyKind::Object(fns), FieldRef::Object(object, _)) => {
                (fns.make)(place, Some(object.schema().name)).copy(object);
            }
            (AnyKind::Objects(fns), FieldRef::Objects(objects, _)) => {
                (fns.begin)(place);
                for object in objects.iter() {
                    (fns.push)(place, Some(object.schema().name)).copy(object);
                }
            }
            (AnyKind::Opaque(fns), FieldRef::Opaque(value)) => (fns.copy)(place, value),
            // The kind of a field gives values of that kind alone.
            _ => {}
        }
    }
}
