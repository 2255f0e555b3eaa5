// The words of the buttons stand beside the script. Where nothing hovers there is no Ctrl.
const words = document.currentScript.dataset;
for (const button of document.querySelectorAll("[data-copy]")) {
  const [box, plain] = [button.dataset.copy, button.dataset.plain].map((id) => document.getElementById(id));
  const as = (type, of) => ({ [type]: new Blob([of.value], { type }) });
  button.hidden = false;
  button.onclick = async () => {
    box.focus();
    box.setSelectionRange(0, box.value.length);
    try {
      const board = navigator.clipboard;
      await (plain ? board.write([new ClipboardItem({ ...as("text/html", box), ...as("text/plain", plain) })]) : board.writeText(box.value));
      button.textContent = words.copied;
    } catch {
      button.textContent = matchMedia("(hover: none)").matches ? words.choose : words.press;
    }
  };
}
