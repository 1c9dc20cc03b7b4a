//! Schemas, and what is declared in them, as the elements of XML.

use jsonc_parser::ast::{Object, ObjectProp, Value};
use jsonc_parser::common::Ranged;

use super::annotation::annotation;
use super::{Element, Reader, VERSION, member, scalar};
use crate::node::offset;

impl Reader<'_, '_> {
    /// A document (CSDL JSON 4.01, 3.1).
    pub(super) fn document(&mut self, root: &Object<'_>) -> Element {
        let mut edmx = Element::new("Edmx", root.start());
        let mut services = Element::new("DataServices", root.start());
        for one in &root.properties {
            match one.name.as_str() {
                VERSION => edmx.set(
                    "Version",
                    scalar(&one.value).unwrap_or_default(),
                    one.start(),
                ),
                "$Reference" => self.references(&mut edmx, one),
                "$EntityContainer" => edmx.set(
                    "EntityContainer",
                    scalar(&one.value).unwrap_or_default(),
                    one.start(),
                ),
                name if name.starts_with('$') => {}
                name => services.children.extend(self.schema(name, one)),
            }
        }
        edmx.children.push(services);
        edmx
    }

    /// References to other documents by their URLs (CSDL JSON 4.01, 4).
    fn references(&mut self, edmx: &mut Element, member: &ObjectProp<'_>) {
        let Some(all) = self.object("$Reference", &member.value) else {
            return;
        };
        for one in &all.properties {
            if let Some(object) = self.object(one.name.as_str(), &one.value) {
                edmx.children
                    .push(self.element("Reference", one.start(), object));
            }
        }
    }

    /// A schema, by its namespace (CSDL JSON 4.01, 5).
    fn schema(&mut self, namespace: &str, one: &ObjectProp<'_>) -> Option<Element> {
        let object = self.object(namespace, &one.value)?;
        let mut schema = Element::new("Schema", one.start());
        schema.set("Namespace", namespace, one.start());
        for member in &object.properties {
            let name = member.name.as_str();
            match &member.value {
                _ if name == "$Annotations" => self.targets(&mut schema, member),
                _ if name.starts_with(['$', '@']) => self.word(&mut schema, member),
                Value::Array(overloads) => {
                    for overload in &overloads.elements {
                        let declared = self.declaration(name, overload, overload.start());
                        schema.children.extend(declared);
                    }
                }
                value => schema
                    .children
                    .extend(self.declaration(name, value, member.start())),
            }
        }
        Some(schema)
    }

    /// Annotations by their targets (CSDL JSON 4.01, 5.2).
    fn targets(&mut self, schema: &mut Element, member: &ObjectProp<'_>) {
        let Some(all) = self.object("$Annotations", &member.value) else {
            return;
        };
        for one in &all.properties {
            let target = one.name.as_str();
            if let Some(object) = self.object(target, &one.value) {
                let mut element = self.element("Annotations", one.start(), object);
                element.set("Target", target, one.start());
                schema.children.push(element);
            }
        }
    }

    /// A type, a term, an overload of an operation, or an entity container.
    fn declaration(&mut self, name: &str, value: &Value<'_>, start: usize) -> Option<Element> {
        let object = self.object(name, value)?;
        let Some(kind) = member(object, "$Kind").and_then(|kind| scalar(&kind.value)) else {
            let message = format!("`{}` does not say what it is", name.escape_debug());
            let help = "add `$Kind`: each member of a schema has it (CSDL JSON 4.01, 5)";
            self.report.error(offset(start), message, help);
            return None;
        };
        let mut element = self.element(&kind, start, object);
        element.set("Name", name, start);
        // What is said of a member that is no object may stand before it: members have no order.
        let mut said = Vec::new();
        for member in &object.properties {
            let name = member.name.as_str();
            match (name.starts_with(['$', '@']), name.split_once('@')) {
                (true, _) => {}
                (false, Some((name, term))) => said.push((name, term, member)),
                (false, None) => element.children.extend(self.inner(&kind, name, member)),
            }
        }
        for (name, term, member) in said {
            let mut members = element.children.iter_mut();
            let known = members.find(|one| one.attribute("Name") == Some(name));
            let annotation = annotation(term, &member.value, member.start());
            if let (Some(known), Some(annotation)) = (known, annotation) {
                known.children.push(annotation);
            }
        }
        Some(element)
    }

    /// Returns what is declared in a declaration of a `kind`.
    fn inner(&mut self, kind: &str, name: &str, one: &ObjectProp<'_>) -> Option<Element> {
        let mut element = match kind {
            "EnumType" => {
                let mut element = Element::new("Member", one.start());
                element.set("Value", scalar(&one.value).unwrap_or_default(), one.start());
                element
            }
            "EntityContainer" => {
                let object = self.object(name, &one.value)?;
                let has = |name| member(object, name).is_some();
                match (has("$Action"), has("$Function"), has("$Collection")) {
                    (true, ..) => self.element("ActionImport", one.start(), object),
                    (_, true, _) => self.element("FunctionImport", one.start(), object),
                    (_, _, true) => self.entity_set(one.start(), object),
                    _ => self.element("Singleton", one.start(), object),
                }
            }
            _ => {
                let object = self.object(name, &one.value)?;
                let kind = member(object, "$Kind").and_then(|kind| scalar(&kind.value));
                match kind.as_deref() {
                    Some("NavigationProperty") => {
                        self.typed("NavigationProperty", one.start(), object)
                    }
                    _ => self.typed("Property", one.start(), object),
                }
            }
        };
        element.set("Name", name, one.start());
        Some(element)
    }

    /// In XML it is the name of the element that says that there are many.
    fn entity_set(&mut self, start: usize, object: &Object<'_>) -> Element {
        let mut element = self.element("EntitySet", start, object);
        element.attributes.retain(|one| one.name != "Collection");
        for attribute in &mut element.attributes {
            if attribute.name == "Type" {
                attribute.name = "EntityType".to_owned();
            }
        }
        element
    }

    /// An element with a type, which JSON says in another way: `Edm.String` if it says none, whether it is
    /// a collection by `$Collection`, and that it may be null only if `$Nullable` is there (CSDL JSON 4.01,
    /// 7.1 and 7.2.1).
    fn typed(&mut self, tag: &str, start: usize, object: &Object<'_>) -> Element {
        let mut element = self.element(tag, start, object);
        let navigation = tag == "NavigationProperty";
        let collection = member(object, "$Collection").is_some_and(|one| match &one.value {
            Value::BooleanLit(boolean) => boolean.value,
            value => {
                self.expected::<()>("$Collection", value, None, "`true` or `false`");
                false
            }
        });
        element.attributes.retain(|one| one.name != "Collection");
        if element.attribute("Type").is_none() && !navigation {
            element.set("Type", "Edm.String", start);
        }
        if collection && let Some(ty) = element.attributes.iter_mut().find(|one| one.name == "Type")
        {
            ty.value = format!("Collection({})", ty.value);
        }
        if element.attribute("Nullable").is_none() && !(navigation && collection) {
            element.set("Nullable", "false", start);
        }
        element
    }

    /// An element with what words and annotations say of it.
    fn element(&mut self, tag: &str, start: usize, object: &Object<'_>) -> Element {
        let mut element = Element::new(tag, start);
        for member in &object.properties {
            if member.name.as_str().starts_with(['$', '@']) {
                self.word(&mut element, member);
            }
        }
        element
    }

    /// A member that begins with `$` or `@`.
    fn word(&mut self, element: &mut Element, one: &ObjectProp<'_>) {
        let (name, start) = (one.name.as_str(), one.start());
        if let Some(term) = name.strip_prefix('@') {
            element.children.extend(annotation(term, &one.value, start));
            return;
        }
        let word = name.trim_start_matches('$');
        match word {
            "Kind" => {}
            // What is said of another word.
            _ if word.contains('@') => {}
            "Key" => self.key(element, one),
            "Include" | "IncludeAnnotations" => {
                for item in self.items(name, &one.value) {
                    if let Some(object) = self.object(name, item) {
                        let included = self.element(word, item.start(), object);
                        element.children.push(included);
                    }
                }
            }
            "Parameter" => {
                for item in self.items(name, &one.value) {
                    if let Some(object) = self.object(name, item) {
                        let parameter = self.typed("Parameter", item.start(), object);
                        element.children.push(parameter);
                    }
                }
            }
            "ReturnType" => {
                if let Some(object) = self.object(name, &one.value) {
                    let returned = self.typed("ReturnType", start, object);
                    element.children.push(returned);
                }
            }
            "OnDelete" => element.children.push(Element::new(word, start)),
            _ => match &one.value {
                // An element for each member, such as a binding or a constraint.
                Value::Object(object) => {
                    let members = object.properties.iter();
                    let members = members.filter(|one| !one.name.as_str().contains('@'));
                    let elements = members.map(|one| Element::new(word, one.start()));
                    element.children.extend(elements);
                }
                value => element.set(word, scalar(value).unwrap_or_default(), start),
            },
        }
    }

    /// A key, whose parts are names, or paths by their aliases (CSDL JSON 4.01, 6.5).
    fn key(&mut self, element: &mut Element, one: &ObjectProp<'_>) {
        let mut key = Element::new("Key", one.start());
        for part in self.items("$Key", &one.value) {
            let mut reference = Element::new("PropertyRef", part.start());
            match part {
                Value::Object(object) if object.properties.len() == 1 => {
                    for path in &object.properties {
                        reference.set("Alias", path.name.as_str(), path.start());
                        reference.set(
                            "Name",
                            scalar(&path.value).unwrap_or_default(),
                            path.start(),
                        );
                    }
                }
                Value::StringLit(name) => reference.set("Name", name.value.as_ref(), part.start()),
                _ => {
                    self.expected::<()>("$Key", part, None, "a list of names");
                    continue;
                }
            }
            key.children.push(reference);
        }
        element.children.push(key);
    }
}
