//! The items of a collection, page after page.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;

use super::error::Result;
use super::page::Page;
use super::pages::Pages;
use super::request::Request;
use super::transport::BoxFuture;
use crate::value::Value;

impl<T: Value + 'static> Request<Page<T>> {
    /// Returns the items of this page and of all that follow it.
    pub fn items(self) -> Items<T> {
        Items {
            pages: self.pages(),
            pending: None,
            failed: false,
        }
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
pub struct Items<T> {
    pages: Pages<T>,
    pending: Option<Pending<T>>,
    failed: bool,
}

/// A page that was asked for, and the URL that it comes from.
type Pending<T> = BoxFuture<'static, Result<(Page<T>, String)>>;

/// Nothing in it is pinned: futures are boxed.
impl<T> Unpin for Items<T> {}

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
        self.pages.link()
    }

    /// Returns where changes since the last page can be asked for, once that page is read and if it has such a link
    /// (OData Protocol 4.01, 11.3).
    pub fn delta_link(&self) -> Option<&str> {
        self.pages.delta_link()
    }

    /// Returns how many items there are on all pages, where that was asked for (`Request::count`) and a page has said
    /// it.
    pub fn count(&self) -> Option<i64> {
        self.pages.count()
    }
}

impl<T: Value + 'static> Stream for Items<T> {
    type Item = Result<T>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<T>>> {
        loop {
            if let Some(item) = self.pages.next_item() {
                return Poll::Ready(Some(Ok(item)));
            }
            if self.failed {
                return Poll::Ready(None);
            }
            let page = match &mut self.pending {
                Some(pending) => ready!(pending.as_mut().poll(context)),
                None => match self.pages.request() {
                    None => return Poll::Ready(None),
                    Some(Ok(request)) => {
                        self.pending = Some(Box::pin(request.send_from()));
                        continue;
                    }
                    Some(Err(error)) => Err(error),
                },
            };
            self.pending = None;
            match page {
                Ok((page, from)) => self.pages.accept(page, &from),
                Err(error) => {
                    self.failed = true;
                    return Poll::Ready(Some(Err(error)));
                }
            }
        }
    }
}

impl<T> fmt::Debug for Items<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items")
            .field("ready", &self.pages.ready())
            .finish_non_exhaustive()
    }
}
