//! One item as a row: the columns of MOC Anexo II, or those of NT 2026.010.

use super::WIDTH;
use super::table::{Cell, Column, Named, broken};
use crate::danfe::face::Length;
use crate::danfe::format::{decimal, money};
use crate::danfe::note::Note;
use crate::danfe::sheet::Align;
use crate::nfe::Element;

/// The columns of this note's table; the description has what the others leave.
pub(super) fn columns(note: &Note<'_>) -> Vec<Column> {
    let simples = note.is_simples();
    let cst = if simples { "CSOSN" } else { "O/CST" };
    let cst_cfop = if simples { "CSOSN/CFOP" } else { "CST/CFOP" };
    let columns: &[(&'static str, Length)] = if note.is_reform_sheet() {
        &[
            ("CÓDIGO", 14),
            (DESCRIPTION, 0),
            (cst_cfop, 14),
            ("QTD / UN", 13),
            ("VLR UNIT", 13),
            ("VLR TOTAL", 14),
            ("BASES DE CÁLCULO", 23),
            ("ALÍQUOTAS", 32),
            ("VALOR DOS TRIBUTOS", 37),
        ]
    } else {
        &[
            ("CÓDIGO", 16),
            (DESCRIPTION, 0),
            ("NCM/SH", 11),
            (cst, 8),
            ("CFOP", 7),
            ("UN", 8),
            ("QTD", 11),
            ("V. UNIT", 14),
            ("V. TOTAL", 14),
            ("BC ICMS", 14),
            ("V. ICMS", 12),
            ("V. IPI", 11),
            ("% ICMS", 9),
            ("% IPI", 8),
        ]
    };
    let fixed: Length = columns.iter().map(|(_, width)| width * 100).sum();
    let width = |width: Length| if width == 0 { WIDTH - fixed } else { width * 100 };
    columns.iter().map(|(title, w)| Column { title, width: width(*w) }).collect()
}

const DESCRIPTION: &str = "DESCRIÇÃO DO PRODUTO / SERVIÇO";

/// The row of an item.
pub(super) fn cells(note: &Note<'_>, det: &Element, columns: &[Column]) -> Vec<Cell> {
    let item = Item::new(det);
    let of = |title: &str, text: &str| {
        columns.iter().find(|it| it.title == title).map_or(Vec::new(), |it| broken(text, it))
    };
    let code = Cell::Lines(of("CÓDIGO", item.prod("cProd")), Align::Left);
    let reform = note.is_reform_sheet();
    let mut description = of(DESCRIPTION, &item.description());
    if reform {
        description.extend(of(DESCRIPTION, &item.classes()));
    }
    let description = Cell::Lines(description, Align::Left);
    let right = |lines| Cell::Lines(lines, Align::Right);
    let center = |text: String| Cell::Lines(vec![text], Align::Center);
    let price = |text: &str| decimal(text, 2);
    let quantity = |text: &str| decimal(text, 0);
    let units = item.twice(["uCom", "uTrib"], &str::to_owned);
    let quantities = item.twice(["qCom", "qTrib"], &quantity);
    let prices = item.twice(["vUnCom", "vUnTrib"], &price);
    let total = vec![money(item.prod("vProd"))];
    if reform {
        let cst = if note.is_simples() { "CSOSN" } else { "CST" };
        let mut codes: Vec<Named> = vec![(cst, item.cst()), ("CFOP", item.prod("CFOP").to_owned())];
        codes.retain(|(_, value)| !value.is_empty());
        let each = quantities.iter().zip(&units);
        let amounts = each.map(|(quantity, unit)| format!("{quantity} {unit}")).collect();
        let (bases, rates, values) = item.taxes();
        return vec![
            code,
            description,
            Cell::Named(codes, Vec::new()),
            Cell::Lines(amounts, Align::Center),
            right(prices),
            right(total),
            Cell::Named(bases, Vec::new()),
            Cell::Named(rates.0, rates.1),
            Cell::Named(values.0, values.1),
        ];
    }
    vec![
        code,
        description,
        center(item.prod("NCM").to_owned()),
        center(item.cst()),
        center(item.prod("CFOP").to_owned()),
        Cell::Lines(units, Align::Center),
        right(quantities),
        right(prices),
        right(total),
        right(vec![money(item.icms("vBC"))]),
        right(vec![money(item.icms("vICMS"))]),
        right(vec![money(item.ipi("vIPI"))]),
        right(vec![money(item.icms("pICMS"))]),
        right(vec![money(item.ipi("pIPI"))]),
    ]
}

/// What an item says, by tag; nothing where it says nothing.
struct Item<'a> {
    det: &'a Element,
    icms: Option<&'a Element>,
}

/// Two stacks of named values.
type Stacks = (Vec<Named>, Vec<Named>);

impl<'a> Item<'a> {
    fn new(det: &'a Element) -> Item<'a> {
        Item { det, icms: det.at("imposto/ICMS").and_then(|icms| icms.elements().next()) }
    }

    fn value(&self, path: &str) -> &'a str {
        self.det.value(path).unwrap_or_default()
    }

    fn prod(&self, tag: &str) -> &'a str {
        self.det.child("prod").and_then(|prod| prod.value(tag)).unwrap_or_default()
    }

    fn icms(&self, tag: &str) -> &'a str {
        self.icms.and_then(|icms| icms.value(tag)).unwrap_or_default()
    }

    fn ipi(&self, tag: &str) -> &'a str {
        self.det.at("imposto/IPI/IPITrib").and_then(|it| it.value(tag)).unwrap_or_default()
    }

    /// Origin and CST, or origin and CSOSN.
    fn cst(&self) -> String {
        format!("{}{}{}", self.icms("orig"), self.icms("CST"), self.icms("CSOSN"))
    }

    /// The commercial value, and below it the taxable one where the two units differ.
    fn twice(&self, [com, trib]: [&str; 2], shown: &dyn Fn(&str) -> String) -> Vec<String> {
        let mut lines = vec![shown(self.prod(com))];
        if self.prod("uCom") != self.prod("uTrib") {
            lines.push(shown(self.prod(trib)));
        }
        lines
    }

    /// The product, what is said of it, and what has no column: discount and substitution
    /// (MOC Anexo II: values that the table does not show stand below the description).
    fn description(&self) -> String {
        let mut lines = vec![self.prod("xProd").to_owned(), self.value("infAdProd").to_owned()];
        if !self.prod("vDesc").is_empty() {
            lines.push(format!("Desconto: R$\u{a0}{}", money(self.prod("vDesc"))));
        }
        let taxed = [
            ("ICMS ST", ["vBCST", "pICMSST", "vICMSST"]),
            ("FCP ST", ["vBCFCPST", "pFCPST", "vFCPST"]),
            ("FCP", ["vBCFCP", "pFCP", "vFCP"]),
            ("ICMS ST retido", ["vBCSTRet", "pST", "vICMSSTRet"]),
        ];
        for (name, [base, rate, value]) in taxed {
            if self.icms(value).bytes().any(|b| (b'1'..=b'9').contains(&b)) {
                let base = money(self.icms(base));
                let (rate, value) = (money(self.icms(rate)), money(self.icms(value)));
                let mut line = format!("{name}: R$\u{a0}{value}");
                if !base.is_empty() && !rate.is_empty() {
                    line.push_str(&format!(" ({rate}% de R$\u{a0}{base})"));
                }
                lines.push(line);
            }
        }
        lines.retain(|line| !line.is_empty());
        lines.join("\n")
    }

    /// NT 2026.010: NCM and the class of IBS and CBS stand below the description.
    fn classes(&self) -> String {
        let mut found = format!("[NCM {}]", self.prod("NCM"));
        let class = self.value("imposto/IBSCBS/cClassTrib");
        if !class.is_empty() {
            found.push_str(&format!(" [cClassTrib {class}]"));
        }
        found
    }

    /// NT 2026.010: bases, rates and values of each tax that the item names.
    fn taxes(&self) -> (Vec<Named>, Stacks, Stacks) {
        const IBS_CBS: &str = "imposto/IBSCBS/gIBSCBS";
        let at = |path: &str| money(self.value(&format!("{IBS_CBS}/{path}")));
        // A reduced rate is the one that counts.
        let rate = |group: &str, tag: &str| {
            let reduced = at(&format!("{group}/gRed/pAliqEfet"));
            if reduced.is_empty() { at(&format!("{group}/{tag}")) } else { reduced }
        };
        let bases = vec![
            ("ICMS", money(self.icms("vBC"))),
            ("IBS/CBS", at("vBC")),
            ("IS", money(self.value("imposto/IS/vBCIS"))),
            ("IPI", money(self.ipi("vBC"))),
        ];
        let left = [
            ("ICMS", money(self.icms("pICMS")), money(self.icms("vICMS"))),
            ("IBS UF", rate("gIBSUF", "pIBSUF"), at("gIBSUF/vIBSUF")),
            ("IBS MUN", rate("gIBSMun", "pIBSMun"), at("gIBSMun/vIBSMun")),
        ];
        let right = [
            ("CBS", rate("gCBS", "pCBS"), at("gCBS/vCBS")),
            ("IPI", money(self.ipi("pIPI")), money(self.ipi("vIPI"))),
            ("IS", money(self.value("imposto/IS/pIS")), money(self.value("imposto/IS/vIS"))),
        ];
        let (left_rates, left_values) = split(left);
        let (right_rates, right_values) = split(right);
        let bases = bases.into_iter().filter(|(_, value)| !value.is_empty()).collect();
        (bases, (left_rates, right_rates), (left_values, right_values))
    }
}

/// Rates and values apart, of those that have either.
fn split(taxes: [(&'static str, String, String); 3]) -> Stacks {
    let said = taxes.into_iter().filter(|(_, rate, value)| !rate.is_empty() || !value.is_empty());
    let percent = |rate: String| if rate.is_empty() { rate } else { format!("{rate}%") };
    said.map(|(name, rate, value)| ((name, percent(rate)), (name, value))).unzip()
}
