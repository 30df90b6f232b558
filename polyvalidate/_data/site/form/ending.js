// The end of the form: the text of the declaration, copied, downloaded, or taken to the forge.

import { newFile } from "./forge.js";
import { byId } from "./nodes.js";

export class Ending {
  constructor(forge, say, status) {
    Object.assign(this, { forge, say, status });
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
    byId("form-result").hidden = false;
    byId("form-result-title").focus();
    byId("form-result").scrollIntoView();
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
