// Shows the pictures of a walk one at a time, with a slider. On paper, and without this script, all are there.
for (const walk of document.querySelectorAll(".walk")) {
  const steps = [...walk.querySelectorAll("figure")];
  const slider = walk.querySelector("input");
  const title = step => {
    const strong = step.querySelector("strong");
    return strong ? strong.textContent : "";
  };
  const named = hash => steps.find(step => `#${step.id}` === hash);

  const show = step => {
    const before = walk.querySelector(".now svg");
    const drawing = step.querySelector("svg");
    const own = drawing.dataset.step;
    for (const one of steps) one.classList.toggle("now", one === step);
    slider.value = steps.indexOf(step) + 1;
    slider.setAttribute("aria-valuetext", title(step));
    if (before) {
      // Begin as the picture before it was, so that the parts move from there.
      drawing.dataset.step = before.dataset.step;
      drawing.getBoundingClientRect();
      drawing.dataset.step = own;
    }
  };

  const open = () => {
    const step = named(location.hash);
    if (step) {
      show(step);
      step.scrollIntoView({ behavior: "instant" });
    }
  };

  walk.addEventListener("click", event => {
    const link = event.target.closest(".actions a");
    if (!link) return;
    event.preventDefault();
    const step = named(link.hash);
    show(step);
    history.replaceState(null, "", link.hash);
    walk.querySelector("output").textContent = title(step);
    (step.querySelector(`[data-to=${link.dataset.to}]`) || step.querySelector("[data-to]")).focus({ preventScroll: true });
  });
  slider.addEventListener("input", () => {
    const step = steps[slider.value - 1];
    show(step);
    history.replaceState(null, "", `#${step.id}`);
  });
  addEventListener("hashchange", open);

  walk.classList.add("one-at-a-time");
  show(steps[0]);
  walk.querySelector("[hidden]").hidden = false;
  open();
}
