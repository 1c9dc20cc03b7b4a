//! From text to one JSON value, and back from a place in it to line and column.

pub(crate) mod bundle;
pub(crate) mod files;
pub(crate) mod ids;
pub(crate) mod locate;
pub(crate) mod parse;
mod pieces;
pub(crate) mod words;
mod yaml;
