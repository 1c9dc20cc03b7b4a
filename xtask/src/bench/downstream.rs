//! The packages and the time that a program pays for a generated crate, beside other ways to ask Graph.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use serde::Serialize;

use crate::runner::fail;
use crate::workspace;

/// The cost of building a program from nothing.
#[derive(Serialize)]
pub(super) struct Downstream {
    pub(super) what: &'static str,
    /// The packages that are built, the program not counted.
    pub(super) packages: usize,
    /// The time of a debug build whose sources are there.
    pub(super) seconds: f64,
}

/// A program that makes one request.
struct Program {
    what: &'static str,
    dependencies: String,
    main: &'static str,
}

const CLIENT: &str = r#"
use graphwright::{Client, StaticToken};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let graph = vpp_beta::Client::from(Client::builder(StaticToken::new("token")).build()?);
    let tokens = graph.device_app_management().vpp_tokens().list().send().await?;
    println!("{}", tokens.value.len());
    Ok(())
}
"#;

const CORE: &str = r#"
use graphwright::Client;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let graph = vpp_beta::Client::from(Client::sans_io().build()?);
    let request = graph.device_app_management().vpp_tokens().list().to_http()?;
    println!("{request:?}");
    Ok(())
}
"#;

const REQWEST: &str = r#"
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let url = "https://graph.microsoft.com/beta/deviceAppManagement/vppTokens";
    let response = reqwest::Client::new().get(url).bearer_auth("token").send().await?;
    println!("{}", response.json::<serde_json::Value>().await?);
    Ok(())
}
"#;

const GRAPH_RS_SDK: &str = r#"
use graph_rs_sdk::GraphClient;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = GraphClient::new("token");
    let response = client.me().get_user().send().await?;
    println!("{}", response.json::<serde_json::Value>().await?);
    Ok(())
}
"#;

fn programs(root: &Path) -> [Program; 4] {
    let (runtime, generated) = (root.join("crates/runtime"), root.join("generated/vpp-beta"));
    let tokio = "tokio = { version = \"1\", features = [\"macros\", \"rt\"] }\n";
    let own = |features: &str| {
        format!(
            "graphwright = {{ path = {runtime:?}{features} }}\n\
             vpp-beta = {{ path = {generated:?}{features} }}\n"
        )
    };
    [
        Program {
            what: "Graphwright",
            dependencies: own("") + tokio,
            main: CLIENT,
        },
        Program {
            what: "Graphwright, `default-features = false`",
            dependencies: own(", default-features = false"),
            main: CORE,
        },
        Program {
            what: "reqwest 0.13 (`rustls`, `http2`, `gzip`, `json`), no models",
            dependencies: format!(
                "reqwest = {{ version = \"0.13\", default-features = false, features = [\"gzip\", \"http2\", \
                 \"json\", \"rustls\"] }}\nserde_json = \"1\"\n{tokio}"
            ),
            main: REQWEST,
        },
        Program {
            what: "graph-rs-sdk 3.0",
            dependencies: format!("graph-rs-sdk = \"3.0\"\nserde_json = \"1\"\n{tokio}"),
            main: GRAPH_RS_SDK,
        },
    ]
}

/// Builds a program with each, one after the other, from nothing.
pub(super) fn measure(folder: &Path) -> Result<Vec<Downstream>, String> {
    let root = workspace::root()?;
    let measured = programs(&root).into_iter().enumerate();
    measured
        .map(|(number, program)| {
            eprintln!("bench: downstream: {}", program.what);
            program.measure(&folder.join(format!("downstream-{number}")))
        })
        .collect()
}

impl Program {
    fn measure(self, folder: &Path) -> Result<Downstream, String> {
        if folder.exists() {
            fs::remove_dir_all(folder).map_err(|error| fail(folder, &error))?;
        }
        let manifest = format!(
            "[package]\nname = \"downstream\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\n{}\n[workspace]\n",
            self.dependencies
        );
        for (name, text) in [("Cargo.toml", &*manifest), ("src/main.rs", self.main)] {
            let path = folder.join(name);
            let parent = path.parent().unwrap_or(folder);
            fs::create_dir_all(parent).map_err(|error| fail(parent, &error))?;
            fs::write(&path, text).map_err(|error| fail(&path, &error))?;
        }
        cargo(folder, &["fetch", "--quiet"])?;
        let tree = ["tree", "--prefix", "none", "--edges", "normal,build"];
        let tree = cargo(folder, &tree)?;
        let packages: BTreeSet<(&str, &str)> = tree
            .lines()
            .filter_map(|line| {
                let mut words = line.split(' ');
                Some((words.next()?, words.next()?))
            })
            .collect();
        let start = Instant::now();
        cargo(folder, &["build", "--quiet", "--offline"])?;
        let seconds = start.elapsed().as_secs_f64();
        fs::remove_dir_all(folder).map_err(|error| fail(folder, &error))?;
        Ok(Downstream {
            what: self.what,
            packages: packages.len() - 1,
            seconds,
        })
    }
}

/// Runs cargo with what it builds in the folder itself, and returns what it printed.
fn cargo(folder: &Path, arguments: &[&str]) -> Result<String, String> {
    let output = Command::new("cargo")
        .current_dir(folder)
        .env("CARGO_TARGET_DIR", "target")
        .args(arguments)
        .output()
        .map_err(|error| format!("cargo could not be started: {error}"))?;
    match output.status.success() {
        true => Ok(String::from_utf8_lossy(&output.stdout).into_owned()),
        false => Err(String::from_utf8_lossy(&output.stderr).into_owned()),
    }
}
