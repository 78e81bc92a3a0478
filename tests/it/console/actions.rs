//! What a person does with a case.

use axum::http::StatusCode;
use fba_nfe::ports::Role;

use super::Room;

#[tokio::test]
async fn the_causes_are_there_for_whoever_is_signed_in_and_for_nobody_else() {
    let room = Room::of(&["unknown-sku"], "").await;
    assert_eq!(room.life("FBA15K0024").await.state.name(), "held");
    let page = room.person("ana", Role::Leitor).await.page("/").await;
    assert!(page.contains("product.unknown"), "{page}");
    let stranger = room.stranger().get("/").await;
    assert_eq!(stranger.status, StatusCode::SEE_OTHER);
    assert_eq!(stranger.location(), "/entrar?next=%2F");
}
