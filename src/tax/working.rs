//! Where figures are computed and written down, at once: no figure of the memória de cálculo can
//! differ from the invoice's own.

use crate::domain::memoria::{Figure, How, INFORMED, Memoria, Named, Rule, Term, Value};
use crate::domain::{Money, Quantity, Rate, UnitPrice};

/// The memória under way, and the item that it is about.
#[derive(Debug)]
pub(super) struct Working<'a> {
    memoria: &'a mut Memoria,
    n_item: Option<usize>,
    /// Whether what is given was read from a document: then that is its source.
    informed: bool,
}

/// A rate, why it is that, and where it is from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Chosen {
    pub(super) rate: Rate,
    pub(super) rule: Rule,
    pub(super) source: String,
}

/// A figure's name and value.
pub(super) fn named<T>(tag: &'static str, value: T) -> Named<T> {
    Named { tag, value }
}

/// A part that is added.
pub(super) fn plus(tag: &'static str, value: Money) -> Term {
    Term { minus: false, tag, value }
}

/// A part that is taken off.
pub(super) fn minus(tag: &'static str, value: Money) -> Term {
    Term { minus: true, tag, value }
}

impl<'a> Working<'a> {
    pub(super) fn of_item(memoria: &'a mut Memoria, n_item: usize) -> Working<'a> {
        Working { memoria, n_item: Some(n_item), informed: false }
    }

    /// An item of a note that was read back.
    pub(super) fn of_document(memoria: &'a mut Memoria, n_item: usize) -> Working<'a> {
        Working { memoria, n_item: Some(n_item), informed: true }
    }

    pub(super) fn of_total(memoria: &'a mut Memoria) -> Working<'a> {
        Working { memoria, n_item: None, informed: false }
    }

    fn note(&mut self, tag: &'static str, value: Value, how: How, rule: Rule, source: &str) {
        let source = if self.informed && how == How::Given { INFORMED } else { source };
        let (n_item, source) = (self.n_item, source.to_owned());
        self.memoria.figures.push(Figure { n_item, tag, value, how, rule, source });
    }

    fn money(&mut self, tag: &'static str, value: Money, how: How, rule: Rule) -> Money {
        self.note(tag, Value::Money(value), how, rule, "");
        value
    }

    /// A code that was chosen.
    pub(super) fn code(&mut self, tag: &'static str, code: &str, rule: Rule, source: &str) {
        self.note(tag, Value::Code(code.to_owned()), How::Given, rule, source);
    }

    /// An amount as it was given.
    pub(super) fn given(&mut self, tag: &'static str, value: Money, rule: Rule) -> Money {
        self.money(tag, value, How::Given, rule)
    }

    /// A quantity as it was given.
    pub(super) fn quantity(&mut self, tag: &'static str, value: Quantity, rule: Rule) -> Quantity {
        self.note(tag, Value::Quantity(value), How::Given, rule, "");
        value
    }

    /// A rate that was chosen.
    pub(super) fn rate(&mut self, tag: &'static str, chosen: &Chosen) -> Rate {
        self.note(tag, Value::Rate(chosen.rate), How::Given, chosen.rule, &chosen.source);
        chosen.rate
    }

    /// A rate as a document says it.
    pub(super) fn said(&mut self, tag: &'static str, rate: Rate, rule: Rule) -> Rate {
        self.rate(tag, &Chosen { rate, rule, source: String::new() })
    }

    /// The sum; nothing when it is below zero (taxes of a few cents may round up to more than
    /// what they are taken off).
    pub(super) fn sum(&mut self, tag: &'static str, terms: &[Term], rule: Rule) -> Money {
        let of = |minus| terms.iter().filter(move |it| it.minus == minus).map(|it| it.value);
        let value = of(false).sum::<Money>().or_zero_sub(of(true).sum());
        // What is nothing says nothing, unless nothing is all there is.
        let told: Vec<Term> = terms.iter().copied().filter(|it| !it.value.is_zero()).collect();
        let told = if told.is_empty() { terms.iter().copied().take(1).collect() } else { told };
        self.money(tag, value, How::Sum(told), rule)
    }

    /// What all items' figures of one tag come to.
    pub(super) fn of_items(&mut self, tag: &'static str, value: Money, each: &'static str) {
        self.money(tag, value, How::OfItems(each), Rule::Total);
    }

    /// Base × rate.
    pub(super) fn percent(
        &mut self,
        tag: &'static str,
        base: Named<Money>,
        rate: Named<Rate>,
        rule: Rule,
    ) -> Money {
        self.money(tag, base.value.percent(rate.value), How::Percent(base, rate), rule)
    }

    /// Base less a part of it.
    pub(super) fn less(
        &mut self,
        tag: &'static str,
        base: Named<Money>,
        rate: Named<Rate>,
        rule: Rule,
    ) -> Money {
        self.money(tag, base.value.less(rate.value), How::Less(base, rate), rule)
    }

    /// Base with a margin.
    pub(super) fn more(
        &mut self,
        tag: &'static str,
        base: Named<Money>,
        rate: Named<Rate>,
        rule: Rule,
    ) -> Money {
        self.money(tag, base.value.more(rate.value), How::More(base, rate), rule)
    }

    /// Base with the tax inside.
    pub(super) fn gross_up(
        &mut self,
        tag: &'static str,
        base: Named<Money>,
        rate: Named<Rate>,
        rule: Rule,
    ) -> Money {
        self.money(tag, base.value.gross_up(rate.value), How::GrossUp(base, rate), rule)
    }

    /// What a price holds of a tax on top.
    pub(super) fn inside(
        &mut self,
        tag: &'static str,
        base: Named<Money>,
        rate: Named<Rate>,
        rule: Rule,
    ) -> Money {
        self.money(tag, base.value.inside(rate.value), How::Inside(base, rate), rule)
    }

    /// A rate less a part of it.
    pub(super) fn rate_less(
        &mut self,
        tag: &'static str,
        rate: Named<Rate>,
        less: Named<Rate>,
        rule: Rule,
    ) -> Rate {
        let value = rate.value.less(less.value);
        self.note(tag, Value::Rate(value), How::RateLess(rate, less), rule, "");
        value
    }

    /// A rate less another.
    pub(super) fn rate_gap(
        &mut self,
        tag: &'static str,
        rate: Named<Rate>,
        other: Named<Rate>,
        rule: Rule,
    ) -> Rate {
        let value = rate.value.checked_sub(other.value).unwrap_or(Rate::ZERO);
        self.note(tag, Value::Rate(value), How::RateGap(rate, other), rule, "");
        value
    }

    /// An amount for one.
    pub(super) fn each(
        &mut self,
        tag: &'static str,
        total: Named<Money>,
        quantity: Named<Quantity>,
        rule: Rule,
    ) -> UnitPrice {
        let value = UnitPrice::of(total.value, quantity.value);
        self.note(tag, Value::UnitPrice(value), How::Each(total, quantity), rule, "");
        value
    }

    /// So many of an amount for one.
    pub(super) fn times(
        &mut self,
        tag: &'static str,
        quantity: Named<Quantity>,
        each: Named<UnitPrice>,
        rule: Rule,
    ) -> Money {
        let value = quantity.value.at(each.value);
        self.money(tag, value, How::Times(quantity, each), rule)
    }
}
