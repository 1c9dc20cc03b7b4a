//! Rules that match nothing, change nothing, or cannot be read.

use crate::service::{fixed, rule, wrong};

#[test]
fn a_rule_that_matches_nothing_is_an_error_with_its_place_and_what_to_do() {
    assert_eq!(
        wrong("offer = \"update\"\non = \"ns.User\""),
        "fix.toml:3:6: error: the rule matches nothing: no resource is called `ns.User`; did you mean `ns.user`?\n  \
         help: correct the name, or remove the rule if the description has changed"
    );
    for text in [
        "remove = \"property\"\non = \"ns.user\"",
        "remove = \"property\"\non = \"ns.user/phone\"",
        "remove = \"parameter\"\non = \"ns.user/reset/none\"",
        "remove = \"operation\"\non = \"ns.user/reset(note)\"",
        "remove = \"operation\"\non = \"/pong\"",
        "remove = \"root\"\non = \"Groups\"",
        "remove = \"key\"\non = \"Collection(ns.report)\"",
        "offer = \"get\"\non = \"\"",
    ] {
        assert!(wrong(text).contains("matches nothing"), "{text}");
    }
}

#[test]
fn each_place_of_a_list_must_match() {
    let errors = rule("offer = \"update\"\non = [\n  \"ns.user\",\n  \"ns.gone\",\n]").unwrap_err();
    assert_eq!(errors.len(), 1);
    assert!(
        errors[0].starts_with("fix.toml:5:3: error: the rule matches nothing"),
        "{errors:?}"
    );
}

#[test]
fn a_rule_whose_effect_is_there_already_is_an_error() {
    for text in [
        "offer = \"get\"\non = \"ns.user\"",
        "withdraw = \"delete\"\non = \"*\"",
        "allow = \"$filter\"\non = \"Collection(ns.user)\"",
        "change = \"property\"\non = \"ns.user/mail\"\nnullable = true",
        "add = \"key\"\non = \"Collection(ns.user)\"\nparts = [\"id\"]",
    ] {
        let error = wrong(text);
        assert!(
            error.contains("changes nothing") && error.contains("help: remove the rule"),
            "{error}"
        );
    }
}

#[test]
fn a_file_with_mistakes_says_all_of_them() {
    let errors = fixed(
        "[[fix]]\noffer = \"fly\"\non = \"ns.user\"\nreason = \"r\"\n\
         [[fix]]\noffer = \"get\"\nremove = \"root\"\non = \"ns.user\"\nreason = \"r\"\n\
         [[fix]]\non = \"ns.user\"\nreason = \"r\"\n\
         [[fix]]\nremove = \"thing\"\non = \"ns.user\"\nreason = \"r\"\n\
         [[fix]]\nremove = \"root\"\non = \"Users\"\nreason = \" \"\n\
         [[fix]]\nadd = \"path\"\nname = \"x\"\ntemplate = \"../{path}\"\non = \"ns.user\"\nreason = \"r\"\n\
         [[fix]]\nadd = \"property\"\nname = \"x\"\non = \"ns.user\"\nreason = \"r\"\n\
         [[fix]]\nchange = \"property\"\ntype = \"Edm.Text\"\non = \"ns.user/mail\"\nreason = \"r\"\n\
         [[fix]]\nchange = \"result\"\nrename = \"x\"\ntype = \"Edm.Date\"\non = \"ns.user/reset\"\nreason = \"r\"\n",
    )
    .unwrap_err();
    let first = |error: &String| error.lines().next().unwrap().to_owned();
    assert_eq!(
        errors.iter().map(first).collect::<Vec<_>>(),
        [
            "fix.toml:1:1: error: a resource cannot `fly`",
            "fix.toml:5:1: error: `remove` says nothing here",
            "fix.toml:10:1: error: the rule has no verb",
            "fix.toml:13:1: error: no place is called `thing`",
            "fix.toml:17:1: error: the reason is empty",
            "fix.toml:21:1: error: `../{path}` is no template of a path",
            "fix.toml:27:1: error: `type` is missing",
            "fix.toml:32:1: error: `Edm.Text` is no primitive type",
            "fix.toml:37:1: error: `rename` says nothing here",
        ]
    );
    let unknown = fixed("[[fix]]\nofer = \"get\"\n").unwrap_err();
    assert!(
        unknown[0].starts_with("fix.toml:2:1: error: unknown field `ofer`"),
        "{unknown:?}"
    );
    let reason = fixed("[[fix]]\noffer = \"get\"\non = \"ns.user\"\n").unwrap_err();
    assert!(reason[0].contains("missing field `reason`"), "{reason:?}");
}

#[test]
fn what_rules_break_is_an_error_as_it_would_be_in_a_description() {
    let error = wrong("change = \"property\"\non = \"ns.user/mail\"\nrename = \"id\"");
    assert!(
        error.contains("after these rules, property `id` of `ns.user` is declared twice"),
        "{error}"
    );
}
