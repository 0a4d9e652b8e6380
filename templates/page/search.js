// Search and filters: which tables are shown, and why.

class Search {
  constructor(tables, form) {
    this.tables = tables;
    this.input = form.querySelector("#search");
    this.status = form.querySelector("#found");
    this.changed = form.querySelector("#changed");
    this.schemas = [...form.querySelectorAll(".schemas input")];
    this.words = null;
    form.addEventListener("input", () => this.apply());
    this.input.addEventListener("keydown", (event) => this.key(event));
  }

  key(event) {
    if (event.key === "Escape" && this.input.value) {
      event.preventDefault();
      this.clear();
    }
    if (event.key === "Enter" || event.key === "ArrowDown") {
      const first = document.querySelector("#list li:not([hidden]) a");
      if (!first) return;
      event.preventDefault();
      if (event.key === "Enter") first.click();
      else first.focus();
    }
  }

  clear() {
    this.input.value = "";
    for (const box of this.schemas) box.checked = true;
    if (this.changed) this.changed.checked = false;
    this.apply();
  }

  // For every table its texts: its own name first, then what else it can be found by.
  index() {
    if (this.words !== null) return;
    const read = (element) => element.textContent.trim();
    const texts = (entry) => [...entry.querySelectorAll("tbody th > bdi, .comment, code, .detail-name, .changes li")].map(read);
    this.words = new Map();
    for (const [id, { entry }] of this.tables) {
      if (entry) this.words.set(id, [read(entry.querySelector("h3 > bdi")), ...new Set(texts(entry))]);
    }
  }

  // The text of the table that holds what is sought, its name before the others; undefined where none does.
  reason(id, sought) {
    return this.words.get(id).find((text) => text.toLowerCase().includes(sought));
  }

  apply() {
    this.index();
    const sought = this.input.value.trim().toLowerCase();
    const shut = new Set(this.schemas.filter((box) => !box.checked).map((box) => box.value));
    let count = 0;
    for (const [id, table] of this.tables) {
      if (!table.entry) continue;
      const there = !shut.has(table.schema) && !(this.changed?.checked && !table.entry.querySelector(":scope > h3 .badge"));
      const reason = there ? this.reason(id, sought) : undefined;
      table.card.classList.toggle("off", !there);
      table.card.classList.toggle("missed", reason === undefined);
      table.item.hidden = table.entry.hidden = reason === undefined;
      explain(table.item, sought && reason !== this.words.get(id)[0] ? reason : undefined);
      count += reason !== undefined;
    }
    for (const line of document.querySelectorAll(".lines g")) {
      const ends = [line.dataset.from, line.dataset.to].map((id) => this.tables.get(id).card);
      line.classList.toggle("off", ends.some((card) => card.classList.contains("off")));
    }
    document.getElementById("canvas").classList.toggle("searching", sought !== "");
    document.getElementById("nothing").hidden = count > 0;
    const filtered = sought || shut.size || this.changed?.checked;
    this.status.textContent = filtered ? `${count} of ${this.words.size} tables` : "";
  }
}

// Show below a table in the list what it was found by.
function explain(item, reason) {
  let line = item.querySelector(".why");
  if (reason === undefined) {
    line?.remove();
    return;
  }
  if (!line) {
    line = document.createElement("bdi");
    line.className = "why";
    item.append(line);
  }
  line.textContent = reason;
}
