// The form: what the page knows, what the student says, and what the one makes of the other at each change.

import { academicYear, daysBetween, isDay, today } from "./calendar.js";
import { problems } from "./checks.js";
import { caps, when, worth } from "./claims.js";
import { Ending, left } from "./ending.js";
import * as fields from "./fields.js";
import { fromLetter } from "./letter.js";
import { Memory } from "./memory.js";
import { byId, discs, make, paragraphs } from "./nodes.js";
import * as picker from "./picker.js";
import { Pieces } from "./pieces.js";
import { fileName } from "./texts.js";
import { fill } from "./words.js";
import { declaration } from "./yaml.js";

const data = JSON.parse(byId("form-data").textContent);
for (const grid of Object.values(data.grids)) {
  // `constructor` is the code of no activity, wherever it comes from: an address or a draft.
  for (const known of [grid.activities, grid.profiles]) Object.setPrototypeOf(known, null);
  for (const activity of Object.values(grid.activities)) activity.grid = grid.year;
}
Object.setPrototypeOf(data.grids, null);
const say = (key, details = {}) => fill(data.words[key], details, data.lang);
const said = ({ rule, word, details = {} }) => (rule ? fill(data.rules[rule], details, data.lang) : say(word, details));
const memory = new Memory(new URL(data.root, window.location.href).pathname);
const pieces = new Pieces(data.types, say, (rank, problem) => reported(rank, problem), () => changed(null));
const ending = new Ending(data.forge, say, announce, data.lang);
// `code` is the activity chosen, `before` the one that another is being chosen for, `shown` the evidence step drawn last.
// `listed` is the list drawn last: it is not drawn again under the pointer of somebody who is choosing in it.
const state = { code: null, before: null, shown: null, listed: "", touched: new Set(), wrong: new Map() };

// --- what is known -----------------------------------------------------------------------------------------------------

// The grid of the year of the activity, or the one in force as long as that year is not known or has none.
function gridOf(answers) {
  const year = isDay(answers.from) ? academicYear(answers.from, data.firstMonth) : "";
  return data.grids[year] || data.grids[data.current];
}

function activityOf(answers) {
  return (state.code && gridOf(answers).activities[state.code]) || null;
}

function read() {
  const answers = fields.read();
  const found = pieces.found;
  return { ...answers, activity: state.code, pieces: found, evidence: found.filter(Boolean) };
}

function mayBeEvent({ from, to }, activity) {
  return isDay(from) && isDay(to) && daysBetween(from, to) < data.eventDays && activity.asks.includes("event");
}

// --- what is wrong -----------------------------------------------------------------------------------------------------

function allWrong(answers) {
  const found = new Map(fields.constrained().map((problem) => [problem.ask, problem]));
  for (const [ask, problem] of state.wrong) found.set(ask, problem);
  for (const problem of problems(data, answers, activityOf(answers), fields.limits(), today(data.zone))) {
    if (!found.has(problem.ask)) found.set(problem.ask, problem);
  }
  return found;
}

function reported(rank, problem) {
  const ask = `evidence-${rank}`;
  if (problem) state.wrong.set(ask, problem);
  else state.wrong.delete(ask);
  state.touched.add(ask);
  if (problem) announce(said(problem));
}

// All that is to be mended, at the top of the form, each leading to its question.
function summarise(wrong) {
  const named = (ask, problem) => say("to-mend-in", { label: fields.label(ask, say), wrong: said(problem) });
  const lines = [...wrong].map(([ask, problem]) => make("li", {}, fields.linkTo(ask, named(ask, problem))));
  const many = say(wrong.size > 1 ? "to-mend" : "to-mend-one", { number: wrong.size });
  byId("form-summary").replaceChildren(...(wrong.size ? [make("h2", {}, many), make("ul", {}, ...lines)] : []));
}

function announce(sentence) {
  byId("form-status").textContent = sentence;
}

// --- at each change ----------------------------------------------------------------------------------------------------

// Draw again what depends on the answers. `ask` is the question just answered, whose mistake is then said aloud.
function changed(ask) {
  if (ask) {
    fields.tidy(ask);
    state.touched.add(ask);
  }
  draw();
  const answers = read();
  const wrong = allWrong(answers);
  fields.clear();
  for (const [one, problem] of wrong) if (state.touched.has(one)) fields.mark(one, said(problem));
  if (ask && wrong.has(ask)) announce(said(wrong.get(ask)));
  if (byId("form-summary").hasChildNodes()) summarise(new Map([...wrong].filter(([one]) => state.touched.has(one))));
  if (ending.hide()) announce(say("stale"));
  keep(answers);
}

function draw() {
  const answers = read();
  const grid = gridOf(answers);
  const activity = activityOf(answers);
  if (state.shown !== `${grid.year} ${state.code}`) {
    if (activity) pieces.show(activity, grid.evidence, pieces.found);
    state.shown = `${grid.year} ${state.code}`;
  }
  if (activity) {
    fields.show(activity, mayBeEvent(answers, activity), say);
    const sentences = caps(activity, grid, answers.profile).map(([key, details]) => say(key, details));
    picker.about(activity, grid, sentences, say);
  } else if (!state.code) {
    fields.show(null, false, say);
    list();
  }
  const points = activity ? worth(activity, answers) : [];
  paragraphs(byId("form-worth"), points.map(([key, details]) => say(key, details)));
  if (points.length) byId("form-worth").prepend(...discs(points[0][1].points));
  const dated = activity && isDay(answers.from) && isDay(answers.to) && answers.from <= answers.to;
  const dates = dated ? when(data, grid, answers, today(data.zone)) : [];
  paragraphs(byId("form-when"), dates.map(([key, details]) => say(key, details)));
  byId("form-search").hidden = state.code !== null;
  byId("form-chosen").hidden = state.code === null;
  byId("form-step-details").hidden = state.code === null;
  byId("form-step-finish").hidden = state.code === null;
  byId("form-step-evidence").hidden = state.code === null || !pieces.groups.length;
}

function list() {
  const grid = gridOf(fields.read());
  const { profile } = fields.read();
  const { open, closed } = picker.search(grid, profile, fields.control("activity").value, data.synonyms);
  const drawn = JSON.stringify([grid.year, profile, open.map((one) => one.code), closed.map((one) => one.code)]);
  if (drawn !== state.listed) byId("form-found").replaceChildren(...picker.list(grid, open, closed, say, choose));
  state.listed = drawn;
  return open;
}

function choose(code) {
  if (state.before && state.before !== code) memory.forget(state.before);
  state.before = null;
  state.code = code;
  state.wrong.clear();
  changed(null);
  const title = byId("form-about-title");
  if (title) title.focus();
  const activity = activityOf(read());
  if (activity) announce(say("chosen", activity));
}

function chooseAgain() {
  state.before = state.code;
  state.code = null;
  state.touched.delete("activity");
  changed(null);
  fields.control("activity").focus();
}

// --- the draft ---------------------------------------------------------------------------------------------------------

function keep(answers) {
  const { code, cohort, profile } = answers;
  memory.remember({ code, cohort, profile });
  const activity = activityOf(answers);
  if (activity && activity.sensitive) memory.forget(activity.code);
  else if (state.code) memory.keep(state.code, { values: fields.typed(), pieces: pieces.found });
  note(memory.works ? null : "not-kept");
}

function note(key) {
  const node = byId("form-draft");
  node.hidden = key === null;
  node.textContent = key === null ? "" : say(key);
}

function restore() {
  fields.putBack({ ...memory.student(), ...fromLetter() }, fields.STUDENT);
  const asked = new URLSearchParams(window.location.search).get("activite");
  const known = Object.values(data.grids).some((grid) => asked && grid.activities[asked]);
  const draft = memory.draft(known ? asked : null);
  state.code = known ? asked : draft && !orphan() ? memory.kept.last : null;
  if (!draft) return false;
  fields.putBack(draft.values || {}, fields.DETAILS);
  const answers = fields.read();
  const activity = activityOf(answers);
  if (activity) {
    fields.show(activity, true, say);
    fields.putBack(draft.values || {}, fields.DETAILS);
    pieces.show(activity, gridOf(answers).evidence, draft.pieces || []);
    state.shown = `${gridOf(answers).year} ${state.code}`;
  }
  return true;
}

function forget(everything) {
  if (everything && !window.confirm(say("sure"))) return;
  if (everything) memory.clear();
  else memory.forget(state.code);
  state.code = null;
  state.shown = null;
  state.touched.clear();
  state.wrong.clear();
  byId("form").reset();
  if (!everything) fields.putBack(memory.student(), fields.STUDENT);
  pieces.show(null, null, []);
  ending.hide();
  draw();
  fields.clear();
  byId("form-summary").replaceChildren();
  note("cleared");
  fields.control(everything ? "code" : "activity").focus();
}

// --- the end -----------------------------------------------------------------------------------------------------------

async function prepare(event) {
  event.preventDefault();
  fields.DETAILS.forEach((ask) => fields.tidy(ask));
  await pieces.settled();
  draw();
  const answers = read();
  const wrong = allWrong(answers);
  state.touched = new Set([...wrong.keys(), ...state.touched]);
  fields.clear();
  for (const [ask, problem] of wrong) fields.mark(ask, said(problem));
  if (wrong.size) {
    ending.hide();
    summarise(fields.inOrder(wrong));
    byId("form-summary").focus();
    return;
  }
  byId("form-summary").replaceChildren();
  const folder = data.boxes ? "" : `declarations/${answers.cohort}/${answers.code}/`;
  const box = data.boxes && `${data.boxes}/${answers.code}`;
  ending.show(`${folder}${fileName(answers, data.slugLength)}`, declaration(answers), left(activityOf(answers), answers.evidence, folder, say), box);
  ending.recall(activityOf(answers), pieces.named(), byId("form-worth"));
  announce(say("ready"));
}

// --- the page ----------------------------------------------------------------------------------------------------------

// A draft of an activity that no grid has any more: said, and erased by whoever wants.
function orphan() {
  const { last } = memory.kept;
  return last !== null && !Object.values(data.grids).some((grid) => grid.activities[last]);
}

function start() {
  const form = byId("form");
  form.addEventListener("submit", prepare);
  for (const ask of [...fields.STUDENT, ...fields.DETAILS]) {
    fields.control(ask).addEventListener("change", () => changed(ask));
    fields.control(ask).addEventListener("input", () => {
      if (ending.hide()) announce(say("stale"));
      keep(read());
    });
  }
  fields.control("activity").addEventListener("input", () => {
    const found = list();
    const key = found.length > 1 ? "found" : found.length ? "found-one" : "found-none";
    announce(say(key, { number: found.length }));
  });
  fields.control("activity").addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    const found = list();
    if (found.length === 1) choose(found[0].code);
  });
  byId("form-change").addEventListener("click", chooseAgain);
  byId("form-clear").addEventListener("click", () => forget(true));
  byId("form-done").addEventListener("click", () => forget(false));
  const restored = restore();
  draw();
  if (orphan()) note("orphan");
  else if (restored) note("restored");
  else if (!memory.works) note("not-kept");
  byId("form-off").remove();
  form.hidden = false;
}

try {
  start();
} catch (error) {
  // What was kept, or a fault of ours: said as such, and what is kept can be erased.
  byId("form-off").textContent = say("broken");
  byId("form-off").append(" ", make("button", { type: "button", class: "md-button", id: "form-again" }, say("again")));
  byId("form-again").addEventListener("click", () => {
    memory.clear();
    window.location.reload();
  });
  throw error;
}
