// Search-or-add: somebody comes in whom the sheet did not expect, or leaves it.
// The page that answers an ordinary submission is fetched, and its roster takes the place of ours.
import { say } from "./words.js";

const PAUSE = 300;
const SHORTEST = 2;

// crypto.randomUUID is for secure pages alone; a sheet may be read on a local network.
function newKey() {
  const hex = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

export class Arrivals {
  constructor({ form, pending, token, after, signedOut }) {
    Object.assign(this, { form, pending, token, after, signedOut });
    this.found = document.getElementById("found");
    this.typed = document.getElementById("qui");
    this.status = document.getElementById("found-count");
    this.asked = new AbortController();
    // The same touch sent again after a failure acts once.
    this.keys = new Map();
  }

  async post(url, values, options) {
    const body = new URLSearchParams({ ...values, csrfmiddlewaretoken: this.token() });
    const response = await fetch(url, { method: "POST", body, ...options });
    return new DOMParser().parseFromString(await response.text(), "text/html");
  }

  // -- Search ----------------------------------------------------------------------------------

  searchSoon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.search(), PAUSE);
  }

  async search() {
    clearTimeout(this.timer);
    this.asked.abort();
    const who = this.typed.value.trim();
    if (who.length < SHORTEST) return this.show([], "");
    this.asked = new AbortController();
    try {
      const page = await this.post(this.form.dataset.search, { who }, { signal: this.asked.signal });
      const list = page.querySelector(".found");
      if (!list) return this.signedOut();
      const number = list.querySelectorAll("li").length - 1;
      const words = number === 1 ? "found-one" : "found-many";
      this.show([document.importNode(list, true)], say(words, { number }));
    } catch (failure) {
      if (failure.name !== "AbortError") this.sayFailure();
    }
  }

  show(nodes, words) {
    this.found.replaceChildren(...nodes);
    this.found.scrollIntoView({ block: "nearest" });
    this.status.className = "visually-hidden";
    this.status.textContent = words;
  }

  sayFailure() {
    this.status.className = "invalid-feedback";
    this.status.textContent = say("not-added");
  }

  // -- Add, create, take off -------------------------------------------------------------------

  async add(button) {
    const touch = `${button.name}=${button.value}`;
    if (this.busy) return;
    this.busy = true;
    button.setAttribute("aria-busy", "true");
    if (!this.keys.has(touch)) this.keys.set(touch, newKey());
    try {
      // What is ticked goes first: the page that comes back is then whole.
      await this.pending.flush();
      const page = await this.post(this.form.dataset.add, { [button.name]: button.value, once: this.keys.get(touch) });
      if (!page.getElementById("sheet")) return this.signedOut();
      this.keys.delete(touch);
      this.take(page, button.name === "remove" ? null : button);
    } catch {
      this.sayFailure();
    } finally {
      this.busy = false;
      button.removeAttribute("aria-busy");
    }
  }

  take(page, added) {
    const ours = document.getElementById("people");
    const before = new Set([...ours.children].map((person) => person.id));
    const fresh = [...page.getElementById("people").children].map((person) => document.importNode(person, true));
    const isWaiting = (person) => this.pending.has(person.id.replace("personne-", "attendance-"));
    // Those who just came in stand last, where one is looking; whoever waits to be saved stays as is.
    const kept = fresh.filter((person) => before.has(person.id));
    const rows = kept.map((person) => (isWaiting(person) ? document.getElementById(person.id) : person));
    const newcomers = fresh.filter((person) => !before.has(person.id));
    ours.replaceChildren(...rows, ...newcomers);
    for (const id of ["retire", "messages"]) document.getElementById(id).replaceChildren(...page.getElementById(id).childNodes);
    document.getElementById("nobody")?.remove();
    this.listMistakes();
    if (added) {
      this.typed.value = "";
      this.show([], newcomers.map((person) => say("added", { name: person.querySelector(".person span").textContent })).join(", "));
      this.typed.focus();
    } else {
      document.querySelector("#retire button")?.focus();
    }
    this.after();
  }

  listMistakes() {
    const list = document.querySelector("#mistakes ul");
    const noted = [...document.querySelectorAll("#people > li")].filter((person) => person.querySelector(":checked"));
    list?.replaceChildren(...noted.map((person) => this.mistake(person)));
  }

  mistake(person) {
    const line = document.getElementById("mistake").content.cloneNode(true);
    const name = person.querySelector(".person span").textContent;
    const button = line.querySelector("button");
    line.querySelector("span").textContent = name;
    button.value = person.id.replace("personne-", "");
    button.querySelector("span").textContent = ` ${name}`;
    return line;
  }
}
