// The digests that a declaration announces, read in its text without a reader of YAML: in its list of evidence only.

const EVIDENCE = /^(?:evidence|"evidence"|'evidence')[ \t]*:/;
const DIGEST = /(?:^|[\s{,])(?:sha256|"sha256"|'sha256')[ \t]*:[ \t]*(?:"([0-9a-f]{64})"|'([0-9a-f]{64})'|([0-9a-f]{64}))(?=[\s,}]|$)/g;

// Each digest once, in the order of the list. None when the text has no such list, or two of them.
export function announced(text) {
  const lines = text.replace(/^\ufeff/, "").split(/\r?\n/);
  const starts = lines.flatMap((line, rank) => (EVIDENCE.test(line) ? [rank] : []));
  if (starts.length !== 1) return [];
  const [start] = starts;
  // What begins at the margin is the next key, save an item of the list or a comment.
  const rest = lines.slice(start + 1);
  const end = rest.findIndex((line) => /^[^\s#\-\]}]/.test(line));
  const block = [lines[start].replace(EVIDENCE, ""), ...(end < 0 ? rest : rest.slice(0, end))];
  const said = block.map((line) => line.replace(/(^|\s)#.*$/, "")).join("\n");
  return [...new Set([...said.matchAll(DIGEST)].map((found) => found[1] || found[2] || found[3]))];
}
