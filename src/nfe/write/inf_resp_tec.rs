//! `infRespTec` (ZD): who answers for the program (972, in force only in some UFs).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha1::{Digest as _, Sha1};

use crate::domain::AccessKey;
use crate::domain::invoice::InfRespTec;
use crate::domain::local::Csrt;

use super::xml::Xml;

pub(super) fn write(xml: &mut Xml, inf_resp_tec: &InfRespTec, key: &AccessKey) {
    xml.group("infRespTec", |xml| {
        // 973.
        xml.field("CNPJ", &inf_resp_tec.cnpj);
        xml.field("xContato", &inf_resp_tec.x_contato);
        xml.field("email", &inf_resp_tec.email);
        xml.field("fone", &inf_resp_tec.fone);
        if let Some(csrt) = &inf_resp_tec.csrt {
            // 975 to 978.
            xml.field("idCSRT", csrt.id());
            xml.field("hashCSRT", hash_csrt(csrt, key.as_str()));
        }
    });
}

/// `hashCSRT`: Base64 of the SHA-1 over the secret and the access key (NT 2018.005).
fn hash_csrt(csrt: &Csrt, key: &str) -> String {
    let hash = Sha1::new().chain_update(csrt.secret()).chain_update(key).finalize();
    STANDARD.encode(hash)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of NT 2018.005.
    #[test]
    fn the_published_hash_comes_out() {
        let csrt = Csrt::new("01", "G8063VRTNDMO886SFNK5LDUDEI24XJ22YIPO").unwrap();
        let key = "41180678393592000146558900000006041028190697";
        assert_eq!(hash_csrt(&csrt, key), "aWv6LeEM4X6u4+qBI2OYZ8grigw=");
    }
}
