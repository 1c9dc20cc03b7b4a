//! The items of a collection, page after page.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;

use super::error::Result;
use super::page::Page;
use super::page_stream::PageStream;
use super::request::Request;
use crate::value::Value;

impl<T: Value + 'static> Request<Page<T>> {
    /// Returns the items of this page and of all that follow it.
    pub fn items(self) -> Items<T> {
        Items(self.pages().into_stream())
    }
}

/// The items of a collection, page by page. After an error it ends; [`link`](Self::link) then says where to go on.
///
/// ```no_run
/// # async fn read<T: graphwright::Value + 'static>(
/// #     list: impl Fn() -> graphwright::Request<graphwright::Page<T>>,
/// # ) -> graphwright::Result<()> {
/// let mut items = list().items();
/// let mut attempts_left = 3;
/// while let Some(item) = items.next().await {
///     match (item, items.link().map(str::to_owned)) {
///         (Ok(item), _) => println!("{item:?}"),
///         (Err(_), Some(link)) if attempts_left > 0 => {
///             attempts_left -= 1;
///             items = list().resume(&link).items();
///         }
///         (Err(error), _) => return Err(error),
///     }
/// }
/// # Ok(())
/// # }
/// ```
#[must_use = "nothing is sent until `next` is called"]
pub struct Items<T>(PageStream<T>);

impl<T: Value + 'static> Items<T> {
    /// Returns the next item; `None` at the end.
    pub async fn next(&mut self) -> Option<Result<T>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }
}

impl<T> Items<T> {
    /// The link of the first page that is not read: the one to go on with, also after an error
    /// ([`Request::resume`]). Items of an earlier page may still be there to be taken. `None` once the last page
    /// is read.
    pub fn link(&self) -> Option<&str> {
        self.0.link()
    }

    /// Returns where changes since the last page can be asked for, once that page is read and if it has such a link
    /// (OData Protocol 4.01, 11.3).
    pub fn delta_link(&self) -> Option<&str> {
        self.0.delta_link()
    }

    /// Returns how many items there are on all pages, where that was asked for (`Request::count`) and a page has said
    /// it.
    pub fn count(&self) -> Option<i64> {
        self.0.count()
    }
}

impl<T: Value + 'static> Stream for Items<T> {
    type Item = Result<T>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<T>>> {
        loop {
            if let Some(item) = self.0.pages.next_item() {
                return Poll::Ready(Some(Ok(item)));
            }
            match ready!(self.0.poll_page(context)) {
                Some(Ok(page)) => self.0.pages.add(page.value),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }
}

impl<T> fmt::Debug for Items<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items")
            .field("ready", &self.0.pages.ready())
            .finish_non_exhaustive()
    }
}
