//! Signing in, roles.

use super::{Label, label};

/// The page that signs in.
pub const SIGN_IN: Label = label("Entrar", "Sign in");
/// The name's field.
pub const USER: Label = label("Usuário", "User");
/// The password's field.
pub const PASSWORD: Label = label("Senha", "Password");
/// Name or password are wrong; nobody is told which.
pub const WRONG: Label =
    label("Usuário ou senha incorretos.", "The user or the password is wrong.");
/// Too many tries.
pub const THROTTLED: Label = label(
    "Muitas tentativas. Espere alguns minutos e tente de novo.",
    "Too many tries. Wait some minutes and try again.",
);

/// A role's name.
pub fn role(role: &str) -> Label {
    match role {
        "leitor" => label("leitor", "reader"),
        "analista" => label("analista", "analyst"),
        "aprovador" => label("aprovador", "approver"),
        "administrador" => label("administrador", "administrator"),
        _ => label("desconhecido", "unknown"),
    }
}
