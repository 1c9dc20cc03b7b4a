//! Which members hold secrets, which no log must show.
//!
//! Hardly a description marks them (OpenAPI has `format: password`), so it is told by names. One too many that is
//! hidden costs little, one too few may cost a service; what a name says *of* a secret (how long a password must be,
//! which kind of token) is none.

use crate::plain::CallParameter;
use crate::{Api, ItemType, Primitive, Property, TypeKind, TypeRef};

/// Whoever has it gets in, wherever in a name the word stands.
const ANYWHERE: [&str; 8] = [
    "passphrase",
    "password",
    "passwords",
    "passwd",
    "pfx",
    "pwd",
    "secret",
    "secrets",
];

/// Words for a secret where they are the last word of a name.
const LAST: [&str; 25] = [
    "apikey",
    "assertion",
    "assertions",
    "authorization",
    "bearer",
    "cookie",
    "cookies",
    "credential",
    "credentials",
    "cvc",
    "cvv",
    "jwt",
    "key",
    "keys",
    "mnemonic",
    "otp",
    "pass",
    "passcode",
    "passcodes",
    "pin",
    "psk",
    "sas",
    "token",
    "tokens",
    "totp",
];

/// Secrets that are numbers.
const DIGITS: [&str; 6] = ["cvc", "cvv", "otp", "passcode", "pin", "totp"];

/// Names of two words, with what stands before them or not.
const PAIRS: [[&str; 2]; 7] = [
    ["client", "state"],
    ["connection", "string"],
    ["connection", "strings"],
    ["get", "url"],
    ["post", "parameters"],
    ["post", "url"],
    ["qr", "code"],
];

/// Codes that let somebody in.
const CODES: [&str; 18] = [
    "access",
    "activation",
    "auth",
    "authorization",
    "backup",
    "bypass",
    "device",
    "enrollment",
    "invitation",
    "invite",
    "pairing",
    "recovery",
    "redemption",
    "security",
    "time",
    "unlock",
    "user",
    "verification",
];

/// Links that need no sign-in.
const LINKS: [&str; 15] = [
    "anonymous",
    "download",
    "invite",
    "join",
    "presigned",
    "preauthenticated",
    "redeem",
    "sas",
    "session",
    "sharing",
    "signed",
    "storage",
    "thumbnail",
    "upload",
    "webhook",
];

/// Keys that are names, or that everybody may have.
const OPEN_KEYS: [&str; 25] = [
    "attribute",
    "cache",
    "change",
    "column",
    "config",
    "entity",
    "field",
    "foreign",
    "group",
    "index",
    "item",
    "legend",
    "message",
    "object",
    "partition",
    "project",
    "property",
    "pub",
    "public",
    "reference",
    "registry",
    "resource",
    "schema",
    "sort",
    "template",
];

/// Words that may follow the word for a secret.
const FORMS: [&str; 9] = [
    "base64", "blob", "content", "data", "material", "plain", "string", "text", "value",
];

/// Of what such words speak at the end of a name is about a secret, and none.
const ABOUT: [&str; 22] = [
    "algorithm",
    "count",
    "domain",
    "domains",
    "id",
    "identifier",
    "ids",
    "kind",
    "length",
    "method",
    "methods",
    "mode",
    "name",
    "names",
    "policies",
    "policy",
    "state",
    "status",
    "type",
    "types",
    "usage",
    "version",
];

/// Returns whether the value of `property`, one of all `properties` of a type, is a secret.
pub fn is_secret(api: &Api, owner: &str, property: &Property, properties: &[&Property]) -> bool {
    // Who knows an entity knows its key; and beside a value, a key is its name.
    let has_value = || {
        properties
            .iter()
            .any(|one| one.name.eq_ignore_ascii_case("value"))
    };
    if property.secret {
        return true;
    }
    if property.key || property.name.eq_ignore_ascii_case("key") && has_value() {
        return false;
    }
    // A short name means what its type does.
    let owner = words(owner);
    let of_owner = match &*property.name.to_ascii_lowercase() {
        "value" => owner.iter().any(|word| is_anywhere(word)),
        "href" | "link" | "uri" | "url" | "weburl" => {
            owner.iter().any(|word| LINKS.contains(&word.as_str()))
        }
        _ => false,
    };
    (of_owner && holds_text(api, &property.ty))
        || is_secret_member(api, &property.name, &property.ty)
}

/// Returns whether a parameter of a call is a secret.
pub fn is_secret_parameter(api: &Api, parameter: &CallParameter) -> bool {
    parameter.secret || is_secret_member(api, &parameter.name, &parameter.ty)
}

/// Returns whether a parameter of an operation, or another member of no declared type, is a secret.
pub fn is_secret_member(api: &Api, name: &str, ty: &TypeRef) -> bool {
    if holds_text(api, ty) {
        return speaks_of_secret(&words(name));
    }
    let is_number = matches!(
        ty.item,
        ItemType::Primitive(
            Primitive::Int16
                | Primitive::Int32
                | Primitive::Int64
                | Primitive::UInt16
                | Primitive::UInt32
                | Primitive::UInt64
        )
    );
    is_number
        && words(name)
            .last()
            .is_some_and(|last| DIGITS.contains(&&**last))
}

/// Returns whether a value of `ty` is text, or holds some that has no name of its own.
fn holds_text(api: &Api, ty: &TypeRef) -> bool {
    // What is nested deeper is not what a name speaks of.
    fn within(api: &Api, ty: &TypeRef, depth: usize) -> bool {
        match &ty.item {
            ItemType::Primitive(one) => {
                matches!(one, Primitive::String | Primitive::Binary | Primitive::Guid)
            }
            ItemType::Untyped => true,
            ItemType::Named(name) => match api.types.get(name).map(|one| &one.kind) {
                Some(TypeKind::Map(item) | TypeKind::List(item)) => {
                    depth > 0 && within(api, item, depth - 1)
                }
                Some(TypeKind::OneOf(one)) => {
                    let mut types = one.alternatives.iter().map(|one| &one.ty);
                    depth > 0 && types.any(|one| within(api, one, depth - 1))
                }
                _ => false,
            },
        }
    }
    within(api, ty, 3)
}

fn is_anywhere(word: &str) -> bool {
    let run_together = ["passphrase", "password", "passwd", "secret"];
    ANYWHERE.contains(&word) || run_together.iter().any(|end| word.ends_with(end))
}

fn speaks_of_secret(words: &[String]) -> bool {
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let is_pair = |words: &[&str]| PAIRS.iter().any(|pair| words.ends_with(pair));
    if is_pair(&words) {
        return true;
    }
    if words.last().is_some_and(|last| ABOUT.contains(last)) {
        return false;
    }
    let forms = words.iter().rev().take_while(|word| FORMS.contains(word));
    let words = &words[..words.len() - forms.count()];
    let Some((last, before)) = words.split_last() else {
        return false;
    };
    let behind = |those: &[&str]| before.last().is_some_and(|word| those.contains(word));
    let run_together = [
        "apikey",
        "accesskey",
        "privatekey",
        "secretkey",
        "token",
        "tokens",
    ];
    let is_last = LAST.contains(last) || run_together.iter().any(|end| last.ends_with(end));
    let is_open = matches!(*last, "key" | "keys") && behind(&OPEN_KEYS);
    words.iter().any(|word| is_anywhere(word))
        || is_last && !is_open
        || is_pair(words)
        || matches!(*last, "code" | "codes") && behind(&CODES)
        || matches!(
            *last,
            "href" | "link" | "links" | "uri" | "uris" | "url" | "urls"
        ) && before.iter().any(|word| LINKS.contains(word))
}

/// The words of a name in camel, snake or kebab case, in lower case and without numbers behind them.
fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut begins = true;
    let mut letters = name.chars().peekable();
    let mut before = None::<char>;
    while let Some(letter) = letters.next() {
        if !letter.is_alphanumeric() {
            begins = true;
        } else {
            let was_upper = before.is_some_and(char::is_uppercase);
            let next_is_lower = letters.peek().is_some_and(|next| next.is_lowercase());
            begins |= letter.is_uppercase() && (!was_upper || next_is_lower);
            if begins {
                words.push(String::new());
            }
            begins = false;
            if let Some(word) = words.last_mut() {
                word.extend(letter.to_lowercase());
            }
        }
        before = Some(letter);
    }
    for word in &mut words {
        if !FORMS.contains(&word.as_str()) {
            word.truncate(word.trim_end_matches(|c: char| c.is_ascii_digit()).len());
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_taken_apart_by_its_words() {
        let table = [
            ("temporaryAccessPass", "temporary access pass"),
            ("SASUri", "sas uri"),
            ("x-api-key", "x api key"),
            ("passwordBase64", "password base64"),
            ("saml2Token", "saml token"),
            ("PRIMARY_KEY2", "primary key"),
            ("@odata.type", "odata type"),
            ("größeDesÄrmels", "größe des ärmels"),
            ("12", ""),
        ];
        for (name, expected) in table {
            assert_eq!(words(name).join(" "), expected, "{name}");
        }
    }

    #[test]
    fn what_lets_somebody_in_is_a_secret_and_what_speaks_of_it_is_none() {
        let secrets = [
            "accessToken",
            "access_token",
            "accesstoken",
            "activationCodes",
            "activationLockBypassCode",
            "anonymousJoinWebUrl",
            "apiKey",
            "azureStorageUri",
            "clientSecret",
            "clientState",
            "connectionString",
            "contentDownloadUrl",
            "cookie",
            "deviceCode",
            "downloadUrl",
            "encryptionKey",
            "inviteRedeemUrl",
            "key",
            "keyMaterial",
            "oneTimePasscode",
            "password",
            "passwordBase64",
            "passwordHash",
            "postParameters",
            "preSharedKey",
            "primaryKey",
            "primary_key_2",
            "privateKey",
            "productKey",
            "qrCodeContent",
            "recoveryKey",
            "sasToken",
            "secretText",
            "secretKey",
            "sharedAccessKey",
            "temporaryAccessPass",
            "tokenValue",
            "unlockPin",
            "uploadUrl",
            "user_code",
            "userpassword",
            "validationTokens",
            "verificationCode",
            "webhookUrl",
            "x-api-key",
        ];
        for name in secrets {
            assert!(speaks_of_secret(&words(name)), "{name}");
        }
        let none = [
            "bypass",
            "changeKey",
            "code",
            "compass",
            "countryCode",
            "customKeyIdentifier",
            "displayName",
            "errorCode",
            "foreignKey",
            "id",
            "keyId",
            "keyUsage",
            "monkey",
            "passwordPolicies",
            "publicKey",
            "registryKey",
            "secretary",
            "secretType",
            "signInUrl",
            "spinning",
            "text",
            "tokenName",
            "tokenType",
            "url",
            "value",
            "vppTokenId",
            "webUrl",
            "",
            "_",
        ];
        for name in none {
            assert!(!speaks_of_secret(&words(name)), "{name}");
        }
    }

    #[test]
    fn a_short_name_means_what_its_type_does() {
        let property = |name: &str, key: bool| Property {
            name: name.into(),
            doc: String::new(),
            ty: TypeRef::one(ItemType::Primitive(Primitive::String)),
            nullable: true,
            key,
            computed: false,
            required: false,
            navigation: false,
            secret: false,
            deprecation: None,
            origin: crate::Origin::default(),
        };
        let api = Api::default();
        let table = [
            ("bitlockerRecoveryKey", "key", false, vec!["id"], true),
            ("keyValuePair", "key", false, vec!["value"], false),
            ("setting", "key", true, vec![], false),
            (
                "synchronizationSecretKeyStringValuePair",
                "value",
                false,
                vec!["key"],
                true,
            ),
            ("keyValuePair", "value", false, vec!["key"], false),
            ("thumbnail", "url", false, vec![], true),
            ("sharingLink", "webUrl", false, vec![], true),
            ("baseItem", "webUrl", false, vec![], false),
        ];
        for (owner, name, is_key, beside, secret) in table {
            let (beside, property): (Vec<Property>, Property) = (
                beside.iter().map(|one| property(one, false)).collect(),
                property(name, is_key),
            );
            let all: Vec<&Property> = beside.iter().chain([&property]).collect();
            assert_eq!(
                is_secret(&api, owner, &property, &all),
                secret,
                "{owner}.{name}"
            );
        }
    }
}
