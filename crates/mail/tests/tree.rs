//! What the program brings along, as cargo resolves it.

use std::process::Command;

/// The packages that the program and its tests are built of, without the default features.
fn packages() -> Vec<String> {
    let mut command = Command::new(env!("CARGO"));
    command.args([
        "tree",
        "--package",
        "graphwright-mail",
        "--no-default-features",
    ]);
    command.args(["--edges", "normal,dev", "--prefix", "none", "--offline"]);
    let output = command.output().expect("cargo");
    let errors = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{errors}");
    let tree = String::from_utf8(output.stdout).expect("names");
    let names = tree.lines().filter_map(|line| line.split(' ').next());
    names.map(str::to_owned).collect()
}

#[test]
fn the_program_of_one_thread_has_no_executor_and_no_network_stack_of_ours() {
    let packages = packages();
    assert!(
        packages.iter().any(|name| name == "graph-mail"),
        "{packages:?}"
    );
    for name in packages {
        let stacks = [
            "tokio", "hyper", "rustls", "reqwest", "h2", "mio", "ring", "tower",
        ];
        let is_of = |stack: &&str| {
            let more = name.strip_prefix(stack);
            more.is_some_and(|more| more.is_empty() || more.starts_with('-'))
        };
        assert!(!stacks.iter().any(is_of), "it brings {name}");
    }
}
