//! The official schemas and a second opinion on signatures.
//!
//! What is missing fails and says so: a check that skips itself checks nothing.

use std::collections::HashSet;
use std::path::Path;
use std::process::{Command, Output};

/// So many files at once: far below what one command line may hold.
const FILES_AT_ONCE: usize = 500;

/// Is this file valid by this schema of `cache/xsd/` (`nfe_v4.00.xsd`)? If not: what xmllint says.
pub(crate) fn conforms(xsd: &str, file: &Path) -> Result<(), String> {
    all_conform(xsd, &[file])
}

/// As [`conforms`], for many files: the schema is compiled once.
pub(crate) fn all_conform(xsd: &str, files: &[impl AsRef<Path>]) -> Result<(), String> {
    let schema = super::root("cache/xsd").join(xsd);
    if !schema.is_file() {
        return Err(format!("{} is missing: run ./test", schema.display()));
    }
    for some in files.chunks(FILES_AT_ONCE) {
        let mut xmllint = Command::new("xmllint");
        xmllint.args(["--noout", "--nonet", "--schema"]).arg(&schema);
        let output = output(xmllint.args(some.iter().map(AsRef::as_ref)))?;
        agrees(&output)?;
    }
    Ok(())
}

/// Which of these documents are valid by this schema? One answer for each, in order.
pub(crate) fn accepted<'a>(
    xsd: &str,
    documents: impl Iterator<Item = &'a [u8]>,
) -> Result<Vec<bool>, String> {
    let schema = super::root("cache/xsd").join(xsd);
    if !schema.is_file() {
        return Err(format!("{} is missing: run ./test", schema.display()));
    }
    let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
    let documents: Vec<&[u8]> = documents.collect();
    let mut answers = Vec::with_capacity(documents.len());
    for some in documents.chunks(FILES_AT_ONCE) {
        let names: Vec<String> = (0..some.len()).map(|place| format!("{place}.xml")).collect();
        for (name, document) in names.iter().zip(some) {
            std::fs::write(folder.path().join(name), document).map_err(|it| it.to_string())?;
        }
        let mut xmllint = Command::new("xmllint");
        xmllint.current_dir(folder.path()).args(["--noout", "--nonet", "--schema"]).arg(&schema);
        let said = output(xmllint.args(&names))?;
        let said = String::from_utf8_lossy(&said.stderr);
        // It names each file that it could read, with its verdict; the others are not even XML.
        let valid: HashSet<&str> =
            said.lines().filter_map(|it| it.strip_suffix(" validates")).collect();
        if !said.lines().any(|it| it.ends_with(" validates") || it.contains("fail")) {
            return Err(format!("no verdict: {said}"));
        }
        answers.extend(names.iter().map(|name| valid.contains(name.as_str())));
    }
    Ok(answers)
}

/// Does the signature over `infNFe` hold? The certificate's chain is not looked at: test certificates have none.
pub(crate) fn signature_holds(file: &Path) -> Result<(), String> {
    let mut xmlsec1 = Command::new("xmlsec1");
    xmlsec1.args(["--verify", "--insecure"]).args(INF_NFE_ID).arg(file);
    agrees(&output(&mut xmlsec1)?)
}

/// As [`signature_holds`], for another signed element: `infEvento`, `infInut`.
pub(crate) fn signature_of_holds(element: &str, file: &Path) -> Result<(), String> {
    let name = format!("http://www.portalfiscal.inf.br/nfe:{element}");
    let mut xmlsec1 = Command::new("xmlsec1");
    xmlsec1.args(["--verify", "--insecure", "--id-attr:Id", &name]).arg(file);
    agrees(&output(&mut xmlsec1)?)
}

/// A schema would say which attribute is an ID; without one, xmlsec1 must be told.
const INF_NFE_ID: [&str; 2] = ["--id-attr:Id", "http://www.portalfiscal.inf.br/nfe:infNFe"];

fn output(command: &mut Command) -> Result<Output, String> {
    let name = command.get_program().to_string_lossy().into_owned();
    command.output().map_err(|error| format!("{name}: {error}: run ./test"))
}

fn agrees(output: &Output) -> Result<(), String> {
    if output.status.success() {
        return Ok(());
    }
    Err(format!("{}: {}", output.status, String::from_utf8_lossy(&output.stderr)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    const ASK: &str = r#"<consStatServ xmlns="http://www.portalfiscal.inf.br/nfe" versao="4.00"><tpAmb>2</tpAmb><cUF>35</cUF><xServ>STATUS</xServ></consStatServ>"#;

    #[test]
    fn a_schema_tells_good_from_bad() {
        let folder = tempfile::tempdir().unwrap();
        let (good, bad) = (folder.path().join("good.xml"), folder.path().join("bad.xml"));
        fs::write(&good, ASK).unwrap();
        fs::write(&bad, ASK.replace("<tpAmb>2<", "<tpAmb>3<")).unwrap();
        let xsd = "consStatServ_v4.00.xsd";

        assert_eq!(conforms(xsd, &good), Ok(()));
        assert!(conforms(xsd, &bad).unwrap_err().contains("tpAmb"));
        // One bad file among many is found, and named; the good one is not blamed.
        let many: Vec<_> = [&good; FILES_AT_ONCE].into_iter().chain([&bad]).collect();
        let fault = all_conform(xsd, &many).unwrap_err();
        assert!(fault.contains("bad.xml") && !fault.contains("good.xml:"), "{fault}");
    }

    #[test]
    fn the_schemas_of_the_note_compile() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("empty.xml");
        fs::write(&file, r#"<NFe xmlns="http://www.portalfiscal.inf.br/nfe"/>"#).unwrap();
        for xsd in ["nfe_v4.00.xsd", "procNFe_v4.00.xsd"] {
            let fault = conforms(xsd, &file).unwrap_err();
            assert!(fault.contains("empty.xml") && fault.contains("NFe"), "{fault}");
        }
    }

    #[test]
    fn what_is_missing_is_a_fault_that_names_the_remedy() {
        let fault = conforms("no_such.xsd", Path::new("Cargo.toml")).unwrap_err();
        assert!(fault.contains("no_such.xsd is missing: run ./test"), "{fault}");
        let fault = output(&mut Command::new("no-such-program")).unwrap_err();
        assert!(fault.starts_with("no-such-program: ") && fault.ends_with("run ./test"), "{fault}");
    }

    #[test]
    fn a_signature_holds_until_the_text_changes() {
        let folder = tempfile::tempdir().unwrap();
        let (plain, signed) = (folder.path().join("plain.xml"), folder.path().join("signed.xml"));
        fs::write(&plain, TO_SIGN).unwrap();
        let mut xmlsec1 = Command::new("xmlsec1");
        xmlsec1.args(["--sign", "--gen-key:throw-away", "rsa-2048"]).args(INF_NFE_ID);
        agrees(&output(xmlsec1.arg("--output").arg(&signed).arg(&plain)).unwrap()).unwrap();

        assert_eq!(signature_holds(&signed), Ok(()));
        assert!(signature_holds(&plain).is_err(), "no signature at all");
        let text = fs::read_to_string(&signed).unwrap();
        fs::write(&signed, text.replace("<xProd>caneta<", "<xProd>caneca<")).unwrap();
        assert!(signature_holds(&signed).unwrap_err().contains("digest"), "another text");
    }

    const TO_SIGN: &str = r##"<NFe xmlns="http://www.portalfiscal.inf.br/nfe"><infNFe Id="NFe1"><xProd>caneta</xProd></infNFe>
<Signature xmlns="http://www.w3.org/2000/09/xmldsig#"><SignedInfo>
<CanonicalizationMethod Algorithm="http://www.w3.org/TR/2001/REC-xml-c14n-20010315"/>
<SignatureMethod Algorithm="http://www.w3.org/2000/09/xmldsig#rsa-sha1"/>
<Reference URI="#NFe1"><Transforms>
<Transform Algorithm="http://www.w3.org/2000/09/xmldsig#enveloped-signature"/>
<Transform Algorithm="http://www.w3.org/TR/2001/REC-xml-c14n-20010315"/></Transforms>
<DigestMethod Algorithm="http://www.w3.org/2000/09/xmldsig#sha1"/><DigestValue/></Reference></SignedInfo>
<SignatureValue/><KeyInfo><KeyValue/></KeyInfo></Signature></NFe>"##;
}
