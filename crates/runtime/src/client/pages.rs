//! The pages of a collection without I/O: which one comes next, and the items of those that came.

use std::collections::{HashSet, VecDeque};
use std::fmt;
use std::hash::BuildHasher;

use super::error::{Error, ErrorKind, Result};
use super::link;
use super::page::Page;
use super::request::Request;
use crate::value::Value;

/// So many pages without an item may follow one another; a service that filters late sends some.
const EMPTY_LIMIT: usize = 1000;

impl<T: Value + 'static> Request<Page<T>> {
    /// Returns the pages of the collection, for a program that sends their requests itself.
    pub fn pages(self) -> Pages<T> {
        Pages {
            link: Some(self.url().to_owned()),
            delta_link: None,
            count: None,
            next: Some(Ok(self)),
            asked: None,
            items: VecDeque::new(),
            seen: HashSet::new(),
            empty: 0,
        }
    }

    /// Asks for the page that a kept link leads to instead of the first one, by GET and with the headers of this
    /// request: the next link or delta link of a page, or [`Pages::link`]. Query options of this request are not added, for
    /// such a link has all that it needs (OData Protocol 4.01, 11.2.6.7).
    ///
    /// A link to another origin than the service's is an error when the request is sent.
    pub fn resume(self, link: &str) -> Self {
        match self.parts.service.own(link) {
            Ok(url) => self.keeping_first_url().at(url),
            Err(why) => self.refuse(why),
        }
    }

    /// The request for the page after `page`, which came from the URL `from`.
    fn following(&self, from: &str, page: &Page<T>) -> Option<Result<Self>> {
        // An empty link would lead to the page itself.
        let link = page.next_link.as_deref();
        let link = link.filter(|link| !link.trim().is_empty())?;
        let base = base_of(page, from);
        let url = self.parts.service.lead_within(from, &base, link);
        let failed = |why| Error::new(ErrorKind::Redirect(why)).at(from);
        Some(url.map(|url| self.at(url)).map_err(failed))
    }
}

/// Returns the base of the links of a page that came from the URL `from`: its context URL, else that URL (JSON Format
/// 4.01, 4.3).
fn base_of<T>(page: &Page<T>, from: &str) -> String {
    let context: Option<String> = ["@odata.context", "@context"]
        .iter()
        .find_map(|name| page.additional.get(name));
    let base = context.and_then(|context| link::resolve(from, &context).ok());
    base.unwrap_or_else(|| from.to_owned())
}

/// Returns the delta link of a page that came from the URL `from`. An absolute link stays as it was sent; a relative one
/// would mean something else once it is stored.
fn delta_link_of<T>(page: &Page<T>, from: &str) -> Option<String> {
    let link = page.delta_link.as_deref()?;
    match link::has_scheme(link) {
        true => Some(link.to_owned()),
        false => {
            let whole = link::resolve(&base_of(page, from), link);
            Some(whole.unwrap_or_else(|_| link.to_owned()))
        }
    }
}

/// The items of a collection, page by page, for a program that sends requests itself. It says which page to ask for,
/// and is given the page; it does no I/O.
///
/// ```
/// # use graphwright::{Client, Error, Json, Method, Page, Request, ServiceClient};
/// # fn carry(_: &Request<Page<Json>>) -> Result<Page<Json>, Error> {
/// #     Ok(Page { value: vec![Json::new(&7).expect("JSON")], ..Page::default() })
/// # }
/// # let service = ServiceClient::new(Client::sans_io().build()?, "https://graph.microsoft.com/v1.0");
/// # let list: Request<Page<Json>> =
/// #     service.root_resource().segment("users").request(Method::GET);
/// let mut pages = list.prefer("odata.maxpagesize=50").pages();
/// while let Some(request) = pages.request() {
///     let request = request?;
///     let page = carry(&request)?;
///     pages.accept(page, request.url());
///     while let Some(item) = pages.next_item() {
///         println!("{item:?}");
///     }
/// }
/// println!("stored for the next round: {:?}", pages.delta_link());
/// # Ok::<(), Error>(())
/// ```
#[must_use = "nothing is sent before the program sends it"]
pub struct Pages<T> {
    /// The request for the next page, or why there is none.
    next: Option<Result<Request<Page<T>>>>,
    /// The request for the page that is awaited.
    asked: Option<Request<Page<T>>>,
    items: VecDeque<T>,
    /// Hashes of the URLs of pages that were asked for: a page must not lead back. The URLs themselves would take more
    /// memory than a page, in the end.
    seen: HashSet<u64>,
    /// How many pages without an item came in a row.
    empty: usize,
    link: Option<String>,
    delta_link: Option<String>,
    count: Option<i64>,
}

impl<T: Value + 'static> Pages<T> {
    /// Returns the request for the page that comes next, with the headers of the first; the same again until that page
    /// is accepted. `None` once the last page is.
    ///
    /// # Errors
    /// The service leads where no link may lead, back to an earlier page, or to more than a thousand pages without an
    /// item in a row ([`ErrorKind::Redirect`]). After that there are no more requests.
    pub fn request(&mut self) -> Option<Result<Request<Page<T>>>> {
        if let Some(asked) = &self.asked {
            return Some(Ok(asked.clone()));
        }
        let request = match self.next.take()?.and_then(|next| self.check(next)) {
            Ok(request) => request,
            Err(error) => return Some(Err(error)),
        };
        self.asked = Some(request.clone());
        Some(Ok(request))
    }

    fn check(&mut self, request: Request<Page<T>>) -> Result<Request<Page<T>>> {
        let refuse = |why: &str| Err(Error::new(ErrorKind::Redirect(why.into())).at(request.url()));
        let url = self.seen.hasher().hash_one(request.url());
        if !self.seen.insert(url) {
            // Who went on from there would come by again.
            self.link = None;
            return refuse("the service leads from one page back to an earlier one");
        }
        if self.empty > EMPTY_LIMIT {
            return refuse("the service sends one page without items after the other");
        }
        Ok(request)
    }

    /// Takes over the page that was asked for. It came from the URL `from`, which is that of the request unless the
    /// service redirected it.
    pub fn accept(&mut self, page: Page<T>, from: &str) {
        self.note(&page, from);
        self.add(page.value);
    }

    /// Adds the items of a page that was noted.
    pub(super) fn add(&mut self, items: Vec<T>) {
        self.items.extend(items);
    }

    /// Follows from a page where the next one is. Its items are for the caller.
    pub(super) fn note(&mut self, page: &Page<T>, from: &str) {
        self.empty = match page.value.is_empty() {
            true => self.empty + 1,
            false => 0,
        };
        let asked = self.asked.take();
        self.next = asked.and_then(|asked| asked.following(from, page));
        self.link = match &self.next {
            Some(Ok(next)) => Some(next.url().to_owned()),
            Some(Err(_)) | None => None,
        };
        self.delta_link = delta_link_of(page, from);
        self.count = self.count.or(page.count);
    }
}

impl<T> Pages<T> {
    /// Returns the next item of the pages that were accepted.
    pub fn next_item(&mut self) -> Option<T> {
        self.items.pop_front()
    }

    /// Items that are ready to be taken, as a page; `None` if there are none.
    pub(super) fn rest(&mut self) -> Option<Page<T>> {
        let value = self.take_ready();
        (!value.is_empty()).then(|| Page {
            value,
            ..Page::default()
        })
    }

    /// Returns all items that are ready to be taken.
    pub(super) fn take_ready(&mut self) -> Vec<T> {
        std::mem::take(&mut self.items).into()
    }

    /// Returns how many items are ready to be taken.
    pub fn ready(&self) -> usize {
        self.items.len()
    }

    /// The link of the first page that is not read: the one to go on with, also after an error
    /// ([`Request::resume`]). Items of an earlier page may still be there to be taken. `None` once the last page
    /// is read.
    pub fn link(&self) -> Option<&str> {
        self.link.as_deref()
    }

    /// Returns where changes since the last page can be asked for, once that page is read and if it has such a link
    /// (OData Protocol 4.01, 11.3). A relative link is made absolute.
    pub fn delta_link(&self) -> Option<&str> {
        self.delta_link.as_deref()
    }

    /// Returns how many items there are on all pages, where that was asked for (`Request::count`) and a page has said
    /// it.
    pub fn count(&self) -> Option<i64> {
        self.count
    }
}

/// Links are as good as a password to what they lead to, so they are not shown.
impl<T> fmt::Debug for Pages<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages")
            .field("ready", &self.items.len())
            .finish_non_exhaustive()
    }
}
