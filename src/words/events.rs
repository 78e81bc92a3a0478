//! Cancellation, the carta de correção, and answers of SEFAZ that no table knows.

use super::{Entry, sentences};

pub(super) const CANCEL_UNDECIDED: Entry = Entry {
    pt: sentences(
        "Cancelamento da nota espera decisão",
        "A Amazon cancelou a remessa e a NF-e está autorizada; este vendedor não cancela sozinho (`cancel.automatic`).",
        "A lei só admite o cancelamento se a mercadoria não saiu, e isso só uma pessoa sabe.",
        "Se a mercadoria não saiu: `fba-nfe dlq cancel ID --why \"…\"` (a justificativa vai à SEFAZ). Se saiu e voltou: emita NF-e de devolução e descarte o caso com o motivo.",
    ),
    en: sentences(
        "The note's cancellation waits for a decision",
        "Amazon cancelled the shipment, its NF-e is authorised, and this seller does not cancel by itself (`cancel.automatic`).",
        "The law takes a cancellation only where the goods have not left, and only a person knows.",
        "Where the goods have not left: `fba-nfe dlq cancel ID --why \"…\"` (the reason goes to SEFAZ). Where they left and came back: issue a return note, and discard the case with the reason.",
    ),
};

pub(super) const CANCEL_LATE: Entry = Entry {
    pt: sentences(
        "Prazo normal de cancelamento vencido",
        "A NF-e deve ser cancelada, e o prazo normal da UF já passou; a UF ainda aceita o cancelamento extemporâneo.",
        "O cancelamento fora do prazo pode gerar multa ou depender de autorização da UF, conforme o detalhe.",
        "Se a mercadoria não saiu e a despesa é aceita: `fba-nfe dlq cancel ID --why \"…\"`. Senão, siga o que a UF manda e descarte o caso com o motivo.",
    ),
    en: sentences(
        "The plain window of cancellation has passed",
        "The NF-e is to be cancelled, and the state's plain window has passed; the state still takes a late cancellation.",
        "A late cancellation may cost a fine or want the state's leave first, as the detail says.",
        "Where the goods have not left and the cost is accepted: `fba-nfe dlq cancel ID --why \"…\"`. Else do what the state wants, and discard the case with the reason.",
    ),
};

pub(super) const CANCEL_TOO_LATE: Entry = Entry {
    pt: sentences(
        "Prazo de cancelamento encerrado",
        "A NF-e não pode mais ser cancelada por evento nesta UF.",
        "O prazo legal passou (501), e a UF não aceita o cancelamento extemporâneo por este serviço.",
        "Mercadoria que nunca saiu: NF-e de estorno (finNFe 3) onde a UF prevê. Mercadoria que saiu e voltou: NF-e de devolução. O detalhe diz o que a UF pede. Depois, descarte o caso com a chave da nota emitida.",
    ),
    en: sentences(
        "The window of cancellation is closed",
        "The NF-e can no longer be cancelled by an event in this state.",
        "The legal window has passed (501), and the state takes no late cancellation by this service.",
        "Goods that never left: a reversal note (finNFe 3) where the state has it. Goods that left and came back: a return note. The detail says what the state wants. Then discard the case with the key of the note issued.",
    ),
};

pub(super) const CANCEL_REFUSED: Entry = Entry {
    pt: sentences(
        "SEFAZ recusou o cancelamento",
        "A SEFAZ recusou o evento de cancelamento; a NF-e continua autorizada.",
        "O código (cStat) e o texto oficial estão no valor e no detalhe: em geral a nota já circulou, ou o destinatário já a confirmou.",
        "Resolva o que o texto aponta e peça de novo com `fba-nfe dlq cancel ID --why \"…\"`; se a nota circulou, emita NF-e de devolução e descarte o caso com o motivo.",
    ),
    en: sentences(
        "SEFAZ refused the cancellation",
        "SEFAZ refused the cancellation event; the NF-e is still authorised.",
        "The code (cStat) and the official text are in value and detail: mostly the goods were seen on the road, or the buyer confirmed them.",
        "Settle what the text names and ask again with `fba-nfe dlq cancel ID --why \"…\"`; where the goods moved, issue a return note and discard the case with the reason.",
    ),
};

pub(super) const SEFAZ_NOTE_UNTOLD: Entry = Entry {
    pt: sentences(
        "A SEFAZ da UF ainda não conhece a nota",
        "O cancelamento (ou a carta de correção) espera há uma hora: a nota está autorizada, e o autorizador da UF responde que não a tem.",
        "Em geral ela foi autorizada pela contingência (SVC), que ainda não a repassou à UF; o evento só é aceito pela UF.",
        "O prazo do cancelamento continua correndo. Consulte a chave no portal nacional; quando a UF a mostrar, ou para tentar por mais uma hora, `fba-nfe dlq resume ID`. Se o prazo está no fim, fale com a SEFAZ da UF com a chave e o protocolo na mão.",
    ),
    en: sentences(
        "The state's SEFAZ does not know the note yet",
        "The cancellation (or letter of correction) has waited for an hour: the note is authorised, and the state's authorizer says that it has no such note.",
        "Mostly its contingency (SVC) authorised it and has not passed it on yet; only the state takes the event.",
        "The window of cancellation runs on. Look up the key on the national portal; once the state shows it, or to try for another hour, `fba-nfe dlq resume ID`. Near the window's end call the state's SEFAZ, with key and protocol at hand.",
    ),
};

pub(super) const CORRECTION_REFUSED: Entry = Entry {
    pt: sentences(
        "SEFAZ recusou a carta de correção",
        "A SEFAZ recusou a carta de correção; a NF-e vale como foi autorizada.",
        "O código (cStat) e o texto oficial estão no valor e no detalhe.",
        "Corrija o texto e envie outra com `fba-nfe dlq letter ID`; ou `fba-nfe dlq resume ID` para seguir sem carta. Valores, partes e datas não se corrigem por carta.",
    ),
    en: sentences(
        "SEFAZ refused the letter of correction",
        "SEFAZ refused the carta de correção; the NF-e stands as authorised.",
        "The code (cStat) and the official text are in value and detail.",
        "Mend the text and send another with `fba-nfe dlq letter ID`; or `fba-nfe dlq resume ID` to go on without. Values, parties and dates are never corrected by letter.",
    ),
};

pub(super) const SEFAZ_UNKNOWN_CODE: Entry = Entry {
    pt: sentences(
        "Resposta da SEFAZ com código desconhecido",
        "A SEFAZ respondeu com um código que este programa não conhece; nada foi repetido.",
        "O código (cStat) e o texto oficial estão no valor e no detalhe.",
        "Leia o texto da SEFAZ e resolva o que ele aponta; depois `fba-nfe dlq resume ID`, que consulta a nota pela chave antes de qualquer envio. Avise a TI para incluir o código na tabela.",
    ),
    en: sentences(
        "SEFAZ answered with an unknown code",
        "SEFAZ answered with a code that this program does not know; nothing was repeated.",
        "The code (cStat) and the official text are in value and detail.",
        "Read SEFAZ's text and settle what it names; then `fba-nfe dlq resume ID`, which asks for the note by its key before anything is sent. Have the engineers put the code into the table.",
    ),
};

pub(super) const SEFAZ_MISDIRECTED: Entry = Entry {
    pt: sentences(
        "Pedido no ambiente ou serviço errado da SEFAZ",
        "A SEFAZ recusou o pedido porque ele chegou ao ambiente ou ao serviço errado.",
        "O ambiente (tpAmb) ou o endereço configurado não é o da nota.",
        "TI: confira `environment` do vendedor e os endereços em `[[sefaz.endpoint]]`; depois `fba-nfe dlq resume ID`.",
    ),
    en: sentences(
        "The request met the wrong environment or service",
        "SEFAZ refused the request: it reached the wrong environment or service.",
        "The environment (tpAmb) or the configured address is not the note's.",
        "Check the seller's `environment` and the addresses in `[[sefaz.endpoint]]`; then `fba-nfe dlq resume ID`.",
    ),
};
