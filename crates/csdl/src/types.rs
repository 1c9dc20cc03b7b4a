//! Lowers types.

use std::collections::{HashMap, HashSet};

use graphwright_api::{
    About, Api, EnumMember, EnumType, ItemType, Origin, Property, Structured, TypeDef, TypeKind,
    TypeName,
};

use crate::Context;
use crate::annotations::term;
use crate::hierarchy::Index;
use crate::names::Home;
use crate::operations;
use crate::report::Report;
use crate::schema::{
    Csdl, MemberDecl, MemberName, StructuredDecl, TypeDecl, TypeDeclKind, TypeUse,
};
use crate::uses::GRAPH_JSON;

/// Lowers all types of `csdl` into `api`.
pub(crate) fn lower(context: Context<'_>, api: &mut Api, report: &mut Report<'_>) {
    let Context { csdl, index, .. } = context;
    let mut declared: HashMap<&str, Origin> = HashMap::new();
    for decl in &csdl.types {
        if let Some(first) = declared.get(decl.name.as_str()) {
            let line = report.line(*first);
            let name = decl.name.escape_debug();
            let message =
                format!("the type `{name}` is declared a second time; the first is in line {line}");
            report.error(decl.origin, message, "rename or remove one of the two");
            continue;
        }
        declared.insert(&decl.name, decl.origin);
        check_key(index, decl, report);
        let lowering = Lowering { context, decl };
        let Some(kind) = lowering.kind(report) else {
            continue;
        };
        let name = TypeName::new(&decl.name);
        let said = csdl.annotations.on(&decl.name);
        let ty = TypeDef {
            name: name.clone(),
            doc: said.text(term::DESCRIPTION),
            kind,
            deprecation: said.deprecation(),
            origin: decl.origin,
        };
        api.types.insert(name, ty);
    }
    warn_unknown(csdl, report);
}

/// A key names properties of its type, own or inherited (CSDL XML 4.01, 6.5).
fn check_key(index: &Index<'_>, decl: &TypeDecl, report: &mut Report<'_>) {
    let chain = index.chain(&decl.name);
    let is_whole = chain.last().is_some_and(|(_, root)| root.base.is_none());
    for part in decl.structured().map_or(&[][..], |one| &one.key) {
        let property = part.path.split('/').next().unwrap_or_default();
        if is_whole && index.member(&decl.name, property).is_none() {
            let name = decl.name.escape_debug();
            let property = property.escape_debug();
            let message =
                format!("the key of `{name}` names `{property}`, which is no property of it");
            let help = "declare the property, or correct its name";
            report.error(part.origin, message, help);
        }
    }
}

/// One warning for each type that properties, parameters and results have, and of whose namespace the
/// document says nothing.
fn warn_unknown(csdl: &Csdl, report: &mut Report<'_>) {
    let members = csdl.types.iter().filter_map(|decl| {
        let about = About::Type(TypeName::new(&decl.name));
        Some((about, &decl.structured()?.members))
    });
    let members = members.flat_map(|(about, members)| {
        let members = members.iter();
        members.map(move |one| (about.clone(), &one.ty, one.origin))
    });
    let operations = csdl.operations.iter().flat_map(|operation| {
        let parameters = operation.parameters.iter();
        let parameters = parameters.map(|one| (&one.ty, one.origin));
        let result = operation.returns.iter().map(|ty| (ty, operation.origin));
        let uses = parameters.chain(result);
        uses.map(|(ty, origin)| (operations::about(operation), ty, origin))
    });
    let all: Vec<(About, &TypeUse, Origin)> = members.chain(operations).collect();
    // A slice may have any of the places.
    let mut told: HashSet<(&str, String)> = HashSet::new();
    for (about, used, origin) in all {
        let is_unknown = csdl.names.home(&used.name) == Home::Unknown;
        if is_unknown && told.insert((used.name.as_str(), format!("{about:?}"))) {
            let message = format!(
                "the type `{}` has a namespace that this document neither declares nor includes: \
                 it is read as any JSON",
                used.name.escape_debug()
            );
            let help = "declare the type, or include its namespace with `edmx:Reference`";
            report.warning(Some(origin), about, message, help);
        }
    }
}

struct Lowering<'a> {
    context: Context<'a>,
    decl: &'a TypeDecl,
}

impl Lowering<'_> {
    /// `None` for what is replaced by something else wherever it is used.
    fn kind(&self, report: &mut Report<'_>) -> Option<TypeKind> {
        match &self.decl.kind {
            TypeDeclKind::Definition { .. } => None,
            TypeDeclKind::Structured(_) if self.decl.name == GRAPH_JSON => None,
            TypeDeclKind::Enum { flags, members } => Some(TypeKind::Enum(EnumType {
                flags: *flags,
                members: self.enum_members(members, report),
            })),
            TypeDeclKind::Structured(structured) => {
                let mut properties = Vec::new();
                for member in &structured.members {
                    if self.is_inherited(structured, member, report) {
                        continue;
                    }
                    let mut property = self.property(member);
                    if leads_nowhere(self.context.index, &property) {
                        self.warn_nowhere(member, report);
                        property.ty.item = ItemType::Untyped;
                    }
                    properties.push(property);
                }
                let chain = self.context.index.chain(&self.decl.name);
                Some(TypeKind::Structured(Structured {
                    base: self.base(structured, report),
                    is_abstract: structured.is_abstract,
                    // What is derived from an open type is open (CSDL XML 4.01, 6.3).
                    open: chain.iter().any(|(_, one)| one.open),
                    properties,
                }))
            }
        }
    }

    /// Returns whether a base type has a member of that name, which no derived type may have again (CSDL XML 4.01,
    /// 6.2 and 9.1).
    fn is_inherited(
        &self,
        structured: &StructuredDecl,
        member: &MemberDecl,
        report: &mut Report<'_>,
    ) -> bool {
        let base = structured.base.as_deref();
        let Some((owner, _)) = base.and_then(|base| self.context.index.member(base, &member.name))
        else {
            return false;
        };
        let message = format!(
            "`{}` declares `{}` again, which it inherits from `{}`: the inherited one is read",
            self.decl.name.escape_debug(),
            member.name.escape_debug(),
            owner.escape_debug()
        );
        let help = "rename or remove it";
        report.warning(Some(member.origin), self.about(), message, help);
        true
    }

    /// Findings are about the type.
    fn about(&self) -> About {
        About::Type(TypeName::new(&self.decl.name))
    }

    /// A name that is declared a second time adds nothing to what values may be.
    fn enum_members(&self, members: &[MemberName], report: &mut Report<'_>) -> Vec<EnumMember> {
        let mut known = HashSet::new();
        let mut lowered = Vec::new();
        for member in members {
            if !known.insert(&member.name) {
                let message = format!(
                    "`{}` has the member `{}` twice",
                    self.decl.name.escape_debug(),
                    member.name.escape_debug()
                );
                let help = "rename or remove one of the two";
                report.warning(Some(member.origin), self.about(), message, help);
                continue;
            }
            let target = format!("{}/{}", self.decl.name, member.name);
            let said = self.context.csdl.annotations.on(&target);
            lowered.push(EnumMember {
                name: member.name.clone(),
                label: String::new(),
                doc: said.text(term::DESCRIPTION),
                deprecation: said.deprecation(),
            });
        }
        lowered
    }

    /// The base type. One of a namespace that the document does not declare is left out, which loses
    /// nothing: what is inherited is kept like all members that a type does not declare.
    fn base(&self, structured: &StructuredDecl, report: &mut Report<'_>) -> Option<TypeName> {
        let base = structured.base.as_ref()?;
        if self.context.csdl.names.home(base) == Home::Here {
            return Some(TypeName::new(base));
        }
        let message = format!(
            "`{}` extends `{}`, which this document does not declare: it is read without base type",
            self.decl.name.escape_debug(),
            base.escape_debug()
        );
        let help = "what it inherits is kept as members that it does not declare";
        report.warning(Some(self.decl.origin), self.about(), message, help);
        None
    }

    fn warn_nowhere(&self, member: &MemberDecl, report: &mut Report<'_>) {
        let message = format!(
            "navigation property `{}` of `{}` leads to `{}`, which is no declared entity type",
            member.name.escape_debug(),
            self.decl.name.escape_debug(),
            member.ty.name.escape_debug()
        );
        let help = "its value is read as any JSON; declare it, or correct its name";
        report.warning(Some(member.origin), self.about(), message, help);
    }

    fn property(&self, member: &MemberDecl) -> Property {
        let target = format!("{}/{}", self.decl.name, member.name);
        let said = self.context.csdl.annotations.on(&target);
        let is_key = self.context.index.is_key(&self.decl.name, &member.name);
        Property {
            name: member.name.clone(),
            doc: said.text(term::DESCRIPTION),
            ty: self.context.uses.type_ref(&member.ty),
            nullable: member.ty.nullable(),
            key: is_key,
            // No key can be changed. That a client may do no more than read it does not mean that it may
            // not choose it: people of TripPin are created with a `UserName`.
            required: false,
            computed: match is_key {
                true => said.is_generated(),
                false => said.is_computed(),
            },
            navigation: member.navigation,
            secret: false,
            deprecation: said.deprecation(),
            origin: member.origin,
        }
    }
}

/// Returns whether it is a navigation property whose type is no declared entity type. Published documents have such,
/// and unlike a structural property it stands in no value unless asked for.
fn leads_nowhere(index: &Index<'_>, property: &Property) -> bool {
    let name = property.ty.named().map(TypeName::as_str);
    // What has no namespace is no name of a type (CSDL XML 4.01, 15.3).
    let name = name.filter(|name| name.contains('.') && !name.starts_with("Edm."));
    property.navigation && name.is_some_and(|name| !index.is_entity(name))
}
