//! The certificate, the environment, the signed bytes.

use super::remedy::{CERTIFICATE, CONFIGURATION, DEFECT};
use super::{Row, row};

pub(super) const ROWS: &[Row] = &[
    row(
        213,
        &CERTIFICATE,
        ["Certificado de outro CNPJ", "A raiz do CNPJ do emitente não é a do certificado."],
        ["Certificate of another CNPJ", "The root of the issuer's CNPJ is not the certificate's."],
    ),
    row(
        244,
        &CERTIFICATE,
        [
            "Certificado nem da matriz nem do emitente",
            "O CNPJ do certificado não é o da matriz nem o do emitente.",
        ],
        ["Certificate of neither head office nor issuer", "Its CNPJ is neither."],
    ),
    row(
        280,
        &CERTIFICATE,
        ["Certificado de transmissão inválido", "A SEFAZ não aceita este certificado."],
        ["Certificate of the connection is invalid", "SEFAZ does not take it."],
    ),
    row(
        281,
        &CERTIFICATE,
        ["Certificado de transmissão vencido", "O certificado está fora da validade."],
        ["Certificate of the connection has expired", "It is outside its time of validity."],
    ),
    row(
        282,
        &CERTIFICATE,
        ["Certificado de transmissão sem CNPJ", "O certificado não traz CNPJ. Use um e-CNPJ A1."],
        ["Certificate of the connection has no CNPJ", "Use an e-CNPJ A1."],
    ),
    row(
        283,
        &CERTIFICATE,
        [
            "Certificado de transmissão com cadeia incompleta",
            "A SEFAZ não conseguiu montar a cadeia até a ICP-Brasil.",
        ],
        [
            "Certificate of the connection has a broken chain",
            "SEFAZ could not follow it to ICP-Brasil.",
        ],
    ),
    row(
        284,
        &CERTIFICATE,
        [
            "Certificado de transmissão revogado",
            "O certificado foi revogado pela autoridade certificadora.",
        ],
        ["Certificate of the connection is revoked", "The authority has revoked it."],
    ),
    row(
        285,
        &CERTIFICATE,
        ["Certificado de transmissão fora da ICP-Brasil", "O certificado não é da ICP-Brasil."],
        ["Certificate of the connection is not of ICP-Brasil", "Another authority issued it."],
    ),
    row(
        286,
        &CERTIFICATE,
        [
            "Certificado de transmissão sem lista de revogação",
            "A SEFAZ não conseguiu consultar a lista de revogados.",
        ],
        [
            "Certificate of the connection cannot be looked up",
            "SEFAZ could not read the list of revoked certificates.",
        ],
    ),
    row(
        290,
        &CERTIFICATE,
        ["Certificado de assinatura inválido", "A SEFAZ não aceita este certificado."],
        ["Certificate of the signature is invalid", "SEFAZ does not take it."],
    ),
    row(
        291,
        &CERTIFICATE,
        ["Certificado de assinatura vencido", "O certificado está fora da validade."],
        ["Certificate of the signature has expired", "It is outside its time of validity."],
    ),
    row(
        292,
        &CERTIFICATE,
        ["Certificado de assinatura sem CNPJ", "O certificado não traz CNPJ. Use um e-CNPJ A1."],
        ["Certificate of the signature has no CNPJ", "Use an e-CNPJ A1."],
    ),
    row(
        293,
        &CERTIFICATE,
        [
            "Certificado de assinatura com cadeia incompleta",
            "A SEFAZ não conseguiu montar a cadeia até a ICP-Brasil.",
        ],
        [
            "Certificate of the signature has a broken chain",
            "SEFAZ could not follow it to ICP-Brasil.",
        ],
    ),
    row(
        294,
        &CERTIFICATE,
        [
            "Certificado de assinatura revogado",
            "O certificado foi revogado pela autoridade certificadora.",
        ],
        ["Certificate of the signature is revoked", "The authority has revoked it."],
    ),
    row(
        295,
        &CERTIFICATE,
        ["Certificado de assinatura fora da ICP-Brasil", "O certificado não é da ICP-Brasil."],
        ["Certificate of the signature is not of ICP-Brasil", "Another authority issued it."],
    ),
    row(
        296,
        &CERTIFICATE,
        [
            "Certificado de assinatura sem lista de revogação",
            "A SEFAZ não conseguiu consultar a lista de revogados.",
        ],
        [
            "Certificate of the signature cannot be looked up",
            "SEFAZ could not read the list of revoked certificates.",
        ],
    ),
    row(
        252,
        &CONFIGURATION,
        ["Ambiente trocado", "A nota é de um ambiente (tpAmb), e a SEFAZ chamada é do outro."],
        [
            "Wrong environment",
            "The note is of one environment (tpAmb), and the SEFAZ called of the other.",
        ],
    ),
    row(
        249,
        &CONFIGURATION,
        ["UF da chave não é a desta SEFAZ", "A chave começa com a UF de outra autorizadora."],
        ["UF of the key is of another SEFAZ", "The key begins with the UF of another authorizer."],
    ),
    row(
        250,
        &CONFIGURATION,
        ["UF não é a desta SEFAZ", "A UF informada é de outra autorizadora."],
        ["UF of another SEFAZ", "The UF told is of another authorizer."],
    ),
    row(
        289,
        &CONFIGURATION,
        ["UF informada diferente da solicitada", "A chamada foi para o serviço de outra UF."],
        ["UF told is not the UF asked", "The call went to the service of another UF."],
    ),
    row(
        410,
        &CONFIGURATION,
        ["UF não atendida por este serviço", "O serviço chamado não atende a UF."],
        ["UF not served here", "The service called does not serve it."],
    ),
    row(
        554,
        &CONFIGURATION,
        ["Série fora da faixa 0 a 889", "A série configurada é reservada ao fisco."],
        ["Series outside 0 to 889", "The configured series is kept for the tax office."],
    ),
    row(
        266,
        &CONFIGURATION,
        ["Série não permitida", "A série configurada está fora da faixa."],
        ["Series not allowed", "The configured series is outside the range."],
    ),
    row(
        582,
        &CONFIGURATION,
        ["UF não atendida por esta SVC", "A contingência chamada é de outro grupo de UFs."],
        ["UF not served by this SVC", "The contingency called is of other UFs."],
    ),
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
];
