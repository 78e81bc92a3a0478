//! What was written is read back, group by group: those that few sales have, too.

use fba_nfe::domain::codes::{CBenef, CClassTrib, CEnq, NFci, Orig};
use fba_nfe::domain::invoice::*;
use fba_nfe::domain::{Emission, Money, Quantity, Rate, Svc};
use fba_nfe::nfe::{read, write};

use super::laws::all;
use super::sealed;

fn money(text: &str) -> Money {
    Money::parse(text).unwrap()
}

fn rate(text: &str) -> Rate {
    Rate::parse(text).unwrap()
}

fn fcp(value: &str) -> Option<Fcp> {
    Some(Fcp { v_bc: money("100"), p_fcp: rate("2"), v_fcp: money(value) })
}

fn own(fcp: Option<Fcp>) -> Own {
    Own { v_bc: money("100"), p_icms: rate("18.5"), v_icms: money("18.50"), fcp }
}

fn st(p_mva_st: Option<Rate>, fcp_st: Option<Fcp>) -> St {
    let mod_bc_st = if p_mva_st.is_some() { ModBcSt::Mva } else { ModBcSt::Operation };
    let p_red_bc_st = fcp_st.as_ref().map(|_| rate("33.3333"));
    let (v_bc_st, p_icms_st, v_icms_st) = (money("140"), rate("20.5"), money("21.70"));
    St { mod_bc_st, p_mva_st, p_red_bc_st, v_bc_st, p_icms_st, v_icms_st, fcp_st }
}

fn deson(deducted: bool) -> Option<Deson> {
    Some(Deson { v_icms: money("6"), mot_des_icms: 9, deducted })
}

fn withheld() -> Withheld {
    let ret = StRet {
        v_bc_st_ret: money("124"),
        p_st: rate("20"),
        v_icms_substituto: Some(money("10.80")),
        v_icms_st_ret: money("11.52"),
    };
    let efet = Efet {
        p_red_bc_efet: rate("10"),
        v_bc_efet: money("90"),
        p_icms_efet: rate("18"),
        v_icms_efet: money("16.20"),
    };
    Withheld { ret: Some(ret), fcp_st_ret: fcp("2.48"), efet: Some(efet) }
}

fn icms() -> Vec<IcmsGroup> {
    let credit = || SnCredit { p_cred_sn: rate("2.56"), v_cred_icms_sn: money("2.56") };
    let p_red_bc = rate("33.33");
    let deferral =
        Deferral { v_icms_op: money("18.50"), p_dif: rate("40"), v_icms_dif: money("7.40") };
    let (mva, plain) = (|| st(Some(rate("40")), fcp("2.80")), || st(None, None));
    vec![
        IcmsGroup::Cst00(own(None)),
        IcmsGroup::Cst00(own(fcp("2"))),
        IcmsGroup::Cst10 { own: own(fcp("2")), st: mva() },
        IcmsGroup::Cst10 { own: own(None), st: plain() },
        IcmsGroup::Cst20 { p_red_bc, own: own(fcp("2")), deson: deson(true) },
        IcmsGroup::Cst20 { p_red_bc, own: own(None), deson: None },
        IcmsGroup::Cst40 { cst: Exempt::Isenta, deson: deson(false) },
        IcmsGroup::Cst40 { cst: Exempt::Suspensao, deson: None },
        IcmsGroup::Cst51 {
            p_red_bc: Some(p_red_bc),
            own: own(fcp("2")),
            deferral: deferral.clone(),
        },
        IcmsGroup::Cst51 { p_red_bc: None, own: own(None), deferral },
        IcmsGroup::Cst60(withheld()),
        IcmsGroup::Cst60(Withheld::default()),
        IcmsGroup::Cst70 { p_red_bc, own: own(None), st: mva(), deson: deson(true) },
        IcmsGroup::Cst90 { p_red_bc: None, own: None, st: None, deson: None },
        IcmsGroup::Cst90 {
            p_red_bc: Some(p_red_bc),
            own: Some(own(fcp("2"))),
            st: Some(plain()),
            deson: deson(false),
        },
        IcmsGroup::Sn101(credit()),
        IcmsGroup::Sn102(Csosn::C400),
        IcmsGroup::Sn201 { st: mva(), credit: credit() },
        IcmsGroup::Sn202 { csosn: StSn::C203, st: plain() },
        IcmsGroup::Sn500(withheld()),
        IcmsGroup::Sn900 { p_red_bc: None, own: None, st: None, credit: None },
        IcmsGroup::Sn900 {
            p_red_bc: Some(p_red_bc),
            own: Some(own(None)),
            st: Some(mva()),
            credit: Some(credit()),
        },
    ]
}

fn class(text: &str) -> CClassTrib {
    CClassTrib::parse(text).unwrap()
}

fn ibs_cbs() -> Vec<IbsCbs> {
    let levy = |whole: bool| Levy {
        rate: rate("0.1"),
        dif: whole.then(|| Dif { p_dif: rate("30"), v_dif: money("0.03") }),
        red: whole.then(|| Red { p_red_aliq: rate("60"), p_aliq_efet: rate("0.04") }),
        value: money("0.07"),
    };
    let pair = || (rate("0.1"), money("0.10"));
    let regular =
        TribRegular { c_class_trib: class("000001"), ibs_uf: pair(), ibs_mun: pair(), cbs: pair() };
    let taxed = |whole: bool, regular| {
        let (ibs_uf, ibs_mun, cbs) = (levy(whole), levy(whole), levy(whole));
        let v_bc = money("100");
        IbsCbsGroup::Taxed(Box::new(GIbsCbs { v_bc, ibs_uf, ibs_mun, cbs, regular }))
    };
    let mono = GIbsCbsMono {
        q_bc_mono: Quantity::parse("2.5").unwrap(),
        ad_rem_ibs: rate("0.4"),
        v_ibs_mono: money("1"),
        ad_rem_cbs: rate("1.2"),
        v_cbs_mono: money("3"),
    };
    let of = |text, group| IbsCbs { c_class_trib: class(text), group };
    vec![
        of("000001", taxed(false, None)),
        of("515001", taxed(true, None)),
        of("550001", taxed(false, Some(regular))),
        of("620001", IbsCbsGroup::Mono(mono)),
        of("410001", IbsCbsGroup::Nothing),
    ]
}

/// Writes it, reads it back, and looks for what got lost.
#[track_caller]
fn reads_back(invoice: &Invoice, numbering: &Numbering) {
    let (mut invoice, numbering) = (invoice.clone(), numbering.clone());
    invoice.total = Total::of(&invoice.det);
    if let Some(it) = &mut invoice.inf_resp_tec {
        it.csrt = None;
    }
    let document = read(&sealed(&(invoice.clone(), numbering.clone())).xml).unwrap();
    let back = read::invoice(&document).unwrap();
    assert_eq!(back.invoice, invoice);
    assert_eq!((back.numbering, back.unread.as_slice()), (numbering, [].as_slice()));
}

#[test]
fn every_group_is_read_back() {
    let (mut invoice, numbering) = all().next().unwrap();
    for group in icms() {
        invoice.det[0].icms = Icms { orig: Orig::parse("3").unwrap(), group };
        reads_back(&invoice, &numbering);
    }
    let tax = |trib: bool| match trib {
        true => IpiTax::Trib {
            cst: "50",
            v_bc: money("100"),
            p_ipi: rate("9.75"),
            v_ipi: money("9.75"),
        },
        false => IpiTax::Nt { cst: "53" },
    };
    for trib in [true, false] {
        invoice.det[0].ipi = Some(Ipi { c_enq: CEnq::parse("999").unwrap(), tax: tax(trib) });
        reads_back(&invoice, &numbering);
    }
    for ibs_cbs in ibs_cbs() {
        invoice.det[0].ibs_cbs = Some(ibs_cbs);
        reads_back(&invoice, &numbering);
    }
    let (v_bc_is, p_is, v_is) = (money("100"), rate("1.5"), money("1.50"));
    for tax in [None, Some(IsTax { v_bc_is, p_is, v_is })] {
        invoice.det[0].is = Some(Is { c_class_trib_is: class("000001"), tax });
        reads_back(&invoice, &numbering);
    }
    let (v_bc, p, value) = (money("100"), rate("1.65"), money("1.65"));
    for group in [
        Contribution::Aliq { cst: "02", v_bc, rate: p, value },
        Contribution::Nt { cst: "04" },
        Contribution::Outr { cst: "99", v_bc, rate: p, value },
    ] {
        (invoice.det[0].pis, invoice.det[0].cofins) = (Some(group.clone()), Some(group));
        reads_back(&invoice, &numbering);
    }
    (invoice.det[0].pis, invoice.det[0].cofins) = (None, None);
    invoice.det[0].c_benef = Some(CBenef::parse("SP010001").unwrap());
    invoice.det[0].n_fci = Some(NFci::parse("B01F70AF-10BF-4B1F-848C-65FF57F616FE").unwrap());
    invoice.det[0].v_tot_trib = Some(money("31.45"));
    reads_back(&invoice, &numbering);
}

/// Since when and why, by the wall clock of the note; what another clock told is named.
#[test]
fn a_contingency_reads_back() {
    let (mut invoice, numbering) = all().next().unwrap();
    let since = numbering.dh_emi.timestamp() - jiff::SignedDuration::from_hours(3);
    for svc in [Svc::An, Svc::Rs] {
        invoice.emission = Emission::Contingency { svc, since, why: "x".repeat(256) };
        reads_back(&invoice, &numbering);
    }
    invoice.inf_resp_tec = None;
    let text = String::from_utf8(write(&invoice, &numbering).xml).unwrap();
    let read_as = |from: &str, to: &str| {
        assert!(text.contains(from), "{from}");
        let text = format!("<NFe>{}</NFe>", text.replacen(from, to, 1));
        read::invoice(&read(text.as_bytes()).unwrap())
    };
    let moment = numbering.dh_emi.shows(since).to_string();
    let elsewhere = fba_nfe::domain::invoice::LocalTime::new(since, 5).to_string();
    let other = read_as(&format!("<dhCont>{moment}"), &format!("<dhCont>{elsewhere}")).unwrap();
    assert_eq!(other.unread, ["ide/dhCont"]);
    assert_eq!(other.invoice.emission, invoice.emission);
    let bad = read_as(&format!("<dhCont>{moment}"), "<dhCont>ontem").unwrap_err();
    assert_eq!(bad.to_string(), "ide/dhCont: expected a time with its offset");
}

/// A field that no invoice has, another program's value, a group of another sale: each by its path.
#[test]
fn what_is_not_read_is_named_and_what_is_no_sale_of_ours_is_refused() {
    let (mut invoice, numbering) = all().next().unwrap();
    (invoice.inf_resp_tec, invoice.emission) = (None, Emission::Normal);
    let text = String::from_utf8(write(&invoice, &numbering).xml).unwrap();
    let note = |from: &str, to: &str| {
        assert!(text.contains(from), "{from}");
        let text = format!("<NFe>{}</NFe>", text.replacen(from, to, 1));
        read::invoice(&read(text.as_bytes()).unwrap())
    };
    for (from, to, unread) in [
        ("<indTot>1", "<vSeg>1.00</vSeg><indTot>1", "det/prod/vSeg"),
        ("<vSeg>0.00", "<vSeg>1.00", "total/ICMSTot/vSeg"),
        ("<tpImp>1", "<tpImp>2", "ide/tpImp"),
        // Ways to issue that are not ours.
        ("<tpEmis>1", "<tpEmis>4", "ide/tpEmis"),
        ("</verProc>", "</verProc><xJust>SEFAZ FORA DO AR</xJust>", "ide/xJust"),
        ("<uTrib>", "<uTrib>x", "det/prod/uTrib"),
    ] {
        assert_eq!(note(from, to).unwrap().unread, [unread]);
    }
    for (from, to, problem) in [
        ("<CFOP>", "<CFOP>1", "det[1]/prod/CFOP: expected 5xxx or 6xxx"),
        ("<infIntermed>", "<x>", "infIntermed: expected, found none"),
        ("<vNF>", "<vNF>-", "total/ICMSTot/vNF: expected an amount in reais"),
        ("<modFrete>", "<modFrete>7", "transp/modFrete: expected one digit"),
        ("<idDest>", "<idDest>3", "ide/idDest: expected 1 or 2"),
        ("<tpEmis>1", "<tpEmis>6", "ide/dhCont: expected, found none"),
    ] {
        let close = |text: &str| text.replace("</infIntermed>", "</x>");
        let error = match from {
            "<infIntermed>" => {
                let text = format!("<NFe>{}</NFe>", close(&text.replacen(from, to, 1)));
                read::invoice(&read(text.as_bytes()).unwrap()).unwrap_err()
            }
            _ => note(from, to).unwrap_err(),
        };
        assert_eq!(error.to_string(), problem);
    }
}
