// The search of the site, in the place of the theme's: it speaks its messages (0 begin, 1 ready, 2 a query, 3 what was
// found), reads its pages only when somebody searches, and finds words as words.js does.
"use strict";
importScripts("words.js");

const { fold, stems, holds, ways, words } = globalThis.polyvalidateWords;
const TITLE = 6; // A word of a title counts as so many words of a text.
const MOST = 30; // Pages that are shown.
const AROUND = 24; // Words shown around what was found.

let reading;
const read = () => (reading ||= fetch(new URL("../search/pages.json", self.location)).then((answer) => answer.json()).then(prepared));

function prepared({ pages, synonyms }) {
  const sections = pages.flatMap(({ weight, sections: all }) => {
    const page = all[0][1];
    return all.map(([location, title, text]) => ({
      location,
      title,
      text,
      weight,
      page: all[0][0],
      named: stems(title),
      above: location === all[0][0] ? new Set() : stems(page),
      said: stems(text),
    }));
  });
  const counts = new Map();
  for (const { named, said } of sections) for (const one of new Set([...named, ...said])) counts.set(one, (counts.get(one) || 0) + 1);
  return { sections, synonyms, rare: (word) => Math.log(1 + sections.length / (counts.get(word.stem) || 1)) };
}

// How well a section answers: every word weighs as much as it is rare; what lacks a word comes after what has them all.
function score(section, way, rare) {
  let sum = 0;
  let held = 0;
  for (const word of way) {
    const best = Math.max(TITLE * holds(section.named, word), 2 * holds(section.above, word), holds(section.said, word));
    if (best) held += 1;
    sum += best * rare(word);
  }
  if (!held) return 0;
  // Who types a code wants what it names, wherever that stands.
  const named = way.some(({ word, stem }) => /\d/.test(word) && section.named.has(stem));
  return sum * (held / way.length) ** 3 * (named ? Math.max(2, section.weight) : section.weight) * (way.length === section.named.size && held === way.length ? 1.3 : 1);
}

async function search(query) {
  const { sections, synonyms, rare } = await read();
  const looked = ways(query, synonyms).filter((way) => way.length);
  const pages = new Map();
  for (const section of sections) {
    const best = Math.max(0, ...looked.map((way) => score(section, way, rare)));
    if (!best) continue;
    if (!pages.has(section.page)) pages.set(section.page, []);
    pages.get(section.page).push({ section, best });
  }
  const all = looked.flat();
  const groups = [...pages].map(([page, found]) => {
    found.sort((one, other) => other.best - one.best);
    const own = found.find(({ section }) => section.location === page) || { section: sections.find((one) => one.location === page), best: 0 };
    return { best: found[0].best, items: [own, ...found.filter((one) => one !== own)].map((one) => shown(one, all)) };
  });
  return groups.sort((one, other) => other.best - one.best).slice(0, MOST).map(({ items }) => items);
}

const ESCAPED = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const escape = (text) => text.replace(/[&<>"]/g, (letter) => ESCAPED[letter]);

// A text with what was found in it marked: whole for a title, around the first words found for a longer text.
function marked(text, looked, most) {
  const parts = text.split(/(\s+)/);
  const hits = parts.map((part) => looked.some((word) => words(part).some((one) => holds(stems(one), word))));
  const first = most ? Math.max(0, hits.indexOf(true) - AROUND / 2) : 0;
  const last = most ? Math.min(parts.length, first + 2 * most) : parts.length;
  const inside = parts.slice(first, last).map((part, at) => (hits[first + at] ? `<mark>${escape(part)}</mark>` : escape(part)));
  return `${first ? "… " : ""}${inside.join("")}${last < parts.length ? " …" : ""}`;
}

function shown({ section, best }, looked) {
  const title = marked(section.title, looked, 0);
  return { location: section.location, title, text: marked(section.text, looked, AROUND), score: best, terms: {} };
}

addEventListener("message", async ({ data: { type, data } }) => {
  if (type === 0) postMessage({ type: 1 });
  else if (type === 2) postMessage({ type: 3, data: { items: fold(data).trim() ? await search(data) : [] } });
});
