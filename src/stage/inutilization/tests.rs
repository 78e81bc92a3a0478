//! What may be inutilised, and what SEFAZ's answers mean.

use super::*;
use crate::domain::codes::TpAmb;
use crate::domain::{LifeId, ShipmentId};

fn row(n_nf: u32, fate: &str) -> NumberRow {
    NumberRow {
        tp_amb: 1,
        cnpj: "11222333000181".to_owned(),
        serie: 1,
        n_nf,
        life: LifeId {
            seller: SellerId::parse("A1SELLER0001").unwrap(),
            shipment: ShipmentId::parse(&format!("FBA{n_nf}")).unwrap(),
        },
        fate: fate.to_owned(),
        reason: "cancelled".to_owned(),
        seq: 3,
        at: "2026-11-20T12:00:00Z".parse().unwrap(),
    }
}

fn wish() -> Wish {
    Wish {
        seller: None,
        cnpj: None,
        serie: 1,
        first: 3,
        last: 5,
        why: "envios cancelados antes da emissao".to_owned(),
        by: "ana".to_owned(),
    }
}

fn told(rows: &[NumberRow]) -> String {
    shown(&hindrances(3, 6, rows))
}

#[test]
fn only_gaps_are_inutilised_and_all_of_the_range() {
    let gaps = [row(3, "gap"), row(4, "gap"), row(5, "gap"), row(6, "gap")];
    assert_eq!(told(&gaps), "");
    assert_eq!(told(&gaps[..3]), "6 never taken");
    assert_eq!(told(&gaps[2..]), "3 to 4 never taken");
    assert_eq!(told(&[]), "3 to 6 never taken");
    assert_eq!(told(&[row(2, "authorized"), row(7, "authorized")]), "3 to 6 never taken");
    let mixed = [row(3, "gap"), row(4, "authorized"), row(6, "taken")];
    assert_eq!(
        told(&mixed),
        "4 authorized (A1SELLER0001/FBA4), 5 never taken, 6 taken (A1SELLER0001/FBA6)"
    );
    for fate in ["rejected", "denied", "lost", "cancelled", "inutilized"] {
        let rows = [row(3, "gap"), row(4, "gap"), row(5, fate), row(6, "gap")];
        assert_eq!(told(&rows), format!("5 {fate} (A1SELLER0001/FBA5)"));
    }
    let many: Vec<_> = (3..=20).map(|n_nf| row(n_nf, "taken")).collect();
    assert!(shown(&hindrances(3, 20, &many)).ends_with("and 13 more"));
}

#[test]
fn the_reason_has_sefazs_length() {
    let with = |why: &str| words(&Wish { why: why.to_owned(), ..wish() });
    assert!(matches!(with("curto"), Err(InutilizationError::XJust(5))));
    assert!(matches!(with(&"x".repeat(256)), Err(InutilizationError::XJust(256))));
    assert!(matches!(with("               "), Err(InutilizationError::XJust(0))));
    let (by, x_just) = with("  envios cancelados \n antes da emiss\u{e3}o ").unwrap();
    assert_eq!((by.as_str(), x_just.as_str()), ("ana", "envios cancelados antes da emiss\u{e3}o"));
    let (_, pasted) = with("envios cancelados \u{2014} nada saiu \u{1f389}").unwrap();
    assert_eq!(pasted, "envios cancelados - nada saiu");
    assert_eq!(with(&"\u{e3}".repeat(255)).unwrap().1.chars().count(), 255);
    let nobody = words(&Wish { by: " ".to_owned(), ..wish() });
    assert!(matches!(nobody, Err(InutilizationError::Person(_))));
}

fn answer(c_stat: u16) -> Inutilized {
    Inutilized {
        c_stat,
        x_motivo: "motivo".to_owned(),
        n_prot: Some("135260000000001".to_owned()),
        dh_recbto: None,
        xml: Vec::new(),
    }
}

#[test]
fn an_answer_settles_it_or_nothing() {
    for c_stat in [102, 563] {
        let told = verdict(&answer(c_stat));
        assert!(matches!(told, Told::Registered { c_stat: said, .. } if said == c_stat));
    }
    for c_stat in [201, 206, 213, 215, 241, 252, 256, 297, 453, 777] {
        let told = verdict(&answer(c_stat));
        assert!(matches!(told, Told::Refused { c_stat: said, .. } if said == c_stat), "{c_stat}");
    }
    for c_stat in [108, 109, 281, 656, 999] {
        let told = verdict(&answer(c_stat));
        assert!(matches!(told, Told::Open { .. }), "{c_stat}: {told:?}");
    }
}

#[test]
fn an_answer_to_another_request_settles_nothing() {
    let range = Range {
        tp_amb: TpAmb::Producao,
        cnpj: Cnpj::parse("11222333000181").unwrap(),
        serie: 1,
        first: 3,
        last: 5,
    };
    let xml = |inner: &str| {
        format!(
            "<n:retInutNFe xmlns:n=\"http://www.portalfiscal.inf.br/nfe\"><n:infInut>{inner}\
             </n:infInut></n:retInutNFe>"
        )
    };
    let ours = "<n:CNPJ>11222333000181</n:CNPJ><n:serie>001</n:serie><n:nNFIni>3</n:nNFIni>\
                <n:nNFFin>000000005</n:nNFFin>";
    assert_eq!(of_another(xml(ours).as_bytes(), &range), None);
    // What a refusal leaves out is no contradiction.
    assert_eq!(of_another(xml("<n:cStat>241</n:cStat>").as_bytes(), &range), None);
    assert_eq!(of_another(b"", &range), None);
    for (found, other) in [
        ("<n:serie>001<", "<n:serie>2<"),
        ("<n:nNFIni>3<", "<n:nNFIni>30<"),
        ("5</n:nNFFin>", "6</n:nNFFin>"),
        ("000181<", "000262<"),
    ] {
        let changed = xml(ours).replace(found, other);
        assert!(of_another(changed.as_bytes(), &range).is_some(), "{other}");
    }
}
