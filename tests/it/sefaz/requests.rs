//! What goes out, judged by the official schemas, and where it goes.

use fba_nfe::ports::SefazErrorKind as Kind;

use super::*;
use crate::tools::{root, xml};

/// Asks for everything, of a server that answers nothing of use.
async fn all_asked(key: &AccessKey, nfe: &[u8]) -> (Server, Vec<(String, Vec<u8>)>) {
    let server = Server::start(Some((200, Vec::new()))).await;
    let client = ours(server.address);
    let (seller, cnpj) = (seller(), cnpj());
    let letter = Detail::Correct { x_correcao: "Complemento do endereço: apto 202" };
    for answer in [
        client.authorize(&seller, key, nfe).await.err(),
        client.receipt(&seller, key, "351000000000001").await.err(),
        client.consult(&seller, key, Route::Home).await.err(),
        client.register(&seller, key, &cancel(key)).await.err(),
        client.register(&seller, key, &evento(key, letter)).await.err(),
        client.inutilize(&seller, &cnpj, &inut_nfe()).await.err(),
        client.status(&seller, &cnpj, Route::Home).await.err(),
        client.registration(&seller, &cnpj, Uf::Rj, &cnpj).await.err(),
    ] {
        assert_eq!(answer.unwrap().kind, Kind::NoAnswer);
    }
    let asked =
        server.seen.lock().unwrap().iter().map(|it| (it.path.clone(), message(it))).collect();
    (server, asked)
}

/// What stands in `nfeDadosMsg`.
fn message(seen: &Seen) -> Vec<u8> {
    let text = std::str::from_utf8(&seen.body).unwrap();
    let (_, rest) = text.split_once("<nfeDadosMsg ").unwrap();
    let (_, rest) = rest.split_once('>').unwrap();
    rest.rsplit_once("</nfeDadosMsg>").unwrap().0.as_bytes().to_vec()
}

/// An `inutNFe` under the signature of an event: its form is judged here, not its digest.
fn inut_nfe() -> Vec<u8> {
    let event = String::from_utf8(cancel(&key())).unwrap();
    let from = event.find("<Signature").unwrap();
    let signature = event[from..].strip_suffix("</evento>").unwrap();
    let id = "ID35261122233300018155001000000005000000007";
    let old = format!("#ID110111{KEY}01");
    assert!(signature.contains(&old));
    format!(
        "<inutNFe xmlns=\"http://www.portalfiscal.inf.br/nfe\" versao=\"4.00\"><infInut \
         Id=\"{id}\"><tpAmb>1</tpAmb><xServ>INUTILIZAR</xServ><cUF>35</cUF><ano>26</ano>\
         <CNPJ>11222333000181</CNPJ><mod>55</mod><serie>1</serie><nNFIni>5</nNFIni>\
         <nNFFin>7</nNFFin><xJust>Falha de sequencia na numeracao</xJust></infInut>{}</inutNFe>",
        signature.replace(&old, &format!("#{id}"))
    )
    .into_bytes()
}

/// A note that a sample's replay has signed, and its key.
fn signed() -> (AccessKey, Vec<u8>) {
    let file = root("samples/cpf-in-state/expected/FBA15K0001/nfeProc.xml");
    let proc = std::fs::read_to_string(file).unwrap();
    let (from, to) = (proc.find("<NFe ").unwrap(), proc.find("</NFe>").unwrap());
    let nfe = &proc[from..to + "</NFe>".len()];
    let (_, rest) = nfe.split_once("Id=\"NFe").unwrap();
    (AccessKey::parse(&rest[..44]).unwrap(), nfe.as_bytes().to_vec())
}

#[tokio::test]
async fn every_request_is_valid_by_the_official_schema() {
    let (key, nfe) = signed();
    let (_, asked) = all_asked(&key, &nfe).await;
    let folder = tempfile::tempdir().unwrap();
    // No schema of ConsCad (2.00) comes with the note's.
    let schemas = [
        "enviNFe_v4.00.xsd",
        "consReciNFe_v4.00.xsd",
        "consSitNFe_v4.00.xsd",
        "evento_generico/envEvento_v1.00.xsd",
        "evento_generico/envEvento_v1.00.xsd",
        "inutNFe_v4.00.xsd",
        "consStatServ_v4.00.xsd",
    ];
    assert_eq!(asked.len(), schemas.len() + 1);
    for (schema, (path, message)) in schemas.into_iter().zip(&asked) {
        let file = folder.path().join("message.xml");
        std::fs::write(&file, message).unwrap();
        assert_eq!(xml::conforms(schema, &file), Ok(()), "{path}");
    }
    // What the generic envelope leaves open, each event's own schema closes.
    for (schema, at) in
        [("evento_cancel/envEventoCancNFe_v1.00.xsd", 3), ("evento_cce/envCCe_v1.00.xsd", 4)]
    {
        let file = folder.path().join("message.xml");
        std::fs::write(&file, &asked[at].1).unwrap();
        assert_eq!(xml::conforms(schema, &file), Ok(()));
    }
}

#[tokio::test]
async fn a_key_with_letters_is_asked_for_as_it_is() {
    let key = AccessKey::parse("35261112ABC34501DE35550031234567891908172631").unwrap();
    let server = Server::start(Some((200, Vec::new()))).await;
    let emitter = SefazEmitter {
        seller: seller(),
        cnpj: Cnpj::parse(key.cnpj()).unwrap(),
        uf: Uf::Sp,
        tp_amb: TpAmb::Producao,
        identity: company(),
    };
    let settings = config(server.address, &[file("simulator-ca.pem")]);
    let client = SefazClient::new(settings, [emitter]).unwrap();
    client.consult(&seller(), &key, Route::Home).await.unwrap_err();
    client.register(&seller(), &key, &cancel(&key)).await.unwrap_err();
    let asked: Vec<Vec<u8>> = server.seen.lock().unwrap().iter().map(message).collect();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("message.xml");
    std::fs::write(&file, &asked[0]).unwrap();
    assert_eq!(xml::conforms("consSitNFe_v4.00.xsd", &file), Ok(()));
    // The events' schema at hand is older than such keys; the key stands there all the same.
    let lot = String::from_utf8(asked[1].clone()).unwrap();
    assert!(lot.contains(&format!("<chNFe>{key}</chNFe>")), "{lot}");
    assert!(lot.contains("<CNPJ>12ABC34501DE35</CNPJ>"), "{lot}");
}

#[tokio::test]
async fn the_same_question_is_the_same_bytes() {
    let (key, nfe) = signed();
    let (first, second) = (all_asked(&key, &nfe).await, all_asked(&key, &nfe).await);
    assert_eq!(first.1, second.1);
}

#[tokio::test]
async fn each_service_is_asked_where_it_stands() {
    let away = AccessKey::parse(SVC_KEY).unwrap();
    let (server, _) = all_asked(&away, NFE.as_bytes()).await;
    assert_eq!(
        server.paths(),
        [
            // Where the note was authorised, by its key.
            "/SVC-AN/NFeAutorizacao4",
            "/SVC-AN/NFeRetAutorizacao4",
            // Where the caller says.
            "/NFeConsultaProtocolo4",
            // At home.
            "/NFeRecepcaoEvento4",
            "/NFeRecepcaoEvento4",
            "/NFeInutilizacao4",
            "/NFeStatusServico4",
            "/CadConsultaCadastro4",
        ]
    );
    let client = ours(server.address);
    client.consult(&seller(), &key(), Route::Contingency).await.unwrap_err();
    client.status(&seller(), &cnpj(), Route::Contingency).await.unwrap_err();
    assert_eq!(server.paths()[8..], ["/SVC-AN/NFeConsultaProtocolo4", "/SVC-AN/NFeStatusServico4"]);
    for seen in server.seen.lock().unwrap().iter() {
        assert_eq!(seen.accept_encoding, "gzip");
        let (_, service) = seen.path.rsplit_once('/').unwrap();
        let action = format!("action=\"http://www.portalfiscal.inf.br/nfe/wsdl/{service}/");
        assert!(seen.content_type.contains(&action), "{}", seen.content_type);
    }
}

#[tokio::test]
async fn what_cannot_be_asked_is_not() {
    let server = Server::start(None).await;
    let client = ours(server.address);
    let (seller, key, cnpj) = (seller(), key(), cnpj());
    let away = AccessKey::parse(SVC_KEY).unwrap();
    for answer in [
        client.authorize(&seller, &key, b"<?xml version=\"1.0\"?><NFe/>").await.err(),
        client.receipt(&seller, &key, "1").await.err(),
        client.register(&seller, &key, &cancel(&away)).await.err(),
        client.inutilize(&seller, &cnpj, b"<infInut/>").await.err(),
        client.registration(&SellerId::parse("A9").unwrap(), &cnpj, Uf::Sp, &cnpj).await.err(),
    ] {
        assert_eq!(answer.unwrap().kind, Kind::Misconfigured);
    }
    // No address is made up where the state has none.
    let mut settings = config(server.address, &[file("simulator-ca.pem")]);
    settings.endpoints = Endpoints::embedded().unwrap();
    let client = self::client(settings, company());
    let error = client.registration(&seller, &cnpj, Uf::Am, &cnpj).await.unwrap_err();
    assert_eq!(error.kind, Kind::Misconfigured);
    assert_eq!(error.message, "CadConsultaCadastro4: no server is known for AM, tpAmb 1");
    assert!(server.paths().is_empty());
}
