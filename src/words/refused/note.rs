//! The note as a whole, found wrong in a draft.

use super::super::Entry;
use super::{DEFECT, SELLER, SIZE, refused};

pub(in crate::words) const NOTE_LAYOUT: Entry = refused(
    DEFECT,
    ["Rascunho fora do leiaute", "Um campo não tem a forma que o leiaute da NF-e exige (225)."],
    [
        "Draft not as the layout wants it",
        "A field has not the form that the layout of the NF-e wants (225).",
    ],
);

pub(in crate::words) const NOTE_UF: Entry = refused(
    DEFECT,
    [
        "UF da nota diverge do emitente",
        "cUF não é o código da UF do emitente, ou não é o da chave (226, 247, 481).",
    ],
    [
        "UF of the note is not the issuer's",
        "cUF is not the code of the issuer's UF, or not the key's (226, 247, 481).",
    ],
);

pub(in crate::words) const NOTE_ENVIRONMENT: Entry = refused(
    DEFECT,
    ["Ambiente da nota diverge", "tpAmb não é o do ambiente para onde a nota vai (252)."],
    [
        "Environment of the note differs",
        "tpAmb is not that of the SEFAZ that the note goes to (252).",
    ],
);

pub(in crate::words) const NOTE_DESTINATION: Entry = refused(
    DEFECT,
    [
        "Destino da operação diverge das UFs",
        "idDest não combina com as UFs do emitente e do destinatário (771, 772, 773).",
    ],
    [
        "Destination does not fit the UFs",
        "idDest does not fit the UFs of issuer and buyer (771, 772, 773).",
    ],
);

pub(in crate::words) const NOTE_HOMOLOGACAO: Entry = refused(
    DEFECT,
    [
        "Textos de homologação ausentes",
        "Em homologação, o nome do destinatário e o primeiro produto têm texto fixo (598, 373).",
    ],
    [
        "Names of the test environment missing",
        "In homologação the buyer's name and the first product are fixed texts (598, 373).",
    ],
);

pub(in crate::words) const NOTE_ITEM_ORDER: Entry = refused(
    DEFECT,
    ["Itens fora de sequência", "nItem não conta de 1 em diante (927)."],
    ["Items out of order", "nItem does not count from 1 on (927)."],
);

pub(in crate::words) const NOTE_CARRIER: Entry = refused(
    SELLER,
    [
        "Transportador não combina com o frete",
        "O transportador informado não combina com modFrete (845 a 849).",
    ],
    ["Carrier does not fit the freight", "The carrier does not fit modFrete (845 to 849)."],
);

pub(in crate::words) const NOTE_CONTINGENCY: Entry = refused(
    DEFECT,
    [
        "Dados de contingência indevidos",
        "tpEmis é 1 ou o da SVC da UF, e só com ela vão dhCont, até a emissão, e xJust (556, 557, 558, 584, 713).",
    ],
    [
        "Contingency wrongly told",
        "tpEmis is 1 or that of the state's SVC; with it alone stand dhCont, not after the issue, and xJust (556, 557, 558, 584, 713).",
    ],
);

pub(in crate::words) const NOTE_SERIES: Entry = refused(
    SELLER,
    [
        "Série fora da faixa",
        "A série vai de 0 a 889; as outras são de outros emissores (266, 554).",
    ],
    ["Series out of range", "A series is 0 to 889; the others belong to other issuers (266, 554)."],
);

pub(in crate::words) const NOTE_TOO_LARGE: Entry = refused(
    SIZE,
    ["Nota grande demais", "A nota passa dos 500 KB que a SEFAZ recebe (214)."],
    ["Note too large", "The note is larger than the 500 KB that SEFAZ takes (214)."],
);
