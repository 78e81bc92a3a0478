//! What every store must do once a note is authorised: cancel it, archive it, and remember what
//! SEFAZ said meanwhile.

use fba_nfe::domain::{Cnpj, Code, Uf};
use fba_nfe::lifecycle::{Event, Fate};
use fba_nfe::ports::{Registration, Store, StoreError};

use super::conformance::{fold, live, take};
use super::fixtures::*;

/// Every case, each on a store of its own.
pub(super) async fn all<S: Store + 'static>(fresh: impl Fn() -> S) {
    a_cancelled_note_makes_room_for_another(&fresh()).await;
    a_document_is_archived_with_its_change(&fresh()).await;
    a_closed_service_opens_again(&fresh()).await;
    a_registration_is_kept_until_a_newer_one(&fresh()).await;
}

async fn a_cancelled_note_makes_room_for_another<S: Store>(store: &S) {
    let life = id("S1");
    live(store, &life, vec![created(&life), fetched()]).await;
    let number = take(store, &life).await.unwrap();
    live(store, &life, vec![signed(), Event::Authorizing, authorized()]).await;
    let before = live(store, &life, cancelled(true)).await;
    assert_eq!(before.state.name(), "received");
    live(store, &life, vec![fetched()]).await;
    assert_eq!(take(store, &life).await.unwrap(), number + 1);
    live(store, &life, vec![signed(), Event::Authorizing, authorized()]).await;
    let last = live(store, &life, cancelled(false)).await;
    assert!(last.state.name() == "voided" && last.command().is_none());
    // The number that was cancelled is nobody's again.
    let mut back = change(&life, Some(&last), created(&life), at(99));
    back.fates = vec![(draft(number).number, Fate::Taken)];
    match store.commit(back).await {
        Err(StoreError::Refused(why)) => assert!(why.contains("final"), "{why}"),
        other => panic!("{other:?}"),
    }
}

async fn a_document_is_archived_with_its_change<S: Store>(store: &S) {
    let life = id("S1");
    let (note, body) = filing(1, "<nfeProc/>");
    let mut first = change(&life, None, created(&life), at(0));
    first.filings = vec![note.clone()];
    // Its body is among the change's, or in the store already: else there is nothing to file.
    assert!(matches!(store.commit(first.clone()).await, Err(StoreError::Refused(_))));
    assert!(store.journal(&life).await.unwrap().is_empty());
    first.bodies.push(body.clone());
    store.commit(first).await.unwrap();
    assert_eq!(store.body(&body.digest).await.unwrap(), Some(body.bytes));
    // The same document again is no news; another one under its name is refused whole.
    let before = fold(store, &life).await.unwrap();
    let mut again = change(&life, Some(&before), fetched(), at(1));
    again.filings = vec![note];
    store.commit(again).await.unwrap();
    let (other, body) = filing(1, "<nfeProc>other</nfeProc>");
    let before = fold(store, &life).await.unwrap();
    let mut other_bytes = change(&life, Some(&before), held(Code::SpapiRefused), at(2));
    other_bytes.bodies.push(body);
    other_bytes.filings = vec![other];
    match store.commit(other_bytes).await {
        Err(StoreError::Refused(why)) => assert!(why.contains("archived once"), "{why}"),
        other => panic!("{other:?}"),
    }
    assert_eq!(fold(store, &life).await.unwrap().state.name(), "fetched");
    // Nor is a name taken that could leave its folder.
    for name in ["../../etc/passwd", "", "35", "35/01", "x.xml"] {
        let (mut bad, body) = filing(2, "<bad/>");
        bad.name = format!("{name}{}", "0".repeat(43_usize.saturating_sub(name.len())));
        bad.name = if name.len() < 3 { name.to_owned() } else { bad.name };
        let mut change = change(&life, Some(&before), held(Code::SpapiRefused), at(2));
        change.bodies.push(body);
        change.filings = vec![bad];
        assert!(matches!(store.commit(change).await, Err(StoreError::Refused(_))), "{name}");
    }
}

async fn a_closed_service_opens_again<S: Store>(store: &S) {
    const SERVICE: &str = "NFeAutorizacao4";
    assert_eq!(store.closed(CNPJ, SERVICE, at(0)).await.unwrap(), None);
    Store::close(store, CNPJ, SERVICE, at(3600)).await.unwrap();
    assert_eq!(store.closed(CNPJ, SERVICE, at(0)).await.unwrap(), Some(at(3600)));
    assert_eq!(store.closed(CNPJ, SERVICE, at(3599)).await.unwrap(), Some(at(3600)));
    assert_eq!(store.closed(CNPJ, SERVICE, at(3600)).await.unwrap(), None);
    // Another service, and another CNPJ, are open.
    assert_eq!(store.closed(CNPJ, "NFeConsultaProtocolo4", at(0)).await.unwrap(), None);
    assert_eq!(store.closed("59594315000157", SERVICE, at(0)).await.unwrap(), None);
    // A late answer opens nothing; a later closure lasts longer.
    Store::close(store, CNPJ, SERVICE, at(60)).await.unwrap();
    assert_eq!(store.closed(CNPJ, SERVICE, at(0)).await.unwrap(), Some(at(3600)));
    Store::close(store, CNPJ, SERVICE, at(7200)).await.unwrap();
    assert_eq!(store.closed(CNPJ, SERVICE, at(3600)).await.unwrap(), Some(at(7200)));
}

async fn a_registration_is_kept_until_a_newer_one<S: Store>(store: &S) {
    let company = Cnpj::parse(CNPJ).unwrap();
    let found = |c_stat, entries: &[(&str, bool)]| Registration {
        c_stat,
        x_motivo: "Consulta cadastro com uma ocorrência".to_owned(),
        entries: entries.iter().map(|(ie, fit)| ((*ie).to_owned(), *fit)).collect(),
    };
    assert_eq!(store.registration(&company, Uf::Sp).await.unwrap(), None);
    let first = found(111, &[("111111111111", true), ("222222222222", false)]);
    store.keep_registration(&company, Uf::Sp, at(10), first.clone()).await.unwrap();
    assert_eq!(store.registration(&company, Uf::Sp).await.unwrap(), Some((at(10), first.clone())));
    assert_eq!(store.registration(&company, Uf::Rj).await.unwrap(), None);
    let none = found(259, &[]);
    store.keep_registration(&company, Uf::Sp, at(9), none.clone()).await.unwrap();
    assert_eq!(store.registration(&company, Uf::Sp).await.unwrap(), Some((at(10), first)));
    store.keep_registration(&company, Uf::Sp, at(11), none.clone()).await.unwrap();
    assert_eq!(store.registration(&company, Uf::Sp).await.unwrap(), Some((at(11), none)));
}
