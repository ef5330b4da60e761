
(() => {
  "use strict";
  const form = document.getElementById("filters");
  if (!form) return;
  form.hidden = false;
  const items = [...document.querySelectorAll("[data-item]")];
  const rows = [...document.querySelectorAll("tr[data-holder]:not([data-item])")];
  const columns = [...document.querySelectorAll("[data-column]")];
  const sections = [...document.querySelectorAll("section.issue")];
  const folds = [...document.querySelectorAll("details[data-fold]")];
  const told = document.getElementById("found");
  const texts = new Map();
  const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const textOf = (item) => {
    if (!texts.has(item)) texts.set(item, fold(item.textContent));
    return texts.get(item);
  };
  const filter = () => {
    const issue = form.elements.issue.value, holder = form.elements.holder.value, side = form.elements.side.value;
    const onlyNew = form.elements.new.checked, words = fold(form.elements.text.value.trim()).split(/\s+/).filter(Boolean);
    const active = issue || holder || side || onlyNew || words.length;
    let found = 0;
    for (const item of items) {
      const data = item.dataset;
      const fits = (!issue || data.issue === issue) && (!holder || data.holder === holder) && (!side || data.side === side)
        && (!onlyNew || data.new === "1") && words.every((word) => textOf(item).includes(word));
      item.hidden = !fits;
      if (fits && item.matches("section.issue li")) found += 1;
    }
    for (const row of rows) row.hidden = Boolean(holder) && row.dataset.holder !== holder;
    for (const cell of columns) cell.hidden = Boolean(issue) && cell.dataset.column !== issue;
    for (const one of folds) {
      const left = one.querySelectorAll("li:not([hidden])").length;
      one.hidden = left === 0;
      one.querySelector("summary").textContent = active ? `${left} more that fit` : one.dataset.fold;
      one.open = Boolean(active) && found <= 300;
    }
    for (const block of document.querySelectorAll("[data-side-block]")) block.hidden = !block.querySelector("li:not([hidden])");
    for (const section of sections) section.hidden = Boolean(active) && !section.querySelector("li:not([hidden])");
    told.textContent = active ? `${found} of ${total} sentences fit` : `${total} sentences`;
  };
  const total = items.filter((item) => item.matches("section.issue li")).length;
  let waiting = 0;
  const soon = () => { clearTimeout(waiting); waiting = setTimeout(filter, 120); };
  form.addEventListener("input", soon);
  form.addEventListener("change", soon);
  form.addEventListener("submit", (event) => { event.preventDefault(); filter(); });
  form.addEventListener("reset", () => setTimeout(filter));
  const wanted = new URLSearchParams(location.search);
  if (wanted.has("text")) form.elements.text.value = wanted.get("text");
  filter();
  // a head that a link leads to stands below the bar, however many rows the bar has
  const makeRoom = () => {
    const covers = getComputedStyle(form).position === "sticky";
    document.documentElement.style.scrollPaddingTop = covers ? `${form.offsetHeight + 12}px` : "";
  };
  makeRoom();
  new ResizeObserver(makeRoom).observe(form);
})();
