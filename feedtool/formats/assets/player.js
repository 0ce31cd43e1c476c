// Our controls on the browser's audio: chapters and snips move it, and the page follows it. Times are seconds.
const one = (selector) => document.querySelector(selector);
const audio = one("audio");
const seek = one(".seek");
const toggle = one(".toggle");
const chapters = moments(".chapters");
const snips = moments(".snips");
let stopAt = Infinity; // where the snip that plays ends
let marked; // the chapter that the page shows as playing

function moments(list) {
  return [...document.querySelectorAll(`${list} a[data-start]`)].map((link) => ({
    link,
    start: Number(link.dataset.start),
    end: Number(link.dataset.end ?? Infinity),
    title: link.querySelector(".title").textContent,
  }));
}

function clock(seconds) {
  return new Date(Math.max(seconds, 0) * 1000).toISOString().slice(seconds < 3600 ? 14 : 11, 19);
}

const duration = () => audio.duration || Number(seek.max);
const chapterAt = (seconds) => chapters.findLast(({ start }) => start <= seconds + 0.1);

function moveTo(start, end = Infinity) {
  stopAt = end;
  audio.currentTime = Math.min(Math.max(start, 0), duration() || Infinity);
  follow();
}

function play(start, end) {
  moveTo(start, end);
  audio.play().catch(() => {}); // the error event says what there is to say
}

function playOrPause() {
  if (audio.paused) audio.play().catch(() => {});
  else audio.pause();
}

function toChapter(step) {
  const now = chapters.indexOf(chapterAt(audio.currentTime));
  const chapter = chapters[now + step];
  if (chapter) moveTo(chapter.start);
}

const actions = {
  toggle: playOrPause,
  back: () => moveTo(audio.currentTime - 15),
  forward: () => moveTo(audio.currentTime + 30),
  previous: () => toChapter(-1),
  next: () => toChapter(1),
};

// --- the page follows the audio

function follow() {
  const now = audio.currentTime;
  if (now >= stopAt) {
    audio.pause();
    stopAt = Infinity;
  }
  seek.value = now;
  one(".played").setAttribute("width", now);
  one(".elapsed").textContent = clock(now);
  const chapter = chapterAt(now);
  seek.setAttribute("aria-valuetext", [clock(now), chapter?.title].filter(Boolean).join(" "));
  if (chapter !== marked) mark(chapter);
  for (const { link, start, end } of snips) current(link, end === stopAt && start <= now && !audio.paused);
}

function mark(chapter) {
  if (marked) current(marked.link, false);
  if (chapter) current(chapter.link, true);
  marked = chapter;
  one(".now").textContent = chapter?.title ?? audio.dataset.title;
  describe(chapter?.title ?? audio.dataset.title);
}

function current(link, is) {
  if (is) link.setAttribute("aria-current", "true");
  else link.removeAttribute("aria-current");
}

function measure() {
  if (!Number.isFinite(audio.duration)) return;
  seek.max = audio.duration;
  one(".marks").setAttribute("viewBox", `0 0 ${audio.duration} 1`);
  one(".total").textContent = clock(audio.duration);
}

function sayState() {
  toggle.setAttribute("aria-label", audio.paused ? toggle.dataset.play : toggle.dataset.pause);
  toggle.classList.toggle("playing", !audio.paused);
  follow();
}

for (const event of ["timeupdate", "seeked"]) audio.addEventListener(event, follow);
for (const event of ["play", "pause"]) audio.addEventListener(event, sayState);
for (const event of ["loadedmetadata", "durationchange"]) audio.addEventListener(event, measure);
audio.addEventListener("error", () => (one(".silent").hidden = false));

// --- the listener moves the audio

document.addEventListener("click", (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  const button = event.target.closest("[data-do]");
  if (button) actions[button.dataset.do]();
  const link = event.target.closest("a[data-start]");
  if (!link) return;
  event.preventDefault();
  play(Number(link.dataset.start), Number(link.dataset.end ?? Infinity));
});

seek.addEventListener("input", () => moveTo(Number(seek.value)));
one(".speed").addEventListener("change", (event) => (audio.playbackRate = Number(event.target.value)));

// No letters: https://www.w3.org/WAI/WCAG22/Understanding/character-key-shortcuts
const keys = { " ": "toggle", ArrowLeft: "back", ArrowRight: "forward", "Shift+ArrowLeft": "previous", "Shift+ArrowRight": "next" };

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, select, textarea")) return;
  if (event.key === " " && event.target.closest("a, button, summary")) return;
  const action = actions[keys[(event.shiftKey ? "Shift+" : "") + event.key]];
  if (!action) return;
  event.preventDefault();
  action();
});

// `#t=1163` and `#t=1163,1200` as in media fragments: https://www.w3.org/TR/media-frags/#naming-time
function fromAddress() {
  const found = /^#t=(\d{1,6}(?:\.\d{1,3})?)(?:,(\d{1,6}(?:\.\d{1,3})?))?$/.exec(location.hash);
  if (found) moveTo(Number(found[1]), Number(found[2] ?? Infinity));
}

addEventListener("hashchange", fromAddress);

// --- lock screens and headphones: https://www.w3.org/TR/mediasession/

function describe(title) {
  if (!navigator.mediaSession) return;
  const cover = one("img.cover");
  const artwork = cover ? [{ src: cover.src }] : [];
  navigator.mediaSession.metadata = new MediaMetadata({ title, album: audio.dataset.title, artist: audio.dataset.show, artwork });
}

const buttons = { seekbackward: "back", seekforward: "forward", previoustrack: "previous", nexttrack: "next" };
for (const [name, action] of Object.entries(buttons)) navigator.mediaSession?.setActionHandler(name, actions[action]);

describe(audio.dataset.title);
fromAddress();
