//! The blocks between the head and the items: buyer, places, bills, totals, carrier.

use crate::danfe::field::{Block, Field};
use crate::danfe::format::{cep, day, decimal, hour, money, phone, tax_id};
use crate::danfe::note::{Note, joined};
use crate::danfe::sheet::Align;
use crate::nfe::Element;

/// The blocks of a note, and what had no room in them.
pub(super) struct Blocks {
    pub(super) shown: Vec<Block>,
    /// Goes before "informações complementares".
    pub(super) more: String,
}

/// Bills that have a box of their own; the others go on as text.
const BILLS: usize = 14;
const BILLS_A_ROW: usize = 7;

/// All blocks of a note, in the order of the form.
pub(super) fn of(note: &Note<'_>) -> Blocks {
    let mut shown = vec![buyer(note)];
    for (group, title) in [
        ("retirada", "INFORMAÇÕES DO LOCAL DE RETIRADA"),
        ("entrega", "INFORMAÇÕES DO LOCAL DE ENTREGA"),
    ] {
        shown.extend(note.group(group).map(|place| local(place, title)));
    }
    let (bills, more) = bills(note);
    shown.extend(bills);
    if note.is_reform_sheet() {
        shown.extend([products_total(note), icms_total(note), reform_total(note)]);
    } else {
        shown.push(tax_total(note));
        shown.extend(note.group("total/IBSCBSTot").map(|_| trial_total(note)));
    }
    shown.extend(note.group("total/ISSQNtot").map(|_| services(note)));
    shown.push(carrier(note));
    Blocks { shown, more }
}

fn buyer(note: &Note<'_>) -> Block {
    let at = |tag: &str| note.value(&format!("dest/enderDest/{tag}"));
    let leaves = note.value("ide/dhSaiEnt");
    Block::new("DESTINATÁRIO / REMETENTE")
        .row([
            Field::new("NOME / RAZÃO SOCIAL", note.value("dest/xNome")),
            Field::new("CNPJ / CPF", note.tax_id("dest")).wide(38),
            Field::new("DATA DA EMISSÃO", day(note.value("ide/dhEmi"))).wide(28),
        ])
        .row([
            Field::new("ENDEREÇO", note.street("dest/enderDest")),
            Field::new("BAIRRO / DISTRITO", at("xBairro")).wide(48),
            Field::new("CEP", cep(at("CEP"))).wide(22),
            Field::new("DATA DA SAÍDA / ENTRADA", day(leaves)).wide(28),
        ])
        .row([
            Field::new("MUNICÍPIO", at("xMun")),
            Field::new("FONE / FAX", phone(at("fone"))).wide(34),
            Field::new("UF", at("UF")).wide(10),
            Field::new("INSCRIÇÃO ESTADUAL", note.value("dest/IE")).wide(38),
            Field::new("HORA DA SAÍDA / ENTRADA", hour(leaves)).wide(28),
        ])
}

/// NT 2018.005: where goods are fetched or brought, when that is elsewhere.
fn local(place: &Element, title: &'static str) -> Block {
    let at = |tag: &str| place.value(tag).unwrap_or_default();
    let id = [at("CNPJ"), at("CPF")].into_iter().find(|id| !id.is_empty());
    let street = joined(["xLgr", "nro", "xCpl"].map(at), ", ");
    Block::new(title)
        .row([
            Field::new("NOME / RAZÃO SOCIAL", at("xNome")),
            Field::new("CNPJ / CPF", tax_id(id.unwrap_or_default())).wide(38),
            Field::new("INSCRIÇÃO ESTADUAL", at("IE")).wide(38),
        ])
        .row([
            Field::new("ENDEREÇO", street),
            Field::new("BAIRRO / DISTRITO", at("xBairro")).wide(36),
            Field::new("MUNICÍPIO", at("xMun")).wide(40),
            Field::new("UF", at("UF")).wide(9),
            Field::new("CEP", cep(at("CEP"))).wide(21),
            Field::new("FONE / FAX", phone(at("fone"))).wide(28),
        ])
}

/// `cobr`: omitted when there is none.
fn bills(note: &Note<'_>) -> (Option<Block>, String) {
    let Some(cobr) = note.group("cobr") else { return (None, String::new()) };
    let mut block = Block::new("FATURA / DUPLICATAS");
    if let Some(fat) = cobr.child("fat") {
        let at = |tag: &str| fat.value(tag).unwrap_or_default();
        block = block.row([
            Field::new("NÚMERO DA FATURA", at("nFat")),
            Field::new("VALOR ORIGINAL", money(at("vOrig"))).align(Align::Right),
            Field::new("VALOR DO DESCONTO", money(at("vDesc"))).align(Align::Right),
            Field::new("VALOR LÍQUIDO", money(at("vLiq"))).align(Align::Right),
        ]);
    }
    let told: Vec<(String, String)> = cobr
        .children("dup")
        .map(|dup| {
            let at = |tag: &str| dup.value(tag).unwrap_or_default();
            let due = day(at("dVenc"));
            (joined([at("nDup"), due.as_str()], " - "), format!("R$ {}", money(at("vDup"))))
        })
        .collect();
    for row in told.get(..told.len().min(BILLS)).unwrap_or_default().chunks(BILLS_A_ROW) {
        let mut fields: Vec<Field> = row
            .iter()
            .map(|(bill, value)| Field::new("DUPLICATA", format!("{bill}\n{value}")))
            .collect();
        fields.resize(BILLS_A_ROW, Field::new("", ""));
        block = block.row(fields);
    }
    let over = told.get(BILLS..).unwrap_or_default();
    let over: Vec<String> = over.iter().map(|(bill, value)| format!("{bill} {value}")).collect();
    let more =
        if over.is_empty() { String::new() } else { format!("Duplicatas: {}", over.join("; ")) };
    (Some(block), more)
}

/// MOC Anexo II, with the totals that came later in a third row.
fn tax_total(note: &Note<'_>) -> Block {
    let of = |tag: &str| note.money(&format!("total/ICMSTot/{tag}"));
    Block::new("CÁLCULO DO IMPOSTO")
        .amounts([
            ("BASE DE CÁLCULO DO ICMS", of("vBC")),
            ("VALOR DO ICMS", of("vICMS")),
            ("BASE DE CÁLC. DO ICMS ST", of("vBCST")),
            ("VALOR DO ICMS ST", of("vST")),
            ("VALOR DO FCP ST", of("vFCPST")),
            ("VALOR IMP. IMPORTAÇÃO", of("vII")),
            ("VALOR TOTAL DOS PRODUTOS", of("vProd")),
        ])
        .amounts([
            ("VALOR DO FRETE", of("vFrete")),
            ("VALOR DO SEGURO", of("vSeg")),
            ("DESCONTO", of("vDesc")),
            ("OUTRAS DESPESAS ACESS.", of("vOutro")),
            ("VALOR DO IPI", of("vIPI")),
            ("V. ICMS DESONERADO", of("vICMSDeson")),
            ("VALOR TOTAL DA NOTA", of("vNF")),
        ])
        .amounts([
            ("VALOR DO FCP", of("vFCP")),
            ("V. ICMS UF REMET.", of("vICMSUFRemet")),
            ("V. ICMS UF DEST.", of("vICMSUFDest")),
            ("V. FCP UF DEST.", of("vFCPUFDest")),
            ("VALOR DO PIS", of("vPIS")),
            ("VALOR DA COFINS", of("vCOFINS")),
            ("V. TOT. TRIB.", of("vTotTrib")),
        ])
}

/// IBS and CBS before NT 2026.010 rules the sheet: a block of ours, while the note carries them.
fn trial_total(note: &Note<'_>) -> Block {
    let of = |path: &str| note.money(&format!("total/IBSCBSTot/{path}"));
    Block::new("TOTAL DO IBS / CBS / IS").amounts([
        ("BASE DE CÁLCULO DO IBS / CBS", of("vBCIBSCBS")),
        ("VALOR DO IBS", of("gIBS/vIBS")),
        ("VALOR DA CBS", of("gCBS/vCBS")),
        ("VALOR DO IMPOSTO SELETIVO", note.money("total/ISTot/vIS")),
    ])
}

/// NT 2026.010.
fn products_total(note: &Note<'_>) -> Block {
    let of = |tag: &str| note.money(&format!("total/ICMSTot/{tag}"));
    Block::new("TOTAL DOS PRODUTOS E TOTAL DA NOTA")
        .amounts([
            ("VALOR TOTAL DOS PRODUTOS", of("vProd")),
            ("VALOR DO FRETE", of("vFrete")),
            ("VALOR DO SEGURO", of("vSeg")),
            ("DESCONTO", of("vDesc")),
            ("OUTRAS DESPESAS ACESSÓRIAS", of("vOutro")),
        ])
        .amounts([
            ("VALOR APROX. DOS TRIBUTOS", of("vTotTrib")),
            ("VALOR DO PIS", of("vPIS")),
            ("VALOR DA COFINS", of("vCOFINS")),
            ("VALOR TOTAL DA NOTA", of("vNF")),
        ])
}

/// NT 2026.010; its optional rows only where a value is not zero.
fn icms_total(note: &Note<'_>) -> Block {
    let value = |tag: &str| note.value(&format!("total/ICMSTot/{tag}"));
    let of = |tag: &str| money(value(tag));
    let some = |tags: &[&str]| {
        tags.iter().any(|tag| value(tag).bytes().any(|b| (b'1'..=b'9').contains(&b)))
    };
    let mut block = Block::new("TOTAL DO ICMS / IPI").amounts([
        ("BASE DE CÁLCULO DO ICMS", of("vBC")),
        ("VALOR DO ICMS", of("vICMS")),
        ("BASE DE CÁLCULO DO ICMS ST", of("vBCST")),
        ("VALOR DO ICMS ST", of("vST")),
        ("VALOR DO IPI", of("vIPI")),
    ]);
    if some(&["vFCP", "vFCPST", "vICMSUFDest", "vFCPUFDest"]) {
        block = block.amounts([
            ("VALOR DO FCP", of("vFCP")),
            ("VALOR DO FCP RETIDO POR ST", of("vFCPST")),
            ("VALOR DO DIFAL NA UF DE DESTINO", of("vICMSUFDest")),
            ("VALOR DO FCP NA UF DE DESTINO", of("vFCPUFDest")),
        ]);
    }
    if some(&["vICMSMono", "vICMSMonoReten"]) {
        block = block.amounts([
            ("BC DO ICMS MONOFÁSICO", of("qBCMono")),
            ("VALOR DO ICMS MONOFÁSICO", of("vICMSMono")),
            ("BC DO ICMS MONOFÁSICO RETIDO", of("qBCMonoReten")),
            ("VALOR DO ICMS MONOFÁSICO RETIDO", of("vICMSMonoReten")),
        ]);
    }
    block
}

/// NT 2026.010.
fn reform_total(note: &Note<'_>) -> Block {
    let of = |path: &str| note.money(&format!("total/IBSCBSTot/{path}"));
    let block = Block::new("TOTAL DO IBS / CBS / IS").amounts([
        ("VALOR DA CBS", of("gCBS/vCBS")),
        ("VALOR DO IBS UF", of("gIBS/gIBSUF/vIBSUF")),
        ("VALOR DO IBS MUNICÍPIO", of("gIBS/gIBSMun/vIBSMun")),
        ("VALOR DO IBS", of("gIBS/vIBS")),
        ("VALOR DO IMPOSTO SELETIVO", note.money("total/ISTot/vIS")),
    ]);
    if note.group("total/IBSCBSTot/gMono").is_none() {
        return block;
    }
    block.amounts([
        ("VALOR DO IBS MONOFÁSICO", of("gMono/vIBSMono")),
        ("VALOR DA CBS MONOFÁSICA", of("gMono/vCBSMono")),
        ("VALOR DO IBS MONOFÁSICO RETIDO", of("gMono/vIBSMonoReten")),
        ("VALOR DA CBS MONOFÁSICA RETIDA", of("gMono/vCBSMonoReten")),
    ])
}

fn services(note: &Note<'_>) -> Block {
    let of = |tag: &str| note.money(&format!("total/ISSQNtot/{tag}"));
    Block::new("CÁLCULO DO ISSQN").row([
        Field::new("INSCRIÇÃO MUNICIPAL", note.value("emit/IM")),
        Field::new("VALOR TOTAL DOS SERVIÇOS", of("vServ")).align(Align::Right),
        Field::new("BASE DE CÁLCULO DO ISSQN", of("vBC")).align(Align::Right),
        Field::new("VALOR DO ISSQN", of("vISS")).align(Align::Right),
    ])
}

fn carrier(note: &Note<'_>) -> Block {
    let of = |tag: &str| note.value(&format!("transp/transporta/{tag}"));
    let vehicle = |tag: &str| note.value(&format!("transp/veicTransp/{tag}"));
    let volume = |tag: &str| note.value(&format!("transp/vol/{tag}"));
    let weight = |tag: &str| decimal(volume(tag), 3);
    let who = match note.value("transp/modFrete") {
        "0" => "0 - Remetente",
        "1" => "1 - Destinatário",
        "2" => "2 - Terceiros",
        "3" => "3 - Próprio/Rem.",
        "4" => "4 - Próprio/Dest.",
        "9" => "9 - Sem transporte",
        other => other,
    };
    let mut block = Block::new("TRANSPORTADOR / VOLUMES TRANSPORTADOS").row([
        Field::new("NOME / RAZÃO SOCIAL", of("xNome")),
        Field::new("FRETE POR CONTA", who).wide(32),
        Field::new("CÓDIGO ANTT", vehicle("RNTC")).wide(22),
        Field::new("PLACA DO VEÍCULO", vehicle("placa")).wide(24),
        Field::new("UF", vehicle("UF")).wide(9),
        Field::new("CNPJ / CPF", note.tax_id("transp/transporta")).wide(38),
    ]);
    // NT 2026.010: what is not in the XML has no row.
    let all = !note.is_reform_sheet();
    if all || note.group("transp/transporta").is_some() {
        block = block.row([
            Field::new("ENDEREÇO", of("xEnder")),
            Field::new("MUNICÍPIO", of("xMun")).wide(62),
            Field::new("UF", of("UF")).wide(9),
            Field::new("INSCRIÇÃO ESTADUAL", of("IE")).wide(38),
        ]);
    }
    if all || note.group("transp/vol").is_some() {
        block = block.row([
            Field::new("QUANTIDADE", volume("qVol")),
            Field::new("ESPÉCIE", volume("esp")),
            Field::new("MARCA", volume("marca")),
            Field::new("NUMERAÇÃO", volume("nVol")),
            Field::new("PESO BRUTO", weight("pesoB")).align(Align::Right),
            Field::new("PESO LÍQUIDO", weight("pesoL")).align(Align::Right),
        ]);
    }
    block
}
