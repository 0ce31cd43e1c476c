// Shows the episodes that have every word of the field in their row.
const field = document.querySelector("[type=search]");
const found = document.querySelector(".filter output");
const rows = [...document.querySelectorAll(".episodes > li")].map((row) => [row, row.textContent.toLowerCase()]);

function counted(count, forms) {
  const [one, many = one] = forms.split("|");
  return (count === 1 ? one : many).replace("{}", count);
}

function filter() {
  const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
  let count = 0;
  for (const [row, text] of rows) {
    row.hidden = !words.every((word) => text.includes(word));
    count += !row.hidden;
  }
  found.textContent = words.length ? counted(count, found.dataset.forms) : "";
}

field?.addEventListener("input", filter);
if (field?.value) filter(); // browsers keep a field's text over a reload
