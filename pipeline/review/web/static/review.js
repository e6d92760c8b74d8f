// One document: moving through its differences, deciding about them, showing where they stand.
// The server draws everything; what it sends after a verdict replaces what has changed.
import { collapsed, pointAt, readSelection } from "./places.js";

const base = document.body.dataset.document;
const text = document.getElementById("text");
const differences = document.getElementById("differences");
const filters = document.getElementById("filters");
const toast = document.getElementById("toast");
const alertLine = document.getElementById("alert");
const help = document.getElementById("help");
const reasons = new Map();
let current = null;
let queue = Promise.resolve();
let isOpening = false;

const items = () => [...differences.querySelectorAll(".item")];
const shown = () => items().filter((item) => !item.hidden);
const currentItem = () => (current ? document.getElementById(current) : null);

function say(message) {
  toast.textContent = message;
  toast.classList.add("visible");
  clearTimeout(say.timer);
  say.timer = setTimeout(() => toast.classList.remove("visible"), 4000);
}

function complain(message, canReload) {
  alertLine.textContent = message + " ";
  if (canReload) {
    const link = document.createElement("a");
    link.href = location.href;
    link.textContent = "Reload";
    alertLine.append(link);
  }
}

// --- moving ---------------------------------------------------------------------------------

function select(item, { focus = true, follow = true } = {}) {
  const before = currentItem();
  if (before) {
    before.classList.remove("current");
    before.removeAttribute("aria-current");
    before.tabIndex = -1;
  }
  current = item ? item.id : null;
  if (!item) {
    point(null, false);
    return;
  }
  item.classList.add("current");
  item.setAttribute("aria-current", "true");
  item.tabIndex = 0;
  if (focus) item.focus({ preventScroll: true });
  item.scrollIntoView({ block: "nearest" });
  point(item, follow);
}

function move(step) {
  const all = shown();
  if (!all.length) return;
  const at = all.indexOf(currentItem());
  const next = at < 0 ? 0 : Math.min(all.length - 1, Math.max(0, at + step));
  select(all[next]);
}

// Show in the text, or on the page, where the item stands.
function point(item, follow) {
  for (const mark of text.querySelectorAll(".now")) mark.classList.remove("now");
  if (window.CSS && CSS.highlights) CSS.highlights.delete("now");
  if (!item) return;
  const marks = [...text.querySelectorAll(`[data-diff~="${CSS.escape(item.id)}"]`)];
  for (const mark of marks) mark.classList.add("now");
  let target = marks[0] || null;
  if (!target && item.dataset.start !== undefined) {
    const start = pointAt(text, Number(item.dataset.start));
    const end = pointAt(text, Number(item.dataset.end));
    if (start && end && window.Highlight) {
      const range = new Range();
      range.setStart(...start);
      range.setEnd(...end);
      CSS.highlights.set("now", new Highlight(range));
    }
    target = start && start[0].parentElement;
  }
  if (!target && text.classList.contains("pages") && item.dataset.page) {
    target = document.getElementById(`page-${item.dataset.page}`);
  }
  if (target && follow) target.scrollIntoView({ block: "center" });
}

// --- deciding -------------------------------------------------------------------------------

async function post(path, body) {
  const answer = await fetch(base + path, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
  if (answer.ok) return { html: await answer.text() };
  let message = "The server did not understand. Reload the page.";
  try {
    message = (await answer.json()).error || message;
  } catch {
    if (answer.status === 403) message = "The session is over: open the address that emn review printed.";
  }
  return { error: message, status: answer.status };
}

async function send(path, body) {
  try {
    alertLine.textContent = "";
    return await post(path, body);
  } catch {
    return { error: "The server does not answer: nothing was saved. Is emn review still running?", status: 0 };
  }
}

// One after the other: a key that is pressed before an answer has come waits for it.
function enqueue(act) {
  queue = queue.then(act).catch((error) => complain(`The page has a fault (${error}).`, true));
}

async function decide(item, verdict, value = "") {
  const all = shown();
  const at = all.indexOf(item);
  const after = [...all.slice(at + 1), ...all.slice(0, at).reverse()].map((one) => one.id);
  const said = item.getAttribute("aria-label");
  const answer = await send("/decisions", {
    difference_id: item.id,
    verdict,
    value,
    reason: item.querySelector(".note-field textarea")?.value ?? reasons.get(item.id) ?? "",
  });
  if (!answer.html) return answer;
  reasons.delete(item.id);
  redraw(answer.html);
  say(`${{ accept: "Accepted", correct: "Corrected", reject: "Rejected" }[verdict]}: ${said}. ${left()}`);
  const next = after.map((id) => document.getElementById(id)).find((one) => one && !one.hidden);
  select(next || shown()[0] || null);
  if (!shown().length) document.getElementById("panel").focus();
  return answer;
}

function left() {
  const count = Number(document.getElementById("progress").dataset.left);
  return count ? `${count} left.` : "Nothing is left to decide.";
}

async function decideNow(verdict) {
  const item = currentItem();
  if (!item) return;
  const answer = await decide(item, verdict);
  if (answer.error) complain(answer.error, answer.status === 409);
}

async function undo(decisionId) {
  const id = decisionId || document.querySelector("#decided [data-decision]")?.dataset.decision;
  if (!id) {
    say("There is nothing to undo.");
    return;
  }
  const before = new Set(items().map((item) => item.id));
  const answer = await send("/undo", { decision_id: id });
  if (!answer.html) {
    if (answer.error) complain(answer.error, answer.status === 409);
    return;
  }
  redraw(answer.html);
  say(`Undone. ${left()}`);
  select(items().find((item) => !before.has(item.id) && !item.hidden) || currentItem() || shown()[0] || null);
}

// Replace the cards that changed; the others stay, with what was typed into them.
function redraw(html) {
  const fresh = document.createElement("template");
  fresh.innerHTML = html;
  const old = new Map([...document.querySelectorAll("#cards > .card")].map((card) => [card.dataset.key, card]));
  const cards = [...fresh.content.querySelectorAll("#cards > .card")].map((card) => {
    const known = old.get(card.dataset.key);
    return known && known.dataset.version === card.dataset.version ? known : card;
  });
  document.getElementById("cards").replaceChildren(...cards);
  for (const id of ["progress", "decided", "all-done"]) {
    document.getElementById(id).replaceWith(fresh.content.getElementById(id));
  }
  const known = new Set(items().map((item) => item.id));
  for (const mark of text.querySelectorAll("[data-diff]")) {
    const rest = mark.dataset.diff.split(" ").filter((id) => known.has(id));
    mark.classList.toggle("open", rest.length > 0);
    if (!rest.length) mark.classList.remove("missed");
  }
  filter();
}

// --- correcting and notes -------------------------------------------------------------------

async function correct(item) {
  const slot = item.querySelector(".slot");
  const known = slot.querySelector(".editor");
  if (known) {
    focusEditor(known);
    return;
  }
  const answer = await fetch(`${base}/editor/${encodeURIComponent(item.id)}`);
  if (!answer.ok) {
    complain("This difference is not open any more.", true);
    return;
  }
  const fresh = document.createElement("template");
  fresh.innerHTML = await answer.text();
  const form = fresh.content.querySelector("form");
  slot.prepend(form);
  useSelection();
  form.scrollIntoView({ block: form.clientHeight > 300 ? "start" : "nearest" });
  focusEditor(form);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    enqueue(async () => {
      const answered = await decide(item, "correct", readForm(form));
      form.querySelector(".error").textContent = answered.error || "";
      if (answered.error) focusEditor(form);
      if (answered.status === 409) complain(answered.error, true);
    });
  });
}

function focusEditor(form) {
  const field = form.querySelector("input:not([type=hidden]), select, textarea") || form.querySelector("button");
  field.focus({ preventScroll: form.clientHeight > 300 });
  if (field.matches("input")) field.select();
}

// One field's words, or all fields of a record by their names.
function readForm(form) {
  if (form.dataset.control !== "record") return form.querySelector("[name=value]").value;
  return JSON.stringify(Object.fromEntries([...form.querySelectorAll("[name]")].map((one) => [one.name, one.value])));
}

function closeEditor(item) {
  item.querySelector(".editor")?.remove();
  item.focus();
}

// A selection in the text is the evidence of what is being corrected.
function useSelection() {
  const form = currentItem()?.querySelector(".editor");
  const field = form?.querySelector("[name=evidence][data-place], [name=value][data-place]");
  const place = field && readSelection(text);
  if (!place) return;
  field.value = JSON.stringify(place);
  field.parentElement.querySelector("output").textContent = place.quote;
  form.querySelector(".error").textContent = "";
  say(`Evidence: ${place.quote}`);
}

function toggleNote(item) {
  const slot = item.querySelector(".slot");
  const known = slot.querySelector(".note-field");
  const button = item.querySelector("[data-act=note]");
  if (known) {
    reasons.set(item.id, known.querySelector("textarea").value);
    known.remove();
    button.setAttribute("aria-expanded", "false");
    item.focus();
    return;
  }
  const label = document.createElement("label");
  label.className = "note-field";
  label.textContent = "Reason, saved with the verdict";
  const field = document.createElement("textarea");
  field.rows = 2;
  field.value = reasons.get(item.id) || "";
  field.addEventListener("input", () => reasons.set(item.id, field.value));
  label.append(field);
  slot.append(label);
  button.setAttribute("aria-expanded", "true");
  field.focus();
}

// --- filter ---------------------------------------------------------------------------------

function filter() {
  const words = filters.elements.words.value.trim().toLowerCase();
  const kind = filters.elements.kind.value;
  const standing = filters.elements.standing.value;
  const failed = filters.elements.failed.checked;
  for (const item of items()) {
    const card = item.closest(".card");
    item.hidden =
      (words && !card.textContent.toLowerCase().includes(words)) ||
      (kind && item.dataset.kind !== kind) ||
      (standing && item.dataset.standing !== standing) ||
      (failed && item.dataset.failed === undefined);
  }
  for (const card of differences.querySelectorAll(".card")) {
    card.hidden = !card.querySelector(".item:not([hidden])");
  }
  document.getElementById("no-match").hidden = !items().length || shown().length > 0;
}

filters.addEventListener("input", filter);
filters.addEventListener("submit", (event) => {
  event.preventDefault();
  select(shown()[0] || null);
});

// --- events ---------------------------------------------------------------------------------

const keys = {
  j: () => move(1),
  k: () => move(-1),
  a: () => decideNow("accept"),
  r: () => decideNow("reject"),
  c: () => currentItem() && correct(currentItem()),
  m: () => currentItem() && toggleNote(currentItem()),
  u: () => undo(),
  q: () => location.assign("/"),
  "/": () => filters.elements.words.focus(),
  "?": () => help.showModal(),
};

document.addEventListener("keydown", (event) => {
  if (((event.ctrlKey || event.metaKey) && event.key !== "Enter") || event.altKey || help.open) return;
  const field = event.target.closest("input, select, textarea");
  if (event.key === "Escape") {
    const item = event.target.closest(".item");
    if (field && field.closest("#filters")) {
      if (currentItem()) currentItem().focus();
      else field.blur();
    } else if (item && item.querySelector(".note-field") && event.target.closest(".note-field")) toggleNote(item);
    else if (item && item.querySelector(".editor")) closeEditor(item);
    return;
  }
  if (field && field.type !== "checkbox") {
    if (event.key === "Enter" && field.matches(".editor textarea") && event.ctrlKey) {
      field.form.requestSubmit();
    } else if (event.key === "Enter" && field.closest(".note-field") && !event.shiftKey) {
      event.preventDefault();
      toggleNote(field.closest(".item"));
    }
    return;
  }
  // Until the field that was asked for is there, what is typed is meant for it: it decides nothing.
  if (isOpening) {
    event.preventDefault();
    return;
  }
  const act = keys[event.key];
  if (act) {
    event.preventDefault();
    if ("cm/".includes(event.key)) {
      isOpening = true;
      enqueue(async () => {
        try {
          await act();
        } finally {
          isOpening = false;
        }
      });
      return;
    }
    // Keys that decide do so once per stroke, however long they are held.
    if (!event.repeat || "jk".includes(event.key)) enqueue(act);
  }
});

differences.addEventListener("click", (event) => {
  const item = event.target.closest(".item");
  const act = event.target.closest("[data-act]")?.dataset.act;
  if (act === "undo") {
    const { decision } = event.target.closest("[data-decision]").dataset;
    enqueue(() => undo(decision));
  }
  if (!item) return;
  if (act === "cancel") closeEditor(item);
  else if (!act && event.target.closest(".slot")) select(item, { focus: false, follow: false });
  else {
    select(item, { focus: !act });
    if (act === "accept" || act === "reject") enqueue(() => decideNow(act));
    if (act === "correct") enqueue(() => correct(item));
    if (act === "note") toggleNote(item);
  }
});

differences.addEventListener("focusin", (event) => {
  const item = event.target.closest(".item");
  if (item && item.id !== current) select(item, { focus: false });
});

text.addEventListener("click", (event) => {
  if (!collapsed()) return;
  const mark = event.target.closest("[data-diff]");
  const known = mark?.dataset.diff.split(" ").map((id) => document.getElementById(id)).filter(Boolean);
  if (known && known.length) {
    const at = known.findIndex((item) => item.id === current);
    select(known[(at + 1) % known.length], { follow: false });
  } else if (event.target.closest("mark, rect")) {
    say("Nothing to decide here: found and confirmed, or already decided.");
  }
});

document.addEventListener("selectionchange", () => {
  clearTimeout(useSelection.timer);
  useSelection.timer = setTimeout(useSelection, 120);
});

document.getElementById("show-help").addEventListener("click", () => help.showModal());
select(shown()[0] || null, { follow: false });
