//! Events of an authorised note, numbers made void, and the contingency.

use super::remedy::{
    ABSENT, CANCEL, CLOCK, CONTINGENCY, DEFECT, DONE, EVENT_CLOCK, EVENT_DEFECT, VOID,
};
use super::{Row, row};

pub(super) const ROWS: &[Row] = &[
    row(
        135,
        &DONE,
        ["Evento registrado", "A SEFAZ registrou o evento e o vinculou à NF-e."],
        ["Event registered", "SEFAZ registered the event and bound it to the NF-e."],
    ),
    row(
        136,
        &DONE,
        [
            "Evento registrado, ainda sem vínculo",
            "A SEFAZ registrou o evento; a NF-e ainda não chegou à base em que ele está.",
        ],
        [
            "Event registered, not yet bound",
            "SEFAZ registered the event; the NF-e has not yet reached the base that holds it.",
        ],
    ),
    row(
        155,
        &DONE,
        [
            "Cancelamento registrado fora do prazo",
            "A UF aceitou o cancelamento extemporâneo; pode haver multa.",
        ],
        ["Cancellation registered late", "The UF took the late cancellation; it may cost a fine."],
    ),
    row(
        102,
        &DONE,
        ["Numeração inutilizada", "A SEFAZ registrou a inutilização pedida."],
        ["Numbers made void", "SEFAZ registered the inutilização."],
    ),
    row(
        563,
        &DONE,
        ["Faixa já inutilizada", "A SEFAZ já tem um pedido de inutilização com esta mesma faixa."],
        ["Range made void before", "SEFAZ has a request of this very range on record."],
    ),
    row(
        217,
        &ABSENT,
        ["Nota não consta na SEFAZ", "O servidor consultado não tem NF-e com esta chave."],
        ["Note is not at SEFAZ", "The server asked has no NF-e of this key."],
    ),
    row(
        494,
        &ABSENT,
        [
            "Evento para chave inexistente",
            "O servidor que recebeu o evento não tem a NF-e; a autorizada em contingência pode demorar a chegar.",
        ],
        [
            "Event for an unknown key",
            "The server of the event does not have the NF-e; one authorised in contingency may take time to get there.",
        ],
    ),
    row(
        304,
        &CANCEL,
        ["Nota com evento da Suframa", "Há evento da Suframa registrado para a nota."],
        ["Note with an event of Suframa", "An event of Suframa is on record for the note."],
    ),
    row(
        580,
        &CANCEL,
        [
            "Evento exige nota autorizada",
            "Para a SEFAZ, a nota está cancelada, denegada ou não autorizada.",
        ],
        [
            "Event wants an authorised note",
            "To SEFAZ the note is cancelled, denied or not authorised.",
        ],
    ),
    row(
        594,
        &CANCEL,
        [
            "Sequência do evento acima do permitido",
            "O nSeqEvento passou do limite deste tipo de evento.",
        ],
        ["Sequence of the event is too high", "nSeqEvento is above the limit of this type."],
    ),
    row(
        825,
        &CANCEL,
        ["Só um evento deste tipo", "A nota já tem um evento deste tipo."],
        ["One event of this type only", "The note has an event of this type."],
    ),
    row(
        826,
        &CANCEL,
        ["Entrega já registrada", "Há comprovante de entrega registrado para a nota."],
        ["Delivery is on record", "A proof of delivery is on record for the note."],
    ),
    row(
        577,
        &EVENT_CLOCK,
        ["Evento anterior à emissão", "A hora do evento é anterior à emissão da nota."],
        ["Event before the issue", "The event's time lies before the note's issue."],
    ),
    row(
        578,
        &EVENT_CLOCK,
        [
            "Evento posterior ao recebimento",
            "Para a SEFAZ, a hora do evento está no futuro: o relógio está adiantado.",
        ],
        ["Event after its receipt", "To SEFAZ its time is in the future: the clock is ahead."],
    ),
    row(
        579,
        &EVENT_CLOCK,
        ["Evento anterior à autorização", "A hora do evento é anterior à autorização da nota."],
        ["Event before the authorisation", "Its time lies before the note's authorisation."],
    ),
    row(
        455,
        &EVENT_DEFECT,
        ["Órgão do evento não é o da chave", "O cOrgao do evento difere da UF da chave."],
        ["Organ of the event is not the key's", "cOrgao differs from the UF of the key."],
    ),
    row(
        491,
        &EVENT_DEFECT,
        ["Tipo de evento inválido", "A SEFAZ não conhece este tpEvento."],
        ["Type of event is invalid", "SEFAZ does not know this tpEvento."],
    ),
    row(
        492,
        &EVENT_DEFECT,
        ["Versão do evento inválida", "A SEFAZ não aceita este verEvento."],
        ["Version of the event is invalid", "SEFAZ does not take this verEvento."],
    ),
    // Of a letter too: its text is made to fit `xCorrecao` (e110110: 15 to 1000 characters of
    // TString) before anything is signed, so what breaks the schema is our writing, as in 215.
    row(
        493,
        &EVENT_DEFECT,
        ["Evento fora do schema", "O evento não segue o schema do seu tipo."],
        ["Event breaks its schema", "The event does not follow the schema of its type."],
    ),
    row(
        572,
        &EVENT_DEFECT,
        ["Id do evento errado", "O Id não é a junção de tpEvento, chave e sequência."],
        ["Id of the event is wrong", "It is not tpEvento, key and sequence joined."],
    ),
    row(
        574,
        &EVENT_DEFECT,
        ["Autor do evento não é o emitente", "O CNPJ do evento não é o do emitente da nota."],
        ["Author of the event is not the issuer", "Its CNPJ is not the note's issuer's."],
    ),
    row(
        201,
        &VOID,
        ["Faixa grande demais para inutilizar", "Um pedido inutiliza no máximo 10.000 números."],
        ["Too many numbers to make void", "One request takes 10,000 numbers at most."],
    ),
    row(
        224,
        &VOID,
        ["Faixa de números invertida", "O primeiro número é maior que o último."],
        ["Range of numbers is reversed", "The first number is above the last."],
    ),
    row(
        241,
        &VOID,
        ["Número da faixa já usado", "Há NF-e autorizada com um dos números da faixa."],
        ["A number of the range is used", "An NF-e is authorised with one of the numbers."],
    ),
    row(
        256,
        &VOID,
        [
            "Número da faixa já inutilizado",
            "Um dos números já foi inutilizado; o pedido inteiro foi recusado.",
        ],
        ["A number of the range is void", "One of them was made void before; all were refused."],
    ),
    row(
        113,
        &CONTINGENCY,
        [
            "Contingência será desligada",
            "A SEFAZ de origem voltou; a SVC para na hora indicada no texto.",
        ],
        ["Contingency will be switched off", "The home SEFAZ is back; the SVC stops as told."],
    ),
    row(
        114,
        &CONTINGENCY,
        ["Contingência desligada", "A SVC está desligada pela SEFAZ de origem."],
        ["Contingency is switched off", "The home SEFAZ has switched the SVC off."],
    ),
    row(
        586,
        &CONTINGENCY,
        ["Serviço que a SVC não oferece", "A SVC não oferece este serviço, ou não agora."],
        ["Service that the SVC does not offer", "The SVC does not offer it, or not now."],
    ),
    row(
        570,
        &CONTINGENCY,
        [
            "Tipo de emissão só de contingência",
            "tpEmis 6 e 7 só valem nos servidores da contingência.",
        ],
        ["Type of issue of contingencies only", "tpEmis 6 and 7 go to a contingency's server."],
    ),
    row(
        584,
        &CONTINGENCY,
        ["Tipo de emissão de outra SVC", "SVC-AN recebe tpEmis 6; SVC-RS recebe tpEmis 7."],
        ["Type of issue of the other SVC", "SVC-AN takes tpEmis 6; SVC-RS takes tpEmis 7."],
    ),
    row(
        713,
        &CONTINGENCY,
        ["Nota normal enviada à contingência", "A SVC só recebe notas emitidas com tpEmis 6 ou 7."],
        ["Plain note sent to the contingency", "The SVC takes tpEmis 6 or 7 only."],
    ),
    row(
        556,
        &DEFECT,
        [
            "Justificativa de contingência em nota normal",
            "A nota foi emitida com tpEmis 1 e traz dhCont ou xJust.",
        ],
        ["Reason for a contingency in a plain note", "tpEmis is 1, and dhCont or xJust is there."],
    ),
    row(
        557,
        &DEFECT,
        [
            "Falta a justificativa da contingência",
            "A nota em contingência precisa de dhCont e xJust.",
        ],
        ["Reason for the contingency is missing", "Such a note needs dhCont and xJust."],
    ),
    row(
        558,
        &CLOCK,
        [
            "Contingência posterior à emissão",
            "A hora de entrada em contingência é posterior à emissão da nota.",
        ],
        ["Contingency after the issue", "dhCont lies after the note's issue."],
    ),
    row(
        569,
        &CLOCK,
        ["Contingência antiga demais", "A hora de entrada em contingência ficou muito para trás."],
        ["Contingency is too old", "dhCont lies too far back."],
    ),
];
