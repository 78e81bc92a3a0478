//! The filter as the address bar holds it.

use jiff::ToSpan;
use jiff::civil::Date;

use crate::console::refusal::Refusal;
use crate::console::show;
use crate::domain::{LifeId, SellerId, ShipmentId, Timestamp};
use crate::ports::{CaseFilter, CasePlace};
use crate::words::desk::search::STATES;

/// What can be asked for; what else stands in the address is not heard.
pub(super) const KEYS: [&str; 13] = [
    "q", "seller", "state", "code", "stage", "field", "mender", "assignee", "sku", "document",
    "n_nf", "from", "until",
];

/// Longest value, in characters.
const VALUE_MAX: usize = 120;

/// In the place of a name: given to nobody.
pub(super) const NOBODY: &str = "-";

/// A filter, and the words that it was asked in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::console) struct Asked {
    pairs: Vec<(&'static str, String)>,
    /// What it means to the store; without a limit of its own.
    pub(in crate::console) filter: CaseFilter,
}

impl Asked {
    /// Reads the query string of `/casos`.
    pub(in crate::console) fn parse(query: &str) -> Result<Asked, Refusal> {
        let given: Vec<(String, String)> =
            serde_urlencoded::from_str(query).map_err(|_| Refusal::BadForm)?;
        let mut asked = Asked::default();
        for (key, value) in given {
            let value = value.trim();
            if value.chars().count() > VALUE_MAX || value.chars().any(char::is_control) {
                return Err(Refusal::BadForm);
            }
            if value.is_empty() {
                continue;
            }
            if key == "after" {
                asked.filter.after = Some(place(value).ok_or(Refusal::BadForm)?);
            } else if let Some(key) = KEYS.into_iter().find(|it| *it == key) {
                asked.set(key, value)?;
            }
        }
        Ok(asked)
    }

    /// Only this.
    pub(super) fn only(key: &'static str, value: &str) -> Result<Asked, Refusal> {
        let mut asked = Asked::default();
        asked.set(key, value)?;
        Ok(asked)
    }

    /// And this; an answer that was given before does not count twice.
    pub(super) fn set(&mut self, key: &'static str, value: &str) -> Result<(), Refusal> {
        if self.pairs.iter().any(|(it, _)| *it == key) {
            return Err(Refusal::BadForm);
        }
        let text = || Some(value.to_owned());
        let it = &mut self.filter;
        match key {
            "q" => it.text = text(),
            "seller" => {
                it.seller = Some(SellerId::parse(value).map_err(|_| Refusal::BadForm)?);
            }
            "state" if !STATES.contains(&value) => return Err(Refusal::BadForm),
            "state" => it.state = text(),
            "code" => it.code = text(),
            "stage" => it.stage = text(),
            "field" => it.field = text(),
            "mender" => it.mender = text(),
            "assignee" if value == NOBODY => it.assignee = Some(String::new()),
            "assignee" => it.assignee = text(),
            "sku" => it.sku = text(),
            "document" => it.document = text(),
            "n_nf" => it.n_nf = Some(value.parse().map_err(|_| Refusal::BadForm)?),
            "from" => it.from = Some(begins(value, 0)?),
            "until" => it.until = Some(begins(value, 1)?),
            _ => return Err(Refusal::BadForm),
        }
        self.pairs.push((key, value.to_owned()));
        Ok(())
    }

    /// What was asked for; empty where nothing was.
    pub(super) fn get(&self, key: &str) -> &str {
        self.pairs.iter().find(|(it, _)| *it == key).map_or("", |(_, value)| value)
    }

    /// Whether nothing was asked for.
    pub(super) fn is_empty(&self) -> bool {
        self.pairs.is_empty()
    }

    /// As the address bar has it, without a place in the list.
    pub(in crate::console) fn query(&self) -> String {
        serde_urlencoded::to_string(&self.pairs).unwrap_or_default()
    }

    /// With a place in the list.
    pub(super) fn query_after(&self, after: Option<&CasePlace>) -> String {
        let mut pairs = self.pairs.clone();
        if let Some(it) = after {
            let (at, id) = (it.updated.as_microsecond(), &it.id);
            pairs.push(("after", format!("{at}~{}~{}", id.seller, id.shipment)));
        }
        serde_urlencoded::to_string(&pairs).unwrap_or_default()
    }
}

/// `1732276800000000~A1SELLER~FBA1`: no id holds the sign between them.
fn place(text: &str) -> Option<CasePlace> {
    let (at, rest) = text.split_once('~')?;
    let (seller, shipment) = rest.split_once('~')?;
    let updated = Timestamp::from_microsecond(at.parse().ok()?).ok()?;
    let seller = SellerId::parse(seller).ok()?;
    let id = LifeId { seller, shipment: ShipmentId::parse(shipment).ok()? };
    Some(CasePlace { updated, id })
}

/// The beginning of a day at São Paulo, or of one some days later.
fn begins(text: &str, days: i32) -> Result<Timestamp, Refusal> {
    let day: Date = text.parse().map_err(|_| Refusal::BadForm)?;
    let day = day.checked_add(days.days()).map_err(|_| Refusal::BadForm)?;
    show::begins(day).ok_or(Refusal::BadForm)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_filter_reads_back_as_it_was_asked() {
        let query = "seller=A1&state=held&code=product.unknown&stage=draft&field=cStat+302\
                     &mender=fiscal&assignee=-&sku=A%26B&n_nf=17&from=2026-11-20&until=2026-11-21";
        let asked = Asked::parse(query).unwrap();
        assert_eq!(asked.query(), query);
        let filter = &asked.filter;
        assert_eq!(filter.field.as_deref(), Some("cStat 302"));
        assert_eq!(filter.assignee.as_deref(), Some(""));
        assert_eq!(filter.sku.as_deref(), Some("A&B"));
        assert_eq!(filter.from.unwrap().to_string(), "2026-11-20T03:00:00Z");
        assert_eq!(filter.until.unwrap().to_string(), "2026-11-22T03:00:00Z");
        let at: Timestamp = "2026-11-20T12:00:00.000001Z".parse().unwrap();
        let place = CasePlace {
            updated: at,
            id: LifeId {
                seller: SellerId::parse("A1").unwrap(),
                shipment: ShipmentId::parse("FBA.1_2-3").unwrap(),
            },
        };
        let next = Asked::parse(&asked.query_after(Some(&place))).unwrap();
        assert_eq!(next.filter.after, Some(place));
        assert_eq!(next.query(), query);
    }

    #[test]
    fn nothing_asked_is_every_case_and_nonsense_is_refused() {
        assert!(Asked::parse("state=&code=&utm=x").unwrap().is_empty());
        for query in [
            "state=drop+table",
            "seller=../x",
            "n_nf=-1",
            "n_nf=99999999999",
            "from=20.11.2026",
            "until=9999-12-31",
            "after=1",
            "after=1~A~..",
            "after=99999999999999999999~A~B",
            "code=a&code=b",
            "q=a%00b",
        ] {
            assert_eq!(Asked::parse(query), Err(Refusal::BadForm), "{query}");
        }
        assert_eq!(Asked::parse(&format!("q={}", "x".repeat(121))), Err(Refusal::BadForm));
    }

    proptest! {
        #[test]
        fn whatever_stands_in_the_address_is_read_or_refused(query in ".{0,200}") {
            if let Ok(asked) = Asked::parse(&query) {
                let again = Asked::parse(&asked.query_after(asked.filter.after.as_ref()));
                prop_assert_eq!(again, Ok(asked));
            }
        }
    }
}
