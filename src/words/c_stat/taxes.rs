//! Taxes and totals.

use super::remedy::{TAX_VALUE, TOTAL};
use super::{Row, row};

pub(super) const ROWS: &[Row] = &[
    row(
        528,
        &TAX_VALUE,
        ["ICMS diferente de base × alíquota", "O valor do ICMS do item não é base vezes alíquota."],
        ["ICMS is not base × rate", "In the item, vICMS differs from vBC times pICMS."],
    ),
    row(
        693,
        &TAX_VALUE,
        [
            "Alíquota de ICMS maior que a interestadual",
            "A alíquota passa da definida entre as duas UFs.",
        ],
        ["ICMS rate above the interstate one", "It passes the one between the two UFs."],
    ),
    row(
        694,
        &TAX_VALUE,
        [
            "Falta o DIFAL da UF de destino",
            "Venda interestadual a não contribuinte exige o grupo ICMSUFDest.",
        ],
        [
            "DIFAL of the destination is missing",
            "An interstate sale to a non-contributor needs ICMSUFDest.",
        ],
    ),
    row(
        695,
        &TAX_VALUE,
        ["DIFAL informado sem dever", "Esta venda não tem DIFAL, e a nota traz ICMSUFDest."],
        ["DIFAL where none is due", "This sale has none, and the note has ICMSUFDest."],
    ),
    row(
        698,
        &TAX_VALUE,
        [
            "Alíquota interestadual não combina com as UFs",
            "A alíquota (4, 7 ou 12%) não é a das duas UFs.",
        ],
        ["Interstate rate does not fit the UFs", "The rate (4, 7 or 12%) is not of these two UFs."],
    ),
    row(
        699,
        &TAX_VALUE,
        ["Partilha do DIFAL diferente de 100%", "Todo o DIFAL é da UF de destino."],
        ["DIFAL share is not 100%", "All of it is due to the destination."],
    ),
    row(
        793,
        &TAX_VALUE,
        [
            "FCP de destino diferente do calculado",
            "O FCP da UF de destino não é base vezes alíquota.",
        ],
        ["FCP of the destination differs", "It is not base times rate."],
    ),
    row(
        860,
        &TAX_VALUE,
        ["FCP diferente de base × alíquota", "O FCP do item não confere com a conta."],
        ["FCP is not base × rate", "The FCP of the item does not match."],
    ),
    row(
        874,
        &TAX_VALUE,
        ["Percentual de FCP inválido", "A UF não usa este percentual de FCP."],
        ["Invalid FCP rate", "The UF has no such FCP rate."],
    ),
    row(
        876,
        &TAX_VALUE,
        [
            "FCP no campo errado",
            "Em venda interestadual a consumidor final o FCP vai em vFCPUFDest.",
        ],
        ["FCP in the wrong field", "Interstate sales to final consumers carry it in vFCPUFDest."],
    ),
    row(
        745,
        &TAX_VALUE,
        ["Item sem PIS", "Todo item precisa do grupo do PIS."],
        ["Item without PIS", "Each item needs the group PIS."],
    ),
    row(
        748,
        &TAX_VALUE,
        ["Item sem COFINS", "Todo item precisa do grupo da COFINS."],
        ["Item without COFINS", "Each item needs the group COFINS."],
    ),
    row(
        531,
        &TOTAL,
        ["Base do ICMS diferente da soma dos itens", "O total vBC não é a soma dos itens."],
        ["ICMS base is not the sum of the items", "The total vBC differs."],
    ),
    row(
        532,
        &TOTAL,
        ["ICMS diferente da soma dos itens", "O total vICMS não é a soma dos itens."],
        ["ICMS is not the sum of the items", "The total vICMS differs."],
    ),
    row(
        535,
        &TOTAL,
        ["Frete diferente da soma dos itens", "O total vFrete não é a soma dos itens."],
        ["Shipping is not the sum of the items", "The total vFrete differs."],
    ),
    row(
        537,
        &TOTAL,
        ["Desconto diferente da soma dos itens", "O total vDesc não é a soma dos itens."],
        ["Discount is not the sum of the items", "The total vDesc differs."],
    ),
    row(
        564,
        &TOTAL,
        ["Produtos diferentes da soma dos itens", "O total vProd não é a soma dos itens."],
        ["Goods are not the sum of the items", "The total vProd differs."],
    ),
    row(
        602,
        &TOTAL,
        ["PIS diferente da soma dos itens", "O total vPIS não é a soma dos itens."],
        ["PIS is not the sum of the items", "The total vPIS differs."],
    ),
    row(
        603,
        &TOTAL,
        ["COFINS diferente da soma dos itens", "O total vCOFINS não é a soma dos itens."],
        ["COFINS is not the sum of the items", "The total vCOFINS differs."],
    ),
    row(
        604,
        &TOTAL,
        ["Outras despesas diferentes da soma dos itens", "O total vOutro não é a soma dos itens."],
        ["Other charges are not the sum of the items", "The total vOutro differs."],
    ),
    row(
        610,
        &TOTAL,
        ["Total da nota não fecha", "vNF não é a soma dos valores que o compõem."],
        ["The total of the note does not add up", "vNF is not the sum of its parts."],
    ),
    row(
        629,
        &TOTAL,
        ["Valor do produto diferente de preço × quantidade", "vProd não é vUnCom vezes qCom."],
        ["Goods are not price × quantity", "vProd differs from vUnCom times qCom."],
    ),
    row(
        630,
        &TOTAL,
        ["Valor do produto diferente da unidade tributável", "vProd não é vUnTrib vezes qTrib."],
        ["Goods do not match the taxed unit", "vProd differs from vUnTrib times qTrib."],
    ),
    row(
        685,
        &TOTAL,
        [
            "Tributos aproximados diferentes da soma dos itens",
            "O total vTotTrib não é a soma dos itens.",
        ],
        ["Approximate taxes are not the sum of the items", "The total vTotTrib differs."],
    ),
    row(
        798,
        &TOTAL,
        [
            "FCP de destino diferente da soma dos itens",
            "O total vFCPUFDest não é a soma dos itens.",
        ],
        ["FCP of the destination is not the sum", "The total vFCPUFDest differs."],
    ),
    row(
        799,
        &TOTAL,
        [
            "DIFAL de destino diferente da soma dos itens",
            "O total vICMSUFDest não é a soma dos itens.",
        ],
        ["DIFAL of the destination is not the sum", "The total vICMSUFDest differs."],
    ),
    row(
        800,
        &TOTAL,
        [
            "DIFAL de origem diferente da soma dos itens",
            "O total vICMSUFRemet não é a soma dos itens.",
        ],
        ["DIFAL of the origin is not the sum", "The total vICMSUFRemet differs."],
    ),
    row(
        861,
        &TOTAL,
        ["FCP diferente da soma dos itens", "O total vFCP não é a soma dos itens."],
        ["FCP is not the sum of the items", "The total vFCP differs."],
    ),
];
