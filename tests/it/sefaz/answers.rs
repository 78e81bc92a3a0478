//! Each service, as SEFAZ answers it.

use fba_nfe::ports::SefazErrorKind as Kind;

use super::*;

/// `<name xmlns …>inside</name>`, in the envelope of its service.
fn answer(service: &str, name: &str, inside: &str) -> Vec<u8> {
    let ret = format!("<{name} xmlns=\"http://www.portalfiscal.inf.br/nfe\">{inside}</{name}>");
    envelope(service, &ret).into_bytes()
}

#[tokio::test]
async fn a_note_is_authorised_and_its_bytes_arrive_untouched() {
    let protocol = prot_nfe(100, "Autorizado o uso da NF-e", "<nProt>135260000000001</nProt>");
    let answer = lot(104, "Lote processado", &protocol);
    let server = Server::start(Some((200, answer.into_bytes()))).await;
    let client = ours(server.address);
    let answer = client.authorize(&seller(), &key(), NFE.as_bytes()).await.unwrap();
    assert_eq!((answer.c_stat, answer.x_motivo.as_str()), (100, "Autorizado o uso da NF-e"));
    let found = answer.protocol.unwrap();
    assert_eq!(found.xml, protocol.as_bytes());
    assert_eq!(found.n_prot.as_deref(), Some("135260000000001"));
    assert_eq!(found.dig_val.as_deref(), Some("krFCSRo5tdoETN5ti4tDR+l5aNA="));
    assert_eq!(found.dh_recbto, "2026-11-21T10:05:03-03:00");
    assert_eq!(found.ch_nfe, key());

    let seen = server.seen.lock().unwrap();
    let [request] = &seen[..] else { panic!("one request") };
    assert_eq!(request.path, "/NFeAutorizacao4");
    assert!(request.content_type.ends_with("NFeAutorizacao4/nfeAutorizacaoLote\""));
    let body = std::str::from_utf8(&request.body).unwrap();
    assert!(body.contains(&format!("<indSinc>1</indSinc>{NFE}</enviNFe>")), "{body}");
    assert!(!body.contains("<?xml"));
}

#[tokio::test]
async fn what_sefaz_says_of_the_note_outranks_what_it_says_of_the_lot() {
    for (c_stat, motivo) in [
        (539, "Rejeicao: Duplicidade de NF-e, com diferenca na Chave de Acesso [chNFe:1][nRec:2]"),
        (204, "Rejeicao: Duplicidade de NF-e [nRec:351000000000001]"),
        (778, "Rejeicao: Informado NCM inexistente"),
    ] {
        let answer = lot(104, "Lote processado", &prot_nfe(c_stat, motivo, ""));
        let answer = authorized(200, &answer).await.unwrap();
        assert_eq!((answer.c_stat, answer.x_motivo.as_str()), (c_stat, motivo));
        assert_eq!(answer.protocol.unwrap().n_prot, None);
    }
    let answer = authorized(200, &lot(108, "Servico Paralisado", "")).await.unwrap();
    assert_eq!((answer.c_stat, answer.protocol), (108, None));
}

#[tokio::test]
async fn a_consulted_note_stands_as_sefaz_says_now() {
    let answer = asked(&consulted(217, "NF-e nao consta", "")).await.unwrap();
    assert_eq!((answer.c_stat, answer.protocol), (217, None));
    let protocol = prot_nfe(100, "Autorizado", "<nProt>135260000000001</nProt>");
    let answer = asked(&consulted(101, "Cancelamento homologado", &protocol)).await.unwrap();
    assert_eq!(answer.c_stat, 101);
    assert_eq!(answer.protocol.unwrap().c_stat, 100);
}

#[tokio::test]
async fn a_prefixed_answer_gives_the_same_protocol() {
    let protocol = prot_nfe(100, "Autorizado", "<nProt>135260000000001</nProt>");
    let prefixed = protocol.replace("</", "</n:").replace('<', "<n:").replace("<n:/n:", "</n:");
    let answer = format!(
        "<e:Envelope xmlns:e=\"http://schemas.xmlsoap.org/soap/envelope/\" xmlns:n=\"http://www.portalfiscal.inf.br/nfe\"><e:Body><w:r xmlns:w=\"urn:w\"><n:retEnviNFe><n:cStat>104</n:cStat><n:xMotivo>Lote</n:xMotivo>{prefixed}</n:retEnviNFe></w:r></e:Body></e:Envelope>"
    );
    let answer = authorized(200, &answer).await.unwrap();
    assert_eq!(String::from_utf8(answer.protocol.unwrap().xml).unwrap(), protocol);
}

#[tokio::test]
async fn the_doctor_hears_whether_sefaz_is_up() {
    let ret = "<retConsStatServ xmlns=\"http://www.portalfiscal.inf.br/nfe\"><cStat>107</cStat><xMotivo>Servico em Operacao</xMotivo></retConsStatServ>";
    let answer = envelope("NFeStatusServico4", ret);
    let server = Server::start(Some((200, answer.into_bytes()))).await;
    let client = ours(server.address);
    assert_eq!(client.status(&seller(), &cnpj(), Route::Home).await.unwrap().c_stat, 107);
    let body = String::from_utf8(server.seen.lock().unwrap()[0].body.clone()).unwrap();
    assert!(body.contains("<tpAmb>1</tpAmb><cUF>35</cUF><xServ>STATUS</xServ>"), "{body}");
    let other = SellerId::parse("A9").unwrap();
    assert_eq!(
        client.status(&other, &cnpj(), Route::Home).await.unwrap_err().kind,
        Kind::Misconfigured
    );
    assert_eq!(
        format!("{client:?}"),
        "SefazClient { emitters: [(SellerId(\"A1SIMPLES0001\"), \"11222333000181\")], .. }"
    );
}

#[tokio::test]
async fn a_lot_that_waits_is_asked_for_by_its_receipt() {
    let waits =
        lot(103, "Lote recebido", "<infRec><nRec>351000000000001</nRec><tMed>1</tMed></infRec>");
    let found = authorized(200, &waits).await.unwrap();
    let receipt = found.receipt.unwrap();
    assert_eq!((found.c_stat, receipt.t_med_s), (103, 1));

    let protocol = prot_nfe(100, "Autorizado o uso da NF-e", "<nProt>135260000000001</nProt>");
    let said = format!("<cStat>104</cStat><xMotivo>Lote processado</xMotivo>{protocol}");
    let server =
        Server::start(Some((200, answer("NFeRetAutorizacao4", "retConsReciNFe", &said)))).await;
    let client = ours(server.address);
    let found = client.receipt(&seller(), &key(), &receipt.n_rec).await.unwrap();
    assert_eq!((found.c_stat, found.protocol.unwrap().xml), (100, protocol.into_bytes()));
}

#[tokio::test]
async fn a_cancellation_is_registered_and_found_again() {
    let evento = cancel(&key());
    let ret = format!(
        "<retEvento versao=\"1.00\"><infEvento><cStat>135</cStat><xMotivo>Evento registrado e vinculado a NF-e</xMotivo><chNFe>{KEY}</chNFe><tpEvento>110111</tpEvento><nSeqEvento>1</nSeqEvento><dhRegEvento>2026-11-21T12:00:09-03:00</dhRegEvento><nProt>135260000000002</nProt></infEvento></retEvento>"
    );
    let said = format!("<idLote>1</idLote><cStat>128</cStat><xMotivo>Lote</xMotivo>{ret}");
    let server =
        Server::start(Some((200, answer("NFeRecepcaoEvento4", "retEnvEvento", &said)))).await;
    let found = ours(server.address).register(&seller(), &key(), &evento).await.unwrap();
    let registered = found.registered.unwrap();
    assert_eq!((found.c_stat, registered.xml.as_slice()), (135, ret.as_bytes()));

    // What we would keep, SEFAZ tells of the same.
    let kept = evento::assemble(&evento, &registered.xml).unwrap();
    let kept = std::str::from_utf8(&kept).unwrap();
    let (_, proc) = kept.split_once("?>").unwrap();
    let told = asked(&consulted(101, "Cancelamento homologado", proc)).await.unwrap();
    let [again] = &told.registered[..] else { panic!("one event") };
    assert_eq!(again.xml, proc.as_bytes());
    assert_eq!(again.n_prot, registered.n_prot);
    assert_eq!((again.ch_nfe.as_ref(), again.tp_evento), (Some(&key()), 110_111));
}

#[tokio::test]
async fn a_companys_registration_is_found() {
    let said = "<infCons><cStat>111</cStat><xMotivo>Consulta cadastro com uma ocorrencia</xMotivo><infCad><IE>110042490114</IE><CNPJ>11222333000181</CNPJ><UF>SP</UF><cSit>1</cSit></infCad></infCons>";
    let server =
        Server::start(Some((200, answer("CadConsultaCadastro4", "retConsCad", said)))).await;
    let client = ours(server.address);
    let found = client.registration(&seller(), &cnpj(), Uf::Sp, &cnpj()).await.unwrap();
    assert_eq!((found.c_stat, found.entries), (111, vec![("110042490114".to_owned(), true)]));
}
