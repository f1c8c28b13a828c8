// One message as a bubble. `act` holds what may be done: press, menu, command, jump.

import { formatted } from "./formatting.js";
import { player } from "./voice.js";

const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
const full = new Intl.DateTimeFormat("en-GB", { dateStyle: "full", timeStyle: "medium" });
const utc = new Intl.DateTimeFormat("en-GB", { timeStyle: "short", timeZone: "UTC" });

export function make(tag, className, text) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  if (text !== undefined) node.textContent = text;
  return node;
}

export function words(body) {
  if (body.text || body.caption) return body.text || body.caption;
  if (body.voice) return "Voice note";
  if (body.photo) return "Photo";
  if (body.document) return body.document.file_name || "File";
  return body.location ? "Location" : "";
}

// The Bot API names emoji without the sign that asks for the coloured picture.
export function pictured(emoji) {
  return emoji === "❤" ? "❤\ufe0f" : emoji;
}

export function messageNode(seen, act) {
  const { body } = seen;
  const node = make("article", seen.from_bot ? "message" : "message own");
  node.dataset.id = body.message_id;
  const bubble = make("div", "bubble");
  bubble.append(...heading(body, act), ...media(body), ...text(body, act), foot(seen, act));
  node.append(bubble);
  const rows = body.reply_markup?.inline_keyboard;
  if (rows) node.append(keyboard(rows, body, act));
  if (seen.reactions.length) node.append(reactions(seen.reactions));
  return node;
}

function heading(body, act) {
  const parts = [];
  if (body.forward_origin) parts.push(make("div", "from", `Forwarded from ${body.forward_origin.sender_user.first_name}`));
  if (body.reply_to_message) {
    const quote = make("button", "quote");
    quote.type = "button";
    quote.append(make("b", "", body.reply_to_message.from.first_name), make("span", "", words(body.reply_to_message)));
    quote.addEventListener("click", () => act.jump(body.reply_to_message.message_id));
    parts.push(quote);
  }
  return parts;
}

function media(body) {
  if (body.photo) return [photo(body)];
  if (body.voice) return [player(`/control/files/${body.voice.file_id}`, body.voice.duration)];
  if (body.document) return [documentLink(body.document)];
  if (body.location) return [place(body.location)];
  return [];
}

function photo(body) {
  const best = body.photo[body.photo.length - 1];
  const image = make("img", "media");
  image.src = `/control/files/${best.file_id}`;
  image.width = best.width;
  image.height = best.height;
  image.alt = body.caption ? `Photo: ${body.caption}` : "Photo";
  return image;
}

function documentLink(file) {
  const link = make("a", "document");
  link.href = `/control/files/${file.file_id}`;
  link.download = file.file_name || "file";
  const icon = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  icon.setAttribute("viewBox", "0 0 24 24");
  icon.setAttribute("aria-hidden", "true");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", "M6 3h8l4 4v14H6zM14 3v4h4");
  icon.append(path);
  const label = make("span");
  label.append(make("b", "", file.file_name || "File"), make("small", "", size(file.file_size)));
  link.append(icon, label);
  return link;
}

function size(bytes) {
  if (bytes < 1024) return `${bytes} B`;
  return bytes < 1048576 ? `${Math.round(bytes / 1024)} kB` : `${(bytes / 1048576).toFixed(1)} MB`;
}

function place(location) {
  const node = make("div", "place");
  node.append("📍", make("span", "", `${location.latitude.toFixed(5)}, ${location.longitude.toFixed(5)}`));
  return node;
}

function text(body, act) {
  const shown = body.text ?? body.caption;
  if (!shown) return [];
  const node = make("div", "text");
  node.dir = "auto";
  node.append(formatted(shown, body.entities || body.caption_entities, act.command));
  return [node];
}

function foot(seen, act) {
  const { body } = seen;
  const node = make("div", "foot");
  const menu = make("button", "act", "•••");
  menu.type = "button";
  menu.setAttribute("aria-label", `Actions for: ${words(body).slice(0, 40)}`);
  menu.addEventListener("click", () => act.menu(seen));
  const sent = new Date(body.date * 1000);
  const time = make("time", "", clock.format(sent));
  time.dateTime = sent.toISOString();
  time.title = `${full.format(sent)} (${utc.format(sent)} UTC)`;
  node.append(menu);
  if (body.edit_date) node.append(make("span", "", "edited"));
  node.append(time);
  return node;
}

function keyboard(rows, body, act) {
  const board = make("div", "keyboard");
  for (const row of rows) {
    const line = make("div", "row");
    line.append(...row.map((button) => key(button, body, act)));
    board.append(line);
  }
  return board;
}

function key(button, body, act) {
  if (button.url) {
    const link = make("a", "", button.text);
    if (/^(https?|tg):/i.test(button.url)) link.href = button.url;
    link.target = "_blank";
    link.rel = "noopener noreferrer";
    return link;
  }
  const node = make("button", "", button.text);
  node.type = "button";
  node.addEventListener("click", () => act.press(node, body.message_id, button));
  return node;
}

function reactions(list) {
  const node = make("div", "reactions");
  for (const item of list) node.append(make("span", "", pictured(item.type.emoji || "★")));
  return node;
}
