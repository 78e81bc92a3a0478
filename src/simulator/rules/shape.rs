//! The scalar types of the layout (PL_010f), by the name of the element.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// Whether a value is legal in this element of this group.
pub fn is_legal(name: &str, group: &str, value: &str) -> bool {
    match name {
        "cNF" => is_digits(value, 8, 8),
        "cUF" => is_digits(value, 2, 2),
        "mod" => value == "55",
        "serie" => is_number(value, 3, true),
        "nNF" => is_number(value, 9, false),
        "dhEmi" | "dhSaiEnt" | "dhCont" => is_date_time(value),
        "tpNF" | "indFinal" | "indIntermed" | "indTot" | "indPag" => one_of(value, "0 1"),
        "idDest" => one_of(value, "1 2 3"),
        "tpImp" => one_of(value, "0 1 2 3 4 5 6"),
        "tpEmis" => one_of(value, "1 2 3 4 5 6 7 9"),
        "cDV" => is_digits(value, 1, 1),
        "tpAmb" | "tpIntegra" => one_of(value, "1 2"),
        "finNFe" => one_of(value, "1 2 3 4 5 6"),
        "indPres" => one_of(value, "0 1 2 3 4 5 9"),
        "procEmi" => one_of(value, "0 1 2 3"),
        "modFrete" => one_of(value, "0 1 2 3 4 9"),
        "indIEDest" => one_of(value, "1 2 9"),
        "CRT" => one_of(value, "1 2 3 4"),
        "cMun" | "cMunFG" => is_digits(value, 7, 7),
        "CEP" => is_digits(value, 8, 8),
        "UF" => crate::domain::Uf::ALL.iter().any(|uf| uf.sigla() == value),
        "cPais" if group == "enderEmit" => value == "1058",
        "xPais" if group == "enderEmit" => one_of(value, "Brasil BRASIL"),
        "cPais" => is_digits(value, 1, 4),
        "fone" => is_digits(value, 6, 14),
        "IE" if group == "emit" || group == "retirada" => {
            value == "ISENTO" || is_digits(value, 2, 14)
        }
        "IE" | "IEST" => is_digits(value, 2, 14),
        "CNPJ" => is_cnpj(value),
        "CPF" => is_digits(value, 11, 11),
        "NCM" => is_digits(value, 2, 2) || is_digits(value, 8, 8),
        "CEST" => is_digits(value, 7, 7),
        "CFOP" => is_digits(value, 4, 4) && value.starts_with(['1', '2', '3', '5', '6', '7']),
        "cEAN" | "cEANTrib" => {
            value == "SEM GTIN" || is_digits(value, 8, 8) || is_digits(value, 12, 14)
        }
        "orig" | "modBC" | "modBCST" | "motDesICMS" | "indDeduzDeson" | "cEnq" | "CST"
        | "CSOSN" => is_situation(name, group, value),
        "cClassTrib" | "cClassTribReg" | "cClassTribIS" => is_digits(value, 6, 6),
        "CSTReg" | "CSTIS" => is_digits(value, 3, 3),
        "idCSRT" => is_digits(value, 2, 2),
        // Twenty bytes.
        "hashCSRT" => STANDARD.decode(value).is_ok_and(|it| it.len() == 20),
        "tPag" | "tBand" => is_digits(value, 2, 2),
        "nItemPed" => is_digits(value, 1, 6),
        "qVol" => is_digits(value, 1, 15),
        "pesoL" | "pesoB" => is_decimal(value, 12, 3, 3),
        "qCom" | "qTrib" | "qBCMono" => is_decimal(value, 11, 1, 4),
        "vUnCom" | "vUnTrib" => is_decimal(value, 11, 1, 10),
        // TDec_1302Opc: zero is no value of these.
        "vFrete" | "vSeg" | "vDesc" | "vOutro" if group == "prod" => {
            is_decimal(value, 13, 2, 2) && value.bytes().any(|b| (b'1'..=b'9').contains(&b))
        }
        "pICMSInter" => one_of(value, "4.00 7.00 12.00"),
        _ if is_amount(name) => is_decimal(value, 13, 2, 2),
        _ if is_rate(name) => is_decimal(value, 3, 2, 4),
        _ => {
            let (least, most) = length(name, group);
            is_t_string(value) && (least..=most).contains(&value.chars().count())
        }
    }
}

/// Codes that tell how an item is taxed.
fn is_situation(name: &str, group: &str, value: &str) -> bool {
    match name {
        "orig" => one_of(value, "0 1 2 3 4 5 6 7 8"),
        "modBC" => one_of(value, "0 1 2 3"),
        "modBCST" => one_of(value, "0 1 2 3 4 5 6"),
        "motDesICMS" => one_of(value, "1 3 4 5 6 7 8 9 10 11 12 16 90"),
        "indDeduzDeson" => one_of(value, "0 1"),
        "cEnq" => is_digits(value, 3, 3),
        "CST" => is_cst(group, value),
        "CSOSN" => match group {
            "ICMSSN101" => value == "101",
            "ICMSSN102" => one_of(value, "102 103 300 400"),
            "ICMSSN201" => value == "201",
            "ICMSSN202" => one_of(value, "202 203"),
            "ICMSSN500" => value == "500",
            _ => value == "900",
        },
        _ => false,
    }
}

fn is_amount(name: &str) -> bool {
    name.starts_with('v') && name.chars().nth(1).is_some_and(char::is_uppercase)
}

fn is_rate(name: &str) -> bool {
    name.starts_with('p') && name.chars().nth(1).is_some_and(char::is_uppercase)
}

fn length(name: &str, group: &str) -> (usize, usize) {
    match (name, group) {
        ("infCpl", _) => (1, 5000),
        ("xJust", _) => (15, 256),
        ("infAdFisco", _) => (1, 2000),
        ("infAdProd", _) => (1, 500),
        ("xProd", _) => (1, 120),
        ("cAut", _) => (1, 128),
        ("verProc", _) => (1, 20),
        ("uCom" | "uTrib", _) => (1, 6),
        ("xPed", "prod") => (1, 15),
        ("email", "infRespTec") => (6, 60),
        ("xNome" | "xLgr" | "xBairro" | "xMun" | "xContato" | "idCadIntTran" | "xPais", _) => {
            (2, 60)
        }
        _ => (1, 60),
    }
}

fn is_cst(group: &str, value: &str) -> bool {
    match group {
        "ICMS00" => value == "00",
        "ICMS10" => value == "10",
        "ICMS20" => value == "20",
        "ICMS40" => one_of(value, "40 41 50"),
        "ICMS51" => value == "51",
        "ICMS60" => value == "60",
        "ICMS70" => value == "70",
        "ICMS90" => value == "90",
        "IPITrib" => one_of(value, "00 49 50 99"),
        "IPINT" => one_of(value, "01 02 03 04 05 51 52 53 54 55"),
        "PISAliq" | "COFINSAliq" => one_of(value, "01 02"),
        "PISNT" | "COFINSNT" => one_of(value, "04 05 06 07 08 09"),
        "PISOutr" | "COFINSOutr" => {
            is_digits(value, 2, 2) && (value == "49" || ("50"..="99").contains(&value))
        }
        _ => is_digits(value, 3, 3),
    }
}

fn one_of(value: &str, words: &str) -> bool {
    !value.contains(' ') && words.split(' ').any(|word| word == value)
}

pub(super) fn is_digits(value: &str, least: usize, most: usize) -> bool {
    (least..=most).contains(&value.len()) && value.bytes().all(|b| b.is_ascii_digit())
}

/// Without leading zeros.
fn is_number(value: &str, most: usize, zero: bool) -> bool {
    is_digits(value, 1, most) && (!value.starts_with('0') || (zero && value == "0"))
}

fn is_cnpj(value: &str) -> bool {
    value.split_at_checked(12).is_some_and(|(root, check)| {
        root.bytes().all(|b| b.is_ascii_digit() || b.is_ascii_uppercase()) && is_digits(check, 2, 2)
    })
}

/// No leading zeros, and either no decimals or as many as the type has.
fn is_decimal(value: &str, whole_max: usize, least: usize, most: usize) -> bool {
    match value.split_once('.') {
        None => is_number(value, whole_max, true),
        Some((whole, decimals)) => {
            is_number(whole, whole_max, true) && is_digits(decimals, least, most)
        }
    }
}

/// TString: Latin-1, no space at either end, no control characters.
pub(super) fn is_t_string(value: &str) -> bool {
    value.chars().all(|c| (' '..='ÿ').contains(&c))
        && !value.starts_with(' ')
        && !value.ends_with(' ')
}

/// TDateTimeUTC: seconds, and an offset of whole hours.
pub(super) fn is_date_time(value: &str) -> bool {
    let (Some(date), Some(offset)) = (value.get(..19), value.get(19..)) else { return false };
    jiff::civil::DateTime::strptime("%Y-%m-%dT%H:%M:%S", date).is_ok()
        && offset.len() == 6
        && offset.starts_with(['+', '-'])
        && offset.ends_with(":00")
        && offset.get(1..3).is_some_and(|hours| is_digits(hours, 2, 2))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_have_two_decimals_or_none() {
        for good in ["0", "0.00", "237", "237.00", "1.10"] {
            assert!(is_legal("vProd", "prod", good), "{good}");
        }
        for bad in ["", "237.0", "0237.00", "00.00", ".50", "1,00", "-1.00", "1.000"] {
            assert!(!is_legal("vProd", "prod", bad), "{bad}");
        }
        assert!(!is_legal("vFrete", "prod", "0.00"));
        assert!(is_legal("vFrete", "prod", "0.10"));
        assert!(is_legal("vFrete", "ICMSTot", "0.00"));
        assert!(is_legal("pICMS", "ICMS00", "18.0000") && !is_legal("pICMS", "ICMS00", "18.0"));
        assert!(is_legal("vUnCom", "prod", "33.3333333333"));
    }

    #[test]
    fn texts_are_latin_1_without_edges() {
        for good in ["a", "Caf\u{e9} (2 m) \"x\" 'y'", "a  b", "®"] {
            assert!(is_legal("xProd", "prod", good), "{good}");
        }
        for bad in ["", " a", "a ", "a\nb", "a–b", "🎉", &"x".repeat(121)] {
            assert!(!is_legal("xProd", "prod", bad), "{bad}");
        }
    }

    #[test]
    fn moments_have_seconds_and_an_offset() {
        assert!(is_legal("dhEmi", "ide", "2026-11-20T09:00:00-03:00"));
        for bad in [
            "2026-11-20T12:00:00Z",
            "2026-11-20T09:00:00.1-03:00",
            "2026-11-20T09:00:00",
            "2026-13-20T09:00:00-03:00",
            "2026-11-20T09:00:00+05:30",
        ] {
            assert!(!is_legal("dhEmi", "ide", bad), "{bad}");
        }
    }
}
