//! NFeInutilizacao4: numbers that no note will ever have.

use super::super::answers;
use super::super::motivo::motivo;
use super::super::outcome::Outcome;
use super::super::rules::inut::{self as form, Range};
use super::super::rules::{Rejection, ensure};
use super::super::script::{Behaviour, Operation};
use super::super::xml::Element;
use super::{Call, Sefaz, Server, Unused, delivered, forestalled, sealed};

impl Sefaz {
    /// `inutNFe` to `retInutNFe`.
    pub(super) fn inutilizacao(&mut self, request: &[u8], call: &mut Call<'_>) -> Outcome<String> {
        let read = form::read(request).and_then(|root| form::range(&root).map(|it| (root, it)));
        let (root, range) = match read {
            Ok(found) => found,
            Err(why) => return Outcome::Answer(self.refuse_range(&why, None, call)),
        };
        let about = format!("{} {} {} {}", range.cnpj, range.serie, range.first, range.last);
        let note = Some((range.serie, range.first));
        let said = self.met(Operation::Inutilizacao, &range.cnpj, &about, note, call);
        if let Some(outcome) = forestalled(&said) {
            return outcome;
        }
        let answer = match &said {
            // The contingency takes none (NT 2013.007).
            _ if call.server != Server::Home => {
                self.refuse_range(&Rejection::new(586), Some(&range), call)
            }
            Behaviour::Service(c_stat, x_motivo) => {
                let why = Rejection { c_stat: *c_stat, x_motivo: x_motivo.clone() };
                self.refuse_range(&why, Some(&range), call)
            }
            Behaviour::Duplicate => {
                self.take_range(&root, &range, call);
                self.take_range(&root, &range, call)
            }
            Behaviour::Taken => {
                self.take_elsewhere(&range);
                self.take_range(&root, &range, call)
            }
            _ => self.take_range(&root, &range, call),
        };
        delivered(&said, answer)
    }

    fn refuse_range(&mut self, why: &Rejection, range: Option<&Range>, call: &Call<'_>) -> String {
        *self.books.refused.entry(why.c_stat).or_default() += 1;
        let c_uf = range.map_or("35", |it| &it.c_uf);
        let head = self.head(c_uf, call.now).saying(why.c_stat, &why.x_motivo);
        answers::ret_inut_nfe(&head, range, None)
    }

    fn take_range(&mut self, root: &Element, range: &Range, call: &Call<'_>) -> String {
        if let Err(why) = self.judge_range(root, range, call) {
            return self.refuse_range(&why, Some(range), call);
        }
        let Range { c_uf, ano, cnpj, serie, first, last } = range;
        let id = format!("{c_uf}{ano}{cnpj}{serie}{first}-{last}");
        let n_prot = self.n_prot(c_uf, &id, call.now);
        let head = self.head(c_uf, call.now).saying(102, motivo(102));
        let answer = answers::ret_inut_nfe(&head, Some(range), Some(&n_prot));
        self.unused.push(Unused { range: range.clone(), n_prot });
        self.books.unused += u64::from(last - first) + 1;
        let used: Vec<u32> = self
            .numbers
            .keys()
            .filter(|(cnpj, serie, number)| range.holds(cnpj, *serie, *number))
            .map(|(_, _, number)| *number)
            .collect();
        for number in used {
            self.check_unused(cnpj, *serie, number);
        }
        answer
    }

    fn judge_range(&self, root: &Element, range: &Range, call: &Call<'_>) -> Result<(), Rejection> {
        sealed(root, "infInut", &range.cnpj, call.now)?;
        form::judge(root, range, self.tp_amb, call.now)?;
        // The same range again (563) and a number of it (256) go before the notes (241): the
        // order is not known to be this one everywhere.
        ensure(self.unused.iter().all(|it| it.range != *range), 563)?;
        ensure(self.unused.iter().all(|it| !it.range.overlaps(range)), 256)?;
        let is_used =
            self.numbers.keys().any(|(cnpj, serie, number)| range.holds(cnpj, *serie, *number));
        ensure(!is_used, 241)
    }

    /// Another program inutilised the first of these numbers, with one that lies before it.
    fn take_elsewhere(&mut self, range: &Range) {
        let first = range.first.saturating_sub(1).max(1);
        let foreign = Range { first, last: range.first, ..range.clone() };
        let is_free = self.unused.iter().all(|it| !it.range.overlaps(&foreign));
        if is_free && foreign != *range {
            self.unused.push(Unused { range: foreign, n_prot: String::new() });
        }
    }

    /// A number is authorised or inutilised, never both.
    pub(super) fn check_unused(&mut self, cnpj: &str, serie: u16, number: u32) {
        let is_authorized = self.numbers.contains_key(&(cnpj.to_owned(), serie, number));
        let is_unused = self.unused.iter().any(|it| it.range.holds(cnpj, serie, number));
        if is_authorized && is_unused {
            let text = format!("a number both authorised and inutilised: {cnpj} {serie} {number}");
            self.books.violations.push(text);
        }
    }
}
