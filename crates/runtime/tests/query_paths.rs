//! Paths, orders, expanded entities and what cannot stand in query options, by the grammar of OData.

mod abnf;
mod directory;

use directory::{Address, Group, Principal, User, groups, users};
use graphwright::{ErrorKind, Expand, Filter, Json, Operand, Order, Page, Request, Select};

/// Returns the query option of a request, decoded.
fn option(request: &Request<Page<Json>>, name: &str) -> String {
    let (_, query) = request.url().split_once('?').expect("a query");
    let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    let (_, value) = pairs.find(|(one, _)| *one == name).expect("the option");
    assert!(!value.contains(['&', '#', '+', ' ']), "{value}");
    abnf::decoded(value)
}

fn can_be_sent(request: Request<Page<Json>>) {
    drop(request.exchange().expect("a request that can be sent"));
}

#[test]
fn a_path_leads_through_properties_and_casts_in_each_option() {
    let city = || User::HOME.then(Address::CITY);
    let manager = || User::MANAGER.cast::<User>();
    for (request, name, text) in [
        (
            users().filter(Filter::eq(city(), "Oslo")),
            "$filter",
            "home/city eq 'Oslo'",
        ),
        (
            users().filter(Filter::eq(manager().then(User::NAME), "Ada")),
            "$filter",
            "manager/directory.user/name eq 'Ada'",
        ),
        (
            groups().filter(Filter::ge(Group::MEMBERS.count(), 3)),
            "$filter",
            "members/$count ge 3",
        ),
        (
            users().filter(Filter::eq("extension_1_code", 7)),
            "$filter",
            "extension_1_code eq 7",
        ),
        (
            users().filter(Filter::eq(User::MANAGER, None::<&str>)),
            "$filter",
            "manager eq null",
        ),
        (
            users().filter(Filter::eq(manager(), None::<&str>)),
            "$filter",
            "manager/directory.user eq null",
        ),
        (users().select(city()), "$select", "home/city"),
        (
            users().select([Select::from(User::NAME), city().into()]),
            "$select",
            "name,home/city",
        ),
        (
            users().select(User::NAME.qualified()),
            "$select",
            "directory.user/name",
        ),
        (
            users().select([User::OTHER.then(Address::CITY).qualified()]),
            "$select",
            "directory.user/other/city",
        ),
        (
            users().order_by(city().desc()),
            "$orderby",
            "home/city desc",
        ),
        (
            users().order_by([User::NAME.asc(), Order::desc("extension_1_code")]),
            "$orderby",
            "name asc,extension_1_code desc",
        ),
        (
            users().order_by([User::NAME, User::SEATS]),
            "$orderby",
            "name,seats",
        ),
        (
            groups().order_by(Group::MEMBERS.count().desc()),
            "$orderby",
            "members/$count desc",
        ),
        (users().expand(User::MANAGER), "$expand", "manager"),
        (
            groups().expand(Group::MEMBERS.cast::<User>()),
            "$expand",
            "members/directory.user",
        ),
        (
            users().expand(manager().then(User::MANAGER)),
            "$expand",
            "manager/directory.user/manager",
        ),
        (
            users().expand(User::MANAGER.qualified()),
            "$expand",
            "directory.user/manager",
        ),
    ] {
        assert_eq!(option(&request, name), text);
        let read = match name {
            "$filter" => abnf::query::filter(text).map(drop),
            "$orderby" => abnf::query::order_by(text),
            "$select" => abnf::query::select(text),
            _ => abnf::query::expand(text),
        };
        assert_eq!(read, Ok(()), "{text}");
        can_be_sent(request);
    }
}

#[test]
fn an_item_of_a_collection_is_named_by_the_variable_that_its_paths_begin_at() {
    for (filter, text) in [
        (
            Filter::any(User::OTHER, "o", Filter::eq(Address::CITY.of("o"), "it's")),
            "other/any(o:o/city eq 'it''s')",
        ),
        (
            Filter::all(
                Group::MEMBERS,
                "m",
                Filter::eq(Principal::ID.of("m"), "1")
                    | Filter::starts_with(User::HOME.then(Address::CITY).qualified().of("m"), "O"),
            ),
            "members/all(m:m/id eq '1' or startswith(m/directory.user/home/city,'O'))",
        ),
        (
            Filter::any(
                Group::MEMBERS.cast::<User>(),
                "m",
                Filter::any(
                    User::OTHER.of("m"),
                    "o",
                    Filter::eq(Address::CITY.of("o"), "x"),
                ),
            ),
            "members/directory.user/any(m:m/other/any(o:o/city eq 'x'))",
        ),
        (
            Filter::any(User::TAGS, "t", Filter::eq("t", "a")),
            "tags/any(t:t eq 'a')",
        ),
        (!Filter::has_any(User::TAGS), "not (tags/any())"),
        (
            Filter::gt(User::OTHER.of("u").count(), 1),
            "u/other/$count gt 1",
        ),
    ] {
        assert_eq!(filter.to_string(), text);
        abnf::query::filter(text).expect("a filter");
        can_be_sent(users().filter(filter));
    }
}

#[test]
fn what_is_expanded_has_options_of_its_own() {
    let to_the_top = Expand::of(User::MANAGER.cast::<User>())
        .select([User::ID, User::NAME])
        .levels(3);
    for (expand, text) in [
        (
            to_the_top.clone(),
            "manager/directory.user($select=id,name;$levels=3)",
        ),
        (
            Expand::of(User::MANAGER).levels_max(),
            "manager($levels=max)",
        ),
        (
            Expand::of(Group::MEMBERS)
                .filter(Filter::eq(User::NAME.qualified(), "a;b)'&c"))
                .order_by([Principal::ID.desc(), "name".into()])
                .top(1)
                .skip(2)
                .count(true)
                .search("\"a;b)\" OR (c d)"),
            "members($filter=directory.user/name eq 'a;b)''&c';$orderby=id desc,name;$top=1;$skip=2;$count=true;\
             $search=\"a;b)\" OR (c d))",
        ),
        (
            Expand::of(Group::MEMBERS)
                .expand([to_the_top.clone(), "photo($select=id)".into()])
                .select("*"),
            "members($expand=manager/directory.user($select=id,name;$levels=3),photo($select=id);$select=*)",
        ),
        (
            Expand::of(User::MANAGER)
                .top(1)
                .select(Principal::ID)
                .top(2),
            "manager($select=id;$top=2)",
        ),
        (Expand::of("members/$ref").top(1), "members/$ref($top=1)"),
        (
            Expand::of(User::MANAGER).select(Vec::<String>::new()),
            "manager",
        ),
    ] {
        let request = groups().expand(expand);
        assert_eq!(option(&request, "$expand"), text);
        abnf::query::expand(text).expect("what `$expand` is");
        can_be_sent(request);
    }
    let both = groups().expand(["owners".into(), to_the_top]);
    let text = "owners,manager/directory.user($select=id,name;$levels=3)";
    assert_eq!(option(&both, "$expand"), text);
}

#[test]
fn a_list_of_nothing_is_no_option() {
    let none = Vec::<String>::new;
    let request = users()
        .select(["a"])
        .select(none())
        .expand(none())
        .order_by(none());
    assert!(!request.url().contains('?'), "{}", request.url());
}

#[test]
fn what_does_not_fit_is_an_error_that_names_it_and_says_what_fits() {
    fn eq(operand: impl Operand) -> Filter {
        Filter::eq(operand, "x")
    }
    let table = [
        (
            users().filter(Filter::eq(User::SEATS, "three")),
            ["directory.user/seats", "`Edm.Int32`"],
        ),
        (
            users().filter(Filter::eq(User::HOME, "x")),
            ["directory.user/home", "`directory.address`"],
        ),
        (
            users().filter(Filter::eq(User::TAGS, "x")),
            ["directory.user/tags", "Filter::any"],
        ),
        (
            users().filter(Filter::eq(User::HOME.then(Address::FLOOR), "x")),
            ["directory.address/floor", "`Edm.Int32`"],
        ),
        (
            users().filter(eq(User::MANAGER.then(User::NAME))),
            ["`directory.principal`", "cast"],
        ),
        (
            users().filter(eq(User::SEATS.then(User::NAME))),
            ["`seats`", "`Edm.Int32`"],
        ),
        (
            users().filter(eq(User::OTHER.then(Address::CITY))),
            ["`other`", "Filter::any"],
        ),
        (
            users().filter(Filter::contains(User::SEATS, "3")),
            ["directory.user/seats", "`Edm.String`"],
        ),
        (
            users().filter(Filter::has(User::NAME, "x")),
            ["directory.user/name", "enumeration"],
        ),
        (
            users().filter(Filter::any(User::NAME, "n", Filter::eq("n", "x"))),
            ["directory.user/name", "no collection"],
        ),
        (
            users().filter(Filter::any(User::OTHER, "o", eq(User::NAME.of("o")))),
            ["`directory.address`", "`directory.user`"],
        ),
        (
            users().filter(Filter::eq(Group::MEMBERS.count(), "many")),
            ["members/$count", "number"],
        ),
        (
            users().filter(Filter::eq(User::NAME.count(), 1)),
            ["`name`", "$count"],
        ),
        (
            users().filter(Filter::eq(User::MANAGER.cast::<User>(), "x")),
            ["manager/directory.user", "null"],
        ),
        (
            users().select(User::SEATS.cast::<User>()),
            ["`seats`", "`Edm.Int32`"],
        ),
        (
            users().select(Group::MEMBERS.count()),
            ["members/$count", "$filter"],
        ),
        (
            users().order_by(User::HOME),
            ["directory.user/home", "`then`"],
        ),
        (
            users().order_by(User::TAGS.desc()),
            ["directory.user/tags", "count()"],
        ),
        (
            users().order_by(User::OTHER.then(Address::CITY).asc()),
            ["other/city", "`other`"],
        ),
        (
            users().order_by(User::MANAGER.cast::<User>()),
            ["manager/directory.user", "`then`"],
        ),
        (
            users().expand([User::MANAGER, User::NAME]),
            ["directory.user/name", "$select"],
        ),
        (
            users().expand(Expand::of(User::MANAGER).levels(0)),
            ["`manager`", "$levels"],
        ),
        (
            users().expand(Expand::of("manager($top=1)").top(1)),
            ["manager($top=1)", "by methods"],
        ),
        (
            users().expand(Expand::of(User::MANAGER).filter("a eq 1;$top=1")),
            ["`manager`", "$filter"],
        ),
        (
            users().expand(Expand::of(User::MANAGER).filter("a eq 1),other(")),
            ["`manager`", "$filter"],
        ),
        (
            users().expand(Expand::of(User::MANAGER).filter("a eq 'x")),
            ["`manager`", "$filter"],
        ),
        (
            users().expand(Expand::of(User::MANAGER).search("a)b")),
            ["`manager`", "$search"],
        ),
        (
            users().expand(Expand::of(User::MANAGER).select("id;$top=1")),
            ["`manager`", "`;`"],
        ),
        (
            users().expand(Expand::of(User::MANAGER).filter(Filter::eq(User::SEATS, true))),
            ["`manager`", "directory.user/seats"],
        ),
        (
            users().expand(
                Expand::of(User::MANAGER).expand(Expand::of("photo").order_by(User::HOME.asc())),
            ),
            ["`photo`", "directory.user/home"],
        ),
    ];
    for (number, (request, texts)) in table.into_iter().enumerate() {
        let Err(error) = request.exchange() else {
            panic!("row {number} can be sent");
        };
        assert!(
            matches!(error.kind(), ErrorKind::InvalidRequest(_)),
            "{error:?}"
        );
        let error = error.to_string();
        for text in texts {
            assert!(error.contains(text), "row {number}: {text}: {error}");
        }
    }
}
