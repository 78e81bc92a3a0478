//! `ContentMD5Value` of `submitInvoice`.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use md5::{Digest as _, Md5};

/// Base64 of the sixteen raw bytes of the MD5 of the file, before the file itself is encoded
/// (SP-API, "Submit a shipment invoice", step 2). Not hexadecimal, not of the Base64 text.
pub fn content_md5(file: &[u8]) -> String {
    STANDARD.encode(Md5::digest(file))
}

#[cfg(test)]
mod tests {
    use super::content_md5;

    #[test]
    fn the_known_vectors_agree() {
        for (file, expected) in [
            ("xml content file", "KoXUCoEHwYTCPipqsKslTw=="),
            ("Have to deal with Base64 format?", "4ceOTuLf5m30CAJqEZ1XrA=="),
            ("", "1B2M2Y8AsgTpgAmY7PhCfg=="),
        ] {
            assert_eq!(content_md5(file.as_bytes()), expected, "{file}");
        }
    }
}
