// Evaluations: what is clicked or sent becomes an event of the page's part, and the address names what is open.
const REVIEWER = "roundtable_reviewer";
let returning = []; // where the focus goes once a change is shown: selectors, the best first

const here = () => new URL(location.href).search.slice(1);

window.rememberPlace = (place) => {
  const address = new URL(location.href);
  address.search = place ? `?${place}` : "";
  if (address.href !== location.href) history.pushState(null, "", address);
};
window.addEventListener("popstate", () => open(here()));

function open(place) {
  returning = ["#title h2"];
  trigger("select", { place });
}

const dataOf = (form) => Object.fromEntries(new FormData(form));

// The tags that can be chosen are those of the set that is.
function offerTags(form) {
  const { set, tag } = form.elements;
  const tags = (set.selectedOptions[0]?.dataset.tags || "").split("\n").filter(Boolean);
  tag.replaceChildren(new Option(form.dataset.whole, ""), ...tags.map((each) => new Option(each, each)));
}

function filter(limit = "") {
  const form = document.getElementById("filter-form");
  const { tag, words, failed } = form.elements;
  trigger("input", { wanted: { tag: tag.value, words: words.value, failed: failed.checked, limit } });
}

// A judgement: what was chosen of each key point and sentence, "" where nothing was.
function judged(form) {
  const chosen = (of) => [...form.querySelectorAll(`fieldset[data-of="${of}"]`)]
    .map((each) => each.querySelector("input:checked")?.value ?? "");
  const { run, reviewer, answer, skipped, note } = form.elements;
  return {
    run: run.value, reviewer: reviewer.value, answer: answer.value, skipped: JSON.parse(skipped.value),
    note: note.value, points: chosen("point"), sentences: chosen("sentence"), usefulness: chosen("usefulness")[0],
  };
}

function begin(form) {
  const reviewer = form.elements.reviewer.value.trim();
  try {
    localStorage.setItem(REVIEWER, reviewer);
  } catch {
    // The name is typed again next time.
  }
  judging({ reviewer });
}

function judging(about) {
  const { run, reviewer, skipped } = document.querySelector("#judge-form, #reviewer-form").elements;
  const known = { run: run.value, reviewer: reviewer.value, skipped: JSON.parse(skipped?.value || "[]") };
  returning = ["#judge-form h3", "#title h2"];
  trigger("tick", { judging: JSON.stringify({ ...known, ...about }) });
}

function skip(button) {
  const { answer, skipped } = button.form.elements;
  judging({ skipped: [...JSON.parse(skipped.value), answer.value] });
}

function nameReviewer() {
  const field = document.querySelector("#reviewer-form:not(.named) [name=reviewer]");
  if (!field) return;
  field.form.classList.add("named");
  try {
    field.value ||= localStorage.getItem(REVIEWER) || "";
  } catch {
    // It stays empty.
  }
}

const CLICKED = [
  ["button.delete", (button) => {
    returning = ["#title h2"];
    trigger("delete", { id: button.dataset.id });
  }],
  ["button.resume", (button) => {
    returning = ["#stop-run", "#under-way"];
    trigger("retry", { id: button.dataset.id });
  }],
  ["button.more-questions", (button) => {
    const shown = document.querySelectorAll(".questions > li").length;
    returning = [`.questions > li:nth-child(${shown + 1}) summary`];
    filter(button.dataset.limit);
  }],
  ["button.show-drafts", () => {
    returning = ["#drafts h3"];
    trigger("copy", {});
  }],
  ["button.skip-answer", skip],
  ["button.earlier-answer", (button) => judging({ answer: button.dataset.answer })],
];

document.addEventListener("click", (event) => {
  const link = event.target.closest("a.go");
  if (link && !event.metaKey && !event.ctrlKey && !event.shiftKey) {
    event.preventDefault();
    return open(link.dataset.place);
  }
  for (const [selector, act] of CLICKED) {
    const found = event.target.closest(selector);
    if (found) return act(found);
  }
});

const SENT = [
  ["#start-form", (form) => {
    scrollTo(0, 0); // how far it is stands there
    returning = ["#stop-run", "#told"];
    trigger("submit", { run: dataOf(form) });
  }],
  ["form.compare", (form) => {
    const { one, other } = form.elements;
    open(new URLSearchParams({ run: one.value, with: other.value }).toString());
  }],
  ["#filter-form", () => filter()],
  ["form.split", () => {}],
  ["#reviewer-form", begin],
  ["#judge-form", (form) => {
    returning = ["#judge-form h3", "#title h2"];
    trigger("apply", { judgement: JSON.stringify(judged(form)) });
  }],
];

document.addEventListener("submit", (event) => {
  for (const [selector, send] of SENT) {
    if (!event.target.matches(selector)) continue;
    event.preventDefault();
    return send(event.target);
  }
});
document.addEventListener("change", (event) => {
  if (event.target.matches("#start-form [name=set]")) offerTags(event.target.form);
  if (event.target.matches("form.split select")) {
    returning = ["form.split select"];
    trigger("expand", { by: event.target.value });
  }
  if (event.target.matches("#filter-form :is(select, [type=checkbox])")) filter();
});

// What was clicked is done: Gradio calls this, and draws what came a moment later.
window.settled = () => setTimeout(() => {
  announce([...document.querySelectorAll("#told :is(.done, .warning)")].map((each) => each.textContent).join(" "));
  goBack();
}, 150);
// The button that was used may be gone; what is drawn takes the focus, until the reader does something else. What is
// drawn a moment later may take it away again.
function goBack() {
  const place = returning.map((each) => document.querySelector(each)).find((each) => each?.offsetParent);
  if (!place || (document.activeElement !== document.body && place.matches("#stop-run"))) return;
  const atTop = place.matches("#title h2");
  if (atTop) window.scrollTo(0, 0);
  place.focus({ preventScroll: atTop });
}
for (const done of ["pointerdown", "keydown"]) document.addEventListener(done, () => (returning = []), { capture: true });
function drawn() {
  nameReviewer();
  if (document.activeElement === document.body) goBack();
}
new MutationObserver(drawn).observe(document.getElementById("main"), { childList: true, subtree: true });
nameReviewer();
