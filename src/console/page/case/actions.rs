//! What a person may do with the case that is shown.

use maud::{Markup, html};

use super::CaseView;
use crate::console::access::Visitor;

/// The actions on a case: each a form of its own, and what is not possible now with its reason.
pub(in crate::console) fn panel(_view: &CaseView, _visitor: &Visitor) -> Markup {
    html! {}
}
