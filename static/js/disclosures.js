// <details data-shuts>: shuts on Escape, when one leaves it, and once an answer inside is touched.
// Without this module a second touch on its summary does the same.
const open = () => document.querySelector("details[data-shuts][open]");

document.addEventListener("keydown", (event) => {
  const details = open();
  if (event.key !== "Escape" || !details) return;
  details.open = false;
  details.querySelector("summary").focus();
});

document.addEventListener("click", (event) => {
  const details = open();
  if (details && !details.contains(event.target)) details.open = false;
});

document.addEventListener("focusin", (event) => {
  const details = open();
  if (details && !details.contains(event.target)) details.open = false;
});

// Arrows choose on their way to another answer: with the keyboard it shuts when one leaves it.
document.addEventListener("change", ({ target }) => {
  const details = target.closest("details[data-shuts]");
  if (details && target.type === "radio" && !target.matches(":focus-visible")) details.open = false;
});
