//! Long-running operations: when they are asked, and what comes of them in each form that services have.

mod monitored;
mod network;
mod token;

use std::time::Duration;

use graphwright::operation::{State, Status, Step};
use graphwright::{ErrorKind, Method, StatusCode, serde_json};
use monitored::{MONITOR, accepted, carried, copy, id, running, token, with};
use network::{Network, response, run};

#[test]
fn the_service_is_asked_after_the_time_that_it_says_else_every_ten_seconds() {
    let later = |reply, seconds| with(reply, &[("retry-after", seconds)]);
    for (replies, wanted) in [
        (vec![accepted(MONITOR), running()], 20.0),
        (vec![later(accepted(MONITOR), "3"), running()], 13.0),
        (vec![accepted(MONITOR), later(running(), "0.5")], 10.5),
        (vec![accepted(MONITOR), later(running(), "0")], 20.0),
        (vec![accepted(MONITOR), later(response(202, ""), "2")], 12.0),
    ] {
        let done = response(200, r#"{"status":"succeeded"}"#);
        let (completed, _, network) = carried(replies.into_iter().chain([done]));
        completed.expect("a success");
        assert_eq!(network.waited(), Duration::from_secs_f64(wanted));
    }
    let network = Network::new([accepted(MONITOR), running(), token()]);
    run(async {
        let operation = copy().start_by(&network).await.expect("a start");
        let mut operation = operation.interval(Duration::from_secs(60));
        operation.wait_by(&network).await.expect("a success");
    });
    assert_eq!(network.waited(), Duration::from_secs(120));
}

#[test]
fn each_form_of_an_operation_ends_with_its_result() {
    let result = "https://graph.microsoft.com/beta/tokens/9";
    let operation = |status: &str, member: &str| {
        response(200, &format!(r#"{{"id":"8","status":"{status}"{member}}}"#))
    };
    let see_other = || with(response(303, ""), &[("location", result)]);
    let resource = format!(r#","resourceLocation":"{result}""#);
    let target = r#","targetResourceLocation":"/tokens/9""#;
    for (name, started, polls, wanted) in [
        (
            "longRunningOperation",
            accepted(MONITOR),
            vec![operation("succeeded", &resource), token()],
            Some("9"),
        ),
        (
            "teamsAsyncOperation",
            accepted(MONITOR),
            vec![
                operation("inProgress", target),
                operation("succeeded", target),
                token(),
            ],
            Some("9"),
        ),
        (
            "workbookOperation",
            accepted(MONITOR),
            vec![
                operation("notStarted", ""),
                operation("running", ""),
                operation("succeeded", &resource),
                token(),
            ],
            Some("9"),
        ),
        (
            "onenoteOperation",
            with(response(202, ""), &[("operation-location", MONITOR)]),
            vec![
                operation("Running", r#","percentComplete":"50""#),
                operation("Completed", &resource),
                token(),
            ],
            Some("9"),
        ),
        (
            "OneDrive, at the end",
            accepted(MONITOR),
            vec![
                response(
                    202,
                    r#"{"operation":"ItemCopy","percentageComplete":27.8,"status":"inProgress"}"#,
                ),
                see_other(),
                token(),
            ],
            Some("9"),
        ),
        (
            "OneDrive, by its id",
            accepted(MONITOR),
            vec![response(
                202,
                r#"{"percentageComplete":100,"resourceId":"9","status":"completed"}"#,
            )],
            None,
        ),
        (
            "the resource itself",
            accepted(MONITOR),
            vec![response(202, ""), token()],
            Some("9"),
        ),
        (
            "a resource with a status",
            accepted(MONITOR),
            vec![response(200, r#"{"id":"9","status":"active"}"#)],
            Some("9"),
        ),
        (
            "a resource that is completed",
            accepted(MONITOR),
            vec![response(200, r#"{"id":"9","status":"completed"}"#)],
            Some("9"),
        ),
        (
            "printOperation",
            accepted(MONITOR),
            vec![
                response(
                    200,
                    r#"{"status":{"state":"running","description":"Soon."}}"#,
                ),
                response(
                    200,
                    r##"{"@odata.type":"#x.printOperation","status":{"state":"succeeded"}}"##,
                ),
            ],
            None,
        ),
        (
            "a printer",
            accepted(MONITOR),
            vec![response(200, r#"{"id":"9","status":{"state":"idle"}}"#)],
            Some("9"),
        ),
        ("nothing", accepted(MONITOR), vec![response(204, "")], None),
        (
            "a word that nobody knows",
            accepted(MONITOR),
            vec![
                operation("napping", r#","lastActionDateTime":null"#),
                token(),
            ],
            Some("9"),
        ),
        (
            "unknownFutureValue",
            accepted(MONITOR),
            vec![operation("unknownFutureValue", ""), token()],
            Some("9"),
        ),
        (
            "Azure, by status alone",
            with(accepted(result), &[("operation-location", MONITOR)]),
            vec![
                operation("Napping", ""),
                operation("Succeeded", ""),
                token(),
            ],
            Some("9"),
        ),
        (
            "OData's own",
            accepted(MONITOR),
            vec![with(token(), &[("asyncresult", "200")])],
            Some("9"),
        ),
        ("at once", token(), vec![], Some("9")),
        (
            "at once, with a location",
            with(response(201, r#"{"id":"9"}"#), &[("location", result)]),
            vec![],
            Some("9"),
        ),
        ("at once, without a body", response(204, ""), vec![], None),
        (
            "at once, a resource that failed",
            response(200, r#"{"id":"9","status":"failed"}"#),
            vec![],
            Some("9"),
        ),
        (
            "done when accepted",
            response(202, &format!(r#"{{"status":"succeeded"{resource}}}"#)),
            vec![token()],
            Some("9"),
        ),
    ] {
        let count = polls.len();
        let (completed, asked, _) = carried(std::iter::once(started).chain(polls));
        let completed = completed.unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(id(&completed), wanted, "{name}");
        assert_eq!(asked.len(), count, "{name}");
    }
}

#[test]
fn an_operation_that_failed_is_an_error_with_its_own_code() {
    let failed = |status: &str| {
        format!(
            r#"{{"id":"8","status":"{status}","error":{{"code":"nameAlreadyExists","message":"There is one."}}}}"#
        )
    };
    for (name, reply) in [
        ("200", response(200, &failed("failed"))),
        ("202", response(202, &failed("Failed"))),
        ("400", response(400, &failed("failed"))),
        ("canceled", response(200, &failed("Cancelled"))),
        (
            "submissionFailed",
            response(200, &failed("submissionFailed")),
        ),
        (
            "OData's own",
            with(response(200, &failed("")), &[("asyncresult", "409")]),
        ),
    ] {
        let (error, _, _) = carried([accepted(MONITOR), running(), reply]);
        let error = error.expect_err(name);
        let ErrorKind::OperationFailed(status) = error.kind() else {
            panic!("{name}: {error:?}");
        };
        assert!(status.error.is_some(), "{name}");
        assert_eq!(error.code(), Some("nameAlreadyExists"), "{name}");
        assert!(error.status().is_some(), "{name}");
        let text = error.to_string();
        assert!(text.contains("nameAlreadyExists: There is one."), "{text}");
    }
    for (said, words) in [
        (r#""status":"failed""#, "the operation ended with `failed`"),
        (
            r#""status":"failed","statusDetail":"Full.""#,
            "with `failed`: Full.",
        ),
        (
            r#""status":"failed","resultInfo":{"code":500,"message":"Busy."}"#,
            "with `failed`: Busy.",
        ),
        (
            r#""status":{"state":"failed","description":"Jammed."}"#,
            "with `failed`: Jammed.",
        ),
    ] {
        let failed = response(200, &format!("{{{said}}}"));
        let (error, _, _) = carried([accepted(MONITOR), failed]);
        let error = error.expect_err(said);
        assert_eq!(error.code(), None, "{said}");
        assert!(error.to_string().contains(words), "{error}");
    }
}

#[test]
fn after_an_error_the_operation_is_asked_again_and_not_started_again() {
    let network = Network::new([
        accepted(MONITOR),
        response(403, ""),
        response(
            200,
            r#"{"status":"succeeded","resourceLocation":"/tokens/9"}"#,
        ),
        response(404, ""),
        token(),
    ]);
    run(async {
        let mut operation = copy().start_by(&network).await.expect("a start");
        for status in [StatusCode::FORBIDDEN, StatusCode::NOT_FOUND] {
            let error = operation.wait_by(&network).await.expect_err("a failure");
            assert_eq!(error.status(), Some(status));
        }
        let completed = operation.wait_by(&network).await.expect("a success");
        assert_eq!(id(&completed), Some("9"));
        let error = operation.wait_by(&network).await.expect_err("it is done");
        assert!(
            matches!(error.kind(), ErrorKind::InvalidRequest(_)),
            "{error}"
        );
    });
    let posts = network
        .asked()
        .into_iter()
        .filter(|one| one.method() == Method::POST);
    assert_eq!(posts.count(), 1);
}

#[test]
fn a_deadline_ends_the_waits_and_not_the_operation() {
    let network = Network::new([accepted(MONITOR), running(), running(), token()]);
    run(async {
        let operation = copy().start_by(&network).await.expect("a start");
        let mut operation = operation.deadline(Duration::from_secs(25));
        let error = operation.wait_by(&network).await.expect_err("it is late");
        assert!(
            matches!(error.kind(), ErrorKind::Timeout(time) if *time == Duration::from_secs(25)),
            "{error:?}"
        );
        assert_eq!(network.waited(), Duration::from_secs(20));
        let mut operation = operation.deadline(Duration::from_secs(100));
        operation.wait_by(&network).await.expect("a success");
    });
}

#[test]
fn a_request_that_was_accepted_without_a_place_to_ask_says_so() {
    let error = copy().started(response(202, "")).expect_err("an error");
    assert_eq!(error.status(), Some(StatusCode::ACCEPTED));
    assert!(error.to_string().contains("Operation-Location"), "{error}");
    let error = copy().started(response(403, "")).expect_err("a failure");
    assert!(matches!(error.kind(), ErrorKind::Service(_)), "{error}");
}

#[test]
fn what_nobody_reads_is_not_asked_for() {
    let started = accepted(MONITOR);
    let mut operation = copy().returning::<()>().started(started).expect("a start");
    let done = r#"{"status":"succeeded","resourceLocation":"/tokens/9"}"#;
    let mut sent = 0;
    while let Step::Wait(_) | Step::Send(_) = match operation.step().expect("a step") {
        Step::Send(request) => {
            sent += 1;
            let answer = request.decode(response(200, done));
            operation.answered(answer).expect("a success");
            Step::Wait(Duration::ZERO)
        }
        next => next,
    } {}
    assert_eq!(sent, 1);
}

#[test]
fn the_first_response_is_kept_for_what_it_alone_says() {
    let started = with(
        response(202, r#"{"newPassword":"x"}"#),
        &[("location", MONITOR)],
    );
    let operation = copy().started(started).expect("a start");
    assert_eq!(&operation.first_body()[..], br#"{"newPassword":"x"}"#);
}

#[test]
fn how_it_goes_is_told_in_each_form() {
    let status = |json: &str| serde_json::from_str::<Status>(json).ok();
    for (json, state, percentage) in [
        (
            r#"{"status":"inProgress","percentageComplete":27.8}"#,
            State::Running,
            Some(27.8),
        ),
        (
            r#"{"status":"Completed","percentComplete":"100"}"#,
            State::Succeeded,
            Some(100.0),
        ),
        (
            r#"{"status":"partiallySucceeded","percentComplete":9}"#,
            State::Succeeded,
            Some(9.0),
        ),
        (r#"{"status":"deleteFailed"}"#, State::Failed, None),
        (r#"{"status":"Canceled"}"#, State::Canceled, None),
        (r#"{"status":"napping"}"#, State::Running, None),
        (
            r#"{"status":"running","percentProgress":5}"#,
            State::Running,
            Some(5.0),
        ),
        (
            r#"{"status":"complete","progress":7.5}"#,
            State::Succeeded,
            Some(7.5),
        ),
        ("{}", State::Running, None),
    ] {
        let status = status(json).expect("a status");
        assert_eq!(
            (status.state(), status.percentage()),
            (state, percentage),
            "{json}"
        );
    }
}
