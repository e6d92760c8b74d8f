"""Evidence with its place on the page, from where each word is printed."""

from schemas.document import BBox, Evidence, Location, WordLocations

_TEXT_FIELDS = {"quote", "start_char", "end_char"}
_ALL_FIELDS = set(Evidence.model_fields)
_LOCATION_FIELDS = set(Location.model_fields)


class Locator:
    """Finds the printed lines of any stretch of one text; without words, evidence has no page."""

    def __init__(self, text: str, words: WordLocations) -> None:
        """``words`` in the order of the text, as in ``Document.word_locations``."""
        self.text = text
        self._words = words
        self._has_words = len(words) > 0

    def get_evidence(self, start: int, end: int) -> Evidence:
        """The text at ``[start, end)`` as evidence, with page and boxes where there are any."""
        quote = self.text[start:end]
        if not self._has_words and start >= 0 and len(quote) == end - start:
            return Evidence.from_sure(
                {
                    "quote": quote,
                    "start_char": start,
                    "end_char": end,
                    "page": None,
                    "bbox": None,
                    "locations": (),
                },
                _TEXT_FIELDS,
            )
        lines = self._list_lines(start, end)
        if not lines:
            return Evidence(quote=quote, start_char=start, end_char=end)
        return Evidence.from_sure(
            {
                "quote": quote,
                "start_char": start,
                "end_char": end,
                "page": lines[0].page,
                "bbox": lines[0].bbox,
                "locations": tuple(lines) if len(lines) > 1 else (),
            },
            _ALL_FIELDS,
        )

    def _list_lines(self, start: int, end: int) -> list[Location]:
        """One location per printed line: words of one page, at one height, from left to right."""
        lines: list[tuple[int, BBox]] = []
        for _, _, page, word in self._words.iter_within(start, end):
            if lines:
                last_page, last = lines[-1]
                is_level = abs(last[3] - word[3]) < (word[3] - word[1]) / 2
                if last_page == page and is_level and word[0] >= last[0]:
                    lines[-1] = (page, _unite(last, word))
                    continue
            lines.append((page, word))
        return [
            Location.from_sure({"page": page, "bbox": bbox}, _LOCATION_FIELDS)
            for page, bbox in lines
        ]


def _unite(one: BBox, other: BBox) -> BBox:
    x0, top, x1, bottom = other
    return min(one[0], x0), min(one[1], top), max(one[2], x1), max(one[3], bottom)
