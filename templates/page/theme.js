// Runs before the page is shown: it tells the styles that scripts run, and brings back the chosen theme.
const html = document.documentElement;
html.classList.add("js");
try {
  const chosen = localStorage.getItem("ormforge-theme");
  if (chosen === "dark" || chosen === "light") html.dataset.theme = chosen;
} catch {
  // Storage may be forbidden; the theme of the system then stands.
}
