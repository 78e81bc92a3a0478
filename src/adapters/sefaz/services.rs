//! What the port asks, service by service: who is asked, with what, and how the answer is read.

use super::client::{SefazClient, misconfigured, no_answer};
use super::endpoints::{Authorizer, Service};
use super::soap;
use crate::domain::{AccessKey, Cnpj, SellerId, Uf};
use crate::ports::{EventAnswer, Inutilized, Registration, Route, Sefaz, SefazAnswer, SefazError};

impl Sefaz for SefazClient {
    async fn authorize(
        &self,
        seller: &SellerId,
        key: &AccessKey,
        nfe: &[u8],
    ) -> Result<SefazAnswer, SefazError> {
        let service = Service::Autorizacao;
        let access = self.access(seller, key.cnpj())?;
        let request = soap::authorize(key, nfe).ok_or_else(|| begun("a note", "<NFe"))?;
        let server = Authorizer::on(Route::of(key), access.uf);
        let body = self.call(access, server, service, request).await?;
        let answer = told(service, soap::read_authorize(&body, key))?;
        spoken(service, key, answer.c_stat);
        Ok(answer)
    }

    /// The server that gave the receipt is the one that the note went to.
    async fn receipt(
        &self,
        seller: &SellerId,
        key: &AccessKey,
        n_rec: &str,
    ) -> Result<SefazAnswer, SefazError> {
        let service = Service::RetAutorizacao;
        let access = self.access(seller, key.cnpj())?;
        let request = soap::receipt(access.tp_amb, n_rec)
            .ok_or_else(|| misconfigured("expected nRec of 15 digits, found another text"))?;
        let server = Authorizer::on(Route::of(key), access.uf);
        let body = self.call(access, server, service, request).await?;
        let answer = told(service, soap::read_receipt(&body, key))?;
        spoken(service, key, answer.c_stat);
        Ok(answer)
    }

    async fn consult(
        &self,
        seller: &SellerId,
        key: &AccessKey,
        route: Route,
    ) -> Result<SefazAnswer, SefazError> {
        let service = Service::ConsultaProtocolo;
        let access = self.access(seller, key.cnpj())?;
        let request = soap::consult(access.tp_amb, key);
        let server = Authorizer::on(route, access.uf);
        let body = self.call(access, server, service, request).await?;
        let answer = told(service, soap::read_consult(&body, key))?;
        spoken(service, key, answer.c_stat);
        Ok(answer)
    }

    /// Always at home, whoever authorised the note: an SVC is open for a while only, and hands its
    /// notes over to the state. An event can wait until the state is back; there the state's own
    /// consulta finds it, and every later event of the note.
    async fn register(
        &self,
        seller: &SellerId,
        key: &AccessKey,
        evento: &[u8],
    ) -> Result<EventAnswer, SefazError> {
        let service = Service::RecepcaoEvento;
        let access = self.access(seller, key.cnpj())?;
        let sent = soap::Sent::parse(key, evento)
            .ok_or_else(|| begun("an event of the note", "<evento"))?;
        let request = soap::register(key, &sent, evento);
        let body = self.call(access, Authorizer::of(access.uf), service, request).await?;
        let answer = told(service, soap::read_register(&body, key, &sent))?;
        spoken(service, key, answer.c_stat);
        Ok(answer)
    }

    /// At home: what is given up is a number of the state's own.
    async fn inutilize(
        &self,
        seller: &SellerId,
        cnpj: &Cnpj,
        inut_nfe: &[u8],
    ) -> Result<Inutilized, SefazError> {
        let service = Service::Inutilizacao;
        let access = self.access(seller, cnpj.as_str())?;
        let request = soap::inutilize(inut_nfe).ok_or_else(|| begun("a request", "<inutNFe"))?;
        let body = self.call(access, Authorizer::of(access.uf), service, request).await?;
        let answer = told(service, soap::read_inutilize(&body, inut_nfe))?;
        tracing::debug!(
            sefaz.service = service.wsdl(),
            sefaz.c_stat = answer.c_stat,
            "SEFAZ spoke of numbers"
        );
        Ok(answer)
    }

    async fn status(
        &self,
        seller: &SellerId,
        cnpj: &Cnpj,
        route: Route,
    ) -> Result<SefazAnswer, SefazError> {
        let service = Service::StatusServico;
        let access = self.access(seller, cnpj.as_str())?;
        let request = soap::status(access.tp_amb, access.uf);
        let server = Authorizer::on(route, access.uf);
        let body = self.call(access, server, service, request).await?;
        told(service, soap::read_status(&body))
    }

    /// Of the company's state, which need not be the establishment's; that one only asks.
    async fn registration(
        &self,
        seller: &SellerId,
        cnpj: &Cnpj,
        uf: Uf,
        company: &Cnpj,
    ) -> Result<Registration, SefazError> {
        let service = Service::ConsultaCadastro;
        let access = self.access(seller, cnpj.as_str())?;
        let request = soap::registration(uf, company);
        let body = self.call(access, Authorizer::of(uf), service, request).await?;
        told(service, soap::read_registration(&body))
    }
}

fn told<T>(service: Service, answer: Result<T, String>) -> Result<T, SefazError> {
    answer.map_err(|error| no_answer(service, &error))
}

fn spoken(service: Service, key: &AccessKey, c_stat: u16) {
    tracing::debug!(
        sefaz.service = service.wsdl(),
        sefaz.c_stat = c_stat,
        nfe.key = %key,
        "SEFAZ spoke of a note"
    );
}

/// Our own bytes are not what they should be.
fn begun(what: &str, tag: &str) -> SefazError {
    misconfigured(&format!("expected {what} that begins with {tag}, found something else"))
}
