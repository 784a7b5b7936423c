// Of every page: the other language, and a word when the program cannot be reached. The scripts of a page run once, as
// one, with `element` the content of one of its parts, `trigger` its events, and `watch` its changes.
const YEAR = 31536000; // seconds
const EVERY = 10000; // milliseconds between two looks at whether the program is there

function useLanguage(language) {
  document.cookie = `roundtable_language=${language};path=/;max-age=${YEAR};samesite=lax`;
  const address = new URL(location.href);
  address.searchParams.delete("language");
  location.replace(address);
}

// Where the clipboard is closed to us, as on a page that came over plain http, the old way is still open.
async function copy(text, button) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const box = Object.assign(document.createElement("textarea"), { value: text, className: "unseen" });
    document.body.append(box);
    box.select();
    document.execCommand("copy");
    box.remove();
    button.focus();
  }
  announce(button.dataset.copied);
  button.classList.add("copied");
  setTimeout(() => button.classList.remove("copied"), 1500);
}

// What a screen reader should hear.
const spoken = Object.assign(document.createElement("div"), { className: "unseen" });
spoken.setAttribute("role", "status");
element.closest("main").append(spoken);

function announce(text) {
  clearTimeout(spoken.waiting);
  clearTimeout(spoken.said);
  spoken.textContent = "";
  spoken.waiting = setTimeout(() => (spoken.textContent = text), 50);
}

document.addEventListener("click", (event) => {
  const language = event.target.closest("button.language");
  if (language) useLanguage(language.dataset.language);
});

// Where a session has ended meanwhile, the page opened anew is the one to log in with, and leads back here.
const fetched = window.fetch;
window.fetch = async (...asked) => {
  const answer = await fetched(...asked);
  if (answer.status === 401) location.reload();
  return answer;
};

setInterval(async () => {
  const there = await fetch("alive", { cache: "no-store" }).then((answer) => answer.ok, () => false);
  const word = document.querySelector("#head .offline");
  if (word) word.hidden = there;
}, EVERY);

