//! Users: the administrator's page, and everybody's own.

use super::{Label, label};

/// What the page is for.
pub const INTRO: Label = label(
    "Quem pode usar a mesa. Ninguém é apagado: o que a pessoa fez continua sendo dela.",
    "Who may use the desk. Nobody is deleted: what a person did stays theirs.",
);
/// A column: the name.
pub const NAME: Label = label("Usuário", "User");
/// A column: what others call them.
pub const FULL_NAME: Label = label("Nome", "Name");
/// A column: the role.
pub const ROLE: Label = label("Papel", "Role");
/// A column: the language.
pub const LANG: Label = label("Idioma", "Language");
/// A column: whether they may sign in.
pub const STATE: Label = label("Acesso", "Access");
/// They may.
pub const ACTIVE: Label = label("ativo", "active");
/// They may not.
pub const OFF: Label = label("desligado", "switched off");
/// They have no password here.
pub const NO_PASSWORD: Label =
    label("entra pelo provedor de identidade", "comes by the identity provider");
/// Makes one.
pub const MAKE: Label = label("Criar usuário", "Make a user");
/// What a name may hold.
pub const NAME_HINT: Label = label(
    "1 a 80 caracteres: a-z, 0-9, ponto, _, @ e hífen",
    "1 to 80 characters: a-z, 0-9, point, _, @ and hyphen",
);
/// A first password.
pub const FIRST_PASSWORD: Label = label(
    "Primeira senha (12 a 200 caracteres; peça que a pessoa a troque)",
    "First password (12 to 200 characters; ask them to change it)",
);
/// Changes the role.
pub const CHANGE_ROLE: Label = label("Mudar o papel", "Change the role");
/// Switches somebody off.
pub const SWITCH_OFF: Label = label("Desligar o acesso", "Switch off");
/// Switches somebody on.
pub const SWITCH_ON: Label = label("Ligar o acesso de novo", "Switch on again");
/// Gives another password.
pub const NEW_PASSWORD: Label = label("Dar outra senha", "Give another password");
/// Another password.
pub const PASSWORD: Label =
    label("Nova senha (12 a 200 caracteres)", "New password (12 to 200 characters)");
/// What it does.
pub const SESSIONS_END: Label =
    label("As sessões abertas da pessoa terminam.", "The person's open sessions end.");
/// Why.
pub const WHY: Label = label("Motivo", "Reason");
/// Nobody lowers themselves.
pub const ONESELF: Label = label(
    "Ninguém baixa o próprio papel nem desliga a si mesmo: peça a outro administrador.",
    "Nobody lowers their own role or switches themselves off: ask another administrator.",
);
/// Somebody must be left.
pub const LAST: Label = label(
    "É o último administrador ativo: crie outro antes.",
    "This is the last active administrator: make another one first.",
);
/// The name is taken.
pub const TAKEN: Label =
    label("Já existe um usuário com este nome.", "There is a user of this name already.");
/// The name cannot be.
pub const BAD_NAME: Label = label("O nome de usuário não serve.", "The user's name will not do.");
/// The password cannot be.
pub const BAD_PASSWORD: Label = label(
    "A senha precisa ter de 12 a 200 caracteres.",
    "The password must have 12 to 200 characters.",
);

/// My own page: what it says first; the role's name follows.
pub const MY_ROLE: Label = label("O seu papel é", "Your role is");
/// What one may and may not do.
pub const POWERS_TITLE: Label = label("O que você pode fazer", "What you may do");
/// A column: what.
pub const POWER: Label = label("Ação", "Action");
/// A column: whether.
pub const MAY: Label = label("Você pode?", "May you?");
/// A column: why.
pub const BECAUSE: Label = label("Por quê", "Why");
/// Yes.
pub const YES: Label = label("sim", "yes");
/// No; the role that may follows.
pub const NO: Label = label("não: é do papel", "no: it is for the role");
/// Changes one's own password.
pub const MY_PASSWORD: Label = label("Trocar a minha senha", "Change my password");
/// The old one.
pub const OLD: Label = label("Senha atual", "Present password");
/// The new one once more.
pub const AGAIN: Label = label("Nova senha, de novo", "New password, once more");
/// It ends all.
pub const ALL_END: Label = label(
    "Todas as suas sessões terminam, esta também: entre de novo com a senha nova.",
    "All your sessions end, this one too: sign in again with the new password.",
);
/// The old one is wrong.
pub const WRONG_OLD: Label =
    label("A senha atual não está certa.", "The present password is not right.");
/// They differ.
pub const DIFFER: Label =
    label("As duas senhas novas não são iguais.", "The two new passwords differ.");
/// No password here.
pub const ELSEWHERE: Label = label(
    "Você entra pelo provedor de identidade: a senha se troca lá.",
    "You come by the identity provider: the password is changed there.",
);
/// The language.
pub const MY_LANG: Label = label("Idioma das páginas", "Language of the pages");
/// Signs out everywhere.
pub const EVERYWHERE: Label = label("Sair de todos os lugares", "Sign out everywhere");
/// What it does.
pub const EVERYWHERE_WHY: Label = label(
    "Termina as suas sessões em todos os navegadores, este também.",
    "Ends your sessions in all browsers, this one too.",
);

/// What there is to do, the least role for it, and why that one.
pub const POWERS: &[(Label, &str, Label)] = &[
    (
        label("Ver causas, casos, números e pedidos", "See causes, cases, numbers and requests"),
        "leitor",
        label(
            "Quem acompanha as notas precisa ver; dados pessoais ficam mascarados.",
            "Whoever follows the notes must see them; personal data stays masked.",
        ),
    ),
    (
        label("Ver as próprias linhas da auditoria", "See one's own rows of the audit"),
        "leitor",
        label("Cada um responde pelo que fez.", "Everybody answers for what they did."),
    ),
    (
        label(
            "Corrigir dados, enviar adiante, comentar, assumir um caso",
            "Correct data, send on, comment, take a case in hand",
        ),
        "analista",
        label(
            "Muda o que vai à SEFAZ e à Amazon, e é desfeito com trabalho.",
            "It changes what goes to SEFAZ and to Amazon, and is undone with work.",
        ),
    ),
    (
        label(
            "Pedir descarte, cancelamento com nova nota e correções de valor alto",
            "Ask for a discard, for a cancellation with a new note, for corrections of high value",
        ),
        "analista",
        label(
            "O pedido não faz nada até que outra pessoa aprove.",
            "A request does nothing until another person approves it.",
        ),
    ),
    (
        label("Aprovar ou recusar o que outros pediram", "Approve or refuse what others asked for"),
        "aprovador",
        label(
            "São sempre duas pessoas: quem pede não aprova o próprio pedido.",
            "It always takes two people: nobody approves their own request.",
        ),
    ),
    (
        label(
            "Ver a auditoria inteira, conferir e exportar",
            "See the whole audit, check it and export it",
        ),
        "aprovador",
        label(
            "Mostra o que cada pessoa fez; é de quem responde pelos outros.",
            "It shows what each person did; it is for whoever answers for others.",
        ),
    ),
    (
        label(
            "Criar usuários, mudar papéis, ligar e desligar acessos",
            "Make users, change roles, switch access on and off",
        ),
        "administrador",
        label(
            "Quem dá acesso decide quem pode tudo o mais.",
            "Whoever gives access decides who may do all the rest.",
        ),
    ),
];
