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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::Timestamp;

    proptest! {
        /// Wherever the line between what was kept and what was said of the case runs, the same is
        /// put over the file.
        #[test]
        fn what_is_kept_is_the_same_as_what_is_corrected(
            cells in prop::collection::vec(("(ncm|cest|perfil)", "[0-9]{0,8}"), 0..8),
            at in 0usize..8,
        ) {
            let all: Vec<Correction> = cells
                .into_iter()
                .map(|(column, value)| Correction { field: format!("Product[A].{column}"), value })
                .collect();
            let (first, own) = all.split_at(at.min(all.len()));
            let rule = |(id, it): (i64, &Correction)| KeptRule {
                id,
                seller: SellerId::parse("A1").unwrap(),
                subject: Subject::parse(&it.field).unwrap(),
                value: it.value.clone(),
                by: "ana".to_owned(),
                why: "x".to_owned(),
                made: Timestamp::UNIX_EPOCH,
            };
            let kept: Vec<KeptRule> = (1..).zip(first).map(rule).collect();
            prop_assert_eq!(fixes(&kept, own), fixes(&[], &all));
        }
    }
}
