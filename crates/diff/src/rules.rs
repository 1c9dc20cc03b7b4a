//! The table of rules: what kind of change means what to a caller, and why.

use serde::Serialize;

/// What a change means to a program that calls the generated crate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// There is a caller that compiles with the old crate and not with the new one.
    Breaking,
    /// Every caller still compiles, and can do more.
    Additive,
    /// Every caller still compiles, and can do the same.
    Neutral,
}

impl Verdict {
    /// Its name, as `--deny` takes it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Breaking => "breaking",
            Self::Additive => "additive",
            Self::Neutral => "neutral",
        }
    }
}

/// A kind of change.
#[derive(Debug, PartialEq, Eq)]
pub struct Rule {
    /// Its stable code.
    pub code: &'static str,
    /// What it means to callers.
    pub verdict: Verdict,
    /// Why.
    pub why: &'static str,
}

macro_rules! rules {
    ($($constant:ident $code:literal $verdict:ident $why:literal;)*) => {
        $(#[doc = $why] pub const $constant: Rule = Rule {
            code: $code,
            verdict: Verdict::$verdict,
            why: $why,
        };)*

        /// All rules, by verdict.
        pub const RULES: &[&Rule] = &[$(&$constant),*];
    };
}

rules! {
    ITEM_REMOVED "item-removed" Breaking "A program that names the type does not find it.";
    ITEM_RENAMED "item-renamed" Breaking "The same type of the service has another Rust name; a program names the old one.";
    ITEM_REKINDED "item-kind-changed" Breaking "A struct became an enum or the reverse; its fields or variants are gone.";
    FIELD_REMOVED "field-removed" Breaking "A program that reads or sets the field does not find it.";
    FIELD_RENAMED "field-renamed" Breaking "The same member on the wire has another Rust name; a program names the old one.";
    FIELD_RETYPED "field-retyped" Breaking "A program reads or sets the field as a value of the old type.";
    FIELD_ADDED "field-added" Breaking "A struct literal or pattern that names all fields lacks the new one; `..Default::default()` or `..` avoids it.";
    VARIANT_REMOVED "variant-removed" Breaking "A program that names the variant, with the value that it had, does not find it.";
    FUNCTION_REMOVED "function-removed" Breaking "A program that calls the function does not find it.";
    FUNCTION_RETYPED "function-retyped" Breaking "The parameters, the result or the bounds of the function changed.";
    STEP_REMOVED "step-removed" Breaking "A program that goes this way does not find the function that leads on.";
    STEP_RETYPED "step-retyped" Breaking "The way leads to another resource or takes other keys.";
    OFFER_WITHDRAWN "offer-withdrawn" Breaking "The request function is bound to an operation that this way no longer offers.";
    OFFER_ADDED "offer-added" Breaking "The step gives a type of another name. Only a program that names that type breaks; asking for the traits of `offers` avoids it.";
    ITEM_ADDED "item-added" Additive "No program names it yet.";
    VARIANT_ADDED "variant-added" Additive "Generated enums are `#[non_exhaustive]`: every match already has a `_` arm.";
    FUNCTION_ADDED "function-added" Additive "No program calls it yet.";
    STEP_ADDED "step-added" Additive "No program goes this way yet.";
    NULLABLE "made-nullable" Neutral "Every field is an `Option` already; the service may now answer null.";
    NOT_NULLABLE "made-non-nullable" Neutral "Every field is an `Option` already; the service no longer takes null.";
    REQUIRED "made-required" Neutral "Every field is an `Option` already; the service refuses an object without the member.";
    OPTIONAL "made-optional" Neutral "Every field is an `Option` already; the service takes an object without the member.";
    READ_ONLY "made-read-only" Neutral "The field remains; a request no longer sends the member.";
    WRITABLE "made-writable" Neutral "The field remains; a request now sends the member.";
    DEPRECATED "deprecated" Neutral "Programs still compile; plan the change before the date.";
    PERMISSION_CHANGED "permission-changed" Neutral "Programs still compile; a request may need the consent of an administrator again.";
}
