//! What mends a rejection: who, and what to do. Many rejections share one.

use crate::domain::Mender;

/// Portuguese, English.
pub(super) type Both = [&'static str; 2];

/// Who mends it, and how.
pub(super) struct Remedy {
    pub(super) mender: Mender,
    pub(super) what: Both,
    pub(super) todo: Both,
}

/// What happened, when SEFAZ rejects a note.
const REJECTED: Both = [
    "A SEFAZ rejeitou a nota. Nada foi autorizado, e o número fica guardado para a nota corrigida.",
    "SEFAZ rejected the note. Nothing is authorised, and the number is kept for the corrected note.",
];

/// The A1 certificate.
pub(super) static CERTIFICATE: Remedy = Remedy {
    mender: Mender::Ti,
    what: REJECTED,
    todo: [
        "TI: instale o certificado A1 válido do CNPJ do emitente, rode `fba-nfe doctor` e reinicie. Depois `fba-nfe dlq resume ID`.",
        "Install the valid A1 certificate of the issuer's CNPJ, run `fba-nfe doctor`, restart; then `fba-nfe dlq resume ID`.",
    ],
};

/// Which SEFAZ, which environment.
pub(super) static CONFIGURATION: Remedy = Remedy {
    mender: Mender::Ti,
    what: REJECTED,
    todo: [
        "TI: confira `environment`, a UF do vendedor e o endereço da SEFAZ com `fba-nfe doctor`. Corrija, reinicie e reenvie com `fba-nfe dlq resume ID`.",
        "See `environment`, the seller's UF and SEFAZ's address with `fba-nfe doctor`. Mend, restart, then `fba-nfe dlq resume ID`.",
    ],
};

/// Bytes that this program should not have written.
pub(super) static DEFECT: Remedy = Remedy {
    mender: Mender::Ti,
    what: REJECTED,
    todo: [
        "TI: abra um defeito com o XML e o texto da SEFAZ (`fba-nfe dlq show ID`). Mudar os dados não resolve. Com a versão corrigida, `fba-nfe dlq resume ID`.",
        "File a defect with the XML and SEFAZ's text (`fba-nfe dlq show ID`). No data mends it. With the mended version, `fba-nfe dlq resume ID`.",
    ],
};

/// The clock.
pub(super) static CLOCK: Remedy = Remedy {
    mender: Mender::Ti,
    what: REJECTED,
    todo: [
        "TI: acerte o relógio do servidor (NTP). Depois `fba-nfe dlq resume ID`: a nota é montada de novo com a data de agora.",
        "Set the server's clock (NTP). Then `fba-nfe dlq resume ID`: the note is drafted anew with the present time.",
    ],
};

/// `infRespTec`.
pub(super) static RESPONSIBLE: Remedy = Remedy {
    mender: Mender::Ti,
    what: REJECTED,
    todo: [
        "TI: confira `[responsible]` na configuração com o que está cadastrado na SEFAZ da UF. Reinicie e reenvie com `fba-nfe dlq resume ID`.",
        "Compare `[responsible]` in the configuration with what the UF's SEFAZ has on record. Restart, then `fba-nfe dlq resume ID`.",
    ],
};

/// `infIntermed`.
pub(super) static INTERMEDIARY: Remedy = Remedy {
    mender: Mender::Ti,
    what: REJECTED,
    todo: [
        "TI: informe MarketplaceTaxInfo.Document ou SellerDisplayName com `fba-nfe dlq correct ID campo=valor`, ou preencha `id_cad_int_tran`. Depois `fba-nfe dlq resume ID`.",
        "Tell MarketplaceTaxInfo.Document or SellerDisplayName with `fba-nfe dlq correct ID field=value`, or set `id_cad_int_tran`; then `fba-nfe dlq resume ID`.",
    ],
};

/// A number that somebody holds.
pub(super) static NUMBER: Remedy = Remedy {
    mender: Mender::Ti,
    what: [
        "A SEFAZ já tem registro deste número ou desta chave.",
        "SEFAZ has this number or this key on record already.",
    ],
    todo: [
        "TI: confira quem mais emite nesta série; ela deve ser só deste programa. Veja o histórico com `fba-nfe dlq show ID` e só então use `fba-nfe dlq resume ID`.",
        "Find out who else issues in this series; it must be for this program alone. Read the history with `fba-nfe dlq show ID`, and only then `fba-nfe dlq resume ID`.",
    ],
};

/// SEFAZ is down: it passes.
pub(super) static WAIT: Remedy = Remedy {
    mender: Mender::Time,
    what: [
        "A SEFAZ não está atendendo agora. A nota não foi julgada.",
        "SEFAZ is not serving now. The note was not judged.",
    ],
    todo: [
        "Aguarde e acompanhe o Portal da NF-e. Se o caso ficar parado depois da volta, `fba-nfe dlq resume ID`.",
        "Wait, and watch the NF-e portal. If the case stays after SEFAZ is back, `fba-nfe dlq resume ID`.",
    ],
};

/// Too many calls.
pub(super) static QUOTA: Remedy = Remedy {
    mender: Mender::Ti,
    what: [
        "A SEFAZ bloqueou por um tempo as chamadas deste CNPJ.",
        "SEFAZ blocks this CNPJ's calls for a time.",
    ],
    todo: [
        "TI: pare por pelo menos uma hora e procure outro programa com o mesmo certificado chamando a SEFAZ. Depois `fba-nfe dlq resume ID`.",
        "Stop for an hour at least, and look for another program that calls SEFAZ with the same certificate. Then `fba-nfe dlq resume ID`.",
    ],
};

/// The issuer's data in the configuration.
pub(super) static SELLER: Remedy = Remedy {
    mender: Mender::Cadastro,
    what: REJECTED,
    todo: [
        "Cadastro: compare os dados do vendedor com o cadastro da SEFAZ (CCC ou Sintegra). TI corrige `[[seller]]` na configuração e reinicia. Depois `fba-nfe dlq resume ID`.",
        "Compare the seller's data with SEFAZ's register (CCC or Sintegra). Mend `[[seller]]` in the configuration, restart, then `fba-nfe dlq resume ID`.",
    ],
};

/// The issuer may not issue.
pub(super) static SELLER_STANDING: Remedy = Remedy {
    mender: Mender::Fiscal,
    what: REJECTED,
    todo: [
        "Fiscal: regularize a situação do emitente na SEFAZ da UF. Depois `fba-nfe dlq resume ID`.",
        "Settle the issuer's standing with the UF's SEFAZ. Then `fba-nfe dlq resume ID`.",
    ],
};

/// The buyer's CPF or CNPJ.
pub(super) static BUYER_DOCUMENT: Remedy = Remedy {
    mender: Mender::Cadastro,
    what: REJECTED,
    todo: [
        "Cadastro: confirme o documento com o comprador e use `fba-nfe dlq correct ID BuyerTaxInfo.Document=00000000000`. Depois `fba-nfe dlq resume ID`.",
        "Ask the buyer for the document, then `fba-nfe dlq correct ID BuyerTaxInfo.Document=00000000000` and `fba-nfe dlq resume ID`.",
    ],
};

/// The buyer's name.
pub(super) static BUYER_NAME: Remedy = Remedy {
    mender: Mender::Cadastro,
    what: REJECTED,
    todo: [
        "Cadastro: veja o nome no pedido e use `fba-nfe dlq correct ID BuyerName=NOME`. Para empresa, BuyerTaxInfo.CompanyLegalName. Depois `fba-nfe dlq resume ID`.",
        "See the order, then `fba-nfe dlq correct ID BuyerName=NAME` (a company: BuyerTaxInfo.CompanyLegalName) and `fba-nfe dlq resume ID`.",
    ],
};

/// The buyer's state registration.
pub(super) static BUYER_IE: Remedy = Remedy {
    mender: Mender::Cadastro,
    what: REJECTED,
    todo: [
        "Cadastro: consulte o CNPJ do comprador no CCC ou Sintegra e corrija a linha `cnpj;ie` em contributors.csv. Quem não é contribuinte sai do arquivo. Depois `fba-nfe dlq resume ID`.",
        "Look the buyer's CNPJ up (CCC or Sintegra) and mend its line in contributors.csv. Who is no contributor leaves the file. Then `fba-nfe dlq resume ID`.",
    ],
};

/// The buyer may not buy.
pub(super) static BUYER_BLOCKED: Remedy = Remedy {
    mender: Mender::Cadastro,
    what: REJECTED,
    todo: [
        "Cadastro: consulte o comprador no CCC ou Sintegra e peça que regularize. Se ele regularizar, `fba-nfe dlq resume ID`. Senão o fiscal decide, e o caso é descartado com o motivo.",
        "Look the buyer up (CCC or Sintegra) and ask them to settle it. Then `fba-nfe dlq resume ID`; else the tax team decides, and the case is discarded with the reason.",
    ],
};

/// The buyer's address.
pub(super) static BUYER_ADDRESS: Remedy = Remedy {
    mender: Mender::Cadastro,
    what: REJECTED,
    todo: [
        "Cadastro: confira cidade, UF e CEP no pedido e corrija ShippingAddress.City, StateOrRegion ou PostalCode com `fba-nfe dlq correct ID campo=valor`. Depois `fba-nfe dlq resume ID`.",
        "Compare city, UF and CEP with the order and mend ShippingAddress.City, StateOrRegion or PostalCode with `fba-nfe dlq correct ID field=value`; then `fba-nfe dlq resume ID`.",
    ],
};

/// The buyer is the seller.
pub(super) static OWN_PURCHASE: Remedy = Remedy {
    mender: Mender::Fiscal,
    what: REJECTED,
    todo: [
        "Fiscal: se o documento está errado, use `fba-nfe dlq correct ID BuyerTaxInfo.Document=00000000000` e `fba-nfe dlq resume ID`. Se é compra própria, não há venda: descarte o caso com o motivo.",
        "If the document is wrong, `fba-nfe dlq correct ID BuyerTaxInfo.Document=00000000000` and `fba-nfe dlq resume ID`. If it is your own purchase there is no sale: discard the case with the reason.",
    ],
};

/// NCM, CEST, GTIN, unit.
pub(super) static PRODUCT: Remedy = Remedy {
    mender: Mender::Cadastro,
    what: REJECTED,
    todo: [
        "Cadastro: corrija a linha do produto em products.csv. O texto da SEFAZ traz o item (nItem). Depois `fba-nfe dlq resume ID`.",
        "Mend the product's line in products.csv. SEFAZ's text names the item (nItem). Then `fba-nfe dlq resume ID`.",
    ],
};

/// CFOP, CST, CSOSN, origin.
pub(super) static PRODUCT_TAX: Remedy = Remedy {
    mender: Mender::Fiscal,
    what: REJECTED,
    todo: [
        "Fiscal: revise CFOP e origem em products.csv, e o CST ou CSOSN no perfil tributário. O texto da SEFAZ traz o item (nItem). Depois `fba-nfe dlq resume ID`.",
        "Revise CFOP and orig in products.csv, and CST or CSOSN in the tax profile. SEFAZ's text names the item (nItem). Then `fba-nfe dlq resume ID`.",
    ],
};

/// A tax that SEFAZ computes otherwise.
pub(super) static TAX_VALUE: Remedy = Remedy {
    mender: Mender::Fiscal,
    what: REJECTED,
    todo: [
        "Fiscal: confira a alíquota e o cálculo do item com a regra da UF. Se o cadastro estiver certo, TI abre um defeito com o XML. Depois `fba-nfe dlq resume ID`.",
        "Compare rate and sum of the item with the UF's rule. If the product file is right, file a defect with the XML. Then `fba-nfe dlq resume ID`.",
    ],
};

/// Sums.
pub(super) static TOTAL: Remedy = Remedy {
    mender: Mender::Fiscal,
    what: REJECTED,
    todo: [
        "Fiscal: compare preço, frete e descontos com o pedido. Se estiverem certos, TI abre um defeito com o XML (`fba-nfe dlq show ID`). Depois `fba-nfe dlq resume ID`.",
        "Compare price, shipping and discounts with the order. If they are right, file a defect with the XML (`fba-nfe dlq show ID`). Then `fba-nfe dlq resume ID`.",
    ],
};

/// `pag`.
pub(super) static PAYMENT: Remedy = Remedy {
    mender: Mender::Fiscal,
    what: REJECTED,
    todo: [
        "Fiscal: compare os pagamentos com o pedido no Seller Central e corrija com `fba-nfe dlq correct ID Payments[0].PaymentMethod=Pix` ou PaymentValue. Depois `fba-nfe dlq resume ID`.",
        "Compare the payments with the order in Seller Central and mend them with `fba-nfe dlq correct ID Payments[0].PaymentMethod=Pix` or PaymentValue; then `fba-nfe dlq resume ID`.",
    ],
};

/// The UF's ceiling.
pub(super) static LIMIT: Remedy = Remedy {
    mender: Mender::Fiscal,
    what: REJECTED,
    todo: [
        "Fiscal: confira se preço e quantidade estão certos. Se estiverem, peça à SEFAZ da UF a revisão do limite, ou emita por outro caminho e descarte o caso com o motivo.",
        "See whether price and quantity are right. If they are, ask the UF's SEFAZ to revise the limit, or issue it elsewhere and discard the case with the reason.",
    ],
};

/// IBS and CBS.
pub(super) static REFORM: Remedy = Remedy {
    mender: Mender::Fiscal,
    what: REJECTED,
    todo: [
        "Fiscal: confira `ibs_cbs` na configuração do vendedor e o cClassTrib do perfil com as regras em vigor. TI atualiza, reinicia e reenvia com `fba-nfe dlq resume ID`.",
        "Compare `ibs_cbs` of the seller and the profile's cClassTrib with the rules in force. Update, restart, then `fba-nfe dlq resume ID`.",
    ],
};

/// Denial: the number is burnt.
pub(super) static DENIED: Remedy = Remedy {
    mender: Mender::Fiscal,
    what: [
        "A SEFAZ denegou a nota. O número está perdido e não pode ser usado de novo.",
        "SEFAZ denied the note. The number is burnt.",
    ],
    todo: [
        "Fiscal: resolva a irregularidade na SEFAZ. Depois `fba-nfe dlq resume ID`, que usa outro número, ou descarte o caso com o motivo.",
        "Settle the irregularity with SEFAZ. Then `fba-nfe dlq resume ID`, which takes another number, or discard the case with the reason.",
    ],
};

/// Cancellations.
pub(super) static CANCEL: Remedy = Remedy {
    mender: Mender::Fiscal,
    what: [
        "A SEFAZ não aceitou o cancelamento da NF-e.",
        "SEFAZ did not take the cancellation of the NF-e.",
    ],
    todo: [
        "Fiscal: veja a situação da nota na SEFAZ pela chave. Se continua valendo, use cancelamento extemporâneo, estorno ou devolução, conforme a UF, e descarte o caso com o protocolo.",
        "See the note at SEFAZ by its key. If it stands, use late cancellation, reversal or a return note, by UF, and discard the case with the protocol.",
    ],
};

/// Nothing is to be mended: SEFAZ did what was asked.
pub(super) static DONE: Remedy = Remedy {
    mender: Mender::Time,
    what: ["A SEFAZ fez o que foi pedido.", "SEFAZ did what was asked."],
    todo: ["Nada: está registrado.", "Nothing: it is on record."],
};

/// The server asked does not have the note.
pub(super) static ABSENT: Remedy = Remedy {
    mender: Mender::Fiscal,
    what: ["O servidor da SEFAZ não encontrou a NF-e.", "SEFAZ's server did not find the NF-e."],
    todo: [
        "Fiscal: consulte a chave no Portal da NF-e. Se a nota está lá, espere alguns minutos e repita com `fba-nfe dlq resume ID`; se não está, chame a TI.",
        "Look the key up at the NF-e portal. If the note is there, wait some minutes and repeat with `fba-nfe dlq resume ID`; if not, call the engineers.",
    ],
};

/// The clock, of an event.
pub(super) static EVENT_CLOCK: Remedy = Remedy {
    mender: Mender::Ti,
    what: [
        "A SEFAZ recusou o evento pela data. A NF-e continua como estava.",
        "SEFAZ refused the event for its time. The NF-e stands as it was.",
    ],
    todo: [
        "TI: acerte o relógio do servidor (NTP). Depois peça o evento de novo: ele é assinado com a hora de agora.",
        "Set the server's clock (NTP). Then ask for the event again: it is signed with the present time.",
    ],
};

/// An event that this program should not have written.
pub(super) static EVENT_DEFECT: Remedy = Remedy {
    mender: Mender::Ti,
    what: [
        "A SEFAZ recusou o evento como foi escrito. A NF-e continua como estava.",
        "SEFAZ refused the event as it was written. The NF-e stands as it was.",
    ],
    todo: [
        "TI: abra um defeito com o evento e o texto da SEFAZ (`fba-nfe dlq show ID`). Se o prazo de cancelamento corre, cancele pelo portal da UF enquanto isso.",
        "File a defect with the event and SEFAZ's text (`fba-nfe dlq show ID`). While the window of cancellation runs, cancel by the UF's portal.",
    ],
};

/// Inutilização.
pub(super) static VOID: Remedy = Remedy {
    mender: Mender::Fiscal,
    what: [
        "A SEFAZ não aceitou a inutilização. Nenhum número da faixa mudou.",
        "SEFAZ did not take the inutilização. No number of the range has changed.",
    ],
    todo: [
        "Fiscal: confira a série e a faixa com `fba-nfe numbers` e peça de novo só os números que são lacunas.",
        "Compare series and range with `fba-nfe numbers`, and ask again for the gaps alone.",
    ],
};

/// SVC-AN and SVC-RS.
pub(super) static CONTINGENCY: Remedy = Remedy {
    mender: Mender::Ti,
    what: [
        "A SEFAZ virtual de contingência (SVC) não aceita o pedido.",
        "The contingency's SEFAZ (SVC) does not take the request.",
    ],
    todo: [
        "Em geral o programa volta sozinho à SEFAZ da UF. Se o caso ficar parado, TI: confira os endereços com `fba-nfe doctor` e use `fba-nfe dlq resume ID`.",
        "Mostly the program goes home by itself. If the case stays, see the addresses with `fba-nfe doctor`, then `fba-nfe dlq resume ID`.",
    ],
};
