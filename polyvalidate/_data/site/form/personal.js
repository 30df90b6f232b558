// What must never enter the repository, found beside the field rather than by the check of the request (PP345 to PP348).

const AT =
  /(?<=[\p{L}\p{N}_+-])(?:@|\s?[[(]\s?(?:at|arobase|chez)\s?[\])]\s?)(?:[\p{L}\p{N}_-]+\.){1,8}\p{L}{2}/iu;
const PHONES = [
  /(?<![0-9A-Za-z])0[1-9]([ .-]?)[0-9]{2}(?:\1[0-9]{2}){3}(?![0-9A-Za-z])/u,
  /(?<![0-9A-Za-z])0[1-9][0-9]{2}([ .-])[0-9]{3}\1[0-9]{3}(?![0-9A-Za-z])/u,
  /(?<![0-9A-Za-z])(?:\+|00)33[ .-]?(?:\(0\))?[ .-]?[1-9](?:[ .-]?[0-9]{2}){4}(?![0-9A-Za-z])/u,
  /(?<![0-9A-Za-z])\+[1-9](?:[ .()-]{0,2}[0-9]){8,14}(?![0-9A-Za-z])/u,
  /(?<![0-9A-Za-z])00[1-9][0-9](?:[ .-]?[0-9]){8,12}(?![0-9A-Za-z])/u,
];
const STUDENT_NUMBER = /(?<![0-9A-Za-z])(?<![0-9][.,])[12][0-9]{7}(?![0-9A-Za-z])(?![.,][0-9])/gu;
const NATIONAL_NUMBER = /(?<![0-9A-Za-z])[0-9]{9}(?:[0-9][A-Za-z]|[A-Z]{2})(?![0-9A-Za-z])/u;
const SOCIAL_SECURITY =
  /(?<![0-9A-Za-z])([1278])([ .-]?)([0-9]{2})\2(0[1-9]|1[0-2]|[2-9][0-9])\2([0-9]{2}|2[ABab])\2([0-9]{3})\2([0-9]{3})(?:\2([0-9]{2}))?(?![0-9A-Za-z])/gu;

// The code of the rule that a text would break; null when there is none. `numbers` is false for a web address.
export function personal(text, numbers = true) {
  const plain = text.normalize("NFKC");
  if (AT.test(plain)) return "PP345";
  if (!numbers) return null;
  if (PHONES.some((phone) => phone.test(plain))) return "PP346";
  if (hasStudentNumber(plain)) return "PP347";
  return NATIONAL_NUMBER.test(plain) || hasSocialSecurity(plain) ? "PP348" : null;
}

function hasStudentNumber(text) {
  return [...text.matchAll(STUDENT_NUMBER)].some(([digits]) => !isDate(digits) && !digits.endsWith("0000"));
}

// 20260131, or 31012026.
function isDate(digits) {
  const readings = [
    [digits.slice(0, 4), digits.slice(4, 6), digits.slice(6)],
    [digits.slice(4), digits.slice(2, 4), digits.slice(0, 2)],
  ];
  return readings.some(
    ([year, month, day]) =>
      ["19", "20"].includes(year.slice(0, 2)) && "01" <= month && month <= "12" && "01" <= day && day <= "31",
  );
}

// Fifteen digits with the right key, or thirteen written in groups.
function hasSocialSecurity(text) {
  for (const [, sex, separator, year, month, department, town, order, key] of text.matchAll(SOCIAL_SECURITY)) {
    if (key === undefined) {
      if (separator) return true;
      continue;
    }
    // In Corsica, 2A counts as 19 and 2B as 18 (INSEE).
    const counted = { "2A": "19", "2B": "18" }[department.toUpperCase()] || department;
    if (97n - (BigInt(sex + year + month + counted + town + order) % 97n) === BigInt(key)) return true;
  }
  return false;
}
