// Search-or-add: who came in, among those the centre knows; without a network, among those seen here.
import { capital } from "./arrivals.js";
import { written } from "./kept.js";
import { nameIn } from "./roster.js";
import { say } from "./words.js";

const PAUSE = 300;
const SHORTEST = 2;
const PATIENCE = 5000;

const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
const copy = (id) => document.getElementById(id).content.cloneNode(true).firstElementChild;

export class Search {
  constructor({ form, arrivals, signedOut }) {
    Object.assign(this, { form, arrivals, signedOut });
    this.found = document.getElementById("found");
    this.typed = document.getElementById("qui");
    this.status = document.getElementById("found-count");
    this.asked = new AbortController();
    // Those the server proposed since the page was opened: they can be added without a network.
    this.seen = new Map();
    document.getElementById("ajouter").addEventListener("keydown", (event) => this.leave(event));
  }

  leave({ key }) {
    if (key !== "Escape" || !this.found.childElementCount) return;
    this.stop();
    this.show([], "");
    this.typed.focus();
  }

  stop() {
    clearTimeout(this.timer);
    this.asked.abort();
  }

  soon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.search(), PAUSE);
  }

  async search() {
    this.stop();
    const who = this.typed.value.trim().replace(/\s+/g, " ");
    if (who.length < SHORTEST) return this.show([], "");
    this.asked = new AbortController();
    const { signal } = this.asked;
    const silence = setTimeout(() => this.asked.signal === signal && this.asked.abort("silence"), PATIENCE);
    try {
      const response = await this.arrivals.post(this.form.dataset.search, { who }, { signal });
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      const list = page.querySelector(".found");
      if (response.ok && list) this.showFound(document.importNode(list, true));
      else if (response.ok) this.signedOut();
      else this.showHere(who);
    } catch (failure) {
      if (failure.name !== "AbortError") this.showHere(who);
    } finally {
      clearTimeout(silence);
    }
  }

  showFound(list) {
    for (const button of list.querySelectorAll("[name=add]")) this.seen.set(button.value, button);
    this.show([list], this.counted(list));
  }

  // Nobody is taken for somebody else: creating is always the last line, even under the same name.
  showHere(who) {
    const list = copy("found-here");
    const says = (name) => fold(who).split(" ").every((word) => fold(name).includes(word));
    const there = [...document.querySelectorAll("#people > li")].filter((person) => says(nameIn(person)));
    const known = [...this.seen.values()].filter(
      (button) => says(button.dataset.name) && !document.getElementById(`personne-${button.value}`),
    );
    const create = list.querySelector("[name=create]");
    create.value = who;
    create.querySelector("b").textContent = who;
    list.prepend(...there.map((person) => this.noted(person)), ...known.map((button) => button.closest("li").cloneNode(true)));
    this.show([list], `${say("found-here")} ${this.counted(list)}`);
  }

  noted(person) {
    const line = copy("found-noted");
    line.querySelector("a").href = `#${person.id}`;
    line.querySelector("b").textContent = nameIn(person);
    return line;
  }

  counted(list) {
    const number = list.querySelectorAll("li").length - 1;
    return say(number === 1 ? "found-one" : "found-many", { number });
  }

  show(nodes, words) {
    this.found.replaceChildren(...nodes);
    this.found.scrollIntoView({ block: "nearest" });
    this.status.textContent = words;
  }

  // One touch: the list goes away, so that a second touch adds nobody twice.
  async add(button) {
    const name = button.dataset.name ?? capital(button.value);
    this.typed.value = "";
    this.show([], "");
    // At once: a moment later one may be writing elsewhere.
    this.typed.focus();
    const isSent = await this.arrivals.add(button);
    await written();
    this.status.textContent = say(isSent ? "added" : "added-here", { name });
  }

  async remove(button) {
    this.status.className = "visually-hidden";
    if (await this.arrivals.remove(button)) return;
    this.status.className = "invalid-feedback";
    this.status.textContent = say("not-added");
  }
}
