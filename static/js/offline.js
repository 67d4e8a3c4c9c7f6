// The page without a network: which sheets open all the same, and what waits (config/offline.html).
import { unsentOf } from "./kept.js";
import { say } from "./words.js";

const element = (id) => document.getElementById(id);

function line(title, path, more) {
  const item = document.createElement("li");
  const link = Object.assign(document.createElement("a"), { href: path, textContent: title });
  item.append(link);
  if (more) item.append(Object.assign(document.createElement("span"), { className: "meta", textContent: more }));
  return item;
}

// The worker alone says what may still be shown, and to whom.
function ask() {
  return new Promise((answer) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => answer(data);
    navigator.serviceWorker?.controller?.postMessage({ list: true }, [port2]);
  });
}

const why = document.body.dataset.lost ?? "page";
for (const each of document.querySelectorAll("[data-why]")) each.hidden = each.dataset.why !== why;

const counted = (number) => number && say(number > 1 ? "waiting-many" : "waiting-one", { number });

const { account, sheets } = await ask();
const unsent = unsentOf(account);
const opened = sheets.map(({ title, path }) => line(title, path, counted(unsent.find((each) => each.path === path)?.number)));
element("no-sheet").hidden = sheets.length > 0;
element("sheets").hidden = !sheets.length;
element("sheets").append(...opened);

// Their copy is gone: they were opened another day.
const older = unsent.filter(({ path }) => !sheets.some((sheet) => sheet.path === path));
element("waiting").hidden = !older.length;
element("waiting").querySelector("ul").append(...older.map(({ title, path, number }) => line(title, path, counted(number))));
element("nothing-lost").hidden = !unsent.length;

addEventListener("online", () => (element("back").textContent = say("back")));
