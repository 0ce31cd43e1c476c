// Chapters and snips move the player; the chapter that plays is marked. Without this the links play by themselves.
"use strict";
const audio = document.querySelector("audio");
const chapters = [...document.querySelectorAll(".chapters a[data-start]")];
let stopAt = Infinity;

function play(start, end) {
  stopAt = end;
  audio.currentTime = start;
  audio.play();
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-start]");
  if (!link || !audio || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  play(Number(link.dataset.start), link.dataset.end ? Number(link.dataset.end) : Infinity);
});

audio?.addEventListener("timeupdate", () => {
  if (audio.currentTime >= stopAt) {
    stopAt = Infinity;
    audio.pause();
  }
  const now = chapters.filter((link) => Number(link.dataset.start) <= audio.currentTime).pop();
  for (const link of chapters) link.toggleAttribute("aria-current", link === now);
});
