// What a person sees on the page, asked of the page itself. It must run in a Chromium of 2018: no ?. and no ??.

// What print.css leaves off paper.
const OFF_PAPER = "header.site, footer.site, .emergency, nav, .skip, .no-print, .actions, .button, .clear, .why, [popover], .term-meaning, .visually-hidden";
// Meanings of terms: a box that opens where the engine can do that, elsewhere words in brackets.
const MEANING = "[popover], .term-meaning";
const WORDS = /[^\s]/;

document.documentElement.style.scrollBehavior = "auto"; // else a place is looked at before it is there

function folded(element) {
  for (let one = element; one; one = one.parentElement) {
    const around = one.parentElement;
    if (around && around.tagName === "DETAILS" && !around.open && one.tagName !== "SUMMARY") return true;
  }
  return false;
}

function clipped(element) {
  for (let one = element; one && one !== document.body; one = one.parentElement) {
    const box = one.getBoundingClientRect(), style = getComputedStyle(one);
    if (style.overflowX === "hidden" && box.width <= 2 && box.height <= 2) return true;
    if (style.opacity === "0") return true;
  }
  return false;
}

function lines(node) {
  const range = document.createRange();
  range.selectNodeContents(node);
  return [...range.getClientRects()].filter(box => box.width > 1 && box.height > 1);
}

function is_seen(element) {
  if (!element || folded(element) || clipped(element)) return false;
  // Old engines always show those items of a folded record that several addresses lead to.
  if (element.closest(".record-text .also")) return false;
  const style = getComputedStyle(element);
  return style.visibility === "visible" && lines(element).length > 0;
}

function text_nodes(root, filter) {
  const nodes = [], walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode, parent = node.parentElement;
    if (!WORDS.test(node.data) || /^(SCRIPT|STYLE|NOSCRIPT|TITLE|DESC|TEXTAREA)$/i.test(parent.tagName)) continue;
    if (filter(parent, node)) nodes.push(node);
  }
  return nodes;
}

function above_the_fold(node) { return lines(node).some(box => box.right > 0 && box.bottom + scrollY > 0); }

const said = node => node.data.replace(/\s+/g, " ").trim();
const short = element => element.outerHTML.replace(/\s+/g, " ").slice(0, 90);

function rgba(text) {
  const numbers = text.match(/[\d.]+/g);
  return /^rgb/.test(text) ? [+numbers[0], +numbers[1], +numbers[2], numbers.length > 3 ? +numbers[3] : 1] : null;
}

function light([r, g, b]) {
  const [x, y, z] = [r, g, b].map(one => (one /= 255) <= .04045 ? one / 12.92 : ((one + .055) / 1.055) ** 2.4);
  return .2126 * x + .7152 * y + .0722 * z;
}

function contrast(a, b) {
  const [low, high] = [light(a), light(b)].sort((x, y) => x - y);
  return (high + .05) / (low + .05);
}

const over = (top, under) => [0, 1, 2].map(at => top[at] * top[3] + under[at] * (1 - top[3]));

// The color behind an element, from the first ground around it that is not see-through; `canvas` where there is none.
function ground(element, canvas) {
  const layers = [];
  for (let one = element; one; one = one.parentElement) {
    const color = rgba(getComputedStyle(one).backgroundColor) || [255, 0, 255, 1];
    if (color[3] > 0) layers.push(color);
    if (color[3] === 1) break;
  }
  return layers.reverse().reduce((under, top) => over(top, under), canvas);
}

function hit_at(x, y) { return document.elementFromPoint(x, y); }

const seen = {
  // The words that can be seen, in order; those of meanings apart.
  texts() {
    const nodes = text_nodes(document.body, (parent, node) => is_seen(parent) && above_the_fold(node));
    const meant = nodes.filter(node => node.parentElement.closest(MEANING));
    return { words: nodes.filter(node => !meant.includes(node)).map(said).join(" "), meanings: meant.map(node => said(node)) };
  },

  // What paper must hold: the words of the page, and those of each <details>, open or not.
  for_paper() {
    const of_page = (parent, node) => !parent.closest(OFF_PAPER) && !parent.closest("svg")
      && (parent.closest("details") && folded(parent) ? true : is_seen(parent) && above_the_fold(node));
    return text_nodes(document.querySelector("main"), of_page).map(said);
  },

  // A point of the window that shows nothing but the page's own ground.
  bare_point() {
    for (let y = innerHeight - 5; y > 0; y -= 7) for (const x of [2, innerWidth - 3]) {
      let one = hit_at(x, y);
      if (!one) continue;
      while (one && (rgba(getComputedStyle(one).backgroundColor) || [0, 0, 0, 1])[3] === 0) one = one.parentElement;
      if (!one) return [x, y];
    }
    return null;
  },

  // Texts that do not stand out from their ground.
  faint(canvas) {
    const found = [];
    for (const node of text_nodes(document.body, (parent, node) => is_seen(parent) && above_the_fold(node))) {
      const parent = node.parentElement, in_svg = parent.closest("svg");
      if (in_svg && !parent.closest(".chart")) continue; // letters on a shape: its ground is not in the style
      const style = getComputedStyle(parent), under = ground(parent, canvas);
      const color = rgba(in_svg ? style.fill : style.color);
      const there = color ? contrast(over(color, under), under) : 0;
      if (there < 4.5) found.push(`${there.toFixed(1)}:1 ${said(node).slice(0, 40)} in ${short(parent).slice(0, 50)}`);
    }
    return found;
  },

  // Lines of text, and controls, over which something else lies.
  covered(selector) {
    const found = [];
    for (const element of document.querySelectorAll(selector)) {
      if (!(element.tagName === "INPUT" ? element.offsetWidth && !folded(element) : is_seen(element))) continue;
      if (element.closest(".skip")) continue;
      element.scrollIntoView({ block: "center" });
      const boxes = element.tagName === "INPUT" ? [element.getBoundingClientRect()]
        : [].concat(...text_nodes(element, is_seen).map(lines));
      for (const box of boxes) {
        const x = box.left + box.width / 2, y = box.top + box.height / 2;
        if (y < 0 || y > innerHeight || x < 0 || x > innerWidth) continue;
        const hit = hit_at(x, y);
        const card = element.closest(".card"); // its link lies over the whole of it
        if (!hit || !(element.contains(hit) || hit.contains(element) || card && card.contains(hit))) { found.push(`${short(hit || document.body)} lies over ${short(element)}`); break; }
      }
    }
    return found;
  },

  // Urgent signs, choices and list items that begin in a line where the one before them has not ended.
  run_together() {
    const found = [], items = [...document.querySelectorAll("main li, .emergency li, .choice")];
    for (const one of items) {
      const before = one.previousElementSibling;
      if (!before || !is_seen(one) || !is_seen(before) || one.closest(".score, .steps, .cards, nav, .menu, .actions")) continue;
      const a = before.getBoundingClientRect(), b = one.getBoundingClientRect();
      const beside = b.left >= a.right - 1 && getComputedStyle(one).display !== "inline"; // columns
      if (a.height && b.height && b.top < a.bottom - 2 && !beside && b.bottom > a.top + 2) found.push(short(one));
    }
    return found;
  },

  // Buttons with neither a ground nor a border that differs from the page.
  like_text(canvas) {
    return [...document.querySelectorAll(".button:not(.quiet), button:not(.quiet):not(.term)")].filter(is_seen).filter(one => {
      const style = getComputedStyle(one), around = ground(one.parentElement, canvas), edge = rgba(style.borderTopColor);
      const own = contrast(ground(one, canvas), around) >= 1.15;
      const border = style.borderTopStyle !== "none" && parseFloat(style.borderTopWidth) >= 1 && edge && edge[3] > 0 && contrast(over(edge, around), around) >= 3;
      return !own && !border;
    }).map(short);
  },

  // Scroll to the nth of a selector, or to what is around it; where that is then.
  box(selector, at, around) {
    let one = document.querySelectorAll(selector)[at];
    one = around && one.closest(around) || one;
    one.scrollIntoView({ block: "center" });
    const away = one.getBoundingClientRect().top - innerHeight / 2;
    if (Math.abs(away) > innerHeight / 2) scrollBy(0, away); // Chromium 71 leaves a line in a drawing out of the window
    const { left, top, width, height } = one.getBoundingClientRect();
    return { left, top, width, height };
  },

  // Scroll to the nth of a selector; where it is then, and those after it that are whole in the window too.
  boxes_from(selector, at) {
    const ones = [...document.querySelectorAll(selector)].slice(at);
    ones[0].scrollIntoView({ block: "start" });
    scrollBy(0, -20);
    const boxes = ones.map(one => one.getBoundingClientRect());
    const whole = boxes.findIndex(box => box.top < 0 || box.bottom > innerHeight);
    return boxes.slice(0, whole < 0 ? boxes.length : Math.max(whole, 1)).map(box => [box.left, box.top, box.right, box.bottom]);
  },

  count(selector) { return document.querySelectorAll(selector).length; },

  seen_ones(selector) {
    return [...document.querySelectorAll(selector)].map((one, at) => one.getBoundingClientRect().width > 0 && !folded(one) ? at : -1).filter(at => at >= 0);
  },

  name(selector, at) { return short(document.querySelectorAll(selector)[at]); },

  focus(selector, at) { document.querySelectorAll(selector)[at].focus({ preventScroll: true }); return true; },

  blur() { if (document.activeElement) document.activeElement.blur(); return true; },

  // Each array of figures: whose it is, and which of them.
  arrays() {
    const found = [];
    for (const title of document.querySelectorAll(".figure-title[id$=-title]")) {
      const around = title.closest(".chance") || title.parentElement;
      around.querySelectorAll("svg.array").forEach((_, at) => found.push([title.id.replace(/-title$/, ""), at]));
    }
    return found;
  },

  // Fill in the form of a question, as a list of names and values.
  fill(form) {
    for (const [name, value] of form) {
      const fields = [...document.getElementsByName(name)];
      const choice = fields.find(one => /^(radio|checkbox)$/.test(one.type) && (one.value === String(value) || fields.length === 1));
      if (choice) { if (!choice.checked) choice.click(); } else fields[0].value = value;
    }
    return true;
  },

  open_all() { for (const one of document.querySelectorAll("details:not(.menu)")) one.open = true; return true; },
};
