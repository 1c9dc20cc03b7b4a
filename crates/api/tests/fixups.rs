//! What rules do to a model, and what is said when they do nothing.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use graphwright_api::facts::{differences, facts};
use graphwright_api::fixups::Fixups;
use graphwright_api::{
    Api, ItemType, KeyPart, Navigation, Offers, Operation, OperationKind, Origin, Own, OwnKind,
    Parameter, Primitive, Property, QueryOptions, Returns, Root, Structured, Target, TypeDef,
    TypeKind, TypeName, TypeRef, Way,
};

fn name(simple: &str) -> TypeName {
    TypeName::new(format!("ns.{simple}"))
}

fn text() -> TypeRef {
    TypeRef::one(ItemType::Primitive(Primitive::String))
}

fn property(name: &str) -> Property {
    Property {
        name: name.into(),
        doc: String::new(),
        ty: text(),
        nullable: true,
        key: name == "id",
        computed: false,
        required: false,
        navigation: false,
        secret: false,
        deprecation: None,
        origin: Origin::default(),
    }
}

fn add_type(api: &mut Api, simple: &str, base: Option<&str>, properties: &[&str]) {
    let kind = TypeKind::Structured(Structured {
        base: base.map(name),
        properties: properties.iter().map(|name| property(name)).collect(),
        ..Structured::default()
    });
    let ty = TypeDef {
        name: name(simple),
        doc: String::new(),
        kind,
        deprecation: None,
        origin: Origin::default(),
    };
    api.types.insert(name(simple), ty);
}

fn action(name: &str, parameters: &[&str]) -> Operation {
    let parameter = |name: &&str| Parameter {
        name: (*name).into(),
        doc: String::new(),
        ty: text(),
        nullable: true,
        optional: false,
        origin: Origin::default(),
    };
    Operation {
        name: name.into(),
        kind: OperationKind::Action,
        doc: String::new(),
        parameters: parameters.iter().map(parameter).collect(),
        returns: Some(Returns {
            ty: text(),
            nullable: false,
        }),
        composes: None,
        offers: Offers::ALL,
        options: Vec::new(),
        deprecation: None,
        origin: Origin::default(),
    }
}

/// The set `Users` of `user`; `admin` is a user; both can `reset`, with a code or with a code and a
/// note; a user has a `manager`. `Reports` is a set of `report`, which has no key.
fn service() -> Api {
    let mut api = Api::default();
    add_type(&mut api, "user", None, &["id", "mail"]);
    add_type(&mut api, "admin", Some("user"), &[]);
    add_type(&mut api, "report", None, &["number"]);
    let users = Target::many(name("user"));
    let own = || Own {
        via: Way::Root("Users".into()),
        unsupported: vec!["$count".into(), "$top".into()],
        ..Own::default()
    };
    let resource = api.resource_mut(&users);
    resource.key = vec![KeyPart {
        name: "id".into(),
        ty: ItemType::Primitive(Primitive::String),
    }];
    resource.add_own(OwnKind::List, own());
    for simple in ["user", "admin"] {
        let resource = api.resource_mut(&Target::one(name(simple)));
        resource.add_own(OwnKind::Get, own());
        let reset = vec![
            action("reset", &["code"]),
            action("reset", &["code", "note"]),
        ];
        resource.operations.insert("reset".into(), reset);
        let manager = Navigation {
            target: Target::one(name("user")),
            offers: [OwnKind::Get].into_iter().collect(),
            via: Way::property(&name("user"), "manager"),
            options: QueryOptions::default(),
            doc: String::new(),
        };
        resource.navigation.insert("manager".into(), manager);
    }
    for (set, simple) in [("Users", "user"), ("Reports", "report")] {
        let target = Target::many(name(simple));
        api.resource_mut(&target);
        api.roots.insert(
            set.into(),
            Root {
                target,
                offers: Offers::ALL,
                options: QueryOptions::default(),
                doc: String::new(),
            },
        );
    }
    api.operations
        .insert("ping".into(), vec![action("ping", &[])]);
    api
}

/// The differences that these rules make, or everything that is wrong with them.
fn fixed(rules: &str) -> Result<Vec<String>, Vec<String>> {
    let shown = |all: Vec<graphwright_api::Diagnostic>| {
        all.iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    let mut api = service();
    let fixups = Fixups::parse("fix.toml", rules).map_err(shown)?;
    fixups.apply(&mut api).map_err(shown)?;
    let differences = differences(&service(), &api);
    Ok(differences.iter().map(ToString::to_string).collect())
}

/// One rule with a reason.
fn rule(text: &str) -> Result<Vec<String>, Vec<String>> {
    fixed(&format!("[[fix]]\n{text}\nreason = \"because\"\n"))
}

fn done(text: &str) -> Vec<String> {
    rule(text).unwrap()
}

/// The one thing that is wrong with the rule.
fn wrong(text: &str) -> String {
    let errors = rule(text).unwrap_err();
    assert_eq!(errors.len(), 1, "{errors:?}");
    errors[0].clone()
}

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
    let users = [OwnKind::List, OwnKind::Get].into_iter().collect();
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
    let manager = [OwnKind::Update, OwnKind::SetReference];
    assert_eq!(offers(&api, "manager"), manager.into_iter().collect());
    let users = [OwnKind::List, OwnKind::Get, OwnKind::Delete];
    assert_eq!(offers(&api, "Users"), users.into_iter().collect());
    // Another way still has it.
    assert!(api.resources[&user].own.contains_key(&OwnKind::Get));
    assert!(
        api.resources[&user]
            .own
            .contains_key(&OwnKind::SetReference)
    );
}

#[test]
fn what_no_way_offers_any_more_is_gone_and_so_is_the_offer_of_what_is_gone() {
    let user = Target::one(name("user"));
    let (api, _) = offered(
        "[[fix]]\nwithdraw = \"get\"\non = [\"ns.user/manager\", \"/Users\"]\nreason = \"r\"",
    );
    assert!(!api.resources[&user].own.contains_key(&OwnKind::Get));
    let (api, offers) = offered("[[fix]]\nwithdraw = \"get\"\non = \"ns.user\"\nreason = \"r\"");
    assert!(!offers(&api, "manager").contains(OwnKind::Get));
    assert!(!offers(&api, "Users").contains(OwnKind::Get));
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

#[test]
fn differences_that_nobody_explains_are_left_and_each_explanation_must_explain_one() {
    let mut other = service();
    other.roots.remove("Users");
    other.resources.remove(&Target::many(name("report")));
    let found = differences(&service(), &other);
    let unexplained = |text: &str| {
        let fixups = Fixups::parse("fix.toml", text).unwrap();
        let rest = fixups.unexplained(&found).map(|rest| rest.len());
        rest.map_err(|errors| errors.iter().map(ToString::to_string).collect::<Vec<_>>())
    };
    assert_eq!(unexplained(""), Ok(2));
    assert_eq!(
        unexplained("[[left]]\nfact = \"root U*\"\nreason = \"r\"\n"),
        Ok(1)
    );
    assert_eq!(
        unexplained("[[left]]\nfact = \"root *\"\nabout = [\"ns.report\"]\nreason = \"r\"\n"),
        Ok(0)
    );
    let errors = unexplained("[[left]]\nabout = \"ns.repo\"\nreason = \"r\"\n").unwrap_err();
    assert!(
        errors[0].starts_with("fix.toml:2:9: error: no difference is called or about `ns.repo`"),
        "{errors:?}"
    );
}

#[test]
fn a_model_does_not_differ_from_itself() {
    assert_eq!(differences(&service(), &service()), []);
    assert!(facts(&service()).len() > 20);
}
