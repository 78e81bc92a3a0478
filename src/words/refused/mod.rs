//! What the check disputes, told to people: a draft that SEFAZ would refuse, and a sealed note
//! that must not leave. Many share a remedy; each has its own title and cause.

pub(super) mod note;
pub(super) mod party;
pub(super) mod payment;
pub(super) mod product;
pub(super) mod seal;
pub(super) mod tax;
pub(super) mod total;

use super::{Entry, sentences};

/// What happened and what to do, in Portuguese and English.
#[derive(Clone, Copy)]
struct Remedy {
    what: [&'static str; 2],
    todo: [&'static str; 2],
}

/// An entry: title and why in Portuguese, then in English.
const fn refused(remedy: Remedy, pt: [&'static str; 2], en: [&'static str; 2]) -> Entry {
    let [pt_what, en_what] = remedy.what;
    let [pt_todo, en_todo] = remedy.todo;
    let [pt_title, pt_why] = pt;
    let [en_title, en_why] = en;
    Entry {
        pt: sentences(pt_title, pt_what, pt_why, pt_todo),
        en: sentences(en_title, en_what, en_why, en_todo),
    }
}

/// Before a number was taken.
const DRAFTED: [&str; 2] = [
    "A conferência do rascunho encontrou o que a SEFAZ recusaria. Nada foi enviado, e nenhum número foi gasto; um aviso não impede a emissão.",
    "The check of the draft found what SEFAZ would refuse. Nothing was sent, and no number was spent; a warning stops nothing.",
];

/// The product file.
const PRODUCT: Remedy = Remedy {
    what: DRAFTED,
    todo: [
        "Cadastro ou fiscal: corrija o produto em products.csv (o item está no campo, o esperado no detalhe). Depois `fba-nfe dlq resume ID`.",
        "Mend the product in products.csv (the field names the item, the detail what was expected), then `fba-nfe dlq resume ID`.",
    ],
};

/// The tax profile of a product.
const PROFILE: Remedy = Remedy {
    what: DRAFTED,
    todo: [
        "Fiscal: confira o perfil tributário e o CFOP do produto (o item está no campo, o esperado no detalhe), corrija-os e use `fba-nfe dlq resume ID`.",
        "Look at the product's tax profile and CFOP (the field names the item, the detail what was expected), mend them, then `fba-nfe dlq resume ID`.",
    ],
};

/// The seller's part of the configuration.
const SELLER: Remedy = Remedy {
    what: DRAFTED,
    todo: [
        "Fiscal: diga o dado certo. TI: corrija a configuração do vendedor, rode `fba-nfe doctor`, reinicie e use `fba-nfe dlq resume ID`.",
        "Find out what is right, mend the seller's configuration, run `fba-nfe doctor`, restart, then `fba-nfe dlq resume ID`.",
    ],
};

/// What Amazon or the list of contributors says of the buyer.
const BUYER: Remedy = Remedy {
    what: DRAFTED,
    todo: [
        "Cadastro: corrija com `fba-nfe dlq correct ID campo=valor`, na lista de contribuintes ou, se for do emitente, na configuração. Depois `fba-nfe dlq resume ID`.",
        "Mend it with `fba-nfe dlq correct ID field=value`, in the list of contributors or, if it is the issuer's, in the configuration; then `fba-nfe dlq resume ID`.",
    ],
};

/// What Amazon says of the payment.
const PAYMENT: Remedy = Remedy {
    what: DRAFTED,
    todo: [
        "Fiscal: confira o pagamento do pedido no Seller Central, corrija com `fba-nfe dlq correct ID campo=valor` e use `fba-nfe dlq resume ID`.",
        "Look at the order's payment in Seller Central, mend it with `fba-nfe dlq correct ID field=value`, then `fba-nfe dlq resume ID`.",
    ],
};

/// More than one note may hold.
const SIZE: Remedy = Remedy {
    what: DRAFTED,
    todo: [
        "Fiscal: confira valores e quantidades do pedido. Se estiverem certos, emita por outro sistema ou ajuste o limite, e descarte ou reenvie o caso.",
        "Look at the order's amounts and quantities. If they are right, issue it elsewhere or move the limit, and discard or resume the case.",
    ],
};

/// Our own arithmetic or writing, before a number was taken.
const DEFECT: Remedy = Remedy {
    what: DRAFTED,
    todo: [
        "TI: é defeito deste programa; abra um defeito com o campo e o detalhe. Com a versão corrigida, `fba-nfe dlq resume ID`.",
        "It is a defect of this program: file it with field and detail. With the mended version, `fba-nfe dlq resume ID`.",
    ],
};

/// Our own, after the number was taken.
const SEALED: Remedy = Remedy {
    what: [
        "A nota foi assinada, e a conferência antes do envio encontrou divergência. Nada foi enviado; o número fica guardado para esta remessa.",
        "The note was signed, and the check before sending disputes it. Nothing was sent; the number is kept for this shipment.",
    ],
    todo: [
        "TI: confira certificado e relógio com `fba-nfe doctor`; se estiverem certos, abra um defeito com o campo e o detalhe. Depois `fba-nfe dlq resume ID`.",
        "See certificate and clock with `fba-nfe doctor`; if they are right, file a defect with field and detail. Then `fba-nfe dlq resume ID`.",
    ],
};
