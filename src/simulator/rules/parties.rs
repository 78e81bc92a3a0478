//! Who, where and when: `ide`, `emit`, `dest`, `infIntermed`, and the access key made of them.

use crate::domain::codes::Ie;
use crate::domain::{AccessKey, Cnpj, Cpf, Timestamp, Uf};

use super::super::xml::Element;
use super::{Rejection, ensure};

/// Seconds that an emission may lie ahead of the receipt (703).
const AHEAD_MAX_S: i64 = 5 * 60;
/// Seconds that an emission may lie behind (228): thirty days in most states.
const BEHIND_MAX_S: i64 = 30 * 86_400;

/// What `cNF` may not be, besides the number itself (897).
const FORBIDDEN_C_NF: [&str; 20] = [
    "00000000", "11111111", "22222222", "33333333", "44444444", "55555555", "66666666", "77777777",
    "88888888", "99999999", "12345678", "23456789", "34567890", "45678901", "56789012", "67890123",
    "78901234", "89012345", "90123456", "01234567",
];

/// `autXML`, 0 to 10.
const AUT_XML_MAX: usize = 10;
/// States that reject a note without `infRespTec` (NT 2018.005 v1.52).
const RESPONSIBLE_WANTED: [&str; 6] = ["AM", "MS", "PE", "PR", "SC", "TO"];

/// Municipalities whose last digit is not the computed one, by law.
const ODD_MUNICIPALITIES: [&str; 9] = [
    "2201919", "2201988", "2202251", "2611533", "3117836", "3152131", "4305871", "5203939",
    "5203962",
];

/// Judges the parties.
pub fn judge(inf_nfe: &Element, tp_amb: u8, now: Timestamp) -> Result<(), Rejection> {
    let ide = |tag: &str| inf_nfe.value(&["ide", tag]);
    ensure(ide("tpAmb") == tp_amb.to_string(), 252)?;
    key(inf_nfe)?;
    ensure(is_allowed_c_nf(&ide("cNF"), &ide("nNF")), 897)?;
    // 266: series from 890 on belong to other emitters.
    ensure(ide("serie").parse::<u16>().is_ok_and(|it| it < 890), 266)?;
    let dh_emi: Timestamp = ide("dhEmi").parse().map_err(|_| Rejection::new(225))?;
    let age = now.as_second() - dh_emi.as_second();
    ensure(age >= -AHEAD_MAX_S, 703)?;
    ensure(age <= BEHIND_MAX_S, 228)?;
    emit(inf_nfe)?;
    dest(inf_nfe, tp_amb)?;
    retirada(inf_nfe)?;
    others(inf_nfe)?;
    intermediary(inf_nfe)
}

/// Whether the note came so late that it is authorised as 150 (NT 2025.001: seven days).
pub fn is_late(inf_nfe: &Element, now: Timestamp) -> bool {
    let dh_emi = inf_nfe.value(&["ide", "dhEmi"]).parse::<Timestamp>();
    dh_emi.is_ok_and(|it| now.as_second() - it.as_second() > 7 * 86_400)
}

fn key(inf_nfe: &Element) -> Result<(), Rejection> {
    let ide = |tag: &str| inf_nfe.value(&["ide", tag]);
    let id = inf_nfe.attribute("Id").unwrap_or_default();
    let key = id.strip_prefix("NFe").ok_or_else(|| Rejection::at(225, "Id"))?;
    AccessKey::parse(key).map_err(|_| Rejection::new(253))?;
    let dh_emi = ide("dhEmi");
    let (year, month) =
        (dh_emi.get(2..4).unwrap_or_default(), dh_emi.get(5..7).unwrap_or_default());
    ensure(key.get(2..6) == Some(&format!("{year}{month}")), 561)?;
    ensure(key.get(35..43) == Some(&ide("cNF")), 562)?;
    let composed = format!(
        "{}{year}{month}{}{}{:0>3}{:0>9}{}{}{}",
        ide("cUF"),
        inf_nfe.value(&["emit", "CNPJ"]),
        ide("mod"),
        ide("serie"),
        ide("nNF"),
        ide("tpEmis"),
        ide("cNF"),
        ide("cDV"),
    );
    ensure(key == composed, 502)
}

fn is_allowed_c_nf(c_nf: &str, n_nf: &str) -> bool {
    !FORBIDDEN_C_NF.contains(&c_nf) && c_nf != format!("{n_nf:0>8}")
}

fn emit(inf_nfe: &Element) -> Result<(), Rejection> {
    let uf = inf_nfe.value(&["emit", "enderEmit", "UF"]);
    let code = uf_code(&uf);
    ensure(Cnpj::parse(&inf_nfe.value(&["emit", "CNPJ"])).is_ok(), 207)?;
    ensure(inf_nfe.value(&["ide", "cUF"]) == code, 247)?;
    let ie = inf_nfe.value(&["emit", "IE"]);
    ensure(!ie.is_empty(), 229)?;
    let is_its = |uf| Ie::parse_of(uf, &ie).is_ok();
    ensure(ie == "ISENTO" || Uf::parse(&uf).is_some_and(is_its), 209)?;
    let c_mun_fg = inf_nfe.value(&["ide", "cMunFG"]);
    ensure(is_municipality(&c_mun_fg), 270)?;
    ensure(c_mun_fg.starts_with(&code), 271)?;
    let c_mun = inf_nfe.value(&["emit", "enderEmit", "cMun"]);
    ensure(is_municipality(&c_mun), 272)?;
    ensure(c_mun.starts_with(&code), 273)
}

fn dest(inf_nfe: &Element, tp_amb: u8) -> Result<(), Rejection> {
    let dest = inf_nfe.child("dest").ok_or_else(|| Rejection::new(719))?;
    if let Some(cpf) = dest.child("CPF") {
        ensure(Cpf::parse(&cpf.text()).is_ok(), 237)?;
    } else {
        ensure(Cnpj::parse(&dest.value(&["CNPJ"])).is_ok(), 208)?;
    }
    ensure(dest.value(&["CNPJ"]) != inf_nfe.value(&["emit", "CNPJ"]), 220)?;
    ensure(dest.child("xNome").is_some(), 724)?;
    let homologation = "NF-E EMITIDA EM AMBIENTE DE HOMOLOGACAO - SEM VALOR FISCAL";
    ensure(tp_amb == 1 || dest.value(&["xNome"]) == homologation, 598)?;
    let ender = dest.child("enderDest").ok_or_else(|| Rejection::new(726))?;
    let uf = ender.value(&["UF"]);
    ensure(is_municipality(&ender.value(&["cMun"])), 274)?;
    ensure(ender.value(&["cMun"]).starts_with(&uf_code(&uf)), 275)?;

    let is_home = uf == inf_nfe.value(&["emit", "enderEmit", "UF"]);
    match inf_nfe.value(&["ide", "idDest"]).as_str() {
        "1" => ensure(is_home, 773)?,
        "2" => ensure(!is_home, 772)?,
        _ => return Err(Rejection::new(731)),
    }
    let ie = dest.child("IE");
    let is_its =
        |it: &Element| Uf::parse(&uf).is_some_and(|uf| Ie::parse_of(uf, &it.text()).is_ok());
    ensure(ie.is_none_or(is_its), 210)?;
    match dest.value(&["indIEDest"]).as_str() {
        // A person is never a contributor in this trade (nfe.md 1.3).
        "1" => ensure(ie.is_some() && dest.child("CPF").is_none(), 728),
        "2" => ensure(ie.is_none(), 791),
        // 696; whether the IE of a company is missing (232) only the registry knows.
        _ => ensure(inf_nfe.value(&["ide", "indFinal"]) == "1", 696),
    }
}

/// Where the goods are fetched.
fn retirada(inf_nfe: &Element) -> Result<(), Rejection> {
    let Some(local) = inf_nfe.child("retirada") else { return Ok(()) };
    if let Some(cpf) = local.child("CPF") {
        ensure(Cpf::parse(&cpf.text()).is_ok(), 540)?;
    } else {
        ensure(Cnpj::parse(&local.value(&["CNPJ"])).is_ok(), 512)?;
    }
    let (uf, c_mun) = (local.value(&["UF"]), local.value(&["cMun"]));
    ensure(is_municipality(&c_mun), 276)?;
    ensure(c_mun.starts_with(&uf_code(&uf)), 277)?;
    match (local.child("IE"), Uf::parse(&uf)) {
        (Some(ie), Some(uf)) => ensure(Ie::parse_of(uf, &ie.text()).is_ok(), 971),
        (_, _) => Ok(()),
    }
}

/// Who may fetch the note, and who answers for the program.
fn others(inf_nfe: &Element) -> Result<(), Rejection> {
    let allowed: Vec<&Element> = inf_nfe.elements().filter(|it| it.name == "autXML").collect();
    ensure(allowed.len() <= AUT_XML_MAX, 225)?;
    for it in &allowed {
        match it.child("CPF") {
            Some(cpf) => ensure(Cpf::parse(&cpf.text()).is_ok(), 490)?,
            None => ensure(Cnpj::parse(&it.value(&["CNPJ"])).is_ok(), 489)?,
        }
    }
    let uf = inf_nfe.value(&["emit", "enderEmit", "UF"]);
    ensure(uf != "BA" || !allowed.is_empty(), 486)?;
    let Some(responsible) = inf_nfe.child("infRespTec") else {
        return ensure(!RESPONSIBLE_WANTED.contains(&uf.as_str()), 972);
    };
    ensure(Cnpj::parse(&responsible.value(&["CNPJ"])).is_ok(), 973)?;
    let (id, hash) = (responsible.child("idCSRT"), responsible.child("hashCSRT"));
    ensure(id.is_some() == hash.is_some(), 225)?;
    ensure(uf != "PR" || id.is_some(), 975)
}

fn intermediary(inf_nfe: &Element) -> Result<(), Rejection> {
    let ind_pres = inf_nfe.value(&["ide", "indPres"]);
    let ind_intermed = inf_nfe.value(&["ide", "indIntermed"]);
    let group = inf_nfe.child("infIntermed");
    if ["2", "3", "4", "9"].contains(&ind_pres.as_str()) {
        ensure(!ind_intermed.is_empty(), 434)?;
    } else {
        ensure(ind_intermed.is_empty(), 435)?;
    }
    if ind_intermed == "1" {
        let group = group.ok_or_else(|| Rejection::new(438))?;
        ensure(Cnpj::parse(&group.value(&["CNPJ"])).is_ok(), 440)
    } else {
        ensure(group.is_none(), 439)
    }
}

fn uf_code(sigla: &str) -> String {
    let uf = Uf::ALL.iter().find(|uf| uf.sigla() == sigla);
    uf.map(|uf| uf.code().to_string()).unwrap_or_else(|| "none".to_owned())
}

/// IBGE's check digit, with its nine official exceptions. Whether the town exists is not known.
fn is_municipality(code: &str) -> bool {
    let Some((body, check)) = code.split_at_checked(6).filter(|(_, check)| check.len() == 1) else {
        return false;
    };
    let sum: u32 = body
        .chars()
        .filter_map(|c| c.to_digit(10))
        .zip([1, 2].into_iter().cycle())
        .map(|(digit, weight)| (digit * weight) / 10 + (digit * weight) % 10)
        .sum();
    ODD_MUNICIPALITIES.contains(&code) || check == ((10 - sum % 10) % 10).to_string()
}
