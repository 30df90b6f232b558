// The fields of the page: reading them, showing those that are asked, saying what is wrong beside each.

import { isDay } from "./calendar.js";
import { byId, make } from "./nodes.js";
import { cleaned, length, slug } from "./texts.js";

export const STUDENT = ["code", "cohort", "profile"];
export const DETAILS = ["from", "to", "elsewhere", "level", "quantity", "hours", "title", "organisation", "event", "description"];
const NUMBERS = new Set(["quantity", "hours"]);
const TEXTS = ["title", "organisation", "event", "description"];
const WORDS = { code: "code", cohort: "cohort", event: "event", from: "day", to: "day", level: "level" };

export function control(ask) {
  return byId(`form-${ask}`);
}

function isAsked(ask) {
  return !control(ask).disabled;
}

// What is typed now, as plain values; null for what is not asked or not said.
export function read() {
  const answers = {};
  for (const ask of STUDENT) answers[ask] = cleaned(control(ask).value);
  for (const ask of DETAILS) {
    const typed = isAsked(ask) ? cleaned(control(ask).value) : "";
    if (NUMBERS.has(ask)) answers[ask] = typed === "" ? null : Number(typed);
    else answers[ask] = typed || null;
  }
  answers.from = answers.from || "";
  answers.to = answers.to || "";
  answers.elsewhere = answers.elsewhere || "none";
  return answers;
}

// What is typed, as it is, to keep in a draft and put back.
export function typed() {
  return Object.fromEntries(DETAILS.map((ask) => [ask, control(ask).value]));
}

export function putBack(values, asks) {
  for (const ask of asks) if (typeof values[ask] === "string") control(ask).value = values[ask];
}

// The most characters of each text, as the schema says.
export function limits() {
  return Object.fromEntries(TEXTS.map((ask) => [ask, control(ask).maxLength]));
}

// Show what an activity asks; the event only when the activity is short enough to be one.
export function show(activity, mayBeEvent, say) {
  for (const ask of DETAILS) {
    const asked = activity !== null && activity.asks.includes(ask) && (ask !== "event" || mayBeEvent);
    control(ask).disabled = !asked;
    control(ask).closest(".form-field").hidden = !asked;
  }
  if (activity === null) return;
  document.querySelector('label[for="form-quantity"]').textContent = say("how-many", activity);
  const chosen = control("level").value;
  const levels = activity.levels.map((level) => make("option", { value: level.code }, say("level-worth", level)));
  control("level").replaceChildren(make("option", { value: "" }, say("choose-level")), ...levels);
  if (activity.levels.some((level) => level.code === chosen)) control("level").value = chosen;
}

// The folder of a student, pasted whole, gives the cohort and the code; an event's name becomes the word it stands for.
export function tidy(ask) {
  const node = control(ask);
  if (ask === "code") {
    const found = /(20[0-9]{2})\/(s-[0-9a-z]{10})(?:\/|$|[?#])/i.exec(node.value);
    if (found) [control("cohort").value, node.value] = [found[1], found[2]];
    node.value = cleaned(node.value).toLowerCase();
  }
  if (ask === "event") node.value = slug(node.value, node.maxLength) || cleaned(node.value);
  if (ask === "from" && isDay(node.value) && !control("to").value) control("to").value = node.value;
}

// What the browser's own constraints say of the fields that are asked: `{ask, word, details}`.
export function constrained() {
  return [...STUDENT, ...DETAILS].filter(isAsked).map(wrong).filter(Boolean);
}

function wrong(ask) {
  const node = control(ask);
  const { badInput, patternMismatch, rangeOverflow, rangeUnderflow, stepMismatch } = node.validity;
  if (stepMismatch && !rangeOverflow && !rangeUnderflow && node.valueAsNumber > 1) {
    return { ask, word: "whole", details: { whole: Math.floor(node.valueAsNumber) } };
  }
  if (node.type === "number" && (badInput || rangeOverflow || rangeUnderflow || stepMismatch)) {
    return { ask, word: "number", details: { least: node.min, most: node.max } };
  }
  if (node.type === "date" && (badInput || (node.value && !isDay(node.value)))) return { ask, word: "day", details: {} };
  const value = cleaned(node.value);
  if (node.required && !value) return { ask, word: ask === "level" ? "level" : "missing", details: {} };
  if (patternMismatch) return { ask, word: WORDS[ask] || "missing", details: {} };
  if (node.maxLength > 0 && length(value) > node.maxLength) return { ask, word: "long", details: { most: node.maxLength } };
  return null;
}

// --- what is wrong, beside the field -----------------------------------------------------------------------------------

// Where it is said, and what takes the focus.
function places(ask) {
  if (ask === "activity" && !byId("form-chosen").hidden) {
    return { said: byId("form-chosen-error"), focus: byId("form-change") };
  }
  const said = byId(`form-${ask}-error`);
  if (!ask.startsWith("evidence-")) return { said, focus: control(ask) };
  const inputs = [...said.closest("fieldset").querySelectorAll("input[type=file], input[type=url]")];
  return { said, focus: inputs.find((input) => input.offsetParent !== null) || inputs[0] };
}

export function clear() {
  document.querySelectorAll("#form .form-error").forEach((node) => node.replaceChildren());
  document.querySelectorAll("#form [aria-invalid]").forEach((node) => node.removeAttribute("aria-invalid"));
}

export function mark(ask, sentence) {
  const { said, focus } = places(ask);
  said.textContent = sentence;
  if (focus.matches("input, select, textarea")) focus.setAttribute("aria-invalid", "true");
}

// The same problems in the order of the page.
export function inOrder(wrong) {
  const order = ([one], [other]) =>
    places(one).focus.compareDocumentPosition(places(other).focus) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1;
  return new Map([...wrong].sort(order));
}

// A link to a question, which puts the focus there.
export function linkTo(ask, ...words) {
  const { focus } = places(ask);
  const link = make("a", { href: `#${focus.id}` }, ...words);
  link.addEventListener("click", (event) => {
    event.preventDefault();
    focus.focus();
    focus.scrollIntoView({ block: "center" });
  });
  return link;
}

// What a question is called.
export function label(ask, say) {
  if (ask === "activity") return say("activity");
  const named = ask.startsWith("evidence-") && places(ask).said.closest("fieldset").querySelector("legend");
  return (named || document.querySelector(`label[for="form-${ask}"]`)).textContent;
}

// What was answered, in words: `[question, label, answer]` for each question that was asked and answered.
export function answered() {
  const said = (node) => (node.tagName === "SELECT" ? node.selectedOptions[0].textContent : cleaned(node.value));
  return [...STUDENT, ...DETAILS]
    .filter((ask) => isAsked(ask) && cleaned(control(ask).value))
    .map((ask) => [ask, label(ask), said(control(ask))]);
}
