//! Numbers that no note will ever have.

use super::*;
use crate::ports::Inutilized;

struct Ask {
    first: u32,
    last: u32,
}

impl Ask {
    fn sealed(&self, edit: impl Fn(String) -> String) -> Vec<u8> {
        let Ask { first, last } = self;
        let text = edit(format!(
            "ID3526{CNPJ}55001{first:09}{last:09}\u{0}<tpAmb>1</tpAmb><xServ>INUTILIZAR</xServ>\
             <cUF>35</cUF><ano>26</ano><CNPJ>{CNPJ}</CNPJ><mod>55</mod><serie>1</serie>\
             <nNFIni>{first}</nNFIni><nNFFin>{last}</nNFFin>\
             <xJust>Falha de sequencia na numeracao</xJust>"
        ));
        let (id, content) = text.split_once('\u{0}').unwrap();
        sealed("inutNFe", "4.00", "infInut", id, content)
    }
}

fn ask(world: &Simulated, xml: &[u8]) -> Inutilized {
    done(world.inutilize(&seller(), &cnpj(), xml)).unwrap()
}

fn range(world: &Simulated, first: u32, last: u32) -> u16 {
    ask(world, &Ask { first, last }.sealed(|it| it)).c_stat
}

#[test]
fn a_range_is_given_up_once_and_its_numbers_with_it() {
    let world = simulated("");
    let answer = ask(&world, &Ask { first: 5, last: 7 }.sealed(|it| it));
    assert_eq!(answer.c_stat, 102, "{}", answer.x_motivo);
    assert_eq!(answer.n_prot.unwrap().len(), 15);
    assert_eq!(answer.dh_recbto.as_deref(), Some("2026-11-20T09:00:00-03:00"));
    assert!(answer.xml.starts_with(b"<retInutNFe "));
    assert_eq!((range(&world, 5, 7), range(&world, 7, 9), range(&world, 8, 8)), (563, 256, 102));
    let late = note(6, "FBA1", |it| it);
    assert_eq!(send(&world, &late).unwrap().c_stat, 206);
    assert_eq!(consult(&world, &late).c_stat, 206);
    authorized(&world, 4);
    assert_eq!((range(&world, 1, 4), range(&world, 1, 3)), (241, 102));
    assert_eq!(world.simulator().sefaz_books().unused, 7);
    assert_eq!(world.simulator().violations(), Vec::<String>::new());
}

#[test]
fn what_is_wrong_with_a_request_has_its_code() {
    let spoilt: [(u16, &str, &str); 13] = [
        (102, "<ano>26", "<ano>26"),
        (215, "<xServ>INUTILIZAR</xServ>", ""),
        (215, "<nNFIni>5<", "<nNFIni>05<"),
        (215, "Falha de sequencia na numeracao", "curto demais"),
        (588, "<mod>", " <mod>"),
        (252, "<tpAmb>1", "<tpAmb>2"),
        (250, "<cUF>35", "<cUF>99"),
        (213, "<CNPJ>11222333000181", "<CNPJ>44555666000181"),
        (227, "ID35", "ID33"),
        (227, "<mod>55", "<mod>65"),
        (453, "26", "27"),
        (454, "26", "05"),
        (224, "<nNFFin>7", "<nNFFin>4"),
    ];
    let mut wrong = Vec::new();
    for (expected, from, to) in spoilt {
        let xml = Ask { first: 5, last: 7 }.sealed(|text| {
            assert!(text.contains(from), "{from}");
            match expected {
                // The year stands in the Id too, and so does the last number.
                453 | 454 => text.replacen("ID3526", &format!("ID35{to}"), 1).replacen(
                    "<ano>26",
                    &format!("<ano>{to}"),
                    1,
                ),
                224 => text.replacen("000000007", "000000004", 1).replacen(from, to, 1),
                _ => text.replacen(from, to, 1),
            }
        });
        let found = ask(&simulated(""), &xml).c_stat;
        if found != expected {
            wrong.push((expected, found, from));
        }
    }
    assert!(wrong.is_empty(), "{wrong:?}");
    assert_eq!((range(&simulated(""), 1, 10_000), range(&simulated(""), 1, 10_001)), (102, 201));
    let spoilt = String::from_utf8(Ask { first: 1, last: 1 }.sealed(|it| it)).unwrap();
    let spoilt = spoilt.replace("sequencia", "Sequencia");
    assert_eq!(ask(&simulated(""), spoilt.as_bytes()).c_stat, 297);
}

#[test]
fn requests_meet_what_the_script_says() {
    let script = say("NFeInutilizacao4", "\"108\", \"lost\"");
    let world = simulated(&script);
    assert_eq!(range(&world, 5, 7), 108);
    let xml = Ask { first: 5, last: 7 }.sealed(|it| it);
    let error = done(world.inutilize(&seller(), &cnpj(), &xml)).unwrap_err();
    assert_eq!(error.kind, SefazErrorKind::NoAnswer);
    assert_eq!(range(&world, 5, 7), 563);
    assert_eq!(range(&simulated(&say("NFeInutilizacao4", "\"duplicate\"")), 5, 7), 563);
    assert_eq!(range(&simulated(&say("NFeInutilizacao4", "\"taken\"")), 5, 7), 256);
}
