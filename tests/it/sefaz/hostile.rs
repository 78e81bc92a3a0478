//! What is no answer.

use fba_nfe::ports::SefazErrorKind as Kind;

use super::*;

/// What each service makes of one and the same answer.
async fn each(status: u16, answer: &[u8]) -> Vec<SefazError> {
    let server = Server::start(Some((status, answer.to_vec()))).await;
    let client = ours(server.address);
    let (seller, key, cnpj) = (seller(), key(), cnpj());
    let inut_nfe = b"<inutNFe xmlns=\"x\"><infInut/></inutNFe>";
    [
        client.authorize(&seller, &key, NFE.as_bytes()).await.err(),
        client.receipt(&seller, &key, "351000000000001").await.err(),
        client.consult(&seller, &key, Route::Home).await.err(),
        client.register(&seller, &key, &cancel(&key)).await.err(),
        client.inutilize(&seller, &cnpj, inut_nfe).await.err(),
        client.status(&seller, &cnpj, Route::Home).await.err(),
        client.registration(&seller, &cnpj, Uf::Sp, &cnpj).await.err(),
    ]
    .into_iter()
    .map(|it| it.unwrap_or_else(|| panic!("{status}: taken for an answer")))
    .collect()
}

/// Each of them has the root that a service looks for, in an envelope.
const ROOTS: [&str; 7] = [
    "retEnviNFe",
    "retConsReciNFe",
    "retConsSitNFe",
    "retEnvEvento",
    "retInutNFe",
    "retConsStatServ",
    "retConsCad",
];

fn all_roots(inside: &str) -> String {
    let roots: String = ROOTS.iter().map(|it| format!("<{it}>{inside}</{it}>")).collect();
    envelope("x", &roots)
}

#[tokio::test]
async fn no_service_takes_garbage_for_an_answer() {
    let said = "<cStat>100</cStat><xMotivo>ok</xMotivo>";
    let good = all_roots(&format!("{said}<infInut>{said}</infInut><infCons>{said}</infCons>"));
    let bomb: String = (1..40).map(|n| format!("<!ENTITY e{n} \"&e{};&e{0};\">", n - 1)).collect();
    let deep = format!("{}{}", "<a>".repeat(2000), "</a>".repeat(2000));
    for (status, answer, kind) in [
        (200, good[..good.len() - 20].to_owned(), Kind::NoAnswer),
        (
            200,
            good.replace(
                "<?xml version=\"1.0\" encoding=\"utf-8\"?>",
                &format!("<!DOCTYPE a [<!ENTITY e0 \"x\">{bomb}]>"),
            ),
            Kind::NoAnswer,
        ),
        (200, good.replace(">ok<", ">&e39;<"), Kind::NoAnswer),
        (200, good.replace("</soap:Body>", &format!("{deep}</soap:Body>")), Kind::NoAnswer),
        (200, good.replace("100", "1e2"), Kind::NoAnswer),
        (200, good.replace("100", "-1"), Kind::NoAnswer),
        (200, good.replace("100", "99999"), Kind::NoAnswer),
        (200, all_roots(""), Kind::NoAnswer),
        (200, envelope("x", "<retOther><cStat>100</cStat></retOther>"), Kind::NoAnswer),
        (200, "{\"cStat\":100}".to_owned(), Kind::NoAnswer),
        (500, good.clone(), Kind::NoAnswer),
        (429, good.clone(), Kind::NoAnswer),
        (403, good.clone(), Kind::Misconfigured),
        (301, good.clone(), Kind::Misconfigured),
    ] {
        for error in each(status, answer.as_bytes()).await {
            assert_eq!(error.kind, kind, "{status} {error}");
            assert!(error.message.len() < 400, "{error}");
        }
    }
}

#[tokio::test]
async fn an_answer_in_gzip_is_read_and_its_bound_is_for_what_is_in_it() {
    let answer = consulted(217, "NF-e nao consta", "");
    let server = Server::start(Some((200, gzip(answer.as_bytes())))).await;
    let found = ours(server.address).consult(&seller(), &key(), Route::Home).await.unwrap();
    assert_eq!(found.c_stat, 217);

    let room = " ".repeat(1 << 20);
    let bomb = gzip(answer.replace("</soap:Body>", &format!("{room}</soap:Body>")).as_bytes());
    assert!(bomb.len() < 4096, "{}", bomb.len());
    let whole = gzip(answer.as_bytes());
    for answer in [&bomb[..], &whole[..whole.len() - 9], &whole[..12], &gzip(b""), &gzip(&whole)] {
        for error in each(200, answer).await {
            assert_eq!(error.kind, Kind::NoAnswer, "{error}");
        }
    }
    let error = each(200, &bomb).await.remove(0);
    let expected = "NFeAutorizacao4: expected at most 65536 bytes, found more in gzip";
    assert_eq!(error.message, expected);
}

/// As a server would: ten bytes, the deflated text, its CRC-32 and its size (RFC 1952).
fn gzip(text: &[u8]) -> Vec<u8> {
    let crc = text.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| (crc >> 1) ^ (0xedb8_8320 * (crc & 1)))
    });
    [
        &[0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3][..],
        &miniz_oxide::deflate::compress_to_vec(text, 9),
        &(!crc).to_le_bytes(),
        &u32::try_from(text.len()).unwrap().to_le_bytes(),
    ]
    .concat()
}

#[tokio::test]
async fn what_is_no_answer_leaves_the_note_unknown() {
    let fault = "<s:Envelope xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\"><s:Body><s:Fault><s:Reason><s:Text>Server was unable to read request: Ana</s:Text></s:Reason></s:Fault></s:Body></s:Envelope>";
    let whole = lot(104, "Lote processado", &prot_nfe(100, "ok", ""));
    let dtd = format!("<!DOCTYPE a [<!ENTITY e \"x\">]>{}", lot(108, "&e;", ""));
    let broken = lot(104, "Lote", "<protNFe><infProt><cStat>100</cStat></infProt></protNFe>");
    let large = "x".repeat(65 * 1024);
    for (status, answer) in [
        (200, fault),
        (500, fault),
        (503, "<html>"),
        (200, "<html><body>Service Unavailable"),
        (200, ""),
        (200, &whole[..whole.len() / 2]),
        (200, &dtd),
        (200, &broken),
        (200, &large),
        (200, &lot(104, "Lote", "").replace("104", "")),
    ] {
        let error = authorized(status, answer).await.unwrap_err();
        assert_eq!(error.kind, Kind::NoAnswer, "{status} {error}");
        assert!(!error.message.contains("Ana"), "{error}");
    }
    assert_eq!(
        authorized(500, fault).await.unwrap_err().message,
        "NFeAutorizacao4: HTTP 500, SOAP fault: Server was unable to read request"
    );
    for status in [302, 403, 404] {
        assert_eq!(authorized(status, "").await.unwrap_err().kind, Kind::Misconfigured);
    }
}

#[tokio::test]
async fn silence_is_no_answer_and_no_connection_is_unreachable() {
    let server = Server::start(None).await;
    let mut settings = config(server.address, &[file("simulator-ca.pem")]);
    settings.timeout = Duration::from_secs(1);
    let error = client(settings.clone(), company())
        .consult(&seller(), &key(), Route::Home)
        .await
        .unwrap_err();
    assert_eq!(error.kind, Kind::NoAnswer);

    let gone = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = gone.local_addr().unwrap();
    drop(gone);
    let error = ours(address).consult(&seller(), &key(), Route::Home).await.unwrap_err();
    assert_eq!(error.kind, Kind::Unreachable, "{error}");

    // Nobody vouches for the server: TLS ends before a byte of the request.
    let wary = client(config(server.address, &[]), company());
    let error = wary.authorize(&seller(), &key(), NFE.as_bytes()).await.unwrap_err();
    assert_eq!(error.kind, Kind::Unreachable, "{error}");
}
