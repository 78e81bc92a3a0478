//! `xMotivo` of the codes that the simulated SEFAZ says (MOC 7.0 and later notes).

/// The words of a `cStat`.
pub fn motivo(c_stat: u16) -> &'static str {
    match c_stat {
        100 => "Autorizado o uso da NF-e",
        101 => "Cancelamento de NF-e homologado",
        103 => "Lote recebido com sucesso",
        104 => "Lote processado",
        105 => "Lote em processamento",
        107 => "Serviço em Operação",
        108 => "Serviço Paralisado Momentaneamente (curto prazo)",
        109 => "Serviço Paralisado sem Previsão",
        150 => "Autorizado o uso da NF-e, autorização fora de prazo",
        204 => "Rejeição: Duplicidade de NF-e",
        207 => "Rejeição: CNPJ do emitente inválido",
        208 => "Rejeição: CNPJ do destinatário inválido",
        213 => "Rejeição: CNPJ-Base do Emitente difere do CNPJ-Base do Certificado Digital",
        214 => "Rejeição: Tamanho da mensagem excedeu o limite estabelecido",
        215 => "Rejeição: Falha no schema XML",
        217 => "Rejeição: NF-e não consta na base de dados da SEFAZ",
        220 => "Rejeição: Destinatário com identificação igual à identificação do emitente",
        225 => "Rejeição: Falha no Schema XML da NFe",
        226 => "Rejeição: Código da UF do Emitente diverge da UF autorizadora",
        228 => "Rejeição: Data de Emissão muito atrasada",
        232 => "Rejeição: IE do destinatário não informada",
        237 => "Rejeição: CPF do destinatário inválido",
        239 => "Rejeição: Cabeçalho - Versão do arquivo XML não suportada",
        243 => "Rejeição: XML Mal Formado",
        247 => "Rejeição: Sigla da UF do Emitente diverge da UF autorizadora",
        252 => "Rejeição: Ambiente informado diverge do Ambiente de recebimento",
        253 => "Rejeição: Digito Verificador da chave de acesso composta inválida",
        270 => "Rejeição: Código Município do Fato Gerador: dígito inválido",
        271 => "Rejeição: Código Município do Fato Gerador: difere da UF do emitente",
        272 => "Rejeição: Código Município do Emitente: dígito inválido",
        273 => "Rejeição: Código Município do Emitente: difere da UF do emitente",
        274 => "Rejeição: Código Município do Destinatário: dígito inválido",
        275 => "Rejeição: Código Município do Destinatário: difere da UF do Destinatário",
        290 => "Rejeição: Certificado Assinatura inválido",
        291 => "Rejeição: Certificado Assinatura Data Validade",
        292 => "Rejeição: Certificado Assinatura sem CNPJ",
        297 => "Rejeição: Assinatura difere do calculado",
        298 => "Rejeição: Assinatura difere do padrão do Projeto",
        373 => {
            "Rejeição: Descrição do primeiro item diferente de NOTA FISCAL EMITIDA EM AMBIENTE DE HOMOLOGACAO - SEM VALOR FISCAL"
        }
        386 => "Rejeição: CFOP não permitido para o CSOSN informado",
        402 => "Rejeição: XML da área de dados com codificação diferente de UTF-8",
        404 => "Rejeição: Uso de prefixo de namespace não permitido",
        434 => "Rejeição: NF-e sem indicativo do intermediador",
        435 => "Rejeição: NF-e não pode ter o indicativo do intermediador",
        436 => "Rejeição: Código do meio de pagamento inexistente",
        437 => "Rejeição: CNPJ da instituição de pagamento inválido",
        438 => {
            "Rejeição: Obrigatória as informações do intermediador da transação para operação por site de terceiros"
        }
        439 => {
            "Rejeição: Informações do intermediador da transação para operação por site de terceiros preenchido indevidamente"
        }
        440 => "Rejeição: CNPJ do intermediador da transação inválido",
        441 => "Rejeição: Descrição do pagamento obrigatoria para meio de pagamento 99-outros",
        443 => "Rejeição: Código da bandeira da operadora de cartão inexistente",
        471 => "Rejeição: Informado NCM=00 indevidamente",
        502 => {
            "Rejeição: Erro na chave de acesso, campo Id não corresponde à concatenação dos campos correspondentes"
        }
        518 => "Rejeição: CFOP de entrada para NF-e de saída",
        519 => "Rejeição: CFOP de saída para NF-e de entrada",
        528 => "Rejeição: Valor do ICMS difere do produto BC e Alíquota",
        531 => "Rejeição: Total da BC ICMS difere do somatório dos itens",
        532 => "Rejeição: Total do ICMS difere do somatório dos itens",
        533 => "Rejeição: Total da BC ICMS-ST difere do somatório dos itens",
        534 => "Rejeição: Total do ICMS-ST difere do somatório dos itens",
        535 => "Rejeição: Total do Frete difere do somatório dos itens",
        536 => "Rejeição: Total do Seguro difere do somatório dos itens",
        537 => "Rejeição: Total do Desconto difere do somatório dos itens",
        538 => "Rejeição: Total do IPI difere do somatório dos itens",
        539 => "Rejeição: Duplicidade de NF-e, com diferença na Chave de Acesso",
        561 => {
            "Rejeição: Mês de emissão informado na chave de acesso difere do mês de emissão da NF-e"
        }
        562 => {
            "Rejeição: Código numérico informado na chave de acesso difere do código numérico da NF-e"
        }
        564 => "Rejeição: Total do Produto / Serviço difere do somatório dos itens",
        587 => "Rejeição: Usar somente o namespace padrão da NF-e",
        588 => {
            "Rejeição: Não é permitida a presença de caracteres de edição no início/fim da mensagem ou entre as tags da mensagem"
        }
        590 => "Rejeição: Informado CST para emissor do Simples Nacional",
        591 => {
            "Rejeição: Informado CSOSN para emissor que não é do Simples Nacional (CRT diferente de 1)"
        }
        598 => {
            "Rejeição: NF-e emitida em ambiente de homologação com razão social do destinatário diferente de NF-E EMITIDA EM AMBIENTE DE HOMOLOGACAO - SEM VALOR FISCAL"
        }
        600 => "Rejeição: CSOSN incompatível na operação com Não Contribuinte.",
        601 => "Rejeição: Total do II difere do somatório dos itens",
        602 => "Rejeição: Total do PIS difere do somatório dos itens sujeitos ao ICMS",
        603 => "Rejeição: Total do COFINS difere do somatório dos itens sujeitos ao ICMS",
        604 => "Rejeição: Total do vOutro difere do somatório dos itens",
        610 => "Rejeição: Total da NF difere do somatório dos Valores compõe o valor Total da NF",
        611 => "Rejeição: cEAN inválido",
        612 => "Rejeição: cEANTrib inválido",
        613 => "Rejeição: Chave de Acesso difere da existente em BD",
        629 => {
            "Rejeição: Vlr Produto difere do produto Valor Unitário de Comercialização e quantidade comercial"
        }
        630 => {
            "Rejeição: Vlr Produto difere do produto Valor Unitário de Tributação e quantidade tributável"
        }
        656 => "Rejeição: Consumo indevido",
        663 => "Rejeição: Alíq. ICMS maior que 4% na saída interestadual com produtos importados",
        685 => "Rejeição: Total do valor aproximado dos tributos difere do somatório dos itens",
        693 => "Rejeição: Alíquota de ICMS superior a definida para a operação interestadual",
        694 => "Rejeição: Não informado o grupo de ICMS para a UF de destino",
        695 => "Rejeição: Informado indevidamente o grupo de ICMS para a UF de destino",
        696 => "Rejeição: Operação com não contribuinte deve indicar operação com consumidor final",
        697 => "Rejeição: Alíquota interestadual do ICMS com origem diferente do previsto",
        698 => "Rejeição: Alíquota interestadual do ICMS incompatível com as UF",
        699 => {
            "Rejeição: Percentual do ICMS interestadual para a UF de destino difere do previsto para o ano da data de emissão"
        }
        703 => "Rejeição: Data-hora de emissão posterior ao horário de recebimento",
        719 => "Rejeição: NF-e sem identificação do destinatário",
        724 => "Rejeição: NF-e sem o nome do destinatário",
        726 => "Rejeição: NF-e sem a informação de endereço do destinatário",
        728 => "Rejeição: NF-e sem informação da IE do destinatário",
        731 => "Rejeição: CFOP de operação com exterior e idDest diferente de 3",
        732 => "Rejeição: CFOP de operação com interestadual e idDest diferente de 2",
        733 => "Rejeição: CFOP de operação interna e idDest diferente de 1",
        745 => "Rejeição: NF-e sem grupo do PIS",
        748 => "Rejeição: NF-e sem grupo do COFINS",
        764 => "Rejeição: Solicitada resposta síncrona para Lote com mais de uma NF-e (indSinc=1)",
        771 => "Rejeição: Operação interestadual e UF de destino com EX",
        772 => "Rejeição: Operação interestadual e UF de destino igual à UF do emitente",
        773 => "Rejeição: Operação interna e UF de destino difere da UF do emitente",
        774 => "Rejeição: Operação com consumidor final não indicada",
        778 => "Rejeição: Informado NCM inexistente",
        791 => {
            "Rejeição: NF-e com indicação de destinatário isento de IE, com a informação da IE do destinatario"
        }
        793 => {
            "Rejeição: Valor do ICMS relativo ao Fundo de Combate à Pobreza na UF de destino difere do calculado"
        }
        798 => {
            "Rejeição: Valor total do ICMS relativo Fundo de Combate à Pobreza (FCP) da UF de destino difere do somatório do valor dos itens"
        }
        799 => {
            "Rejeição: Valor total do ICMS interestadual da UF de destino difere do somatório dos itens"
        }
        800 => {
            "Rejeição: Valor total do ICMS Interestadual da UF do remetente difere do somatório dos itens"
        }
        845 => {
            "Rejeição: O Grupo Transportador nao pode ser preenchido para Modalidade do frete informada"
        }
        861 => "Rejeição: Total do FCP difere do somatório dos itens",
        865 => "Rejeição: Total dos pagamentos menor que o total da nota",
        866 => {
            "Rejeição: Ausência de troco quando o valor dos pagamentos informados for maior que o total da nota"
        }
        869 => "Rejeição: Valor do troco incorreto",
        876 => {
            "Rejeição: Operação interestadual para Consumidor Final e valor do FCP informado em campo diferente de vFCPUFDest(id:NA13)"
        }
        883 => "Rejeição: GTIN (cEAN) sem informação",
        897 => "Rejeição: Código numérico em formato inválido",
        904 => "Rejeição: Informado indevidamente campo valor de pagamento",
        927 => "Rejeição: Número do item fora da ordem sequencial.",
        963 => "Rejeição: Grupo de cartão informado indevidamente",
        999 => "Rejeição: Erro não catalogado",
        1026 => "Rejeição: Alíquota do IBS da UF inválida",
        1036 => "Rejeição: Alíquota do IBS do Município inválida",
        1037 => "Rejeição: Alíquota da CBS inválida",
        1080 => "Rejeição: Total do IBS/CBS difere do somatório dos itens",
        1094 => "Rejeição: Valor total da NF-e com IBS/CBS/IS difere do somatório dos itens",
        266 => "Rejeição: Série utilizada não permitida no Web Service",
        1004 => "Rejeição: Não informado o valor total da NF-e com IBS/CBS/IS",
        1118 => "Rejeição: Totais do IBS/CBS informados indevidamente",
        _ => "Rejeição: Erro não catalogado",
    }
}
