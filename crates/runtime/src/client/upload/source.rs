//! Sources of uploads.

use std::future::Future;

use bytes::Bytes;

use crate::client::error::BoxError;

/// A source that can be read at a range: a file, or bytes in memory. It need not be `Send`.
///
/// It is implemented for `Bytes`, `&[u8]` and `Vec<u8>`; with the feature `client` also for `tokio::fs::File`, for what
/// tokio reads and seeks (`Seekable`), and for what can only be read once
/// (`Sequential`).
pub trait ReadAt {
    /// Returns how many bytes there are now.
    ///
    /// # Errors
    /// The length cannot be found out.
    fn length(&mut self) -> impl Future<Output = Result<u64, BoxError>>;

    /// Reads `length` bytes from `offset` on; fewer where the file ends before that.
    ///
    /// # Errors
    /// The bytes cannot be read.
    fn read_at(
        &mut self,
        offset: u64,
        length: usize,
    ) -> impl Future<Output = Result<Bytes, BoxError>>;
}

/// Returns the range of `length` bytes from `offset` on, as far as there are that many.
fn part(bytes: &[u8], offset: u64, length: usize) -> std::ops::Range<usize> {
    let first = usize::try_from(offset).map_or(bytes.len(), |first| first.min(bytes.len()));
    first..first.saturating_add(length).min(bytes.len())
}

/// The bytes are shared and not copied.
impl ReadAt for Bytes {
    async fn length(&mut self) -> Result<u64, BoxError> {
        Ok(self.len() as u64)
    }

    async fn read_at(&mut self, offset: u64, length: usize) -> Result<Bytes, BoxError> {
        Ok(self.slice(part(self, offset, length)))
    }
}

impl ReadAt for &[u8] {
    async fn length(&mut self) -> Result<u64, BoxError> {
        Ok(self.len() as u64)
    }

    async fn read_at(&mut self, offset: u64, length: usize) -> Result<Bytes, BoxError> {
        Ok(Bytes::copy_from_slice(&self[part(self, offset, length)]))
    }
}

impl ReadAt for Vec<u8> {
    async fn length(&mut self) -> Result<u64, BoxError> {
        (&self[..]).length().await
    }

    async fn read_at(&mut self, offset: u64, length: usize) -> Result<Bytes, BoxError> {
        (&self[..]).read_at(offset, length).await
    }
}
