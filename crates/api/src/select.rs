//! Which part of a description is asked for, and what that part needs.

use std::collections::BTreeSet;

use crate::{Api, ItemType, OwnKind, Target, TypeKind, TypeName, TypeRef};

/// A path (`/deviceAppManagement/vppTokens/**`) or the name of a type (`microsoft.graph.vppToken`).
///
/// In a path, `*` or a placeholder such as `{vppToken-id}` stands for any one segment, and a last
/// `**` for all that follows, nothing included. Case does not matter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pattern {
    /// Segments, lower-case.
    Path(Vec<String>),
    /// A type.
    Type(TypeName),
}

impl Pattern {
    /// Reads a pattern: what starts with a slash is a path.
    ///
    /// # Errors
    /// It is empty, or has `**` before its end; the message says what to write.
    pub fn parse(text: &str) -> Result<Self, String> {
        let Some(path) = text.strip_prefix('/') else {
            return match text {
                "" => Err(
                    "an empty pattern selects nothing: write a path such as `/users/**` or a type"
                        .into(),
                ),
                _ => Ok(Self::Type(TypeName::new(text))),
            };
        };
        let segments: Vec<String> = path
            .trim_end_matches('/')
            .split('/')
            .map(str::to_lowercase)
            .collect();
        match segments.iter().position(|segment| segment == "**") {
            Some(at) if at + 1 < segments.len() => Err(format!(
                "`{text}`: `**` stands for all that follows, so it can only come last"
            )),
            _ => Ok(Self::Path(segments)),
        }
    }
}

/// The part of `api` that `include` asks for, less what `exclude` names, with every type that the
/// requests and responses in it can reach. An empty `include` asks for everything.
///
/// Navigation properties and derived types are not followed: what they lead to is there only if
/// something else brings it, and a value of a type that is not there keeps its members.
///
/// # Errors
/// A pattern that matches nothing, since that is a mistake in the pattern.
pub fn select(api: &Api, include: &[Pattern], exclude: &[Pattern]) -> Result<Api, String> {
    if include.is_empty() && exclude.is_empty() {
        return Ok(api.clone());
    }
    let mut chosen = if include.is_empty() {
        everything(api)
    } else {
        Chosen::default()
    };
    for pattern in include {
        add(api, pattern, &mut chosen)?;
    }
    let mut unwanted = Chosen::default();
    for pattern in exclude {
        add(api, pattern, &mut unwanted)?;
    }
    chosen
        .members
        .retain(|member| !unwanted.members.contains(member));
    chosen.types.retain(|ty| !unwanted.types.contains(ty));
    Ok(cut(api, &chosen))
}

/// What patterns have matched.
#[derive(Default)]
struct Chosen {
    members: BTreeSet<(Target, Member)>,
    types: BTreeSet<TypeName>,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Member {
    Root(String),
    Item,
    Own(OwnKind),
    Operation(String),
    Navigation(String),
}

fn everything(api: &Api) -> Chosen {
    let mut chosen = Chosen {
        types: api.types.keys().cloned().collect(),
        ..Chosen::default()
    };
    for (name, root) in &api.roots {
        chosen
            .members
            .insert((root.target.clone(), Member::Root(name.clone())));
    }
    for target in api.resources.keys() {
        chosen.members.extend(
            members(api, target)
                .into_iter()
                .map(|member| (target.clone(), member)),
        );
    }
    chosen
}

/// Everything that the resource can do.
fn members(api: &Api, target: &Target) -> Vec<Member> {
    let Some(resource) = api.resources.get(target) else {
        return Vec::new();
    };
    let own = resource.own.keys().map(|kind| Member::Own(*kind));
    let operations = resource
        .operations
        .keys()
        .map(|name| Member::Operation(name.clone()));
    let navigation = resource
        .navigation
        .keys()
        .map(|name| Member::Navigation(name.clone()));
    let item = (!resource.key.is_empty()).then_some(Member::Item);
    own.chain(operations)
        .chain(navigation)
        .chain(item)
        .collect()
}

fn add(api: &Api, pattern: &Pattern, chosen: &mut Chosen) -> Result<(), String> {
    match pattern {
        Pattern::Type(name) if api.types.contains_key(name) => {
            chosen.types.insert(name.clone());
            Ok(())
        }
        Pattern::Type(name) => Err(format!(
            "no type is called `{name}`{}",
            near(api.types.keys().map(TypeName::as_str), name.as_str())
        )),
        Pattern::Path(segments) => add_path(api, segments, chosen),
    }
}

fn add_path(api: &Api, segments: &[String], chosen: &mut Chosen) -> Result<(), String> {
    let missing = |segment: &str| {
        Err(format!(
            "no path matches `/{}`: nothing is called `{segment}`",
            segments.join("/")
        ))
    };
    let (first, rest) = segments
        .split_first()
        .unwrap_or((const { &String::new() }, &[]));
    let mut places: Vec<Target> = Vec::new();
    for (name, root) in &api.roots {
        if matches(first, name) || first == "**" {
            chosen
                .members
                .insert((root.target.clone(), Member::Root(name.clone())));
            places.push(root.target.clone());
        }
    }
    if places.is_empty() {
        return Err(format!(
            "no path matches `/{}`: the service has no `{first}`{}",
            segments.join("/"),
            near(api.roots.keys().map(String::as_str), first)
        ));
    }
    if first == "**" {
        add_below(api, places, chosen);
        return Ok(());
    }
    for (index, segment) in rest.iter().enumerate() {
        if segment == "**" {
            add_below(api, places, chosen);
            return Ok(());
        }
        let last = index + 1 == rest.len();
        let mut next = Vec::new();
        let mut called = false;
        for target in &places {
            for member in members(api, target) {
                if !matches_member(api, target, &member, segment) {
                    continue;
                }
                called |=
                    last && matches!(member, Member::Operation(_) | Member::Own(OwnKind::Count));
                next.extend(leads_to(api, target, &member));
                chosen.members.insert((target.clone(), member));
            }
        }
        if next.is_empty() {
            return if called { Ok(()) } else { missing(segment) };
        }
        places = next;
    }
    for target in places {
        let own = members(api, &target)
            .into_iter()
            .filter(|member| matches!(member, Member::Own(kind) if *kind != OwnKind::Count));
        chosen
            .members
            .extend(own.map(|member| (target.clone(), member)));
    }
    Ok(())
}

/// Chooses all that can be reached from `places` by going on.
fn add_below(api: &Api, mut places: Vec<Target>, chosen: &mut Chosen) {
    let mut seen: BTreeSet<Target> = places.iter().cloned().collect();
    while let Some(target) = places.pop() {
        for member in members(api, &target) {
            places.extend(leads_to(api, &target, &member).filter(|next| seen.insert(next.clone())));
            chosen.members.insert((target.clone(), member));
        }
    }
}

fn leads_to(api: &Api, target: &Target, member: &Member) -> Option<Target> {
    match member {
        Member::Item => Some(target.item()),
        Member::Navigation(name) => Some(
            api.resources
                .get(target)?
                .navigation
                .get(name)?
                .target
                .clone(),
        ),
        Member::Root(_) | Member::Own(_) | Member::Operation(_) => None,
    }
}

fn matches(segment: &str, name: &str) -> bool {
    segment == "*" || segment == name.to_lowercase()
}

fn matches_member(api: &Api, target: &Target, member: &Member, segment: &str) -> bool {
    match member {
        Member::Item => segment == "*" || segment.starts_with('{'),
        Member::Own(OwnKind::Count) => matches(segment, "$count"),
        Member::Navigation(name) => matches(segment, name),
        // A function stands in a path with its parameters: only the name counts.
        Member::Operation(name) => {
            let bound = api
                .resources
                .get(target)
                .and_then(|resource| resource.operations.get(name));
            let called = segment.split('(').next().unwrap_or(segment);
            matches(called, name)
                || bound.is_some_and(|overloads| matches(called, &overloads[0].name))
        }
        Member::Root(_) | Member::Own(_) => false,
    }
}

fn cut(api: &Api, chosen: &Chosen) -> Api {
    let mut part = Api {
        service_root: api.service_root.clone(),
        key_style: api.key_style,
        ..Api::default()
    };
    let mut wanted: Vec<TypeName> = chosen.types.iter().cloned().collect();
    for (target, member) in &chosen.members {
        let Some(whole) = api.resources.get(target) else {
            continue;
        };
        let resource = part.resource_mut(target);
        match member {
            Member::Root(name) => {
                part.roots.insert(name.clone(), api.roots[name].clone());
            }
            Member::Item => resource.key = whole.key.clone(),
            Member::Own(kind) => {
                resource.own.insert(*kind, whole.own[kind].clone());
                if matches!(
                    kind,
                    OwnKind::List | OwnKind::Create | OwnKind::Get | OwnKind::Update
                ) {
                    wanted.push(target.ty.clone());
                }
            }
            Member::Operation(name) => {
                let overloads = whole.operations[name].clone();
                for operation in &overloads {
                    let parameters = operation.parameters.iter().map(|parameter| &parameter.ty);
                    let used =
                        parameters.chain(operation.returns.iter().map(|returns| &returns.ty));
                    wanted.extend(used.filter_map(TypeRef::named).cloned());
                }
                resource.operations.insert(name.clone(), overloads);
            }
            Member::Navigation(name) => {
                let navigation = whole.navigation[name].clone();
                part.resource_mut(&navigation.target);
                part.resource_mut(target)
                    .navigation
                    .insert(name.clone(), navigation);
            }
        }
        if *member == Member::Item {
            part.resource_mut(&target.item());
        }
    }
    close(api, wanted, &mut part);
    part
}

/// Adds the types that `wanted` needs, then leaves out the navigation properties that lead to types
/// which nothing brought.
fn close(api: &Api, mut wanted: Vec<TypeName>, part: &mut Api) {
    while let Some(name) = wanted.pop() {
        let Some(ty) = api.types.get(&name) else {
            continue;
        };
        if part.types.insert(name, ty.clone()).is_some() {
            continue;
        }
        if let TypeKind::Structured(structured) = &ty.kind {
            wanted.extend(structured.base.clone());
            let structural = structured
                .properties
                .iter()
                .filter(|property| !property.navigation);
            wanted.extend(
                structural
                    .filter_map(|property| property.ty.named())
                    .cloned(),
            );
        }
    }
    let known: BTreeSet<TypeName> = part.types.keys().cloned().collect();
    for ty in part.types.values_mut() {
        if let TypeKind::Structured(structured) = &mut ty.kind {
            structured
                .properties
                .retain(|property| match &property.ty.item {
                    ItemType::Named(name) => known.contains(name),
                    ItemType::Primitive(_) | ItemType::Untyped => true,
                });
        }
    }
}

/// `; did you mean …?`, where something is called nearly so.
fn near<'a>(names: impl Iterator<Item = &'a str>, wanted: &str) -> String {
    let wanted = wanted.to_lowercase();
    let simple = wanted.rsplit('.').next().unwrap_or(&wanted);
    let mut close: Vec<&str> = names
        .filter(|name| {
            let name = name.to_lowercase();
            name == wanted || name.rsplit('.').next() == Some(simple) || name.starts_with(&wanted)
        })
        .take(4)
        .collect();
    close.sort_unstable();
    if close.is_empty() {
        String::new()
    } else {
        format!("; did you mean `{}`?", close.join("`, `"))
    }
}
