//! Many shipments for trials: the same seed and number give the same bytes. The buyers are
//! invented; their documents have right check digits and belong to nobody we know.

use jiff::SignedDuration;
use serde_json::{Value, json};

use crate::domain::{Chance, Cpf, Money, SellerId, ShipmentId, Timestamp};

/// What is made of.
#[derive(Clone, Debug)]
pub struct Recipe {
    /// The key of all that varies.
    pub seed: String,
    /// Whose shipments, in turn.
    pub sellers: Vec<SellerId>,
    /// `SellerSKU`s that the product files know.
    pub skus: Vec<String>,
    /// The EventTime of the first; each next one a second later.
    pub starts: Timestamp,
    /// Of a thousand, how many lack the buyer's document.
    pub missing_document: u64,
    /// Of a thousand, how many have a SKU that nobody knows.
    pub unknown_sku: u64,
    /// Of a thousand, how many go to a town that does not exist.
    pub unknown_city: u64,
}

/// What is wrong with a shipment, by intent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Blemish {
    /// Nothing.
    None,
    /// No CPF.
    MissingDocument,
    /// A SKU that nobody knows.
    UnknownSku,
    /// A town that does not exist.
    UnknownCity,
}

/// A shipment and the event that tells of it.
#[derive(Clone, Debug)]
pub struct Made {
    /// Its id.
    pub id: ShipmentId,
    /// The raw `getShipmentDetails` answer.
    pub shipment: Vec<u8>,
    /// The notification, one line.
    pub notification: Vec<u8>,
    /// What is wrong with it.
    pub blemish: Blemish,
}

/// Towns as people write them, with a CEP of theirs.
const TOWNS: [(&str, &str, &str); 12] = [
    ("São Paulo", "SP", "01304-000"),
    ("Campinas", "SP", "13010-111"),
    ("RIBEIRAO PRETO", "SP", "14010-060"),
    ("Santa Bárbara d'Oeste", "SP", "13450-001"),
    ("Rio de Janeiro", "RJ", "20040-002"),
    ("Belo Horizonte", "MG", "30130-010"),
    ("Curitiba", "PR", "80010-000"),
    ("Porto Alegre", "RS", "90010-150"),
    ("Salvador", "BA", "40020-000"),
    ("Recife", "PE", "50010-000"),
    ("Goiânia", "GO", "74003-010"),
    ("Manaus", "AM", "69005-070"),
];
const NAMES: [&str; 6] = ["Maria", "João", "Antônia", "José d'Ávila", "Conceição", "Luís"];
const TITLES: [&str; 5] = [
    "Fone de ouvido \"Pro\" & estojo",
    "Cabo USB‑C – 2 m 🎉",
    "Caneca de café",
    "Livro: O pátio <edição especial>",
    "Mochila d'água",
];

impl Recipe {
    /// The shipment with this number, from 0; `None` when the recipe has no seller or no SKU.
    pub fn make(&self, n: u64) -> Option<Made> {
        let chance = Chance::new(self.seed.as_str());
        let number = n.to_string();
        let draw = |bound: usize, what: &str| {
            let below =
                chance.below(u64::try_from(bound).unwrap_or(1), &["generate", &number, what]);
            usize::try_from(below).unwrap_or(0)
        };
        let seller = self.sellers.get(draw(self.sellers.len(), "seller"))?;
        let id = ShipmentId::parse(&format!("SIM{n:09}")).ok()?;
        let order = format!("701-{:07}-{:07}", n / 10_000_000, n % 10_000_000);
        let blemish = self.blemish(draw(1000, "blemish"));
        let (city, uf, cep) = TOWNS.get(draw(TOWNS.len(), "town")).copied()?;
        let city = if blemish == Blemish::UnknownCity { "Vila Que Não Há" } else { city };
        let name = format!("{} da Silva {n}", NAMES.get(draw(NAMES.len(), "name"))?);

        let mut total = 0;
        let mut items = Vec::new();
        for line in 0..=draw(3, "items") {
            let about = |what: &str| format!("{what} {line}");
            let sku = self.skus.get(draw(self.skus.len(), &about("sku")))?;
            let sku = if blemish == Blemish::UnknownSku { "SKU-UNKNOWN" } else { sku };
            let quantity = 1 + draw(4, &about("quantity"));
            let price = 500 + draw(90_000, &about("price"));
            let freight = [0, 0, 990, 1590].get(draw(4, &about("freight"))).copied()?;
            let wrap = [0, 0, 0, 500].get(draw(4, &about("wrap"))).copied()?;
            let discount = [0, 0, 100, 250].get(draw(4, &about("discount"))).copied()?;
            total += price + freight + wrap - discount;
            items.push(json!({
                "ASIN": format!("B{:09}", draw(999_999_999, &about("asin"))),
                "SellerSKU": sku,
                "OrderItemId": format!("{n}{line}"),
                "Title": TITLES.get(draw(TITLES.len(), &about("title"))),
                "QuantityOrdered": quantity,
                "ItemPrice": money(price),
                "ShippingPrice": money(freight),
                "GiftWrapPrice": money(wrap),
                "ShippingDiscount": money(0),
                "PromotionDiscount": money(discount),
            }));
        }
        let mut payload = json!({
            "WarehouseId": "WH01",
            "AmazonOrderId": order,
            "AmazonShipmentId": id.as_str(),
            "PurchaseDate": self.starts.to_string(),
            "ShippingAddress": address(&name, 1 + draw(2000, "house"), city, uf, cep),
            "MarketplaceId": "A2Q3Y263D00KWC",
            "SellerId": seller.as_str(),
            "BuyerName": name,
            "BuyerCounty": "Centro",
            "MarketplaceTaxInfo": marketplace(),
            "SellerDisplayName": "Loja de Teste",
            "ShipmentItems": items,
        });
        let fields = payload.as_object_mut()?;
        if blemish != Blemish::MissingDocument {
            let cpf = cpf(u64::try_from(draw(999_999_999, "cpf")).unwrap_or(1).max(1))?;
            let tax = json!({
                "TaxingRegion": "BR", "TaxClassifications": [{"Name": "CPF", "Value": cpf}],
            });
            fields.insert("BuyerTaxInfo".to_owned(), tax);
        }
        fields.extend(payments(draw(3, "payment"), total));
        Some(Made {
            shipment: json!({"payload": payload}).to_string().into_bytes(),
            notification: self.notification(n, seller, &order, &id)?,
            id,
            blemish,
        })
    }

    fn blemish(&self, drawn: usize) -> Blemish {
        let drawn = u64::try_from(drawn).unwrap_or(u64::MAX);
        let second = self.missing_document + self.unknown_sku;
        match drawn {
            it if it < self.missing_document => Blemish::MissingDocument,
            it if it < second => Blemish::UnknownSku,
            it if it < second + self.unknown_city => Blemish::UnknownCity,
            _ => Blemish::None,
        }
    }

    fn notification(
        &self,
        n: u64,
        seller: &SellerId,
        order: &str,
        id: &ShipmentId,
    ) -> Option<Vec<u8>> {
        let after = SignedDuration::from_secs(i64::try_from(n).ok()?);
        let time = self.starts.checked_add(after).ok()?.to_string();
        let event = json!({
            "NotificationVersion": "1.0",
            "NotificationType": "FBA_OUTBOUND_SHIPMENT_STATUS",
            "PayloadVersion": "1.0",
            "EventTime": time,
            "Payload": {"FBAOutboundShipmentStatusNotification": {
                "SellerId": seller.as_str(),
                "AmazonOrderId": order,
                "AmazonShipmentId": id.as_str(),
                "ShipmentStatus": "Created",
            }},
            "NotificationMetadata": {
                "ApplicationId": "amzn1.sellerapps.app.simulator",
                "SubscriptionId": "simulator",
                "PublishTime": time,
                "NotificationId": format!("simulator-{n:09}"),
            },
        });
        Some(event.to_string().into_bytes())
    }
}

fn address(name: &str, house: usize, city: &str, uf: &str, cep: &str) -> Value {
    json!({
        "Name": name, "AddressLine1": format!("Rua das Flores, {house}"),
        "AddressLine2": "Apto 32", "City": city, "County": "Centro", "District": "Centro",
        "StateOrRegion": uf, "PostalCode": cep, "CountryCode": "BR",
        "AddressType": "Residential",
    })
}

fn marketplace() -> Value {
    json!({
        "CompanyLegalName": "Amazon Servicos de Varejo do Brasil Ltda", "TaxingRegion": "SP",
        "TaxClassifications": [{"Name": "CNPJ", "Value": "15436940000103"}],
    })
}

fn money(cents: usize) -> Value {
    let cents = i64::try_from(cents).unwrap_or(0);
    json!({"CurrencyCode": "BRL", "Amount": Money::from_cents(cents).to_string()})
}

/// The newer vocabulary, one or two payments, or the older one.
fn payments(kind: usize, total: usize) -> serde_json::Map<String, Value> {
    let acquirer = "15436940000103";
    let pix = |cents: usize| {
        json!({"PaymentMethod": "Pix", "AcquirerId": acquirer, "PaymentValue": money(cents),
            "AuthorizationCode": "E1234567890"})
    };
    let card = |cents: usize| {
        json!({"PaymentMethod": "CreditCard", "AcquirerId": acquirer, "CardBrand": "Visa",
            "PaymentValue": money(cents), "AuthorizationCode": "123456"})
    };
    let (name, value) = match kind {
        0 => ("Payments", json!([pix(total)])),
        1 => ("Payments", json!([card(total - total / 3), pix(total / 3)])),
        _ => ("PaymentMethodDetails", json!(["CreditCard"])),
    };
    [(name.to_owned(), value)].into_iter().collect()
}

/// Nine digits and the two that belong to them.
fn cpf(root: u64) -> Option<String> {
    (0..100).map(|check| format!("{root:09}{check:02}")).find(|it| Cpf::parse(it).is_ok())
}

#[cfg(test)]
mod tests {
    use super::super::shipments::known;
    use super::*;

    fn recipe() -> Recipe {
        let seller = |id| SellerId::parse(id).unwrap();
        Recipe {
            seed: "seed".to_owned(),
            sellers: vec![seller("A1SIMPLES0001"), seller("A2NORMAL0001")],
            skus: vec!["SKU-001".to_owned(), "SKU-002".to_owned()],
            starts: "2026-11-20T12:00:00Z".parse().unwrap(),
            missing_document: 100,
            unknown_sku: 100,
            unknown_city: 100,
        }
    }

    #[test]
    fn the_same_number_gives_the_same_bytes_and_every_kind_comes() {
        let made: Vec<Made> = (0..200).map(|n| recipe().make(n).unwrap()).collect();
        assert_eq!(made[7].shipment, recipe().make(7).unwrap().shipment);
        for blemish in
            [Blemish::None, Blemish::MissingDocument, Blemish::UnknownSku, Blemish::UnknownCity]
        {
            assert!(made.iter().any(|it| it.blemish == blemish), "{blemish:?}");
        }
        for it in &made {
            assert!(known(&it.shipment).total_cents.unwrap() > 0);
            let body: Value = serde_json::from_slice(&it.shipment).unwrap();
            let payments = body.pointer("/payload/Payments").and_then(Value::as_array);
            let paid = payments.map(|it| {
                let of = |it: &Value| it.pointer("/PaymentValue/Amount").unwrap().clone();
                it.iter()
                    .map(|it| Money::parse(of(it).as_str().unwrap()).unwrap().cents())
                    .sum::<i64>()
            });
            assert!(paid.is_none_or(|it| Some(it) == known(&it_total(&body)).total_cents));
        }
    }

    fn it_total(body: &Value) -> Vec<u8> {
        body.to_string().into_bytes()
    }

    #[test]
    fn without_sellers_nothing_is_made() {
        assert!(Recipe { sellers: Vec::new(), ..recipe() }.make(0).is_none());
    }
}
