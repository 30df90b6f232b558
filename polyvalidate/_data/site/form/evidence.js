// A piece of evidence, from a file of this device or an address: its name, size, type and digest. Nothing is sent.

import { personal } from "./personal.js";
import { cleaned, length, slug } from "./texts.js";

const SAFE_NAME = /^[0-9A-Za-zÀ-ÖØ-öø-ÿŒœ_](?:[0-9A-Za-zÀ-ÖØ-öø-ÿŒœ_ .()-]{0,98}[0-9A-Za-zÀ-ÖØ-öø-ÿŒœ_)])?$/u;
const RESERVED = /^(?:CON|PRN|AUX|NUL|COM[1-9]|LPT[1-9])$/;
// No flag `i`: with `u` it takes K (Kelvin) for k and ſ for s. Python's \s holds \x1c-\x1f and \x85 too, and not U+FEFF.
const ADDRESS = /^[Hh][Tt][Tt][Pp][Ss]:\/\/([A-Za-z0-9.-]{1,253})(?:[/?#][^\s\x1c-\x1f\x85\\<>"`{}|^]*)?$/u;

// May a file have this name on every machine?
export function isSafe(name) {
  return SAFE_NAME.test(name) && !RESERVED.test(name.split(".")[0].trim().toUpperCase());
}

export function typeOf(name, types) {
  const dot = name.lastIndexOf(".");
  return dot > 0 ? types[name.slice(dot + 1).toLowerCase()] || null : null;
}

// `{piece}`, or `{problem: {rule | word, details}}`.
export async function fromFile(kind, file, policy, types) {
  if (!file.size) return { problem: { word: "empty" } };
  if (file.size > policy.most) return { problem: { rule: "PP339", details: { size: file.size, most: policy.most } } };
  const name = file.name.normalize("NFC");
  const wrong = badName(name) || badType(kind, typeOf(name, types), policy);
  if (wrong) return { problem: wrong };
  if (!window.crypto || !window.crypto.subtle) return { problem: { word: "insecure" } };
  let bytes;
  try {
    bytes = await file.arrayBuffer();
  } catch (_error) {
    return { problem: { word: "unreadable" } };
  }
  const sha256 = hexadecimal(await window.crypto.subtle.digest("SHA-256", bytes));
  return { piece: { kind, store: policy.store, name, sha256, media_type: typeOf(name, types), size: bytes.byteLength } };
}

export function fromAddress(kind, text, policy) {
  const url = cleaned(text);
  const found = ADDRESS.exec(url);
  if (found === null || length(url) > 500) return { problem: { rule: "PP335" } };
  const hosts = policy.hosts.length ? policy.hosts : ["—"];
  if (!policy.hosts.includes(found[1].toLowerCase())) return { problem: { rule: "PP334", details: { hosts } } };
  const rule = personal(url.slice(url.indexOf("://") + 3).replace(/^[^/]*\/?/, ""), false);
  return rule === null ? { piece: { kind, store: "url", url } } : { problem: { rule } };
}

// The kind of a piece that is there already may be changed, if its type suits the other kind.
export function asKind(piece, kind, policy) {
  const wrong = piece.store === "url" ? null : badType(kind, piece.media_type, policy);
  return wrong ? { problem: wrong } : { piece: { ...piece, kind } };
}

function badName(name) {
  if (!isSafe(name)) return { word: "rename", details: { better: renamed(name) } };
  const rule = personal(name);
  return rule === null ? null : { rule };
}

// The same name in letters that suit every machine: attestation-d-engagement.pdf.
function renamed(name) {
  const dot = name.lastIndexOf(".");
  const [stem, ending] = dot > 0 ? [name.slice(0, dot), name.slice(dot + 1)] : [name, ""];
  const better = [slug(stem, 60) || "justificatif", slug(ending, 10)].filter(Boolean).join(".");
  return isSafe(better) ? better : `piece-${better}`;
}

function badType(kind, type, policy) {
  const known = policy.kinds[kind];
  if (type === null || !known || known.types.includes(type)) return null;
  return { rule: "PP338", details: { kind, types: known.formats } };
}

export function hexadecimal(buffer) {
  return Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
