//! `fba-nfe dlq`: what waits for a person, and what a person decides. From the store, never from
//! the queue.

use std::process::ExitCode;

use anyhow::{Context, bail, ensure};
use clap::{Args, Subcommand};

use super::opening;
use crate::adapters::store::{DeliveryRow, Filter, LifeRow, SqliteStore};
use crate::domain::text::no_formula;
use crate::domain::{Digest, Fault, LifeId};
use crate::lifecycle::{Entry, Life, State};
use crate::ports::{Origin, Store, World};
use crate::stage::{Action, Stage, Verb, reveal};
use crate::words::{self, Lang};

/// Held invoices and unreadable events: cause, field, value, who can mend it, what to do.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    fba-nfe dlq list\n  \
    fba-nfe dlq show FBA0009\n  \
    fba-nfe dlq correct FBA0009 ShippingAddress.City=Osasco --by ana --why 'confirmed with the buyer'\n  \
    fba-nfe dlq resume FBA0009 --by ana --why 'product added to products.csv'\n  \
    fba-nfe dlq discard FBA0010 --by rui --why 'issued by hand, NF 4711'\n  \
    fba-nfe dlq cancel FBA0011 --by ana --why 'pedido cancelado antes da saida'\n  \
    fba-nfe dlq export > cases.csv")]
pub struct DlqArgs {
    /// The configuration.
    #[arg(long, value_name = "FILE", global = true)]
    config: Option<std::path::PathBuf>,
    /// The language of the sentences: pt-BR or en.
    #[arg(long, value_name = "LANG", default_value = "pt-BR", global = true)]
    lang: String,
    #[command(subcommand)]
    verb: DlqVerb,
}

/// What to do.
#[derive(Debug, Subcommand)]
enum DlqVerb {
    /// Lists what waits for a person, oldest first.
    List {
        /// Only with this fault code first.
        #[arg(long)]
        code: Option<String>,
        /// At most so many.
        #[arg(long, default_value_t = 1000)]
        limit: usize,
    },
    /// Shows one case: every fault, what to do, and its history.
    Show {
        /// AmazonShipmentId, AmazonOrderId, access key, or the SHA-256 of an unreadable event.
        id: String,
        /// Shows documents, names and addresses too.
        #[arg(long)]
        reveal: bool,
    },
    /// Mends one input of a case that is not signed yet.
    Correct {
        /// Which case.
        id: String,
        /// What: `ShippingAddress.City=Osasco`.
        #[arg(value_name = "FIELD=VALUE")]
        correction: String,
        #[command(flatten)]
        person: Person,
    },
    /// Sends a case on from where it stood.
    Resume {
        /// Which case.
        id: String,
        #[command(flatten)]
        person: Person,
    },
    /// Ends a case.
    Discard {
        /// Which case.
        id: String,
        #[command(flatten)]
        person: Person,
    },
    /// Cancels a shipment's authorised note at SEFAZ, held or not; --why goes to SEFAZ as xJust.
    Cancel {
        /// Which shipment.
        id: String,
        /// Issues another note, under another number, afterwards: for one that Amazon refused.
        #[arg(long)]
        reissue: bool,
        #[command(flatten)]
        person: Person,
    },
    /// Sends a carta de correção of a shipment's authorised note, held or not.
    Letter {
        /// Which shipment.
        id: String,
        /// The correction, 15 to 1000 characters; it replaces that of an earlier letter.
        #[arg(long)]
        text: String,
        #[command(flatten)]
        person: Person,
    },
    /// Writes all cases as CSV (UTF-8 with BOM, semicolons) to standard output.
    Export,
}

/// Who, and why.
#[derive(Debug, Args)]
struct Person {
    /// Who decides.
    #[arg(long)]
    by: String,
    /// Why.
    #[arg(long)]
    why: String,
}

/// Cases read at once.
const PAGE: usize = 500;

/// Runs the verb.
pub async fn run(args: DlqArgs) -> anyhow::Result<ExitCode> {
    let lang = Lang::parse(&args.lang).context("--lang: expected pt-BR or en")?;
    let config = opening::config(args.config.as_deref())?;
    let stage = opening::desk(&config)?;
    match args.verb {
        DlqVerb::List { code, limit } => list(&stage, code, limit, lang).await?,
        DlqVerb::Show { id, reveal } => show(&stage, &id, reveal, lang).await?,
        DlqVerb::Correct { id, correction, person } => {
            let (field, value) = correction
                .split_once('=')
                .with_context(|| format!("{correction:?}: expected FIELD=VALUE"))?;
            let verb =
                Verb::Correct { field: field.trim().to_owned(), value: value.trim().to_owned() };
            act(&stage, &id, verb, person).await?;
        }
        DlqVerb::Resume { id, person } => act(&stage, &id, Verb::Resume, person).await?,
        DlqVerb::Discard { id, person } => act(&stage, &id, Verb::Discard, person).await?,
        DlqVerb::Cancel { id, reissue, person } => {
            act(&stage, &id, Verb::Cancel { reissue }, person).await?;
        }
        DlqVerb::Letter { id, text, person } => {
            act(&stage, &id, Verb::Letter { text }, person).await?;
        }
        DlqVerb::Export => export(&stage, lang).await?,
    }
    stage.world().store().close().await?;
    Ok(ExitCode::SUCCESS)
}

/// A stage whose store is SQLite: what the desk works on.
type Desk<W> = Stage<W>;

async fn list<W>(
    desk: &Desk<W>,
    code: Option<String>,
    limit: usize,
    lang: Lang,
) -> anyhow::Result<()>
where
    W: World<Store = SqliteStore>,
{
    let store = desk.world().store();
    let mut shown = 0;
    for row in held(store, code.as_deref(), limit).await? {
        let Some(life) = desk.life(&row.id).await? else { continue };
        let State::Held { faults, .. } = &life.state else { continue };
        for fault in faults {
            println!(
                "{:<20} {:<9} {}",
                row.id.shipment.as_str(),
                words::mender(fault.mender, lang),
                words::message(fault, lang)
            );
        }
        shown += 1;
    }
    if code.is_none() {
        for delivery in unreadable(store, limit).await? {
            let problem = delivery.problem.unwrap_or_default();
            println!("{:<20} {problem}", short(&delivery.digest));
            shown += 1;
        }
    }
    if shown == 0 {
        println!("nothing is waiting for a person");
    }
    Ok(())
}

/// Held lives, oldest first.
async fn held(
    store: &SqliteStore,
    code: Option<&str>,
    limit: usize,
) -> anyhow::Result<Vec<LifeRow>> {
    let mut rows: Vec<LifeRow> = Vec::new();
    loop {
        let filter = Filter {
            state: Some("held".to_owned()),
            fault: code.map(str::to_owned),
            after: rows.last().map(LifeRow::place),
            limit: PAGE.min(limit.saturating_sub(rows.len())),
            ..Filter::default()
        };
        let page = store.lives(filter).await?;
        let full = page.len() == PAGE;
        rows.extend(page);
        if !full || rows.len() >= limit {
            return Ok(rows);
        }
    }
}

async fn unreadable(store: &SqliteStore, limit: usize) -> anyhow::Result<Vec<DeliveryRow>> {
    let mut rows: Vec<DeliveryRow> = Vec::new();
    loop {
        let after = rows.last().map(|row| (row.received_at, row.digest.clone()));
        let most = PAGE.min(limit.saturating_sub(rows.len()));
        let page = store.unreadable("open", after, most).await?;
        let full = page.len() == PAGE;
        rows.extend(page);
        if !full || rows.len() >= limit {
            return Ok(rows);
        }
    }
}

fn short(digest: &Digest) -> String {
    digest.as_str().chars().take(16).collect()
}

/// What an id names.
enum Named {
    Life(LifeId),
    Delivery(Box<DeliveryRow>),
}

async fn named(store: &SqliteStore, id: &str) -> anyhow::Result<Named> {
    let lives = store.find(id, 3).await?;
    let exact: Vec<&LifeRow> = lives.iter().filter(|row| row.id.shipment.as_str() == id).collect();
    let lives: Vec<&LifeRow> = if exact.is_empty() { lives.iter().collect() } else { exact };
    match lives.as_slice() {
        [row] => return Ok(Named::Life(row.id.clone())),
        [] => {}
        [first, second, ..] => {
            bail!("{id}: names {} and {} and perhaps more: give the whole id", first.id, second.id)
        }
    }
    match <[DeliveryRow; 1]>::try_from(store.deliveries(id).await?) {
        Ok([row]) => Ok(Named::Delivery(Box::new(row))),
        Err(rows) if rows.is_empty() => bail!("{id}: nothing of that name is on record"),
        Err(_) => bail!("{id}: names several events: give more digits"),
    }
}

async fn show<W>(desk: &Desk<W>, id: &str, open: bool, lang: Lang) -> anyhow::Result<()>
where
    W: World<Store = SqliteStore>,
{
    let store = desk.world().store();
    match named(store, id).await? {
        Named::Life(id) => {
            let life = desk.life(&id).await?.context("the journal is empty")?;
            let entries = store.journal(&id).await?;
            show_life(store, &life, &entries, open, lang).await
        }
        Named::Delivery(row) => show_delivery(store, &row, open).await,
    }
}

async fn show_life(
    store: &SqliteStore,
    life: &Life,
    entries: &[Entry],
    open: bool,
    lang: Lang,
) -> anyhow::Result<()> {
    println!("shipment  {}", life.id.shipment);
    println!("seller    {}", life.id.seller);
    println!("order     {}", life.order);
    println!("state     {}", life.state.name());
    if let Some(draft) = life.state.draft() {
        println!("key       {}", draft.key);
        println!("number    {} series {}", draft.number.n_nf, draft.number.serie);
        println!("total     {}", draft.total);
    }
    if let State::Held { faults, private, .. } = &life.state {
        let faults = match private {
            Some(private) if open => {
                let body = store.body(private).await?.unwrap_or_default();
                reveal(faults, &body)
            }
            _ => faults.clone(),
        };
        for fault in &faults {
            show_fault(fault, open, lang);
        }
    }
    println!();
    for entry in entries {
        println!("{:>4}  {}  {}", entry.seq, entry.at, entry.event.name());
    }
    Ok(())
}

fn show_fault(fault: &Fault, open: bool, lang: Lang) {
    let sentences = words::of_fault(fault, lang);
    println!("\n{}  [{}]", sentences.title, fault.code);
    println!("  field   {}", fault.field);
    if let Some(value) = fault.value.as_ref().filter(|_| open || !fault.personal) {
        println!("  value   {value}");
    } else if fault.personal {
        println!("  value   ***  (--reveal)");
    }
    if let Some(detail) = fault.detail.as_ref().filter(|_| open || !fault.personal) {
        println!("  detail  {detail}");
    }
    println!("  mender  {}", words::mender(fault.mender, lang));
    println!("  {}", sentences.what);
    println!("  {}", sentences.why);
    println!("  {}", sentences.todo);
}

async fn show_delivery(store: &SqliteStore, row: &DeliveryRow, open: bool) -> anyhow::Result<()> {
    println!("event     {}", row.digest);
    println!("received  {}", row.received_at);
    println!("kind      {}", row.kind);
    println!("state     {}", row.state.as_deref().unwrap_or("-"));
    println!("problem   {}", row.problem.as_deref().unwrap_or("-"));
    for act in store.delivery_acts(&row.digest).await? {
        println!("{}  {} by {}: {}", act.at, act.action, act.by, act.why);
    }
    let body = store.body(&row.digest).await?.unwrap_or_default();
    if open {
        println!("\n{}", String::from_utf8_lossy(&body));
    } else {
        println!("\n{} bytes (--reveal shows them)", body.len());
    }
    Ok(())
}

async fn act<W>(desk: &Desk<W>, id: &str, verb: Verb, person: Person) -> anyhow::Result<()>
where
    W: World<Store = SqliteStore>,
{
    let store = desk.world().store();
    match named(store, id).await? {
        Named::Life(id) => {
            let (by, why, origin) = (person.by, person.why, Origin::command_line());
            let action = Action { by, why, version: None, origin, verb };
            let life = desk.act(&id, action).await?;
            println!("{}: {}", id.shipment, life.state.name());
        }
        Named::Delivery(row) => {
            ensure!(
                row.kind == "unreadable",
                "{}: this event was read: act on its shipment",
                row.digest
            );
            let state =
                super::unreadable::act(desk, &row.digest, verb, person.by, person.why).await?;
            println!("{}: {state}", short(&row.digest));
        }
    }
    Ok(())
}

async fn export<W>(desk: &Desk<W>, lang: Lang) -> anyhow::Result<()>
where
    W: World<Store = SqliteStore>,
{
    let mut out = csv::WriterBuilder::new().delimiter(b';').from_writer(Vec::new());
    out.write_record([
        "shipment", "order", "seller", "since", "stage", "code", "field", "value", "mender",
        "title", "todo", "key", "number", "total",
    ])?;
    let store = desk.world().store();
    for row in held(store, None, usize::MAX).await? {
        let Some(life) = desk.life(&row.id).await? else { continue };
        let State::Held { faults, .. } = &life.state else { continue };
        let draft = life.state.draft();
        for fault in faults {
            let sentences = words::of_fault(fault, lang);
            let number = draft.map(|draft| draft.number.n_nf.to_string()).unwrap_or_default();
            let total = draft.map(|draft| draft.total.to_string()).unwrap_or_default();
            out.write_record([
                no_formula(life.id.shipment.as_str()),
                no_formula(life.order.as_str()),
                no_formula(life.id.seller.as_str()),
                row.updated.to_string(),
                fault.stage.to_string(),
                fault.code.to_string(),
                no_formula(&fault.field),
                no_formula(fault.value.as_deref().filter(|_| !fault.personal).unwrap_or_default()),
                fault.mender.to_string(),
                sentences.title.to_owned(),
                sentences.todo.to_owned(),
                draft.map(|draft| draft.key.to_string()).unwrap_or_default(),
                number,
                total.replace('.', ","),
            ])?;
        }
    }
    for row in unreadable(store, usize::MAX).await? {
        let problem = row.problem.unwrap_or_default();
        let mut record = vec![String::new(); 14];
        for (place, text) in [
            (0, row.digest.to_string()),
            (3, row.received_at.to_string()),
            (4, "intake".to_owned()),
            (5, "event.unreadable".to_owned()),
            (7, no_formula(&problem)),
        ] {
            if let Some(field) = record.get_mut(place) {
                *field = text;
            }
        }
        out.write_record(record)?;
    }
    print!("\u{feff}{}", String::from_utf8_lossy(&out.into_inner().context("the CSV")?));
    Ok(())
}
