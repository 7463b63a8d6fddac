//! One notification.

use std::fmt;

use serde_json::{Map, Value};

use crate::DateTimeOffset;

/// What a service tells of one change, or of a subscription.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Notification {
    /// The subscription that it comes from.
    pub subscription_id: Option<String>,
    /// When the subscription ends, unless it is renewed.
    pub expires: Option<DateTimeOffset>,
    /// The tenant that the change is in.
    pub tenant_id: Option<String>,
    /// What happened.
    pub event: Event,
    /// The path of what has changed, below the root of the service.
    pub resource: Option<String>,
    /// What the service says of it: type, identifier and entity tag as a rule.
    pub resource_data: Option<Value>,
    /// What has changed, for subscriptions that ask for it.
    pub encrypted: Option<EncryptedContent>,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Event {
    /// Something was `created`, `updated` or `deleted`, in the service's words.
    Changed(String),
    /// Something is to be done about the subscription.
    Lifecycle(Lifecycle),
}

/// What is to be done about a subscription.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Lifecycle {
    /// The service wants to see a valid token: renew the subscription, or call `reauthorize` on it.
    ReauthorizationRequired,
    /// The subscription is no more: make another, and ask for the changes in between.
    SubscriptionRemoved,
    /// Some notifications were not delivered: ask for the changes.
    Missed,
    /// Something that this version does not know.
    Other(String),
}

/// What has changed, for the holder of a key only.
#[derive(Clone)]
#[non_exhaustive]
pub struct EncryptedContent {
    /// The content: AES-256-CBC, in Base64.
    pub data: String,
    /// The key of the content, encrypted for the subscriber's certificate: RSA-OAEP, in Base64.
    pub data_key: String,
    /// HMAC-SHA256 of the content, in Base64.
    pub data_signature: String,
    /// The subscriber's name for the certificate, by which the right key is found.
    pub certificate_id: String,
    /// The thumbprint of the certificate.
    pub certificate_thumbprint: String,
}

impl Notification {
    pub(super) fn read(members: &Map<String, Value>) -> Self {
        let text = |name: &str| members.get(name).and_then(Value::as_str).map(str::to_owned);
        let event = match text("lifecycleEvent") {
            Some(event) => Event::Lifecycle(Lifecycle::of(event)),
            None => Event::Changed(text("changeType").unwrap_or_default()),
        };
        Self {
            subscription_id: text("subscriptionId"),
            expires: text("subscriptionExpirationDateTime").and_then(|time| time.parse().ok()),
            tenant_id: text("tenantId"),
            event,
            resource: text("resource"),
            resource_data: members.get("resourceData").filter(|data| !data.is_null()).cloned(),
            encrypted: members.get("encryptedContent").and_then(Value::as_object).map(EncryptedContent::read),
        }
    }
}

impl Lifecycle {
    fn of(event: String) -> Self {
        match event.as_str() {
            "reauthorizationRequired" => Self::ReauthorizationRequired,
            "subscriptionRemoved" => Self::SubscriptionRemoved,
            "missed" => Self::Missed,
            _ => Self::Other(event),
        }
    }
}

impl EncryptedContent {
    fn read(members: &Map<String, Value>) -> Self {
        let text = |name: &str| members.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
        Self {
            data: text("data"),
            data_key: text("dataKey"),
            data_signature: text("dataSignature"),
            certificate_id: text("encryptionCertificateId"),
            certificate_thumbprint: text("encryptionCertificateThumbprint"),
        }
    }
}

/// Without what is encrypted.
impl fmt::Debug for EncryptedContent {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("EncryptedContent").field("certificate_id", &self.certificate_id).finish_non_exhaustive()
    }
}
