// The sheet of a session: each answer saves itself. Without this module every button submits the form.
import { Arrivals } from "./arrivals.js";
import { Conflicts } from "./conflicts.js";
import { Kept } from "./kept.js";
import { Pending } from "./pending.js";
import { listMistakes, people as roster } from "./roster.js";
import { Search } from "./search.js";
import { Status } from "./status.js";
import { token } from "./token.js";
import { durationOf, minutesOf, say } from "./words.js";

const form = document.getElementById("sheet");
const field = (name) => form.elements.namedItem(name);
const seenOf = (name) => field(`seen-${name}`).value;
const isHeld = form && "held" in form.dataset;
const COUNTING = ["present", "late"];

const proof = () => token() ?? field("csrfmiddlewaretoken").value;

// -- What the page says of itself ----------------------------------------------------------------

const answers = () => new FormData(form);
const people = () => [...roster().children];
const nameOf = (person) => `attendance-${person.id.replace("personne-", "")}`;

// Somebody who is only welcome is not answered for with the others.
const isAsked = (person) => !("welcome" in person.dataset);

function recount() {
  const given = answers();
  const statuses = people().map((person) => given.get(nameOf(person)));
  const marked = statuses.filter(Boolean).length;
  const left = people().filter((person) => isAsked(person) && !given.get(nameOf(person))).length;
  const line = document.getElementById("marked");
  line.hidden = !statuses.length;
  line.textContent = say("marked", { marked, total: marked + left });
  const others = document.getElementById("others");
  others.hidden = !left;
  const many = marked ? "others" : "everybody";
  others.querySelector("span").textContent = say(left > 1 ? many : marked ? "last" : "only", { number: left });
  recountRoom(statuses.filter((status) => COUNTING.includes(status)).length);
  const mistakes = document.getElementById("mistakes");
  if (mistakes) mistakes.hidden = !marked;
}

function recountRoom(named) {
  const input = field("head_count-parents");
  if (!input) return;
  const seen = field("seen-head_count-parents");
  // While nobody counted the room, it holds those who have a name.
  if ("follows" in seen.dataset && !pending.has(input.name)) {
    input.value = named;
    seen.value = `0 ${named}`;
  }
  const unnamed = Math.max(0, Number(input.value) - named);
  document.getElementById("unnamed").textContent = unnamed ? say("unnamed", { number: unnamed }) : say("all-named");
}

// -- What one does -------------------------------------------------------------------------------

function changed(name) {
  if (arrivals.owns(name)) {
    arrivals.mark(name, answers().get(name));
    return recount();
  }
  const value = answers().get(name);
  const seen = seenOf(name);
  clearRefusal(name);
  if (!isHeld && value !== null) pending.put(name, value, seen);
  recount();
}

function set(name, value) {
  const control = field(name);
  if (control) control.value = value;
  changed(name);
}

function step(button) {
  const [name, by] = button.value.split(":");
  const input = field(name);
  const isDuration = name === "delivered_minutes";
  const number = Math.max(0, (isDuration ? minutesOf(input.value) : Number(input.value)) + Number(by));
  set(name, isDuration ? durationOf(number) : number);
}

function markOthers() {
  const given = answers();
  for (const person of people()) {
    const name = nameOf(person);
    if (isAsked(person) && !given.get(name) && !conflicts.holds(name)) set(name, "present");
  }
}

async function close(button) {
  button.setAttribute("aria-busy", "true");
  const isSaved = await pending.flush();
  button.removeAttribute("aria-busy");
  if (!isSaved) return;
  const act = Object.assign(document.createElement("input"), { type: "hidden", name: "act", value: "close" });
  form.append(act);
  submit();
}

function submit() {
  field("csrfmiddlewaretoken").value = proof();
  form.submit();
}

// Those who came in go first, with the reason; then the rest of the page.
async function correct() {
  if (await pending.flush()) submit();
  else pending.retell();
}

function onSubmit(event) {
  const button = event.submitter;
  const { name } = button;
  const isArrival = ["add", "create"].includes(name);
  if (isHeld && !["step", "others"].includes(name) && !conflicts.holdsChoice(button) && button.id !== "chercher") {
    field("csrfmiddlewaretoken").value = proof();
    if (name || !arrivals.size) return;
    event.preventDefault();
    correct();
    return;
  }
  event.preventDefault();
  if (name === "step") step(button);
  else if (name === "others") markOthers();
  else if (name === "act") close(button);
  else if (isArrival) search.add(button);
  else if (name === "remove") search.remove(button);
  else if (conflicts.settles(button)) recount();
  else if (button.id === "chercher" || field("who").value) search.search();
  else pending.flush();
}

// -- What the server answers ---------------------------------------------------------------------

const refusalOf = (name) => document.querySelector(`[data-refusal="${name}"]`);
// A text that is folded away opens when there is something to say of it.
const unfold = (place) => place?.closest?.("details:not([data-shuts])")?.setAttribute("open", "");
const clearRefusal = (name) => refusalOf(name)?.remove();

function refused(name, words) {
  clearRefusal(name);
  const place = form.querySelector(`[data-field="${name}"]`) ?? [field(name)].flat()[0]?.closest?.("li, section");
  const line = Object.assign(document.createElement("p"), { className: "invalid-feedback", textContent: words });
  line.dataset.refusal = name;
  place?.append(line);
  unfold(place);
}

function saved(name, seen) {
  const hidden = field(`seen-${name}`);
  if (!hidden) return;
  hidden.value = seen;
  delete hidden.dataset.follows;
}

// Our page was a copy: what nobody is changing here becomes what the server says.
function renewed(page) {
  const theirs = page.getElementById("sheet");
  if ("held" in theirs.dataset !== isHeld) location.reload();
  for (const hidden of theirs.querySelectorAll('[name^="seen-"]')) {
    const name = hidden.name.replace("seen-", "");
    const control = field(name);
    if (!control || name.startsWith("attendance-") || pending.has(name) || control === document.activeElement) continue;
    field(hidden.name).replaceWith(document.importNode(hidden, true));
    control.value = theirs.elements.namedItem(name).value;
  }
  delete form.dataset.kept;
  kept.forgetSent();
  recount();
}

const { account } = document.body.dataset;
const kept = form && new Kept(form.dataset.session, account, { title: form.dataset.title, path: location.pathname });
const listener = {
  saved,
  refused,
  state: (name, details) => status.say(name, details),
  conflict: (told) => conflicts.show(told),
};
const pending = form && new Pending({ kept, url: form.action, token: proof, account, listener });
const conflicts = form && new Conflicts({ form, pending, set, durationOf });
const status = form && new Status({ form, pending, conflicts });
const arrivals = form && new Arrivals({ form, kept, pending, token: proof, set, recount, renewed });
const search = form && new Search({ form, arrivals, signedOut: () => status.say("signed-out") });

// -- What this device kept -----------------------------------------------------------------------

const versionOf = (seen) => Number(/^(\d+) /.exec(seen)?.[1] ?? 0);
const isVersioned = (name) => /^(attendance|head_count)-/.test(name);

// What was sent since this copy of the page was kept.
function complete() {
  for (const [name, { value, seen }] of kept.sent) {
    if (!field(name) || (isVersioned(name) && versionOf(seenOf(name)) > versionOf(seen))) continue;
    field(name).value = value;
    saved(name, seen);
  }
}

function restore() {
  if ("kept" in form.dataset) complete();
  else kept.forgetSent();
  for (const [name, { value, seen }] of kept.changes) {
    const control = field(name);
    if (control) control.value = value;
    if (control?.matches?.("textarea")) control.closest("details")?.setAttribute("open", "");
    if (control && (isVersioned(name) ? seenOf(name).endsWith(` ${value}`) : seenOf(name) === value)) kept.drop(name);
    else if (isHeld) document.getElementById("put-back").hidden = false;
    else pending.put(name, value, seen);
  }
  if (arrivals.restore() && isHeld) document.getElementById("put-back").hidden = false;
  if (arrivals.size || arrivals.isStale) pending.later(0);
}

// On a slow phone somebody answers before this module is there: those answers are saved too.
function catchUp() {
  for (const name of people().map(nameOf)) {
    const value = answers().get(name);
    if (value && !arrivals.owns(name) && !pending.has(name) && !seenOf(name).endsWith(` ${value}`)) changed(name);
  }
}

// The worker says whether this sheet opens without a network from now on.
async function tellKept() {
  const { active } = await navigator.serviceWorker.ready;
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = ({ data }) => (document.getElementById("kept").hidden = !data);
  active.postMessage({ open: location.pathname }, [port2]);
}

// Any text beside a hidden field that says what the page showed of it.
const isText = (control) => control instanceof HTMLTextAreaElement && Boolean(field(`seen-${control.name}`));

if (form) {
  form.addEventListener("submit", onSubmit);
  form.addEventListener("change", (event) => {
    if (/^(attendance-|delivered_minutes)/.test(event.target.name)) changed(event.target.name);
  });
  form.addEventListener("input", (event) => {
    const { name, value } = event.target;
    if (isText(event.target) || (name.startsWith("head_count-") && value !== "")) changed(name);
    if (name === "who") search.soon();
  });
  document.addEventListener("signing-out", ({ detail }) => detail.waits.push(pending.flush()));
  document.addEventListener("signed-out", () => pending.forget());
  document.getElementById("chercher").hidden = true;
  document.getElementById("mistakes")?.addEventListener("toggle", listMistakes);
  if (!isHeld) status.say("ready");
  restore();
  catchUp();
  recount();
  if (!isHeld && navigator.serviceWorker) tellKept();
}
