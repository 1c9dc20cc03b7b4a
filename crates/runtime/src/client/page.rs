//! Collections that come page by page.

use std::collections::{HashSet, VecDeque};
use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::error::{Error, ErrorKind, Result};
use super::origin;
use super::payload::{Payload, Reply, Unfit};
use super::request::Request;
use super::transport::BoxFuture;
use crate::json::Reader;
use crate::model::{
    Additional, Object, PropertySchema, Schema, Slot, debug_model, deserialize, read_members,
    serialize_object,
};
use crate::value::Value;

/// One page of a collection (JSON Format 4.01, 12).
#[derive(Clone, PartialEq)]
pub struct Page<T> {
    /// The items of this page.
    pub value: Vec<T>,
    /// Where the next page is; there is none if this is absent.
    pub next_link: Option<String>,
    /// Where changes since this page can be asked for, on the last page of a delta.
    pub delta_link: Option<String>,
    /// How many items there are on all pages, where that was asked for.
    pub count: Option<i64>,
    /// What else came with the page.
    pub additional: Additional,
}

impl<T> Default for Page<T> {
    fn default() -> Self {
        Self {
            value: Vec::new(),
            next_link: None,
            delta_link: None,
            count: None,
            additional: Additional::default(),
        }
    }
}

const SCHEMA: Schema = Schema {
    name: "Page",
    properties: &[
        PropertySchema::new("@odata.nextLink").secret(),
        PropertySchema::new("@odata.deltaLink").secret(),
        PropertySchema::new("@odata.count"),
        PropertySchema::new("value"),
    ],
};

/// The items are always there.
impl<T: Value + Serialize> Slot for Vec<T> {
    fn value(&self) -> Option<&dyn Value> {
        Some(self)
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> bool {
        let items = <Self as Value>::read(reader);
        let fits = items.is_some();
        *self = items.unwrap_or_default();
        fits
    }

    fn clear(&mut self) {
        Vec::clear(self);
    }
}

impl<T: Value + Serialize> Object for Page<T> {
    fn schema(&self) -> &'static Schema {
        &SCHEMA
    }

    fn slot(&self, index: usize) -> &dyn Slot {
        match index {
            0 => &self.next_link,
            1 => &self.delta_link,
            2 => &self.count,
            3 => &self.value,
            _ => crate::model::no_such_slot(index),
        }
    }

    fn slot_mut(&mut self, index: usize) -> &mut dyn Slot {
        match index {
            0 => &mut self.next_link,
            1 => &mut self.delta_link,
            2 => &mut self.count,
            3 => &mut self.value,
            _ => crate::model::no_such_slot(index),
        }
    }

    fn additional(&self) -> &Additional {
        &self.additional
    }

    fn additional_mut(&mut self) -> &mut Additional {
        &mut self.additional
    }
}

impl<T: Value + Serialize> Value for Page<T> {
    fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let before = reader.mark();
        let mut is_page = false;
        reader.object(|reader, name| {
            is_page |= name == "value";
            reader.raw();
            true
        })?;
        reader.rewind(before);
        let mut page = Self::default();
        let fits = is_page && read_members(&mut page, reader);
        (fits && page.additional.get_json("value").is_none()).then_some(page)
    }
}

impl<T: Value + Serialize> fmt::Debug for Page<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        debug_model(self, f)
    }
}

impl<T: Value + Serialize> Serialize for Page<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        serialize_object(self, None, serializer)
    }
}

impl<'de, T: Value + Serialize> Deserialize<'de> for Page<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        deserialize(deserializer)
    }
}

impl<T: Value + Serialize> Payload for Page<T> {
    fn from_reply(reply: Reply<'_>) -> std::result::Result<Self, Unfit> {
        <Self as Value>::read(&mut Reader::new(reply.json()?))
            .ok_or_else(|| Unfit::expected("a collection"))
    }
}

impl<T: Value + Serialize + 'static> Request<Page<T>> {
    /// The request for the page after `page`, which this request gave. A relative link is relative to
    /// the context URL, else to the URL of the request (JSON Format 4.01, 4.3).
    fn following(&self, page: &Page<T>) -> Option<Self> {
        let link = page.next_link.as_deref()?;
        let context: Option<String> = page.additional.get("@odata.context");
        let base = context.map_or_else(
            || self.url().to_owned(),
            |context| origin::resolve(self.url(), &context),
        );
        Some(self.at(origin::resolve(&base, link)))
    }

    /// The items of this page and of all that follow it.
    pub fn items(self) -> Items<T> {
        Items {
            next: Some(self),
            pending: None,
            items: VecDeque::new(),
            seen: HashSet::new(),
        }
    }
}

/// The items of a collection, page by page. After an error it ends.
#[must_use = "nothing is sent until `next` is called"]
pub struct Items<T> {
    next: Option<Request<Page<T>>>,
    pending: Option<Pending<T>>,
    items: VecDeque<T>,
    /// The URLs of pages that were asked for: a page must not lead back.
    seen: HashSet<String>,
}

struct Pending<T> {
    /// What further pages are asked for with.
    template: Request<Page<T>>,
    page: BoxFuture<'static, Result<Page<T>>>,
}

/// Nothing in it is pinned: futures are boxed.
impl<T> Unpin for Items<T> {}

impl<T: Value + Serialize + 'static> Items<T> {
    /// The next item; `None` at the end.
    pub async fn next(&mut self) -> Option<Result<T>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    fn ask(&mut self, request: Request<Page<T>>) -> Result<()> {
        if !self.seen.insert(request.url().to_owned()) {
            let why = "the service leads from one page back to an earlier one".to_owned();
            return Err(Error::new(ErrorKind::Redirect(why)).at(request.url()));
        }
        let template = request.at(request.url().to_owned());
        self.pending = Some(Pending {
            template,
            page: Box::pin(request.send()),
        });
        Ok(())
    }
}

impl<T: Value + Serialize + 'static> Stream for Items<T> {
    type Item = Result<T>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<T>>> {
        loop {
            if let Some(item) = self.items.pop_front() {
                return Poll::Ready(Some(Ok(item)));
            }
            if let Some(request) = self.next.take()
                && let Err(error) = self.ask(request)
            {
                return Poll::Ready(Some(Err(error)));
            }
            let Some(pending) = &mut self.pending else {
                return Poll::Ready(None);
            };
            let page = ready!(pending.page.as_mut().poll(context));
            let template = self.pending.take().map(|pending| pending.template);
            match page {
                Err(error) => return Poll::Ready(Some(Err(error))),
                Ok(page) => {
                    self.next = template.and_then(|asked| asked.following(&page));
                    self.items.extend(page.value);
                }
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
