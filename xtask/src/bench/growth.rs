//! How the cost of generating and compiling grows with the schema.

use std::path::Path;
use std::time::Instant;

use graphwright_api::Api;
use graphwright_api::select::{NavigationFields, Pattern, Profile, Selection, select};
use serde::Serialize;

use super::compile;

/// Parts of the schema: every eighth type with what it needs, and so on.
const PARTS: [usize; 4] = [8, 4, 2, 1];
/// The fastest of so many counts.
const TURNS: usize = 3;

/// The cost of a part.
#[derive(Clone, Copy, Serialize)]
pub(super) struct Point {
    pub(super) types: usize,
    /// Selecting, emitting and writing, in seconds.
    pub(super) codegen: f64,
    /// The processor's time to check the models, in seconds.
    pub(super) check: f64,
}

/// The parts, and the exponents by which codegen and check grow: 1 is linear.
#[derive(Serialize)]
pub(super) struct Growth {
    pub(super) points: Vec<Point>,
    pub(super) codegen: f64,
    pub(super) check: f64,
}

/// Measures models without navigation: with it, nearly all of Graph needs all of it.
pub(super) fn measure(whole: &Api, folder: &Path) -> Result<Growth, String> {
    let mut points = Vec::new();
    for part in PARTS {
        let selection = self::part(whole, part)?;
        let name = format!("bench-part-{part}");
        let folder = folder.join(format!("part-{part}"));
        let mut codegen = f64::MAX;
        let mut types = 0;
        let mut compiled = None;
        for _ in 0..TURNS {
            let start = Instant::now();
            let api = select(whole, &selection)?;
            compiled = Some(compile::own(&api, &folder, &name)?);
            types = api.types.len();
            codegen = codegen.min(start.elapsed().as_secs_f64());
        }
        eprintln!("bench: growth: {types} types");
        let cost = compiled.map(|one| one.compile(&["check"])).transpose()?;
        points.push(Point {
            types,
            codegen,
            check: cost.unwrap_or_default().processor_seconds,
        });
    }
    Ok(Growth {
        codegen: exponent(&points, |point| point.codegen),
        check: exponent(&points, |point| point.check),
        points,
    })
}

/// Every type whose number is a multiple of `part`, with what it needs.
pub(super) fn part(whole: &Api, part: usize) -> Result<Selection, String> {
    let names = whole.types.keys().step_by(part);
    let include = names.map(|name| Pattern::parse(name.as_str()));
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
            check: (types * types) as f64,
        });
        assert!((exponent(&points, |point| point.codegen) - 1.0).abs() < 1e-9);
        assert!((exponent(&points, |point| point.check) - 2.0).abs() < 1e-9);
    }
}
