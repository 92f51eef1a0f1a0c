// Sends a text, colours its sentences as they are judged, shows why and where. Needs document.js. Text only becomes text nodes.
"use strict";

const words = JSON.parse(document.getElementById("words").textContent);
const reasons = JSON.parse(document.getElementById("reasons").textContent);
const at = (id) => document.getElementById(id);
const fill = (text, ...values) => values.reduce((said, value) => said.replace("{}", value), text);
const SIGNS = { carried: "✔", contradicted: "✘", not_found: "?", nothing_to_check: "·" };
const state = { run: null, sentences: [], skip: [], read: "", open: -1, opener: null };

// --- checking ---

async function check() {
  const text = at("text").value;
  if (!text.trim()) return at("text").focus();
  state.run?.abort();
  const run = (state.run = new AbortController());
  close();
  Object.assign(state, { sentences: [] });
  const points = Array.from(text);
  const shown = at("sentences");
  shown.replaceChildren();
  at("result").hidden = false;
  tell("waiting", words.check_running);
  busy(true);
  let last = 0;
  try {
    const response = await fetch("/v1/check", {
      method: "POST",
      signal: run.signal,
      headers: { "content-type": "application/json", accept: "text/event-stream" },
      body: JSON.stringify({ text, skip: text === state.read ? state.skip : [] }),
    });
    if (!response.ok) return problem(await response.json());
    let ended = false;
    for await (const [name, data] of events(response.body)) {
      if (name === "sentence") {
        shown.append(points.slice(last, data.start).join(""), drawn(data, points));
        last = data.end;
        tell("waiting", fill(words.check_progress, data.index + 1, data.of));
      } else if (name === "report") {
        ended = true;
        tell("", summary(data.counts));
      } else if (name === "error") return problem(data);
    }
    if (!ended) problem({ detail: words.offline });
  } catch {
    if (run.signal.aborted) tell("", words.stopped);
    else problem({ detail: words.offline });
  } finally {
    if (state.run === run) busy(false);
  }
}

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

function drawn(sentence, points) {
  const index = state.sentences.push(sentence) - 1;
  const text = points.slice(sentence.start, sentence.end).join("");
  if (sentence.verdict === "nothing_to_check") return make("span", { class: "s nothing_to_check", title: words.verdict_nothing_to_check }, text);
  return make(
    "span", // a button would not flow with the text
    { role: "button", tabindex: "0", class: `s ${sentence.verdict}`, "data-sentence": index, "aria-expanded": "false", "aria-controls": "receipt",
      title: words[`verdict_${sentence.verdict}`], onclick: (event) => toggle(index, event.currentTarget), onkeydown: pressed },
    make("span", { class: "sign", "aria-hidden": "true" }, SIGNS[sentence.verdict]),
    make("span", { class: "hidden" }, `${words[`verdict_${sentence.verdict}`]}: `), text);
}

function pressed(event) {
  if (event.key !== "Enter" && event.key !== " ") return;
  event.preventDefault();
  event.currentTarget.click();
}

function summary(counts) {
  return ["carried", "contradicted", "not_found"].map((name) => `${SIGNS[name]} ${counts[name]} ${words[`verdict_${name}`]}`).join(" · ");
}

function tell(kind, text) {
  const line = at("progress");
  line.className = `verdict ${kind}`;
  line.setAttribute("role", "status");
  line.textContent = text;
}

function problem(told) {
  const line = at("progress");
  at("result").hidden = false;
  line.className = "problem";
  line.setAttribute("role", "alert");
  line.textContent = [told.detail ?? words.offline, told.hint].filter(Boolean).join(" ");
}

function busy(yes) {
  at("result").setAttribute("aria-busy", String(yes));
  at("check").hidden = yes;
  at("stop").hidden = !yes;
  if (!yes) state.run = null;
}

// --- a file ---

async function read(file) {
  if (!file) return;
  at("named").textContent = fill(words.check_reading, file.name);
  try {
    const response = await fetch(`/v1/check/file?name=${encodeURIComponent(file.name)}`, { method: "POST", body: file });
    const told = await response.json();
    if (!response.ok) {
      at("named").textContent = "";
      return problem(told);
    }
    Object.assign(state, { skip: told.skip, read: told.text });
    at("text").value = told.text;
    // a text area keeps one kind of line break: compare what it holds
    state.read = at("text").value;
    at("named").textContent = file.name;
    check();
  } catch {
    at("named").textContent = "";
    problem({ detail: words.offline });
  }
}

// --- why and where ---

function toggle(index, button) {
  if (state.open === index) close();
  else show(index, button);
}

function show(index, button) {
  const sentence = state.sentences[index];
  state.open = index;
  state.opener = button ?? document.querySelector(`[data-sentence="${index}"]`);
  expanded();
  const body = make("div", { class: "receipt-body", tabindex: "0" });
  body.append(make("p", {}, words[`explain_${sentence.verdict}`]));
  if (sentence.reasons.length) body.append(make("ul", { class: "why" }, ...sentence.reasons.map(why)));
  if (sentence.citations.length) {
    const title = sentence.verdict === "not_found" ? words.check_near : words.check_places;
    body.append(make("h3", {}, title), make("ol", { class: "places" }, ...sentence.citations.map(place)));
  }
  at("receipt").replaceChildren(
    make("div", { class: "receipt-head" },
      make("h2", {}, `${SIGNS[sentence.verdict]} ${words[`verdict_${sentence.verdict}`]}`),
      make("p", {}, fill(words.check_score, Math.round(sentence.score * 100))),
      make("button", { type: "button", class: "icon", "aria-label": words.close, title: `${words.close} (Esc)`, onclick: close }, "×")),
    body);
  at("receipt").hidden = false;
  document.querySelector(".desk").classList.add("open");
  at("receipt").focus({ preventScroll: true });
  if (!matchMedia("(min-width: 62rem)").matches) state.opener?.scrollIntoView({ block: "start" });
}

function why(reason) {
  const label = reasons[reason.code] ?? reasons[reason.code.replace(/_[a-z]+$/, "")] ?? words.difference;
  const rows = [];
  if (reason.said) rows.push(make("dt", {}, words.in_text), make("dd", {}, reason.said));
  if (reason.stands) rows.push(make("dt", {}, words.in_source), make("dd", {}, reason.stands));
  else rows.push(make("dt", {}, words.in_source), make("dd", { class: "quiet" }, words.nothing_there));
  if (!reason.said) rows.unshift(make("dt", {}, words.in_text), make("dd", { class: "quiet" }, words.left_out));
  return make("li", {}, make("strong", {}, label), make("dl", { class: "both" }, ...rows));
}

function place(citation) {
  const where = [citation.source && citation.path ? `${citation.source} / ${citation.path}` : citation.path,
    citation.page ? fill(words.page, citation.page) : "", citation.heading].filter(Boolean).join(" · ");
  const item = make("li", {}, make("strong", {}, citation.title), make("p", { class: "quiet" }, where), make("blockquote", {}, citation.quote));
  item.append(make("button", { type: "button", class: "more", onclick: (event) => around(citation, item, event.currentTarget) }, words.check_around));
  return item;
}

async function around(citation, item, button) {
  button.disabled = true;
  try {
    const response = await fetch(`/v1/documents/${citation.document}/versions/${encodeURIComponent(citation.version)}`);
    const opened = await response.json();
    if (!response.ok || !opened.content) throw new Error();
    const view = make("div", { class: "around receipt-body", tabindex: "0" });
    button.replaceWith(view);
    drawDocument(view, opened.content.parts, citation, words);
  } catch {
    button.replaceWith(make("p", { class: "problem", role: "alert" }, words.offline));
  }
}

function close() {
  if (state.open < 0) return;
  state.open = -1;
  at("receipt").hidden = true;
  document.querySelector(".desk").classList.remove("open");
  expanded();
  if (state.opener?.isConnected) state.opener.focus({ preventScroll: true });
}

function expanded() {
  for (const each of document.querySelectorAll("[data-sentence]"))
    each.setAttribute("aria-expanded", String(Number(each.dataset.sentence) === state.open));
}

// --- keys ---

document.addEventListener("keydown", (event) => {
  const typing = event.target.matches("input, textarea");
  if (event.key === "Escape") close();
  else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) check();
  else if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
  else if (event.key === "ArrowRight" || event.key === "ArrowLeft") {
    const all = [...document.querySelectorAll("[data-sentence]")].map((each) => Number(each.dataset.sentence));
    if (!all.length) return;
    event.preventDefault();
    const now = all.indexOf(state.open), step = event.key === "ArrowRight" ? 1 : -1;
    show(all[now < 0 ? (step > 0 ? 0 : all.length - 1) : (now + step + all.length) % all.length]);
  }
});
at("form").addEventListener("submit", (event) => {
  event.preventDefault();
  check();
});
at("stop").addEventListener("click", () => state.run?.abort());
at("file").addEventListener("change", (event) => {
  read(event.target.files[0]);
  event.target.value = "";
});
if (matchMedia("(min-width: 62rem)").matches) at("text").focus();
