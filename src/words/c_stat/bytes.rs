//! The bytes that this program writes.

use super::remedy::DEFECT;
use super::{Row, row};

pub(super) const ROWS: &[Row] = &[
    row(
        202,
        &DEFECT,
        ["Autoria ou integridade não reconhecida", "A SEFAZ não reconheceu o arquivo assinado."],
        ["Authorship or integrity not recognised", "SEFAZ does not recognise the signed file."],
    ),
    row(
        214,
        &DEFECT,
        ["Mensagem grande demais", "O lote passa do tamanho que a SEFAZ aceita."],
        ["Message too large", "The lot passes the size SEFAZ takes."],
    ),
    row(
        215,
        &DEFECT,
        ["Falha no schema XML", "O XML do lote não segue o leiaute."],
        ["XML schema failure", "The lot's XML breaks the layout."],
    ),
    row(
        225,
        &DEFECT,
        ["Falha no schema XML da NF-e", "O XML da nota não segue o leiaute."],
        ["XML schema failure of the NF-e", "The note's XML breaks the layout."],
    ),
    row(
        227,
        &DEFECT,
        ["Erro na chave de acesso (Id)", "O atributo Id da nota está errado."],
        ["Error in the access key (Id)", "The attribute Id is wrong."],
    ),
    row(
        236,
        &DEFECT,
        ["Chave com dígito verificador inválido", "O dígito da chave não confere."],
        ["Key with a wrong check digit", "The digit does not match."],
    ),
    row(
        239,
        &DEFECT,
        ["Versão do XML não suportada", "A SEFAZ não aceita a versão do cabeçalho."],
        ["XML version not supported", "SEFAZ does not take the version in the header."],
    ),
    row(
        242,
        &DEFECT,
        ["Falha no schema do cabeçalho", "O cabeçalho SOAP não segue o leiaute."],
        ["Schema failure of the header", "The SOAP header breaks the layout."],
    ),
    row(
        243,
        &DEFECT,
        ["XML mal formado", "O XML não pôde ser lido."],
        ["Malformed XML", "The XML cannot be read."],
    ),
    row(
        253,
        &DEFECT,
        ["Dígito da chave composta inválido", "O dígito não confere com os campos da nota."],
        ["Check digit of the composed key is wrong", "It does not match the fields of the note."],
    ),
    row(
        297,
        &DEFECT,
        [
            "Assinatura diferente da calculada",
            "A SEFAZ calculou outra assinatura para estes bytes.",
        ],
        ["Signature differs from the computed", "SEFAZ computes another signature of these bytes."],
    ),
    row(
        298,
        &DEFECT,
        ["Assinatura fora do padrão", "A assinatura não segue o padrão da NF-e."],
        ["Signature not by the standard", "It breaks the NF-e's standard."],
    ),
    row(
        373,
        &DEFECT,
        [
            "Texto de homologação ausente no primeiro item",
            "Em homologação, o primeiro item leva um texto fixo.",
        ],
        ["Text of the test environment is missing", "There the first item bears a fixed text."],
    ),
    row(
        402,
        &DEFECT,
        ["XML sem codificação UTF-8", "Os bytes da nota não são UTF-8."],
        ["XML not in UTF-8", "The bytes of the note are not UTF-8."],
    ),
    row(
        404,
        &DEFECT,
        ["Prefixo de namespace não permitido", "O XML usa prefixo onde não pode."],
        ["Namespace prefix not allowed", "The XML has a prefix."],
    ),
    row(
        452,
        &DEFECT,
        ["Lote assíncrono com uma nota só", "Lote de uma nota deve ser síncrono."],
        ["Asynchronous lot of one note", "A lot of one note must be synchronous."],
    ),
    row(
        502,
        &DEFECT,
        ["Chave não corresponde aos campos", "O Id não é a junção dos campos da nota."],
        ["Key does not match the fields", "The Id is not what the fields make."],
    ),
    row(
        516,
        &DEFECT,
        ["Mensagem sem a raiz esperada", "Falta a tag raiz da mensagem."],
        ["Message without the expected root", "The root tag is missing."],
    ),
    row(
        561,
        &DEFECT,
        ["Mês da chave diferente da emissão", "O mês da chave não é o de dhEmi."],
        ["Month of the key is not that of issue", "It differs from dhEmi."],
    ),
    row(
        562,
        &DEFECT,
        ["Código numérico da chave diferente", "O cNF da nota não é o da chave."],
        ["Numeric code of the key differs", "The note's cNF is not the key's."],
    ),
    row(
        587,
        &DEFECT,
        ["Namespace fora do padrão", "A nota deve usar só o namespace padrão da NF-e."],
        ["Other namespace than the standard", "Only the NF-e namespace is allowed."],
    ),
    row(
        588,
        &DEFECT,
        ["Espaços ou quebras entre as tags", "Há caracteres de edição entre as tags."],
        ["Spaces or breaks between tags", "The message has editing characters."],
    ),
    row(
        598,
        &DEFECT,
        [
            "Nome de homologação ausente no destinatário",
            "Em homologação, o destinatário leva um nome fixo.",
        ],
        ["Name of the test environment is missing", "There the buyer bears a fixed name."],
    ),
    row(
        897,
        &DEFECT,
        ["Código numérico em formato inválido", "O cNF não segue a regra de formação."],
        ["Numeric code in a wrong format", "The cNF breaks its rule."],
    ),
    row(
        927,
        &DEFECT,
        ["Itens fora de sequência", "nItem deve seguir 1, 2, 3."],
        ["Items out of sequence", "nItem must run 1, 2, 3."],
    ),
    row(
        287,
        &DEFECT,
        [
            "Município do ISSQN inválido",
            "A nota traz um município de serviço, que venda de mercadoria não tem.",
        ],
        [
            "Municipality of ISSQN is invalid",
            "The note has a municipality of a service, which a sale of goods has not.",
        ],
    ),
    row(
        288,
        &DEFECT,
        [
            "Município do transporte inválido",
            "A nota traz um município de transporte, que este programa não escreve.",
        ],
        [
            "Municipality of the transport is invalid",
            "The note has a municipality of transport, which this program does not write.",
        ],
    ),
];
