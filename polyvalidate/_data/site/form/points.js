// What is missing to a student and what would fill it. The link of a balance holds the numbers, in quarter-points; they
// are looked up in the grid, and nothing is sent or kept.

import { campaignsFor, today } from "./calendar.js";
import { byId, discs, make } from "./nodes.js";
import { earned } from "./picker.js";
import { fill } from "./words.js";

const data = JSON.parse(byId("form-data").textContent);
const grid = data.grids[data.current];
const say = (key, details = {}) => fill(data.words[key], details, data.lang);
const LINK = /mes-points\/#([a-z0-9=&._-]*)/i;
const LARGEST = 1e6;

// `{"3.1": 4, …}` of `3.1-4_…`.
function pairs(text) {
  const found = [...(text || "").matchAll(/([0-9.]+)-([0-9]+)/g)];
  return new Map(found.map(([, code, number]) => [code, Number(number)]));
}

// The balance that a link tells; null for one that tells none.
function told(fragment) {
  const given = new URLSearchParams(fragment);
  const number = (name) => (/^[0-9]{1,5}$/.test(given.get(name) || "") ? Number(given.get(name)) : null);
  const code = given.get("eleve");
  if (number("points") === null || !/^s-[0-9a-z]{10}$/.test(code || "")) return null;
  return {
    code,
    student: new URLSearchParams(["eleve", "promotion", "profil"].map((name) => [name, given.get(name) || ""])),
    points: number("points"),
    required: number("requis"),
    waiting: number("attente"),
    categories: number("categories"),
    begun: pairs(given.get("ouvertes")),
    minimums: pairs(given.get("minimums")),
    room: pairs(given.get("reste")),
  };
}

function missing({ points, required, categories, minimums }) {
  const found = [];
  if (required === null) found.push(say("my-unknown"));
  else if (required > points) found.push(say("my-points", { points: required - points }));
  if (categories) found.push(say(categories > 1 ? "my-categories" : "my-category", { number: categories }));
  for (const [code, least] of minimums) found.push(say("my-minimum", { least, code }));
  return found;
}

function campaign() {
  const now = today(data.zone);
  const open = grid.campaigns.find((one) => one.opens <= now && now <= one.closes);
  const next = grid.campaigns.find((one) => now < one.opens);
  if (open) return say("open", open);
  return next ? say("my-next", next) : say("my-closed", { contact: data.contact });
}

function activity(one, mine) {
  const address = `../declarer/?activite=${encodeURIComponent(one.code)}#${mine.student}`;
  const link = make("a", { href: address }, `${one.code} ${one.title}`);
  const room = make("b", {}, say("my-room", { points: mine.room.get(one.code) }));
  return make("li", {}, link, make("span", { class: "form-earns" }, `${earned(one, say)}. `, room));
}

// The activities of a category that may still count, most first. A category that asks for points stands open.
function category(one, mine) {
  const codes = one.activities.filter((code) => mine.room.has(code));
  if (!codes.length) return null;
  codes.sort((code, other) => mine.room.get(other) - mine.room.get(code));
  const asked = mine.minimums.has(one.code);
  const most = say("my-most", { points: mine.room.get(codes[0]) });
  const fresh = mine.categories > 0 && !mine.begun.has(one.code) ? say("my-fresh") : "";
  const why = make("b", {}, asked ? say("my-asked") : fresh);
  const said = make("span", { class: "form-earns" }, `${most} `, why);
  const summary = make("summary", {}, `${one.code}. ${one.title} `, said);
  const list = make("ul", {}, ...codes.map((code) => activity(grid.activities[code], mine)));
  return make("details", { open: asked }, summary, list);
}

function show(mine) {
  const total = say(mine.required === null ? "my-total-only" : "my-total", mine);
  const lines = [make("h2", { tabindex: "-1" }, ...discs(mine.points, mine.required || 0), " ", total)];
  const left = missing(mine);
  if (left.length) lines.push(make("p", {}, say("my-missing"), make("b", {}, left.join(", ")), "."));
  if (mine.waiting) lines.push(make("p", {}, say("my-waiting", { points: mine.waiting })));
  lines.push(make("p", {}, campaign()));
  const filling = grid.categories.map((one) => category(one, mine)).filter(Boolean);
  const said = !left.length ? "my-reached" : filling.length ? "my-caps" : "my-nothing";
  if (left.length) lines.push(make("h3", {}, say("my-filling")));
  lines.push(make("p", {}, say(said, { contact: data.contact })), ...(left.length ? filling : []));
  if (data.requests) lines.push(make("p", {}, make("a", { href: fill(data.requests, mine, data.lang) }, say("my-requests"))));
  byId("points-ask").remove();
  byId("points-status").textContent = "";
  byId("points-shown").replaceChildren(...lines);
  byId("points-shown").hidden = false;
  byId("points-shown").firstChild.focus();
}

// Whether a text holds a link that tells a balance, which is then shown.
function read(text) {
  const found = LINK.exec(text);
  const mine = found && told(found[1]);
  if (mine) show(mine);
  else byId("points-status").textContent = say("my-unread");
}

// Neither the address bar nor the history keeps a pseudonym.
function fromAddress() {
  const { hash, pathname, search } = window.location;
  if (!hash.includes("points=")) return;
  history.replaceState(null, "", pathname + search);
  read(`mes-points/${hash}`);
}

byId("points-ask").addEventListener("submit", (event) => {
  event.preventDefault();
  read(byId("points-text").value);
});
window.addEventListener("dragover", (event) => event.preventDefault());
window.addEventListener("drop", async (event) => {
  event.preventDefault();
  const [file] = event.dataTransfer.files;
  if (file) read(file.size <= LARGEST ? await file.text() : "");
});
byId("form-off").remove();
byId("points-ask").hidden = false;
window.addEventListener("hashchange", fromAddress);
fromAddress();
