use super::*;
use crate::permissions::template::Piece;
use crate::permissions::{Row, Scopes, Template};

fn text(text: &str) -> Piece {
    Piece::Text(text.into())
}

fn key(key: &str) -> Piece {
    Piece::Key(key.into())
}

/// Rows of GET, each with a permission of that name.
fn permitted(rows: &[(&[Piece], &str)]) -> Permitted {
    let rows = rows.iter().map(|(path, name)| {
        let template = Template {
            path: path.to_vec(),
            method: "GET".into(),
        };
        let application = Scopes {
            least: vec![(*name).into()],
            ..Scopes::default()
        };
        let row = Row {
            functions: Vec::new(),
            line: String::new(),
            permissions: Permissions {
                application,
                ..Permissions::default()
            },
        };
        (template, row)
    });
    Permitted {
        rows: rows.collect(),
    }
}

/// The permission that the table has for a template.
fn found<'a>(table: &Hashed<'a>, template: &str) -> &'a str {
    let mut hasher = FnvHasher::with_key(table.seed);
    hasher.write(template.as_bytes());
    let at = table
        .rows
        .binary_search_by_key(&hasher.finish(), |(hash, _)| *hash);
    at.map_or("", |at| &table.rows[at].1.application.least[0])
}

fn is_key(table: &Hashed<'_>, template: &str) -> bool {
    let mut hasher = FnvHasher::with_key(table.seed);
    hasher.write(template.as_bytes());
    table.keys.binary_search(&hasher.finish()).is_ok()
}

#[test]
fn the_table_has_the_path_to_each_key_that_is_written_out() {
    let (a, b) = (text("/a/"), text("/b/"));
    let permitted = permitted(&[
        (&[a.clone(), Piece::AnyKey], "any"),
        (&[a.clone(), key("x"), text("/c")], "x"),
        (&[a.clone(), Piece::AnyKey, b.clone(), key("y")], "y"),
        (&[a.clone(), Piece::AnyArgument, text("/e")], "argument"),
    ]);
    let table = permitted.hashed().expect("different hashes");
    for (template, expected) in [
        ("/a/{} GET", "any"),
        ("/a/{x}/c GET", "x"),
        ("/a/{}/b/{y} GET", "y"),
        ("/a/{}/e GET", "argument"),
        ("/a/{x} GET", ""),
        ("/a/{} PUT", ""),
    ] {
        assert_eq!(found(&table, template), expected, "{template}");
    }
    for (template, expected) in [("/a/{x}", true), ("/a/{}/b/{y}", true), ("/a/{}", false)] {
        assert_eq!(is_key(&table, template), expected, "{template}");
    }
    assert_eq!((table.keys.len(), table.rows.len()), (2, 4));
}

#[test]
fn where_hashes_collide_another_seed_is_taken() {
    let names: Vec<String> = (0..24).map(|number| format!("/{number}")).collect();
    let paths: Vec<[Piece; 1]> = names.iter().map(|name| [text(name)]).collect();
    let rows: Vec<(&[Piece], &str)> = paths
        .iter()
        .zip(&names)
        .map(|(path, name)| (&path[..], &**name))
        .collect();
    let permitted = permitted(&rows);
    let short = |bits: u32| {
        move |seed: u64, text: &str| {
            let mut hasher = FnvHasher::with_key(seed);
            hasher.write(text.as_bytes());
            hasher.finish() >> (64 - bits)
        }
    };
    let first = FnvHasher::default().finish();
    assert_eq!(permitted.hashed().map(|table| table.seed), Ok(first));
    let table = permitted
        .hashed_by(&short(8))
        .expect("a seed without collisions");
    assert_ne!(table.seed, first);
    assert_eq!(table.rows.len(), rows.len());
    assert!(table.rows.is_sorted_by(|(one, _), (other, _)| one < other));
    assert_eq!(permitted.hashed_by(&short(8)), Ok(table));
    let error = permitted
        .hashed_by(&short(4))
        .expect_err("24 rows in 16 places");
    assert!(error.contains("24 paths"), "{error}");
}
