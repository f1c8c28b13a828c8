// A message's text with its entities as DOM nodes. Text is only ever set as text, never as HTML.

const TAGS = {
  bold: "b",
  italic: "i",
  underline: "u",
  strikethrough: "s",
  code: "code",
  pre: "pre",
  blockquote: "blockquote",
  expandable_blockquote: "blockquote",
};
const SAFE_LINK = /^(https?|mailto|tg):/i;

// Offsets are UTF-16 code units, which is how JavaScript counts.
export function formatted(text, entities, onCommand) {
  const ordered = [...(entities || [])].sort((a, b) => a.offset - b.offset || b.length - a.length);
  const fragment = document.createDocumentFragment();
  fill(fragment, text, 0, text.length, ordered, onCommand);
  return fragment;
}

function fill(parent, text, from, to, entities, onCommand) {
  let at = from;
  let index = 0;
  while (index < entities.length) {
    const entity = entities[index];
    const start = Math.max(at, entity.offset);
    const end = Math.min(to, entity.offset + entity.length);
    index += 1;
    if (end <= start) continue;
    parent.append(text.slice(at, start));
    const inner = [];
    while (index < entities.length && entities[index].offset < end) inner.push(entities[index++]);
    parent.append(element(entity, text, start, end, inner, onCommand));
    at = end;
    // What reaches beyond this entity goes on after it.
    const rest = inner.filter((item) => item.offset + item.length > end);
    entities = [...rest, ...entities.slice(index)];
    index = 0;
  }
  parent.append(text.slice(at, to));
}

function element(entity, text, start, end, inner, onCommand) {
  const words = text.slice(start, end);
  const node = nodeFor(entity, words, onCommand);
  if (!node.childNodes.length) fill(node, text, start, end, inner, onCommand);
  return node;
}

function nodeFor(entity, words, onCommand) {
  if (entity.type === "text_link" || entity.type === "url") return link(entity.url || words);
  if (entity.type === "email") return link(`mailto:${words}`);
  if (entity.type === "bot_command") return command(words, onCommand);
  if (entity.type === "spoiler") return spoiler();
  return document.createElement(TAGS[entity.type] || "span");
}

function link(address) {
  if (!SAFE_LINK.test(address)) return document.createElement("span");
  const node = document.createElement("a");
  node.href = address;
  node.target = "_blank";
  node.rel = "noopener noreferrer";
  return node;
}

function command(words, onCommand) {
  const node = document.createElement("button");
  node.type = "button";
  node.className = "command";
  node.textContent = words;
  node.addEventListener("click", () => onCommand(words));
  return node;
}

function spoiler() {
  const node = document.createElement("span");
  node.className = "spoiler";
  node.tabIndex = 0;
  node.setAttribute("role", "button");
  node.setAttribute("aria-label", "Hidden text, press to show");
  const open = () => {
    node.dataset.open = "";
    node.removeAttribute("aria-label");
  };
  node.addEventListener("click", open);
  node.addEventListener("keydown", (event) => event.key === "Enter" && open());
  return node;
}
