//! What is sent, without sending it.

use std::collections::BTreeMap;
use std::marker::PhantomData;

use graphwright::edm::{Binary, Date};
use graphwright::{
    BoxError, BoxFuture, Flags, Json, Method, Patch, Reference, Request, RequestBody, ResponseBody,
    StaticToken, Transport,
};

use crate::models::{
    AnyFacet, AnyUser, FileFacet, Hue, Item, Scope, Settings, Side, User, UserRestoreParameters,
    Visit, VisitCloseParameters,
};
use crate::models::{RangeClearParameters, ResetParameters, UserRestoreWithSideParameters};
use crate::offers::OffersGet;
use crate::resources::UserResource;
use crate::{Client, SERVICE_ROOT};

struct NoTransport;

impl Transport for NoTransport {
    fn send(
        &self,
        _: http::Request<RequestBody>,
    ) -> BoxFuture<'_, Result<http::Response<ResponseBody>, BoxError>> {
        Box::pin(async { Err("nothing is sent here".into()) })
    }
}

pub(crate) fn client() -> Client {
    let core = graphwright::Client::builder(StaticToken::new("t"));
    core.transport(NoTransport).build().unwrap().into()
}

/// Method and URL below the service root, and the body if there is one.
fn shown<T>(request: &Request<T>) -> String {
    let url = request.url().strip_prefix(SERVICE_ROOT).unwrap();
    let body = request
        .body()
        .map(|body| String::from_utf8(body.to_vec()).unwrap());
    let body = body.map(|body| format!(" {}", body.replace(SERVICE_ROOT, "{root}")));
    format!("{} {url}{}", request.method(), body.unwrap_or_default())
}

macro_rules! assert_sent {
    ($($request:expr => $expected:expr,)*) => {$(
        assert_eq!(shown(&$request), $expected, "{}", stringify!($request));
    )*};
}

#[test]
fn entities_are_asked_for_changed_replaced_and_deleted() {
    let users = client().users();
    let adele = users.id("a b");
    let value = User {
        id: Some("1".into()),
        ..User::default()
    };
    assert_sent! {
        users.create(&value.clone().into()) => r#"POST /users {"id":"1"}"#,
        users.count() => "GET /users/$count",
        adele.get() => "GET /users/a%20b",
        adele.update(Patch::new().set(User::NAME, "x")) => r#"PATCH /users/a%20b {"name":"x"}"#,
        adele.replace(&value.into()) => r#"PUT /users/a%20b {"id":"1"}"#,
        adele.delete() => "DELETE /users/a%20b",
        adele.request(Method::OPTIONS) => "OPTIONS /users/a%20b",
        client().request(Method::GET, "x") => "GET /x",
    }
}

#[test]
#[allow(deprecated, reason = "what goes away is still there")]
fn what_goes_away_can_still_be_asked_for() {
    let users = client().users();
    assert_sent! {
        users.list().top(1) => "GET /users?$top=1",
        users.id("1").delete_action() => "POST /users/1/delete",
    }
}

#[test]
fn items_are_addressed_by_other_keys_and_by_keys_of_several_parts() {
    let client = client();
    assert_sent! {
        client.users().by_name("O'Neil").get() => "GET /users(name='O''Neil')",
        client.users().by_host_and_number("h,", 2).get() => "GET /users(host='h%2C',number=2)",
        client.sites().key("h'/", 2).get() => "GET /sites/h'%2F/2",
    }
}

#[test]
fn values_of_enumeration_types_are_bare_in_segments_and_named_in_parentheses() {
    let paints = client().paints();
    let both: Flags<Hue> = [Hue::Green, Hue::Red].into_iter().collect();
    assert_sent! {
        paints.key(&Side::Left, &both).get() => "GET /paints/left/green,red",
        paints.by_side(&Side::Left).get() => "GET /paints(side=files.side'left')",
        paints.by_hue(&both).get() => "GET /paints(hue=files.hue'green%2Cred')",
        paints.by_side(&"new".into()).get() => "GET /paints(side=files.side'new')",
        paints.list().filter_of("side eq {} or hue has {}", &[&Side::Left, &both]) =>
            "GET /paints?$filter=side%20eq%20files.side'left'%20or%20hue%20has%20files.hue'green,red'",
    }
}

#[test]
fn an_argument_that_may_be_null_can_be_null() {
    let client = client();
    let day: Date = "2020-02-03".parse().unwrap();
    let hues: Flags<Hue> = [Hue::Red].into_iter().collect();
    let facet = Json::new(&BTreeMap::from([("size", 1)])).unwrap();
    let sides = Json::new(&[Some("left"), None]).unwrap();
    let bytes = Binary::from(&b"\xfb\xff"[..]);
    let wanted = Some(day.clone());
    assert_sent! {
        client.find(None, None, None, None, None) => "GET /find(text=null,day=null,count=null,side=null,hue=null)",
        client.find("x", &day, 5, &Side::Left, &hues) =>
            "GET /find(text='x',day=2020-02-03,count=5,side=files.side'left',hue=files.hue'red')",
        client.find(Some("x"), &wanted, Some(5), None, None) =>
            "GET /find(text='x',day=2020-02-03,count=5,side=null,hue=null)",
        client.seek(None, &sides, &bytes, None) =>
            "GET /seek(facet=null,sides=@sides,bytes=binary'%2B%2F8%3D')?@sides=%5B%22left%22%2Cnull%5D",
        client.seek(&facet, &sides, &bytes, Some(None)) =>
            "GET /seek(facet=@facet,sides=@sides,bytes=binary'%2B%2F8%3D',note=null)?@facet=%7B%22size%22:1%7D&@sides=%5B%22left%22%2Cnull%5D",
        client.seek(None, &sides, &bytes, Some(Some("y"))) =>
            "GET /seek(facet=null,sides=@sides,bytes=binary'%2B%2F8%3D',note='y')?@sides=%5B%22left%22%2Cnull%5D",
        client.look(None, &hues).children().list() => "GET /look(day=null,hue=files.hue'red')/children",
    }
}

#[test]
fn items_are_addressed_by_paths_of_names() {
    let drive = client().drive();
    assert_sent! {
        drive.at_path("a b/c.txt").get() => "GET /drive:/a%20b/c.txt:",
        drive.at_path("a").children().list() => "GET /drive:/a:/children",
        client().sites().by_path("h", "x/y").get() => "GET /sites/h:/x/y:",
        client().sites().by_path("h/i", "x").get() => "GET /sites/h%2Fi:/x:",
    }
}

#[test]
fn references_are_listed_added_changed_and_removed() {
    let client = client();
    let (users, manager) = (client.users(), client.users().id("1").manager());
    assert_sent! {
        users.list_references() => "GET /users/$ref",
        users.add_reference(&client.users().id("2")) => r#"POST /users/$ref {"@odata.id":"{root}/users/2"}"#,
        users.add_reference("/users/2") => r#"POST /users/$ref {"@odata.id":"{root}/users/2"}"#,
        users.id("2").remove_reference() => "DELETE /users/2/$ref",
        users.remove_reference(&users.id("2")) => "DELETE /users/$ref?$id=https://files.example/v1/users/2",
        client.drive().children().remove_reference("x") => "DELETE /drive/children/$ref?$id=https://files.example/v1/x",
        manager.get_reference() => "GET /users/1/manager/$ref",
        manager.set_reference(&users.id("3")) => r#"PUT /users/1/manager/$ref {"@odata.id":"{root}/users/3"}"#,
        manager.delete_reference() => "DELETE /users/1/manager/$ref",
    }
    assert_eq!(
        users.id("3").reference().unwrap(),
        format!("{SERVICE_ROOT}/users/3")
    );
}

#[test]
fn links_are_bound_on_create_and_update() {
    let users = client().users();
    let change = Patch::<User>::new().bind("manager", &users.id("2"));
    let create = users.create(&User::default().into());
    let create = create
        .bind("manager", &users.id("2"))
        .bind_all("members", [users.id("3")]);
    assert_sent! {
        users.id("1").update(change) => r#"PATCH /users/1 {"manager@odata.bind":"{root}/users/2"}"#,
        create => r#"POST /users {"manager@odata.bind":"{root}/users/2","members@odata.bind":["{root}/users/3"]}"#,
    }
}

#[test]
fn a_function_that_gives_a_stream_gives_its_bytes() {
    let export: graphwright::Request<graphwright::Bytes> = client().users().id("1").export();
    assert_sent! {
        export => "GET /users/1/export()",
    }
}

#[test]
fn media_and_properties_have_urls_of_their_own() {
    let (drive, adele) = (client().drive(), client().users().id("1"));
    let facet = AnyFacet::from(FileFacet::default());
    let tags = ["a".to_owned()];
    assert_sent! {
        drive.media().get() => "GET /drive/$value",
        drive.content().put("text/plain", "x") => "PUT /drive/content x",
        adele.photo().put("image/png", "x") => "PUT /users/1/photo x",
        adele.photo().patch("image/png", "x") => "PATCH /users/1/photo x",
        adele.settings().property(Settings::LOCALE).get::<String>() => "GET /users/1/settings/locale",
        adele.settings().get() => "GET /users/1/settings",
        adele.settings().update(Patch::new().set(Settings::LOCALE, "x")) => r#"PATCH /users/1/settings {"locale":"x"}"#,
        adele.settings().set(&Settings::default()) => "PUT /users/1/settings {}",
        drive.facet().set(&facet) => r##"PUT /drive/facet {"@odata.type":"#files.fileFacet"}"##,
        drive.tags().count() => "GET /drive/tags/$count",
        drive.tags().set(&tags) => r#"PUT /drive/tags {"value":["a"]}"#,
        drive.size().get::<i64>() => "GET /drive/size",
        drive.property(Item::NAME).set("x") => r#"PUT /drive/name {"value":"x"}"#,
    }
}

#[test]
fn a_complex_value_leads_on_to_what_lies_behind_it() {
    let scope = client().sheet().scope();
    let change = Patch::new().set(Scope::LABEL, "x");
    assert_sent! {
        scope.get() => "GET /sheet/scope",
        scope.update(change) => r#"PATCH /sheet/scope {"label":"x"}"#,
        scope.replace(&Scope::default().into()) => "PUT /sheet/scope {}",
        scope.delete() => "DELETE /sheet/scope",
        scope.owner().manager().get_reference() => "GET /sheet/scope/owner/manager/$ref",
        scope.widen() => "POST /sheet/scope/widen",
        scope.settings().get() => "GET /sheet/scope/settings",
        scope.property(Scope::LABEL).get::<String>() => "GET /sheet/scope/label",
        scope.as_group_scope().members().count() => "GET /sheet/scope/files.groupScope/members/$count",
        client().sheet().scopes().count() => "GET /sheet/scopes/$count",
    }
}

#[test]
fn a_cast_leads_to_what_the_derived_type_offers() {
    let users = client().users();
    assert_sent! {
        users.as_admin().list() => "GET /users/files.admin",
        users.as_admin().count() => "GET /users/files.admin/$count",
        users.id("1").as_admin().get() => "GET /users/1/files.admin",
    }
}

/// Whether the way to a resource offers an operation: the compiler prefers the method of the type to that of the
/// trait, and the type has it where `O` has the trait.
macro_rules! offers {
    ($resource:expr, $operation:ident) => {{
        struct Way<O>(PhantomData<fn() -> O>);
        #[allow(dead_code, reason = "one of the two is called")]
        impl<O: crate::offers::$operation> Way<O> {
            fn offers(&self) -> bool {
                true
            }
        }
        #[allow(dead_code, reason = "one of the two is called")]
        trait Otherwise {
            fn offers(&self) -> bool;
        }
        impl<O> Otherwise for Way<O> {
            fn offers(&self) -> bool {
                false
            }
        }
        Way($resource.1).offers()
    }};
}

#[test]
#[allow(deprecated, reason = "what goes away is still there")]
fn a_way_offers_its_own_operations_and_no_others() {
    let user = client().users().id("1");
    let (reports, sponsor) = (user.reports(), user.sponsor());
    assert_sent! {
        reports.list() => "GET /users/1/reports",
        reports.add_reference("/users/2") => r#"POST /users/1/reports/$ref {"@odata.id":"{root}/users/2"}"#,
        reports.as_admin().list() => "GET /users/1/reports/files.admin",
        sponsor.get() => "GET /users/1/sponsor",
        sponsor.clone().manager().get() => "GET /users/1/sponsor/manager",
    }
    assert!(offers!(reports, OffersList) && offers!(reports, OffersAddReference));
    assert!(!offers!(reports, OffersCreate) && !offers!(reports, OffersRemoveReference));
    assert!(!offers!(reports.id("2"), OffersGet) && offers!(sponsor, OffersGet));
    assert!(!offers!(sponsor, OffersUpdate) && !offers!(sponsor.as_admin(), OffersGetReference));
    assert!(offers!(reports.as_admin(), OffersList));
    assert!(!offers!(reports.as_admin(), OffersAddReference));
}

/// One function for all ways to a type.
fn read<O: OffersGet>(user: &UserResource<O>) -> Request<AnyUser> {
    user.get()
}

#[test]
fn a_function_takes_what_any_way_leads_to() {
    let user = client().users().id("1");
    assert_sent! {
        read(&user) => "GET /users/1",
        read(&user.sponsor()) => "GET /users/1/sponsor",
    }
    assert_eq!(
        format!("{:?}", user.sponsor()),
        r#"UserResource(Resource("/users/1/sponsor"))"#
    );
}

#[test]
fn each_overload_is_a_method() {
    let (client, users) = (client(), client().users());
    let to = UserRestoreParameters {
        to: Some("x".into()),
        ..Default::default()
    };
    let beside = UserRestoreWithSideParameters {
        side: Some(Side::Left),
        ..Default::default()
    };
    let hard = ResetParameters {
        hard: Some(true),
        ..Default::default()
    };
    assert_sent! {
        users.delta() => "GET /users/delta()",
        users.delta_with_token("t") => "GET /users/delta(token='t')",
        users.id("1").restore(&to) => r#"POST /users/1/files.restore {"to":"x"}"#,
        users.id("1").restore_with_side(&beside) => r#"POST /users/1/files.restore {"side":"left"}"#,
        users.create_action() => "POST /users/create",
        client.sum(1) => "GET /sum(a=1)",
        client.sum_with_b(1, 2) => "GET /sum(a=1,b=2)",
        client.reset(&hard) => r#"POST /reset {"hard":true}"#,
        client.home().children().list() => "GET /home()/children",
        client.users_function() => "GET /users()",
    }
}

#[test]
fn a_composable_function_leads_on_and_optional_parameters_are_left_out() {
    let sheet = client().sheet();
    let clear = RangeClearParameters::default();
    let at = "2020-01-01T00:00:00Z".parse().unwrap();
    assert_sent! {
        sheet.range().get() => "GET /sheet/range()",
        sheet.range_with_address("A1:B2").get() => "GET /sheet/range(address='A1:B2')",
        sheet.range_with_address("A1").rows().list() => "GET /sheet/range(address='A1')/rows",
        sheet.range_with_address("A1").clear(&clear) => "POST /sheet/range(address='A1')/clear {}",
        sheet.near(1, None, None, None).get() => "GET /sheet/near(row=1)",
        sheet.near(1, Some(&Side::Right), Some("x"), Some(&at)).get() => "GET /sheet/near(row=1,side=files.side'right',label='x',at=2020-01-01T00:00:00Z)",
        sheet.lost() => "GET /sheet/lost()",
    }
}

#[test]
fn query_options_that_a_way_requires_are_arguments_and_others_go_along_from_where_they_are_given() {
    let user = client().users().id("1");
    let (visits, past) = (user.visits(), user.past_visits());
    let day: Date = "2024-05-01".parse().unwrap();
    let visit = Visit {
        id: Some("7".into()),
        ..Visit::default()
    };
    let hues: Flags<Hue> = [Hue::Red].into_iter().collect();
    let note = VisitCloseParameters {
        note: Some("x".into()),
        ..VisitCloseParameters::default()
    };
    assert_sent! {
        past.list() => "GET /users/1/pastVisits",
        past.id("7").get() => "GET /users/1/pastVisits/7",
        visits.list(&day, "it's & more") => "GET /users/1/visits?from=2024-05-01&type=it's%20%26%20more",
        visits.list(&day, "x").top(3) => "GET /users/1/visits?from=2024-05-01&type=x&$top=3",
        visits.with_max_size(5).list(&day, "x") => "GET /users/1/visits?max-size=5&from=2024-05-01&type=x",
        visits.count() => "GET /users/1/visits/$count",
        visits.create(&visit, true) => r#"POST /users/1/visits?value=true {"id":"7"}"#,
        visits.id("7").get(&hues) => "GET /users/1/visits/7?hue=red",
        visits.id("7").update(Patch::new().set(Visit::ID, "8")) => r#"PATCH /users/1/visits/7 {"id":"8"}"#,
        past.id("7").close(&note, "y") => r#"POST /users/1/pastVisits/7/close?parameters=y {"note":"x"}"#,
        past.id("7").cost("NOK", "EUR") => "GET /users/1/pastVisits/7/cost(in='NOK')?in=EUR",
        past.id("7").with_rounded(true).cost("NOK", "EUR") => "GET /users/1/pastVisits/7/cost(in='NOK')?rounded=true&in=EUR",
    }
    // The query is none of the path.
    assert_eq!(visits.with_max_size(5).id("7").path(), "/users/1/visits/7");
}
