//! `imposto` in every shape: an outline for each.

/// `imposto`, in every shape.
pub(super) const TAXES: &[&str] = &[
    "
imposto
 ICMS
  ICMS00: orig=0 CST=00 modBC=3 vBC=1.00 pICMS=18.00 vICMS=0.18 pFCP=2.00 vFCP=0.02
 IPI
  CNPJProd 11222333000181
  cSelo S
  qSelo 1
  cEnq 999
  IPITrib: CST=50 vBC=1.00 pIPI=10.00 vIPI=0.10
",
    "
imposto
 ICMS
  ICMS00: orig=8 CST=00 modBC=3 vBC=1.00 pICMS=18.00 vICMS=0.18
 IPI
  cEnq 999
  IPITrib: CST=99 qUnid=1.0000 vUnid=1.0000 vIPI=0.10
",
    "
imposto
 ICMS
  ICMS02: orig=0 CST=02 qBCMono=1.0 adRemICMS=1.00 vICMSMono=1.00
 IPI
  cEnq 1
  IPINT: CST=53
",
    "
imposto
 ICMS
  ICMS10: orig=1 CST=10 modBC=3 vBC=1.00 pICMS=18.00 vICMS=0.18 vBCFCP=1.00 pFCP=2.00 vFCP=0.02 modBCST=4 pMVAST=40.00 pRedBCST=10.00 vBCST=1.00 pICMSST=18.00 vICMSST=0.18 vBCFCPST=1.00 pFCPST=2.00 vFCPST=0.02 vICMSSTDeson=1.00 motDesICMSST=3
",
    "
imposto
 ICMS
  ICMS15: orig=0 CST=15 qBCMono=1 adRemICMS=1.00 vICMSMono=1.00 qBCMonoReten=1 adRemICMSReten=1 vICMSMonoReten=1 pRedAdRem=100.00 motRedAdRem=1
",
    "
imposto
 ICMS
  ICMS20: orig=0 CST=20 modBC=3 pRedBC=10.00 vBC=1.00 pICMS=18.00 vICMS=0.18 vBCFCP=1.00 pFCP=2.00 vFCP=0.02 vICMSDeson=1.00 motDesICMS=9 indDeduzDeson=1
",
    "
imposto
 ICMS
  ICMS30: orig=0 CST=30 modBCST=4 pMVAST=40.00 pRedBCST=10.00 vBCST=1.00 pICMSST=18.00 vICMSST=0.18 vBCFCPST=1.00 pFCPST=2.00 vFCPST=0.02 vICMSDeson=1.00 motDesICMS=9 indDeduzDeson=1
",
    "
imposto
 ICMS
  ICMS40: orig=0 CST=41 vICMSDeson=1.00 motDesICMS=90 indDeduzDeson=0
",
    "
imposto
 ICMS
  ICMS40: orig=0 CST=50
",
    "
imposto
 ICMS
  ICMS51: orig=0 CST=51 modBC=3 pRedBC=10.00 cBenefRBC=SP123456 vBC=1.00 pICMS=18.00 vICMSOp=0.18 pDif=50.0000 vICMSDif=0.09 vICMS=0.09 vBCFCP=1.00 pFCP=2.00 vFCP=0.02 pFCPDif=1.00 vFCPDif=0.01 vFCPEfet=0.01
",
    "
imposto
 ICMS
  ICMS53: orig=0 CST=53 qBCMono=1 adRemICMS=1.00 vICMSMonoOp=1.00 pDif=100.00 vICMSMonoDif=1.00 vICMSMono=0 qBCMonoDif=1.0000 adRemICMSDif=1.00
",
    "
imposto
 ICMS
  ICMS60: orig=0 CST=60 vBCSTRet=1.00 pST=18.00 vICMSSubstituto=0.10 vICMSSTRet=0.18 vBCFCPSTRet=1.00 pFCPSTRet=2.00 vFCPSTRet=0.02 pRedBCEfet=10.00 vBCEfet=1.00 pICMSEfet=18.00 vICMSEfet=0.18
",
    "
imposto
 ICMS
  ICMS60: orig=0 CST=60
",
    "
imposto
 ICMS
  ICMS61: orig=0 CST=61 qBCMonoRet=1 adRemICMSRet=1.00 vICMSMonoRet=1.00
",
    "
imposto
 ICMS
  ICMS70: orig=0 CST=70 modBC=3 pRedBC=10.00 vBC=1.00 pICMS=18.00 vICMS=0.18 vBCFCP=1.00 pFCP=2.00 vFCP=0.02 modBCST=4 pMVAST=40.00 pRedBCST=10.00 vBCST=1.00 pICMSST=18.00 vICMSST=0.18 vBCFCPST=1.00 pFCPST=2.00 vFCPST=0.02 vICMSDeson=1.00 motDesICMS=3 indDeduzDeson=1 vICMSSTDeson=1.00 motDesICMSST=3
",
    "
imposto
 ICMS
  ICMS90: orig=0 CST=90 modBC=3 vBC=1.00 pRedBC=10.00 cBenefRBC=SP12345678 pICMS=18.00 vICMSOp=1.00 pDif=100 vICMSDif=1.00 vICMS=0.18 vBCFCP=1.00 pFCP=2.00 vFCP=0.02 pFCPDif=1.00 vFCPDif=0.01 vFCPEfet=0.01 modBCST=4 pMVAST=40.00 pRedBCST=10.00 vBCST=1.00 pICMSST=18.00 vICMSST=0.18 vBCFCPST=1.00 pFCPST=2.00 vFCPST=0.02 vICMSDeson=1.00 motDesICMS=12 indDeduzDeson=1 vICMSSTDeson=1.00 motDesICMSST=3
",
    "
imposto
 ICMS
  ICMSPart: orig=0 CST=10 modBC=3 vBC=1.00 pRedBC=10.00 pICMS=18.00 vICMS=0.18 modBCST=4 pMVAST=40.00 pRedBCST=10.00 vBCST=1.00 pICMSST=18.00 vICMSST=0.18 vBCFCPST=1.00 pFCPST=2.00 vFCPST=0.02 pBCOp=50.00 UFST=RJ vICMSDeson=1.00 motDesICMS=9 indDeduzDeson=1
",
    "
imposto
 ICMS
  ICMSST: orig=0 CST=60 vBCSTRet=1.00 pST=18.00 vICMSSubstituto=0.10 vICMSSTRet=0.18 vBCFCPSTRet=1.00 pFCPSTRet=2.00 vFCPSTRet=0.02 vBCSTDest=1.00 vICMSSTDest=1.00 pRedBCEfet=10.00 vBCEfet=1.00 pICMSEfet=18.00 vICMSEfet=0.18
",
    "
imposto
 ICMS
  ICMSSN101: orig=0 CSOSN=101 pCredSN=1.00 vCredICMSSN=0.01
",
    "
imposto
 ICMS
  ICMSSN102: orig=0 CSOSN=102
",
    "
imposto
 ICMS
  ICMSSN102: CSOSN=400
",
    "
imposto
 ICMS
  ICMSSN201: orig=0 CSOSN=201 modBCST=4 pMVAST=40.00 pRedBCST=10.00 vBCST=1.00 pICMSST=18.00 vICMSST=0.18 vBCFCPST=1.00 pFCPST=2.00 vFCPST=0.02 pCredSN=1.00 vCredICMSSN=0.01
",
    "
imposto
 ICMS
  ICMSSN202: orig=0 CSOSN=203 modBCST=4 pMVAST=40.00 pRedBCST=10.00 vBCST=1.00 pICMSST=18.00 vICMSST=0.18 vBCFCPST=1.00 pFCPST=2.00 vFCPST=0.02
",
    "
imposto
 ICMS
  ICMSSN500: orig=0 CSOSN=500 vBCSTRet=1.00 pST=18.00 vICMSSubstituto=0.10 vICMSSTRet=0.18 vBCFCPSTRet=1.00 pFCPSTRet=2.00 vFCPSTRet=0.02 pRedBCEfet=10.00 vBCEfet=1.00 pICMSEfet=18.00 vICMSEfet=0.18
",
    "
imposto
 ICMS
  ICMSSN900: orig=0 CSOSN=900 modBC=3 vBC=1.00 pRedBC=10.00 pICMS=18.00 vICMS=0.18 modBCST=4 pMVAST=40.00 pRedBCST=10.00 vBCST=1.00 pICMSST=18.00 vICMSST=0.18 vBCFCPST=1.00 pFCPST=2.00 vFCPST=0.02 pCredSN=1.00 vCredICMSSN=0.01
",
    "
imposto
 PIS
  PISAliq: CST=01 vBC=1.00 pPIS=1.65 vPIS=0.02
 COFINS
  COFINSAliq: CST=02 vBC=1.00 pCOFINS=7.6000 vCOFINS=0.08
",
    "
imposto
 PIS
  PISQtde: CST=03 qBCProd=1.0 vAliqProd=1.0 vPIS=1.00
 PISST: vBC=1.00 pPIS=1.65 vPIS=0.02 indSomaPISST=1
 COFINS
  COFINSQtde: CST=03 qBCProd=1 vAliqProd=0.0001 vCOFINS=1.00
 COFINSST: vBC=1.00 pCOFINS=7.60 vCOFINS=0.08 indSomaCOFINSST=0
",
    "
imposto
 PIS
  PISNT: CST=06
 PISST: qBCProd=0.5 vAliqProd=1.0000 vPIS=0.02
 COFINS
  COFINSNT: CST=09
 COFINSST: qBCProd=1.0000 vAliqProd=1 vCOFINS=0.08
",
    "
imposto
 PIS
  PISOutr: CST=49 vBC=0.00 pPIS=0.0000 vPIS=0.00
 COFINS
  COFINSOutr: CST=99 vBC=0.00 pCOFINS=0.0000 vCOFINS=0.00
",
    "
imposto
 PIS
  PISOutr: CST=99 qBCProd=1 vAliqProd=1 vPIS=0.00
 COFINS
  COFINSOutr: CST=49 qBCProd=1 vAliqProd=1 vCOFINS=0.00
",
    "
imposto
 ICMSUFDest: vBCUFDest=1.00 vBCFCPUFDest=1.00 pFCPUFDest=2.00 pICMSUFDest=18.00 pICMSInter=12.00 pICMSInterPart=100.0000 vFCPUFDest=0.02 vICMSUFDest=0.06 vICMSUFRemet=0.00
",
    "
imposto
 ICMSUFDest: vBCUFDest=1.00 pICMSUFDest=18.00 pICMSInter=4.00 pICMSInterPart=100 vICMSUFDest=0.06 vICMSUFRemet=0
",
    "
imposto
 IS: CSTIS=000 cClassTribIS=000001 vBCIS=1.00 pIS=1.0000 adRemIS=1.00 uTrib=UN qTrib=1.0000 vIS=0.01
",
    "
imposto
 IS: CSTIS=000 cClassTribIS=000001
",
    "
imposto
 IBSCBS: CST=410 cClassTrib=410001 indDoacao=1
",
    "
imposto
 IBSCBS
  CST 000
  cClassTrib 000001
  gIBSCBS
   vBC 1.00
   gIBSUF
    pIBSUF 0.1000
    gDif: pDif=10.00 vDif=0.01
    gDevTrib: pDevTrib=1.00 vDevTrib=0.01
    gRed: pRedAliq=60.0000 pAliqEfet=0.0400
    vIBSUF 0.00
   gIBSMun
    pIBSMun 0.0000
    gDif: pDif=10.00 vDif=0.01
    gDevTrib: pDevTrib=1.00 vDevTrib=0.01
    gRed: pRedAliq=60.0000 pAliqEfet=0.0400
    vIBSMun 0.00
   vIBS 0.00
   gCBS
    pCBS 0.9000
    gDif: pDif=10.00 vDif=0.01
    gDevTrib: pDevTrib=1.00 vDevTrib=0.01
    gRed: pRedAliq=60.0000 pAliqEfet=0.0400
    gALCZFMCBS: tpALCZFMCBS=1 nProcSuframa=12345678 pAliqEfetRegCBS=0.9000 vTribRegCBS=0.01
    vCBS 0.01
   gTribRegular: CSTReg=000 cClassTribReg=000001 pAliqEfetRegIBSUF=0.1000 vTribRegIBSUF=0.01 pAliqEfetRegIBSMun=0.0000 vTribRegIBSMun=0.00 pAliqEfetRegCBS=0.9000 vTribRegCBS=0.01
   gTribCompraGov: pAliqIBSUF=0.1000 vTribIBSUF=0.01 pAliqIBSMun=0.0000 vTribIBSMun=0.00 pAliqCBS=0.9000 vTribCBS=0.01
  gEstornoCred: vIBSEstCred=0.01 vCBSEstCred=0.01
  gCredPresOper
   vBCCredPres 1.00
   cCredPres 01
   gIBSCredPres: pCredPres=1.00 vCredPres=0.01
   gCBSCredPres: pCredPres=1.00 vCredPresCondSus=0.01
",
    "
imposto
 IBSCBS
  CST 000
  cClassTrib 000001
  gIBSCBS
   vBC 1.00
   gIBSUF: pIBSUF=0.1000 vIBSUF=0.00
   gIBSMun: pIBSMun=0.0000 vIBSMun=0.00
   vIBS 0.00
   gCBS: pCBS=0.9000 vCBS=0.01
  gCredPresIBSZFM: competApur=2026-11 tpCredPresIBSZFM=4 vCredPresIBSZFM=1.00
",
    "
imposto
 IBSCBS
  CST 620
  cClassTrib 620001
  gIBSCBSMono
   gIBSMonoAdRem
    gMonoPadrao: qBCMono=1.0000 adRemIBS=1.00 vIBSMono=1.00
    gMonoReten: qBCMonoReten=1 adRemIBSReten=1.00 vIBSMonoReten=1.00
    gMonoRet: vIBSMonoRet=1.00
    gpBioDiferenca: qBCBioComb=1.0000 vIBSDiferenca=1.00
   gCBSMonoAdRem
    gMonoPadrao: qBCMono=1.0000 adRemCBS=1.00 vCBSMono=1.00
    gMonoReten: qBCMonoReten=1 adRemCBSReten=1.00 vCBSMonoReten=1.00
    gMonoRet: vCBSMonoRet=1.00
    gpBioDiferenca: qBCBioComb=1.0000 vCBSDiferenca=1.00
   vTotIBSMonoItem 1.00
   vTotCBSMonoItem 1.00
",
    "
imposto
 IBSCBS
  CST 620
  cClassTrib 620001
  gIBSCBSMono
   gIBSMonoAdValorem
    gMonoPadrao: vBCMono=1.00 pAliqMonoUF=1.00 vIBSMonoUF=1.00 pAliqMonoMun=1.00 vIBSMonoMun=1.00 vIBSMono=1.00
    gMonoReten: vBCMonoReten=1.00 pAliqMonoReten=1.00 vIBSMonoReten=1.00
    gMonoRet: vIBSMonoRet=1.00
    gpBioDiferenca: qBCBioComb=1.0000 vIBSDiferenca=1.00
   gCBSMonoAdValorem
    gMonoPadrao: vBCMono=1.00 pAliqMonoCBS=1.00 vCBSMono=1.00
    gMonoReten: vBCMonoReten=1.00 pAliqMonoReten=1.00 vCBSMonoReten=1.00
    gMonoRet: vCBSMonoRet=1.00
    gpBioDiferenca: qBCBioComb=1.0000 vCBSDiferenca=1.00
   vTotIBSMonoItem 1.00
   vTotCBSMonoItem 1.00
",
    "
imposto
 IBSCBS
  CST 620
  cClassTrib 620001
  gIBSCBSMono: vTotIBSMonoItem=1.00 vTotCBSMonoItem=1.00
",
    "
imposto
 IBSCBS
  CST 800
  cClassTrib 800001
  gTransfCred: vIBS=1.00 vCBS=1.00
",
    "
imposto
 IBSCBS
  CST 811
  cClassTrib 811001
  gAjusteCompet: competApur=2026-11 vIBS=1.00 vCBS=1.00
",
];
