//! Texts made fit for the schema's alphabet.

use proptest::prelude::*;

use super::is_legal;
use fba_nfe::domain::text::{fold, latin1};

proptest! {
    #[test]
    fn making_fit_is_done_once(text in any::<String>(), longest in 1usize..200) {
        let fit = latin1(&text, longest);
        prop_assert_eq!(&latin1(&fit, longest), &fit);
    }

    #[test]
    fn a_fit_text_is_never_too_long_and_has_clean_edges(text in any::<String>(), longest in 1usize..200) {
        let fit = latin1(&text, longest);
        prop_assert!(fit.chars().count() <= longest);
        prop_assert_eq!(fit.trim(), fit.as_str());
        prop_assert!(fit.chars().all(is_legal));
    }

    #[test]
    fn what_is_fit_already_stays(text in "[!-_a-~À-ÿ]([ -_a-~À-ÿ]{0,40}[!-_a-~À-ÿ])?") {
        let single = text.split_whitespace().collect::<Vec<_>>().join(" ");
        prop_assert_eq!(latin1(&single, 100), single);
    }

    #[test]
    fn folding_is_done_once_and_knows_no_case(text in "[a-zA-ZÀ-ÿ ]{0,40}") {
        let folded = fold(&text);
        prop_assert_eq!(&fold(&folded), &folded);
        prop_assert_eq!(fold(&text.to_lowercase()), fold(&text.to_uppercase()));
    }
}
