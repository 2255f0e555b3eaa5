// Esc closes the menu, and the focus goes back to what opened it. Whoever is elsewhere on the page by then stays there.
document.addEventListener("keydown", function (event) {
  const menu = document.querySelector(".menu[open]");
  const at = document.activeElement;
  if (event.key === "Escape" && menu && (at === document.body || menu.contains(at))) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});
