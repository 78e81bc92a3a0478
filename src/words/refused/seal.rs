//! Key, signature and bytes: what only a bug of ours can make wrong.

use super::super::Entry;
use super::{SEALED, refused};

pub(in crate::words) const NOTE_BYTES: Entry = refused(
    SEALED,
    [
        "Bytes da nota fora do padrão",
        "Codificação, prefixo, namespace ou caracteres entre as tags (402, 404, 587, 588).",
    ],
    [
        "Bytes of the note out of form",
        "Encoding, prefix, namespace or characters between tags (402, 404, 587, 588).",
    ],
);

pub(in crate::words) const KEY_FIELDS: Entry = refused(
    SEALED,
    [
        "Chave não corresponde aos campos",
        "A chave de acesso não é a concatenação dos campos da nota (502).",
    ],
    [
        "Key is not made of the fields",
        "The access key is not what the fields of the note make (502).",
    ],
);

pub(in crate::words) const KEY_DIGIT: Entry = refused(
    SEALED,
    ["Dígito verificador da chave errado", "O último dígito da chave de acesso não confere (253)."],
    ["Check digit of the key is wrong", "The last digit of the access key does not fit (253)."],
);

pub(in crate::words) const KEY_PARTS: Entry = refused(
    SEALED,
    [
        "Mês ou código numérico da chave diverge",
        "O mês de emissão ou o cNF não é o que está na chave (561, 562).",
    ],
    [
        "Month or code in the key differs",
        "The month of issue or cNF is not the one in the key (561, 562).",
    ],
);

pub(in crate::words) const NOTE_CNF: Entry = refused(
    SEALED,
    [
        "Código numérico proibido",
        "O cNF é igual ao número ou segue um padrão que a regra 897 proíbe.",
    ],
    ["Forbidden numeric code", "cNF is the number itself, or a pattern that rule 897 forbids."],
);

pub(in crate::words) const CERTIFICATE_FOREIGN: Entry = refused(
    SEALED,
    ["Certificado de outra empresa", "A raiz do CNPJ do certificado não é a do emitente (213)."],
    [
        "Certificate of another company",
        "The root of the certificate's CNPJ is not the issuer's (213).",
    ],
);

pub(in crate::words) const NOTE_SIGNATURE: Entry = refused(
    SEALED,
    [
        "Assinatura da nota não confere",
        "A assinatura não confere ou não segue o padrão do projeto (297, 298).",
    ],
    [
        "Signature does not hold",
        "The signature does not hold, or is not of the standard (297, 298).",
    ],
);

pub(in crate::words) const NOTE_TIME: Entry = refused(
    SEALED,
    [
        "Data de emissão fora do prazo",
        "dhEmi está no futuro ou tem mais de trinta dias (703, 228).",
    ],
    ["Time of issue out of bounds", "dhEmi lies ahead, or more than thirty days back (703, 228)."],
);
