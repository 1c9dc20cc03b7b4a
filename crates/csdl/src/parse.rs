//! From XML to declarations.

use std::collections::BTreeMap;

use graphwright_api::{Origin, Position};
use roxmltree::{Document, Node, ParsingOptions};

use crate::annotations::{LocalName, schema_target};
use crate::report::Report;
use crate::schema::{
    Container, ContainerChild, Csdl, MemberDecl, OperationDecl, ParameterDecl, TypeDecl,
    TypeDeclKind, TypeUse,
};

/// Real documents nest ten deep; what nests far deeper is no CSDL, and the parser would recurse.
const DEPTH_LIMIT: usize = 256;

/// Reads `text`. `None` after an error that leaves nothing to read.
pub(crate) fn parse(text: &str, report: &mut Report<'_>) -> Option<Csdl> {
    if text.trim().is_empty() {
        report.error(
            Origin(0),
            "the document is empty",
            "give the service's `$metadata` document; was the download cut short?",
        );
        return None;
    }
    if let Some(offset) = too_deep(text) {
        report.error(
            offset,
            format!("elements nest more than {DEPTH_LIMIT} deep"),
            "this is no CSDL document",
        );
        return None;
    }
    let options = ParsingOptions {
        allow_dtd: false,
        ..ParsingOptions::default()
    };
    let document = match Document::parse_with_options(text, options) {
        Ok(document) => document,
        Err(error) => {
            not_xml(text, &error, report);
            return None;
        }
    };
    let root = document.root_element();
    let services = services(root, report)?;
    let schemas: Vec<Node<'_, '_>> = services
        .children()
        .filter(|child| child.has_tag_name_local("Schema"))
        .collect();
    if schemas.is_empty() {
        report.error(
            origin(services),
            "there is no `Schema` in `edmx:DataServices`",
            "give the service's `$metadata` document",
        );
        return None;
    }
    let mut parser = Parser {
        csdl: Csdl::default(),
        aliases: BTreeMap::new(),
        report,
    };
    parser.namespaces(root, &schemas);
    for schema in schemas {
        parser.schema(schema);
    }
    Some(parser.csdl)
}

/// The element that holds the schemas.
fn services<'a, 'input>(
    root: Node<'a, 'input>,
    report: &mut Report<'_>,
) -> Option<Node<'a, 'input>> {
    if !root.has_tag_name_local("Edmx") {
        let name = root.tag_name().name();
        let help = match name {
            "Schema" => "put the schema into `edmx:DataServices` in `edmx:Edmx`".to_owned(),
            "html" => format!("this is a web page: {WEB_PAGE}"),
            _ => "give the service's `$metadata` document".to_owned(),
        };
        let message = format!("the root element is `{name}`, not `edmx:Edmx`");
        report.error(origin(root), message, &help);
        return None;
    }
    let services = root
        .children()
        .find(|child| child.has_tag_name_local("DataServices"));
    if services.is_none() {
        report.error(
            origin(root),
            "there is no `edmx:DataServices` in `edmx:Edmx`",
            "give the service's `$metadata` document",
        );
    }
    services
}

/// The place where elements nest too deep. Tags in comments and CDATA count too: a document that has
/// hundreds of them open there is refused as well, and no harm is done.
fn too_deep(text: &str) -> Option<Origin> {
    let mut depth = 0_usize;
    let bytes = text.as_bytes();
    for (at, byte) in bytes.iter().enumerate() {
        match (byte, bytes.get(at + 1)) {
            (b'<', Some(b'/')) => depth = depth.saturating_sub(1),
            (b'<', Some(next)) if next.is_ascii_alphabetic() || *next == b'_' => depth += 1,
            (b'/', Some(b'>')) => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > DEPTH_LIMIT {
            return Some(offset(at));
        }
    }
    None
}

const WEB_PAGE: &str = "was a sign-in or error page saved instead of `$metadata`?";

fn not_xml(text: &str, error: &roxmltree::Error, report: &mut Report<'_>) {
    if matches!(error, roxmltree::Error::DtdDetected) {
        let at = text.find("<!DOCTYPE").unwrap_or_default();
        let declared = text[at..].trim_start_matches("<!DOCTYPE").trim_start();
        let is_page = declared
            .get(..4)
            .is_some_and(|name| name.eq_ignore_ascii_case("html"));
        let (message, help) = if is_page {
            ("this is a web page, not CSDL", WEB_PAGE)
        } else {
            (
                "a document type declaration is not allowed",
                "remove it: CSDL has none, and its entities could expand without end",
            )
        };
        report.error(offset(at), message, help);
        return;
    }
    let help = if text.trim_start().starts_with('<') {
        "CSDL is XML; was the download cut short, or something else saved instead?"
    } else {
        "CSDL is XML and begins with `<`; give JSON or YAML to the reader of OpenAPI"
    };
    let said = error.to_string();
    let position = error.pos();
    let said = said.trim_end_matches(&format!(" at {}:{}", position.row, position.col));
    let message = format!("not XML: {said}");
    // What was opened and never closed is missing at the end, whatever the parser says of it.
    if matches!(error, roxmltree::Error::UnclosedRootNode) {
        report.error(offset(text.len()), message, help);
    } else {
        let position = Position {
            line: position.row,
            column: position.col,
        };
        report.error_at(position, message, help);
    }
}

fn offset(at: usize) -> Origin {
    Origin(u32::try_from(at).unwrap_or(u32::MAX))
}

pub(crate) fn origin(node: Node<'_, '_>) -> Origin {
    offset(node.range().start)
}

struct Parser<'r, 'a> {
    csdl: Csdl,
    /// By alias; document-wide (CSDL XML 4.01, 5.1.2).
    aliases: BTreeMap<String, String>,
    report: &'r mut Report<'a>,
}

impl Parser<'_, '_> {
    fn namespaces(&mut self, root: Node<'_, '_>, schemas: &[Node<'_, '_>]) {
        let includes = root
            .descendants()
            .filter(|node| node.has_tag_name_local("Include"));
        for node in schemas.iter().copied().chain(includes) {
            let Some(namespace) = self.attribute(node, "Namespace") else {
                continue;
            };
            let known = if node.has_tag_name_local("Schema") {
                &mut self.csdl.namespaces
            } else {
                &mut self.csdl.included
            };
            known.insert(namespace.clone());
            let Some(alias) = node.attribute("Alias") else {
                continue;
            };
            let known = self.aliases.insert(alias.to_owned(), namespace.clone());
            if known.is_some_and(|known| known != namespace) {
                self.report.error(
                    origin(node),
                    format!(
                        "the alias `{}` stands for two namespaces",
                        alias.escape_debug()
                    ),
                    "an alias holds for the whole document: rename one of the two",
                );
            }
        }
    }

    fn schema(&mut self, schema: Node<'_, '_>) {
        let Some(namespace) = schema.attribute("Namespace").map(str::to_owned) else {
            return;
        };
        self.annotations(&schema_target(&namespace), schema);
        for node in schema.children().filter(Node::is_element) {
            match node.tag_name().name() {
                "EntityType" => self.structured(&namespace, node, true),
                "ComplexType" => self.structured(&namespace, node, false),
                "EnumType" => self.enumeration(&namespace, node),
                "TypeDefinition" => self.definition(&namespace, node),
                "Action" | "Function" => self.operation(&namespace, node),
                "EntityContainer" => self.container(&namespace, node),
                "Annotations" => self.out_of_line(node),
                // Terms describe annotations, which are read by what they say.
                _ => {}
            }
        }
    }

    fn structured(&mut self, namespace: &str, node: Node<'_, '_>, entity: bool) {
        let Some(name) = self.declare(namespace, node) else {
            return;
        };
        let mut members = Vec::new();
        let mut key = Vec::new();
        for child in node.children().filter(Node::is_element) {
            match child.tag_name().name() {
                "Key" => {
                    let parts = child
                        .children()
                        .filter(|part| part.has_tag_name_local("PropertyRef"));
                    key.extend(
                        parts
                            .filter_map(|part| part.attribute("Name"))
                            .map(str::to_owned),
                    );
                }
                tag @ ("Property" | "NavigationProperty") => {
                    members.extend(self.member(&name, child, tag == "NavigationProperty"))
                }
                _ => {}
            }
        }
        let base = node.attribute("BaseType").map(|base| self.resolve(base));
        let kind = TypeDeclKind::Structured {
            base,
            key,
            entity,
            members,
        };
        self.csdl.types.push(TypeDecl {
            name,
            kind,
            origin: origin(node),
        });
    }

    fn member(&mut self, owner: &str, node: Node<'_, '_>, navigation: bool) -> Option<MemberDecl> {
        let name = self.attribute(node, "Name")?;
        let ty = self.type_use(node)?;
        self.annotations(&format!("{owner}/{name}"), node);
        let contained = self.boolean(node, "ContainsTarget", false);
        Some(MemberDecl {
            name,
            ty,
            navigation,
            contained,
            origin: origin(node),
        })
    }

    fn enumeration(&mut self, namespace: &str, node: Node<'_, '_>) {
        let Some(name) = self.declare(namespace, node) else {
            return;
        };
        let mut members = Vec::new();
        for child in node
            .children()
            .filter(|child| child.has_tag_name_local("Member"))
        {
            if let Some(member) = self.attribute(child, "Name") {
                self.annotations(&format!("{name}/{member}"), child);
                members.push(member);
            }
        }
        let flags = self.boolean(node, "IsFlags", false);
        self.csdl.types.push(TypeDecl {
            name,
            kind: TypeDeclKind::Enum { flags, members },
            origin: origin(node),
        });
    }

    fn definition(&mut self, namespace: &str, node: Node<'_, '_>) {
        let Some(name) = self.declare(namespace, node) else {
            return;
        };
        let Some(underlying) = self.attribute(node, "UnderlyingType") else {
            return;
        };
        self.csdl.types.push(TypeDecl {
            name,
            kind: TypeDeclKind::Definition { underlying },
            origin: origin(node),
        });
    }

    fn operation(&mut self, namespace: &str, node: Node<'_, '_>) {
        let Some(name) = self.attribute(node, "Name") else {
            return;
        };
        let qualified = format!("{namespace}.{name}");
        let mut parameters = Vec::new();
        let mut returns = None;
        for child in node.children().filter(Node::is_element) {
            match child.tag_name().name() {
                "Parameter" => {
                    let (Some(name), Some(ty)) =
                        (self.attribute(child, "Name"), self.type_use(child))
                    else {
                        continue;
                    };
                    self.annotations(&format!("{qualified}/{name}"), child);
                    parameters.push(ParameterDecl {
                        name,
                        ty,
                        origin: origin(child),
                    });
                }
                "ReturnType" => returns = self.type_use(child),
                _ => {}
            }
        }
        self.annotations(&qualified, node);
        let bound = self.boolean(node, "IsBound", false);
        self.csdl.operations.push(OperationDecl {
            namespace: namespace.to_owned(),
            name,
            action: node.tag_name().name() == "Action",
            bound,
            parameters,
            returns,
            origin: origin(node),
        });
    }

    fn container(&mut self, namespace: &str, node: Node<'_, '_>) {
        let Some(name) = self.attribute(node, "Name") else {
            return;
        };
        let name = format!("{namespace}.{name}");
        self.annotations(&name, node);
        let mut container = Container {
            name,
            ..Container::default()
        };
        for child in node.children().filter(Node::is_element) {
            let (set, type_attribute) = match child.tag_name().name() {
                "EntitySet" => (true, "EntityType"),
                "Singleton" => (false, "Type"),
                "ActionImport" | "FunctionImport" => {
                    container.imports += 1;
                    continue;
                }
                _ => continue,
            };
            let (Some(name), Some(ty)) = (
                self.attribute(child, "Name"),
                self.attribute(child, type_attribute),
            ) else {
                continue;
            };
            self.annotations(&format!("{}/{name}", container.name), child);
            container.children.push(ContainerChild {
                name,
                ty: self.resolve(&ty),
                set,
                origin: origin(child),
            });
        }
        self.csdl.container = container;
    }

    fn out_of_line(&mut self, node: Node<'_, '_>) {
        let (Some(target), None) = (self.attribute(node, "Target"), node.attribute("Qualifier"))
        else {
            return;
        };
        let target = self.resolve_target(&target);
        self.annotations(&target, node);
    }

    fn annotations(&mut self, target: &str, node: Node<'_, '_>) {
        for child in node
            .children()
            .filter(|child| child.has_tag_name_local("Annotation"))
        {
            self.csdl.annotations.add(target, child);
        }
    }

    /// The qualified name of a declaration, whose inline annotations are kept under it.
    fn declare(&mut self, namespace: &str, node: Node<'_, '_>) -> Option<String> {
        let name = format!("{namespace}.{}", self.attribute(node, "Name")?);
        self.annotations(&name, node);
        Some(name)
    }

    fn attribute(&mut self, node: Node<'_, '_>, name: &str) -> Option<String> {
        let value = node.attribute(name).map(str::to_owned);
        if value.is_none() {
            self.report.error(
                origin(node),
                format!("`{}` has no attribute `{name}`", node.tag_name().name()),
                &format!("add `{name}`: CSDL requires it"),
            );
        }
        value
    }

    fn boolean(&mut self, node: Node<'_, '_>, name: &str, default: bool) -> bool {
        let Some(attribute) = node.attribute_node(name) else {
            return default;
        };
        match attribute.value().trim() {
            "true" | "1" | "True" => true,
            "false" | "0" | "False" => false,
            other => {
                self.report.error(
                    offset(attribute.range().start),
                    format!(
                        "`{name}` is `{}`, which is neither `true` nor `false`",
                        other.escape_debug()
                    ),
                    "write `true` or `false`",
                );
                default
            }
        }
    }

    fn type_use(&mut self, node: Node<'_, '_>) -> Option<TypeUse> {
        let text = self.attribute(node, "Type")?;
        let item = text
            .trim()
            .strip_prefix("Collection(")
            .and_then(|rest| rest.strip_suffix(')'));
        let nullable = self.boolean(node, "Nullable", true);
        Some(TypeUse {
            name: self.resolve(item.unwrap_or(&text)),
            collection: item.is_some(),
            nullable,
        })
    }

    /// A qualified name with its alias replaced.
    fn resolve(&self, name: &str) -> String {
        let name = name.trim();
        match name.rsplit_once('.') {
            Some((prefix, simple)) if !self.csdl.namespaces.contains(prefix) => {
                match self.aliases.get(prefix) {
                    Some(namespace) => format!("{namespace}.{simple}"),
                    None => name.to_owned(),
                }
            }
            _ => name.to_owned(),
        }
    }

    /// A target path: the first segment is a qualified name, perhaps with the types of one overload
    /// behind it (CSDL XML 4.01, 14.2.1).
    fn resolve_target(&self, target: &str) -> String {
        let end = match target.find(['/', '(']) {
            Some(at) if target[at..].starts_with('(') => {
                let close = target.rfind(')').map_or(target.len(), |close| close + 1);
                let types = target.get(at + 1..close - 1).unwrap_or_default().split(',');
                let types: Vec<String> = types.map(|ty| self.resolve_type(ty.trim())).collect();
                let name = self.resolve(&target[..at]);
                return format!("{name}({}){}", types.join(","), &target[close..]);
            }
            Some(at) => at,
            None => target.len(),
        };
        format!("{}{}", self.resolve(&target[..end]), &target[end..])
    }

    fn resolve_type(&self, ty: &str) -> String {
        let item = ty
            .strip_prefix("Collection(")
            .and_then(|rest| rest.strip_suffix(')'));
        match item {
            Some(item) => format!("Collection({})", self.resolve(item)),
            None => self.resolve(ty),
        }
    }
}
