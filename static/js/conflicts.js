// Two hands on one question: both answers side by side, one touch to settle it.
import { clock, say } from "./words.js";

const copy = (id) => document.getElementById(id).content.cloneNode(true);

export class Conflicts {
  constructor({ form, pending, set, durationOf }) {
    Object.assign(this, { form, pending, set, durationOf });
    this.open = new Map();
  }

  holds(name) {
    return this.open.has(name);
  }

  isText(name) {
    return this.form.elements.namedItem(name) instanceof HTMLTextAreaElement;
  }

  seen(name) {
    return this.form.elements.namedItem(`seen-${name}`);
  }

  show(told) {
    this.clear(told.field);
    if (this.isText(told.field)) this.showText(told);
    else this.showAnswers(told);
  }

  // Where the first of them is.
  get first() {
    return document.querySelector(".conflict[id], .log-versus:has(button)")?.id;
  }

  clear(name) {
    this.open.get(name)?.();
    this.open.delete(name);
  }

  // -- An answer, a number, a duration ---------------------------------------------------------

  showAnswers(told) {
    const name = told.field;
    const hidden = this.seen(name);
    const place = hidden.closest("li") ?? this.form.querySelector(`[data-field="${name}"]`);
    const shown = place.querySelector(".mark, :scope > div");
    const box = copy("versus").firstElementChild;
    const words = told.who ? "versus" : "versus-unknown";
    box.querySelector(".sign span").textContent = say(words, { who: told.who, time: clock(new Date(told.at)) });
    const [mine, theirs] = box.querySelectorAll("button");
    Object.assign(mine, { name, value: told.mine });
    Object.assign(theirs, { name, value: told.theirs });
    mine.querySelector("b").textContent = this.label(name, told.mine);
    theirs.querySelector("b").textContent = this.label(name, told.theirs);
    theirs.querySelector("small").textContent = told.who || say("theirs");
    shown.hidden = true;
    place.id ||= `conflit-${name}`;
    place.classList.add("conflict");
    place.append(box);
    hidden.value = name === "delivered_minutes" ? (told.theirs ?? "") : `${told.version} ${told.theirs}`;
    this.open.set(name, () => {
      box.remove();
      shown.hidden = false;
      place.classList.remove("conflict");
    });
  }

  label(name, value) {
    if (name === "delivered_minutes") return this.durationOf(value);
    if (name.startsWith("head_count-")) return String(value);
    if (!value) return say("nothing");
    const input = this.form.querySelector(`input[name="${name}"][value="${value}"]`);
    return input.nextElementSibling.textContent.trim();
  }

  // -- A text ----------------------------------------------------------------------------------

  showText(told) {
    const name = told.field;
    const place = document.getElementById(`${name}-versus`);
    const words = told.who ? "wrote" : "wrote-unknown";
    place.replaceChildren(copy("log-versus-template"));
    place.querySelector(".sign span").textContent = say(words, { who: told.who, time: clock(new Date(told.at)) });
    place.querySelector("blockquote").textContent = told.theirs;
    for (const control of place.querySelectorAll("[name]")) control.name = `${name}_choice`;
    place.closest("details")?.setAttribute("open", "");
    this.seen(name).value = told.theirs;
    this.open.set(name, () => place.replaceChildren());
  }

  chosen(name, choice) {
    const mine = this.form.elements.namedItem(name).value;
    const theirs = this.seen(name).value;
    return { mine, theirs, both: `${theirs}\n${mine}` }[choice];
  }

  // -- One touch -------------------------------------------------------------------------------

  // Whether this button chooses between two texts.
  holdsChoice(button) {
    return button.name.endsWith("_choice");
  }

  // Whether this button was an answer to a conflict.
  settles(button) {
    const name = button.name.replace(/_choice$/, "");
    if (!button.closest(".versus, .log-versus")) return false;
    let value = this.holdsChoice(button) ? this.chosen(name, button.value) : button.value;
    if (name === "delivered_minutes") value = this.durationOf(Number(value));
    this.clear(name);
    // Drawn by the server, it is nobody's to clear.
    if (this.isText(name)) document.getElementById(`${name}-versus`).replaceChildren();
    this.pending.drop(name);
    const seen = this.seen(name).value;
    const isTheirs = (this.isText(name) ? seen : seen.replace(/^\d+ /, "")) === value;
    if (isTheirs && name !== "delivered_minutes") this.accept(name, value);
    else this.set(name, value);
    return true;
  }

  // Theirs it is: the server has it already.
  accept(name, value) {
    const control = this.form.elements.namedItem(name);
    if (value === "") for (const radio of control) radio.checked = false;
    else control.value = value;
    this.pending.tell(this.pending.size ? "saving" : "saved");
  }
}
