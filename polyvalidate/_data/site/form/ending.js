// The end of the form: the text of the declaration, copied, downloaded, or taken to the forge.

import { isDay } from "./calendar.js";
import * as fields from "./fields.js";
import { newFile } from "./forge.js";
import { byId, make } from "./nodes.js";
import { day } from "./words.js";

export class Ending {
  constructor(forge, say, status, lang) {
    Object.assign(this, { forge, say, status, lang });
    byId("form-copy").addEventListener("click", () => this.copy());
    byId("form-download").addEventListener("click", () => this.download());
    const open = byId("form-open");
    if (open) open.addEventListener("click", () => !this.filled && this.copy());
  }

  // `left` says what is to be joined to the request; `box` is the address of the student's own repository, if any.
  show(path, text, left, box) {
    Object.assign(this, { path, text });
    byId("form-path").textContent = path;
    byId("form-yaml").textContent = text;
    byId("form-attach").textContent = left;
    if (this.forge) {
      const { url, filled } = newFile(box ? { ...this.forge, url: box, branch: "main" } : this.forge, path, text);
      this.filled = filled;
      byId("form-open").href = url;
      byId("form-open-prefilled").hidden = !filled;
      byId("form-open-empty").hidden = filled;
    }
    byId("form-file").open = !this.forge;
    byId("form-result").hidden = false;
    byId("form-result-title").focus();
    byId("form-result").scrollIntoView();
  }

  // What was declared, in words: each line can be changed. `worth` is what the form says of the points.
  recall(activity, pieces, worth) {
    const said = (answer) => (isDay(answer) ? day(answer, this.lang) : answer);
    const lines = fields.answered().map(([ask, label, answer]) => this.line(label, said(answer), ask));
    lines.splice(3, 0, this.line(this.say("activity"), `${activity.code} ${activity.title}`, "activity"));
    for (const [rank, { label, answer }] of pieces.entries()) lines.push(this.line(label, answer, `evidence-${rank}`));
    byId("form-answers").replaceChildren(...lines);
    byId("form-earned").replaceChildren(...[...worth.childNodes].map((node) => node.cloneNode(true)));
    byId("form-earned").hidden = worth.hidden;
  }

  line(label, answer, ask) {
    const change = fields.linkTo(ask, this.say("change"), make("span", { class: "form-unseen" }, ` ${label}`));
    return make("div", {}, make("dt", {}, label), make("dd", {}, answer), make("dd", {}, change));
  }

  hide() {
    const shown = !byId("form-result").hidden;
    byId("form-result").hidden = true;
    return shown;
  }

  async copy() {
    try {
      await navigator.clipboard.writeText(this.text);
      this.status(this.say("copied"));
    } catch (_error) {
      byId("form-file").open = true;
      window.getSelection().selectAllChildren(byId("form-yaml"));
      this.status(this.say("select"));
    }
  }

  download() {
    const address = URL.createObjectURL(new Blob([this.text], { type: "application/yaml" }));
    const link = document.createElement("a");
    link.href = address;
    link.download = this.path.slice(this.path.lastIndexOf("/") + 1);
    link.click();
    window.setTimeout(() => URL.revokeObjectURL(address), 10000);
  }
}

// What the student still has to join, or to show. In a box, where `folder` is "", all lies beside the declaration.
export function left(activity, evidence, folder, say) {
  if (activity.sensitive) return say("show", activity);
  const named = (store) => evidence.filter((piece) => piece.store === store).map((piece) => piece.name);
  const [attached, stored] = folder
    ? [named("pull-request"), named("repository")]
    : [[], [...named("pull-request"), ...named("repository")]];
  const found = [];
  if (attached.length) found.push(say("attach", { names: attached.join(", ") }));
  if (stored.length) found.push(say("store", { folder: `${folder}evidence`, names: stored.join(", ") }));
  return found.length ? found.join(" ") : say("attach-none");
}
