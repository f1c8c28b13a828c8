// The line one writes in: text, reply and edit, commands, files, voice, location.

import { post, upload } from "./api.js";
import { make, words } from "./message.js";
import { askCaption, sheet, toast, trying } from "./sheets.js";
import { minutes, startRecording } from "./voice.js";

const byId = (id) => document.getElementById(id);
const field = byId("text");

// `chat` gives: user() the persona's id, commands() its command list, lastOwn() its newest message.
export function composer(chat) {
  let context = null;
  let recorder = null;

  function setContext(kind, seen) {
    context = kind ? { kind, seen } : null;
    byId("context").hidden = !kind;
    if (kind) {
      byId("context-kind").textContent = kind === "edit" ? "Editing" : `Reply to ${seen.body.from.first_name}`;
      byId("context-text").textContent = words(seen.body);
    }
    if (kind === "edit") field.value = seen.body.text ?? seen.body.caption ?? "";
    field.focus();
    refresh();
  }

  function refresh() {
    const typed = field.value.trim() !== "";
    byId("send").hidden = !typed;
    byId("record").hidden = typed || context?.kind === "edit" || recorder !== null;
    byId("send").hidden = byId("send").hidden && recorder === null;
    if (!CSS.supports("field-sizing", "content")) {
      field.style.height = "auto";
      field.style.height = `${field.scrollHeight}px`;
    }
    suggest(field.value.startsWith("/") && !field.value.includes(" ") ? field.value : "");
  }

  const replyTo = () => (context?.kind === "reply" ? context.seen.body.message_id : null);

  async function send() {
    const text = field.value.trim();
    if (!text) return;
    const now = context;
    field.value = "";
    setContext(null);
    const act = { user: chat.user(), text };
    const done = await trying(() =>
      now?.kind === "edit"
        ? post("edit", { ...act, message_id: now.seen.body.message_id })
        : post("say", { ...act, reply_to: now ? now.seen.body.message_id : null }),
    );
    if (done) return;
    field.value = text;
    refresh();
  }

  function suggest(prefix) {
    const list = byId("commands");
    const found = prefix ? chat.commands().filter((item) => `/${item.command}`.startsWith(prefix)) : [];
    list.replaceChildren(...found.map(suggestion));
    list.hidden = !found.length;
  }

  function suggestion(item, index) {
    const row = make("li");
    row.setAttribute("role", "option");
    row.setAttribute("aria-selected", String(index === 0));
    row.append(make("b", "", `/${item.command}`), make("span", "", item.description));
    row.addEventListener("click", () => sendCommand(`/${item.command}`));
    return row;
  }

  async function sendCommand(text) {
    field.value = "";
    refresh();
    await trying(() => post("say", { user: chat.user(), text }));
    field.focus();
  }

  function moveChoice(step) {
    const rows = [...byId("commands").children];
    const now = rows.findIndex((row) => row.getAttribute("aria-selected") === "true");
    const next = (now + step + rows.length) % rows.length;
    rows.forEach((row, index) => row.setAttribute("aria-selected", String(index === next)));
    rows[next].scrollIntoView({ block: "nearest" });
  }

  function onKey(event) {
    const open = !byId("commands").hidden;
    if (open && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      moveChoice(event.key === "ArrowDown" ? 1 : -1);
    } else if (open && (event.key === "Enter" || event.key === "Tab")) {
      byId("commands").querySelector('[aria-selected="true"]').click();
    } else if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      send();
    } else if (event.key === "ArrowUp" && !field.value && chat.lastOwn()) {
      setContext("edit", chat.lastOwn());
    } else if (event.key === "Escape") {
      if (context?.kind === "edit") field.value = "";
      setContext(null);
      byId("commands").hidden = true;
    } else {
      return;
    }
    event.preventDefault();
  }

  async function sendFile(file, kind) {
    if (!file) return;
    const answer = await askCaption(file, kind);
    if (!answer) return;
    const act = { user: chat.user(), kind: answer.asDocument ? "document" : kind, caption: answer.caption, reply_to: replyTo() };
    setContext(null);
    await trying(() => upload(act, file, file.name));
  }

  function attach() {
    sheet("Attach", [
      ["Photo", () => byId("file-photo").click()],
      ["File", () => byId("file-document").click()],
      ["Voice note from a file", () => byId("file-voice").click()],
      ["Location", location],
    ]);
  }

  function location() {
    const tell = (latitude, longitude) => trying(() => post("location", { user: chat.user(), latitude, longitude }));
    const here = () =>
      navigator.geolocation.getCurrentPosition(
        (found) => tell(found.coords.latitude, found.coords.longitude),
        () => toast("The browser gave no position", true),
      );
    sheet("Location", [
      ["Where this device is", here],
      ["Berlin", () => tell(52.52, 13.405)],
      ["Moscow", () => tell(55.7558, 37.6173)],
      ["New York", () => tell(40.7128, -74.006)],
    ]);
  }

  function showRecording(on) {
    byId("recording").hidden = !on;
    field.hidden = on;
    byId("attach").hidden = on;
    byId("slash").hidden = on;
    byId("recorded").textContent = "0:00";
    refresh();
  }

  async function record() {
    if (!navigator.mediaDevices) return toast("This browser cannot record here. Attach an audio file instead.", true);
    recorder = await trying(() => startRecording((seconds) => (byId("recorded").textContent = minutes(seconds))));
    if (recorder) showRecording(true);
    return undefined;
  }

  async function sendRecording() {
    const { blob, seconds } = await recorder.stop();
    recorder = null;
    showRecording(false);
    const act = { user: chat.user(), kind: "voice", duration: Math.max(1, Math.round(seconds)), reply_to: replyTo() };
    setContext(null);
    return trying(() => upload(act, blob, "voice"));
  }

  byId("composer").addEventListener("submit", (event) => {
    event.preventDefault();
    if (recorder) sendRecording();
    else send();
  });
  field.addEventListener("keydown", onKey);
  field.addEventListener("input", refresh);
  byId("attach").addEventListener("click", attach);
  byId("slash").addEventListener("click", () => {
    field.value = "/";
    field.focus();
    refresh();
    if (!chat.commands().length) toast("The bot has set no commands yet");
  });
  byId("record").addEventListener("click", record);
  byId("record-cancel").addEventListener("click", () => {
    recorder?.cancel();
    recorder = null;
    showRecording(false);
  });
  byId("context-close").addEventListener("click", () => {
    if (context?.kind === "edit") field.value = "";
    setContext(null);
  });
  for (const kind of ["photo", "voice", "document"]) {
    const input = byId(`file-${kind}`);
    input.addEventListener("change", () => {
      sendFile(input.files[0], kind).finally(() => (input.value = ""));
    });
  }
  field.addEventListener("paste", (event) => {
    const file = event.clipboardData.files[0];
    if (!file) return;
    event.preventDefault();
    sendFile(file, /^image\/(png|jpeg|webp|gif)$/.test(file.type) ? "photo" : "document");
  });
  refresh();
  return { setContext, sendCommand, refresh };
}
