// Everything put together.

const root = document.documentElement;

const element = (id) => document.getElementById(id);
const LEGIBLE = 0.27;

setView(innerWidth > 700 ? "both" : "dictionary");
const tables = readTables();
const viewport = new Viewport(element("viewport"), element("stage"), element("canvas"), element("scale"));
const search = new Search(tables, document.querySelector(".find"));
const selection = new Selection(tables, viewport, search);
keysOfList(element("list"));
keysOfDiagram(tables, viewport);

element("zoom-in").addEventListener("click", () => viewport.zoom(viewport.scale * 1.25));
element("zoom-out").addEventListener("click", () => viewport.zoom(viewport.scale / 1.25));
element("fit").addEventListener("click", () => viewport.fit());

function mostLinked() {
  return [...tables.values()].reduce((best, table) => (table.lines.length > best.lines.length ? table : best));
}

let drawn = false;
function startDiagram() {
  if (drawn || !viewport.frame.clientWidth) return;
  drawn = true;
  viewport.fit(LEGIBLE);
  if (viewport.scale === LEGIBLE) viewport.center(mostLinked().card);
}
for (const button of document.querySelectorAll(".switch button")) {
  button.addEventListener("click", () => {
    setView(button.dataset.view);
    startDiagram();
  });
}
startDiagram();
selection.follow();
(window.requestIdleCallback ?? setTimeout)(() => search.index());

document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.target.closest("input")) return;
  event.preventDefault();
  element("search").select();
});

const theme = element("theme");
const darkSystem = matchMedia("(prefers-color-scheme: dark)");
const isDark = () => (root.dataset.theme ? root.dataset.theme === "dark" : darkSystem.matches);
const showTheme = () => theme.setAttribute("aria-pressed", String(isDark()));
theme.addEventListener("click", () => {
  root.dataset.theme = isDark() ? "light" : "dark";
  try {
    localStorage.setItem("ormforge-theme", root.dataset.theme);
  } catch {
    // Storage may be forbidden; the theme then lasts as long as the page.
  }
  showTheme();
});
darkSystem.addEventListener("change", showTheme);
showTheme();
