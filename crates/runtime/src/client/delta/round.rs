//! A round: the changes of all its pages, and the link that the next one begins with.

use std::fmt;

use http::header::LOCATION;

use super::change::Change;
use super::resync::Resync;
use crate::client::carrier::Carrier;
#[cfg(feature = "client")]
use crate::client::dispatch::ByClient;
use crate::client::dispatch::{ByCarrier, Dispatch};
use crate::client::error::{Error, Result};
use crate::client::headers;
use crate::client::page::Page;
use crate::client::pages::Pages;
use crate::client::request::Request;
use crate::value::Value;

impl<T: Value + 'static> Request<Page<T>> {
    /// Begins a round of changes: with all items; with those since an earlier round after [`resume`](Self::resume) with
    /// the link of that; with no items after [`latest`](Self::latest).
    pub fn round(self) -> Round<T> {
        Round {
            pages: self.clone().returning::<Page<Change<T>>>().pages(),
            first: self,
            page: String::new(),
        }
    }

    /// Asks for no items but for the link alone that changes from now on can be asked for with: `$deltatoken=latest`.
    ///
    /// OneDrive and SharePoint call it `token=latest`: the function's own parameter, or `.query("token", "latest")`.
    pub fn latest(self) -> Self {
        self.query("$deltatoken", "latest")
    }
}

/// The changes of one round, page by page. Each page is handed on before the next one is asked for, and each is asked for
/// with the headers of the first, such as `Prefer: odata.maxpagesize=50`.
///
/// [`next`](Self::next) and [`next_page`](Self::next_page) send requests with the client, [`next_by`](Self::next_by) and
/// [`next_page_by`](Self::next_page_by) over a network stack of the program's own. A program that sends them in another way
/// asks for the [`request`](Self::request), and gives the page to [`accept`](Self::accept):
///
/// ```
/// # use graphwright::{Client, Error, Json, Method, Page, Request, ServiceClient};
/// # use graphwright::delta::Change;
/// # fn carry(_: &Request<Page<Change<Json>>>) -> Result<Page<Change<Json>>, Error> {
/// #     let delta_link = Some("https://graph.microsoft.com/v1.0/users/delta()?$deltatoken=2".to_owned());
/// #     Ok(Page { delta_link, ..Page::default() })
/// # }
/// # let service = ServiceClient::new(Client::sans_io().build()?, "https://graph.microsoft.com/v1.0");
/// # let delta: Request<Page<Json>> =
/// #     service.root_resource().segment("users").function("delta", &[]).request(Method::GET);
/// let mut round = delta.round();
/// while let Some(request) = round.request() {
///     let request = request?;
///     let page = carry(&request)?;
///     round.accept(page, request.url());
///     while let Some(change) = round.next_change() {
///         println!("{change:?}");
///     }
/// }
/// assert!(round.link().is_some_and(|link| link.ends_with("$deltatoken=2")));
/// # Ok::<(), Error>(())
/// ```
#[must_use = "nothing is sent before it is asked for the changes"]
pub struct Round<T> {
    pages: Pages<Change<T>>,
    /// The request that the round was made of.
    first: Request<Page<T>>,
    /// The URL of the page whose changes are taken.
    page: String,
}

/// A round to start over with, after the service has forgotten the link of another.
#[derive(Debug)]
pub struct StartOver<T> {
    /// Says what becomes of the items that the program has.
    pub resync: Resync,
    /// A round of all items: from where the service says (`Location`), else from where the first round began.
    pub round: Round<T>,
}

impl<T: Value + 'static> Round<T> {
    /// Returns the request for the page that comes next; the same again until that page is accepted. `None` once the last
    /// page is.
    ///
    /// # Errors
    /// As [`Pages::request`].
    pub fn request(&mut self) -> Option<Result<Request<Page<Change<T>>>>> {
        self.pages.request()
    }

    /// Takes over the page that was asked for. It came from the URL `from`, which is that of the request unless the
    /// service redirected it.
    pub fn accept(&mut self, page: Page<Change<T>>, from: &str) {
        self.page = self.pages.link().unwrap_or(from).to_owned();
        self.pages.accept(page, from);
    }

    /// Returns the next change; `None` at the end. After an error it asks for the same page again. It may be dropped at
    /// any time without a loss.
    #[cfg(feature = "client")]
    pub async fn next(&mut self) -> Option<Result<Change<T>>> {
        self.change(&self.by_client()).await
    }

    /// Returns the changes of the next page, which may be none; `None` at the end. After an error it asks for the same
    /// page again. [`link`](Self::link) then says where the next page is.
    #[cfg(feature = "client")]
    pub async fn next_page(&mut self) -> Option<Result<Vec<Change<T>>>> {
        self.changes(&self.by_client()).await
    }

    /// Returns the next change as `next` does, over a network stack of the program's own.
    pub async fn next_by(&mut self, carrier: &impl Carrier) -> Option<Result<Change<T>>> {
        self.change(&ByCarrier(carrier)).await
    }

    /// Returns the changes of the next page as `next_page` does, over a network stack of the program's own.
    pub async fn next_page_by(&mut self, carrier: &impl Carrier) -> Option<Result<Vec<Change<T>>>> {
        self.changes(&ByCarrier(carrier)).await
    }

    #[cfg(feature = "client")]
    fn by_client(&self) -> ByClient {
        ByClient(self.first.service().clone())
    }

    async fn change(&mut self, network: &impl Dispatch) -> Option<Result<Change<T>>> {
        loop {
            if let Some(change) = self.next_change() {
                return Some(Ok(change));
            }
            if let Err(error) = self.fetch(network).await? {
                return Some(Err(error));
            }
        }
    }

    async fn changes(&mut self, network: &impl Dispatch) -> Option<Result<Vec<Change<T>>>> {
        if self.pages.ready() == 0
            && let Err(error) = self.fetch(network).await?
        {
            return Some(Err(error));
        }
        Some(Ok(self.pages.take_ready()))
    }

    async fn fetch(&mut self, network: &impl Dispatch) -> Option<Result<()>> {
        let request = match self.request()? {
            Ok(request) => request,
            Err(error) => return Some(Err(error)),
        };
        let page = network.send_from(request).await;
        Some(page.map(|(page, from)| self.accept(page, &from)))
    }

    /// Returns the round to start over with, if `error` says that the service no longer knows where this one was
    /// ([`Resync::of`]). Changes that were taken before it are part of the new round as well.
    pub fn start_over(&self, error: &Error) -> Option<StartOver<T>> {
        let resync = Resync::of(error)?;
        let location = headers::text(error.headers(), LOCATION);
        let own = location.and_then(|link| self.first.service().own(link).ok());
        let url = own.unwrap_or_else(|| from_the_start(self.first.first_url()));
        let round = self.first.at(url).round();
        Some(StartOver { resync, round })
    }
}

impl<T> Round<T> {
    /// Returns the next change of the pages that were accepted.
    pub fn next_change(&mut self) -> Option<Change<T>> {
        self.pages.next_item()
    }

    /// Returns how many changes are ready to be taken.
    pub fn ready(&self) -> usize {
        self.pages.ready()
    }

    /// Returns the link to go on with ([`Request::resume`]), also after an error or a restart: where the page is whose
    /// changes are being taken, then where the next one is, and after the last page the delta link, which the next round
    /// begins with. Who stores it after the change that was taken loses none, and may get some twice.
    ///
    /// `None` if the service gave no such link, as it does where it tracks no changes.
    pub fn link(&self) -> Option<&str> {
        if self.pages.ready() > 0 {
            return Some(&self.page);
        }
        self.pages.link().or_else(|| self.pages.delta_link())
    }

    /// Returns the link that the next round begins with, once all changes of this one are taken.
    pub fn delta_link(&self) -> Option<&str> {
        let is_done = self.pages.ready() == 0 && self.pages.link().is_none();
        self.pages.delta_link().filter(|_| is_done)
    }
}

/// Links are as good as a password to what they lead to, so they are not shown.
impl<T> fmt::Debug for Round<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Round")
            .field("ready", &self.pages.ready())
            .finish_non_exhaustive()
    }
}

/// The URL of a delta function without the token that says where to begin: of what was asked with `latest`, or from
/// within, nothing would be read.
fn from_the_start(url: &str) -> String {
    let (path, query) = url.split_once('?').unwrap_or((url, ""));
    let (before, function) = path.rsplit_once('/').unwrap_or(("", path));
    let is_delta = function == "delta" || function.starts_with("delta(");
    let has_token = function.starts_with("delta(token=") && !function.contains(',');
    let mut whole = match has_token {
        true => format!("{before}/delta()"),
        false => path.to_owned(),
    };
    let is_token = |pair: &&str| {
        let name = pair.split('=').next().unwrap_or_default();
        let name = name.replace("%24", "$").to_ascii_lowercase();
        matches!(&*name, "$deltatoken" | "$skiptoken") || (is_delta && name == "token")
    };
    let mut separator = '?';
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        if !is_token(&pair) {
            whole.push(separator);
            whole.push_str(pair);
            separator = '&';
        }
    }
    whole
}

#[cfg(test)]
mod tests {
    use super::from_the_start;

    #[test]
    fn what_says_where_to_begin_is_left_out_of_a_start() {
        for (url, start) in [
            ("https://x/users/delta()", "https://x/users/delta()"),
            (
                "https://x/users/delta?$select=id",
                "https://x/users/delta?$select=id",
            ),
            (
                "https://x/users/delta?$deltatoken=latest&$select=id",
                "https://x/users/delta?$select=id",
            ),
            (
                "https://x/users/delta?%24deltatoken=a",
                "https://x/users/delta",
            ),
            (
                "https://x/users/delta?$select=id&$skiptoken=b",
                "https://x/users/delta?$select=id",
            ),
            ("https://x/root/delta?token=latest", "https://x/root/delta"),
            (
                "https://x/root/delta(token='latest')",
                "https://x/root/delta()",
            ),
            (
                "https://x/root/other?token=7",
                "https://x/root/other?token=7",
            ),
            (
                "https://x/events/delta(token='a',b='c')",
                "https://x/events/delta(token='a',b='c')",
            ),
        ] {
            assert_eq!(from_the_start(url), start);
        }
    }
}
