//! Every call of a document as small services have it.

use graphwright::{Client, StaticToken};
use pet_store::models::{ListPetsOptions, NewPet, NewPetStatus, Pet, Problem};

use crate::support::{Canned, Loopback, client};

fn pets(server: &Loopback) -> pet_store::Client {
    client(server).into()
}

#[tokio::test]
async fn a_list_comes_as_it_is_and_is_asked_for_by_parameters() {
    let server = Loopback::start(vec![
        Canned::json(200, r#"[{"id":1,"name":"Rex","status":"lost","x":1.50}]"#),
        Canned::json(200, "[]"),
    ])
    .await;
    let client = pets(&server);
    let options = ListPetsOptions {
        limit: Some(5),
        tags: Some(vec!["a b".into(), "c&d".into()]),
        x_trace: Some("t".into()),
    };
    let found = client.pets().list_pets(&options).send().await.unwrap();
    assert_eq!(found[0].name.as_deref(), Some("Rex"));
    assert_eq!(found[0].status, Some(NewPetStatus::from("lost")));
    assert_eq!(
        graphwright::Json::new(&found[0]).unwrap().as_str(),
        r#"{"name":"Rex","status":"lost","id":1,"x":1.50}"#
    );
    client
        .pets()
        .list_pets(&Default::default())
        .send()
        .await
        .unwrap();
    let requests = server.requests();
    assert_eq!(requests[0].target, "/v1/pets?limit=5&tags=a%20b&tags=c%26d");
    assert_eq!(requests[0].header("x-trace"), Some("t"));
    assert_eq!(requests[0].header("x-api-key"), Some("secret-token"));
    assert_eq!(requests[0].header("authorization"), None);
    assert_eq!(requests[1].target, "/v1/pets");
}

#[tokio::test]
async fn a_value_is_sent_without_what_only_the_service_sets() {
    let server = Loopback::start(vec![Canned::json(201, r#"{"id":7,"name":"Rex"}"#)]).await;
    let mut pet = NewPet {
        name: Some("Rex".into()),
        ..NewPet::default()
    };
    pet.additional.set("user@host", &1).unwrap();
    let made: Pet = pets(&server).pets().create_pet(&pet).send().await.unwrap();
    assert_eq!(made.id, Some(7));
    assert_eq!(server.request().text(), r#"{"name":"Rex","user@host":1}"#);
}

#[tokio::test]
async fn an_item_is_addressed_by_a_typed_value() {
    let server = Loopback::start(vec![
        Canned::json(200, r#"{"id":7,"bornAt":"2024-01-01T00:00:00Z"}"#),
        Canned::status(204),
        Canned::status(200)
            .header("content-type", "image/png")
            .body([1, 2, 3]),
        Canned::status(204),
    ])
    .await;
    let pet = pets(&server).pets().pet_id(7);
    let shown = pet.show_pet().send().await.unwrap();
    assert_eq!(shown.born_at.unwrap().as_str(), "2024-01-01T00:00:00Z");
    #[allow(deprecated)]
    pet.delete_pet().send().await.unwrap();
    let photo = pet.photos().photo("a/b.png");
    assert_eq!(photo.get_photo().send().await.unwrap().as_ref(), [1, 2, 3]);
    photo.put_photo(vec![4]).send().await.unwrap();
    let sent: Vec<(String, String)> = server
        .requests()
        .into_iter()
        .map(|one| (one.method, one.target))
        .collect();
    let expected = [
        ("GET", "/v1/pets/7"),
        ("DELETE", "/v1/pets/7"),
        ("GET", "/v1/pets/7/photos/a%2Fb.png"),
        ("PUT", "/v1/pets/7/photos/a%2Fb.png"),
    ];
    assert_eq!(
        sent,
        expected.map(|(method, target)| (method.to_owned(), target.to_owned()))
    );
    assert_eq!(server.requests()[2].header("accept"), Some("image/png"));
    assert_eq!(
        server.requests()[3].header("content-type"),
        Some("image/png")
    );
}

#[tokio::test]
async fn an_error_is_read_as_the_type_that_the_document_has_for_it() {
    let server = Loopback::start(vec![Canned::json(404, r#"{"code":4,"message":"no pet"}"#)]).await;
    let error = pets(&server)
        .pets()
        .pet_id(7)
        .show_pet()
        .send()
        .await
        .unwrap_err();
    assert_eq!(error.status().unwrap(), 404);
    assert_eq!(error.body_as::<Problem>().unwrap().code, Some(4));
    assert!(error.to_string().contains("no pet"), "{error}");
}

#[tokio::test]
async fn a_client_signs_in_by_the_other_scheme_that_the_document_has() {
    let server = Loopback::start(vec![Canned::json(200, "[]")]).await;
    let core = Client::builder(StaticToken::basic("user", "pass")).endpoint(server.origin());
    let client = pet_store::Client::with_login(core.build().unwrap());
    client
        .pets()
        .list_pets(&Default::default())
        .send()
        .await
        .unwrap();
    assert_eq!(
        server.request().header("authorization"),
        Some("Basic dXNlcjpwYXNz")
    );
}
