//! Corrections that outlive a case: read for each draft, checked before they are kept.

use super::Stage;
use super::desk::{DeskError, signed};
use crate::domain::SellerId;
use crate::domain::correction::{Correction, CorrectionError, Subject, VALUE_MAX};
use crate::domain::shipment::Shipment;
use crate::ports::{Catalogues, Deed, DeedKind, Kept, KeptRule, Origin, StoreError, World};
use crate::tax::stock;

impl<W: World> Stage<W> {
    /// What was kept of the products and the city of this shipment.
    pub(super) async fn kept(
        &self,
        seller: &SellerId,
        shipment: &Shipment,
    ) -> Result<Vec<KeptRule>, StoreError> {
        let skus = stock::skus(shipment).into_iter().map(str::to_owned).collect();
        self.world.store().kept_for(seller, skus, stock::city(shipment)).await
    }

    /// Keeps a correction for next time: a cell of the product file, or a city. Its number.
    pub async fn keep(
        &self,
        seller: &SellerId,
        fix: Correction,
        (by, why): (&str, &str),
        origin: Origin,
    ) -> Result<i64, DeskError> {
        let (by, why) = signed(by, why)?;
        let Correction { field, value } = fix;
        let subject = Subject::parse(&field).ok_or(CorrectionError::OfOneSale)?;
        if value.chars().count() > VALUE_MAX {
            return Err(CorrectionError::TooLong(subject.field()).into());
        }
        stock::fits(&subject, &value, self.world.catalogues().profiles())?;
        let deed = Deed::new(self.now(), by, origin, DeedKind::Keep).because(why);
        let value = value.trim().to_owned();
        self.world.store().keep(seller, subject, value, deed).await.map_err(DeskError::Store)
    }
}

/// What is put over the product file and Amazon's city: what was kept, then the case's own.
pub(super) fn fixes(kept: &[KeptRule], corrections: &[Correction]) -> Vec<(Subject, String)> {
    let kept = kept.iter().map(|it| (it.subject.clone(), it.value.clone()));
    let own =
        corrections.iter().filter_map(|it| Some((Subject::parse(&it.field)?, it.value.clone())));
    kept.chain(own).collect()
}
