//! A service of SEFAZ that must be left alone for an emitter: on record, so that neither another
//! life nor a restart calls it.

use super::Stage;
use super::policy::later;
use crate::domain::Timestamp;
use crate::ports::{Store, StoreError, World};

impl<W: World> Stage<W> {
    /// Until when this service must not be called for this emitter.
    pub(super) async fn shut(
        &self,
        cnpj: &str,
        service: &'static str,
    ) -> Result<Option<Timestamp>, StoreError> {
        self.world.store().closed(cnpj, service, self.now()).await
    }

    /// 656, *consumo indevido*: the service rests for this emitter, whoever asks.
    pub(super) async fn shut_down(
        &self,
        cnpj: &str,
        service: &'static str,
    ) -> Result<Timestamp, StoreError> {
        let until = later(self.now(), self.policy.abuse_pause_s);
        tracing::error!(
            emit.cnpj = cnpj,
            sefaz.service = service,
            closed.until = %until,
            "SEFAZ says consumo indevido (656): the service rests for this emitter"
        );
        self.world.store().close(cnpj, service, until).await?;
        Ok(until)
    }
}
