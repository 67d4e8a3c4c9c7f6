// Somebody comes in whom the sheet did not expect, or leaves it.
// Each arrival has its own key, kept with it until the server has answered: sent twice, it acts once. The page
// that answers an ordinary submission is fetched, and its roster takes the place of ours.
import { SILENCE, unreachable } from "./pending.js";
import { complain, drawn, lineOf, listMistakes, merge, people } from "./roster.js";
import { say } from "./words.js";

// Longer than this, and the line appears before the server has answered.
const SOON = 1500;

// crypto.randomUUID is for secure pages alone; a sheet may be read on a local network.
function newKey() {
  const hex = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

// « nour » is written Nour, as the server will.
export const capital = (name) => (name === name.toLowerCase() ? name.replace(/(^|[\s-])\p{L}/gu, (letter) => letter.toUpperCase()) : name);
export class Arrivals {
  // `renewed(page)` hears the page of the server when ours was a copy; `set` answers; `recount` counts again.
  constructor({ form, kept, pending, token, set, recount, renewed }) {
    Object.assign(this, { form, kept, pending, token, set, recount, renewed });
    // { once, act, value, name, status }; `tried` when the server may have it, `gone` when taken off since,
    // `words` when the server refused.
    this.waiting = new Map();
    this.isStale = "kept" in form.dataset;
    pending.more = this;
  }

  get ready() {
    // What a held session still misses goes only with a reason.
    if ("held" in this.form.dataset && !this.reason) return [];
    return [...this.waiting.values()].filter((entry) => !entry.words);
  }

  get size() {
    return this.ready.length;
  }

  get reason() {
    return this.form.elements.namedItem("reason")?.value.trim() ?? "";
  }

  owns(name) {
    return this.waiting.has(name.replace("attendance-", ""));
  }

  keep(entry) {
    this.waiting.set(entry.once, entry);
    this.kept.putArrival(entry);
  }

  drop(entry) {
    this.waiting.delete(entry.once);
    this.kept.dropArrival(entry);
    lineOf(entry.once)?.remove();
  }

  restore() {
    for (const { words, ...entry } of this.kept.arrivals) {
      this.waiting.set(entry.once, entry);
      this.draw(entry);
    }
    return this.waiting.size;
  }

  // -- On this page ----------------------------------------------------------------------------

  async add(button) {
    const name = button.dataset.name ?? capital(button.value.trim());
    const entry = { once: newKey(), act: button.name, value: button.value, name, status: "present" };
    this.keep(entry);
    const soon = setTimeout(() => this.draw(entry), SOON);
    await this.pending.flush();
    clearTimeout(soon);
    const left = this.waiting.get(entry.once);
    if (left) this.draw(left);
    return !left;
  }

  draw(entry) {
    if (entry.gone || lineOf(entry.once)) return;
    people().append(drawn(entry));
    document.getElementById("nobody")?.remove();
    if (entry.words) complain(entry);
    this.changed();
  }

  changed() {
    listMistakes();
    this.recount();
  }

  mark(name, status) {
    this.keep({ ...this.waiting.get(name.replace("attendance-", "")), status });
    this.pending.later(0);
    this.pending.retell();
  }

  // Somebody who waits is taken off here. When an answer may have been lost on its way, the server is told too.
  async remove(button) {
    const entry = this.waiting.get(button.value);
    if (!entry) return this.takeOff(button);
    if (entry.tried && !entry.words) this.keep({ ...entry, gone: true });
    else this.drop(entry);
    lineOf(entry.once)?.remove();
    this.changed();
    this.pending.retell();
    this.pending.later(0);
    return true;
  }

  // -- To the server ---------------------------------------------------------------------------

  post(url, values, options = {}) {
    const body = new URLSearchParams({ ...values, account: this.pending.account, csrfmiddlewaretoken: this.token() });
    return fetch(url, { method: "POST", body, ...options });
  }

  // The page that answers: { page, text, parent }, or why there is none: { why, words }.
  async ask(asking) {
    let response, text;
    try {
      response = await asking(AbortSignal.timeout(SILENCE));
      text = await response.text();
    } catch {
      return unreachable();
    }
    if (response.status >= 500) return { why: "unreachable" };
    const page = new DOMParser().parseFromString(text, "text/html");
    if (!response.ok) return refusal(response, page);
    if (!page.getElementById("sheet")) return { why: "signed-out" };
    this.recopy(text, response.headers.get("Account-Day"));
    return { page, parent: new URL(response.url).searchParams.get("arrive") };
  }

  act(values) {
    return this.ask((signal) => this.post(this.form.dataset.add, values, { signal }));
  }

  // The copy kept on this device is the page that just came.
  recopy(text, mark) {
    const path = location.pathname;
    navigator.serviceWorker?.controller?.postMessage({ renew: { path, text, mark } });
  }

  // Everybody who waits, one after the other; then the page again if ours is a copy. Says why it could not.
  async deliver() {
    for (const { once } of this.ready) {
      const failure = await this.send(once);
      if (failure) return failure;
    }
    if (!this.isStale) return null;
    const answer = await this.ask((signal) => fetch(location.pathname, { signal }));
    if (answer.why) return answer.why === "refused" ? location.reload() : answer;
    this.isStale = false;
    this.take(answer.page);
    return this.renewed(answer.page);
  }

  async send(once) {
    const { act, value, status, tried } = this.waiting.get(once);
    const wasOnline = navigator.onLine;
    this.keep({ ...this.waiting.get(once), tried: true });
    const answer = await this.act({ [act]: value, once, status, reason: this.reason });
    const entry = this.waiting.get(once);
    if (answer.why === "refused") {
      this.keep({ ...entry, words: answer.words });
      this.draw(this.waiting.get(once));
      complain(this.waiting.get(once));
      return null;
    }
    // Without a network before nor after, it never left.
    if (answer.why) this.keep({ ...entry, tried: tried || wasOnline || answer.why !== "offline" });
    return answer.why ? answer : this.arrived(entry, status, answer);
  }

  async arrived(entry, sent, { page, parent }) {
    if (entry.gone) {
      const { why } = await this.act({ remove: parent, once: newKey() });
      if (why && why !== "refused") return { why };
      this.drop(entry);
      return null;
    }
    this.drop(entry);
    this.take(page);
    const name = `attendance-${parent}`;
    const stands = this.form.elements.namedItem(name)?.value;
    // Marked otherwise while it was on its way; or a colleague had noted that person meanwhile.
    if (stands === sent && entry.status !== sent) this.set(name, entry.status);
    else if (stands && stands !== entry.status) this.pending.put(name, entry.status, "0 ");
    return null;
  }

  async takeOff(button) {
    if (this.busy) return true;
    this.busy = true;
    button.setAttribute("aria-busy", "true");
    await this.pending.flush();
    const { page, ...failure } = await this.act({ remove: button.value, once: newKey() });
    this.busy = false;
    button.removeAttribute("aria-busy");
    if (page) {
      this.take(page);
      document.querySelector("#retire button")?.focus();
    } else if (failure.why === "signed-out") this.pending.tell("signed-out");
    return Boolean(page);
  }

  // -- The page that came back -------------------------------------------------------------------

  take(page) {
    merge(page, {
      isChanged: (id) => this.pending.has(`attendance-${id}`),
      isUnsent: (id) => this.waiting.has(id),
    });
    this.changed();
  }
}

// Why the server did not take it, in its own words.
function refusal({ status }, page) {
  const told = page.querySelector("#messages .error > span");
  told?.querySelector(".visually-hidden")?.remove();
  const words = told?.textContent.trim() || say("not-taken");
  if (status === 403) return { why: "signed-out" };
  return { why: status === 409 ? "stopped" : "refused", words };
}
