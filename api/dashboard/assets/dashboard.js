// What a page does beyond reading: the viewer's zone, keys, choosing rows, asking before what cannot be undone.

const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
const told = document.cookie.split("; ").find((part) => part.startsWith("planner_zone="));
if (zone && told?.slice(13) !== encodeURIComponent(zone)) {
  document.cookie = `planner_zone=${encodeURIComponent(zone)}; path=/dashboard; max-age=31536000; samesite=lax`;
  // Once: from now on the server writes times as they are here.
  if (document.querySelector("time") && document.cookie.includes("planner_zone=")) location.reload();
}

// On a phone the pages' row is wider than the screen: the present one is brought into sight.
document.querySelector('nav [aria-current="page"]')?.scrollIntoView({ inline: "center", block: "nearest" });

const code = document.querySelector("[data-code]");
if (code && location.hash.length > 1) {
  code.value = decodeURIComponent(location.hash.slice(1));
  history.replaceState(null, "", location.pathname);
}

document.addEventListener("click", (event) => {
  const asked = event.target.closest("[data-confirm]");
  if (asked && !window.confirm(asked.dataset.confirm)) event.preventDefault();
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
const chosen = () => document.querySelector('[data-row][aria-selected="true"]');

function move(step) {
  const all = rows();
  if (!all.length) return;
  const next = Math.min(all.length - 1, Math.max(0, all.indexOf(chosen()) + step));
  chosen()?.removeAttribute("aria-selected");
  all[next].setAttribute("aria-selected", "true");
  all[next].scrollIntoView({ block: "nearest" });
  all[next].querySelector("a")?.focus({ preventScroll: true });
}

function retry() {
  const row = chosen();
  const button = (row ?? document).querySelector("[data-retry]");
  if (button) return button.click();
  const box = row?.querySelector('input[name="job"]');
  if (!box) return;
  for (const other of box.form.elements) if (other.name === "job") other.checked = other === box;
  box.form.querySelector('button[value="retry"]')?.click();
}

const actions = {
  "/": () => document.querySelector("[data-search]")?.focus(),
  j: () => move(1),
  k: () => move(-1),
  x: () => chosen()?.querySelector('input[type="checkbox"]')?.click(),
  r: retry,
  "?": () => keys?.showModal(),
};

document.addEventListener("keydown", (event) => {
  const typing = event.target.matches("input, select, textarea") && event.target.type !== "checkbox";
  if (event.key === "Escape" && typing) event.target.blur();
  if (typing || event.ctrlKey || event.metaKey || event.altKey || keys?.open || !actions[event.key]) return;
  event.preventDefault();
  actions[event.key]();
});
