// Voice notes: playing and recording.

export function minutes(seconds) {
  const whole = Math.max(0, Math.round(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

export function player(address, duration) {
  const box = document.createElement("div");
  box.className = "voice";
  const audio = new Audio();
  audio.preload = "none";
  audio.src = address;
  const button = document.createElement("button");
  button.type = "button";
  const track = document.createElement("input");
  Object.assign(track, { type: "range", min: 0, max: 1, step: 0.01, value: 0 });
  track.setAttribute("aria-label", "Position");
  const time = document.createElement("output");
  time.textContent = minutes(duration);
  const length = () => (Number.isFinite(audio.duration) && audio.duration > 0 ? audio.duration : duration || 1);
  const show = () => {
    button.textContent = audio.paused ? "▶" : "❚❚";
    button.setAttribute("aria-label", audio.paused ? "Play the voice note" : "Pause");
    track.value = audio.currentTime / length();
    time.textContent = minutes(audio.paused && !audio.currentTime ? length() : audio.currentTime);
  };
  button.addEventListener("click", () => (audio.paused ? audio.play().catch(() => (time.textContent = "cannot play")) : audio.pause()));
  track.addEventListener("input", () => (audio.currentTime = track.value * length()));
  for (const name of ["play", "pause", "timeupdate", "ended"]) audio.addEventListener(name, show);
  show();
  time.textContent = minutes(duration);
  box.append(button, track, time);
  return box;
}

// Records from the microphone. `stop()` resolves to {blob, seconds}, `cancel()` throws the sound away.
export async function startRecording(onTick) {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  const wanted = ["audio/ogg;codecs=opus", "audio/webm;codecs=opus"].find((type) => MediaRecorder.isTypeSupported(type));
  const recorder = new MediaRecorder(stream, wanted ? { mimeType: wanted } : {});
  const pieces = [];
  const began = performance.now();
  const seconds = () => (performance.now() - began) / 1000;
  const ticking = setInterval(() => onTick(seconds()), 250);
  recorder.addEventListener("dataavailable", (event) => pieces.push(event.data));
  recorder.start();
  const finish = () => {
    clearInterval(ticking);
    for (const track of stream.getTracks()) track.stop();
  };
  return {
    cancel() {
      recorder.stop();
      finish();
    },
    stop() {
      const lasted = seconds();
      return new Promise((resolve) => {
        recorder.addEventListener("stop", () => {
          finish();
          resolve({ blob: new Blob(pieces, { type: recorder.mimeType }), seconds: lasted });
        });
        recorder.stop();
      });
    },
  };
}
