//! The servers, asked by our own clients: they answer as the world in process does.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;

use super::config::SimulatorConfig;
use super::http::{Addresses, serve};
use super::notes::*;
use super::world::VirtualClock;
use crate::adapters::sefaz::{Endpoints, SefazClient, SefazConfig, SefazEmitter};
use crate::adapters::spapi::{SpapiClient, SpapiConfig, user_agent};
use crate::adapters::tls::{Identity, Roots};
use crate::domain::codes::TpAmb;
use crate::domain::{SellerId, Uf};
use crate::nfe::Certificate;
use crate::ports::{Amazon, AmazonErrorKind, InvoiceStatus, Sefaz, SefazErrorKind};

struct Up {
    addresses: Addresses,
    clock: Arc<VirtualClock>,
    _stop: watch::Sender<bool>,
}

async fn up(world: &str) -> Up {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("samples/certificates");
    let config = SimulatorConfig {
        certificate: folder.join("simulator.pem"),
        key: folder.join("simulator.key"),
        client_ca: folder.join("client-ca.pem"),
        ..settings()
    };
    let clock = Arc::new(VirtualClock::new(now()));
    let (stop, stopped) = watch::channel(false);
    let simulator = Arc::new(simulator(&config, world));
    let addresses = serve(&config, simulator, clock.clone(), stopped).await.unwrap();
    Up { addresses, clock, _stop: stop }
}

impl Up {
    fn amazon(&self) -> SpapiClient {
        let base = format!("http://{}", self.addresses.amazon);
        let config = SpapiConfig {
            lwa_url: format!("{base}/auth/o2/token"),
            base_url: base,
            client_id: "id".to_owned(),
            client_secret: "secret".into(),
            user_agent: user_agent("fba-nfe", "0.1.0").unwrap(),
            timeout: Duration::from_secs(10),
            connect_timeout: Duration::from_secs(10),
            marketplace_id: Some("A2Q3Y263D00KWC".to_owned()),
            body_max: 1024 * 1024,
        };
        let token = format!("Atzr|simulator-{SELLER}");
        let sellers = BTreeMap::from([(SellerId::parse(SELLER).unwrap(), token.as_str().into())]);
        let roots = Roots::system_and(&[]).unwrap();
        SpapiClient::new(config, sellers, &roots, self.clock.clone()).unwrap()
    }

    fn sefaz(&self) -> SefazClient {
        let pem = include_bytes!("../../samples/certificates/simulator-ca.pem").to_vec();
        let pfx = include_bytes!("../../samples/certificates/simples.pfx");
        let certificate = Certificate::open(pfx, "1234").unwrap();
        let config = SefazConfig {
            endpoints: Endpoints::all_under(&format!("https://{}", self.addresses.sefaz)).unwrap(),
            roots: Roots::system_and(&[pem]).unwrap(),
            timeout: Duration::from_secs(10),
            connect_timeout: Duration::from_secs(10),
            body_max: 64 * 1024,
        };
        let mut chain_der = vec![certificate.der().to_vec()];
        chain_der.extend(certificate.chain().iter().cloned());
        let key_pkcs8_der = certificate.pkcs8_der().to_vec().into();
        let identity = Identity { chain_der, key_pkcs8_der };
        let known = SefazEmitter {
            seller: SellerId::parse(SELLER).unwrap(),
            cnpj: certificate.cnpj().unwrap().clone(),
            uf: Uf::Sp,
            tp_amb: TpAmb::Producao,
            identity,
        };
        SefazClient::new(config, [known]).unwrap()
    }
}

#[tokio::test]
async fn a_good_sale_goes_all_the_way_over_the_wire() {
    let up = up("").await;
    let (amazon, sefaz, id) = (up.amazon(), up.sefaz(), life("FBA1"));
    let details = amazon.shipment_details(&id).await.unwrap();
    assert_eq!(details.value, shipment_json("FBA1"));
    assert_eq!(details.rate_limit, Some(1_133_000));
    assert!(details.request_id.is_some());
    let note = note(1, "FBA1", |it| it);
    let consult = sefaz.consult(&id.seller, &note.key).await.unwrap();
    assert_eq!(consult.c_stat, 217);
    let answer = sefaz.authorize(&id.seller, &note.key, &note.xml).await.unwrap();
    assert_eq!(answer.c_stat, 100, "{}", answer.x_motivo);
    let file = nfe_proc(&note.xml, &answer.protocol.unwrap().xml);
    amazon.submit_invoice(&id, &file).await.unwrap();
    up.clock.advance_to("2026-11-20T12:05:00Z".parse().unwrap());
    assert_eq!(amazon.invoice_status(&id).await.unwrap().value, InvoiceStatus::Accepted);
    let unknown = amazon.shipment_details(&life("FBA9")).await.unwrap_err();
    assert_eq!(unknown.kind, AmazonErrorKind::NotFound);
}

#[tokio::test]
async fn a_lost_answer_took_effect_and_a_broken_world_is_told_as_in_process() {
    let up = up("[[world.answer]]\nto = \"NFeAutorizacao4\"\nsay = [\"lost\"]\n\
         [[world.answer]]\nto = \"getShipmentDetails\"\nsay = [\"429\"]")
    .await;
    let (amazon, sefaz, id) = (up.amazon(), up.sefaz(), life("FBA1"));
    let note = note(1, "FBA1", |it| it);
    let lost = sefaz.authorize(&id.seller, &note.key, &note.xml).await.unwrap_err();
    assert_eq!(lost.kind, SefazErrorKind::NoAnswer);
    assert_eq!(sefaz.consult(&id.seller, &note.key).await.unwrap().c_stat, 100);
    let throttled = amazon.shipment_details(&id).await.unwrap_err();
    assert_eq!(throttled.kind, AmazonErrorKind::Throttled);
}
