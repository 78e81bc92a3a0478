//! `[[seller.establishment]]`: where a seller ships from, and under which numbers.
//!
//! A seller with one establishment writes these keys in `[[seller]]` itself. With several, those
//! that all have in common (`xNome`, `natOp`, `modFrete`, `autXML` and the certificate) may stand
//! in `[[seller]]` and count where an establishment says nothing.

use std::path::PathBuf;

use secrecy::{SecretSlice, SecretString};

use super::responsible::Responsible;
use super::secret::reread;
use super::section::Section;
use super::source::read_bounded;
use super::words;
use crate::domain::codes::{CMun, Cep, Crt};
use crate::domain::invoice::{Emit, Ender};
use crate::domain::local::{Local, sefaz_ba};
use crate::domain::seller::Establishment;
use crate::domain::{Cnpj, Cpf, TaxId, Uf};

/// What the program itself must know of an establishment. The tax rules' part is from these keys,
/// mandatory unless a default is named:
///
/// - `cnpj`, `ie`, `xNome` (2 to 60), `xFant` (1 to 60; default none): `emit`.
/// - `[address]`: `xLgr`, `nro`, `xCpl` (default none), `xBairro`, `cMun`, `xMun`, `UF`, `CEP`,
///   `fone` (default none): `enderEmit`.
/// - `serie`: 0 to 889, one that nobody else issues under (890 and above are the tax office's
///   own).
/// - `first_number`: 1 to 999999999, the first number of that series that is free.
/// - `natOp`: 1 to 60 characters. Default `VENDA DE MERCADORIA`.
/// - `modFrete`: 0, 1, 2, 3, 4 or 9. Default 0: the sender pays, Amazon carries for the seller.
/// - `warehouses`: `WarehouseId`s of this establishment. Default none, which means all; with
///   several establishments each must name its own.
/// - `autXML`: CNPJs and CPFs that may fetch the note, at most 10. Default none; in BA SEFAZ-BA
///   (rule 486).
/// - `[retirada]`: `cnpj` or `cpf`, `xNome` and `ie` (default none), and the keys of `[address]`,
///   when the goods leave from elsewhere. Default none.
#[derive(Clone, Debug)]
pub struct EstablishmentConfig {
    /// Where it stands in the file: `seller[0].establishment[1]`.
    pub key: String,
    /// The A1 certificate that signs for it.
    pub certificate: Certificate,
}

/// The A1 certificate: sealed bytes and what opens them.
#[derive(Clone, Debug)]
pub struct Certificate {
    /// `certificate_file`: where it lies.
    pub file: PathBuf,
    /// Its bytes, PKCS#12.
    pub pfx: SecretSlice<u8>,
    /// `certificate_password_env` or `certificate_password_file`.
    pub password: SecretString,
    /// Where the password lies, when it is in a file.
    pub password_file: Option<PathBuf>,
}

impl Certificate {
    /// Reads both files once more: a renewed certificate may have another password.
    pub fn reread(&self) -> std::io::Result<Certificate> {
        let too_long = || {
            let text = format!("the file is longer than {PFX_MAX} bytes");
            std::io::Error::new(std::io::ErrorKind::InvalidData, text)
        };
        let pfx = read_bounded(&self.file, PFX_MAX)?.ok_or_else(too_long)?;
        let password = match &self.password_file {
            Some(file) => reread(file)?,
            None => self.password.clone(),
        };
        Ok(Certificate { pfx: SecretSlice::from(pfx), password, ..self.clone() })
    }
}

const PFX_MAX: u64 = 1024 * 1024;
const NAT_OP: &str = "VENDA DE MERCADORIA";
const MOD_FRETE: u8 = 0;
/// `autXML`, nfe.md 1.5.
const AUT_XML_MAX: usize = 10;

/// An establishment, once for the tax rules and once for the program.
pub(super) type Both = (Establishment, EstablishmentConfig);

/// What stands in `[[seller]]` for all its establishments; each `None` where nothing does.
#[derive(Clone, Debug, Default)]
struct Common {
    x_nome: Option<String>,
    nat_op: Option<String>,
    mod_frete: Option<u8>,
    aut_xml: Option<Vec<TaxId>>,
    certificate: Option<Certificate>,
}

/// Reads the one establishment that stands in the seller's own keys, or each of the list.
pub(super) fn read_all(
    seller: &mut Section<'_>,
    crt: Option<Crt>,
    responsible: Option<&Responsible>,
) -> Option<Vec<Both>> {
    if !seller.has("establishment") {
        // Asked for all the same, so that the key is known.
        seller.sections("establishment");
        let one = read(seller, &Common::default(), crt, responsible);
        return one.map(|it| vec![it]);
    }
    let before = seller.source().count();
    let common = read_common(seller)?;
    let sections = seller.sections("establishment");
    if sections.is_empty() && seller.source().count() == before {
        let remedy = "write at least one [[seller.establishment]]";
        seller.missing("establishment", remedy);
    }
    let several = sections.len() > 1;
    let mut all = Vec::with_capacity(sections.len());
    for mut section in sections {
        let found = read(&mut section, &common, crt, responsible);
        if let Some((it, _)) = &found
            && several
            && it.warehouses.is_empty()
        {
            let remedy = "with several establishments each names its own";
            section.missing("warehouses", remedy);
        }
        section.done();
        all.extend(found);
    }
    (seller.source().count() == before).then_some(all)
}

fn read_common(section: &mut Section<'_>) -> Option<Common> {
    let x_nome = read_x_nome(section);
    let nat_op = read_nat_op(section);
    let mod_frete = read_mod_frete(section);
    let aut_xml = read_aut_xml(section);
    let certificate = read_certificate(section);
    Some(Common {
        x_nome: x_nome?,
        nat_op: nat_op?,
        mod_frete: mod_frete?,
        aut_xml: aut_xml?,
        certificate: certificate?,
    })
}

fn read(
    section: &mut Section<'_>,
    common: &Common,
    crt: Option<Crt>,
    responsible: Option<&Responsible>,
) -> Option<Both> {
    let cnpj = section.required("cnpj", CNPJ_REMEDY, Cnpj::parse);
    let x_nome = read_x_nome(section);
    let x_fant =
        section.optional("xFant", "write 1 to 60 characters", |text| words::exact(text, 1, 60));
    let ender = section.required_section("address").and_then(|mut address| {
        let ender = read_ender(&mut address);
        address.done();
        ender
    });
    let uf = ender.as_ref().map(|it| it.uf);
    let ie = section.required("ie", IE_REMEDY, |text| words::ie(uf, text));
    let serie = section.integer("serie", 0..=889, None);
    let first_number = section.integer("first_number", 1..=999_999_999, None);
    let nat_op = read_nat_op(section);
    let mod_frete = read_mod_frete(section);
    let warehouses = section.texts("warehouses", "write [\"WH01\"], or leave it out for all");
    let aut_xml = read_aut_xml(section);
    let is_elsewhere = section.has("retirada");
    let retirada = section.section("retirada").and_then(read_retirada);
    let retirada = if is_elsewhere { retirada.map(Some) } else { Some(None) };
    let certificate = read_certificate(section);
    let x_nome = given(section, "xNome", x_nome, common.x_nome.as_ref());
    let common_pfx = common.certificate.as_ref();
    let certificate = given(section, "certificate_file", certificate, common_pfx);
    let (ender, aut_xml) = (ender?, aut_xml?.or_else(|| common.aut_xml.clone()));
    let uf = ender.uf;
    Some((
        Establishment {
            emit: Emit { cnpj: cnpj?, x_nome: x_nome?, x_fant: x_fant?, ender, ie: ie?, crt: crt? },
            serie: serie?,
            first_number: first_number?,
            nat_op: nat_op?.or_else(|| common.nat_op.clone()).unwrap_or_else(|| NAT_OP.to_owned()),
            mod_frete: mod_frete?.or(common.mod_frete).unwrap_or(MOD_FRETE),
            warehouses: warehouses?,
            retirada: retirada?,
            aut_xml: aut_xml.unwrap_or_else(|| default_aut_xml(uf)),
            resp_tec: responsible.map(|it| it.of(uf)),
        },
        EstablishmentConfig { key: section.name().to_owned(), certificate: certificate? },
    ))
}

/// BA takes no note that nobody may fetch (rule 486): the tax office itself stands there.
fn default_aut_xml(uf: Uf) -> Vec<TaxId> {
    match uf {
        Uf::Ba => sefaz_ba().into_iter().collect(),
        _ => Vec::new(),
    }
}

/// The establishment's own value, or the seller's; one of them must be there.
fn given<T: Clone>(
    section: &Section<'_>,
    key: &str,
    own: Option<Option<T>>,
    common: Option<&T>,
) -> Option<T> {
    let found = own?.or_else(|| common.cloned());
    if found.is_none() {
        section.missing(key, "write it here, or once in [[seller]] for all its establishments");
    }
    found
}

fn read_x_nome(section: &mut Section<'_>) -> Option<Option<String>> {
    section.optional("xNome", "write 2 to 60 characters", |text| words::exact(text, 2, 60))
}

fn read_nat_op(section: &mut Section<'_>) -> Option<Option<String>> {
    section.optional("natOp", "write 1 to 60 characters", |text| words::exact(text, 1, 60))
}

/// `modFrete`: nfe.md 1.13.
fn read_mod_frete(section: &mut Section<'_>) -> Option<Option<u8>> {
    if !section.has("modFrete") {
        // Asked for all the same, so that the key is known.
        return section.integer("modFrete", 0..=9, Some(MOD_FRETE)).map(|_| None);
    }
    let code = section.integer("modFrete", 0..=9, None)?;
    if matches!(code, 5..=8) {
        let (key, remedy) = (section.key("modFrete"), "write 0, 1, 2, 3, 4 or 9");
        section.source().fault_with(&key, &code.to_string(), "is no modFrete", remedy);
        return None;
    }
    Some(Some(code))
}

/// `autXML`. A fault repeats no value: a CPF may stand there.
fn read_aut_xml(section: &mut Section<'_>) -> Option<Option<Vec<TaxId>>> {
    let remedy = "write CNPJs and CPFs in quotes, at most 10";
    let is_given = section.has("autXML");
    let texts = section.texts("autXML", remedy)?;
    let mut ids: Vec<TaxId> = Vec::with_capacity(texts.len());
    let before = section.source().count();
    for (at, text) in texts.iter().enumerate() {
        let key = section.key(&format!("autXML[{at}]"));
        match TaxId::parse(text) {
            Ok(id) if ids.contains(&id) => section.source().fault(&key, "is given twice", remedy),
            Ok(id) => ids.push(id),
            Err(error) => section.source().fault(&key, error, remedy),
        }
    }
    if texts.len() > AUT_XML_MAX {
        let problem = format!("has {} entries", texts.len());
        section.source().fault(&section.key("autXML"), problem, remedy);
    }
    (section.source().count() == before).then(|| is_given.then_some(ids))
}

fn read_certificate(section: &mut Section<'_>) -> Option<Option<Certificate>> {
    let file = section.optional_path("certificate_file");
    let key = section.key("certificate_file");
    let pfx = match &file {
        Some(Some(file)) => section.source().bytes(&key, file, PFX_MAX).map(SecretSlice::from),
        Some(None) | None => None,
    };
    let password = section.optional_secret_from("certificate_password");
    match (file?, password?) {
        (None, None) => Some(None),
        (Some(file), Some((password, password_file))) => {
            Some(Some(Certificate { file, pfx: pfx?, password, password_file }))
        }
        (Some(_), None) => {
            let remedy = "write exactly one of certificate_password_env and _file";
            section.missing("certificate_password_env", remedy);
            None
        }
        (None, Some(_)) => {
            section.missing("certificate_file", "name the PKCS#12 file that the password opens");
            None
        }
    }
}

const CNPJ_REMEDY: &str = "write its 14 characters in quotes";
const IE_REMEDY: &str = "write all its digits in quotes, as the state's register has them";

fn read_retirada(mut section: Section<'_>) -> Option<Local> {
    let cnpj = section.optional("cnpj", CNPJ_REMEDY, Cnpj::parse);
    let cpf = section.optional_hidden("cpf", "write its 11 digits in quotes", Cpf::parse);
    let x_nome =
        section.optional("xNome", "write 2 to 60 characters", |text| words::exact(text, 2, 60));
    let ender = read_ender(&mut section);
    let uf = ender.as_ref().map(|it| it.uf);
    let ie = section.optional("ie", IE_REMEDY, |text| words::ie(uf, text));
    let id = match (cnpj, cpf) {
        (Some(Some(cnpj)), Some(None)) => Some(TaxId::Cnpj(cnpj)),
        (Some(None), Some(Some(cpf))) => Some(TaxId::Cpf(cpf)),
        (Some(None), Some(None)) => {
            section.missing("cnpj", "write cnpj, or cpf, of whose place it is");
            None
        }
        (Some(Some(_)), Some(Some(_))) => {
            let (key, remedy) = (section.key("cpf"), "keep one of the two");
            section.source().fault(&key, "stands beside cnpj", remedy);
            None
        }
        (None, _) | (_, None) => None,
    };
    section.done();
    Some(Local { id: id?, x_nome: x_nome?, ender: ender?, ie: ie? })
}

fn read_ender(section: &mut Section<'_>) -> Option<Ender> {
    let (long, short) = ("write 2 to 60 characters", "write 1 to 60 characters");
    let x_lgr = section.required("xLgr", long, |text| words::exact(text, 2, 60));
    let nro = section.required("nro", "write 1 to 60 characters, S/N for none", |text| {
        words::exact(text, 1, 60)
    });
    let x_cpl = section.optional("xCpl", short, |text| words::exact(text, 1, 60));
    let x_bairro = section.required("xBairro", long, |text| words::exact(text, 2, 60));
    let c_mun =
        section.required("cMun", "write the 7 digits of IBGE's code in quotes", CMun::parse);
    let x_mun = section.required("xMun", long, |text| words::exact(text, 2, 60));
    let uf = section.required("UF", "write two letters, as in SP", |text| {
        Uf::parse(text).ok_or("is no federative unit")
    });
    let cep = section.required("CEP", "write its 8 digits in quotes", Cep::parse);
    let fone = section.optional("fone", "write 6 to 14 digits", words::fone);
    if let (Some(c_mun), Some(uf)) = (&c_mun, uf)
        && !c_mun.as_str().starts_with(&uf.code().to_string())
    {
        let problem = format!("is no municipality of {uf}: those begin with {}", uf.code());
        let (key, found) = (section.key("cMun"), format!("{:?}", c_mun.as_str()));
        section.source().fault_with(&key, &found, problem, "write cMun and UF of one place");
    }
    Some(Ender {
        x_lgr: x_lgr?,
        nro: nro?,
        x_cpl: x_cpl?,
        x_bairro: x_bairro?,
        c_mun: c_mun?,
        x_mun: x_mun?,
        uf: uf?,
        cep: cep?,
        fone: fone?,
    })
}
