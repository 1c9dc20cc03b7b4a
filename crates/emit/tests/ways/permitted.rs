//! Who may make a request: what the file `permissions.json` says of the path that it was built by.

#![allow(deprecated, reason = "what goes away is still there")]

use graphwright::{Method, Request};

use crate::models::{
    Hue, Item, ResetParameters, Settings, Side, User, UserRestoreParameters,
    UserRestoreWithSideParameters,
};
use crate::requests::client;

/// The least privileged permission for a work account; nothing where nobody has said who may make the request.
fn least<T>(request: &Request<T>) -> &'static str {
    let work = request.scopes().delegated_work;
    let least = work.least.first().copied();
    assert_eq!(request.scopes().is_unknown(), least.is_none());
    least.unwrap_or_default()
}

macro_rules! assert_permitted {
    ($($request:expr => $expected:expr,)*) => {$(
        assert_eq!(least(&$request), $expected, "{}", stringify!($request));
    )*};
}

#[test]
fn paths_to_one_resource_have_each_their_own_permissions() {
    let users = client().users();
    let adele = users.id("1");
    assert_permitted! {
        users.list() => "Users.List",
        users.count() => "Users.Count",
        users.create(&User::default().into()) => "",
        users.list_references() => "",
        adele.get() => "Users.Get",
        adele.delete() => "",
        users.by_name("x").get() => "Users.GetByName",
        users.by_host_and_number("h", 1).get() => "Users.GetByPlace",
        adele.manager().get() => "Users.Manager",
        adele.manager().get_reference() => "Users.ManagerLink",
        adele.manager().manager().get() => "",
        adele.members().list() => "Users.Members",
        adele.manager().members().list() => "Users.ManagersMembers",
        users.by_name("x").members().list() => "",
        adele.members().add_reference("/users/2") => "Users.AddMember",
        users.add_reference("/users/2") => "",
        users.as_admin().list() => "Admins.List",
    }
}

#[test]
fn a_key_that_a_row_writes_out_goes_before_the_open_one() {
    let users = client().users();
    assert_permitted! {
        users.id("adele").get() => "Users.GetAdele",
        users.id("Adele").get() => "Users.GetAdele",
        users.id("adele ").get() => "Users.Get",
        // What only the open key has is said of it too.
        users.id("adele").members().list() => "Users.Members",
        users.id("adele").members().id("adele").get() => "",
    }
    let paints = client().paints();
    assert_permitted! {
        paints.key(&Side::Left, &[Hue::Red].into_iter().collect()).get() => "Paints.Get",
        paints.key(&Side::Left, &[Hue::Green].into_iter().collect()).get() => "",
    }
}

#[test]
fn operations_have_their_arguments_left_open_and_each_overload_its_own_row() {
    let client = client();
    let users = client.users();
    let sheet = client.sheet();
    assert_permitted! {
        users.delta() => "Users.Delta",
        users.delta_with_token("x") => "Users.DeltaByToken",
        users.id("1").restore(&UserRestoreParameters::default()) => "Users.Restore",
        users.id("1").restore_with_side(&UserRestoreWithSideParameters::default()) => "Users.Restore",
        client.sum(1) => "Sum.All",
        client.sum_with_b(1, 2) => "Sum.Two",
        client.reset(&ResetParameters::default()) => "Reset.Hard",
        // A composable function is invoked where it leads to.
        client.home().get() => "Home.Get",
        client.home().children().list() => "",
        sheet.range().get() => "Sheet.Range",
        sheet.range_with_address("A1").get() => "Sheet.Range",
        sheet.range().rows().list() => "Sheet.RangeRows",
        sheet.range_with_address("A1").rows().list() => "Sheet.RangeRowsByAddress",
        sheet.near(1, None, None, None).get() => "Sheet.Near",
        sheet.near(1, None, Some("x"), None).get() => "Sheet.Near",
    }
}

#[test]
fn paths_of_names_media_properties_and_casts_have_rows_too() {
    let client = client();
    let adele = client.users().id("1");
    let drive = client.drive();
    assert_permitted! {
        drive.children().list() => "Drive.Children",
        drive.at_path("a/b c").get() => "Drive.AtPath",
        drive.at_path("a/b c").children().list() => "Drive.ChildrenAtPath",
        drive.at_path("a").at_path("b").get() => "",
        drive.content().put("", "") => "Drive.Content",
        drive.content().get() => "",
        drive.media().get() => "Drive.Value",
        drive.tags().count() => "Drive.Tags",
        drive.tags().get() => "",
        drive.property(Item::NAME).get::<String>() => "",
        client.sites().key("h", 1).get() => "Sites.Get",
        client.sites().by_path("h", "a/b").get() => "Sites.ByPath",
        adele.photo().get() => "Photo.Read",
        adele.photo().put("", "") => "Photo.ReadWrite",
        adele.photo().patch("", "") => "",
        adele.settings().get() => "Settings.Read",
        adele.settings().property(Settings::LOCALE).get::<String>() => "Settings.Locale",
        client.sheet().scope().as_group_scope().members().list() => "Sheet.ScopeMembers",
    }
}

#[test]
fn a_request_that_no_description_has_is_looked_up_by_its_path_if_it_has_one() {
    let client = client();
    assert_permitted! {
        client.users().request(Method::GET) => "Users.List",
        client.users().request(Method::PUT) => "",
        client.request(Method::GET, "/users") => "",
        client.users().list().resume("https://files.example/v1/users?$skiptoken=1") => "",
    }
}

#[test]
fn a_request_says_which_scopes_are_least_privileged_and_which_suffice_too() {
    let scopes = client().users().id("1").delete_action().scopes();
    let work = scopes.delegated_work;
    assert_eq!(work.least, ["User.Read", "User.Basic"]);
    assert_eq!(work.others, ["User.All"]);
    assert_eq!(work, ["User.Read", "User.Basic", "User.All"]);
    assert_eq!(
        work.also_required_by("User.Read"),
        ["Audit.Read", "Root.All"]
    );
    assert_eq!(scopes.delegated_personal.others, ["User.Any"]);
    assert!(scopes.application.is_empty());
}
