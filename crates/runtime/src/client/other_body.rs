//! Bodies that no description has, for operations that one has.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http::header::CONTENT_TYPE;
use serde_json::Value;

use super::request::Request;

impl<T> Request<T> {
    /// Sends these bytes as the body, where the service takes another one than the description says. The response is
    /// read as the operation says. It is given to a request whose own body says nothing: a value without a member, a
    /// change of nothing, or parameters that are such values.
    ///
    /// ```
    /// # use graphwright::{Client, Json, Method, ServiceClient};
    /// # let service = ServiceClient::new(Client::sans_io().build()?, "https://graph.microsoft.com/v1.0");
    /// # let photo = service.request(Method::PUT, "/me/photo");
    /// let request = photo.body_as("image/png", b"the bytes of the image".to_vec());
    /// # request.to_http()?;
    /// # Ok::<(), graphwright::Error>(())
    /// ```
    ///
    /// A body that says something is not dropped: the request then is an error when it is sent. To replace it
    /// whatever it is, take [`body_bytes`](Self::body_bytes).
    pub fn body_as(self, content_type: &str, bytes: impl Into<Bytes>) -> Self {
        self.without_other_body().body_bytes(content_type, bytes)
    }

    /// Sends a message as MIME, which Microsoft Graph takes as base64 in a body of `text/plain`: to create a draft or a
    /// reply, to send a message, and others
    /// ([source](https://learn.microsoft.com/graph/outlook-send-mime-message)). The response is read as the operation
    /// says.
    ///
    /// ```
    /// # use graphwright::{Client, Json, Method, ServiceClient};
    /// # let service = ServiceClient::new(Client::sans_io().build()?, "https://graph.microsoft.com/v1.0");
    /// # let create = |_: &()| service.request(Method::POST, "/me/messages").json_body(&serde_json::json!({}));
    /// # let nothing = ();
    /// // In a generated crate: `graph.me().messages().create(&Message::default())`.
    /// let request = create(&nothing).mime_body("Subject: Oslo\r\n\r\nHello");
    /// assert_eq!(&request.body().expect("a body")[..], b"U3ViamVjdDogT3Nsbw0KDQpIZWxsbw==");
    /// # Ok::<(), graphwright::Error>(())
    /// ```
    ///
    /// As [`body_as`](Self::body_as), it takes the place of a body that says nothing.
    pub fn mime_body(self, mime: impl AsRef<[u8]>) -> Self {
        self.body_as("text/plain", STANDARD.encode(mime))
    }

    /// The request without the body that it has, which is an error if that says something.
    pub(super) fn without_other_body(mut self) -> Self {
        let body = self.parts.body.take();
        self.parts.headers.remove(CONTENT_TYPE);
        match body.is_none_or(|body| says_nothing(&body)) {
            true => self,
            false => self.refuse(
                "it has a body already, which would be lost: make the request with an empty value, such as \
                 `create(&Default::default())`, and then give it the other body",
            ),
        }
    }
}

/// Returns whether a body has no member with a value.
fn says_nothing(body: &[u8]) -> bool {
    fn is_blank(value: &Value) -> bool {
        let members = value.as_object();
        members.is_some_and(|members| {
            let mut values = members.iter();
            // What a value is an instance of says nothing about it.
            values.all(|(name, value)| name.ends_with("@odata.type") || is_blank(value))
        })
    }
    body.is_empty() || serde_json::from_slice(body).is_ok_and(|value| is_blank(&value))
}
