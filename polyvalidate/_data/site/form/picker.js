// Choosing the activity: a search box over a list of buttons, then what the activity asks and earns.

import { byId, make } from "./nodes.js";

const { ways, matches } = globalThis.polyvalidateWords;

// The activities of a grid that answer to some words: those whose title or code says them, else those whose guidance
// does. `closed` are those that the profile, when it is known, may not declare.
export function search(grid, profile, text, synonyms) {
  const looked = ways(text, synonyms);
  const all = Object.values(grid.activities);
  const named = all.filter((one) => matches(`${one.code} ${one.title}`, looked));
  const found = named.length ? named : all.filter((one) => matches(`${one.title} ${one.guidance}`, looked));
  const isOpen = (one) => !profile || one.openTo.includes(profile);
  return { open: found.filter(isOpen), closed: found.filter((one) => !isOpen(one)) };
}

// The list of what was found, one button each, under the title of its category; what is closed says to whom it is open.
export function list(grid, open, closed, say, choose) {
  const codes = new Set([...open, ...closed].map((one) => one.code));
  return grid.categories
    .map((category) => {
      const shown = category.activities.filter((code) => codes.has(code)).map((code) => grid.activities[code]);
      if (!shown.length) return null;
      const buttons = shown.map((activity) => {
        if (closed.includes(activity)) {
          const profiles = activity.openTo.filter((code) => grid.profiles[code]).map((code) => grid.profiles[code].title);
          const why = make("span", { class: "form-earns" }, say("closed-to", { profiles }));
          return make("li", { class: "form-closed" }, make("b", {}, activity.code), make("span", {}, activity.title), why);
        }
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
