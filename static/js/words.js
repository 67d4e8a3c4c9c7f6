// What scripts say, written by the page ([data-word]) so that it is translated with the rest.

export function say(word, values = {}) {
  const text = document.querySelector(`[data-word="${word}"]`)?.textContent ?? "";
  return text.replace(/\{(\w+)\}/g, (_match, name) => values[name]);
}

// « 14 h 07 » in French, as the server writes it.
export function clock(date) {
  const language = document.documentElement.lang;
  if (!language.startsWith("fr")) return date.toLocaleTimeString(language, { timeStyle: "short" });
  return `${date.getHours()}\u00a0h\u00a0${String(date.getMinutes()).padStart(2, "0")}`;
}

// A duration is typed as one says it: « 2 h 30 ».
export const minutesOf = (text) => {
  const [, hours, minutes] = /^\s*(?:(\d+)\s*[h:])?\s*(\d*)/.exec(text);
  return Number(hours ?? 0) * 60 + Number(minutes || 0);
};
export const durationOf = (minutes) => {
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  if (!hours) return `${rest}\u00a0min`;
  return rest ? `${hours}\u00a0h\u00a0${String(rest).padStart(2, "0")}` : `${hours}\u00a0h`;
};
