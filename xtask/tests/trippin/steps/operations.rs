//! Functions and actions.

use std::error::Error;

use trippin::Client;
use trippin::models::PersonShareTripParameters;

use crate::steps::Steps;

pub async fn run(service: &Client, steps: &mut Steps) -> Result<(), Box<dyn Error>> {
    let russell = service.people().user_name("russellwhyte");
    let nearest = service
        .get_nearest_airport(33.0, -118.0)
        .get()
        .send()
        .await?;
    steps.same(
        "calls a function of the service",
        nearest.icao_code.as_deref(),
        Some("KLAX"),
    );
    let airline = russell.get_favorite_airline().send().await?;
    steps.same(
        "calls a function of a person",
        airline.airline_code.as_deref(),
        Some("AA"),
    );
    let trips = russell
        .get_friends_trips("o'brien & co")
        .list()
        .send()
        .await?;
    steps.same("calls one with a parameter", trips.value.len(), 2);

    let share = |trip_id| PersonShareTripParameters {
        user_name: Some("scottketchum".to_owned()),
        trip_id: Some(trip_id),
        ..Default::default()
    };
    russell.share_trip(&share(1)).send().await?;
    let person = russell.get().send().await?;
    let nickname = person.additional.get::<String>("Nickname");
    steps.same(
        "calls an action that answers 204",
        nickname.as_deref(),
        Some("shared 1 with scottketchum"),
    );
    let refused = russell.share_trip(&share(-1)).send().await.unwrap_err();
    steps.same(
        "an action that is refused says its code",
        refused.code(),
        Some("TripUnknown"),
    );
    steps.holds(
        "and why",
        refused.to_string().contains("There is no such trip"),
    );
    service.reset_data_source().send().await?;
    steps.holds("calls an action of the service", true);
    Ok(())
}
