//! A program that uses TripPin, step by step. Its argument is the origin of the server.

mod changes;
mod operations;
mod reading;
mod steps;

use std::error::Error;

use steps::Steps;
use trippin::{Client, graphwright};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let origin = std::env::args().nth(1).ok_or("the origin of the server")?;
    let token = graphwright::StaticToken::new("a-token-of-trippin");
    let core = graphwright::Client::builder(token)
        .endpoint(origin)
        .build()?;
    let service = Client::from(core);
    let mut steps = Steps::default();
    reading::run(&service, &mut steps).await?;
    operations::run(&service, &mut steps).await?;
    changes::run(&service, &mut steps).await?;
    println!("{} steps", steps.done());
    Ok(())
}
