//! What Amazon's fields are called on a form.

use super::{Label, label};
use crate::domain::correction::Subject;
use crate::domain::product::Column;
use crate::words::Lang;

/// A field's name for a person; the item or payment that it is of is counted from 1.
pub fn name(field: &str, lang: Lang) -> String {
    if let Some(Subject::Product { sku, column }) = Subject::parse(field) {
        return format!("{} · {sku}", of_column(column).say(lang));
    }
    let (bare, n) = match field.split_once('[').zip(field.split_once(']')) {
        Some(((list, rest), (_, tail))) => {
            let n: Option<usize> = rest.split(']').next().and_then(|digits| digits.parse().ok());
            (format!("{list}[]{tail}"), n)
        }
        None => (field.to_owned(), None),
    };
    let Some((_, found)) = NAMES.iter().find(|(it, _)| *it == bare) else {
        return field.to_owned();
    };
    match n {
        Some(n) => format!("{} {}", found.say(lang), n + 1),
        None => found.say(lang).to_owned(),
    }
}

/// A column of the product file.
const fn of_column(column: Column) -> Label {
    match column {
        Column::Descricao => label("Descrição na nota", "Description on the note"),
        Column::Ncm => label("NCM", "NCM"),
        Column::Cest => label("CEST", "CEST"),
        Column::Origem => label("Origem (0 a 8)", "Origin (0 to 8)"),
        Column::CfopInterno => label("CFOP dentro da UF", "CFOP inside the state"),
        Column::CfopInterestadual => {
            label("CFOP interestadual, não contribuinte", "CFOP to another state")
        }
        Column::CfopInterestadualContribuinte => {
            label("CFOP interestadual, contribuinte", "CFOP to another state, contributor")
        }
        Column::Unidade => label("Unidade", "Unit"),
        Column::Gtin => label("GTIN", "GTIN"),
        Column::Perfil => label("Perfil tributário", "Tax profile"),
        Column::Nfci => label("Número da FCI", "FCI number"),
        Column::Vbcstret => label("Base da ST retida, por unidade", "Withheld ST base, a unit"),
        Column::Pst => label("Alíquota da ST (pST)", "ST rate (pST)"),
        Column::Vicmssubstituto => {
            label("ICMS do substituto, por unidade", "Substitute's ICMS, a unit")
        }
        Column::Vicmsstret => label("ICMS-ST retido, por unidade", "Withheld ICMS-ST, a unit"),
    }
}

const NAMES: &[(&str, Label)] = &[
    ("ShippingAddress.Name", label("Nome na entrega", "Name of the delivery")),
    ("ShippingAddress.AddressLine1", label("Rua e número", "Street and number")),
    ("ShippingAddress.AddressLine2", label("Complemento", "Second line of the address")),
    ("ShippingAddress.AddressLine3", label("Mais do endereço", "Third line of the address")),
    ("ShippingAddress.District", label("Bairro", "District")),
    ("ShippingAddress.County", label("Bairro (campo County)", "County")),
    ("ShippingAddress.City", label("Município", "City")),
    ("ShippingAddress.StateOrRegion", label("UF", "State")),
    ("ShippingAddress.PostalCode", label("CEP", "Postal code")),
    ("ShippingAddress.Phone", label("Telefone", "Phone")),
    ("BuyerName", label("Nome do comprador", "Buyer's name")),
    ("BuyerTaxInfo.Document", label("CPF ou CNPJ do comprador", "Buyer's CPF or CNPJ")),
    ("BuyerTaxInfo.CompanyLegalName", label("Razão social do comprador", "Buyer's company name")),
    (
        "MarketplaceTaxInfo.Document",
        label("CNPJ do intermediador (Amazon)", "The marketplace's CNPJ"),
    ),
    ("SellerDisplayName", label("Nome do vendedor na Amazon", "Seller's name at Amazon")),
    ("ShipmentItems[].SellerSKU", label("SKU do item", "SKU of item")),
    ("ShipmentItems[].Title", label("Descrição do item", "Title of item")),
    (
        "ShipmentItems[].ShippingDiscount",
        label("Desconto no frete do item", "Shipping discount of item"),
    ),
    (
        "ShipmentItems[].PromotionDiscount",
        label("Desconto promocional do item", "Promotion discount of item"),
    ),
    ("Payments[].PaymentMethod", label("Forma do pagamento", "Method of payment")),
    ("Payments[].PaymentValue", label("Valor do pagamento", "Value of payment")),
    ("PaymentMethodDetails", label("Formas de pagamento (texto)", "Payment methods (text)")),
    ("City", label("Município (regra de nome)", "City (rule of its name)")),
    ("WarehouseId", label("Armazém", "Warehouse")),
    ("AmazonOrderId", label("Pedido", "Order")),
    ("AmazonShipmentId", label("Remessa", "Shipment")),
    ("PurchaseDate", label("Data da compra", "Purchase date")),
    ("MarketplaceId", label("Loja da Amazon", "Marketplace")),
    ("SellerId", label("Vendedor", "Seller")),
    ("BuyerCounty", label("Bairro do comprador", "Buyer's district")),
    ("ShippingAddress.CountryCode", label("País", "Country")),
    ("BuyerTaxInfo.TaxingRegion", label("Região fiscal do comprador", "Buyer's taxing region")),
    ("ShipmentItems[].ASIN", label("ASIN do item", "ASIN of item")),
    ("ShipmentItems[].QuantityOrdered", label("Quantidade do item", "Quantity of item")),
    ("ShipmentItems[].ItemPrice", label("Preço do item", "Price of item")),
    ("ShipmentItems[].ShippingPrice", label("Frete do item", "Shipping of item")),
    ("ShipmentItems[].GiftWrapPrice", label("Embalagem do item", "Gift wrap of item")),
    ("cStat", label("Código da SEFAZ (cStat)", "SEFAZ's code (cStat)")),
    ("certificate", label("Certificado digital", "Certificate")),
    ("products", label("Cadastro de produtos", "Product file")),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::correction::FIELDS;

    #[test]
    fn every_field_that_can_be_corrected_has_a_name_in_both_languages() {
        for field in FIELDS {
            let one = field.replace("[n]", "[0]");
            for lang in [Lang::PtBr, Lang::En] {
                assert_ne!(name(&one, lang), one, "{field}");
            }
            assert!(!field.contains("[n]") || name(&one, Lang::PtBr).ends_with(" 1"), "{field}");
        }
        assert_eq!(name("Product[A-1].ncm", Lang::PtBr), "NCM · A-1");
        assert_eq!(name("who[knows", Lang::En), "who[knows");
    }
}
