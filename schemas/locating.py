"""Evidence with its place on the page, from where each word is printed."""

from bisect import bisect_right

from schemas.document import Evidence, Location, WordLocations


class Locator:
    """Finds the printed lines of any stretch of one text; without words, evidence has no page."""

    def __init__(self, text: str, words: WordLocations) -> None:
        """``words`` in the order of the text, as in ``Document.word_locations``."""
        self.text = text
        self._words = words

    def get_evidence(self, start: int, end: int) -> Evidence:
        """The text at ``[start, end)`` as evidence, with page and boxes where there are any."""
        quote = self.text[start:end]
        lines = self._list_lines(start, end) if self._words else []
        if not lines:
            return Evidence(quote=quote, start_char=start, end_char=end)
        return Evidence(
            quote=quote,
            start_char=start,
            end_char=end,
            page=lines[0].page,
            bbox=lines[0].bbox,
            locations=tuple(lines) if len(lines) > 1 else (),
        )

    def _list_lines(self, start: int, end: int) -> list[Location]:
        """One location per printed line: words of one page, at one height, from left to right."""
        lines: list[Location] = []
        index = max(0, bisect_right(self._words.starts, start) - 1)
        while index < len(self._words) and self._words[index].start_char < end:
            word = self._words[index]
            index += 1
            if word.end_char <= start:
                continue
            last = lines[-1] if lines else None
            if (
                last is not None
                and last.page == word.page
                and abs(last.bbox[3] - word.bbox[3]) < (word.bbox[3] - word.bbox[1]) / 2
                and word.bbox[0] >= last.bbox[0]
            ):
                x0, top, x1, bottom = last.bbox
                lines[-1] = Location(
                    page=last.page,
                    bbox=(
                        min(x0, word.bbox[0]),
                        min(top, word.bbox[1]),
                        max(x1, word.bbox[2]),
                        max(bottom, word.bbox[3]),
                    ),
                )
            else:
                lines.append(Location(page=word.page, bbox=word.bbox))
        return lines
