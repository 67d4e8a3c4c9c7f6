// The sheet of a session: each answer saves itself. Without this module every button submits the form.
import { Arrivals } from "./arrivals.js";
import { Conflicts } from "./conflicts.js";
import { Pending } from "./pending.js";
import { clock, say } from "./words.js";

const form = document.getElementById("sheet");
const field = (name) => form.elements.namedItem(name);
const seenOf = (name) => field(`seen-${name}`).value;
const isHeld = form && "held" in form.dataset;
const COUNTING = ["present", "late"];

const token = () =>
  /(?:^|; )csrftoken=([^;]+)/.exec(document.cookie)?.[1] ?? field("csrfmiddlewaretoken").value;

// -- What the page says of itself ----------------------------------------------------------------

const answers = () => new FormData(form);
const people = () => [...document.querySelectorAll("#people > li")];
const nameOf = (person) => `attendance-${person.id.replace("personne-", "")}`;

function recount() {
  const given = answers();
  const statuses = people().map((person) => given.get(nameOf(person)));
  const marked = statuses.filter(Boolean).length;
  const left = statuses.length - marked;
  const line = document.getElementById("marked");
  line.hidden = !statuses.length;
  line.textContent = say("marked", { marked, total: statuses.length });
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

function state(name, { waiting, refused, words }) {
  const line = document.querySelector(".closing .saved");
  if (!line) return;
  const held = waiting > 1 ? say("pending-many", { number: waiting }) : say("pending-one");
  const again = ` · ${held} : ${say("again")}`;
  const said = {
    ready: ["saved", say("ready")],
    saving: ["saving", say("saving")],
    saved: ["saved", say("saved", { time: clock(new Date()) })],
    offline: ["offline", say("offline") + again],
    unreachable: ["offline", say("unreachable") + again],
    "signed-out": ["error", say("signed-out")],
    stopped: ["error", words],
  }[name];
  if (name === "saved" && refused) said.splice(0, 2, "error", say("refused"));
  else if (name === "saved" && pending.stuck) said.splice(0, 2, "error", link(`#${conflicts.first}`, "conflict"));
  line.dataset.state = said[0];
  const wayBack = name === "signed-out" ? [" ", link(form.dataset.login, "sign-in")] : [];
  line.querySelector("span").replaceChildren(said[1], ...wayBack);
}

const link = (href, word) => Object.assign(document.createElement("a"), { href, textContent: say(word) });

// -- What one does -------------------------------------------------------------------------------

function changed(name) {
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

// A duration is typed as one says it: « 2 h 30 ».
const minutesOf = (text) => {
  const [, hours, minutes] = /^\s*(?:(\d+)\s*[h:])?\s*(\d*)/.exec(text);
  return Number(hours ?? 0) * 60 + Number(minutes || 0);
};
const durationOf = (minutes) => {
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  if (!hours) return `${rest}\u00a0min`;
  return rest ? `${hours}\u00a0h\u00a0${String(rest).padStart(2, "0")}` : `${hours}\u00a0h`;
};

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
    if (!given.get(name) && !conflicts.holds(name)) set(name, "present");
  }
}

async function close(button) {
  button.setAttribute("aria-busy", "true");
  const isSaved = await pending.flush();
  button.removeAttribute("aria-busy");
  if (!isSaved) return;
  const act = Object.assign(document.createElement("input"), { type: "hidden", name: "act", value: "close" });
  form.append(act);
  form.submit();
}

function onSubmit(event) {
  const button = event.submitter;
  const { name } = button;
  const isArrival = ["add", "create", "remove"].includes(name);
  if (isHeld && !["step", "others", "log_choice"].includes(name) && button.id !== "chercher") return;
  event.preventDefault();
  if (name === "step") step(button);
  else if (name === "others") markOthers();
  else if (name === "act") close(button);
  else if (isArrival) arrivals.add(button);
  else if (conflicts.settles(button)) recount();
  else if (button.id === "chercher" || field("who").value) arrivals.search();
  else pending.flush();
}

// -- What the server answers ---------------------------------------------------------------------

const refusalOf = (name) => document.querySelector(`[data-refusal="${name}"]`);
const clearRefusal = (name) => refusalOf(name)?.remove();

function refused(name, words) {
  clearRefusal(name);
  const place = form.querySelector(`[data-field="${name}"]`) ?? [field(name)].flat()[0]?.closest?.("li, section");
  const line = Object.assign(document.createElement("p"), { className: "invalid-feedback", textContent: words });
  line.dataset.refusal = name;
  place?.append(line);
}

function saved(name, seen) {
  const hidden = field(`seen-${name}`);
  if (!hidden) return;
  hidden.value = seen;
  delete hidden.dataset.follows;
}

const pending = form && new Pending({
  key: form.dataset.key,
  url: form.action,
  token,
  listener: { saved, refused, state, conflict: (told) => conflicts.show(told) },
});
const conflicts = form && new Conflicts({ form, pending, set, durationOf });
const arrivals = form && new Arrivals({ form, pending, token, after: recount, signedOut: () => state("signed-out", {}) });

function restore() {
  const kept = pending.restore();
  for (const [name, { value, seen }] of kept) {
    const control = field(name);
    if (control) control.value = value;
    if (control && value === answers().get(name) && seenOf(name).endsWith(` ${value}`)) continue;
    if (isHeld) document.getElementById("put-back").hidden = false;
    else pending.put(name, value, seen);
  }
  pending.keep();
}

// On a slow phone somebody answers before this module is there: those answers are saved too.
function catchUp() {
  for (const name of people().map(nameOf)) {
    const value = answers().get(name);
    if (value && !pending.has(name) && !seenOf(name).endsWith(` ${value}`)) changed(name);
  }
}

if (form) {
  form.addEventListener("submit", onSubmit);
  form.addEventListener("change", (event) => {
    if (/^(attendance-|delivered_minutes)/.test(event.target.name)) changed(event.target.name);
  });
  form.addEventListener("input", (event) => {
    const { name, value } = event.target;
    if (name === "log" || (name.startsWith("head_count-") && value !== "")) changed(name);
    if (name === "who") arrivals.searchSoon();
  });
  document.getElementById("chercher").hidden = true;
  document.getElementById("mistakes")?.addEventListener("toggle", () => arrivals.listMistakes());
  if (!isHeld) state("ready", {});
  restore();
  catchUp();
  recount();
}
