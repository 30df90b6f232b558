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

// One paragraph for each sentence, in place of what was there; hidden when there is none.
export function paragraphs(node, sentences) {
  node.replaceChildren(...sentences.map((sentence) => make("span", { class: "form-sentence" }, sentence)));
  node.hidden = !sentences.length;
}
