//! From a route to the Rust that makes its request: the one place that knows how generated methods
//! are called.

use std::cell::RefCell;
use std::collections::BTreeMap;

use graphwright_api::{Api, ItemType, KeyPart, Primitive, Resource, Target, TypeRef};
use graphwright_emit::names::{self, ItemName, MethodNames, Names};
use graphwright_samples::{Call, Invocation, Route, Sent, Step, StepKind, Value, bound, sent};

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
    roots: BTreeMap<&'a str, String>,
    methods: RefCell<BTreeMap<Target, MethodNames>>,
}

/// What the crate has no function for.
type NotGenerated = String;

impl<'a> Calls<'a> {
    pub(super) fn new(api: &'a Api, names: &'a Names) -> Self {
        let roots: Vec<&str> = api.roots.keys().map(String::as_str).collect();
        let methods = names::roots(&roots);
        let methods = methods.iter().map(ToString::to_string);
        Self {
            api,
            names,
            roots: roots.into_iter().zip(methods).collect(),
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
        for step in &route.steps {
            self.step(&mut called, at, step)?;
            at = Some(&step.to);
        }
        match (&route.call, at) {
            (Call::Own(kind), Some(_)) => {
                let method = names::own_method(*kind).to_string();
                let body = match sent(self.api, route) {
                    Sent::Nothing => String::new(),
                    Sent::Whole(_) => "&row.body()?".into(),
                    Sent::Changes(ty) => {
                        let model = self.names.types.get(&ty).ok_or("a type of no model")?;
                        format!("row.body::<{}>()?", path(model))
                    }
                    _ => return Err(format!("`{method}`")),
                };
                called.code.push_str(&format!(".{method}({body})"));
            }
            (Call::Bound(invocation), Some(target)) => {
                let resource = self.resource(target)?;
                let method = self.operation(resource, invocation)?;
                let arguments = self.arguments(&mut called, target, invocation)?;
                let body = match sent(self.api, route) {
                    Sent::Parameters(_) => "&row.body()?",
                    _ => "",
                };
                called
                    .code
                    .push_str(&format!(".{method}({arguments}{body})"));
            }
            (Call::Unbound(_), _) => return Err("unbound operations".into()),
            (Call::Stream(..), _) => return Err("streams".into()),
            (Call::Property(..), _) => return Err("complex properties".into()),
            (_, None) => return Err("a request without a resource".into()),
        }
        Ok(called)
    }

    fn step(
        &self,
        called: &mut Called,
        at: Option<&Target>,
        step: &Step,
    ) -> Result<(), NotGenerated> {
        let method = match (&step.kind, at) {
            (StepKind::Root(name), None) => self.roots.get(name.as_str()).cloned(),
            (StepKind::Navigation(name), Some(at)) => {
                let resource = self.resource(at)?;
                let at = resource.navigation.keys().position(|one| one == name);
                at.and_then(|at| self.with_methods(resource, |all| name_at(&all.navigation, at)))
            }
            (StepKind::Key(values), Some(at)) => {
                let resource = self.resource(at)?;
                let key = self.with_methods(resource, |all| all.key.to_string());
                let arguments = keys(called, &resource.key, values);
                called.code.push_str(&format!(".{key}({arguments})"));
                return Ok(());
            }
            (StepKind::AlternateKey(..), _) => return Err("alternate keys".into()),
            (StepKind::Cast { .. }, _) => return Err("casts".into()),
            (StepKind::Path(..), _) => return Err("addresses by path".into()),
            (StepKind::Property(_), _) => return Err("complex properties".into()),
            (StepKind::Compose(_), _) => return Err("composable functions".into()),
            _ => None,
        };
        let method = method.ok_or_else(|| format!("the step {:?}", step.kind))?;
        called.code.push_str(&format!(".{method}()"));
        Ok(())
    }

    fn operation(
        &self,
        resource: &Resource,
        invocation: &Invocation,
    ) -> Result<String, NotGenerated> {
        if invocation.overload > 0 {
            return Err("overloads".into());
        }
        let at = resource
            .operations
            .keys()
            .position(|key| *key == invocation.operation);
        at.and_then(|at| self.with_methods(resource, |all| name_at(&all.operations, at)))
            .ok_or_else(|| format!("the operation `{}`", invocation.operation))
    }

    /// The arguments of a function, and what separates them from a body.
    fn arguments(
        &self,
        called: &mut Called,
        target: &Target,
        invocation: &Invocation,
    ) -> Result<String, NotGenerated> {
        let operation = bound(self.api, target, invocation).ok_or("an unknown operation")?;
        let parameters = operation.parameters.iter().zip(&invocation.arguments);
        let mut code = Vec::new();
        for (parameter, value) in parameters {
            code.push(self.argument(called, &parameter.ty, value.as_ref()));
        }
        Ok(code.join(", "))
    }

    /// An argument of a function: how it is passed is the rule of emit's `operation`.
    fn argument(&self, called: &mut Called, ty: &TypeRef, value: Option<&Value>) -> String {
        let number = called.given.len();
        called.given.push(Given {
            ty: ty.clone(),
            value: value.cloned(),
            left_out: false,
        });
        match &ty.item {
            ItemType::Primitive(Primitive::String) if !ty.collection => {
                format!("&row.text({number})?")
            }
            ItemType::Primitive(primitive) if !ty.collection && is_copied(*primitive) => {
                format!("row.get({number})?")
            }
            _ => format!("&row.get({number})?"),
        }
    }

    fn resource(&self, target: &Target) -> Result<&'a Resource, NotGenerated> {
        let resource = self.api.resources.get(target);
        resource.ok_or_else(|| format!("the resource `{target}`"))
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

fn keys(called: &mut Called, key: &[KeyPart], values: &[Value]) -> String {
    let parts = key.iter().zip(values).map(|(part, value)| {
        let number = called.given.len();
        called.given.push(Given {
            ty: TypeRef::one(ItemType::Primitive(part.ty)),
            value: Some(value.clone()),
            left_out: false,
        });
        match part.ty {
            Primitive::String => format!("&row.text({number})?"),
            primitive if is_copied(primitive) => format!("row.get({number})?"),
            _ => format!("&row.get({number})?"),
        }
    });
    parts.collect::<Vec<_>>().join(", ")
}

fn name_at<T: ToString>(names: &[T], at: usize) -> Option<String> {
    names.get(at).map(ToString::to_string)
}

/// The path of a model, from outside the crate.
pub(super) fn path(name: &ItemName) -> String {
    let modules = name.modules.iter().map(|module| names::module(module));
    let modules: String = modules.map(|module| format!("{module}::")).collect();
    format!("graph::models::{modules}{}", name.ident())
}

/// Whether a value is passed by itself and not by reference, as emit decides it.
fn is_copied(primitive: Primitive) -> bool {
    matches!(
        primitive,
        Primitive::Boolean
            | Primitive::Byte
            | Primitive::SByte
            | Primitive::Int16
            | Primitive::Int32
            | Primitive::Int64
    )
}
