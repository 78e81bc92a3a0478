//! The signature, SEFAZ, and the store.

use super::{Entry, sentences};

pub(super) const SEAL_CHECK_FAILED: Entry = Entry {
    pt: sentences(
        "Conferência da nota assinada falhou",
        "A nota foi assinada, mas a conferência antes do envio encontrou divergência.",
        "É defeito deste programa: nada foi enviado à SEFAZ.",
        "TI: abra um defeito com a regra e o campo do detalhe; depois de corrigir, `fba-nfe dlq resume ID`.",
    ),
    en: sentences(
        "The sealed note failed our own check",
        "The note was signed, and the check before sending disputes it.",
        "It is a defect of this program: nothing was sent to SEFAZ.",
        "File a defect with the rule and field in the detail; once mended, `fba-nfe dlq resume ID`.",
    ),
};

pub(super) const CERTIFICATE_UNFIT: Entry = Entry {
    pt: sentences(
        "Certificado digital sem validade",
        "O certificado A1 do vendedor não serve para assinar agora.",
        "Está vencido, ainda não vale, ou é de outro CNPJ.",
        "TI: instale o certificado A1 válido e reinicie; nada se perde enquanto isso.",
    ),
    en: sentences(
        "The certificate is unfit",
        "The seller's A1 certificate cannot sign now.",
        "It is expired, not valid yet, or of another CNPJ.",
        "Install a valid A1 certificate and restart; nothing is lost meanwhile.",
    ),
};

pub(super) const SEFAZ_REJECTED: Entry = Entry {
    pt: sentences(
        "SEFAZ rejeitou a nota",
        "A SEFAZ rejeitou a nota; ela não existe e o número fica reservado para esta remessa.",
        "O código (cStat) e o texto oficial estão no valor e no detalhe.",
        "Corrija o dado que o texto aponta (`fba-nfe dlq correct ID campo=valor` ou products.csv) e reenvie com `fba-nfe dlq resume ID`: a nota corrigida usa o mesmo número.",
    ),
    en: sentences(
        "SEFAZ rejected the note",
        "SEFAZ rejected the note; it does not exist, and its number stays with this shipment.",
        "The code (cStat) and the official text are in value and detail.",
        "Mend what the text names (`fba-nfe dlq correct ID field=value`, or products.csv), then `fba-nfe dlq resume ID`: the corrected note uses the same number.",
    ),
};

pub(super) const SEFAZ_DENIED: Entry = Entry {
    pt: sentences(
        "Uso denegado pela SEFAZ",
        "A SEFAZ denegou o uso da nota; o número está perdido.",
        "Há irregularidade fiscal do emitente ou do destinatário.",
        "Regularize a situação cadastral; depois `fba-nfe dlq resume ID` emite com outro número, ou descarte com o motivo.",
    ),
    en: sentences(
        "SEFAZ denied the note",
        "SEFAZ denied the note; its number is burnt.",
        "The emitter or the buyer is irregular with the tax office.",
        "Settle the registration; then `fba-nfe dlq resume ID` issues under another number, or discard with the reason.",
    ),
};

pub(super) const SEFAZ_NUMBER_TAKEN: Entry = Entry {
    pt: sentences(
        "Número já usado por outra nota",
        "A SEFAZ já tem outra nota com este número e série.",
        "Outro programa emite na mesma série, ou o primeiro número configurado está errado.",
        "TI: reserve uma série só para este programa ou corrija `first_number`; depois `fba-nfe dlq resume ID` emite com outro número.",
    ),
    en: sentences(
        "The number is another note's",
        "SEFAZ has another note under this number and series.",
        "Another program issues in the same series, or the configured first number is wrong.",
        "Keep a series for this program alone, or mend `first_number`; then `fba-nfe dlq resume ID` takes another number.",
    ),
};

pub(super) const SEFAZ_EARLIER_NOTE: Entry = Entry {
    pt: sentences(
        "Número usado por nota anterior desta remessa",
        "A SEFAZ diz que este número já tem uma nota desta mesma remessa, com outra chave, e não a mostra como foi assinada.",
        "A nota foi enviada ao autorizador da UF e também à contingência, e a resposta da primeira se perdeu.",
        "TI: consulte no portal nacional da NF-e a chave que está no valor, e não emita outra nota desta remessa por fora. Depois `fba-nfe dlq resume ID`: o programa pergunta de novo e adota a nota se ela for a nossa; se ela foi cancelada, o detalhe do caso passa a dizer isso. Nenhuma outra nota sai antes.",
    ),
    en: sentences(
        "The number is an earlier note's of this shipment",
        "SEFAZ says that this number has a note of this very shipment, under another key, and does not show it as it was signed.",
        "The note was sent to the state's authorizer and to its contingency, and the first answer was lost.",
        "Look up the key in the value on the national portal, and issue no other note for this shipment elsewhere. Then `fba-nfe dlq resume ID`: the program asks again and adopts the note if it is ours; if it was cancelled, the case says so next. No other note leaves before that.",
    ),
};

pub(super) const SEFAZ_PROTOCOL_FOREIGN: Entry = Entry {
    pt: sentences(
        "Protocolo não é da nossa nota",
        "A SEFAZ devolveu um protocolo que não corresponde aos bytes que assinamos.",
        "A chave ou o digVal é de outra nota com o mesmo número.",
        "TI: descubra quem emitiu a outra nota; depois `fba-nfe dlq resume ID` emite com outro número.",
    ),
    en: sentences(
        "The protocol is not of our note",
        "SEFAZ returned a protocol that is not of the bytes that we signed.",
        "Its key or digVal is another note's.",
        "Find out who issued the other note; then `fba-nfe dlq resume ID` takes another number.",
    ),
};

pub(super) const SEFAZ_UNAVAILABLE: Entry = Entry {
    pt: sentences(
        "SEFAZ sem resposta",
        "A SEFAZ está sem resposta sobre esta nota há muito tempo.",
        "O serviço está fora do ar ou a conexão falha; não se sabe se a nota chegou.",
        "Veja a disponibilidade da SEFAZ. `fba-nfe dlq resume ID` pergunta de novo pela chave; nada é reenviado às cegas.",
    ),
    en: sentences(
        "No word from SEFAZ",
        "SEFAZ has had no word about this note for long.",
        "The service is down or the connection fails; whether the note arrived is not known.",
        "See SEFAZ's availability. `fba-nfe dlq resume ID` asks by key again; nothing is sent blindly.",
    ),
};

pub(super) const SEFAZ_CANCELLED_ELSEWHERE: Entry = Entry {
    pt: sentences(
        "Nota cancelada por fora",
        "A SEFAZ informa que esta nota foi cancelada, e não por este programa.",
        "Alguém cancelou a NF-e em outro sistema.",
        "Confirme quem cancelou. Se a venda vale, `fba-nfe dlq resume ID` emite com outro número; senão, descarte com o motivo.",
    ),
    en: sentences(
        "The note was cancelled elsewhere",
        "SEFAZ says that this note was cancelled, and not by this program.",
        "Somebody cancelled it in another system.",
        "Find out who. If the sale stands, `fba-nfe dlq resume ID` takes another number; else discard with the reason.",
    ),
};

pub(super) const LIFE_UNEXPECTED: Entry = Entry {
    pt: sentences(
        "Registro inesperado no diário",
        "O diário desta remessa tem um registro que não cabe na situação dela.",
        "É defeito deste programa, ou o diário foi escrito por uma versão mais nova.",
        "TI: abra um defeito com o diário (`fba-nfe dlq show ID`); nada é feito duas vezes enquanto isso.",
    ),
    en: sentences(
        "Unexpected entry in the journal",
        "The journal holds an entry that its state does not know.",
        "It is a defect of this program, or a newer version wrote the journal.",
        "File a defect with the journal (`fba-nfe dlq show ID`); nothing is done twice meanwhile.",
    ),
};

pub(super) const BODY_MISSING: Entry = Entry {
    pt: sentences(
        "Documento guardado não encontrado",
        "O diário cita um documento que não está no armazenamento.",
        "Ele foi expurgado, ou o arquivo do banco foi danificado ou restaurado pela metade.",
        "TI: rode `fba-nfe doctor` e restaure a cópia de segurança; depois `fba-nfe dlq resume ID`.",
    ),
    en: sentences(
        "A stored body is missing",
        "The journal names a body that is not in the store.",
        "It was purged, or the database file is damaged or half restored.",
        "Run `fba-nfe doctor` and restore the backup; then `fba-nfe dlq resume ID`.",
    ),
};
