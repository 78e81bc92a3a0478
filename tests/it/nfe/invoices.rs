//! Any invoice that the tax rules could draft: every regime, place, buyer, group and text.

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

use fba_nfe::domain::codes::{CClassTrib, CMun, Cep, Cest, Cfop, Crt, Gtin, Ie, Ncm, Orig, TpAmb};
use fba_nfe::domain::invoice::*;
use fba_nfe::domain::local::{Csrt, Local};
use fba_nfe::domain::{
    Chance, Cnpj, Emission, Money, Quantity, Rate, Svc, TaxId, Timestamp, Uf, UnitPrice,
};
use fba_nfe::nfe::number_code::c_nf;

use super::values::{cnpj, cpf, digits, ie, rate, t_string, uf, with_c_mun_digit, with_gtin_digit};

const HOMOLOGACAO: &str = "EMITIDA EM AMBIENTE DE HOMOLOGACAO - SEM VALOR FISCAL";

/// An invoice of one of the two test companies, and a number for it.
pub(crate) fn numbered() -> impl Strategy<Value = (Invoice, Numbering)> {
    let seconds = 1_767_400_000i64..1_798_000_000;
    let number = (0u16..890, 1u32..1_000_000_000);
    (invoice(), number, seconds, outage()).prop_map(|(mut invoice, (serie, n_nf), at, outage)| {
        let code = c_nf(&Chance::new("laws"), invoice.tp_amb, &invoice.emit.cnpj, serie, n_nf);
        let at = Timestamp::from_second(at).unwrap();
        invoice.emission = emission(invoice.emit.ender.uf, at, outage);
        let dh_emi = LocalTime::new(at, invoice.emit.ender.uf.offset_hours());
        (invoice, Numbering { serie, n_nf, c_nf: code, dh_emi })
    })
}

/// How many seconds the home SEFAZ has been down, and in what words: of one note in four.
pub(crate) fn outage() -> impl Strategy<Value = Option<(i64, String)>> {
    option::weighted(0.25, (0i64..500_000, t_string(15, 256)))
}

/// The contingency of this state, at that moment.
pub(crate) fn emission(uf: Uf, at: Timestamp, outage: Option<(i64, String)>) -> Emission {
    let Some((seconds, why)) = outage else { return Emission::Normal };
    let since = Timestamp::from_second(at.as_second() - seconds).unwrap();
    Emission::Contingency { svc: Svc::of(uf), since, why }
}

/// Where, to whom and under which regime: what the rest of the invoice hangs on.
#[derive(Clone, Debug)]
struct Frame {
    crt: Crt,
    from: Uf,
    to: Uf,
    ie: Option<Ie>,
    ind_final: bool,
    ibs_cbs: bool,
    /// Whether Simples pays it too.
    difal: bool,
}

impl Frame {
    fn difal(&self) -> bool {
        (!self.crt.uses_csosn() || self.difal)
            && self.from != self.to
            && self.ind_final
            && self.ie.is_none()
    }
}

fn frame() -> impl Strategy<Value = Frame> {
    let crt = select(Crt::ALL.to_vec());
    let contributor = option::of(any::<bool>());
    (crt, uf(), uf(), any::<bool>(), contributor, any::<[bool; 2]>()).prop_map(
        |(crt, from, other, inside, contributor, [ibs_cbs, difal])| Frame {
            crt,
            from,
            to: if inside { from } else { other },
            ind_final: contributor.unwrap_or(true),
            ie: contributor.map(|_| ie(if inside { from } else { other })),
            ibs_cbs: ibs_cbs && crt == Crt::Normal,
            difal,
        },
    )
}

fn invoice() -> impl Strategy<Value = Invoice> {
    frame().prop_flat_map(|frame| {
        let parties = (emit(frame.clone()), dest(frame.clone()), inf_intermed());
        let goods = (vec(det(frame.clone()), 1..6), vec(det_pag(), 1..4));
        // 972.
        let asked = matches!(frame.from, Uf::Am | Uf::Ms | Uf::Pe | Uf::Pr | Uf::Sc | Uf::To);
        // 486.
        let least = usize::from(frame.from == Uf::Ba);
        let rest = (
            select(vec![TpAmb::Producao, TpAmb::Homologacao]),
            t_string(1, 60),
            select(vec![0u8, 1, 2, 9]),
            option::of(t_string(1, 500)),
            vec((t_string(1, 20), t_string(1, 60)), 0..4),
            (inf_resp_tec(frame.from), any::<bool>())
                .prop_map(move |(it, told)| (told || asked).then_some(it)),
            (option::of(local()), vec(tax_id(), least..11)),
        );
        (Just(frame), parties, goods, rest).prop_map(assembled)
    })
}

type Parties = (Emit, Dest, InfIntermed);
type Goods = (Vec<Det>, Vec<DetPag>);
type Rest = (
    TpAmb,
    String,
    u8,
    Option<String>,
    Vec<(String, String)>,
    Option<InfRespTec>,
    (Option<Local>, Vec<TaxId>),
);

fn assembled((frame, parties, goods, rest): (Frame, Parties, Goods, Rest)) -> Invoice {
    let (emit, mut dest, inf_intermed) = parties;
    let (mut det, mut det_pag) = goods;
    let (tp_amb, nat_op, mod_frete, inf_cpl, obs_cont, inf_resp_tec, (retirada, aut_xml)) = rest;
    if tp_amb == TpAmb::Homologacao {
        // Nothing is sold there, and the names say so (598, 373).
        dest.x_nome = format!("NF-E {HOMOLOGACAO}");
        det[0].x_prod = format!("NOTA FISCAL {HOMOLOGACAO}");
    }
    let total = Total::of(&det);
    // The payments make vNF, to the cent.
    let share = total.v_nf.cents() / i64::try_from(det_pag.len()).unwrap();
    let mut left = total.v_nf.cents();
    for payment in det_pag.iter_mut().skip(1) {
        payment.v_pag = Money::from_cents(share);
        left -= share;
    }
    det_pag[0].v_pag = Money::from_cents(left);
    Invoice {
        tp_amb,
        nat_op,
        id_dest: if frame.from == frame.to { 1 } else { 2 },
        ind_final: frame.ind_final,
        emission: Emission::Normal,
        emit,
        dest,
        retirada,
        aut_xml,
        det,
        total,
        mod_frete,
        det_pag,
        inf_intermed,
        inf_cpl: inf_cpl.unwrap_or_default(),
        obs_cont,
        inf_resp_tec,
    }
}

fn emit(frame: Frame) -> impl Strategy<Value = Emit> {
    let cnpj = match frame.crt.uses_csosn() {
        true => "11222333000181",
        false => "44555666000181",
    };
    (t_string(2, 60), option::of(t_string(1, 60)), ender(frame.from)).prop_map(
        move |(x_nome, x_fant, ender)| Emit {
            cnpj: Cnpj::parse(cnpj).unwrap(),
            x_nome,
            x_fant,
            ender,
            ie: ie(frame.from),
            crt: frame.crt,
        },
    )
}

fn dest(frame: Frame) -> impl Strategy<Value = Dest> {
    let company = frame.ie.is_some();
    (cnpj(), cpf(), any::<bool>(), t_string(2, 60), ender(frame.to)).prop_map(
        move |(cnpj, cpf, either, x_nome, ender)| Dest {
            id: if company || either { TaxId::Cnpj(cnpj) } else { TaxId::Cpf(cpf) },
            x_nome,
            ender,
            ie: frame.ie.clone(),
        },
    )
}

fn ender(uf: Uf) -> impl Strategy<Value = Ender> {
    let places = (t_string(2, 60), t_string(1, 60), option::of(t_string(1, 60)), t_string(2, 60));
    (places, t_string(2, 60), 0u32..10_000, digits(8), option::of(digits(11))).prop_map(
        move |((x_lgr, nro, x_cpl, x_bairro), x_mun, c_mun, cep, fone)| Ender {
            x_lgr,
            nro,
            x_cpl,
            x_bairro,
            c_mun: CMun::parse(&with_c_mun_digit(&format!("{:02}{c_mun:04}", uf.code()))).unwrap(),
            x_mun,
            uf,
            cep: Cep::parse(&cep).unwrap(),
            fone,
        },
    )
}

/// Chapters 01 to 97, without 77, which is kept for later.
fn ncm() -> impl Strategy<Value = String> {
    let chapter = (1u32..=97).prop_filter("a chapter", |it| *it != 77);
    (chapter, digits(6)).prop_map(|(chapter, rest)| format!("{chapter:02}{rest}"))
}

fn det(frame: Frame) -> impl Strategy<Value = Det> {
    let names = (t_string(1, 60), t_string(1, 120), t_string(1, 6), option::of(t_string(1, 500)));
    let kinds = select(vec!["101", "102", "105", "106", "107", "108", "117", "120", "949"]);
    let codes = (ncm(), option::of(digits(7)), 0u8..9, option::of(digits(9)), kinds);
    let amounts = (1i64..100_000_000, option::of(1i64..100_000), 0u8..100, option::of(1i64..9_999));
    let quantity = 1u32..1_000;
    let taxes = (rate(), rate(), rate(), any::<u8>(), any::<bool>());
    (names, codes, amounts, quantity, taxes).prop_map(
        move |(names, codes, (prod, frete, desc, outro), quantity, taxes)| {
            let (c_prod, x_prod, u_com, inf_ad_prod) = names;
            let (ncm, cest, orig, gtin, cfop) = codes;
            let v_prod = Money::from_cents(prod);
            let v_frete = Money::from_cents(frete.unwrap_or_default());
            let v_outro = Money::from_cents(outro.unwrap_or_default());
            let v_desc = v_prod.percent(Rate::from_ten_thousandths(i64::from(desc) * 10_000));
            let v_bc = v_prod + v_frete + v_outro - v_desc;
            let q_com = Quantity::whole(quantity).unwrap();
            let side = if frame.from == frame.to { 5 } else { 6 };
            let orig = Orig::parse(&orig.to_string()).unwrap();
            let inter = interstate(frame.from, frame.to, orig.is_imported());
            let (icms, pis, cofins) = taxes_of(&frame, orig, v_bc, &taxes);
            Det {
                c_prod,
                c_ean: gtin.map(|it| Gtin::parse(&with_gtin_digit(&it)).unwrap()),
                x_prod,
                ncm: Ncm::parse(&ncm).unwrap(),
                cest: cest.map(|it| Cest::parse(&it).unwrap()),
                c_benef: None,
                cfop: Cfop::parse(&format!("{side}{cfop}")).unwrap(),
                u_com,
                q_com,
                v_un_com: UnitPrice::of(v_prod, q_com),
                v_prod,
                v_frete,
                v_desc,
                v_outro,
                n_fci: None,
                v_tot_trib: None,
                icms,
                ipi: None,
                icms_uf_dest: frame.difal().then(|| difal(inter, v_bc, &taxes)),
                pis,
                cofins,
                is: None,
                ibs_cbs: frame.ibs_cbs.then(|| ibs_cbs(v_bc)),
                inf_ad_prod,
            }
        },
    )
}

type Taxes = (Rate, Rate, Rate, u8, bool);

fn taxes_of(
    frame: &Frame,
    orig: Orig,
    v_bc: Money,
    (p_icms, p_pis, p_cofins, kind, aliq): &Taxes,
) -> (Icms, Option<Contribution>, Option<Contribution>) {
    match frame.crt.uses_csosn() {
        true => {
            let csosn = [Csosn::C102, Csosn::C103, Csosn::C300, Csosn::C400];
            let none = || Contribution::Outr {
                cst: "49",
                v_bc: Money::ZERO,
                rate: Rate::ZERO,
                value: Money::ZERO,
            };
            let group = IcmsGroup::Sn102(csosn[usize::from(*kind) % csosn.len()]);
            (Icms { orig, group }, Some(none()), Some(none()))
        }
        false => {
            let contribution = |rate: Rate| match aliq {
                true => Contribution::Aliq { cst: "01", v_bc, rate, value: v_bc.percent(rate) },
                false => Contribution::Nt { cst: "06" },
            };
            // Between states the Senate's rate is the most (663, 693).
            let most = interstate(frame.from, frame.to, orig.is_imported());
            let p_icms = if frame.from == frame.to { *p_icms } else { most.min(*p_icms) };
            let own = Own { v_bc, p_icms, v_icms: v_bc.percent(p_icms), fcp: None };
            let icms = Icms { orig, group: IcmsGroup::Cst00(own) };
            (icms, Some(contribution(*p_pis)), Some(contribution(*p_cofins)))
        }
    }
}

/// Resoluções do Senado 22/1989 and 13/2012.
fn interstate(from: Uf, to: Uf, imported: bool) -> Rate {
    let south = |uf: Uf| ["SP", "RJ", "MG", "PR", "SC", "RS"].contains(&uf.sigla());
    let rate = match (imported, south(from) && !south(to)) {
        (true, _) => "4",
        (false, true) => "7",
        (false, false) => "12",
    };
    Rate::parse(rate).unwrap()
}

fn difal(p_icms_inter: Rate, v_bc: Money, (p_fcp, _, _, _, with_fcp): &Taxes) -> IcmsUfDest {
    let p_icms_uf_dest = Rate::parse("20.5").unwrap();
    let gap = p_icms_uf_dest.checked_sub(p_icms_inter).unwrap();
    IcmsUfDest {
        v_bc_uf_dest: v_bc,
        fcp: with_fcp.then(|| Fcp { v_bc, p_fcp: *p_fcp, v_fcp: v_bc.percent(*p_fcp) }),
        p_icms_uf_dest,
        p_icms_inter,
        v_icms_uf_dest: v_bc.percent(gap),
    }
}

fn ibs_cbs(v_bc: Money) -> IbsCbs {
    let levy = |rate| Levy { rate, dif: None, red: None, value: v_bc.percent(rate) };
    // Of 2026, which all of these notes are of.
    let (p_ibs_uf, p_cbs) = (Rate::parse("0.1").unwrap(), Rate::parse("0.9").unwrap());
    IbsCbs {
        c_class_trib: CClassTrib::parse("000001").unwrap(),
        group: IbsCbsGroup::Taxed(Box::new(GIbsCbs {
            v_bc,
            ibs_uf: levy(p_ibs_uf),
            ibs_mun: levy(Rate::ZERO),
            cbs: levy(p_cbs),
            regular: None,
        })),
    }
}

fn det_pag() -> impl Strategy<Value = DetPag> {
    let card =
        (option::of(cnpj()), option::of(select(vec!["01", "99"])), option::of(t_string(1, 128)));
    (select(vec!["03", "01", "99", "17"]), t_string(2, 60), option::of(card)).prop_map(
        |(t_pag, x_pag, card)| DetPag {
            t_pag,
            x_pag: (t_pag == "99").then_some(x_pag),
            v_pag: Money::ZERO,
            card: card.filter(|_| matches!(t_pag, "03" | "17")).map(|(cnpj, t_band, c_aut)| Card {
                cnpj,
                t_band,
                c_aut,
            }),
        },
    )
}

fn inf_intermed() -> impl Strategy<Value = InfIntermed> {
    (cnpj(), t_string(2, 60))
        .prop_map(|(cnpj, id_cad_int_tran)| InfIntermed { cnpj, id_cad_int_tran })
}

/// Paraná wants the hash of a secret (975).
fn inf_resp_tec(from: Uf) -> impl Strategy<Value = InfRespTec> {
    let email = Just("suporte@exemplo.com.br".to_owned());
    let csrt = ((digits(2), "[A-Z0-9]{16,36}"), any::<bool>())
        .prop_map(move |(csrt, told)| (told || from == Uf::Pr).then_some(csrt));
    (cnpj(), t_string(2, 60), email, digits(14), csrt).prop_map(
        |(cnpj, x_contato, email, fone, csrt)| {
            let csrt = csrt.map(|(id, secret)| Csrt::new(&id, &secret).unwrap());
            InfRespTec { cnpj, x_contato, email, fone, csrt }
        },
    )
}

fn tax_id() -> impl Strategy<Value = TaxId> {
    prop_oneof![cnpj().prop_map(TaxId::Cnpj), cpf().prop_map(TaxId::Cpf)]
}

fn local() -> impl Strategy<Value = Local> {
    (tax_id(), option::of(t_string(2, 60)), uf().prop_flat_map(ender), option::of(digits(12)))
        .prop_map(|(id, x_nome, ender, ie)| {
            let ie = ie.map(|it| Ie::parse(&it).unwrap());
            Local { id, x_nome, ender, ie }
        })
}
