//! What `--help` teaches.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod support;

use support::Place;

/// The commands that the help of the program lists.
fn commands() -> Vec<String> {
    let ran = Place::empty().run(&["--help"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let list = ran.out.split("Commands:\n").nth(1).unwrap();
    let list = list.split("\n\n").next().unwrap();
    let names = list
        .lines()
        .map(|line| line.split_whitespace().next().unwrap());
    names
        .filter(|name| *name != "help")
        .map(str::to_owned)
        .collect()
}

#[test]
fn every_command_explains_itself_with_an_example() {
    let commands = commands();
    assert!(commands.len() >= 6, "{commands:?}");
    for command in commands {
        let ran = Place::empty().run(&[&command, "--help"]);
        assert_eq!(ran.code, Some(0), "{command}: {}", ran.err);
        let example = format!("\n  graphwright {command}");
        assert!(
            ran.out.contains("Example") && ran.out.contains(&example),
            "{command}: {}",
            ran.out
        );
        assert!(!ran.out.contains("xtask"), "{command}");
        // An option without a text teaches nothing.
        let options = ran.out.split("\nOptions:\n").nth(1).unwrap();
        for option in options.split("\n\n") {
            let text = option.lines().nth(1);
            assert!(
                text.is_some_and(|text| text.trim().len() > 9),
                "{command}: {option}"
            );
        }
    }
}

#[test]
fn the_help_says_what_exit_codes_mean() {
    let ran = Place::empty().run(&["--help"]);
    assert!(
        ran.out
            .contains("Exit codes: 0 as asked, 1 the command found something wrong, 2"),
        "{}",
        ran.out
    );
}

#[test]
fn a_description_that_is_not_there_is_an_error_that_names_the_command_to_have_it() {
    let place = Place::empty();
    place.write("graphwright.toml", &support::project(""));
    let ran = place.run(&["codegen"]);
    assert_eq!(ran.code, Some(1));
    assert!(
        ran.err.contains("metadata.xml: No such file"),
        "{}",
        ran.err
    );
    assert!(
        ran.err.contains("help: `graphwright fetch` downloads"),
        "{}",
        ran.err
    );
}
