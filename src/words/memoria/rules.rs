//! Each rule of the memória de cálculo: what it gives, and why.

use super::{Pair, RuleWords};
use crate::domain::memoria::Rule;
use crate::words::Lang;

/// One arm for each rule: a new rule without words does not compile.
macro_rules! rules {
    ($($name:ident = $title_pt:literal, $why_pt:literal, $title_en:literal, $why_en:literal;)*) => {
        /// Title and reason of a rule.
        pub fn rule(rule: Rule, lang: Lang) -> RuleWords {
            let (title, why) = match rule {
                $(Rule::$name => (
                    Pair { pt: $title_pt, en: $title_en },
                    Pair { pt: $why_pt, en: $why_en },
                ),)*
            };
            RuleWords { title: title.read(lang), why: why.read(lang) }
        }
    };
}

rules! {
    ItemPrice =
        "Preço do item",
        "É o ItemPrice que a Amazon informou, para a quantidade toda.",
        "Price of the item",
        "Amazon's ItemPrice, for the whole quantity.";
    ItemQuantity =
        "Quantidade",
        "É a quantidade que a Amazon informou.",
        "Quantity",
        "Amazon's quantity.";
    ItemUnitPrice =
        "Valor unitário",
        "É o valor dos produtos dividido pela quantidade, com até dez casas decimais, para que a multiplicação volte ao mesmo total.",
        "Unit price",
        "The goods' value divided by the quantity, with up to ten decimals, so that it multiplies back to the same total.";
    ItemFreight =
        "Frete",
        "É o frete cobrado do comprador, já sem o desconto de frete.",
        "Freight",
        "The freight that the buyer was charged, less its own discount.";
    ItemDiscount =
        "Desconto",
        "São as promoções sobre o item e o que o desconto de frete teve além do frete.",
        "Discount",
        "Promotions on the item, and what the freight's discount had beyond the freight.";
    ItemOther =
        "Outras despesas",
        "É a embalagem para presente.",
        "Other charges",
        "Gift wrap.";
    ItemSaid =
        "Valor do documento",
        "Está assim no documento; não há de que recalcular.",
        "The document's own amount",
        "The document says so; there is nothing to reckon it of.";
    ItemOperation =
        "Valor da operação",
        "Produtos, frete e outras despesas, menos o desconto.",
        "Value of the operation",
        "Goods, freight and other charges, less the discount.";
    ItemTotal =
        "Total do item",
        "É o quanto o item soma no valor da nota: a operação, mais os tributos cobrados por fora, menos o ICMS desonerado que se deduz.",
        "Total of the item",
        "What the item adds to the note: the operation, plus taxes on top, less exempted ICMS that is deducted.";
    ItemPriceWithoutIpi =
        "Valor dos produtos sem o IPI",
        "O preço pago na Amazon já contém o IPI, que na nota se soma por fora.",
        "Value of the goods without IPI",
        "Amazon's price holds the IPI, which the note adds on top.";
    ItemPriceBeforeDeson =
        "Valor dos produtos antes da desoneração",
        "O preço pago na Amazon já está sem o ICMS desonerado, que a nota deduz do total.",
        "Value of the goods before the exemption",
        "Amazon's price is already without the exempted ICMS, which the note deducts.";
    Cfop =
        "CFOP",
        "O primeiro dígito segue o destino: 5 na mesma UF, 6 para outra. A coluna do cadastro segue o destino e o comprador.",
        "CFOP",
        "The first digit follows the destination: 5 in the same state, 6 to another. The column of the product file follows destination and buyer.";
    IcmsSituation =
        "Situação do ICMS",
        "É a do perfil tributário do produto, para o regime do emitente.",
        "ICMS situation",
        "The product's tax profile, for the seller's regime.";
    IcmsSituationConsumer =
        "Situação do ICMS para não contribuinte",
        "O perfil prevê crédito ou substituição, mas o comprador não é contribuinte: não há crédito a transferir nem operação seguinte.",
        "ICMS situation for who is no contributor",
        "The profile has a credit or substitution, and the buyer is no contributor: there is no credit to pass on and no further sale.";
    IcmsBase =
        "Base de cálculo do ICMS",
        "É o valor da operação; com o IPI, quando há, porque o comprador é consumidor final.",
        "Base of ICMS",
        "The value of the operation; with the IPI, where there is one, since the buyer is a final consumer.";
    IcmsBaseReduced =
        "Base de cálculo reduzida do ICMS",
        "O perfil do produto tem redução de base (pRedBC).",
        "Reduced base of ICMS",
        "The product's profile has a reduced base (pRedBC).";
    IcmsRateInternal =
        "Alíquota interna do ICMS",
        "A mercadoria não sai da UF: vale a alíquota da própria UF.",
        "ICMS rate inside the state",
        "The goods stay in the state: its own rate.";
    IcmsRateInterstate =
        "Alíquota interestadual do ICMS",
        "Sete por cento do Sul e do Sudeste, menos ES, para o Norte, o Nordeste, o Centro-Oeste e ES; doze por cento nas demais rotas.",
        "ICMS rate between states",
        "Seven per cent from the South and Southeast, without ES, to the North, Northeast, Centre-West and ES; twelve on all other ways.";
    IcmsRateImported =
        "Alíquota interestadual de importados",
        "Quatro por cento para mercadoria de origem 1, 2, 3 ou 8.",
        "ICMS rate between states, imported goods",
        "Four per cent for goods of origin 1, 2, 3 or 8.";
    IcmsValue =
        "Valor do ICMS",
        "Base de cálculo vezes alíquota.",
        "Value of ICMS",
        "Base times rate.";
    IcmsValueWhole =
        "ICMS da operação, antes do diferimento",
        "É o imposto que seria devido sem o diferimento.",
        "ICMS before the deferral",
        "The tax as it would be without the deferral.";
    IcmsValueDeferred =
        "ICMS diferido",
        "É a parte do imposto que fica para depois (pDif).",
        "ICMS put off",
        "The part of the tax that is put off (pDif).";
    IcmsValueDue =
        "ICMS devido",
        "É o imposto da operação menos o diferido.",
        "ICMS due",
        "The whole tax less what is put off.";
    IcmsDeson =
        "ICMS desonerado",
        "É o imposto sobre a parte da operação que o benefício deixa de tributar.",
        "Exempted ICMS",
        "The tax on the part of the operation that the benefit leaves untaxed.";
    FcpRate =
        "Alíquota do fundo de combate à pobreza",
        "A UF cobra o fundo sobre esta mercadoria.",
        "Rate of the poverty fund",
        "The state takes it of these goods.";
    FcpValue =
        "Fundo de combate à pobreza",
        "Base de cálculo do ICMS vezes a alíquota do fundo.",
        "Poverty fund",
        "The base of ICMS times the fund's rate.";
    SimplesCredit =
        "Crédito de ICMS do Simples Nacional",
        "É o que o comprador contribuinte pode aproveitar, pela alíquota que o vendedor informou (pCredSN).",
        "ICMS credit of Simples Nacional",
        "What a contributor may take, by the rate that the seller configured (pCredSN).";
    StBase =
        "Base de cálculo da substituição tributária",
        "É o valor da operação, com a margem de valor agregado (pMVAST) quando o perfil a tem.",
        "Base of the substitution",
        "The value of the operation, with the margin (pMVAST) where the profile has one.";
    StBaseReduced =
        "Base reduzida da substituição tributária",
        "O perfil do produto tem redução da base da ST (pRedBCST).",
        "Reduced base of the substitution",
        "The profile has a reduced base of the substitution (pRedBCST).";
    StRate =
        "Alíquota da substituição tributária",
        "É a alíquota interna da UF de destino.",
        "Rate of the substitution",
        "The rate inside the destination.";
    StWhole =
        "ICMS da cadeia, antes da dedução",
        "É o imposto sobre a base da ST, do qual se deduz o da própria operação.",
        "Tax of the whole chain",
        "The tax on the base of the substitution, of which the operation's own is taken off.";
    StOwn =
        "ICMS da própria operação, a deduzir",
        "O Simples não o destaca na nota; ele só se deduz da substituição.",
        "The operation's own ICMS, to be taken off",
        "Simples does not tell it in the note; it is only taken off the substitution.";
    StValue =
        "ICMS da substituição tributária",
        "É o imposto da cadeia menos o da própria operação.",
        "ICMS of the substitution",
        "The tax of the chain less the operation's own.";
    StFcp =
        "Fundo de combate à pobreza da substituição",
        "Base de cálculo da ST vezes a alíquota do fundo no destino.",
        "Poverty fund of the substitution",
        "The base of the substitution times the destination's rate.";
    StWithheld =
        "Substituição tributária retida antes",
        "É o que o fornecedor reteve, pelas notas de compra: o valor por unidade vezes a quantidade.",
        "Substitution withheld before",
        "What the supplier withheld, by the purchase notes: the amount for one times the quantity.";
    DifalBase =
        "Base de cálculo do DIFAL",
        "É o valor da operação: base única para quem não é contribuinte. Mercadoria isenta ou não tributada tem base zero.",
        "Base of DIFAL",
        "The value of the operation: one base for who is no contributor. Exempt goods have none.";
    DifalBaseGrossUp =
        "Base de cálculo do DIFAL, com o imposto por dentro",
        "A UF de destino quer a sua alíquota dentro da própria base.",
        "Base of DIFAL, with the tax inside",
        "The destination wants its own tax inside the base.";
    DifalRate =
        "Alíquota interna da UF de destino",
        "É a alíquota do destino, da qual se subtrai a interestadual.",
        "Rate inside the destination",
        "The destination's rate, of which the interstate rate is taken off.";
    DifalGap =
        "Diferencial de alíquotas",
        "Alíquota interna do destino menos a interestadual; nada, se for menor.",
        "Gap between the rates",
        "The destination's rate less the interstate one; nothing when it is lower.";
    DifalValue =
        "DIFAL da UF de destino",
        "Venda a não contribuinte de outra UF: o diferencial é do destino.",
        "DIFAL of the destination",
        "A sale to who is no contributor in another state: the gap is the destination's.";
    DifalFcp =
        "Fundo de combate à pobreza do destino",
        "Base do DIFAL vezes a alíquota do fundo da UF de destino.",
        "Poverty fund of the destination",
        "The base of DIFAL times the destination's rate.";
    IpiBase =
        "Base de cálculo do IPI",
        "É o valor da operação, sem o próprio IPI e sem os descontos incondicionais.",
        "Base of IPI",
        "The value of the operation, without IPI and without unconditional discounts.";
    IpiValue =
        "Valor do IPI",
        "É o IPI da operação; quando já estava dentro do preço pago, é a parte do preço que lhe cabe.",
        "Value of IPI",
        "The operation's IPI; where it was inside the price that was paid, its part of that price.";
    ContributionBase =
        "Base de cálculo de PIS e COFINS",
        "É o valor da operação, sem o IPI.",
        "Base of PIS and COFINS",
        "The value of the operation, without IPI.";
    ContributionBaseWithoutIcms =
        "Base de PIS e COFINS sem o ICMS",
        "O ICMS destacado não compõe a base; o vendedor escolheu esta forma na configuração.",
        "Base of PIS and COFINS without ICMS",
        "ICMS is no part of the base; the seller chose so in the configuration.";
    ContributionRate =
        "Situação e alíquota de PIS e COFINS",
        "São as do perfil do produto; no Simples, CST 49 sem valores, porque o DAS já os contém.",
        "Situation and rate of PIS and COFINS",
        "The product's profile; for Simples CST 49 without amounts, since the DAS holds them.";
    ContributionValue =
        "Valor da contribuição",
        "Base de cálculo vezes alíquota.",
        "Value of the contribution",
        "Base times rate.";
    IsBase =
        "Base de cálculo do Imposto Seletivo",
        "É o valor sobre o qual o Imposto Seletivo incide.",
        "Base of the selective tax",
        "What the selective tax is taken of.";
    IsValue =
        "Valor do Imposto Seletivo",
        "Base de cálculo vezes alíquota.",
        "Value of the selective tax",
        "Base times rate.";
    IbsCbsBase =
        "Base de cálculo de IBS e CBS",
        "É o valor da operação menos PIS, COFINS, ICMS, DIFAL e fundos.",
        "Base of IBS and CBS",
        "The value of the operation less PIS, COFINS, ICMS, DIFAL and funds.";
    IbsCbsBaseWhole =
        "Base de cálculo de IBS e CBS, sem deduções",
        "Nesta data a operação inteira é a base.",
        "Base of IBS and CBS, nothing taken off",
        "On this day the whole operation is the base.";
    IbsCbsRate =
        "Alíquota de IBS ou CBS",
        "É a da tabela para a data da nota.",
        "Rate of IBS or CBS",
        "The table's, for the day of the note.";
    IbsCbsRateReduced =
        "Alíquota efetiva de IBS ou CBS",
        "A classificação tributária do produto reduz a alíquota.",
        "Effective rate of IBS or CBS",
        "The goods' class lowers the rate.";
    IbsCbsWhole =
        "IBS ou CBS antes do diferimento",
        "É o tributo que seria devido sem o diferimento.",
        "IBS or CBS before the deferral",
        "The tax as it would be without the deferral.";
    IbsCbsDeferred =
        "IBS ou CBS diferido",
        "É a parte que fica para depois (pDif).",
        "IBS or CBS put off",
        "The part that is put off (pDif).";
    IbsCbsValue =
        "Valor de IBS ou CBS",
        "Base de cálculo vezes alíquota.",
        "Value of IBS or CBS",
        "Base times rate.";
    IbsCbsMono =
        "IBS ou CBS monofásico",
        "É cobrado uma só vez na cadeia, por quantidade.",
        "IBS or CBS in one phase",
        "Taken once in the whole chain, by quantity.";
    IbsCbsRegular =
        "Tributação regular, se a condição não se cumprir",
        "É o que seria devido sem a suspensão.",
        "Regular taxation, if the condition is not kept",
        "What would be due without the suspension.";
    TotTrib =
        "Total aproximado dos tributos",
        "É informação ao consumidor, pela tabela que o vendedor configurou.",
        "All taxes, estimated",
        "Told to the consumer, by the table that the seller configured.";
    Total =
        "Total da nota",
        "É a soma dos itens, sem novo arredondamento.",
        "Total of the note",
        "The sum of the items, not rounded again.";
}
