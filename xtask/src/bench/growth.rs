//! How the cost of generating and compiling grows with the schema.

use std::path::Path;
use std::time::Instant;
use std::{env, fs};

use graphwright_api::select::{NavigationFields, Pattern, Profile, Selection, select};
use graphwright_api::{Api, TypeName};
use serde::Serialize;

use super::instructions::Counter;
use super::{codegen, compile};

/// Parts of the schema: every eighth type with what it needs, and so on.
const PARTS: [usize; 4] = [8, 4, 2, 1];
/// How often each part is measured.
const TURNS: usize = 3;

/// The cost of a part.
#[derive(Clone, Copy, Serialize)]
pub(super) struct Point {
    pub(super) types: usize,
    /// Selecting, emitting and writing, in seconds.
    pub(super) codegen: f64,
    /// Of the same, where perf or valgrind can count them.
    pub(super) instructions: Option<u64>,
    /// The processor's time to check the models, in seconds.
    pub(super) check: f64,
}

/// The parts, and the exponents by which codegen and check grow: 1 is linear.
#[derive(Serialize)]
pub(super) struct Growth {
    pub(super) points: Vec<Point>,
    pub(super) codegen: f64,
    pub(super) instructions: Option<f64>,
    pub(super) check: f64,
}

/// Measures models without navigation: with it, nearly all of Graph needs all of it.
///
/// A machine is not equally fast all the time. So no part is measured in one go: all are in each turn, and of
/// each the fastest counts.
pub(super) fn measure(whole: &Api, description: &Path, folder: &Path) -> Result<Growth, String> {
    let mut points = PARTS.map(|_| Point {
        types: 0,
        codegen: f64::MAX,
        instructions: None,
        check: f64::MAX,
    });
    for turn in 1..=TURNS {
        for (part, point) in PARTS.into_iter().zip(&mut points) {
            let selection = self::part(whole, part)?;
            let start = Instant::now();
            let api = select(whole, &selection)?;
            let name = format!("bench-part-{part}");
            let compiled = compile::own(&api, &folder.join(format!("part-{part}")), &name)?;
            point.codegen = point.codegen.min(start.elapsed().as_secs_f64());
            point.types = api.types.len();
            eprintln!(
                "bench: growth: turn {turn} of {TURNS}: {} types",
                point.types
            );
            let cost = compiled.compile(&["check"])?;
            point.check = point.check.min(cost.processor_seconds);
        }
    }
    count(whole, description, folder, &mut points);
    Ok(Growth {
        codegen: exponent(&points, |point| point.codegen),
        instructions: points
            .iter()
            .all(|point| point.instructions.is_some())
            .then(|| exponent(&points, |point| point.instructions.unwrap_or(0) as f64)),
        check: exponent(&points, |point| point.check),
        points: points.into(),
    })
}

/// Counts the instructions that generating each part takes. Reading takes the same for all of them, so that what
/// one type alone takes is left out.
fn count(whole: &Api, description: &Path, folder: &Path, points: &mut [Point]) {
    let (Some(counter), Ok(this)) = (Counter::of_this_machine("growth"), env::current_exe()) else {
        return;
    };
    let count = |part: usize| {
        let mut select = vec!["--navigation", "none"];
        for name in names(whole, part) {
            select.extend(["--include", name.as_str()]);
        }
        let out = folder.join(format!("counted-{part}"));
        let _ = fs::remove_dir_all(&out);
        counter.count(&this, |command| {
            codegen::arguments(command, description, &out, &select);
        })
    };
    let reading = count(whole.types.len().max(1));
    for (part, point) in PARTS.into_iter().zip(points) {
        eprintln!("bench: growth: instructions: {} types", point.types);
        point.instructions = count(part)
            .zip(reading)
            .map(|(all, reading)| all.saturating_sub(reading));
    }
}

/// Every type whose number is a multiple of `part`.
fn names(whole: &Api, part: usize) -> impl Iterator<Item = &TypeName> {
    whole.types.keys().step_by(part)
}

/// Every type whose number is a multiple of `part`, with what it needs.
pub(super) fn part(whole: &Api, part: usize) -> Result<Selection, String> {
    let include = names(whole, part).map(|name| Pattern::parse(name.as_str()));
    Ok(Selection {
        include: include.collect::<Result<_, _>>()?,
        profile: Profile {
            navigation: Some(NavigationFields::None),
            ..Profile::default()
        },
        ..Selection::default()
    })
}

/// The slope of the line through the points on logarithmic axes, by least squares.
fn exponent(points: &[Point], cost: impl Fn(&Point) -> f64) -> f64 {
    let logarithms = points
        .iter()
        .map(|point| ((point.types as f64).ln(), cost(point).max(1e-9).ln()));
    let all: Vec<(f64, f64)> = logarithms.collect();
    let count = all.len() as f64;
    let (x, y) = all
        .iter()
        .fold((0.0, 0.0), |(x, y), point| (x + point.0, y + point.1));
    let (x, y) = (x / count, y / count);
    let above: f64 = all.iter().map(|point| (point.0 - x) * (point.1 - y)).sum();
    let below: f64 = all.iter().map(|point| (point.0 - x).powi(2)).sum();
    above / below
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_exponent_of_a_power_is_found() {
        let points = [1, 2, 4, 8].map(|types| Point {
            types,
            codegen: 3.0 * types as f64,
            instructions: None,
            check: (types * types) as f64,
        });
        assert!((exponent(&points, |point| point.codegen) - 1.0).abs() < 1e-9);
        assert!((exponent(&points, |point| point.check) - 2.0).abs() < 1e-9);
    }
}
