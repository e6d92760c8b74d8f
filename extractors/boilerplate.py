"""Standing text: what every document of the network repeats and nobody reads for its content."""

from schemas.document import Document


def find_boilerplate(document: Document) -> tuple[tuple[int, int], ...]:
    """Stretches ``[start, end)`` of standing text in ``document.text``, sorted, apart."""
    stretches: list[tuple[int, int]] = []
    inside = False
    for block in document.blocks:
        words = document.text[block.start_char : block.end_char].strip(" :").lower()
        if block.role == "note":
            break
        if words in {"the emn", "contact", "about the emn", "keeping in touch with the emn"}:
            inside = True
        if inside:
            stretches.append((block.start_char, block.end_char))
    return tuple(stretches)
