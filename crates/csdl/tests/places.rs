//! Where errors are.

use graphwright_api::{Diagnostic, Position};

/// A document with this in its schema.
fn document(body: &str) -> String {
    format!("<Edmx><DataServices><Schema Namespace='shop'>{body}</Schema></DataServices></Edmx>")
}

const WRONG: &str = "<ComplexType Name='a' BaseType='shop.none'/>";

fn errors(text: &str) -> Vec<Diagnostic> {
    graphwright_csdl::read("input.xml", text).expect_err("the document has an error")
}

/// The only error of a document.
fn place(text: &str) -> (u32, u32) {
    let errors = errors(text);
    assert_eq!(errors.len(), 1, "{errors:?}");
    let Position { line, column } = errors[0].position.expect("it has a place");
    (line, column)
}

#[test]
fn lines_and_columns_are_counted_from_one() {
    assert_eq!(place(&document(WRONG)), (1, 46));
    assert_eq!(place(&document(&format!("\n\n{WRONG}"))), (3, 1));
    assert_eq!(place(&document(&format!("\n  {WRONG}"))), (2, 3));
}

#[test]
fn columns_are_counted_in_characters() {
    // Of one, two, three and four bytes.
    for before in ["<!--a-->", "<!--é-->", "<!--東-->", "<!--🏠-->"] {
        assert_eq!(
            place(&document(&format!("\n{before}{WRONG}"))),
            (2, 9),
            "{before}"
        );
        assert_eq!(
            place(&document(&format!("{before}\n{WRONG}"))),
            (2, 1),
            "{before}"
        );
    }
}

#[test]
fn the_xml_parser_counts_columns_in_characters_too() {
    assert_eq!(place("<Edmx>\n<!--東-->&x;</Edmx>"), (2, 9));
}

#[test]
fn a_byte_order_mark_takes_no_column() {
    let text = document(WRONG);
    assert_eq!(place(&format!("\u{feff}{text}")), place(&text));
    assert_eq!(place("\u{feff}<a></b>"), place("<a></b>"));
}

#[test]
fn a_line_may_end_with_carriage_return_and_line_feed() {
    let text = document(&format!("\n<!---->\n  {WRONG}\n"));
    assert_eq!(place(&text), (3, 3));
    assert_eq!(place(&text.replace('\n', "\r\n")), (3, 3));
}

/// Were each place counted from the start of the text, this would take minutes.
#[test]
fn ten_thousand_errors_in_five_megabytes_have_each_its_place() {
    for between in ["\n", " "] {
        let comment = format!("<!--{}-->", "é".repeat(250));
        let declare = |number| {
            let wrong = format!("<ComplexType Name='a{number}' BaseType='shop.none'/>");
            format!("{comment}{wrong}{between}")
        };
        let types: String = (0..10_000).map(declare).collect();
        let text = document(&types);
        let lines: Vec<Vec<char>> = text.lines().map(|line| line.chars().collect()).collect();
        let errors = errors(&text);
        assert_eq!(errors.len(), 10_000);
        for (number, error) in errors.iter().enumerate() {
            let Position { line, column } = error.position.expect("it has a place");
            let there = &lines[line as usize - 1][column as usize - 1..][..30];
            let there: String = there.iter().collect();
            assert!(
                there.starts_with(&format!("<ComplexType Name='a{number}'")),
                "{there}"
            );
        }
    }
}

#[test]
fn errors_stand_in_the_order_of_the_text_whatever_finds_them() {
    let text = document(
        "\n<EntityContainer Name='c'><Singleton Name='s' Type='shop.none'/></EntityContainer>\
         \n<ComplexType Name='z' BaseType='shop.none'/>\
         \n<ComplexType Name='a' BaseType='shop.none'/>\
         \n<ComplexType Name='z'/>\
         \n<ComplexType/>\
         \n<Action Name='bound' IsBound='true'/>",
    );
    let lines = errors(&text).into_iter().filter_map(|error| error.position);
    let lines: Vec<u32> = lines.map(|position| position.line).collect();
    assert_eq!(lines, [2, 3, 4, 5, 6, 7]);
}
