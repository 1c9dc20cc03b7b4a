//! Lists, entities, properties.

use std::error::Error;

use trippin::Client;
use trippin::graphwright::serde_json::{Value, from_str, to_string};
use trippin::graphwright::{Method, Model, edm};
use trippin::models::{AnyLocation, AnyPlanItem, Person, PersonGender, Trip};

use crate::steps::Steps;

fn names(people: &[Person]) -> Vec<&str> {
    let names = people.iter().map(|person| person.user_name.as_deref());
    names.map(Option::unwrap_or_default).collect()
}

pub async fn run(service: &Client, steps: &mut Steps) -> Result<(), Box<dyn Error>> {
    let people = service.people();
    lists(service, steps).await?;
    pages(service, steps).await?;
    entities(service, steps).await?;
    trips(service, steps).await?;
    let missing = people.user_name("nobody").get().send().await.unwrap_err();
    steps.same(
        "a person who is not there is 404",
        missing.status().map(|s| s.as_u16()),
        Some(404),
    );
    let refused = service
        .request(Method::GET, "/Cruises")
        .send()
        .await
        .unwrap_err();
    steps.same(
        "a refusal that is no JSON is an error with its status",
        refused.status().map(|s| s.as_u16()),
        Some(500),
    );
    steps.holds("and with its text", !refused.body().is_empty());
    Ok(())
}

async fn lists(service: &Client, steps: &mut Steps) -> Result<(), Box<dyn Error>> {
    let airlines = service.airlines().list().send().await?;
    steps.same("lists airlines", airlines.value.len(), 5);
    let count = service.people().count().send().await?;
    steps.same("counts people", count.0, 13);

    let list = || service.people().list();
    let page = list().top(2).count(true).send().await?;
    steps.same(
        "asks for the first two",
        names(&page.value),
        ["russellwhyte", "scottketchum"],
    );
    steps.same("and for how many there are", page.count, Some(13));
    let page = list().skip(2).top(1).send().await?;
    steps.same("skips", names(&page.value), ["ronaldmundy"]);
    let page = list().filter("Gender eq 'Female'").send().await?;
    steps.same(
        "filters by an enumeration",
        names(&page.value),
        ["elainestewart", "sallysampson"],
    );
    let quoted = list()
        .filter_of("LastName eq {}", &[&"Smith & Sons + #1"])
        .send()
        .await?;
    steps.same(
        "filters by a text that a URL has to escape",
        names(&quoted.value),
        ["smith"],
    );
    let contains = list().filter_of("contains(LastName,{}) and FirstName ne {}", &[&"art", &"x"]);
    steps.same(
        "filters by functions",
        names(&contains.send().await?.value),
        ["elainestewart"],
    );
    let ordered = list().order_by(["LastName desc"]).top(2).send().await?;
    steps.same(
        "orders",
        names(&ordered.value),
        ["russellwhyte", "ryantheriault"],
    );
    let selected = list().select([Person::USER_NAME]).top(1).send().await?;
    steps.same("selects", selected.value[0].last_name.as_deref(), None);
    let expanded = list().expand(["Trips($select=Name)"]).top(1).send().await?;
    let trips = expanded.value[0].trips.as_deref().unwrap_or_default();
    let expanded: Vec<_> = trips.iter().map(|trip| trip.name.as_deref()).collect();
    steps.same(
        "expands with options",
        expanded,
        [Some("Trip in Beijing"), Some("Trip in US")],
    );
    let found = service.airlines().list().search("France").send().await?;
    steps.same(
        "searches",
        found.value[0].airline_code.as_deref(),
        Some("AF"),
    );
    Ok(())
}

async fn pages(service: &Client, steps: &mut Steps) -> Result<(), Box<dyn Error>> {
    let list = || {
        service
            .people()
            .list()
            .select([Person::USER_NAME])
            .prefer("odata.maxpagesize=5")
    };
    let page = list().send().await?;
    steps.same("gets pages as long as it prefers", page.value.len(), 5);
    let mut all = Vec::new();
    let mut items = list().items();
    while let Some(person) = items.next().await {
        all.push(person?.user_name.unwrap_or_default());
    }
    steps.same("follows relative links through all pages", all.len(), 13);
    all.sort();
    all.dedup();
    steps.same("and has each person once", all.len(), 13);
    let link = page.next_link.ok_or("a link")?;
    let mut rest = list().resume(&link).items();
    let next = rest.next().await.ok_or("an item")??;
    steps.same(
        "goes on from a link that was kept",
        next.user_name.as_deref(),
        Some("vincentcalabrese"),
    );
    Ok(())
}

async fn entities(service: &Client, steps: &mut Steps) -> Result<(), Box<dyn Error>> {
    let russell = service.people().user_name("russellwhyte");
    let person = russell.get().send().await?;
    steps.same(
        "gets a person by key",
        person.first_name.as_deref(),
        Some("Russell"),
    );
    steps.same(
        "reads a member of an enumeration",
        person.gender,
        Some(PersonGender::Male),
    );
    steps.same(
        "reads what an open type has besides",
        person.additional.get("Nickname"),
        Some("Rus".to_owned()),
    );
    steps.same(
        "reads a number of 64 bits",
        person.concurrency,
        Some(635_519_729_375_200_400),
    );
    let Some([AnyLocation::Location(location)]) = person.address_info.as_deref() else {
        return Err("one location".into());
    };
    let city = location.city.as_ref().and_then(|city| city.name.as_deref());
    steps.same("reads complex values in a collection", city, Some("Boise"));
    let selected = russell.get().select([Person::LAST_NAME]).send().await?;
    steps.same(
        "selects of one",
        selected.last_name.as_deref(),
        Some("Whyte"),
    );

    let name = russell
        .property(Person::FIRST_NAME)
        .get::<String>()
        .send()
        .await?;
    steps.same(
        "gets a property",
        name.map(|name| name.value),
        Some("Russell".to_owned()),
    );
    let locations = russell.address_info().get().send().await?;
    steps.same(
        "gets a collection of complex values",
        locations.value.len(),
        1,
    );
    let photo = russell.photo().get().send().await?;
    steps.same(
        "follows a navigation property",
        photo.name.as_deref(),
        Some("Photo 1"),
    );
    let friends = russell.friends().list().send().await?;
    steps.holds("lists friends", !friends.value.is_empty());

    let airport = service.airports().icao_code("KSFO").get().send().await?;
    let location = airport.location.ok_or("its location")?;
    let point: Value = from_str(location.loc.ok_or("its point")?.as_str())?;
    steps.same(
        "reads a point",
        point["coordinates"][1].as_f64(),
        Some(37.618_888_888_888_9),
    );
    let me = service.me().get().send().await?;
    steps.same(
        "gets a singleton",
        me.user_name.as_deref(),
        Some("aprilcline"),
    );
    steps.same(
        "and the list that it has besides",
        me.additional.get("LuckyNumbers"),
        Some(vec![7, 13]),
    );
    Ok(())
}

async fn trips(service: &Client, steps: &mut Steps) -> Result<(), Box<dyn Error>> {
    let trips = service.people().user_name("russellwhyte").trips();
    let all = trips.list().send().await?;
    steps.same("lists what a person contains", all.value.len(), 2);
    steps.holds(
        "keeps null apart from what is absent",
        all.value[1].is_null(Trip::DESCRIPTION),
    );
    let trip = trips.trip_id(1).get().send().await?;
    steps.same(
        "reads a GUID",
        trip.share_id,
        Some("9d9b2fa0-efbf-490e-a5e3-bac8f7d47354".parse::<edm::Guid>()?),
    );
    let starts = trip.starts_at.as_ref().map(|at| at.as_str());
    steps.same(
        "keeps seven digits of a second",
        starts,
        Some("2014-02-01T00:00:00.1234567Z"),
    );
    let ends = trip.ends_at.as_ref().map(|at| at.as_str());
    steps.same("keeps an offset", ends, Some("2014-02-04T00:00:00+08:00"));
    steps.same(
        "reads a number of single precision",
        trip.budget,
        Some(edm::Single::from(2000.5)),
    );

    let items = trips.trip_id(1).plan_items().list().send().await?;
    let [
        AnyPlanItem::Flight(flight),
        AnyPlanItem::Event(event),
        AnyPlanItem::PlanItem(other),
    ] = &items.value[..]
    else {
        return Err("a flight, an event, and another".into());
    };
    steps.same(
        "reads a derived type",
        flight.flight_number.as_deref(),
        Some("VA1930"),
    );
    let place = event
        .occurs_at
        .as_ref()
        .and_then(|place| place.building_info.as_deref());
    steps.same(
        "and a derived type within it",
        place,
        Some("Regus Business Center"),
    );
    let duration = other.duration.as_ref().map(|duration| duration.as_str());
    steps.same(
        "reads the base of a type that nobody knows",
        duration,
        Some("P3D"),
    );
    steps.same(
        "and keeps its members",
        other.additional.get("Orbit"),
        Some("low".to_owned()),
    );
    let written = to_string(&items.value[2])?;
    steps.holds(
        "and writes its type again",
        written.contains("TripPin.SpaceTravel"),
    );
    let cast = trips.trip_id(1).plan_items().as_flight().list();
    steps.holds(
        "addresses derived types alone",
        cast.url()
            .ends_with("/PlanItems/Microsoft.OData.SampleService.Models.TripPin.Flight"),
    );
    Ok(())
}
