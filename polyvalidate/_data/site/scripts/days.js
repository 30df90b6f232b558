// The days that are left before a date, on the day when the page is read: the page was written on an earlier one.
"use strict";
(() => {
  const day = (zone) => {
    try {
      return new Date().toLocaleDateString("sv-SE", { timeZone: zone });
    } catch {
      return new Date().toLocaleDateString("sv-SE"); // a zone that this browser does not know
    }
  };
  for (const place of document.querySelectorAll(".days-left")) {
    const { until, zone, over, last, one, many } = place.dataset;
    const left = Math.round((Date.parse(until) - Date.parse(day(zone))) / 86400000);
    place.textContent = left < 0 ? over : left === 0 ? last : left === 1 ? one : many.replace("{n}", left);
  }
})();
