//! Entities that are made, changed and removed.

use std::error::Error;

use trippin::Client;
use trippin::graphwright::serde_json::json;
use trippin::graphwright::{Additional, Method, Model, Patch};
use trippin::models::{Airline, Person, PersonGender, Trip};

use crate::steps::Steps;

/// Returns the ETag of an entity.
fn etag(read: &Additional) -> Result<String, Box<dyn Error>> {
    Ok(read.get("@odata.etag").ok_or("an ETag")?)
}

pub async fn run(service: &Client, steps: &mut Steps) -> Result<(), Box<dyn Error>> {
    airlines(service, steps).await?;
    people(service, steps).await
}

async fn airlines(service: &Client, steps: &mut Steps) -> Result<(), Box<dyn Error>> {
    let airlines = service.airlines();
    let lufthansa = Airline {
        airline_code: Some("LH".to_owned()),
        name: Some("Lufthansa".to_owned()),
        ..Default::default()
    };
    let made = airlines.create(&lufthansa).send_with_response().await?;
    steps.same("creates with 201", made.status.as_u16(), 201);
    steps.holds("and is told where", made.headers.contains_key("location"));
    steps.same("and what", made.value.name.as_deref(), Some("Lufthansa"));

    let lufthansa = airlines.airline_code("LH");
    lufthansa.delete().send().await?;
    let gone = lufthansa.get().send().await.unwrap_err();
    steps.same("deletes", gone.status().map(|s| s.as_u16()), Some(404));

    let airline = airlines.airline_code("AF");
    let rename = |name: &str| Patch::<Airline>::new().set(Airline::NAME, name);
    let first = etag(&airline.get().send().await?.additional)?;
    let unguarded = airline.update(rename("AF")).send().await.unwrap_err();
    steps.same(
        "a change without an ETag is refused",
        unguarded.status().map(|s| s.as_u16()),
        Some(412),
    );
    let wrong = airline
        .update(rename("AF"))
        .if_match("W/\"another\"")
        .send()
        .await
        .unwrap_err();
    steps.same(
        "one with another ETag too",
        wrong.status().map(|s| s.as_u16()),
        Some(412),
    );
    let changed = airline
        .update(rename("Air France-KLM"))
        .if_match(&first)
        .send()
        .await?;
    let name = changed.and_then(|airline| airline.name);
    steps.same(
        "one with the right ETag gives what is there now",
        name.as_deref(),
        Some("Air France-KLM"),
    );

    let second = etag(&airline.get().send().await?.additional)?;
    let quiet = airline
        .update(rename("AF"))
        .if_match(&second)
        .prefer("return=minimal")
        .send()
        .await?;
    steps.holds(
        "a change that is answered by 204 gives nothing",
        quiet.is_none(),
    );
    let third = etag(&airline.get().send().await?.additional)?;
    let body = json!({"AirlineCode": "AF", "Name": "Replaced"});
    airline
        .request(Method::PUT)
        .if_match(&third)
        .json_body(&body)
        .send()
        .await?;
    let name = airline.get().send().await?.name;
    steps.same("replaces", name.as_deref(), Some("Replaced"));
    Ok(())
}

async fn people(service: &Client, steps: &mut Steps) -> Result<(), Box<dyn Error>> {
    let people = service.people();
    let mut ada = Person {
        user_name: Some("ada lovelace/1".to_owned()),
        first_name: Some("Ada".to_owned()),
        last_name: Some("Lovelace".to_owned()),
        gender: Some(PersonGender::Female),
        emails: Some(vec!["ada@example.com".to_owned()]),
        ..Default::default()
    };
    ada.additional.set("Title", "Countess")?;
    people.create(&ada).send().await?;
    let ada = people.user_name("ada lovelace/1");
    let read = ada.get().send().await?;
    steps.same(
        "makes a person whose key has a space and a slash",
        read.last_name.as_deref(),
        Some("Lovelace"),
    );
    steps.same(
        "with what its open type has besides",
        read.additional.get("Title"),
        Some("Countess".to_owned()),
    );

    let mut changed = read.clone();
    changed.last_name = Some("King".to_owned());
    let difference = Patch::between(&read, &changed);
    let request = ada.update(difference);
    let sent = request.body().map(|body| body.as_ref().to_vec());
    steps.same(
        "a read person that was changed sends the change alone",
        sent.as_deref(),
        Some(br#"{"LastName":"King"}"#.as_slice()),
    );
    request.send().await?;
    let read = ada.get().send().await?;
    steps.same(
        "which the service has",
        read.last_name.as_deref(),
        Some("King"),
    );
    let none = Patch::<Person>::new().null(Person::EMAILS);
    let state = etag(&read.additional)?;
    ada.update(none).if_match(&state).send().await?;
    steps.holds(
        "sets to null",
        ada.get().send().await?.is_null(Person::EMAILS),
    );

    let trip = Trip {
        trip_id: Some(9),
        name: Some("Turin".to_owned()),
        tags: Some(Vec::new()),
        ..Default::default()
    };
    let made = ada.trips().create(&trip).send().await?;
    steps.same(
        "makes what is contained",
        made.name.as_deref(),
        Some("Turin"),
    );
    let trip = ada.trips().trip_id(9).get().send().await?;
    steps.same("which is there", trip.name.as_deref(), Some("Turin"));
    ada.delete().if_match("*").send().await?;
    let left = people.count().send().await?;
    steps.same("and removes the person again", left.0, 13);
    Ok(())
}
