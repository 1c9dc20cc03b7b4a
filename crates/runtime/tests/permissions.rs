//! Who may make a request is said by the path that it was built by.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::hash::Hasher;

use fnv::FnvHasher;
use graphwright::{
    Client, Json, Literal, MediaResource, Method, Page, Parameter, PermissionTable, Permissions,
    PrimitivePropertyResource, Request, Resource, Scopes, ServiceClient, given,
};

const SEED: u64 = 0x5eed;

fn hash(text: &str) -> u64 {
    let mut hasher = FnvHasher::with_key(SEED);
    hasher.write(text.as_bytes());
    hasher.finish()
}

/// A table with one permission for each row, which is the row itself.
fn table(keys: &[&str], rows: &[&'static str]) -> &'static PermissionTable {
    let mut keys: Vec<u64> = keys.iter().map(|one| hash(one)).collect();
    keys.sort_unstable();
    let mut rows: Vec<(u64, &'static Permissions)> = rows
        .iter()
        .map(|row| {
            let least: &'static [&'static str] = Box::leak(Box::new([*row]));
            let set: &'static Permissions = Box::leak(Box::new(Permissions {
                application: Scopes::new(least, &[]),
                ..*Permissions::UNKNOWN
            }));
            (hash(row), set)
        })
        .collect();
    rows.sort_unstable_by_key(|(hash, _)| *hash);
    Box::leak(Box::new(PermissionTable::new(
        SEED,
        keys.leak(),
        rows.leak(),
    )))
}

fn service(table: &'static PermissionTable) -> ServiceClient {
    let core = Client::sans_io().build().unwrap();
    ServiceClient::new(core, "https://files.example/v1").with_permissions(table)
}

/// The row that a request is of; nothing where no row is.
fn row<T>(request: &Request<T>) -> &'static str {
    let scopes = request.scopes().application.iter().next();
    assert_eq!(request.scopes().is_unknown(), scopes.is_none());
    scopes.unwrap_or_default()
}

type Steps = fn(Resource) -> Resource;

/// Each way of going on, and the template of where it leads.
const STEPS: &[(&str, Steps)] = &[
    ("/users", |root| root.segment("users")),
    ("/users/{}", |root| root.segment("users").key_segment("a b")),
    ("/users({})", |root| {
        root.segment("users").key_parentheses(&"it's")
    }),
    ("/users/{}/{}", |root| {
        root.segment("users").key_segments(&[&"a", &7_i32])
    }),
    ("/users(mail={})", |root| {
        root.segment("users").key_parentheses_of(&[("mail", &"x")])
    }),
    ("/rows(row={},column={})", |root| {
        let rows = root.segment("rows");
        rows.key_parentheses_of(&[("row", &1_i32), ("column", &2_i32)])
    }),
    ("/users/{}/files.admin/messages", |root| {
        let user = root.segment("users").key_segment("1");
        user.segment("files.admin").segment("messages")
    }),
    ("/users/{}/messages/$count", |root| {
        let user = root.segment("users").key_segment("1");
        user.segment("messages").segment("$count")
    }),
    ("/drive/root:/{}:/children", |root| {
        let root = root.segment("drive").segment("root");
        root.addressed(&[":/", ":"], &["a/b c.txt"])
            .segment("children")
    }),
    ("/near()", |root| root.function("near", &[])),
    ("/near(latitude={},longitude={})/files", |root| {
        let near = root.function("near", &[("latitude", &1_i32), ("longitude", &2_i32)]);
        near.segment("files")
    }),
    ("/parts/{}-{}", |root| {
        let parts = root.segment("parts");
        parts.filled(
            &["", "-", ""],
            &[
                (Parameter::path("a"), &1_i32),
                (Parameter::path("b"), &2_i32),
            ],
        )
    }),
];

#[test]
fn each_step_of_a_path_is_a_step_of_its_template() {
    let rows: Vec<&'static str> = STEPS
        .iter()
        .map(|(template, _)| &*format!("{template} GET").leak())
        .collect();
    let service = service(table(&[], &rows));
    for (template, steps) in STEPS {
        let resource = steps(service.root_resource());
        let get: Request<()> = resource.request(Method::GET);
        assert_eq!(row(&get), format!("{template} GET"), "{}", resource.path());
        let post: Request<()> = resource.request(Method::POST);
        assert_eq!(row(&post), "", "another method of {template}");
        let further: Request<()> = resource.segment("x").request(Method::GET);
        assert_eq!(row(&further), "", "behind {template}");
    }
}

#[test]
fn a_function_has_all_its_parameters_whichever_a_call_leaves_out() {
    let service = service(table(&[], &["/find(word={},at={}) GET"]));
    let find = |word: Option<&str>, at: Option<Json>| -> Request<()> {
        let parameters = [("word", given(&word)), ("at", given(&at))];
        let root = service.root_resource();
        root.function_of("find", &parameters).request(Method::GET)
    };
    let object = || Some(Json::new(&[1]).unwrap());
    assert!(object().is_some_and(|json| json.needs_alias()));
    for request in [
        find(None, None),
        find(Some("x"), None),
        find(None, object()),
        find(Some("x"), object()),
    ] {
        assert_eq!(
            row(&request),
            "/find(word={},at={}) GET",
            "{}",
            request.url()
        );
    }
}

#[test]
fn a_key_that_a_row_writes_out_goes_before_the_open_one() {
    let service = service(table(
        &["/a/{x}", "/a/{}/b/{y}", "/rows(name={first}"],
        &[
            "/a/{} GET",
            "/a/{x} GET",
            "/a/{x} PUT",
            "/a/{}/c GET",
            "/a/x DELETE",
            "/a/{}/b/{} GET",
            "/a/{}/b/{y} GET",
            "/a/{}/b/{}/d GET",
            "/rows(name={first}) GET",
        ],
    ));
    let a = |key: &str| service.root_resource().segment("a").key_segment(key);
    let b = |key: &str, other: &str| a(key).segment("b").key_segment(other);
    for (place, method, expected) in [
        (a("k"), Method::GET, "/a/{} GET"),
        (a("x"), Method::GET, "/a/{x} GET"),
        (a("X"), Method::GET, "/a/{x} GET"),
        (a("{x}"), Method::GET, "/a/{} GET"),
        (a("x"), Method::PUT, "/a/{x} PUT"),
        (a("k"), Method::PUT, ""),
        // What only the open key has is said of the other too.
        (a("x").segment("c"), Method::GET, "/a/{}/c GET"),
        (b("k", "k"), Method::GET, "/a/{}/b/{} GET"),
        (b("k", "y"), Method::GET, "/a/{}/b/{y} GET"),
        (b("x", "y"), Method::GET, "/a/{}/b/{y} GET"),
        (b("x", "k"), Method::GET, "/a/{}/b/{} GET"),
        (b("x", "y").segment("d"), Method::GET, "/a/{}/b/{}/d GET"),
        // A segment of that name is no key, and a key no segment.
        (a("x"), Method::DELETE, ""),
        (
            service.root_resource().segment("a").segment("x"),
            Method::DELETE,
            "/a/x DELETE",
        ),
    ] {
        let request: Request<()> = place.request(method.clone());
        assert_eq!(row(&request), expected, "{method} {}", place.path());
    }
    let rows = service.root_resource().segment("rows");
    let first = rows.key_parentheses_of(&[("name", &"First")]);
    let first: Request<()> = first.request(Method::GET);
    assert_eq!(row(&first), "/rows(name={first}) GET");
}

#[test]
fn media_and_properties_are_asked_for_by_their_own_paths() {
    let rows = [
        "/me/photo GET",
        "/me/photo PUT",
        "/me/name GET",
        "/me/name DELETE",
    ];
    let service = service(table(&[], &rows));
    let me = service.root_resource().segment("me");
    let photo = MediaResource::from(me.segment("photo"));
    assert_eq!(row(&photo.get()), "/me/photo GET");
    assert_eq!(row(&photo.put("image/png", "")), "/me/photo PUT");
    assert_eq!(row(&photo.patch("image/png", "")), "");
    let name = PrimitivePropertyResource::from(me.segment("name"));
    assert_eq!(row(&name.get::<String>()), "/me/name GET");
    assert_eq!(row(&name.delete()), "/me/name DELETE");
    assert_eq!(row(&name.set("x")), "");
    assert_eq!(row(&name.request(Method::GET)), "/me/name GET");
}

#[test]
fn who_may_follow_a_url_or_a_link_is_unknown() {
    let service = service(table(&[], &["/users GET"]));
    let users = service.root_resource().segment("users");
    let list: Request<Page<Json>> = users.request(Method::GET);
    assert_eq!(row(&list), "/users GET");
    let link = "https://files.example/v1/users?$skiptoken=1";
    assert_eq!(row(&list.resume(link)), "");
    assert_eq!(row(&service.request(Method::GET, "/users")), "");
    assert_eq!(row(&service.request(Method::GET, link)), "");
    assert_eq!(row(&service.pre_authenticated(Method::GET, link)), "");
}

#[test]
fn without_a_table_nobody_has_said_who_may_ask() {
    let core = Client::sans_io().build().unwrap();
    let service = ServiceClient::new(core, "https://files.example/v1");
    let request: Request<()> = service
        .root_resource()
        .segment("users")
        .request(Method::GET);
    assert!(request.scopes().is_unknown());
}
