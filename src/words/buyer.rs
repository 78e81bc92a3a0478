//! To whom, where, and under which rules.

use super::{Entry, sentences};

pub(super) const BUYER_DOCUMENT_MISSING: Entry = Entry {
    pt: sentences(
        "Comprador sem CPF ou CNPJ",
        "A Amazon não enviou o documento do comprador, e a NF-e o exige.",
        "Há duas causas: o comprador não tem CPF/CNPJ na conta da Amazon; ou a nossa aplicação não tem o papel Tax Invoicing (Restricted), e aí falta em todas as remessas.",
        "Um caso só: peça o documento ao comprador e use `fba-nfe dlq correct ID BuyerTaxInfo.Document=00000000000`. Em todos: TI pede o papel à Amazon. Depois `fba-nfe dlq resume ID`.",
    ),
    en: sentences(
        "Buyer without CPF or CNPJ",
        "Amazon did not send the buyer's document, which the NF-e needs.",
        "Two causes: the buyer gave Amazon no CPF/CNPJ; or our application lacks the role Tax Invoicing (Restricted), and then every shipment lacks it.",
        "One case: ask the buyer, then `fba-nfe dlq correct ID BuyerTaxInfo.Document=00000000000`. All cases: ask Amazon for the role. Then `fba-nfe dlq resume ID`.",
    ),
};

pub(super) const BUYER_DOCUMENT_BAD: Entry = Entry {
    pt: sentences(
        "CPF ou CNPJ do comprador inválido",
        "O documento do comprador não passa na conferência dos dígitos.",
        "Foi digitado errado na conta da Amazon, ou veio incompleto.",
        "Cadastro: confirme o documento com o comprador e use `fba-nfe dlq correct ID BuyerTaxInfo.Document=00000000000`. Depois `fba-nfe dlq resume ID`.",
    ),
    en: sentences(
        "Buyer's CPF or CNPJ is wrong",
        "The check digits of the buyer's document are wrong.",
        "It was mistyped at Amazon, or came cut.",
        "Ask the buyer, then `fba-nfe dlq correct ID BuyerTaxInfo.Document=00000000000` and `fba-nfe dlq resume ID`.",
    ),
};

pub(super) const BUYER_NAME_MISSING: Entry = Entry {
    pt: sentences(
        "Comprador sem nome",
        "Não há nome de comprador para a nota (xNome).",
        "A Amazon não enviou BuyerName nem outro nome que sirva.",
        "Cadastro: veja o nome no pedido e use `fba-nfe dlq correct ID BuyerName=NOME`. Para empresa, BuyerTaxInfo.CompanyLegalName. Depois `fba-nfe dlq resume ID`.",
    ),
    en: sentences(
        "Buyer without name",
        "There is no name for xNome.",
        "Amazon sent neither BuyerName nor another name that fits.",
        "See the order, then `fba-nfe dlq correct ID BuyerName=NAME` (a company: BuyerTaxInfo.CompanyLegalName) and `fba-nfe dlq resume ID`.",
    ),
};

pub(super) const BUYER_IS_SELLER: Entry = Entry {
    pt: sentences(
        "Comprador é o próprio vendedor",
        "O CNPJ do comprador é o mesmo do emitente.",
        "A SEFAZ rejeita nota para si mesmo (220). Costuma ser compra de teste ou transferência.",
        "Fiscal: se o documento está errado, corrija BuyerTaxInfo.Document. Se é compra própria, não há venda: descarte o caso com o motivo.",
    ),
    en: sentences(
        "The buyer is the seller",
        "The buyer's CNPJ is the issuer's.",
        "SEFAZ rejects a note to oneself (220). It is mostly a test purchase or a transfer.",
        "If the document is wrong, correct BuyerTaxInfo.Document. If it is your own purchase there is no sale: discard the case with the reason.",
    ),
};

pub(super) const BUYER_IE_OF_OTHER_UF: Entry = Entry {
    pt: sentences(
        "IE do comprador é de outro estado",
        "O comprador é contribuinte em outro estado, e a entrega é num estado em que não se sabe a IE dele.",
        "O arquivo de contribuintes tem o CNPJ só para as UFs do detalhe. A SEFAZ rejeita a IE de outra UF (210, 233).",
        "Cadastro: veja no Sintegra ou no cadastro da SEFAZ se o CNPJ tem IE na UF de entrega. Escreva uma linha para essa UF no arquivo de contribuintes (com `ie` vazia se não tem), reinicie e use `fba-nfe dlq resume ID`.",
    ),
    en: sentences(
        "The buyer's IE is of another state",
        "The buyer is a contributor in another state, and the goods go to one where its IE is not known.",
        "The contributors file has the CNPJ for the states in the detail alone. SEFAZ rejects an IE of another state (210, 233).",
        "See in Sintegra or SEFAZ's register whether the CNPJ has an IE in the state of delivery. Write a line for that state in the contributors file (with an empty `ie` for none), restart, then `fba-nfe dlq resume ID`.",
    ),
};

pub(super) const ADDRESS_MISSING: Entry = Entry {
    pt: sentences(
        "Remessa sem endereço",
        "A Amazon não enviou o endereço de entrega.",
        "ShippingAddress não veio. A causa comum é a nossa aplicação sem o papel Tax Invoicing (Restricted).",
        "TI: confira o papel da aplicação na Amazon; depois `fba-nfe dlq resume ID` consulta de novo. Ou informe os campos ShippingAddress com `fba-nfe dlq correct ID campo=valor`.",
    ),
    en: sentences(
        "Shipment without address",
        "Amazon did not send the shipping address.",
        "ShippingAddress is absent, mostly because our application lacks the role Tax Invoicing (Restricted).",
        "See the application's roles at Amazon, then `fba-nfe dlq resume ID` fetches again. Or tell the ShippingAddress fields with `fba-nfe dlq correct ID field=value`.",
    ),
};

pub(super) const ADDRESS_STREET_MISSING: Entry = Entry {
    pt: sentences(
        "Endereço sem rua",
        "O endereço de entrega não tem logradouro (xLgr).",
        "As linhas do endereço vieram vazias, ou só com número e complemento.",
        "Cadastro: veja o endereço no pedido e use `fba-nfe dlq correct ID ShippingAddress.AddressLine1=RUA`. Depois `fba-nfe dlq resume ID`.",
    ),
    en: sentences(
        "Address without street",
        "The shipping address has no street (xLgr).",
        "The address lines are empty, or hold a number and a complement alone.",
        "See the order, then `fba-nfe dlq correct ID ShippingAddress.AddressLine1=STREET` and `fba-nfe dlq resume ID`.",
    ),
};

pub(super) const ADDRESS_DISTRICT_MISSING: Entry = Entry {
    pt: sentences(
        "Endereço sem bairro",
        "O endereço de entrega não tem bairro (xBairro), que a NF-e exige.",
        "District e County vieram vazios, e as linhas não dizem qual é o bairro. Se há um palpite, está no detalhe (`fba-nfe dlq show ID --reveal`).",
        "Cadastro: procure o bairro pelo CEP e use `fba-nfe dlq correct ID ShippingAddress.District=BAIRRO`. Depois `fba-nfe dlq resume ID`.",
    ),
    en: sentences(
        "Address without district",
        "The shipping address has no district (xBairro), which the NF-e needs.",
        "District and County are empty, and the lines do not say which it is. A guess, if there is one, stands in the detail (`fba-nfe dlq show ID --reveal`).",
        "Look the district up by the CEP, then `fba-nfe dlq correct ID ShippingAddress.District=NAME` and `fba-nfe dlq resume ID`.",
    ),
};

pub(super) const ADDRESS_UF_UNKNOWN: Entry = Entry {
    pt: sentences(
        "UF do endereço desconhecida",
        "O estado do endereço não é uma das 27 unidades da federação.",
        "StateOrRegion veio vazio, abreviado de outro jeito ou com erro de digitação.",
        "Cadastro: use `fba-nfe dlq correct ID ShippingAddress.StateOrRegion=SP` com a sigla certa. Depois `fba-nfe dlq resume ID`.",
    ),
    en: sentences(
        "Unknown UF",
        "The state of the address is none of the 27 federative units.",
        "StateOrRegion is empty, abbreviated oddly or mistyped.",
        "`fba-nfe dlq correct ID ShippingAddress.StateOrRegion=SP` with the right letters, then `fba-nfe dlq resume ID`.",
    ),
};

pub(super) const ADDRESS_CITY_UNKNOWN: Entry = Entry {
    pt: sentences(
        "Município não encontrado na UF",
        "A cidade do endereço não existe na UF informada, pela tabela do IBGE.",
        "Há erro de digitação, veio um distrito no lugar do município, ou a UF está errada.",
        "Cadastro: procure o município pelo CEP e use `fba-nfe dlq correct ID ShippingAddress.City=NOME`; se for a UF, StateOrRegion. Depois `fba-nfe dlq resume ID`.",
    ),
    en: sentences(
        "No such municipality in the UF",
        "The city is not in that UF by IBGE's table.",
        "It is mistyped, a district stands in its place, or the UF is wrong.",
        "Look it up by the CEP, then `fba-nfe dlq correct ID ShippingAddress.City=NAME` (or StateOrRegion) and `fba-nfe dlq resume ID`.",
    ),
};

pub(super) const ADDRESS_CEP_BAD: Entry = Entry {
    pt: sentences(
        "CEP inválido",
        "O CEP do endereço não serve.",
        "PostalCode veio vazio, não tem oito dígitos ou não é um CEP possível.",
        "Cadastro: procure o CEP do endereço nos Correios e use `fba-nfe dlq correct ID ShippingAddress.PostalCode=00000000`. Depois `fba-nfe dlq resume ID`.",
    ),
    en: sentences(
        "Bad postal code",
        "The CEP of the address cannot be one.",
        "PostalCode is empty, has not eight digits or is no possible CEP.",
        "Look it up, then `fba-nfe dlq correct ID ShippingAddress.PostalCode=00000000` and `fba-nfe dlq resume ID`.",
    ),
};

pub(super) const ADDRESS_CEP_OF_OTHER_UF: Entry = Entry {
    pt: sentences(
        "CEP de outra UF",
        "O CEP do endereço pertence a outra unidade da federação.",
        "O CEP ou o estado foi digitado errado. O detalhe (`fba-nfe dlq show ID --reveal`) diz de que UF é o CEP.",
        "Cadastro: procure o CEP nos Correios e corrija o que estiver errado: `fba-nfe dlq correct ID ShippingAddress.PostalCode=00000000`, ou StateOrRegion e City. Depois `fba-nfe dlq resume ID`.",
    ),
    en: sentences(
        "Postal code of another UF",
        "The CEP of the address belongs to another federative unit.",
        "The CEP or the state is mistyped. The detail (`fba-nfe dlq show ID --reveal`) says whose the CEP is.",
        "Look the CEP up and mend what is wrong: `fba-nfe dlq correct ID ShippingAddress.PostalCode=00000000`, or StateOrRegion and City; then `fba-nfe dlq resume ID`.",
    ),
};

pub(super) const ADDRESS_TOO_LONG: Entry = Entry {
    pt: sentences(
        "Endereço longo demais",
        "Uma parte do endereço não cabe nos 60 caracteres que a NF-e permite.",
        "O complemento (xCpl) ou o bairro (xBairro) é comprido, muitas vezes com pontos de referência. Nada é cortado em silêncio.",
        "Cadastro: escreva mais curto, sem perder o que localiza a entrega: `fba-nfe dlq correct ID ShippingAddress.AddressLine2=TEXTO` (AddressLine3 vazio, se preciso) ou District. Depois `fba-nfe dlq resume ID`.",
    ),
    en: sentences(
        "Address too long",
        "A part of the address is longer than the 60 characters that the NF-e allows.",
        "The complement (xCpl) or the district (xBairro) is long, often with landmarks. Nothing is cut in silence.",
        "Say it shorter: `fba-nfe dlq correct ID ShippingAddress.AddressLine2=TEXT` (AddressLine3 empty, if need be) or District; then `fba-nfe dlq resume ID`.",
    ),
};

pub(super) const ADDRESS_COUNTRY: Entry = Entry {
    pt: sentences(
        "Entrega fora do Brasil",
        "O país do endereço de entrega não é BR.",
        "Este programa emite só vendas dentro do Brasil. Exportação tem outras regras.",
        "Fiscal: confira o pedido. Exportação sai por outro sistema; descarte o caso com o motivo.",
    ),
    en: sentences(
        "Delivery outside Brazil",
        "The country of the shipping address is not BR.",
        "This program issues sales inside Brazil only. Exports have other rules.",
        "Look at the order. Exports are issued elsewhere; discard the case with the reason.",
    ),
};

pub(super) const MARKETPLACE_DOCUMENT_BAD: Entry = Entry {
    pt: sentences(
        "Dados do intermediador inválidos",
        "Falta o CNPJ ou a identificação do intermediador da venda (infIntermed), ou não confere.",
        "MarketplaceTaxInfo veio sem CNPJ válido, ou SellerDisplayName veio vazio e a configuração não tem `id_cad_int_tran`.",
        "TI: informe MarketplaceTaxInfo.Document ou SellerDisplayName com `fba-nfe dlq correct ID campo=valor`, ou preencha `id_cad_int_tran`. Depois `fba-nfe dlq resume ID`.",
    ),
    en: sentences(
        "The intermediary's data is wrong",
        "The intermediary's CNPJ or our name there (infIntermed) is missing or wrong.",
        "MarketplaceTaxInfo has no valid CNPJ, or SellerDisplayName is empty and `id_cad_int_tran` is not configured.",
        "Tell MarketplaceTaxInfo.Document or SellerDisplayName with `fba-nfe dlq correct ID field=value`, or set `id_cad_int_tran`; then `fba-nfe dlq resume ID`.",
    ),
};

pub(super) const TAX_RULES_UNKNOWN: Entry = Entry {
    pt: sentences(
        "Sem regras fiscais para esta data",
        "O programa não conhece as regras de imposto da data de emissão.",
        "A data está fora da vigência das tabelas deste programa, como em uma virada de ano com lei nova.",
        "Fiscal: confirme a regra em vigor e escreva-a nas tabelas da pasta `[tax] rules`, com a fonte; ou TI: instale a versão que a contém. Depois `fba-nfe dlq resume ID`. Nada é emitido com regra vencida.",
    ),
    en: sentences(
        "No tax rules for this date",
        "The program does not know the tax rules of the day of issue.",
        "The day is outside what the program's tables cover, as after a new year with new law.",
        "Confirm the rule in force and write it, with its source, into tables in the folder `[tax] rules`; or install the version that has it. Then `fba-nfe dlq resume ID`. Nothing is issued under a rule that has ended.",
    ),
};

pub(super) const CORRECTION_UNFIT: Entry = Entry {
    pt: sentences(
        "Correção não cabe na remessa",
        "Uma correção gravada não se aplica à remessa como a Amazon a tem agora.",
        "O campo não pode ser corrigido, o valor não serve, ou o item indicado não existe.",
        "Confira o campo com `fba-nfe dlq show ID`, grave de novo com `fba-nfe dlq correct ID campo=valor` e depois `fba-nfe dlq resume ID`.",
    ),
    en: sentences(
        "A correction does not fit the shipment",
        "A recorded correction does not fit the shipment as Amazon has it now.",
        "The field cannot be corrected, the value does not fit, or the item does not exist.",
        "See `fba-nfe dlq show ID`, record it anew with `fba-nfe dlq correct ID field=value`, then `fba-nfe dlq resume ID`.",
    ),
};

pub(super) const TAX_RATE_UNKNOWN: Entry = Entry {
    pt: sentences(
        "Alíquota da UF desconhecida",
        "Falta na tabela a alíquota de ICMS ou de FCP para esta UF e data.",
        "A UF mudou a alíquota, ou a data está fora da vigência da tabela.",
        "Fiscal: confirme a alíquota em vigor na UF. TI: inclua-a com a vigência, reinicie e reenvie com `fba-nfe dlq resume ID`.",
    ),
    en: sentences(
        "Unknown rate of the UF",
        "The table has no ICMS or FCP rate for this UF and day.",
        "The UF changed it, or the day is outside what the table covers.",
        "Confirm the rate in force, add it with its dates, restart, then `fba-nfe dlq resume ID`.",
    ),
};
