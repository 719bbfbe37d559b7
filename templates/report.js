"use strict";
// Search, filter, links to findings, printing. Without scripts everything is shown, and readable.
// No less-than sign and no ampersand in here: the page is well-formed XML, too.

const form = document.querySelector(".filter");
const search = document.getElementById("search");
const section = document.getElementById("section");
const shown = document.getElementById("shown");
const sections = Array.from(document.querySelectorAll(".section"));
const checks = [];

sections.forEach(function (element) {
  element.querySelectorAll(".check").forEach(function (details) {
    checks.push({
      details: details,
      section: element.dataset.section,
      severity: details.dataset.severity,
      groups: Array.from(details.querySelectorAll(".findings tbody")),
      head: null,
      texts: null
    });
  });
});

// Made at the first search: what a check says of itself, and what each of its rows says.
function index(check) {
  if (check.head !== null) return;
  check.head = Array.from(check.details.querySelectorAll("summary, .rationale, .about"),
    function (part) { return part.textContent; }).join(" ").toLowerCase();
  check.texts = check.groups.map(function (group) { return group.textContent.toLowerCase(); });
}

function chosen(name) {
  return Array.from(form.querySelectorAll("input[name=" + name + "]:checked"),
    function (box) { return box.value; });
}

function allowed(list, value) {
  return list.length === 0 ? true : list.includes(value);
}

// How many rows of a check fit; rows that do not are hidden.
function applyTo(check, statuses, marks, words) {
  let count = 0;
  if (words.length > 0) index(check);
  const left = words.filter(function (word) { return !check.head.includes(word); });
  check.groups.forEach(function (group, i) {
    const own = (group.dataset.marks || "").split(" ");
    const marked = marks.length === 0 ? true : marks.some(function (mark) { return own.includes(mark); });
    const fits = (marked ? allowed(statuses, group.dataset.status) : false)
      ? left.every(function (word) { return check.texts[i].includes(word); }) : false;
    group.hidden = !fits;
    count += fits ? 1 : 0;
  });
  return count;
}

function describe(statuses, severities, marks, words) {
  const parts = [];
  if (words.length > 0) parts.push("text “" + search.value.trim() + "”");
  if (statuses.length > 0) parts.push("status " + statuses.join(", "));
  if (severities.length > 0) parts.push("severity " + severities.join(", "));
  if (marks.length > 0) parts.push("mark " + marks.join(", "));
  if (section.value !== "") parts.push("section " + section.selectedOptions[0].textContent);
  return parts.join("; ");
}

function apply() {
  const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
  const statuses = chosen("status");
  const severities = chosen("severity");
  const marks = chosen("mark");
  const filter = describe(statuses, severities, marks, words);
  let count = 0;
  checks.forEach(function (check) {
    const possible = allowed(severities, check.severity)
      ? allowed(section.value === "" ? [] : [section.value], check.section) : false;
    const visible = possible ? applyTo(check, statuses, marks, words) > 0 : false;
    check.details.hidden = !visible;
    count += visible ? 1 : 0;
  });
  sections.forEach(function (element) {
    element.hidden = element.querySelector(".check:not([hidden])") === null;
  });
  shown.textContent = count + " of " + checks.length + " checks" +
    (filter === "" ? "" : ", by " + filter);
  document.body.classList.toggle("filtered", filter !== "");
}

function setOpen(open) {
  document.body.classList.toggle("all-open", open);
  checks.forEach(function (check) {
    if (!check.details.hidden) check.details.open = open;
  });
}

// A link may lead into a check that is closed or filtered away.
function follow() {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const details = target === null ? null : target.closest(".check");
  if (details === null) return;
  if (target.closest("[hidden]") !== null) {
    form.reset();
    apply();
  }
  details.open = true;
  target.scrollIntoView();
}

let waiting = 0;
function later() {
  clearTimeout(waiting);
  waiting = setTimeout(apply, 60);
}

form.hidden = false;
document.body.classList.add("scripted");
form.addEventListener("submit", function (event) { event.preventDefault(); });
form.addEventListener("reset", function () { setTimeout(apply, 0); });
form.addEventListener("change", apply);
search.addEventListener("input", later);
document.getElementById("open-all").addEventListener("click", function () { setOpen(true); });
document.getElementById("close-all").addEventListener("click", function () { setOpen(false); });
window.addEventListener("hashchange", follow);

// Paper has nothing to click on. The stylesheet does this, too, where a browser knows how.
let opened = [];
window.addEventListener("beforeprint", function () {
  opened = checks.filter(function (check) { return !check.details.open; });
  opened.forEach(function (check) { check.details.open = true; });
});
window.addEventListener("afterprint", function () {
  opened.forEach(function (check) { check.details.open = false; });
});

apply();
follow();
