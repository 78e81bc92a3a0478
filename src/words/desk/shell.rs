//! What stands on every page.

use super::{Label, label};
use crate::domain::{Mender, Step};
use crate::words::Lang;

/// The desk's name.
pub const DESK: Label = label("Mesa de notas", "Review desk");
/// Leads over the navigation to the page itself.
pub const SKIP: Label = label("Ir para o conteúdo", "Skip to the content");
/// The navigation's name.
pub const NAVIGATION: Label = label("Páginas", "Pages");
/// The page of causes.
pub const HOME: Label = label("Causas", "Causes");
/// The page that looks for cases.
pub const SEARCH: Label = label("Casos", "Cases");
/// What waits for a second person.
pub const APPROVALS: Label = label("Aprovações", "Approvals");
/// Actions on many cases.
pub const BULKS: Label = label("Lotes", "Bulk actions");
/// Kept corrections.
pub const RULES: Label = label("Regras guardadas", "Kept rules");
/// The audit.
pub const AUDIT: Label = label("Auditoria", "Audit");
/// Users.
pub const USERS: Label = label("Usuários", "Users");
/// What I may do.
pub const MYSELF: Label = label("Meu acesso", "My access");
/// Signs out.
pub const SIGN_OUT: Label = label("Sair", "Sign out");
/// The keys.
pub const KEYS: Label = label("Teclas", "Keys");
/// What each key does.
pub const KEY_HELP: &[(&str, Label)] = &[
    ("j", label("próxima linha", "next row")),
    ("k", label("linha anterior", "previous row")),
    ("Enter", label("abrir a linha", "open the row")),
    ("/", label("procurar", "search")),
    ("r", label("enviar adiante", "send on")),
    ("g", label("ir para as causas", "go to the causes")),
    ("?", label("mostrar as teclas", "show the keys")),
    ("Esc", label("fechar", "close")),
];
/// What a language calls itself.
pub const fn own_name(lang: Lang) -> &'static str {
    match lang {
        Lang::PtBr => "Português",
        Lang::En => "English",
    }
}

/// Closes what is open.
pub const CLOSE: Label = label("Fechar", "Close");
/// A state that cannot be written.
pub const READ_ONLY: Label = label(
    "O banco de dados não aceita gravação: a mesa está só para leitura.",
    "The store cannot be written: the desk is read-only.",
);
/// The next page of a list.
pub const NEXT_PAGE: Label = label("Próxima página", "Next page");
/// The first page of a list.
pub const FIRST_PAGE: Label = label("Primeira página", "First page");

/// A page that is not there.
pub const NOT_FOUND: Label = label("Não encontrado", "Not found");
/// What is said there.
pub const NOT_FOUND_WHY: Label = label(
    "Esta página não existe, ou o caso não está registrado.",
    "There is no such page, or the case is not on record.",
);
/// Not allowed.
pub const DENIED: Label = label("Sem permissão", "Not allowed");
/// What is said there; the role's name follows.
pub const DENIED_WHY: Label = label("Esta ação é do papel:", "This action is for the role:");
/// A form that does not hold.
pub const BAD_FORM: Label = label("Formulário recusado", "Form refused");
/// What is said there.
pub const BAD_FORM_WHY: Label = label(
    "O formulário é antigo ou incompleto. Abra a página de novo e repita.",
    "The form is old or incomplete. Open the page again and repeat.",
);
/// Somebody was faster.
pub const STALE: Label = label("Alguém agiu antes", "Somebody was faster");
/// What is said there.
pub const STALE_WHY: Label = label(
    "O caso mudou desde que a página foi aberta. Nada foi feito: olhe de novo e decida.",
    "The case changed since the page was opened. Nothing was done: look again and decide.",
);
/// The store failed.
pub const FAILED: Label = label("Falha do banco de dados", "The store failed");
/// What is said there.
pub const FAILED_WHY: Label = label(
    "Não se sabe se a ação foi gravada. Abra o caso de novo antes de repetir.",
    "Whether the action was written is not known. Open the case again before you repeat it.",
);
/// Back to where it is good.
pub const BACK: Label = label("Voltar às causas", "Back to the causes");

/// Who must act.
pub const fn mender(mender: Mender) -> Label {
    match mender {
        Mender::Time => label("ninguém (passa sozinho)", "nobody (it passes)"),
        Mender::Fiscal => label("Fiscal", "Tax"),
        Mender::Cadastro => label("Cadastro", "Master data"),
        Mender::Ti => label("TI", "Engineers"),
        Mender::Amazon => label("Amazon", "Amazon"),
    }
}

/// Where in the life.
pub const fn step(step: Step) -> Label {
    match step {
        Step::Intake => label("Recebimento do evento", "Reading the event"),
        Step::Fetch => label("Consulta à Amazon", "Asking Amazon"),
        Step::Draft => label("Montagem da nota", "Drafting the note"),
        Step::Seal => label("Assinatura", "Signing"),
        Step::Authorize => label("Autorização na SEFAZ", "Authorisation by SEFAZ"),
        Step::Submit => label("Envio à Amazon", "Submission to Amazon"),
        Step::Ask => label("Validação da Amazon", "Amazon's validation"),
        Step::Cancel => label("Cancelamento", "Cancellation"),
    }
}
