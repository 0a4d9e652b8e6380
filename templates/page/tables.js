// The tables of the page: for each its card, its entries in the list and the dictionary, and its lines.

function readTables() {
  const tables = new Map();
  for (const card of document.querySelectorAll("#canvas .card")) {
    tables.set(card.dataset.id, { id: card.dataset.id, card, item: null, entry: null, lines: [] });
  }
  for (const item of document.querySelectorAll("#list li")) tables.get(item.dataset.id).item = item;
  for (const entry of document.querySelectorAll(".entry.table")) {
    Object.assign(tables.get(entry.dataset.id), { entry, schema: entry.dataset.schema });
  }
  for (const line of document.querySelectorAll(".lines g")) {
    const ends = new Set([line.dataset.from, line.dataset.to]);
    for (const id of ends) tables.get(id).lines.push(line);
  }
  return tables;
}

function neighbours(table) {
  return table.lines.flatMap((line) => [line.dataset.from, line.dataset.to]);
}

// The id of the table that the address names, if it names one.
function addressed() {
  const name = decodeURIComponent(location.hash.slice(1));
  return name.startsWith("table-") ? name.slice("table-".length) : null;
}
