// The queue by keys: j and k move through the documents, Enter opens (as for every link).
const links = [...document.querySelectorAll(".documents tbody a")];

document.addEventListener("keydown", (event) => {
  if (event.target.closest("input, select, textarea") || event.ctrlKey || event.metaKey || event.altKey) return;
  const step = { j: 1, k: -1 }[event.key];
  if (!step || !links.length) return;
  const at = links.indexOf(document.activeElement);
  links[Math.min(links.length - 1, Math.max(0, at + step))].focus();
});

for (const field of document.querySelectorAll(".filters select, .filters input")) {
  field.addEventListener("change", () => field.form.requestSubmit());
}
if (links.length) links[0].focus({ preventScroll: true });
