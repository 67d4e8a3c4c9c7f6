// <button data-more="modules">: adds a copy of <template data-row="modules"> to [data-rows="modules"].
// Without this module the button sends the form, which comes back with one row more.
document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-more]");
    if (!button) return;
    event.preventDefault();

    const name = button.dataset.more;
    const total = document.getElementById(`id_${name}-TOTAL_FORMS`);
    const row = document.querySelector(`template[data-row="${name}"]`).content.cloneNode(true);
    for (const element of row.querySelectorAll("[id], [name], [for]")) {
        for (const attribute of ["id", "name", "for"]) {
            const value = element.getAttribute(attribute);
            if (value) element.setAttribute(attribute, value.replace("__prefix__", total.value));
        }
    }
    total.value = Number(total.value) + 1;

    const rows = document.querySelector(`[data-rows="${name}"]`);
    rows.append(row);
    rows.lastElementChild.querySelector("input:not([type=hidden])").focus();
});
