// How words are found everywhere on the site: in its search, in the table of activities, in the list of the form.
// Accents, capitals, plurals and feminines make no difference, little words do not count, and a word may be begun only.
"use strict";
{
  const LITTLE = new Set(
    ("a ai ais au aux avec c ce ces cet cette d dans de des du en est et eu fait faire fais fut il ils j je l la le les leur lui ma me mes " +
      "moi mon n ne nos notre nous on ou par pas peut peux pour puis qu que quel quelle quels quelles qui s sa se sera ses si son sont " +
      "sur t ta te tes toi ton tu un une vos votre vous y " +
      "am an and any are as at be been by can did do does for from has have how i if in is it its my of on or our so than that the their " +
      "them then they this to was we were what when where which who why will with you your").split(" "),
  );
  const ENDINGS = [
    [/(iere|ieres|iers)$/, "ier"],
    [/(trice|trices|teurs|teuse|teuses)$/, "teur"],
    [/(ives|ifs|ive)$/, "if"],
    [/(euses|euse)$/, "eux"],
    [/(elles|elle)$/, "el"],
    [/(aux|ales|ale)$/, "al"],
    [/ies$/, "ie"],
    [/(ements|ement)$/, "er"],
    [/(ees|ee|es|s|e|x)$/, ""],
  ];

  const fold = (text) =>
    text.toLowerCase().replaceAll("ß", "ss").replaceAll("œ", "oe").replaceAll("æ", "ae").normalize("NFKD").replace(/\p{M}/gu, "");

  // The stem of a folded word: what its plural and its feminine have in common.
  const stem = (word) => {
    if (word.length < 5) return word.length > 3 ? word.replace(/s$/, "") : word;
    for (const [ending, instead] of ENDINGS) {
      if (ending.test(word) && word.length - word.match(ending)[0].length >= 3) return word.replace(ending, instead);
    }
    return word;
  };

  // The words of a text, folded; a code such as 3.1 or PP308 is one. A median point parts no word: délégué·e is délégué.
  const words = (text) => fold(text.replace(/([\p{L}])[·.]([ex]{1,2}s?|rice|trice|ne|le)(?![\p{L}])/gu, "$1")).match(/\d+(?:[.,]\d+)*|[\p{L}\p{N}]+/gu) || [];

  // What a text can be found by: its stems, each once.
  const stems = (text) => new Set(words(text).map(stem));

  // What somebody looks for: the words that count, or all of them when none does.
  const wanted = (text) => {
    const all = words(text);
    const counting = all.filter((word) => !LITTLE.has(word));
    return (counting.length ? counting : all).map((word) => ({ word, stem: stem(word) }));
  };

  // How well a set of stems holds a word: 1 for the word, less when it is only begun, 0 when it is not there.
  const holds = (found, { word, stem: root }) => {
    if (found.has(root)) return 1;
    const code = /^\d+$/.test(word); // 3 begins 3.1, and not 30
    if (word.length < 2 && !code) return 0;
    for (const one of found) if (code ? one.startsWith(`${word}.`) : one.startsWith(word) || (root.length > 3 && one.startsWith(root))) return 0.6;
    return 0;
  };

  // What is looked for, said otherwise: « jpo » is « journée portes ouvertes ». `synonyms`: words -> other words.
  const ways = (text, synonyms) => {
    const said = ` ${words(text).map(stem).join(" ")} `;
    const others = Object.entries(synonyms)
      .filter(([from]) => said.includes(` ${words(from).map(stem).join(" ")} `))
      .flatMap(([from, all]) =>
        [all].flat().map((other) => said.replace(` ${words(from).map(stem).join(" ")} `, ` ${fold(other)} `)),
      );
    return [text, ...others].map(wanted);
  };

  // Does a text hold all that is looked for, in one of its ways? Anything does when nothing is.
  const matches = (text, looked) => {
    const found = stems(text);
    return looked.some((way) => way.every((one) => holds(found, one)));
  };

  globalThis.polyvalidateWords = { fold, stem, words, stems, wanted, holds, ways, matches };
}
