# ruff: noqa: INP001 -- a script, not a module of a package
"""Build ``extractors/data/months.csv`` from CLDR through Babel.

Usage: ``python tools/build_month_names.py > extractors/data/months.csv``

Wide and abbreviated forms, as used beside a day and alone, without a final full stop.
"""

import csv
import sys

from babel import Locale
from babel.core import get_cldr_version

LANGUAGES = tuple(
    "en bg cs da de el es et fi fr ga hr hu it lt lv mt nl pl pt ro sk sl sv nb uk".split()  # noqa: SIM905
)
TAGS = {"nb": "no"}
EXTRA = {"en": {"Sept": 9}, "de": {"Sept": 9, "Jänner": 1}, "fr": {"janv": 1, "sept": 9}}


def main() -> None:
    """Write the table to standard output, sorted by language and month."""
    writer = csv.writer(sys.stdout, lineterminator="\n")
    sys.stdout.write("# Names of months: CLDR through Babel. Made by tools/build_month_names.py.\n")
    writer.writerow(["language", "name", "month", "source"])
    source = f"CLDR {get_cldr_version()}"
    for language in LANGUAGES:
        months = Locale.parse(language).months
        names: dict[str, int] = {}
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in months[context][width].items():
                    plain = name.rstrip(".").strip()
                    if len(plain) >= 3 and not plain[0].isdigit():
                        names.setdefault(plain, number)
        names |= EXTRA.get(language, {})
        for name, number in sorted(names.items(), key=lambda item: (item[1], item[0])):
            writer.writerow([TAGS.get(language, language), name, number, source])


if __name__ == "__main__":
    main()
