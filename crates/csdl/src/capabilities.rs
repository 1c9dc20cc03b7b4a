//! Reads the annotations of the vocabulary `Org.OData.Capabilities.V1` on a way to a resource.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use graphwright_api::declare::{Said, Words};
use graphwright_api::{Addressed, Deprecation, StandardOperationKind, Verb};

use crate::annotations::{Annotations, Expression, is_member, term};
use crate::hierarchy::Index;
use crate::schema::{ContainerChild, Csdl};

/// The restrictions that entity sets and singletons put on navigation properties below them
/// (`NavigationRestrictions/RestrictedProperties`), by declaring type and property.
#[derive(Default)]
pub(crate) struct OfNavigation<'a>(HashMap<(&'a str, &'a str), Restriction<'a>>);

/// The restrictions on one navigation property.
#[derive(Default)]
struct Restriction<'a> {
    said: Vec<&'a Expression>,
    /// The paths from sets and singletons that lead there by the same way.
    paths: BTreeSet<(&'a str, &'a str)>,
    /// How many sets and singletons these paths begin at.
    places: usize,
}

impl<'a> OfNavigation<'a> {
    pub(crate) fn new(csdl: &'a Csdl, index: &Index<'a>) -> Self {
        let children = &csdl.container.children;
        let mut with_type: HashMap<&str, usize> = HashMap::new();
        for (ty, _) in children.iter().flat_map(|child| index.chain(&child.ty)) {
            *with_type.entry(ty).or_default() += 1;
        }
        let mut all = Self::default();
        for child in children {
            for (path, said) in restricted(csdl, child) {
                let Some((first, leads_to)) = follow(csdl, index, &child.ty, path) else {
                    continue;
                };
                let restriction = all.0.entry(leads_to).or_default();
                restriction.said.push(said);
                if restriction.paths.insert((first, path)) {
                    restriction.places += with_type.get(first).copied().unwrap_or_default();
                }
            }
        }
        all
    }

    /// Returns what is ruled out and said of the navigation property.
    pub(crate) fn navigation(
        &self,
        csdl: &'a Csdl,
        owner: &'a str,
        name: &'a str,
    ) -> Capabilities<'a, '_> {
        Capabilities {
            annotations: &csdl.annotations,
            place: format!("{owner}/{name}"),
            types: Vec::new(),
            restriction: self.0.get(&(owner, name)),
        }
    }
}

/// The restrictions below a set or singleton, by path.
fn restricted<'a>(csdl: &'a Csdl, child: &ContainerChild) -> BTreeMap<&'a str, &'a Expression> {
    let place = csdl.container.place(&child.name);
    let restrictions = csdl.annotations.on(&place).get(term::NAVIGATION);
    let all = restrictions.and_then(|restrictions| restrictions.property("RestrictedProperties"));
    let items = all.map(Expression::items).unwrap_or_default();
    let named = items
        .iter()
        .filter_map(|one| Some((one.said("NavigationProperty")?, one)));
    named.collect()
}

/// Follows a path of navigation properties, with type casts between them: the type that declares the
/// first one, and the type that declares the last one with its name.
fn follow<'a>(
    csdl: &Csdl,
    index: &Index<'a>,
    ty: &str,
    path: &str,
) -> Option<(&'a str, (&'a str, &'a str))> {
    let mut ty = ty.to_owned();
    let mut first = None;
    let mut last = None;
    for segment in path.split('/') {
        if segment.contains('.') {
            ty = csdl.names.resolve(segment);
            continue;
        }
        let (owner, member) = index.member(&ty, segment)?;
        first = first.or(Some(owner));
        last = Some((owner, member.name.as_str()));
        ty.clone_from(&member.ty.name);
    }
    Some((first?, last?))
}

/// The kind of target of annotations, which decides the terms that apply.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum SpokenOf {
    Set,
    Singleton,
    Navigation,
    Call,
    Value,
}

impl SpokenOf {
    /// Returns whether there is nothing to be said of an operation: it is that of another way, or of none.
    fn is_silent_of(self, kind: StandardOperationKind) -> bool {
        let is_change = matches!(
            kind,
            StandardOperationKind::Create
                | StandardOperationKind::Update
                | StandardOperationKind::Delete
                | StandardOperationKind::Replace
        );
        match self {
            Self::Navigation => false,
            Self::Set => kind.is_of_references(),
            Self::Singleton => kind.is_of_references() || kind == StandardOperationKind::Delete,
            Self::Call => kind.is_of_references() || is_change,
            Self::Value => kind.is_of_references() || kind == StandardOperationKind::Create,
        }
    }

    /// Returns whether it is an operation on a value as such, which `Core.Computed` and `Core.Permissions` limit.
    fn is_of_value(self, kind: StandardOperationKind) -> bool {
        self == Self::Value && kind.is_of(Addressed::Single) && kind.segment().is_none()
    }
}

/// The capabilities of one way to a resource.
pub(crate) struct Capabilities<'a, 'r> {
    annotations: &'a Annotations,
    /// The set, singleton or navigation property.
    place: String,
    /// The type that it leads to, and its base types.
    types: Vec<&'a str>,
    restriction: Option<&'r Restriction<'a>>,
}

/// How a system query option is ruled out: the option, a term, and a member of its record that is
/// false; without a member, the term itself is false.
type QueryOption = (&'static str, &'static str, Option<&'static str>);

const COUNT: QueryOption = ("$count", term::COUNT, Some("Countable"));
const EXPAND: QueryOption = ("$expand", term::EXPAND, Some("Expandable"));
const FILTER: QueryOption = ("$filter", term::FILTER, Some("Filterable"));
const ORDER_BY: QueryOption = ("$orderby", term::SORT, Some("Sortable"));
const SEARCH: QueryOption = ("$search", term::SEARCH, Some("Searchable"));
const SELECT: QueryOption = ("$select", term::SELECT, Some("Supported"));
const SELECT_OLD: QueryOption = ("$select", term::SELECT_OLD, Some("Selectable"));
const SKIP: QueryOption = ("$skip", term::SKIP, None);
const TOP: QueryOption = ("$top", term::TOP, None);

impl<'a> Capabilities<'a, '_> {
    /// Of a set, a singleton or whatever else stands by itself at `place`.
    pub(crate) fn of(csdl: &'a Csdl, place: String) -> Self {
        Self {
            annotations: &csdl.annotations,
            place,
            types: Vec::new(),
            restriction: None,
        }
    }

    /// The same, where what is said of one of these types holds where nothing is said of the way. The
    /// vocabulary does not foresee it, but Graph does so: of changes, and of query options. What it says
    /// of reads does not hold, so its own OpenAPI does not heed it, nor do we.
    pub(crate) fn to(self, types: Vec<&'a str>) -> Self {
        Self { types, ..self }
    }

    /// Returns what annotations of it target.
    pub(crate) fn place(&self) -> &str {
        &self.place
    }

    /// Returns what is said of all operations that OData defines for what a way leads to.
    pub(crate) fn operations(
        &self,
        of: SpokenOf,
        collection: bool,
    ) -> BTreeMap<StandardOperationKind, Said> {
        let addressed = match collection {
            true => &[Addressed::Collection, Addressed::Item][..],
            false => &[Addressed::Single],
        };
        let kinds = addressed
            .iter()
            .flat_map(|one| StandardOperationKind::of(*one));
        let verbs = (of == SpokenOf::Value).then(|| self.verbs(&[Verb::Put, Verb::Patch]));
        let said = |kind: StandardOperationKind| {
            let verb = Verb::of_method(kind.method()).filter(|_| of.is_of_value(kind));
            match (&verbs, verb) {
                (Some(verbs), Some(verb)) => Some(verbs.contains(&verb)),
                _ if of.is_silent_of(kind) => None,
                _ => self.says_of(kind),
            }
        };
        let words = |kind| Words {
            doc: self.doc(kind),
            unsupported: self.unsupported(kind),
            options: self.options(kind),
            deprecation: self.deprecation(),
        };
        let said = |kind| match said(kind) {
            Some(true) => Said::Yes(words(kind)),
            Some(false) => Said::No,
            None => Said::Nothing(words(kind)),
        };
        kinds.map(|kind| (kind, said(kind))).collect()
    }

    /// Returns whether an operation is offered that is so `by_default`.
    pub(crate) fn offers(&self, kind: StandardOperationKind, by_default: bool) -> bool {
        self.says_of(kind).unwrap_or(by_default)
    }

    /// Returns whether an operation is offered, if that is said.
    fn says_of(&self, kind: StandardOperationKind) -> Option<bool> {
        use StandardOperationKind::{
            AddReference, Count, Create, Delete, DeleteReference, Get, GetReference, List,
            ListReferences, RemoveReference, Replace, SetReference, Update,
        };
        let changes = |term: &str, property: &str| {
            let asked = |record: &Expression| record.allows(property);
            let said = self.says(term, asked);
            said.or_else(|| self.of_types(term, asked).filter(|said| !said))
        };
        let ruled_out = |is_so: bool| is_so.then_some(false);
        match kind {
            List => self.says(term::READ, |record| record.allows("Readable")),
            Get => self.says(term::READ, |record| {
                let by_key = by_key(record).and_then(|record| record.allows("Readable"));
                by_key.or_else(|| record.allows("Readable"))
            }),
            Count => self.says(term::COUNT, |record| record.allows("Countable")),
            Create => changes(term::INSERT, "Insertable"),
            Delete => changes(term::DELETE, "Deletable"),
            Update => ruled_out(self.method("PATCH") == Some(false))
                .or_else(|| changes(term::UPDATE, "Updatable")),
            Replace => ruled_out(self.method("PUT") != Some(true))
                .or_else(|| changes(term::UPDATE, "Updatable")),
            ListReferences | GetReference => {
                let said = self.says(term::READ, |record| record.allows("Readable"));
                ruled_out(said == Some(false)).or_else(|| self.says_of_references())
            }
            AddReference | RemoveReference | SetReference | DeleteReference => {
                let fixed = self.annotations.on(&self.place).is_read_only();
                ruled_out(fixed).or_else(|| self.says_of_references())
            }
        }
    }

    /// Returns whether updates are made with this method, if that is said.
    fn method(&self, method: &str) -> Option<bool> {
        let asked = |record: &Expression| {
            let methods = record.said("UpdateMethod")?;
            // Members of an enumeration type, each behind its type's name.
            let mut methods = methods.split([' ', ',', '/']);
            Some(methods.any(|one| one == method))
        };
        let said = self.says(term::UPDATE, asked);
        said.or_else(|| self.of_types(term::UPDATE, asked))
    }

    /// Returns what can be done with a property by its own URL, which is read and changed as `Core.Computed`,
    /// `Core.Permissions` and restrictions of it allow. Where no `UpdateMethod` is named, it takes those of
    /// `by_default` (OData Protocol 4.01, 11.4.8 and 11.4.9).
    pub(crate) fn verbs(&self, by_default: &[Verb]) -> BTreeSet<Verb> {
        let fixed = self.annotations.on(&self.place).is_computed();
        let updates = |verb: Verb| {
            let named = self.method(verb.method());
            !fixed
                && named.unwrap_or(by_default.contains(&verb))
                && self.says(term::UPDATE, |record| record.allows("Updatable")) != Some(false)
        };
        let offers = |verb: &Verb| match verb {
            Verb::Get => self.offers(StandardOperationKind::Get, true),
            Verb::Put | Verb::Patch => updates(*verb),
            Verb::Delete => !fixed && self.offers(StandardOperationKind::Delete, true),
        };
        Verb::ALL.into_iter().filter(offers).collect()
    }

    fn says_of_references(&self) -> Option<bool> {
        self.says_of_navigation(|record| record.allows("Referenceable"))
    }

    /// Returns whether a URL can go on through the navigation property.
    pub(crate) fn is_navigable(&self) -> bool {
        let none = |record: &Expression| Some(!is_member(record.said("Navigability")?, "None"));
        self.says_of_navigation(none) != Some(false)
    }

    /// Returns whether an item of the collection can be addressed by its key.
    pub(crate) fn is_indexable(&self) -> bool {
        self.says(term::INDEXABLE_BY_KEY, Expression::as_bool) != Some(false)
    }

    /// The system query options that an operation does not take, sorted.
    pub(crate) fn unsupported(&self, kind: StandardOperationKind) -> Vec<String> {
        let options: &[QueryOption] = match kind {
            StandardOperationKind::List => &[
                COUNT, EXPAND, FILTER, ORDER_BY, SEARCH, SELECT, SELECT_OLD, SKIP, TOP,
            ],
            StandardOperationKind::Count => &[FILTER, SEARCH],
            StandardOperationKind::Get => &[EXPAND, SELECT, SELECT_OLD],
            _ => &[],
        };
        let mut unsupported: Vec<String> = Vec::new();
        for (option, term, member) in options {
            let asked = |value: &Expression| match member {
                Some(member) => value.allows(member),
                None => value.as_bool(),
            };
            let said = self.says(term, asked);
            if said.or_else(|| self.of_types(term, asked)) == Some(false) {
                unsupported.push((*option).to_owned());
            }
        }
        unsupported.dedup();
        unsupported
    }

    /// When the way goes away.
    pub(crate) fn deprecation(&self) -> Option<Deprecation> {
        self.annotations.on(&self.place).deprecation()
    }

    /// Returns what is said of an operation; a read without words of its own is described by what is read.
    pub(crate) fn doc(&self, kind: StandardOperationKind) -> String {
        let term = match kind {
            StandardOperationKind::List | StandardOperationKind::Get => term::READ,
            StandardOperationKind::Create => term::INSERT,
            StandardOperationKind::Update | StandardOperationKind::Replace => term::UPDATE,
            StandardOperationKind::Delete => term::DELETE,
            _ => return String::new(),
        };
        let long = |record: &Expression| Some(record.said("LongDescription")?.trim().to_owned());
        let mut values = self.by_path(term).chain(self.by_place(term));
        let said = values.find_map(|record| {
            let by_key = by_key(record).filter(|_| kind == StandardOperationKind::Get);
            by_key.and_then(long).or_else(|| long(record))
        });
        match kind {
            StandardOperationKind::List | StandardOperationKind::Get => {
                said.unwrap_or_else(|| self.annotations.on(&self.place).text(term::DESCRIPTION))
            }
            _ => said.unwrap_or_default(),
        }
    }

    pub(crate) fn says(
        &self,
        term: &str,
        asked: impl Fn(&Expression) -> Option<bool>,
    ) -> Option<bool> {
        let by_path = self.by_path(term).filter_map(&asked).collect();
        self.decide(by_path, self.by_place(term).filter_map(&asked))
    }

    /// Returns what is said of the type that the way leads to, or of the nearest base type of it.
    fn of_types(&self, term: &str, asked: impl Fn(&Expression) -> Option<bool>) -> Option<bool> {
        let types = self.types.iter();
        let mut said = types.filter_map(|ty| asked(self.annotations.on(ty).get(term)?));
        said.next()
    }

    /// Returns what is said of the navigation itself.
    fn says_of_navigation(&self, asked: impl Fn(&Expression) -> Option<bool>) -> Option<bool> {
        let by_path = self.said().filter_map(&asked).collect();
        let record = self.annotations.on(&self.place).get(term::NAVIGATION);
        let by_place = self.pathless().chain(record);
        self.decide(by_path, by_place.filter_map(&asked))
    }

    /// A resource is one for all paths to it: something is ruled out by path only if it is so for all
    /// of them.
    fn decide(&self, by_path: Vec<bool>, mut by_place: impl Iterator<Item = bool>) -> Option<bool> {
        let places = self.restriction.map_or(0, |restriction| restriction.places);
        if by_path.contains(&true) {
            return Some(true);
        }
        if !by_path.is_empty() && by_path.len() >= places {
            return Some(false);
        }
        by_place.next()
    }

    /// The restrictions for paths that lead here.
    fn said(&self) -> impl Iterator<Item = &Expression> {
        let said = self.restriction.map(|restriction| &restriction.said[..]);
        said.unwrap_or_default().iter().copied()
    }

    /// The restrictions of this place that name no path, or no more than the property that they are of.
    fn pathless(&self) -> impl Iterator<Item = &Expression> {
        let restrictions = self.annotations.on(&self.place).get(term::NAVIGATION);
        let restricted = restrictions.and_then(|record| record.property("RestrictedProperties"));
        let items = restricted.map(Expression::items).unwrap_or_default();
        let own = self.place.rsplit('/').next();
        let is_pathless = move |record: &&Expression| match record.property("NavigationProperty") {
            Some(path) => path.as_text() == own,
            None => true,
        };
        items.iter().filter(is_pathless)
    }

    /// The values of a term for paths that lead here.
    pub(crate) fn by_path(&self, term: &str) -> impl Iterator<Item = &Expression> {
        let property = simple(term);
        self.said()
            .filter_map(move |record| record.property(property))
    }

    /// The values of a term for this place: in a restriction that names no path, and of its own.
    pub(crate) fn by_place(&self, term: &str) -> impl Iterator<Item = &Expression> {
        let property = simple(term);
        let here = self.pathless();
        let here = here.filter_map(move |record| record.property(property));
        here.chain(self.annotations.on(&self.place).get(term))
    }
}

/// Returns what a `ReadRestrictions` says of reading one item by its key.
pub(crate) fn by_key(record: &Expression) -> Option<&Expression> {
    record.property("ReadByKeyRestrictions")
}

/// The name of a term in a record that restricts a navigation property.
fn simple(term: &str) -> &str {
    term.rsplit('.').next().unwrap_or(term)
}
