"use strict";
// Search and filter; without scripts everything is shown.
const form = document.querySelector(".filter");
const search = document.getElementById("search");
const status = document.getElementById("status");
const checks = Array.from(document.querySelectorAll(".check"));
function apply() {
  const words = search.value.toLowerCase();
  let shown = 0;
  checks.forEach(function (check) {
    const fits = check.textContent.toLowerCase().includes(words);
    const wanted = status.value === "" || check.dataset.status === status.value;
    check.hidden = !(fits ? wanted : false);
    shown += check.hidden ? 0 : 1;
  });
  document.getElementById("shown").textContent = shown + " of " + checks.length + " checks";
}
form.hidden = false;
form.addEventListener("submit", function (event) { event.preventDefault(); });
search.addEventListener("input", apply);
status.addEventListener("change", apply);
window.addEventListener("beforeprint", function () {
  checks.forEach(function (check) { check.open = true; });
});
function follow() {
  const target = document.getElementById(location.hash.slice(1));
  if (target !== null ? target.tagName === "DETAILS" : false) target.open = true;
}
window.addEventListener("hashchange", follow);
follow();
apply();
