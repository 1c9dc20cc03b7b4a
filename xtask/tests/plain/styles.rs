//! How parameters are written: the examples of OpenAPI 3.0, 4.7.12.4, and RFC 6570 behind them.

use graphwright::{Client, Json, Map, Request, StaticToken};

fn core() -> Client {
    Client::builder(StaticToken::new("t")).build().unwrap()
}

fn target<T>(request: &Request<T>) -> &str {
    request.url().strip_prefix("https://api.example").unwrap()
}

#[test]
fn a_parameter_of_the_query_is_written_in_each_style() {
    use query_styles::models::{Filter, FindOptions};
    let filter = || {
        let mut filter = Filter::default();
        filter.a = Some("x y".into());
        filter.b = Some(2);
        Some(filter)
    };
    let find = |options: FindOptions| {
        let client = query_styles::Client::from(core());
        let request = client.find().find(&["a", "b,c"], &options);
        target(&request)
            .strip_prefix("/find?form=a&form=b%2Cc")
            .unwrap()
            .to_owned()
    };
    let none = FindOptions::default;
    let cases = [
        (none(), ""),
        (
            FindOptions {
                joined: Some(vec!["a".into(), "b,c".into()]),
                ..none()
            },
            "&joined=a,b%2Cc",
        ),
        (
            FindOptions {
                space: Some(vec![1, 2]),
                ..none()
            },
            "&space=1%202",
        ),
        (
            FindOptions {
                pipe: Some(vec![1, 2]),
                ..none()
            },
            "&pipe=1%7C2",
        ),
        (
            FindOptions {
                deep: filter(),
                ..none()
            },
            "&deep%5Ba%5D=x%20y&deep%5Bb%5D=2",
        ),
        (
            FindOptions {
                exploded: filter(),
                ..none()
            },
            "&a=x%20y&b=2",
        ),
        (
            FindOptions {
                flat: filter(),
                ..none()
            },
            "&flat=a,x%20y,b,2",
        ),
        (
            FindOptions {
                open: Some("/a?b=c&d".into()),
                ..none()
            },
            "&open=/a?b=c&d",
        ),
        (
            FindOptions {
                json: filter(),
                ..none()
            },
            "&json=%7B%22a%22%3A%22x%20y%22%2C%22b%22%3A2%7D",
        ),
    ];
    for (options, expected) in cases {
        assert_eq!(find(options.clone()), expected, "{options:?}");
    }
}

#[test]
fn a_parameter_of_the_path_is_written_in_each_style() {
    use path_styles::models::FileExt;
    let client = path_styles::Client::from(core());
    let pair: Map<String> = [("k".to_owned(), "v w".to_owned())].into();
    let cases = [
        (client.simple().p(&["a", "b/c"]).simple(), "/simple/a,b%2Fc"),
        (client.label().p(&["a", "b"]).label(), "/label/.a.b"),
        (client.matrix().p(&[1, 2]).matrix(), "/matrix/;p=1,2"),
        (client.object().p(&pair).object(), "/object/;k=v%20w"),
        (
            client.file().name_ext("a.b", &FileExt::Pdf).file(),
            "/file/a.b.pdf",
        ),
    ];
    for (request, expected) in cases {
        assert_eq!(target(&request), expected);
    }
}

#[tokio::test]
async fn a_parameter_of_the_path_that_is_empty_or_a_step_is_never_sent() {
    let client = trailing_slashes::Client::from(core());
    for (id, why) in [("", "is empty"), ("..", "RFC 3986"), (".", "RFC 3986")] {
        let error = client.things().id(id).one().send().await.unwrap_err();
        assert!(error.to_string().contains(why), "{error}");
    }
    assert_eq!(target(&client.things().slash()), "/things/");
    assert_eq!(target(&client.things().bare()), "/things");
    assert_eq!(target(&client.root()), "/");
}

#[test]
fn headers_and_cookies_are_written() {
    use headers_and_cookies::models::{FindOptions, FindTheme};
    let client = headers_and_cookies::Client::from(core());
    let options = FindOptions {
        x_map: Some([("a".to_owned(), "b".to_owned())].into()),
        theme: Some(FindTheme::Dark),
    };
    let request = client.find().find(&[1, 2], "s 1", &options);
    let header = |name: &str| request.headers()[name].to_str().unwrap();
    assert_eq!(header("x-ids"), "1,2");
    assert_eq!(header("x-map"), "a=b");
    assert_eq!(header("cookie"), "session=s%201; theme=dark");
}

#[test]
fn dates_numbers_and_booleans_are_written_as_they_are() {
    use formats::models::GetAllOptions;
    let client = formats::Client::from(core());
    let options = GetAllOptions {
        at: Some("2024-01-01T00:00:00.10Z".parse().unwrap()),
        exact: Some(true),
        ..GetAllOptions::default()
    };
    let since: graphwright::edm::Date = "2024-02-29".parse().unwrap();
    let request = client.all().get_all(&since, &options);
    assert_eq!(
        target(&request),
        "/all?since=2024-02-29&at=2024-01-01T00%3A00%3A00.10Z&exact=true"
    );
}

#[test]
fn names_that_collide_or_are_no_names_are_told_apart() {
    use names::models::GetSelfTypeOptions;
    let client = names::Client::from(core());
    let options = GetSelfTypeOptions {
        id: Some("q".into()),
        id_parameter: Some("h".into()),
        filter_name: Some("f".into()),
    };
    let place = client.self_().self_("a").r#type().type_format("b", "c");
    let request = place.get_self_type("d", "e", &options);
    let written =
        target(&request).contains("/self/a/type/b.c?") && request.headers().contains_key("id");
    assert!(written, "{request:?}");
    assert_eq!(target(&place.request_call()), "/self/a/type/b.c");
    assert_eq!(target(&client.a_b().me().n1()), "/a:b/@me");
}

#[test]
fn a_choice_is_written_as_what_it_is() {
    use one_of_without_discriminator::models::GetEventId;
    let client = one_of_without_discriminator::Client::from(core());
    let number = client.events().id(&GetEventId::Integer(7));
    assert_eq!(target(&number.get_event()), "/events/7");
    let text = client.events().id(&GetEventId::String("a".into()));
    assert_eq!(target(&text.get_event()), "/events/a");
    let _ = Json::null();
}

#[test]
fn a_service_is_where_the_caller_says() {
    let client = no_servers::Client::from(core());
    let request = client.a_b().id("c").get("t x");
    assert_eq!(request.url(), "http://localhost/v1/a%20b/c?text=t%20x");
    let client = no_servers::Client::at(core(), "https://other.example/v2/");
    let request = client.a_b().id("c").get("t");
    assert_eq!(request.url(), "https://other.example/v2/a%20b/c?text=t");
}
