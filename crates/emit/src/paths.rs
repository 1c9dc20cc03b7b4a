//! The paths to each resource, for its documentation: the shortest one, and the shortest by each way.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use graphwright_api::route::shown;
use graphwright_api::{
    Api, Offers, Operation, QueryOptions, Resource, StandardOperationKind, Target, Way,
};

/// The paths to the resources of a service, with names for keys and arguments.
#[derive(Default)]
pub(crate) struct Paths {
    shortest: BTreeMap<Target, String>,
    by_way: BTreeMap<Target, BTreeMap<Way, Taken>>,
}

/// The shortest path by one way, and what that offers.
#[derive(Clone)]
pub(crate) struct Taken {
    pub(crate) path: String,
    pub(crate) offers: Offers,
    options: QueryOptions,
}

impl Taken {
    /// The query options that `kind` requires by this way, as an HTTP line has them.
    pub(crate) fn required_query(&self, kind: StandardOperationKind) -> String {
        let required = self.options.of(kind).iter().filter(|one| one.required);
        let options = required.enumerate().map(|(number, option)| {
            let sign = if number == 0 { '?' } else { '&' };
            format!("{sign}{name}={{{name}}}", name = option.name)
        });
        options.collect()
    }
}

/// A step that leads to a resource.
struct Step {
    way: Way,
    offers: Offers,
    options: QueryOptions,
    to: Target,
    text: String,
}

impl Paths {
    /// The paths from the root of `api`; of several as short, the first in the order of names.
    pub(crate) fn new(api: &Api) -> Self {
        let mut paths = Self::default();
        let mut open: VecDeque<(Target, String)> = VecDeque::new();
        let roots = api.roots.iter().map(|(name, root)| Step {
            way: Way::Root(name.clone()),
            offers: root.offers,
            options: root.options.clone(),
            to: root.target.clone(),
            text: format!("/{name}"),
        });
        let roots: Vec<Step> = roots.collect();
        paths.take(
            "",
            roots.into_iter().chain(composed(None, &api.operations)),
            &mut open,
        );
        while let Some((target, path)) = open.pop_front() {
            if paths.shortest.contains_key(&target) {
                continue;
            }
            if let Some(resource) = api.resources.get(&target) {
                if !resource.key.is_empty() {
                    let key = shown(&resource.key_parts(api.key_style));
                    open.push_back((target.item(), format!("{path}{key}")));
                }
                paths.take(&path, led_to(api, resource), &mut open);
                for address in &resource.paths {
                    let longer = format!("{path}{}", address.template);
                    open.push_back((address.target.clone(), longer));
                }
                for (ty, to) in &resource.casts {
                    open.push_back((to.clone(), format!("{path}/{ty}")));
                }
                let composed = composed(Some(&target), &resource.operations);
                paths.take(&path, composed, &mut open);
            }
            paths.shortest.insert(target, path);
        }
        // Keys and casts are no ways of their own: each way to what they are of is one to what they lead to.
        paths.cast(api, true);
        paths.take_items(api);
        paths.cast(api, false);
        paths.take_addresses(api);
        paths
    }

    /// The shortest path to a resource; empty where none leads there.
    pub(crate) fn shortest(&self, target: &Target) -> &str {
        self.shortest.get(target).map_or("", String::as_str)
    }

    /// The shortest path to a resource by each way, the shortest first.
    pub(crate) fn by_way(&self, target: &Target) -> Vec<&Taken> {
        let all = self.by_way.get(target).into_iter().flatten();
        let mut all: Vec<&Taken> = all.map(|(_, taken)| taken).collect();
        all.sort_by_key(|taken| (taken.path.matches('/').count(), &taken.path));
        all
    }

    /// Takes steps from a place that a path has just come to: the first path by a way is its shortest.
    fn take(
        &mut self,
        path: &str,
        steps: impl Iterator<Item = Step>,
        open: &mut VecDeque<(Target, String)>,
    ) {
        for step in steps {
            let path = format!("{path}{}", step.text);
            let taken = Taken {
                path: path.clone(),
                offers: step.offers,
                options: step.options,
            };
            let by_way = self.by_way.entry(step.to.clone()).or_default();
            by_way.entry(step.way).or_insert(taken);
            open.push_back((step.to, path));
        }
    }

    fn take_items(&mut self, api: &Api) {
        for (target, resource) in &api.resources {
            if resource.key.is_empty() {
                continue;
            }
            let key = shown(&resource.key_parts(api.key_style));
            self.lead_on(target, &target.item(), |way, taken| {
                let path = format!("{}{key}", taken.path);
                Some((
                    way.clone(),
                    Taken {
                        path,
                        ..taken.clone()
                    },
                ))
            });
        }
    }

    /// Casts what is a collection, or what is one. A cast is not cast again: each derived type is there already.
    fn cast(&mut self, api: &Api, collection: bool) {
        for (target, resource) in &api.resources {
            for (ty, to) in &resource.casts {
                if target.collection != collection {
                    continue;
                }
                self.lead_on(target, to, |way, taken| {
                    if matches!(way, Way::Cast(..)) {
                        return None;
                    }
                    let cast = Taken {
                        path: format!("{}/{ty}", taken.path),
                        offers: taken.offers.cast(),
                        options: taken.options.cast(),
                    };
                    let way = Way::Cast(Box::new(way.clone()), ty.clone());
                    Some((way, cast))
                });
            }
        }
    }

    fn take_addresses(&mut self, api: &Api) {
        for (target, resource) in &api.resources {
            let first = self.by_way(target).first().map(|taken| (*taken).clone());
            for (address, taken) in resource.paths.iter().zip(std::iter::repeat(first)) {
                let Some(taken) = taken else {
                    continue;
                };
                let path = format!("{}{}", taken.path, address.template);
                let way = Way::Call(format!("{target}{}", address.template));
                let by_way = self.by_way.entry(address.target.clone()).or_default();
                by_way.entry(way).or_insert(Taken { path, ..taken });
            }
        }
    }

    fn lead_on(
        &mut self,
        from: &Target,
        to: &Target,
        step: impl Fn(&Way, &Taken) -> Option<(Way, Taken)>,
    ) {
        let ways = self.by_way.get(from).into_iter().flatten();
        let led: Vec<(Way, Taken)> = ways.filter_map(|(way, taken)| step(way, taken)).collect();
        let by_way = self.by_way.entry(to.clone()).or_default();
        for (way, taken) in led {
            by_way.entry(way).or_insert(taken);
        }
    }
}

/// The steps by properties of `resource`.
fn led_to<'a>(api: &'a Api, resource: &'a Resource) -> impl Iterator<Item = Step> {
    let owner = &resource.target.ty;
    let way = |via: &Way, name: &str| match via {
        Way::Rule => Way::property(owner, name),
        declared => declared.clone(),
    };
    let navigation = resource.navigation.iter().map(move |(name, on)| Step {
        way: way(&on.via, name),
        offers: on.offers,
        options: on.options.clone(),
        to: on.target.clone(),
        text: format!("/{name}"),
    });
    let properties = resource
        .properties
        .iter()
        .filter_map(move |(name, property)| {
            let to = property.target()?;
            api.resources.contains_key(&to).then(|| Step {
                way: way(&property.via, name),
                offers: property.offers,
                options: property.options.clone(),
                to,
                text: format!("/{name}"),
            })
        });
    navigation.chain(properties)
}

/// The steps by composable functions that are bound to `target`, or unbound.
fn composed<'a>(
    target: Option<&'a Target>,
    all: &'a BTreeMap<String, Vec<Operation>>,
) -> impl Iterator<Item = Step> {
    let operations = all.iter().flat_map(|(segment, overloads)| {
        let overloads = overloads.iter();
        overloads.map(move |operation| (segment, operation))
    });
    operations.filter_map(move |(segment, operation)| {
        let text = shown(&operation.parts(segment));
        let owner = target.map(ToString::to_string).unwrap_or_default();
        Some(Step {
            way: Way::Call(format!("{owner}{text}")),
            offers: operation.offers,
            options: QueryOptions::default(),
            to: operation.composes.clone()?,
            text,
        })
    })
}

/// The resources that only properties lead to, and casts of these: they are complex values.
pub(crate) fn values(api: &Api) -> BTreeSet<&Target> {
    let resources = || api.resources.values();
    let properties = resources().flat_map(|resource| resource.properties.values());
    let mut open: Vec<Target> = properties
        .filter_map(|property| property.target())
        .collect();
    let mut values = BTreeSet::new();
    while let Some(target) = open.pop() {
        if let Some((target, resource)) = api.resources.get_key_value(&target)
            && values.insert(target)
        {
            open.extend(resource.casts.values().cloned());
        }
    }
    values
}
