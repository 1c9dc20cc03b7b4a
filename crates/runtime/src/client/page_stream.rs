//! The pages of a collection, one after the other.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::Stream;

use super::error::{Error, Result};
use super::page::Page;
use super::pages::Pages;
use super::transport::BoxFuture;
use crate::value::Value;

impl<T: Value + 'static> Pages<T> {
    /// Returns the pages as a stream, for which the client sends the requests. Items that are ready already come first,
    /// as a page.
    pub fn into_stream(self) -> PageStream<T> {
        PageStream {
            pages: self,
            pending: None,
            failed: false,
        }
    }
}

/// The pages of a collection, each as it came. After an error it ends; [`link`](Self::link) then says where to go on.
///
/// ```no_run
/// # async fn read<T: graphwright::Value + 'static>(
/// #     list: graphwright::Request<graphwright::Page<T>>,
/// # ) -> graphwright::Result<()> {
/// let mut pages = list.pages().into_stream();
/// while let Some(page) = pages.next().await {
///     println!("{} items, of {:?}", page?.value.len(), pages.count());
/// }
/// # Ok(())
/// # }
/// ```
#[must_use = "nothing is sent until `next` is called"]
pub struct PageStream<T> {
    pub(super) pages: Pages<T>,
    pending: Option<Pending<T>>,
    failed: bool,
}

/// A page that was asked for, and the URL that it comes from.
type Pending<T> = BoxFuture<'static, Result<(Page<T>, String)>>;

/// Nothing in it is pinned: futures are boxed.
impl<T> Unpin for PageStream<T> {}

impl<T: Value + 'static> PageStream<T> {
    /// Returns the next page; `None` at the end.
    pub async fn next(&mut self) -> Option<Result<Page<T>>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// Polls for the next page that the service sends.
    pub(super) fn poll_page(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Page<T>>>> {
        if self.failed {
            return Poll::Ready(None);
        }
        let mut pending = match self.pending.take() {
            Some(pending) => pending,
            None => match self.pages.request() {
                None => return Poll::Ready(None),
                Some(Ok(request)) => Box::pin(request.send_from()),
                Some(Err(error)) => return Poll::Ready(Some(Err(self.fail(error)))),
            },
        };
        match pending.as_mut().poll(context) {
            Poll::Pending => {
                self.pending = Some(pending);
                Poll::Pending
            }
            Poll::Ready(Ok((page, from))) => {
                self.pages.note(&page, &from);
                Poll::Ready(Some(Ok(page)))
            }
            Poll::Ready(Err(error)) => Poll::Ready(Some(Err(self.fail(error)))),
        }
    }

    fn fail(&mut self, error: Error) -> Error {
        self.failed = true;
        error
    }
}

impl<T> PageStream<T> {
    /// Returns the link of the first page that is not read: the one to go on with, also after an error
    /// ([`Request::resume`](super::Request::resume)). `None` once the last page is read.
    pub fn link(&self) -> Option<&str> {
        self.pages.link()
    }

    /// Returns where changes since the last page can be asked for ([`Pages::delta_link`]).
    pub fn delta_link(&self) -> Option<&str> {
        self.pages.delta_link()
    }

    /// Returns how many items there are on all pages ([`Pages::count`]).
    pub fn count(&self) -> Option<i64> {
        self.pages.count()
    }
}

impl<T: Value + 'static> Stream for PageStream<T> {
    type Item = Result<Page<T>>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        match self.pages.rest() {
            Some(page) => Poll::Ready(Some(Ok(page))),
            None => self.poll_page(context),
        }
    }
}

impl<T> fmt::Debug for PageStream<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PageStream").finish_non_exhaustive()
    }
}
