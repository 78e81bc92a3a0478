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
use crate::domain::invoice::LocalTime;
use crate::domain::{SellerId, Uf};
use crate::nfe::Certificate;
use crate::nfe::evento::{self, Detail, Request};
use crate::ports::{Amazon, AmazonErrorKind, InvoiceStatus, Route, Sefaz, SefazErrorKind};

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
        slow_s: 1,
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
    let consult = sefaz.consult(&id.seller, &note.key, Route::Home).await.unwrap();
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
    assert_eq!(sefaz.consult(&id.seller, &note.key, Route::Home).await.unwrap().c_stat, 100);
    let throttled = amazon.shipment_details(&id).await.unwrap_err();
    assert_eq!(throttled.kind, AmazonErrorKind::Throttled);
}

#[tokio::test]
async fn every_service_is_answered_over_the_wire() {
    let company =
        format!("[[world.company]]\ncnpj = \"{CNPJ}\"\nuf = \"SP\"\nie = \"110042490114\"\n");
    let script = format!(
        "[[world.answer]]\nto = \"NFeAutorizacao4\"\nsay = [\"103\"]\n{company}\
         [[world.answer]]\nto = \"NFeRetAutorizacao4\"\nsay = [\"105\"]\n"
    );
    let up = up(&script).await;
    let (sefaz, seller) = (up.sefaz(), life("FBA1").seller);
    let cnpj = crate::domain::Cnpj::parse(CNPJ).unwrap();
    assert_eq!(sefaz.status(&seller, &cnpj, Route::Home).await.unwrap().c_stat, 107);
    assert_eq!(sefaz.status(&seller, &cnpj, Route::Contingency).await.unwrap().c_stat, 114);
    let known = sefaz.registration(&seller, &cnpj, Uf::Sp, &cnpj).await.unwrap();
    assert_eq!((known.c_stat, known.entries.len()), (111, 1));

    let note = note(1, "FBA1", |it| it);
    let answer = sefaz.authorize(&seller, &note.key, &note.xml).await.unwrap();
    let n_rec = answer.receipt.unwrap().n_rec;
    assert_eq!(sefaz.receipt(&seller, &note.key, &n_rec).await.unwrap().c_stat, 105);
    let answer = sefaz.receipt(&seller, &note.key, &n_rec).await.unwrap();
    assert_eq!(answer.c_stat, 100, "{}", answer.x_motivo);
    let n_prot = answer.protocol.unwrap().n_prot.unwrap();

    let detail = Detail::Cancel { n_prot: &n_prot, x_just: "Pedido cancelado pelo comprador" };
    let (key, at) = (&note.key, LocalTime::new(now(), -3));
    let request = Request { key, tp_amb: TpAmb::Producao, at, n_seq: 1, detail };
    let evento = evento::seal(&request, &certificate()).unwrap();
    let answer = sefaz.register(&seller, key, &evento.xml).await.unwrap();
    assert_eq!(answer.c_stat, 135, "{}", answer.x_motivo);
    let told = sefaz.consult(&seller, key, Route::Home).await.unwrap();
    assert_eq!((told.c_stat, told.registered.len()), (101, 1));
    let whole = String::from_utf8(told.registered[0].xml.clone()).unwrap();
    assert!(whole.contains(std::str::from_utf8(&evento.xml).unwrap()), "{whole}");

    let id = format!("ID3526{CNPJ}55001000000005000000007");
    let content = format!(
        "<tpAmb>1</tpAmb><xServ>INUTILIZAR</xServ><cUF>35</cUF><ano>26</ano><CNPJ>{CNPJ}</CNPJ>\
         <mod>55</mod><serie>1</serie><nNFIni>5</nNFIni><nNFFin>7</nNFFin>\
         <xJust>Falha de sequencia na numeracao</xJust>"
    );
    let inut = sealed("inutNFe", "4.00", "infInut", &id, &content);
    let answer = sefaz.inutilize(&seller, &cnpj, &inut).await.unwrap();
    assert_eq!(answer.c_stat, 102, "{}", answer.x_motivo);
}

#[tokio::test]
async fn an_open_contingency_is_another_door_of_the_same_house() {
    let up = up("[world.svc]\nopen = true\n").await;
    let (sefaz, seller) = (up.sefaz(), life("FBA1").seller);
    let cnpj = crate::domain::Cnpj::parse(CNPJ).unwrap();
    assert_eq!(sefaz.status(&seller, &cnpj, Route::Contingency).await.unwrap().c_stat, 107);
    let away = note(1, "FBA1", |it| {
        it.replace("<tpEmis>1", "<tpEmis>6").replace(
            "</verProc>",
            "</verProc><dhCont>2026-11-20T08:50:00-03:00</dhCont>\
             <xJust>Servico da SEFAZ fora do ar</xJust>",
        )
    });
    let answer = sefaz.authorize(&seller, &away.key, &away.xml).await.unwrap();
    assert_eq!(answer.c_stat, 100, "{}", answer.x_motivo);
    for route in [Route::Contingency, Route::Home] {
        assert_eq!(sefaz.consult(&seller, &away.key, route).await.unwrap().c_stat, 100);
    }
    let home = note(1, "FBA1", |it| it);
    assert_eq!(sefaz.authorize(&seller, &home.key, &home.xml).await.unwrap().c_stat, 539);
}

#[tokio::test]
async fn answers_are_refused_cut_slow_and_compressed() {
    let up = up("[[world.answer]]\nto = \"NFeAutorizacao4\"\n\
         say = [\"tls\", \"truncated\", \"slow\", \"gzip\"]")
    .await;
    let (sefaz, seller) = (up.sefaz(), life("FBA1").seller);
    let note = note(1, "FBA1", |it| it);
    let send = || sefaz.authorize(&seller, &note.key, &note.xml);
    assert_eq!(send().await.unwrap_err().kind, SefazErrorKind::Unreachable);
    assert_eq!(send().await.unwrap_err().kind, SefazErrorKind::NoAnswer);
    assert_eq!(sefaz.consult(&seller, &note.key, Route::Home).await.unwrap().c_stat, 100);
    for _ in ["slow", "gzip"] {
        assert_eq!(send().await.unwrap().c_stat, 204);
    }
}
