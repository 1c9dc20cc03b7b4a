//! How the calls of a plain service are called in Rust, for code that calls them.

use std::collections::BTreeSet;

use graphwright_api::Api;
use graphwright_api::plain::{Answer, Call, CallParameter, Content, Form, PathPrefix, SegmentPart};
use proc_macro2::{Ident, TokenStream};

use super::answer::{Gives, failure, gives, is_single};
use super::argument::argument;
use super::{MethodVariant, call, ways};
use crate::names::{self, Names};
use crate::offers;
use crate::{Options, Scope, permissions, rust_type};

/// A method that makes the request of a call.
///
/// Types are as the crate itself writes them: they begin with `crate` or `graphwright`.
#[derive(Debug)]
pub struct CallMethod<'a> {
    /// The template of the place of the call.
    pub template: &'a str,
    /// The call.
    pub call: &'a Call,
    /// The methods that lead from the client to the place, each with what it takes.
    pub steps: Vec<(Ident, Vec<Argument<'a>>)>,
    /// The method.
    pub name: Ident,
    /// The required parameters, which come first.
    pub arguments: Vec<Argument<'a>>,
    /// The body, which comes second.
    pub body: Option<BodyArgument<'a>>,
    /// The optional parameters, which come last: a reference to a struct, its type and its fields.
    pub options: Option<(TokenStream, Vec<(Ident, &'a CallParameter)>)>,
    /// The result of the request.
    pub gives: Given<'a>,
    /// The answers of failure, each with the type that its error's `body_as` reads, where it has one.
    pub failures: Vec<(&'a Answer, Option<TokenStream>)>,
}

/// The argument for a parameter.
#[derive(Debug)]
pub struct Argument<'a> {
    /// The parameter.
    pub parameter: &'a CallParameter,
    /// The type of the argument.
    pub ty: TokenStream,
}

/// The argument for a body.
#[derive(Debug)]
pub struct BodyArgument<'a> {
    /// The body that is sent.
    pub content: &'a Content,
    /// The type of the argument; of one that can be left out, what its `Option` holds.
    pub ty: TokenStream,
    /// Whether the argument is an `Option`, and anything that becomes one.
    pub optional: bool,
}

/// The result of a request.
#[derive(Debug)]
pub enum Given<'a> {
    /// Always the same.
    One(Read<'a>),
    /// The same, or nothing.
    Optional(Read<'a>),
    /// An enum: its type, and its variants in the order of [`Call::successes`].
    Several(TokenStream, Vec<(Ident, Read<'a>)>),
}

/// The form in which one response is read.
#[derive(Debug)]
pub enum Read<'a> {
    /// Nothing: `()`, or a variant without a value.
    Nothing,
    /// A value with an implementation of `Serialize`, text, or bytes, by the form.
    Value(&'a Content),
    /// A value in a `Single`.
    Single(&'a Content),
}

/// The methods of all calls of a service that is not OData's, as the crate that [`emit`](crate::emit)
/// renders has them.
pub fn call_methods(api: &Api) -> Vec<CallMethod<'_>> {
    let (names, options) = (Names::new(api), Options::default());
    let (permissions, values) = (permissions::Known::default(), BTreeSet::new());
    let scope = Scope {
        api,
        names: &names,
        options: &options,
        permissions: &permissions,
        values: &values,
        taking: &offers::Taking::default(),
    };
    let mut all = Vec::new();
    for (template, place) in &api.plain.places {
        let methods = names_of(api, template, place).calls;
        for (number, (call, methods)) in place.calls.iter().zip(methods).enumerate() {
            let ways = ways(call).into_iter().zip(methods);
            all.extend(
                ways.map(|(way, name)| method(api, &scope, (template, number), call, way, name)),
            );
        }
    }
    all
}

fn names_of(api: &Api, template: &str, place: &PathPrefix) -> names::places::PlaceNames {
    match template {
        "" => names::place_of_client(api, place),
        _ => names::place(api, template, place),
    }
}

fn method<'a>(
    api: &'a Api,
    scope: &Scope<'_>,
    (template, number): (&'a str, usize),
    call: &'a Call,
    way: MethodVariant<'a>,
    name: Ident,
) -> CallMethod<'a> {
    let key = (template.to_owned(), number);
    let (required, other): (Vec<&CallParameter>, Vec<_>) =
        call.parameters.iter().partition(|one| one.required);
    let options = scope.names.options.get(&key).map(|path| {
        let wire: Vec<&str> = other.iter().map(|one| one.name.as_str()).collect();
        let fields = names::options(&wire).into_iter().zip(other);
        (rust_type::path(path), fields.collect())
    });
    CallMethod {
        template,
        call,
        steps: steps(api, scope, template),
        name,
        arguments: required.iter().map(|one| taken(scope, one)).collect(),
        body: way.body.map(|content| BodyArgument {
            content,
            ty: call::body_type(scope, content, &TokenStream::new()),
            optional: call::may_be_left_out(call, content),
        }),
        options,
        gives: given(scope, &key, call, way),
        failures: call
            .failures()
            .map(|answer| (answer, failure(scope, answer)))
            .collect(),
    }
}

fn taken<'a>(scope: &Scope<'_>, parameter: &'a CallParameter) -> Argument<'a> {
    Argument {
        parameter,
        ty: argument(scope, &parameter.ty, &TokenStream::new()).0,
    }
}

/// The methods that lead from the client to a place, from its last segment to its first and turned.
fn steps<'a>(
    api: &'a Api,
    scope: &Scope<'_>,
    template: &'a str,
) -> Vec<(Ident, Vec<Argument<'a>>)> {
    let places = &api.plain.places;
    let mut steps = Vec::new();
    let mut at = template;
    while let Some((before, _)) = at.rsplit_once('/') {
        let names = names_of(api, before, &places[before]).children;
        let children = api.plain.children(before).zip(names);
        steps.extend(children.filter(|((longer, _), _)| *longer == at).map(
            |((_, place), method)| {
                let given = place.segment.iter().filter_map(|part| match part {
                    SegmentPart::Parameter(parameter) => Some(taken(scope, parameter)),
                    SegmentPart::Text(_) => None,
                });
                (method, given.collect())
            },
        ));
        at = before;
    }
    steps.reverse();
    steps
}

fn given<'a>(
    scope: &Scope<'_>,
    key: &names::CallKey,
    call: &'a Call,
    way: MethodVariant<'a>,
) -> Given<'a> {
    let read = |content: &'a Content| match &content.form {
        Form::Json(ty) if is_single(scope, ty) => Read::Single(content),
        _ => Read::Value(content),
    };
    match way.answer.map_or_else(|| gives(call), Gives::One) {
        Gives::Nothing => Given::One(Read::Nothing),
        Gives::One(content) => Given::One(read(content)),
        Gives::Optional(content) => Given::Optional(read(content)),
        Gives::Several => {
            let all = call.successes();
            let statuses: Vec<_> = all.iter().map(|one| one.status).collect();
            let held = all
                .iter()
                .map(|one| one.contents.first().map_or(Read::Nothing, read));
            let variants = names::statuses(&statuses).into_iter().zip(held).collect();
            let path = scope.names.answers.get(key).map(rust_type::path);
            Given::Several(path.unwrap_or_default(), variants)
        }
    }
}
