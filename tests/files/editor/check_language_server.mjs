// A small language client: opens documents in a real YAML language server, and says what a person would be shown.
//
//   node check_language_server.mjs NODE_MODULES ROOT < questions.json > answers.json
//
// Questions: {settings: {"yaml.…": …}, documents: [{path, text, complete?: place, hover?: place}]}, with paths from
// ROOT and places [line, character] from 0. Answers, in the same order: {diagnostics: [{line, message}],
// completions: [{label, documentation}], hover: text}. The documents need not exist on disk.
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const PATIENCE = 60_000; // ms for one answer, on a busy machine
const QUIET = 1_000; // ms without news after which diagnostics are final: the server may publish twice

const [modules, root] = process.argv.slice(2).map((path) => resolve(path));
const { settings, documents } = JSON.parse(readFileSync(0, "utf8"));
const rootUri = pathToFileURL(root).href;

const program = join(modules, "yaml-language-server", "bin", "yaml-language-server");
const server = spawn(process.execPath, [program, "--stdio"], { stdio: ["pipe", "pipe", "inherit"] });
server.on("exit", (code) => {
  console.error(`the language server stopped (${code})`);
  process.exit(1);
});

// --- messages: a Content-Length header, an empty line, JSON ---------------------------------------------------------

let received = Buffer.alloc(0);
let lastId = 0;
const waiting = new Map(); // id of a request -> what to do with its answer
const published = new Map(); // uri -> {diagnostics, at}

const send = (message) => {
  const body = Buffer.from(JSON.stringify({ jsonrpc: "2.0", ...message }), "utf8");
  server.stdin.write(`Content-Length: ${body.length}\r\n\r\n`);
  server.stdin.write(body);
};
const notify = (method, params) => send({ method, params });
const request = (method, params) =>
  new Promise((answer, refuse) => {
    const id = ++lastId;
    const late = setTimeout(() => refuse(new Error(`no answer to ${method}`)), PATIENCE);
    waiting.set(id, ({ result, error }) => {
      clearTimeout(late);
      if (error) refuse(new Error(`${method}: ${error.message}`));
      else answer(result);
    });
    send({ id, method, params });
  });

// The keys "yaml.format.enable" of an editor's settings, as the nested object that a server asks for.
const section = (name) => {
  const nested = {};
  for (const [key, value] of Object.entries(settings)) {
    if (!key.startsWith(`${name}.`)) continue;
    const parts = key.slice(name.length + 1).split(".");
    let holder = nested;
    for (const part of parts.slice(0, -1)) holder = holder[part] ??= {};
    holder[parts.at(-1)] = value;
  }
  return nested;
};

const receive = (message) => {
  if (message.method === "textDocument/publishDiagnostics") {
    published.set(message.params.uri, { diagnostics: message.params.diagnostics, at: Date.now() });
  } else if (message.method === "workspace/configuration") {
    send({ id: message.id, result: message.params.items.map((item) => section(item.section)) });
  } else if (message.method !== undefined && message.id !== undefined) {
    send({ id: message.id, result: null });
  } else if (message.id !== undefined) {
    waiting.get(message.id)?.(message);
    waiting.delete(message.id);
  }
};

server.stdout.on("data", (chunk) => {
  received = Buffer.concat([received, chunk]);
  for (;;) {
    const end = received.indexOf("\r\n\r\n");
    if (end < 0) return;
    const length = Number(/Content-Length: ([0-9]+)/i.exec(received.subarray(0, end).toString("latin1"))[1]);
    if (received.length < end + 4 + length) return;
    const body = received.subarray(end + 4, end + 4 + length);
    received = received.subarray(end + 4 + length);
    receive(JSON.parse(body.toString("utf8")));
  }
});

// --- one document ----------------------------------------------------------------------------------------------------

// It is opened once, then changed: a server answers the closing of a document with an empty list of diagnostics, which
// would pass for the answer to the next question.

const versions = new Map(); // uri -> version
const pause = (ms) => new Promise((done) => setTimeout(done, ms));

const diagnosticsOf = async (uri) => {
  for (const start = Date.now(); Date.now() - start < PATIENCE; await pause(50)) {
    const news = published.get(uri);
    if (news && Date.now() - news.at > QUIET) return news.diagnostics;
  }
  throw new Error(`no diagnostics of ${uri}`);
};

const plain = (content) => {
  if (content == null) return "";
  if (Array.isArray(content)) return content.map(plain).join("\n");
  return typeof content === "string" ? content : content.value;
};

const answerTo = async ({ path, text, complete, hover }) => {
  const uri = pathToFileURL(join(root, path)).href;
  const version = (versions.get(uri) ?? 0) + 1;
  versions.set(uri, version);
  published.delete(uri);
  if (version === 1) notify("textDocument/didOpen", { textDocument: { uri, languageId: "yaml", version, text } });
  else notify("textDocument/didChange", { textDocument: { uri, version }, contentChanges: [{ text }] });
  const at = ([line, character]) => ({ textDocument: { uri }, position: { line, character } });
  const diagnostics = await diagnosticsOf(uri);
  const list = complete && (await request("textDocument/completion", at(complete)));
  const shown = hover && (await request("textDocument/hover", at(hover)));
  return {
    diagnostics: diagnostics.map(({ range, message }) => ({ line: range.start.line, message })),
    completions: (list?.items ?? []).map((item) => ({ label: item.label, documentation: plain(item.documentation) })),
    hover: plain(shown?.contents),
  };
};

// --- the whole -------------------------------------------------------------------------------------------------------

await request("initialize", {
  processId: process.pid,
  rootUri,
  locale: "fr",
  workspaceFolders: [{ uri: rootUri, name: basename(root) }],
  capabilities: {
    textDocument: {
      completion: { completionItem: { documentationFormat: ["markdown"], snippetSupport: true } },
      hover: { contentFormat: ["markdown"] },
      publishDiagnostics: {},
    },
    workspace: { configuration: true, workspaceFolders: true },
  },
});
notify("initialized", {});
notify("workspace/didChangeConfiguration", { settings: null });

// Documents of different paths are asked about together; those of one path, one after the other.
const answers = [];
const turns = new Map(); // path -> the last question about it
documents.forEach((document, index) => {
  const before = turns.get(document.path) ?? Promise.resolve();
  turns.set(
    document.path,
    before.then(async () => {
      answers[index] = await answerTo(document);
    }),
  );
});
await Promise.all(turns.values());
process.stdout.write(JSON.stringify(answers), () => {
  server.removeAllListeners("exit");
  server.kill();
  process.exit(0);
});
