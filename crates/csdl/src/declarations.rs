//! From the elements of a schema to its declarations.

use graphwright_api::About;

use crate::annotations::{is_tagged, term};
use crate::extends::ContainerDecl;
use crate::names;
use crate::node::{Node, is};
use crate::report::Report;
use crate::schema::{
    Csdl, KeyDecl, MemberDecl, MemberName, OperationDecl, ParameterDecl, StructuredDecl, TypeDecl,
    TypeDeclKind, TypeUse,
};

/// Returns whether it is a vocabulary of OData's: it describes annotations, which are read by what they say.
fn is_vocabulary(namespace: &str) -> bool {
    namespace.starts_with("Org.OData.")
}

/// Which container is the service's: CSDL JSON says it of a document (CSDL JSON 4.01, 3.1).
const CONTAINER: &str = "EntityContainer";

/// Reads schema after schema into one [`Csdl`].
pub(crate) struct Parser<'r, 'a> {
    pub(crate) csdl: Csdl,
    pub(crate) containers: Vec<ContainerDecl>,
    pub(crate) report: &'r mut Report<'a>,
}

impl<'r, 'a> Parser<'r, 'a> {
    pub(crate) fn new(report: &'r mut Report<'a>) -> Self {
        Self {
            csdl: Csdl::default(),
            containers: Vec::new(),
            report,
        }
    }

    /// Returns what was read.
    pub(crate) fn finish(mut self) -> Csdl {
        let containers = std::mem::take(&mut self.containers);
        self.csdl.container = self.service(containers);
        self.csdl
    }

    /// Reads all namespaces and aliases, before any name is resolved.
    pub(crate) fn namespaces(&mut self, root: Node<'_>, schemas: &[Node<'_>]) {
        for schema in schemas {
            let Some(namespace) = self.attribute(*schema, "Namespace") else {
                continue;
            };
            if is_vocabulary(&namespace) {
                self.csdl.names.included.insert(namespace);
                continue;
            }
            let name = namespace.escape_debug().to_string();
            if !self.csdl.names.namespaces.insert(namespace) {
                let message = format!("the namespace `{name}` has a second schema");
                let help = "each schema has a namespace of its own: put the two together";
                self.report.error(schema.origin(), message, help);
            }
        }
        let references = root.children().filter(|node| is(*node, "Reference"));
        let includes = references.flat_map(|node| node.children());
        let includes: Vec<_> = includes.filter(|node| is(*node, "Include")).collect();
        for include in &includes {
            let namespace = self.attribute(*include, "Namespace");
            self.csdl.names.included.extend(namespace);
        }
        for node in schemas.iter().chain(&includes) {
            self.alias(*node);
        }
        if let Some(named) = root.attributes().find(|one| one.name == CONTAINER) {
            let name = self.csdl.names.resolve(named.value);
            self.csdl.names.container = Some((name, named.origin));
        }
    }

    /// An alias differs from all others and from all namespaces (CSDL XML 4.01, 5.1).
    fn alias(&mut self, node: Node<'_>) {
        let attributes = (node.attribute("Alias"), node.attribute("Namespace"));
        let (Some(alias), Some(namespace)) = attributes else {
            return;
        };
        let names = &mut self.csdl.names;
        let what = if alias != namespace && names.namespaces.contains(alias) {
            "is also a namespace"
        } else if names
            .aliases
            .get(alias)
            .is_some_and(|known| known != namespace)
        {
            "stands for two namespaces"
        } else {
            names.aliases.insert(alias.to_owned(), namespace.to_owned());
            return;
        };
        let message = format!("the alias `{}` {what}", alias.escape_debug());
        let help = "an alias holds for the whole document: rename one of the two";
        self.report.error(node.origin(), message, help);
    }

    /// Reads a schema (CSDL XML 4.01, 5).
    pub(crate) fn schema(&mut self, schema: Node<'_>) {
        let Some(namespace) = schema.attribute("Namespace").map(str::to_owned) else {
            return;
        };
        if is_vocabulary(&namespace) {
            self.unread("Schema of a vocabulary");
            return;
        }
        if is_tagged(&self.csdl.names, schema, term::DEFAULT_NAMESPACE) {
            self.csdl.default_namespaces.insert(namespace.clone());
        }
        for node in schema.children() {
            match node.name() {
                "EntityType" => self.structured(&namespace, node, true),
                "ComplexType" => self.structured(&namespace, node, false),
                "EnumType" => self.enumeration(&namespace, node),
                "TypeDefinition" => self.definition(&namespace, node),
                "Action" | "Function" => self.operation(&namespace, node),
                "EntityContainer" => self.container(&namespace, node),
                "Annotations" => self.out_of_line(node),
                // Terms describe annotations, which are read by what they say.
                _ => self.unread_element(schema, node),
            }
        }
    }

    fn structured(&mut self, namespace: &str, node: Node<'_>, entity: bool) {
        let Some(name) = self.declare(namespace, node) else {
            return;
        };
        let mut members = Vec::new();
        let mut key = Vec::new();
        for child in node.children() {
            match child.name() {
                "Key" => {
                    let parts = child.children().filter(|part| is(*part, "PropertyRef"));
                    key.extend(parts.filter_map(|part| self.key_part(part)));
                }
                "Property" => members.extend(self.member(&name, child, false)),
                "NavigationProperty" => members.extend(self.member(&name, child, true)),
                _ => self.unread_element(node, child),
            }
        }
        let base = node.attribute("BaseType");
        let base = base.map(|base| self.csdl.names.resolve(base));
        let kind = TypeDeclKind::Structured(StructuredDecl {
            // Every type is one of these (CSDL XML 4.01, 4.5).
            base: base
                .filter(|base| !["Edm.EntityType", "Edm.ComplexType"].contains(&base.as_str())),
            entity,
            is_abstract: self.boolean(node, "Abstract", false),
            open: self.boolean(node, "OpenType", false),
            stream: self.boolean(node, "HasStream", false),
            key,
            members,
        });
        let read = ["Name", "BaseType", "Abstract", "OpenType", "HasStream"];
        self.unread_attributes(node, &read);
        self.add_type(name, kind, node);
    }

    fn key_part(&mut self, node: Node<'_>) -> Option<KeyDecl> {
        let path = self.attribute(node, "Name")?;
        Some(KeyDecl {
            name: node.attribute("Alias").unwrap_or(&path).to_owned(),
            path,
            origin: node.origin(),
        })
    }

    fn member(&mut self, owner: &str, node: Node<'_>, navigation: bool) -> Option<MemberDecl> {
        let name = self.attribute(node, "Name")?;
        let ty = self.type_use(node)?;
        self.annotations(&format!("{owner}/{name}"), node);
        let contained = self.boolean(node, "ContainsTarget", false);
        for child in node.children() {
            self.unread_element(node, child);
        }
        self.unread_attributes(node, &["Name", "Type", "Nullable", "ContainsTarget"]);
        Some(MemberDecl {
            name,
            ty,
            navigation,
            contained,
            origin: node.origin(),
        })
    }

    fn enumeration(&mut self, namespace: &str, node: Node<'_>) {
        let Some(name) = self.declare(namespace, node) else {
            return;
        };
        let mut members = Vec::new();
        for child in node.children().filter(|child| is(*child, "Member")) {
            if let Some(member) = self.attribute(child, "Name") {
                self.annotations(&format!("{name}/{member}"), child);
                members.push(MemberName {
                    name: member,
                    origin: child.origin(),
                });
            }
        }
        let flags = self.boolean(node, "IsFlags", false);
        self.unread_attributes(node, &["Name", "IsFlags"]);
        self.add_type(name, TypeDeclKind::Enum { flags, members }, node);
    }

    fn definition(&mut self, namespace: &str, node: Node<'_>) {
        let Some(name) = self.declare(namespace, node) else {
            return;
        };
        let Some(underlying) = self.attribute(node, "UnderlyingType") else {
            return;
        };
        let underlying = self.csdl.names.resolve(&underlying);
        self.unread_attributes(node, &["Name", "UnderlyingType"]);
        self.add_type(name, TypeDeclKind::Definition { underlying }, node);
    }

    fn add_type(&mut self, name: String, kind: TypeDeclKind, node: Node<'_>) {
        self.csdl.types.push(TypeDecl {
            name,
            kind,
            origin: node.origin(),
        });
    }

    fn operation(&mut self, namespace: &str, node: Node<'_>) {
        let Some(name) = self.attribute(node, "Name") else {
            return;
        };
        let mut parameters = Vec::new();
        let mut result = None;
        for child in node.children() {
            match child.name() {
                "Parameter" => parameters.push((child, self.parameter(child))),
                "ReturnType" => result = Some(child),
                _ => self.unread_element(node, child),
            }
        }
        let returns = result.and_then(|result| self.type_use(result));
        let (nodes, parameters): (Vec<Node<'_>>, Vec<_>) = parameters.into_iter().unzip();
        // Without one of its parameters it would be taken for another operation.
        let Some(parameters) = parameters.into_iter().collect() else {
            return;
        };
        let operation = OperationDecl {
            namespace: namespace.to_owned(),
            name,
            action: is(node, "Action"),
            bound: self.boolean(node, "IsBound", false),
            composable: self.boolean(node, "IsComposable", false),
            parameters,
            returns,
            origin: node.origin(),
        };
        self.unread_attributes(node, &["Name", "IsBound", "IsComposable"]);
        // What stands in an overload is said of it alone.
        let signature = operation.signature();
        self.annotations(&signature, node);
        for (node, parameter) in nodes.into_iter().zip(&operation.parameters) {
            self.annotations(&format!("{signature}/{}", parameter.name), node);
        }
        if let Some(result) = result {
            self.annotations(&format!("{signature}/$ReturnType"), result);
            self.unread_attributes(result, &["Type", "Nullable"]);
        }
        self.csdl.operations.push(operation);
    }

    fn parameter(&mut self, node: Node<'_>) -> Option<ParameterDecl> {
        let name = self.attribute(node, "Name")?;
        let ty = self.type_use(node)?;
        self.unread_attributes(node, &["Name", "Type", "Nullable"]);
        Some(ParameterDecl {
            name,
            ty,
            origin: node.origin(),
        })
    }

    fn out_of_line(&mut self, node: Node<'_>) {
        let target = node.attribute("Target");
        if target.is_none() {
            let message = "`Annotations` has no attribute `Target`: what it says is not read";
            let help = "add `Target`, or remove the element";
            self.report
                .warning(Some(node.origin()), About::Everything, message, help);
        }
        match (target, node.attribute("Qualifier")) {
            (Some(target), None) => {
                let target = self.csdl.names.target(target);
                self.annotations(&target, node);
            }
            _ => self.unread_attributes(node, &["Target"]),
        }
    }

    pub(crate) fn annotations(&mut self, target: &str, node: Node<'_>) {
        let csdl = &mut self.csdl;
        csdl.annotations.add_all(&csdl.names, target, node);
        for annotation in node.children().filter(|child| is(*child, "Annotation")) {
            if annotation.attribute("Qualifier").is_some() {
                self.unread("Annotation/@Qualifier");
            }
        }
    }

    /// Counts an element of which nothing is made.
    pub(crate) fn unread_element(&mut self, parent: Node<'_>, node: Node<'_>) {
        if !is(node, "Annotation") {
            let (parent, name) = (parent.name(), node.name());
            self.unread(&format!("{parent}/{name}"));
        }
    }

    /// Counts the attributes of which nothing is made.
    pub(crate) fn unread_attributes(&mut self, node: Node<'_>, read: &[&str]) {
        let attributes = node.attributes();
        for attribute in attributes.filter(|one| !read.contains(&one.name)) {
            let element = node.name();
            self.unread(&format!("{element}/@{}", attribute.name));
        }
    }

    fn unread(&mut self, what: &str) {
        match self.csdl.unread.get_mut(what) {
            Some(count) => *count += 1,
            None => {
                self.csdl.unread.insert(what.to_owned(), 1);
            }
        }
    }

    /// The qualified name of a declaration, whose inline annotations are kept under it.
    fn declare(&mut self, namespace: &str, node: Node<'_>) -> Option<String> {
        let name = format!("{namespace}.{}", self.attribute(node, "Name")?);
        self.annotations(&name, node);
        Some(name)
    }

    pub(crate) fn attribute(&mut self, node: Node<'_>, name: &str) -> Option<String> {
        let value = node.attribute(name).map(str::to_owned);
        if value.is_none() {
            let tag = node.name();
            let (what, name) = node.written(name);
            let message = format!("`{}` has no {what} `{name}`", tag.escape_debug());
            let help = format!("add `{name}`: CSDL requires it");
            self.report.error(node.origin(), message, &help);
        }
        value
    }

    fn boolean(&mut self, node: Node<'_>, name: &str, default: bool) -> bool {
        let Some(attribute) = node.attributes().find(|one| one.name == name) else {
            return default;
        };
        match attribute.value.trim() {
            "true" | "1" | "True" => true,
            "false" | "0" | "False" => false,
            other => {
                let other = other.escape_debug();
                let message = format!("`{name}` is `{other}`, which is neither `true` nor `false`");
                let help = "write `true` or `false`";
                self.report.error(attribute.origin, message, help);
                default
            }
        }
    }

    fn type_use(&mut self, node: Node<'_>) -> Option<TypeUse> {
        let text = self.attribute(node, "Type")?;
        let item = names::item(&text);
        Some(TypeUse {
            name: self.csdl.names.resolve(item.unwrap_or(&text)),
            collection: item.is_some(),
            says_nullable: node
                .attribute("Nullable")
                .map(|_| self.boolean(node, "Nullable", true)),
        })
    }
}
