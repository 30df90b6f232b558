// The evidence step: one block for each document that the grid wants, by file or by address.

import { asKind, fromAddress, fromFile } from "./evidence.js";
import { byId, make } from "./nodes.js";

export class Pieces {
  // `say` gives a sentence, `report(rank, problem)` shows or clears what is wrong, `changed` is told of every change.
  constructor(types, say, report, changed) {
    Object.assign(this, { types, say, report, changed });
    this.found = [];
    this.groups = [];
    this.pending = new Set();
  }

  // Show the blocks of an activity; `kept` are the pieces of a draft, by rank.
  show(activity, policy, kept) {
    this.policy = policy;
    this.groups = activity ? activity.evidence : [];
    this.found = this.groups.map((group, rank) => suitable(kept[rank], group, policy));
    byId("form-evidence").replaceChildren(...this.groups.map((group, rank) => this.block(group, rank)));
  }

  // Once no file is being read any more.
  async settled() {
    await Promise.all(this.pending);
  }

  block(group, rank) {
    const { kinds } = this.policy;
    const titled = (code) => (kinds[code] ? `${kinds[code].title} (${code})` : code);
    const id = `form-evidence-${rank}`;
    const legend = group.length > 1 ? "proof-choice" : "proof";
    const node = make("fieldset", { class: "form-piece", "data-ask": `evidence-${rank}` });
    node.append(make("legend", {}, this.say(legend, { number: rank + 1, title: titled(group[0]) })));
    const piece = this.found[rank];
    const kind = make("select", { id: `${id}-kind` }, ...group.map((code) => make("option", { value: code }, titled(code))));
    if (piece) kind.value = piece.kind;
    if (group.length > 1) node.append(make("label", { for: kind.id }, this.say("proof-kind")), kind);
    const parts = { node, kind, rank, ...this.ways(id, kind, piece) };
    node.append(...parts.choice, parts.byFile, parts.byAddress);
    node.append(make("p", { class: "form-error", id: `${id}-error` }));
    this.listen(parts);
    return node;
  }

  // The two ways to give a document, and the choice between them where the school takes both.
  ways(id, kind, piece) {
    const { store, online, hosts } = this.policy;
    const isOnline = store === null || Boolean(piece && piece.store === "url");
    const hint = make("p", { class: "form-hint", id: `${id}-hint` });
    const describe = { "aria-describedby": `${id}-hint ${id}-read ${id}-error` };
    const file = make("input", { type: "file", id: `${id}-file`, ...describe });
    const read = make("p", { class: "form-read", id: `${id}-read` });
    const remove = make("button", { type: "button", class: "md-button" }, this.say("remove"));
    const byFile = make("div", {}, make("label", { for: file.id }, this.say("proof-choose")), hint, file, read, remove);
    const where = { "aria-describedby": `${id}-hosts ${id}-error`, inputmode: "url", autocapitalize: "none" };
    const url = make("input", { type: "url", id: `${id}-url`, maxlength: "500", pattern: "https://.*", ...where });
    const told = make("p", { class: "form-hint", id: `${id}-hosts` }, this.say("proof-hosts", { hosts }));
    const byAddress = make("div", {}, make("label", { for: url.id }, this.say("proof-address")), told, url);
    if (piece && piece.store === "url") url.value = piece.url;
    const radios = ["file", "online"].map((way) => {
      const radio = make("input", { type: "radio", name: `${id}-how`, id: `${id}-${way}-way`, value: way });
      radio.checked = (way === "online") === isOnline;
      return radio;
    });
    const labelled = radios.map((radio) => make("label", { for: radio.id }, radio, this.say(`proof-${radio.value}`)));
    const asked = make("span", { class: "form-label", id: `${id}-how` }, this.say("proof-how"));
    const group = make("div", { role: "radiogroup", "aria-labelledby": `${id}-how`, class: "form-radios" }, asked, ...labelled);
    return { choice: store && online ? [group] : [], radios, file, read, remove, hint, url, byFile, byAddress };
  }

  listen(parts) {
    const { rank, kind, radios, file, url, remove } = parts;
    kind.addEventListener("change", () => {
      const piece = this.found[rank];
      if (piece) this.settle(parts, asKind(piece, kind.value, this.policy));
      this.refresh(parts);
    });
    radios.forEach((radio) => radio.addEventListener("change", () => this.switch(parts)));
    file.addEventListener("change", () => this.readFile(parts, file.files[0]));
    url.addEventListener("change", () => this.readAddress(parts));
    remove.addEventListener("click", () => {
      file.value = "";
      this.settle(parts, {});
      file.focus();
    });
    this.refresh(parts);
  }

  switch(parts) {
    this.settle(parts, {});
    if (isOnline(parts) && parts.url.value) this.readAddress(parts);
    else if (!isOnline(parts) && parts.file.files[0]) this.readFile(parts, parts.file.files[0]);
  }

  async readFile(parts, file) {
    if (!file) return;
    const turn = Symbol(file.name);
    parts.turn = turn;
    parts.read.textContent = this.say("reading");
    const reading = fromFile(parts.kind.value, file, this.policy, this.types);
    this.pending.add(reading);
    const result = await reading;
    this.pending.delete(reading);
    if (parts.turn !== turn) return;
    if (result.problem) parts.file.value = "";
    this.settle(parts, result);
  }

  readAddress(parts) {
    const typed = parts.url.value.trim();
    this.settle(parts, typed ? fromAddress(parts.kind.value, typed, this.policy) : {});
  }

  settle(parts, { piece = null, problem = null }) {
    parts.turn = null;
    this.found[parts.rank] = piece;
    this.refresh(parts);
    this.report(parts.rank, problem);
    this.changed();
  }

  refresh(parts) {
    const { rank, kind, file, read, remove, hint, byFile, byAddress } = parts;
    const piece = this.found[rank];
    const known = this.policy.kinds[kind.value];
    const online = this.policy.store === null || isOnline(parts);
    byFile.hidden = online;
    byAddress.hidden = !online;
    if (known) {
      hint.textContent = this.say("proof-formats", { formats: known.formats, most: this.policy.most });
      file.setAttribute("accept", known.endings.join(","));
    }
    const isFile = Boolean(piece && piece.store !== "url");
    read.textContent = isFile ? this.say("read", { name: piece.name, size: piece.size }) : "";
    remove.hidden = !isFile;
  }

  // What was given, in words.
  named() {
    return this.found.filter(Boolean).map((piece, rank) => {
      const { title } = this.policy.kinds[piece.kind];
      return { label: this.say("proof", { number: rank + 1, title }), answer: piece.name || piece.url };
    });
  }
}

function isOnline(parts) {
  return parts.radios[1].checked;
}

// A piece of a draft, if the grid still takes it here.
function suitable(piece, group, policy) {
  if (!piece || !group.includes(piece.kind)) return null;
  return piece.store === "url" ? (policy.online ? piece : null) : piece.store === policy.store ? piece : null;
}
