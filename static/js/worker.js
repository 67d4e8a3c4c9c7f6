// The service worker: a sheet opened today opens without a network, and any other page says honestly
// that it cannot. The view config/offline.py says SAID before this file: version, files, page, static, fresh.
// It keeps only pages that say so (header Keep-Here, their title: the sheet of a session not held yet), for whoever is
// signed in (header Account-Day: account, server's day, seconds left of it), until the end of that day or signing out.
// What waits to be sent is no affair of this file: see kept.js.
const PATIENCE = 4000;
// Clocks of phones are set right by the network now and then: a few minutes back are nothing.
const SLACK = 10 * 60 * 1000;
const SHELF = `fichiers-${SAID.version}`;
const PAGES = "feuilles";
const WHO = new URL("/appareil", location).href;

addEventListener("install", (event) => event.waitUntil(install()));
addEventListener("activate", (event) => event.waitUntil(inTurn(tidy).then(() => clients.claim())));
addEventListener("message", (event) => event.waitUntil(hear(event)));
addEventListener("fetch", (event) => {
  const { method, mode, url } = event.request;
  const { origin, pathname } = new URL(url);
  if (origin !== location.origin) return;
  if (mode === "navigate" && method === "GET") event.respondWith(page(event, pathname));
  else if (mode === "navigate") event.respondWith(submission(event, pathname));
  else if (method === "GET" && pathname.startsWith(SAID.static)) event.respondWith(file(event.request));
});

// -- Files ---------------------------------------------------------------------------------------

async function install() {
  const shelf = await caches.open(SHELF);
  await shelf.addAll(SAID.files.map((name) => new Request(name, { cache: "no-cache" })));
  // Without the cookie: this page is nobody's.
  const response = await fetch(SAID.page, { credentials: "omit", cache: "no-cache" });
  if (!response.ok || response.redirected) throw new Error(SAID.page);
  await shelf.put(SAID.page, response);
  await skipWaiting();
}

async function file(request) {
  if (SAID.fresh) return fetch(request).catch(() => caches.match(request, { ignoreVary: true }));
  return (await caches.match(request, { ignoreVary: true })) ?? fetch(request);
}

// The page that says there is no network, and whether a form could not leave.
async function lost(why = "page") {
  const page = await caches.match(SAID.page, { cacheName: SHELF, ignoreVary: true });
  if (!page) return Response.error();
  const text = await page.text();
  return new Response(text.replace("<body", `<body data-lost="${why}"`), { headers: page.headers });
}

// -- Pages ---------------------------------------------------------------------------------------

async function page(event, path) {
  const copy = await inTurn(() => keptPage(path));
  const asked = fetch(event.request);
  event.waitUntil(asked.then((response) => learn(response.clone(), path)).catch(() => {}));
  try {
    const response = await (copy ? Promise.race([asked, impatience()]) : asked);
    // A machine in front of a server that restarts answers in its place.
    return copy && response.status >= 500 ? copy : response;
  } catch {
    return copy ?? lost();
  }
}

const impatience = () => new Promise((_done, refuse) => setTimeout(refuse, PATIENCE));

// Forms go to the network, always. Signing out forgets, whether the network is there or not.
async function submission(event, path) {
  if (path.endsWith("/logout/")) await inTurn(forgetEverything);
  try {
    const response = await fetch(event.request);
    // Somebody signs in, perhaps somebody else: no copy is shown until the server says who.
    if (path.endsWith("/login/")) await inTurn(() => note(""));
    return response;
  } catch {
    return lost(path.endsWith("/logout/") ? "signing-out" : "form");
  }
}

// What an answer of the server teaches: who is here, which day it is, whether to keep this page.
async function learn(response, path) {
  const mark = response.headers.get("Account-Day");
  if (!mark || response.status >= 500) return false;
  const keeps = response.ok && response.headers.has("Keep-Here");
  const text = keeps ? await response.text() : "";
  return inTurn(async () => {
    await note(mark);
    await tidy();
    if (keeps) await keep(path, text, response.headers, mark);
    else await (await caches.open(PAGES)).delete(path);
    return keeps;
  });
}

async function keep(path, text, said, mark) {
  const headers = new Headers(said);
  headers.delete("Content-Encoding");
  headers.delete("Content-Length");
  headers.set("Kept-Mark", mark);
  headers.set("Kept-At", Date.now());
  // The page can tell that it is a copy, and from when.
  const copy = text.replace('id="sheet"', `id="sheet" data-kept="${headers.get("Kept-At")}"`);
  await (await caches.open(PAGES)).put(path, new Response(copy, { headers }));
}

// The page that came back with somebody added takes the place of the copy, as it is headed.
async function renew({ path, text, mark }) {
  const copy = await keptPage(path);
  if (copy) await keep(path, text, copy.headers, mark);
}

async function keptPage(path) {
  const { account } = await noted();
  await tidy();
  return account ? (await caches.open(PAGES)).match(path, { ignoreVary: true }) : undefined;
}

// -- Who is here, and what is forgotten --------------------------------------------------------------

const note = async (mark) => (await caches.open(PAGES)).put(WHO, new Response(mark));

async function noted() {
  const [account, day] = (await (await caches.match(WHO, { cacheName: PAGES }))?.text())?.split(" ") ?? [];
  return { account, day };
}

async function copies() {
  const pages = await caches.open(PAGES);
  const requests = (await pages.keys()).filter(({ url }) => url !== WHO);
  return Promise.all(
    requests.map(async (request) => {
      const { headers } = await pages.match(request, { ignoreVary: true });
      return { request, headers, path: new URL(request.url).pathname };
    }),
  );
}

// Pages of another account, of another day, or older than their day by this device's own clock.
async function tidy() {
  const { account, day } = await noted();
  const pages = await caches.open(PAGES);
  let left = 0;
  for (const { request, headers } of await copies()) {
    const [whose, when, seconds] = headers.get("Kept-Mark").split(" ");
    const age = Date.now() - Number(headers.get("Kept-At"));
    const isFresh = -SLACK < age && age < Number(seconds) * 1000;
    if (isFresh && (!account || (whose === account && when === day))) left += 1;
    else await pages.delete(request);
  }
  // A page kept before the site was updated needs the files of that time.
  if (left) return;
  for (const name of await caches.keys()) {
    if (name.startsWith("fichiers-") && name !== SHELF) await caches.delete(name);
  }
}

const forgetEverything = () => caches.delete(PAGES);

// One thing at a time: what one job keeps, another one does not half see.
let turn = Promise.resolve();
function inTurn(job) {
  const done = turn.then(job);
  turn = done.catch(() => {});
  return done;
}

// -- What pages ask --------------------------------------------------------------------------------

async function hear({ data, ports: [port] }) {
  if (data.forget) await inTurn(forgetEverything);
  if (data.renew) await inTurn(() => renew(data.renew));
  if (data.open) port.postMessage(await isKept(data.open));
  if (data.list) port.postMessage(await inTurn(list));
}

// The sheet that was opened before this worker was there is asked for again, once.
async function isKept(path) {
  if (await inTurn(() => keptPage(path))) return true;
  return fetch(path, { redirect: "manual" }).then((response) => learn(response, path)).catch(() => false);
}

async function list() {
  const { account = "" } = await noted();
  await tidy();
  const found = account ? await copies() : [];
  const sheets = found.map(({ path, headers }) => ({ path, title: decodeURIComponent(headers.get("Keep-Here")) }));
  return { account, sheets };
}
