// Signing out takes away what sheets keep in this browser; whatever waited was sent when the page left.
document.addEventListener("submit", (event) => {
  if (!new URL(event.target.action).pathname.endsWith("/logout/")) return;
  for (const key of Object.keys(localStorage)) {
    if (key.startsWith("feuille:")) localStorage.removeItem(key);
  }
});
