//! Corrections kept for next time: visible, and taken away with a reason.

use axum::extract::{Path, State};
use axum::response::Response;
use maud::{Markup, html};

use super::{Place, csrf, page};
use crate::console::Shared;
use crate::console::access::Visitor;
use crate::console::bulk::ROLE;
use crate::console::form::{Posted, see_other};
use crate::console::refusal::Refusal;
use crate::console::show::moment;
use crate::ports::{DeedKind, DeskStore, KeptRule};
use crate::stage::signed;
use crate::words::desk::bulk as words;
use crate::words::desk::field;

/// Rules of the page: more are a product file's matter.
const SHOWN: usize = 2_000;

/// All that stand.
pub(in crate::console) async fn rules<S: DeskStore>(
    State(console): State<Shared<S>>,
    visitor: Visitor,
) -> Result<Markup, Refusal> {
    let lang = visitor.lang;
    let rules = console.store().all_kept(None, None, SHOWN).await?;
    let content = html! {
        p { (words::RULES_INTRO.say(lang)) }
        @if rules.is_empty() {
            p { (words::NO_RULES.say(lang)) }
        } @else {
            table.rows {
                caption.hidden { (words::RULES.say(lang)) }
                thead { tr {
                    th scope="col" { (words::RULE.say(lang)) }
                    th scope="col" { (words::VALUE.say(lang)) }
                    th scope="col" { (words::SELLER.say(lang)) }
                    th scope="col" { (words::KEPT_BY.say(lang)) }
                    th scope="col" { (words::REMOVE.say(lang)) }
                } }
                tbody { @for it in &rules { tr data-row { (cells(it, &visitor)) } } }
            }
        }
    };
    Ok(page(&visitor, Place::Rules, words::RULES.say(lang), &content))
}

fn cells(it: &KeptRule, visitor: &Visitor) -> Markup {
    let lang = visitor.lang;
    let field = it.subject.field();
    let (id, off) = (format!("why-{}", it.id), !visitor.may(ROLE));
    html! {
        th scope="row" { (field::name(&field, lang)) small { code { (field) } } }
        td data-label=(words::VALUE.say(lang)) { (it.value) }
        td data-label=(words::SELLER.say(lang)) { (it.seller) }
        td data-label=(words::KEPT_BY.say(lang)) {
            (it.by) small { (moment(it.made, lang)) " · " (it.why) }
        }
        td data-label=(words::REMOVE.say(lang)) {
            form.stacked method="post" action={ "/regras/" (it.id) } {
                (csrf(visitor))
                label for=(id) { (words::WHY.say(lang)) }
                input #(id) name="why" required maxlength="500" disabled[off];
                button type="submit" disabled[off] { (words::REMOVE.say(lang)) }
                @if off { small {
                    (words::NEEDS.say(lang)) " "
                    (crate::words::desk::access::role(ROLE.as_str()).say(lang)) "."
                } }
            }
        }
    }
}

#[derive(serde::Deserialize)]
pub(in crate::console) struct Removal {
    why: String,
}

/// Takes one away.
pub(in crate::console) async fn remove<S: DeskStore>(
    State(console): State<Shared<S>>,
    Path(id): Path<i64>,
    Posted { visitor, form }: Posted<Removal>,
) -> Result<Response, Refusal> {
    let deed = visitor.deed(console.now(), DeedKind::Unkeep).to(id.to_string());
    visitor.need(ROLE, &console, deed.clone()).await?;
    let (_, why) = signed(visitor.name(), &form.why)?;
    console.store().remove_kept(id, deed.because(why)).await?;
    Ok(see_other("/regras"))
}
