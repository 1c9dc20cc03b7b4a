//! Path items, operations, and what they are made of (OpenAPI 3.0, 4.7.9 to 4.7.17).

use crate::kind::Kind;
use serde_json::{Map, Value, json};

use super::{Normaliser, Reference};
use crate::report::unread::Unread;

impl<'r, 't> Normaliser<'r, 't> {
    pub(super) fn path_item(&mut self, value: Value) -> Option<Value> {
        if self.pointer.starts_with("/paths/x-") {
            return None;
        }
        self.members(value, |this, name, value| match name {
            "description" => this.string(value),
            "parameters" => this.list(value, Self::parameter),
            "get" | "post" | "put" | "patch" | "delete" => this.operation(value),
            "options" | "head" | "trace" if this.service == Kind::Plain => this.operation(value),
            "servers" if this.service == Kind::Plain => this.list(value, Self::server),
            _ => None,
        })
    }

    fn operation(&mut self, value: Value) -> Option<Value> {
        let mut operation = self.members(value, |this, name, value| match name {
            "description" | "summary" => this.string(value),
            "servers" if this.service == Kind::Plain => this.list(value, Self::server),
            "security" if this.service == Kind::Plain => this.list(value, Self::requirement),
            "operationId" if this.service == Kind::Plain => this.string(value),
            "deprecated" => this.boolean(value),
            "parameters" => this.list(value, Self::parameter),
            "requestBody" => this.request_body(value),
            "responses" => Some(this.map(Some(value), Self::response)),
            "callbacks" => {
                this.leave_out(Unread::Callback, &value);
                None
            }
            _ if name.starts_with("x-") => Some(value),
            _ => None,
        })?;
        require(&mut operation, "responses", json!({}));
        Some(operation)
    }

    /// Of an OData service, only what says which value is meant: how it is written (`style`,
    /// `explode`) is OData's affair. Documents state it wrongly, such as `style: simple` in a query
    /// (4.7.12.2).
    pub(super) fn parameter(&mut self, value: Value) -> Option<Value> {
        let members = self.object(value)?;
        match self.reference(&members, "parameters") {
            Reference::None => {}
            Reference::To(reference) => return Some(reference),
            Reference::Broken => return None,
        }
        let named = |name| members.get(name).is_some_and(Value::is_string);
        if !named("name") || !named("in") {
            self.report.warning(
                self.pointer.as_str(),
                "a parameter without `name` or `in`; it is left out",
                "correct the document",
            );
            return None;
        }
        let place = members
            .get("in")
            .and_then(Value::as_str)
            .unwrap_or_default();
        let place = place.to_owned();
        let mut parameter =
            self.members(Value::Object(members), |this, name, value| match name {
                "in" if !["path", "query", "header", "cookie"]
                    .map(Value::from)
                    .contains(&value) =>
                {
                    this.report.warning(
                        this.pointer.as_str(),
                        "a parameter that stands in no known part of a request; taken as a header",
                        "correct the document",
                    );
                    Some(json!("header"))
                }
                "in" | "name" => Some(value),
                "required" => this.boolean(value),
                "explode" | "allowReserved" | "deprecated" if this.service == Kind::Plain => {
                    this.boolean(value)
                }
                "style" if this.service == Kind::Plain => this.style(value, &place),
                "description" => this.string(value),
                "schema" => this.schema(value),
                "content" => Some(this.map(Some(value), Self::media_type)),
                _ if name.starts_with("x-") => Some(value),
                _ => None,
            })?;
        if parameter.get("content").is_none() {
            require(&mut parameter, "schema", json!({}));
        } else if let Value::Object(members) = &mut parameter {
            members.remove("schema");
        }
        Some(parameter)
    }

    pub(super) fn request_body(&mut self, value: Value) -> Option<Value> {
        let members = self.object(value)?;
        match self.reference(&members, "requestBodies") {
            Reference::None => {}
            Reference::To(reference) => return Some(reference),
            Reference::Broken => return None,
        }
        self.members(Value::Object(members), |this, name, value| match name {
            "content" => Some(this.map(Some(value), Self::media_type)),
            "required" if this.service == Kind::Plain => this.boolean(value),
            _ => None,
        })
        .map(|mut body| {
            require(&mut body, "content", json!({}));
            body
        })
    }

    /// A server: its URL, and what stands in place of variables (4.7.5, 4.7.6).
    fn server(&mut self, value: Value) -> Option<Value> {
        let mut server = self.members(value, |this, name, value| match name {
            "url" => this.string(value),
            "variables" => Some(this.map(Some(value), Self::variable)),
            _ => None,
        })?;
        require(&mut server, "url", json!("/"));
        Some(server)
    }

    fn variable(&mut self, value: Value) -> Option<Value> {
        let mut variable = self.members(value, |this, name, value| match name {
            "default" => this.string(value),
            _ => None,
        })?;
        require(&mut variable, "default", json!(""));
        Some(variable)
    }

    /// Security schemes that are needed together, each with the scopes that it takes (4.7.30).
    fn requirement(&mut self, value: Value) -> Option<Value> {
        self.members(value, |this, _, scopes| match &scopes {
            Value::Array(all) if all.iter().all(Value::is_string) => Some(scopes),
            Value::Null => Some(json!([])),
            _ => {
                this.malformed(&scopes, "a list of scopes");
                Some(json!([]))
            }
        })
    }

    /// A style that a parameter may have where it stands (4.7.12.3).
    fn style(&mut self, value: Value, place: &str) -> Option<Value> {
        let allowed: &[&str] = match place {
            "path" => &["simple", "label", "matrix"],
            "query" => &["form", "spaceDelimited", "pipeDelimited", "deepObject"],
            "cookie" => &["form"],
            _ => &["simple"],
        };
        let style = self.string(value)?;
        if style.as_str().is_some_and(|style| allowed.contains(&style)) {
            return Some(style);
        }
        let shown = style
            .as_str()
            .unwrap_or_default()
            .escape_debug()
            .to_string();
        self.report.warning(
            self.pointer.as_str(),
            format!("`style: {shown}` is none that a parameter in {place} may have"),
            format!("it is taken for `{}`; correct the document", allowed[0]),
        );
        None
    }

    pub(super) fn response(&mut self, value: Value) -> Option<Value> {
        let members = self.object(value)?;
        match self.reference(&members, "responses") {
            Reference::None => {}
            Reference::To(reference) => return Some(reference),
            Reference::Broken => return None,
        }
        let mut response =
            self.members(Value::Object(members), |this, name, value| match name {
                "content" => Some(this.map(Some(value), Self::media_type)),
                "description" if this.service == Kind::Plain => this.string(value),
                "links" => {
                    this.leave_out(Unread::Link, &value);
                    None
                }
                _ => None,
            })?;
        require(&mut response, "description", json!(""));
        Some(response)
    }

    fn media_type(&mut self, value: Value) -> Option<Value> {
        self.members(value, |this, name, value| match name {
            "schema" => this.schema(value),
            "encoding" if this.service == Kind::Plain => {
                Some(this.map(Some(value), Self::encoding))
            }
            _ => None,
        })
    }

    /// Returns how a field of a form is written (4.7.15).
    fn encoding(&mut self, value: Value) -> Option<Value> {
        let mut encoding = self.members(value, |this, name, value| match name {
            "style" => this.style(value, "query"),
            "explode" | "allowReserved" => this.boolean(value),
            "contentType" => this.string(value),
            _ => None,
        })?;
        let is_form = encoding.get("style").is_none_or(|style| style == "form");
        require(&mut encoding, "explode", json!(is_form));
        Some(encoding)
    }

    /// The members of the object that `value` must be, each as `one` repairs it.
    fn members(
        &mut self,
        value: Value,
        one: impl Fn(&mut Self, &str, Value) -> Option<Value>,
    ) -> Option<Value> {
        let mut kept = Map::new();
        for (name, value) in self.object(value)? {
            let value = self.below(&name, |this| match name.as_str() {
                "$ref" => {
                    this.unfollowed(&value);
                    None
                }
                _ => one(this, &name, value),
            });
            kept.extend(value.map(|value| (name, value)));
        }
        Some(Value::Object(kept))
    }
}

/// Gives `object` the member `name`, which OpenAPI requires, where it has none.
fn require(object: &mut Value, name: &str, default: Value) {
    if let Value::Object(members) = object {
        members.entry(name).or_insert(default);
    }
}
