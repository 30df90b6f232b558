// Days, written 2026-01-31, and the academic years they are in. Compared as texts: the order is the same.

export function isDay(text) {
  if (!/^20[0-9]{2}-[0-9]{2}-[0-9]{2}$/.test(text)) return false;
  const read = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(read.getTime()) && read.toISOString().slice(0, 10) === text;
}

// The day it is at the school, wherever who reads is.
export function today(timeZone) {
  const parts = { timeZone, calendar: "gregory", numberingSystem: "latn" };
  const shape = { year: "numeric", month: "2-digit", day: "2-digit" };
  const said = new Intl.DateTimeFormat("en", { ...parts, ...shape }).formatToParts(new Date());
  const { year, month, day } = Object.fromEntries(said.map(({ type, value }) => [type, value]));
  return `${year}-${month}-${day}`;
}

export function daysBetween(from, to) {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86400000);
}

// The calendar year in which the academic year of a day begins.
export function startYear(day, firstMonth) {
  const [year, month] = day.split("-").map(Number);
  return month >= firstMonth ? year : year - 1;
}

export function academicYear(day, firstMonth) {
  const first = startYear(day, firstMonth);
  return `${first}-${first + 1}`;
}

export function firstDay(year, firstMonth) {
  return `${year}-${String(firstMonth).padStart(2, "0")}-01`;
}

// The day before an academic year begins.
export function lastDay(year, firstMonth) {
  const before = new Date(Date.UTC(year, firstMonth - 1, 0));
  return before.toISOString().slice(0, 10);
}

// The campaigns of every grid that cover a period, the earliest first.
export function campaignsFor(grids, from, to) {
  const all = Object.values(grids).flatMap((grid) => grid.campaigns);
  const order = (campaign) => `${campaign.opens} ${campaign.closes} ${campaign.title}`;
  return all
    .filter((campaign) => campaign.from <= from && to <= campaign.to)
    .sort((one, other) => (order(one) < order(other) ? -1 : 1));
}
