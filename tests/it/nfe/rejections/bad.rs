//! Each rule, a good note of the kind that it judges, and what makes it bad.

use super::good::{self, Note};
use super::twist::Twist::{self, After, Bump, Drop, Set, Swap};

/// A bad twin.
pub(super) struct Bad {
    pub(super) rule: &'static str,
    pub(super) good: fn() -> Note,
    pub(super) twists: &'static [Twist],
}

const fn bad(rule: &'static str, good: fn() -> Note, twists: &'static [Twist]) -> Bad {
    Bad { rule, good, twists }
}

const PLACE: &str = "<retirada><CNPJ>44555666000181</CNPJ><xLgr>RUA</xLgr><nro>1</nro>\
    <xBairro>CENTRO</xBairro><cMun>3550308</cMun><xMun>SAO PAULO</xMun><UF>SP</UF></retirada>";
const DELIVERY: &str = "<entrega><CPF>98765432100</CPF><xLgr>RUA</xLgr><nro>1</nro>\
    <xBairro>CENTRO</xBairro><cMun>3550308</cMun><xMun>SAO PAULO</xMun><UF>SP</UF></entrega>";
const SELLER_CARRIES: &str = "<transporta><CNPJ>11222333000181</CNPJ></transporta>";
const OTHER_CARRIES: &str = "<transporta><CNPJ>15436940000103</CNPJ></transporta>";
const CSOSN_101: &str = "<ICMSSN101><orig>0</orig><CSOSN>101</CSOSN><pCredSN>2</pCredSN>\
    <vCredICMSSN>0.10</vCredICMSSN></ICMSSN101>";

/// Who sells, who buys, where, and what the note says of itself.
pub(super) const PARTIES: &[Bad] = &[
    bad("225", good::simples, &[Set("ide/natOp", " VENDA")]),
    bad("trade", good::simples, &[After("emit", "<avulsa><CNPJ>1</CNPJ></avulsa>")]),
    bad("207", good::simples, &[Set("emit/CNPJ", "11222333000182")]),
    bad("208", good::credit, &[Set("dest/CNPJ", "15436940000104")]),
    bad("237", good::simples, &[Set("dest/CPF", "98765432101")]),
    bad(
        "540",
        good::simples,
        &[
            After("dest", PLACE),
            Swap("<retirada><CNPJ>44555666000181</CNPJ>", "<retirada><CPF>98765432101</CPF>"),
        ],
    ),
    bad("541", good::simples, &[After("dest", DELIVERY), Set("entrega/CPF", "98765432101")]),
    bad("209", good::simples, &[Set("emit/IE", "1")]),
    bad("210", good::credit, &[Set("dest/IE", "1")]),
    bad("220", good::credit, &[Set("dest/CNPJ", "11222333000181")]),
    bad("247", good::simples, &[Set("ide/cUF", "91")]),
    bad("481", good::simples, &[Set("ide/cUF", "91")]),
    bad("252", good::simples, &[Set("ide/tpAmb", "3")]),
    bad("270", good::simples, &[Set("ide/cMunFG", "3550309")]),
    bad("271", good::simples, &[Set("ide/cMunFG", "9999999")]),
    bad("272", good::simples, &[Set("emit/enderEmit/cMun", "3550309")]),
    bad("273", good::simples, &[Set("emit/enderEmit/cMun", "9999999")]),
    bad("274", good::simples, &[Set("dest/enderDest/cMun", "3550309")]),
    bad("275", good::simples, &[Set("dest/enderDest/cMun", "9999999")]),
    bad("276", good::simples, &[After("dest", PLACE), Set("retirada/cMun", "3550309")]),
    bad("277", good::simples, &[After("dest", PLACE), Set("retirada/UF", "RJ")]),
    bad("278", good::simples, &[After("dest", DELIVERY), Set("entrega/cMun", "3550309")]),
    bad("279", good::simples, &[After("dest", DELIVERY), Set("entrega/UF", "RJ")]),
    bad("229", good::simples, &[Drop("emit/IE")]),
    bad("728", good::credit, &[Drop("dest/IE")]),
    bad("791", good::simples, &[After("dest/indIEDest", "<IE>123456789</IE>")]),
    bad("805", good::simples, &[Set("dest/indIEDest", "2")]),
    bad("696", good::simples, &[Set("ide/indFinal", "0")]),
    bad("719", good::credit, &[Drop("dest/CNPJ")]),
    bad("724", good::simples, &[Drop("dest/xNome")]),
    bad("726", good::simples, &[Drop("dest/enderDest")]),
    bad("721", good::credit, &[Set("ide/idDest", "2"), Drop("dest/CNPJ")]),
    bad("434", good::simples, &[Drop("ide/indIntermed")]),
    bad("435", good::simples, &[Set("ide/indPres", "1")]),
    bad("439", good::simples, &[Set("ide/indIntermed", "0")]),
    bad("438", good::simples, &[Drop("infIntermed")]),
    bad("440", good::simples, &[Set("infIntermed/CNPJ", "15436940000104")]),
    bad("771", good::simples, &[Set("ide/idDest", "3")]),
    bad("772", good::simples, &[Set("ide/idDest", "2")]),
    bad("773", good::interstate, &[Set("ide/idDest", "1")]),
    bad("373", good::simples, &[Set("ide/tpAmb", "2")]),
    bad("598", good::simples, &[Set("ide/tpAmb", "2")]),
    bad("927", good::simples, &[Swap("nItem=\"1\"", "nItem=\"2\"")]),
    bad(
        "845",
        good::simples,
        &[Set("transp/modFrete", "9"), After("transp/modFrete", OTHER_CARRIES)],
    ),
    bad(
        "846",
        good::simples,
        &[Set("transp/modFrete", "3"), After("transp/modFrete", OTHER_CARRIES)],
    ),
    bad(
        "847",
        good::simples,
        &[Set("transp/modFrete", "0"), After("transp/modFrete", SELLER_CARRIES)],
    ),
    bad(
        "848",
        good::simples,
        &[Set("transp/modFrete", "4"), After("transp/modFrete", OTHER_CARRIES)],
    ),
    bad(
        "849",
        good::credit,
        &[
            Set("dest/CNPJ", "15436940000103"),
            Set("transp/modFrete", "0"),
            After("transp/modFrete", OTHER_CARRIES),
        ],
    ),
    bad("556", good::simples, &[After("ide/verProc", "<xJust>A SEFAZ ESTA FORA DO AR</xJust>")]),
    bad("557", good::simples, &[Set("ide/tpEmis", "6")]),
    bad("713", good::simples, &[Set("ide/tpEmis", "6")]),
    bad(
        "558",
        good::simples,
        &[After("ide/verProc", "<dhCont>2030-01-01T00:00:00-03:00</dhCont>")],
    ),
    bad("266", good::simples, &[Set("ide/serie", "890")]),
    bad("554", good::simples, &[Set("ide/serie", "950")]),
    bad("972", good::responsible, &[Drop("infRespTec")]),
    bad("973", good::responsible, &[Set("infRespTec/CNPJ", "15436940000104")]),
    bad("975", good::responsible, &[Set("emit/enderEmit/UF", "PR")]),
    bad("978", good::responsible, &[After("infRespTec/fone", "<hashCSRT>AAAA=</hashCSRT>")]),
    bad("486", good::simples, &[Set("emit/enderEmit/UF", "BA")]),
];

/// What is sold.
pub(super) const PRODUCTS: &[Bad] = &[
    bad("518", good::simples, &[Set("prod/CFOP", "1102")]),
    bad("519", good::simples, &[Set("ide/tpNF", "0")]),
    bad("731", good::simples, &[Set("prod/CFOP", "7102")]),
    bad("732", good::simples, &[Set("prod/CFOP", "6102")]),
    bad("733", good::interstate, &[Set("prod/CFOP", "5102")]),
    bad("770", good::simples, &[Set("prod/CFOP", "5999")]),
    bad("328", good::simples, &[Set("prod/CFOP", "5202")]),
    bad("327", good::simples, &[Set("ide/finNFe", "4")]),
    bad("382", good::normal, &[Set("prod/CFOP", "5405")]),
    bad("386", good::simples, &[Set("prod/CFOP", "5405")]),
    bad("382", good::withheld, &[Set("prod/CFOP", "5102")]),
    bad("386", good::simples_withheld, &[Set("prod/CFOP", "5102")]),
    bad("629", good::simples, &[Set("prod/vUnCom", "101.00")]),
    bad("630", good::simples, &[Set("prod/vUnTrib", "101.00")]),
    bad("471", good::simples, &[Set("prod/NCM", "00")]),
    bad("778", good::simples, &[Set("prod/NCM", "77000000")]),
    bad("778", good::simples, &[Set("prod/NCM", "99999999")]),
    bad("806", good::substitution, &[Drop("prod/CEST")]),
    bad("806", good::withheld, &[Drop("prod/CEST")]),
    bad("806", good::simples_withheld, &[Drop("prod/CEST")]),
    bad("806", good::withheld, &[Set("prod/CEST", "9999999")]),
    bad("611", good::simples, &[Set("prod/cEAN", "7891000315508")]),
    bad("612", good::simples, &[Set("prod/cEANTrib", "7891000315508")]),
    bad("882", good::simples, &[Set("prod/cEAN", "1400000000007")]),
    bad("882", good::simples, &[Set("prod/cEAN", "2000000000008")]),
    bad("883", good::simples, &[Drop("prod/cEAN")]),
    bad(
        "928",
        good::normal,
        &[Set("emit/enderEmit/UF", "RJ"), After("prod/NCM", "<cBenef>RJ801234</cBenef>")],
    ),
    bad("930", good::benefit, &[Drop("prod/cBenef")]),
    bad("931", good::benefit, &[Set("prod/cBenef", "PR801234")]),
    bad("934", good::benefit, &[Drop("ICMS20/vICMSDeson")]),
];

/// What is due.
pub(super) const TAXES: &[Bad] = &[
    bad("590", good::normal, &[Set("emit/CRT", "1")]),
    bad("591", good::simples, &[Set("emit/CRT", "3")]),
    bad("600", good::simples, &[Set("imposto/ICMS", CSOSN_101)]),
    bad("528", good::normal, &[Bump("ICMS00/vICMS")]),
    bad("528", good::deferred, &[Bump("ICMS51/vICMSOp")]),
    bad("528", good::deferred, &[Bump("ICMS51/vICMSDif")]),
    bad("528", good::deferred, &[Bump("ICMS51/vICMS")]),
    bad("663", good::imported, &[Set("ICMS00/pICMS", "4.01")]),
    bad("693", good::interstate, &[Set("ICMS00/pICMS", "12.01")]),
    bad("697", good::imported, &[Set("ICMSUFDest/pICMSInter", "12.00")]),
    bad("697", good::interstate, &[Set("ICMSUFDest/pICMSInter", "4.00")]),
    bad("698", good::interstate, &[Set("ICMSUFDest/pICMSInter", "18.00")]),
    bad("694", good::interstate, &[Drop("imposto/ICMSUFDest")]),
    bad("695", good::interstate, &[Set("ide/indFinal", "0")]),
    bad("699", good::interstate, &[Set("ICMSUFDest/pICMSInterPart", "80.0000")]),
    bad("793", good::interstate, &[Bump("ICMSUFDest/vFCPUFDest")]),
    bad("ICMSUFDest", good::interstate, &[Bump("ICMSUFDest/vICMSUFDest")]),
    bad("876", good::interstate, &[After("ICMS00/vICMS", "<pFCP>2</pFCP><vFCP>1.00</vFCP>")]),
    bad("FCP", good::substitution, &[Bump("ICMS10/vFCP")]),
    bad("FCP", good::substitution, &[Bump("ICMS10/vFCPST")]),
    bad("ICMSST", good::substitution, &[Bump("ICMS10/vICMSST")]),
    bad("745", good::simples, &[Drop("imposto/PIS")]),
    bad("748", good::simples, &[Drop("imposto/COFINS")]),
    bad("PIS", good::interstate, &[Bump("PISAliq/vPIS")]),
    bad("COFINS", good::interstate, &[Bump("COFINSAliq/vCOFINS")]),
    bad("IPI", good::substitution, &[Bump("IPITrib/vIPI")]),
    bad(
        "IS",
        good::normal,
        &[After(
            "imposto/COFINS",
            "<IS><CSTIS>000</CSTIS><cClassTribIS>000001</cClassTribIS><vBCIS>100.00</vBCIS><pIS>1</pIS><vIS>2.00</vIS></IS>",
        )],
    ),
    bad("1115", good::normal, &[Drop("imposto/IBSCBS")]),
    bad("1026", good::normal, &[Set("gIBSUF/pIBSUF", "0.2")]),
    bad("1036", good::normal, &[Set("gIBSMun/pIBSMun", "0.1")]),
    bad("1037", good::normal, &[Set("gCBS/pCBS", "8.8")]),
    bad("IBSCBS", good::normal, &[Bump("gIBSCBS/gCBS/vCBS")]),
    bad("IBSCBS", good::normal, &[Bump("gIBSCBS/vIBS")]),
    bad("cClassTrib", good::normal, &[Set("IBSCBS/CST", "200")]),
    bad(
        "cClassTrib",
        good::normal,
        &[Set("IBSCBS/cClassTrib", "200001"), Set("IBSCBS/CST", "200")],
    ),
    bad("cClassTrib", good::normal, &[Set("IBSCBS/cClassTrib", "000999")]),
];

/// What it comes to, and how it was paid.
pub(super) const SUMS: &[Bad] = &[
    bad("531", good::normal, &[Bump("ICMSTot/vBC")]),
    bad("532", good::normal, &[Bump("ICMSTot/vICMS")]),
    bad("795", good::benefit, &[Bump("ICMSTot/vICMSDeson")]),
    bad("798", good::interstate, &[Bump("ICMSTot/vFCPUFDest")]),
    bad("799", good::interstate, &[Bump("ICMSTot/vICMSUFDest")]),
    bad("800", good::interstate, &[Bump("ICMSTot/vICMSUFRemet")]),
    bad("861", good::substitution, &[Bump("ICMSTot/vFCP")]),
    bad("533", good::substitution, &[Bump("ICMSTot/vBCST")]),
    bad("534", good::substitution, &[Bump("ICMSTot/vST")]),
    bad("862", good::substitution, &[Bump("ICMSTot/vFCPST")]),
    bad("862", good::withheld, &[Bump("ICMSTot/vFCPSTRet")]),
    bad("564", good::simples, &[Bump("ICMSTot/vProd")]),
    bad("535", good::simples, &[Bump("ICMSTot/vFrete")]),
    bad("536", good::simples, &[Bump("ICMSTot/vSeg")]),
    bad("537", good::simples, &[Bump("ICMSTot/vDesc")]),
    bad("601", good::simples, &[Bump("ICMSTot/vII")]),
    bad("538", good::substitution, &[Bump("ICMSTot/vIPI")]),
    bad("863", good::simples, &[Bump("ICMSTot/vIPIDevol")]),
    bad("602", good::interstate, &[Bump("ICMSTot/vPIS")]),
    bad("603", good::interstate, &[Bump("ICMSTot/vCOFINS")]),
    bad("604", good::simples, &[Bump("ICMSTot/vOutro")]),
    bad("685", good::substitution, &[Bump("ICMSTot/vTotTrib")]),
    bad("610", good::simples, &[Bump("ICMSTot/vNF")]),
    bad("610", good::benefit, &[Drop("ICMS20/indDeduzDeson")]),
    bad("628", good::simples, &[Set("ICMSTot/vNF", "9999999.01")]),
    bad("935", good::normal, &[Set("ICMSTot/vBC", "9999999.01")]),
    bad("1080", good::normal, &[Bump("IBSCBSTot/vBCIBSCBS")]),
    bad("1080", good::normal, &[Bump("IBSCBSTot/gCBS/vCBS")]),
    bad("1118", good::normal, &[Drop("total/IBSCBSTot")]),
    bad("VB01-10", good::normal, &[Bump("det/vItem")]),
    bad("VB01-10", good::substitution, &[Bump("det/vItem")]),
    bad("1004", good::normal, &[Drop("total/vNFTot")]),
    bad("1094", good::normal, &[Bump("total/vNFTot")]),
    bad("437", good::card, &[Set("card/CNPJ", "15436940000104")]),
    bad("963", good::card, &[Set("detPag/tPag", "01")]),
    bad("443", good::card, &[Set("card/tBand", "28")]),
    bad("496", good::card, &[Drop("card/tpIntegra")]),
    bad("392", good::card, &[Drop("card/cAut")]),
    bad("436", good::simples, &[Set("detPag/tPag", "98")]),
    bad("441", good::simples, &[Set("detPag/tPag", "99")]),
    bad("865", good::simples, &[Set("detPag/vPag", "0.01")]),
    bad("866", good::simples, &[Bump("detPag/vPag")]),
    bad("869", good::simples, &[Bump("detPag/vPag"), After("pag/detPag", "<vTroco>0.01</vTroco>")]),
    bad("904", good::simples, &[Set("detPag/tPag", "90")]),
    bad(
        "899",
        good::simples,
        &[
            Set("detPag/tPag", "90"),
            After("pag/detPag", "<detPag><tPag>01</tPag><vPag>1.00</vPag></detPag>"),
        ],
    ),
    bad("871", good::simples, &[Set("ide/finNFe", "4")]),
];

/// What the key, the seal and the bytes must be: a change of the written draft, signed again.
pub(super) const SEALED: &[Bad] = &[
    bad("404", good::simples, &[After("transp/modFrete", "<x:a>b</x:a>")]),
    bad("587", good::simples, &[Swap("<transp>", "<transp xmlns=\"urn:x\">")]),
    bad("588", good::simples, &[Swap("<emit>", "\n<emit>")]),
    bad("canonical", good::simples, &[Swap("<natOp>", "<natOp>&#65;")]),
    bad("502", good::simples, &[Set("ide/nNF", "999999998")]),
    bad("561", good::simples, &[Set("ide/dhEmi", "2025-12-01T10:00:00-03:00")]),
    bad("562", good::simples, &[Set("ide/cNF", "31415926")]),
    bad("897", good::simples, &[Set("ide/cNF", "11111111")]),
    bad("228", good::simples, &[Set("ide/dhEmi", "2025-11-01T10:00:00-03:00")]),
    bad("703", good::simples, &[Set("ide/dhEmi", "2030-12-01T10:00:00-03:00")]),
];
