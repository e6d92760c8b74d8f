"""How numbers of list items and notes are written: ``3``, ``iii``, ``c``, ``‡``."""

NUMBERINGS = frozenset("1aAiI*")
"""As in the ``type`` of an HTML list; ``*`` stands for signs."""

_SIGNS = "*†‡§"
"""The order of the Chicago manual, which Word follows; then each is doubled, and so on."""
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


def format_number(number: int, kind: str) -> str:
    """``number`` in one of ``NUMBERINGS``; what cannot be written so is written in digits.

    Letters go on after ``z`` with ``aa``, ``bb``, as Word has it.

    >>> [format_number(28, kind) for kind in "1aiI"], format_number(6, "*")
    (['28', 'bb', 'xxviii', 'XXVIII'], '††')
    """
    if not 0 < number < 4000 or kind == "1":
        return str(number)
    if kind == "*":
        return _SIGNS[(number - 1) % len(_SIGNS)] * ((number - 1) // len(_SIGNS) + 1)
    if kind in "aA":
        letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter.upper() if kind == "A" else letter
    roman = ""
    for value, sign in _ROMAN:
        count, number = divmod(number, value)
        roman += sign * count
    return roman.upper() if kind == "I" else roman
