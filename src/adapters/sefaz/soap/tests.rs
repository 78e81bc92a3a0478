//! What goes out, to the byte; what comes back, in the shapes that servers give it.

use super::*;
use crate::domain::codes::TpAmb;
use crate::domain::{Cnpj, Uf};

const KEY: &str = "35261111222333000181550010000000021730192647";
const OTHER: &str = "35261112ABC34501DE35550031234567891908172631";
const EVENTO: &str = "<evento xmlns=\"http://www.portalfiscal.inf.br/nfe\" versao=\"1.00\">\
    <infEvento Id=\"x\"><chNFe>35261111222333000181550010000000021730192647</chNFe>\
    <tpEvento>110111</tpEvento><nSeqEvento>1</nSeqEvento></infEvento></evento>";

fn key() -> AccessKey {
    AccessKey::parse(KEY).unwrap()
}

/// The message in the envelope of its service.
#[track_caller]
fn message(service: &str, request: Vec<u8>) -> String {
    let request = String::from_utf8(request).unwrap();
    let open = format!(
        "<soap12:Envelope xmlns:soap12=\"http://www.w3.org/2003/05/soap-envelope\">\
         <soap12:Body><nfeDadosMsg xmlns=\"http://www.portalfiscal.inf.br/nfe/wsdl/{service}\">"
    );
    let rest = request.strip_prefix(&open).unwrap_or_else(|| panic!("{request}"));
    rest.strip_suffix("</nfeDadosMsg></soap12:Body></soap12:Envelope>").unwrap().to_owned()
}

/// An answer in an envelope without `nfeResultMsg`, all in prefixes.
fn prefixed(answer: &str) -> String {
    let answer = answer.replace("</", "\u{1}").replace('<', "<q:").replace('\u{1}', "</q:");
    format!(
        "\u{feff}<?xml version=\"1.0\"?><e:Envelope xmlns:e=\"urn:e\" \
         xmlns:q=\"http://www.portalfiscal.inf.br/nfe\"><e:Body>{answer}</e:Body></e:Envelope>"
    )
}

/// An answer as most servers give it.
fn usual(answer: &str) -> String {
    let answer =
        answer.replacen('>', " xmlns=\"http://www.portalfiscal.inf.br/nfe\" versao=\"4.00\">", 1);
    format!(
        "<soap:Envelope xmlns:soap=\"http://www.w3.org/2003/05/soap-envelope\"><soap:Body>\
         <nfeResultMsg xmlns=\"urn:w\">{answer}</nfeResultMsg></soap:Body></soap:Envelope>"
    )
}

#[test]
fn the_note_stands_in_the_lot_untouched() {
    let nfe = "<NFe xmlns=\"x\">\u{e9} &amp; '\"</NFe>";
    let lot = authorize(&key(), nfe.as_bytes()).unwrap();
    assert_eq!(
        message("NFeAutorizacao4", lot),
        format!(
            "<enviNFe xmlns=\"http://www.portalfiscal.inf.br/nfe\" versao=\"4.00\">\
             <idLote>001000000002647</idLote><indSinc>1</indSinc>{nfe}</enviNFe>"
        )
    );
    assert_eq!(authorize(&key(), b"<?xml version=\"1.0\"?><NFe xmlns=\"x\"/>"), None);
}

#[test]
fn an_event_stands_in_the_generic_lot_untouched() {
    let sent = Sent::parse(&key(), EVENTO.as_bytes()).unwrap();
    let lot = register(&key(), &sent, EVENTO.as_bytes());
    assert_eq!(
        message("NFeRecepcaoEvento4", lot),
        format!(
            "<envEvento xmlns=\"http://www.portalfiscal.inf.br/nfe\" versao=\"1.00\">\
             <idLote>000000002011101</idLote>{EVENTO}</envEvento>"
        )
    );
    let other = AccessKey::parse(OTHER).unwrap();
    assert!(Sent::parse(&other, EVENTO.as_bytes()).is_none(), "another note's");
    for bad in [
        format!("<?xml version=\"1.0\"?>{EVENTO}"),
        EVENTO.replace("<nSeqEvento>1</nSeqEvento>", ""),
        EVENTO.replace("110111", "11011x"),
        "<evento xmlns=\"x\"/>".to_owned(),
        EVENTO.get(..80).unwrap().to_owned(),
    ] {
        assert!(Sent::parse(&key(), bad.as_bytes()).is_none(), "{bad}");
    }
}

#[test]
fn the_other_requests_say_what_the_layout_says() {
    let request = receipt(TpAmb::Homologacao, "351000000000001").unwrap();
    assert_eq!(
        message("NFeRetAutorizacao4", request),
        "<consReciNFe xmlns=\"http://www.portalfiscal.inf.br/nfe\" versao=\"4.00\">\
         <tpAmb>2</tpAmb><nRec>351000000000001</nRec></consReciNFe>"
    );
    for n_rec in ["", "35100000000000", "3510000000000012", "35100000000000<"] {
        assert_eq!(receipt(TpAmb::Producao, n_rec), None, "{n_rec}");
    }
    assert_eq!(
        message("NFeConsultaProtocolo4", consult(TpAmb::Producao, &key())),
        format!(
            "<consSitNFe xmlns=\"http://www.portalfiscal.inf.br/nfe\" versao=\"4.00\">\
             <tpAmb>1</tpAmb><xServ>CONSULTAR</xServ><chNFe>{KEY}</chNFe></consSitNFe>"
        )
    );
    assert_eq!(
        message("NFeStatusServico4", status(TpAmb::Producao, Uf::Sp)),
        "<consStatServ xmlns=\"http://www.portalfiscal.inf.br/nfe\" versao=\"4.00\">\
         <tpAmb>1</tpAmb><cUF>35</cUF><xServ>STATUS</xServ></consStatServ>"
    );
    let inut_nfe = "<inutNFe xmlns=\"x\"/>";
    let request = inutilize(inut_nfe.as_bytes()).unwrap();
    assert_eq!(message("NFeInutilizacao4", request), inut_nfe);
    assert_eq!(inutilize(b" <inutNFe xmlns=\"x\"/>"), None);
}

#[test]
fn a_company_is_asked_for_by_its_cnpj() {
    let company = Cnpj::parse("12ABC34501DE35").unwrap();
    let cons_cad = |uf: &str| {
        format!(
            "<ConsCad xmlns=\"http://www.portalfiscal.inf.br/nfe\" versao=\"2.00\"><infCons>\
             <xServ>CONS-CAD</xServ><UF>{uf}</UF><CNPJ>12ABC34501DE35</CNPJ></infCons></ConsCad>"
        )
    };
    let asked = |uf| message("CadConsultaCadastro4", registration(uf, &company));
    assert_eq!(asked(Uf::Sp), cons_cad("SP"));
    assert_eq!(asked(Uf::Mt), format!("<nfeDadosMsg>{}</nfeDadosMsg>", cons_cad("MT")));
}

#[test]
fn the_action_names_service_and_method() {
    assert_eq!(
        content_type(Service::Autorizacao),
        "application/soap+xml; charset=utf-8; action=\"http://www.portalfiscal.inf.br/nfe/\
         wsdl/NFeAutorizacao4/nfeAutorizacaoLote\""
    );
}

#[test]
fn a_fault_is_told_without_what_it_quotes() {
    let fault = "<e:Envelope xmlns:e=\"urn:e\"><e:Fault><e:Reason><e:Text>Unable to read \
                 value 'Ana Souza'</e:Text></e:Reason></e:Fault></e:Envelope>";
    let error = read_consult(fault.as_bytes(), &key()).unwrap_err();
    assert_eq!(error, "expected retConsSitNFe, found a SOAP fault: Unable to read value");
}

#[test]
fn a_lot_that_waits_has_a_receipt() {
    let waits = "<retEnviNFe><cStat>103</cStat><xMotivo>Lote recebido</xMotivo><infRec>\
                 <nRec>351000000000001</nRec><tMed>2</tMed></infRec></retEnviNFe>";
    for body in [usual(waits), prefixed(waits)] {
        let answer = read_authorize(body.as_bytes(), &key()).unwrap();
        let receipt = answer.receipt.unwrap();
        assert_eq!((answer.c_stat, answer.protocol), (103, None));
        assert_eq!((receipt.n_rec.as_str(), receipt.t_med_s), ("351000000000001", 2));
    }
    for (good, bad) in [
        ("351000000000001", "35100000000000a"),
        ("<tMed>2</tMed>", ""),
        ("<tMed>2", "<tMed>-2"),
        ("<tMed>2", "<tMed>99999"),
        ("infRec", "infOther"),
    ] {
        let body = usual(&waits.replace(good, bad));
        assert!(read_authorize(body.as_bytes(), &key()).is_err(), "{bad}");
    }
}

#[test]
fn a_receipt_leads_to_the_note() {
    let lot = |c_stat: u16, rest: &str| {
        format!(
            "<retConsReciNFe><nRec>351000000000001</nRec><cStat>{c_stat}</cStat>\
             <xMotivo>Lote</xMotivo>{rest}</retConsReciNFe>"
        )
    };
    for c_stat in [105, 106] {
        let answer = read_receipt(usual(&lot(c_stat, "")).as_bytes(), &key()).unwrap();
        assert_eq!((answer.c_stat, answer.protocol), (c_stat, None));
    }
    let prot = |key: &str| {
        format!(
            "<protNFe><infProt><chNFe>{key}</chNFe><dhRecbto>d</dhRecbto><nProt>1</nProt>\
             <cStat>100</cStat><xMotivo>ok</xMotivo><cMsg>7</cMsg><xMsg>a</xMsg><cMsg>8</cMsg>\
             <xMsg>b</xMsg></infProt></protNFe>"
        )
    };
    for body in [usual(&lot(104, &prot(KEY))), prefixed(&lot(104, &prot(KEY)))] {
        let answer = read_receipt(body.as_bytes(), &key()).unwrap();
        let protocol = answer.protocol.unwrap();
        assert_eq!((answer.c_stat, String::from_utf8(protocol.xml).unwrap()), (100, prot(KEY)));
        let said = [("7", "a"), ("8", "b")].map(|(c, x)| (c.to_owned(), x.to_owned()));
        assert_eq!(protocol.messages, said);
    }
    // Among several, ours; alone, whoever's: the caller looks.
    let both = usual(&lot(104, &[prot(OTHER), prot(KEY)].concat()));
    let of = |body: String| read_receipt(body.as_bytes(), &key()).unwrap().protocol.unwrap().ch_nfe;
    assert_eq!(of(both), key());
    assert_eq!(of(usual(&lot(104, &prot(OTHER)))).as_str(), OTHER);
}

fn ret_evento(c_stat: u16, rest: &str) -> String {
    format!(
        "<retEvento><infEvento><cStat>{c_stat}</cStat><xMotivo>m</xMotivo>{rest}</infEvento>\
         </retEvento>"
    )
}

const TOLD: &str = "<chNFe>35261111222333000181550010000000021730192647</chNFe>\
    <tpEvento>110111</tpEvento><nSeqEvento>1</nSeqEvento>\
    <dhRegEvento>2026-11-21T12:00:09-03:00</dhRegEvento><nProt>135260000000002</nProt>";

fn lot_of_events(c_stat: u16, rest: &str) -> String {
    format!(
        "<retEnvEvento><idLote>1</idLote><cStat>{c_stat}</cStat><xMotivo>Lote</xMotivo>{rest}\
         </retEnvEvento>"
    )
}

#[test]
fn an_event_is_answered_for_itself() {
    let sent = Sent::parse(&key(), EVENTO.as_bytes()).unwrap();
    let read = |body: String| read_register(body.as_bytes(), &key(), &sent);
    for c_stat in [135, 136, 155] {
        let ret = ret_evento(c_stat, TOLD);
        let lot = lot_of_events(128, &ret);
        for body in [usual(&lot), prefixed(&lot)] {
            let answer = read(body).unwrap();
            let found = answer.registered.unwrap();
            assert_eq!((answer.c_stat, found.c_stat), (c_stat, c_stat));
            assert_eq!((found.tp_evento, found.n_seq), (110_111, 1));
            assert_eq!(found.n_prot.as_deref(), Some("135260000000002"));
            assert_eq!(found.dh_reg_evento, "2026-11-21T12:00:09-03:00");
            assert_eq!(found.ch_nfe, Some(key()));
            assert_eq!(String::from_utf8(found.xml).unwrap(), ret);
        }
    }
    // A refusal may be terse: what it leaves out is what was asked.
    let refused = read(usual(&lot_of_events(128, &ret_evento(573, "")))).unwrap();
    let found = refused.registered.unwrap();
    assert_eq!((refused.c_stat, found.tp_evento, found.n_seq), (573, 110_111, 1));
    assert_eq!((found.ch_nfe, found.n_prot), (None, None));
    // A lot that was not looked at speaks for itself.
    let lot = read(usual(&lot_of_events(656, ""))).unwrap();
    assert_eq!((lot.c_stat, lot.registered), (656, None));
    // Among several, ours.
    let other = ret_evento(135, &TOLD.replace("110111", "110110"));
    let both = lot_of_events(128, &[other, ret_evento(155, TOLD)].concat());
    assert_eq!(read(usual(&both)).unwrap().c_stat, 155);
}

#[test]
fn an_event_without_its_facts_is_not_registered() {
    let sent = Sent::parse(&key(), EVENTO.as_bytes()).unwrap();
    for (good, bad) in [
        ("<dhRegEvento>2026-11-21T12:00:09-03:00</dhRegEvento>", ""),
        (KEY, "1"),
        ("110111", "cancel"),
        ("<nSeqEvento>1", "<nSeqEvento>1000"),
    ] {
        let body = usual(&lot_of_events(128, &ret_evento(135, &TOLD.replace(good, bad))));
        assert!(read_register(body.as_bytes(), &key(), &sent).is_err(), "{bad}");
    }
    let body = usual(&lot_of_events(128, "<retEvento><cStat>135</cStat></retEvento>"));
    assert!(read_register(body.as_bytes(), &key(), &sent).is_err());
}

#[test]
fn a_consulta_tells_of_events_as_documents_of_their_own() {
    let space = "xmlns=\"http://www.portalfiscal.inf.br/nfe\"";
    let proc = |attributes: &str, evento: &str, ret: &str| {
        format!("<procEventoNFe {attributes}versao=\"1.00\">{evento}{ret}</procEventoNFe>")
    };
    let ret = ret_evento(135, TOLD);
    let own = proc(&format!("{space} "), EVENTO, &ret);
    let bare = proc("", EVENTO, &ret);
    // The second leaves it to `evento` what it was about.
    let terse = ret_evento(135, "<dhRegEvento>d</dhRegEvento>");
    let third = proc("", EVENTO, &terse);
    let answer = format!(
        "<retConsSitNFe><cStat>101</cStat><xMotivo>m</xMotivo>{own}{bare}{third}</retConsSitNFe>"
    );
    let answer = read_consult(usual(&answer).as_bytes(), &key()).unwrap();
    assert_eq!(answer.c_stat, 101);
    let [first, second, third] = &answer.registered[..] else { panic!("three events") };
    assert_eq!(String::from_utf8_lossy(&first.xml), own);
    assert_eq!(second.xml, first.xml, "it takes its namespace along");
    assert_eq!((third.tp_evento, third.n_seq, third.c_stat), (110_111, 1, 135));
    assert_eq!(first.ch_nfe, Some(key()));

    for broken in [proc("", EVENTO, ""), proc("", "", &terse)] {
        let answer = format!(
            "<retConsSitNFe><cStat>100</cStat><xMotivo>m</xMotivo>{broken}</retConsSitNFe>"
        );
        assert!(read_consult(usual(&answer).as_bytes(), &key()).is_err(), "{broken}");
    }
}

#[test]
fn numbers_are_given_up_when_the_answer_names_ours() {
    let sent = "<inutNFe xmlns=\"x\"><infInut><ano>26</ano><CNPJ>11222333000181</CNPJ><mod>55\
                </mod><serie>1</serie><nNFIni>5</nNFIni><nNFFin>7</nNFFin></infInut></inutNFe>";
    let answer = |c_stat: u16, rest: &str| {
        format!(
            "<retInutNFe><infInut><cStat>{c_stat}</cStat><xMotivo>m</xMotivo>{rest}</infInut>\
             </retInutNFe>"
        )
    };
    let read = |body: String| read_inutilize(body.as_bytes(), sent.as_bytes());
    let echo = "<ano>26</ano><CNPJ>11222333000181</CNPJ><mod>55</mod><serie>001</serie>\
                <nNFIni>5</nNFIni><nNFFin>000000007</nNFFin><dhRecbto>d</dhRecbto>\
                <nProt>135260000000003</nProt>";
    let found = read(usual(&answer(102, echo))).unwrap();
    assert_eq!((found.c_stat, found.n_prot.as_deref()), (102, Some("135260000000003")));
    assert_eq!(found.dh_recbto.as_deref(), Some("d"));
    assert!(found.xml.starts_with(b"<retInutNFe xmlns="), "it stands alone");
    let found = read(prefixed(&answer(102, echo))).unwrap();
    assert_eq!(String::from_utf8(found.xml).unwrap(), answer(102, echo));
    // A refusal need not repeat anything.
    let refused = read(usual(&answer(241, ""))).unwrap();
    assert_eq!((refused.c_stat, refused.n_prot), (241, None));
    for (good, bad) in [
        ("<nNFIni>5", "<nNFIni>6"),
        ("<serie>001", "<serie>2"),
        ("11222333000181", "11222333000262"),
    ] {
        let error = read(usual(&answer(102, &echo.replace(good, bad)))).unwrap_err();
        assert!(error.contains("that was asked for, found another"), "{error}");
    }
}

#[test]
fn a_company_has_registrations_that_stand_or_do_not() {
    let answer = |c_stat: u16, rest: &str| {
        format!(
            "<retConsCad><infCons><verAplic>V</verAplic><cStat>{c_stat}</cStat><xMotivo>m\
             </xMotivo>{rest}</infCons></retConsCad>"
        )
    };
    let two = "<infCad><IE>110042490114</IE><UF>SP</UF><cSit>1</cSit></infCad>\
               <infCad><IE>110042490205</IE><UF>SP</UF><cSit>0</cSit></infCad>";
    for body in [usual(&answer(112, two)), prefixed(&answer(112, two))] {
        let found = read_registration(body.as_bytes()).unwrap();
        assert_eq!(found.c_stat, 112);
        let entries = [("110042490114".to_owned(), true), ("110042490205".to_owned(), false)];
        assert_eq!(found.entries, entries);
    }
    let none = read_registration(usual(&answer(259, "")).as_bytes()).unwrap();
    assert_eq!((none.c_stat, none.entries.len()), (259, 0));
    for (good, bad) in
        [("<cSit>0</cSit>", ""), ("<cSit>0", "<cSit>9"), ("<IE>110042490114</IE>", "")]
    {
        let body = usual(&answer(112, &two.replace(good, bad)));
        assert!(read_registration(body.as_bytes()).is_err(), "{bad}");
    }
}
