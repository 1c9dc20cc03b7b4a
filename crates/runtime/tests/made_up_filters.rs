//! Filters that are made up, read back by the grammar of OData: each says what it was made of, alone and inside
//! `$expand`.

mod abnf;
mod directory;
mod everything;
mod made_up;

use abnf::query::{Tree, joined};
use directory::{Address, Group, Principal, User, groups};
use graphwright::{Expand, Filter};
use made_up::Random;

const TEXTS: [&str; 12] = [
    "",
    "'",
    "''",
    "a;b",
    ")(",
    "and not (x eq 1",
    "a,b",
    "\"",
    "\\",
    "é💡 %20&#+",
    "$count",
    "null",
];

/// A filter, and what it is to be read as.
type Made = (Filter, Tree);

fn leaf(filter: Filter) -> Made {
    let text = filter.to_string();
    (filter, Tree::Leaf(text))
}

fn comparison(random: &mut Random, path: Option<&str>) -> Made {
    let text = random.one(&TEXTS);
    let number = random.one(&[-7, 0, i32::MAX, i32::MIN]);
    let Some(variable) = path else {
        return leaf(match random.below(12) {
            0 => Filter::eq(User::NAME, text),
            1 => Filter::ne("extension_1_code", text),
            2 => Filter::gt(User::SEATS, number),
            3 => Filter::starts_with(User::HOME.then(Address::CITY), text),
            4 => Filter::contains(User::NAME.qualified(), text),
            5 => Filter::is_in(User::SEATS, [number, 1]),
            6 => Filter::is_in(User::NAME, [text, "a"]),
            7 => Filter::eq(User::MANAGER, None::<&str>),
            8 => Filter::le(Group::MEMBERS.count(), 3),
            9 => Filter::has_any(User::TAGS),
            10 => Filter::eq(User::MANAGER.cast::<User>().then(User::NAME), text),
            _ => Filter::ends_with(Principal::ID, text),
        });
    };
    leaf(match random.below(3) {
        0 => Filter::eq(Address::CITY.of(variable), text),
        1 => Filter::lt(Address::FLOOR.of(variable), number),
        _ => Filter::contains(Address::CITY.of(variable), text),
    })
}

fn expression(random: &mut Random, depth: usize, variable: Option<&str>) -> Made {
    if depth == 0 {
        return comparison(random, variable);
    }
    let inner = |random: &mut Random| expression(random, depth - 1, variable);
    match random.below(6) {
        0 => comparison(random, variable),
        1 => {
            let (filter, tree) = inner(random);
            (!filter, Tree::Not(Box::new(tree)))
        }
        2 if variable.is_none() => {
            let (filter, tree) = expression(random, depth - 1, Some("o"));
            let tree = Box::new(tree);
            match random.below(2) {
                0 => (
                    Filter::any(User::OTHER, "o", filter),
                    Tree::Lambda("other/any(o:".to_owned(), tree),
                ),
                _ => (
                    Filter::all(User::OTHER, "o", filter),
                    Tree::Lambda("other/all(o:".to_owned(), tree),
                ),
            }
        }
        2 | 3 => {
            let ((one, left), (two, right)) = (inner(random), inner(random));
            (one | two, joined(vec![left, right], Tree::Or))
        }
        _ => {
            let ((one, left), (two, right)) = (inner(random), inner(random));
            (one & two, joined(vec![left, right], Tree::And))
        }
    }
}

#[test]
fn a_filter_is_read_as_what_it_was_made_of() {
    let mut random = Random(7);
    for number in 0..5_000 {
        let depth = number % 5;
        let (filter, tree) = expression(&mut random, depth, None);
        let text = filter.to_string();
        assert_eq!(abnf::query::filter(&text), Ok(tree), "{text}");

        let expand = Expand::of(User::MANAGER)
            .filter(filter)
            .top(1)
            .select([User::ID]);
        let request = groups().expand([Expand::of(Group::MEMBERS).expand(expand), "photo".into()]);
        let (_, sent) = request.url().split_once("?$expand=").expect("the option");
        assert!(!sent.contains(['&', '#', '+', ' ']), "{sent}");
        let expected = format!("members($expand=manager($filter={text};$top=1;$select=id)),photo");
        assert_eq!(abnf::decoded(sent), expected);
        assert_eq!(abnf::query::expand(&expected), Ok(()), "{expected}");
        drop(request.exchange().expect("a request that can be sent"));
    }
}

#[test]
fn what_is_no_query_option_is_refused_by_the_grammar() {
    for text in [
        "",
        "a",
        "a eq",
        "a eq 'x",
        "a eq 1 and",
        "not a eq 1",
        "(a eq 1",
        "a eq 1)",
        "a in ()",
        "a  eq 1",
        "a eq 1 or or b eq 1",
        "contains(a)",
        "o/any(o:)",
        "o/all()",
        "a/$count/b eq 1",
        "a eq 'it's'",
    ] {
        assert!(abnf::query::filter(text).is_err(), "{text}");
    }
    for text in [
        "a()",
        "a($top=x)",
        "a($levels=0)",
        "a($top=1,$skip=1)",
        "a($filter=b eq 1;)",
        "a(b)",
        "a($search=)",
    ] {
        assert!(abnf::query::expand(text).is_err(), "{text}");
    }
    for text in ["", "a,", "a b", "'a'"] {
        assert!(abnf::query::select(text).is_err(), "{text}");
        assert!(abnf::query::order_by(text).is_err(), "{text}");
    }
}
