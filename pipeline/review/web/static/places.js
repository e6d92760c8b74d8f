// Between the page and Document.text: offsets there count code points, in the DOM UTF-16 units.

const size = (string) => {
  let count = 0;
  for (const _ of string) count += 1;
  return count;
};

export const collapsed = () => {
  const selection = getSelection();
  return !selection || selection.isCollapsed;
};

// The text node and the position in it of an offset of Document.text, or null.
export function pointAt(text, offset) {
  for (const block of text.querySelectorAll("[data-start]")) {
    if (Number(block.dataset.end) < offset) continue;
    if (Number(block.dataset.start) > offset) return null;
    let left = offset - Number(block.dataset.start);
    const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const points = [...node.data];
      if (left <= points.length) return [node, points.slice(0, left).join("").length];
      left -= points.length;
    }
    return null;
  }
  return null;
}

// The selected words with their place in Document.text; null if they do not stand in one block.
export function readSelection(text) {
  const selection = getSelection();
  if (!selection || selection.isCollapsed || !selection.rangeCount) return null;
  const range = selection.getRangeAt(0);
  const block = (range.startContainer.parentElement || text).closest("[data-start]");
  if (!block || !text.contains(block) || !block.contains(range.endContainer)) return null;
  const before = document.createRange();
  before.selectNodeContents(block);
  before.setEnd(range.startContainer, range.startOffset);
  const raw = range.toString();
  const quote = raw.trim();
  if (!quote) return null;
  const start = Number(block.dataset.start) + size(before.toString()) + size(raw.slice(0, raw.indexOf(quote)));
  return { quote, start_char: start, end_char: start + size(quote) };
}
