//! Types of a directory, with objects in objects, collections and a base type, and requests for them.

// Each test binary uses a part of it.
#![allow(dead_code)]

use graphwright::{Additional, Client, Json, Method, Page, Request, ServiceClient};

pub(crate) struct Address {
    pub(crate) city: Option<String>,
    pub(crate) floor: Option<i32>,
    pub(crate) additional: Additional,
}

graphwright::model!(Address = "directory.address", [CITY city "city", FLOOR floor "floor"]);

/// The base type of users.
pub(crate) struct Principal {
    pub(crate) id: Option<String>,
    pub(crate) additional: Additional,
}

graphwright::model!(Principal = "directory.principal", [ID id "id" key]);

pub(crate) struct User {
    pub(crate) id: Option<String>,
    pub(crate) name: Option<String>,
    pub(crate) seats: Option<i32>,
    pub(crate) tags: Option<Vec<String>>,
    pub(crate) home: Option<Box<Address>>,
    pub(crate) other: Option<Vec<Address>>,
    pub(crate) manager: Option<Box<Principal>>,
    pub(crate) additional: Additional,
}

graphwright::model!(User = "directory.user", [
    ID id "id" key,
    NAME name "name",
    SEATS seats "seats",
    TAGS tags "tags",
    HOME home "home",
    OTHER other "other",
    MANAGER manager "manager",
]);

pub(crate) struct Group {
    pub(crate) members: Option<Vec<Principal>>,
    pub(crate) additional: Additional,
}

graphwright::model!(Group = "directory.group", [MEMBERS members "members"]);

fn list(name: &str) -> Request<Page<Json>> {
    let core = Client::sans_io().build().expect("a client");
    let service = ServiceClient::new(core, "https://service.example/v1");
    service.request(Method::GET, name).returning()
}

pub(crate) fn users() -> Request<Page<Json>> {
    list("/users")
}

pub(crate) fn groups() -> Request<Page<Json>> {
    list("/groups")
}
