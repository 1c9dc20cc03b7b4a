//! The body of a response of failure (JSON Format 4.01, 21.1), with the members that Graph adds.

use crate::edm::DateTimeOffset;
use crate::model::{Additional, Model, Object, PropertySchema, Schema, Slot, no_such_slot};

macro_rules! error_models {
    ($($(#[$doc:meta])* $model:ident = $name:literal { $($index:literal $(#[$field_doc:meta])* $field:ident: $ty:ty = $wire:literal,)* })*) => {$(
        $(#[$doc])*
        #[derive(Clone, Default, PartialEq)]
        pub struct $model {
            $($(#[$field_doc])* pub $field: Option<$ty>,)*
            /// Members without a field of their own, kept as they were written.
            pub additional: Additional,
        }

        impl Model for $model {
            const SCHEMA: &'static Schema =
                &Schema { name: $name, properties: &[$(PropertySchema::new($wire)),*] };
        }

        impl Object for $model {
            fn schema(&self) -> &'static Schema {
                Self::SCHEMA
            }

            fn slot(&self, index: usize) -> &dyn Slot {
                match index {
                    $($index => &self.$field,)*
                    _ => no_such_slot(index),
                }
            }

            fn slot_mut(&mut self, index: usize) -> &mut dyn Slot {
                match index {
                    $($index => &mut self.$field,)*
                    _ => no_such_slot(index),
                }
            }

            fn additional(&self) -> &Additional {
                &self.additional
            }

            fn additional_mut(&mut self) -> &mut Additional {
                &mut self.additional
            }
        }

        crate::model!($model);
    )*};
}

error_models! {
    /// The body itself.
    ODataError = "ODataError" {
        0 /// What went wrong.
        error: MainError = "error",
    }

    /// What went wrong.
    MainError = "ODataErrors.MainError" {
        0 /// A code for programs.
        code: String = "code",
        1 /// A message for people.
        message: String = "message",
        2 /// What it is about, such as the name of a property.
        target: String = "target",
        3 /// Further errors.
        details: Vec<ErrorDetails> = "details",
        4 /// What the service keeps for those who look into it.
        inner_error: InnerError = "innerError",
    }

    /// A further error.
    ErrorDetails = "ODataErrors.ErrorDetails" {
        0 /// A code for programs.
        code: String = "code",
        1 /// A message for people.
        message: String = "message",
        2 /// What it is about.
        target: String = "target",
    }

    /// What the service keeps for those who look into it.
    InnerError = "ODataErrors.InnerError" {
        0 /// The service's name for the request.
        request_id: String = "request-id",
        1 /// The caller's name for the request.
        client_request_id: String = "client-request-id",
        2 /// When it happened.
        date: DateTimeOffset = "date",
    }
}

impl MainError {
    /// The inner error under either of its names: OData's is `innererror`, Graph's `innerError`.
    pub fn inner(&self) -> Option<InnerError> {
        self.inner_error
            .clone()
            .or_else(|| self.additional.get("innererror"))
    }
}
