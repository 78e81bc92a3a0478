//! Corrections: typed, weighed before they are made, never over Amazon's own answer.

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};

use super::approvals::Made;
use super::{approvals, ask, corrections_body, looked_at, worth_cents};
use crate::console::Shared;
use crate::console::access::{Done, Visitor};
use crate::console::form::Posted;
use crate::console::page::case::{href, id};
use crate::console::page::{Place, csrf, page};
use crate::console::refusal::Refusal;
use crate::console::show::reais;
use crate::domain::correction::{self, Correction, Subject, is_personal};
use crate::domain::{Fault, LifeId};
use crate::lifecycle::{Life, State as LifeState};
use crate::ports::{Catalogues, DeedKind, DeskStore, Wanted, World};
use crate::stage::{Action, Preview, Verb};
use crate::words::desk::act as words;
use crate::words::desk::field;
use crate::words::{self as catalogue, Lang};

/// Corrections of one form.
const FIELDS_MAX: usize = 60;

/// What stands before a field's name in the form.
const FIELD: &str = "f:";
/// What stands before the name of a field that shall be empty.
const EMPTY: &str = "empty:";

/// The form: what faults name, and what else may be corrected.
pub(in crate::console) async fn correct_page<S: DeskStore>(
    State(console): State<Shared<S>>,
    visitor: Visitor,
    Path((seller, shipment)): Path<(String, String)>,
) -> Result<Markup, Refusal> {
    let id = id(&seller, &shipment)?;
    let life = console.stage.life(&id).await?.ok_or(Refusal::NotFound)?;
    looked_at(&console, &visitor, &id, DeedKind::Correct, life.version).await?;
    let (version, why, corrections) = (life.version, String::new(), Vec::new());
    let form = Filled { version, why, corrections, keep: false };
    Ok(shown(&console, &visitor, &life, &form, None, &html! {}))
}

/// What a person filled in.
struct Filled {
    version: u64,
    why: String,
    corrections: Vec<Correction>,
    /// Whether what can be kept is kept for the next sales.
    keep: bool,
}

impl Filled {
    fn read(pairs: Vec<(String, String)>) -> Result<(Filled, String), Refusal> {
        let (why, corrections) = (String::new(), Vec::new());
        let mut filled = Filled { version: 0, why, corrections, keep: false };
        let mut step = String::new();
        for (name, value) in pairs {
            match name.as_str() {
                "version" => filled.version = value.parse().map_err(|_| Refusal::BadForm)?,
                "why" => filled.why = value,
                "step" => step = value,
                "keep" => filled.keep = true,
                _ => {
                    let (field, value) = match (name.strip_prefix(FIELD), name.strip_prefix(EMPTY))
                    {
                        (Some(field), _) if !value.trim().is_empty() => (field, value),
                        (None, Some(field)) => (field, String::new()),
                        _ => continue,
                    };
                    let value = as_written(field, value.trim());
                    filled.corrections.push(Correction { field: field.to_owned(), value });
                }
            }
        }
        if filled.corrections.len() > FIELDS_MAX {
            return Err(Refusal::BadForm);
        }
        Ok((filled, step))
    }
}

/// Amounts as Brazilians type them: `1.234,56`.
fn as_written(field: &str, value: &str) -> String {
    let money = field.ends_with("Discount") || field.ends_with("PaymentValue");
    if money && value.contains(',') {
        value.replace('.', "").replace(',', ".")
    } else {
        value.to_owned()
    }
}

/// First shows what would come of it; then does it, or asks for a second person.
pub(in crate::console) async fn correct<S: DeskStore>(
    State(console): State<Shared<S>>,
    Path((seller, shipment)): Path<(String, String)>,
    Posted { visitor, form }: Posted<Vec<(String, String)>>,
) -> Result<Response, Refusal> {
    let id = id(&seller, &shipment)?;
    let (filled, step) = Filled::read(form)?;
    let life = looked_at(&console, &visitor, &id, DeedKind::Correct, filled.version).await?;
    let again = |wrong: &str, outlook: &Markup| {
        shown(&console, &visitor, &life, &filled, Some(wrong), outlook).into_response()
    };
    let lang = visitor.lang;
    if filled.corrections.is_empty() {
        return Ok(again(words::NOTHING_CHANGED.say(lang), &html! {}));
    }
    for it in &filled.corrections {
        if let Err(error) = console.stage.fits(&life, it).await? {
            // What was expected is said in the engineers' words: only the English reader gets them.
            let expected = match lang {
                Lang::PtBr => String::new(),
                Lang::En => format!(" ({error})"),
            };
            let (name, unfit) = (field::name(&it.field, lang), words::UNFIT.say(lang));
            return Ok(again(&format!("{name}: {unfit}{expected}"), &html! {}));
        }
    }
    if step != "save" {
        let outlook = outlook(&console, &life, &filled.corrections, lang).await?;
        return Ok(shown(&console, &visitor, &life, &filled, None, &outlook).into_response());
    }
    save(&console, &visitor, &id, filled).await
}

async fn save<S: DeskStore>(
    console: &Shared<S>,
    visitor: &Visitor,
    id: &LifeId,
    filled: Filled,
) -> Result<Response, Refusal> {
    let worth = worth_cents(console, id).await?;
    let body = corrections_body(&filled.corrections).ok_or(Refusal::BadForm)?;
    if console.needs_second(DeedKind::Correct, worth) {
        let wanted = Wanted {
            kind: DeedKind::Correct,
            life: Some((id.clone(), filled.version)),
            bulk: None,
            payload: serde_json::json!({ "body": body.digest.as_str(), "keep": filled.keep })
                .to_string(),
            body: Some(body),
            worth_cents: worth,
            cases: 1,
        };
        return ask(console, visitor, wanted, &filled.why).await;
    }
    let action = |verb: Verb, version| Action {
        by: visitor.name().to_owned(),
        why: filled.why.clone(),
        version,
        origin: visitor.origin(),
        verb,
    };
    let version = Some(filled.version);
    let made = Made { corrections: &filled.corrections, keep: filled.keep };
    approvals::corrected(console, id, made, version, action).await?;
    Ok(visitor.done(&href(id), Done::Written))
}

/// Before and after: the total, and what is still wrong.
async fn outlook<S: DeskStore>(
    console: &Shared<S>,
    life: &Life,
    corrections: &[Correction],
    lang: Lang,
) -> Result<Markup, Refusal> {
    let before = console.stage.preview(life, &[]).await?;
    let after = console.stage.preview(life, corrections).await?;
    let total = |preview: &Preview| match preview {
        Preview::Note(invoice) => reais(invoice.total.v_nf.cents(), lang),
        Preview::Faults(_) | Preview::Nothing => words::NO_NOTE.say(lang).to_owned(),
    };
    Ok(html! {
        section.outlook aria-live="polite" {
            table {
                caption { (words::TOTAL.say(lang)) }
                thead { tr {
                    th scope="col" { (words::BEFORE.say(lang)) }
                    th scope="col" { (words::AFTER.say(lang)) }
                } }
                tbody { tr { td { (total(&before)) } td { strong { (total(&after)) } } } }
            }
            @match &after {
                Preview::Note(_) => p.good { (words::ALL_RIGHT.say(lang)) },
                Preview::Faults(faults) => {
                    p { (words::STILL_WRONG.say(lang)) }
                    ul { @for it in faults {
                        li { (catalogue::of_fault(it, lang).title) " · " code { (it.field) } }
                    } }
                },
                Preview::Nothing => {},
            }
        }
    })
}

fn shown<S: DeskStore>(
    console: &Shared<S>,
    visitor: &Visitor,
    life: &Life,
    filled: &Filled,
    wrong: Option<&str>,
    outlook: &Markup,
) -> Markup {
    let lang = visitor.lang;
    let at_fault = at_fault(life);
    let others: Vec<String> =
        correction::places().into_iter().filter(|it| !at_fault.contains(it)).collect();
    let profiles: Vec<&str> =
        console.stage.world().catalogues().profiles().keys().map(String::as_str).collect();
    let opened = |fields: &[String]| filled.corrections.iter().any(|it| fields.contains(&it.field));
    let content = html! {
        p { a href=(href(&life.id)) { (life.id.shipment) } }
        p { (words::CORRECT_INTRO.say(lang)) }
        @if let Some(wrong) = wrong { p.alert role="alert" { (wrong) } }
        (outlook)
        form.fields method="post" {
            (csrf(visitor))
            input type="hidden" name="version" value=(life.version);
            @if !at_fault.is_empty() {
                fieldset {
                    legend { (words::FIELDS_AT_FAULT.say(lang)) }
                    @for it in &at_fault { (input(it, filled, &profiles, lang)) }
                }
            }
            details open[at_fault.is_empty() || opened(&others)] {
                summary { (words::OTHER_FIELDS.say(lang)) }
                @for it in &others { (input(it, filled, &profiles, lang)) }
            }
            label for="why" { (words::WHY.say(lang)) }
            input #why name="why" required maxlength="500" value=(filled.why);
            label.check {
                input type="checkbox" name="keep" value="1" checked[filled.keep];
                " " (words::KEEP.say(lang))
            }
            p.buttons {
                button name="step" value="preview" { (words::PREVIEW.say(lang)) }
                @if !filled.corrections.is_empty() && wrong.is_none() {
                    button.primary name="step" value="save" {
                        (words::SAVE_AND_RESUME.say(lang))
                    }
                }
            }
        }
    };
    page(visitor, Place::Search, words::CORRECT_TITLE.say(lang), &content)
}

/// The fields that faults name and a correction may fill, each once.
fn at_fault(life: &Life) -> Vec<String> {
    let faults: &[Fault] = match &life.state {
        LifeState::Held { faults, .. } => faults,
        _ => &[],
    };
    let mut fields: Vec<String> = Vec::new();
    for field in faults.iter().flat_map(correction::mends) {
        if !fields.contains(&field) {
            fields.push(field);
        }
    }
    fields
}

fn input(field: &str, filled: &Filled, profiles: &[&str], lang: Lang) -> Markup {
    let value = filled.corrections.iter().find(|it| it.field == field);
    let name = format!("{FIELD}{field}");
    let mandatory = match Subject::parse(field) {
        Some(Subject::Product { column, .. }) => column.is_mandatory(),
        Some(Subject::City { .. }) | None => false,
    };
    html! {
        div.field {
            label for=(name) {
                (field::name(field, lang))
                @if mandatory { " (" (words::MANDATORY.say(lang)) ")" }
                small { code { (field) } }
            }
            @if field.ends_with("].perfil") {
                select #(name) name=(name) {
                    option value="" {}
                    @for it in profiles {
                        option value=(it) selected[value.is_some_and(|v| v.value == *it)] { (it) }
                    }
                }
            } @else {
                input #(name) name=(name) maxlength="500"
                    value=(value.map_or("", |it| &it.value)) autocomplete="off";
            }
            @if !mandatory {
                label.check {
                    input type="checkbox" name={ (EMPTY) (field) } value="1"
                        checked[value.is_some_and(|it| it.value.is_empty())];
                    " " (words::CLEAR.say(lang))
                }
            }
            @if is_personal(field) { small { "LGPD" } }
        }
    }
}
