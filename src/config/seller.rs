//! `[[seller]]`: who sells, and under which rules.

use std::path::PathBuf;
use std::sync::Arc;

use secrecy::SecretString;

use super::cancel;
use super::establishment::{self, EstablishmentConfig};
use super::files::Files;
use super::responsible::Responsible;
use super::section::Section;
use super::sefaz::{environment, one_of};
use super::words;
use crate::domain::SellerId;
use crate::domain::catalogue::Catalogue;
use crate::domain::codes::Crt;
use crate::domain::seller::{Contributors, Seller};
use crate::stage::CancelTerms;

/// `[[seller]]`: one seller with its establishments.
#[derive(Clone, Debug)]
pub struct SellerConfig {
    /// What the tax rules and the writer must know. From these keys, mandatory unless a default
    /// is named:
    ///
    /// - `id`: Amazon's `SellerId`.
    /// - `environment`: `producao` or `homologacao` (`tpAmb`). Amazon takes only the first.
    /// - `regime`: `simples`, `simples_excesso`, `normal` or `mei` (`CRT` 1, 2, 3, 4), of the
    ///   whole company.
    /// - `id_cad_int_tran`: 2 to 60, `idCadIntTran` when Amazon sends no `SellerDisplayName`.
    ///   Default none: the seller's id stands there.
    /// - `icms_out_of_pis_cofins`: default true (STF, Tema 69).
    /// - `ibs_cbs`: whether `IBSCBS` is written. Default by regime: true for `normal` (LC 214
    ///   art. 343), false for the others (due from 2027).
    /// - `difal`: whether `ICMSUFDest` is written by `simples` and `mei`. Default false: they owe
    ///   none (STF, ADI 5464). The other regimes owe it, and have no such key.
    /// - either the keys of [`EstablishmentConfig`], for a seller with one establishment, or a
    ///   `[[seller.establishment]]` for each.
    pub seller: Seller,
    /// What the program itself must know of each establishment, in the seller's order.
    pub establishments: Vec<EstablishmentConfig>,
    /// `products`: the product file, read. Default `products.csv`.
    pub catalogue: Arc<Catalogue>,
    /// Where the product file lies, to be read anew when a life is resumed.
    pub products_file: PathBuf,
    /// `contributors`: buyers who are contributors. Default none: all are `indIEDest` 9.
    pub contributors_file: Option<PathBuf>,
    /// `asks_register`: whether CadConsultaCadastro4 is asked for the IE of companies that the
    /// contributors file does not know. Default false.
    pub asks_register: bool,
    /// `[seller.cancel]`: how its notes are cancelled at SEFAZ. Default: a person decides.
    pub cancel: CancelTerms,
    /// `refresh_token_env` or `refresh_token_file`: the seller's consent to our application.
    pub refresh_token: SecretString,
}

pub(super) fn read(
    mut section: Section<'_>,
    files: &mut Files<'_>,
    responsible: Option<&Responsible>,
) -> Option<SellerConfig> {
    let id = section.required("id", "write Amazon's SellerId", SellerId::parse);
    let tp_amb = environment(&mut section);
    let regime = one_of(&mut section, "regime", &["simples", "simples_excesso", "normal", "mei"]);
    let crt = regime.and_then(|word| Crt::ALL.into_iter().find(|it| it.as_str() == word));
    let remedy = "write the seller's name on Amazon, 2 to 60 characters";
    let id_cad_int_tran =
        section.optional("id_cad_int_tran", remedy, |text| words::exact(text, 2, 60));
    let icms_out_of_pis_cofins = section.flag("icms_out_of_pis_cofins", true);
    let ibs_cbs = section.flag("ibs_cbs", crt == Some(Crt::Normal));
    let difal = difal(&mut section, crt);
    let products_file = section.path("products", Some("products.csv"));
    let key = section.key("products");
    let catalogue = products_file.as_ref().and_then(|path| files.products(&key, path));
    let contributors = read_contributors(&mut section, files);
    let asks_register = section.flag("asks_register", false);
    let cancel = cancel::read(&mut section);
    let refresh_token = section.secret("refresh_token");
    let establishments = establishment::read_all(&mut section, crt, responsible);
    section.done();
    let (contributors_file, contributors) = contributors?;
    let (establishments, ours) = establishments?.into_iter().unzip();
    Some(SellerConfig {
        seller: Seller {
            id: id?,
            tp_amb: tp_amb?,
            crt: crt?,
            id_cad_int_tran: id_cad_int_tran?,
            icms_out_of_pis_cofins: icms_out_of_pis_cofins?,
            ibs_cbs: ibs_cbs?,
            difal: difal?,
            contributors,
            establishments,
        },
        establishments: ours,
        catalogue: catalogue?,
        products_file: products_file?,
        contributors_file,
        asks_register: asks_register?,
        cancel: cancel?,
        refresh_token: refresh_token?,
    })
}

/// `difal` is a choice of Simples alone.
fn difal(section: &mut Section<'_>, crt: Option<Crt>) -> Option<bool> {
    let is_there = section.has("difal");
    let difal = section.flag("difal", false);
    match crt {
        Some(Crt::SimplesExcess | Crt::Normal) if is_there => {
            let remedy = "take it out: this regime owes DIFAL; the key is of simples and mei";
            section.source().fault(&section.key("difal"), "has no meaning here", remedy);
            None
        }
        Some(_) | None => difal,
    }
}

fn read_contributors(
    section: &mut Section<'_>,
    files: &mut Files<'_>,
) -> Option<(Option<PathBuf>, Contributors)> {
    let Some(path) = section.optional_path("contributors")? else {
        return Some((None, Contributors::default()));
    };
    let contributors = files.contributors(&section.key("contributors"), &path)?;
    Some((Some(path), contributors))
}
