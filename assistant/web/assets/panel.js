// The panel beside a text: its sources, of which one is open; a look at a quote before one is opened.
const panel = () => document.getElementById("panel");
let opened = ""; // the source that is open, by its id

function showTurn(section) {
  document.querySelectorAll("#sources .turn").forEach((each) => each.classList.toggle("shown", each === section));
  const sources = document.getElementById("sources");
  sources.classList.toggle("chosen", Boolean(section));
  if (!section) sources.scrollTop = 0;
}

function scrollTo(within, target, above) {
  within.scrollTop += target.getBoundingClientRect().top - within.getBoundingClientRect().top - above;
}

// Marks a source as open, and the markers that lead to it.
function mark(source) {
  opened = source.id;
  document.querySelectorAll(".source.open").forEach((each) => each.classList.remove("open"));
  document.querySelectorAll("[data-source]").forEach((each) => {
    if (each.dataset.source === source.id) each.setAttribute("aria-current", "true");
    else each.removeAttribute("aria-current");
  });
  source.classList.add("open");
  const turn = source.closest(".turn");
  if (turn) showTurn(turn);
  showSteps();
}

function show(source) {
  hidePeek();
  mark(source);
  panel().classList.add("open");
  source.focus({ preventScroll: true });
  scrollTo(document.getElementById("sources"), source, 4);
  const view = source.querySelector(".page-view.unopened");
  if (view) loadPage(view, view.dataset.page);
}

// The sources of the turn that is shown, in their order; all of them where there are no turns.
function stepped() {
  const turns = document.querySelectorAll("#sources .turn");
  const shown = document.querySelector("#sources .turn.shown") || document.querySelector("#newest-sources .turn") ||
    turns[turns.length - 1];
  return [...(shown || document.getElementById("sources")).querySelectorAll(".source")];
}

function step(by) {
  const sources = stepped();
  const next = sources[sources.findIndex((each) => each.id === opened) + by];
  if (!next) return;
  // Who steps by a button goes on with it, while it leads anywhere.
  const button = document.activeElement.closest("#panel .step");
  show(next);
  if (button && !button.disabled) button.focus({ preventScroll: true });
}

function showSteps() {
  const sources = stepped();
  const now = sources.findIndex((each) => each.id === opened);
  const of = document.querySelector("#panel .step-of");
  const wording = of.dataset.wording.replace("{number}", now + 1).replace("{count}", sources.length);
  of.textContent = now < 0 ? "" : wording;
  document.querySelectorAll("#panel .step").forEach((each) => {
    each.disabled = !sources[now + Number(each.dataset.step)];
  });
}

// A look at the quote, while the pointer or the focus is on a marker.
const peek = Object.assign(document.createElement("div"), { id: "peek", hidden: true });
peek.setAttribute("role", "tooltip");
element.closest("main").append(peek);

function showPeek(marker) {
  const source = document.getElementById(marker.dataset.source);
  const quote = source?.querySelector("blockquote mark");
  if (!quote || opened === source.id) return;
  const where = source.querySelector(".where");
  peek.replaceChildren(
    Object.assign(document.createElement("p"), { textContent: `“${quote.textContent.trim()}”` }),
    Object.assign(document.createElement("p"), {
      className: "from",
      textContent: [source.querySelector("cite").textContent, where?.textContent].filter(Boolean).join(", "),
    }),
  );
  peek.hidden = false;
  marker.setAttribute("aria-describedby", "peek");
  const at = marker.getBoundingClientRect();
  const left = Math.min(Math.max(8, at.left - 40), window.innerWidth - peek.offsetWidth - 8);
  const above = at.top - peek.offsetHeight - 8;
  peek.style.left = `${left}px`;
  peek.style.top = `${above > 8 ? above : at.bottom + 8}px`;
}

function hidePeek() {
  peek.hidden = true;
  document.querySelectorAll('[aria-describedby="peek"]').forEach((each) => each.removeAttribute("aria-describedby"));
}

for (const [came, left] of [["mouseover", "mouseout"], ["focusin", "focusout"]]) {
  document.addEventListener(came, (event) => {
    const marker = event.target.closest(".marker");
    if (marker) showPeek(marker);
  });
  document.addEventListener(left, (event) => {
    // The pointer may move onto the words themselves.
    if (event.target.closest(".marker") && !peek.contains(event.relatedTarget)) hidePeek();
  });
}
peek.addEventListener("mouseleave", hidePeek);
