// A long list to choose from (a select of thirty lines, thirty boxes) gets a field that keeps the lines holding what is typed.
// What is chosen always stays. Without this module the whole list is there.
const LONG = 30;
const model = document.getElementById("narrowing")?.content;
const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
const holds = (text, words) => words.every((word) => text.includes(word));

function fieldFor(list, label, narrow) {
  const field = model.cloneNode(true).firstElementChild;
  const [typed, found] = [field.querySelector("input"), field.querySelector("[role=status]")];
  typed.setAttribute("aria-label", `${typed.placeholder} : ${label}`);
  typed.addEventListener("input", () => {
    const words = fold(typed.value).split(/\s+/).filter(Boolean);
    const number = narrow(words);
    found.textContent = words.length ? `${found.dataset.found} ${number}` : "";
  });
  typed.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault();
  });
  list.before(field);
}

function narrowSelect(select) {
  const lines = [...select.options].map((option) => ({ option, group: option.parentNode, text: fold(option.text) }));
  const label = select.labels[0]?.textContent.replace("*", "").trim() ?? "";
  fieldFor(select, label, (words) => {
    const kept = lines.filter(({ option, text }) => option.selected || !option.value || holds(text, words));
    lines.forEach(({ option }) => !option.selected && option.remove());
    kept.forEach(({ option, group }) => group.append(option));
    return kept.filter(({ option, text }) => option.value && holds(text, words)).length;
  });
}

function narrowBoxes(list) {
  const lines = [...list.querySelectorAll(".form-check")].map((line) => ({ line, text: fold(line.textContent) }));
  const label = list.closest("fieldset, .folded, .mb-3")?.querySelector("legend, summary, .form-label")?.textContent.trim() ?? "";
  fieldFor(list, label, (words) => {
    lines.forEach(({ line, text }) => {
      line.hidden = !holds(text, words) && !line.querySelector(":checked");
    });
    return lines.filter(({ text }) => holds(text, words)).length;
  });
}

if (model) {
  document.querySelectorAll("select:not([multiple])").forEach((select) => select.options.length > LONG && narrowSelect(select));
  document.querySelectorAll(`div:has(> .form-check:nth-of-type(${LONG}))`).forEach(narrowBoxes);
}
