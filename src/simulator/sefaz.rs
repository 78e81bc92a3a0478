//! SEFAZ, one for every state: what it has authorised, and what it answers.

use std::collections::HashMap;

use crate::domain::{AccessKey, Chance, Timestamp, Uf};

use super::answers::{self, Head, Proto};
use super::motivo::motivo;
use super::outcome::Outcome;
use super::rules::{self, Rejection, ensure};
use super::script::{Behaviour, Operation, Script, Subject};
use super::seal::{self, SealError};
use super::xml::{self, Element, XmlError};

/// Larger messages are refused (214).
const MESSAGE_BYTES_MAX: usize = 500 * 1024;

/// A note that was authorised.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Authorized {
    /// `nProt`.
    pub n_prot: String,
    /// `digVal`.
    pub dig_val: String,
    /// `dhRecbto`.
    pub dh_recbto: String,
    /// 100 or 150.
    pub c_stat: u16,
    /// Consults that will not find it yet.
    hidden: u32,
}

/// How often something was asked and said.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SefazBooks {
    /// Calls, by service.
    pub calls: HashMap<Operation, u64>,
    /// Notes authorised.
    pub authorized: u64,
    /// Notes rejected, by `cStat`.
    pub rejected: HashMap<u16, u64>,
    /// What must never happen: two authorised notes of one sale.
    pub violations: Vec<String>,
}

/// The authority.
#[derive(Debug)]
pub struct Sefaz {
    tp_amb: u8,
    chance: Chance,
    notes: HashMap<AccessKey, Authorized>,
    /// The note of each CNPJ, serie and nNF.
    numbers: HashMap<(String, u16, u32), AccessKey>,
    /// The note of each sale, as the note itself tells which sale it is.
    sales: HashMap<String, AccessKey>,
    books: SefazBooks,
}

/// A note that can be judged.
struct Submitted<'a> {
    nfe: &'a Element,
    inf_nfe: &'a Element,
    key: AccessKey,
    number: (String, u16, u32),
}

impl Sefaz {
    /// An authority that has seen nothing.
    pub fn new(tp_amb: u8, seed: &str) -> Sefaz {
        Sefaz {
            tp_amb,
            chance: Chance::new(seed),
            notes: HashMap::new(),
            numbers: HashMap::new(),
            sales: HashMap::new(),
            books: SefazBooks::default(),
        }
    }

    /// The environment that it takes notes of.
    pub fn tp_amb(&self) -> u8 {
        self.tp_amb
    }

    /// What happened.
    pub fn books(&self) -> &SefazBooks {
        &self.books
    }

    /// A note that was authorised.
    pub fn authorized(&self, key: &AccessKey) -> Option<&Authorized> {
        self.notes.get(key)
    }

    /// NFeAutorizacao4: `enviNFe` to `retEnviNFe`.
    pub fn autorizacao(
        &mut self,
        envi_nfe: &[u8],
        script: &mut Script,
        now: Timestamp,
    ) -> Outcome<String> {
        self.count(Operation::Autorizacao);
        let read = read_lot(envi_nfe);
        let lot = match &read {
            Ok(lot) => lot,
            Err(rejection) => return self.answer_lot(rejection, "35", now),
        };
        let note = match submitted(lot) {
            Ok(note) => note,
            Err(rejection) => return self.answer_lot(&rejection, "35", now),
        };
        let subject = Subject::Note(note.number.1, note.number.2);
        match script.next(Operation::Autorizacao, subject) {
            Behaviour::Http(status) => Outcome::Http(status),
            Behaviour::Timeout => Outcome::Silence,
            Behaviour::Unreachable => Outcome::Unreachable,
            Behaviour::Garbage => Outcome::Garbage,
            // A note that is authorised already is not rejected, and its number is its own (204).
            Behaviour::Note(..) | Behaviour::Taken if self.notes.contains_key(&note.key) => {
                self.answer_note(&note, now)
            }
            Behaviour::Note(c_stat, x_motivo) => {
                let proto = self.rejection(&note, &Rejection { c_stat, x_motivo }, now);
                Outcome::Answer(answers::ret_envi_nfe(&self.head(&note, now), &proto))
            }
            Behaviour::Service(c_stat, x_motivo) => {
                let head = self.head(&note, now).saying(c_stat, &x_motivo);
                let is_received = [103, 105].contains(&c_stat);
                if is_received {
                    self.decide(&note, now);
                }
                let n_rec = is_received.then(|| self.n_rec(&note.key));
                Outcome::Answer(answers::ret_envi_nfe_bare(&head, n_rec.as_deref()))
            }
            Behaviour::Lost => {
                self.decide(&note, now);
                Outcome::Cut
            }
            Behaviour::Late => {
                self.decide(&note, now);
                if let Some(it) = self.notes.get_mut(&note.key) {
                    it.hidden = 1;
                }
                Outcome::Silence
            }
            Behaviour::Duplicate => {
                self.decide(&note, now);
                self.answer_note(&note, now)
            }
            Behaviour::Taken => {
                self.take_number(&note, now);
                self.answer_note(&note, now)
            }
            Behaviour::Ok | Behaviour::Invoice(_) => self.answer_note(&note, now),
        }
    }

    /// NFeConsultaProtocolo4: `consSitNFe` to `retConsSitNFe`.
    pub fn consulta(
        &mut self,
        cons_sit_nfe: &[u8],
        script: &mut Script,
        now: Timestamp,
    ) -> Outcome<String> {
        self.count(Operation::Consulta);
        let key = match read_consult(cons_sit_nfe, self.tp_amb) {
            Ok(key) => key,
            Err(rejection) => {
                let head = Head::new(self.tp_amb, "35", now);
                let head = head.saying(rejection.c_stat, &rejection.x_motivo);
                return Outcome::Answer(answers::ret_cons_sit_nfe(&head, None, None));
            }
        };
        let head = Head::new(self.tp_amb, key.as_str().get(..2).unwrap_or("35"), now);
        let (serie, number) = number_of(&key);
        let said = script.next(Operation::Consulta, Subject::Note(serie, number));
        if let Some(outcome) = wordless(&said) {
            return outcome;
        }
        if let Behaviour::Service(c_stat, x_motivo) | Behaviour::Note(c_stat, x_motivo) = said {
            let head = head.saying(c_stat, &x_motivo);
            return Outcome::Answer(answers::ret_cons_sit_nfe(&head, Some(&key), None));
        }
        if let Some(note) = self.notes.get_mut(&key) {
            if note.hidden == 0 {
                let head = head.saying(note.c_stat, motivo(note.c_stat));
                let proto = proto(&key, note, self.tp_amb);
                return Outcome::Answer(answers::ret_cons_sit_nfe(&head, Some(&key), Some(&proto)));
            }
            note.hidden -= 1;
            let head = head.saying(217, motivo(217));
            return Outcome::Answer(answers::ret_cons_sit_nfe(&head, Some(&key), None));
        }
        // Another key under this number: 562 when only cNF tells them apart, else 613.
        let other = self.numbers.get(&(key.cnpj().to_owned(), serie, number));
        let (c_stat, x_motivo) = match other {
            None => (217, motivo(217).to_owned()),
            Some(other) => {
                let is_code = other.as_str().get(..35) == key.as_str().get(..35);
                let c_stat = if is_code { 562 } else { 613 };
                (c_stat, format!("{} [chNFe:{other}]", motivo(c_stat)))
            }
        };
        let head = head.saying(c_stat, &x_motivo);
        Outcome::Answer(answers::ret_cons_sit_nfe(&head, Some(&key), None))
    }

    /// NFeStatusServico4: `consStatServ` to `retConsStatServ`.
    pub fn status(
        &mut self,
        cons_stat_serv: &[u8],
        script: &mut Script,
        now: Timestamp,
    ) -> Outcome<String> {
        self.count(Operation::Status);
        let c_uf = xml::read(cons_stat_serv).map(|it| it.value(&["cUF"])).unwrap_or_default();
        let known = c_uf.parse().ok().and_then(Uf::from_code);
        let head = Head::new(self.tp_amb, if known.is_some() { &c_uf } else { "35" }, now);
        let said = script.next(Operation::Status, Subject::Nobody);
        if let Some(outcome) = wordless(&said) {
            return outcome;
        }
        let (c_stat, x_motivo) = match (said, known) {
            (Behaviour::Service(c_stat, text) | Behaviour::Note(c_stat, text), _) => (c_stat, text),
            (_, None) => (215, motivo(215).to_owned()),
            (_, Some(_)) => (107, motivo(107).to_owned()),
        };
        Outcome::Answer(answers::ret_cons_stat_serv(&head.saying(c_stat, &x_motivo)))
    }

    fn count(&mut self, operation: Operation) {
        *self.books.calls.entry(operation).or_default() += 1;
    }

    fn head(&self, note: &Submitted<'_>, now: Timestamp) -> Head {
        Head::new(self.tp_amb, note.key.as_str().get(..2).unwrap_or("35"), now)
    }

    fn answer_lot(&self, why: &Rejection, c_uf: &str, now: Timestamp) -> Outcome<String> {
        let head = Head::new(self.tp_amb, c_uf, now).saying(why.c_stat, &why.x_motivo);
        Outcome::Answer(answers::ret_envi_nfe_bare(&head, None))
    }

    fn answer_note(&mut self, note: &Submitted<'_>, now: Timestamp) -> Outcome<String> {
        let proto = self.decide(note, now);
        Outcome::Answer(answers::ret_envi_nfe(&self.head(note, now), &proto))
    }

    /// Judges the note, and authorises it when nothing stands against it.
    fn decide(&mut self, note: &Submitted<'_>, now: Timestamp) -> Proto {
        let dig_val = match self.judge(note, now) {
            Ok(dig_val) => dig_val,
            Err(rejection) => return self.rejection(note, &rejection, now),
        };
        let c_stat = if rules::parties::is_late(note.inf_nfe, now) { 150 } else { 100 };
        let authorized = Authorized {
            n_prot: self.n_prot(&note.key, now),
            dig_val,
            dh_recbto: self.head(note, now).dh_recbto,
            c_stat,
            hidden: 0,
        };
        let proto = proto(&note.key, &authorized, self.tp_amb);
        self.notes.insert(note.key.clone(), authorized);
        self.numbers.insert(note.number.clone(), note.key.clone());
        self.books.authorized += 1;
        if let Some(first) = self.sales.insert(sale(note.inf_nfe), note.key.clone()) {
            let second = &note.key;
            self.books
                .violations
                .push(format!("one sale, two authorised notes: {first}, {second}"));
        }
        proto
    }

    fn judge(&self, note: &Submitted<'_>, now: Timestamp) -> Result<String, Rejection> {
        // 204 and 539 come before the content: the same bytes again must find themselves.
        if self.notes.contains_key(&note.key) {
            let text = format!("{} [nRec:{}]", motivo(204), self.n_rec(&note.key));
            return Err(Rejection { c_stat: 204, x_motivo: text });
        }
        if let Some(other) = self.numbers.get(&note.number) {
            let n_rec = self.n_rec(other);
            let text = format!("{} [chNFe:{other}][nRec:{n_rec}]", motivo(539));
            return Err(Rejection { c_stat: 539, x_motivo: text });
        }
        let seal = seal::verify(note.nfe).map_err(|error| {
            let c_stat = match error {
                SealError::Shape(_) => 298,
                SealError::Digest | SealError::Value => 297,
                SealError::Certificate => 290,
            };
            Rejection::at(c_stat, &error.to_string())
        })?;
        let second = now.as_second();
        ensure((seal.not_before..=seal.not_after).contains(&second), 291)?;
        let root = |cnpj: &str| cnpj.get(..8).map(str::to_owned);
        let signer = seal.cnpj.ok_or_else(|| Rejection::new(292))?;
        ensure(root(&signer) == root(&note.number.0), 213)?;
        rules::judge(note.inf_nfe, self.tp_amb, now)?;
        Ok(seal.digest_value)
    }

    fn rejection(&mut self, note: &Submitted<'_>, why: &Rejection, now: Timestamp) -> Proto {
        *self.books.rejected.entry(why.c_stat).or_default() += 1;
        // A duplicate is told with the digest of the note that is there.
        let dig_val = match self.notes.get(&note.key) {
            Some(it) => it.dig_val.clone(),
            None => note.nfe.value(&["Signature", "SignedInfo", "Reference", "DigestValue"]),
        };
        Proto {
            tp_amb: self.tp_amb,
            key: note.key.clone(),
            dh_recbto: self.head(note, now).dh_recbto,
            n_prot: None,
            dig_val: Some(dig_val).filter(|it| !it.is_empty()),
            c_stat: why.c_stat,
            x_motivo: why.x_motivo.clone(),
        }
    }

    /// Another program issues under this number, with another code.
    fn take_number(&mut self, note: &Submitted<'_>, now: Timestamp) {
        let body = note.key.as_str().get(..35).unwrap_or_default();
        let other = (0..100u32).find_map(|code| {
            let digits = (0..10).map(|digit| format!("{body}{:08}{digit}", 30_405_060 + code));
            digits.filter(|it| it != note.key.as_str()).find_map(|it| AccessKey::parse(&it).ok())
        });
        let Some(other) = other else { return };
        let foreign = Authorized {
            n_prot: self.n_prot(&other, now),
            dig_val: "AAAAAAAAAAAAAAAAAAAAAAAAAAA=".to_owned(),
            dh_recbto: self.head(note, now).dh_recbto,
            c_stat: 100,
            hidden: 0,
        };
        self.notes.insert(other.clone(), foreign);
        self.numbers.insert(note.number.clone(), other);
    }

    /// Fifteen digits: 1, the state, the year, ten derived from the key.
    fn n_prot(&self, key: &AccessKey, now: Timestamp) -> String {
        let year = now.to_zoned(jiff::tz::TimeZone::UTC).year().rem_euclid(100);
        let uf = key.as_str().get(..2).unwrap_or("35");
        format!("1{uf}{year:02}{:010}", self.chance.below(10_000_000_000, &["nProt", key.as_str()]))
    }

    fn n_rec(&self, key: &AccessKey) -> String {
        let uf = key.as_str().get(..2).unwrap_or("35");
        format!("{uf}1{:012}", self.chance.below(1_000_000_000_000, &["nRec", key.as_str()]))
    }
}

fn wordless(said: &Behaviour) -> Option<Outcome<String>> {
    match said {
        Behaviour::Http(status) => Some(Outcome::Http(*status)),
        Behaviour::Timeout | Behaviour::Late => Some(Outcome::Silence),
        Behaviour::Lost => Some(Outcome::Cut),
        Behaviour::Unreachable => Some(Outcome::Unreachable),
        Behaviour::Garbage => Some(Outcome::Garbage),
        Behaviour::Ok
        | Behaviour::Invoice(_)
        | Behaviour::Note(..)
        | Behaviour::Service(..)
        | Behaviour::Duplicate
        | Behaviour::Taken => None,
    }
}

fn proto(key: &AccessKey, note: &Authorized, tp_amb: u8) -> Proto {
    Proto {
        tp_amb,
        key: key.clone(),
        dh_recbto: note.dh_recbto.clone(),
        n_prot: Some(note.n_prot.clone()),
        dig_val: Some(note.dig_val.clone()),
        c_stat: note.c_stat,
        x_motivo: motivo(note.c_stat).to_owned(),
    }
}

/// The lot, in the form that it must have before anything is said of the note.
fn read_lot(bytes: &[u8]) -> Result<Element, Rejection> {
    ensure(bytes.len() <= MESSAGE_BYTES_MAX, 214)?;
    let lot = xml::read(bytes).map_err(|error| match error {
        XmlError::Encoding => Rejection::new(402),
        XmlError::Malformed(_) => Rejection::new(243),
        XmlError::Unexpected(_) => Rejection::new(588),
    })?;
    ensure(lot.name == "enviNFe", 215)?;
    ensure(lot.namespace == crate::nfe::NAMESPACE, 587)?;
    ensure(lot.attribute("versao") == Some("4.00"), 239)?;
    let has_text = lot.content.len() != lot.elements().count();
    ensure(!has_text, 588)?;
    let names: Vec<_> = lot.elements().map(|it| it.name.as_str()).collect();
    ensure(names.get(..2) == Some(&["idLote", "indSinc"]), 215)?;
    let id_lote = lot.value(&["idLote"]);
    let is_id = (1..=15).contains(&id_lote.len()) && id_lote.bytes().all(|b| b.is_ascii_digit());
    ensure(is_id, 215)?;
    // NT 2025.001: one note is asked for synchronously (452), and only one may be (764).
    let notes = names.iter().filter(|name| **name == "NFe").count();
    ensure(notes >= 1 && notes + 2 == names.len(), 215)?;
    ensure(notes == 1, 764)?;
    ensure(lot.value(&["indSinc"]) == "1", 452)?;
    Ok(lot)
}

fn submitted(lot: &Element) -> Result<Submitted<'_>, Rejection> {
    let nfe = lot.child("NFe").ok_or_else(|| Rejection::new(215))?;
    rules::schema::judge(nfe)?;
    let inf_nfe = nfe.child("infNFe").ok_or_else(|| Rejection::new(225))?;
    let id = inf_nfe.attribute("Id").unwrap_or_default();
    let key = id.strip_prefix("NFe").and_then(|it| AccessKey::parse(it).ok());
    let key = key.ok_or_else(|| Rejection::new(253))?;
    let (serie, number) = number_of(&key);
    let number = (inf_nfe.value(&["emit", "CNPJ"]), serie, number);
    Ok(Submitted { nfe, inf_nfe, key, number })
}

/// `serie` and `nNF` in a key.
fn number_of(key: &AccessKey) -> (u16, u32) {
    let part = |range: std::ops::Range<usize>| key.as_str().get(range).unwrap_or_default();
    (part(22..25).parse().unwrap_or_default(), part(25..34).parse().unwrap_or_default())
}

fn read_consult(bytes: &[u8], tp_amb: u8) -> Result<AccessKey, Rejection> {
    let consult = xml::read(bytes).map_err(|_| Rejection::new(243))?;
    ensure(consult.name == "consSitNFe" && consult.namespace == crate::nfe::NAMESPACE, 215)?;
    ensure(consult.attribute("versao") == Some("4.00"), 239)?;
    let names: Vec<_> = consult.elements().map(|it| it.name.as_str()).collect();
    ensure(names == ["tpAmb", "xServ", "chNFe"], 215)?;
    ensure(consult.value(&["xServ"]) == "CONSULTAR", 215)?;
    ensure(consult.value(&["tpAmb"]) == tp_amb.to_string(), 252)?;
    AccessKey::parse(&consult.value(&["chNFe"])).map_err(|_| Rejection::new(236))
}

/// Which sale a note is of, by what it says: its shipment where it names one, else the whole of
/// its remarks, its total and its goods.
fn sale(inf_nfe: &Element) -> String {
    let emit = inf_nfe.value(&["emit", "CNPJ"]);
    let remarks = inf_nfe.child("infAdic");
    let shipment = remarks.into_iter().flat_map(|it| it.all("obsCont")).find(|it| {
        it.attribute("xCampo").is_some_and(|name| name.to_ascii_lowercase().contains("shipment"))
    });
    if let Some(shipment) = shipment {
        return format!("{emit} {}", shipment.value(&["xTexto"]));
    }
    let goods: Vec<String> = inf_nfe
        .all("det")
        .map(|det| format!("{}×{}", det.value(&["prod", "qCom"]), det.value(&["prod", "cProd"])))
        .collect();
    let remarks = inf_nfe.value(&["infAdic", "infCpl"]);
    format!("{emit} {remarks} {} {}", inf_nfe.value(&["total", "ICMSTot", "vNF"]), goods.join(","))
}
