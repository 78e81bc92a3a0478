//! Sellers with one establishment and with several, and everything that two of them may not share.

use super::tests::{GOOD, changed, faults, read};
use crate::domain::codes::Crt;
use crate::domain::local::SEFAZ_BA;
use crate::domain::seller::Seller;
use crate::domain::{TaxId, Uf};

/// One establishment of a list, in Sao Paulo.
fn establishment(cnpj: &str, serie: u16, warehouse: &str) -> String {
    format!(
        "[[seller.establishment]]\ncnpj = \"{cnpj}\"\nie = \"110042490114\"\nserie = {serie}\n\
         first_number = 9\nwarehouses = [\"{warehouse}\"]\n[seller.establishment.address]\n\
         xLgr = \"Rua A\"\nnro = \"1\"\nxBairro = \"Centro\"\ncMun = \"3550308\"\n\
         xMun = \"Sao Paulo\"\nUF = \"SP\"\nCEP = \"01310100\"\n"
    )
}

/// The good file, its seller with these establishments.
fn several(establishments: &[String]) -> String {
    let (head, _) = GOOD.split_once("cnpj = ").unwrap();
    format!(
        "{head}xNome = \"Loja\"\ncertificate_file = \"a.pfx\"\ncertificate_password_env = \"SECRET\"\n\
         natOp = \"VENDA\"\nautXML = [\"987.654.321-00\"]\nrefresh_token_env = \"SECRET\"\n{}",
        establishments.concat()
    )
}

fn two() -> [String; 2] {
    [establishment("12ABC34501DE35", 1, "W1"), establishment("12ABC3450002AB", 2, "W2")]
}

fn right() -> [String; 2] {
    let [first, second] = two();
    [first, second.replace("12ABC3450002AB", &branch())]
}

/// Another branch of the alphanumeric company.
fn branch() -> String {
    let endings = (0..100).map(|it| format!("12ABC3450PR1{it:02}"));
    endings.into_iter().find(|it| crate::domain::Cnpj::parse(it).is_ok()).unwrap()
}

fn seller(text: &str) -> Seller {
    let config = read(text).unwrap_or_else(|faults| panic!("{faults}"));
    config.sellers.into_iter().next().unwrap().seller
}

#[test]
fn a_warehouse_names_its_establishment_and_what_is_common_holds_for_all() {
    let text =
        several(&right()).replacen("warehouses = [\"W2\"]", "warehouses = [\"W2\", \"W3\"]", 1);
    let text =
        text.replacen("serie = 2\n", "serie = 2\nnatOp = \"VENDA DA FILIAL\"\nautXML = []\n", 1);
    let seller = seller(&text);
    let at = |warehouse| seller.establishment(warehouse).map(|it| it.serie);
    assert_eq!(
        (at(Some("W1")), at(Some("W3")), at(Some("W9")), at(None)),
        (Some(1), Some(2), None, None)
    );
    assert_eq!(seller.warehouses().collect::<Vec<_>>(), ["W1", "W2", "W3"]);
    let [first, second] = seller.establishments.as_slice() else { panic!("two") };
    assert_eq!((first.nat_op.as_str(), second.nat_op.as_str()), ("VENDA", "VENDA DA FILIAL"));
    assert!(matches!(first.aut_xml.as_slice(), [TaxId::Cpf(_)]) && second.aut_xml.is_empty());
    assert_eq!((first.emit.x_nome.as_str(), second.emit.x_nome.as_str()), ("Loja", "Loja"));
    assert_eq!(seller.issuer(second.emit.cnpj.as_str()).map(|it| it.serie), Some(2));
    assert!(seller.issuer("44555666000181").is_none());
}

#[test]
fn four_regimes_are_known() {
    for (word, crt, ibs_cbs) in [
        ("simples", Crt::Simples, false),
        ("simples_excesso", Crt::SimplesExcess, false),
        ("normal", Crt::Normal, true),
        ("mei", Crt::Mei, false),
    ] {
        let seller = seller(&changed("\"simples\"", &format!("\"{word}\"")));
        assert_eq!((seller.crt, seller.establishments[0].emit.crt), (crt, crt));
        assert_eq!(seller.ibs_cbs, ibs_cbs, "{word}");
    }
}

/// Rule 486.
#[test]
fn in_bahia_the_tax_office_may_fetch_what_nobody_else_may() {
    let bahia = changed("3550308", "2927408").replace("UF = \"SP\"", "UF = \"BA\"");
    let bahia = bahia.replace("110042490114", "123456-63");
    let found = &seller(&bahia).establishments[0];
    assert_eq!(found.uf(), Uf::Ba);
    assert_eq!(found.aut_xml.iter().map(TaxId::as_str).collect::<Vec<_>>(), [SEFAZ_BA]);
    let named = bahia.replace("serie = 1\n", "serie = 1\nautXML = [\"12ABC34501DE35\"]\n");
    let found = &seller(&named).establishments[0];
    assert_eq!(found.aut_xml.iter().map(TaxId::as_str).collect::<Vec<_>>(), ["12ABC34501DE35"]);
}

const RETIRADA: &str = "[seller.retirada]\ncnpj = \"12ABC34501DE35\"\nxLgr = \"Rua B\"\nnro = \"2\"\n\
                        xBairro = \"Centro\"\ncMun = \"4106902\"\nxMun = \"Curitiba\"\nUF = \"PR\"\n\
                        CEP = \"80010010\"\n";

#[test]
fn goods_may_leave_from_elsewhere_and_a_state_has_its_csrt() {
    let csrt = "[responsible]\nCNPJ = \"12ABC34501DE35\"\nxContato = \"Ana\"\nemail = \"ana@b.example\"\n\
                fone = \"1155550100\"\n[[responsible.csrt]]\nUF = \"SP\"\nid = \"07\"\n\
                secret_env = \"SECRET\"\n[chance]";
    let text = format!("{}{RETIRADA}", changed("[chance]", csrt));
    let found = &seller(&text).establishments[0];
    let retirada = found.retirada.as_ref().unwrap();
    assert_eq!((retirada.id.as_str(), retirada.ender.uf), ("12ABC34501DE35", Uf::Pr));
    let resp_tec = found.resp_tec.as_ref().unwrap();
    assert_eq!(resp_tec.csrt.as_ref().unwrap().id(), "07");
    assert!(!format!("{resp_tec:?}").contains("hunter2"));
    // Another state's is not written.
    let other = text.replacen("UF = \"SP\"\nid", "UF = \"PR\"\nid", 1);
    let found = &seller(&other).establishments[0];
    assert!(found.resp_tec.as_ref().unwrap().csrt.is_none());
    let one = "[[responsible.csrt]]\nUF = \"SP\"\nid = \"08\"\nsecret_env = \"SECRET\"\n[chance]";
    let twice = text.replacen("[chance]", one, 1);
    assert_eq!(faults(&twice), ["responsible.csrt[1].UF = SP: is given twice"]);
}

#[test]
fn what_two_establishments_may_not_share_names_both_places() {
    let (one, two) = ("seller[0].establishment[0]", "seller[0].establishment[1]");
    let cnpj = branch();
    let again = |from: &str, to: &str| {
        let [first, second] = right();
        assert!(second.contains(from), "{from}");
        faults(&several(&[first, second.replace(from, to)]))
    };
    assert_eq!(
        again("\"W2\"", "\"W1\""),
        [format!("{two}.warehouses = \"W1\": stands in {one} already")]
    );
    assert_eq!(
        again(&cnpj, "44555666000181"),
        [format!("{two}.cnpj = \"44555666000181\": is of another company than {one}")]
    );
    let same = |text: &str| text.replace(&cnpj, "12ABC34501DE35");
    let [first, second] = right();
    // One place under two series is right: the goods of one may leave from elsewhere.
    assert!(read(&several(&[first.clone(), same(&second)])).is_ok());
    let series = same(&second).replace("serie = 2", "serie = 1");
    assert_eq!(
        faults(&several(&[first.clone(), series])),
        [format!("{two}.serie = 1: {one} issues under this environment, CNPJ and series too")]
    );
    let moved = same(&second).replace("Rua A", "Rua B");
    assert_eq!(
        faults(&several(&[first, moved])),
        [format!(
            "{two}.cnpj = \"12ABC34501DE35\": {one} has it too, and emitter or certificate differ"
        )]
    );
    assert_eq!(again("warehouses = [\"W2\"]", ""), [format!("{two}.warehouses: is missing")]);
}

#[test]
fn an_establishment_is_told_what_it_lacks() {
    let text = several(&right());
    let nameless = text.replacen("xNome = \"Loja\"\n", "", 1).replacen(
        "certificate_file = \"a.pfx\"\n",
        "",
        1,
    );
    let nameless = nameless.replacen("certificate_password_env = \"SECRET\"\n", "", 1);
    let at = |n: usize, key: &str| format!("seller[0].establishment[{n}].{key}: is missing");
    assert_eq!(
        faults(&nameless),
        [at(0, "xNome"), at(0, "certificate_file"), at(1, "xNome"), at(1, "certificate_file")]
    );
    let beside = text.replacen("natOp = ", "serie = 3\nnatOp = ", 1);
    assert_eq!(faults(&beside), ["seller[0].serie: is not a known key"]);
    let none = several(&[]).replacen("natOp = ", "establishment = []\nnatOp = ", 1);
    assert_eq!(faults(&none), ["seller[0].establishment: is missing"]);
    let half = changed("certificate_file = \"a.pfx\"\n", "");
    assert_eq!(faults(&half), ["seller[0].certificate_file: is missing"]);
}

#[test]
fn a_wrong_cell_is_named_and_a_person_is_not() {
    for (from, to, expected) in [
        (
            "110042490114",
            "110042490115",
            "seller[0].ie = \"110042490115\": the check digits of this IE are not those of SP",
        ),
        (
            "serie = 1\n",
            "serie = 1\nautXML = [\"98765432101\"]\n",
            "seller[0].autXML[0]: the check digits do not agree with the rest",
        ),
        (
            "serie = 1\n",
            "serie = 1\nautXML = [\"98765432100\", \"987.654.321-00\"]\n",
            "seller[0].autXML[1]: is given twice",
        ),
    ] {
        let found = faults(&changed(from, to));
        assert_eq!(found, [expected]);
    }
    let both = RETIRADA.replace("xLgr", "cpf = \"98765432100\"\nxLgr");
    assert_eq!(faults(&format!("{GOOD}{both}")), ["seller[0].retirada.cpf: stands beside cnpj"]);
    let neither = RETIRADA.replace("cnpj = \"12ABC34501DE35\"\n", "");
    assert_eq!(faults(&format!("{GOOD}{neither}")), ["seller[0].retirada.cnpj: is missing"]);
    let foreign = RETIRADA.replace("xLgr", "ie = \"110042490114\"\nxLgr");
    assert_eq!(
        faults(&format!("{GOOD}{foreign}")),
        ["seller[0].retirada.ie = \"110042490114\": an IE of PR has 10 digits, this has 12"]
    );
}
