//! What is fetched.

use std::net::IpAddr;

use graphwright::{Anonymous, Client, Method, Request, ServiceClient};
use http::Uri;

/// A version of Microsoft Graph.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
pub(super) enum Version {
    /// What may be used in production.
    #[value(name = "v1.0")]
    V1,
    /// What may change at any time.
    Beta,
}

/// A national cloud.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Cloud {
    /// `graph.microsoft.com`
    Global,
    /// US Government L4: `graph.microsoft.us`
    #[value(alias = "l4")]
    UsGov,
    /// US Government L5 (DoD): `dod-graph.microsoft.us`
    #[value(alias = "l5")]
    UsGovDod,
    /// Operated by 21Vianet: `microsoftgraph.chinacloudapi.cn`
    China,
}

impl From<Cloud> for graphwright::Cloud {
    fn from(cloud: Cloud) -> Self {
        match cloud {
            Cloud::Global => Self::Global,
            Cloud::UsGov => Self::UsGov,
            Cloud::UsGovDod => Self::UsGovDod,
            Cloud::China => Self::China,
        }
    }
}

/// Where Microsoft publishes the OpenAPI documents of Graph.
const OPENAPI: &str =
    "https://raw.githubusercontent.com/microsoftgraph/msgraph-metadata/master/openapi";

/// A description at a URL.
#[derive(Debug)]
pub(super) struct Target {
    request: Request<graphwright::Bytes>,
}

impl Target {
    /// The metadata of Microsoft Graph, or its OpenAPI document.
    pub(super) fn of_graph(cloud: Cloud, version: Version, openapi: bool) -> Result<Self, String> {
        let version = match version {
            Version::V1 => "v1.0",
            Version::Beta => "beta",
        };
        if !openapi {
            let root = format!("https://graph.microsoft.com/{version}");
            return Self::new(cloud.into(), &root, "$metadata");
        }
        match cloud {
            Cloud::Global => Self::of_url(&format!("{OPENAPI}/{version}/openapi.yaml")),
            _ => Err(
                "Microsoft publishes the OpenAPI document of the global cloud alone: fetch the metadata, without \
                 --openapi"
                    .to_owned(),
            ),
        }
    }

    /// What stands at `url`.
    pub(super) fn of_url(url: &str) -> Result<Self, String> {
        let wrong = |why: &str| format!("`{}` {why}", url.escape_debug());
        let uri: Uri = url.parse().map_err(|_| wrong("is no URL"))?;
        let (Some(scheme), Some(authority)) = (uri.scheme_str(), uri.authority()) else {
            return Err(wrong("is no URL with a scheme and a host"));
        };
        if authority.as_str().contains('@') {
            return Err(wrong(
                "has a user or password in it, which would be written into a file: leave it out",
            ));
        }
        match scheme {
            "https" => {}
            "http" if is_loopback(authority.host()) => {}
            "http" => {
                return Err(wrong(
                    "is http, which anybody on the way can change: use https",
                ));
            }
            _ => return Err(wrong("is neither https nor http")),
        }
        Self::new(
            graphwright::Cloud::Global,
            &format!("{scheme}://{authority}"),
            url,
        )
    }

    fn new(cloud: graphwright::Cloud, root: &str, path: &str) -> Result<Self, String> {
        let client = Client::builder(Anonymous).cloud(cloud).build();
        let client = client.map_err(|error| error.to_string())?;
        // No scheme: nobody signs in to read a description.
        let service = ServiceClient::plain(client, root, &[]);
        let request = service.request(Method::GET, path);
        Ok(Self {
            request: request.returning(),
        })
    }

    /// Its URL.
    pub(super) fn url(&self) -> &str {
        self.request.url()
    }

    /// The request for it.
    pub(super) fn request(&self) -> Request<graphwright::Bytes> {
        self.request.clone().header(
            "accept",
            "application/xml, application/yaml;q=0.9, application/json;q=0.9, */*;q=0.5",
        )
    }
}

fn is_loopback(host: &str) -> bool {
    let address = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || address.parse().is_ok_and(|ip: IpAddr| ip.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_cloud_and_version_has_its_url() {
        for (cloud, version, url) in [
            (
                Cloud::Global,
                Version::V1,
                "https://graph.microsoft.com/v1.0/$metadata",
            ),
            (
                Cloud::Global,
                Version::Beta,
                "https://graph.microsoft.com/beta/$metadata",
            ),
            (
                Cloud::UsGov,
                Version::V1,
                "https://graph.microsoft.us/v1.0/$metadata",
            ),
            (
                Cloud::UsGovDod,
                Version::Beta,
                "https://dod-graph.microsoft.us/beta/$metadata",
            ),
            (
                Cloud::China,
                Version::V1,
                "https://microsoftgraph.chinacloudapi.cn/v1.0/$metadata",
            ),
        ] {
            assert_eq!(Target::of_graph(cloud, version, false).unwrap().url(), url);
        }
        let openapi = Target::of_graph(Cloud::Global, Version::V1, true).unwrap();
        assert_eq!(openapi.url(), format!("{OPENAPI}/v1.0/openapi.yaml"));
        for cloud in [Cloud::UsGov, Cloud::UsGovDod, Cloud::China] {
            let error = Target::of_graph(cloud, Version::V1, true).unwrap_err();
            assert!(error.contains("global cloud alone"), "{error}");
        }
    }

    #[test]
    fn http_leads_to_this_machine_alone() {
        for good in [
            "http://127.0.0.1:8080/x",
            "http://localhost/x?y=z",
            "http://[::1]:80/$metadata",
            "https://example.com",
        ] {
            assert!(Target::of_url(good).is_ok(), "{good}");
        }
        for (bad, why) in [
            ("http://example.com/x", "use https"),
            ("http://127.0.0.1.example.com/x", "use https"),
            ("http://localhost.example/x", "use https"),
            ("ftp://example.com/x", "neither https nor http"),
            ("file:///etc/passwd", "is no URL"),
            ("metadata.xml", "is no URL with a scheme"),
            ("https://user:secret@example.com/x", "leave it out"),
            ("not a url", "is no URL"),
        ] {
            let error = Target::of_url(bad).unwrap_err();
            assert!(error.contains(why), "{bad}: {error}");
        }
    }
}
