//! Files, and what tokio reads.

use std::io::SeekFrom;

use bytes::{Buf, Bytes, BytesMut};
use tokio::fs::File;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncSeek, AsyncSeekExt};

use super::source::ReadAt;
use crate::client::error::BoxError;

/// Reads up to `length` bytes, fewer where there are no more.
async fn read(reader: &mut (impl AsyncRead + Unpin), length: usize) -> Result<Bytes, BoxError> {
    let mut bytes = BytesMut::with_capacity(length);
    fill(reader, &mut bytes, length).await?;
    Ok(bytes.freeze())
}

/// Reads until there are `length` bytes, or no more. What was read is there too when this is dropped before its end.
async fn fill(
    reader: &mut (impl AsyncRead + Unpin),
    bytes: &mut BytesMut,
    length: usize,
) -> std::io::Result<()> {
    bytes.reserve(length.saturating_sub(bytes.len()));
    while bytes.len() < length {
        let mut rest = (&mut *reader).take((length - bytes.len()) as u64);
        if rest.read_buf(bytes).await? == 0 {
            break;
        }
    }
    Ok(())
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

/// A source of an upload that tokio reads and seeks.
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

/// A source of an upload that tokio can read only once, from its beginning to its end: a pipe, or the body of a
/// response. The fragment that was read last is kept, so that a service that lost it can be sent it again; one that
/// expects what was read before that gets an error.
#[derive(Debug)]
pub struct Sequential<R> {
    reader: R,
    length: u64,
    /// The byte that `last` begins with.
    first: u64,
    /// The bytes that were given last.
    last: Bytes,
    /// The bytes that were read after them.
    next: BytesMut,
}

impl<R: AsyncRead + Unpin> Sequential<R> {
    /// Makes a source of the `length` bytes that `reader` gives: a session must be told before how many there are.
    pub fn new(reader: R, length: u64) -> Self {
        Self {
            reader,
            length,
            first: 0,
            last: Bytes::new(),
            next: BytesMut::new(),
        }
    }

    /// Returns how many bytes were read.
    fn read(&self) -> u64 {
        self.first + (self.last.len() + self.next.len()) as u64
    }

    /// Forgets what is before `offset`, so that what is kept begins there.
    fn forget(&mut self, offset: u64) -> Option<()> {
        let mut before = usize::try_from(offset.checked_sub(self.first)?).ok()?;
        if before > self.last.len() + self.next.len() {
            return None;
        }
        let of_last = before.min(self.last.len());
        self.last.advance(of_last);
        before -= of_last;
        self.next.advance(before);
        self.first = offset;
        Some(())
    }
}

impl<R: AsyncRead + Unpin> ReadAt for Sequential<R> {
    /// Returns the length that was said; one more where another byte comes after the last.
    async fn length(&mut self) -> Result<u64, BoxError> {
        if self.read() == self.length {
            let one_more = self.next.len() + 1;
            fill(&mut self.reader, &mut self.next, one_more).await?;
        }
        Ok(self.read().max(self.length))
    }

    async fn read_at(&mut self, offset: u64, length: usize) -> Result<Bytes, BoxError> {
        self.forget(offset).ok_or_else(|| {
            let (first, end) = (self.first, self.read());
            format!(
                "the service expects byte {offset}, and of what can be read only once there are no others than from \
                 {first} up to {end}"
            )
        })?;
        if self.last.len() < length {
            if !self.last.is_empty() {
                let kept = [&self.last[..], &self.next[..]].concat();
                self.next = BytesMut::from(&kept[..]);
                self.last = Bytes::new();
            }
            fill(&mut self.reader, &mut self.next, length).await?;
            let given = self.next.len().min(length);
            self.last = self.next.split_to(given).freeze();
        }
        Ok(self.last.slice(..length.min(self.last.len())))
    }
}
