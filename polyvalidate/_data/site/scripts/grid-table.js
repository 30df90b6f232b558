// Filters the table of activities. Without this script the table is whole and the filters stay hidden.
"use strict";
(() => {
  const form = document.querySelector("form.grid-filter");
  const count = document.querySelector(".grid-count");
  const body = document.querySelector("table.grid-table tbody");
  if (!form || !count || !body) return;

  const rows = [...body.rows];
  const fields = [...form.elements].filter((field) => field.name);

  const { ways, matches: says } = globalThis.polyvalidateWords;
  const synonyms = JSON.parse(form.dataset.synonyms);

  const value = (field) => (field.type === "checkbox" ? (field.checked ? field.value : "") : field.value.trim());

  const state = () => Object.fromEntries(fields.map((field) => [field.name, value(field)]).filter(([, said]) => said));

  const matches = (data, wanted, looked) =>
    (!wanted.categorie || data.category === wanted.categorie) &&
    (!wanted.profil || data.open.split(" ").includes(wanted.profil)) &&
    (!wanted.points || Number(data.points) >= Number(wanted.points)) &&
    (!wanted.masse || data.bulk === "yes") &&
    says(data.text, looked);

  const inOrder = (order) => {
    if (order === "points") return [...rows].sort((a, b) => Number(b.dataset.points) - Number(a.dataset.points));
    if (order === "titre") {
      const title = (row) => row.cells[0].textContent.replace(/^\S+\s/, "");
      return [...rows].sort((a, b) => title(a).localeCompare(title(b), document.documentElement.lang));
    }
    return rows;
  };

  let shownOrder = "";
  const show = () => {
    const wanted = state();
    const order = wanted.tri || "";
    if (order !== shownOrder) body.append(...inOrder(order));
    shownOrder = order;
    const looked = ways(wanted.q || "", synonyms);
    let shown = 0;
    for (const row of rows) {
      row.hidden = !matches(row.dataset, wanted, looked);
      if (!row.hidden) shown += 1;
    }
    const words = shown === 0 ? count.dataset.none : shown === 1 ? count.dataset.one : count.dataset.many;
    const said = words.replace("{count}", shown).replace("{total}", rows.length);
    if (count.textContent !== said) count.textContent = said;
    return wanted;
  };

  const update = () => {
    const query = new URLSearchParams(show()).toString();
    history.replaceState(null, "", location.pathname + (query ? `?${query}` : "") + location.hash);
  };

  const read = () => {
    const query = new URLSearchParams(location.search);
    for (const field of fields) {
      const said = query.get(field.name) || "";
      if (field.type === "checkbox") field.checked = said === field.value;
      else if (field.tagName !== "SELECT" || [...field.options].some((option) => option.value === said)) field.value = said;
    }
  };

  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", update);
  form.addEventListener("reset", () => setTimeout(update));
  read();
  form.hidden = false;
  show();
})();
