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
