//! Files, and what tokio reads.

use std::io::SeekFrom;

use bytes::{Bytes, BytesMut};
use tokio::fs::File;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncSeek, AsyncSeekExt};

use super::source::ReadAt;
use crate::client::error::BoxError;

/// Reads up to `length` bytes, fewer where there are no more.
async fn read(reader: &mut (impl AsyncRead + Unpin), length: usize) -> Result<Bytes, BoxError> {
    // What the file has is not known, so that no more memory is taken than it fills.
    let mut bytes = BytesMut::with_capacity(length.min(1 << 20));
    let mut reader = reader.take(length as u64);
    while bytes.len() < length && reader.read_buf(&mut bytes).await? > 0 {}
    Ok(bytes.freeze())
}

impl ReadAt for File {
    async fn length(&mut self) -> Result<u64, BoxError> {
        Ok(self.metadata().await?.len())
    }

    async fn read_at(&mut self, offset: u64, length: usize) -> Result<Bytes, BoxError> {
        self.seek(SeekFrom::Start(offset)).await?;
        read(self, length).await
    }
}

/// What tokio reads and seeks, as something to upload.
#[derive(Debug)]
pub struct Seekable<R>(pub R);

impl<R: AsyncRead + AsyncSeek + Unpin> ReadAt for Seekable<R> {
    async fn length(&mut self) -> Result<u64, BoxError> {
        Ok(self.0.seek(SeekFrom::End(0)).await?)
    }

    async fn read_at(&mut self, offset: u64, length: usize) -> Result<Bytes, BoxError> {
        self.0.seek(SeekFrom::Start(offset)).await?;
        read(&mut self.0, length).await
    }
}

/// What tokio can read only once, from its beginning to its end, as something to upload: a pipe, or the body of a
/// response. The fragment that was read last is kept, so that a service that lost it can be sent it again; one that
/// expects what was read before that gets an error.
#[derive(Debug)]
pub struct Sequential<R> {
    reader: R,
    length: u64,
    /// Where the fragment begins that was read last.
    first: u64,
    last: Bytes,
}

impl<R: AsyncRead + Unpin> Sequential<R> {
    /// What `reader` gives, which is `length` bytes: a session must be told before how many there are.
    pub fn new(reader: R, length: u64) -> Self {
        Self {
            reader,
            length,
            first: 0,
            last: Bytes::new(),
        }
    }
}

impl<R: AsyncRead + Unpin> ReadAt for Sequential<R> {
    /// What was said; the number of bytes that come is another only where one more comes after the last.
    async fn length(&mut self) -> Result<u64, BoxError> {
        let read = self.first + self.last.len() as u64;
        let more = match read == self.length {
            true => self::read(&mut self.reader, 1).await?.len() as u64,
            false => 0,
        };
        Ok(self.length + more)
    }

    async fn read_at(&mut self, offset: u64, length: usize) -> Result<Bytes, BoxError> {
        let kept = offset
            .checked_sub(self.first)
            .and_then(|skipped| usize::try_from(skipped).ok())
            .filter(|skipped| *skipped <= self.last.len());
        let Some(skipped) = kept else {
            return Err(format!(
                "the service expects byte {offset}, and of what can be read only once the bytes from {} to {} are kept",
                self.first,
                self.first + self.last.len() as u64
            )
            .into());
        };
        let kept = self.last.slice(skipped..);
        if kept.len() >= length {
            return Ok(kept.slice(..length));
        }
        let more = read(&mut self.reader, length - kept.len()).await?;
        self.first = offset;
        self.last = match kept.is_empty() {
            true => more,
            false => [kept, more].concat().into(),
        };
        Ok(self.last.clone())
    }
}
