//! What there is to tell of one note, whatever it was read from, and in which order.

use crate::domain::access_key::AccessKey;
use crate::domain::invoice::{Det, Ender, Invoice, LocalTime};
use crate::domain::memoria::{Difference, Figure, How, Memoria, Value};
use crate::domain::{Emission, Fault, Money, Rate, Svc};
use crate::lifecycle;
use crate::nfe::read::ReadBack;
use crate::tax::{self, Retold};
use crate::words::memoria::group_of;

/// What came of one shipment or note.
#[derive(Debug)]
pub(in crate::cli) enum Outcome {
    /// Its figures.
    Explained(Box<Explained>),
    /// Why there are none.
    Refused {
        /// Which shipment.
        shipment: String,
        /// Every fault.
        faults: Vec<Fault>,
    },
}

/// One note and its figures.
#[derive(Debug)]
pub(in crate::cli) struct Explained {
    pub(super) invoice: Invoice,
    pub(super) dh_emi: LocalTime,
    pub(super) key: Option<AccessKey>,
    /// `serie` and `nNF`.
    pub(super) number: Option<(u16, u32)>,
    pub(super) shipment: Option<String>,
    pub(super) memoria: Memoria,
    /// `None` for a draft: its figures are the invoice's own.
    pub(super) differences: Option<Vec<Difference>>,
    /// Fields of the items and totals that have no part in it.
    pub(super) unread: Vec<String>,
    pub(super) warnings: Vec<Fault>,
}

impl Outcome {
    /// Whether it is explained, and agrees.
    pub(super) fn is_good(&self) -> bool {
        match self {
            Outcome::Explained(it) => it.differing().all(Difference::is_tolerated),
            Outcome::Refused { .. } => false,
        }
    }

    /// Which shipment, where that is known.
    pub(in crate::cli) fn shipment(&self) -> Option<String> {
        match self {
            Outcome::Explained(it) => it.shipment.clone(),
            Outcome::Refused { shipment, .. } => Some(shipment.clone()),
        }
    }
}

impl Explained {
    /// Of a draft, with the number that was put on it.
    pub(in crate::cli) fn drafted(
        shipment: &str,
        draft: tax::Draft,
        numbered: Option<&lifecycle::Draft>,
    ) -> Explained {
        Explained {
            invoice: draft.invoice,
            dh_emi: draft.dh_emi,
            key: numbered.map(|it| it.key.clone()),
            number: numbered.map(|it| (it.number.serie, it.number.n_nf)),
            shipment: Some(shipment.to_owned()),
            memoria: draft.memoria,
            differences: None,
            unread: Vec::new(),
            warnings: draft.warnings,
        }
    }

    /// Of a note that was read back.
    pub(super) fn issued(back: ReadBack, key: Option<AccessKey>) -> Explained {
        let Retold { memoria, differences } = tax::retell(&back.invoice);
        let of_figures = |it: &String| it.starts_with("det") || it.starts_with("total");
        Explained {
            dh_emi: back.numbering.dh_emi,
            key,
            number: Some((back.numbering.serie, back.numbering.n_nf)),
            shipment: None,
            memoria,
            differences: Some(differences),
            unread: back.unread.into_iter().filter(of_figures).collect(),
            warnings: Vec::new(),
            invoice: back.invoice,
        }
    }

    /// Which contingency, since when, and why, where the note was issued in one.
    pub(super) fn contingency(&self) -> Option<String> {
        match &self.invoice.emission {
            Emission::Normal => None,
            Emission::Contingency { svc, since, why } => {
                let name = match svc {
                    Svc::An => "SVC-AN",
                    Svc::Rs => "SVC-RS",
                };
                Some(format!("{name} · {} · {why}", self.dh_emi.shows(*since)))
            }
        }
    }

    /// Who bought, line by line: for those who ask for it.
    pub(super) fn buyer(&self) -> Vec<String> {
        let dest = &self.invoice.dest;
        let Ender { x_lgr, nro, x_cpl, x_bairro, x_mun, uf, cep, .. } = &dest.ender;
        let x_cpl = x_cpl.as_ref().map(|it| format!(", {it}")).unwrap_or_default();
        vec![
            format!("{} · {}", dest.x_nome, dest.id.as_str()),
            format!("{x_lgr}, {nro}{x_cpl} · {x_bairro} · {x_mun} · {uf} · {cep}"),
        ]
    }

    fn differing(&self) -> impl Iterator<Item = &Difference> {
        self.differences.iter().flatten()
    }

    /// The difference of a figure: the last one of its tag is the one that stands in the note.
    pub(super) fn difference(&self, figure: &Figure) -> Option<&Difference> {
        let same = |n_item, tag| n_item == figure.n_item && tag == figure.tag;
        let last = self.memoria.figures.iter().rev().find(|it| same(it.n_item, it.tag))?;
        let found = self.differing().find(|it| same(it.n_item, it.tag));
        found.filter(|_| std::ptr::eq(last, figure))
    }

    /// The items, from 1, each with its figures.
    pub(super) fn items(&self) -> impl Iterator<Item = (usize, &Det, Vec<Group<'_>>)> {
        let each = self.invoice.det.iter().enumerate();
        each.map(|(n, det)| (n + 1, det, self.groups(Some(n + 1))))
    }

    /// The totals' figures.
    pub(super) fn totals(&self) -> Vec<Group<'_>> {
        self.groups(None)
    }

    /// Figures by tax, in the order of the layout; in each the code first, then as they were made.
    fn groups(&self, n_item: Option<usize>) -> Vec<Group<'_>> {
        let mut groups: Vec<Group<'_>> = Vec::new();
        for figure in self.memoria.figures.iter().filter(|it| it.n_item == n_item) {
            let name = group_of(figure.tag);
            match groups.iter_mut().find(|it| it.name == name) {
                Some(group) => group.figures.push(figure),
                None => groups.push(Group { name, figures: vec![figure] }),
            }
        }
        for group in &mut groups {
            group.figures.sort_by_key(|it| !matches!(it.value, Value::Code(_)));
        }
        let place = |name: &str| ORDER.iter().position(|it| *it == name).unwrap_or(ORDER.len());
        groups.sort_by_key(|it| place(it.name));
        groups
    }

    /// Base, rate and value of every tax of an item.
    pub(super) fn summary(&self, n_item: usize) -> Vec<Tax> {
        let of_item = || self.memoria.figures.iter().filter(move |it| it.n_item == Some(n_item));
        let last = |tag: &str| of_item().rfind(|it| it.tag == tag);
        let money = |tag: &str| match last(tag).map(|it| &it.value) {
            Some(Value::Money(it)) => Some(*it),
            _ => None,
        };
        // The rate that was used, where a formula used one: a reduced one stands beside the full.
        let used = |tag: &str| match last(tag).map(|it| &it.how) {
            Some(How::Percent(_, by)) => Some(by.value),
            _ => None,
        };
        let rate = |tag: &str| match last(tag).map(|it| &it.value) {
            Some(Value::Rate(it)) => Some(*it),
            _ => of_item().find_map(|it| input(&it.how, tag)),
        };
        let taxes = TAXES.iter().filter_map(|[base, by, tag]| {
            Some(Tax {
                base: money(base),
                rate: used(tag).or_else(|| rate(by)),
                value: money(tag)?,
                tag,
            })
        });
        taxes.collect()
    }
}

/// The figures of one tax.
#[derive(Debug)]
pub(super) struct Group<'a> {
    /// `ICMS`; empty for the item itself.
    pub(super) name: &'a str,
    pub(super) figures: Vec<&'a Figure>,
}

impl Group<'_> {
    /// Those that are worth a line: freight, discount and the like only when there is any.
    pub(super) fn worth_telling(&self) -> impl Iterator<Item = &Figure> {
        let nothing = |it: &Figure| {
            it.how == How::Given
                && it.value == Value::Money(Money::ZERO)
                && matches!(it.tag, "vFrete" | "vDesc" | "vOutro")
        };
        self.figures.iter().copied().filter(move |it| !nothing(it))
    }
}

/// One line of an item's summary.
#[derive(Debug)]
pub(super) struct Tax {
    /// The tag of its value.
    pub(super) tag: &'static str,
    pub(super) base: Option<Money>,
    pub(super) rate: Option<Rate>,
    pub(super) value: Money,
}

/// A rate that stands in a formula only.
fn input(how: &How, tag: &str) -> Option<Rate> {
    match how {
        How::Percent(_, by)
        | How::Less(_, by)
        | How::More(_, by)
        | How::GrossUp(_, by)
        | How::Inside(_, by) => (by.tag == tag).then_some(by.value),
        How::Given
        | How::Sum(_)
        | How::OfItems(_)
        | How::RateLess(..)
        | How::RateGap(..)
        | How::Each(..)
        | How::Times(..) => None,
    }
}

const ORDER: [&str; 9] =
    ["", "IPI", "ICMS", "ICMSUFDest", "PIS", "COFINS", "IS", "IBSCBS", "total"];

/// Base, rate and value of each tax.
const TAXES: [[&str; 3]; 15] = [
    ["ICMS/vBC", "ICMS/pICMS", "ICMS/vICMS"],
    ["ICMS/vBC", "ICMS/pFCP", "ICMS/vFCP"],
    ["ICMS/vBCST", "ICMS/pICMSST", "ICMS/vICMSST"],
    ["ICMS/vBCST", "ICMS/pFCPST", "ICMS/vFCPST"],
    ["ICMS/vBCSTRet", "ICMS/pST", "ICMS/vICMSSTRet"],
    ["vOper", "ICMS/pCredSN", "ICMS/vCredICMSSN"],
    ["ICMSUFDest/vBCUFDest", "ICMSUFDest/diferencial", "ICMSUFDest/vICMSUFDest"],
    ["ICMSUFDest/vBCUFDest", "ICMSUFDest/pFCPUFDest", "ICMSUFDest/vFCPUFDest"],
    ["IPI/vBC", "IPI/pIPI", "IPI/vIPI"],
    ["PIS/vBC", "PIS/pPIS", "PIS/vPIS"],
    ["COFINS/vBC", "COFINS/pCOFINS", "COFINS/vCOFINS"],
    ["IS/vBCIS", "IS/pIS", "IS/vIS"],
    ["IBSCBS/vBC", "IBSCBS/pIBSUF", "IBSCBS/vIBSUF"],
    ["IBSCBS/vBC", "IBSCBS/pIBSMun", "IBSCBS/vIBSMun"],
    ["IBSCBS/vBC", "IBSCBS/pCBS", "IBSCBS/vCBS"],
];
