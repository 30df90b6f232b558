// The line that contests a decision, from a reason. Nothing is sent or kept.

import { byId } from "./nodes.js";
import { personal } from "./personal.js";
import { cleaned, refused } from "./texts.js";
import { fill } from "./words.js";

const data = JSON.parse(byId("form-data").textContent);
const say = (key, details = {}) => fill(data.words[key], details, data.lang);
const activities = data.grids[data.current].activities;

// What is wrong: `[field, sentence]`; null when the line may be pasted.
function wrong(code, reason) {
  if (code && !Object.hasOwn(activities, code)) return ["activity", say("reply-code")];
  const sensitive = code && activities[code].sensitive;
  if (sensitive && reason) return ["reason", say("reply-sensitive")];
  if (!sensitive && !reason) return ["reason", say("reply-reason")];
  const rule = personal(reason);
  if (rule) return ["reason", fill(data.rules[rule], {}, data.lang)];
  const character = refused(reason);
  return character ? ["reason", fill(data.rules.PP005, { character }, data.lang)] : null;
}

function refresh() {
  const code = cleaned(byId("form-activity").value);
  const reason = cleaned(byId("form-reason").value).replace(/\s+/g, " ");
  const found = wrong(code, reason);
  for (const ask of ["activity", "reason"]) {
    const isWrong = Boolean(found) && found[0] === ask;
    byId(`form-${ask}-error`).textContent = isWrong ? found[1] : "";
    byId(`form-${ask}`).toggleAttribute("aria-invalid", isWrong);
  }
  const line = [say("reply-command"), code, reason].filter(Boolean).join(" ");
  byId("form-line").textContent = found ? "" : line;
  byId("form-copy").disabled = Boolean(found);
}

async function copy() {
  try {
    await navigator.clipboard.writeText(byId("form-line").textContent);
    byId("form-status").textContent = say("copied");
  } catch (_error) {
    window.getSelection().selectAllChildren(byId("form-line"));
    byId("form-status").textContent = say("select");
  }
}

for (const ask of ["activity", "reason"]) byId(`form-${ask}`).addEventListener("change", refresh);
byId("form-reason").addEventListener("input", refresh);
byId("form-copy").addEventListener("click", copy);
byId("reply").addEventListener("submit", (event) => event.preventDefault());
if (data.requests && !data.boxes) {
  Object.assign(byId("form-requests"), { href: data.requests, textContent: say("my-requests"), hidden: false });
}
byId("form-copy").disabled = true;
byId("form-off").remove();
byId("reply").hidden = false;
