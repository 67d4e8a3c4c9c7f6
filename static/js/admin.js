// The administration draws its own fields over some choices, and gives those a picture for a name.
const DRAWN = "[role=combobox], [role=textbox], .select2-search__field";

const nameOf = (select) => select.getAttribute("aria-label") ?? select.labels[0]?.textContent.replace(":", "").trim();

function nameAll(place) {
  for (const select of place.querySelectorAll("select.admin-autocomplete")) {
    const drawn = select.nextElementSibling;
    if (!drawn?.matches(".select2")) continue;
    for (const field of drawn.querySelectorAll(DRAWN)) {
      field.removeAttribute("aria-labelledby");
      field.setAttribute("aria-label", nameOf(select));
    }
  }
}

function nameDeletions() {
  for (const box of document.querySelectorAll("td.delete input")) {
    box.ariaLabel = box.closest("table").querySelector("thead th:last-child").textContent.trim();
  }
}

// After the administration has drawn its own, in the order they were asked for.
window.django?.jQuery(() => {
  nameAll(document);
  nameDeletions();
});
document.addEventListener("formset:added", ({ target }) => setTimeout(() => nameAll(target)));
