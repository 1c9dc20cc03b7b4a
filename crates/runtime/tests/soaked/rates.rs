//! The throughput of plain GETs, beside that of bare hyper.

use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use graphwright::{Bytes, Method, ServiceClient, http};
use http_body_util::{BodyExt, Full};
use hyper_util::client::legacy::Client;
use hyper_util::rt::TokioExecutor;

use super::{AT_ONCE, server, service};

/// Requests a second, the middle of several rounds.
pub(crate) struct Rates {
    /// With everything that this crate does: token, headers, retries, and the JSON as a value.
    pub(crate) graphwright: f64,
    /// hyper's client, which leaves the body as bytes.
    pub(crate) hyper: f64,
}

const ROUNDS: usize = 5;

/// Sends that many GETs a round with both, in turns.
pub(crate) fn measure(requests: usize) -> Rates {
    let (origin, _) = server::start(0).expect("a server");
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    runtime.block_on(async {
        let service = service(&origin);
        let bare: Client<_, Full<Bytes>> = Client::builder(TokioExecutor::new()).build_http();
        let uri: http::Uri = format!("{origin}/v1.0/items/7").parse().expect("a URI");
        let (mut ours, mut theirs) = (Vec::new(), Vec::new());
        for _ in 0..ROUNDS {
            let get = |(bare, uri): (Client<_, Full<Bytes>>, http::Uri)| async move {
                let response = bare.get(uri).await.expect("a response");
                response.into_body().collect().await.expect("a body");
            };
            theirs.push(rate(requests, (bare.clone(), uri.clone()), get).await);
            let get = |service: ServiceClient| async move {
                let item = service.request(Method::GET, "/items/7").send().await;
                item.expect("an item");
            };
            ours.push(rate(requests, service.clone(), get).await);
        }
        Rates {
            graphwright: middle(ours),
            hyper: middle(theirs),
        }
    })
}

fn middle(mut rates: Vec<f64>) -> f64 {
    rates.sort_by(f64::total_cmp);
    rates[rates.len() / 2]
}

async fn rate<T, F>(requests: usize, by: T, get: impl Fn(T) -> F + Copy + Send + 'static) -> f64
where
    T: Clone + Send + 'static,
    F: Future<Output = ()> + Send + 'static,
{
    let next = Arc::new(AtomicUsize::new(0));
    let start = Instant::now();
    let workers: Vec<_> = (0..AT_ONCE)
        .map(|_| {
            let (next, by) = (next.clone(), by.clone());
            tokio::spawn(async move {
                while next.fetch_add(1, Ordering::SeqCst) < requests {
                    get(by.clone()).await;
                }
            })
        })
        .collect();
    for worker in workers {
        worker.await.expect("a worker that ends");
    }
    requests as f64 / start.elapsed().as_secs_f64()
}
