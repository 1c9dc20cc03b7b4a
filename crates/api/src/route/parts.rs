//! How the steps of a route stand in the path of a request, part by part.

use crate::{Api, KeyPart, KeyStyle, Operation, OperationKind, Resource, Target};

use super::{Call, Invocation, Route, StepKind, Value};

/// A part of a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// Text that every such path has.
    Text(String),
    /// A part of a key, by a name to show for it.
    Key(String),
    /// An argument of a function or of an address by path, by its name.
    Argument(String),
}

impl Part {
    fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }
}

/// Writes a path with names in braces for keys and arguments: `/users/{user-id}/messages`.
pub fn shown(parts: &[Part]) -> String {
    let parts = parts.iter().map(|part| match part {
        Part::Text(text) => text.clone(),
        Part::Key(name) | Part::Argument(name) => format!("{{{name}}}"),
    });
    parts.collect()
}

impl Resource {
    /// The key of an item of this collection, as requests write it.
    pub fn key_parts(&self, style: KeyStyle) -> Vec<Part> {
        match (&self.key[..], style) {
            (all, KeyStyle::Segment) => {
                let all = all.iter();
                all.flat_map(|part| [Part::text("/"), self.key_part(part)])
                    .collect()
            }
            ([one], KeyStyle::Parentheses) => {
                vec![Part::text("("), self.key_part(one), Part::text(")")]
            }
            (all, KeyStyle::Parentheses) => self.key_pairs(all),
        }
    }

    /// An alternate key of an item of this collection, as requests write it.
    pub fn alternate_key_parts(&self, number: usize) -> Vec<Part> {
        let key = self.alternate_keys.get(number);
        self.key_pairs(key.map_or(&[], Vec::as_slice))
    }

    fn key_pairs(&self, key: &[KeyPart]) -> Vec<Part> {
        let pairs = key.iter().map(|part| (&*part.name, self.key_part(part)));
        pairs_in_parentheses(pairs)
    }

    fn key_part(&self, part: &KeyPart) -> Part {
        Part::Key(format!("{}-{}", self.target.ty.simple(), part.name))
    }
}

impl Operation {
    /// A call of this under its segment, as requests write it. A function has all of its parameters.
    pub fn parts(&self, segment: &str) -> Vec<Part> {
        let mut parts = vec![Part::text(format!("/{segment}"))];
        if self.kind == OperationKind::Function {
            let names = self.parameters.iter().map(|one| &*one.name);
            let pairs = names.map(|name| (name, Part::Argument(name.to_owned())));
            parts.extend(pairs_in_parentheses(pairs));
        }
        parts
    }
}

fn pairs_in_parentheses<'a>(pairs: impl Iterator<Item = (&'a str, Part)>) -> Vec<Part> {
    let mut parts = vec![Part::text("(")];
    for (number, (name, value)) in pairs.enumerate() {
        let separator = if number == 0 { "" } else { "," };
        parts.push(Part::text(format!("{separator}{name}=")));
        parts.push(value);
    }
    parts.push(Part::text(")"));
    parts
}

impl Route {
    /// The path of the request, and of each key and argument in it the value that the route has.
    pub fn parts(&self, api: &Api) -> Vec<(Part, Option<&Value>)> {
        let mut written = Written::default();
        let mut from: Option<&Target> = None;
        for step in &self.steps {
            let resource = from.and_then(|from| api.resources.get(from));
            match (&step.kind, resource) {
                (StepKind::Root(name) | StepKind::Navigation(name), _)
                | (StepKind::Property(name), _) => written.segment(name),
                (StepKind::Cast { ty, .. }, _) => written.segment(ty.as_str()),
                (StepKind::Key(values), Some(resource)) => {
                    written.add(resource.key_parts(api.key_style), values.iter().map(Some));
                }
                (StepKind::AlternateKey(number, values), Some(resource)) => {
                    let parts = resource.alternate_key_parts(*number);
                    written.add(parts, values.iter().map(Some));
                }
                (StepKind::Path(number, values), Some(resource)) => {
                    let address = resource.paths.get(*number);
                    let parts = address.map(|one| one.parts()).unwrap_or_default();
                    written.add(parts, values.iter().map(Some));
                }
                (StepKind::Compose(call), _) => written.call(api, from, call),
                // Only a resource has keys and addresses.
                (StepKind::Key(_) | StepKind::AlternateKey(..) | StepKind::Path(..), None) => {}
            }
            from = Some(&step.to);
        }
        match &self.call {
            Call::StandardOperation(kind) => kind
                .segment()
                .into_iter()
                .for_each(|one| written.segment(one)),
            Call::Bound(call) => written.call(api, from, call),
            Call::Unbound(call) => written.call(api, None, call),
            Call::Stream(name, _) | Call::Property(name, _) | Call::Value(name, _) => {
                written.segment(name);
            }
            Call::Count(name) => {
                written.segment(name);
                written.segment("$count");
            }
        }
        written.0
    }
}

#[derive(Default)]
struct Written<'r>(Vec<(Part, Option<&'r Value>)>);

impl<'r> Written<'r> {
    fn segment(&mut self, name: &str) {
        self.0.push((Part::Text(format!("/{name}")), None));
    }

    fn add(&mut self, parts: Vec<Part>, values: impl IntoIterator<Item = Option<&'r Value>>) {
        let mut values = values.into_iter();
        for part in parts {
            let value = match part {
                Part::Text(_) => None,
                Part::Key(_) | Part::Argument(_) => values.next().flatten(),
            };
            self.0.push((part, value));
        }
    }

    fn call(&mut self, api: &Api, target: Option<&Target>, call: &'r Invocation) {
        if let Some(operation) = api.overloads(target, &call.operation).get(call.overload) {
            let values = call.arguments.iter().map(Option::as_ref);
            self.add(operation.parts(&call.operation), values);
        }
    }
}
