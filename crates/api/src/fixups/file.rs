//! Reads fix-up files.

use std::collections::BTreeSet;

use serde::Deserialize;
use toml::Spanned;

use crate::diagnostic::{About, Kind};
use crate::names::Glob;
use crate::options::is_custom;
use crate::{
    Diagnostic, ItemType, Origin, Position, Primitive, QueryOption, Severity,
    StandardOperationKind, Target, TypeName, TypeRef, Verb,
};

use super::places::{Address, THINGS, Thing};
use super::rule::{Added, Changed, Fix, Rule, rule_word};
use super::{Fixups, Left, LeftFacts};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    fix: Vec<Spanned<Raw>>,
    #[serde(default)]
    left: Vec<Spanned<RawLeft>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawLeft {
    fact: Option<Many>,
    about: Option<Many>,
    reason: String,
}

/// A rule as written: one verb, and what that verb needs.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    on: Many,
    except: Option<Many>,
    reason: String,
    offer: Option<Many>,
    withdraw: Option<Many>,
    allow: Option<Many>,
    remove: Option<String>,
    add: Option<String>,
    change: Option<String>,
    name: Option<String>,
    rename: Option<String>,
    #[serde(rename = "type")]
    ty: Option<String>,
    target: Option<String>,
    template: Option<String>,
    doc: Option<String>,
    parts: Option<Vec<String>>,
    methods: Option<Vec<String>>,
    nullable: Option<bool>,
    computed: Option<bool>,
    key: Option<bool>,
    optional: Option<bool>,
    navigation: Option<bool>,
    of: Option<Many>,
    required: Option<bool>,
}

#[derive(Clone, Deserialize)]
#[serde(untagged)]
enum Many {
    One(String),
    Several(Vec<String>),
}

impl Many {
    fn all(self) -> Vec<String> {
        match self {
            Self::One(one) => vec![one],
            Self::Several(several) => several,
        }
    }
}

pub(super) fn parse(name: &str, text: &str) -> Result<Fixups, Vec<Diagnostic>> {
    let mut reader = Reader {
        name,
        text,
        wrong: Vec::new(),
    };
    let file: File = match toml::from_str(text) {
        Ok(file) => file,
        Err(error) => {
            let at = error.span().map_or(0, |span| span.start);
            reader.error(
                at,
                error.message().to_owned(),
                "see the comment at the head of a fix-up file",
            );
            return Err(reader.wrong);
        }
    };
    let mut fixups = Fixups {
        file: name.to_owned(),
        ..Fixups::default()
    };
    for raw in file.fix {
        let at = raw.span().start;
        reader.rules(at, raw.into_inner(), &mut fixups.rules);
    }
    for raw in file.left {
        let (at, raw) = (raw.span().start, raw.into_inner());
        reader.reason(at, &raw.reason);
        let called = raw.fact.map_or(Vec::new(), Many::all).into_iter();
        let about = raw.about.map_or(Vec::new(), Many::all).into_iter();
        let called = called.map(|fact| LeftFacts::Called(Glob::new(fact)));
        for what in called.chain(about.map(LeftFacts::About)) {
            let position = reader.position(reader.place_of(at, what.as_str()));
            fixups.left.push(Left { what, position });
        }
    }
    if reader.wrong.is_empty() {
        Ok(fixups)
    } else {
        Err(reader.wrong)
    }
}

struct Reader<'a> {
    name: &'a str,
    text: &'a str,
    wrong: Vec<Diagnostic>,
}

impl Reader<'_> {
    fn rules(&mut self, at: usize, raw: Raw, rules: &mut Vec<Rule>) {
        self.reason(at, &raw.reason);
        let (on, reason) = (raw.on.clone().all(), raw.reason.clone());
        let except = raw.except.clone().map_or(Vec::new(), Many::all);
        if on.is_empty() {
            self.error(
                at,
                "the rule is for no place".into(),
                "name a place in `on`",
            );
        }
        let fixes = match fixes(raw) {
            Ok(fixes) => fixes,
            Err((message, help)) => return self.error(at, message, &help),
        };
        for place in on {
            let position = self.position(self.place_of(at, &place));
            for fix in &fixes {
                rules.push(Rule {
                    fix: fix.clone(),
                    on: Address::parse(&place),
                    except: except.iter().map(|text| Address::parse(text)).collect(),
                    reason: reason.clone(),
                    position,
                });
            }
        }
    }

    fn reason(&mut self, at: usize, reason: &str) {
        if reason.trim().is_empty() {
            self.error(
                at,
                "the reason is empty".into(),
                "say why the description is wrong here",
            );
        }
    }

    /// Returns where `place` is written, in the table that begins at `at`.
    fn place_of(&self, at: usize, place: &str) -> usize {
        let rest = self.text.get(at..).unwrap_or("");
        let quoted = rest
            .find(&format!("\"{place}\""))
            .or_else(|| rest.find(&format!("'{place}'")));
        at + quoted.unwrap_or(0)
    }

    fn position(&self, at: usize) -> Position {
        Position::START.behind(self.text.get(..at).unwrap_or(self.text))
    }

    fn error(&mut self, at: usize, message: String, help: &str) {
        self.wrong.push(Diagnostic {
            severity: Severity::Error,
            file: self.name.to_owned(),
            position: Some(self.position(at)),
            message,
            help: help.to_owned(),
            about: About::Everything,
            kind: Kind::of_caller(),
        });
    }
}

type Wrong = (String, String);

/// Returns what the one verb of a rule asks for.
fn fixes(mut raw: Raw) -> Result<Vec<Fix>, Wrong> {
    let fixes = if let Some(kinds) = raw.offer.take() {
        let doc = raw.doc.take().unwrap_or_default();
        let offer = |kind| Fix::Offer {
            kind,
            doc: doc.clone(),
        };
        standard_kinds(kinds)?.into_iter().map(offer).collect()
    } else if let Some(kinds) = raw.withdraw.take() {
        standard_kinds(kinds)?
            .into_iter()
            .map(Fix::Withdraw)
            .collect()
    } else if let Some(options) = raw.allow.take() {
        options.all().into_iter().map(Fix::Allow).collect()
    } else if let Some(word) = raw.remove.take() {
        vec![Fix::Remove(thing(&word)?)]
    } else if let Some(word) = raw.add.take() {
        vec![Fix::Add(added(&word, &mut raw)?)]
    } else if let Some(word) = raw.change.take() {
        let thing = thing(&word)?;
        if !matches!(
            thing,
            Thing::Property | Thing::Parameter | Thing::Result | Thing::Stream
        ) {
            return Err(wrong(
                &format!("`{word}` is not changed"),
                "change a property, parameter, result or stream",
            ));
        }
        let to = changed(&mut raw, thing)?;
        if to == Changed::default() {
            return Err(wrong(
                "the rule does not say what it changes to",
                "say `type`, `nullable`, `rename`, …",
            ));
        }
        vec![Fix::Change { thing, to }]
    } else {
        return Err(wrong(
            "the rule has no verb",
            "a rule has one of `offer`, `withdraw`, `allow`, `remove`, `add`, `change`",
        ));
    };
    let left = raw.left_over();
    if !left.is_empty() {
        return Err(wrong(
            &format!("`{}` says nothing here", left.join("`, `")),
            "a rule has one verb and what that needs: remove the rest, or make it a rule of its own",
        ));
    }
    Ok(fixes)
}

fn wrong(message: &str, help: &str) -> Wrong {
    (message.to_owned(), help.to_owned())
}

fn standard_kinds(words: Many) -> Result<Vec<StandardOperationKind>, Wrong> {
    let kind = |word: String| {
        let known = StandardOperationKind::ALL
            .into_iter()
            .find(|one| rule_word(*one) == word);
        known.ok_or_else(|| {
            let names = StandardOperationKind::ALL.map(rule_word);
            wrong(
                &format!("a resource cannot `{word}`"),
                &format!("write one of {}", names.join(", ")),
            )
        })
    };
    words.all().into_iter().map(kind).collect()
}

fn thing(word: &str) -> Result<Thing, Wrong> {
    let known = THINGS.iter().find(|(name, _)| *name == word);
    known.map(|(_, thing)| *thing).ok_or_else(|| {
        let names: Vec<&str> = THINGS.iter().map(|(name, _)| *name).collect();
        wrong(
            &format!("no place is called `{word}`"),
            &format!("write one of {}", names.join(", ")),
        )
    })
}

fn added(word: &str, raw: &mut Raw) -> Result<Added, Wrong> {
    let doc = raw.doc.take().unwrap_or_default();
    Ok(match word {
        "property" => Added::Property {
            name: needed("name", raw.name.take())?,
            is: typed(raw, Thing::Property)?,
            navigation: raw.navigation.take().unwrap_or(false),
            doc,
        },
        "parameter" => Added::Parameter {
            name: needed("name", raw.name.take())?,
            is: typed(raw, Thing::Parameter)?,
            doc,
        },
        "navigation" => Added::Navigation {
            name: needed("name", raw.name.take())?,
            target: target(&needed("target", raw.target.take())?)?,
            doc,
        },
        "stream" => Added::Stream {
            name: needed("name", raw.name.take())?,
            doc,
        },
        "cast" => Added::Cast(TypeName::new(needed("type", raw.ty.take())?)),
        "path" => Added::Path {
            name: needed("name", raw.name.take())?,
            template: path_template(needed("template", raw.template.take())?)?,
            target: raw.target.take().map(|text| target(&text)).transpose()?,
            doc,
        },
        "query-option" => option(raw, doc)?,
        "key" => Added::Key(needed("parts", raw.parts.take())?),
        "alternate-key" => Added::AlternateKey(needed("parts", raw.parts.take())?),
        _ => {
            return Err(wrong(
                &format!("`{word}` is not added"),
                "add a property, parameter, navigation, stream, cast, path, query-option, key or \
                 alternate-key",
            ));
        }
    })
}

fn option(raw: &mut Raw, doc: String) -> Result<Added, Wrong> {
    let name = needed("name", raw.name.take())?;
    if !is_custom(&name) {
        return Err(wrong(
            &format!("`{name}` is no query option of a service's own"),
            "only OData's begin with `$` or `@`",
        ));
    }
    let ty = raw.ty.take().map(|text| type_ref(&text)).transpose()?;
    if ty
        .as_ref()
        .is_some_and(|ty| ty.collection || ty.item == ItemType::Untyped)
    {
        return Err(wrong(
            &format!("the type of the query option `{name}` is not that of one value"),
            "write a primitive or enumeration type, or leave `type` out for text",
        ));
    }
    Ok(Added::Option {
        of: raw.of.take().map_or(Ok(Vec::new()), standard_kinds)?,
        option: QueryOption {
            name,
            doc,
            ty: ty.map_or(QueryOption::TEXT, |ty| ty.item),
            required: raw.required.take().unwrap_or(false),
            origin: Origin::default(),
        },
    })
}

fn verbs(words: Vec<String>) -> Result<BTreeSet<Verb>, Wrong> {
    let verb = |word: &String| {
        Verb::of_method(word).ok_or_else(|| {
            wrong(
                &format!("a stream does not take `{word}`"),
                "write some of GET, PUT, PATCH, DELETE",
            )
        })
    };
    words.iter().map(verb).collect()
}

/// Returns what is appended to a URL: behind a colon or slash, segments that are text or one argument.
fn path_template(text: String) -> Result<String, Wrong> {
    let mut parts = text.split('/');
    let begins = parts
        .next()
        .is_some_and(|first| first.is_empty() || first == ":");
    let mut arguments = 0;
    let fits = parts.all(|part| {
        let part = part.strip_suffix(':').unwrap_or(part);
        let argument = part
            .strip_prefix('{')
            .and_then(|rest| rest.strip_suffix('}'));
        arguments += usize::from(argument.is_some());
        crate::names::is_simple_identifier(argument.unwrap_or(part))
    });
    if begins && fits && arguments > 0 {
        return Ok(text);
    }
    Err(wrong(
        &format!("`{text}` is no template of a path"),
        "write one such as `:/{path}:` or `/{host}:/{path}:`",
    ))
}

fn needed<T>(name: &str, value: Option<T>) -> Result<T, Wrong> {
    value.ok_or_else(|| {
        wrong(
            &format!("`{name}` is missing"),
            "say it: what is added needs it",
        )
    })
}

fn typed(raw: &mut Raw, thing: Thing) -> Result<Changed, Wrong> {
    let is = changed(raw, thing)?;
    match is.ty {
        Some(_) => Ok(is),
        None => Err(wrong("`type` is missing", "say it: what is added needs it")),
    }
}

fn changed(raw: &mut Raw, thing: Thing) -> Result<Changed, Wrong> {
    if thing == Thing::Stream {
        let methods = raw.methods.take();
        return Ok(Changed {
            methods: methods.map(verbs).transpose()?,
            ..Changed::default()
        });
    }
    let property = thing == Thing::Property;
    let named = thing != Thing::Result;
    Ok(Changed {
        ty: raw.ty.take().map(|text| type_ref(&text)).transpose()?,
        nullable: raw.nullable.take(),
        rename: if named { raw.rename.take() } else { None },
        computed: if property { raw.computed.take() } else { None },
        key: if property { raw.key.take() } else { None },
        optional: if thing == Thing::Parameter {
            raw.optional.take()
        } else {
            None
        },
        methods: None,
    })
}

fn split_collection(text: &str) -> (&str, bool) {
    let inner = text
        .strip_prefix("Collection(")
        .and_then(|rest| rest.strip_suffix(')'));
    (inner.unwrap_or(text), inner.is_some())
}

fn target(text: &str) -> Result<Target, Wrong> {
    let (name, collection) = split_collection(text);
    Ok(Target {
        ty: TypeName::new(name),
        collection,
    })
}

fn type_ref(text: &str) -> Result<TypeRef, Wrong> {
    let (name, collection) = split_collection(text);
    let item = match name.strip_prefix("Edm.") {
        None => ItemType::Named(TypeName::new(name)),
        Some("Untyped") => ItemType::Untyped,
        Some(edm) => ItemType::Primitive(Primitive::from_edm(edm).ok_or_else(|| {
            wrong(
                &format!("`Edm.{edm}` is no primitive type"),
                "write a type of Edm, Edm.Untyped or a declared type",
            )
        })?),
    };
    Ok(TypeRef { item, collection })
}

impl Raw {
    /// Returns what was said and not used.
    fn left_over(&self) -> Vec<&'static str> {
        let said = [
            ("offer", self.offer.is_some()),
            ("withdraw", self.withdraw.is_some()),
            ("allow", self.allow.is_some()),
            ("remove", self.remove.is_some()),
            ("add", self.add.is_some()),
            ("change", self.change.is_some()),
            ("name", self.name.is_some()),
            ("rename", self.rename.is_some()),
            ("type", self.ty.is_some()),
            ("target", self.target.is_some()),
            ("template", self.template.is_some()),
            ("doc", self.doc.is_some()),
            ("parts", self.parts.is_some()),
            ("nullable", self.nullable.is_some()),
            ("computed", self.computed.is_some()),
            ("key", self.key.is_some()),
            ("optional", self.optional.is_some()),
            ("navigation", self.navigation.is_some()),
            ("methods", self.methods.is_some()),
            ("of", self.of.is_some()),
            ("required", self.required.is_some()),
        ];
        let left = said.into_iter().filter(|(_, said)| *said);
        left.map(|(name, _)| name).collect()
    }
}
