//! What a service offers that is not OData's, as facts.

use super::{Facts, shown, tags};
use crate::plain::{Call, CallParameter, Content, Form, Plain, SegmentPart, SignIn};

impl Facts {
    pub(super) fn plain(&mut self, plain: &Plain) {
        for (number, way) in plain.sign_in.iter().enumerate() {
            self.add(format!("sign-in {}", together(way)), number.to_string());
            for one in way {
                let place = format!("security scheme {}", one.name);
                self.text(&format!("doc of {place}"), &one.doc);
                self.add(place, format!("{:?}", one.scheme));
            }
        }
        for (template, place) in &plain.places {
            for part in &place.segment {
                if let SegmentPart::Parameter(parameter) = part {
                    self.parameter(&format!("place {template}"), parameter);
                }
            }
            self.add(format!("place {template}"), "");
            for call in &place.calls {
                self.call(&format!("call {}", call.line(template)), call);
            }
        }
    }

    fn call(&mut self, place: &str, call: &Call) {
        self.text(&format!("doc of {place}"), &call.doc);
        self.deprecation(place, call.deprecation.as_ref());
        let required = tags(&[(call.body_required, "with a body")]);
        self.add(place, format!("{}{required}", call.name));
        let names = call.parameters.iter().map(|one| one.name.as_str());
        let order = names.collect::<Vec<_>>().join(", ");
        self.text(&format!("order of {place}"), &order);
        for parameter in &call.parameters {
            self.parameter(place, parameter);
        }
        if let Some(ways) = &call.sign_in {
            let ways: Vec<String> = ways.iter().map(together).collect();
            self.add(format!("sign-in of {place}"), ways.join(" or "));
        }
        for way in &call.scopes {
            self.add(format!("scopes of {place}"), format!("{way:?}"));
        }
        if let Some(server) = &call.server {
            self.add(format!("server of {place}"), server.as_str());
        }
        for (number, body) in call.bodies.iter().enumerate() {
            self.content(&format!("body {place}"), number, body);
        }
        for answer in &call.answers {
            let place = format!("answer {place} {}", answer.status);
            self.text(&format!("doc of {place}"), &answer.doc);
            self.add(place.as_str(), "");
            for (number, content) in answer.contents.iter().enumerate() {
                self.content(&place, number, content);
            }
        }
    }

    fn parameter(&mut self, owner: &str, parameter: &CallParameter) {
        let place = format!(
            "parameter {owner} {:?} {}",
            parameter.within, parameter.name
        );
        self.text(&format!("doc of {place}"), &parameter.doc);
        let tags = tags(&[
            (parameter.explode, "explode"),
            (parameter.reserved, "reserved"),
            (parameter.required, "required"),
            (parameter.deprecated, "deprecated"),
            (parameter.secret, "secret"),
        ]);
        let ty = shown(&parameter.ty, false);
        self.add(place, format!("{ty} {:?}{tags}", parameter.style));
    }

    fn content(&mut self, owner: &str, number: usize, content: &Content) {
        let form = match &content.form {
            Form::Json(ty) => format!("JSON of {}", shown(ty, false)),
            Form::Fields(ty, styles) => {
                for one in styles {
                    let tags = tags(&[(one.explode, "explode"), (one.reserved, "reserved")]);
                    let place = format!("field {owner} {}", one.name);
                    self.add(place, format!("{:?}{tags}", one.style));
                }
                format!("fields of {}", shown(ty, false))
            }
            Form::Multipart(parts) => format!("{parts:?}"),
            Form::Text => "text".to_owned(),
            Form::Bytes => "bytes".to_owned(),
        };
        self.add(
            format!("{owner} {}", content.media_type),
            format!("{number}: {form}"),
        );
    }
}

/// The schemes of a way to sign in, or that it takes none.
fn together(way: &SignIn) -> String {
    let names: Vec<&str> = way.iter().map(|one| one.name.as_str()).collect();
    match names.is_empty() {
        true => "nothing".to_owned(),
        false => names.join(" and "),
    }
}
