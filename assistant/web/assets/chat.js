// Runs once, with `element` the conversation's content. Opens the source behind a marker; the page's only own script.
const narrow = window.matchMedia("(max-width: 800px)");
const panel = () => document.getElementById("panel");
let opened = ""; // the source that is open, by its id
let opener = ""; // the marker that opened it, by its source
let asked = 0; // questions in the conversation
let following = true; // until the reader scrolls

function showTurn(section) {
  document.querySelectorAll("#sources .turn").forEach((each) => each.classList.toggle("shown", each === section));
}

function scrollTo(scroller, target, above) {
  scroller.scrollTop += target.getBoundingClientRect().top - scroller.getBoundingClientRect().top - above;
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
  showTurn(source.closest(".turn"));
}

function open(button) {
  const source = document.getElementById(button.dataset.source);
  if (!source) return;
  if (!button.closest(".source")) opener = source.id;
  mark(source);
  panel().classList.add("open");
  source.focus({ preventScroll: true });
  const scroller = document.getElementById("sources");
  scrollTo(scroller, source, 4);
  // In a long passage the quoted words come into view, even if the title then does not.
  const quote = source.querySelector("mark");
  if (quote && quote.getBoundingClientRect().bottom > scroller.getBoundingClientRect().bottom) {
    scrollTo(scroller, quote, scroller.clientHeight / 3);
  }
}

function focusMarker(source) {
  const marker = document.querySelector(`#conversation [data-source="${source}"]`);
  if (marker) marker.focus({ preventScroll: true });
}

function close() {
  panel().classList.remove("open");
  opened = "";
  if (opener) focusMarker(opener);
}

// Puts a question into the box as if it had been typed.
function type(question) {
  const box = document.querySelector("#question textarea");
  if (!box || box.disabled) return false;
  box.value = question;
  box.dispatchEvent(new Event("input", { bubbles: true }));
  box.focus();
  box.setSelectionRange(question.length, question.length);
  return true;
}

function askAgain(question) {
  if (!type(question)) return;
  setTimeout(() => document.getElementById("send").click(), 50);
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-source]");
  const choice = event.target.closest("button.choice");
  const edit = event.target.closest("button.edit");
  if (button) open(button);
  else if (choice) askAgain(choice.textContent);
  else if (edit) type(edit.dataset.question);
  else if (event.target.closest("#stop")) document.querySelector("#question textarea").focus();
  else if (event.target.closest("#panel .close")) close();
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && panel().classList.contains("open")) close();
});

for (const moved of ["wheel", "touchmove", "keydown"]) {
  document.getElementById("conversation").addEventListener(moved, () => (following = false), { passive: true });
}

// A screen reader hears the newest answer once it is whole, not the whole conversation at every sentence.
const spoken = Object.assign(document.createElement("div"), { className: "unseen" });
spoken.setAttribute("role", "status");
element.closest("main").append(spoken);

function say(answer) {
  const words = answer.cloneNode(true);
  words.querySelectorAll("details").forEach((each) => each.remove()); // what was withheld is no answer
  spoken.textContent = words.textContent;
}

// While an answer grows its question stays at the top, until the reader scrolls, and the panel shows the newest sources.
let focused = "";
element.addEventListener("focusin", (event) => (focused = event.target.dataset.source || ""));
element.addEventListener("focusout", (event) => event.target.isConnected && (focused = ""));
watch("value", () => {
  const failed = document.querySelector("#conversation .failed");
  if (failed) return failed.scrollIntoView({ block: "center" });
  const questions = document.querySelectorAll("#conversation .question");
  const last = questions[questions.length - 1];
  if (!last) return (asked = 0);
  const isNew = questions.length !== asked;
  asked = questions.length;
  if (isNew) {
    following = true;
    showTurn(null);
    panel().classList.remove("open");
    opened = "";
  } else if (focused && document.activeElement === document.body) focusMarker(focused); // it was drawn anew
  if (following && narrow.matches) last.scrollIntoView({ block: "start" });
  else if (following) scrollTo(document.getElementById("conversation"), last, 0);
  clearTimeout(spoken.waiting);
  const answer = last.nextElementSibling;
  if (!answer.matches(".looking, .growing")) spoken.waiting = setTimeout(() => say(answer), 500);
});

// The sources of a growing answer are drawn anew with each sentence; the one that is open stays open.
new MutationObserver(() => {
  const source = opened && document.getElementById(opened);
  if (!source || source.classList.contains("open")) return;
  mark(source);
  if (document.activeElement === document.body) source.focus({ preventScroll: true });
}).observe(document.getElementById("sources"), { childList: true, subtree: true });
