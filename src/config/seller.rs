//! `[[seller]]` and `[responsible]`: who sells, from where, under which numbers.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use secrecy::{SecretSlice, SecretString};

use super::files::Files;
use super::section::Section;
use super::sefaz::{environment, one_of};
use super::words;
use crate::domain::catalogue::Catalogue;
use crate::domain::codes::{CMun, Cep, Crt, Ie};
use crate::domain::invoice::{Emit, Ender, InfRespTec};
use crate::domain::seller::Seller;
use crate::domain::{Cnpj, SellerId, Uf};

/// `[[seller]]`: one seller and its one establishment.
#[derive(Clone, Debug)]
pub struct SellerConfig {
    /// What the tax rules and the writer must know. From these keys, mandatory unless a default
    /// is named:
    ///
    /// - `id`: Amazon's `SellerId`.
    /// - `environment`: `producao` or `homologacao` (`tpAmb`). Amazon takes only the first.
    /// - `regime`: `simples` or `normal` (`CRT` 1 or 3).
    /// - `cnpj`, `ie`, `xNome` (2 to 60), `xFant` (1 to 60; default none): `emit`.
    /// - `[seller.address]`: `xLgr`, `nro`, `xCpl` (default none), `xBairro`, `cMun`, `xMun`,
    ///   `UF`, `CEP`, `fone` (default none): `enderEmit`.
    /// - `serie`: 0 to 889, one that nobody else issues under (890 and above are the tax
    ///   office's own).
    /// - `first_number`: 1 to 999999999, the first number of that series that is free.
    /// - `natOp`: 1 to 60 characters. Default `VENDA DE MERCADORIA`.
    /// - `modFrete`: 0, 1, 2, 3, 4 or 9. Default 0: the sender pays, Amazon carries for the
    ///   seller.
    /// - `warehouses`: `WarehouseId`s of this establishment. Default none, which means all.
    /// - `id_cad_int_tran`: 2 to 60, `idCadIntTran` when Amazon sends no `SellerDisplayName`.
    ///   Default none: such a shipment is held.
    /// - `icms_out_of_pis_cofins`: default true (STF, Tema 69).
    /// - `ibs_cbs`: whether `IBSCBS` is written. Default by regime: true for `normal` (LC 214
    ///   art. 343), false for `simples` (due from 2027).
    pub seller: Seller,
    /// `products`: the product file, read. Default `products.csv`.
    pub catalogue: Arc<Catalogue>,
    /// Where the product file lies, to be read anew when a life is resumed.
    pub products_file: PathBuf,
    /// `contributors`: buyers who are contributors. Default none: all are `indIEDest` 9.
    pub contributors_file: Option<PathBuf>,
    /// The A1 certificate.
    pub certificate: Certificate,
    /// `refresh_token_env` or `refresh_token_file`: the seller's consent to our application.
    pub refresh_token: SecretString,
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
}

const PFX_MAX: u64 = 1024 * 1024;
const NAT_OP: &str = "VENDA DE MERCADORIA";

pub(super) fn read(
    mut section: Section<'_>,
    files: &mut Files<'_>,
    resp_tec: Option<&InfRespTec>,
) -> Option<SellerConfig> {
    let id = section.required("id", "write Amazon's SellerId", SellerId::parse);
    let tp_amb = environment(&mut section);
    let emit = read_emit(&mut section);
    let serie = section.integer("serie", 0..=889, None);
    let first_number = section.integer("first_number", 1..=999_999_999, None);
    let nat_op =
        section.optional("natOp", "write 1 to 60 characters", |text| words::exact(text, 1, 60));
    let mod_frete = read_mod_frete(&mut section);
    let warehouses = section.texts("warehouses", "write [\"WH01\"], or leave it out for all");
    let remedy = "write the seller's name on Amazon, 2 to 60 characters";
    let id_cad_int_tran =
        section.optional("id_cad_int_tran", remedy, |text| words::exact(text, 2, 60));
    let icms_out_of_pis_cofins = section.flag("icms_out_of_pis_cofins", true);
    let is_normal = emit.as_ref().is_some_and(|emit| emit.crt == Crt::Normal);
    let ibs_cbs = section.flag("ibs_cbs", is_normal);
    let products_file = section.path("products", Some("products.csv"));
    let key = section.key("products");
    let catalogue = products_file.as_ref().and_then(|path| files.products(&key, path));
    let contributors = read_contributors(&mut section, files);
    let certificate = read_certificate(&mut section);
    let refresh_token = section.secret("refresh_token");
    section.done();
    let (contributors_file, contributors) = contributors?;
    Some(SellerConfig {
        seller: Seller {
            id: id?,
            tp_amb: tp_amb?,
            emit: emit?,
            serie: serie?,
            first_number: first_number?,
            nat_op: nat_op?.unwrap_or_else(|| NAT_OP.to_owned()),
            mod_frete: mod_frete?,
            warehouses: warehouses?,
            id_cad_int_tran: id_cad_int_tran?,
            icms_out_of_pis_cofins: icms_out_of_pis_cofins?,
            ibs_cbs: ibs_cbs?,
            contributors,
            resp_tec: resp_tec.cloned(),
        },
        catalogue: catalogue?,
        products_file: products_file?,
        contributors_file,
        certificate: certificate?,
        refresh_token: refresh_token?,
    })
}

/// `modFrete`: nfe.md 1.13.
fn read_mod_frete(section: &mut Section<'_>) -> Option<u8> {
    let code = section.integer("modFrete", 0..=9, Some(0))?;
    if matches!(code, 5..=8) {
        let (key, remedy) = (section.key("modFrete"), "write 0, 1, 2, 3, 4 or 9");
        section.source().fault_with(&key, &code.to_string(), "is no modFrete", remedy);
        return None;
    }
    Some(code)
}

fn read_contributors(
    section: &mut Section<'_>,
    files: &mut Files<'_>,
) -> Option<(Option<PathBuf>, BTreeMap<Cnpj, Ie>)> {
    let Some(path) = section.optional_path("contributors")? else {
        return Some((None, BTreeMap::new()));
    };
    let contributors = files.contributors(&section.key("contributors"), &path)?;
    Some((Some(path), contributors))
}

fn read_certificate(section: &mut Section<'_>) -> Option<Certificate> {
    let file = section.path("certificate_file", None);
    let key = section.key("certificate_file");
    let pfx = file.as_ref().and_then(|file| section.source().bytes(&key, file, PFX_MAX));
    let password = section.secret("certificate_password");
    Some(Certificate { file: file?, pfx: SecretSlice::from(pfx?), password: password? })
}

const CNPJ_REMEDY: &str = "write its 14 characters in quotes";

fn read_emit(section: &mut Section<'_>) -> Option<Emit> {
    let crt = one_of(section, "regime", &["simples", "normal"]).and_then(|word| match word {
        "simples" => Some(Crt::Simples),
        "normal" => Some(Crt::Normal),
        _ => None,
    });
    let cnpj = section.required("cnpj", CNPJ_REMEDY, Cnpj::parse);
    let ie = section.required("ie", "write its 2 to 14 digits in quotes", Ie::parse);
    let x_nome =
        section.required("xNome", "write 2 to 60 characters", |text| words::exact(text, 2, 60));
    let x_fant =
        section.optional("xFant", "write 1 to 60 characters", |text| words::exact(text, 1, 60));
    let ender = section.required_section("address").and_then(read_ender);
    Some(Emit { cnpj: cnpj?, x_nome: x_nome?, x_fant: x_fant?, ender: ender?, ie: ie?, crt: crt? })
}

fn read_ender(mut section: Section<'_>) -> Option<Ender> {
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
    section.done();
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

/// `[responsible]`: `CNPJ`, `xContato`, `email`, `fone` of whoever answers for the program
/// (`infRespTec`). All mandatory once the table is there.
pub(super) fn read_responsible(mut section: Section<'_>) -> Option<InfRespTec> {
    let cnpj = section.required("CNPJ", CNPJ_REMEDY, Cnpj::parse);
    let x_contato = section
        .required_hidden("xContato", "write 2 to 60 characters", |text| words::exact(text, 2, 60));
    let email = section.required_hidden("email", "write name@host, 6 to 60", words::email);
    let fone = section.required_hidden("fone", "write 6 to 14 digits", words::fone);
    section.done();
    Some(InfRespTec { cnpj: cnpj?, x_contato: x_contato?, email: email?, fone: fone? })
}
