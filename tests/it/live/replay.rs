//! `replay --console`: one command, and a newcomer is in front of what waits for a person.

use std::time::Duration;

use super::http::{get, post};
use crate::tools::program::{Running, fba_nfe, run};

/// Debug builds on a busy machine sign slowly.
const OPENS: Duration = Duration::from_secs(120);

#[test]
fn a_newcomer_signs_in_and_sees_what_waits() {
    let story = |name: &str| format!("samples/{name}");
    let mut desk = Running::start(&mut fba_nfe([
        "replay",
        &story("unknown-sku"),
        &story("cpf-in-state"),
        &story("errored-then-resumed"),
        &story("difal-simples"),
        &story("unknown-sku"),
        "--config",
        "samples/fba-nfe.toml",
        "--console",
        "--cases",
        "3",
    ]));
    let base = desk.line_with("desk http://127.0.0.1:", OPENS).split_off("desk ".len());
    let demo = desk.line_with("user demo ", OPENS);
    let other = desk.line_with("user aprovador ", OPENS);
    desk.line_with("sign in as demo", OPENS);
    let password = |line: &str| line.rsplit(' ').next().unwrap().to_owned();
    assert_ne!(password(&demo), password(&other));

    assert_eq!(get(&base, "/", "").status, 303, "nobody is let in without a session");
    let wrong = post(&base, "/entrar", "", "user=demo&password=aaaaaaaaaaaaaaaa&next=/");
    assert_eq!(wrong.status, 401);
    let form = format!("user=demo&password={}&next=/", password(&demo));
    let signed_in = post(&base, "/entrar", "", &form);
    assert_eq!(signed_in.status, 303, "{signed_in:?}");
    let home = get(&base, "/", &signed_in.cookies());
    assert_eq!(home.status, 200, "{home:?}");
    // The story's own case and the three that are made have one cause.
    for part in ["product.unknown", "amazon.errored", "Pessoa de Teste"] {
        assert!(home.body.contains(part), "{part}: {}", home.body);
    }

    desk.terminate();
    let ended = desk.finish(Duration::from_secs(30));
    assert!(ended.status.success(), "{ended:#?}");
    for part in ["difal-simples: left out: it has a config", "unknown-sku: left out: FBA"] {
        assert!(ended.stderr.contains(part), "{part}: {}", ended.stderr);
    }
}

#[test]
fn a_desk_writes_no_files_and_listens_to_this_machine_alone() {
    for (more, why) in [
        (&["--out", "out"][..], "cannot be used with"),
        (&["--json"][..], "cannot be used with"),
        (&["--listen", "0.0.0.0:0"][..], "for this machine"),
    ] {
        let args = ["replay", "samples/cpf-in-state", "--console"];
        let refused = run(args.iter().chain(more).copied());
        assert!(!refused.status.success() && refused.stderr.contains(why), "{refused:#?}");
    }
    let alone = run(["replay", "samples/cpf-in-state", "--cases", "2"]);
    assert!(!alone.status.success() && alone.stderr.contains("--console"), "{alone:#?}");
}
