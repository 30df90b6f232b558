// What is wrong with the answers, as the check of the request would say it: `{ask, rule | word, details}`, one for each
// question at the most. What the browser's own constraints say comes first and is not repeated here.

import { academicYear, daysBetween, firstDay, isDay, lastDay, startYear } from "./calendar.js";
import { personal } from "./personal.js";
import { fileName, length, refused } from "./texts.js";
import { crowded, declaration } from "./yaml.js";

export function problems(data, answers, activity, limits, today) {
  const found = new Map();
  const add = (ask, said) => {
    if (!found.has(ask)) found.set(ask, { ask, details: {}, ...said });
  };
  period(data, answers, today, add);
  if (activity === null) {
    if (answers.activity === null) add("activity", { word: "missing-activity" });
    else unknownActivity(data, answers, add);
    return [...found.values()];
  }
  const grid = data.grids[activity.grid];
  dates(data, grid, answers, add);
  claim(activity, grid, answers, add, data);
  for (const ask of ["title", "organisation", "event", "description"]) text(ask, answers[ask], limits, add);
  evidence(activity, answers, add);
  whole(data, answers, add);
  return [...found.values()];
}

// --- when --------------------------------------------------------------------------------------------------------------

function period(data, { from, to }, today, add) {
  if (!isDay(from) || !isDay(to)) return;
  const year = academicYear(from, data.firstMonth);
  if (!data.grids[year] && from <= today) {
    const known = Object.keys(data.grids);
    if (known.every((one) => one < year)) add("from", { rule: "PP307", details: { year, contact: data.contact } });
    else add("from", { rule: "PP303", details: { year, known } });
  }
  if (to < from) {
    add("to", { rule: "PP308", details: { start: from, end: to } });
  } else if (academicYear(to, data.firstMonth) !== year) {
    const next = startYear(from, data.firstMonth) + 1;
    const details = { last: lastDay(next, data.firstMonth), next: firstDay(next, data.firstMonth) };
    add("to", { rule: "PP306", details });
  }
  if (from > today) add("from", { rule: "PP311", details: { today } });
  else if (to > today) add("to", { rule: "PP311", details: { today } });
}

function dates(data, grid, answers, add) {
  const { from, to, cohort, profile } = answers;
  if (!isDay(from) || !isDay(to)) return;
  const campaigns = grid.campaigns;
  if (campaigns.length && !campaigns.some((campaign) => campaign.from <= from && to <= campaign.to)) {
    const first = campaigns.map((campaign) => campaign.from).sort()[0];
    const last = campaigns.map((campaign) => campaign.to).sort().reverse()[0];
    add("to", { rule: "PP309", details: { year: grid.year, first, last } });
  }
  const known = grid.profiles[profile];
  if (!known || !/^20[0-9]{2}$/.test(cohort)) return;
  const first = firstDay(Number(cohort), data.firstMonth);
  const last = lastDay(Number(cohort) + known.years, data.firstMonth);
  if (from < first) add("from", { rule: "PP310", details: { first, last } });
}

// --- what --------------------------------------------------------------------------------------------------------------

function unknownActivity(data, answers, add) {
  const grid = isDay(answers.from) && data.grids[academicYear(answers.from, data.firstMonth)];
  if (!grid) return;
  const nearest = nearestOf(answers.activity, Object.keys(grid.activities));
  if (nearest === null) return;
  const title = grid.activities[nearest].title;
  const details = { code: answers.activity, year: grid.year, nearest, title_fr: title, title_en: title };
  add("activity", { rule: "PP302", details });
}

// The same category and the nearest number, if possible.
function nearestOf(code, codes) {
  const parts = (text) => {
    const [category, number] = text.split(".");
    return [/^[0-9]/.test(category) ? Number(category) : category.charCodeAt(0), Number(number)];
  };
  const [category, number] = parts(code);
  const distance = (other) => {
    const [otherCategory, otherNumber] = parts(other);
    return Math.abs(category - otherCategory) * 1e6 + Math.abs(number - otherNumber) * 1e3 + otherNumber;
  };
  return codes.reduce((best, other) => (best === null || distance(other) < distance(best) ? other : best), null);
}

function claim(activity, grid, answers, add, data) {
  const profile = grid.profiles[answers.profile];
  if (answers.profile && !activity.openTo.includes(answers.profile)) {
    const titles = activity.openTo.map((code) => (grid.profiles[code] || { title: code }).title);
    const details = { code: activity.code, profile: profile ? profile.title : answers.profile, profiles: titles };
    add("activity", { rule: "PP304", details });
  }
  const { hours, quantity, elsewhere, from, to } = answers;
  if (elsewhere !== "none" && !(elsewhere === "paid" && activity.allowsPaid)) add("elsewhere", { word: "elsewhere" });
  if (activity.asks.includes("level") && !activity.levels.some((level) => level.code === answers.level)) {
    add("level", { word: "level" });
  }
  const days = isDay(from) && isDay(to) ? daysBetween(from, to) + 1 : 0;
  if (hours !== null) {
    if (activity.unitHours && hours < activity.unitHours) {
      add("hours", { rule: "PP317", details: { hours, block: activity.unitHours } });
    }
    const least = activity.leastHours * (quantity || 0);
    if (hours < least) add("hours", { rule: "PP318", details: { hours, quantity, least } });
    if (days > 0 && hours > data.hoursInADay * days) {
      add("hours", { rule: "PP319", details: { most: data.hoursInADay * days } });
    }
  }
  if (quantity !== null && activity.perDay && days > 0 && quantity > activity.perDay * days) {
    add("quantity", { rule: "PP319", details: { most: activity.perDay * days } });
  }
}

// --- texts -------------------------------------------------------------------------------------------------------------

function text(ask, value, limits, add) {
  if (!value) return;
  const character = refused(value);
  if (character !== null) add(ask, { rule: "PP005", details: { character } });
  if (length(value) > limits[ask]) add(ask, { word: "long", details: { most: limits[ask] } });
  const rule = personal(value);
  if (rule !== null) add(ask, { rule });
}

// What shows only once the file is written: its name, and how much a reader can bear.
function whole(data, answers, add) {
  if (!isDay(answers.from)) return;
  if (personal(fileName(answers, data.slugLength)) !== null) add("title", { word: "named" });
  if (crowded(declaration(answers), data.bounds)) add("description", { word: "crowded" });
}

// --- evidence ----------------------------------------------------------------------------------------------------------

function evidence(activity, answers, add) {
  activity.evidence.forEach((group, rank) => {
    const piece = answers.pieces[rank];
    if (!piece) {
      add(`evidence-${rank}`, { word: "evidence" });
      return;
    }
    const first = answers.pieces.findIndex((other) => other && other.sha256 && other.sha256 === piece.sha256);
    if (first >= 0 && first < rank) add(`evidence-${rank}`, { rule: "PP340", details: { first: first + 1 } });
  });
}
