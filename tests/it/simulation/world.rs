//! The simulated world with gates round every call, and books of what went out.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use fba_nfe::adapters::store::SqliteStore;
use fba_nfe::domain::catalogue::Catalogue;
use fba_nfe::domain::correction::Subject;
use fba_nfe::domain::{AccessKey, Cnpj, Digest, LifeId, SellerId, Timestamp, Uf};
use fba_nfe::lifecycle::{Entry, Event, Lane, Life};
use fba_nfe::ports::{
    Admission, Amazon, AmazonError, Answer, Bucket, Catalogues, Change, Deed, Delivery,
    EventAnswer, Inutilized, InvoiceStatus, Kept, KeptRule, Letter, Registration, Route, Sefaz,
    SefazAnswer, SefazError, Series, Store, StoreError, World,
};
use fba_nfe::simulator::{Simulated, VirtualClock};
use fba_nfe::tax::rules::Rules;

use super::gate::Gate;
use super::laws;

/// What all processes of one run share.
#[derive(Clone)]
pub(super) struct Shared {
    pub(super) gate: Gate,
    pub(super) clock: Arc<VirtualClock>,
    pub(super) simulated: Simulated,
    pub(super) store: Arc<SqliteStore>,
    pub(super) catalogues: Arc<BTreeMap<SellerId, Arc<Catalogue>>>,
    pub(super) books: Arc<Mutex<Books>>,
    /// Whether the row is held against the journal after every change, or only in the end.
    pub(super) is_strict: bool,
}

/// What went out, and what was wrong about it.
#[derive(Default)]
pub(super) struct Books {
    /// The intent of each call: (life, `seq` of the intent).
    intents: BTreeMap<(LifeId, u64), &'static str>,
    /// The one document of each shipment at Amazon.
    documents: BTreeMap<LifeId, Digest>,
    /// Calls, by name.
    pub(super) calls: BTreeMap<&'static str, u64>,
    /// What SEFAZ's services came to: a `cStat`, or why there was none.
    pub(super) answers: BTreeMap<(&'static str, String), u64>,
    pub(super) faults: Vec<String>,
    pub(super) trace: Vec<String>,
}

impl Shared {
    pub(super) fn note(&self, line: impl FnOnce() -> String) {
        use fba_nfe::ports::Clock as _;
        let now = self.clock.now();
        self.books.lock().unwrap().trace.push(format!("{now} {}", line()));
    }

    pub(super) fn wrong(&self, line: String) {
        self.note(|| format!("WRONG: {line}"));
        self.books.lock().unwrap().faults.push(line);
    }

    fn call(&self, name: &'static str, what: &impl std::fmt::Display) {
        self.note(|| format!("  {name} {what}"));
        *self.books.lock().unwrap().calls.entry(name).or_default() += 1;
    }

    /// What a service of SEFAZ said.
    fn said(&self, name: &'static str, answer: Result<u16, &SefazError>) {
        let what = match answer {
            Ok(c_stat) => c_stat.to_string(),
            Err(error) => error.to_string(),
        };
        self.note(|| format!("    {what}"));
        *self.books.lock().unwrap().answers.entry((name, what)).or_default() += 1;
    }

    /// An effect has an intent of its own, on record before it: one intent, one call. So nothing
    /// goes out a second time before somebody asked what became of the first.
    async fn intended(&self, id: &LifeId, intent: &'static str, sent: Sent<'_>) {
        let journal = self.store.journal(id).await.unwrap();
        let last = journal.iter().rev().find(|entry| entry.event.name() == intent);
        let Some(seq) = last.map(|entry| entry.seq) else {
            return self.wrong(format!("{id}: sent without {intent} on record"));
        };
        let earlier = self.books.lock().unwrap().intents.insert((id.clone(), seq), intent);
        if earlier.is_some() {
            self.wrong(format!("{id}: {intent} of entry {seq} was done twice"));
        }
        let life = Life::fold(id, &journal).unwrap();
        let on_record = match sent {
            Sent::Note(_) => life.state.sealed().map(|it| it.xml.clone()),
            Sent::File(_) => life.state.note().map(|it| it.nfe_proc.clone()),
        };
        let (Sent::Note(bytes) | Sent::File(bytes)) = sent;
        let digest = Digest::of(bytes);
        if on_record.as_ref() != Some(&digest) {
            self.wrong(format!("{id}: {intent}: {digest} went out, on record is {on_record:?}"));
        }
        if let Sent::File(_) = sent {
            let mut books = self.books.lock().unwrap();
            // Another note may follow one that SEFAZ cancelled to make room for it.
            if super::laws::reissued(&journal) > 0 {
                books.documents.remove(id);
            }
            let first = books.documents.entry(id.clone()).or_insert_with(|| digest.clone());
            if *first != digest {
                let line = format!("{id}: a second document went to Amazon");
                books.faults.push(line);
            }
        }
    }
}

enum Sent<'a> {
    Note(&'a [u8]),
    File(&'a [u8]),
}

/// One process's view of the world.
#[derive(Clone)]
pub(super) struct Chaos(pub(super) Shared);

impl World for Chaos {
    type Clock = VirtualClock;
    type Amazon = Chaos;
    type Sefaz = Chaos;
    type Store = Chaos;
    type Catalogues = Chaos;

    fn clock(&self) -> &VirtualClock {
        &self.0.clock
    }

    fn amazon(&self) -> &Chaos {
        self
    }

    fn sefaz(&self) -> &Chaos {
        self
    }

    fn store(&self) -> &Chaos {
        self
    }

    fn catalogues(&self) -> &Chaos {
        self
    }
}

impl Catalogues for Chaos {
    fn catalogue(&self, seller: &SellerId) -> Option<Arc<Catalogue>> {
        self.0.catalogues.get(seller).map(Arc::clone)
    }

    fn rules(&self) -> Arc<Rules> {
        Rules::shipped()
    }
}

impl Amazon for Chaos {
    async fn shipment_details(&self, id: &LifeId) -> Result<Answer<Vec<u8>>, AmazonError> {
        self.0.gate.pass("before getShipmentDetails").await;
        self.0.call("getShipmentDetails", id);
        let answer = self.0.simulated.shipment_details(id).await;
        self.0.gate.pass("after getShipmentDetails").await;
        answer
    }

    async fn submit_invoice(&self, id: &LifeId, file: &[u8]) -> Result<Answer<()>, AmazonError> {
        self.0.gate.pass("before submitInvoice").await;
        self.0.call("submitInvoice", id);
        self.0.intended(id, "submitting", Sent::File(file)).await;
        let answer = self.0.simulated.submit_invoice(id, file).await;
        self.0.note(|| format!("    {:?}", answer.as_ref().map(|_| "taken")));
        self.0.gate.pass("after submitInvoice").await;
        answer
    }

    async fn invoice_status(&self, id: &LifeId) -> Result<Answer<InvoiceStatus>, AmazonError> {
        self.0.gate.pass("before getInvoiceStatus").await;
        self.0.call("getInvoiceStatus", id);
        let answer = self.0.simulated.invoice_status(id).await;
        self.0.note(|| format!("    {:?}", answer.as_ref().map(|it| &it.value)));
        self.0.gate.pass("after getInvoiceStatus").await;
        answer
    }
}

impl Sefaz for Chaos {
    async fn authorize(
        &self,
        seller: &SellerId,
        key: &AccessKey,
        nfe: &[u8],
    ) -> Result<SefazAnswer, SefazError> {
        // Whose intent this is, is told before the bytes are on the wire: they may arrive late.
        let found = self.0.store.find(key.as_str(), 2).await.unwrap();
        match found.as_slice() {
            [row] => self.0.intended(&row.id, "authorizing", Sent::Note(nfe)).await,
            rows => self.0.wrong(format!("{key}: {} lives have this key", rows.len())),
        }
        self.0.gate.pass("before NFeAutorizacao4").await;
        self.0.call("NFeAutorizacao4", key);
        let answer = self.0.simulated.authorize(seller, key, nfe).await;
        self.0.said("NFeAutorizacao4", answer.as_ref().map(|it| it.c_stat));
        self.0.gate.pass("after NFeAutorizacao4").await;
        answer
    }

    async fn consult(
        &self,
        seller: &SellerId,
        key: &AccessKey,
        route: Route,
    ) -> Result<SefazAnswer, SefazError> {
        self.0.gate.pass("before NFeConsultaProtocolo4").await;
        self.0.call("NFeConsultaProtocolo4", key);
        let answer = self.0.simulated.consult(seller, key, route).await;
        self.0.said("NFeConsultaProtocolo4", answer.as_ref().map(|it| it.c_stat));
        self.0.gate.pass("after NFeConsultaProtocolo4").await;
        answer
    }

    async fn receipt(
        &self,
        seller: &SellerId,
        key: &AccessKey,
        n_rec: &str,
    ) -> Result<SefazAnswer, SefazError> {
        self.0.gate.pass("before NFeRetAutorizacao4").await;
        self.0.call("NFeRetAutorizacao4", key);
        let answer = self.0.simulated.receipt(seller, key, n_rec).await;
        self.0.said("NFeRetAutorizacao4", answer.as_ref().map(|it| it.c_stat));
        self.0.gate.pass("after NFeRetAutorizacao4").await;
        answer
    }

    async fn register(
        &self,
        seller: &SellerId,
        key: &AccessKey,
        evento: &[u8],
    ) -> Result<EventAnswer, SefazError> {
        self.0.gate.pass("before NFeRecepcaoEvento4").await;
        self.0.call("NFeRecepcaoEvento4", key);
        let answer = self.0.simulated.register(seller, key, evento).await;
        self.0.said("NFeRecepcaoEvento4", answer.as_ref().map(|it| it.c_stat));
        self.0.gate.pass("after NFeRecepcaoEvento4").await;
        answer
    }

    async fn inutilize(
        &self,
        seller: &SellerId,
        cnpj: &Cnpj,
        inut_nfe: &[u8],
    ) -> Result<Inutilized, SefazError> {
        self.0.simulated.inutilize(seller, cnpj, inut_nfe).await
    }

    async fn status(
        &self,
        seller: &SellerId,
        cnpj: &Cnpj,
        route: Route,
    ) -> Result<SefazAnswer, SefazError> {
        self.0.simulated.status(seller, cnpj, route).await
    }

    async fn registration(
        &self,
        seller: &SellerId,
        cnpj: &Cnpj,
        uf: Uf,
        company: &Cnpj,
    ) -> Result<Registration, SefazError> {
        self.0.simulated.registration(seller, cnpj, uf, company).await
    }
}

impl Chaos {
    fn wrote(&self, id: &LifeId, event: &Event, result: &Result<impl Sized, StoreError>) {
        let how = match result {
            Ok(_) => "",
            Err(StoreError::Conflict) => " CONFLICT",
            Err(_) => " REFUSED",
        };
        self.0.note(|| format!("  {id} {event:?}{how}"));
        if let Err(error @ (StoreError::Refused(_) | StoreError::Failed(_))) = result {
            self.0.wrong(format!("{id}: {}: {error}", event.name()));
        }
    }
}

impl Store for Chaos {
    async fn journal(&self, id: &LifeId) -> Result<Vec<Entry>, StoreError> {
        self.0.store.journal(id).await
    }

    async fn body(&self, digest: &Digest) -> Result<Option<Vec<u8>>, StoreError> {
        self.0.store.body(digest).await
    }

    async fn commit(&self, change: Change) -> Result<(), StoreError> {
        self.0.gate.pass("before commit").await;
        let (id, event) = (change.id.clone(), change.entry.event.clone());
        let result = self.0.store.commit(change).await;
        self.wrote(&id, &event, &result);
        laws::changed(&self.0, &id).await;
        self.0.gate.pass("after commit").await;
        result
    }

    async fn commit_numbered(
        &self,
        series: Series,
        make: Box<dyn FnOnce(u32) -> Option<Change> + Send>,
    ) -> Result<bool, StoreError> {
        self.0.gate.pass("before commit_numbered").await;
        let result = self.0.store.commit_numbered(series, make).await;
        self.0.note(|| format!("  a number: {result:?}"));
        if let Err(error @ (StoreError::Refused(_) | StoreError::Failed(_))) = &result {
            self.0.wrong(format!("a number: {error}"));
        }
        self.0.gate.pass("after commit_numbered").await;
        result
    }

    async fn receive(
        &self,
        delivery: Delivery,
        change: Option<Change>,
        letter: Option<Letter>,
    ) -> Result<bool, StoreError> {
        self.0.gate.pass("before receive").await;
        let told = change.as_ref().map(|it| (it.id.clone(), it.entry.event.clone()));
        let result = self.0.store.receive(delivery, change, letter).await;
        if let Some((id, event)) = told {
            self.wrote(&id, &event, &result);
            laws::changed(&self.0, &id).await;
        }
        self.0.gate.pass("after receive").await;
        result
    }

    async fn due(
        &self,
        seller: &SellerId,
        lane: Lane,
        now: Timestamp,
        limit: usize,
    ) -> Result<Vec<LifeId>, StoreError> {
        self.0.store.due(seller, lane, now, limit).await
    }

    async fn next_due(
        &self,
        seller: &SellerId,
        lane: Lane,
    ) -> Result<Option<Timestamp>, StoreError> {
        self.0.store.next_due(seller, lane).await
    }

    async fn waiting(
        &self,
        seller: &SellerId,
        lane: Lane,
        most: usize,
    ) -> Result<usize, StoreError> {
        self.0.store.waiting(seller, lane, most).await
    }

    async fn busy_sellers(&self) -> Result<Vec<SellerId>, StoreError> {
        self.0.store.busy_sellers().await
    }

    async fn admit(&self, bucket: &Bucket, now: Timestamp) -> Result<Admission, StoreError> {
        self.0.gate.pass("before admit").await;
        let now = now.max(fba_nfe::ports::Clock::now(&*self.0.clock));
        self.0.store.admit(bucket, now).await
    }

    async fn drain(&self, bucket: &Bucket, now: Timestamp) -> Result<(), StoreError> {
        self.0.gate.pass("before drain").await;
        self.0.store.drain(bucket, now).await
    }

    async fn close(
        &self,
        cnpj: &str,
        service: &'static str,
        until: Timestamp,
    ) -> Result<(), StoreError> {
        self.0.gate.pass("before close").await;
        Store::close(&*self.0.store, cnpj, service, until).await
    }

    async fn closed(
        &self,
        cnpj: &str,
        service: &'static str,
        now: Timestamp,
    ) -> Result<Option<Timestamp>, StoreError> {
        self.0.store.closed(cnpj, service, now).await
    }

    async fn registration(
        &self,
        company: &Cnpj,
        uf: Uf,
    ) -> Result<Option<(Timestamp, Registration)>, StoreError> {
        self.0.store.registration(company, uf).await
    }

    async fn keep_registration(
        &self,
        company: &Cnpj,
        uf: Uf,
        asked_at: Timestamp,
        found: Registration,
    ) -> Result<(), StoreError> {
        self.0.gate.pass("before keep_registration").await;
        self.0.store.keep_registration(company, uf, asked_at, found).await
    }
}

impl Kept for Chaos {
    async fn keep(
        &self,
        seller: &SellerId,
        subject: Subject,
        value: String,
        deed: Deed,
    ) -> Result<i64, StoreError> {
        self.0.store.keep(seller, subject, value, deed).await
    }

    async fn remove_kept(&self, id: i64, deed: Deed) -> Result<(), StoreError> {
        self.0.store.remove_kept(id, deed).await
    }

    async fn all_kept(
        &self,
        seller: Option<SellerId>,
        after: Option<KeptRule>,
        limit: usize,
    ) -> Result<Vec<KeptRule>, StoreError> {
        self.0.store.all_kept(seller, after, limit).await
    }

    async fn kept_for(
        &self,
        seller: &SellerId,
        skus: Vec<String>,
        city: Option<Subject>,
    ) -> Result<Vec<KeptRule>, StoreError> {
        self.0.store.kept_for(seller, skus, city).await
    }

    async fn kept_of(&self, ids: &[i64]) -> Result<Vec<KeptRule>, StoreError> {
        self.0.store.kept_of(ids).await
    }
}
