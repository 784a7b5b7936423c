// The chat: opens the source behind a marker, and turns what is clicked into events of its part.
const narrow = window.matchMedia("(max-width: 800px)");
const scroller = () => document.getElementById("conversation");
let opener = ""; // the marker that opened it, by its source
let following = true; // until the reader scrolls

// The conversations are open where there is room beside the chat, unless they were closed the last time.
const roomy = window.matchMedia("(min-width: 1100px)");
const sidebar = () => document.getElementById("conversations");
const sidebarButton = () => sidebar().querySelector(".toggle-button");

function closeSidebar() {
  if (!roomy.matches && sidebar().matches(".open")) sidebarButton().click();
}

function arrangeSidebar() {
  if (!sidebar()) return setTimeout(arrangeSidebar, 50);
  if (roomy.matches && localStorage.getItem("conversations") !== "closed") sidebarButton().click();
  sidebarButton().addEventListener("click", () => {
    if (roomy.matches) localStorage.setItem("conversations", sidebar().matches(".open") ? "closed" : "open");
  });
}
arrangeSidebar();

// Whoever logs in next in this tab does not find it.
const unansweredBy = () => `unanswered ${document.querySelector("#head .person span")?.textContent || ""}`;

window.inLanguage = () => {
  sidebarButton().setAttribute("aria-label", document.querySelector("#listed [data-toggle]").dataset.toggle);
  const unanswered = sessionStorage.getItem(unansweredBy());
  sessionStorage.removeItem(unansweredBy());
  if (unanswered && !document.querySelector("#question textarea").value) type(unanswered);
};

// A question outlives a page that is left before its answer: Gradio itself loads the page anew when a program that
// was stopped is there again.
window.addEventListener("pagehide", () => {
  const waiting = element.querySelector(".question:has(+ :is(.looking, .growing)) p");
  const unanswered = document.querySelector("#question textarea")?.value || waiting?.textContent;
  if (unanswered) sessionStorage.setItem(unansweredBy(), unanswered);
});

// The address of the page names the conversation, to be kept, opened again, or gone back to.
window.remember = (id) => {
  const address = new URL(location.href);
  const known = address.searchParams.get("conversation") || "";
  for (const name of ["document", "question"]) address.searchParams.delete(name);
  if (id) address.searchParams.set("conversation", id);
  else address.searchParams.delete("conversation");
  if (id !== known) history.pushState(null, "", address);
};
window.addEventListener("popstate", () => {
  trigger("select", { id: new URL(location.href).searchParams.get("conversation") || "" });
});

function open(button) {
  const source = document.getElementById(button.dataset.source);
  if (!source) return;
  if (!button.closest(".source")) opener = source.id;
  show(source);
}

function focusMarker(source) {
  const marker = document.querySelector(`#conversation [data-source="${source}"]`);
  if (marker) marker.focus({ preventScroll: true });
}

function close() {
  panel().classList.remove("open");
  opened = "";
  if (opener) focusMarker(opener);
  hidePeek();
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

// What is taken back is gone at once; the number of documents that are left follows.
function unset(button) {
  trigger("clear", { field: button.dataset.field || "", value: button.dataset.value || "" });
  button.closest(button.matches(".unset") ? ".chip" : ".active").remove();
}

const questionOf = (turn) => document.querySelector(`.edit-turn[data-turn="${turn}"]`)?.dataset.question || "";

// The answer with its markers in brackets, and the documents it comes from.
function answerText(tools) {
  const answer = tools.closest(".tools").previousElementSibling;
  const words = [...answer.querySelectorAll(":scope > p")]
    .filter((each) => each.querySelector(".sentence"))
    .map((each) => [...each.querySelectorAll(".sentence")].map(sentenceText).join(" "));
  const notes = [...answer.querySelectorAll(":scope > .note")].map((each) => each.textContent);
  const cited = [...answer.querySelectorAll(".cited ul li")].map((each) => {
    const numbers = [...each.querySelectorAll(".cited-at")].map((number) => `[${number.textContent}]`).join("");
    return `${numbers} ${each.querySelector("cite").textContent} (${each.querySelector(".about").textContent})`;
  });
  return [...words, ...notes, cited.join("\n")].filter(Boolean).join("\n\n");
}

function sentenceText(sentence) {
  const words = sentence.cloneNode(true);
  words.querySelectorAll(".marker").forEach((each) => each.replaceWith(` [${each.textContent}]`));
  return words.textContent;
}

// Judgements that are on their way: below which answer, what was thought of it before, what is said once it is kept.
const judging = [];

function judge(tools, verdict, reason, note) {
  const before = judged(tools);
  const taken = verdict === "up" && before === "up" && !note; // the same again takes it back
  press(tools, taken ? "" : verdict);
  tools.querySelector(".thanks").textContent = "";
  judging.push([tools, before, taken ? "" : tools.dataset.thanks]);
  trigger("like", { turn: Number(tools.dataset.turn), verdict, reason, note });
  return !taken;
}

window.noted = (kept) => {
  const [tools, before, thanks] = judging.shift() ?? [];
  if (tools && kept) tools.querySelector(".thanks").textContent = thanks;
  else if (tools) press(tools, before);
};

function judged(tools) {
  if (tools.querySelector(".verdict").getAttribute("aria-pressed") === "true") return "up";
  return tools.querySelector("button.why").getAttribute("aria-pressed") === "true" ? "down" : "";
}

function press(tools, verdict) {
  tools.querySelector(".verdict").setAttribute("aria-pressed", String(verdict === "up"));
  tools.querySelector("button.why").setAttribute("aria-pressed", String(verdict === "down"));
}

// The form below an answer: what was wrong with it and a note, or a note alone where it was good.
function askWhy(tools, verdict) {
  const form = tools.querySelector("form.why");
  form.hidden = !verdict;
  form.dataset.verdict = verdict;
  tools.querySelector("button.why").setAttribute("aria-expanded", String(verdict === "down"));
  if (verdict === "down") form.querySelector("select").focus();
  else if (!verdict && form.contains(document.activeElement)) tools.querySelector("button.why").focus();
}

function thumbUp(tools) {
  askWhy(tools, judge(tools, "up", "", "") ? "up" : "");
}

function thumbDown(tools) {
  const form = tools.querySelector("form.why");
  askWhy(tools, form.hidden || form.dataset.verdict !== "down" ? "down" : "");
}

function sendWhy(form) {
  const tools = form.closest(".tools");
  const note = form.elements.note.value;
  if (form.dataset.verdict === "down") judge(tools, "down", form.elements.reason.value, note);
  else if (note.trim()) judge(tools, "up", "", note);
  askWhy(tools, "");
}

const CLICKED = [
  ["[data-source]", open],
  ["button.choice", (button) => askAgain(button.textContent)],
  ["button.edit", (button) => type(button.dataset.question)],
  ["button.edit-turn", (button) => {
    if (type(button.dataset.question)) trigger("edit", { turn: Number(button.dataset.turn) });
  }],
  ["button.leave", () => {
    type("");
    trigger("edit", { turn: 0 });
  }],
  ["button.retry", (button) => {
    trigger("retry", { turn: Number(button.dataset.turn), question: questionOf(button.dataset.turn) });
  }],
  ["button.copy-answer", (button) => copy(answerText(button), button)],
  ["button.verdict", (button) => thumbUp(button.closest(".tools"))],
  ["button.why", (button) => thumbDown(button.closest(".tools"))],
  ["#anew", closeSidebar],
  ["#head .menu", () => sidebarButton().click()],
  ["button.delete", (button) => trigger("delete", { id: button.dataset.id })],
  ["button.unset", unset],
  ["button.clear-all", unset],
  ["#panel .step", (button) => step(Number(button.dataset.step))],
  ["#panel .close", close],
  ["#stop", () => document.querySelector("#question textarea").focus()],
];

document.addEventListener("click", (event) => {
  const link = event.target.closest("a.conversation");
  if (link && !event.metaKey && !event.ctrlKey && !event.shiftKey) {
    event.preventDefault();
    trigger("select", { id: link.dataset.id });
    closeSidebar();
    return;
  }
  for (const [selector, act] of CLICKED) {
    const found = event.target.closest(selector);
    if (found) return act(found);
  }
});
document.addEventListener("submit", (event) => {
  const { target } = event;
  if (target.matches("form.rename")) {
    event.preventDefault();
    trigger("input", { id: target.dataset.id, title: target.elements.title.value });
  } else if (target.matches("form.why")) {
    event.preventDefault();
    sendWhy(target);
  }
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    if (!peek.hidden) hidePeek();
    else if (event.target.closest("form.why")) askWhy(event.target.closest(".tools"), "");
    else if (panel().classList.contains("open")) close();
  }
  const steps = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  if (steps && event.target.closest("#panel") && !event.target.closest("select, input, textarea, .sheet")) step(steps);
});

for (const moved of ["wheel", "touchmove", "keydown"]) {
  scroller().addEventListener(moved, () => (following = false), { passive: true });
}

// A screen reader hears the newest answer once it is whole, not the whole conversation at every sentence.
function say(answer) {
  const words = answer.cloneNode(true);
  words.querySelectorAll("details, .cited, .support").forEach((each) => each.remove()); // no part of what is answered
  announce(words.textContent);
}

// While an answer grows its question stays at the top, until the reader scrolls, and the panel shows the newest sources.
let focused = "";
element.addEventListener("focusin", (event) => (focused = event.target.dataset.source || ""));
element.addEventListener("focusout", (event) => event.target.isConnected && (focused = ""));
watch("value", () => {
  hidePeek();
  const failed = element.querySelector(".failed");
  if (failed) return failed.scrollIntoView({ block: "center" });
  const question = element.querySelector(".question");
  if (!question) {
    showTurn(null);
    opened = "";
    scroller().scrollTop = scroller().scrollHeight; // a conversation that was opened begins at its end
    return showSteps();
  }
  const answer = question.nextElementSibling;
  if (answer.matches(".looking")) {
    following = true;
    showTurn(null);
    panel().classList.remove("open");
    opened = "";
  } else if (focused && document.activeElement === document.body) focusMarker(focused); // it was drawn anew
  if (following && narrow.matches) question.scrollIntoView({ block: "start" });
  else if (following) scrollTo(scroller(), question, 0);
  showSteps();
  clearTimeout(spoken.said);
  if (!answer.matches(".looking, .growing")) spoken.said = setTimeout(() => say(answer), 500);
});

// The sources of a growing answer are drawn anew with each sentence; the one that is open stays open.
new MutationObserver(() => {
  showSteps();
  const source = opened && document.getElementById(opened);
  if (!source || source.classList.contains("open")) return;
  mark(source);
  const view = source.querySelector(".page-view.unopened");
  if (view) loadPage(view, view.dataset.page);
  if (document.activeElement === document.body) source.focus({ preventScroll: true });
}).observe(document.getElementById("sources"), { childList: true, subtree: true });
