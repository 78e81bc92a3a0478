//! The register of the buyer's state: whether a company that buys has an IE there.

use fba_nfe::domain::seller::Contributors;
use fba_nfe::ports::Store as _;
use fba_nfe::stage::Parked;

use super::Trial;
use crate::tools::root;

const SHIPMENT: &str = "samples/cpf-in-state/shipments/FBA15K0001.json";

/// The IE in the note that was sent, when it has one.
async fn ie_in_note(trial: &Trial) -> Option<String> {
    let life = trial.stage.life(&trial.id).await.unwrap().unwrap();
    let sealed = life.state.sealed().cloned()?;
    let xml = trial.stage.world().store.body(&sealed.xml).await.unwrap().unwrap();
    let text = String::from_utf8(xml).unwrap();
    let dest = text.split_once("<dest>")?.1.split_once("</dest>")?.0.to_owned();
    Some(dest.split_once("<IE>")?.1.split_once("</IE>")?.0.to_owned())
}

/// A company that the contributors file does not know is looked up where the seller wants it, once
/// a month; a register that is down is waited for, and one that does not know it changes nothing.
#[tokio::test]
async fn the_register_of_the_buyers_state_tells_its_ie() {
    const COMPANY: &str = "[[world.company]]\ncnpj = \"99888777000100\"\nuf = \"SP\"\n\
        ie = \"207112349110\"\n";
    const DOWN: &str = "[[world.answer]]\nto = \"CadConsultaCadastro4\"\nsay = [\"108\"]\n";
    let known = format!("{COMPANY}{DOWN}");
    for (asks, world, expected) in [
        (true, known.as_str(), Some("207112349110")),
        (true, "", None),
        (false, known.as_str(), None),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let trial = Trial::begin_as(folder.path(), false, world, |trader| {
            trader.asks_register = asks;
            trader.seller.contributors = Contributors::default();
        })
        .await;
        let shipment = std::fs::read_to_string(root(SHIPMENT)).unwrap();
        let person = r#""Name": "CPF", "Value": "98765432100""#;
        assert!(shipment.contains(person));
        trial.answer.say(&shipment.replace(person, r#""Name": "CNPJ", "Value": "99888777000100""#));
        for _ in 0..20 {
            match trial.advance().await {
                Parked::Until(until) => trial.stage.world().clock.advance_to(until),
                Parked::Closed { until, .. } => trial.stage.world().clock.advance_to(until),
                Parked::Done => break,
            }
        }
        assert_eq!(ie_in_note(&trial).await.as_deref(), expected, "{asks} {world}");
    }
}
