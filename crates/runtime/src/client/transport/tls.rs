//! TLS: whom the client trusts, and what it shows of itself.

use std::error::Error;
use std::io;
use std::iter::successors;
use std::sync::Arc;

use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ClientConfig, RootCertStore};

use crate::client::error::BoxError;

/// A certificate of the client with those that vouch for it, and its key: each PEM or DER.
pub(super) struct Identity {
    pub(super) certificates: Vec<u8>,
    pub(super) key: Vec<u8>,
}

/// The settings of TLS: the certificates that the system trusts and `roots`, each PEM or DER.
pub(super) fn config(
    roots: &[Vec<u8>],
    identity: Option<&Identity>,
) -> Result<ClientConfig, BoxError> {
    let mut store = RootCertStore::empty();
    // A system without certificates, or with a broken one among them, can still reach services
    // whose certificates the caller gives.
    store.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    for root in roots {
        for certificate in certificates(root)? {
            store.add(certificate)?;
        }
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_root_certificates(store);
    Ok(match identity {
        None => config.with_no_client_auth(),
        Some(identity) => {
            let chain = certificates(&identity.certificates)?;
            config.with_client_auth_cert(chain, key(&identity.key)?)?
        }
    })
}

/// Whether TLS failed by what one side does not accept of the other, which no repetition changes.
pub(super) fn is_refused(error: &(dyn Error + 'static)) -> bool {
    successors(Some(error), |error| inner(*error))
        .filter_map(|error| error.downcast_ref::<rustls::Error>())
        .any(|error| {
            matches!(
                error,
                rustls::Error::InvalidCertificate(_) | rustls::Error::AlertReceived(_)
            )
        })
}

/// Returns the error that caused or is wrapped by an error: the source of an I/O error is that of what it wraps.
fn inner<'a>(error: &'a (dyn Error + 'static)) -> Option<&'a (dyn Error + 'static)> {
    let wrapped = error
        .downcast_ref::<io::Error>()
        .and_then(io::Error::get_ref);
    match wrapped {
        Some(wrapped) => Some(wrapped),
        None => error.source(),
    }
}

fn certificates(text: &[u8]) -> Result<Vec<CertificateDer<'static>>, BoxError> {
    if !is_pem(text) {
        return Ok(vec![CertificateDer::from(text.to_vec())]);
    }
    let read: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(text).collect();
    let read = read.map_err(|error| format!("a certificate is no PEM: {error}"))?;
    match read.is_empty() {
        true => Err("there is no certificate in the PEM text".into()),
        false => Ok(read),
    }
}

fn key(text: &[u8]) -> Result<PrivateKeyDer<'static>, BoxError> {
    match is_pem(text) {
        true => PrivateKeyDer::from_pem_slice(text)
            .map_err(|_| "there is no private key in the PEM text".into()),
        false => PrivateKeyDer::try_from(text.to_vec()).map_err(BoxError::from),
    }
}

fn is_pem(text: &[u8]) -> bool {
    const BEGIN: &[u8] = b"-----BEGIN ";
    text.windows(BEGIN.len()).any(|window| window == BEGIN)
}
