//! Inutilização, from the gap on record to the document in the archive, with a SEFAZ that says
//! what it is told to say.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex};

use fba_nfe::adapters::store::SqliteStore;
use fba_nfe::config::Config;
use fba_nfe::domain::catalogue::Catalogue;
use fba_nfe::domain::codes::TpAmb;
use fba_nfe::domain::{AccessKey, Chance, Cnpj, Digest, LifeId, OrderId, SellerId, Uf};
use fba_nfe::lifecycle::{Event, Fate};
use fba_nfe::nfe::Certificate;
use fba_nfe::ports::{
    Amazon, AmazonError, AmazonErrorKind, Answer, Catalogues, EventAnswer, FilingKind, Inutilized,
    InvoiceStatus, Ledger, NumberRow, Range, Registration, Route, Sefaz, SefazAnswer, SefazError,
    SefazErrorKind, Store, StoreError, World,
};
use fba_nfe::simulator::world::VirtualClock;
use fba_nfe::stage::{
    CancelTerms, InutilizationError, Planned, Policy, Signer, Stage, Told, Trader, Wish,
};
use fba_nfe::tax::rules::Rules;

use super::conformance::{live, take, tell};
use super::fixtures::*;
use crate::nfe::pfx;
use crate::tools::{root, xml};

/// What SEFAZ says, in turn, and what it was sent.
#[derive(Default)]
struct Counter {
    says: Mutex<VecDeque<Result<Inutilized, SefazError>>>,
    sent: Mutex<Vec<Vec<u8>>>,
}

struct Nobody;

struct Bureau {
    clock: VirtualClock,
    nobody: Nobody,
    sefaz: Counter,
    store: SqliteStore,
}

impl World for Bureau {
    type Clock = VirtualClock;
    type Amazon = Nobody;
    type Sefaz = Counter;
    type Store = SqliteStore;
    type Catalogues = Nobody;

    fn clock(&self) -> &VirtualClock {
        &self.clock
    }

    fn amazon(&self) -> &Nobody {
        &self.nobody
    }

    fn sefaz(&self) -> &Counter {
        &self.sefaz
    }

    fn store(&self) -> &SqliteStore {
        &self.store
    }

    fn catalogues(&self) -> &Nobody {
        &self.nobody
    }
}

fn silent() -> SefazError {
    SefazError { kind: SefazErrorKind::NoAnswer, message: "time-out".to_owned() }
}

impl Sefaz for Counter {
    async fn authorize(
        &self,
        _: &SellerId,
        _: &AccessKey,
        _: &[u8],
    ) -> Result<SefazAnswer, SefazError> {
        Err(silent())
    }

    async fn consult(
        &self,
        _: &SellerId,
        _: &AccessKey,
        _: Route,
    ) -> Result<SefazAnswer, SefazError> {
        Err(silent())
    }

    async fn receipt(
        &self,
        _: &SellerId,
        _: &AccessKey,
        _: &str,
    ) -> Result<SefazAnswer, SefazError> {
        Err(silent())
    }

    async fn register(
        &self,
        _: &SellerId,
        _: &AccessKey,
        _: &[u8],
    ) -> Result<EventAnswer, SefazError> {
        Err(silent())
    }

    async fn status(&self, _: &SellerId, _: &Cnpj, _: Route) -> Result<SefazAnswer, SefazError> {
        Err(silent())
    }

    async fn registration(
        &self,
        _: &SellerId,
        _: &Cnpj,
        _: Uf,
        _: &Cnpj,
    ) -> Result<Registration, SefazError> {
        Err(silent())
    }

    async fn inutilize(
        &self,
        _: &SellerId,
        _: &Cnpj,
        inut_nfe: &[u8],
    ) -> Result<Inutilized, SefazError> {
        self.sent.lock().unwrap().push(inut_nfe.to_vec());
        self.says.lock().unwrap().pop_front().unwrap_or_else(|| Err(silent()))
    }
}

fn away<T>() -> Result<Answer<T>, AmazonError> {
    let kind = AmazonErrorKind::Unreachable;
    Err(AmazonError { kind, message: String::new(), request_id: None })
}

impl Amazon for Nobody {
    async fn shipment_details(&self, _: &LifeId) -> Result<Answer<Vec<u8>>, AmazonError> {
        away()
    }

    async fn submit_invoice(&self, _: &LifeId, _: &[u8]) -> Result<Answer<()>, AmazonError> {
        away()
    }

    async fn invoice_status(&self, _: &LifeId) -> Result<Answer<InvoiceStatus>, AmazonError> {
        away()
    }
}

impl Catalogues for Nobody {
    fn catalogue(&self, _: &SellerId) -> Option<Arc<Catalogue>> {
        None
    }

    fn rules(&self) -> Arc<Rules> {
        Rules::shipped()
    }
}

/// Numbers 1 to 6: 1 and 6 authorised, 2 to 5 gaps.
async fn bureau() -> Stage<Bureau> {
    let store = SqliteStore::temporary().unwrap();
    for count in 1..=6 {
        let life = id(&format!("S{count}"));
        live(&store, &life, vec![created(&life), fetched()]).await;
        assert_eq!(take(&store, &life).await.unwrap(), count);
        if count == 1 || count == 6 {
            live(&store, &life, vec![signed(), Event::Authorizing, authorized()]).await;
        } else {
            tell(&store, &life, gone_by_amazon(&life)).await.unwrap();
        }
    }
    let world = Bureau {
        clock: VirtualClock::new(at(100)),
        nobody: Nobody,
        sefaz: Counter::default(),
        store,
    };
    Stage::new(world, traders(), Policy::default(), Chance::new(*b"0123456789abcdef"))
}

fn gone_by_amazon(life: &LifeId) -> Event {
    Event::Cancelled {
        order: OrderId::parse(&format!("order-{}", life.shipment)).unwrap(),
        event_time: at(5),
        delivery: Digest::of(b"cancelled"),
    }
}

fn traders() -> BTreeMap<SellerId, Trader> {
    let config = Config::read(&root("samples/fba-nfe.toml"), &|_| None).unwrap();
    let sellers = config.sellers.into_iter().map(|it| it.seller);
    let sellers = sellers.filter(|it| ["A1SIMPLES0001", "A2NORMAL0001"].contains(&it.id.as_str()));
    sellers
        .map(|seller| {
            let file = match seller.id.as_str() {
                "A1SIMPLES0001" => "simples.pfx",
                _ => "normal.pfx",
            };
            let certificate = Arc::new(Certificate::open(&pfx(file), "1234").unwrap());
            let cnpj = seller.establishments[0].emit.cnpj.clone();
            let certificates = BTreeMap::from([(cnpj, Signer::new(certificate))]);
            let cancel = CancelTerms::default();
            (seller.id.clone(), Trader { seller, certificates, cancel, asks_register: false })
        })
        .collect()
}

fn wish(first: u32, last: u32) -> Wish {
    Wish {
        seller: Some(seller("A1SIMPLES0001")),
        cnpj: None,
        serie: 1,
        first,
        last,
        why: "Envios cancelados antes da emissao".to_owned(),
        by: "ana".to_owned(),
    }
}

fn range(first: u32, last: u32) -> Range {
    let cnpj = Cnpj::parse(CNPJ).unwrap();
    Range { tp_amb: TpAmb::Producao, cnpj, serie: 1, first, last }
}

fn answer(c_stat: u16, first: u32, last: u32) -> Inutilized {
    let n_prot = (c_stat == 102).then(|| "135270000000001".to_owned());
    let prot = n_prot.as_ref().map(|it| format!("<nProt>{it}</nProt>")).unwrap_or_default();
    let xml = format!(
        "<retInutNFe versao=\"4.00\"><infInut><tpAmb>1</tpAmb><verAplic>T1</verAplic>\
         <cStat>{c_stat}</cStat><xMotivo>motivo</xMotivo><cUF>35</cUF><ano>27</ano>\
         <CNPJ>{CNPJ}</CNPJ><mod>55</mod><serie>1</serie><nNFIni>{first}</nNFIni>\
         <nNFFin>{last}</nNFFin><dhRecbto>2027-01-15T05:00:00-03:00</dhRecbto>{prot}</infInut>\
         </retInutNFe>"
    );
    let dh_recbto = Some("2027-01-15T05:00:00-03:00".to_owned());
    Inutilized { c_stat, x_motivo: "motivo".to_owned(), n_prot, dh_recbto, xml: xml.into_bytes() }
}

fn says(stage: &Stage<Bureau>, said: Result<Inutilized, SefazError>) {
    stage.world().sefaz.says.lock().unwrap().push_back(said);
}

fn sent(stage: &Stage<Bureau>) -> Vec<Vec<u8>> {
    stage.world().sefaz.sent.lock().unwrap().clone()
}

async fn plan(stage: &Stage<Bureau>, first: u32, last: u32) -> Planned {
    stage.plan_inutilization(&wish(first, last)).await.unwrap()
}

async fn fates(stage: &Stage<Bureau>) -> Vec<String> {
    let rows = stage.world().store.numbers_of(&range(1, 9)).await.unwrap();
    rows.into_iter().map(|it: NumberRow| it.fate).collect()
}

#[tokio::test]
async fn gaps_are_told_to_sefaz_and_the_protocol_is_kept() {
    let stage = bureau().await;
    let store = &stage.world().store;
    let planned = plan(&stage, 2, 4).await;
    assert_eq!((planned.seller.as_str(), planned.numbers.len()), ("A1SIMPLES0001", 3));
    assert!(sent(&stage).is_empty(), "a plan sends nothing");
    says(&stage, Ok(answer(102, 2, 4)));
    let told = stage.inutilize(planned).await.unwrap();
    let n_prot = Some("135270000000001".to_owned());
    assert!(matches!(told, Told::Registered { c_stat: 102, n_prot: found, .. } if found == n_prot));

    let expected = ["authorized", "inutilized", "inutilized", "inutilized", "gap", "authorized"];
    assert_eq!(fates(&stage).await, expected);
    let books = store.books().await.unwrap();
    let row = &books.requests[0];
    assert_eq!(
        (row.state.as_str(), row.c_stat, row.first, row.last),
        ("registered", Some(102), 2, 4)
    );
    assert_eq!((row.by.as_str(), &row.n_prot), ("ana", &n_prot));
    assert_eq!(store.body(&row.request).await.unwrap().unwrap(), sent(&stage)[0]);
    assert_eq!(books.gaps.iter().map(|it| it.n_nf).collect::<Vec<_>>(), [5]);
    assert_eq!((books.series[0].gaps, books.series[0].fates["inutilized"]), (1, 3));

    let filed = store.unfiled(None, 9).await.unwrap();
    let filing = filed.iter().find(|it| it.kind == FilingKind::Inutilization).unwrap();
    assert_eq!(filing.name, "ID35271122233300018155001000000002000000004");
    assert_eq!((filing.cnpj.as_str(), filing.year_month), (CNPJ, (2027, 1)));
    assert_eq!(Some(&filing.digest), row.proc.as_ref());
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("proc.xml");
    std::fs::write(&file, store.body(&filing.digest).await.unwrap().unwrap()).unwrap();
    assert_eq!(xml::conforms("procInutNFe_v4.00.xsd", &file), Ok(()));
    assert_eq!(xml::signature_of_holds("infInut", &file), Ok(()));

    // A second time there is nothing to tell, and what the life hears later changes no number.
    let again = stage.plan_inutilization(&wish(2, 4)).await.unwrap_err();
    assert!(again.to_string().contains("2 inutilized (A1SIMPLES0001/S2)"), "{again}");
    tell(store, &id("S2"), gone_by_amazon(&id("S2"))).await.unwrap();
    assert_eq!(fates(&stage).await, expected);
    assert_eq!(store.integrity().await.unwrap(), Vec::<String>::new());
}

#[tokio::test]
async fn without_an_answer_the_same_bytes_go_again() {
    let stage = bureau().await;
    let store = &stage.world().store;
    let planned = plan(&stage, 2, 3).await;
    let told = stage.inutilize(planned.clone()).await.unwrap();
    assert!(matches!(&told, Told::Open { why } if why.contains("not known")), "{told:?}");
    let open = store.open_requests(TpAmb::Producao, CNPJ, 1).await.unwrap();
    assert_eq!((open.len(), open[0].state.as_str()), (1, "sending"));
    assert_eq!(fates(&stage).await[1], "gap");

    // Another range over the same numbers waits for this one; so does the same one, begun anew.
    let other = stage.plan_inutilization(&wish(3, 4)).await.unwrap_err();
    assert!(matches!(other, InutilizationError::Open(_)), "{other}");
    let anew = stage.inutilize(planned).await.unwrap_err();
    assert!(matches!(anew, InutilizationError::Store(StoreError::Refused(_))), "{anew}");

    // A month and another reason later: the bytes are those of the first day.
    stage.world().clock.advance_to(at(100 + 40 * 86_400));
    let wish = Wish { why: "Outra justificativa, mais longa".to_owned(), ..wish(2, 3) };
    let planned = stage.plan_inutilization(&wish).await.unwrap();
    assert_eq!(planned.x_just, "Envios cancelados antes da emissao");
    says(&stage, Ok(answer(563, 2, 3)));
    let told = stage.inutilize(planned).await.unwrap();
    assert!(matches!(told, Told::Registered { c_stat: 563, n_prot: None, .. }), "{told:?}");
    let sent = sent(&stage);
    assert_eq!((sent.len(), &sent[0]), (2, &sent[1]));
    assert_eq!(fates(&stage).await[1..4], ["inutilized", "inutilized", "gap"]);
    let row = store.books().await.unwrap().requests.remove(0);
    assert_eq!((row.state.as_str(), row.c_stat, row.proc), ("registered", Some(563), None));
    let filed = store.unfiled(None, 9).await.unwrap();
    assert!(filed.iter().all(|it| it.kind != FilingKind::Inutilization), "563 is no proof");
}

#[tokio::test]
async fn a_refusal_leaves_gaps_that_may_be_asked_for_again() {
    let stage = bureau().await;
    let store = &stage.world().store;
    says(&stage, Ok(answer(241, 2, 3)));
    let told = stage.inutilize(plan(&stage, 2, 3).await).await.unwrap();
    assert!(matches!(told, Told::Refused { c_stat: 241, .. }), "{told:?}");
    assert_eq!(fates(&stage).await[1..3], ["gap", "gap"]);
    let row = store.books().await.unwrap().requests.remove(0);
    assert_eq!((row.state.as_str(), row.c_stat, row.n_prot), ("refused", Some(241), None));
    says(&stage, Ok(answer(102, 2, 3)));
    let told = stage.inutilize(plan(&stage, 2, 3).await).await.unwrap();
    assert!(matches!(told, Told::Registered { .. }), "{told:?}");
}

#[tokio::test]
async fn an_answer_to_other_numbers_settles_nothing() {
    let stage = bureau().await;
    says(&stage, Ok(answer(102, 2, 5)));
    let told = stage.inutilize(plan(&stage, 2, 3).await).await.unwrap();
    assert!(matches!(&told, Told::Open { why } if why.contains("another request")), "{told:?}");
    assert_eq!(fates(&stage).await[1], "gap");
}

#[tokio::test]
async fn a_closed_service_is_left_alone_for_an_hour() {
    let stage = bureau().await;
    says(&stage, Ok(answer(656, 2, 3)));
    let told = stage.inutilize(plan(&stage, 2, 3).await).await.unwrap();
    assert!(matches!(told, Told::Open { .. }), "{told:?}");
    let told = stage.inutilize(plan(&stage, 2, 3).await).await.unwrap();
    assert!(matches!(&told, Told::Open { why } if why.contains("closed")), "{told:?}");
    assert_eq!(sent(&stage).len(), 1);
    stage.world().clock.advance_to(at(100 + 3_601));
    says(&stage, Ok(answer(102, 2, 3)));
    let told = stage.inutilize(plan(&stage, 2, 3).await).await.unwrap();
    assert!(matches!(told, Told::Registered { .. }), "{told:?}");
}

#[tokio::test]
async fn what_is_no_gap_is_explained() {
    let stage = bureau().await;
    let refused = |wish: Wish| {
        let stage = &stage;
        async move { stage.plan_inutilization(&wish).await.unwrap_err().to_string() }
    };
    let told = refused(wish(1, 8)).await;
    for part in ["1 authorized (A1SIMPLES0001/S1)", "6 authorized", "7 to 8 never taken"] {
        assert!(told.contains(part), "{told}");
    }
    assert!(refused(wish(3, 2)).await.contains("found 3 to 2"));
    assert!(refused(wish(0, 2)).await.contains("found 0 to 2"));
    assert!(refused(wish(1, 10_001)).await.contains("found 10001"));
    assert!(refused(Wish { serie: 9, ..wish(2, 3) }).await.contains("serie 9"));
    assert!(refused(Wish { seller: None, ..wish(2, 3) }).await.contains("several"));
    let stranger = Wish { seller: Some(seller("A9")), ..wish(2, 3) };
    assert!(refused(stranger).await.contains("of A9"));
    // Another establishment's series has no such numbers, whatever ours has.
    let other = Wish { seller: None, cnpj: Cnpj::parse("44555666000181").ok(), ..wish(2, 3) };
    assert!(refused(other).await.contains("2 to 3 never taken"));
    assert!(sent(&stage).is_empty());
    assert!(stage.world().store.books().await.unwrap().requests.is_empty());
    assert_eq!(stage.world().store.numbers(Fate::Gap, None, 9).await.unwrap().len(), 4);
}

#[tokio::test]
async fn two_people_give_one_request() {
    let stage = bureau().await;
    let (first, second) = (plan(&stage, 2, 5).await, plan(&stage, 2, 5).await);
    says(&stage, Ok(answer(102, 2, 5)));
    assert!(matches!(stage.inutilize(first).await.unwrap(), Told::Registered { .. }));
    let late = stage.inutilize(second).await.unwrap_err();
    assert!(matches!(late, InutilizationError::Store(StoreError::Refused(_))), "{late}");
    assert_eq!(sent(&stage).len(), 1);
}
