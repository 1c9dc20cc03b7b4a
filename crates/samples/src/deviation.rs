//! The ways in which a documented body, request or row departs from the description.

use std::fmt;

/// A place where a page departs from the description.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deviation {
    /// The kind of deviation.
    pub kind: Kind,
    /// Where it is in the body, as a JSON pointer (RFC 6901); empty for the whole.
    pub pointer: String,
    /// The value that was found, and the declaration.
    pub detail: String,
}

impl fmt::Display for Deviation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let pointer = &self.pointer;
        write!(f, "{}: \"{pointer}\": {}", self.kind.name(), self.detail)
    }
}

/// The effect of a deviation on the outcome of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// A reader has to take it, and it fits the declared type.
    Note,
    /// A reader has to take it, and keeps it beside the fields.
    Additional,
    /// The page is wrong.
    PageError,
}

macro_rules! kinds {
    ($($kind:ident $weight:ident $name:literal $rule:literal;)*) => {
        /// The kinds of departures.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Kind {
            $(#[doc = $rule] $kind,)*
        }

        impl Kind {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$kind),*];

            /// The name, as reports write it.
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$kind => $name,)*
                }
            }

            /// The rule that decides it.
            pub fn rule(self) -> &'static str {
                match self {
                    $(Self::$kind => $rule,)*
                }
            }

            /// Returns what it means for the outcome.
            pub fn weight(self) -> Weight {
                match self {
                    $(Self::$kind => Weight::$weight,)*
                }
            }
        }
    };
}

kinds! {
    EnvelopeAroundSingle PageError "envelope around a single value"
        "A single structured value stands in `{\"value\": {…}}`, and its type declares no `value`; the service sends it bare.";
    ListAroundSingle PageError "list around a single value"
        "A single structured value stands in `{\"value\": […]}`, and its type declares no `value`; the service sends it bare.";
    BareInCollection PageError "no collection where one is declared"
        "A collection is declared, and the body is no object with an array `value`.";
    BareForSingle PageError "no `value` around a primitive value"
        "A value that is no object is declared, and the body is an object without `value` (JSON Format 4.01, 11).";
    BodyWithoutType PageError "a body where none is declared"
        "The description promises no value, and the page shows one.";
    NoBody PageError "no body where one is declared"
        "The description promises a value that may not be null, and the page shows a success without a body.";
    BodyIn204 PageError "a body in a 204"
        "The page shows a body with the status 204, which has none (RFC 9110, 15.3.5).";
    NotJson PageError "not JSON"
        "A value is declared, and the page shows a body that is not JSON.";
    Placeholder PageError "placeholder instead of a value"
        "A text that names a type, ends in `-value`, has braces, angle brackets or an ellipsis stands where the declared type takes no such text.";
    BooleanAsText PageError "Boolean as text"
        "`\"true\"` or `\"false\"` stands where a Boolean is declared.";
    NumberAsText PageError "number as text"
        "A number in quotes stands where a number is declared.";
    ScalarForText PageError "number or Boolean for text"
        "A number or Boolean stands where text is declared.";
    NumberOutOfRange PageError "number outside its type"
        "A number stands where a number is declared, and is none of that type.";
    EmptyText PageError "empty text instead of a value"
        "`\"\"` stands where an enumeration, a time or a number is declared; absent or null is meant.";
    InvalidTime PageError "time that does not parse"
        "A text stands where a date, time or duration is declared, and is none (OData ABNF 4.01, 7).";
    InvalidGuid PageError "GUID that does not parse"
        "A text stands where a GUID is declared, and is none (OData ABNF 4.01, 7).";
    InvalidBinary PageError "binary data that is no base64"
        "A text stands where binary data is declared, and is neither base64url nor base64.";
    WrongShape PageError "value of another shape"
        "An object, array or plain value stands where one of the others is declared.";
    NullInCollection PageError "null in a collection"
        "A collection whose items may not be null has one that is.";
    WrongType PageError "wrong @odata.type"
        "`@odata.type` names a type that the description has, but neither the declared one nor one derived from it.";
    OtherNamespace PageError "@odata.type of another namespace"
        "`@odata.type` names a type that the description has in another namespace or case only.";
    DuplicateMember PageError "member that stands twice"
        "An object has a member twice.";
    WrongComment PageError "wrong type in the page's comment"
        "The comment on the page names another type than what the request gives.";
    NoLink PageError "reference without a link"
        "The body of a reference has no `@odata.id` (OData Protocol 4.01, 11.4.6).";
    InvalidLink PageError "link that is no URL"
        "`@odata.id` has white space in it, which no URL has (RFC 3986, 2).";
    ForeignLink PageError "link to another service"
        "`@odata.id` leads below another root than that of the service, which cannot be linked to.";
    OtherRoot PageError "URL of another version"
        "The URL is written below another root than that of the service.";
    UnfitArgument PageError "key or argument that does not fit"
        "A key or argument in the URL is no value of the declared type.";
    BodyNotTaken PageError "body that the function does not take"
        "The page sends a body with a request that takes none.";
    NoBodySent PageError "no body where one is taken"
        "The page sends no body with a request that takes one.";
    UndeclaredMember Additional "undeclared member"
        "A member is declared neither by the type nor by one derived from it.";
    DynamicMember Additional "dynamic member of an open type"
        "A member is not declared, and its type is open (CSDL 4.01, 6.3).";
    DerivedMember Additional "member of a derived type"
        "A member is declared by a derived type that the value does not say it is of.";
    MemberCase Additional "member in another case"
        "A member is declared in another case.";
    UnknownType Additional "unknown @odata.type"
        "`@odata.type` names a type that the description does not have.";
    NullForNonNullable Note "null where none is declared"
        "A property that may not be null is null.";
    EnumCase Note "enum member in another case"
        "A member of an enumeration is declared in another case.";
    UnknownEnumMember Note "unknown enum member"
        "The enumeration declares no such member.";
    TypeWithoutHash Note "@odata.type without #"
        "`@odata.type` has no `#` (JSON Format 4.01, 4.6.3, allows that in 4.01 only).";
    AbstractType Note "abstract type without @odata.type"
        "The declared type is abstract, and the value does not say which type it is of.";
    EmptyParameters Note "no parameters"
        "The page sends no body with an action that takes parameters; an empty object is sent.";
    UrlPlaceholder Note "placeholder in the URL"
        "A key or argument in the URL is left to the reader.";
    MissingArgument Note "argument that the URL leaves out"
        "A function is named without an argument that it needs.";
    ImpliedCast Note "cast that the URL leaves out"
        "What follows is declared by a derived type alone (OData URL Conventions 4.01, 4.11).";
    UrlSpelling Note "URL in another spelling"
        "The URL means what the request function makes, in other case or form.";
    NotSent Note "member that is never sent"
        "Keys and computed members are not part of a change, nor computed members and control information of a body.";
    Redirect Note "redirect"
        "The page answers with a redirect, which the client follows.";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_a_name_of_its_own_and_a_rule() {
        let names: std::collections::BTreeSet<&str> =
            Kind::ALL.iter().map(|kind| kind.name()).collect();
        assert_eq!(names.len(), Kind::ALL.len());
        assert!(Kind::ALL.iter().all(|kind| kind.rule().ends_with('.')));
    }
}
