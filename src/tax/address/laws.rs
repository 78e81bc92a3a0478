//! What holds of every address, however it was typed.

use proptest::prelude::*;

use super::*;

/// Words of addresses, numbers in many shapes, and what stands between them.
const WORDS: &[&str] = &[
    "Rua",
    "R.",
    "Av.",
    "Avenida",
    "Travessa",
    "Rodovia",
    "BR-101",
    "SQS",
    "Quadra",
    "Qd.",
    "das",
    "da",
    "de",
    "Flores",
    "Augusta",
    "São",
    "João",
    "7",
    "de",
    "Setembro",
    "12",
    "1.234",
    "45-A",
    "123/125",
    "700",
    "nº",
    "N.",
    "número",
    "s/n",
    "S/N",
    "#5",
    "km",
    "Apto",
    "ap",
    "ap54",
    "Bloco",
    "B",
    "Casa",
    "fundos",
    "Torre",
    "2",
    "Condomínio",
    "Sítio",
    "Bairro",
    "Vila",
    "Jardim",
    "Jd.",
    "Centro",
    "Zona",
    "Rural",
    "Campinas",
    "SP",
    "CEP",
    "13015-001",
    "13015001",
    "Brasil",
    "próximo",
    "a",
    "(azul)",
    "3º",
    "2a",
    "T-37",
    "Flores-88",
    "é",
    "🎉",
    "–",
    "-",
    ",",
    ";",
    "|",
    "x",
    ":",
    "'",
];

fn typed() -> impl Strategy<Value = Option<String>> {
    let word = prop::sample::select(WORDS);
    let gap = prop::sample::select(&[" ", " ", " ", ", ", " - ", ",", ""][..]);
    let made = prop::collection::vec((word, gap), 0..12)
        .prop_map(|it| it.into_iter().flat_map(|(word, gap)| [word, gap]).collect::<String>());
    let any = "\\PC{0,80}";
    prop::option::weighted(0.8, prop_oneof![6 => made, 1 => any.prop_map(|it: String| it)])
}

fn address() -> impl Strategy<Value = Address> {
    let city =
        prop::option::of(prop::sample::select(&["Campinas", "CAMPINAS - SP", "São Paulo"][..]));
    let cep = prop::sample::select(&["13015-001", "13015001", "01310-100"][..]);
    let lines = (typed(), typed(), typed());
    (lines, typed(), typed(), city, cep).prop_map(|(lines, district, county, city, cep)| Address {
        line1: lines.0,
        line2: lines.1,
        line3: lines.2,
        district,
        county,
        city: city.map(str::to_owned),
        state_or_region: Some("SP".to_owned()),
        postal_code: Some(cep.to_owned()),
        ..Address::default()
    })
}

fn reading(address: &Address) -> (Option<Ender>, Vec<Fault>) {
    let mut faults = Vec::new();
    let address = Some(address.clone());
    let shipment = Shipment { shipping_address: address, ..Shipment::default() };
    let place = read(&shipment, &mut faults);
    (place.ender, faults)
}

/// The parts that are made of what was typed.
fn made(ender: &Ender) -> [&str; 4] {
    [&ender.x_lgr, &ender.nro, ender.x_cpl.as_deref().unwrap_or_default(), &ender.x_bairro]
}

/// Everything that was typed, as the layout's alphabet has it.
fn input(address: &Address) -> String {
    let fields = [
        &address.line1,
        &address.line2,
        &address.line3,
        &address.district,
        &address.county,
        &address.city,
    ];
    fields.map(|it| latin1(it.as_deref().unwrap_or_default(), usize::MAX)).join(" ")
}

fn runs_of_digits(text: &str) -> Vec<&str> {
    text.split(|c: char| !c.is_ascii_digit()).filter(|it| !it.is_empty()).collect()
}

proptest! {
    #[test]
    fn a_reading_or_a_fault_and_never_past_the_layout(address in address()) {
        let (ender, faults) = reading(&address);
        prop_assert_eq!(ender.is_some(), faults.is_empty());
        let Some(ender) = ender else { return Ok(()) };
        for (part, least) in made(&ender).into_iter().zip([2, 1, 0, 2]) {
            prop_assert!((least..=PART_MAX).contains(&part.chars().count()), "{part:?}");
            prop_assert_eq!(latin1(part, PART_MAX), part);
        }
        prop_assert!(ender.x_cpl.as_deref() != Some(""));
    }

    /// What was read, written in the plainest way, is read again as itself.
    #[test]
    fn a_reading_reads_itself(address in address()) {
        let Some(ender) = reading(&address).0 else { return Ok(()) };
        let again = Address {
            line1: Some(format!("{}, {}", ender.x_lgr, ender.nro)),
            line2: ender.x_cpl.clone(),
            district: Some(ender.x_bairro.clone()),
            city: Some(ender.x_mun.clone()),
            state_or_region: Some(ender.uf.sigla().to_owned()),
            postal_code: Some(ender.cep.as_str().to_owned()),
            phone: ender.fone.clone(),
            ..Address::default()
        };
        let (once_more, faults) = reading(&again);
        prop_assert!(faults.is_empty(), "{faults:?} of {ender:?}");
        prop_assert_eq!(once_more, Some(ender));
    }

    #[test]
    fn nothing_is_invented(address in address()) {
        let Some(ender) = reading(&address).0 else { return Ok(()) };
        let typed = input(&address);
        for part in made(&ender) {
            for word in part.split([' ', ',']).filter(|it| !it.is_empty() && *it != number::NO_NUMBER) {
                prop_assert!(typed.contains(word), "{word:?} of {part:?} in {typed:?}");
            }
        }
    }

    #[test]
    fn every_digit_of_the_lines_stands_somewhere(address in address()) {
        let Some(ender) = reading(&address).0 else { return Ok(()) };
        let written = format!("{} {}", made(&ender).join(" "), ender.cep);
        for line in [&address.line1, &address.line2, &address.line3].into_iter().flatten() {
            for digits in runs_of_digits(&latin1(line, usize::MAX)) {
                prop_assert!(written.contains(digits), "{digits} in {ender:?}");
            }
        }
    }

    /// A fault tells a person where somebody lives: marked, so that it reaches no journal.
    #[test]
    fn whatever_a_fault_says_of_an_address_is_personal(address in address()) {
        for fault in reading(&address).1 {
            prop_assert!(fault.personal || (fault.value.is_none() && fault.detail.is_none()));
            prop_assert!(fault.field.starts_with("ShippingAddress."));
        }
    }

    #[test]
    fn no_text_is_too_odd(one in ".{0,400}", two in ".{0,400}", three in ".{0,400}") {
        let address = Address {
            line1: Some(one.clone()),
            line2: Some(two.clone()),
            line3: Some(three.clone()),
            district: Some(two.clone()),
            city: Some(three.clone()),
            state_or_region: Some(one.clone()),
            postal_code: Some(two),
            phone: Some(one),
            country_code: Some(three),
            ..Address::default()
        };
        let (ender, faults) = reading(&address);
        prop_assert_eq!(ender.is_some(), faults.is_empty());
    }
}

#[test]
fn a_hostile_address_costs_little() {
    for text in ["a, ".repeat(200_000), "1 ".repeat(200_000), "S. ".repeat(100_000)] {
        let all = || Some(text.clone());
        let address = Address {
            line1: all(),
            line2: all(),
            line3: all(),
            district: all(),
            county: all(),
            city: all(),
            state_or_region: all(),
            postal_code: all(),
            phone: all(),
            ..Address::default()
        };
        assert!(reading(&address).0.is_none());
    }
}
