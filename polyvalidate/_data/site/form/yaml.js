// The text of the file. Every text is in double quotes, as JSON writes it, so that no reader of YAML sees anything else.

const HIDDEN =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u0600-\u0605\u061c\u06dd\u070f\u1680\u180e\u2000-\u200f\u2028-\u202e\u205f-\u206f\u3000\ufeff\ufff0-\uffff\u{1d173}-\u{1d17a}\u{e0000}-\u{e0fff}\u{f0000}-\u{10ffff}]/gu;

const KEYS = ["activity", "title", "organisation", "period", "quantity", "hours", "level", "event", "description", "elsewhere"];
const PIECE = ["kind", "store", "name", "url", "sha256", "media_type", "size"];

// The bytes of a declaration. `answers` hold what was asked only; null and undefined are not said.
export function declaration(answers) {
  const said = { ...answers, elsewhere: answers.elsewhere === "none" ? null : answers.elsewhere };
  said.period = { from: answers.from, to: answers.to };
  const lines = ["# yaml-language-server: $schema=../../../schemas/declaration.schema.json"];
  for (const key of KEYS) {
    const value = said[key];
    if (value === null || value === undefined || value === "") continue;
    lines.push(key === "period" ? `period: {from: ${value.from}, to: ${value.to}}` : `${key}: ${scalar(value)}`);
  }
  if (answers.evidence.length) lines.push("evidence:");
  for (const piece of answers.evidence) {
    const keys = PIECE.filter((key) => piece[key] !== null && piece[key] !== undefined);
    keys.forEach((key, rank) => lines.push(`${rank ? "    " : "  - "}${key}: ${scalar(piece[key])}`));
  }
  return `${lines.join("\n")}\n`;
}

function scalar(value) {
  return typeof value === "number" ? String(value) : quoted(value);
}

// A JSON string, in which what one does not see is escaped as YAML can read it.
export function quoted(text) {
  return JSON.stringify(text).replace(HIDDEN, (character) => {
    const code = character.codePointAt(0).toString(16);
    return code.length <= 4 ? `\\u${code.padStart(4, "0")}` : `\\U${code.padStart(8, "0")}`;
  });
}

// Would the check refuse to read so many brackets, dashes or lines?
export function crowded(text, bounds) {
  const count = (pattern) => (text.match(pattern) || []).length;
  return (
    count(/[[{]/g) > bounds.openers ||
    count(/[-?][ \t]/g) > bounds.openers ||
    count(/,/g) > bounds.commas ||
    count(/\n/g) > bounds.lines ||
    new TextEncoder().encode(text).length > bounds.size
  );
}
