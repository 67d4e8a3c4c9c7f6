// The lines of the roster: somebody who is not sent yet, and those of the page that came back.
export const people = () => document.getElementById("people");
export const lineOf = (id) => document.getElementById(`personne-${id}`);
export const nameIn = (person) => person.querySelector(".person span").textContent;
const idOf = (person) => person.id.replace("personne-", "");

// A line like the others, for somebody the server does not know yet.
export function drawn({ once, name, status }) {
  const line = document.getElementById("newcomer").content.cloneNode(true).firstElementChild;
  const [label, shut] = [`p${once}`, `o${once}`];
  line.id = `personne-${once}`;
  line.querySelector("[type=hidden]").remove();
  line.querySelector(".person").id = label;
  line.querySelector(".person span").textContent = name;
  line.querySelector(".mark").setAttribute("aria-labelledby", label);
  line.querySelector("summary").id = shut;
  line.querySelector("summary").setAttribute("aria-labelledby", `${label} ${shut}`);
  for (const radio of line.querySelectorAll("[type=radio]")) {
    radio.name = `attendance-${once}`;
    radio.checked = radio.value === status;
  }
  return line;
}

// Why the server did not take somebody, under their name.
export function complain({ once, words }) {
  const line = lineOf(once);
  line?.querySelector(".invalid-feedback")?.remove();
  line?.append(Object.assign(document.createElement("p"), { className: "invalid-feedback", textContent: words }));
}

// Its roster takes the place of ours. Those who just came in stand last, where one is looking; whoever is
// changed here and not saved stays as is, and so does whoever is not sent.
export function merge(page, { isChanged, isUnsent }) {
  const ours = [...people().children];
  const before = new Set(ours.map((person) => person.id));
  const fresh = [...page.getElementById("people").children].map((person) => document.importNode(person, true));
  const known = fresh.filter((person) => before.has(person.id));
  const rows = known.map((person) => (isChanged(idOf(person)) ? lineOf(idOf(person)) : person));
  const newcomers = fresh.filter((person) => !before.has(person.id));
  people().replaceChildren(...rows, ...newcomers, ...ours.filter((person) => isUnsent(idOf(person))));
  for (const id of ["retire", "messages"]) document.getElementById(id).replaceChildren(...page.getElementById(id).childNodes);
  document.getElementById("nobody")?.remove();
}

// « Quelqu'un est noté par erreur ? »: everybody who has an answer can be taken off.
export function listMistakes() {
  const noted = [...people().children].filter((person) => person.querySelector(":checked"));
  document.querySelector("#mistakes ul")?.replaceChildren(...noted.map(mistake));
}

function mistake(person) {
  const line = document.getElementById("mistake").content.cloneNode(true);
  const button = line.querySelector("button");
  line.querySelector("span").textContent = nameIn(person);
  button.value = idOf(person);
  button.querySelector("span").textContent = ` ${nameIn(person)}`;
  return line;
}
