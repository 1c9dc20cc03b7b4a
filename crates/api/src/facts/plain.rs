//! Facts about a service that is not OData's: its calls and how they are signed in to.

use super::subject::Subject;
use super::{Aspect, Facts, SubjectKind, shown, tags};
use crate::plain::{Call, CallParameter, Content, Form, Plain, SegmentPart, SignIn};

impl Facts {
    pub(super) fn plain(&mut self, plain: &Plain) {
        for (number, way) in plain.sign_in.iter().enumerate() {
            let ways = together(way);
            let place = Subject::new(SubjectKind::SignIn, &ways, &ways);
            self.add(place, number.to_string());
            for one in way {
                let place = Subject::new(SubjectKind::SecurityScheme, &one.name, &one.name);
                self.about(Aspect::Doc, &place, &one.doc);
                self.add(place, format!("{:?}", one.scheme));
            }
        }
        for (template, place) in &plain.places {
            for part in &place.segment {
                if let SegmentPart::Parameter(parameter) = part {
                    let place = Subject::new(SubjectKind::Place, template, template);
                    self.parameter(&place, parameter);
                }
            }
            self.add(Subject::new(SubjectKind::Place, template, template), "");
            for call in &place.calls {
                let line = call.line(template);
                self.call(&Subject::new(SubjectKind::Call, &line, &line), call);
            }
        }
    }

    fn call(&mut self, place: &Subject, call: &Call) {
        self.about(Aspect::Doc, place, &call.doc);
        self.deprecation(place, call.deprecation.as_ref());
        let required = tags(&[(call.body_required, "with a body")]);
        self.add(place.clone(), format!("{}{required}", call.name));
        let names = call.parameters.iter().map(|one| one.name.as_str());
        let order = names.collect::<Vec<_>>().join(", ");
        self.about(Aspect::Order, place, &order);
        for parameter in &call.parameters {
            self.parameter(place, parameter);
        }
        if let Some(ways) = &call.sign_in {
            let ways: Vec<String> = ways.iter().map(together).collect();
            self.said(Aspect::SignIn, place, ways.join(" or "));
        }
        let scopes = call.scopes.iter().map(|way| format!("{way:?}"));
        let scopes: Vec<String> = scopes.collect();
        self.about(Aspect::Scopes, place, &scopes.join(" or "));
        if let Some(server) = &call.server {
            self.said(Aspect::Server, place, server.as_str());
        }
        for (number, body) in call.bodies.iter().enumerate() {
            self.content(SubjectKind::Body, &place.to_string(), number, body);
        }
        for answer in &call.answers {
            let status = answer.status.to_string();
            let place = Subject::beside(SubjectKind::Answer, &place.to_string(), &status);
            self.about(Aspect::Doc, &place, &answer.doc);
            self.add(place.clone(), "");
            for (number, content) in answer.contents.iter().enumerate() {
                self.content(SubjectKind::Answer, &place.place, number, content);
            }
        }
    }

    fn parameter(&mut self, owner: &Subject, parameter: &CallParameter) {
        let owner = format!("{owner} {:?}", parameter.within);
        let place = Subject::beside(SubjectKind::Parameter, &owner, &parameter.name);
        self.about(Aspect::Doc, &place, &parameter.doc);
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

    fn content(&mut self, kind: SubjectKind, owner: &str, number: usize, content: &Content) {
        let place = Subject::beside(kind, owner, &content.media_type);
        let form = match &content.form {
            Form::Json(ty) => format!("JSON of {}", shown(ty, false)),
            Form::Fields(ty, styles) => {
                for one in styles {
                    let tags = tags(&[(one.explode, "explode"), (one.reserved, "reserved")]);
                    let owner = Subject::new(kind, owner, owner).to_string();
                    let place = Subject::beside(SubjectKind::Field, &owner, &one.name);
                    self.add(place, format!("{:?}{tags}", one.style));
                }
                format!("fields of {}", shown(ty, false))
            }
            Form::Multipart(parts) => format!("{parts:?}"),
            Form::Text => "text".to_owned(),
            Form::Bytes => "bytes".to_owned(),
        };
        self.add(place, format!("{number}: {form}"));
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
