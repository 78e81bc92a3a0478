//! What most rules hang on: the sale as a whole, and one item of it.

use std::fmt::Display;

use jiff::civil::Date;

use crate::domain::{Money, Rate, Uf};

use super::super::element::Element;
use super::super::read::Document;
use super::{Disputes, OTHERWISE, money, value};

/// The sale as `ide`, `emit` and `dest` tell it.
pub(super) struct Sale<'a> {
    pub(super) crt: &'a str,
    pub(super) from: Option<Uf>,
    pub(super) to: Option<Uf>,
    pub(super) id_dest: &'a str,
    /// Whether `indIEDest` is 9.
    pub(super) no_contributor: bool,
    /// Whether `indFinal` is 1.
    pub(super) is_final: bool,
    pub(super) tp_nf: &'a str,
    pub(super) fin_nfe: &'a str,
    /// The date on the emitter's wall; `None` where `dhEmi` is no time.
    pub(super) day: Option<Date>,
}

impl<'a> Sale<'a> {
    pub(super) fn of(document: &'a Document) -> Sale<'a> {
        let text = |path: &str| document.value(path).unwrap_or_default();
        Sale {
            crt: text("emit/CRT"),
            from: Uf::parse(text("emit/enderEmit/UF")),
            to: Uf::parse(text("dest/enderDest/UF")),
            id_dest: text("ide/idDest"),
            no_contributor: text("dest/indIEDest") == "9",
            is_final: text("ide/indFinal") == "1",
            tp_nf: text("ide/tpNF"),
            fin_nfe: text("ide/finNFe"),
            day: text("ide/dhEmi").get(..10).and_then(|day| day.parse().ok()),
        }
    }

    /// Whether ICMS is told by `CSOSN` (590, 591).
    pub(super) fn is_simples(&self) -> bool {
        matches!(self.crt, "1" | "4")
    }

    /// To a final consumer of another UF who pays no ICMS: the destination has a part (EC 87/2015).
    pub(super) fn has_difal(&self) -> bool {
        self.id_dest == "2" && self.is_final && self.no_contributor
    }
}

/// One `det`, and where it stands.
pub(super) struct Item<'a> {
    pub(super) det: &'a Element,
    pub(super) place: u32,
}

impl<'a> Item<'a> {
    /// `det[2]/prod/NCM`.
    pub(super) fn field(&self, path: &str) -> String {
        format!("det[{}]/{path}", self.place)
    }

    pub(super) fn text(&self, path: &str) -> &'a str {
        value(self.det, path).unwrap_or_default()
    }

    pub(super) fn money(&self, path: &str) -> Money {
        money(self.det, path)
    }

    pub(super) fn rate(&self, path: &str) -> Rate {
        Rate::parse(self.text(path)).unwrap_or_default()
    }

    pub(super) fn has(&self, path: &str) -> bool {
        value(self.det, path).is_some()
    }

    /// `CST` or `CSOSN` of ICMS.
    pub(super) fn situation(&self) -> &'a str {
        let cst = value(self.det, "imposto/ICMS/*/CST");
        cst.unwrap_or_else(|| self.text("imposto/ICMS/*/CSOSN"))
    }

    /// Whether the goods are imported: `orig` 1, 2, 3 or 8 (Resolução do Senado 13/2012).
    pub(super) fn is_imported(&self) -> bool {
        matches!(self.text("imposto/ICMS/*/orig"), "1" | "2" | "3" | "8")
    }

    /// Disputes the field unless the rule is kept. The text of the field is told.
    pub(super) fn holds(
        &self,
        disputes: &mut Disputes,
        rule: &'static str,
        path: &str,
        expected: impl Display,
        kept: bool,
    ) {
        if !kept {
            let found = value(self.det, path).filter(|it| !it.is_empty()).unwrap_or(OTHERWISE);
            disputes.add(rule, self.field(path), expected, found);
        }
    }

    /// Disputes an amount that is not this one, at most a cent apart.
    pub(super) fn near(
        &self,
        disputes: &mut Disputes,
        rule: &'static str,
        path: &str,
        expected: Money,
    ) {
        let found = self.money(path);
        if expected.cents().abs_diff(found.cents()) > 1 {
            disputes.add(rule, self.field(path), expected, found);
        }
    }
}

/// The rate between two states: 4 % for imported goods (Resolução do Senado 13/2012), else 7 %
/// from the South and Southeast without ES to everybody else, else 12 % (22/1989).
pub(super) fn interstate(from: Uf, to: Uf, imported: bool) -> Rate {
    let south = |uf| matches!(uf, Uf::Sp | Uf::Rj | Uf::Mg | Uf::Pr | Uf::Sc | Uf::Rs);
    Rate::from_ten_thousandths(match (imported, south(from) && !south(to)) {
        (true, _) => 40_000,
        (false, true) => 70_000,
        (false, false) => 120_000,
    })
}
