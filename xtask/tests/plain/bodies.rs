//! What is sent, by media type.

use graphwright::{Anonymous, Client, Multipart, Request};
use request_bodies::models::Form;

fn client() -> request_bodies::Client {
    Client::builder(Anonymous).build().unwrap().into()
}

fn form() -> Form {
    Form {
        name: Some("a b".into()),
        ids: Some(vec![1, 2]),
        ..Form::default()
    }
}

/// The content type and the body.
fn sent<T>(request: &Request<T>) -> (String, String) {
    let content_type = request.headers()["content-type"]
        .to_str()
        .unwrap()
        .to_owned();
    (
        content_type,
        String::from_utf8(request.body().unwrap().to_vec()).unwrap(),
    )
}

fn said(content_type: &str, body: &str) -> (String, String) {
    (content_type.to_owned(), body.to_owned())
}

#[test]
fn each_media_type_has_a_method_and_the_usual_one_the_plain_name() {
    let forms = client().forms();
    let json = r#"{"name":"a b","ids":[1,2]}"#;
    assert_eq!(sent(&forms.post(&form())), said("application/json", json));
    let fields = sent(&forms.post_with_form(&form()));
    assert_eq!(
        fields,
        said(
            "application/x-www-form-urlencoded",
            "name=a%20b&ids=1&ids=2"
        )
    );
    assert_eq!(sent(&forms.post_with_text("x")), said("text/plain", "x"));
    assert_eq!(
        sent(&forms.post_with_xml("<a/>")),
        said("application/xml", "<a/>")
    );
    assert_eq!(
        sent(&forms.post_with_bytes("x")),
        said("application/octet-stream", "x")
    );
    let parts = Multipart::new().text("name", "n").file(
        "file",
        "a\".txt",
        "text/plain",
        "graphwright-0000000000000000",
    );
    let (content_type, body) = sent(&forms.post_with_multipart(&parts));
    let boundary = "graphwright-0000000000000001";
    assert_eq!(
        content_type,
        format!("multipart/form-data; boundary={boundary}")
    );
    let expected = format!(
        "--{boundary}\r\nContent-Disposition: form-data; name=\"name\"\r\n\r\nn\r\n\
         --{boundary}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a%22.txt\"\r\n\
         Content-Type: text/plain\r\n\r\ngraphwright-0000000000000000\r\n--{boundary}--\r\n"
    );
    assert_eq!(body, expected);
}

#[test]
fn a_body_that_may_be_left_out_is_given_as_it_is_or_as_none() {
    let forms = client().forms();
    let (content_type, _) = sent(&forms.put(&form()));
    assert_eq!(content_type, "application/vnd.form+json");
    assert_eq!(forms.put(None).body(), None);
    assert_eq!(sent(&client().number().put_number(7)).1, "7");
    assert_eq!(client().number().put_number(None).body(), None);
}

#[test]
fn lists_are_bodies() {
    let forms = client().forms();
    let mut form = form();
    form.at = Some("set by the service".into());
    assert_eq!(
        sent(&forms.patch(&[form])).1,
        r#"[{"name":"a b","ids":[1,2]}]"#
    );
    assert_eq!(sent(&forms.delete(&["a", "b"])).1, r#"["a","b"]"#);
}

#[test]
fn fields_of_a_form_are_written_as_their_encodings_say() {
    use form_encoding::models::{Charge, ChargeOptions};
    let core = Client::builder(Anonymous).build().unwrap();
    let json = r#"{"amount":1,"metadata":{"a b":"c"},"card":{"number":"4","owner":{"name":"n"},"networks":["x","y"]},
        "tags":["t"],"items":[{"price":1,"label":"l"},{"price":2}],"joined":["a","b,c"],"piped":[1,2],
        "plain":["p","q"],"address":{"city":"x"}}"#;
    let charge: Charge = graphwright::serde_json::from_str(json).unwrap();
    let options = ChargeOptions {
        expand: Some(vec!["a".into(), "b".into()]),
    };
    let charges = form_encoding::Client::from(core).charges();
    let request = charges.charge(&charge, &options);
    assert!(request.url().ends_with("/charges?expand%5B%5D=a&expand%5B%5D=b"));
    let (_, body) = sent(&request);
    let expected = [
        "amount=1",
        "metadata%5Ba%20b%5D=c",
        "card%5Bnumber%5D=4",
        "card%5Bowner%5D%5Bname%5D=n",
        "card%5Bnetworks%5D%5B%5D=x",
        "card%5Bnetworks%5D%5B%5D=y",
        "tags%5B%5D=t",
        "items%5B0%5D%5Bprice%5D=1",
        "items%5B0%5D%5Blabel%5D=l",
        "items%5B1%5D%5Bprice%5D=2",
        "joined=a,b%2Cc",
        "piped=1%7C2",
        "plain=p",
        "plain=q",
        "address=%7B%22city%22%3A%22x%22%7D",
    ];
    assert_eq!(body.split('&').collect::<Vec<_>>(), expected);
}

#[test]
fn media_types_of_one_schema_are_a_method_each() {
    let core = Client::builder(Anonymous).build().unwrap();
    let thing = json_media_types::models::Thing::default();
    let place = json_media_types::Client::from(core).thing();
    let types = [
        sent(&place.change(&thing)).0,
        sent(&place.change_with_json_patch_json(&thing)).0,
        sent(&place.change_with_merge_patch_json(&thing)).0,
        // Names of one media type, and ranges, are no others.
        sent(&place.replace(&thing)).0,
    ];
    let expected = [
        "application/json; version=2",
        "application/json-patch+json",
        "application/merge-patch+json",
        "application/json",
    ];
    assert_eq!(types, expected);
    let accepted = |request: &Request<json_media_types::models::Thing>| {
        let accept = request.headers().get("accept");
        accept.map(|accept| accept.to_str().unwrap().to_owned())
    };
    assert_eq!(accepted(&place.show()), None);
    for (request, version) in [
        (place.show_as_vnd_example_v1_json(), 1),
        (place.show_as_vnd_example_v2_json(), 2),
    ] {
        let expected = format!("application/vnd.example.v{version}+json");
        assert_eq!(accepted(&request), Some(expected));
    }
}

/// The names of parts with the content type of each.
fn types_of_parts(body: &str) -> Vec<(String, Option<String>)> {
    let parts = body.split("; name=\"").skip(1).map(|part| {
        let (name, rest) = part.split_once('"').unwrap();
        let head = rest.split("\r\n\r\n").next().unwrap();
        let content_type = head.split_once("Content-Type: ").map(|(_, one)| one.to_owned());
        (name.to_owned(), content_type)
    });
    parts.collect()
}

#[test]
fn a_part_has_the_media_type_that_the_document_says_and_an_object_is_json() {
    let core = Client::builder(Anonymous).build().unwrap();
    let files = form_parts::Client::from(core).files();
    let parts = Multipart::new()
        .text("meta", "{}")
        .text("notes", "n")
        .json("settings", &())
        .text("all", "{}")
        .json("all", &())
        .text("more", "{}")
        .text("rows", "a;b")
        .text("page", "<p>")
        .file("preview", "a.jpg", "image/jpeg", "x")
        .text("preview", "x")
        .text("labels", "l")
        .text("count", "1")
        .bytes("count", "text/x-count", "1")
        .json("page", &());
    let (content_type, body) = sent(&files.upload(&parts));
    assert!(content_type.starts_with("multipart/form-data; boundary="));
    let found = types_of_parts(&body);
    let found: Vec<(&str, Option<&str>)> = found
        .iter()
        .map(|(name, content_type)| (name.as_str(), content_type.as_deref()))
        .collect();
    let json = Some("application/json");
    let expected = [
        ("meta", json),
        ("notes", Some("text/markdown")),
        ("settings", Some("application/vnd.settings+json")),
        ("all", json),
        ("all", json),
        ("more", json),
        ("rows", Some("text/csv")),
        ("page", Some("text/html")),
        ("preview", Some("image/jpeg")),
        ("preview", Some("image/png")),
        ("labels", None),
        ("count", None),
        ("count", Some("text/x-count")),
        // What is written as JSON is said to be that.
        ("page", json),
    ];
    assert_eq!(found, expected);
    let (content_type, body) = sent(&files.relate(&Multipart::new().text("meta", "{}")));
    assert!(content_type.starts_with("multipart/related; boundary="));
    assert_eq!(types_of_parts(&body)[0].1.as_deref(), json);
}

#[test]
fn a_fragment_of_a_path_is_not_sent_and_its_query_is() {
    let core = Client::builder(Anonymous).build().unwrap();
    let client = paths_with_queries::Client::from(core);
    let options = paths_with_queries::models::BetaMessagesOptions { top: Some(3) };
    let urls = [
        client.messages().messages().url().to_owned(),
        client.messages().beta_messages(&options).url().to_owned(),
        client.messages().post().url().to_owned(),
        client.messages().id("x").of_all().url().to_owned(),
        client.actions().start().url().to_owned(),
        client.jobs().job(7).url().to_owned(),
    ];
    let expected = [
        "/messages",
        "/messages?beta=true&top=3",
        "/messages?beta=true",
        "/messages/x/?mode=a%2Fb&of=all",
        "/actions",
        "/jobs?kind=old&ticket=7",
    ];
    let expected = expected.map(|path| format!("https://api.example{path}"));
    assert_eq!(urls, expected);
}
