// Runs once, with `element` the conversation's content. Opens the source behind a marker; the page's only own script.
const narrow = window.matchMedia("(max-width: 800px)");
const panel = () => document.getElementById("panel");
let opener = null;

function showTurn(section) {
  document.querySelectorAll("#sources .turn").forEach((each) => each.classList.toggle("shown", each === section));
}

function scrollTo(scroller, target, above) {
  scroller.scrollTop += target.getBoundingClientRect().top - scroller.getBoundingClientRect().top - above;
}

function open(button) {
  const source = document.getElementById(button.dataset.source);
  if (!source) return;
  if (!button.closest(".source")) opener = button;
  document.querySelectorAll(".source.open").forEach((each) => each.classList.remove("open"));
  document.querySelectorAll("[data-source]").forEach((each) => {
    if (each.dataset.source === source.id) each.setAttribute("aria-current", "true");
    else each.removeAttribute("aria-current");
  });
  source.classList.add("open");
  showTurn(source.closest(".turn"));
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

function close() {
  panel().classList.remove("open");
  if (opener && opener.isConnected) opener.focus({ preventScroll: true });
}

// A choice asks its question as if it had been typed.
function askAgain(question) {
  const box = document.querySelector("#question textarea");
  if (!box || box.disabled) return;
  box.value = question;
  box.dispatchEvent(new Event("input", { bubbles: true }));
  setTimeout(() => document.getElementById("send").click(), 50);
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-source]");
  const choice = event.target.closest("button.choice");
  if (button) open(button);
  else if (choice) askAgain(choice.textContent);
  else if (event.target.closest("#panel .close")) close();
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && panel().classList.contains("open")) close();
});

// A screen reader hears the newest answer once it is whole, not the whole conversation at every sentence.
const spoken = Object.assign(document.createElement("div"), { className: "unseen" });
spoken.setAttribute("role", "status");
element.closest("main").append(spoken);

// While an answer grows its question stays at the top, and the panel shows the newest sources.
watch("value", () => {
  const failed = document.querySelector("#conversation .failed");
  if (failed) return failed.scrollIntoView({ block: "center" });
  const last = [...document.querySelectorAll("#conversation .question")].pop();
  if (!last) return;
  if (narrow.matches) last.scrollIntoView({ block: "start" });
  else scrollTo(document.getElementById("conversation"), last, 0);
  showTurn(null);
  panel().classList.remove("open");
  clearTimeout(spoken.waiting);
  spoken.waiting = setTimeout(() => (spoken.textContent = last.nextElementSibling.textContent), 500);
});
