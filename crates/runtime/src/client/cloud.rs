//! The clouds that Microsoft Graph runs in.

use super::origin::Origin;

/// A cloud of Microsoft's. It replaces the host of Graph in a service root; the root of another
/// service stays what it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Cloud {
    /// `graph.microsoft.com`.
    #[default]
    Global,
    /// US Government L4: `graph.microsoft.us`.
    UsGov,
    /// US Government L5 (DOD): `dod-graph.microsoft.us`.
    UsGovDod,
    /// China, operated by 21Vianet: `microsoftgraph.chinacloudapi.cn`.
    China,
}

const GRAPH: &str = "https://graph.microsoft.com";

impl Cloud {
    fn origin(self) -> &'static str {
        match self {
            Self::Global => GRAPH,
            Self::UsGov => "https://graph.microsoft.us",
            Self::UsGovDod => "https://dod-graph.microsoft.us",
            Self::China => "https://microsoftgraph.chinacloudapi.cn",
        }
    }

    /// Returns the origin of the host where users sign in.
    #[cfg(feature = "oauth2")]
    pub(super) fn login(self) -> &'static str {
        match self {
            Self::Global => "https://login.microsoftonline.com",
            Self::UsGov | Self::UsGovDod => "https://login.microsoftonline.us",
            Self::China => "https://login.partner.microsoftonline.cn",
        }
    }

    /// Returns whether Graph in this cloud is published at `origin`.
    pub(super) fn is_graph(self, origin: &Origin) -> bool {
        Origin::of(self.origin()).as_ref() == Some(origin)
    }

    /// The service root in this cloud.
    pub(super) fn place(self, root: &str) -> String {
        match root.strip_prefix(GRAPH) {
            Some(path) if path.is_empty() || path.starts_with('/') => {
                format!("{}{path}", self.origin())
            }
            _ => root.to_owned(),
        }
    }
}
