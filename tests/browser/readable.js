// What a screen reader would miss: landmarks, heads of tables, descriptions, labels, targets, levels of headings.
const bad = [];
const all = (selector) => [...document.querySelectorAll(selector)];
for (const one of ["header", "main", "nav[aria-label]", "form[role=search]", "h1"]) {
  if (all(one).length !== 1) bad.push(one);
}
for (const table of all("table")) {
  const heads = table.querySelector("th[scope=col]") && table.querySelector("th[scope=row]");
  if (!table.caption || !heads) bad.push(table.outerHTML.slice(0, 99));
}
for (const svg of all("svg")) if (!svg.closest("[role=img]")?.getAttribute("aria-label")) bad.push("svg");
for (const input of all("select, input")) if (!input.labels.length) bad.push(input.name);
const ids = all("[id]").map((one) => one.id);
if (new Set(ids).size !== ids.length) bad.push("ids");
for (const one of all("[aria-labelledby]")) {
  if (!document.getElementById(one.getAttribute("aria-labelledby"))) bad.push("labelledby");
}
for (const link of all("a[href^='#']")) if (!document.getElementById(link.hash.slice(1))) bad.push(link.hash);
let level = 0;
for (const head of all("h1, h2, h3, h4")) {
  if (Number(head.tagName[1]) > level + 2) bad.push(head.textContent);
  level = Number(head.tagName[1]);
}
return bad;
