//! Rules about what resources and ways offer, and the query options that they take.

use graphwright_api::fixups::Fixups;
use graphwright_api::{Api, Offers, StandardOperationKind, Target};

use crate::service::{done, name, service, wrong};

#[test]
fn what_a_resource_can_do_is_offered_and_withdrawn() {
    assert_eq!(
        done("offer = [\"update\", \"delete\"]\non = \"ns.user\"\ndoc = \"Changes it.\""),
        [
            "+ doc of own ns.user Delete: Changes it.",
            "+ doc of own ns.user Update: Changes it.",
            "+ own ns.user Delete: ",
            "+ own ns.user Update: "
        ]
    );
    assert_eq!(
        done("withdraw = \"get\"\non = \"ns.admin\""),
        [
            "- own ns.admin Get: ",
            "- unsupported of own ns.admin Get: $count, $top"
        ]
    );
    assert!(wrong("offer = \"list\"\non = \"ns.user\"").contains("is no collection"));
}

#[test]
fn a_query_option_is_allowed_for_all_that_a_resource_does() {
    assert_eq!(
        done("allow = \"$count\"\non = \"Collection(ns.user)\""),
        ["~ unsupported of own Collection(ns.user) List: $count, $top -> $top"]
    );
}

/// What a way offers of what it leads to, after these rules.
fn offered(rules: &str) -> (Api, impl Fn(&Api, &str) -> Offers) {
    let mut api = service();
    let users = [StandardOperationKind::List, StandardOperationKind::Get]
        .into_iter()
        .collect();
    api.roots.get_mut("Users").unwrap().offers = users;
    let rules = Fixups::parse("fix.toml", rules).unwrap();
    rules.apply(&mut api).unwrap();
    let offers = |api: &Api, way: &str| match api.roots.get(way) {
        Some(root) => root.offers,
        None => api.resources[&Target::one(name("admin"))].navigation[way].offers,
    };
    (api, offers)
}

#[test]
fn one_way_offers_what_a_rule_says_and_others_do_not() {
    let user = Target::one(name("user"));
    let (api, offers) = offered(
        "[[fix]]\noffer = [\"update\", \"set-reference\"]\non = \"ns.user/manager\"\nreason = \"r\"\n\
         [[fix]]\noffer = \"delete\"\non = \"/Users\"\nreason = \"r\"\n\
         [[fix]]\nwithdraw = \"get\"\non = \"ns.user/*\"\nreason = \"r\"",
    );
    let manager = [
        StandardOperationKind::Update,
        StandardOperationKind::SetReference,
    ];
    assert_eq!(offers(&api, "manager"), manager.into_iter().collect());
    let users = [
        StandardOperationKind::List,
        StandardOperationKind::Get,
        StandardOperationKind::Delete,
    ];
    assert_eq!(offers(&api, "Users"), users.into_iter().collect());
    // Another way still has it.
    assert!(
        api.resources[&user]
            .standard
            .contains_key(&StandardOperationKind::Get)
    );
    assert!(
        api.resources[&user]
            .standard
            .contains_key(&StandardOperationKind::SetReference)
    );
}

#[test]
fn what_no_way_offers_any_more_is_gone_and_so_is_the_offer_of_what_is_gone() {
    let user = Target::one(name("user"));
    let (api, _) = offered(
        "[[fix]]\nwithdraw = \"get\"\non = [\"ns.user/manager\", \"/Users\"]\nreason = \"r\"",
    );
    assert!(
        !api.resources[&user]
            .standard
            .contains_key(&StandardOperationKind::Get)
    );
    let (api, offers) = offered("[[fix]]\nwithdraw = \"get\"\non = \"ns.user\"\nreason = \"r\"");
    assert!(!offers(&api, "manager").contains(StandardOperationKind::Get));
    assert!(!offers(&api, "Users").contains(StandardOperationKind::Get));
}

#[test]
fn a_way_is_not_made_to_offer_what_its_target_cannot_do() {
    let refused = wrong("offer = \"create\"\non = \"ns.user/manager\"");
    assert!(
        refused.contains("`ns.user/manager` leads to `ns.user`, which cannot do that"),
        "{refused}"
    );
    assert!(wrong("offer = \"get\"\non = \"/User\"").contains("no way is called `/User`"));
    assert!(wrong("withdraw = \"delete\"\non = \"ns.user/manager\"").contains("changes nothing"));
}

#[test]
fn a_query_option_is_added_to_what_a_way_offers_and_to_a_call() {
    let option = |on: &str, of: &str| {
        format!(
            "add = \"query-option\"\non = \"{on}\"\n{of}name = \"from\"\nrequired = true\ndoc = \"Since when.\""
        )
    };
    assert_eq!(
        done(&option("Users", "of = [\"list\", \"create\"]\n")),
        [
            "+ doc of option of root Users Create from: Since when.",
            "+ doc of option of root Users List from: Since when.",
            "+ option of root Users Create from: 0: Edm.String required",
            "+ option of root Users List from: 0: Edm.String required",
        ]
    );
    // A way is the property of the type that declares it, whatever types inherit it.
    let both = done(&option("ns.user/manager", "of = \"get\"\n"));
    let both = both.iter().filter(|one| !one.contains("doc"));
    assert_eq!(
        both.collect::<Vec<_>>(),
        [
            "+ option of navigation ns.admin/manager Get from: 0: Edm.String required",
            "+ option of navigation ns.user/manager Get from: 0: Edm.String required",
        ]
    );
    let typed = option("/ping", "type = \"Edm.Date\"\n");
    assert_eq!(
        done(&typed)[1],
        "+ option of operation /ping() from: 0: Edm.Date required"
    );
}

#[test]
fn a_query_option_that_cannot_be_is_refused_in_words() {
    let table = [
        (
            "on = \"Users\"\nof = \"get\"\nname = \"$top\"",
            "only OData's begin with `$` or `@`",
        ),
        (
            "on = \"Users\"\nof = \"list\"\nname = \"from\"\ntype = \"Collection(Edm.Date)\"",
            "not that of one value",
        ),
        (
            "on = \"Users\"\nof = \"list\"\nname = \"from\"\ntype = \"ns.user\"",
            "no enumeration type is called `ns.user`",
        ),
        (
            "on = \"users\"\nof = \"list\"\nname = \"from\"",
            "no way is called `users`; did you mean `Users`?",
        ),
        (
            "on = \"ns.user/manager\"\nof = \"create\"\nname = \"from\"",
            "`ns.user/manager` does not offer `create`",
        ),
    ];
    for (text, expected) in table {
        let said = wrong(&format!("add = \"query-option\"\n{text}"));
        assert!(said.contains(expected), "{said}");
    }
}
