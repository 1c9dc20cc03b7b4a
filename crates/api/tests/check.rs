//! What a model must satisfy before anything is written from it.

use graphwright_api::check::check;
use graphwright_api::{
    Api, ItemType, Offers, Operation, OperationKind, Origin, Parameter, Returns, Target, TypeName,
    TypeRef,
};

fn undeclared() -> TypeRef {
    TypeRef::one(ItemType::Named(TypeName::new("ns.nothing")))
}

fn operation() -> Operation {
    Operation {
        name: "reset".into(),
        kind: OperationKind::Action,
        doc: String::new(),
        parameters: vec![Parameter {
            name: "to".into(),
            doc: String::new(),
            ty: undeclared(),
            nullable: true,
            optional: false,
            origin: Origin(1),
        }],
        returns: Some(Returns {
            ty: undeclared(),
            nullable: true,
        }),
        composes: None,
        offers: Offers::ALL,
        options: Vec::new(),
        deprecation: None,
        origin: Origin(2),
    }
}

#[test]
fn an_undeclared_type_of_any_overload_is_a_problem_bound_or_not() {
    let mut bound = Api::default();
    let target = Target::one(TypeName::new("ns.thing"));
    let operations = &mut bound.resource_mut(&target).operations;
    operations.insert("reset".into(), vec![operation()]);
    let mut unbound = Api::default();
    unbound.operations.insert("reset".into(), vec![operation()]);
    for api in [bound, unbound] {
        let problems = check(&api);
        let origins: Vec<Origin> = problems.iter().map(|one| one.origin).collect();
        assert_eq!(origins, [Origin(1), Origin(2)], "{problems:?}");
    }
}
