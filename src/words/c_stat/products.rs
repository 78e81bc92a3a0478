//! Product codes, CFOP, CST, limits.

use super::remedy::{LIMIT, PRODUCT, PRODUCT_TAX};
use super::{Row, row};

pub(super) const ROWS: &[Row] = &[
    row(
        471,
        &PRODUCT,
        ["NCM 00 não permitido", "O produto tem NCM 00, que não vale para mercadoria."],
        ["NCM 00 not allowed", "It is not for goods."],
    ),
    row(
        611,
        &PRODUCT,
        ["GTIN inválido (cEAN)", "O código de barras do produto não confere."],
        ["Invalid GTIN (cEAN)", "The product's bar code is wrong."],
    ),
    row(
        612,
        &PRODUCT,
        [
            "GTIN tributável inválido (cEANTrib)",
            "O código de barras da unidade tributável não confere.",
        ],
        ["Invalid GTIN (cEANTrib)", "The bar code of the taxed unit is wrong."],
    ),
    row(
        777,
        &PRODUCT,
        ["NCM incompleto", "O NCM precisa dos oito dígitos."],
        ["Incomplete NCM", "The NCM needs eight digits."],
    ),
    row(
        778,
        &PRODUCT,
        ["NCM inexistente", "O NCM não está na tabela em vigor; pode ter sido extinto."],
        ["No such NCM", "It is not in the table in force, or has been ended."],
    ),
    row(
        806,
        &PRODUCT,
        ["Produto com ST sem CEST", "Produto em substituição tributária exige o CEST."],
        ["Goods under ST without CEST", "ICMS-ST needs the CEST."],
    ),
    row(
        854,
        &PRODUCT,
        ["Unidade não combina com o produto", "A unidade tributável não é a exigida para o NCM."],
        ["Unit does not fit the product", "The taxed unit is not the one the NCM needs."],
    ),
    row(
        882,
        &PRODUCT,
        ["GTIN com prefixo inválido", "O prefixo do código de barras não é de produto GS1."],
        ["GTIN with invalid prefix", "The prefix is not of a GS1 product."],
    ),
    row(
        883,
        &PRODUCT,
        ["GTIN sem informação", "A nota foi sem GTIN e sem o texto SEM GTIN."],
        ["GTIN missing", "The note has neither a GTIN nor SEM GTIN."],
    ),
    row(
        840,
        &PRODUCT,
        [
            "NCM de medicamento sem os dados dele",
            "O NCM é de medicamento, e a nota não tem o grupo med.",
        ],
        ["NCM of a medicine without its data", "The note lacks the group med."],
    ),
    row(
        327,
        &PRODUCT_TAX,
        ["CFOP não serve para devolução", "A nota é de devolução, e o CFOP não é."],
        ["CFOP is not for returns", "The note is a return, and the CFOP is not."],
    ),
    row(
        328,
        &PRODUCT_TAX,
        ["CFOP só serve para devolução", "A nota é de venda, e o CFOP é de devolução."],
        ["CFOP is for returns only", "The note is a sale, and the CFOP of a return."],
    ),
    row(
        374,
        &PRODUCT_TAX,
        [
            "CFOP incompatível com a tributação",
            "O CFOP do item não combina com o grupo de imposto.",
        ],
        ["CFOP does not fit the tax group", "The two contradict each other."],
    ),
    row(
        382,
        &PRODUCT_TAX,
        ["CFOP não permitido para o CST", "O CFOP e o CST do item não combinam."],
        ["CFOP not allowed with the CST", "The two contradict each other."],
    ),
    row(
        383,
        &PRODUCT_TAX,
        ["CSOSN indevido no item", "O CSOSN não vale para esta operação."],
        ["CSOSN not allowed in the item", "It is not for this operation."],
    ),
    row(
        384,
        &PRODUCT_TAX,
        ["CSOSN não permitido na UF", "A UF não aceita este CSOSN."],
        ["CSOSN not allowed in the UF", "The UF does not take it."],
    ),
    row(
        386,
        &PRODUCT_TAX,
        ["CFOP não permitido para o CSOSN", "O CFOP e o CSOSN do item não combinam."],
        ["CFOP not allowed with the CSOSN", "The two contradict each other."],
    ),
    row(
        518,
        &PRODUCT_TAX,
        ["CFOP de entrada em nota de saída", "Venda usa CFOP que começa com 5 ou 6."],
        ["Inbound CFOP in an outbound note", "A sale has a CFOP that begins with 5 or 6."],
    ),
    row(
        522,
        &PRODUCT_TAX,
        ["CFOP interno com UF diferente", "O CFOP é de venda na UF, mas as UFs são diferentes."],
        ["Internal CFOP, different UFs", "The CFOP is for one UF, and the UFs differ."],
    ),
    row(
        523,
        &PRODUCT_TAX,
        ["CFOP interestadual dentro da UF", "O CFOP é de outra UF, mas a UF é a mesma."],
        ["Interstate CFOP inside one UF", "The CFOP is for another UF, and the UF is the same."],
    ),
    row(
        590,
        &PRODUCT_TAX,
        ["CST para emitente do Simples", "Emitente do Simples usa CSOSN, não CST."],
        ["CST for a Simples issuer", "Simples needs CSOSN, not CST."],
    ),
    row(
        591,
        &PRODUCT_TAX,
        [
            "CSOSN para emitente fora do Simples",
            "Emitente do regime normal usa CST, não CSOSN. Confira também `regime`.",
        ],
        ["CSOSN for an issuer outside Simples", "The normal regime needs CST. See `regime` too."],
    ),
    row(
        600,
        &PRODUCT_TAX,
        [
            "CSOSN não serve para não contribuinte",
            "Venda a consumidor final não aceita este CSOSN.",
        ],
        ["CSOSN not for non-contributors", "A sale to a final consumer does not take it."],
    ),
    row(
        663,
        &PRODUCT_TAX,
        [
            "Produto importado com mais de 4% de ICMS",
            "Na venda interestadual de importado a alíquota é 4%. Confira a origem.",
        ],
        [
            "Imported goods above 4% of ICMS",
            "Interstate sales of imported goods bear 4%. See the origin.",
        ],
    ),
    row(
        697,
        &PRODUCT_TAX,
        [
            "Alíquota interestadual não combina com a origem",
            "A origem do produto pede outra alíquota.",
        ],
        [
            "Interstate rate does not fit the origin",
            "The origin of the goods asks for another rate.",
        ],
    ),
    row(
        731,
        &PRODUCT_TAX,
        ["CFOP de exterior em venda no Brasil", "O CFOP começa com 7, mas o destino é no Brasil."],
        ["Export CFOP in a sale inside Brazil", "The CFOP begins with 7."],
    ),
    row(
        732,
        &PRODUCT_TAX,
        [
            "CFOP interestadual em operação não interestadual",
            "O CFOP começa com 6, mas idDest não é 2.",
        ],
        [
            "Interstate CFOP without interstate destination",
            "The CFOP begins with 6, and idDest is not 2.",
        ],
    ),
    row(
        733,
        &PRODUCT_TAX,
        ["CFOP interno em operação não interna", "O CFOP começa com 5, mas idDest não é 1."],
        [
            "Internal CFOP without internal destination",
            "The CFOP begins with 5, and idDest is not 1.",
        ],
    ),
    row(
        770,
        &PRODUCT_TAX,
        ["CFOP inexistente", "O CFOP não está na tabela em vigor."],
        ["No such CFOP", "It is not in the table in force."],
    ),
    row(
        928,
        &PRODUCT_TAX,
        ["Código de benefício com CST sem benefício", "A UF não aceita cBenef com este CST."],
        ["Benefit code with a CST without benefit", "The UF takes no cBenef with this CST."],
    ),
    row(
        930,
        &PRODUCT_TAX,
        ["Falta o código de benefício fiscal", "A UF exige cBenef para este CST."],
        ["Benefit code is missing", "The UF needs cBenef with this CST."],
    ),
    row(
        931,
        &PRODUCT_TAX,
        ["Código de benefício não combina com o CST", "O cBenef é de outro tipo de CST."],
        ["Benefit code does not fit the CST", "The cBenef is for another CST."],
    ),
    row(
        906,
        &PRODUCT_TAX,
        ["Falta o ICMS efetivo", "A UF exige os campos do ICMS efetivo neste item."],
        ["Effective ICMS is missing", "The UF needs its fields in this item."],
    ),
    row(
        938,
        &PRODUCT_TAX,
        ["Falta o ICMS-ST retido antes", "Com CST 60 ou CSOSN 500 a UF exige os valores retidos."],
        [
            "ICMS-ST withheld before is missing",
            "With CST 60 or CSOSN 500 the UF needs the withheld amounts.",
        ],
    ),
    row(
        417,
        &LIMIT,
        ["ICMS acima do limite da UF", "O total do ICMS passa do limite da SEFAZ."],
        ["ICMS above the UF's limit", "The ICMS total passes SEFAZ's ceiling."],
    ),
    row(
        628,
        &LIMIT,
        [
            "Total da nota acima do limite",
            "O valor da nota passa do limite da SEFAZ para o emitente.",
        ],
        ["Total above the limit", "The note passes SEFAZ's ceiling for the issuer."],
    ),
    row(
        935,
        &LIMIT,
        ["Base de cálculo acima do limite da UF", "A base de cálculo total passa do limite da UF."],
        ["Tax base above the UF's limit", "The total base passes the UF's ceiling."],
    ),
];
