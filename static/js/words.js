// What scripts say, written by the page (#words) so that it is translated with the rest.

export function say(word, values = {}) {
  const text = document.querySelector(`#words [data-word="${word}"]`)?.textContent ?? "";
  return text.replace(/\{(\w+)\}/g, (_match, name) => values[name]);
}

// « 14 h 07 » in French, as the server writes it.
export function clock(date) {
  const language = document.documentElement.lang;
  if (!language.startsWith("fr")) return date.toLocaleTimeString(language, { timeStyle: "short" });
  return `${date.getHours()}\u00a0h\u00a0${String(date.getMinutes()).padStart(2, "0")}`;
}
