//! What carries a request to the service and its response back.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use bytes::Bytes;

use super::error::BoxError;
use super::response_body::ResponseBody;

/// A future of any kind.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Sends one request and gives one response, whatever its status. It follows no redirect and adds no
/// credentials.
pub trait Transport: Send + Sync {
    /// Sends `request`, and gives the response when its head is there. A body that is all there already is
    /// `response.map(ResponseBody::from)`.
    ///
    /// # Errors
    /// There was no response; the error must not show the request's headers or body.
    fn send(
        &self,
        request: http::Request<Bytes>,
    ) -> BoxFuture<'_, Result<http::Response<ResponseBody>, BoxError>>;
}

pub(super) fn default(root_certificates: &[Vec<u8>]) -> Result<Arc<dyn Transport>, BoxError> {
    Ok(Arc::new(hyper::HyperTransport::new(root_certificates)?))
}

mod hyper {
    use std::sync::Arc;

    use bytes::Bytes;
    use futures_util::TryStreamExt;
    use http_body_util::{BodyExt, Full};
    use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
    use hyper_util::client::legacy::Client;
    use hyper_util::client::legacy::connect::HttpConnector;
    use hyper_util::rt::TokioExecutor;
    use rustls::{ClientConfig, RootCertStore};

    use super::{BoxError, BoxFuture, ResponseBody, Transport};

    /// HTTP/1.1 over TCP or TLS, with kept connections.
    pub(super) struct HyperTransport(Client<HttpsConnector<HttpConnector>, Full<Bytes>>);

    impl HyperTransport {
        pub(super) fn new(root_certificates: &[Vec<u8>]) -> Result<Self, BoxError> {
            let mut roots = RootCertStore::empty();
            // A system without certificates, or with a broken one among them, can still reach services
            // whose certificates the caller gives.
            roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
            for certificate in root_certificates {
                roots.add(certificate.clone().into())?;
            }
            let provider = Arc::new(rustls::crypto::ring::default_provider());
            let tls = ClientConfig::builder_with_provider(provider)
                .with_safe_default_protocol_versions()?
                .with_root_certificates(roots)
                .with_no_client_auth();
            let connector = HttpsConnectorBuilder::new()
                .with_tls_config(tls)
                .https_or_http()
                .enable_http1()
                .build();
            Ok(Self(Client::builder(TokioExecutor::new()).build(connector)))
        }
    }

    impl Transport for HyperTransport {
        fn send(
            &self,
            request: http::Request<Bytes>,
        ) -> BoxFuture<'_, Result<http::Response<ResponseBody>, BoxError>> {
            Box::pin(async move {
                let response = self.0.request(request.map(Full::new)).await?;
                Ok(response
                    .map(|body| ResponseBody::new(body.into_data_stream().map_err(BoxError::from))))
            })
        }
    }
}
