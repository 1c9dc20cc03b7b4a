//! Compares two descriptions of one service: CSDL and an OpenAPI document.
//!
//! [`facts`] compares what was read of them, type by type and request function by request function; [`files`]
//! compares the Rust that is written from them, byte by byte.

pub mod facts;
pub mod files;
