//! The taxes of an item, found wrong in a draft.

use super::super::Entry;
use super::{DEFECT, PROFILE, SELLER, refused};

pub(in crate::words) const TAX_REGIME_GROUP: Entry = refused(
    DEFECT,
    ["CST e CSOSN trocados pelo regime", "CRT 1 e 4 usam CSOSN; CRT 2 e 3 usam CST (590, 591)."],
    ["CST or CSOSN against the regime", "CRT 1 and 4 say CSOSN; CRT 2 and 3 say CST (590, 591)."],
);

pub(in crate::words) const TAX_CSOSN_CONSUMER: Entry = refused(
    PROFILE,
    [
        "CSOSN indevido para não contribuinte",
        "101, 201, 202 e 203 não servem em venda a não contribuinte (600).",
    ],
    [
        "CSOSN not for non-contributors",
        "101, 201, 202 and 203 are not for buyers who are no contributors (600).",
    ],
);

pub(in crate::words) const TAX_ICMS_VALUE: Entry = refused(
    DEFECT,
    ["Conta do ICMS não fecha no item", "vICMS não é vBC vezes pICMS (528)."],
    ["ICMS of an item does not add up", "vICMS is not vBC times pICMS (528)."],
);

pub(in crate::words) const TAX_INTERSTATE_RATE: Entry = refused(
    PROFILE,
    [
        "Alíquota interestadual errada",
        "A alíquota é 4% para importados, senão 7% ou 12% conforme as UFs (663, 693, 697, 698).",
    ],
    [
        "Wrong interstate rate",
        "The rate is 4% for imported goods, else 7% or 12% by the UFs (663, 693, 697, 698).",
    ],
);

pub(in crate::words) const TAX_DIFAL_GROUP: Entry = refused(
    DEFECT,
    [
        "Grupo do DIFAL ausente ou indevido",
        "O DIFAL vai exatamente em venda interestadual a consumidor não contribuinte (694, 695).",
    ],
    [
        "Group of DIFAL missing or undue",
        "DIFAL stands exactly in interstate sales to consumers who are no contributors (694, 695).",
    ],
);

pub(in crate::words) const TAX_DIFAL_SHARE: Entry = refused(
    DEFECT,
    ["Partilha do DIFAL não é 100%", "Desde 2019 todo o DIFAL é da UF de destino (699)."],
    ["Share of DIFAL is not 100%", "Since 2019 all of it is the destination's (699)."],
);

pub(in crate::words) const TAX_DIFAL_FUND: Entry = refused(
    DEFECT,
    ["Conta do FCP de destino não fecha", "vFCPUFDest não é base vezes alíquota (793)."],
    ["Destination's fund does not add up", "vFCPUFDest is not base times rate (793)."],
);

pub(in crate::words) const TAX_FUND_PLACE: Entry = refused(
    PROFILE,
    ["FCP no campo errado", "Em venda com DIFAL, o FCP vai em vFCPUFDest (876)."],
    [
        "Poverty fund in the wrong field",
        "In a sale with DIFAL the fund stands in vFCPUFDest (876).",
    ],
);

pub(in crate::words) const TAX_CONTRIBUTION_MISSING: Entry = refused(
    DEFECT,
    ["Falta PIS ou COFINS no item", "Até o fim de 2026 todo item traz PIS e COFINS (745, 748)."],
    [
        "PIS or COFINS of an item is missing",
        "Until the end of 2026 every item has PIS and COFINS (745, 748).",
    ],
);

pub(in crate::words) const TAX_IBS_CBS_MISSING: Entry = refused(
    SELLER,
    [
        "Item sem IBS e CBS",
        "Em 2026 o regime normal deve destacar IBS e CBS; a SEFAZ ainda não rejeita a falta (1115).",
    ],
    [
        "Item without IBS and CBS",
        "In 2026 the normal regime owes IBS and CBS on the note; SEFAZ does not reject their absence yet (1115).",
    ],
);

pub(in crate::words) const TAX_IBS_CBS_RATE: Entry = refused(
    PROFILE,
    ["Alíquota de IBS ou CBS errada", "A alíquota não é a da data de emissão (1026, 1036, 1037)."],
    ["Wrong rate of IBS or CBS", "The rate is not that of the day of issue (1026, 1036, 1037)."],
);

pub(in crate::words) const TAX_VALUE: Entry = refused(
    DEFECT,
    ["Conta de imposto não fecha no item", "O valor de um imposto não é base vezes alíquota."],
    ["Tax of an item does not add up", "The value of a tax is not base times rate."],
);
