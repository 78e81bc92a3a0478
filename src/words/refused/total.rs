//! The sums, found wrong in a draft.

use super::super::Entry;
use super::{DEFECT, SIZE, refused};

pub(in crate::words) const TOTAL_DIFAL: Entry = refused(
    DEFECT,
    [
        "Total do DIFAL não confere",
        "vFCPUFDest, vICMSUFDest ou vICMSUFRemet não é a soma dos itens (798, 799, 800).",
    ],
    [
        "Total of DIFAL does not fit",
        "vFCPUFDest, vICMSUFDest or vICMSUFRemet is not the sum of the items (798, 799, 800).",
    ],
);

pub(in crate::words) const TOTAL_ICMS: Entry = refused(
    DEFECT,
    ["Total do ICMS não confere", "vBC, vICMS, vBCST ou vST não é a soma dos itens (531 a 534)."],
    [
        "Total of ICMS does not fit",
        "vBC, vICMS, vBCST or vST is not the sum of the items (531 to 534).",
    ],
);

pub(in crate::words) const TOTAL_CHARGES: Entry = refused(
    DEFECT,
    [
        "Total de frete, desconto ou outros não confere",
        "vFrete, vSeg, vDesc ou vOutro não é a soma dos itens (535, 536, 537, 604).",
    ],
    [
        "Total of freight, discount or other does not fit",
        "vFrete, vSeg, vDesc or vOutro is not the sum of the items (535, 536, 537, 604).",
    ],
);

pub(in crate::words) const TOTAL_PRODUCTS: Entry = refused(
    DEFECT,
    ["Total dos produtos não confere", "vProd do total não é a soma dos itens (564)."],
    ["Total of products does not fit", "vProd of the total is not the sum of the items (564)."],
);

pub(in crate::words) const TOTAL_TAXES: Entry = refused(
    DEFECT,
    [
        "Total de IPI, II, PIS ou COFINS não confere",
        "Um destes totais não é a soma dos itens (538, 601, 602, 603).",
    ],
    [
        "Total of IPI, II, PIS or COFINS does not fit",
        "One of these totals is not the sum of the items (538, 601, 602, 603).",
    ],
);

pub(in crate::words) const TOTAL_NOTE: Entry = refused(
    DEFECT,
    ["Total da nota não confere", "vNF não é produtos menos descontos mais o que se soma (610)."],
    [
        "Total of the note does not fit",
        "vNF is not products less discounts plus what is added (610).",
    ],
);

pub(in crate::words) const TOTAL_OTHERS: Entry = refused(
    DEFECT,
    [
        "Total de tributos aproximados, desoneração ou FCP não confere",
        "Um destes totais não é a soma dos itens (685, 795, 861, 862, 863).",
    ],
    [
        "Total of estimate, relief or fund does not fit",
        "One of these totals is not the sum of the items (685, 795, 861, 862, 863).",
    ],
);

pub(in crate::words) const TOTAL_IBS_CBS: Entry = refused(
    DEFECT,
    [
        "Total de IBS e CBS não confere",
        "IBSCBSTot não é a soma dos itens, ou está sem itens que o tenham (1080, 1118).",
    ],
    [
        "Total of IBS and CBS does not fit",
        "IBSCBSTot is not the sum of the items, or no item has the group (1080, 1118).",
    ],
);

pub(in crate::words) const TOTAL_ITEMS: Entry = refused(
    DEFECT,
    ["Total por item não confere", "vItem ou vNFTot falta ou não fecha com vNF (1004, 1094)."],
    ["Totals by item do not fit", "vItem or vNFTot is missing, or does not make vNF (1004, 1094)."],
);

pub(in crate::words) const TOTAL_TOO_HIGH: Entry = refused(
    SIZE,
    ["Total acima do limite", "O total passa do limite configurado (628, 935)."],
    ["Total above the limit", "The total is above the configured limit (628, 935)."],
);
