//! Exact amounts. Integers behind types: cents, ten-thousandths of a percent, ten-thousandths of
//! a unit, ten-billionths of a real. Every rounding of the house is `half_up`.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Sub};

use serde::{Deserialize, Serialize};

/// Reais, to the cent. Never below zero unless two were subtracted.
///
/// At most 99,999,999,999.99 can be read, so sums over 990 items cannot overflow.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Money(i64);

/// A percentage with four decimals, 0 to 999.9999: `TDec_0302a04`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Rate(i64);

/// How many, with four decimals: `TDec_1104v`. Never zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Quantity(i64);

/// `vUnCom`: reais with ten decimals, `TDec_1110v`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct UnitPrice(i128);

/// Why a text is not an exact amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MoneyError {
    /// Not digits, or digits with one point and more digits.
    #[error("an amount is digits, a point and decimals, as in 12.50")]
    Shape,
    /// More decimals than the type holds, and not zeros.
    #[error("more than {0} decimals")]
    Precision(u32),
    /// More digits before the point than any sale has.
    #[error("at most {0} digits before the point")]
    TooLarge(u32),
    /// Zero where nothing cannot be.
    #[error("zero")]
    Zero,
}

const CENT_DECIMALS: u32 = 2;
const RATE_DECIMALS: u32 = 4;
const QUANTITY_DECIMALS: u32 = 4;
const UNIT_DECIMALS: u32 = 10;

impl Money {
    /// Nothing.
    pub const ZERO: Money = Money(0);

    /// From cents.
    pub const fn from_cents(cents: i64) -> Money {
        Money(cents)
    }

    /// The cents.
    pub const fn cents(self) -> i64 {
        self.0
    }

    /// Reads `12`, `12.5`, `12.50`, `12.5000`; not `-1`, `1,50`, `1e3` or `12.505`.
    pub fn parse(text: &str) -> Result<Money, MoneyError> {
        fixed(text, CENT_DECIMALS, 11).map(Money)
    }

    /// This much per cent of it, to the cent, half up: how every tax value is made.
    pub fn percent(self, rate: Rate) -> Money {
        Money(half_up(i128::from(self.0) * i128::from(rate.0), 1_000_000))
    }

    /// What is left when this much per cent is taken off, to the cent, half up: a reduced base.
    pub fn less(self, rate: Rate) -> Money {
        Money(half_up(i128::from(self.0) * i128::from(WHOLE - rate.0.min(WHOLE)), WHOLE.into()))
    }

    /// With this much per cent put on, to the cent, half up: a margin.
    pub fn more(self, rate: Rate) -> Money {
        Money(half_up(i128::from(self.0) * i128::from(WHOLE + rate.0), WHOLE.into()))
    }

    /// The amount of which this is what is left when that much per cent of it is taken off, to the
    /// cent, half up: a tax that is inside its own base. Nothing at 100 % and above.
    pub fn gross_up(self, rate: Rate) -> Money {
        if rate.0 >= WHOLE {
            return Money::ZERO;
        }
        Money(half_up(i128::from(self.0) * i128::from(WHOLE), i128::from(WHOLE - rate.0)))
    }

    /// How much of this was put on by that much per cent, to the cent, half up.
    pub fn inside(self, rate: Rate) -> Money {
        Money(half_up(i128::from(self.0) * i128::from(rate.0), i128::from(WHOLE + rate.0)))
    }

    /// `self × part ÷ whole`, to the cent, half up: for shares. Nothing when `whole` is nothing.
    pub fn share(self, part: Money, whole: Money) -> Money {
        if whole.0 == 0 {
            return Money::ZERO;
        }
        Money(half_up(i128::from(self.0) * i128::from(part.0), i128::from(whole.0)))
    }

    /// `self − other`, or `None` when that is below zero.
    pub fn checked_sub(self, other: Money) -> Option<Money> {
        (self.0 >= other.0).then(|| Money(self.0 - other.0))
    }

    /// `self − other`, nothing when that is below zero.
    pub fn or_zero_sub(self, other: Money) -> Money {
        self.checked_sub(other).unwrap_or_default()
    }

    /// Whether it is nothing.
    pub fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// `None` when nothing: for elements that the layout forbids to be zero.
    pub fn non_zero(self) -> Option<Money> {
        (self.0 != 0).then_some(self)
    }
}

/// A hundred per cent.
const WHOLE: i64 = 1_000_000;

impl Rate {
    /// A hundred per cent.
    pub const WHOLE: Rate = Rate(WHOLE);
    /// Nothing.
    pub const ZERO: Rate = Rate(0);

    /// From ten-thousandths of a percent: 18 % is 180_000.
    pub const fn from_ten_thousandths(value: i64) -> Rate {
        Rate(value)
    }

    /// Reads a percentage, as in `18`, `20.5` or `0.1000`.
    pub fn parse(text: &str) -> Result<Rate, MoneyError> {
        fixed(text, RATE_DECIMALS, 3).map(Rate)
    }

    /// The difference, or `None` when it is below zero.
    pub fn checked_sub(self, other: Rate) -> Option<Rate> {
        (self.0 >= other.0).then(|| Rate(self.0 - other.0))
    }

    /// What is left of it when that much per cent is taken off, to four decimals, half up.
    pub fn less(self, other: Rate) -> Rate {
        Rate(half_up(i128::from(self.0) * i128::from(WHOLE - other.0.min(WHOLE)), WHOLE.into()))
    }

    /// The sum.
    pub fn plus(self, other: Rate) -> Rate {
        Rate(self.0 + other.0)
    }

    /// Two decimals, as `pICMSInter` wants it literally: `12.00`.
    pub fn two_decimals(self) -> String {
        decimal(i128::from(self.0) / 100, 2)
    }

    /// Whether it is nothing.
    pub fn is_zero(self) -> bool {
        self.0 == 0
    }
}

impl Quantity {
    /// Reads a quantity above zero with at most four decimals.
    pub fn parse(text: &str) -> Result<Quantity, MoneyError> {
        match fixed(text, QUANTITY_DECIMALS, 11)? {
            0 => Err(MoneyError::Zero),
            value => Ok(Quantity(value)),
        }
    }

    /// From whole units; `None` for zero.
    pub fn whole(units: u32) -> Option<Quantity> {
        (units > 0).then(|| Quantity(i64::from(units) * 10_000))
    }

    /// All four decimals, as `qBCMono` wants them.
    pub fn four_decimals(self) -> String {
        decimal(i128::from(self.0), QUANTITY_DECIMALS)
    }

    /// `qCom × vUnCom`, to the cent, half up: what rule 629 compares `vProd` with.
    pub fn at(self, price: UnitPrice) -> Money {
        // 10^4 of the quantity and 10^10 of the price, down to cents.
        Money(half_up(i128::from(self.0).saturating_mul(price.0), 1_000_000_000_000))
    }
}

impl UnitPrice {
    /// Reads an amount for one, with at most ten decimals.
    pub fn parse(text: &str) -> Result<UnitPrice, MoneyError> {
        wide(text, UNIT_DECIMALS, 11).map(UnitPrice)
    }

    /// `vProd ÷ qCom`, ten decimals, half up (nfe.md 1.16).
    pub fn of(total: Money, quantity: Quantity) -> UnitPrice {
        // Cents to 10^-10 is 10^8; the quantity's own 10^4 comes back in.
        let numerator = i128::from(total.0) * 1_000_000_000_000;
        UnitPrice(half_up_wide(numerator, i128::from(quantity.0)))
    }
}

impl From<Rate> for UnitPrice {
    /// An amount for each unit that the layout writes as it does rates: `adRemIBS`.
    fn from(rate: Rate) -> UnitPrice {
        UnitPrice(i128::from(rate.0) * 1_000_000)
    }
}

/// Half up, away from zero at exactly one half (amounts here are not negative): the one rounding
/// rule of nfe.md 1.16.
fn half_up_wide(numerator: i128, denominator: i128) -> i128 {
    let double = numerator.saturating_mul(2).saturating_add(denominator);
    double.checked_div_euclid(denominator.saturating_mul(2)).unwrap_or_default()
}

fn half_up(numerator: i128, denominator: i128) -> i64 {
    i64::try_from(half_up_wide(numerator, denominator)).unwrap_or(i64::MAX)
}

/// Digits, a point, digits; as an integer scaled by `decimals`.
fn fixed(text: &str, decimals: u32, digits_max: u32) -> Result<i64, MoneyError> {
    i64::try_from(wide(text, decimals, digits_max)?).map_err(|_| MoneyError::TooLarge(digits_max))
}

fn wide(text: &str, decimals: u32, digits_max: u32) -> Result<i128, MoneyError> {
    let (whole, fraction) = match text.split_once('.') {
        Some((_, "")) => return Err(MoneyError::Shape),
        Some((whole, fraction)) => (whole, fraction),
        None => (text, ""),
    };
    let all_digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || !all_digits(whole) || !all_digits(fraction) || text.len() > 64 {
        return Err(MoneyError::Shape);
    }
    let whole = whole.trim_start_matches('0');
    if whole.len() > digits_max as usize {
        return Err(MoneyError::TooLarge(digits_max));
    }
    let fraction = fraction.trim_end_matches('0');
    if fraction.len() > decimals as usize {
        return Err(MoneyError::Precision(decimals));
    }
    let width = decimals as usize;
    format!("0{whole}{fraction:0<width$}").parse().map_err(|_| MoneyError::Shape)
}

fn decimal(value: i128, decimals: u32) -> String {
    let scale = 10i128.pow(decimals);
    let sign = if value < 0 { "-" } else { "" };
    let value = value.abs();
    let width = decimals as usize;
    format!("{sign}{}.{:0width$}", value / scale, value % scale)
}

/// Without the zeros at the end, and without the point when nothing follows it; at least `least`
/// decimals stay. Put down without a text of its own: a note holds hundreds.
fn write_decimal(
    f: &mut fmt::Formatter<'_>,
    value: i128,
    decimals: u32,
    least: u32,
) -> fmt::Result {
    let scale = 10u128.pow(decimals);
    let sign = if value < 0 { "-" } else { "" };
    let whole = value.unsigned_abs() / scale;
    let mut fraction = value.unsigned_abs() % scale;
    let mut width = decimals as usize;
    while width > least as usize && fraction.is_multiple_of(10) {
        fraction /= 10;
        width -= 1;
    }
    match width {
        0 => write!(f, "{sign}{whole}"),
        _ => write!(f, "{sign}{whole}.{fraction:0width$}"),
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_decimal(f, self.0.into(), CENT_DECIMALS, CENT_DECIMALS)
    }
}

impl fmt::Display for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_decimal(f, self.0.into(), RATE_DECIMALS, RATE_DECIMALS)
    }
}

impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_decimal(f, self.0.into(), QUANTITY_DECIMALS, 0)
    }
}

impl fmt::Display for UnitPrice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_decimal(f, self.0, UNIT_DECIMALS, CENT_DECIMALS)
    }
}

impl Add for Money {
    type Output = Money;

    fn add(self, other: Money) -> Money {
        Money(self.0.saturating_add(other.0))
    }
}

impl AddAssign for Money {
    fn add_assign(&mut self, other: Money) {
        *self = *self + other;
    }
}

impl Sub for Money {
    type Output = Money;

    fn sub(self, other: Money) -> Money {
        Money(self.0.saturating_sub(other.0))
    }
}

impl Sum for Money {
    fn sum<I: Iterator<Item = Money>>(amounts: I) -> Money {
        amounts.fold(Money::ZERO, Add::add)
    }
}

impl Serialize for Money {
    fn serialize<S: serde::Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Money {
    fn deserialize<D: serde::Deserializer<'de>>(input: D) -> Result<Money, D::Error> {
        let text = String::deserialize(input)?;
        Money::parse(&text).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn money(text: &str) -> Money {
        Money::parse(text).unwrap()
    }

    #[test]
    fn amounts_are_read_exactly_or_not_at_all() {
        assert_eq!(money("5099.99").cents(), 509_999);
        assert_eq!(money("100"), money("100.0000"));
        assert_eq!(money("0007.5").to_string(), "7.50");
        for bad in ["", ".", "1.", ".5", "-1", "+1", "1,50", "1e3", " 1", "NaN", "１"] {
            assert_eq!(Money::parse(bad), Err(MoneyError::Shape), "{bad:?}");
        }
        assert_eq!(Money::parse("12.505"), Err(MoneyError::Precision(2)));
        assert_eq!(Money::parse("100000000000"), Err(MoneyError::TooLarge(11)));
        assert_eq!(Quantity::parse("0"), Err(MoneyError::Zero));
        assert_eq!(Quantity::parse("0.0000"), Err(MoneyError::Zero));
        assert_eq!(Quantity::whole(0), None);
        assert_eq!(Quantity::whole(1), Quantity::parse("1").ok());
    }

    #[test]
    fn halves_go_up() {
        let rate = |text| Rate::parse(text).unwrap();
        assert_eq!(money("0.10").percent(rate("5")), money("0.01"));
        assert_eq!(money("0.09").percent(rate("5")), Money::ZERO);
        assert_eq!(money("234.11").percent(rate("12")), money("28.09"));
        assert_eq!(money("206.02").percent(rate("7.6")), money("15.66"));
    }

    #[test]
    fn numbers_print_as_the_layout_wants_them() {
        assert_eq!(Rate::parse("20.5").unwrap().to_string(), "20.5000");
        assert_eq!(Rate::parse("12").unwrap().two_decimals(), "12.00");
        assert_eq!(Quantity::parse("3").unwrap().to_string(), "3");
        assert_eq!(Quantity::parse("0.25").unwrap().to_string(), "0.25");
        let third = UnitPrice::of(money("100"), Quantity::whole(3).unwrap());
        assert_eq!(third.to_string(), "33.3333333333");
        assert_eq!(UnitPrice::of(money("237"), Quantity::whole(1).unwrap()).to_string(), "237.00");
        assert_eq!((money("1") - money("2.50")).to_string(), "-1.50");
    }

    proptest! {
        /// Rule 629 can never fire on a price that we made, whatever does not divide.
        #[test]
        fn unit_price_times_quantity_is_the_total(
            cents in 0i64..10_000_000_000, units in 1u32..1_000_000,
        ) {
            let quantity = Quantity::whole(units).unwrap();
            let total = Money::from_cents(cents);
            prop_assert_eq!(quantity.at(UnitPrice::of(total, quantity)), total);
        }

        #[test]
        fn what_prints_reads_back(cents in 0i64..9_999_999_999_999) {
            let amount = Money::from_cents(cents);
            prop_assert_eq!(Money::parse(&amount.to_string()), Ok(amount));
            let json = serde_json::to_string(&amount).unwrap();
            prop_assert_eq!(serde_json::from_str::<Money>(&json).unwrap(), amount);
        }

        /// A percentage is never off by more than half a cent.
        #[test]
        fn percent_is_within_half_a_cent(cents in 0i64..1_000_000_000, rate in 0i64..1_000_000) {
            let got = i128::from(Money(cents).percent(Rate(rate)).0) * 1_000_000;
            let exact = i128::from(cents) * i128::from(rate);
            prop_assert!((got - exact).abs() <= 500_000);
        }
    }
}
