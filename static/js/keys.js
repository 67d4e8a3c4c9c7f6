// « / » goes to the search of the masthead. One key alone is a trap for whoever dictates to their
// computer: the help page turns it off on this device (WCAG 2.1.4).
const KEPT = "keys-off";

const field = document.getElementById("partout") ?? document.getElementById("chercher");
const toggle = document.querySelector("input[data-keys]");

const isTyping = (target) => target.closest("input, textarea, select, [contenteditable]") !== null;
const isWanted = (event) =>
  event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey && !isTyping(event.target);

document.addEventListener("keydown", (event) => {
  if (!isWanted(event) || localStorage.getItem(KEPT) || !field?.checkVisibility()) return;
  event.preventDefault();
  field.focus();
  field.select();
});

if (toggle) {
  toggle.checked = !localStorage.getItem(KEPT);
  toggle.closest("[hidden]").hidden = false;
  toggle.addEventListener("change", () =>
    toggle.checked ? localStorage.removeItem(KEPT) : localStorage.setItem(KEPT, "1"),
  );
}
