//! Who answers.

use serde::Deserialize;

/// Whom an answer is scripted for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
pub enum Operation {
    /// `getShipmentDetails`.
    #[serde(rename = "getShipmentDetails")]
    GetShipmentDetails,
    /// `submitInvoice`.
    #[serde(rename = "submitInvoice")]
    SubmitInvoice,
    /// `getInvoiceStatus`.
    #[serde(rename = "getInvoiceStatus")]
    GetInvoiceStatus,
    /// Login with Amazon: access tokens.
    #[serde(rename = "lwa")]
    Lwa,
    /// Tokens API: restricted data tokens.
    #[serde(rename = "tokens")]
    Tokens,
    /// NFeAutorizacao4.
    #[serde(rename = "NFeAutorizacao4")]
    Autorizacao,
    /// NFeRetAutorizacao4.
    #[serde(rename = "NFeRetAutorizacao4")]
    RetAutorizacao,
    /// NFeConsultaProtocolo4.
    #[serde(rename = "NFeConsultaProtocolo4")]
    Consulta,
    /// NFeStatusServico4.
    #[serde(rename = "NFeStatusServico4")]
    Status,
    /// NFeRecepcaoEvento4.
    #[serde(rename = "NFeRecepcaoEvento4")]
    Evento,
    /// NFeInutilizacao4.
    #[serde(rename = "NFeInutilizacao4")]
    Inutilizacao,
    /// CadConsultaCadastro4.
    #[serde(rename = "CadConsultaCadastro4")]
    Cadastro,
}

impl Operation {
    /// All of them.
    pub const ALL: [Operation; 12] = [
        Operation::GetShipmentDetails,
        Operation::SubmitInvoice,
        Operation::GetInvoiceStatus,
        Operation::Lwa,
        Operation::Tokens,
        Operation::Autorizacao,
        Operation::RetAutorizacao,
        Operation::Consulta,
        Operation::Status,
        Operation::Evento,
        Operation::Inutilizacao,
        Operation::Cadastro,
    ];

    /// As its owner calls it.
    pub fn name(self) -> &'static str {
        match self {
            Operation::GetShipmentDetails => "getShipmentDetails",
            Operation::SubmitInvoice => "submitInvoice",
            Operation::GetInvoiceStatus => "getInvoiceStatus",
            Operation::Lwa => "lwa",
            Operation::Tokens => "tokens",
            Operation::Autorizacao => "NFeAutorizacao4",
            Operation::RetAutorizacao => "NFeRetAutorizacao4",
            Operation::Consulta => "NFeConsultaProtocolo4",
            Operation::Status => "NFeStatusServico4",
            Operation::Evento => "NFeRecepcaoEvento4",
            Operation::Inutilizacao => "NFeInutilizacao4",
            Operation::Cadastro => "CadConsultaCadastro4",
        }
    }

    /// Whether SEFAZ answers.
    pub fn is_sefaz(self) -> bool {
        match self {
            Operation::Autorizacao
            | Operation::RetAutorizacao
            | Operation::Consulta
            | Operation::Status
            | Operation::Evento
            | Operation::Inutilizacao
            | Operation::Cadastro => true,
            Operation::GetShipmentDetails
            | Operation::SubmitInvoice
            | Operation::GetInvoiceStatus
            | Operation::Lwa
            | Operation::Tokens => false,
        }
    }

    /// Whether a call of it speaks of a `serie` and a number.
    pub(super) fn is_of_a_note(self) -> bool {
        self.is_sefaz() && !matches!(self, Operation::Status | Operation::Cadastro)
    }

    /// Whether a call of it asks for something to be done.
    pub(super) fn has_effect(self) -> bool {
        matches!(self, Operation::Autorizacao | Operation::Evento | Operation::Inutilizacao)
    }

    pub(super) fn is_of_a_shipment(self) -> bool {
        matches!(
            self,
            Operation::GetShipmentDetails | Operation::SubmitInvoice | Operation::GetInvoiceStatus
        )
    }
}
