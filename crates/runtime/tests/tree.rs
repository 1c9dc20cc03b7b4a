//! What a crate brings along, as cargo resolves it.

use std::process::Command;

/// The names of the packages that `package` is built of without its default features.
fn packages(package: &str) -> Vec<String> {
    let mut command = Command::new(env!("CARGO"));
    command.args(["tree", "--package", package, "--no-default-features"]);
    command.args([
        "--edges",
        "normal",
        "--prefix",
        "none",
        "--target",
        "all",
        "--offline",
    ]);
    let output = command.output().expect("cargo");
    let errors = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{errors}");
    let tree = String::from_utf8(output.stdout).expect("names");
    let names = tree.lines().filter_map(|line| line.split(' ').next());
    names.map(str::to_owned).collect()
}

#[test]
fn without_the_client_there_is_neither_an_executor_nor_a_network_stack() {
    let network = [
        "futures-util",
        "h2",
        "hyper",
        "mio",
        "openssl",
        "reqwest",
        "ring",
        "rustls",
        "socket2",
        "tokio",
        "tower",
        "wasm-bindgen",
        "web-sys",
        "windows-sys",
    ];
    for package in ["graphwright", "graph-mail", "vpp-beta"] {
        let packages = packages(package);
        assert!(packages.iter().any(|name| name == "http"), "{packages:?}");
        for name in &packages {
            let is_of = |network: &str| {
                let more = name.strip_prefix(network);
                more.is_some_and(|more| more.is_empty() || more.starts_with('-'))
            };
            assert!(
                !network.iter().any(|one| is_of(one)),
                "{package} brings {name}"
            );
        }
    }
}
