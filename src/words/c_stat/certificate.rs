//! The certificate and the environment.

use super::remedy::{CERTIFICATE, CONFIGURATION};
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
];
