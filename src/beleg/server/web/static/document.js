// Draws a document's parts around a quote. In: the parts with their offsets in code points, and the quote's span.
// Out: elements with the exact words in <mark>. Text only ever becomes text nodes.
"use strict";

const AROUND = 5000; // code points shown before and after the quote at first, and with each "more"

function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key === "class") element.className = value;
    else if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...children);
  return element;
}

// Nodes of `points` (an array of code points that begins at `start`), the span [from, to) marked.
function marked(points, start, from, to) {
  const a = Math.max(0, Math.min(points.length, from - start));
  const b = Math.max(a, Math.min(points.length, to - start));
  const nodes = [points.slice(0, a).join("")];
  if (b > a) nodes.push(make("mark", {}, points.slice(a, b).join("")));
  nodes.push(points.slice(b).join(""));
  return nodes;
}

function table(part, from, to) {
  const body = make("table");
  let at = part.start;
  part.text.split("\n").forEach((line, index) => {
    const row = make("tr");
    line.split(" | ").forEach((cell, column) => {
      if (column) at += 3;
      const points = Array.from(cell);
      row.append(make(index < part.header_rows ? "th" : "td", {}, ...marked(points, at, from, to)));
      at += points.length;
    });
    at += 1;
    body.append(row);
  });
  return make("div", { class: "scroll", tabindex: "0" }, body);
}

function drawPart(part, from, to) {
  if (part.kind === "table") return table(part, from, to);
  const content = marked(Array.from(part.text), part.start, from, to);
  if (part.kind === "heading") return make("h3", {}, ...content);
  if (part.kind === "code") return make("pre", { tabindex: "0" }, make("code", {}, ...content));
  return make("p", part.kind === "list_item" ? { class: "item" } : {}, ...content);
}

// Fills `place` with the parts around the span and offers the rest; the quote is scrolled to its middle.
function drawDocument(place, parts, span, words) {
  const lengths = parts.map((part) => Array.from(part.text).length);
  let first = 0, last = parts.length;
  const reach = { before: AROUND, after: AROUND };
  const limits = () => {
    first = parts.findIndex((part, i) => part.start + lengths[i] >= span.start - reach.before);
    if (first < 0) first = 0;
    last = parts.findIndex((part) => part.start > span.end + reach.after);
    if (last < 0) last = parts.length;
  };
  const draw = () => {
    limits();
    const nodes = [];
    if (first > 0) nodes.push(make("button", { class: "more", type: "button", onclick: () => more("before") }, words.earlier));
    let page = null;
    for (const part of parts.slice(first, last)) {
      if (part.page && part.page !== page) {
        page = part.page;
        nodes.push(make("div", { class: "page" }, words.page.replace("{}", page)));
      }
      nodes.push(drawPart(part, span.start, span.end));
    }
    if (last < parts.length) nodes.push(make("button", { class: "more", type: "button", onclick: () => more("after") }, words.later));
    place.replaceChildren(...nodes);
  };
  const more = (side) => {
    const fromEnd = place.scrollHeight - place.scrollTop;
    const top = place.scrollTop;
    reach[side] += AROUND * 4;
    draw();
    place.scrollTop = side === "before" ? place.scrollHeight - fromEnd : top;
  };
  draw();
  const mark = place.querySelector("mark");
  if (mark) place.scrollTop += mark.getBoundingClientRect().top - place.getBoundingClientRect().top - place.clientHeight / 3;
}
