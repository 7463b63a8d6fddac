//! Names that may only lead to public addresses.

use std::io;
use std::net::SocketAddr;
use std::task::{Context, Poll};

use hyper_util::client::legacy::connect::dns::{GaiResolver, Name};
use tower_service::Service;

use super::BoxFuture;
use crate::client::is_private;

/// The system's resolver.
#[derive(Clone, Debug)]
pub(super) enum Resolver {
    /// With whatever it says.
    Any(GaiResolver),
    /// Without the addresses of private networks.
    Public(GaiResolver),
}

/// A name without a public address.
#[derive(Debug, thiserror::Error)]
#[error("it has no public address")]
pub(super) struct NoPublicAddress;

impl Resolver {
    pub(super) fn any() -> Self {
        Self::Any(GaiResolver::new())
    }

    pub(super) fn public() -> Self {
        Self::Public(GaiResolver::new())
    }
}

impl Service<Name> for Resolver {
    type Response = std::vec::IntoIter<SocketAddr>;
    type Error = io::Error;
    type Future = BoxFuture<'static, io::Result<Self::Response>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let (Self::Any(resolver) | Self::Public(resolver)) = self;
        resolver.poll_ready(context)
    }

    fn call(&mut self, name: Name) -> Self::Future {
        match self {
            Self::Any(resolver) => {
                let addresses = resolver.call(name);
                Box::pin(async move { Ok(addresses.await?.collect::<Vec<_>>().into_iter()) })
            }
            Self::Public(resolver) => {
                let addresses = resolver.call(name);
                Box::pin(async move { only_public(addresses.await?) })
            }
        }
    }
}

/// The public ones of some addresses. A name that has a private one beside them is taken at its public word.
fn only_public(addresses: impl Iterator<Item = SocketAddr>) -> io::Result<std::vec::IntoIter<SocketAddr>> {
    let public: Vec<SocketAddr> = addresses.filter(|address| !is_private(address.ip())).collect();
    if public.is_empty() { Err(io::Error::other(NoPublicAddress)) } else { Ok(public.into_iter()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_name_of_this_machine_is_no_public_one() {
        let error = Resolver::public().call("localhost".parse().unwrap()).await.unwrap_err();
        assert!(error.get_ref().is_some_and(|source| source.is::<NoPublicAddress>()), "{error}");
        assert!(Resolver::any().call("localhost".parse().unwrap()).await.is_ok());
        let addresses = ["10.0.0.1:1", "8.8.8.8:1", "169.254.169.254:1"].map(|address| address.parse().unwrap());
        assert_eq!(only_public(addresses.into_iter()).unwrap().as_slice(), [addresses[1]]);
    }
}
