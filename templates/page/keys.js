// The keyboard: one stop for the list and one for the diagram, arrow keys within them.

// Only one of the links can be reached with the tabulator, the one that had the focus last.
class Roving {
  constructor(links) {
    this.links = links;
    for (const link of links) link.tabIndex = -1;
    this.settle(links[0]);
  }

  settle(link) {
    if (!link) return;
    if (this.current) this.current.tabIndex = -1;
    this.current = link;
    link.tabIndex = 0;
  }

  focus(link) {
    if (!link) return;
    this.settle(link);
    link.focus({ preventScroll: true });
  }
}

function keysOfList(list) {
  const roving = new Roving([...list.querySelectorAll("a")]);
  list.addEventListener("focusin", (event) => roving.settle(event.target.closest("a")));
  list.addEventListener("keydown", (event) => {
    const shown = roving.links.filter((link) => !link.parentElement.hidden);
    const at = shown.indexOf(event.target);
    const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: shown.length - 1 }[event.key];
    if (next === undefined || at < 0) return;
    event.preventDefault();
    if (next < 0) document.getElementById("search").focus();
    else roving.focus(shown[Math.min(next, shown.length - 1)]);
    roving.current.scrollIntoView({ block: "nearest" });
  });
}

const DIRECTIONS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };

function keysOfDiagram(tables, viewport) {
  const { frame, canvas } = viewport;
  const title = (table) => table.card.querySelector("h3 a");
  const known = [...tables.values()].filter(title);
  const roving = new Roving(known.map(title));
  const shown = () => known.filter(({ card }) => !card.classList.contains("off") && !(card.classList.contains("missed") && canvas.classList.contains("searching")));
  reachForeignKeys(null);

  // The foreign keys of the card that has the focus can be reached, those of the others cannot.
  function reachForeignKeys(card) {
    for (const link of canvas.querySelectorAll('li a:not([tabindex="-1"])')) link.tabIndex = -1;
    for (const link of card?.querySelectorAll("li a") ?? []) link.tabIndex = 0;
  }

  canvas.addEventListener("focusin", (event) => {
    const card = event.target.closest(".card");
    if (!card) return;
    roving.settle(card.querySelector("h3 a"));
    reachForeignKeys(card);
  });
  frame.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "+" || event.key === "=") viewport.zoom(viewport.scale * 1.25);
    else if (event.key === "-") viewport.zoom(viewport.scale / 1.25);
    else if (event.key === "0") viewport.fit();
    else if (event.key in DIRECTIONS) {
      const from = event.target.closest(".card");
      const next = from ? nearest(from, shown(), DIRECTIONS[event.key]) : shown()[0];
      if (!next) return;
      roving.focus(title(next));
      viewport.show(next.card, false);
    } else return;
    event.preventDefault();
  });
}

// The table whose card is nearest in this direction; being aside counts double.
function nearest(from, tables, [right, down]) {
  const middle = (card) => [card.offsetLeft + card.offsetWidth / 2, card.offsetTop + card.offsetHeight / 2];
  const [x, y] = middle(from);
  let best;
  let least = Infinity;
  for (const table of tables) {
    const [left, top] = middle(table.card);
    const along = (left - x) * right + (top - y) * down;
    const aside = Math.abs((left - x) * down) + Math.abs((top - y) * right);
    if (along > 1 && along + 2 * aside < least) [best, least] = [table, along + 2 * aside];
  }
  return best;
}
