//! SEFAZ in process: the requests that a client would send, and the answers as it would read them.

use crate::domain::{AccessKey, Cnpj, SellerId, Svc, Uf};
use crate::ports::{
    Clock as _, EventAnswer, Inutilized, Protocol, Receipt, Registered, Registration, Route, Sefaz,
    SefazAnswer, SefazError, SefazErrorKind,
};

use super::super::outcome::Outcome;
use super::super::script::Operation;
use super::super::sefaz::Server;
use super::super::xml::{self, Element};
use super::Simulated;

impl Sefaz for Simulated {
    async fn authorize(
        &self,
        _seller: &SellerId,
        key: &AccessKey,
        nfe: &[u8],
    ) -> Result<SefazAnswer, SefazError> {
        let lot = around("enviNFe", "4.00", "<idLote>1</idLote><indSinc>1</indSinc>", nfe);
        self.ask(Operation::Autorizacao, server_of(key), &lot, answer)
    }

    async fn receipt(
        &self,
        _seller: &SellerId,
        key: &AccessKey,
        n_rec: &str,
    ) -> Result<SefazAnswer, SefazError> {
        let body = format!("{}<nRec>{}</nRec>", self.tp_amb(), xml::escaped(n_rec));
        let ask = around("consReciNFe", "4.00", &body, b"");
        self.ask(Operation::RetAutorizacao, server_of(key), &ask, answer)
    }

    async fn consult(
        &self,
        _seller: &SellerId,
        key: &AccessKey,
        route: Route,
    ) -> Result<SefazAnswer, SefazError> {
        let body = format!("{}<xServ>CONSULTAR</xServ><chNFe>{key}</chNFe>", self.tp_amb());
        let ask = around("consSitNFe", "4.00", &body, b"");
        self.ask(Operation::Consulta, server(route, uf_of(key)), &ask, answer)
    }

    /// To the state's own server, which knows the notes of its contingency too.
    async fn register(
        &self,
        _seller: &SellerId,
        _key: &AccessKey,
        evento: &[u8],
    ) -> Result<EventAnswer, SefazError> {
        let lot = around("envEvento", "1.00", "<idLote>1</idLote>", evento);
        self.ask(Operation::Evento, Server::Home, &lot, |root, text| {
            let registered = root.child("retEvento").and_then(|it| registered(it, it, text));
            let (c_stat, x_motivo) = match &registered {
                Some(it) => (it.c_stat, it.x_motivo.clone()),
                None => said(root)?,
            };
            Some(EventAnswer { c_stat, x_motivo, registered })
        })
    }

    async fn inutilize(
        &self,
        _seller: &SellerId,
        _cnpj: &Cnpj,
        inut_nfe: &[u8],
    ) -> Result<Inutilized, SefazError> {
        self.ask(Operation::Inutilizacao, Server::Home, inut_nfe, |root, text| {
            let inf = root.child("infInut")?;
            let (c_stat, x_motivo) = said(inf)?;
            Some(Inutilized {
                c_stat,
                x_motivo,
                n_prot: filled(inf, "nProt"),
                dh_recbto: filled(inf, "dhRecbto"),
                xml: verbatim(root, text)?,
            })
        })
    }

    /// Where an establishment is only a client's configuration knows: the question is asked for
    /// SP, and every state is the same here.
    async fn status(
        &self,
        _seller: &SellerId,
        _cnpj: &Cnpj,
        route: Route,
    ) -> Result<SefazAnswer, SefazError> {
        let code = Uf::Sp.code();
        let body = format!("{}<cUF>{code}</cUF><xServ>STATUS</xServ>", self.tp_amb());
        let ask = around("consStatServ", "4.00", &body, b"");
        self.ask(Operation::Status, server(route, Uf::Sp), &ask, answer)
    }

    async fn registration(
        &self,
        _seller: &SellerId,
        _cnpj: &Cnpj,
        uf: Uf,
        company: &Cnpj,
    ) -> Result<Registration, SefazError> {
        let uf = uf.sigla();
        let body = format!(
            "<infCons><xServ>CONS-CAD</xServ><UF>{uf}</UF><CNPJ>{company}</CNPJ></infCons>"
        );
        let ask = around("ConsCad", "2.00", &body, b"");
        self.ask(Operation::Cadastro, Server::Home, &ask, |root, _| {
            let inf = root.child("infCons")?;
            let (c_stat, x_motivo) = said(inf)?;
            let entries =
                inf.all("infCad").map(|it| (it.value(&["IE"]), it.value(&["cSit"]) == "1"));
            Some(Registration { c_stat, x_motivo, entries: entries.collect() })
        })
    }
}

impl Simulated {
    fn tp_amb(&self) -> String {
        format!("<tpAmb>{}</tpAmb>", self.simulator.with_sefaz(|it| it.tp_amb()))
    }

    fn ask<T>(
        &self,
        service: Operation,
        server: Server,
        request: &[u8],
        read: impl FnOnce(&Element, &str) -> Option<T>,
    ) -> Result<T, SefazError> {
        let fail = |kind, message: &str| Err(SefazError { kind, message: message.to_owned() });
        let text = match self.simulator.sefaz(service, server, request, self.clock.now()) {
            // Neither slowness nor compression is seen without a wire.
            Outcome::Answer(text) | Outcome::Slow(text) | Outcome::Gzip(text) => text,
            Outcome::Http(status) => {
                return fail(SefazErrorKind::NoAnswer, &format!("HTTP {status}"));
            }
            Outcome::Garbage | Outcome::Truncated(_) => {
                return fail(SefazErrorKind::NoAnswer, "an answer that cannot be read");
            }
            Outcome::Silence => return fail(SefazErrorKind::NoAnswer, "no answer in time"),
            Outcome::Cut => return fail(SefazErrorKind::NoAnswer, "the connection broke"),
            Outcome::Unreachable => return fail(SefazErrorKind::Unreachable, "no connection"),
        };
        match xml::read(text.as_bytes()).ok().and_then(|root| read(&root, &text)) {
            Some(answer) => Ok(answer),
            None => fail(SefazErrorKind::NoAnswer, "an answer that cannot be read"),
        }
    }
}

fn around(name: &str, versao: &str, head: &str, content: &[u8]) -> Vec<u8> {
    let namespace = crate::nfe::NAMESPACE;
    let open = format!("<{name} xmlns=\"{namespace}\" versao=\"{versao}\">{head}");
    [open.as_bytes(), content, format!("</{name}>").as_bytes()].concat()
}

fn uf_of(key: &AccessKey) -> Uf {
    let code = key.as_str().get(..2).and_then(|it| it.parse().ok());
    code.and_then(Uf::from_code).unwrap_or(Uf::Sp)
}

fn server_of(key: &AccessKey) -> Server {
    server(Route::of(key), uf_of(key))
}

fn server(route: Route, uf: Uf) -> Server {
    match route {
        Route::Home => Server::Home,
        Route::Contingency => Server::Svc(Svc::of(uf)),
    }
}

fn said(element: &Element) -> Option<(u16, String)> {
    Some((element.value(&["cStat"]).parse().ok()?, element.value(&["xMotivo"])))
}

fn filled(element: &Element, tag: &str) -> Option<String> {
    Some(element.value(&[tag])).filter(|it| !it.is_empty())
}

fn verbatim(element: &Element, text: &str) -> Option<Vec<u8>> {
    Some(text.get(element.span.0..element.span.1)?.as_bytes().to_vec())
}

/// Of the note when the answer says something of the note, else of the request.
fn answer(root: &Element, text: &str) -> Option<SefazAnswer> {
    let (mut c_stat, mut x_motivo) = said(root)?;
    let protocol = root.child("protNFe").and_then(|it| protocol(it, text));
    if let Some(it) = protocol.as_ref().filter(|_| c_stat == 104) {
        (c_stat, x_motivo) = (it.c_stat, it.x_motivo.clone());
    }
    let receipt = root.child("infRec").and_then(|it| {
        let t_med_s = it.value(&["tMed"]).parse().ok()?;
        Some(Receipt { n_rec: filled(it, "nRec")?, t_med_s })
    });
    let registered = root
        .all("procEventoNFe")
        .filter_map(|it| registered(it.child("retEvento")?, it, text))
        .collect();
    Some(SefazAnswer { c_stat, x_motivo, protocol, receipt, registered })
}

fn protocol(element: &Element, text: &str) -> Option<Protocol> {
    let inf = element.child("infProt")?;
    let (c_stat, x_motivo) = said(inf)?;
    let texts = |tag| inf.all(tag).map(Element::text);
    Some(Protocol {
        ch_nfe: AccessKey::parse(&inf.value(&["chNFe"])).ok()?,
        n_prot: filled(inf, "nProt"),
        dig_val: filled(inf, "digVal"),
        c_stat,
        x_motivo,
        dh_recbto: inf.value(&["dhRecbto"]),
        messages: texts("cMsg").zip(texts("xMsg")).collect(),
        xml: verbatim(element, text)?,
    })
}

/// An event out of its `retEvento`; `whole` is what is kept of it.
fn registered(ret_evento: &Element, whole: &Element, text: &str) -> Option<Registered> {
    let inf = ret_evento.child("infEvento")?;
    let (c_stat, x_motivo) = said(inf)?;
    Some(Registered {
        ch_nfe: AccessKey::parse(&inf.value(&["chNFe"])).ok(),
        tp_evento: inf.value(&["tpEvento"]).parse().ok()?,
        n_seq: inf.value(&["nSeqEvento"]).parse().ok()?,
        c_stat,
        x_motivo,
        n_prot: filled(inf, "nProt"),
        dh_reg_evento: inf.value(&["dhRegEvento"]),
        xml: verbatim(whole, text)?,
    })
}
