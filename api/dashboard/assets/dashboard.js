// The viewer's time zone, keyboard shortcuts, row selection, and confirmation of actions that cannot be undone.

const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
const stored = document.cookie.split("; ").find((part) => part.startsWith("planner_zone="));
if (zone && stored?.slice(13) !== encodeURIComponent(zone)) {
  document.cookie = `planner_zone=${encodeURIComponent(zone)}; path=/dashboard; max-age=31536000; samesite=lax`;
  // Reload once: from now on the server formats times in this zone.
  if (document.querySelector("time") && document.cookie.includes("planner_zone=")) location.reload();
}

// On a phone the navigation is wider than the screen: scroll the current page into view.
document.querySelector('nav [aria-current="page"]')?.scrollIntoView({ inline: "center", block: "nearest" });

const code = document.querySelector("[data-code]");
if (code && location.hash.length > 1) {
  code.value = decodeURIComponent(location.hash.slice(1));
  history.replaceState(null, "", location.pathname);
}

document.addEventListener("click", (event) => {
  const action = event.target.closest("[data-confirm]");
  if (action && !window.confirm(action.dataset.confirm)) event.preventDefault();
});

document.addEventListener("change", (event) => {
  if (!event.target.matches("[data-all]")) return;
  for (const box of event.target.form.elements) if (box.name === "job") box.checked = event.target.checked;
});

const keys = document.getElementById("keys");
const help = document.querySelector("[data-help]");
if (help) {
  help.hidden = false;
  help.addEventListener("click", () => keys.showModal());
}

const rows = () => [...document.querySelectorAll("[data-row]")];
const selectedRow = () => document.querySelector('[data-row][aria-selected="true"]');

function move(step) {
  const all = rows();
  if (!all.length) return;
  const next = Math.min(all.length - 1, Math.max(0, all.indexOf(selectedRow()) + step));
  selectedRow()?.removeAttribute("aria-selected");
  all[next].setAttribute("aria-selected", "true");
  all[next].scrollIntoView({ block: "nearest" });
  all[next].querySelector("a")?.focus({ preventScroll: true });
}

function retry() {
  // Only the chosen row, and never without a question: a single letter is easily pressed by mistake.
  const row = selectedRow();
  if (!row) return;
  const button = row.querySelector("[data-retry]");
  const box = row.querySelector('input[name="job"]');
  if (!(button ?? box) || !window.confirm(`Retry ${row.querySelector("a")?.textContent ?? "this row"}?`)) return;
  if (button) return button.click();
  for (const other of box.form.elements) if (other.name === "job") other.checked = other === box;
  box.form.querySelector('button[value="retry"]')?.click();
}

// Single letters can be pressed by mistake, or by speech input: they can be turned off.
const keysOff = document.querySelector("[data-keys-off]");
const areKeysOff = () => localStorage.getItem("planner_keys") === "off";
if (keysOff) {
  keysOff.checked = areKeysOff();
  keysOff.addEventListener("change", () => localStorage.setItem("planner_keys", keysOff.checked ? "off" : "on"));
}

const actions = {
  "/": () => document.querySelector("[data-search]")?.focus(),
  j: () => move(1),
  k: () => move(-1),
  x: () => selectedRow()?.querySelector('input[type="checkbox"]')?.click(),
  r: retry,
  "?": () => keys?.showModal(),
};

document.addEventListener("keydown", (event) => {
  const typing = event.target.matches("input, select, textarea") && event.target.type !== "checkbox";
  if (event.key === "Escape" && typing) event.target.blur();
  if (typing || event.ctrlKey || event.metaKey || event.altKey || keys?.open || !actions[event.key] || areKeysOff()) return;
  event.preventDefault();
  actions[event.key]();
});
