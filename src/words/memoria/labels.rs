//! Headings and captions of the memória de cálculo.

use crate::words::Lang;

macro_rules! labels {
    ($($(#[$doc:meta])* $name:ident = $pt:literal, $en:literal;)*) => {
        /// Headings and captions.
        #[derive(Clone, Copy, Debug)]
        pub struct Labels {
            $($(#[$doc])* pub $name: &'static str,)*
        }

        const PT: Labels = Labels { $($name: $pt,)* };
        const EN: Labels = Labels { $($name: $en,)* };
    };
}

labels! {
    /// The title.
    title = "Memória de cálculo", "Calculation record";
    /// Above a draft.
    draft = "Rascunho, ainda sem número", "Draft, without a number yet";
    /// Above a note.
    note = "NF-e", "NF-e";
    /// `tpAmb` 2.
    no_value = "Homologação: sem valor fiscal", "Test environment: no fiscal value";
    /// Of the seller.
    seller = "Emitente", "Seller";
    /// Of the buyer.
    buyer = "Destinatário", "Buyer";
    /// That the buyer is not told.
    buyer_hidden = "não mostrado (use --reveal)", "not shown (use --reveal)";
    /// The access key.
    key = "Chave de acesso", "Access key";
    /// Series and number.
    number = "Série e número", "Series and number";
    /// The day.
    day = "Emissão", "Issued";
    /// Which contingency, since when, and why.
    contingency = "Contingência", "Contingency";
    /// The shipment.
    shipment = "Remessa", "Shipment";
    /// From state to state.
    way = "Origem e destino", "From and to";
    /// `CRT`.
    regime = "Regime", "Regime";
    /// One item.
    item = "Item", "Item";
    /// The goods' code.
    code = "Código", "Code";
    /// The summary of an item's taxes.
    summary = "Resumo dos tributos", "Taxes in short";
    /// Column: the tax.
    tax = "Tributo", "Tax";
    /// Column: the base.
    base = "Base", "Base";
    /// Column: the rate.
    rate = "Alíquota", "Rate";
    /// Column: the value.
    value = "Valor", "Value";
    /// Column: what the figure is.
    what = "O que é", "What it is";
    /// Column: the formula.
    how = "Como se calculou", "How it was made";
    /// Column: rule and source.
    why = "Regra e fonte", "Rule and source";
    /// Of a row whose rule and source are those of the row above.
    same = "idem", "the same";
    /// Where a rule's figure is from.
    source = "Fonte", "Source";
    /// All that is due.
    totals = "Totais da nota", "Totals of the note";
    /// Differences.
    differences = "Diferenças", "Differences";
    /// None.
    no_differences = "Todos os valores do documento foram recalculados e conferem.",
        "Every figure of the document was reckoned again, and agrees.";
    /// One difference: the document's figure.
    in_document = "no documento", "in the document";
    /// One difference: ours.
    reckoned = "recalculado", "reckoned";
    /// A difference.
    differs = "difere", "differs";
    /// A difference within a cent.
    tolerated = "difere em até um centavo: dentro da tolerância da SEFAZ",
        "differs by no more than a cent: within SEFAZ's tolerance";
    /// Fields of the document that have no part in it.
    unread = "O documento tem campos que não entram nesta memória",
        "The document has fields that have no part in this record";
    /// Warnings.
    warnings = "Avisos", "Warnings";
    /// That there is no draft.
    no_draft = "Não há rascunho", "No draft";
    /// At the end.
    foot = "Gerado pelo fba-nfe a partir do mesmo cálculo que montou a nota.",
        "Made by fba-nfe from the computation that made the note.";
    /// At the end, of a note that was read.
    foot_retold = "Recalculado pelo fba-nfe a partir das situações e alíquotas do próprio documento.",
        "Reckoned again by fba-nfe from the document's own situations and rates.";
}

/// Those of a language.
pub fn labels(lang: Lang) -> &'static Labels {
    match lang {
        Lang::PtBr => &PT,
        Lang::En => &EN,
    }
}

/// `CRT` in words.
pub fn regime(crt: crate::domain::codes::Crt, lang: Lang) -> &'static str {
    use crate::domain::codes::Crt;
    match (crt, lang) {
        (Crt::Simples, Lang::PtBr) => "1 · Simples Nacional",
        (Crt::SimplesExcess, Lang::PtBr) => "2 · Simples Nacional, excesso de sublimite",
        (Crt::Normal, Lang::PtBr) => "3 · Regime normal",
        (Crt::Mei, Lang::PtBr) => "4 · MEI",
        (Crt::Simples, Lang::En) => "1 · Simples Nacional",
        (Crt::SimplesExcess, Lang::En) => "2 · Simples Nacional above the states' limit",
        (Crt::Normal, Lang::En) => "3 · Normal regime",
        (Crt::Mei, Lang::En) => "4 · MEI",
    }
}
