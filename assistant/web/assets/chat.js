// Runs once, with `element` the conversation. Opens the source behind a marker; the page's only own script.
const narrow = window.matchMedia("(max-width: 800px)");
const panel = () => document.getElementById("panel");
let opener = null;

function showTurn(section) {
  document.querySelectorAll("#sources .turn").forEach((each) => each.classList.toggle("shown", each === section));
}

function open(marker) {
  const source = document.getElementById(marker.dataset.source);
  if (!source) return;
  opener = marker;
  document.querySelectorAll(".source.open").forEach((each) => each.classList.remove("open"));
  document.querySelectorAll("[data-source][aria-current]").forEach((each) => each.removeAttribute("aria-current"));
  marker.setAttribute("aria-current", "true");
  source.classList.add("open");
  showTurn(source.closest(".turn"));
  panel().classList.add("open");
  source.focus({ preventScroll: true });
  const scroll = source.closest(".scroll");
  scroll.scrollTop += source.getBoundingClientRect().top - scroll.getBoundingClientRect().top - 4;
}

function close() {
  panel().classList.remove("open");
  if (opener && opener.isConnected) opener.focus({ preventScroll: true });
}

element.setAttribute("role", "log");
element.setAttribute("aria-live", "polite");
element.addEventListener("click", (event) => {
  const marker = event.target.closest("[data-source]");
  if (marker) open(marker);
});
document.addEventListener("click", (event) => {
  if (event.target.closest("#panel .close")) close();
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && panel().classList.contains("open")) close();
});

// While an answer grows its question stays at the top, and the panel shows the newest sources.
watch("value", () => {
  const last = [...element.querySelectorAll(".question")].pop();
  if (!last) return;
  const scroll = last.closest(".scroll");
  if (narrow.matches) last.scrollIntoView({ block: "start" });
  else scroll.scrollTop += last.getBoundingClientRect().top - scroll.getBoundingClientRect().top;
  showTurn(null);
  panel().classList.remove("open");
});
