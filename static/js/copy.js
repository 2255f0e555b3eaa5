// The copy buttons work only with a script, so they stay hidden until there is one.
// A button that names a plain twin copies its box as formatted text, and the twin for programs that know no format.
// A phone has no Ctrl key: where nothing hovers, it shows a menu over the marked text.
const COPY_IT = matchMedia("(hover: none)").matches ? "The text is marked: choose Copy" : "The text is marked: press Ctrl and C";
const boxOf = (id) => document.getElementById(id);

function copy(box, plain) {
  if (!plain) return navigator.clipboard.writeText(box.value);
  const as = (type, text) => ({ [type]: new Blob([text], { type }) });
  return navigator.clipboard.write([new ClipboardItem({ ...as("text/html", box.value), ...as("text/plain", plain.value) })]);
}

for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const box = boxOf(button.dataset.copy);
    box.focus();
    box.setSelectionRange(0, box.value.length);
    try {
      await copy(box, boxOf(button.dataset.plain));
      button.textContent = "Copied";
    } catch {
      button.textContent = COPY_IT;
    }
  });
}
