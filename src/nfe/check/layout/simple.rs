//! Values: what the text of a leaf, or of an attribute, may be.
//!
//! Named as the schema names its types. Where the schema slips (a comma for a sign or a digit, any
//! script's digits, white space that it takes off by itself), this is stricter.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::part::Content;

/// A type of values.
pub(super) enum Simple {
    /// `TString`: so many characters of Latin-1, from least to most, with no space at its edges.
    Text(u16, u16),
    /// One of these.
    Codes(&'static [&'static str]),
    /// So many digits, from least to most.
    Digits(u8, u8),
    /// A number.
    Decimal(Decimal),
    /// What a function takes, in words.
    Shape(&'static str, fn(&str) -> bool),
    /// A value that the schema lets be empty. We leave it out instead.
    OrEmpty(&'static Simple),
}

/// A number without sign or leading zeros, with a point.
pub(super) struct Decimal {
    /// At most so many digits before the point.
    whole: u8,
    /// So many after it, when there is a point.
    decimals: (u8, u8),
    /// So many after `0.`, where it differs.
    below_one: (u8, u8),
    zero: Zero,
    /// Never more than a hundred.
    percent: bool,
}

/// How zero may be written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Zero {
    /// `0` and `0.00`.
    Either,
    /// `0.00` only.
    WithDecimals,
    /// Not at all: what is zero is left out.
    Never,
}

const fn decimal(whole: u8, least: u8, most: u8, zero: Zero) -> Decimal {
    Decimal { whole, decimals: (least, most), below_one: (least, most), zero, percent: false }
}

const fn number(decimal: Decimal) -> Content {
    Content::Value(Simple::Decimal(decimal))
}

/// `TDec_1302`, `TDec1302RTC`.
pub(super) const DEC_1302: Content = number(decimal(13, 2, 2, Zero::Either));
/// `TDec_1302Opc`.
pub(super) const DEC_1302_OPC: Content = number(decimal(13, 2, 2, Zero::Never));
/// `TDec_0302a04`, `TDec_0302_04RTC`.
pub(super) const DEC_0302A04: Content = number(decimal(3, 2, 4, Zero::Either));
/// `TDec_0302a04Opc`.
pub(super) const DEC_0302A04_OPC: Content = number(decimal(3, 2, 4, Zero::WithDecimals));
/// `TDec_1104`, `TDec1104RTC`.
pub(super) const DEC_1104: Content = number(decimal(11, 4, 4, Zero::Either));
/// `TDec_1104OpRTC`.
pub(super) const DEC_1104_OPC: Content = number(decimal(11, 4, 4, Zero::Never));
/// `TDec_1104v`.
pub(super) const DEC_1104V: Content = number(decimal(11, 1, 4, Zero::Either));
/// `TDec_1110v`.
pub(super) const DEC_1110V: Content = number(decimal(11, 1, 10, Zero::Either));
/// `TDec_1203`.
pub(super) const DEC_1203: Content = number(decimal(12, 3, 3, Zero::Either));
/// `TDec_1204v`.
pub(super) const DEC_1204V: Content = number(decimal(12, 1, 4, Zero::Either));
/// `TDec_1204`.
pub(super) const DEC_1204: Content =
    number(Decimal { below_one: (1, 4), ..decimal(12, 4, 4, Zero::Either) });
/// `TDec_0803v`.
pub(super) const DEC_0803V: Content =
    number(Decimal { below_one: (3, 3), ..decimal(8, 1, 3, Zero::Either) });
/// `TDec_0302Max100`.
pub(super) const DEC_0302_MAX100: Content =
    number(Decimal { percent: true, ..decimal(3, 2, 2, Zero::Either) });
/// `TDec_0302a04Max100`.
pub(super) const DEC_0302A04_MAX100: Content =
    number(Decimal { percent: true, ..decimal(3, 2, 4, Zero::Either) });

/// `TString`, so many characters.
pub(super) const fn text(least: u16, most: u16) -> Content {
    Content::Value(Simple::Text(least, most))
}

/// One of these.
pub(super) const fn codes(codes: &'static [&'static str]) -> Content {
    Content::Value(Simple::Codes(codes))
}

/// So many digits.
pub(super) const fn digits(least: u8, most: u8) -> Content {
    Content::Value(Simple::Digits(least, most))
}

const fn shape(words: &'static str, fits: fn(&str) -> bool) -> Content {
    Content::Value(Simple::Shape(words, fits))
}

/// `TUfEmi`.
pub(super) const UF_EMI: Content = codes(&[
    "AC", "AL", "AM", "AP", "BA", "CE", "DF", "ES", "GO", "MA", "MG", "MS", "MT", "PA", "PB", "PE",
    "PI", "PR", "RJ", "RN", "RO", "RR", "RS", "SC", "SE", "SP", "TO",
]);
/// `TUf`.
pub(super) const UF: Content = codes(&[
    "AC", "AL", "AM", "AP", "BA", "CE", "DF", "ES", "GO", "MA", "MG", "MS", "MT", "PA", "PB", "PE",
    "PI", "PR", "RJ", "RN", "RO", "RR", "RS", "SC", "SE", "SP", "TO", "EX",
]);
/// `TCodUfIBGE`.
pub(super) const COD_UF: Content = codes(&[
    "11", "12", "13", "14", "15", "16", "17", "21", "22", "23", "24", "25", "26", "27", "28", "29",
    "31", "32", "33", "35", "41", "42", "43", "50", "51", "52", "53",
]);
/// No or yes.
pub(super) const NO_YES: Content = codes(&["0", "1"]);
/// `TCodMunIBGE`.
pub(super) const COD_MUN: Content = digits(7, 7);
/// `TCpf`.
pub(super) const CPF: Content = digits(11, 11);
/// `TSerie`.
pub(super) const SERIE: Content = shape("0 to 999", |it| it == "0" || natural(it, 3));
/// `TNF`.
pub(super) const N_NF: Content = shape("1 to 999999999", |it| natural(it, 9));
const IS_CNPJ: Simple = Simple::Shape("12 digits or capitals, 2 digits", is_cnpj);
/// `TCnpj`.
pub(super) const CNPJ: Content = Content::Value(IS_CNPJ);
/// `TCnpjOpc`.
pub(super) const CNPJ_OPC: Content = Content::Value(Simple::OrEmpty(&IS_CNPJ));
/// `TIe`, `TIeDest`.
pub(super) const IE: Content =
    shape("2 to 14 digits, or ISENTO", |it| it == "ISENTO" || is_digits(it, 2, 14));
/// `TIeDestNaoIsento`, `TIeST`.
pub(super) const IE_DIGITS: Content = digits(2, 14);
/// `TChNFe`, `TChDFeRTC`.
pub(super) const CH_NFE: Content = shape("an access key", is_key);
/// `TDateTimeUTC`.
pub(super) const DATE_TIME: Content =
    shape("AAAA-MM-DDThh:mm:ss±hh:00", super::moment::is_date_time);
/// `TData`.
pub(super) const DATE: Content = shape("AAAA-MM-DD", super::moment::is_date);
/// `TCompetApur`.
pub(super) const MONTH: Content = shape("AAAA-MM, from 2025-01", super::moment::is_month);
/// `AAMM`.
pub(super) const AAMM: Content = shape("AAMM", |it| {
    is_digits(it, 4, 4) && matches!(it.get(2..), Some(mm) if ("01"..="12").contains(&mm))
});
/// `cEAN`.
pub(super) const EAN: Content =
    Content::Value(Simple::OrEmpty(&Simple::Shape("SEM GTIN, or 8, 12, 13 or 14 digits", |it| {
        it == "SEM GTIN" || is_digits(it, 8, 8) || is_digits(it, 12, 14)
    })));
/// `NCM`.
pub(super) const NCM: Content =
    shape("2 or 8 digits", |it| is_digits(it, 2, 2) || is_digits(it, 8, 8));
/// `NVE`.
pub(super) const NVE: Content = shape("2 capitals and 4 digits", |it| {
    it.split_at_checked(2).is_some_and(|(letters, rest)| {
        letters.bytes().all(|b| b.is_ascii_uppercase()) && is_digits(rest, 4, 4)
    })
});
const IS_BENEF: Simple =
    Simple::Shape("8 or 10 characters, or SEM CBENEF", |it| it == "SEM CBENEF" || is_benefit(it));
/// `cBenef`.
pub(super) const C_BENEF: Content = Content::Value(Simple::OrEmpty(&IS_BENEF));
/// `cBenefRBC`, `cCredPresumido`.
pub(super) const BENEFIT: Content = shape("8 or 10 characters", is_benefit);
/// `CFOP`.
pub(super) const CFOP: Content =
    shape("a CFOP", |it| is_digits(it, 4, 4) && it.starts_with(['1', '2', '3', '5', '6', '7']));
/// `TGuid`.
pub(super) const GUID: Content = shape("an FCI number", is_guid);
/// `TPlaca`.
pub(super) const PLACA: Content = shape("7 digits or capitals, or the like", is_plate);
/// `idEstrangeiro`.
pub(super) const ID_ESTRANGEIRO: Content =
    Content::Value(Simple::OrEmpty(&Simple::Shape("5 to 20 characters", |it| {
        (5..=20).contains(&it.chars().count()) && it.chars().all(is_visible)
    })));
const IS_ITEM: Simple = Simple::Shape("1 to 990", is_item);
/// `nItem`, as an attribute.
pub(super) const N_ITEM_ATTRIBUTE: Simple = IS_ITEM;
/// `nItem`, as an element.
pub(super) const N_ITEM: Content = Content::Value(IS_ITEM);
/// `infNFe/@Id`.
pub(super) const ID: Simple =
    Simple::Shape("NFe and an access key", |it| it.strip_prefix("NFe").is_some_and(is_key));
/// `base64Binary` of so many bytes as a SHA-1 has.
pub(super) const SHA1: Content =
    shape("20 bytes in Base64", |it| STANDARD.decode(it).is_ok_and(|bytes| bytes.len() == 20));
/// `base64Binary`, in one line, not empty.
pub(super) const BASE64: Content =
    shape("Base64 in one line", |it| !it.is_empty() && STANDARD.decode(it).is_ok());
/// `URI` of a reference.
pub(super) const REFERENCE: Simple =
    Simple::Shape("# and the note's Id", |it| it.strip_prefix("#NFe").is_some_and(is_key));

impl Simple {
    /// Whether the text is such a value.
    pub(super) fn fits(&self, text: &str) -> bool {
        match self {
            Simple::Text(least, most) => {
                is_t_string(text)
                    && (usize::from(*least)..=usize::from(*most)).contains(&text.chars().count())
            }
            Simple::Codes(codes) => codes.contains(&text),
            Simple::Digits(least, most) => is_digits(text, *least, *most),
            Simple::Decimal(decimal) => decimal.fits(text),
            Simple::Shape(_, fits) => fits(text),
            Simple::OrEmpty(simple) => simple.fits(text),
        }
    }

    /// Whether only we mind that the text is empty.
    pub(super) fn may_be_empty(&self) -> bool {
        match self {
            Simple::OrEmpty(_) => true,
            Simple::Text(..)
            | Simple::Codes(_)
            | Simple::Digits(..)
            | Simple::Decimal(_)
            | Simple::Shape(..) => false,
        }
    }

    /// What it is, for somebody who must mend it.
    pub(super) fn describe(&self) -> String {
        match self {
            Simple::Text(least, most) => {
                format!("{least} to {most} characters of Latin-1, no space at the edges")
            }
            Simple::Codes(codes) => codes.join(", "),
            Simple::Digits(least, most) if least == most => format!("{least} digits"),
            Simple::Digits(least, most) => format!("{least} to {most} digits"),
            Simple::Decimal(decimal) => decimal.describe(),
            Simple::Shape(words, _) => (*words).to_owned(),
            Simple::OrEmpty(simple) => simple.describe(),
        }
    }
}

impl Decimal {
    fn fits(&self, text: &str) -> bool {
        let (whole, decimals) = match text.split_once('.') {
            Some((whole, decimals)) => (whole, Some(decimals)),
            None => (text, None),
        };
        let below_one = whole == "0";
        if !below_one && !natural(whole, self.whole) {
            return false;
        }
        let (least, most) = if below_one { self.below_one } else { self.decimals };
        if decimals.is_some_and(|it| !is_digits(it, least, most)) {
            return false;
        }
        let whole_only = decimals.is_none_or(|it| it.bytes().all(|b| b == b'0'));
        let zero_is_well = match self.zero {
            Zero::Either => true,
            Zero::WithDecimals => !(below_one && decimals.is_none()),
            Zero::Never => !(below_one && whole_only),
        };
        let not_too_much = !self.percent || whole.len() < 3 || (whole == "100" && whole_only);
        zero_is_well && not_too_much
    }

    fn describe(&self) -> String {
        let Decimal { whole, decimals: (least, most), .. } = self;
        let decimals =
            if least == most { format!("{least}") } else { format!("{least} to {most}") };
        let zero = match self.zero {
            Zero::Either => "",
            Zero::WithDecimals => ", 0 with its decimals",
            Zero::Never => ", not 0",
        };
        format!("a number of at most {whole} digits, {decimals} decimals{zero}")
    }
}

/// `[!-ÿ]([ -ÿ]*[!-ÿ])?`.
fn is_t_string(text: &str) -> bool {
    let inside = text.chars().all(|c| (' '..='\u{ff}').contains(&c));
    inside && !text.is_empty() && !text.starts_with(' ') && !text.ends_with(' ')
}

/// `[!-ÿ]`.
fn is_visible(c: char) -> bool {
    ('!'..='\u{ff}').contains(&c)
}

fn is_digits(text: &str, least: u8, most: u8) -> bool {
    (usize::from(least)..=usize::from(most)).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_digit())
}

/// From 1, no leading zeros, at most so many digits.
fn natural(text: &str, most: u8) -> bool {
    is_digits(text, 1, most) && !text.starts_with('0')
}

fn is_item(text: &str) -> bool {
    natural(text, 3) && text.parse::<u16>().is_ok_and(|it| it <= 990)
}

fn is_alphanumeric(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_digit() || b.is_ascii_uppercase())
}

fn is_cnpj(text: &str) -> bool {
    text.split_at_checked(12)
        .is_some_and(|(front, back)| is_alphanumeric(front) && is_digits(back, 2, 2))
}

fn is_key(text: &str) -> bool {
    let parts = text.split_at_checked(6).and_then(|(front, rest)| {
        rest.split_at_checked(12).map(|(middle, back)| (front, middle, back))
    });
    parts.is_some_and(|(front, middle, back)| {
        is_digits(front, 6, 6) && is_alphanumeric(middle) && is_digits(back, 26, 26)
    })
}

fn is_benefit(text: &str) -> bool {
    matches!(text.chars().count(), 8 | 10) && text.chars().all(is_visible)
}

fn is_guid(text: &str) -> bool {
    let hex = |part: &str| part.bytes().all(|b| matches!(b, b'0'..=b'9' | b'A'..=b'F'));
    let lengths = text.split('-').map(str::len);
    lengths.eq([8, 4, 4, 4, 12]) && text.split('-').all(hex)
}

/// `[A-Z]{2,3}[0-9]{4}|[A-Z]{3,4}[0-9]{3}|[A-Z0-9]{7}`.
fn is_plate(text: &str) -> bool {
    let letters = text.bytes().take_while(u8::is_ascii_uppercase).count();
    let numbers = text.get(letters..).unwrap_or_default();
    let short = matches!((letters, numbers.len()), (2, 4) | (3, 3)) && is_digits(numbers, 3, 4);
    short || (text.len() == 7 && is_alphanumeric(text))
}
