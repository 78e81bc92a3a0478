//! What a note costs beside the RSA signature that it cannot do without.
//!
//! A sale of the normal regime to another state, with ICMSUFDest and IBSCBS: the longest note that
//! is written. Every ratio is of times taken in the same round, and the median of all rounds: how
//! fast the machine is cancels out.

#![allow(clippy::print_stdout, reason = "what a bench prints is its result")]

mod stopwatch;

use std::collections::BTreeMap;
use std::hint::black_box;
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::Context;
use openssl::pkey::PKey;
use openssl::pkey_ctx::PkeyCtx;
use openssl::rsa::Padding;

use fba_nfe::config::Config;
use fba_nfe::domain::catalogue::Catalogue;
use fba_nfe::domain::invoice::Numbering;
use fba_nfe::domain::seller::Seller;
use fba_nfe::domain::shipment::{Amount, Item, Shipment};
use fba_nfe::domain::{Emission, Money, SellerId, Timestamp};
use fba_nfe::nfe::{self, Certificate, Sealed};
use fba_nfe::stage::wire::read_shipment;
use fba_nfe::tax::rules::Rules;
use fba_nfe::tax::{self, Draft, Law};

use stopwatch::{median, time};

/// Items of a note; 990 is the most that the layout takes.
const SIZES: [i64; 4] = [1, 10, 50, 990];
/// With more, such a note may be larger than SEFAZ takes (214), and the check reads no further.
const CHECKED_MAX: i64 = 50;
/// The seller of the normal regime in `samples/fba-nfe.toml`.
const SELLER: &str = "A2NORMAL0001";
const SHIPMENT: &str = "cpf-interstate/shipments/FBA15K0002.json";
const MOMENT: &str = "2026-11-18T13:14:00Z";
/// `DigestInfo` of a SHA-1 has 35 bytes. Which ones does not change the time.
const DIGEST_INFO: [u8; 35] = [0x30; 35];

fn main() -> anyhow::Result<()> {
    let bench = Bench::open()?;
    println!("1.00 is the bare RSA signature: the same key, SHA-1, OpenSSL, in the same round");
    let measured = SIZES.iter().map(|size| bench.measure(*size)).collect::<Result<Vec<_>, _>>()?;
    for (what, of) in [
        ("", (|it| it.signed) as fn(&Measured) -> i64),
        (", from the shipment", |it| it.drafted),
        (", XML only", |it| it.written),
        (", check", |it| it.checked),
    ] {
        println!();
        let checks = what == ", check";
        for it in measured.iter().filter(|it| !checks || it.items <= CHECKED_MAX) {
            let items = if it.items == 1 { "item" } else { "items" };
            println!("ratio {} {items}{what}: {}", it.items, thousandths(of(it)));
        }
    }
    println!();
    for (what, of) in [
        ("from the shipment", (|it| it.drafted_ns) as fn(&Measured) -> i64),
        ("XML only", |it| it.written_ns),
    ] {
        let each =
            |items| measured.iter().find(|it| it.items == items).map(|it| of(it) * 1000 / items);
        let [Some(many), Some(some)] = [each(990), each(50)] else { continue };
        println!(
            "each of 990 items against each of 50, {what}: {}",
            thousandths(many * 1000 / some)
        );
    }
    Ok(())
}

/// The time of a note as thousandths of the bare signature's; its parts also in nanoseconds.
struct Measured {
    items: i64,
    signed: i64,
    drafted: i64,
    written: i64,
    checked: i64,
    drafted_ns: i64,
    written_ns: i64,
}

struct Bench {
    seller: Seller,
    catalogue: Arc<Catalogue>,
    certificate: Certificate,
    shipment: Shipment,
    at: Timestamp,
}

impl Bench {
    fn open() -> anyhow::Result<Bench> {
        let samples = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("samples");
        let config = Config::read(&samples.join("fba-nfe.toml"), &|_| None)?;
        let seller = config.seller(&SellerId::parse(SELLER)?).context("the sample seller")?;
        let pfx = std::fs::read(samples.join("certificates/normal.pfx"))?;
        Ok(Bench {
            seller: seller.seller.clone(),
            catalogue: Arc::clone(&seller.catalogue),
            certificate: Certificate::open(&pfx, "1234")?,
            shipment: read_shipment(&std::fs::read(samples.join(SHIPMENT))?)?,
            at: MOMENT.parse()?,
        })
    }

    fn measure(&self, items: i64) -> anyhow::Result<Measured> {
        let shipment = self.shipment_of(items)?;
        let key = PKey::private_key_from_pkcs8(self.certificate.pkcs8_der())?;
        let mut operation = PkeyCtx::new(&key)?;
        operation.sign_init()?;
        operation.set_rsa_padding(Padding::PKCS1)?;
        let mut signature = vec![0; key.size()];
        let (rules, tables) = (Rules::shipped(), BTreeMap::new());
        let draft = || {
            let law = Law { rules: &rules, tot_trib: &tables };
            tax::draft(&shipment, &self.seller, &self.catalogue, law, self.at, &Emission::Normal)
                .map_err(|faults| anyhow::anyhow!("the draft has faults: {faults:?}"))
        };
        let write = |draft: &Draft| {
            let Draft { invoice, dh_emi, serie, .. } = draft;
            let numbering = Numbering { serie: *serie, n_nf: 1, c_nf: 27_182_818, dh_emi: *dh_emi };
            black_box(nfe::write(invoice, &numbering))
        };
        let seal = |unsigned| Ok(nfe::sign(&unsigned, &self.certificate)?);
        let drafted = draft()?;
        let sealed: Sealed = seal(write(&drafted))?;
        // Just before the bare signature stands a whole note, so that it meets warm caches too.
        let rounds = time([
            &mut || {
                if items > CHECKED_MAX {
                    return Ok(());
                }
                nfe::check(&sealed.xml, self.certificate.facts(), self.at)
                    .map_err(|disputes| anyhow::anyhow!("the check disputes {disputes:?}"))
            },
            &mut || draft().map(drop),
            &mut || seal(write(&draft()?)).map(drop),
            &mut || Ok(operation.sign(&DIGEST_INFO, Some(&mut signature)).map(drop)?),
            &mut || seal(write(&drafted)).map(drop),
            &mut || {
                drop(write(&drafted));
                Ok(())
            },
        ])?;
        let middle = |of: fn([i64; 6]) -> i64| median(rounds.iter().copied().map(of).collect());
        Ok(Measured {
            items,
            signed: middle(|[_, _, _, bare, signed, _]| signed * 1000 / bare),
            drafted: middle(|[_, _, drafted, bare, _, _]| drafted * 1000 / bare),
            written: middle(|[_, _, _, bare, _, written]| written * 1000 / bare),
            checked: middle(|[checked, _, _, bare, _, _]| checked * 1000 / bare),
            drafted_ns: middle(|[_, draft, _, _, _, _]| draft),
            written_ns: middle(|[_, _, _, _, _, written]| written),
        })
    }

    /// The sample's sale, with so many items, each at its own price and with a shipping price.
    fn shipment_of(&self, items: i64) -> anyhow::Result<Shipment> {
        let mut shipment = self.shipment.clone();
        let sample = shipment.items.first().cloned().context("the sample's item")?;
        let brl = |money: Money| {
            Some(Amount { currency: Some("BRL".to_owned()), amount: Some(money.to_string()) })
        };
        let mut sum = Money::ZERO;
        shipment.items.clear();
        for n in 0..items {
            let price = Money::from_cents(n * 137 % 40_000 + 990);
            let shipping = Money::from_cents(n * 31 % 2_000 + 1);
            sum += price + shipping;
            shipment.items.push(Item {
                item_price: brl(price),
                shipping_price: brl(shipping),
                ..sample.clone()
            });
        }
        let payment = shipment.payments.first_mut().context("the sample's payment")?;
        payment.value = brl(sum);
        Ok(shipment)
    }
}

fn thousandths(value: i64) -> String {
    format!("{}.{:03}", value / 1000, value % 1000)
}
