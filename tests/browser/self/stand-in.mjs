// Stands in for the program: announces an address and a login as it does, and serves pages with known faults.
// Its first argument says how it behaves: "serves", "ends" or "is-silent".
import { createServer } from "node:http";

const [manner] = process.argv.slice(2);

const page = (title, body) => `<!doctype html><html lang="pt-BR"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><title>${title}</title><link rel="stylesheet" href="/style.css">
</head><body><main><h1>${title}</h1>${body}</main></body></html>`;

const LOGIN = page("Entrar", `<form method="post" action="/entrar">
<p><label>Usuário <input name="user" autocomplete="username"></label></p>
<p><label>Senha <input name="password" type="password" autocomplete="current-password"></label></p>
<p><button>Entrar</button></p></form>`);

const PAGES = {
  "/": page("Causas", `<table><thead><tr><th scope="col">Causa</th><th scope="col">Casos</th></tr></thead>
<tbody><tr><td><a href="/seeded">Produto sem cadastro</a></td><td>3</td></tr></tbody></table><p id="live">sem script</p>
<script src="/live.js"></script>`),
  "/seeded": page("Falhas", `<img src="/dot.png"><p class="faint">cinza sobre branco</p>
<p><button class="tiny">a</button><button class="tiny">b</button></p>`),
  "/inline": page("Script", "<script>document.title = 'inline'</script>"),
  "/foreign": page("Fora", '<img alt="" src="http://assets.example/logo.png">'),
  "/broken": page("Quebrado", '<script src="/throws.js"></script>'),
};

const ASSETS = {
  "/style.css": ["text/css", `:root { color-scheme: light dark } body { color: CanvasText; background: Canvas }
.faint { color: #ccc; background: #fff } .tiny { width: 8px; height: 8px; padding: 0; border: 0 }`],
  "/live.js": ["text/javascript", "document.getElementById('live').textContent = 'com script';"],
  "/throws.js": ["text/javascript", "throw new Error('seeded');"],
};

function answer(request, response) {
  const signedIn = request.headers.cookie?.includes("session=1");
  const policy = { "content-security-policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src *; form-action 'self'" };
  const send = (status, type, body) => response.writeHead(status, { "content-type": `${type}; charset=utf-8`, ...policy }).end(body);
  if (request.method === "POST") {
    response.writeHead(303, { location: "/", "set-cookie": "session=1; HttpOnly; SameSite=Strict" }).end();
  } else if (request.url in ASSETS) {
    send(200, ...ASSETS[request.url]);
  } else if (request.url === "/fails") {
    send(500, "text/html", page("Erro", ""));
  } else if (request.url in PAGES) {
    send(200, "text/html", signedIn ? PAGES[request.url] : LOGIN);
  } else {
    send(404, "text/html", page("Não há", ""));
  }
}

process.on("SIGTERM", () => process.exit(0));
console.error("stand-in: begun");
if (manner === "ends") process.exit(3);
if (manner === "serves") {
  const server = createServer(answer).listen(0, "127.0.0.1", () => {
    console.log(`desk http://127.0.0.1:${server.address().port}/`);
    console.log("user ana correct-horse");
    console.log("user rui second-horse");
  });
} else {
  setInterval(() => {}, 1_000);
}
