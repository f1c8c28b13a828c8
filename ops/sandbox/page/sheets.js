// Sheets, alerts and toasts.

import { make } from "./message.js";

const byId = (id) => document.getElementById(id);
let hiding = 0;

export function toast(text, isError = false) {
  const node = byId("toast");
  node.textContent = text;
  node.classList.toggle("error", isError);
  node.hidden = false;
  clearTimeout(hiding);
  hiding = setTimeout(() => (node.hidden = true), isError ? 6000 : 3500);
}

// Runs something that may be refused, and shows the refusal.
export async function trying(work) {
  try {
    return await work();
  } catch (error) {
    toast(error.message, true);
    return null;
  }
}

// A list of choices: [label, action, className?], or an array of such for one row.
export function sheet(title, choices, words = "") {
  const dialog = byId("sheet");
  byId("sheet-title").textContent = title;
  const body = byId("sheet-body");
  body.replaceChildren();
  if (words) body.append(make("p", "", words));
  for (const choice of choices) {
    if (Array.isArray(choice[0])) {
      const row = make("div", "row");
      row.append(...choice.map((item) => option(dialog, item)));
      body.append(row);
    } else {
      body.append(option(dialog, choice));
    }
  }
  dialog.showModal();
}

function option(dialog, [label, action, className]) {
  const button = make("button", className || "", label);
  button.type = "button";
  button.addEventListener("click", () => {
    dialog.close();
    action();
  });
  return button;
}

export function alertSheet(text) {
  sheet("", [["OK", () => {}, "primary"]], text);
}

// Asks for a caption before a file is sent; resolves to {caption, asDocument} or null.
export function askCaption(file, kind) {
  const dialog = byId("upload");
  const preview = byId("upload-preview");
  const picture = kind === "photo";
  byId("upload-title").textContent = picture ? "Send a photo" : kind === "voice" ? "Send a voice note" : "Send a file";
  byId("upload-name").textContent = file.name;
  byId("upload-caption").value = "";
  byId("upload-document").checked = false;
  byId("upload-as-file").hidden = !picture;
  preview.hidden = !picture;
  if (picture) preview.src = URL.createObjectURL(file);
  dialog.returnValue = "";
  dialog.showModal();
  byId("upload-caption").focus();
  return new Promise((resolve) => {
    dialog.addEventListener(
      "close",
      () => {
        if (picture) URL.revokeObjectURL(preview.src);
        const answer = { caption: byId("upload-caption").value.trim(), asDocument: byId("upload-document").checked };
        resolve(dialog.returnValue === "send" ? answer : null);
      },
      { once: true },
    );
  });
}

byId("upload-cancel").addEventListener("click", () => byId("upload").close());
for (const dialog of document.querySelectorAll("dialog")) {
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
}
