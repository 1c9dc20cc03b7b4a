//! What is read, by status and media type.

use graphwright::Single;
use responses_by_status::models::{ChangeAnswer, Fault, StartAnswer};

use crate::support::{Canned, Loopback, client};

#[tokio::test]
async fn different_answers_of_success_are_told_apart_by_status() {
    let server = Loopback::start(vec![
        Canned::json(200, r#"{"value":1}"#),
        Canned::json(202, r#"{"id":"j"}"#),
        Canned::status(204),
        Canned::json(400, r#"{"code":"c"}"#),
        Canned::json(201, r#""made""#),
        Canned::status(200)
            .header("content-type", "text/plain")
            .body("changed"),
    ])
    .await;
    let jobs = responses_by_status::Client::from(client(&server)).jobs();
    let StartAnswer::Ok(result) = jobs.start().send().await.unwrap() else {
        panic!("it was 200");
    };
    // `value` is a member like any other: no envelope of OData.
    assert_eq!(result.value, Some(1));
    let StartAnswer::Accepted(job) = jobs.start().send().await.unwrap() else {
        panic!("it was 202");
    };
    assert_eq!(job.id.as_deref(), Some("j"));
    assert_eq!(jobs.start().send().await.unwrap(), StartAnswer::NoContent);
    let error = jobs.start().send().await.unwrap_err();
    assert_eq!(error.body_as::<Fault>().unwrap().code.as_deref(), Some("c"));
    assert_eq!(
        jobs.change().send().await.unwrap(),
        ChangeAnswer::Created("made".into())
    );
    assert_eq!(
        jobs.change().send().await.unwrap(),
        ChangeAnswer::Success("changed".into())
    );
}

#[tokio::test]
async fn an_answer_and_the_items_of_a_list_are_options_where_they_may_be_null() {
    let server = Loopback::start(vec![
        Canned::json(200, r#"["a",null]"#),
        Canned::json(200, r#"[{"a":"b"},null]"#),
        Canned::json(200, "null"),
    ])
    .await;
    let service = null::Client::from(client(&server));
    let texts = service.texts().get_texts().send().await.unwrap();
    assert_eq!(texts, [Some("a".to_owned()), None]);
    let levels = service.levels().get_levels();
    assert!(levels.send().await.unwrap().unwrap()[1].is_none());
    let levels = service.levels().get_levels();
    assert!(levels.send().await.unwrap().is_none());
}

#[tokio::test]
async fn an_answer_that_may_have_no_body_is_an_option() {
    let server = Loopback::start(vec![
        Canned::status(204),
        Canned::json(200, r#"{"id":"j"}"#),
        Canned::json(206, r#"{"id":"k"}"#),
        Canned::json(200, r#"{"value":2}"#),
    ])
    .await;
    let jobs = responses_by_status::Client::from(client(&server)).jobs();
    assert_eq!(jobs.find().send().await.unwrap(), None);
    assert_eq!(
        jobs.find().send().await.unwrap().unwrap().id.as_deref(),
        Some("j")
    );
    assert_eq!(
        jobs.replace().send().await.unwrap().id.as_deref(),
        Some("k")
    );
    assert_eq!(jobs.stop().send().await.unwrap().value, Some(2));
}

#[tokio::test]
async fn each_media_type_is_read_as_what_it_is() {
    use response_media_types::models::Enum200Response;
    let text = |body: &str| {
        Canned::status(200)
            .header("content-type", "text/plain")
            .body(body)
    };
    let server = Loopback::start(vec![
        text("\"text\""),
        text("bytes"),
        Canned::json(200, r#""string""#),
        Canned::json(200, "1.50"),
        Canned::json(200, "true"),
        Canned::json(200, r#""b""#),
        Canned::json(200, r#"{"rows":["r"]}"#),
        text("a,b"),
        Canned::json(200, r#"{"a":"x"}"#),
        Canned::json(200, r#"{"value":{"a":"x"}}"#),
    ])
    .await;
    let client = response_media_types::Client::from(client(&server));
    assert_eq!(client.text().text().send().await.unwrap(), "\"text\"");
    assert_eq!(
        client.bytes().bytes().send().await.unwrap().as_ref(),
        b"bytes"
    );
    assert_eq!(client.string().string().send().await.unwrap(), "string");
    assert_eq!(
        client.number().number().send().await.unwrap().to_string(),
        "1.50"
    );
    assert!(client.flag().flag().send().await.unwrap());
    let word = Single {
        value: Enum200Response::B,
    };
    assert_eq!(client.r#enum().r#enum().send().await.unwrap(), word);
    assert_eq!(
        client.report().report().send().await.unwrap().rows.unwrap(),
        ["r"]
    );
    assert_eq!(client.report().report_as_csv().send().await.unwrap(), "a,b");
    assert_eq!(
        client.all().all().send().await.unwrap().a.as_deref(),
        Some("x")
    );
    let kept = client.envelope().envelope().send().await.unwrap();
    assert_eq!(
        kept.additional.get_json("value").unwrap().as_str(),
        r#"{"a":"x"}"#
    );
    let asked: Vec<Option<String>> = server
        .requests()
        .iter()
        .map(|one| one.header("accept").map(str::to_owned))
        .collect();
    assert_eq!(asked[0].as_deref(), Some("text/plain"));
    assert_eq!(asked[6].as_deref(), Some("application/vnd.report+json"));
    assert_eq!(asked[7].as_deref(), Some("text/csv"));
}

#[tokio::test]
async fn maps_and_lists_of_lists_are_read_and_written_as_they_are() {
    let server = Loopback::start(vec![
        Canned::json(200, r#"{"b":2,"a":1}"#),
        Canned::status(204),
        Canned::json(200, "[[1.0,2],[]]"),
    ])
    .await;
    let maps = maps::Client::from(client(&server));
    let counts = maps.counts().get_counts().send().await.unwrap();
    assert_eq!(counts["a"], 1);
    maps.counts().set_counts(&counts).send().await.unwrap();
    assert_eq!(server.requests()[1].text(), r#"{"a":1,"b":2}"#);
    let lists = lists_of_lists::Client::from(client(&server));
    let product = lists
        .matrix()
        .multiply(&[vec![1.5.into()]])
        .send()
        .await
        .unwrap();
    assert_eq!(product[0][0].to_string(), "1.0");
    assert_eq!(server.requests()[2].text(), "[[1.5]]");
}
