//! What is sold, for how much, and how it was paid.

use super::{Entry, sentences};

pub(super) const WAREHOUSE_UNKNOWN: Entry = Entry {
    pt: sentences(
        "Depósito sem estabelecimento",
        "A remessa saiu de um depósito que não é de nenhum estabelecimento deste vendedor.",
        "O WarehouseId da Amazon não está em `warehouses` na configuração do vendedor.",
        "Fiscal: diga de qual CNPJ é o depósito. TI: inclua-o em `warehouses`, reinicie e reenvie com `fba-nfe dlq resume ID`.",
    ),
    en: sentences(
        "Warehouse without establishment",
        "The shipment left from a warehouse that is of no establishment of this seller.",
        "Amazon's WarehouseId is not in `warehouses` of the seller's configuration.",
        "Find out to which CNPJ it belongs, add it to `warehouses`, restart, then `fba-nfe dlq resume ID`.",
    ),
};

pub(super) const ITEMS_MISSING: Entry = Entry {
    pt: sentences(
        "Remessa sem itens",
        "A Amazon respondeu a remessa sem nenhum item.",
        "ShipmentItems veio vazio ou não veio.",
        "Confira o pedido no Seller Central e reenvie com `fba-nfe dlq resume ID` para consultar de novo. Se continuar vazio, abra chamado na Amazon.",
    ),
    en: sentences(
        "Shipment without items",
        "Amazon answered the shipment without any item.",
        "ShipmentItems is empty or absent.",
        "Look at the order in Seller Central, then `fba-nfe dlq resume ID` to fetch again. If it stays empty, open a case with Amazon.",
    ),
};

pub(super) const ITEMS_TOO_MANY: Entry = Entry {
    pt: sentences(
        "Itens demais para uma NF-e",
        "A remessa tem mais itens do que cabe em uma NF-e.",
        "O leiaute aceita de 1 a 990 itens (det).",
        "Emita a nota desta remessa por outro sistema, em mais de uma NF-e, e descarte o caso com o motivo e as chaves.",
    ),
    en: sentences(
        "Too many items for one NF-e",
        "The shipment has more items than one NF-e holds.",
        "The layout takes 1 to 990 items (det).",
        "Issue this shipment elsewhere, as several notes, and discard the case with the reason and the keys.",
    ),
};

pub(super) const PRODUCT_UNKNOWN: Entry = Entry {
    pt: sentences(
        "Produto fora do cadastro",
        "Um SellerSKU da remessa não está no cadastro de produtos.",
        "Falta a linha do SKU em products.csv, ou o SKU está escrito de outro jeito.",
        "Cadastro: inclua o SKU em products.csv, com NCM, origem, CFOP, unidade e perfil. Depois `fba-nfe dlq resume ID`.",
    ),
    en: sentences(
        "Product not in the product file",
        "A SellerSKU of the shipment is not in the product file.",
        "products.csv has no line for this SKU, or writes it in another way.",
        "Add the SKU to products.csv with NCM, orig, CFOP, unit and tax profile; then `fba-nfe dlq resume ID`.",
    ),
};

pub(super) const PRODUCT_INCOMPLETE: Entry = Entry {
    pt: sentences(
        "Produto sem dados fiscais para esta venda",
        "O produto está no cadastro, mas falta um dado que esta venda exige.",
        "O detalhe diz o que falta. O CFOP depende de a venda ser interna, para outra UF ou para contribuinte; CSOSN e CST vêm do perfil.",
        "Cadastro, com o fiscal: complete a linha do SKU em products.csv, ou o perfil tributário na configuração. Depois `fba-nfe dlq resume ID`.",
    ),
    en: sentences(
        "Product lacks tax data for this sale",
        "The product is in the file, and lacks what this sale needs.",
        "The detail names it. The CFOP depends on the route (same UF, other UF, contributor); CSOSN and CST come from the tax profile.",
        "Complete the line in products.csv, or the tax profile in the configuration; then `fba-nfe dlq resume ID`.",
    ),
};

pub(super) const QUANTITY_BAD: Entry = Entry {
    pt: sentences(
        "Quantidade inválida",
        "Um item veio com quantidade que não serve para a nota.",
        "QuantityOrdered veio vazia, zero, negativa ou com casas decimais demais.",
        "Confira o pedido no Seller Central e reenvie com `fba-nfe dlq resume ID` para consultar de novo. Se repetir, abra chamado na Amazon.",
    ),
    en: sentences(
        "Bad quantity",
        "An item has a quantity that no note can hold.",
        "QuantityOrdered is absent, zero, negative or too fine.",
        "Look at the order in Seller Central, then `fba-nfe dlq resume ID` to fetch again. If it stays, open a case with Amazon.",
    ),
};

pub(super) const TITLE_MISSING: Entry = Entry {
    pt: sentences(
        "Item sem descrição",
        "Um item não tem texto para a descrição do produto (xProd).",
        "A Amazon não enviou o Title, e products.csv não tem descrição para o SKU.",
        "Cadastro: preencha `descricao` em products.csv, ou use `fba-nfe dlq correct ID ShipmentItems[0].Title=TEXTO`. Depois `fba-nfe dlq resume ID`.",
    ),
    en: sentences(
        "Item without description",
        "An item has no text for xProd.",
        "Amazon sent no Title, and products.csv has no description for the SKU.",
        "Fill `descricao` in products.csv, or `fba-nfe dlq correct ID ShipmentItems[0].Title=TEXT`; then `fba-nfe dlq resume ID`.",
    ),
};

pub(super) const MONEY_BAD: Entry = Entry {
    pt: sentences(
        "Valor ilegível ou ausente",
        "Um valor da remessa falta ou não é um número em reais e centavos.",
        "A Amazon enviou o campo vazio, com texto, negativo ou grande demais.",
        "Confira o valor no Seller Central e reenvie com `fba-nfe dlq resume ID` para consultar de novo. Se for pagamento ou desconto, `fba-nfe dlq correct ID campo=valor` também serve. Nenhum valor é suposto zero.",
    ),
    en: sentences(
        "Unreadable or missing amount",
        "An amount of the shipment is absent, or is no amount in reais.",
        "Amazon sent the field empty, as text, negative or too large.",
        "Look in Seller Central, then `fba-nfe dlq resume ID` to fetch again; a payment or discount can be mended with `fba-nfe dlq correct ID field=value`. No amount is taken to be zero.",
    ),
};

pub(super) const MONEY_CURRENCY: Entry = Entry {
    pt: sentences(
        "Moeda diferente de real",
        "Um valor da remessa não está em BRL.",
        "A NF-e só aceita reais, e este programa não converte moeda.",
        "Confira o pedido no Seller Central e abra chamado na Amazon. Se a nota sair por outro sistema, descarte o caso com o motivo.",
    ),
    en: sentences(
        "A currency other than BRL",
        "An amount of the shipment is not in BRL.",
        "The NF-e is in reais, and this program converts nothing.",
        "Look at the order and open a case with Amazon. If the note is issued elsewhere, discard the case with the reason.",
    ),
};

pub(super) const MONEY_DISCOUNT_TOO_LARGE: Entry = Entry {
    pt: sentences(
        "Desconto maior que o valor",
        "O desconto é maior do que o valor que ele desconta.",
        "A soma dos descontos do item passa do preço, ou a do frete passa do frete.",
        "Fiscal: compare com o pedido no Seller Central. Corrija o desconto com `fba-nfe dlq correct ID ShipmentItems[0].PromotionDiscount=0.00` (ou ShippingDiscount) e depois `fba-nfe dlq resume ID`.",
    ),
    en: sentences(
        "Discount above the amount",
        "A discount is larger than what it discounts.",
        "The item's discounts pass its price, or those on shipping pass the shipping.",
        "Compare with the order, mend the discount with `fba-nfe dlq correct ID ShipmentItems[0].PromotionDiscount=0.00` (or ShippingDiscount), then `fba-nfe dlq resume ID`.",
    ),
};

pub(super) const MONEY_DISCOUNT_READING: Entry = Entry {
    pt: sentences(
        "Desconto de frete contado duas vezes?",
        "O total da nota só fecha com os pagamentos se PromotionDiscount já incluir ShippingDiscount.",
        "A Amazon não documenta se um desconto inclui o outro, e o programa não escolhe por conta própria.",
        "Fiscal: confira no pedido o desconto de fato dado. Corrija os descontos com `fba-nfe dlq correct ID ShipmentItems[0].PromotionDiscount=0.00` (ou ShippingDiscount) e depois `fba-nfe dlq resume ID`.",
    ),
    en: sentences(
        "Shipping discount counted twice?",
        "The note matches the payments only if PromotionDiscount already holds ShippingDiscount.",
        "Amazon does not document whether it does, and the program does not guess.",
        "See in the order what was really discounted, mend it with `fba-nfe dlq correct ID ShipmentItems[0].PromotionDiscount=0.00` (or ShippingDiscount), then `fba-nfe dlq resume ID`.",
    ),
};

pub(super) const PAYMENT_TOO_SMALL: Entry = Entry {
    pt: sentences(
        "Pagamentos menores que a nota",
        "A soma dos pagamentos é menor que o total da nota.",
        "Falta um pagamento (vale-presente, outro cartão) ou falta um desconto. A SEFAZ rejeita assim (865).",
        "Fiscal: compare com o pedido no Seller Central. Corrija o pagamento ou o desconto com `fba-nfe dlq correct ID Payments[0].PaymentValue=0.00` (ou ShipmentItems[0].PromotionDiscount) e depois `fba-nfe dlq resume ID`.",
    ),
    en: sentences(
        "Payments below the total",
        "The payments sum to less than the note.",
        "A payment (gift card, second card) or a discount is missing. SEFAZ rejects that (865).",
        "Compare with the order, mend the payment or the discount with `fba-nfe dlq correct ID Payments[0].PaymentValue=0.00` (or ShipmentItems[0].PromotionDiscount), then `fba-nfe dlq resume ID`.",
    ),
};

pub(super) const PAYMENT_SCALED: Entry = Entry {
    pt: sentences(
        "Aviso: pagamentos ajustados a esta nota",
        "Os pagamentos eram maiores que a nota e foram reduzidos em proporção.",
        "A Amazon informa o pagamento do pedido inteiro, e esta nota é só de uma remessa dele.",
        "É um aviso; a emissão continua. Confira se o pedido tem outras remessas. Se não tiver, avise o fiscal.",
    ),
    en: sentences(
        "Warning: payments scaled to this note",
        "The payments were larger than the note and were reduced in proportion.",
        "Amazon tells the payment of the whole order, and this note is of one shipment of it.",
        "It is a warning, and the note goes on. See whether the order has other shipments; if not, tell the tax team.",
    ),
};

pub(super) const PAYMENT_MISSING: Entry = Entry {
    pt: sentences(
        "Remessa sem pagamento",
        "A remessa não diz como o pedido foi pago.",
        "Payments e PaymentMethodDetails vieram vazios. A NF-e exige o grupo de pagamento.",
        "Fiscal: veja o meio de pagamento no Seller Central e informe com `fba-nfe dlq correct ID PaymentMethodDetails=Pix`. Depois `fba-nfe dlq resume ID`.",
    ),
    en: sentences(
        "No payment",
        "The shipment does not say how it was paid.",
        "Payments and PaymentMethodDetails are empty, and the NF-e needs the payment group.",
        "See the method in Seller Central, tell it with `fba-nfe dlq correct ID PaymentMethodDetails=Pix`, then `fba-nfe dlq resume ID`.",
    ),
};

pub(super) const MONEY_NOTHING: Entry = Entry {
    pt: sentences(
        "Nota sem valor",
        "O total da nota seria zero.",
        "Os descontos igualam o preço, ou a remessa é brinde ou reposição.",
        "Fiscal: decida a natureza da operação. Brinde e reposição saem por outro sistema, com CFOP próprio; descarte o caso com o motivo.",
    ),
    en: sentences(
        "A sale worth nothing",
        "The total of the note would be zero.",
        "The discounts equal the price, or it is a gift or a replacement.",
        "Decide what it is. Gifts and replacements are issued elsewhere under their own CFOP; discard the case with the reason.",
    ),
};
