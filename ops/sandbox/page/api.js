// Calls to the control API. Every function resolves to JSON or throws an Error with the server's words.

async function read(response) {
  const body = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(body.description || `The stand-in answered ${response.status}`);
  return body;
}

export async function get(path) {
  return read(await fetch(`/control/${path}`));
}

export async function post(path, body) {
  const headers = { "Content-Type": "application/json" };
  return read(await fetch(`/control/${path}`, { method: "POST", headers, body: JSON.stringify(body) }));
}

export async function upload(fields, blob, fileName) {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) {
    if (value !== null && value !== undefined && value !== "") form.append(name, String(value));
  }
  form.append("file", blob, fileName);
  return read(await fetch("/control/upload", { method: "POST", body: form }));
}

// Live events; `onOpen` also runs after a lost connection came back.
export function listen(onEvent, onOpen, onLost) {
  const source = new EventSource("/control/events");
  source.onopen = onOpen;
  source.onerror = onLost;
  source.onmessage = (event) => onEvent(JSON.parse(event.data));
}
