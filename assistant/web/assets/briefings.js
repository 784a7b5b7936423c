// Briefings: the form and the outline are read here, a source opens behind its marker, and what is clicked becomes an
// event of the briefing's part.
let opener = null; // the marker that opened it
let after = []; // where the focus goes once a change is shown: selectors, the best first
let returning = []; // the same, once the change is there

// The address names the briefing that is open, and its version where that is not the newest.
window.rememberBriefing = (id) => {
  const head = document.querySelector("#brief-head .brief-head");
  const address = new URL(location.href);
  const known = address.search;
  for (const name of ["briefing", "version", "topic"]) address.searchParams.delete(name);
  if (id) address.searchParams.set("briefing", id);
  if (id && head?.querySelector(".restore")) address.searchParams.set("version", head.dataset.version);
  if (address.search !== known) history.pushState(null, "", address);
};
window.addEventListener("popstate", () => {
  const asked = new URL(location.href).searchParams;
  openBriefing(asked.get("briefing") || "", asked.get("version") || "");
});

function openBriefing(id, version = "") {
  after = returning = [];
  trigger("select", { id, version });
}

// The order.
function sendOrder(form) {
  const { topic } = form.elements;
  const wrong = form.querySelector(".wrong");
  const missing = !topic.value.trim();
  wrong.textContent = missing ? form.dataset.missing : "";
  wrong.hidden = !missing;
  topic.setAttribute("aria-invalid", String(missing));
  if (missing) return topic.focus();
  trigger("submit", { order: Object.fromEntries(new FormData(form)) });
}

// The outline.
const outlineForm = () => document.getElementById("outline-form");
const valueOf = (within, name) => within.querySelector(`[name="${name}"]`)?.value ?? "";

function outlineText(form) {
  const sections = [...form.querySelectorAll(".planned-sections > .planned")].map((section) => ({
    title: valueOf(section, "section-title"),
    form: section.dataset.form,
    share: Number(section.dataset.share),
    subjects: valueOf(section, "subjects").split(",").map((each) => each.trim()).filter(Boolean),
    aspects: [...section.querySelectorAll(".aspect")].map(aspectOf),
  }));
  return JSON.stringify({ order: JSON.parse(form.dataset.order), title: valueOf(form, "title"), sections });
}

// A question that was changed is another one: it is named by itself, and what went with the old one goes.
function aspectOf(item) {
  const question = item.querySelector('[name="question"]');
  const column = item.querySelector('[name="column"]');
  const same = question.value === question.defaultValue;
  const { name, words, cautions } = item.dataset;
  return {
    name: column ? column.value : same ? name : question.value,
    question: question.value,
    words: same ? JSON.parse(words) : [],
    cautions: same && JSON.parse(cautions),
  };
}

// Each button says what it is for, by the title of its section or its question.
function label(form) {
  const sections = [...form.querySelectorAll(".planned-sections > .planned")];
  sections.forEach((section, place) => {
    const number = form.dataset.section.replace("{number}", place + 1);
    const title = valueOf(section, "section-title") || number;
    section.querySelector("legend").textContent = number;
    section.querySelectorAll(".tools-of button").forEach((button) => name(button, "{title}", title));
    section.querySelector(".up").disabled = place === 0;
    section.querySelector(".down").disabled = place === sections.length - 1;
    section.querySelectorAll(".aspect").forEach((aspect) => {
      name(aspect.querySelector(".remove-aspect"), "{question}", valueOf(aspect, "question"));
    });
  });
  return sections;
}

function name(button, placeholder, text) {
  const said = button.dataset.says.replace(placeholder, text);
  button.setAttribute("aria-label", said);
  button.title = said;
}

function move(button, by) {
  const form = outlineForm();
  const section = button.closest(".planned");
  const other = by < 0 ? section.previousElementSibling : section.nextElementSibling;
  if (!other) return;
  if (by < 0) other.before(section);
  else other.after(section);
  const sections = label(form);
  (button.disabled ? section.querySelector(by < 0 ? ".down" : ".up") : button).focus();
  const place = { "{title}": valueOf(section, "section-title"), "{number}": sections.indexOf(section) + 1, "{count}": sections.length };
  announce(form.dataset.moved.replace(/\{\w+\}/g, (each) => place[each]));
}

function removeSection(button) {
  const form = outlineForm();
  const section = button.closest(".planned");
  const next = section.nextElementSibling || section.previousElementSibling;
  announce(form.dataset.removed.replace("{title}", valueOf(section, "section-title")));
  section.remove();
  label(form);
  (next?.querySelector('[name="section-title"]') || form.querySelector(".add-section")).focus();
}

function addSection() {
  const form = outlineForm();
  const sample = form.querySelector(`template[data-form="${valueOf(form, "form")}"]`);
  const list = form.querySelector(".planned-sections");
  list.append(sample.content.cloneNode(true));
  label(form);
  const title = list.lastElementChild.querySelector('[name="section-title"]');
  title.focus();
  title.select();
}

function addAspect(button) {
  const section = button.closest(".planned");
  const kind = section.dataset.form === "table" ? "table" : "list";
  const list = section.querySelector(".aspects");
  list.append(outlineForm().querySelector(`template[data-aspect="${kind}"]`).content.cloneNode(true));
  label(outlineForm());
  list.lastElementChild.querySelector("input:not([type=hidden]), textarea").focus();
}

function removeAspect(button) {
  const aspect = button.closest(".aspect");
  const next = aspect.nextElementSibling || aspect.previousElementSibling;
  const add = aspect.closest(".planned").querySelector(".add-aspect");
  aspect.remove();
  label(outlineForm());
  (next?.querySelector("input:not([type=hidden]), textarea") || add).focus();
}

// The sources.
function openSource(button) {
  const source = document.getElementById(button.dataset.source);
  if (!source) return;
  if (!button.closest(".source")) opener = button;
  show(source);
}

function closeSource() {
  panel().classList.remove("open");
  document.querySelectorAll(".source.open").forEach((each) => each.classList.remove("open"));
  opened = "";
  showSteps();
  if (opener?.isConnected) opener.focus({ preventScroll: true });
}

// What changes a briefing. Until the change is there a line says that it is on its way.
function change(event, about, places, beside = null) {
  const head = document.querySelector("#brief-head .brief-head");
  if (!head || element.getAttribute("aria-busy") === "true") return;
  document.querySelectorAll(".told").forEach((each) => (each.hidden = true));
  const line = head.querySelector(".working");
  line.textContent = head.dataset.working;
  line.hidden = false;
  if (beside) {
    const told = Object.assign(document.createElement("span"), { className: "told now", textContent: head.dataset.working });
    beside.after(told);
  }
  element.setAttribute("aria-busy", "true");
  after = places;
  trigger(event, about);
}

function closeMenus(but) {
  document.querySelectorAll('.change[aria-expanded="true"]').forEach((each) => {
    if (each !== but) toggleMenu(each);
  });
}

function toggleMenu(button) {
  const opens = button.getAttribute("aria-expanded") !== "true";
  if (opens) closeMenus(button);
  button.setAttribute("aria-expanded", String(opens));
  button.nextElementSibling.hidden = !opens;
  if (opens) button.nextElementSibling.querySelector("button").focus();
}

const sectionHead = (section) => `.part[data-section="${section}"] h3`;

function edit(button, act) {
  const { section, group, claim, document: name = "" } = button.dataset;
  const stated = button.closest(".claim");
  closeMenus(null);
  stated.focus({ preventScroll: true });
  change("edit", { act, section, group, claim, document: name }, [`#${stated.id}`, sectionHead(section)], stated);
}

function showClaim(button) {
  const claim = document.getElementById(button.dataset.claim);
  claim?.scrollIntoView({ block: "center" });
  claim?.focus({ preventScroll: true });
}

const CLICKED = [
  ["[data-source]", openSource],
  ["#panel .step", (button) => step(Number(button.dataset.step))],
  ["#panel .close", closeSource],
  [".up", (button) => move(button, -1)],
  [".down", (button) => move(button, 1)],
  [".remove-section", removeSection],
  [".add-section", addSection],
  [".add-aspect", addAspect],
  [".remove-aspect", removeAspect],
  [".leave-outline", () => openBriefing("")],
  ["button.change", toggleMenu],
  ["button.another", (button) => edit(button, "another")],
  ["button.remove-claim", (button) => edit(button, "remove")],
  ["button.exclude", (button) => edit(button, "exclude")],
  ["button.redo", (button) => {
    const { section } = button.dataset;
    change("retry", { section }, [`.part[data-section="${section}"] .redo`], button.closest(".part-head"));
  }],
  ["button.include", (button) => {
    change("edit", { act: "include", section: "", group: "", claim: "", document: button.dataset.document }, []);
  }],
  ["button.restore", () => change("undo", {}, [])],
  ["button.check", () => change("tick", {}, ["#report h3"])],
  ["button.close-report", (button) => {
    button.closest(".report").hidden = true;
    document.querySelector("#brief-head .check").focus();
  }],
  ["button.show-claim", showClaim],
  ["button.delete", (button) => trigger("delete", { id: button.dataset.id })],
  ["button.duplicate", (button) => trigger("copy", { id: button.dataset.id })],
  ["button.unset, button.clear-all", (button) => {
    trigger("clear", { field: button.dataset.field || "", value: button.dataset.value || "" });
    button.closest(button.matches(".unset") ? ".chip" : ".active").remove();
  }],
];

document.addEventListener("click", (event) => {
  const link = event.target.closest("a.open-brief");
  if (link && !event.metaKey && !event.ctrlKey && !event.shiftKey) {
    event.preventDefault();
    return openBriefing(link.dataset.id, link.dataset.version || "");
  }
  if (!event.target.closest(".change, .menu")) closeMenus(null);
  for (const [selector, act] of CLICKED) {
    const found = event.target.closest(selector);
    if (found) return act(found);
  }
});

const SENT = [
  ["#order-form", sendOrder],
  ["#outline-form", (form) => trigger("apply", { outline: outlineText(form) })],
  ["form.rename", (form) => trigger("input", { id: form.dataset.id, title: form.elements.title.value })],
  ["form.compare", (form) => {
    after = ["#report h3"];
    trigger("expand", { before: form.elements.before.value, after: form.elements.after.value });
  }],
];

document.addEventListener("submit", (event) => {
  for (const [selector, send] of SENT) {
    if (!event.target.matches(selector)) continue;
    event.preventDefault();
    return send(event.target);
  }
});
document.addEventListener("input", (event) => {
  if (event.target.closest("#outline-form")) label(outlineForm());
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !peek.hidden) hidePeek();
  else if (event.key === "Escape") {
    const menu = event.target.closest(".menu");
    const button = menu ? menu.previousElementSibling : document.querySelector('.change[aria-expanded="true"]');
    if (button) {
      closeMenus(null);
      button.focus();
    } else if (panel().classList.contains("open")) closeSource();
  }
  if (event.key === "Enter" && event.target.matches("#outline-form :is(input, textarea)")) event.preventDefault();
  const steps = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  if (steps && event.target.closest("#panel") && !event.target.closest("select, input, textarea, .sheet")) step(steps);
});

// What came: a form to label, a briefing to begin at, a report. The focus goes there, unless it is somewhere already.
let shown = "";
function arrived() {
  const form = outlineForm();
  if (form && !form.classList.contains("labelled")) {
    form.classList.add("labelled");
    label(form);
    bring(form.querySelector("h2"));
  }
  const head = document.querySelector("#brief-head .brief-head");
  const now = head ? `${head.className} ${head.dataset.briefing} ${head.dataset.version}` : "";
  const source = opened && document.getElementById(opened);
  if (source && !source.classList.contains("open")) mark(source);
  goBack();
  if (now === shown) return;
  shown = now;
  if (!head) return closeSource();
  showSteps();
  if (!after.length && !returning.length) bring(head.querySelector("h2"));
}

function bring(heading) {
  window.scrollTo(0, 0);
  heading.focus({ preventScroll: true });
}

// What was clicked is done: Gradio calls this, and draws what came a moment later. The button that was used is gone.
window.settled = () => setTimeout(() => {
  element.removeAttribute("aria-busy");
  const line = document.querySelector("#brief-head .working");
  if (line) line.hidden = true;
  document.querySelectorAll(".told.now").forEach((each) => each.remove());
  document.querySelectorAll(".told").forEach((each) => (each.hidden = false));
  announce([...document.querySelectorAll(".told, #brief-head .done")].map((each) => each.textContent).join(" "));
  document.querySelectorAll("#report .report").forEach((each) => (each.hidden = false));
  returning = [...after, "#brief-head h2"];
  after = [];
  goBack();
}, 100);
// What was drawn meanwhile, or is drawn a moment later, takes the focus with it, until the reader does something else.
function goBack() {
  const place = returning.map((each) => document.querySelector(each)).find(Boolean);
  if (place && (document.activeElement === document.body || place.closest("#report"))) place.focus();
}
for (const done of ["pointerdown", "keydown"]) document.addEventListener(done, () => (returning = []), { capture: true });
new MutationObserver(arrived).observe(document.getElementById("main"), { childList: true, subtree: true });
arrived();
