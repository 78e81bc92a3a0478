//! Events and Amazon's answers.

use super::{Entry, sentences};

pub(super) const EVENT_UNREADABLE: Entry = Entry {
    pt: sentences(
        "Evento ilegível",
        "Chegou uma mensagem na fila que não pôde ser lida como aviso de remessa.",
        "O conteúdo não é JSON, ou falta o que identifica vendedor, pedido e remessa.",
        "TI: veja os bytes com `fba-nfe dlq show ID --reveal`; reenvie o aviso correto ou descarte com o motivo.",
    ),
    en: sentences(
        "Unreadable event",
        "A message in the queue could not be read as a shipment notification.",
        "It is not JSON, or lacks what names seller, order and shipment.",
        "Look at the bytes with `fba-nfe dlq show ID --reveal`; send the right notification, or discard with the reason.",
    ),
};

pub(super) const EVENT_UNKNOWN_STATUS: Entry = Entry {
    pt: sentences(
        "Situação de remessa desconhecida",
        "A Amazon avisou uma situação de remessa que este programa não conhece.",
        "São conhecidas `Created` e `Cancelled`; a Amazon pode ter criado outra.",
        "TI: confira com a Amazon o que a situação significa; depois reenvie com `fba-nfe dlq resume ID` ou descarte.",
    ),
    en: sentences(
        "Unknown shipment status",
        "Amazon sent a shipment status that this program does not know.",
        "`Created` and `Cancelled` are known; Amazon may have added one.",
        "Find out what it means; then `fba-nfe dlq resume ID`, or discard.",
    ),
};

pub(super) const SELLER_UNKNOWN: Entry = Entry {
    pt: sentences(
        "Vendedor sem configuração",
        "Chegou uma remessa de um vendedor que não está na configuração.",
        "O SellerId do aviso não é de nenhum `[[seller]]` do arquivo de configuração.",
        "TI: inclua o vendedor na configuração, reinicie e reenvie com `fba-nfe dlq resume ID`.",
    ),
    en: sentences(
        "Seller not configured",
        "A shipment came of a seller that is not in the configuration.",
        "The SellerId is of no `[[seller]]` in the configuration file.",
        "Add the seller to the configuration, restart, then `fba-nfe dlq resume ID`.",
    ),
};

pub(super) const SPAPI_REFUSED: Entry = Entry {
    pt: sentences(
        "Amazon recusou a chamada",
        "A Amazon recusou a chamada e repetir não resolve.",
        "A resposta foi 400, 413, 415 ou outra recusa definitiva; o texto da Amazon está no detalhe.",
        "TI: leia o detalhe, corrija e reenvie com `fba-nfe dlq resume ID`. O RequestId serve ao suporte da Amazon.",
    ),
    en: sentences(
        "Amazon refused the call",
        "Amazon refused the call and repeating it does not help.",
        "It answered 400, 413, 415 or another final refusal; its text is in the detail.",
        "Read the detail, mend it, then `fba-nfe dlq resume ID`. Amazon's support asks for the RequestId.",
    ),
};

pub(super) const SPAPI_NOT_FOUND: Entry = Entry {
    pt: sentences(
        "Amazon não encontra a remessa",
        "A Amazon avisou a remessa, mas responde que ela não existe.",
        "Passaram os primeiros minutos, em que isso é normal, e a resposta continua 404.",
        "Confira a remessa no Seller Central. Se existir, reenvie com `fba-nfe dlq resume ID` e abra chamado na Amazon.",
    ),
    en: sentences(
        "Amazon does not find the shipment",
        "Amazon announced the shipment and says that it does not exist.",
        "The first minutes, in which that is normal, are over, and the answer is still 404.",
        "Look in Seller Central. If it is there, `fba-nfe dlq resume ID` and open a case with Amazon.",
    ),
};

pub(super) const SPAPI_UNAVAILABLE: Entry = Entry {
    pt: sentences(
        "Amazon fora do ar",
        "A Amazon não respondeu depois de várias tentativas.",
        "Erros 5xx, demora ou falha de conexão além do limite de tentativas.",
        "Veja a situação da Amazon; quando voltar, reenvie com `fba-nfe dlq resume ID`.",
    ),
    en: sentences(
        "Amazon is unavailable",
        "Amazon did not answer after several tries.",
        "5xx, time-outs or lost connections past the budget of tries.",
        "See Amazon's status; when it is back, `fba-nfe dlq resume ID`.",
    ),
};

pub(super) const SPAPI_UNREADABLE: Entry = Entry {
    pt: sentences(
        "Resposta da Amazon ilegível",
        "A resposta da Amazon não tem a forma documentada.",
        "O modelo da Amazon pode ter mudado, ou a resposta veio truncada.",
        "TI: compare a resposta guardada com o modelo; depois reenvie com `fba-nfe dlq resume ID`.",
    ),
    en: sentences(
        "Amazon's answer is unreadable",
        "Amazon's answer does not have the documented shape.",
        "Its model may have changed, or the answer was cut.",
        "Compare the stored answer with the model; then `fba-nfe dlq resume ID`.",
    ),
};

pub(super) const AMAZON_ERRORED: Entry = Entry {
    pt: sentences(
        "Amazon rejeitou a nota (Errored)",
        "A nota foi autorizada na SEFAZ, mas a validação da Amazon falhou.",
        "A Amazon não informa o motivo. Os mais comuns: CNPJ diferente do Seller Central, endereço ou CEP diferente do pedido, total menor que o pedido, número do pedido ausente nas informações complementares.",
        "Escolha: enviar os mesmos bytes de novo (`fba-nfe dlq resume ID`); cancelar na SEFAZ e emitir outra; ou descartar com o motivo.",
    ),
    en: sentences(
        "Amazon refused the invoice (Errored)",
        "SEFAZ authorised the note, and Amazon's validation failed.",
        "Amazon gives no reason. The usual ones: a CNPJ other than in Seller Central, an address or CEP other than the order's, a total below the order, no order number in infCpl.",
        "Choose: send the same bytes again (`fba-nfe dlq resume ID`); cancel at SEFAZ and issue anew; or discard with the reason.",
    ),
};

pub(super) const AMAZON_NO_DECISION: Entry = Entry {
    pt: sentences(
        "Amazon não decidiu no prazo",
        "A nota foi enviada e a Amazon continua sem aceitar nem rejeitar.",
        "O prazo de espera configurado terminou.",
        "Confira a remessa no Seller Central e reenvie com `fba-nfe dlq resume ID` para perguntar de novo.",
    ),
    en: sentences(
        "Amazon did not decide in time",
        "The invoice is submitted, and Amazon neither accepts nor refuses it.",
        "The configured deadline is over.",
        "Look in Seller Central, then `fba-nfe dlq resume ID` to ask again.",
    ),
};

pub(super) const AMAZON_LOST_INVOICE: Entry = Entry {
    pt: sentences(
        "Amazon não encontra a nota enviada",
        "A nota foi enviada várias vezes e a Amazon responde que não há nota.",
        "A Amazon aceitou os envios, mas a consulta responde NotFound além do prazo.",
        "Abra chamado na Amazon com os RequestIds; depois reenvie com `fba-nfe dlq resume ID`.",
    ),
    en: sentences(
        "Amazon does not find the submitted invoice",
        "The invoice was submitted several times, and Amazon says that there is none.",
        "Amazon took the submissions; its status stays NotFound past the bounded time.",
        "Open a case with Amazon, with the RequestIds; then `fba-nfe dlq resume ID`.",
    ),
};

pub(super) const SHIPMENT_MISMATCH: Entry = Entry {
    pt: sentences(
        "Resposta de outra remessa",
        "A Amazon respondeu com dados de outro vendedor, pedido ou remessa.",
        "O que veio na resposta não é o que o aviso dizia.",
        "TI: nenhuma nota é emitida com dados trocados. Abra chamado na Amazon com o RequestId.",
    ),
    en: sentences(
        "The answer is of another shipment",
        "Amazon answered with another seller, order or shipment.",
        "What came is not what the notification named.",
        "No invoice is issued on mixed-up data. Open a case with Amazon, with the RequestId.",
    ),
};
