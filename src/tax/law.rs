//! What the law asks of one regime on one day: which taxes are due at all, by the rules' tables.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;

use super::reform::{self, ReformPlan, Unfit};
use super::rules::{Due, IbsCbsRates, IbsCbsStanding, Levy, Rules, SCHEMA};
use super::tot_trib::TotTrib;
use crate::domain::catalogue::Product;
use crate::domain::codes::Crt;
use crate::domain::seller::Seller;
use crate::domain::{Code, Fault, Step, Uf};

/// The rules by date, and each state's table of approximate taxes, where the seller has one.
#[derive(Clone, Copy, Debug)]
pub struct Law<'a> {
    /// The rules.
    pub rules: &'a Rules,
    /// `vTotTrib`, by the state that sells.
    pub tot_trib: &'a BTreeMap<Uf, Arc<TotTrib>>,
}

/// The law on one day, for one regime.
#[derive(Clone, Copy, Debug)]
pub(super) struct Day<'a> {
    pub(super) day: Date,
    pub(super) rules: &'a Rules,
    /// Whether PIS and COFINS are told.
    pub(super) contributions: bool,
    /// The rates of IBS and CBS, and their source, where they are told.
    pub(super) ibs_cbs: Option<(&'a IbsCbsRates, &'a str)>,
}

impl<'a> Law<'a> {
    /// The law on this day; a fault where the rules do not know it, or need a schema that we do
    /// not write.
    pub(super) fn on(self, day: Date, seller: &Seller, faults: &mut Vec<Fault>) -> Option<Day<'a>> {
        let rules = self.rules;
        let contributions = rules.contributions(seller.crt.code(), day);
        let standing = rules.ibs_cbs(seller.crt.code(), day);
        let mut unknown = Vec::new();
        if contributions.is_none() {
            unknown.push("contributions.tsv");
        }
        let ibs_cbs = match standing {
            IbsCbsStanding::Unknown => {
                unknown.push("ibs_cbs.tsv");
                None
            }
            IbsCbsStanding::NotDue => None,
            IbsCbsStanding::Optional(rates, source) | IbsCbsStanding::Due(rates, source) => {
                seller.ibs_cbs.then_some((rates, source))
            }
            IbsCbsStanding::NeedsSchema(schema) => {
                let fault = Fault::new(Code::TaxSchemaUnknown, Step::Draft, "dhEmi").value(schema);
                faults.push(fault.detail(SCHEMA));
                return None;
            }
        };
        if !unknown.is_empty() {
            let fault = Fault::new(Code::TaxRulesUnknown, Step::Draft, "dhEmi").value(day);
            faults.push(fault.detail(unknown.join(", ")));
            return None;
        }
        let contributions = contributions.is_some_and(|row| row.is == Due::Yes);
        Some(Day { day, rules, contributions, ibs_cbs })
    }
}

impl Day<'_> {
    /// Whether this is levied on a product that says so; a fault where the rules do not know.
    pub(super) fn levies(&self, levy: Levy, field: &str) -> Result<bool, Fault> {
        match self.rules.levy(levy, self.day) {
            Some(row) => Ok(row.is == Due::Yes),
            None => {
                let fault = Fault::new(Code::TaxRulesUnknown, Step::Draft, field);
                Err(fault.value(self.day).detail(format!("levies.tsv, {levy}")))
            }
        }
    }

    /// How IBS and CBS are taken of these goods, where they are told; or what stands in the way.
    pub(super) fn reform(&self, product: &Product) -> Result<Option<ReformPlan>, Unfit> {
        let Some(rates) = self.ibs_cbs else { return Ok(None) };
        let (class, rule) = (&product.profile.c_class_trib, &product.profile.reform);
        reform::choose(class, rule, rates, self.rules, self.day).map(Some)
    }
}

/// Whether ICMS goes to the destination too. Whoever is in Simples owes none, MEI among them (STF,
/// ADI 5464, on clause 9 of Convênio ICMS 93/2015), unless this seller is told to pay it; above the
/// state's limit ICMS is outside Simples (LC 123/2006 art. 20 § 1), and owed.
pub(super) fn owes_difal(seller: &Seller) -> bool {
    match seller.crt {
        Crt::Simples | Crt::Mei => seller.difal,
        Crt::SimplesExcess | Crt::Normal => true,
    }
}
