// The chosen table is the one in the address, so that links, the history and bookmarks all choose.

class Selection {
  constructor(tables, viewport, search) {
    Object.assign(this, { tables, viewport, search, chosen: null });
    this.canvas = document.getElementById("canvas");
    window.addEventListener("hashchange", () => this.follow());
    this.canvas.addEventListener("pointerover", (event) => this.preview(event.target.closest(".card")));
    this.canvas.addEventListener("pointerleave", () => this.preview(null));
    this.canvas.addEventListener("click", (event) => {
      const card = event.target.closest(".card");
      if (card && !event.target.closest("a") && this.tables.get(card.dataset.id).entry) {
        location.hash = `table-${card.dataset.id}`;
      }
    });
    viewport.frame.addEventListener("click", (event) => {
      if (!event.target.closest(".card") && !viewport.dragged) location.hash = "";
    });
    viewport.frame.addEventListener("keydown", (event) => {
      if (event.key === "Escape") location.hash = "";
    });
    this.canvas.addEventListener("dblclick", (event) => {
      if (event.target.closest(".card")) openDictionary();
    });
  }

  follow() {
    const id = addressed();
    this.choose(id === null ? undefined : this.tables.get(id));
    if (id === null && location.hash.length > 1) {
      openDictionary();
      reveal(document.getElementById(decodeURIComponent(location.hash.slice(1))));
    }
  }

  choose(table) {
    this.mark(this.chosen, false);
    this.chosen = table ?? null;
    this.canvas.classList.toggle("picked", Boolean(table));
    if (!table) return;
    if (table.entry?.hidden) this.search.clear();
    this.mark(table, true);
    if (this.viewport.frame.clientWidth) this.viewport.show(table.card, true);
    table.item?.querySelector("a").scrollIntoView({ block: "nearest" });
    reveal(table.entry);
  }

  mark(table, on) {
    if (!table) return;
    table.card.classList.toggle("chosen", on);
    table.entry?.classList.toggle("chosen", on);
    const link = table.item?.querySelector("a");
    if (on) link?.setAttribute("aria-current", "true");
    else link?.removeAttribute("aria-current");
    for (const line of table.lines) line.classList.toggle("lit", on);
    for (const id of neighbours(table)) this.tables.get(id).card.classList.toggle("near", on);
  }

  // The lines of the card under the pointer, beside those of the chosen table.
  preview(card) {
    const lit = card ? this.tables.get(card.dataset.id).lines : [];
    for (const line of this.previewed ?? []) line.classList.remove("lit");
    for (const line of this.chosen?.lines ?? []) line.classList.add("lit");
    for (const line of lit) line.classList.add("lit");
    this.previewed = lit;
  }
}

// What comes into sight only now may turn out higher than it was taken to be, and move what was scrolled to.
function reveal(element) {
  element?.scrollIntoView();
  requestAnimationFrame(() => element?.scrollIntoView());
}

function setView(view) {
  document.body.dataset.view = view;
  for (const button of document.querySelectorAll(".switch button")) {
    button.setAttribute("aria-pressed", String(button.dataset.view === view));
  }
}

function openDictionary() {
  if (document.body.dataset.view === "diagram") setView(innerWidth > 700 ? "both" : "dictionary");
}
