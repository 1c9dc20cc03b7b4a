//! Tests of the identifiers that names become.

use super::*;

#[test]
fn keywords_are_sorted_and_are_those_that_syn_refuses() {
    assert!(KEYWORDS.is_sorted());
    for word in KEYWORDS {
        assert!(syn::parse_str::<Ident>(word).is_err(), "{word}");
    }
    // What is a keyword in some places only is a name.
    for word in ["auto", "default", "macro_rules", "raw", "safe", "union"] {
        assert!(
            !is_keyword(word) && syn::parse_str::<Ident>(word).is_ok(),
            "{word}"
        );
    }
}

fn assert_spelled(cases: &[(&str, &str, &str)]) {
    for (name, small, camel) in cases {
        assert_eq!(snake(name), *small, "{name:?}");
        assert_eq!(upper_camel(name), *camel, "{name:?}");
    }
}

#[test]
fn words_are_parted_by_capitals_and_signs() {
    assert_spelled(&[
        ("vppToken", "vpp_token", "VppToken"),
        ("HTTPServer", "http_server", "HttpServer"),
        ("a-b.c/d e_f", "a_b_c_d_e_f", "ABCDEF"),
        ("sha256Hash", "sha256_hash", "Sha256Hash"),
        ("__x__", "x", "X"),
        ("9lives", "n9lives", "N9lives"),
        ("", "unnamed", "Unnamed"),
    ]);
}

#[test]
fn plurals_of_abbreviations_are_one_word() {
    assert_spelled(&[
        ("cloudPCs", "cloud_pcs", "CloudPcs"),
        ("cloudPCsReport", "cloud_pcs_report", "CloudPcsReport"),
        ("IDs", "ids", "Ids"),
        ("allowedURLs2", "allowed_urls2", "AllowedUrls2"),
        ("SKUs_all", "skus_all", "SkusAll"),
        ("APIsEnabled", "apis_enabled", "ApisEnabled"),
        ("userAPIs", "user_apis", "UserApis"),
        // These are none.
        ("MFAIsEnabled", "mfa_is_enabled", "MfaIsEnabled"),
        ("TLSAsDefault", "tls_as_default", "TlsAsDefault"),
        ("useDNSServer", "use_dns_server", "UseDnsServer"),
        ("isPCsafe", "is_p_csafe", "IsPCsafe"),
        ("Is", "is", "Is"),
        ("ÖPNVs", "öpnvs", "Öpnvs"),
    ]);
}

#[test]
fn names_with_a_capital_inside_are_one_word() {
    assert_spelled(&[
        (
            "iOSMinimumVersion",
            "ios_minimum_version",
            "IosMinimumVersion",
        ),
        ("allow iOS", "allow_ios", "AllowIos"),
        ("macOSDmgApp", "macos_dmg_app", "MacOsDmgApp"),
        (
            "OAuth2PermissionGrant",
            "oauth2_permission_grant",
            "OAuth2PermissionGrant",
        ),
        ("userOAuth", "user_oauth", "UserOAuth"),
        ("eTag", "etag", "Etag"),
        ("iPhoneAndIPod", "iphone_and_ipod", "IphoneAndIpod"),
        ("ETags", "etags", "Etags"),
        ("iPadOS", "ipados", "IpadOs"),
        ("iPads", "ipads", "Ipads"),
        ("ODataType", "odata_type", "ODataType"),
        // These are none.
        ("xAxis", "x_axis", "XAxis"),
        ("multiOS", "multi_os", "MultiOs"),
        ("OAuthorization", "o_authorization", "OAuthorization"),
        ("eTagger", "e_tagger", "ETagger"),
        ("theTag", "the_tag", "TheTag"),
    ]);
}

#[test]
fn letters_that_rust_has_stay_as_they_are() {
    assert_spelled(&[
        ("fødselsdato", "fødselsdato", "Fødselsdato"),
        ("Größe", "größe", "Größe"),
        ("Gro\u{308}ße", "größe", "Größe"),
        ("ÜberMaß", "über_maß", "ÜberMaß"),
        ("дата_рождения", "дата_рождения", "ДатаРождения"),
        ("ชื่อ", "ชื่อ", "ชื่อ"),
        ("नमस्ते", "नमस्ते", "नमस्ते"),
        ("生年月日", "生年月日", "生年月日"),
        ("ßa", "ßa", "SSa"),
        // No letter of form C has these marks, and heck ends words at marks.
        ("orúkọ\u{300}Kejì", "orúkọ\u{300}_kejì", "Orúkọ\u{300}Kejì"),
        ("ชื่อUser", "ชื่อuser", "ชื่อuser"),
        ("प्रथम नाम", "प्रथम_नाम", "प्रथमनाम"),
    ]);
    assert_eq!(shouty_snake("fødselsDato"), "FØDSELS_DATO");
    assert_eq!(shouty_snake("Größe"), "GRÖSSE");
}

#[test]
fn no_name_has_the_letters_that_stand_for_marks() {
    // As many letters stand for marks, at most.
    let marks = ('\0'..=char::MAX).filter(|c| is_allowed(*c) && !c.is_alphanumeric());
    assert!(marks.count() < words::STAND_INS.count());
    for letter in words::STAND_INS {
        assert!(letter.is_alphabetic() && !is_allowed(letter), "{letter:?}");
        let has_case = letter.is_lowercase() || letter.is_uppercase();
        assert!(!has_case, "{letter:?}");
    }
}

#[test]
fn what_rust_has_not_becomes_letters_or_parts_words() {
    assert_spelled(&[
        ("a‿b", "a_b", "AB"),
        ("ﬁle", "file", "File"),
        ("Ａｂ", "ab", "Ab"),
        ("m²", "m2", "M2"),
        ("a\u{200c}b\u{202e}c\u{feff}", "a_b_c", "ABC"),
        ("\u{3164}x", "x", "X"),
        ("ᚠᚢ", "fu", "Fu"),
        ("👍", "plus_1", "Plus1"),
    ]);
}

#[test]
fn signs_that_make_another_name_are_words() {
    assert_spelled(&[
        ("+1", "plus_1", "Plus1"),
        ("-1", "minus_1", "Minus1"),
        ("StartTime<", "start_time_less_than", "StartTimeLessThan"),
        (
            "StartTime>",
            "start_time_greater_than",
            "StartTimeGreaterThan",
        ),
        (
            "StartTime>=",
            "start_time_greater_than_or_equal",
            "StartTimeGreaterThanOrEqual",
        ),
        ("-created", "minus_created", "MinusCreated"),
        ("C++", "c_plus_plus", "CPlusPlus"),
        ("C#", "c_sharp", "CSharp"),
        ("A-", "a_minus", "AMinus"),
        ("50%", "n50_percent", "N50Percent"),
        ("!=", "not_equal", "NotEqual"),
        ("*", "star", "Star"),
        ("a->b", "a_to_b", "AToB"),
        ("/", "slash", "Slash"),
        ("/<<", "less_than_less_than", "LessThanLessThan"),
        // Here they only part words.
        ("Page<User>", "page_user", "PageUser"),
        ("Map«string,int»", "map_string_int", "MapStringInt"),
        ("ld+json", "ld_json", "LdJson"),
        ("a-b", "a_b", "AB"),
        ("users(id={id})", "users_id_id", "UsersIdId"),
        ("@odata.type", "odata_type", "OdataType"),
        ("$value", "value", "Value"),
    ]);
}

#[test]
fn files_are_named_in_ascii() {
    for (name, named) in [
        ("Größe", "grosse"),
        ("Fødselsdato", "fodselsdato"),
        ("ชื่อ", "chuue"),
        ("生年月日", "sheng_nian_yue_ri"),
        ("VppToken", "vpp_token"),
    ] {
        let file = file(name);
        assert!(file.is_ascii(), "{file}");
        assert_eq!(file, named);
    }
}

#[test]
fn names_that_look_alike_are_told_apart() {
    let mut taken = Taken::default();
    let mut take = |name: &str, suffix| taken.take(name.to_owned(), suffix);
    assert_eq!(take("сора", "property"), "сора");
    // The same letters of Latin.
    assert_eq!(take("copa", "property"), "copa_property");
    assert_eq!(take("größe", "property"), "größe");
    assert_eq!(take("grosse", "property"), "grosse");
    assert_eq!(take("ชื่อ", ""), "ชื่อ");
    assert_eq!(take("ID", "PROPERTY"), "ID");
    assert_eq!(take("ID", "PROPERTY"), "ID_PROPERTY");
    assert_eq!(take("Item", "Type"), "Item");
    assert_eq!(take("Item", "Type"), "ItemType");
    assert_eq!(take("Item", "Type"), "ItemType2");
}
