//! What faults of many sales have in common.

use super::{Code, Fault, Mender, Step};

/// One row of the review desk: faults with the same stage, code and field, wherever in a sale the
/// field stands.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Cause {
    /// Where in the life it showed.
    pub stage: Step,
    /// What is wrong.
    pub code: Code,
    /// The field without an item's place: `ShipmentItems[].SellerSKU`. What SEFAZ refused is told
    /// apart by its code: `cStat 302`.
    pub field: String,
}

impl Fault {
    /// What it has in common with others.
    pub fn cause(&self) -> Cause {
        let field = match (self.field.as_str(), &self.value) {
            ("cStat", Some(c_stat)) => format!("cStat {c_stat}"),
            (field, _) => placeless(field),
        };
        Cause { stage: self.stage, code: self.code, field }
    }
}

/// The causes of these faults, each once, with who mends it: the first named.
pub fn causes(faults: &[Fault]) -> Vec<(Cause, Mender)> {
    let mut found: Vec<(Cause, Mender)> = Vec::new();
    for fault in faults {
        let cause = fault.cause();
        if !found.iter().any(|(it, _)| *it == cause) {
            found.push((cause, fault.mender));
        }
    }
    found
}

/// `ShipmentItems[3].SellerSKU` is `ShipmentItems[].SellerSKU`.
fn placeless(field: &str) -> String {
    let mut out = String::with_capacity(field.len());
    let mut inside = false;
    for letter in field.chars() {
        inside = match letter {
            '[' => true,
            ']' => false,
            _ => inside,
        };
        if !inside || letter == '[' {
            out.push(letter);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_place_of_an_item_is_no_cause_and_a_rejection_is_one_by_its_code() {
        let fault =
            |field: &str| Fault::new(Code::ProductUnknown, Step::Draft, field).value("x").cause();
        assert_eq!(fault("ShipmentItems[3].SellerSKU").field, "ShipmentItems[].SellerSKU");
        assert_eq!(fault("ShipmentItems[12].SellerSKU"), fault("ShipmentItems[0].SellerSKU"));
        assert_eq!(fault("ShippingAddress.City").field, "ShippingAddress.City");
        assert_eq!(fault("cStat").field, "cStat x");
    }

    #[test]
    fn each_cause_is_told_once() {
        let unknown = |n: u8| {
            Fault::new(Code::ProductUnknown, Step::Draft, format!("ShipmentItems[{n}].SellerSKU"))
        };
        let city = Fault::new(Code::AddressCityUnknown, Step::Draft, "ShippingAddress.City");
        let found = causes(&[unknown(0), city.clone(), unknown(1)]);
        assert_eq!(found.len(), 2);
        assert_eq!(found[1].0, city.cause());
    }
}
