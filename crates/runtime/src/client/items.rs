//! The items of a collection, page after page.

use std::collections::{HashSet, VecDeque};
use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;

use super::error::{Error, ErrorKind, Result};
use super::link;
use super::page::Page;
use super::request::Request;
use super::transport::BoxFuture;
use crate::value::Value;

/// So many pages without an item may follow one another; a service that filters late sends some.
const EMPTY_LIMIT: usize = 1000;

impl<T: Value + 'static> Request<Page<T>> {
    /// Returns the items of this page and of all that follow it.
    pub fn items(self) -> Items<T> {
        Items {
            link: Some(self.url().to_owned()),
            delta_link: None,
            next: Some(Ok(self)),
            pending: None,
            items: VecDeque::new(),
            seen: HashSet::new(),
            empty: 0,
        }
    }

    /// Asks for the page that a kept link leads to instead of the first one, with the headers of this request: the
    /// next link or delta link of a page, or [`Items::link`]. Query options of this request are not added, for
    /// such a link has all that it needs (OData Protocol 4.01, 11.2.6.7).
    ///
    /// A link to another origin than the service's is an error when the request is sent.
    pub fn resume(self, link: &str) -> Self {
        match self.service.own(link) {
            Ok(url) => self.at(url),
            Err(why) => self.refuse(why),
        }
    }

    /// The request for the page after `page`, which came from the URL `from`. A relative link is relative to
    /// the context URL, else to that URL (JSON Format 4.01, 4.3).
    fn following(&self, from: &str, page: &Page<T>) -> Option<Result<Self>> {
        // An empty link would lead to the page itself.
        let link = page.next_link.as_deref();
        let link = link.filter(|link| !link.trim().is_empty())?;
        let context: Option<String> = ["@odata.context", "@context"]
            .iter()
            .find_map(|name| page.additional.get(name));
        let base = context.and_then(|context| link::resolve(from, &context).ok());
        let url = self
            .service
            .lead_within(from, base.as_deref().unwrap_or(from), link);
        let failed = |why| Error::new(ErrorKind::Redirect(why)).at(from);
        Some(url.map(|url| self.at(url)).map_err(failed))
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
    /// The request for the next page, or why there is none.
    next: Option<Result<Request<Page<T>>>>,
    pending: Option<Pending<T>>,
    items: VecDeque<T>,
    /// The URLs of pages that were asked for: a page must not lead back.
    seen: HashSet<String>,
    /// How many pages without an item came in a row.
    empty: usize,
    link: Option<String>,
    delta_link: Option<String>,
}

struct Pending<T> {
    /// What further pages are asked for with.
    template: Request<Page<T>>,
    page: BoxFuture<'static, Result<(Page<T>, String)>>,
}

/// Nothing in it is pinned: futures are boxed.
impl<T> Unpin for Items<T> {}

impl<T: Value + 'static> Items<T> {
    /// Returns the next item; `None` at the end.
    pub async fn next(&mut self) -> Option<Result<T>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    fn ask(&mut self, request: Request<Page<T>>) -> Result<()> {
        let refuse = |why: &str| Err(Error::new(ErrorKind::Redirect(why.into())).at(request.url()));
        if !self.seen.insert(request.url().to_owned()) {
            // Who went on from there would come by again.
            self.link = None;
            return refuse("the service leads from one page back to an earlier one");
        }
        if self.empty > EMPTY_LIMIT {
            return refuse("the service sends one page without items after the other");
        }
        let template = request.at(request.url().to_owned());
        self.pending = Some(Pending {
            template,
            page: Box::pin(request.send_from()),
        });
        Ok(())
    }

    /// Takes over a page, which came from the URL `from`.
    fn take(&mut self, asked: Option<Request<Page<T>>>, page: Page<T>, from: &str) {
        self.empty = match page.value.is_empty() {
            true => self.empty + 1,
            false => 0,
        };
        self.next = asked.and_then(|asked| asked.following(from, &page));
        self.link = match &self.next {
            Some(Ok(next)) => Some(next.url().to_owned()),
            Some(Err(_)) | None => None,
        };
        self.delta_link = page.delta_link;
        self.items.extend(page.value);
    }
}

impl<T> Items<T> {
    /// The link of the first page that is not read: the one to go on with, also after an error
    /// ([`Request::resume`]). Items of an earlier page may still be there to be taken. `None` once the last page
    /// is read.
    pub fn link(&self) -> Option<&str> {
        self.link.as_deref()
    }

    /// Where changes since the last page can be asked for, once that page is read and if it has such a link (OData
    /// Protocol 4.01, 11.3).
    pub fn delta_link(&self) -> Option<&str> {
        self.delta_link.as_deref()
    }
}

impl<T: Value + 'static> Stream for Items<T> {
    type Item = Result<T>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<T>>> {
        loop {
            if let Some(item) = self.items.pop_front() {
                return Poll::Ready(Some(Ok(item)));
            }
            if let Some(next) = self.next.take()
                && let Err(error) = next.and_then(|request| self.ask(request))
            {
                return Poll::Ready(Some(Err(error)));
            }
            let Some(pending) = &mut self.pending else {
                return Poll::Ready(None);
            };
            let page = ready!(pending.page.as_mut().poll(context));
            let asked = self.pending.take().map(|pending| pending.template);
            match page {
                Ok((page, from)) => self.take(asked, page, &from),
                Err(error) => return Poll::Ready(Some(Err(error))),
            }
        }
    }
}

impl<T> fmt::Debug for Items<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items")
            .field("ready", &self.items.len())
            .finish_non_exhaustive()
    }
}
