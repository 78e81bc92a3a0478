//! The page of one case.

use super::{Label, label};

/// The facts' name.
pub const FACTS: Label = label("O caso em resumo", "The case in short");
/// Series and number.
pub const NUMBER: Label = label("Série e número", "Series and number");
/// Not yet.
pub const NO_NUMBER: Label = label("ainda sem nota", "no note yet");
/// The sum.
pub const TOTAL: Label = label("Total da nota", "Note's total");
/// Until when it may be cancelled.
pub const CANCEL: Label = label("Prazo de cancelamento", "Window of cancellation");
/// The address of this page.
pub const PERMALINK: Label = label("Endereço permanente", "Permalink");
/// What is hidden.
pub const HIDDEN: Label = label(
    "CPF, CNPJ, nome e endereço do comprador estão ocultos.",
    "The buyer's CPF, CNPJ, name and address are hidden.",
);
/// What is shown.
pub const SHOWN: Label = label(
    "Os dados pessoais aparecem só nesta página, agora. A consulta está na auditoria.",
    "Personal data are shown on this page alone, now. The look is in the audit.",
);
/// Shows it.
pub const REVEAL: Label = label("Mostrar dados pessoais", "Show personal data");
/// Why.
pub const REVEAL_WHY: Label =
    label("Motivo (fica na auditoria)", "Reason (it goes into the audit)");
/// Hides it again.
pub const HIDE: Label = label("Ocultar de novo", "Hide again");
/// Not for this role; the role follows.
pub const NEEDS: Label = label("Só para quem tem o papel de", "Only for those with the role of");

/// All that waits.
pub const FAULTS: Label = label("O que precisa de uma pessoa", "What needs a person");
/// A fault's field.
pub const FIELD: Label = label("Campo", "Field");
/// What was found there.
pub const VALUE: Label = label("Valor encontrado", "Value found");
/// What the other side said, or a guess.
pub const DETAIL: Label = label("Texto recebido ou palpite", "Text received, or a guess");
/// Who acts.
pub const WHO: Label = label("Quem resolve", "Who acts");

/// The shipment.
pub const SHIPMENT: Label = label("A venda, como a Amazon informou", "The sale, as Amazon told it");
/// None yet.
pub const NO_SHIPMENT: Label =
    label("A Amazon ainda não informou a venda.", "Amazon has not told of the sale yet.");
/// The order's fields.
pub const ORDER: Label = label("Pedido", "Order");
/// The buyer's.
pub const BUYER: Label = label("Comprador e entrega", "Buyer and delivery");
/// The payments.
pub const PAYMENTS: Label = label("Pagamentos", "Payments");
/// The items.
pub const ITEMS: Label = label("Itens", "Items");
/// Nothing stands there.
pub const EMPTY: Label = label("vazio", "empty");
/// A column: what is sold.
pub const TITLE: Label = label("Descrição", "Title");
/// A column: how many.
pub const QUANTITY: Label = label("Quantidade", "Quantity");
/// A column: the price of all.
pub const PRICE: Label = label("Preço", "Price");
/// A column: the freight.
pub const FREIGHT: Label = label("Frete", "Shipping");
/// A column: the gift wrap.
pub const GIFT: Label = label("Embalagem", "Gift wrap");
/// A column: the discounts.
pub const DISCOUNTS: Label =
    label("Descontos (frete / promoção)", "Discounts (shipping / promotion)");
/// A column: how it was paid.
pub const METHOD: Label = label("Forma", "Method");
/// A column: who took the card.
pub const ACQUIRER: Label = label("Credenciadora (CNPJ)", "Acquirer (CNPJ)");
/// A column: the card.
pub const BRAND: Label = label("Bandeira", "Brand");
/// A column: the amount.
pub const AMOUNT: Label = label("Valor", "Amount");

/// The note.
pub const NOTE: Label = label("A nota", "The note");
/// The last draft, where the note is to be made anew.
pub const OLD_DRAFT: Label = label(
    "Esta é a última versão montada; a próxima sai dos dados corrigidos.",
    "This is the last version that was drafted; the next comes of the corrected data.",
);
/// None yet.
pub const NO_NOTE: Label =
    label("A nota ainda não foi montada.", "The note has not been drafted yet.");
/// One that cannot be read.
pub const UNREAD_NOTE: Label = label(
    "O XML não está mais guardado ou não se lê.",
    "The XML is not kept any more, or cannot be read.",
);
/// The buyer.
pub const DEST: Label = label("Destinatário", "Buyer");
/// The nature of the operation.
pub const NATURE: Label = label("Natureza da operação", "Nature of the operation");
/// The totals.
pub const TOTALS: Label = label("Totais", "Totals");
/// A column: the price of one.
pub const UNIT: Label = label("Valor unitário", "Unit price");
/// The XML.
pub const XML: Label = label("Baixar o XML", "Download the XML");
/// The DANFE.
pub const DANFE: Label = label("Abrir o DANFE (PDF)", "Open the DANFE (PDF)");
/// What these mean.
pub const FILES_WHY: Label = label(
    "Os arquivos têm dados pessoais: cada download fica na auditoria.",
    "The files hold personal data: each download goes into the audit.",
);
/// The memória.
pub const MEMORIA: Label = label("Memória de cálculo", "Calculation record");

/// The versions.
pub const VERSIONS: Label =
    label("O que mudou entre versões da nota", "What changed between versions of the note");
/// A version, before its number.
pub const VERSION: Label = label("Versão", "Version");
/// Nothing.
pub const NO_CHANGE: Label = label("Nenhum campo mudou.", "No field changed.");
/// A column: before.
pub const BEFORE: Label = label("Antes", "Before");
/// A column: after.
pub const AFTER: Label = label("Depois", "After");

/// The corrections.
pub const CORRECTIONS: Label = label("Correções feitas", "Corrections made");
/// None.
pub const NO_CORRECTIONS: Label = label("Nenhum dado foi corrigido.", "No field was corrected.");
/// A column: when.
pub const WHEN: Label = label("Quando", "When");
/// A column: who.
pub const BY: Label = label("Quem", "Who");
/// A column: why.
pub const WHY: Label = label("Motivo", "Reason");
/// A column: the new value.
pub const NEW_VALUE: Label = label("Novo valor", "New value");
/// Forgotten by law.
pub const PURGED: Label = label("apagado por lei", "erased by law");
/// The comments.
pub const COMMENTS: Label = label("Comentários", "Comments");
/// None.
pub const NO_COMMENTS: Label = label("Ninguém comentou.", "Nobody commented.");
/// The audit.
pub const DEEDS: Label = label("Auditoria deste caso", "Audit of this case");
/// None.
pub const NO_DEEDS: Label = label("Ninguém agiu neste caso.", "Nobody acted on this case.");
/// A column: what.
pub const DEED: Label = label("O que fez", "What they did");
/// A column: what came of it.
pub const OUTCOME: Label = label("Resultado", "Outcome");
/// A column: from where.
pub const ORIGIN: Label = label("De onde", "From where");

/// The events that cannot be read.
pub const EVENTS: Label = label("Eventos que não se leem", "Events that cannot be read");
/// None.
pub const NO_EVENTS: Label =
    label("Nenhum evento ilegível aberto.", "No unreadable event is open.");
/// One of them.
pub const EVENT: Label = label("Evento ilegível", "Unreadable event");
/// Why.
pub const PROBLEM: Label = label("Problema", "Problem");
/// When it came.
pub const RECEIVED: Label = label("Recebido", "Received");
/// The broker's id of it.
pub const MESSAGE_ID: Label = label("Identificação na fila", "Id in the queue");
/// Its bytes.
pub const BYTES: Label = label("Conteúdo", "Content");
/// They are hidden; how many follows.
pub const BYTES_HIDDEN: Label = label("oculto; tamanho em bytes:", "hidden; size in bytes:");
/// What people did.
pub const ACTS: Label = label("O que foi feito", "What was done");

/// Reads it again.
pub const READ_AGAIN: Label =
    label("Ler de novo (com a versão atual do programa)", "Read it again (with today's program)");
/// Puts it aside.
pub const PUT_ASIDE: Label = label("Descartar o evento", "Put the event aside");
/// Reading again did not help.
pub const STILL_UNREADABLE: Label = label(
    "O evento continua ilegível: nada foi mudado. TI precisa ver o conteúdo.",
    "The event still cannot be read: nothing was changed. The engineers must look at it.",
);

/// The state of an unreadable event, and what a person did with it.
pub fn event_state(state: &str) -> Label {
    match state {
        "open" => label("aberto", "open"),
        "resumed" => label("reprocessado", "read again"),
        "discarded" => label("descartado", "put aside"),
        _ => label("desconhecido", "unknown"),
    }
}

/// A part of the note, by SEFAZ's tag.
pub fn part(tag: &str) -> Label {
    match tag {
        "ide" => label("Identificação", "Identification"),
        "emit" => label("Emitente", "Seller"),
        "dest" => DEST,
        "retirada" => label("Local de retirada", "Place of pick-up"),
        "entrega" => label("Local de entrega", "Place of delivery"),
        "autXML" => label("Autorizados ao XML", "Who may have the XML"),
        "det" => label("Item", "Item"),
        "total" => TOTALS,
        "transp" => label("Transporte", "Transport"),
        "pag" => PAYMENTS,
        "infIntermed" => label("Intermediador", "Marketplace"),
        "infAdic" => label("Informações adicionais", "More information"),
        "infRespTec" => label("Responsável técnico", "Who answers for the program"),
        _ => label("Outro grupo", "Another group"),
    }
}

/// A field of the note that is no figure, by SEFAZ's tag.
pub fn tag(tag: &str) -> Option<Label> {
    Some(match tag {
        "natOp" => NATURE,
        "serie" => label("Série", "Series"),
        "nNF" => label("Número", "Number"),
        "cNF" => label("Código numérico", "Numeric code"),
        "cDV" => label("Dígito da chave", "Key's digit"),
        "dhEmi" => label("Emissão", "Issued"),
        "idDest" => label("Destino da operação", "Destination"),
        "tpEmis" => label("Tipo de emissão", "Kind of emission"),
        "dhCont" => label("Início da contingência", "Beginning of the contingency"),
        "xJust" => label("Justificativa", "Reason"),
        "CPF" => label("CPF", "CPF"),
        "CNPJ" => label("CNPJ", "CNPJ"),
        "IE" => label("Inscrição estadual", "State registration"),
        "indIEDest" => label("Contribuinte do ICMS", "ICMS contributor"),
        "xNome" => label("Nome", "Name"),
        "xLgr" => label("Logradouro", "Street"),
        "nro" => label("Número do endereço", "House number"),
        "xCpl" => label("Complemento", "Second line"),
        "xBairro" => label("Bairro", "District"),
        "cMun" => label("Código do município", "City's code"),
        "xMun" => label("Município", "City"),
        "UF" => label("UF", "State"),
        "CEP" => label("CEP", "Postal code"),
        "fone" => label("Telefone", "Phone"),
        "cProd" => label("Código do produto", "Product's code"),
        "xProd" => label("Descrição", "Title"),
        "NCM" => label("NCM", "NCM"),
        "CEST" => label("CEST", "CEST"),
        "cEAN" | "cEANTrib" => label("GTIN", "GTIN"),
        "cBenef" => label("Benefício fiscal", "Tax benefit"),
        "uCom" | "uTrib" => label("Unidade", "Unit"),
        "qTrib" => QUANTITY,
        "vUnTrib" => UNIT,
        "orig" => label("Origem da mercadoria", "Origin of the goods"),
        "tPag" => METHOD,
        "vPag" => AMOUNT,
        "tBand" => BRAND,
        "cAut" => label("Autorização do pagamento", "Payment's authorisation"),
        "infCpl" => label("Texto complementar", "Further text"),
        "cClassTrib" => label("Classificação tributária", "Tax class"),
        "modFrete" => label("Frete por conta de", "Who pays the freight"),
        _ => return None,
    })
}
