//! Signing in users at the Microsoft identity platform: by a code that is typed on another device (RFC 8628), by a
//! browser on this one (authorization code with PKCE, RFC 7636), and later by the refresh token of either.
//!
//! The flows send what they send over a [`Carrier`](crate::Carrier), so that they need no executor of their own. With
//! the feature `client`, `Network` is one over the transport of this crate, and `UserCredential` signs the requests of a
//! [`Client`](crate::Client):
//!
//! ```no_run
//! # #[cfg(feature = "client")]
//! # async fn run() -> Result<(), Box<dyn std::error::Error>> {
//! use graphwright::Client;
//! use graphwright::identity::{App, Network, UserCredential};
//!
//! let app = App::new("11111111-2222-3333-4444-555555555555").tenant("organizations");
//! let network = Network::new()?;
//! let code = app.device_code(&["User.Read"], &network).await?;
//! println!("{}", code.message());
//! let session = code.wait(&network).await?;
//! let client = Client::builder(UserCredential::new(app, session, network)).build()?;
//! # Ok(())
//! # }
//! ```

mod answer;
mod app;
mod authorization;
#[cfg(feature = "client")]
mod credential;
mod device_code;
mod error;
#[cfg(feature = "client")]
mod network;
mod session;

pub use app::App;
pub use authorization::Authorization;
#[cfg(feature = "client")]
pub use credential::UserCredential;
pub use device_code::DeviceCode;
pub use error::{Refusal, SignInError};
#[cfg(feature = "client")]
pub use network::Network;
pub use session::{IssuedToken, Session};
