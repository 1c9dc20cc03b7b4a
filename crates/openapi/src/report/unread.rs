//! The parts of a document from which nothing, or less than they say, is generated.

use graphwright_api::diagnostic::Kind;

use crate::report::Report;

/// A part that is passed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Unread {
    /// A path that goes on behind a complex property.
    Complex,
    /// A path whose segments are none that OData has in that place.
    Unknown,
    /// A path of which nothing says the type of what it addresses.
    Untyped,
    /// A request that the service makes by itself (OpenAPI 3.1, 4.8.1).
    Webhook,
    /// A request that the service makes for another (OpenAPI 3.0, 4.7.18).
    Callback,
    /// A relation between operations (4.7.20).
    Link,
    /// XML of which the document says what is in it.
    Xml,
}

impl Unread {
    /// Returns what it is called.
    fn words(self) -> &'static str {
        match self {
            Self::Complex => "a path through complex properties",
            Self::Unknown => "a path through something that is no resource",
            Self::Untyped => "a path to something whose type is not told",
            Self::Webhook => "a webhook",
            Self::Callback => "a callback",
            Self::Link => "a link",
            Self::Xml => "a body of XML",
        }
    }

    /// Returns what is not done with it.
    fn missing(self) -> &'static str {
        match self {
            Self::Xml => "typed",
            _ => "generated",
        }
    }

    fn help(self) -> &'static str {
        match self {
            Self::Complex | Self::Unknown | Self::Untyped => {
                "call it with `request` on the resource"
            }
            Self::Webhook | Self::Callback => {
                "it is a request that the service makes: receive it with a server of your own"
            }
            Self::Xml => "it is text in Rust: read and write it with a library for XML",
            Self::Link => "call the operation that it names with what was answered",
        }
    }
}

/// Says that nothing is made of what stands at `pointer`, or less than the document says.
pub(crate) fn warn(report: &mut Report<'_>, what: Unread, pointer: &str) {
    let words = what.words();
    let message = format!("{words} is not {}", what.missing());
    let kind = Kind::of_caller().about(words);
    report.warning_of(kind, pointer, message, what.help());
}
