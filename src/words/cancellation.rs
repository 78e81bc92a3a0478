//! What a state wants where a note can no longer be cancelled by an event.

use super::Lang;
use crate::domain::Uf;
use crate::domain::invoice::LocalTime;

/// Until when a cancellation is plain, and what this state wants then.
pub fn until(end: LocalTime, uf: Uf, lang: Lang) -> String {
    let after = after_window(uf, lang);
    match lang {
        Lang::PtBr => format!("O prazo normal vai até {end}. Depois: {after}"),
        Lang::En => format!("The plain window ends at {end}. Then: {after}"),
    }
}

/// What this state wants once its window is over. Sources and certainty stand with the windows.
pub fn after_window(uf: Uf, lang: Lang) -> &'static str {
    let [pt, en] = both(uf);
    match lang {
        Lang::PtBr => pt,
        Lang::En => en,
    }
}

fn both(uf: Uf) -> [&'static str; 2] {
    match uf {
        Uf::Rs => RS,
        Uf::Pr => PR,
        Uf::Sp => SP,
        Uf::Pb | Uf::Sc => RETURN,
        Uf::Mg => MG,
        Uf::Mt => MT,
        Uf::Ba => BA,
        Uf::Ce => CE,
        Uf::Ac
        | Uf::Al
        | Uf::Am
        | Uf::Ap
        | Uf::Df
        | Uf::Es
        | Uf::Go
        | Uf::Ma
        | Uf::Ms
        | Uf::Pa
        | Uf::Pe
        | Uf::Pi
        | Uf::Rj
        | Uf::Rn
        | Uf::Ro
        | Uf::Rr
        | Uf::Se
        | Uf::To => STATE,
    }
}

const RS: [&str; 2] = [
    "RS: o cancelamento vale até 168 horas. Depois, se a mercadoria não saiu, emita NF-e de estorno: finNFe 3, natOp \"999 - Estorno de NF-e não cancelada no prazo legal\", a chave em refNFe, CFOP inverso e o motivo em infAdFisco (IN DRP 45/98). Se saiu e voltou, NF-e de devolução (finNFe 4).",
    "RS: a note may be cancelled for 168 hours. Then, where the goods never left, issue a reversal note: finNFe 3, natOp \"999 - Estorno de NF-e não cancelada no prazo legal\", the key in refNFe, the inverse CFOP, the reason in infAdFisco (IN DRP 45/98). Where they left and came back, a return note (finNFe 4).",
];

const PR: [&str; 2] = [
    "PR: o cancelamento vale até 168 horas. Depois, se a mercadoria não saiu, emita NF-e de estorno: finNFe 3, natOp \"Nota Fiscal de Estorno\", a chave em refNFe e CFOP inverso (NPF 38/2022). Se saiu e voltou, NF-e de devolução (finNFe 4).",
    "PR: a note may be cancelled for 168 hours. Then, where the goods never left, issue a reversal note: finNFe 3, natOp \"Nota Fiscal de Estorno\", the key in refNFe, the inverse CFOP (NPF 38/2022). Where they left and came back, a return note (finNFe 4).",
];

const SP: [&str; 2] = [
    "SP: até 480 horas a SEFAZ ainda aceita o cancelamento, com risco de multa (RICMS/SP, art. 527, IV, z1). Depois, peça ao posto fiscal ou pelo DEC; se a mercadoria saiu e voltou, NF-e de devolução (finNFe 4).",
    "SP: for 480 hours SEFAZ still takes a cancellation, at the risk of a fine (RICMS/SP, art. 527, IV, z1). Then apply to the fiscal post or by DEC; where the goods left and came back, issue a return note (finNFe 4).",
];

const RETURN: [&str; 2] = [
    "Depois de 24 horas esta UF não aceita cancelamento: emita NF-e de devolução (finNFe 4, a chave da nota em cada item).",
    "After 24 hours this state takes no cancellation: issue a return note (finNFe 4, the note's key in each item).",
];

const MG: [&str; 2] = [
    "MG: depois de 24 horas, peça antes a autorização da SEFAZ/MG (SIARE). Com ela, o evento de cancelamento vai com nSeqEvento 2. Se a mercadoria saiu e voltou, NF-e de devolução (finNFe 4).",
    "MG: after 24 hours ask SEFAZ/MG for leave first (SIARE). With it, the event of cancellation goes with nSeqEvento 2. Where the goods left and came back, issue a return note (finNFe 4).",
];

const MT: [&str; 2] = [
    "MT: o prazo é de 2 horas (há fonte que diz 8). Depois, peça o cancelamento extemporâneo no portal da SEFAZ/MT, com taxa, até por volta do dia 14 do mês seguinte. Se a mercadoria saiu e voltou, NF-e de devolução (finNFe 4).",
    "MT: the window is 2 hours (one source says 8). Then ask for the late cancellation at SEFAZ/MT's portal, for a fee, until about the 14th of the next month. Where the goods left and came back, issue a return note (finNFe 4).",
];

const BA: [&str; 2] = [
    "BA: depois de 24 horas, o cancelamento extemporâneo se pede à inspetoria da SEFAZ/BA (fonte única). Se a mercadoria saiu e voltou, NF-e de devolução (finNFe 4).",
    "BA: after 24 hours a late cancellation is asked of SEFAZ/BA's inspetoria (one source). Where the goods left and came back, issue a return note (finNFe 4).",
];

const CE: [&str; 2] = [
    "CE: há notícia de que a SEFAZ/CE aceita o cancelamento depois de 24 horas, sem prazo conhecido (fonte única): confirme com ela. Se a mercadoria saiu e voltou, NF-e de devolução (finNFe 4).",
    "CE: SEFAZ/CE is said to take a cancellation after 24 hours, its end unknown (one source): ask it. Where the goods left and came back, issue a return note (finNFe 4).",
];

const STATE: [&str; 2] = [
    "O prazo desta UF é de 24 horas, e não conhecemos regra dela para depois: consulte a SEFAZ. Se a mercadoria não saiu, em geral NF-e de estorno (finNFe 3); se saiu e voltou, NF-e de devolução (finNFe 4).",
    "This state's window is 24 hours, and we know no rule of its own for later: ask its SEFAZ. Where the goods never left, mostly a reversal note (finNFe 3); where they left and came back, a return note (finNFe 4).",
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::cancellation::{After, window};

    #[test]
    fn each_state_has_its_sentences_in_both_languages() {
        for uf in Uf::ALL {
            for lang in [Lang::PtBr, Lang::En] {
                let text = after_window(*uf, lang);
                // A fault's detail is cut at 500 characters.
                assert!((40..=420).contains(&text.chars().count()), "{uf}: {text}");
                assert!(text.ends_with('.'), "{uf}: no full stop: {text}");
            }
            assert_ne!(after_window(*uf, Lang::PtBr), after_window(*uf, Lang::En), "{uf}");
        }
    }

    #[test]
    fn the_words_say_what_the_window_says() {
        for uf in Uf::ALL {
            let text = after_window(*uf, Lang::PtBr);
            let window = window(*uf);
            match window.after {
                After::Reversal => assert!(text.contains("finNFe 3"), "{uf}"),
                After::Return => assert!(text.contains("finNFe 4"), "{uf}"),
                After::PerState => assert!(text.contains("SEFAZ"), "{uf}"),
            }
            if let Some(hours) = window.late.and_then(|late| late.hours) {
                assert!(text.contains(&format!("{hours} horas")), "{uf}");
            } else if window.late.is_none() {
                assert!(text.contains(&format!("{} horas", window.plain_hours)), "{uf}");
            }
        }
    }
}
