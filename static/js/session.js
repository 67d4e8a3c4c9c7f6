import { token } from "./token.js";

// What somebody types outlives the session. Typing keeps it open; when it closed meanwhile (a computer
// that slept, twelve hours), a form is not sent into the void: a dialog offers to sign in in another tab.
// Without this module the form is answered by the sign-in page.
const dialog = document.getElementById("session-over");
const { check, idle } = dialog.dataset;
const { account } = document.body.dataset;
// Milliseconds: how often typing is told, and after how long without a page one asks before sending.
const OFTEN = 5 * 60 * 1000;
const LONG = Math.max(Number(idle) * 1000 - 60 * 1000, OFTEN);
let seen = Date.now();
const sure = new WeakSet();

// Whether this page is still that of whoever is signed in; a network that fails says nothing.
async function isOpen() {
  try {
    const answer = await fetch(check, { redirect: "manual", cache: "no-store" });
    const whose = answer.headers.get("Account-Day")?.split(" ")[0];
    if (answer.status !== 204 || whose !== account) return false;
    seen = Date.now();
  } catch {
    // Offline: the browser says so itself.
  }
  return true;
}

document.addEventListener("input", ({ target }) => {
  if (target.form?.method !== "post" || Date.now() - seen < OFTEN) return;
  seen = Date.now();
  isOpen();
});

async function send(form, button) {
  if (!(await isOpen())) return dialog.showModal();
  const proof = token();
  const field = form.elements.namedItem("csrfmiddlewaretoken");
  if (proof && field) field.value = proof;
  sure.add(form);
  form.requestSubmit(button);
}

// Before htmx and the others: they hear of it once the session is known to be open.
addEventListener(
  "submit",
  (event) => {
    const form = event.target;
    const isLeaving = new URL(form.action).pathname.endsWith("/logout/");
    if (form.method !== "post" || isLeaving || sure.delete(form) || Date.now() - seen < LONG) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    send(form, event.submitter);
  },
  true,
);
