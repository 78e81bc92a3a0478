//! From the shipment to a signed note: draft, take the number, sign, check.

use super::index::row;
use super::perform::unreadable;
use super::policy::later;
use super::run::Performed;
use super::wire::read_shipment;
use super::{Outcome, Stage, Trader};
use super::{contingency, dispute, stock};
use crate::domain::correction::{self, Correction};
use crate::domain::invoice::{Invoice, LocalTime, Numbering};
use crate::domain::{Code, Digest, Emission, Fault, Step, Timestamp};
use crate::lifecycle::{Draft, Event, Life, NoteNumber, Wait};
use crate::nfe::{self, Certificate, number_code};
use crate::ports::{Body, Catalogues, Change, Kept, Series, Store, StoreError, World};
use crate::tax::rules::Rules;
use crate::tax::{self, Stock};

/// What a number is put on.
pub(super) struct Sheet {
    pub(super) invoice: Invoice,
    warnings: Vec<Fault>,
    shipment: Digest,
    catalogue: Digest,
    pub(super) dh_emi: LocalTime,
    pub(super) serie: u16,
    pub(super) first_number: u32,
    kept: Vec<i64>,
}

impl Sheet {
    pub(super) fn of(drafted: tax::Draft, shipment: &Digest, catalogue: &Digest) -> Sheet {
        Sheet {
            invoice: drafted.invoice,
            warnings: drafted.warnings,
            shipment: shipment.clone(),
            catalogue: catalogue.clone(),
            dh_emi: drafted.dh_emi,
            serie: drafted.serie,
            first_number: drafted.first_number,
            kept: Vec::new(),
        }
    }
}

impl<W: World> Stage<W> {
    /// Every fault at once, or an invoice whose number is taken and recorded in one transaction.
    pub(super) async fn draft(
        &self,
        life: &Life,
        shipment: &Digest,
        number: Option<NoteNumber>,
    ) -> Result<Performed, StoreError> {
        let Some(trader) = self.traders.get(&life.id.seller) else {
            let fault = Fault::new(Code::SellerUnknown, Step::Draft, "SellerId");
            return Ok(Performed::Told(Box::new(
                self.hold(life, vec![fault.value(&life.id.seller)]),
            )));
        };
        let mut sheet = match self.sheet(life, trader, shipment).await? {
            Ok(sheet) => sheet,
            Err(held) => return Ok(Performed::Told(Box::new(held))),
        };
        // Before the number: a draft that SEFAZ would refuse burns nothing.
        let (refused, warned) = self.dispute(&sheet, trader);
        if !refused.is_empty() {
            return Ok(Performed::Told(Box::new(self.hold(life, refused))));
        }
        sheet.warnings.extend(warned);
        for warning in &sheet.warnings {
            tracing::info!(
                shipment.id = %life.id.shipment,
                fault.code = %warning.code,
                fault.field = %warning.field,
                "drafted with a warning"
            );
        }
        // A rejected note's number serves its corrected note, of the same emitter alone.
        match number.filter(|it| is_of(it, &sheet)) {
            Some(number) => Ok(Performed::Told(Box::new(numbered(&sheet, number)))),
            None => self.take_number(life, sheet).await,
        }
    }

    async fn sheet(
        &self,
        life: &Life,
        trader: &Trader,
        shipment: &Digest,
    ) -> Result<Result<Sheet, Outcome>, StoreError> {
        let body = match self.body(life, shipment, Step::Draft).await? {
            Ok(body) => body,
            Err(held) => return Ok(Err(held)),
        };
        let read = match read_shipment(&body) {
            Ok(read) => read,
            Err(error) => return Ok(Err(self.hold(life, vec![unreadable(Step::Draft, &error)]))),
        };
        let corrections = self.corrections(life).await?;
        let mended = match correction::apply(&read, &corrections) {
            Ok(mended) => mended,
            Err(error) => {
                let fault = Fault::new(Code::CorrectionUnfit, Step::Draft, "correction");
                return Ok(Err(self.hold(life, vec![fault.detail(error)])));
            }
        };
        let Some(catalogue) = self.world.catalogues().catalogue(&life.id.seller) else {
            let fault = Fault::new(Code::SellerUnknown, Step::Draft, "products");
            return Ok(Err(self.hold(life, vec![fault.value(&life.id.seller)])));
        };
        let kept = self.kept(&life.id.seller, &mended).await?;
        let fixes = stock::fixes(&kept, &corrections);
        let profiles = self.world.catalogues().profiles();
        let stock = match Stock::of(&mended, &catalogue, profiles, &fixes) {
            Ok(stock) => stock,
            Err(error) => {
                let fault = Fault::new(Code::CorrectionUnfit, Step::Draft, "correction");
                return Ok(Err(self.hold(life, vec![fault.detail(error)])));
            }
        };
        let rules = self.world.catalogues().rules();
        let law = self.law(&rules);
        let seller = match self.acquainted(life, trader, &mended).await? {
            Ok(seller) => seller,
            Err(waits) => return Ok(Err(waits)),
        };
        let issuer = trader.seller.establishment(mended.warehouse_id.as_deref());
        let emission = match issuer {
            Some(it) => self.emission(&life.id.seller, &it.emit.cnpj, it.uf()).await,
            None => Emission::Normal,
        };
        let at = self.now();
        Ok(match tax::draft(&stock.shipment, &seller, &stock.catalogue, law, at, &emission) {
            Ok(drafted) => {
                let kept = kept.iter().map(|it| it.id).collect();
                Ok(Sheet { kept, ..Sheet::of(drafted, shipment, &catalogue.digest) })
            }
            Err(faults) => Err(self.hold(life, stock.told(faults))),
        })
    }

    /// The draft that a number was put on, made once more from what is on record, as of its own
    /// moment. `None` when the same bytes do not come of it: configuration, products or
    /// corrections are not those of that day.
    pub async fn redraft(
        &self,
        life: &Life,
        draft: &Draft,
    ) -> Result<Option<tax::Draft>, StoreError> {
        let Some(trader) = self.traders.get(&life.id.seller) else { return Ok(None) };
        let Some(catalogue) = self.world.catalogues().catalogue(&life.id.seller) else {
            return Ok(None);
        };
        let body = self.world.store().body(&draft.shipment).await?;
        let corrections = self.corrections(life).await?;
        let read = body.and_then(|body| read_shipment(&body).ok());
        let mended = read.and_then(|read| correction::apply(&read, &corrections).ok());
        let kept = self.world.store().kept_of(&draft.kept).await?;
        let fixes = stock::fixes(&kept, &corrections);
        let profiles = self.world.catalogues().profiles();
        let rules = self.world.catalogues().rules();
        let law = self.law(&rules);
        let again = mended
            .and_then(|it| {
                let stock = Stock::of(&it, &catalogue, profiles, &fixes).ok()?;
                let emission = contingency::as_drafted(&draft.key, draft.dh_cont);
                let at = draft.dh_emi;
                let seller = &trader.seller;
                tax::draft(&stock.shipment, seller, &stock.catalogue, law, at, &emission).ok()
            })
            .filter(|again| {
                let numbering = Numbering {
                    serie: draft.number.serie,
                    n_nf: draft.number.n_nf,
                    c_nf: draft.number.c_nf,
                    dh_emi: again.dh_emi,
                };
                Body::new(nfe::write(&again.invoice, &numbering).xml).digest == draft.unsigned
            });
        Ok(again)
    }

    fn law<'a>(&'a self, rules: &'a Rules) -> tax::Law<'a> {
        tax::Law { rules, tot_trib: self.world.catalogues().tot_trib() }
    }

    /// What people mended, with the values from their bodies.
    pub(super) async fn corrections(&self, life: &Life) -> Result<Vec<Correction>, StoreError> {
        let mut corrections = Vec::new();
        for stored in &life.corrections {
            let body = self.world.store().body(&stored.value).await?;
            // A purged value is a value that the law made us forget: the draft shows what lacks.
            corrections.extend(body.as_deref().and_then(super::desk::correction_of));
        }
        Ok(corrections)
    }

    async fn take_number(&self, life: &Life, sheet: Sheet) -> Result<Performed, StoreError> {
        let (tp_amb, serie) = (sheet.invoice.tp_amb, sheet.serie);
        let cnpj = sheet.invoice.emit.cnpj.clone();
        let series = Series { tp_amb, cnpj: cnpj.to_string(), serie, first: sheet.first_number };
        let at = self.now();
        let chance = self.chance.clone();
        let before = life.clone();
        let make = move |n_nf: u32| {
            let c_nf = number_code::c_nf(&chance, tp_amb, &cnpj, serie, n_nf);
            let number = NoteNumber { tp_amb, cnpj: cnpj.to_string(), serie, n_nf, c_nf };
            Some(numbered_change(&before, at, numbered(&sheet, number)))
        };
        self.world.store().commit_numbered(series, Box::new(make)).await?;
        // Read back what the store has: the number is its own to give.
        let life = self.life(&life.id).await?.ok_or(StoreError::Conflict)?;
        Ok(Performed::Recorded(Box::new(life)))
    }

    /// The certificate is dead, and something has waited for its signature since then: an engineer
    /// is called, and after a day of silence a person is asked.
    pub(super) fn unsigned(
        &self,
        life: &Life,
        step: Step,
        certificate: &Certificate,
        since: Timestamp,
    ) -> Outcome {
        let now = self.now();
        let (from, until) = (certificate.not_before(), certificate.not_after());
        let detail = format!("certificate valid from {from} until {until}");
        if now >= later(since, self.policy.sefaz_deadline_s) {
            let fault = Fault::new(Code::CertificateUnfit, step, "certificate");
            return self.hold(life, vec![fault.detail(detail)]);
        }
        self.alarm(life, "certificate", &detail);
        let rested = later(now, self.policy.seller_pause_s);
        let due = rested.max(self.policy.wait(&self.chance, life, now));
        Event::Waited { why: Wait::SellerPaused, due }.into()
    }

    /// Signs, reads the bytes back, and disputes them before anybody else can.
    pub(super) async fn seal(&self, life: &Life, draft: &Draft) -> Result<Outcome, StoreError> {
        let Some(trader) = self.traders.get(&life.id.seller) else {
            let fault = Fault::new(Code::SellerUnknown, Step::Seal, "SellerId");
            return Ok(self.hold(life, vec![fault.value(&life.id.seller)]));
        };
        let unsigned = match self.body(life, &draft.unsigned, Step::Seal).await? {
            Ok(xml) => nfe::Unsigned { key: draft.key.clone(), xml },
            Err(held) => return Ok(held),
        };
        let cnpj = &draft.number.cnpj;
        let Some(certificate) = trader.signer(cnpj) else {
            let fault = Fault::new(Code::SellerUnknown, Step::Seal, "emit.CNPJ");
            return Ok(self.hold(life, vec![fault.value(cnpj)]));
        };
        let now = self.now();
        if !certificate.is_valid_at(now) {
            return Ok(self.unsigned(life, Step::Seal, &certificate, draft.dh_emi));
        }
        let sealed = match nfe::sign(&unsigned, &certificate) {
            Ok(sealed) => sealed,
            Err(error) => {
                let fault = Fault::new(Code::SealCheckFailed, Step::Seal, "Signature");
                return Ok(self.hold(life, vec![fault.detail(error)]));
            }
        };
        if let Err(disputes) = nfe::check(&sealed.xml, certificate.facts(), now) {
            return Ok(self.hold(life, disputes.iter().map(dispute::of_seal).collect()));
        }
        let xml = Body::new(sealed.xml);
        let event = Event::Signed { xml: xml.digest.clone(), digest_value: sealed.digest_value };
        Ok(Outcome { event, bodies: vec![xml] })
    }
}

/// Whether a number was taken for the emitter that the sheet is of.
fn is_of(number: &NoteNumber, sheet: &Sheet) -> bool {
    number.tp_amb == sheet.invoice.tp_amb && number.cnpj == sheet.invoice.emit.cnpj.as_str()
}

/// Puts the number on the sheet.
fn numbered(sheet: &Sheet, number: NoteNumber) -> Outcome {
    let numbering = Numbering {
        serie: number.serie,
        n_nf: number.n_nf,
        c_nf: number.c_nf,
        dh_emi: sheet.dh_emi,
    };
    let unsigned = nfe::write(&sheet.invoice, &numbering);
    let body = Body::new(unsigned.xml);
    let draft = Draft {
        number,
        key: unsigned.key,
        dh_emi: sheet.dh_emi.timestamp(),
        total: sheet.invoice.total.v_nf,
        unsigned: body.digest.clone(),
        shipment: sheet.shipment.clone(),
        catalogue: sheet.catalogue.clone(),
        dh_cont: match &sheet.invoice.emission {
            Emission::Normal => None,
            Emission::Contingency { since, .. } => Some(*since),
        },
        kept: sheet.kept.clone(),
    };
    let event = Event::Numbered { draft, warnings: sheet.warnings.clone() };
    Outcome { event, bodies: vec![body] }
}

/// As [`Stage::change_to`], for the inside of the store's transaction. A numbered life is never
/// held, so there is no letter.
fn numbered_change(before: &Life, at: Timestamp, outcome: Outcome) -> Change {
    let Outcome { event, bodies } = outcome;
    let after = before.clone().after(at, &event);
    let fates = Life::fates(Some(before), &after, &event);
    let entry = crate::lifecycle::Entry { seq: after.version, at, event };
    Change {
        id: after.id.clone(),
        row: row(&after),
        entry,
        bodies,
        fates,
        letter: None,
        filings: Vec::new(),
        lookups: Vec::new(),
        deed: None,
    }
}
