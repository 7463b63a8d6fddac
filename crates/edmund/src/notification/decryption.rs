//! Content of notifications, decrypted.

use std::fmt;

use aws_lc_rs::cipher::{AES_256, DecryptionContext, PaddedBlockDecryptingKey, UnboundCipherKey};
use aws_lc_rs::hmac;
use aws_lc_rs::iv::FixedLength;
use aws_lc_rs::rsa::{OAEP_SHA1_MGF1SHA1, OaepPrivateDecryptingKey, PrivateDecryptingKey};
use rustls_pki_types::PrivatePkcs8KeyDer;
use rustls_pki_types::pem::PemObject as _;
use zeroize::Zeroizing;

use super::content::EncryptedContent;
use crate::edm::base64;

/// Bytes of a key for AES-256.
const KEY: usize = 32;

/// Bytes of an initialisation vector.
const VECTOR: usize = 16;

/// The private key of a certificate that a subscription was made with.
pub struct DecryptionKey(OaepPrivateDecryptingKey);

/// Why there is no content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DecryptionError {
    /// The key cannot be read.
    #[error("not an RSA key of at least 2048 bits in PKCS#8 (`PRIVATE KEY`)")]
    Key,
    /// What was sent is not what notifications consist of, or it is for another key, or it was changed on the way. It is not said which, because
    /// whoever sent it would learn from that.
    #[error("the content cannot be decrypted: it is damaged, or for another key")]
    Content,
}

impl DecryptionKey {
    /// A key in PKCS#8, as PEM.
    ///
    /// # Errors
    /// [`DecryptionError::Key`].
    pub fn from_pem(pem: &[u8]) -> Result<Self, DecryptionError> {
        let key = PrivatePkcs8KeyDer::from_pem_slice(pem).map_err(|_| DecryptionError::Key)?;
        Self::from_pkcs8(key.secret_pkcs8_der())
    }

    /// A key in PKCS#8, as DER.
    ///
    /// # Errors
    /// [`DecryptionError::Key`].
    pub fn from_pkcs8(der: &[u8]) -> Result<Self, DecryptionError> {
        let key = PrivateDecryptingKey::from_pkcs8(der).map_err(|_| DecryptionError::Key)?;
        OaepPrivateDecryptingKey::new(key).map(Self).map_err(|_| DecryptionError::Key)
    }

    /// What has changed, as JSON text: its key is decrypted with RSA-OAEP, its signature compared (HMAC-SHA256), and only then is it decrypted
    /// itself (AES-256-CBC).
    ///
    /// # Errors
    /// [`DecryptionError::Content`].
    pub fn decrypt(&self, content: &EncryptedContent) -> Result<Vec<u8>, DecryptionError> {
        let read = |text: &str| base64::decode(text).map(|(bytes, _)| bytes).ok_or(DecryptionError::Content);
        let key = self.content_key(&read(&content.data_key)?)?;
        let mut data = read(&content.data)?;
        let signature = read(&content.data_signature)?;
        let refused = |_| DecryptionError::Content;
        hmac::verify(&hmac::Key::new(hmac::HMAC_SHA256, &key), &data, &signature).map_err(refused)?;
        let vector: [u8; VECTOR] = key[..VECTOR].try_into().map_err(|_| DecryptionError::Content)?;
        let cipher = UnboundCipherKey::new(&AES_256, &key).and_then(PaddedBlockDecryptingKey::cbc_pkcs7).map_err(refused)?;
        let context = DecryptionContext::Iv128(FixedLength::from(vector));
        cipher.decrypt(&mut data, context).map(|plain| plain.to_vec()).map_err(refused)
    }

    fn content_key(&self, encrypted: &[u8]) -> Result<Zeroizing<Vec<u8>>, DecryptionError> {
        let mut space = Zeroizing::new(vec![0; self.0.min_output_size()]);
        let key = self.0.decrypt(&OAEP_SHA1_MGF1SHA1, encrypted, &mut space, None).map_err(|_| DecryptionError::Content)?;
        if key.len() == KEY { Ok(Zeroizing::new(key.to_vec())) } else { Err(DecryptionError::Content) }
    }
}

impl fmt::Debug for DecryptionKey {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("DecryptionKey(***)")
    }
}
