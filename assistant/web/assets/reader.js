// The page of a source: fetched when it is wanted, turned, enlarged; and its citation copied.
const ZOOMS = [1, 1.5, 2, 3]; // shares of the column's width
const SHARP = 2400; // pixels of a picture that is enlarged

async function loadPage(view, number) {
  const { document: name, quote = "", start = "0", language = "en", loading = "", failed = "" } = view.dataset;
  view.setAttribute("aria-busy", "true");
  if (!view.childElementCount) view.textContent = loading;
  try {
    const asked = new URLSearchParams({ document: name, page: number, quote, start, language });
    const answer = await fetch(`reader?${asked}`);
    const made = document.createElement("template");
    made.innerHTML = await answer.text(); // made by this program, which escapes all that stands in documents
    const page = made.content.firstElementChild;
    Object.assign(page.dataset, { start, loading, failed });
    const focused = view.contains(document.activeElement) ? document.activeElement.dataset : null;
    view.replaceWith(page);
    // Who turned the page with the keyboard turns the next one with the same key.
    if (focused) refocus(page, focused, Number(number));
    showQuote(page);
    return page;
  } catch {
    view.removeAttribute("aria-busy");
    view.innerHTML = '<p class="located" role="alert"></p>';
    view.firstChild.textContent = failed;
    return view;
  }
}

function refocus(page, focused, number) {
  const forward = Number(focused.goto) >= number;
  const buttons = [...page.querySelectorAll("[data-goto]")];
  const wanted = focused.goto ? buttons[forward ? 1 : 0] : null;
  const button = wanted && !wanted.disabled ? wanted : buttons.find((each) => !each.disabled);
  (button || page.querySelector(".sheet"))?.focus({ preventScroll: true });
}

// Brings the quoted words into view.
function showQuote(page) {
  const words = page.querySelector(".sheet :is(.box, mark)");
  words?.scrollIntoView({ block: "center", inline: "nearest" });
}

function zoom(page, step) {
  const paper = page.querySelector(".paper");
  const now = ZOOMS.indexOf(Number(paper.dataset.zoom || 1));
  const next = Math.min(Math.max(now + step, 0), ZOOMS.length - 1);
  paper.dataset.zoom = ZOOMS[next];
  paper.style.width = `${100 * ZOOMS[next]}%`;
  const picture = paper.querySelector("img");
  if (next && !picture.src.includes(`width=${SHARP}`)) picture.src = picture.src.replace(/width=\d+/, `width=${SHARP}`);
  page.querySelector('[data-zoom="-1"]').disabled = next === 0;
  page.querySelector('[data-zoom="1"]').disabled = next === ZOOMS.length - 1;
  showQuote(page);
}

document.addEventListener("click", (event) => {
  const turn = event.target.closest(".page-view [data-goto]");
  const enlarge = event.target.closest(".page-view [data-zoom]");
  const cite = event.target.closest("button.copy-citation");
  if (turn) loadPage(turn.closest(".page-view"), turn.dataset.goto);
  else if (enlarge && enlarge.matches("button")) zoom(enlarge.closest(".page-view"), Number(enlarge.dataset.zoom));
  else if (cite) {
    const citing = cite.closest(".citing");
    const text = citing.querySelector("select").value;
    citing.querySelector(".cited-as").textContent = text;
    copy(text, cite);
  }
});

