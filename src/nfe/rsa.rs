//! RSA with SHA-1 (PKCS#1 v1.5), the one signature that the NF-e takes: OpenSSL makes it, ring
//! verifies it.
//!
//! Why two libraries, and these:
//!
//! - ring, aws-lc-rs and graviola do not sign with SHA-1. The crate `rsa` does, three to four
//!   times slower, and its private operation leaks time (RUSTSEC-2023-0071, without a mended
//!   version). aws-lc needs `unsafe` of ours, or cmake and libclang under the crate `openssl`.
//!   OpenSSL, the system's own, is as fast as aws-lc, has a safe API, and is mended by the
//!   distribution without a build of ours.
//! - Whoever makes a signature should not be the only one to judge it. ring is in the tree for
//!   TLS anyhow, and shares no code with the system's OpenSSL.
//!
//! Systems of Red Hat's kind refuse "sign SHA-1" by policy. The layout knows nothing else, so the
//! digest is wrapped here (`DigestInfo`) and OpenSSL is asked for the padding and the power only.
//! That is tried on Debian's OpenSSL, and on none with such a policy.

use openssl::error::ErrorStack;
use openssl::hash::{DigestBytes, MessageDigest, hash};
use openssl::pkey::{PKey, Private};
use openssl::pkey_ctx::PkeyCtx;
use openssl::rsa::Padding;
use ring::signature::{RSA_PKCS1_2048_8192_SHA1_FOR_LEGACY_USE_ONLY, UnparsedPublicKey};

/// What stands before a SHA-1 in `DigestInfo` (RFC 8017, 9.2, note 1).
const DIGEST_INFO: [u8; 15] =
    [0x30, 0x21, 0x30, 0x09, 0x06, 0x05, 0x2b, 0x0e, 0x03, 0x02, 0x1a, 0x05, 0x00, 0x04, 0x14];

/// The digest that the layout wants. OpenSSL's, as it is in assembly for every processor; the check
/// takes another's.
pub(super) fn sha1(bytes: &[u8]) -> Result<DigestBytes, ErrorStack> {
    hash(MessageDigest::sha1(), bytes)
}

/// Signs these bytes. The same key and bytes give the same signature; OpenSSL blinds the operation
/// with chance of its own, which leaves no trace in it.
pub(super) fn sign(key: &PKey<Private>, bytes: &[u8]) -> Result<Vec<u8>, ErrorStack> {
    let digest_info = [DIGEST_INFO.as_slice(), &sha1(bytes)?].concat();
    let mut operation = PkeyCtx::new(key)?;
    operation.sign_init()?;
    operation.set_rsa_padding(Padding::PKCS1)?;
    let mut signature = Vec::with_capacity(key.size());
    operation.sign_to_vec(&digest_info, &mut signature)?;
    Ok(signature)
}

/// Whether these bytes were signed with the private key of this public one, which is the content
/// of `subjectPublicKey`, of 2048 bits or more.
pub(super) fn is_signed(public_key: &[u8], bytes: &[u8], signature: &[u8]) -> bool {
    UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA1_FOR_LEGACY_USE_ONLY, public_key)
        .verify(bytes, signature)
        .is_ok()
}
