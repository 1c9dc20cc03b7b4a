//! The entity container (CSDL XML 4.01, 13).

use std::collections::HashSet;

use crate::declarations::Parser;
use crate::extends::ContainerDecl;
use crate::node::Node;
use crate::schema::{Container, ContainerChild, ImportDecl};

impl Parser<'_, '_> {
    /// Reads an entity container.
    pub(crate) fn container(&mut self, namespace: &str, node: Node<'_>) {
        let Some(name) = self.attribute(node, "Name") else {
            return;
        };
        let name = format!("{namespace}.{name}");
        self.annotations(&name, node);
        self.unread_attributes(node, &["Name", "Extends"]);
        let mut container = Container {
            name,
            ..Container::default()
        };
        let mut known = HashSet::new();
        for child in node.children() {
            if let Some(name) = child.attribute("Name")
                && !known.insert(name)
            {
                let name = name.escape_debug();
                let message = format!("`{name}` is declared twice in the entity container");
                let help = "rename or remove one of the two";
                self.report.error(child.origin(), message, help);
                continue;
            }
            match child.name() {
                "EntitySet" => self.child(&mut container, child, "EntityType"),
                "Singleton" => self.child(&mut container, child, "Type"),
                "ActionImport" => self.import(&mut container, child, "Action"),
                "FunctionImport" => self.import(&mut container, child, "Function"),
                _ => self.unread_element(node, child),
            }
        }
        let extends = node.attribute("Extends");
        self.containers.push(ContainerDecl {
            container,
            extends: extends.map(|base| self.csdl.names.resolve(base)),
            origin: node.origin(),
        });
    }

    /// An entity set or singleton, whose type stands in `attribute`.
    fn child(&mut self, container: &mut Container, node: Node<'_>, attribute: &str) {
        let name = self.attribute(node, "Name");
        let (Some(name), Some(ty)) = (name, self.attribute(node, attribute)) else {
            return;
        };
        self.annotations(&container.place(&name), node);
        for child in node.children() {
            self.unread_element(node, child);
        }
        self.unread_attributes(node, &["Name", attribute]);
        container.children.push(ContainerChild {
            name,
            ty: self.csdl.names.resolve(&ty),
            set: attribute == "EntityType",
            origin: node.origin(),
        });
    }

    /// An action or function import, whose operation stands in `attribute`.
    fn import(&mut self, container: &mut Container, node: Node<'_>, attribute: &str) {
        let name = self.attribute(node, "Name");
        let (Some(name), Some(operation)) = (name, self.attribute(node, attribute)) else {
            return;
        };
        self.annotations(&container.place(&name), node);
        self.unread_attributes(node, &["Name", attribute]);
        container.imports.push(ImportDecl {
            name,
            operation: self.csdl.names.resolve(&operation),
            action: attribute == "Action",
            origin: node.origin(),
        });
    }
}
