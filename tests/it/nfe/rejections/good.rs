//! Notes that SEFAZ would take, one of each kind that the rules tell apart.

use std::sync::OnceLock;

use fba_nfe::domain::codes::{CBenef, CEnq, Cest, Cfop, Crt, TpAmb};
use fba_nfe::domain::invoice::*;
use fba_nfe::domain::{Cnpj, Emission, Money, Rate, Svc, TaxId, Uf};

use super::super::laws::all;

pub(super) type Note = (Invoice, Numbering);

fn money(text: &str) -> Money {
    Money::parse(text).unwrap()
}

fn rate(text: &str) -> Rate {
    Rate::parse(text).unwrap()
}

fn pool() -> &'static [Note] {
    static POOL: OnceLock<Vec<Note>> = OnceLock::new();
    // BA and PR ask for more: they have twins of their own.
    let plain = |it: &Note| {
        let home = it.0.emission == Emission::Normal;
        home && !matches!(it.0.emit.ender.uf, Uf::Ba | Uf::Pr)
    };
    let real = |it: &Note| it.0.tp_amb == TpAmb::Producao && plain(it);
    POOL.get_or_init(|| all().filter(real).take(900).collect())
}

fn first(what: impl Fn(&Invoice) -> bool) -> Note {
    pool().iter().find(|it| what(&it.0)).expect("a note of that kind").clone()
}

/// One item, with these taxes; sums and payment follow.
fn with(mut note: Note, change: impl FnOnce(&mut Invoice)) -> Note {
    let invoice = &mut note.0;
    invoice.det.truncate(1);
    (invoice.retirada, invoice.aut_xml) = (None, Vec::new());
    change(invoice);
    invoice.total = Total::of(&invoice.det);
    let v_pag = invoice.total.v_nf;
    invoice.det_pag = vec![DetPag { t_pag: "01", x_pag: None, v_pag, card: None }];
    note
}

fn bare(det: &mut Det) {
    det.c_ean = fba_nfe::domain::codes::Gtin::parse("7891000315507").ok();
    (det.v_frete, det.v_desc, det.v_outro) = (money("3.00"), money("1.00"), money("2.00"));
    (det.v_prod, det.q_com) = (money("100.00"), fba_nfe::domain::Quantity::whole(1).unwrap());
    det.v_un_com = fba_nfe::domain::UnitPrice::of(det.v_prod, det.q_com);
}

fn at_home(it: &Invoice) -> bool {
    it.emit.ender.uf == it.dest.ender.uf
}

/// Simples, inside the state, to somebody who pays no ICMS.
pub(super) fn simples() -> Note {
    let person = |it: &Invoice| matches!(it.dest.id, TaxId::Cpf(_));
    let kind = |it: &Invoice| it.emit.crt == Crt::Simples && person(it) && at_home(it);
    with(first(kind), |it| bare(&mut it.det[0]))
}

/// As above, while the state's own SEFAZ is down.
pub(super) fn contingency() -> Note {
    in_contingency(simples())
}

/// As above, in a state that SVC-AN stands in for.
pub(super) fn contingency_an() -> Note {
    let person = |it: &Invoice| matches!(it.dest.id, TaxId::Cpf(_));
    let an = |it: &Invoice| Svc::of(it.emit.ender.uf) == Svc::An;
    let kind = |it: &Invoice| it.emit.crt == Crt::Simples && person(it) && at_home(it) && an(it);
    in_contingency(with(first(kind), |it| bare(&mut it.det[0])))
}

fn in_contingency(mut note: Note) -> Note {
    let (svc, since) = (Svc::of(note.0.emit.ender.uf), note.1.dh_emi.timestamp());
    let why = "SEFAZ DE ORIGEM FORA DO AR".to_owned();
    note.0.emission = Emission::Contingency { svc, since, why };
    note
}

/// As above, with a card.
pub(super) fn card() -> Note {
    let mut note = simples();
    let card = Card {
        cnpj: Cnpj::parse("15436940000103").ok(),
        t_band: Some("02"),
        c_aut: Some("A1".into()),
    };
    note.0.det_pag[0].t_pag = "03";
    note.0.det_pag[0].card = Some(card);
    note
}

/// Simples to a contributor, with a credit.
pub(super) fn credit() -> Note {
    let kind = |it: &Invoice| it.emit.crt == Crt::Simples && it.dest.ie.is_some() && at_home(it);
    with(first(kind), |it| {
        bare(&mut it.det[0]);
        let credit = SnCredit { p_cred_sn: rate("2"), v_cred_icms_sn: money("2.08") };
        it.det[0].icms.group = IcmsGroup::Sn101(credit);
    })
}

/// Simples, with the substitution withheld before.
pub(super) fn simples_withheld() -> Note {
    with(simples(), |it| {
        it.det[0].icms.group = IcmsGroup::Sn500(Withheld::default());
        it.det[0].cest = Cest::parse("2106300").ok();
        it.det[0].cfop = Cfop::parse("5405").unwrap();
    })
}

/// Normal, to another state's consumer: DIFAL with its fund, IBS and CBS. Goods of the country.
pub(super) fn interstate() -> Note {
    let kind = |it: &Invoice| {
        let fund = it.det[0].icms_uf_dest.as_ref().is_some_and(|it| it.fcp.is_some());
        let national = !it.det[0].icms.orig.is_imported();
        let aliq = matches!(it.det[0].pis, Some(Contribution::Aliq { .. }));
        it.emit.crt == Crt::Normal && fund && national && aliq && it.total.ibs_cbs.is_some()
    };
    with(first(kind), |_| {})
}

/// Simples that pays DIFAL all the same: 694 asks none of it, and 695 is about the way alone.
pub(super) fn simples_difal() -> Note {
    let kind = |it: &Invoice| it.emit.crt == Crt::Simples && it.total.difal.is_some();
    with(first(kind), |_| {})
}

/// Normal, to another state's consumer, with imported goods.
pub(super) fn imported() -> Note {
    let kind = |it: &Invoice| {
        let group = it.det[0].icms_uf_dest.is_some() && it.det[0].icms.orig.is_imported();
        it.emit.crt == Crt::Normal && group && it.total.ibs_cbs.is_some()
    };
    with(first(kind), |_| {})
}

/// Normal, inside the state, with IBS and CBS.
pub(super) fn normal() -> Note {
    // Six states want a code of the benefit (930).
    normal_in(|uf| !matches!(uf, Uf::Pr | Uf::Rs | Uf::Rj | Uf::Sc | Uf::Go | Uf::Df))
}

fn normal_in(uf: impl Fn(Uf) -> bool) -> Note {
    let kind = |it: &Invoice| {
        it.emit.crt == Crt::Normal
            && at_home(it)
            && it.total.ibs_cbs.is_some()
            && uf(it.emit.ender.uf)
    };
    with(first(kind), |it| {
        bare(&mut it.det[0]);
        let own =
            Own { v_bc: money("104.00"), p_icms: rate("18"), v_icms: money("18.72"), fcp: None };
        it.det[0].icms.group = IcmsGroup::Cst00(own);
    })
}

/// With ICMS, its fund, substitution, the substitution's fund, and IPI.
pub(super) fn substitution() -> Note {
    with(normal(), |it| {
        let fund = |v_bc: &str, v_fcp: &str| {
            Some(Fcp { v_bc: money(v_bc), p_fcp: rate("2"), v_fcp: money(v_fcp) })
        };
        let det = &mut it.det[0];
        det.icms.group = IcmsGroup::Cst10 {
            own: Own {
                v_bc: money("110.00"),
                p_icms: rate("18"),
                v_icms: money("19.80"),
                fcp: fund("110.00", "2.20"),
            },
            st: St {
                mod_bc_st: ModBcSt::Mva,
                p_mva_st: Some(rate("40")),
                p_red_bc_st: None,
                v_bc_st: money("154.00"),
                p_icms_st: rate("18"),
                v_icms_st: money("7.92"),
                fcp_st: fund("154.00", "3.08"),
            },
        };
        let tax = IpiTax::Trib {
            cst: "50",
            v_bc: money("104.00"),
            p_ipi: rate("5"),
            v_ipi: money("5.20"),
        };
        det.ipi = Some(Ipi { c_enq: CEnq::parse("999").unwrap(), tax });
        det.cest = Cest::parse("2106300").ok();
        det.v_tot_trib = Some(money("30.00"));
    })
}

/// Deferred.
pub(super) fn deferred() -> Note {
    with(normal(), |it| {
        let own =
            Own { v_bc: money("104.00"), p_icms: rate("18"), v_icms: money("12.48"), fcp: None };
        let deferral = Deferral {
            v_icms_op: money("18.72"),
            p_dif: rate("33.3333"),
            v_icms_dif: money("6.24"),
        };
        it.det[0].icms.group = IcmsGroup::Cst51 { p_red_bc: None, own, deferral };
    })
}

/// Normal, with the substitution withheld before.
pub(super) fn withheld() -> Note {
    with(normal(), |it| {
        it.det[0].icms.group = IcmsGroup::Cst60(Withheld::default());
        it.det[0].cest = Cest::parse("2106300").ok();
        it.det[0].cfop = Cfop::parse("5405").unwrap();
    })
}

/// In Rio de Janeiro, with a reduced base, what is not taken told and taken off, and its code.
pub(super) fn benefit() -> Note {
    with(normal_in(|uf| uf == Uf::Rj), |it| {
        let det = &mut it.det[0];
        let own =
            Own { v_bc: money("52.00"), p_icms: rate("20"), v_icms: money("10.40"), fcp: None };
        let deson = Deson { v_icms: money("10.40"), mot_des_icms: 9, deducted: true };
        det.icms.group = IcmsGroup::Cst20 { p_red_bc: rate("50"), own, deson: Some(deson) };
        det.c_benef = CBenef::parse("RJ801234").ok();
    })
}

/// Where who answers for the program must be told, and Paraná would want its hash.
pub(super) fn responsible() -> Note {
    let march = jiff::civil::date(2026, 3, 1);
    let kind = |it: &&Note| {
        let simples = it.0.emit.crt == Crt::Simples;
        let hashed = it.0.inf_resp_tec.as_ref().is_some_and(|it| it.csrt.is_some());
        it.0.emit.ender.uf == Uf::Sc && simples && !hashed && it.1.dh_emi.date() >= march
    };
    pool().iter().find(kind).expect("a note of Santa Catarina").clone()
}
