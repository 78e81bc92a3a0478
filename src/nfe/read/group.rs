//! One group of a note while it is read: its fields by tag, each with the path that a fault names.

use crate::domain::{Money, Quantity, Rate};
use crate::nfe::Element;

use super::InvoiceError;

/// An element and where it stands.
#[derive(Clone, Debug)]
pub(super) struct Group<'a> {
    element: &'a Element,
    path: String,
}

/// The two-digit codes, so that what is read is as lasting as what is written.
const TWO_DIGITS: &str = "0001020304050607080910111213141516171819\
                          2021222324252627282930313233343536373839\
                          4041424344454647484950515253545556575859\
                          6061626364656667686970717273747576777879\
                          8081828384858687888990919293949596979899";

impl<'a> Group<'a> {
    /// The outermost.
    pub(super) fn root(element: &'a Element) -> Group<'a> {
        Group { element, path: String::new() }
    }

    fn below(&self, tag: &str) -> String {
        if self.path.is_empty() { tag.to_owned() } else { format!("{}/{tag}", self.path) }
    }

    /// That this field is not what it must be. The value is not told: it may be a person's.
    pub(super) fn unfit(&self, tag: &str, expected: &'static str) -> InvoiceError {
        InvoiceError::Unfit { path: self.below(tag), expected }
    }

    /// A group that must be there.
    pub(super) fn group(&self, tag: &str) -> Result<Group<'a>, InvoiceError> {
        self.maybe_group(tag).ok_or_else(|| InvoiceError::Missing(self.below(tag)))
    }

    /// A group that may be there.
    pub(super) fn maybe_group(&self, tag: &str) -> Option<Group<'a>> {
        let element = self.element.child(tag)?;
        Some(Group { element, path: self.below(tag) })
    }

    /// Every group of that name, numbered from 1.
    pub(super) fn groups(&self, tag: &'a str) -> impl Iterator<Item = Group<'a>> {
        let path = self.below(tag);
        let each = self.element.children(tag).enumerate();
        each.map(move |(n, element)| Group { element, path: format!("{path}[{}]", n + 1) })
    }

    /// The only group in this one: a choice that the layout leaves open.
    pub(super) fn choice(&self) -> Result<(&'a str, Group<'a>), InvoiceError> {
        let element = self.element.elements().next();
        let element = element.ok_or_else(|| InvoiceError::Missing(self.below("*")))?;
        Ok((element.local(), Group { element, path: self.below(element.local()) }))
    }

    /// An attribute that must be there.
    pub(super) fn attribute(&self, name: &str) -> Result<&'a str, InvoiceError> {
        let found = self.element.attribute(name);
        found.ok_or_else(|| InvoiceError::Missing(self.below(&format!("@{name}"))))
    }

    /// A text that may be there.
    pub(super) fn maybe(&self, tag: &str) -> Option<&'a str> {
        self.element.child(tag).map(Element::text)
    }

    /// A text that must be there.
    pub(super) fn text(&self, tag: &str) -> Result<&'a str, InvoiceError> {
        self.maybe(tag).ok_or_else(|| InvoiceError::Missing(self.below(tag)))
    }

    /// A text that must be there, its own.
    pub(super) fn string(&self, tag: &str) -> Result<String, InvoiceError> {
        self.text(tag).map(str::to_owned)
    }

    /// A text that may be there, its own.
    pub(super) fn maybe_string(&self, tag: &str) -> Option<String> {
        self.maybe(tag).map(str::to_owned)
    }

    /// A value that must be there.
    pub(super) fn value<T>(
        &self,
        tag: &str,
        expected: &'static str,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Result<T, InvoiceError> {
        parse(self.text(tag)?).ok_or_else(|| self.unfit(tag, expected))
    }

    /// A value that may be there.
    pub(super) fn maybe_value<T>(
        &self,
        tag: &str,
        expected: &'static str,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Result<Option<T>, InvoiceError> {
        let found = self.maybe(tag).map(|it| parse(it).ok_or_else(|| self.unfit(tag, expected)));
        found.transpose()
    }

    /// An amount.
    pub(super) fn money(&self, tag: &str) -> Result<Money, InvoiceError> {
        self.value(tag, "an amount in reais", |it| Money::parse(it).ok())
    }

    /// An amount; nothing when it is left out.
    pub(super) fn money_or_zero(&self, tag: &str) -> Result<Money, InvoiceError> {
        Ok(self.maybe_money(tag)?.unwrap_or_default())
    }

    /// An amount that may be there.
    pub(super) fn maybe_money(&self, tag: &str) -> Result<Option<Money>, InvoiceError> {
        self.maybe_value(tag, "an amount in reais", |it| Money::parse(it).ok())
    }

    /// A rate.
    pub(super) fn rate(&self, tag: &str) -> Result<Rate, InvoiceError> {
        self.value(tag, "a percentage", |it| Rate::parse(it).ok())
    }

    /// A rate that may be there.
    pub(super) fn maybe_rate(&self, tag: &str) -> Result<Option<Rate>, InvoiceError> {
        self.maybe_value(tag, "a percentage", |it| Rate::parse(it).ok())
    }

    /// A quantity.
    pub(super) fn quantity(&self, tag: &str) -> Result<Quantity, InvoiceError> {
        self.value(tag, "a quantity above zero", |it| Quantity::parse(it).ok())
    }

    /// A code of two digits.
    pub(super) fn two_digits(&self, tag: &str) -> Result<&'static str, InvoiceError> {
        self.value(tag, "two digits", two_digits)
    }
}

/// Reads a code of two digits.
pub(super) fn two_digits(text: &str) -> Option<&'static str> {
    let right = text.len() == 2 && text.bytes().all(|b| b.is_ascii_digit());
    let at = text.parse::<usize>().ok().filter(|_| right)? * 2;
    TWO_DIGITS.get(at..at + 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_of_two_digits_last() {
        for code in ["00", "01", "49", "98", "99"] {
            assert_eq!(two_digits(code), Some(code));
        }
        for bad in ["", "1", "100", "+1", "1a", " 1"] {
            assert_eq!(two_digits(bad), None, "{bad:?}");
        }
        assert_eq!(TWO_DIGITS.len(), 200);
    }
}
