//! Paths, ids and texts that mean harm.

use fba_nfe::ports::{Access, Role, UserChange};

use super::super::Room;

#[tokio::test]
async fn no_trick_of_a_path_reaches_a_file_or_breaks_the_desk() {
    let room = Room::of(&["unknown-sku"], "").await;
    let ana = room.person("ana", Role::Administrador).await;
    let long = format!("/{}", "a".repeat(50_000));
    let deep = "/a".repeat(10_000);
    for path in [
        "/..%2f..%2fetc%2fpasswd",
        "/assets/..%2f..%2fCargo.toml",
        "/assets/%2e%2e/%2e%2e/etc/passwd",
        "/assets/desk.css%00.html",
        "/assets/%ff",
        "/assets/",
        "/assets/desk.css/",
        "/%00",
        "/%ff%fe",
        "/caso/%00/%ff",
        "/caso/A1SIMPLES0001/..%2f..%2f",
        "/caso/A1SIMPLES0001/FBA15K0024%00",
        "/caso/A2SOMEBODY/FBA15K0024",
        "/caso/'%20OR%201=1--/x",
        "/usuarios/..%2fana",
        "/lotes/-1",
        "/lotes/99999999999999999999999",
        "/aprovacoes/0x10",
        &long,
        &deep,
    ] {
        let answered = ana.get(path).await;
        let status = answered.status.as_u16();
        let shown = &path[..path.len().min(60)];
        assert!((400..500).contains(&status) && status != 403, "{shown}: {status}");
        assert!(answered.headers.contains_key("content-security-policy"), "{shown}");
        let text = String::from_utf8_lossy(&answered.bytes);
        for told in ["root:", "[package]", "panicked", "SELECT", "rusqlite", "src/"] {
            assert!(!text.contains(told), "{shown}: {text}");
        }
    }
}

#[tokio::test]
async fn queries_that_mean_nothing_break_nothing() {
    let room = Room::of(&["unknown-sku"], "").await;
    let ana = room.person("ana", Role::Administrador).await;
    let long = "x".repeat(50_000);
    for path in ["/", "/entrar", "/casos", "/causa", "/auditoria", "/usuarios", "/meu-acesso"] {
        for query in [
            "next=%ff",
            "a=%00",
            "a[]=1&a[]=2",
            "%",
            "&&&=",
            "page=-1",
            "depois=abc",
            "antes=-9",
            "desde=99/99/9999",
            "q='%20OR%201=1--",
            "acao=%3Cscript%3E",
            "next=/&next=/",
            &long,
        ] {
            let answered = ana.get(&format!("{path}?{query}")).await;
            let status = answered.status.as_u16();
            let shown = &query[..query.len().min(40)];
            assert!(status < 500, "{path}?{shown}: {status}");
            let text = String::from_utf8_lossy(&answered.bytes);
            assert!(!text.contains("<script>"), "{path}?{shown}");
        }
    }
}

#[tokio::test]
async fn html_in_a_name_is_a_name() {
    let room = Room::of(&["unknown-sku"], "").await;
    let ana = room.person("ana", Role::Administrador).await;
    let name = "<img src=x onerror=alert(1)>\"'&<script>alert(2)</script>";
    let deed = fba_nfe::ports::Deed::new(
        super::super::STARTS.parse().unwrap(),
        "cli",
        fba_nfe::ports::Origin::command_line(),
        fba_nfe::ports::DeedKind::User,
    );
    let change = UserChange::FullName(name.to_owned());
    room.store.change_user("ana", change, deed).await.unwrap().unwrap();
    for path in ["/", "/usuarios", "/meu-acesso", "/auditoria"] {
        let page = ana.get(path).await.text();
        assert!(!page.contains("<img") && !page.contains("<script>"), "{path}: {page}");
    }
    assert!(ana.page("/").await.contains("&lt;img src=x onerror=alert(1)&gt;"));
}
