// Elements made from values: texts are texts, never mark-up.

// `make("p", {class: "x"}, "text", child…)`; an attribute that is true has no value, one that is false is not there.
export function make(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== false && value !== null) node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children);
  return node;
}

export function byId(id) {
  return document.getElementById(id);
}

// Quarter-points as discs of four quarters, beside the words that say the number. The page holds one of each kind; empty
// discs go on to `needed`.
export function discs(quarters, needed = 0) {
  const kinds = byId("form-discs").content.children;
  const drawn = Array.from({ length: Math.min(Math.floor(quarters / 4), 40) }, () => kinds[3]);
  if (quarters % 4) drawn.push(kinds[(quarters % 4) - 1]);
  while (drawn.length < Math.min(needed / 4, 40)) drawn.push(kinds[4]);
  return drawn.map((kind) => kind.cloneNode(true));
}

// One paragraph for each sentence, in place of what was there; hidden when there is none.
export function paragraphs(node, sentences) {
  node.replaceChildren(...sentences.map((sentence) => make("span", { class: "form-sentence" }, sentence)));
  node.hidden = !sentences.length;
}
