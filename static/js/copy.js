// The copy buttons work only with a script, so they stay hidden until there is one.
for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const box = document.getElementById(button.dataset.copy);
    box.select();
    await navigator.clipboard?.writeText(box.value).catch(() => {});
    button.textContent = "Copied";
  });
}
