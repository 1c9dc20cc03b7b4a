//! Rules about what is declared: properties, operations, streams, and ways on.

use graphwright_api::Target;
use graphwright_api::facts::differences;
use graphwright_api::fixups::Fixups;

use crate::service::{done, name, service, wrong};

#[test]
fn a_plus_means_derived_types_too_and_except_takes_places_out() {
    let kinds = |rule: &str| {
        let all = done(rule);
        all.into_iter()
            .filter(|one| one.contains(" own ") && !one.contains("doc"))
            .collect::<Vec<_>>()
    };
    let both = ["+ own ns.admin Update: ", "+ own ns.user Update: "];
    assert_eq!(kinds("offer = \"update\"\non = \"ns.user+\""), both);
    assert_eq!(
        kinds("offer = \"update\"\non = \"ns.user+\"\nexcept = \"ns.user\""),
        both[..1]
    );
    assert_eq!(kinds("offer = \"update\"\non = \"ns.*\"")[..2], both);
    assert!(
        wrong("offer = \"update\"\non = \"ns.user+\"\nexcept = \"ns.nobody\"")
            .contains("has no place that is called `ns.nobody`")
    );
}

#[test]
fn properties_are_added_removed_and_declared_otherwise() {
    assert_eq!(
        done(
            "add = \"property\"\non = \"ns.user\"\nname = \"tags\"\ntype = \"Collection(Edm.String)\"\nnullable = false\ncomputed = true\ndoc = \"Its tags.\""
        ),
        [
            "+ doc of property ns.user/tags: Its tags.",
            "~ order of ns.user: id, mail -> id, mail, tags",
            "+ property ns.user/tags: Collection(Edm.String) computed"
        ]
    );
    assert_eq!(
        done("remove = \"property\"\non = \"*/mail\""),
        [
            "~ order of ns.user: id, mail -> id",
            "- property ns.user/mail: Edm.String?"
        ]
    );
    assert_eq!(
        done(
            "change = \"property\"\non = \"ns.user/mail\"\ntype = \"ns.report\"\nnullable = false"
        ),
        ["~ property ns.user/mail: Edm.String? -> ns.report"]
    );
    assert_eq!(
        done("change = \"property\"\non = \"ns.user/mail\"\nrename = \"Mail\"").len(),
        3
    );
    // What a base type declares is not added again.
    assert!(
        wrong("add = \"property\"\non = \"ns.admin\"\nname = \"mail\"\ntype = \"Edm.String\"")
            .contains("changes nothing")
    );
}

#[test]
fn parameters_and_results_are_those_of_one_overload_or_of_all() {
    assert_eq!(
        done("change = \"parameter\"\non = \"ns.user/reset/code\"\noptional = true").len(),
        2
    );
    assert_eq!(
        done("change = \"parameter\"\non = \"ns.user/reset(code, note)/code\"\noptional = true"),
        [
            "~ parameter operation ns.user/reset(code, note) code: Edm.String? -> Edm.String? optional"
        ]
    );
    assert_eq!(
        done("change = \"result\"\non = \"/ping\"\ntype = \"Edm.Stream\"\nnullable = true"),
        ["~ operation /ping(): action ping returns Edm.String -> action ping returns Edm.Stream?"]
    );
    let added = done(
        "add = \"parameter\"\non = \"ns.user/reset(code)\"\nname = \"at\"\ntype = \"Edm.Date\"",
    );
    assert!(
        added.contains(
            &"+ operation ns.user/reset(code, at): action reset returns Edm.String".to_owned()
        ),
        "{added:?}"
    );
    assert_eq!(
        done("remove = \"operation\"\non = \"ns.user/reset(code)\"").len(),
        2
    );
}

#[test]
fn overloads_stay_in_order_and_apart() {
    let mut api = service();
    let text = "[[fix]]\nadd = \"parameter\"\non = \"ns.user/reset(code)\"\nname = \"a\"\ntype = \"Edm.Date\"\nreason = \"r\"\n\
                [[fix]]\nadd = \"parameter\"\non = \"ns.user/reset(code, a)\"\nname = \"b\"\ntype = \"Edm.Date\"\nreason = \"r\"\n";
    Fixups::parse("fix.toml", text)
        .unwrap()
        .apply(&mut api)
        .unwrap();
    let overloads = &api.resources[&Target::one(name("user"))].operations["reset"];
    let counts: Vec<usize> = overloads.iter().map(|one| one.parameters.len()).collect();
    assert_eq!(counts, [2, 3]);
    assert!(
        wrong("remove = \"parameter\"\non = \"ns.user/reset/note\"").contains("remove one of them")
    );
}

#[test]
fn a_stream_takes_the_methods_that_a_rule_says() {
    let mut api = service();
    let before = api.clone();
    let text = "[[fix]]\nadd = \"stream\"\non = \"ns.user\"\nname = \"photo\"\nreason = \"r\"\n\
                [[fix]]\nchange = \"stream\"\non = \"ns.user/*\"\nmethods = [\"PATCH\", \"GET\"]\nreason = \"r\"\n";
    Fixups::parse("fix.toml", text)
        .unwrap()
        .apply(&mut api)
        .unwrap();
    let found = differences(&before, &api);
    let found: Vec<String> = found.iter().map(ToString::to_string).collect();
    assert_eq!(found, ["+ stream ns.user/photo: GET, PATCH"]);
    assert!(
        Fixups::parse("fix.toml", &text.replace("GET", "POST")).unwrap_err()[0]
            .message
            .contains("does not take `POST`")
    );
}

#[test]
fn a_result_of_another_type_leads_nowhere() {
    let mut api = service();
    let user = api.resource_mut(&Target::one(name("user")));
    for one in user.operations.get_mut("reset").unwrap() {
        one.composes = Some(Target::one(name("report")));
    }
    let text = "[[fix]]\nchange = \"result\"\non = \"ns.user/reset\"\ntype = \"Edm.Stream\"\nreason = \"r\"\n";
    Fixups::parse("fix.toml", text)
        .unwrap()
        .apply(&mut api)
        .unwrap();
    let user = &api.resources[&Target::one(name("user"))];
    let mut overloads = user.operations["reset"].iter();
    assert!(overloads.all(|one| one.composes.is_none()));
}

#[test]
fn ways_on_are_added_and_removed() {
    assert_eq!(
        done(
            "add = \"navigation\"\non = \"ns.user\"\nname = \"reports\"\ntarget = \"Collection(ns.report)\""
        ),
        ["+ navigation ns.user/reports: Collection(ns.report)"]
    );
    assert_eq!(
        done("add = \"cast\"\non = \"Collection(ns.user)\"\ntype = \"ns.admin\""),
        [
            "+ cast Collection(ns.user)/ns.admin: Collection(ns.admin)",
            "+ resource Collection(ns.admin): "
        ]
    );
    assert_eq!(
        done("add = \"stream\"\non = \"ns.user\"\nname = \"$value\""),
        ["+ stream ns.user/$value: GET, PUT, DELETE"]
    );
    assert_eq!(
        done(
            "add = \"path\"\non = \"Collection(ns.user)\"\nname = \"by path\"\ntemplate = \"/{host}:/{path}:\""
        ),
        ["+ path Collection(ns.user) /{host}:/{path}:: by path to ns.user"]
    );
    assert_eq!(
        done("add = \"key\"\non = \"Collection(ns.report)\"\nparts = [\"number\"]"),
        [
            "+ key of Collection(ns.report): number: Edm.String",
            "+ resource ns.report: "
        ]
    );
    assert_eq!(
        done("add = \"alternate-key\"\non = \"Collection(ns.user)\"\nparts = [\"mail\"]"),
        ["+ alternate key Collection(ns.user) mail: Edm.String: "]
    );
    assert_eq!(done("remove = \"navigation\"\non = \"*/manager\"").len(), 2);
    assert_eq!(done("remove = \"root\"\non = \"Users\"").len(), 1);
    assert!(
        wrong("remove = \"resource\"\non = \"Collection(ns.user)\"")
            .contains("`Users` leads to it")
    );
    assert!(
        wrong("add = \"navigation\"\non = \"ns.user\"\nname = \"x\"\ntarget = \"ns.nothing\"")
            .contains("no type is called `ns.nothing`")
    );
}
