// What was changed on a page and what the server has not yet answered for.
// One request at a time; the rest waits here and in the browser's storage (kept.js).
// A reload, a tab that dies, an expired login lose nothing.

const WAIT = 600;
const RETRIES = [3000, 8000, 20000, 60000];
// A network that neither carries nor says so.
export const SILENCE = 20000;

export class Pending {
  // `listener` hears saved(name, seen), conflict(told), refused(name, words) and state(state, details).
  // `more.deliver()`, once changes are sent, sends those who came in; its answer is why it could not, or nothing.
  constructor({ kept, url, token, account, listener }) {
    Object.assign(this, { kept, url, token, account, listener });
    this.entries = new Map();
    this.sending = null;
    this.failures = 0;
    this.timer = 0;
    this.more = { size: 0, deliver: async () => null };
    addEventListener("online", () => this.send());
    addEventListener("pagehide", () => this.leave());
    kept.follow((name, entry) => this.follow(name, entry));
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") this.leave();
      else if (this.failures) this.send();
    });
  }

  // -- What waits ----------------------------------------------------------------------------

  keep(name) {
    this.kept.put(name, this.entries.get(name));
  }

  // `seen` is what the server last said of that field.
  put(name, value, seen) {
    const known = this.entries.get(name);
    this.entries.set(name, { value, seen: known && !known.stuck ? known.seen : seen });
    this.keep(name);
    this.later(WAIT);
    this.tell("saving");
  }

  drop(name) {
    this.entries.delete(name);
    this.kept.drop(name);
  }

  // Somebody gave up what waits: the page that goes away sends nothing of it.
  forget() {
    clearTimeout(this.timer);
    this.entries.clear();
    this.more = { size: 0, deliver: async () => null };
  }

  has(name) {
    return this.entries.has(name);
  }

  get size() {
    return this.ready.length + this.more.size;
  }

  // Whatever waits for somebody's choice is not sent again by itself.
  get ready() {
    return [...this.entries].filter(([, entry]) => !entry.stuck);
  }

  get stuck() {
    return this.entries.size - this.ready.length;
  }

  // Another tab on this sheet wrote or sent: it is not sent from here with an older answer.
  follow(name, entry) {
    if (!this.entries.has(name)) return;
    if (!entry || entry.sent) this.entries.delete(name);
    else this.entries.set(name, entry);
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
    return this.entries.size === 0 && this.more.size === 0;
  }

  send(options = {}) {
    if (this.sending) return this.sending;
    if (!this.size && !this.more.isStale) return Promise.resolve();
    clearTimeout(this.timer);
    if (this.size) this.tell("saving");
    this.sending = this.round(options).finally(() => {
      this.sending = null;
      // What changed meanwhile goes next.
      if (!this.failures && this.size) this.later(WAIT);
    });
    return this.sending;
  }

  async round(options) {
    const sent = new Map(this.ready);
    this.refused = 0;
    let failure = sent.size ? await this.ask(sent, options) : null;
    if (!failure && !options.keepalive) failure = await this.more.deliver();
    if (failure) return this.fail(failure);
    this.failures = 0;
    return this.tell(this.size ? "saving" : "saved", { refused: this.refused });
  }

  // Why it was not saved: { why, words }; nothing when it was.
  async ask(sent, options) {
    let response;
    try {
      response = await this.post(sent, options);
    } catch {
      return unreachable();
    }
    if (response.type === "opaqueredirect" || response.status === 401 || response.status === 403) {
      return { why: "signed-out" };
    }
    const answer = await response.json().catch(() => null);
    if (response.ok && answer) return this.settle(sent, answer);
    // The sheet takes nothing any more (closed or cancelled meanwhile): say why, keep everything.
    return answer?.error ? { why: "stopped", words: answer.error } : { why: "unreachable" };
  }

  post(sent, options) {
    const body = new URLSearchParams({ account: this.account });
    for (const [name, { value, seen }] of sent) {
      body.set(name, value);
      body.set(`seen-${name}`, seen);
    }
    return fetch(this.url, {
      method: "POST",
      body,
      headers: { Accept: "application/json", "X-CSRFToken": this.token() },
      redirect: "manual",
      signal: AbortSignal.timeout(SILENCE),
      ...options,
    });
  }

  // The page goes away, perhaps for good: send now. What was kept is sent again if this is lost.
  leave() {
    this.send({ keepalive: true });
  }

  settle(sent, { versions, texts, conflicts, refusals }) {
    for (const [name, { value }] of sent) {
      const told = conflicts.find((conflict) => conflict.field === name);
      const now = this.entries.get(name);
      if (told) {
        if (now) now.stuck = true;
        if (now) this.keep(name);
        this.listener.conflict(told);
      } else if (name in refusals) {
        this.drop(name);
        this.refused += 1;
        this.listener.refused(name, refusals[name]);
      } else {
        const seen = name in texts ? String(texts[name] ?? "") : `${versions[name]} ${value}`;
        if (now && now.value !== value) {
          now.seen = seen;
          this.keep(name);
        } else this.remember(name, value, seen);
        this.listener.saved(name, seen);
      }
    }
    return null;
  }

  // A copy of the page kept before this knows nothing of it.
  remember(name, value, seen) {
    this.entries.delete(name);
    this.kept.put(name, { value, seen, sent: true, at: Date.now() });
  }

  fail({ why, words }) {
    const delay = RETRIES[Math.min(this.failures, RETRIES.length - 1)];
    this.failures += 1;
    this.failure = { why, words };
    if (["offline", "unreachable"].includes(why)) this.later(delay);
    this.tell(why, { words });
  }

  // How things stand, when less waits than before.
  retell() {
    if (this.failures) this.tell(this.failure.why, { words: this.failure.words });
    else this.tell(this.size ? "saving" : "saved");
  }

  tell(state, details = {}) {
    this.listener.state(state, { waiting: this.size, ...details });
  }
}

export const unreachable = () => ({ why: navigator.onLine ? "unreachable" : "offline" });
