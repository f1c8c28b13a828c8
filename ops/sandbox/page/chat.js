// The chat page: who one is, what was said, and what happens live.

import { get, listen, post } from "./api.js";
import { composer } from "./composer.js";
import { make, messageNode, pictured } from "./message.js";
import { alertSheet, sheet, toast, trying } from "./sheets.js";

const byId = (id) => document.getElementById(id);
const ACTIONS = { typing: "typing…", record_voice: "recording…", upload_photo: "sending a photo…", upload_document: "sending a file…" };
const ACTION_SECONDS = 5; // Bot API, sendChatAction: shown for 5 seconds or until a message comes
const dayName = new Intl.DateTimeFormat("en-GB", { weekday: "long", day: "numeric", month: "long" });
const state = { user: 0, people: [], messages: new Map(), unread: new Map(), presses: new Map(), days: new Map(), blocked: false, hushing: 0, looking: 0 };

const person = () => state.people.find((item) => item.id === state.user);
const write = composer({
  user: () => state.user,
  commands: () => person()?.commands || [],
  lastOwn: () => [...state.messages.values()].filter((seen) => !seen.from_bot && (seen.body.text || seen.body.caption)).at(-1),
});

const act = {
  command: (text) => write.sendCommand(text),
  jump(id) {
    const node = byId("messages").querySelector(`[data-id="${id}"]`);
    node?.scrollIntoView({ block: "center", behavior: "smooth" });
  },
  async press(node, messageId, button) {
    node.setAttribute("aria-busy", "true");
    const query = await trying(() => post("press", { user: state.user, message_id: messageId, button: button.callback_data ?? button.text }));
    if (query) state.presses.set(query.id, node);
    else node.removeAttribute("aria-busy");
  },
  menu(seen) {
    const id = seen.body.message_id;
    const react = (emoji) => trying(() => post("react", { user: state.user, message_id: id, emoji }));
    const choices = [
      ["👍", "❤", "🔥", "🤔", "👎"].map((emoji) => [pictured(emoji), () => react(emoji)]),
      ["Reply", () => write.setContext("reply", seen)],
      ["Forward to the bot", () => trying(() => post("forward", { user: state.user, from_chat: state.user, message_id: id }))],
    ];
    if (!seen.from_bot && !seen.body.forward_origin && (seen.body.text || seen.body.caption)) {
      choices.splice(2, 0, ["Edit", () => write.setContext("edit", seen)]);
    }
    if (seen.edits) choices.push([`Earlier versions (${seen.edits})`, () => history(seen)]);
    sheet("Message", choices);
  },
};

function history(seen) {
  const texts = seen.history.map((body) => body.text || body.caption || "").join("\n\n———\n\n");
  sheet("Earlier versions", [["Close", () => {}]], texts);
}

function atBottom() {
  const main = byId("chat");
  return main.scrollHeight - main.scrollTop - main.clientHeight < 120;
}

function toBottom() {
  const main = byId("chat");
  main.scrollTop = main.scrollHeight;
}

function draw() {
  const list = byId("messages");
  const stay = atBottom();
  const nodes = [];
  let day = "";
  for (const seen of [...state.messages.values()].sort((a, b) => a.body.message_id - b.body.message_id)) {
    const named = dayLabel(new Date(seen.body.date * 1000));
    if (named !== day) nodes.push(dayNode(named));
    day = named;
    nodes.push(nodeOf(seen));
  }
  place(list, nodes);
  byId("empty").hidden = nodes.length > 0;
  if (stay) toBottom();
}

// Only what changed is touched: focus, screen readers and the eye stay where they are.
function place(list, nodes) {
  const wanted = new Set(nodes);
  const focused = list.contains(document.activeElement) ? document.activeElement.closest("[data-id]") : null;
  const index = focused ? [...focused.querySelectorAll("button, a, input")].indexOf(document.activeElement) : -1;
  for (const node of [...list.children]) if (!wanted.has(node)) node.remove();
  nodes.forEach((node, at) => list.children[at] !== node && list.insertBefore(node, list.children[at] || null));
  if (!focused || focused.isConnected) return;
  const again = list.querySelector(`[data-id="${focused.dataset.id}"]`);
  const fields = again ? [...again.querySelectorAll("button, a, input")] : [];
  fields[Math.min(index, fields.length - 1)]?.focus({ preventScroll: true });
}

// The line that names a day, one node a day.
function dayNode(named) {
  if (!state.days.has(named)) state.days.set(named, make("div", "day", named));
  return state.days.get(named);
}

// A node is rebuilt only when its message changed, so that a playing voice note goes on.
function nodeOf(seen) {
  const shape = JSON.stringify([seen.body, seen.reactions]);
  if (seen.node && seen.shape === shape) return seen.node;
  seen.shape = shape;
  seen.node = messageNode(seen, act);
  for (const image of seen.node.querySelectorAll("img")) image.addEventListener("load", () => atBottom() && toBottom());
  return seen.node;
}

function dayLabel(date) {
  const today = new Date();
  if (date.toDateString() === today.toDateString()) return "Today";
  const yesterday = new Date(today.getFullYear(), today.getMonth(), today.getDate() - 1);
  return date.toDateString() === yesterday.toDateString() ? "Yesterday" : dayName.format(date);
}

function keep(fresh) {
  const old = state.messages.get(fresh.body.message_id);
  if (fresh.deleted) state.messages.delete(fresh.body.message_id);
  else state.messages.set(fresh.body.message_id, { ...fresh, node: old?.node, shape: old?.shape });
}

async function load() {
  const [people, chats, messages, about] = await Promise.all([
    get("people"),
    get("chats"),
    get(`chats/${state.user}/messages`),
    get("state"),
  ]);
  state.people = people;
  state.blocked = Boolean(chats.find((chat) => chat.id === state.user)?.blocked);
  state.messages.clear();
  for (const seen of messages) keep(seen);
  byId("bot-name").textContent = about.bot.first_name;
  drawPeople();
  draw();
  toBottom();
  look();
}

function drawPeople() {
  const options = state.people.map((item) => {
    const count = state.unread.get(item.id);
    const option = make("option", "", count ? `${item.first_name} (${count})` : item.first_name);
    option.value = item.id;
    option.title = `${item.id}, ${item.language_code || "no language"}`;
    option.selected = item.id === state.user;
    return option;
  });
  byId("persona").replaceChildren(...options);
}

function status(text, busy = false) {
  byId("status").textContent = text;
  byId("status").classList.toggle("busy", busy);
}

function rest() {
  clearTimeout(state.hushing);
  status(state.blocked ? "blocked by you" : "bot");
}

// Says so when messages wait because no bot takes them.
function look() {
  clearTimeout(state.looking);
  state.looking = setTimeout(async () => {
    const about = await get("state").catch(() => null);
    if (!about) return;
    const count = about.pending;
    if (byId("status").classList.contains("busy")) return;
    if (count) status(`${count} waiting for the bot`);
    else rest();
  }, 1500);
}

const onEvent = {
  message(event) {
    const own = event.chat_id === state.user;
    if (own && event.message.from_bot) rest();
    if (!own) return countUnread(event);
    const stay = atBottom() || !event.message.from_bot;
    keep(event.message);
    draw();
    if (stay) toBottom();
    return undefined;
  },
  edited: (event) => change(event),
  deleted: (event) => change(event),
  reaction: (event) => change(event),
  action(event) {
    if (event.chat_id !== state.user) return;
    clearTimeout(state.hushing);
    status(ACTIONS[event.action] || "busy…", true);
    state.hushing = setTimeout(rest, ACTION_SECONDS * 1000);
  },
  answer(event) {
    state.presses.get(event.query_id)?.removeAttribute("aria-busy");
    state.presses.delete(event.query_id);
    if (event.user_id !== state.user || !event.answer.text) return;
    if (event.answer.show_alert) alertSheet(event.answer.text);
    else toast(event.answer.text);
  },
  blocked(event) {
    if (event.chat_id !== state.user) return;
    state.blocked = event.blocked;
    rest();
  },
  async profile() {
    state.people = await get("people");
    drawPeople();
  },
  update: look,
  confirmed: look,
  reset: () => load(),
};

function change(event) {
  if (event.chat_id !== state.user) return;
  keep(event.message);
  draw();
}

async function countUnread(event) {
  if (event.message.from_bot) state.unread.set(event.chat_id, (state.unread.get(event.chat_id) || 0) + 1);
  if (!state.people.some((item) => item.id === event.chat_id)) state.people = await get("people");
  drawPeople();
}

async function become(user) {
  state.user = user;
  state.unread.delete(user);
  remember(user);
  write.setContext(null);
  await trying(load);
}

function remember(user) {
  window.history.replaceState(null, "", `${window.location.pathname}${window.location.search}#${user}`);
}

function more() {
  const block = state.blocked ? "Unblock the bot" : "Block the bot";
  sheet("More", [
    [block, () => trying(() => post("block", { user: state.user, blocked: !state.blocked }))],
    ["Start over…", () => sheet("Start over?", [["Forget every chat", startOver, "danger"], ["Keep them", () => {}]], "All chats, files and the webhook of this stand-in are forgotten. The planner's own data stays.")],
  ]);
}

const startOver = () => trying(() => post("reset", {}));

byId("persona").addEventListener("change", (event) => become(Number(event.target.value)));
byId("more").addEventListener("click", more);
byId("start").addEventListener("click", () => {
  const payload = new URLSearchParams(window.location.search).get("start");
  write.sendCommand(payload ? `/start ${payload}` : "/start");
});
byId("down").addEventListener("click", toBottom);
byId("chat").addEventListener("scroll", () => (byId("down").hidden = atBottom()));

async function begin() {
  const people = await get("people");
  const asked = Number(window.location.hash.slice(1));
  await become(people.some((item) => item.id === asked) ? asked : people[0].id);
  let first = true;
  listen(
    (event) => onEvent[event.event]?.(event),
    () => {
      if (!first) trying(load);
      first = false;
    },
    () => status("connecting…"),
  );
}

trying(begin);
