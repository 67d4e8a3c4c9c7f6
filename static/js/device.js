// What every page of somebody signed in does with this device: a worker for pages without a network,
// what waits to be sent from other pages, and nothing left behind on signing out.
import { forget, sweep, unsentOf } from "./kept.js";
import { token } from "./token.js";
import { say } from "./words.js";

const { account, worker } = document.body.dataset;
const dialog = document.getElementById("unsent");

const told = ({ title, number }) => say(number > 1 ? "unsent-many" : "unsent-one", { title, number });

// There is none on a page served without HTTPS, nor where the browser refuses: everything works as before.
const register = () => navigator.serviceWorker?.register(worker).catch(() => {});
// After what the page itself needs; what was kept may have been read after the page was complete.
if (document.readyState === "complete") register();
else addEventListener("load", register);

// -- What waits ----------------------------------------------------------------------------------

function notice(sheet) {
  const line = document.getElementById("unsent-notice").content.cloneNode(true).firstElementChild;
  line.querySelector("b").textContent = told(sheet);
  line.querySelector("a").href = sheet.path;
  line.querySelector("button").addEventListener("click", async () => {
    if (!(await agrees("giving-up", [sheet]))) return;
    forget(account, sheet.path);
    line.remove();
  });
  return line;
}

// Whether somebody says yes to losing what was not sent.
function agrees(why, sheets) {
  for (const each of dialog.querySelectorAll(".signing-out, .giving-up")) each.hidden = !each.classList.contains(why);
  const lines = sheets.map((sheet) => Object.assign(document.createElement("li"), { textContent: told(sheet) }));
  dialog.querySelector("ul").replaceChildren(...lines);
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((answer) => {
    dialog.addEventListener("close", () => answer(dialog.returnValue === "yes"), { once: true });
  });
}

sweep();
const elsewhere = unsentOf(account).filter(({ path }) => path !== location.pathname || !document.getElementById("sheet"));
document.getElementById("messages")?.append(...elsewhere.map(notice));

// -- Signing out -----------------------------------------------------------------------------------

async function signOut(form) {
  // The sheet on this page sends first what it still holds.
  const asked = { waits: [] };
  document.dispatchEvent(new CustomEvent("signing-out", { detail: asked }));
  await Promise.allSettled(asked.waits);
  const unsent = unsentOf(account);
  if (unsent.length && !(await agrees("signing-out", unsent))) return;
  document.dispatchEvent(new CustomEvent("signed-out"));
  await forget(account);
  navigator.serviceWorker?.controller?.postMessage({ forget: true });
  const proof = token();
  if (proof) form.elements.namedItem("csrfmiddlewaretoken").value = proof;
  form.submit();
}

document.addEventListener("submit", (event) => {
  if (!new URL(event.target.action).pathname.endsWith("/logout/")) return;
  event.preventDefault();
  signOut(event.target);
});
