//! From a route to the Rust that makes its request: the one place that knows how generated methods
//! are called.

use std::cell::RefCell;
use std::collections::BTreeMap;

use graphwright_api::{
    Api, ItemType, KeyPart, Operation, Parameter, Primitive, PropertyPath, QueryOption,
    QueryOptions, Resource, StandardOperationKind, Target, TypeRef,
};
use graphwright_emit::names::{self, ClientNames, MethodNames, Names};
use graphwright_emit::{Absence, is_copied, is_plain_number};
use graphwright_samples::{
    Call, Invocation, Route, Sent, Step, StepKind, Value, Verb, bound, sent,
};

use crate::runner::path;

/// A call of a request function.
#[derive(Debug)]
pub(super) struct Called {
    /// The expression, in which `client` is the client of the crate and `row` holds the arguments.
    pub(super) code: String,
    /// The arguments, in the order of their numbers in `code`.
    pub(super) given: Vec<Given>,
}

/// An argument: the type that the function declares, and what the page has for it.
#[derive(Debug)]
pub(super) struct Given {
    pub(super) ty: TypeRef,
    pub(super) value: Option<Value>,
    /// Whether it may be left out, and is.
    pub(super) left_out: bool,
}

/// How the request functions of a crate are called.
pub(super) struct Calls<'a> {
    api: &'a Api,
    names: &'a Names,
    client: ClientNames,
    methods: RefCell<BTreeMap<Target, MethodNames>>,
}

/// What the crate has no function for.
type NotGenerated = String;

impl<'a> Calls<'a> {
    pub(super) fn new(api: &'a Api, names: &'a Names) -> Self {
        Self {
            api,
            names,
            client: names::client(api),
            methods: RefCell::default(),
        }
    }

    /// The call that makes the request of `route`.
    pub(super) fn call(&self, route: &Route) -> Result<Called, NotGenerated> {
        let mut called = Called {
            code: "client".into(),
            given: Vec::new(),
        };
        let mut at = None;
        let mut options = QueryOptions::default();
        for step in &route.steps {
            self.step(&mut called, at, step)?;
            options = self.options(&options, at, step);
            at = Some(&step.to);
        }
        match (&route.call, at) {
            (Call::StandardOperation(StandardOperationKind::RemoveReference), Some(target))
                if target.collection =>
            {
                let required = required(options.of(StandardOperationKind::RemoveReference));
                let arguments = listed(["&row.link_in_query()?".to_owned()], required);
                called
                    .code
                    .push_str(&format!(".remove_reference({arguments})"));
            }
            (Call::StandardOperation(kind), Some(_)) => {
                let method = names::standard_method(*kind).to_string();
                let body = self.body(&sent(self.api, route))?;
                let arguments = listed([body], required(options.of(*kind)));
                called.code.push_str(&format!(".{method}({arguments})"));
            }
            (Call::Bound(invocation), Some(target)) => {
                let operation = bound(self.api, target, invocation).ok_or("an operation")?;
                let body = parameters(&sent(self.api, route));
                self.invoke(&mut called, Some(target), invocation, operation, body)?;
                if let Some(method) = self.composed(operation) {
                    called.code.push_str(&format!(".{method}()"));
                }
            }
            (Call::Unbound(invocation), None) => {
                let overloads = self.api.operations.get(&invocation.operation);
                let operation = overloads.and_then(|all| all.get(invocation.overload));
                let operation = operation.ok_or("an unbound operation")?;
                let body = parameters(&sent(self.api, route));
                self.invoke(&mut called, None, invocation, operation, body)?;
            }
            (Call::Stream(name, verb), Some(target)) => {
                let resource = self.resource(target)?;
                let at = position(resource.streams.keys(), name);
                let method = self.name(resource, at, |all| &all.streams)?;
                let call = match verb {
                    Verb::Get => "get()",
                    Verb::Put => "put(row.content_type(), row.bytes())",
                    Verb::Delete => "delete()",
                    Verb::Patch => "patch(row.content_type(), row.bytes())",
                };
                called.code.push_str(&format!(".{method}().{call}"));
            }
            (Call::Property(name, verb), Some(target)) => {
                let resource = self.resource(target)?;
                let at = position(resource.properties.keys(), name);
                let method = self.name(resource, at, |all| &all.properties)?;
                let property = resource.properties.get(name).ok_or("a property")?;
                let call = self.property(property, *verb, &sent(self.api, route))?;
                called.code.push_str(&format!(".{method}().{call}"));
            }
            (Call::Count(name), Some(target)) => {
                let resource = self.resource(target)?;
                let at = position(resource.properties.keys(), name);
                let method = self.name(resource, at, |all| &all.properties)?;
                called.code.push_str(&format!(".{method}().count()"));
            }
            (Call::Value(name, verb), Some(target)) => {
                let property = self.constant(target, name)?;
                let call = match verb {
                    Verb::Get => "get::<graphwright::Json>()",
                    Verb::Delete => "delete()",
                    Verb::Put | Verb::Patch => {
                        return Err("a change of a property that is no object".into());
                    }
                };
                called
                    .code
                    .push_str(&format!(".property({property}).{call}"));
            }
            _ => return Err("a request without a resource".into()),
        }
        Ok(called)
    }

    fn step(
        &self,
        called: &mut Called,
        at: Option<&Target>,
        step: &Step,
    ) -> Result<(), NotGenerated> {
        let name = match (&step.kind, at) {
            (StepKind::Root(name), None) => name,
            (StepKind::Compose(invocation), None) => {
                let overloads = self.api.operations.get(&invocation.operation);
                let operation = overloads.and_then(|all| all.get(invocation.overload));
                return self.lead(called, None, invocation, operation);
            }
            (_, at) => return self.further(called, at.ok_or("a step from nowhere")?, step),
        };
        let root = position(self.api.roots.keys(), name);
        let method = root.and_then(|root| self.client.roots.get(root));
        let method = method.ok_or("an entity set or singleton")?;
        called.code.push_str(&format!(".{method}()"));
        Ok(())
    }

    /// The query options that what is offered behind a step takes.
    fn options(&self, before: &QueryOptions, at: Option<&Target>, step: &Step) -> QueryOptions {
        let resource = at.and_then(|at| self.api.resources.get(at));
        let found = match &step.kind {
            StepKind::Root(name) => self.api.roots.get(name).map(|one| &one.options),
            StepKind::Navigation(name) => {
                let way = resource.and_then(|one| one.navigation.get(name));
                way.map(|one| &one.options)
            }
            StepKind::Property(name) => {
                let way = resource.and_then(|one| one.properties.get(name));
                way.map(|one| &one.options)
            }
            StepKind::Key(_) | StepKind::AlternateKey(..) | StepKind::Path(..) => Some(before),
            StepKind::Cast { .. } => return before.cast(),
            StepKind::Compose(_) => None,
        };
        found.cloned().unwrap_or_default()
    }

    fn further(&self, called: &mut Called, at: &Target, step: &Step) -> Result<(), NotGenerated> {
        let resource = self.resource(at)?;
        let (method, arguments) = match &step.kind {
            StepKind::Root(_) => return Err("a second root".into()),
            StepKind::Navigation(name) => {
                let at = position(resource.navigation.keys(), name);
                let method = self.name(resource, at, |all| &all.navigation)?;
                (method, String::new())
            }
            StepKind::Key(values) => {
                let key = self.with_methods(resource, |all| all.key.as_ref().map(text));
                let method = key.ok_or("a key")?;
                (method, keys(called, &resource.key, values))
            }
            StepKind::AlternateKey(number, values) => {
                let method = self.name(resource, Some(*number), |all| &all.alternate_keys)?;
                let key = resource.alternate_keys.get(*number).ok_or("a key")?;
                (method, keys(called, key, values))
            }
            StepKind::Cast { ty, .. } => {
                let at = position(resource.casts.keys(), ty);
                let method = self.name(resource, at, |all| &all.casts)?;
                (method, String::new())
            }
            StepKind::Path(number, values) => {
                let method = self.name(resource, Some(*number), |all| &all.paths)?;
                let text = ItemType::Primitive(Primitive::String);
                let arguments = values
                    .iter()
                    .map(|value| given(called, &TypeRef::one(text.clone()), Some(value)));
                (method, arguments.collect::<Vec<_>>().join(", "))
            }
            StepKind::Property(name) => {
                let at = position(resource.properties.keys(), name);
                let method = self.name(resource, at, |all| &all.properties)?;
                (method, String::new())
            }
            StepKind::Compose(invocation) => {
                let operation = bound(self.api, at, invocation);
                return self.lead(called, Some(at), invocation, operation);
            }
        };
        called.code.push_str(&format!(".{method}({arguments})"));
        Ok(())
    }

    /// The call of a function that a path goes on behind.
    fn lead(
        &self,
        called: &mut Called,
        target: Option<&Target>,
        invocation: &Invocation,
        operation: Option<&Operation>,
    ) -> Result<(), NotGenerated> {
        let operation = operation.ok_or("an operation")?;
        match self.composed(operation) {
            Some(_) => self.invoke(called, target, invocation, operation, None),
            None => Err("a path below the result of a function".into()),
        }
    }

    /// The call of an operation, with the parameters of an action where it has any.
    fn invoke(
        &self,
        called: &mut Called,
        target: Option<&Target>,
        invocation: &Invocation,
        operation: &Operation,
        body: Option<String>,
    ) -> Result<(), NotGenerated> {
        let number = invocation.overload;
        let pick = |all: &[Vec<_>], at: Option<usize>| all.get(at?)?.get(number).map(text);
        let method = match target {
            Some(target) => {
                let resource = self.resource(target)?;
                let at = position(resource.operations.keys(), &invocation.operation);
                self.with_methods(resource, |all| pick(&all.operations, at))
            }
            None => {
                let at = position(self.api.operations.keys(), &invocation.operation);
                pick(&self.client.operations, at)
            }
        };
        let method = method.ok_or_else(|| format!("the operation `{}`", invocation.operation))?;
        let parameters = operation.parameters.iter().zip(&invocation.arguments);
        let arguments: Vec<String> = parameters
            .map(|(parameter, value)| argument(called, parameter, value.as_ref()))
            .collect();
        let arguments = body.into_iter().chain(arguments);
        let arguments = listed(arguments, required(&operation.options));
        called.code.push_str(&format!(".{method}({arguments})"));
        Ok(())
    }

    /// Of a composable function that only addresses its result, the method that asks for it.
    fn composed(&self, operation: &Operation) -> Option<String> {
        let (_, kind) = operation.addresses(self.api)?;
        Some(names::standard_method(kind).to_string())
    }

    fn body(&self, sent: &Sent<'_>) -> Result<String, NotGenerated> {
        Ok(match sent {
            Sent::Nothing => String::new(),
            Sent::Whole(_) => "&row.body()?".into(),
            Sent::Items(_) => "&row.items()?".into(),
            Sent::Changes(ty) => {
                let model = self.names.types.get(ty).ok_or("a type of no model")?;
                format!("row.body::<{}>()?", path(model))
            }
            Sent::Reference => "&row.link()?".into(),
            Sent::Parameters(_) | Sent::Bytes => return Err("a body of another kind".into()),
        })
    }

    /// Returns what is asked of a property that has a URL of its own.
    fn property(
        &self,
        property: &PropertyPath,
        verb: Verb,
        sent: &Sent<'_>,
    ) -> Result<String, NotGenerated> {
        let is_structured = property.ty.named().is_some_and(|name| {
            let ty = self.api.types.get(name);
            ty.is_some_and(|ty| ty.structured().is_some())
        });
        let body = self.body(sent)?;
        Ok(match (verb, property.ty.collection, is_structured) {
            (Verb::Delete, _, _) => "delete()".into(),
            (Verb::Get, true, _) | (Verb::Get, false, true) => "get()".into(),
            (Verb::Get, false, false) => "get::<graphwright::Json>()".into(),
            (Verb::Patch, false, true) => format!("update({body})"),
            (Verb::Put, false, true) | (Verb::Put, true, _) => format!("set({body})"),
            _ => return Err("a change of a property that is no object".into()),
        })
    }

    /// The constant of a property, from outside the crate.
    fn constant(&self, target: &Target, name: &str) -> Result<String, NotGenerated> {
        let model = self
            .names
            .types
            .get(&target.ty)
            .ok_or("a type of no model")?;
        let properties = self.api.all_properties(&target.ty);
        let at = properties.iter().position(|one| one.name == *name);
        let constants = names::constants(&properties);
        let constant = at.and_then(|at| constants.get(at)).ok_or("a property")?;
        Ok(format!("{}::{constant}", path(model)))
    }

    fn resource(&self, target: &Target) -> Result<&'a Resource, NotGenerated> {
        let resource = self.api.resources.get(target);
        resource.ok_or_else(|| format!("the resource `{target}`"))
    }

    fn name<I: ToString>(
        &self,
        resource: &Resource,
        at: Option<usize>,
        list: impl Fn(&MethodNames) -> &Vec<I>,
    ) -> Result<String, NotGenerated> {
        let found = self.with_methods(resource, |all| list(all).get(at?).map(text));
        found.ok_or_else(|| format!("a step from `{}`", resource.target))
    }

    /// The names of methods are decided once a resource.
    fn with_methods<T>(&self, resource: &Resource, look: impl Fn(&MethodNames) -> T) -> T {
        let mut known = self.methods.borrow_mut();
        look(
            known
                .entry(resource.target.clone())
                .or_insert_with(|| names::methods(resource)),
        )
    }
}

/// The parameters of an action.
fn parameters(sent: &Sent<'_>) -> Option<String> {
    matches!(sent, Sent::Parameters(_)).then(|| "&row.body()?".to_owned())
}

/// The query options that a request function requires: arguments that the URL of a sample has.
fn required(options: &[QueryOption]) -> impl Iterator<Item = String> {
    let required = options.iter().filter(|one| one.required);
    required.map(|option| {
        let found = format!("row.option(\"{}\")?", option.name.escape_default());
        match &option.ty {
            ItemType::Primitive(Primitive::String) => {
                found.replacen("option", "option::<String>", 1) + ".as_str()"
            }
            ItemType::Primitive(primitive)
                if is_copied(*primitive) || is_plain_number(*primitive) =>
            {
                found
            }
            _ => format!("&{found}"),
        }
    })
}

/// Arguments in a row; an empty one is none.
fn listed(first: impl IntoIterator<Item = String>, more: impl Iterator<Item = String>) -> String {
    let all = first.into_iter().chain(more).filter(|one| !one.is_empty());
    all.collect::<Vec<_>>().join(", ")
}

fn keys(called: &mut Called, key: &[KeyPart], values: &[Value]) -> String {
    let parts = key.iter().zip(values).map(|(part, value)| {
        let ty = TypeRef::one(part.ty.clone());
        given(called, &ty, Some(value))
    });
    parts.collect::<Vec<_>>().join(", ")
}

/// An argument of a function, which may be absent.
fn argument(called: &mut Called, parameter: &Parameter, value: Option<&Value>) -> String {
    let absence = Absence::of(parameter);
    let absent = match (absence, value) {
        (Absence::LeftOut | Absence::Both, None) => Some("None"),
        (Absence::Null, Some(value)) if value.is_null() => Some("None"),
        (Absence::Both, Some(value)) if value.is_null() => Some("Some(None)"),
        _ => None,
    };
    if let Some(code) = absent {
        called.given.push(Given {
            ty: parameter.ty.clone(),
            value: None,
            left_out: true,
        });
        return code.to_owned();
    }
    let given = given(called, &parameter.ty, value);
    match absence {
        Absence::None => given,
        // A value by itself would not say of what type it is read.
        Absence::Null | Absence::LeftOut => format!("Some({given})"),
        Absence::Both => format!("Some(Some({given}))"),
    }
}

/// A value that is there: how it is passed is the rule of emit's `operation`.
fn given(called: &mut Called, ty: &TypeRef, value: Option<&Value>) -> String {
    let number = called.given.len();
    called.given.push(Given {
        ty: ty.clone(),
        value: value.cloned(),
        left_out: false,
    });
    match &ty.item {
        ItemType::Primitive(Primitive::String) if !ty.collection => {
            format!("row.text({number})?.as_str()")
        }
        ItemType::Primitive(primitive) if !ty.collection && is_copied(*primitive) => {
            format!("row.get({number})?")
        }
        ItemType::Primitive(primitive) if !ty.collection && is_plain_number(*primitive) => {
            format!("row.get::<graphwright::edm::{primitive:?}>({number})?.get()")
        }
        _ => format!("&row.get({number})?"),
    }
}

fn position<'k, K: PartialEq + 'k>(
    mut keys: impl Iterator<Item = &'k K>,
    key: &K,
) -> Option<usize> {
    keys.position(|one| one == key)
}

fn text(name: &impl ToString) -> String {
    name.to_string()
}
