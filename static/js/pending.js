// What was changed on a page and what the server has not yet answered for.
// One request at a time; the rest waits here and in the browser's storage, under a key that says
// which page and whose: fields and values, never a name. A reload or an expired login loses nothing.

const WAIT = 600;
const RETRIES = [3000, 8000, 20000, 60000];

export class Pending {
  // `listener` hears saved(name, seen), conflict(told), refused(name, words) and state(state, details).
  constructor({ key, url, token, listener }) {
    Object.assign(this, { key, url, token, listener });
    this.entries = new Map();
    this.sending = null;
    this.failures = 0;
    this.timer = 0;
    addEventListener("online", () => this.send());
    addEventListener("pagehide", () => this.leave());
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") this.leave();
      else if (this.failures) this.send();
    });
  }

  // -- What waits ----------------------------------------------------------------------------

  restore() {
    try {
      return JSON.parse(localStorage.getItem(this.key) ?? "[]");
    } catch {
      return [];
    }
  }

  keep() {
    try {
      if (this.entries.size) localStorage.setItem(this.key, JSON.stringify([...this.entries]));
      else localStorage.removeItem(this.key);
    } catch {
      // No storage, or no room: what waits is kept in the page all the same.
    }
  }

  // `seen` is what the server last said of that field.
  put(name, value, seen) {
    const known = this.entries.get(name);
    this.entries.set(name, { value, seen: known && !known.stuck ? known.seen : seen });
    this.keep();
    this.later(WAIT);
    this.listener.state("saving", { waiting: this.size });
  }

  drop(name) {
    this.entries.delete(name);
    this.keep();
  }

  has(name) {
    return this.entries.has(name);
  }

  get size() {
    return this.ready.length;
  }

  // Whatever waits for somebody's choice is not sent again by itself.
  get ready() {
    return [...this.entries].filter(([, entry]) => !entry.stuck);
  }

  get stuck() {
    return this.entries.size - this.size;
  }

  // -- Sending -------------------------------------------------------------------------------

  later(delay) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), delay);
  }

  // True when nothing waits any more.
  async flush() {
    clearTimeout(this.timer);
    await this.sending;
    await this.send();
    return this.entries.size === 0;
  }

  send(options = {}) {
    if (this.sending) return this.sending;
    const sent = new Map(this.ready);
    if (!sent.size) return Promise.resolve();
    clearTimeout(this.timer);
    this.listener.state("saving", { waiting: sent.size });
    this.sending = this.ask(sent, options).finally(() => {
      this.sending = null;
      // What changed meanwhile goes next.
      if (!this.failures && this.size) this.later(WAIT);
    });
    return this.sending;
  }

  async ask(sent, options) {
    let response;
    try {
      response = await this.post(sent, options);
    } catch {
      return this.fail(navigator.onLine ? "unreachable" : "offline");
    }
    if (response.type === "opaqueredirect" || response.status === 401 || response.status === 403) {
      return this.fail("signed-out");
    }
    const answer = await response.json().catch(() => null);
    if (response.ok && answer) return this.settle(sent, answer);
    if (answer?.error) return this.stop(answer.error);
    return this.fail("unreachable");
  }

  post(sent, options) {
    const body = new URLSearchParams();
    for (const [name, { value, seen }] of sent) {
      body.set(name, value);
      body.set(`seen-${name}`, seen);
    }
    return fetch(this.url, {
      method: "POST",
      body,
      headers: { Accept: "application/json", "X-CSRFToken": this.token() },
      redirect: "manual",
      ...options,
    });
  }

  // The page goes away, perhaps for good: send now. What was kept is sent again if this is lost.
  leave() {
    this.send({ keepalive: true });
  }

  settle(sent, { versions, texts, conflicts, refusals }) {
    this.failures = 0;
    for (const [name, { value }] of sent) {
      const told = conflicts.find((conflict) => conflict.field === name);
      const now = this.entries.get(name);
      if (told) {
        if (now) now.stuck = true;
        this.listener.conflict(told);
      } else if (name in refusals) {
        this.entries.delete(name);
        this.listener.refused(name, refusals[name]);
      } else {
        const seen = name in texts ? String(texts[name] ?? "") : `${versions[name]} ${value}`;
        if (now?.value === value) this.entries.delete(name);
        else if (now) now.seen = seen;
        this.listener.saved(name, seen);
      }
    }
    this.keep();
    this.listener.state("saved", { waiting: this.size, refused: Object.keys(refusals).length });
  }

  fail(why) {
    const delay = RETRIES[Math.min(this.failures, RETRIES.length - 1)];
    this.failures += 1;
    if (why !== "signed-out") this.later(delay);
    this.listener.state(why, { waiting: this.size });
  }

  // The sheet takes nothing any more (closed or cancelled meanwhile): say why, keep everything.
  stop(words) {
    this.failures += 1;
    this.listener.state("stopped", { waiting: this.size, words });
  }
}
