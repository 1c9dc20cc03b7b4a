//! The objects of a document in which references may stand.

/// The kind of an object. Headers, examples, links and callbacks are not among them: nothing is made of those, so
/// that no file is read for them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Here {
    Document,
    Components,
    PathItem,
    Operation,
    Parameter,
    RequestBody,
    Response,
    MediaType,
    Schema,
    Discriminator,
    /// A name that stands for a schema, in the mapping of a discriminator.
    Link,
    /// Anything that is read as it stands, with all that is in it.
    Any,
    /// A list of values that are the writer's own.
    Values,
    /// An object or a list of such.
    Each(&'static Here),
}

impl Here {
    /// Returns what stands at a member.
    pub(super) fn member(self, name: &str) -> Option<Self> {
        Some(match (self, name) {
            (Self::Each(one), _) => *one,
            (Self::Any, _) => Self::Any,
            (Self::Document, "components") => Self::Components,
            (Self::Document, "paths") | (Self::Components, "pathItems") => {
                Self::Each(&Self::PathItem)
            }
            (Self::Document | Self::PathItem | Self::Operation, "servers")
            | (Self::Document | Self::Operation, "security")
            | (Self::Components, "securitySchemes")
            | (Self::MediaType, "encoding") => Self::Any,
            (Self::Document | Self::Schema, "$defs" | "definitions")
            | (Self::Components, "schemas") => Self::Each(&Self::Schema),
            (Self::Components | Self::Operation, "responses") => Self::Each(&Self::Response),
            (Self::Components | Self::PathItem | Self::Operation, "parameters") => {
                Self::Each(&Self::Parameter)
            }
            (Self::Components, "requestBodies") => Self::Each(&Self::RequestBody),
            (
                Self::PathItem,
                "get" | "put" | "post" | "delete" | "options" | "head" | "patch" | "trace",
            ) => Self::Operation,
            (Self::Operation, "requestBody") => Self::RequestBody,
            (Self::Parameter | Self::RequestBody | Self::Response, "content") => {
                Self::Each(&Self::MediaType)
            }
            (Self::Parameter | Self::MediaType, "schema")
            | (Self::Schema, "items" | "additionalProperties" | "not") => Self::Schema,
            (
                Self::Schema,
                "properties" | "patternProperties" | "prefixItems" | "allOf" | "anyOf" | "oneOf",
            ) => Self::Each(&Self::Schema),
            (Self::Schema, "enum" | "required") => Self::Values,
            (Self::Schema, "discriminator") => Self::Discriminator,
            (Self::Discriminator, "mapping") => Self::Each(&Self::Link),
            _ => return None,
        })
    }

    /// The section of components that it may stand in, and what stands there.
    pub(super) fn section(self) -> Option<(&'static str, Self)> {
        Some(match self {
            Self::Schema | Self::Link => ("schemas", Self::Schema),
            Self::Parameter => ("parameters", self),
            Self::RequestBody => ("requestBodies", self),
            Self::Response => ("responses", self),
            Self::PathItem => ("pathItems", self),
            _ => return None,
        })
    }
}
