// Asks, shows the sentences as they arrive, opens receipts. Needs document.js and filters.js.
"use strict";

const words = JSON.parse(document.getElementById("words").textContent);
const at = (id) => document.getElementById(id);
const say = (name, ...values) => values.reduce((text, value) => text.replace("{}", value), words[name]);
const lang = document.documentElement.lang;
const state = { run: null, citations: [], open: -1, opener: null, asked: [] };

// --- asking ---

// `limits`: filters given by name, and names of those that shall not be read from the text.
async function ask(text, limits = { filter: [], without: [] }) {
  const question = text.trim();
  if (!question) return at("question").focus();
  state.run?.abort();
  const run = (state.run = new AbortController());
  closeReceipt();
  remember(question, limits);
  state.citations = [];
  const chips = make("div");
  const showFilters = (filters) => chips.replaceChildren(...filterChips(filters ?? [], words, (each) => {
    at("answer").focus({ preventScroll: true });
    ask(question, without(limits, filters, each));
  }));
  const claims = make("div", { class: "claims" });
  const foot = make("p", { class: "verdict waiting" }, words.searching);
  at("answer").replaceChildren(make("p", { class: "asked" }, question), chips, claims, foot);
  at("start").hidden = true;
  busy(true);
  try {
    const response = await fetch("/v1/ask", {
      method: "POST",
      signal: run.signal,
      headers: { "content-type": "application/json", accept: "text/event-stream" },
      body: JSON.stringify({ question, filters: limits.filter, without: limits.without }),
    });
    if (!response.ok) return showProblem(foot, await response.json());
    for await (const [name, data] of events(response.body)) {
      if (name === "claim") addClaim(claims, data);
      else if (name === "searched") showFilters(data.filters);
      else if (name === "answer") {
        showFilters(data.filters);
        finish(claims, foot, data);
      }
      else if (name === "error") showProblem(foot, data);
    }
    if (foot.classList.contains("waiting")) showProblem(foot, { detail: words.offline });
  } catch (error) {
    if (run.signal.aborted) {
      foot.className = "verdict";
      foot.textContent = words.stopped;
    } else showProblem(foot, { detail: words.offline });
  } finally {
    if (state.run === run) busy(false);
  }
}

const without = (limits, filters, gone) => ({
  filter: filters.filter((each) => !each.implicit && each !== gone).map(filterName),
  without: gone.implicit ? [...limits.without, filterName(gone)] : limits.without,
});

async function* events(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const blocks = (rest + value).split("\n\n");
    rest = blocks.pop();
    for (const block of blocks) {
      const name = /^event: (.*)$/m.exec(block), data = /^data: (.*)$/m.exec(block);
      if (name && data) yield [name[1], JSON.parse(data[1])];
    }
  }
}

function busy(yes) {
  at("answer").setAttribute("aria-busy", String(yes));
  at("ask").hidden = yes;
  at("stop").hidden = !yes;
  if (!yes) state.run = null;
}

function addClaim(place, claim) {
  if (place.children.length > (claim.index ?? place.children.length)) return;
  const sentence = make("div", { class: "claim" }, isTable(claim.text) ? table({ text: claim.text, start: 0, header_rows: 0 }, 0, 0) : claim.text, " ");
  for (const citation of claim.citations) sentence.append(opener(citation, { class: "number" }));
  place.append(sentence);
}

// Only what was checked is said: the words of the claim are the quote, and the quote was found in its version.
const squeezed = (text) => text.replace(/\s+/g, " ").trim();
const quoted = (claim) =>
  claim.citations.some((each) => squeezed(each.quote) === squeezed(claim.text)) &&
  (claim.verdicts ?? []).some((each) => each.check === "quoted" && each.passed);

const isTable = (text) => text.split("\n").every((line) => line.includes(" | "));

function opener(citation, attributes, ...content) {
  const index = state.citations.push(citation) - 1;
  const where = [citation.title, place(citation)].filter(Boolean).join(", ");
  const named = content.length ? {} : { "aria-label": `${say("receipt_n", index + 1)}: ${where}`, title: where };
  return make(
    "button",
    { type: "button", "data-receipt": index, "aria-expanded": "false", "aria-controls": "receipt", ...named, ...attributes,
      onclick: (event) => toggleReceipt(index, event.currentTarget) },
    ...(content.length ? content : [String(index + 1)]),
  );
}

const place = (citation) => [citation.page ? say("page", citation.page) : "", citation.heading].filter(Boolean).join(" · ");

function finish(claims, foot, answer) {
  foot.className = "verdict";
  const tail = [];
  if (answer.guarantee && answer.outcome !== "withheld")
    tail.push(make("span", { class: answer.guarantee.status === "holds" ? "" : "unsure" }, answer.guarantee.says));
  if (answer.timings_ms?.total) tail.push(make("span", {}, say("seconds", number(answer.timings_ms.total / 1000))));
  if (answer.run) tail.push(make("a", { href: `/v1/runs/${encodeURIComponent(answer.run)}`, target: "_blank", rel: "noopener" }, words.run));
  if (state.asked.length) tail.push(make("a", { href: `/explain?q=${encodeURIComponent(state.asked[0])}` }, words.how));
  if (answer.outcome === "answered") {
    answer.claims.forEach((claim, index) => addClaim(claims, { ...claim, index }));
    const percent = Math.round(answer.confidence * 100);
    const name = answer.confidence >= 0.8 ? "sure" : answer.confidence >= 0.6 ? "fairly" : "unsure";
    const figure = say("confidence", percent);
    foot.replaceChildren(
      make("span", { class: name, title: figure }, words[name], make("span", { class: "hidden" }, ` (${figure})`)),
      ...(answer.claims.every(quoted) ? [make("span", {}, words.checked)] : []), ...tail);
    return;
  }
  claims.replaceChildren();
  state.citations = [];
  const title = answer.outcome === "no_evidence" ? words.none_title : words[answer.outcome];
  claims.append(make("p", { class: "none" }, title));
  if (answer.outcome !== "no_evidence" && answer.reason) claims.append(make("p", { class: "quiet" }, answer.reason));
  if (answer.outcome === "no_evidence") {
    claims.append(make("p", { class: "quiet" }, answer.nearest.length ? words.none_text : words.none_nothing));
    const list = make("ul", { class: "near" });
    for (const each of answer.nearest) {
      const head = make("strong", {}, each.title), where = make("span", { class: "quiet" }, place(each) ? ` · ${place(each)}` : "");
      list.append(make("li", {}, opener(each, {}, head, where, make("q", {}, shorten(each.quote, 180)))));
    }
    claims.append(list);
  }
  foot.replaceChildren(...tail);
}

const number = (value) => value.toLocaleString(lang, { maximumFractionDigits: 2 });
const shorten = (text, most) => (text.length > most ? `${text.slice(0, most).replace(/\s+\S*$/, "")} …` : text);

function showProblem(foot, problem) {
  foot.className = "problem";
  foot.setAttribute("role", "alert");
  const hint = problem.hint ? [make("span", { class: "quiet" }, ` ${problem.hint}`)] : [];
  foot.replaceChildren(problem.detail ?? words.offline, ...hint);
}

function remember(question, limits) {
  const address = new URL(location.href);
  address.searchParams.set("q", question);
  for (const [name, values] of Object.entries(limits)) {
    address.searchParams.delete(name);
    for (const each of values) address.searchParams.append(name, each);
  }
  address.searchParams.delete("lang");
  if (address.href !== location.href) history.pushState(null, "", address);
  at("question").value = question;
  grow();
  document.title = `${shorten(question, 60)} · beleg`;
  const before = state.asked.filter((each) => each !== question);
  at("history").hidden = !before.length;
  at("history").querySelector("ul").replaceChildren(
    ...before.slice(0, 8).map((each) => make("li", {}, make("button", { type: "button", class: "example", onclick: () => ask(each) }, each))));
  state.asked = [question, ...before];
}

// --- receipts ---

function toggleReceipt(index, button) {
  if (state.open === index) closeReceipt();
  else openReceipt(index, button);
}

async function openReceipt(index, button) {
  const citation = state.citations[index];
  state.open = index;
  state.opener = button ?? document.querySelector(`[data-receipt="${index}"]`);
  expanded();
  const where = [citation.source && citation.path ? `${citation.source} / ${citation.path}` : citation.path, place(citation),
    citation.also?.length ? say("also", citation.also.join(", ")) : ""];
  const body = make("div", { class: "receipt-body", tabindex: "0" }, make("p", { class: "quiet" }, words.opening));
  at("receipt").replaceChildren(
    make("div", { class: "receipt-head" },
      make("h2", {}, `${index + 1} · ${citation.title}`),
      ...where.filter(Boolean).map((line) => make("p", {}, line)),
      make("p", { title: citation.version }, say("version", citation.version.slice(0, 12))),
      make("button", { type: "button", class: "icon", "aria-label": words.close, title: `${words.close} (Esc)`, onclick: closeReceipt }, "×")),
    body);
  at("receipt").hidden = false;
  document.querySelector(".desk").classList.add("open");
  at("receipt").focus({ preventScroll: true });
  if (!matchMedia("(min-width: 62rem)").matches) state.opener?.closest(".claim, li")?.scrollIntoView({ block: "start" });
  try {
    const response = await fetch(`/v1/documents/${citation.document}/versions/${encodeURIComponent(citation.version)}`);
    const opened = await response.json();
    if (state.open !== index) return;
    if (!response.ok || !opened.content) return showProblem(body.firstChild, opened);
    drawDocument(body, opened.content.parts, citation, words);
    if (citation.page && opened.content.media_type === "application/pdf") body.before(pageView(opened.content, citation));
  } catch {
    if (state.open === index) showProblem(body.firstChild, { detail: words.offline });
  }
}

// The page's picture, drawn when it is first asked for, with the boxes of the parts that hold the quote.
function pageView(content, citation) {
  const view = make("details", { class: "sheet" }, make("summary", {}, words.picture));
  view.addEventListener("toggle", () => {
    const address = `/v1/documents/${citation.document}/versions/${encodeURIComponent(citation.version)}/pages/${citation.page}.png`;
    const picture = make("img", { src: address, alt: say("page", citation.page) });
    picture.addEventListener("error", () => view.replaceChildren(make("p", { class: "quiet" }, words.no_picture)));
    picture.addEventListener("load", () => view.querySelector(".frame").append(boxes(content, citation, picture)));
    view.append(make("div", { class: "frame" }, picture));
  }, { once: true });
  return view;
}

function boxes(content, citation, picture) {
  const svg = (name, values) => {
    const element = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(values)) element.setAttribute(key, value);
    return element;
  };
  const points = (pixels) => (pixels * 72) / 110;
  const layer = svg("svg", { viewBox: `0 0 ${points(picture.naturalWidth)} ${points(picture.naturalHeight)}`, "aria-hidden": "true" });
  for (const part of content.parts) {
    if (part.start >= citation.end || part.start + Array.from(part.text).length <= citation.start) continue;
    for (const box of part.boxes.filter((each) => each.page === citation.page))
      layer.append(svg("rect", { x: box.left - 2, y: box.top - 2, width: box.right - box.left + 4, height: box.bottom - box.top + 4, rx: 2 }));
  }
  return layer;
}

function closeReceipt() {
  if (state.open < 0) return;
  state.open = -1;
  at("receipt").hidden = true;
  document.querySelector(".desk").classList.remove("open");
  expanded();
  if (state.opener?.isConnected) state.opener.focus({ preventScroll: true });
}

function expanded() {
  for (const each of document.querySelectorAll("[data-receipt]"))
    each.setAttribute("aria-expanded", String(Number(each.dataset.receipt) === state.open));
}

// --- keys, theme, address ---

function grow() {
  const field = at("question");
  field.style.height = "auto";
  field.style.height = `${field.scrollHeight}px`;
}

document.addEventListener("keydown", (event) => {
  const typing = event.target.matches("input, textarea");
  if (event.key === "Escape") closeReceipt();
  else if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
  else if (event.key === "/") {
    event.preventDefault();
    at("question").focus();
    at("question").select();
  } else if ((event.key === "ArrowRight" || event.key === "ArrowLeft") && state.citations.length) {
    event.preventDefault();
    const step = event.key === "ArrowRight" ? 1 : -1;
    const next = state.open < 0 ? (step > 0 ? 0 : state.citations.length - 1) : state.open + step;
    openReceipt((next + state.citations.length) % state.citations.length);
  }
});

at("question").addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    ask(at("question").value);
  }
});
at("question").addEventListener("input", grow);
at("form").addEventListener("submit", (event) => {
  event.preventDefault();
  ask(at("question").value);
});
at("stop").addEventListener("click", () => state.run?.abort());
for (const each of document.querySelectorAll("[data-question]")) each.addEventListener("click", () => ask(each.dataset.question));

at("language").addEventListener("click", (event) => {
  const address = new URL(event.currentTarget.href);
  const question = new URL(location.href).searchParams.get("q");
  if (question) address.searchParams.set("q", question);
  event.currentTarget.href = address.href;
});

function fromAddress() {
  const asked = new URL(location.href).searchParams;
  if (asked.get("q")) ask(asked.get("q"), { filter: asked.getAll("filter"), without: asked.getAll("without") });
}
addEventListener("popstate", fromAddress);
new ResizeObserver(grow).observe(at("form"));
if (matchMedia("(min-width: 62rem)").matches) at("question").focus();
fromAddress();
