//! Where Microsoft Graph is.

use edmund::{Authority, Client, ClientBuilder};

/// The clouds of Microsoft, each with a Graph and an authority of its own: a token of one is worth nothing in another
/// ([national clouds](https://learn.microsoft.com/graph/deployments)).
///
/// ```
/// use edmund::ClientSecret;
/// use graph_reports::{Cloud, Version};
///
/// # fn main() -> Result<(), edmund::Error> {
/// let credential = ClientSecret::new(Cloud::Global.authority("contoso.example"), "the application's id", "its secret");
/// let graph = Cloud::Global.client(Version::V1).credential(credential).build()?;
/// # drop(graph);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Cloud {
    /// Everyone's.
    #[default]
    Global,
    /// US Government L4.
    UsGovernment,
    /// US Government L5, of the Department of Defense.
    UsDefense,
    /// China, operated by 21Vianet.
    China,
}

/// The version of Graph's interface: what is in beta may change any day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Version {
    /// `v1.0`.
    #[default]
    V1,
    /// `beta`.
    Beta,
}

impl Cloud {
    /// Every cloud.
    pub const ALL: [Self; 4] = [Self::Global, Self::UsGovernment, Self::UsDefense, Self::China];

    /// The base URL of a client.
    pub fn base_url(self, version: Version) -> String {
        let host = match self {
            Self::Global => "graph.microsoft.com",
            Self::UsGovernment => "graph.microsoft.us",
            Self::UsDefense => "dod-graph.microsoft.us",
            Self::China => "microsoftgraph.chinacloudapi.cn",
        };
        let version = match version {
            Version::V1 => "v1.0",
            Version::Beta => "beta",
        };
        format!("https://{host}/{version}")
    }

    /// Who gives tokens for this cloud's Graph, in a tenant by its identifier or one of its domains.
    pub fn authority(self, tenant: &str) -> Authority {
        let host = match self {
            Self::Global => "https://login.microsoftonline.com",
            Self::UsGovernment | Self::UsDefense => "https://login.microsoftonline.us",
            Self::China => "https://login.chinacloudapi.cn",
        };
        Authority::entra_at(host, tenant)
    }

    /// A client of this cloud's Graph that keeps to its documented limits and says what helps; a credential is all it lacks.
    pub fn client(self, version: Version) -> ClientBuilder {
        Client::builder().base_url(self.base_url(version)).limits(crate::limits()).hints(crate::hints())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_cloud_has_a_graph_and_an_authority() {
        let shown: Vec<String> =
            Cloud::ALL.iter().map(|cloud| format!("{} {:?}", cloud.base_url(Version::Beta), cloud.authority("t"))).collect();
        let expected = [
            "https://graph.microsoft.com/beta Authority { token_url: \"https://login.microsoftonline.com/t/oauth2/v2.0/token\", scopes: [], .. }",
            "https://graph.microsoft.us/beta Authority { token_url: \"https://login.microsoftonline.us/t/oauth2/v2.0/token\", scopes: [], .. }",
            "https://dod-graph.microsoft.us/beta Authority { token_url: \"https://login.microsoftonline.us/t/oauth2/v2.0/token\", scopes: [], .. }",
            "https://microsoftgraph.chinacloudapi.cn/beta Authority { token_url: \"https://login.chinacloudapi.cn/t/oauth2/v2.0/token\", scopes: [], .. }",
        ];
        assert_eq!(shown, expected);
        assert!(Cloud::ALL.iter().all(|cloud| cloud.client(Version::V1).build().is_ok()));
    }
}
