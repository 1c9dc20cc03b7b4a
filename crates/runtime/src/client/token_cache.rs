//! Tokens, kept until they expire; each is fetched once for all requests that wait for it.

use std::collections::HashMap;
use std::panic::AssertUnwindSafe;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::{Duration, SystemTime};

use futures_util::FutureExt;
use futures_util::future::Shared;

use super::credential::{AccessToken, Credential, TokenRequest};
use super::error::BoxError;
use super::error::SharedError;
use super::secret::Secret;
use super::sender::Time;
use super::transport::BoxFuture;

/// A token is renewed this long before it expires, so that requests need not wait for it.
const MARGIN: Duration = Duration::from_secs(5 * 60);

/// Of a token that lives shorter than that, this part of its life is left when it is renewed.
const MARGIN_PART: u32 = 4;

/// While the token that there is can still be used, a fetch that failed is repeated after this time.
const PAUSE: Duration = Duration::from_secs(30);

/// The tokens of one credential.
pub(super) struct TokenCache(Arc<Cache>);

struct Cache {
    credential: Arc<dyn Credential>,
    /// A fetch that takes longer is not waited for by further requests: it may never end.
    patience: Duration,
    time: Time,
    state: Mutex<State>,
}

/// No lock on it is held while a token is fetched.
#[derive(Default)]
struct State {
    by_scopes: HashMap<Vec<String>, Known>,
    fetches: u64,
}

/// The token and the state of one set of scopes.
#[derive(Default)]
struct Known {
    token: Option<Kept>,
    fetch: Option<Fetch>,
    /// When, by the clock.
    failed: Option<Duration>,
}

struct Kept {
    token: AccessToken,
    /// When it expires by the clock of the client: what is left of its life counts from when it came.
    until: Duration,
    renewed_from: Duration,
}

/// A call of the credential, which whoever waits for it carries on.
#[derive(Clone)]
struct Fetch {
    number: u64,
    claims: Option<String>,
    since: Duration,
    outcome: Shared<BoxFuture<'static, Result<AccessToken, SharedError>>>,
}

impl TokenCache {
    pub(super) fn new(credential: Arc<dyn Credential>, patience: Duration, time: Time) -> Self {
        Self(Arc::new(Cache {
            credential,
            patience,
            time,
            state: Mutex::default(),
        }))
    }

    /// A token that is valid: the one that there is, also while another is fetched, else what the fetch gives
    /// that all requests share. A fetch without the claims that a service asks for is none for them.
    pub(super) async fn token(
        &self,
        scopes: &[String],
        claims: Option<&str>,
    ) -> Result<Secret, SharedError> {
        let fetch = {
            let mut state = self.0.lock();
            let now = self.0.time.now();
            match state.by_scopes.get(scopes) {
                Some(known) if let Some(kept) = known.valid(now) => {
                    let secret = kept.token.secret.clone();
                    let is_due = now >= kept.renewed_from;
                    if is_due
                        && !known.has_just_failed(now)
                        && known.running(now, self.0.patience).is_none()
                    {
                        self.0.begin(&mut state, scopes, None);
                    }
                    return Ok(secret);
                }
                known => match known
                    .and_then(|known| known.running(now, self.0.patience))
                    .filter(|fetch| claims.is_none() || fetch.claims.as_deref() == claims)
                {
                    Some(fetch) => fetch.clone(),
                    None => self.0.begin(&mut state, scopes, claims),
                },
            }
        };
        fetch.outcome.await.map(|token| token.secret)
    }

    /// Keeps `refused` no longer; a token that has replaced it meanwhile stays.
    pub(super) fn drop_token(&self, scopes: &[String], refused: &Secret) {
        if let Some(known) = self.0.lock().by_scopes.get_mut(scopes) {
            known.token.take_if(|kept| kept.token.secret == *refused);
        }
    }
}

impl Known {
    /// A token that has not expired by either clock: that of the client may stand still while the machine sleeps.
    fn valid(&self, now: Duration) -> Option<&Kept> {
        self.token
            .as_ref()
            .filter(|kept| kept.until > now && kept.token.expires_on > SystemTime::now())
    }

    fn running(&self, now: Duration, patience: Duration) -> Option<&Fetch> {
        let fetch = self.fetch.as_ref();
        fetch.filter(|fetch| now.saturating_sub(fetch.since) < patience)
    }

    fn has_just_failed(&self, now: Duration) -> bool {
        self.failed.is_some_and(|at| now.saturating_sub(at) < PAUSE)
    }
}

impl Cache {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Begins a fetch, which needs nobody to wait for it.
    fn begin(
        self: &Arc<Self>,
        state: &mut State,
        scopes: &[String],
        claims: Option<&str>,
    ) -> Fetch {
        state.fetches += 1;
        let number = state.fetches;
        let outcome = fetch(
            Arc::downgrade(self),
            self.credential.clone(),
            (scopes.to_vec(), claims.map(str::to_owned)),
            number,
        );
        let fetch = Fetch {
            number,
            claims: claims.map(str::to_owned),
            since: self.time.now(),
            outcome: outcome.boxed().shared(),
        };
        if let Ok(runtime) = tokio::runtime::Handle::try_current() {
            let (time, patience, outcome) =
                (self.time.clone(), self.patience, fetch.outcome.clone());
            runtime.spawn(async move { drop(time.within(patience, outcome).await) });
        }
        let known = state.by_scopes.entry(scopes.to_vec()).or_default();
        known.fetch = Some(fetch.clone());
        fetch
    }

    fn settle(&self, scopes: &[String], number: u64, outcome: &Result<AccessToken, SharedError>) {
        let mut state = self.lock();
        let Some(known) = state.by_scopes.get_mut(scopes) else {
            return;
        };
        let last = known
            .fetch
            .take_if(|fetch| fetch.number == number)
            .is_some();
        match outcome {
            Ok(token) => {
                let outlives = |kept: &Kept| token.expires_on > kept.token.expires_on;
                if last || known.token.as_ref().is_none_or(outlives) {
                    known.token = Some(Kept::new(token.clone(), self.time.now()));
                    known.failed = None;
                }
            }
            Err(_) => known.failed = Some(self.time.now()),
        }
    }
}

/// Asks the credential, and keeps what it gives if the cache is still there.
async fn fetch(
    cache: Weak<Cache>,
    credential: Arc<dyn Credential>,
    (scopes, claims): (Vec<String>, Option<String>),
    number: u64,
) -> Result<AccessToken, SharedError> {
    let asked: Vec<&str> = scopes.iter().map(String::as_str).collect();
    // A panic would otherwise reach one of those who wait, and the others without its message.
    let given = AssertUnwindSafe(async {
        let request = TokenRequest {
            claims: claims.as_deref(),
            ..TokenRequest::new(&asked)
        };
        credential.token(request).await
    });
    let given = given.catch_unwind().await;
    let given = given.unwrap_or_else(|_| Err(BoxError::from("the credential panicked")));
    let outcome = given.map_err(SharedError::from);
    if let Some(cache) = cache.upgrade() {
        cache.settle(&scopes, number, &outcome);
    }
    outcome
}

impl Kept {
    fn new(token: AccessToken, now: Duration) -> Self {
        let life = token.expires_on.duration_since(SystemTime::now());
        let life = life.unwrap_or_default();
        let until = now.saturating_add(life);
        Self {
            renewed_from: until - MARGIN.min(life / MARGIN_PART),
            until,
            token,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::client::sender::Clock;

    /// Gives a token that is called after the claims, and without claims none.
    struct ByClaims;

    impl Credential for ByClaims {
        fn token<'a>(
            &'a self,
            request: TokenRequest<'a>,
        ) -> BoxFuture<'a, Result<AccessToken, BoxError>> {
            let claims = request.claims.map(Secret::new);
            Box::pin(async {
                match claims {
                    Some(secret) => Ok(AccessToken {
                        secret,
                        expires_on: SystemTime::now() + Duration::from_secs(3600),
                    }),
                    None => std::future::pending().await,
                }
            })
        }
    }

    #[tokio::test]
    async fn who_asks_with_claims_does_not_wait_for_a_token_without_them() {
        let cache = TokenCache::new(Arc::new(ByClaims), Duration::MAX, Time::TOKIO);
        let without = cache.token(&[], None);
        let mut without = Box::pin(without);
        assert!((&mut without).now_or_never().is_none());
        let with = cache.token(&[], Some("the claims")).await;
        assert_eq!(with.expect("a token").reveal(), "the claims");
    }

    /// Gives tokens that are called by their number and live so long.
    struct Numbered(Duration, Mutex<u32>);

    impl Credential for Numbered {
        fn token<'a>(
            &'a self,
            _: TokenRequest<'a>,
        ) -> BoxFuture<'a, Result<AccessToken, BoxError>> {
            let mut number = self.1.lock().expect("the number");
            *number += 1;
            let token = AccessToken {
                secret: Secret::new(number.to_string()),
                expires_on: SystemTime::now() + self.0,
            };
            Box::pin(async { Ok(token) })
        }
    }

    /// A clock that the test moves.
    #[derive(Default)]
    struct Moved(Mutex<Duration>);

    impl Clock for Moved {
        fn now(&self) -> Duration {
            *self.0.lock().expect("the time")
        }

        fn sleep(&self, _: Duration) -> BoxFuture<'static, ()> {
            Box::pin(std::future::pending())
        }
    }

    async fn number(cache: &TokenCache) -> String {
        let token = cache.token(&[], None).await;
        token.expect("a token").reveal().to_owned()
    }

    #[tokio::test]
    async fn a_token_expires_by_the_clock_of_the_client() {
        let clock = Arc::new(Moved::default());
        let credential = Numbered(Duration::from_secs(3600), Mutex::default());
        let cache = TokenCache::new(Arc::new(credential), Duration::MAX, Time::of(clock.clone()));
        assert_eq!(number(&cache).await, "1");
        assert_eq!(number(&cache).await, "1");
        *clock.0.lock().expect("the time") = Duration::from_secs(3601);
        assert_eq!(number(&cache).await, "2");
    }

    #[tokio::test]
    async fn a_token_expires_though_the_clock_of_the_client_stood_still() {
        let life = Duration::from_millis(50);
        let credential = Numbered(life, Mutex::default());
        let time = Time::of(Moved::default());
        let cache = TokenCache::new(Arc::new(credential), Duration::MAX, time);
        assert_eq!(number(&cache).await, "1");
        tokio::time::sleep(life * 2).await;
        assert_eq!(number(&cache).await, "2");
    }
}
