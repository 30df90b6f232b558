// Who declares, as the letter of the registry office says it.

// The link that a student receives from the registry office: what follows # never leaves the browser.
export function fromLetter() {
  const given = new URLSearchParams(window.location.hash.slice(1));
  const student = { code: given.get("eleve"), cohort: given.get("promotion"), profile: given.get("profil") };
  if (!/^s-[0-9a-hjkmnp-tv-z]{10}$/.test(student.code || "")) return {};
  history.replaceState(null, "", window.location.pathname + window.location.search);
  return Object.fromEntries(Object.entries(student).filter(([, value]) => value !== null));
}
