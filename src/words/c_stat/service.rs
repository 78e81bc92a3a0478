//! The clock, the intermediary, numbers, the service, denial, cancellation.

use super::remedy::{CANCEL, CLOCK, DENIED, INTERMEDIARY, NUMBER, QUOTA, RESPONSIBLE, WAIT};
use super::{Row, row};

pub(super) const ROWS: &[Row] = &[
    row(
        212,
        &CLOCK,
        ["Emissão posterior ao recebimento", "A data de emissão está no futuro para a SEFAZ."],
        ["Issued after it was received", "To SEFAZ the time of issue is in the future."],
    ),
    row(
        228,
        &CLOCK,
        ["Data de emissão muito atrasada", "A nota foi montada há tempo demais."],
        ["Issued too long ago", "The note was drafted too long ago."],
    ),
    row(
        703,
        &CLOCK,
        [
            "Hora de emissão posterior ao recebimento",
            "O relógio está adiantado em relação à SEFAZ.",
        ],
        ["Hour of issue after receipt", "The clock is ahead of SEFAZ's."],
    ),
    row(
        434,
        &INTERMEDIARY,
        ["Falta o indicativo de intermediador", "Venda não presencial exige indIntermed."],
        ["Mark of an intermediary is missing", "A remote sale needs indIntermed."],
    ),
    row(
        435,
        &INTERMEDIARY,
        ["Indicativo de intermediador indevido", "Esta operação não aceita indIntermed."],
        ["Mark of an intermediary is undue", "This operation has no indIntermed."],
    ),
    row(
        438,
        &INTERMEDIARY,
        ["Faltam os dados do intermediador", "Venda em site de terceiros exige infIntermed."],
        ["Intermediary's data is missing", "A sale on another's site needs infIntermed."],
    ),
    row(
        439,
        &INTERMEDIARY,
        ["Dados do intermediador indevidos", "infIntermed só vale com indIntermed=1."],
        ["Intermediary's data is undue", "infIntermed goes with indIntermed=1 only."],
    ),
    row(
        440,
        &INTERMEDIARY,
        ["CNPJ do intermediador inválido", "Os dígitos do CNPJ da Amazon na nota não conferem."],
        ["Intermediary's CNPJ is invalid", "Its check digits are wrong."],
    ),
    row(
        972,
        &RESPONSIBLE,
        ["Falta o responsável técnico", "A UF exige o grupo infRespTec."],
        ["Technical responsible is missing", "The UF needs infRespTec."],
    ),
    row(
        973,
        &RESPONSIBLE,
        ["CNPJ do responsável técnico inválido", "Os dígitos do CNPJ não conferem."],
        ["Technical responsible's CNPJ is invalid", "Its check digits are wrong."],
    ),
    row(
        974,
        &RESPONSIBLE,
        ["Responsável técnico diferente do cadastrado", "A UF tem outro CNPJ cadastrado."],
        ["Technical responsible differs from the record", "The UF has another CNPJ."],
    ),
    row(
        975,
        &RESPONSIBLE,
        ["Falta o CSRT", "A UF exige idCSRT e hashCSRT."],
        ["CSRT is missing", "The UF needs idCSRT and hashCSRT."],
    ),
    row(
        976,
        &RESPONSIBLE,
        ["CSRT não cadastrado", "A SEFAZ não conhece este idCSRT."],
        ["CSRT is not on record", "SEFAZ does not know this idCSRT."],
    ),
    row(
        977,
        &RESPONSIBLE,
        ["CSRT revogado", "O idCSRT foi revogado."],
        ["CSRT is revoked", "The idCSRT was revoked."],
    ),
    row(
        978,
        &RESPONSIBLE,
        ["Hash do CSRT diferente", "O hashCSRT não é o calculado pela SEFAZ."],
        ["Hash of the CSRT differs", "It is not what SEFAZ computes."],
    ),
    row(
        204,
        &NUMBER,
        ["Nota já autorizada com este número", "A SEFAZ já tem uma NF-e com esta chave."],
        ["Note with this number is authorised already", "SEFAZ has an NF-e of this key."],
    ),
    row(
        539,
        &NUMBER,
        ["Número usado com outra chave", "A SEFAZ já tem uma NF-e com este número e outra chave."],
        ["Number used under another key", "SEFAZ has an NF-e of this number and another key."],
    ),
    row(
        206,
        &NUMBER,
        ["Número já inutilizado", "O número foi inutilizado na SEFAZ."],
        ["Number made void already", "The number was made void at SEFAZ (inutilização)."],
    ),
    row(
        613,
        &NUMBER,
        ["Chave diferente da que está na SEFAZ", "Para este número a SEFAZ tem outra chave."],
        ["Key differs from SEFAZ's", "For this number SEFAZ has another key."],
    ),
    row(
        108,
        &WAIT,
        ["SEFAZ parada por pouco tempo", "O serviço está em manutenção curta."],
        ["SEFAZ paused", "The service is down for a short time."],
    ),
    row(
        109,
        &WAIT,
        ["SEFAZ parada sem previsão", "O serviço está parado, sem hora para voltar."],
        ["SEFAZ stopped", "The service is down, and nobody says until when."],
    ),
    row(
        656,
        &QUOTA,
        ["Consumo indevido", "Houve chamadas demais, ou a mesma chamada repetida."],
        ["Undue consumption", "Too many calls, or the same one again and again."],
    ),
    row(
        110,
        &DENIED,
        ["Uso denegado", "A SEFAZ negou o uso desta NF-e."],
        ["Use denied", "SEFAZ denied the use of this NF-e."],
    ),
    row(
        205,
        &DENIED,
        ["Nota denegada na base da SEFAZ", "Esta chave foi denegada antes."],
        ["Note denied before", "This key was denied earlier."],
    ),
    row(
        301,
        &DENIED,
        [
            "Denegada por irregularidade do emitente",
            "A SEFAZ vê irregularidade fiscal do vendedor.",
        ],
        ["Denied for the issuer's irregularity", "SEFAZ sees an irregularity of the seller."],
    ),
    row(
        218,
        &CANCEL,
        ["Nota já está cancelada", "A SEFAZ já registrou o cancelamento."],
        ["Note is cancelled already", "SEFAZ has the cancellation on record."],
    ),
    row(
        219,
        &CANCEL,
        ["Mercadoria já circulou", "A SEFAZ viu a nota em trânsito."],
        ["Goods have moved", "SEFAZ saw the note in transit."],
    ),
    row(
        221,
        &CANCEL,
        ["Comprador confirmou o recebimento", "Nota confirmada pelo comprador não se cancela."],
        ["Buyer confirmed the receipt", "A confirmed note is not cancelled."],
    ),
    row(
        222,
        &CANCEL,
        ["Protocolo diferente do cadastrado", "O protocolo informado não é o da nota."],
        ["Protocol differs from the record", "It is not the note's."],
    ),
    row(
        420,
        &CANCEL,
        ["Pedido para nota já cancelada", "A nota já foi cancelada."],
        ["Request for a cancelled note", "The note was cancelled before."],
    ),
    row(
        501,
        &CANCEL,
        ["Prazo de cancelamento vencido", "O prazo da UF para cancelar passou."],
        ["Too late to cancel", "The UF's window is over."],
    ),
    row(
        573,
        &CANCEL,
        ["Evento repetido", "A SEFAZ já tem este evento para a nota."],
        ["Event again", "SEFAZ has this event of the note."],
    ),
    row(
        690,
        &CANCEL,
        ["Nota com CT-e ou MDF-e", "Há transporte registrado para a nota."],
        ["Note with CT-e or MDF-e", "A transport is on record for the note."],
    ),
];
