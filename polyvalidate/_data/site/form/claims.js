// What the grid gives for a claim, before anything else that the student declared.

import { campaignsFor, lastDay } from "./calendar.js";

// `{points, number, each, blocks}` in quarter-points; null as long as a number or a level is not known.
export function claimed(activity, answers) {
  const number = activity.unitHours ? Math.floor((answers.hours || 0) / activity.unitHours) : answers.quantity;
  let each = activity.highest;
  if (activity.levels.length) {
    const level = activity.levels.find((known) => known.code === answers.level);
    if (level === undefined) return null;
    each = level.points;
  }
  return number > 0 ? { points: number * each, number, each } : null;
}

// Sentences, as `[key, details]`: what the grid gives, what the yearly cap leaves, when it counts.
export function worth(activity, answers) {
  const claim = claimed(activity, answers);
  if (claim === null) return [];
  const found = [];
  const isRange = !activity.levels.length && activity.lowest !== activity.highest;
  if (isRange) {
    found.push(["worth-range", { least: claim.number * activity.lowest, points: claim.points }]);
  } else if (activity.unitHours) {
    found.push(["worth-blocks", { ...claim, block: activity.unitHours }]);
  } else {
    found.push([claim.number > 1 ? "worth-units" : "worth", claim]);
  }
  if (claim.points > activity.year) found.push(["worth-capped", { most: activity.year }]);
  found.push(["worth-later", {}], ["worth-known", {}]);
  return found;
}

// Sentences about the caps of an activity; that of its category when the profile is known.
export function caps(activity, grid, profile) {
  const found = [["caps", { year: activity.year, cycle: activity.cycle }]];
  const category = grid.categories.find((known) => known.code === activity.category);
  const most = category && category.caps[profile];
  if (most !== undefined) found.push(["cap-category", { category: category.code, most }]);
  return found;
}

// Sentences about the dates: the campaign that takes them, or why none does today; the end of the cycle.
export function when(data, grid, answers, today) {
  const found = [];
  const campaigns = campaignsFor(data.grids, answers.from, answers.to);
  const open = campaigns.find((campaign) => campaign.opens <= today && today <= campaign.closes);
  const coming = campaigns.find((campaign) => today < campaign.opens);
  const over = campaigns[campaigns.length - 1];
  if (open) found.push(["open", open]);
  else if (coming) found.push(["not-yet", coming]);
  else if (over) found.push(["closed", { ...over, contact: data.contact }]);
  const profile = grid.profiles[answers.profile];
  if (profile && /^20[0-9]{2}$/.test(answers.cohort)) {
    const last = lastDay(Number(answers.cohort) + profile.years, data.firstMonth);
    if (answers.to > last) found.push(["cycle-end", { last }]);
  }
  return found;
}
