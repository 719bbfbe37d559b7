"use strict";
// Filters hosts and checks. Without scripts everything is shown, and readable.
// No less-than sign and no ampersand in here: the page is well-formed XML, too.

const form = document.querySelector(".filter");
const search = document.getElementById("search");
const fails = document.getElementById("fails");
const shown = document.getElementById("shown");
const details = Array.from(document.querySelectorAll(".check"));
const columns = Array.from(document.querySelectorAll(".grid thead th[data-severity]"));
const grid = Array.from(document.querySelectorAll(".grid tbody tr"), describe);
const hosts = Array.from(document.querySelectorAll(".hosts tbody tr"), describe);
let hiddenColumns = "";

function describe(row) {
  return { row: row, name: row.dataset.name.toLowerCase(), failing: (row.dataset.failing || "").split(" ") };
}

function applyTo(rows, words, check) {
  let count = 0;
  rows.forEach(function (item) {
    const named = words.every(function (word) { return item.name.includes(word); });
    const fits = named ? (check === "" ? true : item.failing.includes(check)) : false;
    item.row.hidden = !fits;
    count += fits ? 1 : 0;
  });
  return count;
}

// Columns of the matrix and checks below it, by severity.
function applySeverities(severities) {
  const fits = function (element) {
    return severities.length === 0 ? true : severities.includes(element.dataset.severity);
  };
  details.forEach(function (element) { element.hidden = !fits(element); });
  if (hiddenColumns === severities.join()) return;
  hiddenColumns = severities.join();
  const visible = columns.map(fits);
  columns.forEach(function (head, i) { head.hidden = !visible[i]; });
  grid.forEach(function (item) {
    visible.forEach(function (yes, i) { item.row.cells[i + 1].hidden = !yes; });
  });
}

function apply() {
  const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
  const severities = Array.from(form.querySelectorAll("input[name=severity]:checked"),
    function (box) { return box.value; });
  const parts = [];
  if (words.length > 0) parts.push("name “" + search.value.trim() + "”");
  if (fails.value !== "") parts.push("failing " + fails.value);
  if (severities.length > 0) parts.push("severity " + severities.join(", "));
  applyTo(grid, words, fails.value);
  applySeverities(severities);
  shown.textContent = applyTo(hosts, words, fails.value) + " of " + hosts.length + " hosts" +
    (parts.length === 0 ? "" : ", by " + parts.join("; "));
  document.body.classList.toggle("filtered", parts.length > 0);
}

// A link may lead to a check that is closed, or to what is filtered away.
function follow() {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (target === null) return;
  if (target.closest("[hidden]") !== null) {
    form.reset();
    apply();
  }
  if (target.matches(".check")) target.open = true;
  target.scrollIntoView();
}

let waiting = 0;
form.hidden = false;
form.addEventListener("submit", function (event) { event.preventDefault(); });
form.addEventListener("reset", function () { setTimeout(apply, 0); });
form.addEventListener("change", apply);
search.addEventListener("input", function () {
  clearTimeout(waiting);
  waiting = setTimeout(apply, 60);
});
window.addEventListener("hashchange", follow);

// Paper has nothing to click on.
let opened = [];
window.addEventListener("beforeprint", function () {
  opened = details.filter(function (element) { return !element.open; });
  opened.forEach(function (element) { element.open = true; });
});
window.addEventListener("afterprint", function () {
  opened.forEach(function (element) { element.open = false; });
});

apply();
follow();
