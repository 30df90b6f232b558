// Says whether files are those that declarations announce. All is read here; nothing is sent, nothing is kept.

import { announced } from "./announced.js";
import { hexadecimal } from "./evidence.js";
import { byId, make } from "./nodes.js";

const MOST = 200e6;
const LARGEST_DECLARATION = 65536;

const held = [];
const said = byId("proof-said");
let turn = 0;

// A sentence, its details put in as text; a name is put in as it is, whatever it holds.
function say(key, details = {}) {
  return said.dataset[key].replace(/\{([a-z0-9]+)\}/g, (_found, name) => details[name]);
}

// What is known of a file: `{declaration, digests}`, `{file, sha256}`, or `{problem}`.
async function look(file) {
  const { name } = file;
  try {
    if (/\.ya?ml$/i.test(name) && file.size <= LARGEST_DECLARATION) {
      return { declaration: name, digests: announced(await file.text()) };
    }
    if (file.size > MOST) return { problem: say("large", { file: name }) };
    if (!window.crypto || !window.crypto.subtle) return { problem: say("insecure") };
    return { file: name, sha256: hexadecimal(await window.crypto.subtle.digest("SHA-256", await file.arrayBuffer())) };
  } catch (_error) {
    return { problem: say("unreadable", { file: name }) };
  }
}

function lines(looked, typed) {
  const declarations = looked.filter((one) => one.declaration);
  const files = looked.filter((one) => one.file);
  const told = looked.flatMap((one) => (one.problem ? [one.problem] : []));
  if (typed && !/^[0-9a-f]{64}$/.test(typed)) told.push(say("wrong"));
  for (const one of files) {
    const owners = declarations.filter(({ digests }) => digests.includes(one.sha256));
    const compared = declarations.length || /^[0-9a-f]{64}$/.test(typed);
    told.push(...owners.map(({ declaration }) => say("same", { ...one, declaration })));
    if (typed === one.sha256) told.push(say("typed", one));
    else if (!owners.length) told.push(say(compared ? "other" : "alone", one));
  }
  for (const { declaration, digests } of declarations) {
    if (!digests.length) told.push(say("none", { declaration }));
    const missing = digests.filter((sha256) => !files.some((one) => one.sha256 === sha256));
    told.push(...missing.map((sha256) => say("awaits", { declaration, sha256 })));
  }
  return told;
}

async function refresh() {
  turn += 1;
  const mine = turn;
  const looked = await Promise.all(held.map(look));
  if (mine !== turn) return;
  const typed = byId("proof-digest").value.trim().toLowerCase();
  said.replaceChildren(...lines(looked, typed).map((sentence) => make("li", {}, sentence)));
}

function add(files) {
  held.push(...files);
  refresh();
}

byId("proof-files").addEventListener("change", (event) => add(event.target.files));
byId("proof-digest").addEventListener("input", refresh);
byId("proof").addEventListener("submit", (event) => event.preventDefault());
byId("proof-clear").addEventListener("click", () => {
  held.length = 0;
  byId("proof").reset();
  refresh();
});
window.addEventListener("dragover", (event) => event.preventDefault());
window.addEventListener("drop", (event) => {
  event.preventDefault();
  add(event.dataTransfer.files);
});
byId("form-off").remove();
byId("proof").hidden = false;
