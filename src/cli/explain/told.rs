//! What there is to tell of one note, whatever it was read from, and in which order.

use crate::domain::access_key::AccessKey;
use crate::domain::invoice::{Det, Ender, Invoice, LocalTime};
use crate::domain::memoria::{Difference, Figure, Memoria};
use crate::domain::{Emission, Fault, Svc};
use crate::lifecycle;
use crate::nfe::read::ReadBack;
use crate::tax::{self, Retold};
use crate::words::memoria::order;
pub(super) use crate::words::memoria::order::{Group, Tax};

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

    fn groups(&self, n_item: Option<usize>) -> Vec<Group<'_>> {
        order::groups(&self.memoria, n_item)
    }

    /// Base, rate and value of every tax of an item.
    pub(super) fn summary(&self, n_item: usize) -> Vec<Tax> {
        order::summary(&self.memoria, n_item)
    }
}
