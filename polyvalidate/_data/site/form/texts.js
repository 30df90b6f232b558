// The texts that people type: what is taken out unseen, what is refused, and the names that are made from them.

const UNSEEN = /[\p{Cf}\u{E0100}-\u{E01EF}]/gu;
// The last ones show nothing although they count as letters or symbols: the reader of files refuses them.
const REFUSED =
  /[\p{Cc}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\uFFFC\uFFFD\u034F\u115F\u1160\u17B4\u17B5\u180B-\u180F\u2800\u3164\uFFA0\uFFF0-\uFFF8\u{1BCA0}-\u{1BCA3}\u{1D159}\u{1D173}-\u{1D17A}]/u;

// Without what a page or an editor slips in unseen (soft hyphens, zero-width and direction marks, selectors of variants), nor outer spaces.
export function cleaned(text) {
  return text.replace(/\r\n?/g, "\n").replace(UNSEEN, "").trim();
}

// The first character that no text may hold, written U+0007; null when there is none.
export function refused(text) {
  const found = REFUSED.exec(text.replace(/[\n\t]/g, ""));
  if (found === null) return null;
  return `U+${found[0].codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}`;
}

// As many characters as the schema counts: one for an emoji, not two.
export function length(text) {
  return Array.from(text).length;
}

const LETTERS = { œ: "oe", æ: "ae", ø: "o", ł: "l", đ: "d", ß: "ss" };

// « Journée portes ouvertes » is journee-portes-ouvertes: whole words, at most `most` characters.
export function slug(text, most) {
  const bare = text
    .toLowerCase()
    .replace(/[œæøłđß]/g, (letter) => LETTERS[letter])
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase();
  let found = "";
  for (const word of bare.match(/[a-z0-9]+/g) || []) {
    const longer = found ? `${found}-${word}` : word.slice(0, most);
    if (longer.length > most) break;
    found = longer;
  }
  return found;
}

// The name of the file: the activity, then the title. A declaration without a title is named after its year.
export function fileName(answers, most) {
  const said = slug(answers.title || "", most) || `declaration-${answers.from.slice(0, 4)}`;
  return `${answers.activity}-${said}.yml`;
}
