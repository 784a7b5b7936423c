// The collection: opens a document, turns a click on a chart into a filter, and keeps the address in step.
const phone = window.matchMedia("(max-width: 800px)");

function bring() {
  const view = element.querySelector(".page-view.unopened");
  if (view) loadPage(view, view.dataset.page);
  document.getElementById("main").classList.toggle("reading", Boolean(element.textContent.trim()));
}

function goTo(source) {
  const address = new URL(location.href);
  for (const name of ["document", "page", "quote"]) address.searchParams.delete(name);
  if (source) address.searchParams.set("document", source);
  history.pushState(null, "", address);
}

function openDocument(link) {
  goTo(new URL(link.href).searchParams.get("document"));
  trigger("select", { document: link.dataset.document });
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a.open-document");
  const bar = event.target.closest("#overview [data-field]");
  const unset = event.target.closest("button.unset, button.clear-all");
  const section = event.target.closest("button.section");
  if (link && !event.metaKey && !event.ctrlKey && !event.shiftKey) {
    event.preventDefault();
    openDocument(link);
  } else if (bar) {
    trigger("input", { field: bar.dataset.field, value: bar.dataset.value });
    // On a phone the documents stand far below the charts.
    if (phone.matches) document.getElementById("find-document").scrollIntoView({ block: "start" });
  }
  else if (unset) {
    trigger("clear", { field: unset.dataset.field || "", value: unset.dataset.value || "" });
    unset.closest(unset.matches(".unset") ? ".chip" : ".active").remove();
  }
  else if (section) loadPage(element.querySelector(".page-view"), section.dataset.page);
  else if (event.target.closest("button.back")) {
    goTo("");
    trigger("select", { document: "" });
  }
});
window.addEventListener("popstate", () => location.reload());
watch("value", () => {
  bring();
  const heading = element.querySelector(".document h2");
  if (!heading) return;
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
  if (phone.matches) heading.scrollIntoView({ block: "start" });
});
bring();
