//! What the store's index says of a life: its row, what it is worth, what it is found by.

use super::Stage;
use super::wire::read_shipment;
use crate::domain::fault::causes;
use crate::domain::shipment::{Amount, Shipment};
use crate::domain::{Chance, Money, TaxId};
use crate::lifecycle::{Event, Life, State};
use crate::ports::{Body, Caused, Lookup, LookupKind, Row, Store, StoreError, World};

/// The life's row: an index over its journal.
pub(super) fn row(life: &Life) -> Row {
    let draft = life.state.draft();
    let faults = match &life.state {
        State::Held { faults, .. } => faults.as_slice(),
        _ => &[],
    };
    let caused = causes(faults).into_iter().map(|(cause, mender)| Caused { cause, mender });
    let total_cents = draft.map(|draft| draft.total.cents());
    Row {
        order: life.order.to_string(),
        state: life.state.name(),
        lane: life.command().map(|command| command.lane()),
        due: life.due,
        key: draft.map(|draft| draft.key.clone()),
        total_cents,
        fault: faults.first().map(|it| it.code.as_str()),
        causes: caused.collect(),
        worth_cents: total_cents,
    }
}

impl<W: World> Stage<W> {
    /// The row, and what a person who looks for the sale finds it by. `bodies` may hold the
    /// shipment when it is not in the store yet.
    pub(super) async fn indexed(
        &self,
        after: &Life,
        event: &Event,
        bodies: &[Body],
    ) -> Result<(Row, Vec<Lookup>), StoreError> {
        let mut row = row(after);
        let fetched = matches!(event, Event::Fetched { .. });
        if !fetched && (row.causes.is_empty() || row.worth_cents.is_some()) {
            return Ok((row, Vec::new()));
        }
        let Some(digest) = &after.shipment else { return Ok((row, Vec::new())) };
        let body = match bodies.iter().find(|body| body.digest == *digest) {
            Some(body) => Some(body.bytes.clone()),
            None => self.world.store().body(digest).await?,
        };
        let Some(shipment) = body.and_then(|body| read_shipment(&body).ok()) else {
            return Ok((row, Vec::new()));
        };
        row.worth_cents = row.worth_cents.or(worth_cents(&shipment));
        let lookups = if fetched { lookups(&self.chance, &shipment) } else { Vec::new() };
        Ok((row, lookups))
    }

    /// The term under which a buyer's document is looked up; `None` for what is no document.
    pub fn document_term(&self, text: &str) -> Option<String> {
        TaxId::parse(&text.trim().to_uppercase()).ok().map(|it| term(&self.chance, &it))
    }
}

/// What the items cost, as far as Amazon's amounts can be read: for a person who weighs a case,
/// never for a note.
fn worth_cents(shipment: &Shipment) -> Option<i64> {
    let cents = |amount: &Option<Amount>| {
        let text = amount.as_ref()?.amount.as_ref()?;
        Money::parse(text).ok().map(|it| it.cents())
    };
    let found = shipment.items.iter().filter_map(|item| cents(&item.item_price));
    found.reduce(i64::saturating_add).filter(|it| *it >= 0)
}

fn lookups(chance: &Chance, shipment: &Shipment) -> Vec<Lookup> {
    let skus = shipment.items.iter().filter_map(|item| item.seller_sku.as_ref());
    let skus = skus.map(|sku| Lookup { kind: LookupKind::Sku, term: sku.clone() });
    let info = shipment.buyer_tax_info.as_ref();
    let documents = info.map(|it| it.classifications.as_slice()).unwrap_or_default();
    let documents = documents.iter().filter_map(|it| TaxId::parse(it.value.as_ref()?).ok());
    let documents =
        documents.map(|it| Lookup { kind: LookupKind::Document, term: term(chance, &it) });
    skus.chain(documents).collect()
}

/// A document alone could be guessed from a plain hash.
fn term(chance: &Chance, document: &TaxId) -> String {
    chance.salt(&["lookup", "document", document.as_str()])
}
