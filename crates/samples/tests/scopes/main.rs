//! Who may make a request of Graph v1.0: for each path of the published file that leads to a request, what the request
//! that is built by that path says is what the file says.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod published;
mod steps;

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::Read;
use std::path::Path;

use flate2::read::GzDecoder;
use graphwright::{Client, PermissionTable, Permissions, Scopes, ServiceClient, StaticToken};
use graphwright_api::Api;
use graphwright_api::fixups::Fixups;
use graphwright_api::permissions::{self, Hashed, Table, Template};
use graphwright_api::route::{NoRoute, Resolver, Route, Value, Why};
use published::{Answer, Published};

/// The description with its corrections, and the file of permissions; nothing where they are not at hand.
fn graph() -> Option<(Api, String)> {
    let root = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."));
    let shared = root.join("../shared");
    if !shared.exists() {
        eprintln!("skipped: ../shared is absent");
        return None;
    }
    let text = fs::read_to_string(shared.join("metadata/graph-v1.0.csdl")).unwrap();
    let mut api = graphwright_csdl::read("graph-v1.0.csdl", &text)
        .unwrap()
        .api;
    let fixups = fs::read_to_string(root.join("specs/fixups/graph-v1.0.toml")).unwrap();
    let fixups = Fixups::parse("graph-v1.0.toml", &fixups).unwrap();
    fixups.apply(&mut api).unwrap();
    let mut text = String::new();
    let file = File::open(shared.join("permissions/permissions.json.gz")).unwrap();
    GzDecoder::new(file).read_to_string(&mut text).unwrap();
    Some((api, text))
}

/// The service with the table that a generated crate has.
fn service(table: &Hashed<'_>) -> ServiceClient {
    let rows = table.rows.iter().map(|(hash, set)| {
        let set: &'static Permissions = Box::leak(Box::new(compiled(set)));
        (*hash, set)
    });
    let rows: Vec<_> = rows.collect();
    let table = PermissionTable::new(table.seed, table.keys.clone().leak(), rows.leak());
    let core = Client::builder(StaticToken::new("t")).build().unwrap();
    let service = ServiceClient::new(core, "https://graph.microsoft.com/v1.0");
    service.with_permissions(Box::leak(Box::new(table)))
}

/// A set as the source of a crate has it.
fn compiled(set: &permissions::Permissions) -> Permissions {
    fn names(all: &[String]) -> &'static [&'static str] {
        let all = all.iter().map(|one| -> &'static str { one.clone().leak() });
        all.collect::<Vec<_>>().leak()
    }
    let scopes = |scopes: &permissions::Scopes| {
        let also = scopes.also.iter();
        let also = also.map(|(name, also)| (names(std::slice::from_ref(name))[0], names(also)));
        let also: Vec<_> = also.collect();
        Scopes::new(names(&scopes.least), names(&scopes.others)).requiring(also.leak())
    };
    Permissions {
        delegated_work: scopes(&set.delegated_work),
        delegated_personal: scopes(&set.delegated_personal),
        application: scopes(&set.application),
    }
}

/// What a row of the file leads to. Rows leave `$ref` away.
fn resolved(resolver: &Resolver<'_>, method: &str, path: &str) -> Result<Route, NoRoute> {
    let route = resolver.resolve_path(method, path);
    let reference = || resolver.resolve_path(method, &format!("{path}/$ref"));
    match route {
        Err(no) if no.why == Why::NoMethod => reference().map_err(|_| no),
        _ => route,
    }
}

/// Rows that leave a part of a key or a path to the reader: a call of a function that v1.0 does not have, text that is
/// missing. They are of no request.
const MALFORMED: [&str; 18] = [
    "/communications/callrecords/getpstnblockeduserslog(fromdatetime={value},todatetime={value})",
    "/communications/callrecords/getpstnonlinemeetingdialoutreport(fromdatetime={value},todatetime={value})",
    "/communications/callrecords/getsmslog(fromdatetime={value},todatetime={value})",
    "/communications/onlinemeetings/getActiveMeetingDetails(callConversationId={conversationId})",
    "/devicemanagement/virtualendpoint/provisioningpolicies/retrieveUserProvisioningPolicies(userId={value})",
    "/drives/{drive-id}/root:/{item-path}/media/reactions",
    "/groups/{group-id}/drive/root:/{item-path}/media/reactions",
    "/me/drive/items/{id}/workbook/worksheets/{id}/tables/{id}/rows/itemat(index={value})range",
    "/me/drive/root:/{item-path}/media/reactions",
    "/me/onlinemeetings/getActiveMeetingDetails(callConversationId={conversationId})",
    "/policies/authenticationstrengthpolicies/findbymethodmode(authenticationmethodmodes={value})",
    "/sites/getOperationStatus(operationId='{id}')",
    "/sites/{site-id}/drive/root:/{item-path}/media/reactions",
    "/storage/fileStorage/containers/getByUser(userPrincipalName={userPrincipalName})",
    "/storage/fileStorage/containers/getByUser(userPrincipalName={userPrincipalName},role={role})",
    "/users/{id}/drive/items/{id}/workbook/worksheets/{id}/tables/{id}/rows/itemat(index={value})range",
    "/users/{id}/onlinemeetings/getActiveMeetingDetails(callConversationId={conversationId})",
    "/users/{user-id}/drive/root:/{item-path}/media/reactions",
];

#[test]
fn each_path_of_the_published_file_has_the_scopes_of_the_file() {
    let Some((api, text)) = graph() else {
        return;
    };
    let table = Table::parse(&text).unwrap();
    let permitted = table.of(&api, &api);
    let service = service(&permitted.hashed().unwrap());
    let published = Published::parse(&text);
    let resolver = Resolver::new(&api, None);
    let mut asked: BTreeMap<(String, String), (&'static Permissions, Vec<&str>)> = BTreeMap::new();
    let mut malformed = BTreeSet::new();
    for (path, method) in published.places() {
        let Ok(route) = resolved(&resolver, method, path) else {
            continue;
        };
        if route
            .values()
            .into_iter()
            .flatten()
            .any(Value::is_partly_placeholder)
        {
            malformed.insert(path);
            continue;
        }
        let (scopes, built) = steps::asked(&api, service.root_resource(), method, &route);
        let request = asked.entry((built, method.to_owned()));
        request.or_insert((scopes, Vec::new())).1.push(path);
    }
    let pairs: usize = asked.values().map(|(_, paths)| paths.len()).sum();
    println!("{pairs} paths and methods make {} requests", asked.len());
    let wrong: Vec<String> = asked
        .iter()
        .filter(|((_, method), (scopes, paths))| {
            Answer::said_by(scopes) != published.of(paths, method)
        })
        .map(|((built, method), (_, paths))| format!("{method} {built} of {paths:?}"))
        .collect();
    assert!(wrong.is_empty(), "{} of {pairs}: {wrong:#?}", wrong.len());
    assert!(pairs > 5_400, "{pairs}");
    assert_eq!(malformed, BTreeSet::from(MALFORMED));
}

/// What of two paths in lower case makes one request: a cast that the row leaves out, arguments that it leaves out,
/// folders between two.
const ALIKE: [&str; 9] = [
    "/deviceappmanagement/mobileapps/{}/contentversions = /deviceappmanagement/mobileapps/{}/microsoft.graph.mobilelobapp/contentversions",
    "/deviceappmanagement/mobileapps/{}/contentversions/{} = /deviceappmanagement/mobileapps/{}/microsoft.graph.mobilelobapp/contentversions/{}",
    "/reports/getgrouparchivedprintjobs = /reports/getgrouparchivedprintjobs(groupid={},startdatetime={},enddatetime={})",
    "/reports/getprinterarchivedprintjobs = /reports/getprinterarchivedprintjobs(printerid={},startdatetime={},enddatetime={})",
    "/reports/getuserarchivedprintjobs = /reports/getuserarchivedprintjobs(userid={},startdatetime={},enddatetime={})",
    "/security/datasecurityandgovernance/sensitivitylabels/computeinheritance = /security/datasecurityandgovernance/sensitivitylabels/computeinheritance(labelids={},locale={},contentformats={})",
    "/users/{}/contactfolders/{}/childfolders/{}/.../contacts = /users/{}/contactfolders/{}/childfolders/{}/contacts",
    "/users/{}/contactfolders/{}/childfolders/{}/.../contacts/{} = /users/{}/contactfolders/{}/childfolders/{}/contacts/{}",
    "/users/{}/mailfolders/{}/childfolders/{}/.../messages/{}/attachments/{} = /users/{}/mailfolders/{}/childfolders/{}/messages/{}/attachments/{}",
];

#[test]
fn rows_make_one_request_where_keys_and_the_case_of_names_differ_and_hardly_elsewhere() {
    let Some((api, text)) = graph() else {
        return;
    };
    let published = Published::parse(&text);
    let resolver = Resolver::new(&api, None);
    let mut alike: BTreeMap<Template, BTreeSet<String>> = BTreeMap::new();
    for (path, method) in published.places() {
        let route = resolved(&resolver, method, path).ok();
        let template = route.and_then(|route| Template::of(&api, method, &route));
        if let Some(template) = template {
            alike.entry(template).or_default().insert(plain(path));
        }
    }
    let paths = alike.into_values().filter(|paths| paths.len() > 1);
    let paths: BTreeSet<Vec<String>> = paths.map(|paths| paths.into_iter().collect()).collect();
    let differing: Vec<String> = paths.iter().map(|paths| paths.join(" = ")).collect();
    assert_eq!(differing, ALIKE);
}

/// A path in lower case, with its keys open.
fn plain(path: &str) -> String {
    let mut plain = String::new();
    let lower = path.to_lowercase();
    let mut rest = lower.as_str();
    while let Some((before, (_, after))) = rest
        .split_once('{')
        .and_then(|(before, open)| Some((before, open.split_once('}')?)))
    {
        plain = plain + before + "{}";
        rest = after;
    }
    plain + rest
}
