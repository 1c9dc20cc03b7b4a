//! Media types (RFC 9110, 8.3 and 12.5.1).

/// A media type without its parameters, in lower case.
pub(crate) fn essence(media_type: &str) -> String {
    let essence = media_type.split(';').next().unwrap_or_default();
    essence.trim().to_ascii_lowercase()
}

/// Whether it is JSON, or a format that is written as JSON (RFC 6839, 3.1).
pub(crate) fn is_json(media_type: &str) -> bool {
    let essence = essence(media_type);
    essence.ends_with("/json") || essence.ends_with("+json")
}

/// Whether `range` has `media_type` in it.
pub(crate) fn has(range: &str, media_type: &str) -> bool {
    let (range, media_type) = (essence(range), essence(media_type));
    match range.strip_suffix('*') {
        Some("*/") => true,
        Some(start) => media_type.starts_with(start),
        None => range == media_type,
    }
}

/// Of what is offered, what `accept` likes best; of several, the first.
pub(crate) fn preferred<'o>(accept: &str, offered: &[&'o str]) -> Option<&'o str> {
    let quality = |media_type: &str| {
        let ranges = accept
            .split(',')
            .filter(|range| has(range, media_type) || has(media_type, range));
        // The narrowest range that has it decides.
        let range = ranges.min_by_key(|range| range.matches('*').count())?;
        let quality = range
            .split(';')
            .find_map(|one| one.trim().strip_prefix("q="));
        quality.map_or(Some(1000), |quality| {
            Some((quality.parse::<f64>().ok()? * 1000.0) as u32)
        })
    };
    let rated = offered.iter().filter_map(|one| Some((quality(one)?, *one)));
    let best = rated.clone().map(|(quality, _)| quality).max()?;
    rated
        .into_iter()
        .find(|(quality, _)| *quality == best)
        .map(|(_, one)| one)
}
