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

export function listing(values, lang) {
  if (values.length < 2) return values.join("");
  return `${values.slice(0, -1).join(", ")} ${lang === "fr" ? "ou" : "or"} ${values[values.length - 1]}`;
}

// 20 octets, 182 ko, 5,1 Mo: rounded up, so that what is over a round limit is seen to be.
export function size(octets, lang) {
  if (octets < 1000) return `${octets}${NBSP}${lang === "fr" ? "octet" : "byte"}${octets > 1 ? "s" : ""}`;
  if (octets <= 999000) return `${Math.ceil(octets / 1e3)}${NBSP}${lang === "fr" ? "ko" : "kB"}`;
  const megabytes = (Math.ceil(octets / 1e5) / 10).toLocaleString(lang);
  return `${megabytes}${NBSP}${lang === "fr" ? "Mo" : "MB"}`;
}

// A sentence with its details, `{name:kind}`, in words.
export function fill(template, details, lang) {
  return template.replace(/\{([a-z_]+)(?::([a-z]+))?\}/g, (_found, name, kind) => {
    const value = details[name];
    if (kind === "points") return points(value, lang);
    if (kind === "size") return size(value, lang);
    if (kind === "number") return number(value, lang);
    if (kind === "date") return day(value, lang);
    if (kind === "list") return listing(value, lang);
    return String(value);
  });
}
