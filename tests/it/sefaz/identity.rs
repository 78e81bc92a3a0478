//! Who we are to SEFAZ: the certificate, and another in its place.

use fba_nfe::adapters::sefaz::SefazSetupError;
use fba_nfe::ports::SefazErrorKind as Kind;

use super::*;

fn found() -> Vec<u8> {
    consulted(217, "NF-e nao consta", "").into_bytes()
}

async fn consult(client: &SefazClient) -> Result<u16, SefazError> {
    client.consult(&seller(), &key(), Route::Home).await.map(|it| it.c_stat)
}

#[tokio::test]
async fn a_certificate_that_sefaz_does_not_know_is_an_operators_matter() {
    let server = Server::start(None).await;
    let settings = config(server.address, &[file("simulator-ca.pem")]);
    let error = consult(&client(settings, stranger())).await.unwrap_err();
    assert_eq!(error.kind, Kind::Misconfigured, "{error}");
    assert!(error.message.contains("refused our certificate"), "{error}");
    assert!(server.seen.lock().unwrap().is_empty());
}

#[tokio::test]
async fn a_certificate_is_replaced_without_a_restart() {
    let server = Server::start(Some((200, found()))).await;
    let client = client(config(server.address, &[file("simulator-ca.pem")]), stranger());
    assert_eq!(consult(&client).await.unwrap_err().kind, Kind::Misconfigured);
    client.renew(&seller(), &cnpj(), company()).unwrap();
    assert_eq!(consult(&client).await, Ok(217));
}

#[tokio::test]
async fn a_call_under_way_ends_with_the_certificate_that_it_began_with() {
    let gate = Arc::new(Gate { arrived: Semaphore::new(0), leave: Semaphore::new(0) });
    let server = Server::start_behind(Some((200, found())), Some(Arc::clone(&gate))).await;
    let client = Arc::new(ours(server.address));
    let first = tokio::spawn({
        let client = Arc::clone(&client);
        async move { consult(&client).await }
    });
    gate.arrived.acquire().await.unwrap().forget();
    client.renew(&seller(), &cnpj(), stranger()).unwrap();
    // The next one shows the new certificate, on a connection of its own.
    assert_eq!(consult(&client).await.unwrap_err().kind, Kind::Misconfigured);
    gate.leave.add_permits(1);
    assert_eq!(first.await.unwrap(), Ok(217));
}

#[tokio::test]
async fn a_certificate_that_cannot_be_used_changes_nothing() {
    let server = Server::start(Some((200, found()))).await;
    let client = ours(server.address);
    let broken = Identity { chain_der: vec![vec![1]], key_pkcs8_der: b"SECRET".to_vec().into() };
    let error = client.renew(&seller(), &cnpj(), broken).unwrap_err();
    assert!(matches!(error, SefazSetupError::Identity { .. }), "{error}");
    assert!(!format!("{error} {error:?}").contains("SECRET"));
    let other = SellerId::parse("A9").unwrap();
    let error = client.renew(&other, &cnpj(), company()).unwrap_err();
    assert_eq!(error.to_string(), "seller A9, CNPJ 11222333000181: no such establishment");
    assert_eq!(consult(&client).await, Ok(217));
}
