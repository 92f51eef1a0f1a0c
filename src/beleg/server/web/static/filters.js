// Draws what a search was limited to, as chips. In: the filters of an answer, the page's words, and what happens when one is
// taken away. Out: elements. Needs document.js.
"use strict";

const OPEN_END = "..";

// How a question names a filter: to ask for it, or to ask without it.
const filterName = (filter) => (filter.kind === "label" ? filter.value : `${filter.kind}:${filter.value}`);

// Labels are kept in lower case: a name is shown as the asker wrote it.
function asWritten(filter) {
  const at = filter.words.toLowerCase().indexOf(filter.value);
  return at < 0 || !filter.value ? filter.value : filter.words.slice(at, at + filter.value.length);
}

function filterWords(filter, words) {
  const say = (name, ...values) => values.reduce((text, value) => text.replace("{}", () => value), words[name]);
  if (filter.kind !== "day") return say(`filter_${filter.kind}`, asWritten(filter));
  const [since, until] = filter.value.split("/");
  const shown = (day) => new Date(`${day}T00:00`).toLocaleDateString(document.documentElement.lang, { dateStyle: "medium" });
  if (until === OPEN_END) return say("filter_since", shown(since));
  if (since === OPEN_END) return say("filter_until", shown(until));
  return since === until ? say("filter_day", shown(since)) : say("filter_between", shown(since), shown(until));
}

// Nodes for the filters in force, each with a button that takes it away, and a line for those that left no answer.
function filterChips(filters, words, onRemove) {
  const inForce = filters.filter((each) => !each.dropped), dropped = filters.filter((each) => each.dropped);
  const nodes = [];
  if (inForce.length) {
    const chips = inForce.map((each) => {
      const told = filterWords(each, words), remove = words.filter_remove.replace("{}", () => told);
      return make("li", { class: "chip", title: each.words || false }, told,
        make("button", { type: "button", "aria-label": remove, title: remove, onclick: () => onRemove(each) }, "×"));
    });
    nodes.push(make("ul", { class: "chips", "aria-label": words.filters }, ...chips));
  }
  if (dropped.length) {
    const named = dropped.map((each) => filterWords(each, words)).join(" · ");
    nodes.push(make("p", { class: "quiet dropped" }, words.filter_dropped.replace("{}", () => named)));
  }
  return nodes;
}
