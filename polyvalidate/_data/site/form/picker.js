// Choosing the activity: a search box over a list of buttons, then what the activity asks and earns.

import { byId, make } from "./nodes.js";
import { folded } from "./texts.js";

// The activities of a grid that answer to some words, by category: those whose title or code says them, else those
// whose guidance does. Only those open to the profile, when it is known.
export function search(grid, profile, text) {
  const words = folded(text).split(/\s+/).filter(Boolean);
  const open = Object.values(grid.activities).filter((one) => !profile || one.openTo.includes(profile));
  const named = open.filter((one) => has(words, `${one.code} ${one.title}`));
  return named.length ? named : open.filter((one) => has(words, `${one.title} ${one.guidance}`));
}

function has(words, text) {
  const there = folded(text);
  return words.every((word) => there.includes(word));
}

// The list of what was found, one button each, under the title of its category.
export function list(grid, found, say, choose) {
  const codes = new Set(found.map((one) => one.code));
  return grid.categories
    .map((category) => {
      const shown = category.activities.filter((code) => codes.has(code)).map((code) => grid.activities[code]);
      if (!shown.length) return null;
      const buttons = shown.map((activity) => {
        const earns = make("span", { class: "form-earns" }, earned(activity, say));
        const label = [make("b", {}, activity.code), make("span", { class: "form-name" }, activity.title), earns];
        const button = make("button", { type: "button", "data-code": activity.code }, ...label);
        button.addEventListener("click", () => choose(activity.code));
        return make("li", {}, button);
      });
      return make("div", {}, make("h3", {}, `${category.code}. ${category.title}`), make("ul", {}, ...buttons));
    })
    .filter(Boolean);
}

export function earned(activity, say) {
  return say(activity.levels.length ? "earns-level" : "earns", activity);
}

// What somebody who declares this activity must know.
export function about(activity, grid, sentences, say) {
  const title = make("h3", { id: "form-about-title", tabindex: "-1" }, `${activity.code} ${activity.title}`);
  const nodes = [title, make("p", { class: "form-grid" }, say("of-grid", grid)), make("p", {}, activity.guidance)];
  const earns = make("p", {}, make("b", {}, earned(activity, say)), ". ");
  earns.append(sentences.join(" "));
  nodes.push(earns);
  if (activity.sensitive) nodes.push(make("p", { class: "form-warning" }, say("sensitive", activity)));
  else if (activity.onRequest) nodes.push(make("p", { class: "form-warning" }, say("on-request", activity)));
  byId("form-about").replaceChildren(...nodes);
}
