// Values in words, as the program writes them: 1,5 point, 31 janvier 2026; 1.5 points, 31 January 2026.

const NBSP = "\u00a0";
const MONTHS = {
  fr: "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split(" "),
  en: "January February March April May June July August September October November December".split(" "),
};

// Quarter-points as a number of points.
export function number(quarters, lang) {
  const rest = quarters % 4;
  const decimals = ["", "25", "5", "75"][rest];
  const whole = String((quarters - rest) / 4);
  return decimals ? `${whole}${lang === "fr" ? "," : "."}${decimals}` : whole;
}

// French is plural from two, English as soon as it is not one.
export function points(quarters, lang) {
  const plural = lang === "fr" ? quarters >= 8 : quarters !== 4;
  return `${number(quarters, lang)}${NBSP}point${plural ? "s" : ""}`;
}

// A day written 2026-01-31.
export function day(iso, lang) {
  const [year, month, date] = iso.split("-").map(Number);
  const first = lang === "fr" && date === 1 ? "1er" : String(date);
  return `${first}${NBSP}${MONTHS[lang][month - 1]}${NBSP}${year}`;
}

// 20 octets, 182,5 ko, 5 Mo: in tenths, rounded up, so that a file beyond a limit is never said to be of its size.
export function size(octets, lang) {
  if (octets < 1000) {
    const several = lang === "fr" ? octets >= 2 : octets !== 1;
    return `${octets}${NBSP}${lang === "fr" ? "octet" : "byte"}${several ? "s" : ""}`;
  }
  const [unit, one] = octets <= 999900 ? [lang === "fr" ? "ko" : "kB", 1000] : [lang === "fr" ? "Mo" : "MB", 1e6];
  const tenths = Math.ceil((octets * 10) / one);
  const decimals = tenths % 10 ? `${lang === "fr" ? "," : "."}${tenths % 10}` : "";
  return `${Math.floor(tenths / 10)}${decimals}${NBSP}${unit}`;
}

export function listing(values, lang) {
  if (values.length < 2) return values.join("");
  return `${values.slice(0, -1).join(", ")} ${lang === "fr" ? "ou" : "or"} ${values[values.length - 1]}`;
}

// A sentence with its details, `{name:kind}`, in words.
export function fill(template, details, lang) {
  return template.replace(/\{([a-z_]+)(?::([a-z]+))?\}/g, (_found, name, kind) => {
    const value = details[name];
    if (kind === "points") return points(value, lang);
    if (kind === "number") return number(value, lang);
    if (kind === "date") return day(value, lang);
    if (kind === "size") return size(value, lang);
    if (kind === "list") return listing(value, lang);
    return String(value);
  });
}
