//! Broken configurations, each with exactly its faults.

use std::path::Path;

use super::*;

const SECRET: &str = "hunter2-hunter2-hunter2";

/// A small right file, all secrets in the environment.
pub(super) const GOOD: &str = r#"
[store]
path = "journal.sqlite"
[broker]
uri_env = "URI"
[amazon]
client_id = "amzn1.client"
client_secret_env = "SECRET"
[chance]
key_env = "SECRET"
[[tax_profile]]
name = "integral"
CSOSN = "102"
cClassTrib = "000001"
[[seller]]
id = "A1"
environment = "producao"
regime = "simples"
cnpj = "11222333000181"
ie = "110042490114"
xNome = "Loja"
serie = 1
first_number = 1
certificate_file = "a.pfx"
certificate_password_env = "SECRET"
refresh_token_env = "SECRET"
[seller.address]
xLgr = "Avenida Paulista"
nro = "1000"
xBairro = "Bela Vista"
cMun = "3550308"
xMun = "São Paulo"
UF = "SP"
CEP = "01310-100"
"#;

const PRODUCTS: &str = "sku;descricao;ncm;cest;origem;cfop_interno;cfop_interestadual;\
                        cfop_interestadual_contribuinte;unidade;gtin;perfil\n\
                        S1;;85183000;;0;;;;UN;;integral\n";

fn env(name: &str) -> Option<String> {
    match name {
        "URI" => Some(format!("amqp://guest:{SECRET}@127.0.0.1:5672/%2f")),
        "SECRET" => Some(SECRET.to_owned()),
        "SHORT" => Some("hunter2".to_owned()),
        "EMPTY" => Some(String::new()),
        _ => None,
    }
}

pub(super) fn read(text: &str) -> Result<Config, ConfigFaults> {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    write("c.toml", text);
    write("products.csv", PRODUCTS);
    write("a.pfx", SECRET);
    write("empty", "\n");
    write("secret", &format!("{SECRET}\r\n"));
    Config::read(&folder.path().join("c.toml"), &env)
}

/// The faults of a file, each as `key: problem`, or `key = value: problem`.
#[track_caller]
pub(super) fn faults(text: &str) -> Vec<String> {
    let faults = read(text).expect_err("the file has faults");
    let all = format!("{faults}\n{faults:?}");
    assert!(!all.contains("hunter2"), "{all}");
    let line = |it: &ConfigFault| {
        assert!(!it.remedy.is_empty());
        let value = it.value.as_ref().map_or(String::new(), |value| format!(" = {value}"));
        format!("{}{value}: {}", it.key, it.problem)
    };
    faults.0.iter().map(line).collect()
}

/// The good file with one text in place of another.
#[track_caller]
pub(super) fn changed(from: &str, to: &str) -> String {
    assert!(GOOD.contains(from), "{from}");
    GOOD.replacen(from, to, 1)
}

#[test]
fn a_small_file_gets_the_documented_defaults() {
    let config = read(GOOD).unwrap_or_else(|faults| panic!("{faults}"));
    assert_eq!(config.amazon.base_url, "https://sellingpartnerapi-na.amazon.com");
    assert_eq!(config.amazon.rate.millionths(), 1_133_000);
    assert_eq!(config.polling.deadline.as_secs(), 86_400);
    assert!(config.store.path.ends_with("journal.sqlite"));
    let seller = &config.seller(&SellerId::parse("A1").unwrap()).unwrap().seller;
    let only = &seller.establishments[0];
    assert_eq!((only.nat_op.as_str(), only.mod_frete), ("VENDA DE MERCADORIA", 0));
    assert!(
        !seller.ibs_cbs
            && !seller.difal
            && seller.icms_out_of_pis_cofins
            && only.resp_tec.is_none()
    );
    assert_eq!(config.sellers[0].catalogue.products["S1"].cfop_interstate.to_string(), "6108");
}

#[test]
fn a_secret_is_read_and_never_printed() {
    use secrecy::ExposeSecret as _;
    let text = changed("client_secret_env = \"SECRET\"", "client_secret_file = \"secret\"");
    let config = read(&text).unwrap();
    assert_eq!(config.amazon.client_secret.expose_secret(), SECRET);
    assert!(!format!("{config:?}").contains("hunter2"));
}

/// One thing wrong, one fault: `(what is changed, into what, the fault)`.
const BROKEN: &[(&str, &str, &str)] = &[
    ("serie = 1", "serie = 890", "seller[0].serie = 890: is out of bounds"),
    ("serie = 1", "", "seller[0].serie: is missing"),
    ("serie = 1", "serie = \"1\"", "seller[0].serie: expected a whole number, found text"),
    ("first_number = 1", "first_number = 0", "seller[0].first_number = 0: is out of bounds"),
    (
        "11222333000181",
        "11222333000182",
        "seller[0].cnpj = \"11222333000182\": the check digits do not agree with the rest",
    ),
    (
        "cnpj = \"11222333000181\"",
        "cnpj = 11222333000181",
        "seller[0].cnpj: expected text in quotes, found a number",
    ),
    ("\"producao\"", "\"production\"", "seller[0].environment = \"production\": is unknown"),
    (
        "\"producao\"",
        "\"homologacao\"",
        "seller[0].environment = \"homologacao\": Amazon's production takes no invoice without \
         fiscal value",
    ),
    (
        "3550308",
        "3304557",
        "seller[0].address.cMun = \"3304557\": is no municipality of SP: those begin with 35",
    ),
    (
        "xNome = \"Loja\"",
        "xNome = \"Loja 🎉\"",
        "seller[0].xNome = \"Loja 🎉\": holds a character, an edge or a double space that an \
         NF-e cannot hold",
    ),
    ("serie = 1", "serie = 1\nseries = 2", "seller[0].series: is not a known key"),
    ("serie = 1", "serie = 1\nmodFrete = 5", "seller[0].modFrete = 5: is no modFrete"),
    // The secret itself in the wrong place is not repeated.
    (
        "client_secret_env = \"SECRET\"",
        "client_secret = \"hunter2\"\nclient_secret_env = \"SECRET\"",
        "amazon.client_secret: is not a known key",
    ),
    (
        "client_secret_env = \"SECRET\"",
        "client_secret_env = \"hunter2\"",
        "amazon.client_secret_env: the environment has no such variable, or it is empty",
    ),
    (
        "client_secret_env = \"SECRET\"",
        "client_secret_file = \"hunter2\"",
        "amazon.client_secret_file: the file cannot be read: No such file or directory (os error \
         2)",
    ),
    (
        "client_secret_env = \"SECRET\"",
        "client_secret_file = \"empty\"",
        "amazon.client_secret_file: the file is empty or is not text",
    ),
    (
        "client_secret_env = \"SECRET\"",
        "client_secret_env = \"SECRET\"\nclient_secret_file = \"secret\"",
        "amazon.client_secret_env: stands beside client_secret_file",
    ),
    ("client_secret_env = \"SECRET\"", "", "amazon.client_secret_env: is missing"),
    ("client_id = \"amzn1.client\"", "client_id = \"hunter2", "line 7: is not TOML"),
    (
        "[amazon]",
        "[amazon]\nbase_url = \"https://a:hunter2@b.example\"",
        "amazon.base_url: holds a user or a password",
    ),
    (
        "[amazon]",
        "[amazon]\nbase_url = \"http://b.example\"",
        "amazon.base_url: http:// is for this machine only",
    ),
    (
        "[amazon]",
        "[amazon]\nrate_per_s = 1.133",
        "amazon.rate_per_s: expected text in quotes, found a number with a point",
    ),
    ("[amazon]", "[amazon]\nburst = 5", "amazon.reserve = 5: is not below the burst of 5"),
    ("uri_env = \"URI\"", "uri_env = \"SECRET\"", "broker.uri: the secret is no broker address"),
    (
        "key_env = \"SECRET\"",
        "key_env = \"SHORT\"",
        "chance.key: the secret is shorter than 16 bytes",
    ),
    (
        "[chance]",
        "[polling]\nfirst_s = 60\nlongest_s = 5\n[chance]",
        "polling.longest_s = 5: is below first_s, 60",
    ),
    (
        "[chance]",
        "[simulator]\nsefaz_port = 8090\n[chance]",
        "simulator.sefaz_port = 8090: is Amazon's port too",
    ),
    ("[chance]\nkey_env = \"SECRET\"", "", "chance: is missing"),
    (
        "[chance]",
        "[responsible]\nCNPJ = \"11222333000181\"\nxContato = \"Ana\"\nemail = \"ana\"\nfone = \
         \"1155550100\"\n[chance]",
        "responsible.email: expected 6 to 60 characters, found 3",
    ),
    ("CSOSN = \"102\"", "CSOSN = \"104\"", "tax_profile[0].CSOSN = \"104\": is not supported"),
    ("CSOSN = \"102\"", "CSOSN = \"101\"", "tax_profile[0].pCredSN: is missing"),
    (
        "CSOSN = \"102\"",
        "CSOSN = \"102\"\npRedBC = \"10\"",
        "tax_profile[0].pRedBC: has no meaning here",
    ),
    (
        "CSOSN = \"102\"",
        "CSOSN = \"102\"\npPIS = \"1.65\"",
        "tax_profile[0].pPIS: has no meaning here",
    ),
    (
        "CSOSN = \"102\"",
        "CST = \"20\"\npPIS = \"1.65\"\npCOFINS = \"7.6\"",
        "tax_profile[0].pRedBC: is missing",
    ),
    (
        "CSOSN = \"102\"",
        "CST = \"20\"\npRedBC = \"100.01\"\npPIS = \"1.65\"\npCOFINS = \"7.6\"",
        "tax_profile[0].pRedBC = \"100.0100\": is above 100",
    ),
    (
        "CSOSN = \"102\"",
        "CST = \"40\"\nmotDesICMS = \"2\"\nCST_PIS = \"06\"\nCST_COFINS = \"06\"",
        "tax_profile[0].motDesICMS = \"2\": is no reason that this CST can have",
    ),
    (
        "CSOSN = \"102\"",
        "CST = \"00\"\nCST_PIS = \"06\"\nCST_COFINS = \"03\"",
        "tax_profile[0].CST_COFINS = \"03\": is no CST of PIS and COFINS for a sale",
    ),
    ("CSOSN = \"102\"", "CSOSN = \"102\"\nCST_IPI = \"50\"", "tax_profile[0].pIPI: is missing"),
    ("CSOSN = \"102\"", "CSOSN = \"102\"\nadRemIBS = \"1\"", "tax_profile[0].adRemCBS: is missing"),
    ("CSOSN = \"102\"", "CSOSN = \"102\"\npIS = \"1\"", "tax_profile[0].pIS: has no meaning here"),
    ("CSOSN = \"102\"", "CST = \"00\"\npPIS = \"1,65\"", "tax_profile[0].pCOFINS: is missing"),
    (
        "CSOSN = \"102\"",
        "CST = \"00\"\npPIS = \"16.5\"\npCOFINS = \"7,6\"",
        "tax_profile[0].pPIS = 16.5000 with pCOFINS 7.6000: are no basic rates",
    ),
    (
        "certificate_file = \"a.pfx\"",
        "certificate_file = \"b.pfx\"",
        "seller[0].certificate_file: the file cannot be read: No such file or directory (os error \
         2)",
    ),
];

/// Who owes DIFAL by law cannot choose; who owes none may.
#[test]
fn difal_is_a_choice_of_simples_alone() {
    for (regime, word) in [("simples", "true"), ("mei", "true"), ("simples", "false")] {
        let text = changed("\"simples\"", &format!("\"{regime}\"\ndifal = {word}"));
        let config = read(&text).unwrap_or_else(|faults| panic!("{faults}"));
        assert_eq!(config.sellers[0].seller.difal.to_string(), word, "{regime}");
    }
    for regime in ["simples_excesso", "normal"] {
        for word in ["true", "false"] {
            let text = changed("\"simples\"", &format!("\"{regime}\"\ndifal = {word}"));
            let told = faults(&text);
            assert!(told.contains(&"seller[0].difal: has no meaning here".to_owned()), "{told:?}");
        }
    }
}

#[test]
fn each_fault_is_named_exactly() {
    for (from, to, expected) in BROKEN {
        let found = faults(&changed(from, to));
        let found: Vec<&String> =
            // A profile that cannot be read is unknown to the product file too.
            found.iter().filter(|it| !it.contains("is no tax profile")).collect();
        assert_eq!(found, [expected], "{to}");
    }
}

#[test]
fn all_faults_are_told_at_once() {
    let text = changed("serie = 1", "serie = -1\nnatOp = \"\"").replace("amzn1.client", "a b");
    let text = text.replace("path = \"journal.sqlite\"", "").replace("CEP = \"01310-100\"", "");
    let text = text.replace("key_env = \"SECRET\"", "key_env = \"EMPTY\"");
    assert_eq!(
        faults(&text),
        [
            "store.path: is missing",
            "amazon.client_id = \"a b\": expected 1 to 200 characters without spaces and accents",
            "chance.key_env: the environment has no such variable, or it is empty",
            "seller[0].address.CEP: is missing",
            "seller[0].serie = -1: is out of bounds",
            "seller[0].natOp = \"\": expected 1 to 60 characters, found 0",
        ]
    );
    assert_eq!(
        faults(""),
        ["store", "broker", "amazon", "chance", "tax_profile", "seller"]
            .map(|it| format!("{it}: is missing"))
    );
}

#[test]
fn sellers_do_not_share_a_number_or_a_name() {
    let seller = GOOD.split_once("[[seller]]").unwrap().1;
    let twice = format!("{GOOD}[[seller]]{seller}");
    assert_eq!(
        faults(&twice),
        [
            "seller[1].id = \"A1\": is given twice: seller[0] has it",
            "seller[1].serie = 1: seller[0] issues under this environment, CNPJ and series too",
        ]
    );
    let other = seller.replace("\"A1\"", "\"A2\"").replace("serie = 1", "serie = 2");
    assert!(read(&format!("{GOOD}[[seller]]{other}")).is_ok());
}

#[test]
fn an_address_is_not_given_twice() {
    let one = "[[sefaz.endpoint]]\nauthorizer = \"SP\"\nenvironment = \"producao\"\nservice = \
               \"NFeAutorizacao4\"\nurl = \"https://a.example\"\n";
    assert_eq!(read(&format!("{GOOD}{one}")).unwrap().sefaz.endpoints.len(), 1);
    let found = faults(&format!("{GOOD}{one}{one}"));
    assert_eq!(found, ["sefaz.endpoint[1].service = NFeAutorizacao4: is given twice"]);
}

#[test]
fn sefazs_servers_can_be_moved_one_by_one_and_all_at_once() {
    let endpoint = |authorizer: &str| {
        format!(
            "[[sefaz.endpoint]]\nauthorizer = \"{authorizer}\"\nenvironment = \"homologacao\"\n\
             service = \"CadConsultaCadastro4\"\nurl = \"https://a.example\"\n"
        )
    };
    let text: String = ["MG", "SVAN", "SVRS", "SVC-AN", "SVC-RS"].map(endpoint).concat();
    let sefaz = read(&format!("{GOOD}{text}")).unwrap().sefaz;
    assert_eq!((sefaz.endpoints.len(), sefaz.all_under), (5, None));
    for stranger in ["RJ", "AN"] {
        let found = faults(&format!("{GOOD}{}", endpoint(stranger)));
        assert!(found[0].starts_with("sefaz.endpoint[0].authorizer"), "{found:?}");
    }
    let under = changed("[chance]", "[sefaz]\nall_under = \"https://127.0.0.1:8443\"\n[chance]");
    let under = read(&under).unwrap().sefaz.all_under;
    assert_eq!(under.as_deref(), Some("https://127.0.0.1:8443"));
}

#[test]
fn a_file_that_is_not_there_is_one_fault() {
    let faults = Config::read(Path::new("/nowhere/c.toml"), &env).unwrap_err();
    assert_eq!(faults.0.len(), 1);
    assert!(faults.to_string().starts_with("/nowhere/c.toml: the file cannot be read"), "{faults}");
}

#[test]
fn a_fault_of_the_product_file_names_that_file_once() {
    let folder = tempfile::tempdir().unwrap();
    let seller = GOOD.split_once("[[seller]]").unwrap().1;
    let other = seller.replace("\"A1\"", "\"A2\"").replace("serie = 1", "serie = 2");
    std::fs::write(folder.path().join("c.toml"), format!("{GOOD}[[seller]]{other}")).unwrap();
    std::fs::write(folder.path().join("a.pfx"), "x").unwrap();
    let products = PRODUCTS.replace("85183000", "8518300");
    std::fs::write(folder.path().join("products.csv"), products).unwrap();
    let faults = Config::read(&folder.path().join("c.toml"), &env).unwrap_err();
    assert_eq!(faults.0.len(), 1, "{faults}");
    assert!(faults.to_string().contains("products.csv: line 2, column ncm = \"8518300\": "));
}
