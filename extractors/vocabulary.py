"""The tables in ``extractors/data`` as lookups: countries, groups, instruments, cue words."""

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from schemas.extraction import Iso2


@dataclass(frozen=True, slots=True)
class Country:
    """A row of ``countries.csv``."""

    iso2: Iso2
    eu_code: str
    short_name: str
    official_name: str
    aliases: tuple[str, ...]
    demonyms: tuple[str, ...]
    emn_role: str
    """``member``, ``observer``, ``former_member``, ``eu_not_emn`` or empty."""
    emn_since: str
    """ISO date or empty."""
    eu_since: str
    eu_until: str

    def is_eu_member(self, date: str) -> bool:
        """Whether it was a Member State of the EU on the ISO ``date`` (any prefix of one)."""
        if not self.eu_since or self.eu_since[: len(date)] > date:
            return False
        return not self.eu_until or date <= self.eu_until[: len(date)]

    def is_emn_member(self, date: str) -> bool:
        """Whether it was an EMN Member Country on the ISO ``date`` (any prefix of one)."""
        if self.emn_role == "former_member":
            return self.emn_since[: len(date)] <= date <= self.eu_until[: len(date)]
        return self.emn_role == "member" and self.emn_since[: len(date)] <= date

    def is_emn_observer(self, date: str) -> bool:
        """Whether it was an EMN Observer Country on the ISO ``date`` (any prefix of one)."""
        return self.emn_role == "observer" and self.emn_since[: len(date)] <= date


@dataclass(frozen=True)
class Vocabulary:
    """All tables, read once per process."""

    countries: dict[Iso2, Country]
    """By iso2, in the order of the table."""
    codes: dict[str, Iso2]
    """Every two-letter code that may stand in a list, EL and UK included, upper case."""
    names: dict[str, Iso2]
    """Short, official and other English names, as written, without an article in front."""
    demonyms: dict[str, Iso2]
    """Demonyms that belong to one country only."""
    ambiguous_demonyms: dict[str, tuple[Iso2, ...]]
    ambiguous_codes: frozenset[str]
    word_codes: frozenset[str]
    """Of them those that are plain words, which nobody writes in capitals inside a sentence."""
    """Codes that are also words or abbreviations of the genre: 'IT', 'HR', 'NO', 'MS'."""


def read_table(name: str) -> list[dict[str, str]]:
    """Rows of ``extractors/data/<name>.csv``; lines that begin with ``#`` are comments."""
    lines = (files("extractors") / "data" / f"{name}.csv").read_text(encoding="utf-8").splitlines()
    return list(csv.DictReader(line for line in lines if not line.startswith("#")))


@cache
def load_vocabulary() -> Vocabulary:
    """The vocabulary of this installation; costs a few milliseconds once."""
    countries: dict[Iso2, Country] = {}
    codes: dict[str, Iso2] = {}
    names: dict[str, Iso2] = {}
    owners: dict[str, list[Iso2]] = {}
    for row in read_table("countries"):
        country = Country(
            iso2=row["iso2"],
            eu_code=row["eu_code"],
            short_name=row["short_name_en"],
            official_name=row["official_name_en"],
            aliases=tuple(filter(None, row["aliases"].split("|"))),
            demonyms=tuple(filter(None, row["demonyms"].split("|"))),
            emn_role=row["emn_role"],
            emn_since=row["emn_since"],
            eu_since=row["eu_since"],
            eu_until=row["eu_until"],
        )
        countries[country.iso2] = country
        codes[country.iso2] = codes[country.eu_code] = country.iso2
        for name in (country.short_name, country.official_name, *country.aliases):
            plain = name.removeprefix("The ")
            names.setdefault(plain, country.iso2)
            names.setdefault(plain.replace(" and ", " & "), country.iso2)
        for demonym in country.demonyms:
            owners.setdefault(demonym, []).append(country.iso2)
    return Vocabulary(
        countries=countries,
        codes=codes,
        names=names,
        demonyms={word: iso2s[0] for word, iso2s in owners.items() if len(iso2s) == 1},
        ambiguous_demonyms={word: tuple(iso2s) for word, iso2s in owners.items() if len(iso2s) > 1},
        ambiguous_codes=frozenset(row["code"] for row in read_table("ambiguous_codes")),
        word_codes=frozenset(
            row["code"] for row in read_table("ambiguous_codes") if row["also"] == "English word"
        ),
    )
