// The one line that says what is saved, and where: « Enregistré à 14 h 07 », « Hors ligne · 2 modifications en attente ».
import { isStored, written } from "./kept.js";
import { clock, say } from "./words.js";

const link = (href, word) => Object.assign(document.createElement("a"), { href, textContent: say(word) });

// What waits, and where it waits meanwhile.
function held(waiting, copiedAt) {
  if (!waiting) return copiedAt ? ` · ${say("copy", { time: clock(new Date(copiedAt)) })}` : "";
  const many = waiting > 1;
  const number = many ? say("pending-many", { number: waiting }) : say("pending-one");
  const where = isStored() ? (many ? "kept-many" : "kept-one") : "in-page";
  return ` · ${number} : ${say(where)}`;
}

export class Status {
  constructor({ form, pending, conflicts }) {
    Object.assign(this, { form, pending, conflicts });
    this.line = document.querySelector(".closing .saved");
  }

  async say(name, details = {}) {
    if (!this.line) return;
    // While nothing goes through, each touch is not announced as being saved.
    if (name === "saving" && this.pending.failures) name = this.pending.failure.why;
    // « Gardé sur ce téléphone » is said once it is.
    const turn = (this.turn = (this.turn ?? 0) + 1);
    if (["offline", "unreachable", "signed-out"].includes(name)) await written();
    if (turn === this.turn) this.draw(name, details);
  }

  draw(name, { waiting = 0, refused, words }) {
    const where = held(waiting, Number(this.form.dataset.kept));
    const said = {
      ready: ["saved", say("ready")],
      saving: ["saving", say("saving")],
      saved: ["saved", say("saved", { time: clock(new Date()) })],
      offline: ["offline", say("offline") + where],
      unreachable: ["offline", say("unreachable") + where],
      "signed-out": ["error", say("signed-out"), " ", link(this.form.dataset.login, "sign-in")],
      stopped: ["error", words ?? this.pending.failure?.words],
    }[name];
    if (name === "saved" && refused) said.splice(0, 2, "error", say("refused"));
    else if (name === "saved" && this.pending.stuck) said.splice(0, 2, "error", link(`#${this.conflicts.first}`, "conflict"));
    const [state, ...nodes] = said;
    this.line.dataset.state = state;
    this.line.querySelector("span").replaceChildren(...nodes);
  }
}
