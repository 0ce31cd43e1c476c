// A button's value, or a link's address, to the clipboard; the words say for a moment that it is there.

async function copy(text) {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  // Plain http, as in a home network, has no clipboard API: https://www.w3.org/TR/clipboard-apis/#async-clipboard-api
  const field = Object.assign(document.createElement("textarea"), { value: text, className: "said" });
  document.body.append(field);
  field.select();
  document.execCommand("copy");
  field.remove();
}

document.addEventListener("click", async (event) => {
  const source = event.target.closest(".copy");
  if (!source || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  await copy(source.value || source.href);
  source.dataset.words ??= source.textContent;
  source.textContent = source.dataset.done;
  setTimeout(() => (source.textContent = source.dataset.words), 2000);
});
