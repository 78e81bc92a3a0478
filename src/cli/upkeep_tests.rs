//! Certificates that are renewed on disk, and what is said once a day.

use std::cell::RefCell;
use std::path::Path;

use openssl::asn1::Asn1Time;
use openssl::bn::BigNum;
use openssl::hash::MessageDigest;
use openssl::pkcs12::Pkcs12;
use openssl::pkey::{PKey, Private};
use openssl::rsa::Rsa;
use openssl::x509::{X509, X509NameBuilder};
use secrecy::{SecretSlice, SecretString};

use super::*;
use crate::domain::{LifeId, ShipmentId};
use crate::stage::{CancelTerms, Signer};

const DAY_S: i64 = 86_400;

const CNPJ: &str = "11222333000181";
const OTHER: &str = "44555666000181";

/// 2026-11-21T12:00:00Z.
fn now() -> Timestamp {
    Timestamp::from_second(1_795_262_400).unwrap()
}

fn key() -> PKey<Private> {
    PKey::from_rsa(Rsa::generate(2048).unwrap()).unwrap()
}

/// An A1 of this CNPJ, from a day ago or from that day on, for so many days.
fn a1(key: &PKey<Private>, cnpj: &str, from_days: i64, to_days: i64, password: &str) -> Vec<u8> {
    let mut name = X509NameBuilder::new().unwrap();
    name.append_entry_by_text("CN", &format!("LOJA TESTE:{cnpj}")).unwrap();
    let name = name.build();
    let moment = |days: i64| Asn1Time::from_unix(now().as_second() + days * DAY_S).unwrap();
    let mut certificate = X509::builder().unwrap();
    certificate.set_version(2).unwrap();
    let serial = BigNum::from_u32(7).unwrap().to_asn1_integer().unwrap();
    certificate.set_serial_number(&serial).unwrap();
    certificate.set_subject_name(&name).unwrap();
    certificate.set_issuer_name(&name).unwrap();
    certificate.set_not_before(&moment(from_days)).unwrap();
    certificate.set_not_after(&moment(to_days)).unwrap();
    certificate.set_pubkey(key).unwrap();
    certificate.sign(key, MessageDigest::sha256()).unwrap();
    let mut file = Pkcs12::builder();
    file.pkey(key).cert(&certificate.build());
    file.build2(password).unwrap().to_der().unwrap()
}

/// A seller with two establishments under one certificate file.
struct Office {
    folder: tempfile::TempDir,
    key: PKey<Private>,
    traders: Traders,
    file: Watched,
    now: Timestamp,
    renewed: RefCell<Vec<String>>,
    /// The certificate that each user shows.
    shown: RefCell<BTreeMap<String, Vec<u8>>>,
}

impl Office {
    fn open() -> Office {
        let (folder, key) = (tempfile::tempdir().unwrap(), key());
        let (file, password) = (folder.path().join("a1.pfx"), folder.path().join("password"));
        std::fs::write(&password, "old\n").unwrap();
        std::fs::write(&file, a1(&key, CNPJ, -300, 60, "old")).unwrap();
        let sealed = SealedCertificate {
            pfx: SecretSlice::from(std::fs::read(&file).unwrap()),
            file,
            password: SecretString::from("old"),
            password_file: Some(password),
        };
        let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/fba-nfe.toml");
        let config = Config::read(&samples, &|_| None).unwrap();
        let seller = config.sellers.into_iter().next().unwrap().seller;
        let users: Vec<_> = [CNPJ, "11222333000262"]
            .map(|cnpj| (seller.id.clone(), Cnpj::parse(cnpj).unwrap()))
            .into();
        let certificate = opening::opened(&sealed).unwrap();
        let certificates =
            users.iter().map(|(_, cnpj)| (cnpj.clone(), Signer::new(Arc::clone(&certificate))));
        let certificates = certificates.collect();
        let id = seller.id.clone();
        let trader =
            Trader { seller, certificates, cancel: CancelTerms::default(), asks_register: false };
        let stamp = stamp(&sealed);
        let file = Watched { sealed, users, stamp, told: None };
        let traders = BTreeMap::from([(id, trader)]);
        let (renewed, shown) = (RefCell::default(), RefCell::default());
        Office { folder, key, traders, file, now: now(), renewed, shown }
    }

    /// A file in place of another, whole; of another length, so that it shows at once.
    fn put(&self, name: &str, bytes: &[u8]) {
        let (new, old) = (self.folder.path().join("new"), self.folder.path().join(name));
        std::fs::write(&new, bytes).unwrap();
        let written = std::fs::File::options().write(true).open(&new).unwrap();
        let before = std::fs::metadata(&old).unwrap().modified().unwrap();
        written.set_modified(before + Duration::from_secs(1)).unwrap();
        std::fs::rename(new, old).unwrap();
    }

    fn look(&mut self, tls_takes_it: bool) {
        self.look_as(|_| tls_takes_it);
    }

    /// TLS takes it for the establishments that `takes` names.
    fn look_as(&mut self, takes: impl Fn(&str) -> bool) {
        let (renewed, shown) = (&self.renewed, &self.shown);
        let tls = |_: &SellerId, cnpj: &Cnpj, identity: Identity| {
            renewed.borrow_mut().push(cnpj.to_string());
            if !takes(cnpj.as_str()) {
                return Err("no".to_owned());
            }
            shown.borrow_mut().insert(cnpj.to_string(), identity.chain_der[0].clone());
            Ok(())
        };
        self.file.look(&self.traders, self.now, &tls);
    }

    /// Days that the certificate in use has left, the same for all users.
    fn days(&self) -> i64 {
        let trader = self.traders.values().next().unwrap();
        let days = |it: &Signer| end(it.certificate().not_after(), self.now).1;
        let all: Vec<i64> = trader.certificates.values().map(days).collect();
        assert!(all.iter().all(|it| *it == all[0]), "{all:?}");
        all[0]
    }
}

#[test]
fn a_renewed_certificate_signs_and_calls_from_the_next_look_on() {
    let mut office = Office::open();
    office.look(true);
    assert_eq!((office.days(), office.renewed.borrow().len()), (60, 0), "nothing changed");
    office.put("a1.pfx", &a1(&office.key, CNPJ, -1, 364, "old"));
    office.look(true);
    assert_eq!(office.days(), 364);
    assert_eq!(*office.renewed.borrow(), [CNPJ, "11222333000262"]);
    // The same again is no news.
    let same = std::fs::read(office.folder.path().join("a1.pfx")).unwrap();
    office.put("a1.pfx", &same);
    office.look(true);
    assert_eq!(office.renewed.borrow().len(), 2);
}

#[test]
fn a_certificate_with_another_password_waits_for_it() {
    let mut office = Office::open();
    office.put("a1.pfx", &a1(&office.key, CNPJ, -1, 364, "new"));
    office.look(true);
    assert_eq!(office.days(), 60, "the password is still the old one's");
    office.put("password", b"new\n");
    office.look(true);
    assert_eq!(office.days(), 364);
}

#[test]
fn what_is_unfit_leaves_the_one_before_it() {
    let mut office = Office::open();
    for (why, bytes) in [
        ("another company's", a1(&office.key, OTHER, -1, 364, "old")),
        ("expired", a1(&office.key, CNPJ, -400, -1, "old")),
        ("not valid yet", a1(&office.key, CNPJ, 1, 366, "old")),
        ("older than the one in use", a1(&office.key, CNPJ, -330, 30, "old")),
        ("half a file", a1(&office.key, CNPJ, -1, 364, "old")[..700].to_vec()),
        ("nothing", Vec::new()),
    ] {
        office.put("a1.pfx", &bytes);
        office.look(true);
        assert_eq!((office.days(), office.renewed.borrow().len()), (60, 0), "{why}");
    }
    std::fs::remove_file(office.folder.path().join("a1.pfx")).unwrap();
    office.look(true);
    assert_eq!(office.days(), 60, "gone");
}

#[test]
fn what_tls_does_not_take_does_not_sign_and_is_tried_again() {
    let mut office = Office::open();
    office.put("a1.pfx", &a1(&office.key, CNPJ, -1, 364, "old"));
    office.look(false);
    assert_eq!(office.days(), 60);
    office.look(true);
    assert_eq!(office.days(), 364);
}

#[test]
fn a_certificate_that_is_put_in_place_early_signs_from_its_first_day() {
    let mut office = Office::open();
    office.put("a1.pfx", &a1(&office.key, CNPJ, 2, 367, "old"));
    for day in [0, 1] {
        office.now = Timestamp::from_second(now().as_second() + day * DAY_S).unwrap();
        office.look(true);
        assert_eq!(office.days(), 60 - day);
        assert_eq!(office.file.told, Some(stamp(&office.file.sealed)), "told, and once");
    }
    office.now = Timestamp::from_second(now().as_second() + 2 * DAY_S).unwrap();
    office.look(true);
    assert_eq!(office.days(), 365);
}

#[test]
fn all_who_share_a_certificate_are_renewed_or_none() {
    let mut office = Office::open();
    let old = office.traders.values().next().unwrap().certificates.values().next().unwrap();
    let old = old.certificate().der().to_vec();
    office.put("a1.pfx", &a1(&office.key, CNPJ, -1, 364, "old"));
    office.look_as(|cnpj| cnpj == CNPJ);
    assert_eq!(office.days(), 60);
    assert_eq!(*office.renewed.borrow(), [CNPJ, "11222333000262", CNPJ]);
    assert_eq!(office.shown.borrow().values().collect::<Vec<_>>(), [&old]);
    office.look(true);
    assert_eq!(office.days(), 364);
    let shown: Vec<_> = office.shown.borrow().values().cloned().collect();
    assert!(shown.len() == 2 && shown.iter().all(|it| *it != old && *it == shown[0]));
}

#[test]
fn an_end_is_spoken_of_from_thirty_days_before() {
    let at = |days: i64| Timestamp::from_second(now().as_second() + days * DAY_S).unwrap();
    for (days, told) in [
        (364, End::Far),
        (31, End::Far),
        (30, End::Near),
        (6, End::Near),
        (5, End::Urgent),
        (0, End::Urgent),
        (-1, End::Urgent),
    ] {
        assert_eq!(end(at(days), now()), (told, days));
    }
}

#[test]
fn figures_tell_of_each_series_even_without_gaps() {
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/fba-nfe.toml");
    let config = Config::read(&samples, &|_| None).unwrap();
    let office = Office::open();
    let count = |state: &str, fault: Option<&str>, lives| crate::adapters::store::StateCount {
        state: state.to_owned(),
        fault: fault.map(str::to_owned),
        lives,
        total_cents: 0,
        oldest: now(),
    };
    let tally = Tally {
        lives: vec![
            count("accepted", None, 9),
            count("held", Some("product.unknown"), 2),
            count("held", Some("sefaz.rejected"), 1),
        ],
        deliveries: Vec::new(),
        unsent: 4,
        oldest_unsent: None,
        archive: crate::adapters::store::Filed { unfiled: 3, ..Default::default() },
        newest: None,
    };
    let gap = NumberRow {
        tp_amb: 1,
        cnpj: CNPJ.to_owned(),
        serie: 1,
        n_nf: 3,
        life: LifeId {
            seller: SellerId::parse("A1SIMPLES0001").unwrap(),
            shipment: ShipmentId::parse("FBA3").unwrap(),
        },
        fate: "gap".to_owned(),
        reason: "cancelled".to_owned(),
        seq: 4,
        at: now(),
    };
    let figures = figures(&config, &office.traders, &tally, &[gap]);
    assert_eq!((figures.unsent, figures.unfiled), (4, 3));
    assert_eq!((figures.lives["accepted"], figures.lives["held"]), (9, 3));
    assert_eq!(figures.held["sefaz.rejected"], 1);
    assert_eq!(figures.gaps[&("producao", CNPJ.to_owned(), 1)], 1);
    assert_eq!(figures.gaps[&("producao", OTHER.to_owned(), 1)], 0);
    assert_eq!(figures.certificates.len(), 2);
}

#[test]
fn each_file_is_watched_once_for_all_who_sign_with_it() {
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/fba-nfe.toml");
    let config = Config::read(&samples, &|_| None).unwrap();
    let files = watched(&config);
    let mut names: Vec<_> = files.iter().map(|it| it.sealed.file.clone()).collect();
    names.dedup();
    assert_eq!(names.len(), files.len());
    let users: usize = files.iter().map(|it| it.users.len()).sum();
    let establishments: usize = config.sellers.iter().map(|it| it.establishments.len()).sum();
    assert_eq!(users, establishments);
    assert!(files.iter().all(|it| it.stamp.iter().all(Option::is_some)));
}
