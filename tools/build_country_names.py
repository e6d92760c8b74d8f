# ruff: noqa: INP001 -- a script, not a module of a package
"""Build ``extractors/data/country_names.csv`` from CLDR through Babel; run it after a new CLDR.

Usage: ``python tools/build_country_names.py > extractors/data/country_names.csv``

A name is left out where the same word means two territories in one language. The table holds only
what CLDR prints: nominative forms, no inflection.
"""

import csv
import sys

import babel
from babel import Locale
from babel.core import get_cldr_version

from extractors.vocabulary import load_vocabulary

LANGUAGES = (
    "bg cs da de el es et fi fr ga hr hu it lt lv mt nl pl pt ro sk sl sv nb uk".split()  # noqa: SIM905
)
TAGS = {"nb": "no"}


def main() -> None:
    """Write the table to standard output, sorted by language and code."""
    writer = csv.writer(sys.stdout, lineterminator="\n")
    sys.stdout.write(
        f"# Names of countries in the EU's languages, Norwegian and Ukrainian: CLDR through Babel "
        f"{babel.__version__}.\n# Made by tools/build_country_names.py; further forms go into "
        "country_names_extra.csv.\n"
    )
    writer.writerow(["language", "name", "iso2", "source"])
    source = f"CLDR {get_cldr_version()}"
    for language in LANGUAGES:
        owners: dict[str, set[str]] = {}
        territories = Locale.parse(language).territories
        for iso2 in load_vocabulary().countries:
            name = territories.get(iso2)
            if name and len(name) > 2:
                owners.setdefault(name, set()).add(iso2)
        for name, iso2s in sorted(owners.items(), key=lambda item: (sorted(item[1]), item[0])):
            if len(iso2s) == 1:
                writer.writerow([TAGS.get(language, language), name, *iso2s, source])


if __name__ == "__main__":
    main()
