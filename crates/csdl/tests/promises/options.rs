//! The query options of a service's own (`CustomQueryOptions`).

use graphwright_api::StandardOperationKind::{Count, Create, Delete, Get, List, Replace, Update};
use graphwright_api::{Api, QueryOption, QueryOptions, StandardOperationKind};

use crate::{CONTAINED, KEYED, many, navigation, one, operation, orders, shop};

/// The value of a property that lists one option.
fn listed(name: &str, required: bool) -> String {
    format!(
        r#"<PropertyValue Property="CustomQueryOptions"><Collection><Record>
             <PropertyValue Property="Name" String="{name}"/>
             <PropertyValue Property="Description" String=" What {name} is. "/>
             <PropertyValue Property="Required" Bool="{required}"/>
           </Record></Collection></PropertyValue>"#
    )
}

fn annotation(term: &str, inside: &str) -> String {
    format!(r#"<Annotation Term="Can.{term}"><Record>{inside}</Record></Annotation>"#)
}

/// A restriction below a set, a singleton or a navigation property, for a path or for none.
fn restricted(path: Option<&str>, term: &str, inside: &str) -> String {
    let path = path.map_or(String::new(), |path| {
        format!(r#"<PropertyValue Property="NavigationProperty" NavigationPropertyPath="{path}"/>"#)
    });
    annotation(
        "NavigationRestrictions",
        &format!(
            r#"<PropertyValue Property="RestrictedProperties"><Collection><Record>{path}
                 <PropertyValue Property="{term}"><Record>{inside}</Record></PropertyValue>
               </Record></Collection></PropertyValue>"#
        ),
    )
}

/// What an option is in short: `from!` is required.
fn short(option: &QueryOption) -> String {
    let required = if option.required { "!" } else { "" };
    format!("{}{required}", option.name)
}

fn all(options: &QueryOptions) -> Vec<(StandardOperationKind, Vec<String>)> {
    let all = options.iter();
    all.map(|(kind, all)| (kind, all.iter().map(short).collect()))
        .collect()
}

/// What is taken by the one way of [`navigation`].
fn of_way(api: &Api) -> Vec<(StandardOperationKind, Vec<String>)> {
    all(&crate::resource(api, &one("shop.root")).navigation["way"].options)
}

/// The terms, and the operations whose options each lists.
const TERMS: [(&str, &[StandardOperationKind]); 4] = [
    ("ReadRestrictions", &[List, Get]),
    ("InsertRestrictions", &[Create]),
    ("UpdateRestrictions", &[Update, Replace]),
    ("DeleteRestrictions", &[Delete]),
];

/// Replace is offered where its method is named.
const PUT: &str = r#"<PropertyValue Property="UpdateMethod"><EnumMember>Can.HttpMethod/PATCH Can.HttpMethod/PUT</EnumMember></PropertyValue>"#;

#[test]
fn a_way_takes_the_options_that_a_restriction_lists_wherever_it_stands() {
    for (term, kinds) in TERMS {
        let method = if term == "UpdateRestrictions" {
            PUT
        } else {
            ""
        };
        let inside = listed("from", true) + method;
        let expected: Vec<_> = kinds
            .iter()
            .map(|kind| (*kind, vec!["from!".to_owned()]))
            .collect();
        let here = annotation(term, &inside);
        let by_path = restricted(Some("way"), term, &inside);
        let places = [
            ("its own", here.clone(), ""),
            ("restricted, no path", restricted(None, term, &inside), ""),
            ("restricted, its own path", by_path.clone(), ""),
            ("of the singleton", String::new(), &*by_path),
        ];
        for (place, in_way, in_root) in places {
            let api = navigation(CONTAINED, &in_way, in_root);
            assert_eq!(of_way(&api), expected, "{term}, {place}");
        }
        let outside = format!(r#"<Annotations Target="self.order/items">{here}</Annotations>"#);
        let api = orders(&outside, "", "");
        let items = &crate::resource(&api, &one("shop.order")).navigation["items"];
        assert_eq!(all(&items.options), expected, "{term}, outside");
        let api = orders("", "", &here);
        assert_eq!(
            all(&api.roots["orders"].options),
            expected,
            "{term}, of a set"
        );
    }
}

#[test]
fn an_item_takes_the_options_of_reads_unless_reads_by_key_list_others() {
    let by_key = |inside: &str| {
        let inside = format!(
            r#"{}<PropertyValue Property="ReadByKeyRestrictions"><Record>{inside}</Record></PropertyValue>"#,
            listed("from", true)
        );
        let api = orders("", "", &annotation("ReadRestrictions", &inside));
        all(&api.roots["orders"].options)
    };
    let list = (List, vec!["from!".to_owned()]);
    let silent = by_key(r#"<PropertyValue Property="Readable" Bool="true"/>"#);
    assert_eq!(silent, [list.clone(), (Get, vec!["from!".to_owned()])]);
    let other = by_key(&listed("at", false));
    assert_eq!(other, [list.clone(), (Get, vec!["at".to_owned()])]);
    let none =
        by_key(r#"<PropertyValue Property="CustomQueryOptions"><Collection/></PropertyValue>"#);
    assert_eq!(none, [list]);
}

#[test]
fn what_one_path_requires_the_way_requires() {
    let of_path = |required| restricted(Some("way"), "ReadRestrictions", &listed("from", required));
    let api = |first: bool, second: bool| {
        shop(&format!(
            r#"<EntityType Name="part">{KEYED}</EntityType>
               <EntityType Name="root"><NavigationProperty Name="way" {CONTAINED}/></EntityType>
               <EntityContainer Name="service">
                 <Singleton Name="root" Type="self.root">{}</Singleton>
                 <Singleton Name="second" Type="self.root">{}</Singleton>
                 <Singleton Name="silent" Type="self.root"/>
               </EntityContainer>"#,
            of_path(first),
            of_path(second)
        ))
    };
    assert_eq!(of_way(&api(true, false))[0].1, ["from!"]);
    assert_eq!(of_way(&api(false, true))[0].1, ["from!"]);
    assert_eq!(of_way(&api(false, false))[0].1, ["from"]);
}

#[test]
fn an_option_has_its_description_and_its_place_and_is_text() {
    let page = r#"<PropertyValue Property="DocumentationURL" String="https://shop.example/from"/>"#;
    let inside = listed("from", true).replace(
        "</Record></Collection>",
        &format!("{page}</Record></Collection>"),
    );
    let api = orders("", "", &annotation("ReadRestrictions", &inside));
    let [from] = api.roots["orders"].options.of(List) else {
        panic!("one option");
    };
    assert_eq!(
        from.doc,
        "What from is. Documentation URL: https://shop.example/from"
    );
    assert_eq!(from.ty, QueryOption::TEXT);
    assert_ne!(from.origin.0, 0);
    assert!(api.roots["orders"].options.of(Count).is_empty());
}

#[test]
fn what_only_odata_may_define_is_no_option_of_the_service() {
    for name in ["$format", "$filter", "@id", ""] {
        let api = orders("", "", &annotation("ReadRestrictions", &listed(name, true)));
        assert!(api.roots["orders"].options.is_empty(), "{name}");
    }
}

#[test]
fn operations_take_the_options_that_their_restrictions_list() {
    let said = annotation("OperationRestrictions", &listed("from", true));
    let bound = |kind: &str, inside: &str, outside: &str| {
        let result = match kind {
            "Function" => r#"<ReturnType Type="Collection(self.order)"/>"#,
            _ => "",
        };
        let operation = format!(
            r#"<{kind} Name="move" IsBound="true"><Parameter Name="it" Type="Collection(self.order)"/>{result}{inside}</{kind}>"#
        );
        let api = orders(&format!("{operation}{outside}"), "", "");
        let options = &operation_of(&api).options;
        options.iter().map(short).collect::<Vec<_>>()
    };
    for kind in ["Action", "Function"] {
        assert_eq!(bound(kind, &said, ""), ["from!"], "{kind}");
        for target in ["self.move(Collection(self.order))", "self.move"] {
            let outside = format!(r#"<Annotations Target="{target}">{said}</Annotations>"#);
            assert_eq!(bound(kind, "", &outside), ["from!"], "{kind} {target}");
        }
    }
    let import = |inside: &str| {
        let action = r#"<Action Name="close"/>"#;
        let import =
            format!(r#"<ActionImport Name="close" Action="self.close">{inside}</ActionImport>"#);
        let api = orders(action, &import, "");
        let options = api.operations["close"][0].options.iter();
        options.map(short).collect::<Vec<_>>()
    };
    assert_eq!(import(&said), ["from!"]);
    assert!(import("").is_empty());
}

fn operation_of(api: &Api) -> &graphwright_api::Operation {
    operation(api, &many("shop.order"), "shop.move")
}
