//! What a draft would be: for a person who weighs a correction, before anything is on record.

use super::Stage;
use super::draft::Sheet;
use super::stock;
use super::wire::read_shipment;
use crate::domain::correction::{self, Correction};
use crate::domain::invoice::Invoice;
use crate::domain::{Emission, Fault};
use crate::lifecycle::Life;
use crate::ports::{Catalogues, Store, StoreError, World};
use crate::tax::{self, Stock};

/// What would come of drafting now.
#[derive(Debug)]
pub enum Preview {
    /// A note, but for its number.
    Note(Box<Invoice>),
    /// Every fault at once.
    Faults(Vec<Fault>),
    /// Nothing can be said: the shipment is not on record, or its seller is not configured here.
    Nothing,
}

impl<W: World> Stage<W> {
    /// Drafts as the worker would, with these corrections after those on record. Nobody is asked,
    /// no number is taken, nothing is written.
    pub async fn preview(&self, life: &Life, more: &[Correction]) -> Result<Preview, StoreError> {
        let (Some(trader), Some(catalogue)) =
            (self.traders.get(&life.id.seller), self.world.catalogues().catalogue(&life.id.seller))
        else {
            return Ok(Preview::Nothing);
        };
        let Some(digest) = &life.shipment else { return Ok(Preview::Nothing) };
        let body = self.world.store().body(digest).await?;
        let Some(read) = body.and_then(|body| read_shipment(&body).ok()) else {
            return Ok(Preview::Nothing);
        };
        let mut corrections = self.corrections(life).await?;
        corrections.extend_from_slice(more);
        let Ok(mended) = correction::apply(&read, &corrections) else {
            return Ok(Preview::Nothing);
        };
        let kept = self.kept(&life.id.seller, &mended).await?;
        let fixes = stock::fixes(&kept, &corrections);
        let profiles = self.world.catalogues().profiles();
        let Ok(stock) = Stock::of(&mended, &catalogue, profiles, &fixes) else {
            return Ok(Preview::Nothing);
        };
        let rules = self.world.catalogues().rules();
        let law = tax::Law { rules: &rules, tot_trib: self.world.catalogues().tot_trib() };
        let (seller, now) = (&trader.seller, self.now());
        let drafted =
            tax::draft(&stock.shipment, seller, &stock.catalogue, law, now, &Emission::Normal);
        Ok(match drafted.map(|it| Sheet::of(it, digest, &catalogue.digest)) {
            Err(faults) => Preview::Faults(stock.told(faults)),
            Ok(sheet) => match self.dispute(&sheet, trader) {
                (refused, _) if refused.is_empty() => Preview::Note(Box::new(sheet.invoice)),
                (refused, _) => Preview::Faults(refused),
            },
        })
    }
}
