// What this browser keeps of sheets, one record a change so that two tabs never write over each other:
//   <session>:<account>:                 the session's title and where its sheet is
//   <session>:<account>:<field>          { value, seen } waits; also `stuck`: for somebody's choice;
//                                        also `sent`: the server has it, an older copy of the page has not
//   <session>:<account>:arrivee-<key>    somebody who came in (arrivals.js)
// The account is in the key: nobody sees nor sends what somebody else left on a shared device.
// IndexedDB, and « strict »: a browser that is killed loses up to five seconds of localStorage.
// All of it is read once (at the end of this file), then written behind; other tabs hear of it.
const STORE = "gardes";
const DAY = 24 * 3600 * 1000;
const ARRIVAL = "arrivee-";

const records = new Map();
const tabs = "BroadcastChannel" in globalThis ? new BroadcastChannel("feuilles") : new EventTarget();
let base = null;
let writing = Promise.resolve();

const done = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = request.oncomplete = () => resolve(request.result);
    request.onerror = request.onabort = () => reject(request.error);
  });

async function open() {
  const asked = indexedDB.open("feuilles", 1);
  asked.onupgradeneeded = () => asked.result.createObjectStore(STORE);
  const opened = await done(asked);
  const store = opened.transaction(STORE).objectStore(STORE);
  const [keys, values] = await Promise.all([done(store.getAllKeys()), done(store.getAll())]);
  keys.forEach((key, place) => records.set(key, values[place]));
  return opened;
}

function write(key, record) {
  if (record) records.set(key, record);
  else records.delete(key);
  tabs.postMessage?.({ key, record });
  // Without storage (refused, or full) the page works: what waits is then kept in the page alone.
  writing = writing.then(() => inStore(key, record)).catch(() => (base = null));
}

function inStore(key, record) {
  if (!base) return null;
  const turn = base.transaction(STORE, "readwrite", { durability: "strict" });
  const store = turn.objectStore(STORE);
  if (record) store.put(record, key);
  else store.delete(key);
  return done(turn);
}

tabs.addEventListener("message", ({ data: { key, record } }) => {
  if (record) records.set(key, record);
  else records.delete(key);
});

// Once everything that was asked is really written.
export const written = () => writing;
// Whether what waits is still there once the tab is gone.
export const isStored = () => base !== null;

export class Kept {
  constructor(session, account, { title, path }) {
    Object.assign(this, { key: `${session}:${account}:`, title, path });
  }

  put(name, record) {
    if (!records.has(this.key)) write(this.key, { title: this.title, path: this.path });
    write(this.key + name, record);
  }

  drop(name) {
    if (records.has(this.key + name)) write(this.key + name, null);
    if (!this.names.length && records.has(this.key)) write(this.key, null);
  }

  get names() {
    return [...records.keys()].filter((key) => key.startsWith(this.key) && key !== this.key).map((key) => key.slice(this.key.length));
  }

  all(isWanted) {
    return this.names.map((name) => [name, records.get(this.key + name)]).filter(([, record]) => isWanted(record));
  }

  get changes() {
    return this.all((record) => !record.once && !record.sent);
  }

  get sent() {
    return this.all((record) => record.sent);
  }

  get arrivals() {
    return this.all((record) => record.once).map(([, record]) => record);
  }

  putArrival(record) {
    this.put(ARRIVAL + record.once, record);
  }

  dropArrival({ once }) {
    this.drop(ARRIVAL + once);
  }

  // The page comes from the server: it says all that.
  forgetSent() {
    for (const [name] of this.sent) this.drop(name);
  }

  // Another tab wrote or sent something of this sheet.
  follow(hear) {
    tabs.addEventListener("message", ({ data: { key, record } }) => {
      if (key.startsWith(this.key)) hear(key.slice(this.key.length), record);
    });
  }
}

// -- Beyond one sheet --------------------------------------------------------------------------

// [{ title, path, number }]: the sheets of this account of which something was not sent yet.
export function unsentOf(account) {
  const found = new Map();
  for (const [key, record] of records) {
    const [session, whose, name] = key.split(":");
    if (whose !== account || !name || record.sent) continue;
    const sheet = `${session}:${account}:`;
    const known = found.get(sheet) ?? { ...records.get(sheet), number: 0 };
    found.set(sheet, { ...known, number: known.number + 1 });
  }
  return [...found.values()];
}

export function forget(account, path) {
  const isOfThat = (key) => {
    const [session, whose] = key.split(":");
    return whose === account && (!path || records.get(`${session}:${account}:`)?.path === path);
  };
  // All are found before the first goes: one of them says which sheet it is.
  for (const key of [...records.keys()].filter(isOfThat)) write(key, null);
  return writing;
}

// What was sent more than a day ago, by this device's own clock, completes no copy any more.
export function sweep() {
  for (const [key, record] of [...records]) {
    if (!record.sent || Math.abs(Date.now() - record.at) < DAY) continue;
    const [session, account, name] = key.split(":");
    new Kept(session, account, {}).drop(name);
  }
}

base = await open().catch(() => null);
