//! What a downstream crate does with a generated one: synchronises the licences of a vppToken.

use std::error::Error;

use clap::Parser;
use graphwright::{Client, ErrorKind, StaticToken};
use graphwright_samples::read;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

const SAMPLES: &str = include_str!("../../../specs/samples/vpp-beta.jsonl");

/// Synchronises the licences of a vppToken with Apple, and shows the token.
///
/// Without --demo it calls Microsoft Graph, beta, with the bearer token in the environment variable
/// GRAPH_TOKEN, for which one of the printed permissions must have been granted.
#[derive(Parser)]
#[command(
    name = "sync_licenses",
    after_help = "Try: cargo run --example sync_licenses -- --demo"
)]
struct Args {
    /// Call a server on this machine that answers as documented, instead of Microsoft Graph.
    #[arg(long)]
    demo: bool,
    /// The id of the vppToken.
    #[arg(
        long,
        value_name = "ID",
        default_value = "9ceb2f92-2f92-9ceb-922f-eb9c922feb9c"
    )]
    id: String,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let args = Args::parse();
    let core = if args.demo {
        Client::builder(StaticToken::new("demo"))
            .endpoint(serve_documented().await?)
            .build()?
    } else {
        let token = std::env::var("GRAPH_TOKEN")
            .map_err(|_| "set GRAPH_TOKEN to a bearer token, or try --demo")?;
        Client::builder(StaticToken::new(token)).build()?
    };

    let graph = vpp_beta::Client::from(core);
    let request = graph
        .device_app_management()
        .vpp_tokens()
        .id(&args.id)
        .sync_licenses();
    println!("{} {}", request.method(), request.url());
    println!("needs one of {}", request.scopes().application);
    match request.send().await {
        Ok(token) => println!("{token:#?}"),
        Err(error) if matches!(error.kind(), ErrorKind::Service(_)) => return Err(error.into()),
        Err(error) => return Err(format!("Microsoft Graph could not be asked: {error}").into()),
    }
    Ok(())
}

/// A server that answers one request with the documented response of syncLicenses.
async fn serve_documented() -> Result<String, Box<dyn Error>> {
    let sample = read(SAMPLES)?
        .into_iter()
        .find(|one| one.page.ends_with("vpptoken-synclicenses.md"));
    let body = sample
        .and_then(|one| one.response?.body)
        .ok_or("the sample is gone")?;
    let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
    let origin = format!("http://{}", listener.local_addr()?);
    tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await?;
        let mut request = Vec::new();
        while !request.ends_with(b"\r\n\r\n") && stream.read_buf(&mut request).await? > 0 {}
        let head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";
        let reply = format!("{head}Content-Length: {}\r\n\r\n{body}", body.get().len());
        stream.write_all(reply.as_bytes()).await
    });
    Ok(origin)
}
