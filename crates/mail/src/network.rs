//! How requests reach the service.

use std::time::Duration;

use graphwright::batch::{Batch, Step};
use graphwright::{Bytes, Page, Payload, Request, Result, Value};

/// What carries the requests of the program: it adds tokens, and repeats what the service wants repeated.
#[expect(
    async_fn_in_trait,
    reason = "a program of one thread has futures that are not `Send`"
)]
pub trait Network {
    /// Sends a request, and reads the whole response.
    async fn send<T: Payload>(&self, request: Request<T>) -> Result<T>;

    /// Sends a request, and hands on the body of the response piece by piece.
    async fn stream(&self, request: Request<Bytes>, take: impl FnMut(&[u8])) -> Result<()>;

    /// Waits.
    async fn wait(&self, time: Duration);
}

/// Sends requests of one kind in batches of up to twenty, and returns their results in the order of the requests,
/// each its own. Over the client alone it is `graphwright::batch::all(requests).send()`.
pub async fn send_all<T: Payload>(
    network: &impl Network,
    requests: impl IntoIterator<Item = Request<T>>,
) -> Vec<Result<T>> {
    let mut batch = Batch::new();
    let requests = requests.into_iter();
    let keys: Vec<_> = requests.map(|request| batch.add(request)).collect();
    let mut results = match batch.start() {
        Ok(mut sending) => loop {
            match sending.step() {
                Step::Send(request) => sending.answered(network.send(request).await),
                Step::Wait(time) => network.wait(time).await,
                Step::Done(results) => break Ok(results),
            }
        },
        Err(error) => Err(error),
    };
    let mut take = |key| match &mut results {
        Ok(results) => results.take(key),
        Err(error) => Err(error.clone()),
    };
    keys.into_iter().map(|key| take(key?)).collect()
}

/// Returns all items of a collection, page after page. Over the client alone it is `request.items()`, a stream.
pub async fn items<T: Value + 'static>(
    network: &impl Network,
    request: Request<Page<T>>,
) -> Result<Vec<T>> {
    let mut pages = request.pages();
    let mut items = Vec::new();
    while let Some(request) = pages.request() {
        let request = request?;
        let url = request.url().to_owned();
        pages.accept(network.send(request).await?, &url);
        items.extend(std::iter::from_fn(|| pages.next_item()));
    }
    Ok(items)
}
