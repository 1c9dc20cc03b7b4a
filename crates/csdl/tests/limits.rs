//! Large and deep documents.

use std::fmt::Write as _;

use graphwright_api::{Diagnostic, TypeName};

fn document(body: &str) -> String {
    format!("<Edmx><DataServices><Schema Namespace='shop'>{body}</Schema></DataServices></Edmx>")
}

fn messages(text: &str) -> Vec<String> {
    let errors = graphwright_csdl::read("input.xml", text).expect_err("the document has an error");
    errors
        .into_iter()
        .map(|Diagnostic { message, .. }| message)
        .collect()
}

#[test]
fn nothing_hides_how_deep_elements_nest() {
    for open in [
        "<Collection><!--</x>-->",
        "<Collection><!--</x>--!></x>-->",
        "<Collection><![CDATA[</x>]]>",
        "<Collection><?x </x>?>",
        "<Collection a='/>'>",
        "<Collection a=\"'/>\" b='\"'>",
        "<Collection\n>",
    ] {
        let (open, close) = (open.repeat(200_000), "</Collection>".repeat(200_000));
        let text = document(&format!(
            "<Annotation Term='a.b'>{open}{close}</Annotation>"
        ));
        assert_eq!(
            messages(&text),
            ["elements nest more than 256 deep"],
            "{}",
            &open[..40]
        );
    }
}

#[test]
fn elements_nest_up_to_256_deep_and_no_deeper() {
    // Three elements stand around them.
    let nested = |depth| document(&format!("{}{}", "<a>".repeat(depth), "</a>".repeat(depth)));
    assert!(graphwright_csdl::read("input.xml", &nested(253)).is_ok());
    assert_eq!(messages(&nested(254)), ["elements nest more than 256 deep"]);
}

#[test]
fn elements_beside_each_other_do_not_nest() {
    for beside in ["<a></a>", "<a/>", "<a b='>'/>", "<a b='/'></a>", "<a\n/>"] {
        let text = document(&beside.repeat(1_000));
        assert!(
            graphwright_csdl::read("input.xml", &text).is_ok(),
            "{beside}"
        );
    }
}

#[test]
fn an_attribute_of_five_megabytes_is_read() {
    let long = "x".repeat(5_000_000);
    let text = document(&format!(
        "<ComplexType Name='a'><Annotation Term='Core.Description' String='{long}'/></ComplexType>"
    ));
    let api = graphwright_csdl::read("input.xml", &text)
        .expect("it is sound")
        .api;
    assert_eq!(
        api.types.values().next().expect("a type").doc.len(),
        5_000_000
    );

    let named = messages(&document(&format!("<ComplexType Name='{long}'/>")));
    assert_eq!(named.len(), 1);
    assert!(named[0].ends_with("is not a type name"));
}

#[test]
fn fifty_thousand_types_are_read() {
    let declare = |number| {
        let next = (number + 1) % 50_000;
        format!(
            "<ComplexType Name='t{number}'><Property Name='next' Type='shop.t{next}'/></ComplexType>"
        )
    };
    let types: String = (0..50_000).map(declare).collect();
    let lowered = graphwright_csdl::read("input.xml", &document(&types)).expect("it is sound");
    assert_eq!(lowered.api.types.len(), 50_000);
}

#[test]
fn fifty_thousand_resources_are_read() {
    let declare = |number| {
        let next = (number + 1) % 50_000;
        format!(
            "<EntityType Name='t{number}'><NavigationProperty Name='next' Type='shop.t{next}'/></EntityType>"
        )
    };
    let types: String = (0..50_000).map(declare).collect();
    let container =
        "<EntityContainer Name='c'><Singleton Name='t' Type='shop.t0'/></EntityContainer>";
    let text = document(&format!("{types}{container}"));
    let lowered = graphwright_csdl::read("input.xml", &text).expect("it is sound");
    assert_eq!(lowered.api.resources.len(), 50_000);
}

/// All that is said of a document.
fn said(text: &str) -> String {
    match graphwright_csdl::read("input.xml", text) {
        Ok(_) => "no error\n".to_owned(),
        Err(errors) => errors.iter().map(|error| format!("{error}\n")).collect(),
    }
}

#[test]
fn annotations_nest_as_deep_as_the_limit_allows() {
    let (open, close) = ("<Collection>".repeat(250), "</Collection>".repeat(250));
    let text = document(&format!(
        "<ComplexType Name='a'><Annotation Term='Core.Description'>{open}{close}</Annotation></ComplexType>"
    ));
    assert_eq!(said(&text), "no error\n");
}

#[test]
fn tags_in_comments_and_texts_do_not_nest() {
    let tags = "<a>".repeat(1_000);
    let text = document(&format!(
        "<!-- {tags} --><?tags {tags}?><ComplexType Name='a'>\
         <Annotation Term='Core.Description'><String><![CDATA[{tags}]]></String></Annotation>\
         </ComplexType>"
    ));
    let api = graphwright_csdl::read("input.xml", &text)
        .expect("no error")
        .api;
    assert_eq!(api.types.values().next().expect("a type").doc, tags);
}

#[test]
fn an_element_with_attributes_without_end_is_refused() {
    let mut attributes = String::new();
    for number in 0..200_000 {
        write!(attributes, " a{number}=''").expect("a string takes all");
    }
    let text = document(&format!("<ComplexType Name='a'{attributes}/>"));
    assert_eq!(
        said(&text),
        "input.xml:1:46: error: an element has more than 256 attributes\n  help: this is no CSDL document\n"
    );
}

#[test]
fn namespaces_without_end_are_refused() {
    let mut open = String::new();
    for number in 0..20_000 {
        write!(open, "<a xmlns:a{number} = 'urn:{number}'>").expect("a string takes all");
    }
    assert!(said(&open).contains("more than 64 XML namespaces are in scope"));
    let mut attributes = String::new();
    for number in 0..200 {
        write!(attributes, "\nxmlns:a{number}='urn:{number}'").expect("a string takes all");
    }
    assert!(said(&format!("<a{attributes}/>")).contains("more than 64 XML namespaces"));
}

#[test]
fn namespaces_that_elements_beside_each_other_declare_do_not_add_up() {
    let types: String = (0..1_000)
        .map(|number| format!("<ComplexType Name='a{number}' xmlns='urn:{number}'/>"))
        .collect();
    assert_eq!(said(&document(&types)), "no error\n");
}

#[test]
fn as_many_errors_as_lines_are_all_said_in_order() {
    let types: String = (0..20_000)
        .map(|_| "<ComplexType><Property Name='a' Type='Edm.String'/></ComplexType>\n")
        .collect();
    for text in [document(&types), document(&types.replace('\n', " "))] {
        let errors = graphwright_csdl::read("input.xml", &text).expect_err("an error");
        assert_eq!(errors.len(), 20_000);
        assert!(errors.is_sorted_by_key(|error| error.position));
    }
}

/// Types in a row, each derived from the one before, the first one from `first`.
fn derived(count: usize, first: &str) -> String {
    let mut base = first.to_owned();
    let mut types = String::new();
    for number in 0..count {
        writeln!(types, "<EntityType Name='a{number}' BaseType='{base}'/>").expect("a string");
        base = format!("shop.a{number}");
    }
    types
}

#[test]
fn base_types_in_a_row_without_end_are_refused() {
    let text = document(&format!(
        "<EntityType Name='a'/>\n{}",
        derived(20_000, "shop.a")
    ));
    assert!(messages(&text)[0].contains("a chain of more than 64 types"));
}

#[test]
fn base_types_in_a_row_are_read_up_to_the_limit() {
    let text = document(&format!(
        "<EntityType Name='a'/>\n{}",
        derived(63, "shop.a")
    ));
    assert_eq!(said(&text), "no error\n");
}

#[test]
fn a_cycle_of_thousands_of_base_types_is_refused() {
    let text = document(&derived(20_000, "shop.a19999"));
    assert!(messages(&text)[0].contains("a chain of more than 64 types"));
}

#[test]
fn fifty_thousand_properties_are_read() {
    let properties: String = (0..50_000)
        .map(|number| format!("<Property Name='p{number}' Type='Edm.String'/>"))
        .collect();
    let text = document(&format!("<ComplexType Name='t'>{properties}</ComplexType>"));
    let lowered = graphwright_csdl::read("input.xml", &text).expect("it is sound");
    let properties = lowered.api.all_properties(&TypeName::new("shop.t"));
    assert_eq!(properties.len(), 50_000);
}

#[test]
fn a_key_of_ten_thousand_parts_is_read() {
    let parts: String = (0..10_000)
        .map(|number| format!("<PropertyRef Name='p{number}'/>"))
        .collect();
    let properties: String = (0..10_000)
        .map(|number| format!("<Property Name='p{number}' Type='Edm.String'/>"))
        .collect();
    let text = document(&format!(
        "<EntityType Name='t'><Key>{parts}</Key>{properties}</EntityType>\
         <EntityContainer Name='c'><EntitySet Name='ts' EntityType='shop.t'/></EntityContainer>"
    ));
    assert_eq!(said(&text), "no error\n");
}

#[test]
fn fifty_thousand_overloads_and_derived_types_are_read() {
    let functions: String = (0..50_000)
        .map(|number| {
            format!(
                "<Function Name='f' IsBound='true'><Parameter Name='it' Type='shop.t'/>\
                 <Parameter Name='p{number}' Type='Edm.String'/><ReturnType Type='Edm.String'/></Function>"
            )
        })
        .collect();
    let derived: String = (0..50_000)
        .map(|number| format!("<EntityType Name='d{number}' BaseType='shop.t'/>"))
        .collect();
    let text = document(&format!(
        "<EntityType Name='t'/>{functions}{derived}\
         <EntityContainer Name='c'><EntitySet Name='ts' EntityType='shop.t'/><Singleton Name='t' Type='shop.t'/></EntityContainer>"
    ));
    assert_eq!(said(&text), "no error\n");
}

#[test]
fn a_name_cannot_begin_a_line_of_its_own_in_a_message() {
    let text = document(
        "<ComplexType Name='t'><Property Name='p&#10;fake.xml:1:1: error: x' Type='shop.none'/></ComplexType>",
    );
    assert_eq!(said(&text).lines().count(), 2);
}

#[test]
fn type_definitions_in_a_row_are_followed_in_linear_time() {
    let definitions: String = (0..50_000)
        .map(|number| {
            let next = number + 1;
            format!("<TypeDefinition Name='d{number}' UnderlyingType='shop.d{next}'/>")
        })
        .collect();
    let end = "<TypeDefinition Name='d50000' UnderlyingType='Edm.String'/>";
    assert_eq!(
        said(&document(&format!("{definitions}{end}"))),
        "no error\n"
    );
}
