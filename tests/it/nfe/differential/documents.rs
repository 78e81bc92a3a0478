//! What is changed: the samples' notes, and notes made up to hold every group that a sale can have.
//!
//! Their sums and signatures mean nothing; only their form is looked at.

use std::fs;

use fba_nfe::nfe::read;

use super::outline::Tree;
use super::taxes::TAXES;
use crate::tools;

const KEY: &str = "35261111222333000181550010000000011123456780";

/// Each with a name, every one valid.
pub(super) fn all() -> Vec<(String, Tree)> {
    let full = Tree::outline(FULL).remove(0);
    let mut documents = partly(&full);
    documents.push(("lean".to_owned(), lean()));
    for (name, instead, text) in VARIANTS {
        let with = Tree::outline(text);
        documents.push(((*name).to_owned(), lean().replaced(instead, &with)));
    }
    for (place, text) in TAXES.iter().enumerate() {
        let with = Tree::outline(text);
        documents.push((format!("taxes {place}"), lean().replaced("imposto", &with)));
    }
    documents.push(("full".to_owned(), full));
    documents.extend(samples());
    for (_, document) in &mut documents {
        finish(document);
    }
    documents
}

/// The lean note with one group of the full one: what is short is checked fast.
fn partly(full: &Tree) -> Vec<(String, Tree)> {
    let lean = lean();
    let groups = &full.children[0].children;
    let mut names: Vec<&str> = groups.iter().map(|it| it.name.as_str()).collect();
    names.dedup();
    let with = |name: &&str| {
        let mut document = lean.clone();
        document.children[0].children = Vec::new();
        for other in &names {
            let from = if other == name { groups } else { &lean.children[0].children };
            let of = from.iter().filter(|it| it.name == **other).cloned();
            document.children[0].children.extend(of);
        }
        (format!("lean, but {name}"), document)
    };
    names.iter().map(with).collect()
}

pub(super) fn lean() -> Tree {
    Tree::outline(LEAN).remove(0)
}

/// The notes of the stories.
fn samples() -> Vec<(String, Tree)> {
    let mut folders: Vec<_> =
        fs::read_dir(tools::root("samples")).unwrap().map(|it| it.unwrap().path()).collect();
    folders.sort();
    let shipments = folders.iter().filter_map(|it| fs::read_dir(it.join("expected")).ok());
    let mut files: Vec<_> = shipments.flatten().map(|it| it.unwrap().path()).collect();
    files.sort();
    let files = files.into_iter().map(|it| it.join("nfeProc.xml")).filter(|it| it.is_file());
    let note = |file: std::path::PathBuf| {
        let document = read(&fs::read(&file).unwrap()).unwrap();
        (file.display().to_string(), Tree::of(document.nfe()))
    };
    files.map(note).collect()
}

/// Namespaces, and values that every outline would repeat.
pub(super) fn finish(tree: &mut Tree) {
    let namespace = match tree.name.as_str() {
        "NFe" => Some("http://www.portalfiscal.inf.br/nfe"),
        "Signature" => Some("http://www.w3.org/2000/09/xmldsig#"),
        _ => None,
    };
    tree.attributes.retain(|(name, _)| name != "xmlns");
    if let Some(namespace) = namespace {
        tree.attributes.push(("xmlns".to_owned(), namespace.to_owned()));
    }
    for (_, value) in &mut tree.attributes {
        *value = value.replace("{KEY}", KEY);
    }
    // An outline has no space inside a leaf that stands in a row.
    tree.text = tree.text.replace("{KEY}", KEY).replace('_', " ");
    tree.children.iter_mut().for_each(finish);
}

/// As little as a note can say.
const LEAN: &str = "
NFe
 infNFe
  @Id NFe{KEY}
  @versao 4.00
  ide: cUF=35 cNF=12345678 natOp=VENDA mod=55 serie=1 nNF=1 dhEmi=2026-11-21T10:00:00-03:00 tpNF=1 idDest=1 cMunFG=3550308 tpImp=1 tpEmis=1 cDV=0 tpAmb=1 finNFe=1 indFinal=1 indPres=2 procEmi=0 verProc=1
  emit
   CNPJ 11222333000181
   xNome LOJA
   enderEmit: xLgr=RUA nro=1 xBairro=CENTRO cMun=3550308 xMun=SP UF=SP CEP=01001000
   CRT 1
  dest: CPF=52998224725 indIEDest=9
  det
   @nItem 1
   prod: cProd=1 cEAN=SEM_GTIN xProd=CANETA NCM=96081000 CFOP=5102 uCom=UN qCom=1 vUnCom=1 vProd=1.00 cEANTrib=SEM_GTIN uTrib=UN qTrib=1 vUnTrib=1 indTot=1
   imposto
  total
   ICMSTot: vBC=0 vICMS=0 vICMSDeson=0 vFCP=0 vBCST=0 vST=0 vFCPST=0 vFCPSTRet=0 vProd=1.00 vFrete=0 vSeg=0 vDesc=0 vII=0 vIPI=0 vIPIDevol=0 vPIS=0 vCOFINS=0 vOutro=0 vNF=1.00
  transp: modFrete=9
  pag
   detPag: tPag=17 vPag=1.00
 Signature
  SignedInfo
   CanonicalizationMethod
    @Algorithm http://www.w3.org/TR/2001/REC-xml-c14n-20010315
   SignatureMethod
    @Algorithm http://www.w3.org/2000/09/xmldsig#rsa-sha1
   Reference
    @URI #NFe{KEY}
    Transforms
     Transform
      @Algorithm http://www.w3.org/2000/09/xmldsig#enveloped-signature
     Transform
      @Algorithm http://www.w3.org/TR/2001/REC-xml-c14n-20010315
    DigestMethod
     @Algorithm http://www.w3.org/2000/09/xmldsig#sha1
    DigestValue AAAAAAAAAAAAAAAAAAAAAAAAAAA=
  SignatureValue AAAA
  KeyInfo
   X509Data: X509Certificate=AAAA
";

/// Whatever a sale can say beside its taxes.
const FULL: &str = "
NFe
 infNFe
  @Id NFe{KEY}
  @versao 4.00
  ide
   cUF 35
   cNF 12345678
   natOp VENDA DE MERCADORIA
   mod 55
   serie 889
   nNF 999999999
   dhEmi 2026-11-21T10:00:00-03:00
   dhSaiEnt 2028-02-29T23:59:59-02:00
   dPrevEntrega 2026-12-31
   tpNF 1
   idDest 2
   cMunFG 3550308
   cMunFGIBS 3550308
   tpImp 6
   tpEmis 6
   cDV 0
   tpAmb 2
   finNFe 5
   tpNFDebito 01
   tpNFCredito 06
   indFinal 0
   indPres 9
   indIntermed 1
   cIndOp 010101
   procEmi 3
   verProc 12345678901234567890
   dhCont 2026-11-21T09:00:00+12:00
   xJust SEM COMUNICACAO
   NFref: refNFe={KEY}
   NFref: refNFeSig={KEY}
   NFref
    refNF: cUF=35 AAMM=2612 CNPJ=11222333000181 mod=01 serie=0 nNF=1
   NFref
    refNFP: cUF=35 AAMM=2601 CNPJ=11222333000181 IE=ISENTO mod=04 serie=999 nNF=10
   NFref
    refNFP: cUF=35 AAMM=2610 CPF=52998224725 IE=123456789012 mod=01 serie=1 nNF=1
   NFref: refCTe={KEY}
   NFref
    refECF: mod=2D nECF=1 nCOO=123456
   gCompraGov: tpEnteGov=1 pRedutor=10.0000 tpOperGov=2 refDFeAnt={KEY} refDFeAnt={KEY}
   gPagAntecipado: refNFe={KEY} refNFe={KEY}
  emit
   CNPJ 12ABC34501DE35
   xNome LOJA TESTE
   xFant LOJA
   enderEmit: xLgr=RUA nro=S/N xCpl=SALA xBairro=CENTRO cMun=3550308 xMun=SAO UF=SP CEP=01001000 cPais=1058 xPais=BRASIL fone=1130000000
   IE 111111111111
   IEST 123456
   IM 123
   CNAE 4751201
   CRT 3
   ISUFEmit 12345678
  dest
   CNPJ 11222333000181
   xNome AÇÚCAR & CIA <ÿ>
   enderDest: xLgr=RUA nro=1 xCpl=AP xBairro=CENTRO cMun=3304557 xMun=RIO UF=RJ CEP=20040002 cPais=1058 xPais=Brasil fone=21987654321
   indIEDest 1
   IE 12345678
   ISUF 123456789
   IM 1
   email a@b.c
  retirada: CNPJ=11222333000181 xNome=DEPOSITO xLgr=RUA nro=1 xCpl=AP xBairro=CENTRO cMun=3304557 xMun=RIO UF=RJ CEP=20040002 cPais=1058 xPais=Brasil fone=21987654321 email=a@b.c IE=ISENTO
  entrega: CPF=52998224725 xLgr=RUA nro=1 xBairro=CENTRO cMun=9999999 xMun=RIO UF=EX
  autXML: CNPJ=13937073000156
  autXML: CPF=52998224725
  det
   @nItem 1
   prod
    cProd SKU-1
    cEAN 7891000315507
    cBarra ABC
    xProd CANETA AZUL
    NCM 96081000
    NVE AB1234
    NVE CD5678
    CEST 1234567
    indEscala N
    CNPJFab 11222333000181
    cBenef SP123456
    gCred: cCredPresumido=SP123456 pCredPresumido=1.00 vCredPresumido=0.01
    gCred: cCredPresumido=SP12345678 pCredPresumido=1.0000 vCredPresumido=0
    tpCredPresIBSZFM 0
    EXTIPI 001
    CFOP 6108
    uCom UN
    qCom 2.0000
    vUnCom 53.9400000000
    vProd 107.88
    cEANTrib 78910003
    cBarraTrib ABC
    uTrib UN
    qTrib 2
    vUnTrib 53.94
    vFrete 0.01
    vSeg 0.10
    vDesc 1.00
    vOutro 1
    indTot 1
    indBemMovelUsado 1
    xPed 123456789012345
    nItemPed 123456
    nFCI B01F70AF-10BF-4B1F-848C-65FF57F616FE
    rastro: nLote=L1 qLote=1.5 dFab=2026-01-31 dVal=2028-02-29 cAgreg=A
    rastro: nLote=L2 qLote=0.500 dFab=2026-04-30 dVal=2027-06-30
    infProdEmb: xEmb=CAIXA qVolEmb=1 uEmb=CX
   imposto: vTotTrib=1.00
   impostoDevol
    pDevol 100.00
    IPI: vIPIDevol=0.00
   infAdProd COR AZUL
   obsItem
    obsCont
     @xCampo A
     xTexto B
    obsFisco
     @xCampo A
     xTexto B
   vItem 107.88
   DFeReferenciado: chaveAcesso={KEY} nItem=990
  det
   @nItem 990
   prod: cProd=1 cEAN=789100031550 xProd=CANETA NCM=00 cBenef=SEM_CBENEF CFOP=5102 uCom=UN qCom=1 vUnCom=1 vProd=1.00 cEANTrib=17891000315504 uTrib=UN qTrib=1 vUnTrib=1 indTot=0
   imposto
  total
   ICMSTot: vBC=0 vICMS=0.00 vICMSDeson=0 vFCPUFDest=1 vICMSUFDest=1.00 vICMSUFRemet=0.00 vFCP=0 vBCST=0 vST=0 vFCPST=0 vFCPSTRet=0 qBCMono=0 vICMSMono=0 qBCMonoReten=0 vICMSMonoReten=0 qBCMonoRet=0 vICMSMonoRet=0 vProd=9999999999999.99 vFrete=0 vSeg=0 vDesc=0 vII=0 vIPI=0 vIPIDevol=0 vPIS=0 vCOFINS=0 vOutro=0 vNF=1.00 vTotTrib=1.00
   retTrib: vRetPIS=1.00 vRetCOFINS=1.00 vRetCSLL=1.00 vBCIRRF=1.00 vIRRF=1.00 vBCRetPrev=1.00 vRetPrev=1.00
   ISTot: vIS=1.00
   IBSCBSTot
    vBCIBSCBS 100.00
    gIBS
     gIBSUF: vDif=0.00 vDevTrib=0.00 vIBSUF=0.10
     gIBSMun: vDif=0.00 vDevTrib=0.00 vIBSMun=0.00
     vIBS 0.10
     vCredPres 0.00
     vCredPresCondSus 0.00
    gCBS: vDif=0.00 vDevTrib=0.00 vCBS=0.90 vCredPres=0.00 vCredPresCondSus=0.00
    gMono: vIBSMono=0.00 vCBSMono=0.00 vIBSMonoReten=0.00 vCBSMonoReten=0.00 vIBSMonoRet=0.00 vCBSMonoRet=0.00
    gEstornoCred: vIBSEstCred=0.00 vCBSEstCred=0.00
   vNFTot 107.88
  transp
   modFrete 0
   transporta: CNPJ=11222333000181 xNome=FRETE IE=ISENTO xEnder=RUA xMun=RIO UF=RJ
   retTransp: vServ=1.00 vBCRet=1.00 pICMSRet=12.00 vICMSRet=0.12 CFOP=5353 cMunFG=3304557
   veicTransp: placa=ABC1D23 UF=RJ RNTC=1
   reboque: placa=ABC1234 UF=RJ RNTC=1
   reboque: placa=AB1234
   vol
    qVol 1
    esp CX
    marca M
    nVol 1
    pesoL 1.000
    pesoB 1
    lacres: nLacre=1
    lacres: nLacre=2
   vol: qVol=2
  cobr
   fat: nFat=1 vOrig=107.88 vDesc=0.00 vLiq=107.88
   dup: nDup=001 dVenc=2026-12-21 vDup=53.94
   dup: vDup=53.94
  pag
   detPag
    indPag 0
    tPag 99
    xPag SALDO
    vPag 100.00
    dPag 2026-11-21
    CNPJPag 11222333000181
    UFPag SP
    card: tpIntegra=1 CNPJ=15436940000103 tBand=02 cAut=A1B2C3 CNPJReceb=15436940000103 idTermPag=T
   detPag: tPag=03 vPag=7.88
   vTroco 0.00
  infIntermed: CNPJ=15436940000103 idCadIntTran=LOJA
  infAdic
   infAdFisco F
   infCpl Pedido 701-1234567-1234567
   obsCont
    @xCampo Pedido \"A\" & 'B' <C>
    xTexto 701
   obsCont
    @xCampo B
    xTexto 702
   obsFisco
    @xCampo A
    xTexto B
   procRef: nProc=1 indProc=0 tpAto=08
   procRef: nProc=1 indProc=9
  compra: xNEmp=1 xPed=701-1234567-1234567 xCont=1
  infRespTec: CNPJ=11222333000181 xContato=SUPORTE email=a@b.com fone=1130000000 idCSRT=01 hashCSRT=aWv6LeEM4X6u4+qBI2OYZ8grigw=
 Signature
  SignedInfo
   CanonicalizationMethod
    @Algorithm http://www.w3.org/TR/2001/REC-xml-c14n-20010315
   SignatureMethod
    @Algorithm http://www.w3.org/2000/09/xmldsig#rsa-sha1
   Reference
    @URI #NFe{KEY}
    Transforms
     Transform
      @Algorithm http://www.w3.org/2000/09/xmldsig#enveloped-signature
     Transform
      @Algorithm http://www.w3.org/TR/2001/REC-xml-c14n-20010315
    DigestMethod
     @Algorithm http://www.w3.org/2000/09/xmldsig#sha1
    DigestValue AAAAAAAAAAAAAAAAAAAAAAAAAAA=
  SignatureValue AAAAAAA=
  KeyInfo
   X509Data: X509Certificate=AAAA
";

/// A name, the element of the lean note whose place it takes, and what comes there.
const VARIANTS: &[(&str, &str, &str)] = &[
    (
        "a person sells",
        "emit",
        "
emit
 CPF 52998224725
 xNome LOJA
 enderEmit: xLgr=RUA nro=1 xBairro=CENTRO cMun=3550308 xMun=SP UF=SP CEP=01001000 xPais=Brasil
 IE ISENTO
 IM 1
 CRT 4
",
    ),
    ("a foreigner buys", "dest", "dest: idEstrangeiro=AB123456 xNome=JOHN indIEDest=9"),
    ("nobody is named", "dest", ""),
    (
        "a person carries",
        "transp",
        "
transp
 modFrete 2
 transporta: CPF=52998224725 xNome=FRETE IE=12345678
 vagao 12
 vol: esp=CX
",
    ),
    ("by boat", "transp", "transp: modFrete=3 balsa=12"),
    (
        "trailers only",
        "transp",
        "
transp
 modFrete 4
 transporta: UF=EX
 reboque: placa=ABCD123 RNTC=1
",
    ),
    (
        "a sum without a bill",
        "pag",
        "
cobr
 dup: dVenc=2027-01-01 vDup=0.01
pag
 detPag: tPag=90 vPag=0
",
    ),
    (
        "collected by a person",
        "transp",
        "
transp
 modFrete 1
 veicTransp: placa=ABC123
",
    ),
];
