//! The law by date, and what of it the program can write.

use super::{Entry, sentences};

pub(super) const TAX_SCHEMA_UNKNOWN: Entry = Entry {
    pt: sentences(
        "A regra pede um leiaute mais novo",
        "A regra fiscal desta data só pode ser escrita com um pacote de schemas que este programa não tem.",
        "O detalhe diz qual pacote (PL_…). Para CRT 1 e 4 é o que traz o grupo do Simples no IBS e na CBS.",
        "TI: instale a versão que escreve esse pacote e reenvie com `fba-nfe dlq resume ID`. Até lá, emita por outro sistema, se o prazo pedir.",
    ),
    en: sentences(
        "The rule needs a newer schema",
        "The tax rule of this day can only be written with a schema package that this program does not have.",
        "The detail names the package (PL_…). For CRT 1 and 4 it is the one with the Simples group of IBS and CBS.",
        "Install the version that writes it, then `fba-nfe dlq resume ID`. Until then issue elsewhere, if the deadline asks for it.",
    ),
};

pub(super) const TAX_CLASS_UNKNOWN: Entry = Entry {
    pt: sentences(
        "cClassTrib fora da tabela",
        "A classificação do produto no IBS e na CBS não existe nesta data, ou não vale para NF-e.",
        "O cClassTrib do perfil não está na tabela oficial, já saiu de vigência, ou é de outro documento.",
        "Fiscal: corrija o cClassTrib do perfil na configuração; se o código é novo, acrescente-o em cclasstrib.tsv na pasta de regras. Depois `fba-nfe dlq resume ID`.",
    ),
    en: sentences(
        "cClassTrib not in the table",
        "The product's class of IBS and CBS does not exist on this day, or is not for an NF-e.",
        "The profile's cClassTrib is not in the official table, has ended, or belongs to another document.",
        "Mend the profile's cClassTrib; if the code is new, add it to cclasstrib.tsv in the folder of rules. Then `fba-nfe dlq resume ID`.",
    ),
};

pub(super) const TAX_CLASS_UNSUPPORTED: Entry = Entry {
    pt: sentences(
        "cClassTrib que o programa não escreve",
        "A classificação do produto pede grupos do IBS e da CBS que este programa não escreve.",
        "São casos como combustíveis com retenção, crédito transferido ou alíquota fixa, que não são venda de mercadoria em marketplace.",
        "Fiscal: confirme o cClassTrib do perfil. Se está certo, emita esta nota por outro sistema e descarte o caso com o motivo.",
    ),
    en: sentences(
        "cClassTrib that the program does not write",
        "The product's class needs groups of IBS and CBS that this program does not write.",
        "Such are fuels with tax withheld, transferred credits or fixed rates: no sale of goods on a marketplace.",
        "Confirm the profile's cClassTrib. If it is right, issue this note elsewhere and discard the case with the reason.",
    ),
};
