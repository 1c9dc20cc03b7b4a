//! The kinds of fields, and the functions that reach their values.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::marker::PhantomData;
use std::ptr::NonNull;

use super::opaque::{AnyOpaque, Opaque};
use super::primitive::each_primitive;
use super::{ObjectMut, ObjectRef};
use crate::json::Reader;
use crate::model::{Enumeration, Flags, Model, Structured, Text};

/// The place of a field that is borrowed for `'a`.
#[derive(Clone, Copy)]
pub(super) struct FieldPtr<'a> {
    at: NonNull<u8>,
    life: PhantomData<&'a ()>,
}

impl<'a> FieldPtr<'a> {
    /// # Safety
    /// At `at` there is a field which is borrowed for `'a`: shared, or unique if [`get_mut`](Self::get_mut)
    /// is called.
    pub(super) unsafe fn new(at: NonNull<u8>) -> Self {
        let life = PhantomData;
        Self { at, life }
    }

    /// # Safety
    /// The field is an `F`.
    pub(super) unsafe fn get<F>(self) -> &'a F {
        // SAFETY: the caller's.
        unsafe { self.at.cast::<F>().as_ref() }
    }

    /// # Safety
    /// The field is an `F`, and this place was made of a unique borrow.
    pub(super) unsafe fn get_mut<F>(self) -> &'a mut F {
        // SAFETY: the caller's.
        unsafe { self.at.cast::<F>().as_mut() }
    }
}

/// The kind of a field of type `Option<T>`: proof that the table is right about it.
///
/// A kind is of exactly one type, also where that type is a subtype of another: a function that takes any
/// text is a function that takes texts that live forever, and not the other way round.
///
/// ```
/// # use graphwright::model::{FieldType, Item, Kind, Text};
/// # use std::borrow::Cow;
/// struct Shown<F>(F);
/// impl Text for Shown<for<'a> fn(&'a str)> {
///     const NAME: &'static str = "";
///
///     fn from_text(_: &str) -> Self {
///         Self(|_| ())
///     }
///     fn text(&self) -> Cow<'_, str> {
///         (self.0)(&String::from("gone at once"));
///         Cow::Borrowed("")
///     }
/// }
/// impl FieldType for Shown<for<'a> fn(&'a str)> {
///     const KIND: Kind<Self> = Kind::text();
/// }
/// impl Item for Shown<for<'a> fn(&'a str)> {
///     const MANY: Kind<Vec<Self>> = Kind::texts();
/// }
/// ```
///
/// ```compile_fail,E0308
/// # use graphwright::model::{FieldType, Kind, Text};
/// # use std::borrow::Cow;
/// # struct Shown<F>(F);
/// # impl Text for Shown<for<'a> fn(&'a str)> {
/// #     const NAME: &'static str = "";
/// #     fn from_text(_: &str) -> Self {
/// #         Self(|_| ())
/// #     }
/// #     fn text(&self) -> Cow<'_, str> {
/// #         (self.0)(&String::from("gone at once"));
/// #         Cow::Borrowed("")
/// #     }
/// # }
/// impl FieldType for Shown<fn(&'static str)> {
///     const KIND: Kind<Self> = Kind::<Shown<for<'a> fn(&'a str)>>::text();
/// }
/// ```
///
/// ```compile_fail,E0308
/// # use graphwright::model::{Item, Kind, Text};
/// # use std::borrow::Cow;
/// # struct Shown<F>(F);
/// # impl Text for Shown<for<'a> fn(&'a str)> {
/// #     const NAME: &'static str = "";
/// #     fn from_text(_: &str) -> Self {
/// #         Self(|_| ())
/// #     }
/// #     fn text(&self) -> Cow<'_, str> {
/// #         (self.0)(&String::from("gone at once"));
/// #         Cow::Borrowed("")
/// #     }
/// # }
/// impl Item for Shown<fn(&'static str)> {
///     const MANY: Kind<Vec<Self>> = Kind::<Vec<Shown<for<'a> fn(&'a str)>>>::texts();
/// }
/// ```
pub struct Kind<T> {
    pub(super) any: AnyKind,
    /// Both, so that a kind of a subtype is none of this type: the functions are of this very type.
    ty: PhantomData<fn(T) -> T>,
}

/// [`Kind`] without its type.
#[derive(Clone, Copy)]
pub(super) enum AnyKind {
    Primitive(Primitive),
    Primitives(Primitive),
    Text(TextFns),
    Texts(TextsFns),
    Object(ObjectFns),
    Objects(ObjectsFns),
    Opaque(OpaqueFns),
}

macro_rules! primitives {
    ($($name:ident: $ty:ty,)*) => {
        /// A type that the core knows.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(super) enum Primitive {
            $($name,)*
        }

        $(
            impl FieldType for $ty {
                const KIND: Kind<Self> = Kind::new(AnyKind::Primitive(Primitive::$name));
            }

            impl Item for $ty {
                const MANY: Kind<Vec<Self>> = Kind::new(AnyKind::Primitives(Primitive::$name));
            }
        )*
    };
}
each_primitive!(primitives);

/// A type that stands in a field of a model, as `Option<Self>`.
pub trait FieldType: Sized + Send + Sync {
    /// How it is reached.
    const KIND: Kind<Self>;
}

/// A type that stands in a collection in a field of a model, as `Option<Vec<Self>>`.
pub trait Item: Sized + Send + Sync {
    /// How the collection is reached.
    const MANY: Kind<Vec<Self>>;
}

impl<T: Item> FieldType for Vec<T> {
    const KIND: Kind<Self> = T::MANY;
}

/// A structured value is boxed: a type may hold itself, and a struct of many properties stays small.
impl<M: Model> FieldType for Box<M> {
    const KIND: Kind<Self> = Kind::new(AnyKind::Object(ObjectFns {
        get: get_boxed::<M>,
        make: make_boxed::<M>,
        clear: clear::<Self>,
        declared: declared::<M>,
    }));
}

impl<T: Structured> Item for T {
    const MANY: Kind<Vec<Self>> = Kind::new(AnyKind::Objects(ObjectsFns {
        get: get_objects::<T>,
        begin: begin::<T>,
        push: push_object::<T>,
        clear: clear::<Vec<T>>,
        declared: declared::<T>,
    }));
}

impl<E: Enumeration> FieldType for Flags<E> {
    const KIND: Kind<Self> = Kind::text();
}

impl<E: Enumeration> Item for Flags<E> {
    const MANY: Kind<Vec<Self>> = Kind::texts();
}

/// A map is one value to the core.
impl<T: Opaque> FieldType for BTreeMap<String, T> {
    const KIND: Kind<Self> = Kind::opaque();
}

impl<T: Opaque> Item for BTreeMap<String, T> {
    const MANY: Kind<Vec<Self>> = Kind::opaque();
}

/// So is a collection in a collection.
impl<T: Opaque> Item for Vec<T> {
    const MANY: Kind<Vec<Self>> = Kind::opaque();
}

impl<T> Kind<T> {
    const fn new(any: AnyKind) -> Self {
        let ty = PhantomData;
        Self { any, ty }
    }
}

impl<T: Text> Kind<T> {
    /// A member of an enumeration type, or a set of members.
    pub const fn text() -> Self {
        Self::new(AnyKind::Text(TextFns {
            name: T::NAME,
            get: get_text::<T>,
            set: set_text::<T>,
            clear: clear::<T>,
        }))
    }
}

impl<T: Text> Kind<Vec<T>> {
    /// A collection of members of an enumeration type, or of sets of members.
    pub const fn texts() -> Self {
        Self::new(AnyKind::Texts(TextsFns {
            get: get_texts::<T>,
            begin: begin::<T>,
            push: push_text::<T>,
            clear: clear::<Vec<T>>,
        }))
    }
}

impl<T: Opaque> Kind<T> {
    /// A value that the core does not look into.
    pub const fn opaque() -> Self {
        Self::new(AnyKind::Opaque(OpaqueFns {
            get: get_opaque::<T>,
            read: read_opaque::<T>,
            copy: copy_opaque::<T>,
            clear: clear::<T>,
        }))
    }
}

impl<T: Structured> Kind<T> {
    /// A declared type or one derived from it, which is boxed in the enum itself.
    pub const fn polymorphic() -> Self {
        Self::new(AnyKind::Object(ObjectFns {
            get: get_object::<T>,
            make: make_object::<T>,
            clear: clear::<T>,
            declared: declared::<T>,
        }))
    }
}

// Each of these is only called with a place of the field type that it is made for.

/// A member of an enumeration type: `Option<T>`.
#[derive(Clone, Copy)]
pub(super) struct TextFns {
    pub(super) name: &'static str,
    pub(super) get: for<'a> unsafe fn(FieldPtr<'a>) -> Option<Cow<'a, str>>,
    pub(super) set: unsafe fn(FieldPtr<'_>, &str),
    pub(super) clear: unsafe fn(FieldPtr<'_>),
}

/// A collection of such: `Option<Vec<T>>`.
#[derive(Clone, Copy)]
pub(super) struct TextsFns {
    pub(super) get: for<'a> unsafe fn(FieldPtr<'a>) -> Option<Texts<'a>>,
    pub(super) begin: unsafe fn(FieldPtr<'_>),
    pub(super) push: unsafe fn(FieldPtr<'_>, &str),
    pub(super) clear: unsafe fn(FieldPtr<'_>),
}

/// A structured value: `Option<Box<T>>`, or an `Option` of an enum over derived types.
#[derive(Clone, Copy)]
pub(super) struct ObjectFns {
    pub(super) get: for<'a> unsafe fn(FieldPtr<'a>) -> Option<ObjectRef<'a>>,
    pub(super) make: for<'a> unsafe fn(FieldPtr<'a>, Option<&str>) -> ObjectMut<'a>,
    pub(super) clear: unsafe fn(FieldPtr<'_>),
    pub(super) declared: fn() -> Declared,
}

/// A collection of such: `Option<Vec<T>>`.
#[derive(Clone, Copy)]
pub(super) struct ObjectsFns {
    pub(super) get: for<'a> unsafe fn(FieldPtr<'a>) -> Option<Objects<'a>>,
    pub(super) begin: unsafe fn(FieldPtr<'_>),
    pub(super) push: for<'a> unsafe fn(FieldPtr<'a>, Option<&str>) -> ObjectMut<'a>,
    pub(super) clear: unsafe fn(FieldPtr<'_>),
    pub(super) declared: fn() -> Declared,
}

/// A value that the core does not look into: `Option<T>`.
#[derive(Clone, Copy)]
pub(super) struct OpaqueFns {
    pub(super) get: for<'a> unsafe fn(FieldPtr<'a>) -> Option<&'a dyn AnyOpaque>,
    pub(super) read: unsafe fn(FieldPtr<'_>, &mut Reader<'_>) -> bool,
    pub(super) copy: unsafe fn(FieldPtr<'_>, &dyn AnyOpaque),
    pub(super) clear: unsafe fn(FieldPtr<'_>),
}

/// The declaration of a place.
#[derive(Clone, Copy)]
pub(crate) struct Declared {
    /// The qualified name of the declared type.
    pub(crate) name: &'static str,
    /// Whether values may be of several types, so that what a value says it is must be known first.
    pub(crate) polymorphic: bool,
}

fn declared<T: Structured>() -> Declared {
    Declared {
        name: T::declared(),
        polymorphic: T::POLYMORPHIC,
    }
}

unsafe fn clear<T>(place: FieldPtr<'_>) {
    // SAFETY: by the table, the field is an `Option<T>`.
    *unsafe { place.get_mut::<Option<T>>() } = None;
}

unsafe fn begin<T>(place: FieldPtr<'_>) {
    // SAFETY: by the table, the field is an `Option<Vec<T>>`.
    *unsafe { place.get_mut::<Option<Vec<T>>>() } = Some(Vec::new());
}

unsafe fn get_text<T: Text>(place: FieldPtr<'_>) -> Option<Cow<'_, str>> {
    // SAFETY: by the table, the field is an `Option<T>`.
    unsafe { place.get::<Option<T>>() }.as_ref().map(T::text)
}

unsafe fn set_text<T: Text>(place: FieldPtr<'_>, text: &str) {
    // SAFETY: by the table, the field is an `Option<T>`.
    *unsafe { place.get_mut::<Option<T>>() } = Some(T::from_text(text));
}

unsafe fn get_texts<T: Text>(place: FieldPtr<'_>) -> Option<Texts<'_>> {
    // SAFETY: by the table, the field is an `Option<Vec<T>>`.
    let items = unsafe { place.get::<Option<Vec<T>>>() }.as_ref()?;
    Some(Texts { items })
}

unsafe fn push_text<T: Text>(place: FieldPtr<'_>, text: &str) {
    // SAFETY: by the table, the field is an `Option<Vec<T>>`.
    let items = unsafe { place.get_mut::<Option<Vec<T>>>() };
    items.get_or_insert_default().push(T::from_text(text));
}

unsafe fn get_opaque<T: Opaque>(place: FieldPtr<'_>) -> Option<&dyn AnyOpaque> {
    // SAFETY: by the table, the field is an `Option<T>`.
    let value = unsafe { place.get::<Option<T>>() }.as_ref()?;
    Some(value)
}

unsafe fn read_opaque<T: Opaque>(place: FieldPtr<'_>, reader: &mut Reader<'_>) -> bool {
    // SAFETY: by the table, the field is an `Option<T>`.
    let field = unsafe { place.get_mut::<Option<T>>() };
    *field = T::read(reader);
    field.is_some()
}

unsafe fn copy_opaque<T: Opaque>(place: FieldPtr<'_>, value: &dyn AnyOpaque) {
    // SAFETY: by the table, the field is an `Option<T>`.
    *unsafe { place.get_mut::<Option<T>>() } = value.any().downcast_ref::<T>().cloned();
}

unsafe fn get_boxed<M: Model>(place: FieldPtr<'_>) -> Option<ObjectRef<'_>> {
    // SAFETY: by the table, the field is an `Option<Box<M>>`.
    let object = unsafe { place.get::<Option<Box<M>>>() }.as_deref()?;
    Some(ObjectRef::new(object))
}

unsafe fn make_boxed<'a, M: Model>(place: FieldPtr<'a>, _: Option<&str>) -> ObjectMut<'a> {
    // SAFETY: by the table, the field is an `Option<Box<M>>`.
    let field = unsafe { place.get_mut::<Option<Box<M>>>() };
    ObjectMut::new(&mut **field.insert(Box::default()))
}

unsafe fn get_object<T: Structured>(place: FieldPtr<'_>) -> Option<ObjectRef<'_>> {
    // SAFETY: by the table, the field is an `Option<T>`.
    unsafe { place.get::<Option<T>>() }.as_ref().map(T::object)
}

unsafe fn make_object<'a, T: Structured>(place: FieldPtr<'a>, name: Option<&str>) -> ObjectMut<'a> {
    // SAFETY: by the table, the field is an `Option<T>`.
    let field = unsafe { place.get_mut::<Option<T>>() };
    field
        .insert(T::of_type(name.unwrap_or_default()))
        .object_mut()
}

unsafe fn get_objects<T: Structured>(place: FieldPtr<'_>) -> Option<Objects<'_>> {
    // SAFETY: by the table, the field is an `Option<Vec<T>>`.
    let items = unsafe { place.get::<Option<Vec<T>>>() }.as_ref()?;
    Some(Objects { items })
}

unsafe fn push_object<'a, T: Structured>(place: FieldPtr<'a>, name: Option<&str>) -> ObjectMut<'a> {
    // SAFETY: by the table, the field is an `Option<Vec<T>>`.
    let items = unsafe { place.get_mut::<Option<Vec<T>>>() }.get_or_insert_default();
    items.push(T::of_type(name.unwrap_or_default()));
    let last = items.len() - 1;
    items[last].object_mut()
}

/// A collection of structured values, as objects.
#[derive(Clone, Copy)]
pub(crate) struct Objects<'a> {
    items: &'a dyn ObjectList,
}

impl<'a> Objects<'a> {
    pub(crate) fn iter(self) -> impl Iterator<Item = ObjectRef<'a>> {
        (0..self.items.count()).map(move |index| self.items.item(index))
    }

    pub(crate) fn len(self) -> usize {
        self.items.count()
    }
}

trait ObjectList {
    fn count(&self) -> usize;
    fn item(&self, index: usize) -> ObjectRef<'_>;
}

impl<T: Structured> ObjectList for Vec<T> {
    fn count(&self) -> usize {
        self.len()
    }

    fn item(&self, index: usize) -> ObjectRef<'_> {
        self[index].object()
    }
}

/// A collection of members of an enumeration type, as texts.
#[derive(Clone, Copy)]
pub(crate) struct Texts<'a> {
    items: &'a dyn TextList,
}

impl<'a> Texts<'a> {
    pub(crate) fn iter(self) -> impl Iterator<Item = Cow<'a, str>> {
        (0..self.items.count()).map(move |index| self.items.item(index))
    }

    pub(crate) fn len(self) -> usize {
        self.items.count()
    }
}

trait TextList {
    fn count(&self) -> usize;
    fn item(&self, index: usize) -> Cow<'_, str>;
}

impl<T: Text> TextList for Vec<T> {
    fn count(&self) -> usize {
        self.len()
    }

    fn item(&self, index: usize) -> Cow<'_, str> {
        self[index].text()
    }
}
