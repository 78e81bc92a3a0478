//! Rules: what ships is whole, a day without a row is unknown, and own tables are laid over ours.

use super::*;
use crate::domain::Rate;
use proptest::prelude::*;

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn class(text: &str) -> CClassTrib {
    CClassTrib::parse(text).unwrap()
}

fn rate(text: &str) -> Rate {
    Rate::parse(text).unwrap()
}

/// The figures of 2027 in it are invented; `rules_2027` of the samples says so too.
const EXAMPLE: &[(&str, &str)] = &[
    ("contributions.tsv", include_str!("../../../samples/rules_2027/contributions.tsv")),
    ("ibs_cbs.tsv", include_str!("../../../samples/rules_2027/ibs_cbs.tsv")),
    ("levies.tsv", include_str!("../../../samples/rules_2027/levies.tsv")),
];

const STATES_HEAD: &str = "uf\tp_icms\tp_fcp\tdifal_base\tvalid_from\tvalid_to\tsource\tcertainty";

#[test]
fn what_ships_has_no_fault_and_a_row_for_everything() {
    let mut faults = Vec::new();
    let rules = read(&[], &mut faults);
    assert_eq!(faults, Vec::new());
    assert_eq!(rules.own_rows(), 0);
    let today = day("2026-11-22");
    for uf in Uf::ALL {
        assert!(rules.internal(*uf, today).is_some(), "{uf}");
        for to in Uf::ALL {
            assert_eq!(rules.interstate(*uf, *to, today).is_some(), uf != to, "{uf} {to}");
        }
    }
    let gap = rules.gap(&[1, 2, 3, 4], &[Levy::Ipi, Levy::Is], today).unwrap();
    assert_eq!(gap.day, day("2027-01-01"));
    assert_eq!(gap.tables, ["contributions.tsv", "levies.tsv", "ibs_cbs.tsv"]);
}

#[test]
fn states_change_on_their_day() {
    let rules = Rules::shipped();
    let of = |uf, on: &str| rules.internal(uf, day(on)).map(|it| (it.is.p_icms, it.is.p_fcp));
    assert_eq!(of(Uf::Al, "2026-03-31"), Some((rate("19"), rate("1"))));
    assert_eq!(of(Uf::Al, "2026-04-01"), Some((rate("20.5"), rate("1"))));
    assert_eq!(of(Uf::Rj, "2026-11-22"), Some((rate("20"), rate("2"))));
    // Nobody looked further back than its first row.
    assert_eq!(of(Uf::Rj, "2024-03-19"), None);
    let with_a_fund: Vec<_> = Uf::ALL
        .iter()
        .filter(|it| !rules.internal(**it, day("2026-11-22")).unwrap().is.p_fcp.is_zero())
        .collect();
    assert_eq!(with_a_fund, [&Uf::Al, &Uf::Rj, &Uf::Se]);
}

#[test]
fn the_way_between_states_is_seven_twelve_or_four() {
    let rules = Rules::shipped();
    let of = |from, to| rules.interstate(from, to, day("2026-11-22"));
    let rate_of = |from, to, imported| {
        let Interstate { p_icms, p_icms_imported } = of(from, to).unwrap().is;
        if imported { p_icms_imported } else { p_icms }
    };
    assert_eq!(rate_of(Uf::Sp, Uf::Ba, false), rate("7"));
    // Espírito Santo is no Southeast for this.
    assert_eq!(rate_of(Uf::Sp, Uf::Es, false), rate("7"));
    assert_eq!(rate_of(Uf::Es, Uf::Sp, false), rate("12"));
    assert_eq!(rate_of(Uf::Sp, Uf::Rj, false), rate("12"));
    assert_eq!(rate_of(Uf::Ba, Uf::Sp, false), rate("12"));
    assert_eq!(rate_of(Uf::Sp, Uf::Ba, true), rate("4"));
    assert!(of(Uf::Sp, Uf::Ba).unwrap().source.contains("22/1989"));
}

#[test]
fn a_cfop_is_there_or_is_not() {
    let rules = Rules::shipped();
    let of = |code: &str| rules.cfop(Cfop::parse(code).unwrap(), day("2026-11-22"));
    assert!(of("6405").is_none());
    assert!(of("5107").is_none());
    assert!(of("6404").is_some_and(|it| it.is.st && !it.is.devol));
    assert!(of("5202").is_some_and(|it| it.is.devol));
    assert!(of("5907").is_some_and(|it| it.is.retor));
    assert!(of("5910").is_some_and(|it| it.is.remes));
    let row = of("6108").unwrap();
    assert_eq!((row.is.devol, row.is.retor, row.is.remes, row.is.st), (false, false, false, false));
    assert!(rules.cfop(Cfop::parse("5216").unwrap(), day("2019-04-30")).is_none());
}

#[test]
fn a_class_says_what_it_needs() {
    let rules = Rules::shipped();
    let today = day("2026-11-22");
    let of = |code| rules.class(&class(code), today).map(|it| it.is.clone());
    assert_eq!(of("000001").unwrap(), Class { needs: Needs::Full, regular: false, nfe: true });
    assert!(!of("000002").unwrap().nfe);
    let sixty = Needs::Reduced { p_red_ibs: rate("60"), p_red_cbs: rate("60") };
    assert_eq!(of("200034").unwrap().needs, sixty);
    let uneven = Needs::Reduced { p_red_ibs: rate("60"), p_red_cbs: rate("100") };
    assert_eq!(of("200025").unwrap().needs, uneven);
    assert_eq!(of("410004").unwrap().needs, Needs::Nothing);
    assert_eq!(of("510001").unwrap().needs, Needs::Deferred { reduction: None });
    assert!(of("550001").unwrap().regular);
    assert_eq!(of("620001").unwrap().needs, Needs::Mono);
    assert_eq!(of("620006").unwrap().needs, Needs::Other);
    assert_eq!(of("999999"), None);
    // Its last day was the first of 2026.
    assert_eq!(of("220001"), None);
    assert!(rules.class(&class("220001"), day("2026-01-01")).is_some());
}

#[test]
fn the_reform_stands_by_regime_and_day() {
    let rules = Rules::shipped();
    let on = |crt, text| rules.ibs_cbs(crt, day(text));
    let IbsCbsStanding::Due(rates, source) = on(3, "2026-12-31") else { panic!("due") };
    assert_eq!((rates.p_ibs_uf, rates.p_ibs_mun), (rate("0.1"), Rate::ZERO));
    assert_eq!((rates.p_cbs, rates.base), (rate("0.9"), IbsCbsBase::NetOfTaxes));
    assert!(source.contains("343"));
    assert!(matches!(on(2, "2026-12-31"), IbsCbsStanding::Optional(..)));
    for crt in [1, 4] {
        assert_eq!(on(crt, "2026-12-31"), IbsCbsStanding::NotDue);
        assert_eq!(on(crt, "2027-01-01"), IbsCbsStanding::Unknown);
        assert_eq!(on(crt, "2027-01-04"), IbsCbsStanding::NeedsSchema("PL_010h"));
    }
    assert_eq!(on(3, "2025-12-31"), IbsCbsStanding::NotDue);
}

/// The same day's sale, with and without an example of what 2027 may bring.
#[test]
fn on_the_first_of_2027_only_a_configured_set_knows_the_law() {
    let (last, first) = (day("2026-12-31"), day("2027-01-01"));
    let shipped = Rules::shipped();
    assert_eq!(shipped.contributions(3, last).map(|it| it.is), Some(Due::Yes));
    assert_eq!(shipped.contributions(3, first), None);
    assert_eq!(shipped.ibs_cbs(3, first), IbsCbsStanding::Unknown);

    let example = Rules::with(EXAMPLE).unwrap();
    assert_eq!(example.contributions(3, last).map(|it| it.is), Some(Due::Yes));
    assert_eq!(example.contributions(3, first).map(|it| it.is), Some(Due::No));
    let IbsCbsStanding::Due(rates, source) = example.ibs_cbs(3, first) else { panic!("due") };
    assert_eq!((rates.p_ibs_uf, rates.p_ibs_mun), (rate("0.05"), rate("0.05")));
    assert_eq!(rates.base, IbsCbsBase::OperationValue);
    assert!(source.contains("INVENTED"), "{source}");
    assert!(example.own_rows() > 0);
    assert_eq!(example.gap(&[3], &[], last).map(|it| it.day), None);
    assert_ne!(example.digest(), shipped.digest());
    // The states' own rates are the shipped ones still.
    assert_eq!(example.internal(Uf::Sp, first), shipped.internal(Uf::Sp, first));
}

#[test]
fn an_own_row_stands_for_its_days_and_ours_for_the_rest() {
    let own = format!(
        "# mine\n{STATES_HEAD}\nSP\t19,5\t0\toperation_value\t2027-02-01\t2027-06-30\tLei\ttold\n"
    );
    let rules = Rules::with(&[("mine/icms_uf.tsv", &own)]).unwrap();
    let of = |on| rules.internal(Uf::Sp, day(on)).map(|it| (it.is.p_icms, it.own));
    assert_eq!(of("2027-01-31"), Some((rate("18"), false)));
    assert_eq!(of("2027-02-01"), Some((rate("19.5"), true)));
    assert_eq!(of("2027-06-30"), Some((rate("19.5"), true)));
    assert_eq!(of("2027-07-01"), Some((rate("18"), false)));
    assert_eq!(rules.own_rows(), 1);
    // Three regimes, one rate, two levies; every file's rows are counted.
    let files = [&[("icms_uf.tsv", own.as_str())], EXAMPLE].concat();
    assert_eq!(Rules::with(&files).unwrap().own_rows(), 1 + 3 + 1 + 2);
}

#[test]
fn rows_may_follow_each_other_and_share_no_day() {
    let rows = |one: &str, two: &str| {
        let row = |days: &str| format!("SP\t19\t0\toperation_value\t{days}\tLei\ttold\n");
        let own = format!("{STATES_HEAD}\n{}{}", row(one), row(two));
        Rules::with(&[("icms_uf.tsv", &own)])
    };
    let june = "2027-06-01\t2027-06-30";
    for apart in ["2027-07-01\t", "\t2027-05-31", "2027-07-01\t2027-07-01"] {
        assert!(rows(june, apart).is_ok() && rows(apart, june).is_ok(), "{apart:?}");
    }
    for met in ["2027-06-30\t", "\t2027-06-01", "2027-06-15\t2027-06-15", "\t"] {
        let one_of_two = |it: Result<Rules, Vec<RuleFault>>| it.unwrap_err().len() == 1;
        assert!(one_of_two(rows(june, met)) && one_of_two(rows(met, june)), "{met:?}");
    }
}

#[test]
fn every_fault_is_told_at_once_with_its_place() {
    let own = format!(
        "{STATES_HEAD}\nXX\t19.5\t0\toperation_value\t\t\tLei\ttold\n\
         SP\t1e2\t-1\tnone\t2027-13-01\t\t\ttold\n\
         SP\t18\t0\toperation_value\t2027-01-01\t2026-01-01\tLei\ttold\n\
         RJ\t18\t0\n\
         BA\t18\t0\toperation_value\t\t\tLei\ttold\n\
         BA\t19\t0\toperation_value\t2027-01-01\t\tLei\ttold\n\
         BA\t101\t0\toperation_value\t\t\tLei\ttold\n"
    );
    let files = [
        ("icms_uf.tsv", own.as_str()),
        ("icms.tsv", ""),
        ("cfop.tsv", ""),
        ("levies.tsv", "levy\tdue"),
    ];
    let faults = Rules::with(&files).unwrap_err();
    let told: Vec<String> =
        faults.iter().map(|it| format!("{} {} {:?}", it.file, it.key(), it.value)).collect();
    let want = [
        "icms.tsv the file None",
        "icms_uf.tsv line 2, column uf Some(\"XX\")",
        "icms_uf.tsv line 3, column p_icms Some(\"1e2\")",
        "icms_uf.tsv line 3, column p_fcp Some(\"-1\")",
        "icms_uf.tsv line 3, column difal_base Some(\"none\")",
        "icms_uf.tsv line 3, column valid_from Some(\"2027-13-01\")",
        "icms_uf.tsv line 3, column source None",
        "icms_uf.tsv line 4, column valid_to Some(\"2026-01-01\")",
        "icms_uf.tsv line 5 None",
        "icms_uf.tsv line 7, column valid_from None",
        "icms_uf.tsv line 8, column p_icms Some(\"101\")",
        "cfop.tsv the file None",
        "levies.tsv line 1, column valid_from None",
        "levies.tsv line 1, column valid_to None",
        "levies.tsv line 1, column source None",
        "levies.tsv line 1, column certainty None",
    ];
    assert_eq!(told, want);
    assert!(faults.iter().all(|it| !it.remedy.is_empty()));
    let met = faults.iter().find(|it| it.line == 7).unwrap();
    assert!(met.problem.contains("line 6"), "{met}");
}

#[test]
fn a_row_of_a_schema_that_we_do_not_write_is_told_as_such() {
    let head = "crt\tstanding\tp_ibs_uf\tp_ibs_mun\tp_cbs\tbase\tschema\tvalid_from\tvalid_to\tsource\tcertainty";
    let row = |standing: &str, schema: &str| {
        format!(
            "{head}\n3\t{standing}\t0.05\t0.05\t8.7\toperation_value\t{schema}\t2027-01-01\t\tx\ty\n"
        )
    };
    let read = |text: &str| Rules::with(&[("ibs_cbs.tsv", text)]);
    let newer = read(&row("due", "PL_011a")).unwrap();
    let standing = newer.ibs_cbs(3, day("2027-01-01"));
    assert_eq!(standing, IbsCbsStanding::NeedsSchema("PL_011a"));
    let faults = read(&row("due", "")).unwrap_err();
    assert_eq!(faults.first().unwrap().column, "schema");
    assert_eq!(read(&row("due", "v4.00")).unwrap_err().len(), 1);
    let gap = newer.gap(&[3], &[], day("2026-12-31")).unwrap();
    assert_eq!(gap.tables, ["contributions.tsv", "ibs_cbs.tsv"]);
}

proptest! {
    /// What a day before the first row or after the last has, is nothing; and inside one row the
    /// answer is that row's.
    #[test]
    fn only_the_days_of_a_row_have_it(from in 0i64..2_000, long in 0i64..500, on in -100i64..2_700) {
        let first = day("2026-01-01");
        let at = |days: i64| first.checked_add(jiff::Span::new().days(days)).unwrap();
        let (valid_from, valid_to) = (at(from), at(from + long));
        let text = format!(
            "levy\tdue\tvalid_from\tvalid_to\tsource\tcertainty\n\
             is\tyes\t{valid_from}\t{valid_to}\tx\ty\n"
        );
        let mut faults = Vec::new();
        let table = Table::<Levies>::read(Some(("levies.tsv", &text)), &mut faults);
        prop_assert!(faults.is_empty());
        let row = table.on(&Levy::Is, at(on));
        let own = (from..=from + long).contains(&on);
        prop_assert_eq!(row.is_some_and(|it| it.own), own);
        let shipped = Rules::shipped();
        if !own {
            prop_assert_eq!(row, shipped.levy(Levy::Is, at(on)));
        }
    }

    /// No text makes the reader panic, and none is taken without all its columns.
    #[test]
    fn any_text_is_read_or_refused(text in "\\PC{0,200}") {
        let mut faults = Vec::new();
        Table::<Levies>::read(Some(("levies.tsv", &text)), &mut faults);
        prop_assert!(!faults.is_empty());
    }
}
