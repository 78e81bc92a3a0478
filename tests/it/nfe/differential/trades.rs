//! What the schema has a place for, and this trade has not.

use fba_nfe::nfe::layout;

use super::documents::{finish, lean};
use super::outline::Tree;
use super::{XSD, ours};
use crate::tools::xml;

/// The element after which it comes, and what comes.
const FOREIGN: &[(&str, &str)] = &[
    ("emit", "avulsa: CNPJ=11222333000181 xOrgao=A matr=1 xAgente=B UF=SP repEmi=C"),
    (
        "indTot",
        "
DI
 nDI 1
 dDI 2026-11-21
 xLocDesemb SANTOS
 UFDesemb SP
 dDesemb 2026-11-21
 tpViaTransp 1
 tpIntermedio 1
 cExportador 1
 adi: nSeqAdic=1 cFabricante=1
",
    ),
    ("indTot", "detExport: nDraw=1"),
    ("indTot", "infProdNFF: cProdFisco=12345678901234 cOperNFF=1"),
    ("indTot", "med: cProdANVISA=ISENTO vPMC=1.00"),
    ("indTot", "arma: tpArma=0 nSerie=1 nCano=1 descr=A"),
    ("indTot", "comb: cProdANP=123456789 descANP=GLP UFCons=SP"),
    ("indTot", "nRECOPI 12345678901234567890"),
    (
        "indTot",
        "veicProd: tpOp=1 chassi=12345678901234567 cCor=1 xCor=A pot=1 cilin=1 pesoL=1 pesoB=1 \
         nSerie=1 tpComb=1 nMotor=1 CMT=1 dist=1 anoMod=2026 anoFab=2026 tpPint=A tpVeic=1 \
         espVeic=1 VIN=N condVeic=1 cMod=1 cCorDENATRAN=1 lota=1 tpRest=0",
    ),
    ("ICMS", "II: vBC=1 vDespAdu=1 vII=1 vIOF=1"),
    (
        "vTotTrib",
        "ISSQN: vBC=1 vAliq=5 vISSQN=1 cMunFG=3550308 cListServ=01.01 indISS=1 indIncentivo=2",
    ),
    ("ICMSTot", "ISSQNtot: dCompet=2026-11-21"),
    ("pag", "exporta: UFSaidaPais=SP xLocExporta=SANTOS"),
    (
        "pag",
        "
cana
 safra 2026
 ref 11/2026
 forDia
  @dia 1
  qtde 1
 qTotMes 1
 qTotAnt 1
 qTotGer 1
 vFor 1
 vTotDed 1
 vLiqFor 1
",
    ),
    ("pag", "infSolicNFF: xSolic=AB"),
    (
        "pag",
        "
agropecuario
 guiaTransito: tpGuia=1 UFGuia=SP nGuia=1
",
    ),
    (
        "pag",
        "
infPAA
 CNPJPAA 11222333000181
 PAASignature
  SignatureValue AAAA
  RSAKeyValue: Modulus=AAAA Exponent=AAAA
",
    ),
];

/// The lean note, with a place for each.
fn note(after: &str, outline: &str) -> Tree {
    let imposto = match after {
        "ICMS" => "imposto\n ICMS\n  ICMSSN102: orig=0 CSOSN=102\n",
        "vTotTrib" => "imposto: vTotTrib=1\n",
        _ => "imposto\n",
    };
    let mut note = lean().replaced("imposto", &Tree::outline(imposto));
    after_first(&mut note, after, &Tree::outline(outline));
    finish(&mut note);
    note
}

fn after_first(tree: &mut Tree, name: &str, what: &[Tree]) {
    match tree.children.iter().position(|it| it.name == name) {
        Some(place) => drop(tree.children.splice(place + 1..=place, what.iter().cloned())),
        None => tree.children.iter_mut().for_each(|it| after_first(it, name, what)),
    }
}

#[test]
fn other_trades_are_refused_by_name() {
    let notes: Vec<String> =
        FOREIGN.iter().map(|(after, what)| note(after, what).write()).collect();
    let accepted = xml::accepted(XSD, notes.iter().map(String::as_bytes)).unwrap();
    for (((_, what), note), accepted) in FOREIGN.iter().zip(&notes).zip(accepted) {
        assert!(accepted, "valid by the schema: {what}");
        let disputes = layout(note.as_bytes()).unwrap_err();
        let name = what.trim().split([':', ' ', '\n']).next().unwrap();
        let named = |field: &str| field.rsplit('/').next() == Some(name);
        assert!(disputes.iter().all(|it| it.rule == "trade" && named(&it.field)), "{disputes:?}");
    }
}

#[test]
fn slips_of_the_schema_are_not_taken() {
    let changes = [
        ("a comma for a sign", "10:00:00-03:00", "10:00:00,03:00"),
        ("a comma for a digit", "<CFOP>5102", "<CFOP>,102"),
        ("a month of a comma", "2026-11-21T", "2026-0,-30T"),
        ("another script's digits", "T10:00:00", "T1\u{664}:00:00"),
        ("nothing for a GTIN", "<cEAN>SEM GTIN", "<cEAN>"),
    ];
    let mut lean = lean();
    finish(&mut lean);
    let lean = lean.write();
    let notes = changes.map(|(name, from, to)| {
        assert!(lean.contains(from), "{name}");
        lean.replace(from, to)
    });
    let accepted = xml::accepted(XSD, notes.iter().map(String::as_bytes)).unwrap();
    for (((name, _, _), note), accepted) in changes.iter().zip(&notes).zip(accepted) {
        assert!(accepted, "valid by the schema: {name}");
        assert_eq!(ours(note.as_bytes()).len(), 1, "{name}");
    }
}
