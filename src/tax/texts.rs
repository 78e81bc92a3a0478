//! `infAdic`: what the note says in words. Document texts, in the tax office's own language.

use crate::domain::codes::Crt;
use crate::domain::invoice::{LocalTime, Total};
use crate::domain::seller::Seller;
use crate::domain::shipment::Shipment;
use crate::domain::text::latin1;
use crate::domain::{Emission, Money};

const INF_CPL_MAX: usize = 5000;
const X_TEXTO_MAX: usize = 60;
const X_JUST_MAX: usize = 256;
/// An id of Amazon's is far shorter; a hostile one must not push out the rest.
const ID_MAX: usize = 64;

/// Resolução CGSN 140/2018, art. 59: a Simples seller says so.
const SIMPLES: &str = "DOCUMENTO EMITIDO POR ME OU EPP OPTANTE PELO SIMPLES NACIONAL. NAO GERA \
                       DIREITO A CREDITO FISCAL DE IPI.";

/// `infCpl`. Amazon looks for the order's number in it.
pub(super) fn inf_cpl(
    shipment: &Shipment,
    seller: &Seller,
    care_of: Option<&str>,
    total: &Total,
) -> String {
    let mut parts = Vec::new();
    let id = |text: &Option<String>| text.as_deref().map(|it| latin1(it, ID_MAX));
    parts.extend(id(&shipment.amazon_order_id).map(|it| format!("Pedido Amazon {it}")));
    parts.extend(id(&shipment.amazon_shipment_id).map(|it| format!("Remessa Amazon {it}")));
    parts.extend(care_of.map(|name| format!("A/C {name}")));
    if let Some((fcp, icms)) = total.difal {
        // Convênio ICMS 236/2021, and the sentence that state portals ask for.
        parts.push(format!(
            "Valores totais do ICMS interestadual: DIFAL da UF destino R$ {} + FCP R$ {}; DIFAL da \
             UF origem R$ {}",
            comma(icms),
            comma(fcp),
            comma(Money::ZERO)
        ));
    }
    match seller.crt {
        Crt::Simples | Crt::Mei => parts.push(SIMPLES.to_owned()),
        Crt::SimplesExcess | Crt::Normal => {}
    }
    latin1(&parts.join("; "), INF_CPL_MAX)
}

/// `obsCont`: the order's number, for machines.
pub(super) fn obs_cont(shipment: &Shipment) -> Vec<(String, String)> {
    let order = shipment.amazon_order_id.as_deref().map(|it| latin1(it, X_TEXTO_MAX));
    let order = order.filter(|it| !it.is_empty());
    order.map(|it| ("AmazonOrderId".to_owned(), it)).into_iter().collect()
}

/// How it is issued, with `xJust` as the layout takes it. Whether a reason is left, and whether the
/// contingency is this state's, the check says of the draft (557, 584).
pub(super) fn emission(emission: &Emission) -> Emission {
    match emission {
        Emission::Normal => Emission::Normal,
        Emission::Contingency { svc, since, why } => {
            // `dhCont` has no fractions of a second.
            let since = LocalTime::new(*since, 0).timestamp();
            Emission::Contingency { svc: *svc, since, why: latin1(why, X_JUST_MAX) }
        }
    }
}

fn comma(money: Money) -> String {
    money.to_string().replace('.', ",")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Svc, Timestamp};

    #[test]
    fn a_contingency_is_told_as_the_layout_takes_it() {
        let since: Timestamp = "2026-11-21T10:00:00.75Z".parse().unwrap();
        let why = format!("  SEFAZ\tde origem “fora do ar” {}", "x".repeat(300));
        let told = emission(&Emission::Contingency { svc: Svc::An, since, why });
        let Emission::Contingency { svc, since, why } = told else { panic!("{told:?}") };
        assert_eq!((svc, since.to_string().as_str()), (Svc::An, "2026-11-21T10:00:00Z"));
        assert!(why.starts_with("SEFAZ de origem \"fora do ar\" x"), "{why}");
        assert_eq!(why.chars().count(), 256);
        assert_eq!(emission(&Emission::Normal), Emission::Normal);
    }
}
