//! Containers that extend others (CSDL XML 4.01, 13.1): what they offer together is the service.

use std::collections::BTreeSet;

use graphwright_api::{About, Origin};

use crate::declarations::Parser;
use crate::names::Home;
use crate::schema::Container;

/// A container as it is declared.
pub(crate) struct ContainerDecl {
    /// With its own children alone.
    pub(crate) container: Container,
    /// The qualified name of the container that it extends.
    pub(crate) extends: Option<String>,
    pub(crate) origin: Origin,
}

impl Parser<'_, '_> {
    /// The container of the service, with all that it inherits.
    pub(crate) fn service(&mut self, declared: Vec<ContainerDecl>) -> Container {
        let named = self.named(&declared);
        let Some(first) = named.or_else(|| Self::last(&declared)) else {
            return Container::default();
        };
        let mut chain = vec![first];
        while let Some(base) = self.base(&declared, chain[chain.len() - 1]) {
            // Clients should be prepared for cycles.
            if chain.contains(&base) {
                break;
            }
            chain.push(base);
        }
        if named.is_none() {
            self.refuse_others(&declared, &chain);
        }
        let mut declared: Vec<_> = declared.into_iter().map(Some).collect();
        let mut taken = chain.into_iter().filter_map(|at| declared[at].take());
        let mut service = taken.next().map(|one| one.container).unwrap_or_default();
        for base in taken {
            self.inherit(&mut service, base.container);
        }
        service
    }

    /// The container that the document names as the service's.
    fn named(&mut self, declared: &[ContainerDecl]) -> Option<usize> {
        let (name, origin) = self.csdl.names.container.as_ref()?;
        let named = declared.iter().position(|one| one.container.name == *name);
        if named.is_none() {
            let message = format!(
                "the container of the service is `{}`, which this document does not declare",
                name.escape_debug()
            );
            let help = "declare it, or correct its name";
            self.report
                .warning(Some(*origin), About::Everything, message, help);
        }
        named
    }

    /// The first container that no other extends.
    fn last(declared: &[ContainerDecl]) -> Option<usize> {
        let extended: BTreeSet<&str> = declared
            .iter()
            .filter_map(|one| one.extends.as_deref())
            .collect();
        let last = |one: &ContainerDecl| !extended.contains(one.container.name.as_str());
        let none_is_last = (!declared.is_empty()).then_some(0);
        declared.iter().position(last).or(none_is_last)
    }

    /// The container that the one at `at` extends.
    fn base(&mut self, declared: &[ContainerDecl], at: usize) -> Option<usize> {
        let one = &declared[at];
        let extends = one.extends.as_ref()?;
        let base = declared
            .iter()
            .position(|base| base.container.name == *extends);
        if base.is_none() {
            let (name, base) = (one.container.name.escape_debug(), extends.escape_debug());
            if self.csdl.names.home(extends) == Home::Here {
                let message = format!("`{name}` extends `{base}`, which is not declared");
                let help = "declare the container, or correct its name";
                self.report.error(one.origin, message, help);
            } else {
                let message = format!(
                    "`{name}` extends `{base}`, which this document does not declare: what that one offers is \
                     not read"
                );
                let help = "put its schema into this document; `request` reaches the rest";
                self.report
                    .warning(Some(one.origin), About::Everything, message, help);
            }
        }
        base
    }

    fn refuse_others(&mut self, declared: &[ContainerDecl], chain: &[usize]) {
        let others = declared.iter().enumerate();
        for (_, other) in others.filter(|(at, _)| !chain.contains(at)) {
            let name = other.container.name.escape_debug();
            let message = format!("`{name}` is a second entity container");
            let help = "a service has one (CSDL XML 4.01, 13): put the two together, or let one extend the other";
            self.report.error(other.origin, message, help);
        }
    }

    /// Adds what `base` offers, with what is said of it. A set or a singleton may be declared again.
    fn inherit(&mut self, service: &mut Container, base: Container) {
        self.csdl.annotations.inherit(&base.name, &service.name);
        for child in base.children {
            let mut known = service.children.iter();
            let again = known.find(|known| known.name == child.name);
            let kind = again.map(|known| known.set);
            let import = service.imports.iter().find(|one| one.name == child.name);
            match (kind, import) {
                (None, None) => service.children.push(child),
                (Some(set), _) if set == child.set => {}
                _ => {
                    let origin = again.map(|one| one.origin).or(import.map(|one| one.origin));
                    self.refuse(&child.name, origin.unwrap_or(child.origin));
                }
            }
        }
        for import in base.imports {
            let children = service.children.iter();
            let mut known = children.map(|one| (&one.name, one.origin));
            let imports = service.imports.iter();
            let mut others = imports.map(|one| (&one.name, one.origin));
            let is_same = |(name, _): &(&String, Origin)| **name == import.name;
            match known.find(is_same).or_else(|| others.find(is_same)) {
                None => service.imports.push(import),
                Some((_, origin)) => self.refuse(&import.name, origin),
            }
        }
    }

    fn refuse(&mut self, name: &str, origin: Origin) {
        let name = name.escape_debug();
        let message = format!("`{name}` is declared again in a container that inherits it");
        let help = "rename or remove one of the two: only sets and singletons can be declared again, as what they are";
        self.report.error(origin, message, help);
    }
}
