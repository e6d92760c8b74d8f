"""Year and event of an instrument, from the clause around its mention.

A year is taken only where it is printed with the instrument ('(2022)', 'of 2016', 'the 2022
Declaration') or with the verb of its event ('signed in July 2023'); any other year is of something
else. Signed is not in force: each verb gives its own event, the one that stands first is taken.
"""

import re
from functools import cache
from typing import Literal, NamedTuple, cast

from extractors.alternatives import alternatives
from extractors.vocabulary import read_table
from schemas.extraction import EventKind

AFTER_CHARS = 150
BEFORE_CHARS = 110
_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December|"
    r"Jan\.?|Feb\.?|Mar\.?|Apr\.?|Jun\.?|Jul\.?|Aug\.?|Sept?\.?|Oct\.?|Nov\.?|Dec\.?)"
)
_DATE = (
    rf"(?:(?:early|mid|late|spring|summer|autumn|the end of|the beginning of)[ -])?"
    rf"(?:\d{{1,2}}(?:st|nd|rd|th)?\s)?(?:{_MONTH}\s)?(?P<year>(?:19|20)\d\d)"
    rf"(?!\s?[-–/]\s?\d|\d|\s+(?:and|to)\s+(?:19|20)\d\d)"
)
_YEAR_AFTER_VERB = re.compile(
    rf"(?<!\w)(?:in|on|since|from|of|as of|as from|effective)\s+(?:the\s)?{_DATE}"
)
_YEAR_NEXT = re.compile(
    rf"(?:\s\([^()]*\))?(?:\s(?:with|between)\s[\w ,’'-]{{1,60}}?)?"
    rf"\s(?:in|on|since)\s(?:the\s)?{_DATE}"
)
_YEAR_AT_ONCE = re.compile(
    r"\s*(?:\((?:of\s)?|,?\s(?:of|from|since|dated|dates from|dates back to|dating from)\s)"
    rf"{_DATE}(?!\w)"
)
_YEAR_IN_FRONT = re.compile(r"(?P<word>\S+\s+)?(?<![\d–/-])(?P<year>(?:19|20)\d\d)\s+\Z")
_TALKS = re.compile(r"(?:in )?(?:talks|negotiations?|discussions|consultations)(?!\w)")
_TALKS_BEHIND = re.compile(r"\s(?:negotiations?|talks)(?!\w)")
"""'the readmission agreement negotiations with Iraq'."""
_TALKS_DATED = re.compile(
    rf"\s(?:began|begun|started|opened|launched|resumed|concluded|completed|finali[sz]ed|ended|held|"
    rf"suspended|stalled|failed|broke down|took place|under way|underway|ongoing|put on hold)"
    rf"\s(?:in|on|since)\s(?:the\s)?{_DATE}"
)
"""When there were talks on it: 'talks on an agreement began in 2022'."""
_YEAR_OPENS = re.compile(rf"(?:\A|[,;]\s+)(?:[Ii]n|[Oo]n)\s+{_DATE},?\s+(?!\d)")
_TIME_WORDS = frozenset(
    ["in", "since", "from", "by", "of", "until", "till", "between", "and", "to", "during", "for"]
)
_NEGATION = re.compile(
    r"(?<!\w)(?:not|never|without having|yet to|neither|nor|failed to|refused to|no longer|n['’]t|"
    r"must|should|needs? to|ought to|has to|have to)"
    r"(?:\s\w+){0,3}\s*\Z"
)
_INTENTION = re.compile(
    r"(?<!\w)(?:will|would|shall|plans? to|planned to|planning to|intends? to|intended to|"
    r"aims? to|expected to|due to|wish(?:es)? to|hopes? to|considering|to be|could|may|might)"
    r"(?:\s(?:be|also|soon|have|been|shortly))*\s*\Z"
)
_DECISION = re.compile(
    r"(?<!\w)(?:agree[ds]?|decid(?:ed|es|ing)|want(?:s|ed)?|propos(?:ed|es|ing|al)|pledged?|"
    r"promis(?:ed|es)|undertook|offer(?:ed|s)?|ready|willing|seek(?:s|ing)?|sought|committed|"
    r"preparing|prepares?|about|scheduled|set|mandate|announced|hoping|keen|called on \w+)\s"
    r"(?:(?:with|in)\s[\w ]{1,40}\s)?to(?:\s(?:be|also|soon|jointly))*\s*\Z"
)
"""What follows is resolved, not done: 'agreed to sign', 'proposed to conclude'."""
_PASSIVE = re.compile(
    r"(?:(?<!\w)(?:was|were|is|are|been|being|be|got)(?:\s(?:also|already|first|then|later|most|"
    r"since|jointly|\w+ly))*|[,(–—-]|\A)\s*\Z"
)
_STOP = re.compile(
    r"[;:]|\.\s|,?\s(?:while|whilst|whereas|although|because|if|when|"
    r"but(?!\s(?:(?:it|they)\s)?(?:was|were|has|have|had|is|are|later|since|then|now|never)\s))\s"
)
_STOP_IN_FRONT = re.compile(rf"{_STOP.pattern}|,?\s(?:which|who|that)\s")
"""Behind these, and behind another verb, a year is no longer that of the verb in front."""
_BARRIER = re.compile(
    r"[;:.]|(?<!\w)(?:which|that(?! (?:it|they) (?:would|will)\s)|who|whose|while|whilst|whereas|"
    r"but|by|under|within|through|via|during|pursuant)(?!\w)"
)
_NO_OBJECT = re.compile(
    r"(?:\A|\s)(?:with|in|by|at|from|to|into|as|on the basis of|need for|importance of)\s"
    r"(?:(?:the|an?|its|their|existing)\s)*\Z"
)
"""'ended with the …', 'proposed to discuss it in the …': what follows is no object."""
_INNER = re.compile(
    r"(?:\sto|\sthat (?:it|they) (?:would|will))\s(?!(?:an?|the|its|their|all|both)\s)"
    r"(?P<verb>(?P<first>[a-z]+)(?: (?:up|on|out|towards|into|in place))?)\s"
    r"(?P<object>(?:an?|the|its|their|new)\s)?"
)
"""What was proposed or agreed to be done with it: 'agreed with B to draw up a'."""
_ASPECT = re.compile(
    r"(?<!text)(?<!terms)(?<!conclusion)(?<!wording)(?<!content)(?<!signature)(?<!series)(?<!set)"
    r"(?<!number)(?<!draft)(?<!version)\sof\s(?:(?:the|an?|its|their)\s)*\Z"
)
"""'agreed on the merits of the': not the text itself."""
_REDUCED = re.compile(r"\s*(?:\([^()]*\)\s*)?(?:(?:with|between)\s[\w ,’'-]{1,50}\s)?")
_FRONTED = re.compile(
    r"\s*(?P<verb>Signed|Concluded|Initialled|Negotiated|Agreed|Adopted|Renewed|Launched|Established)"
    r"(?:\s(?:by|with|between)\s(?:[\w’'-]+,?\s){0,9}?[\w’'-]+)?"
    rf"(?:\s(?:in|on)\s(?:the\s)?{_DATE})?,\s(?:the|this|its|their|an?)\s"
)
"""'Signed by A and B in 2019, the …'."""
_INSIDE = re.compile(
    r"[\w)]\s(?:under|within|through|via|pursuant to|as part of|thanks to|based on)\s"
    r"(?:(?:the|an?|its|their|this|new|existing|bilateral)\s)*\Z"
)
_ASIDE = re.compile(
    r"(?:\s(?:with|between)\s[\w ’'-]{1,50}?)?,\swhich\s[^,;:.]{3,120},"
    r"(?=\s(?:was|were|is|are|has|have|had|came|will|[a-z]+ed)\s)"
)
"""', which had been negotiated since 2020, entered into force': the main verb stands behind."""
_INTRANSITIVE = frozenset(["started", "opened", "ended", "followed", "expired", "lapsed", "dates"])
_APPOSED = re.compile(
    r",\s(?:(?:which|that)\s)?(?:(?:was|were|has been|have been)\s)?(?:(?:first|\w+ly)\s)?"
)
_FINITE = re.compile(r"(?<!\w)(?:is|are|was|were|has|have|had|been|will)(?!\w)")
_ONE_VERB = re.compile(r"(?:,?\s(?:and|or)\s|/)(?:(?:was|were|has been|have been)\s)?(?:\w+ly\s)?")
"""'negotiated and signed in 2019': one year for both."""
_GOES_ON = re.compile(
    r"(?:,|,?\s(?:and|but))\s(?:(?:it|they)\s)?(?:(?:was|were|has|have|been|later|then|since|again|last|\w+ly)\s)+"
)
"""'dates back to 2017 and was …': another verb of the same subject."""
_DONE = re.compile(r"\w+ed\Z|struck\Z|frozen\Z")
_SELF_SUFFICIENT = ("force", "effect", "under ", "being ", "was ", "were ", "has ", "is ", "are ")


Dated = Literal["dated"]
DATED: Dated = "dated"
"""In the table of verbs: no event of a life, but the year beside it is the instrument's own."""
_IS = re.compile(r"(?<!\w)(?:was|were|is|are|been|being|be)(?:\s\w+ly|\salso|\sfirst|\sthen)?\s*\Z")


class Event(NamedTuple):
    """An event and, where printed with it, its year."""

    kind: EventKind | None
    year: int | None


class _Cues(NamedTuple):
    before: re.Pattern[str]
    after: re.Pattern[str]
    events_before: dict[str, EventKind | Dated | None]
    events_after: dict[str, EventKind | Dated | None]
    inner: frozenset[str]
    """Verbs that leave it to come behind 'agreed to', 'proposed to'."""


@cache
def _load_cues() -> _Cues:
    before: dict[str, EventKind | Dated | None] = {}
    after: dict[str, EventKind | Dated | None] = {}
    inner: set[str] = set()
    for row in read_table("instrument_verbs"):
        if row["place"] == "inner":
            inner.add(row["cue"])
            continue
        event = cast("EventKind | Dated | None", row["event"] or None)
        if row["place"] in ("before", "both"):
            before[row["cue"]] = event
        if row["place"] in ("after", "both"):
            after[row["cue"]] = event

    def either(cues: dict[str, EventKind | Dated | None]) -> re.Pattern[str]:
        return re.compile(rf"(?<![\w-])(?:{alternatives(cues)})(?![\w-])", re.IGNORECASE)

    return _Cues(either(before), either(after), before, after, frozenset(inner))


def get_event_of_verb(verb: str) -> EventKind | Dated | None:
    """What a verb tells of its object: 'signed', 'launched'; None for any other word."""
    return _load_cues().events_before.get(verb)


def has_event(text: str, start: int, end: int) -> bool:
    """Whether a word between tells the event of what stands in front: 'the MoU signed with A'."""
    return _load_cues().after.search(text, start, end) is not None


def find_event(
    text: str, start: int, end: int, low: int, high: int, *, relative: Event | None = None
) -> Event:
    """The event of the mention at ``text[start:end]``.

    ``low`` and ``high`` bound what may be looked at: its sentence, cut at the next mentions.
    ``relative``: what a relative clause of its own says.
    """
    talks = _TALKS_BEHIND.match(text, end, high)
    if talks is not None:
        return _date_talks(text, talks.end(), high)
    front = _event_in_front(text, start, end, low, high)
    if front.kind is not None:
        return front
    aside = _ASIDE.match(text, end, high)
    if aside is not None:
        main = _event_behind(text, aside.end(), high, is_inside=False)
        if main.kind is not None:
            return main
    if relative is not None:
        return relative
    fronted = _FRONTED.fullmatch(text, low, start)
    if fronted is not None:
        kind = get_event_of_verb(fronted["verb"].lower())
        year = fronted["year"]
        return Event(None if kind == DATED else kind, int(year) if year else None)
    is_inside = _INSIDE.search(text, max(low, start - BEFORE_CHARS), start) is not None
    behind = _event_behind(text, end, high, is_inside=is_inside)
    return behind if behind != Event(None, None) else front


def _date_talks(text: str, end: int, high: int) -> Event:
    limit = min(high, end + AFTER_CHARS)
    dated = _YEAR_NEXT.match(text, end, limit) or _TALKS_DATED.search(text, end, limit)
    return Event("negotiated", None if dated is None else int(dated["year"]))


def find_year(text: str, start: int, end: int, low: int, high: int) -> int | None:
    """The year printed directly with the mention: '(2022)', 'of 18 March 2016', 'the 2022 …'."""
    at_once = _YEAR_AT_ONCE.match(text[end : min(high, end + 50)])
    if at_once is not None:
        return int(at_once["year"])
    in_front = _YEAR_IN_FRONT.search(text[max(low, start - 40) : start])
    if in_front is not None:
        word = (in_front["word"] or "").strip().lower()
        if word not in _TIME_WORDS and not word.endswith(","):
            return int(in_front["year"])
    return None


def find_next_year(text: str, end: int, high: int) -> int | None:
    """The year in the mention's own phrase, for one that shares the verb of another."""
    found = _YEAR_NEXT.match(text[end : min(high, end + AFTER_CHARS)])
    return None if found is None else int(found["year"])


def _event_in_front(text: str, start: int, end: int, low: int, high: int) -> Event:
    """'signed … an MoU': the last verb in front with nothing but its object in between."""
    cues = _load_cues()
    begin = max(low, start - BEFORE_CHARS)
    verbs = list(cues.before.finditer(text, begin, start))
    if not verbs:
        return Event(None, None)
    found = verbs[-1]
    between = text[found.end() : start]
    if _BARRIER.search(between) or between.count(",") > 1 or _NO_OBJECT.search(between):
        return Event(None, None)
    lead = text[max(low, found.start() - 40) : found.start()]
    if _DONE.search(found.group()) and (_IS.search(lead) or _is_of_mention(text, low, found)):
        return Event(None, None)  # 'was signed, and …': a passive has no object
    cue = found.group().lower()
    event = cues.events_before[cue]
    if event == "announced" or cue.startswith("agree"):
        event = _judge_inner(cue, event, between)
    kind = None if event == DATED else _judge(event, lead, between)
    if kind is None and (event != DATED or _NEGATION.search(lead)):
        return Event(None, None)
    stop = _STOP_IN_FRONT.search(text, end, high) or cues.after.search(text, end, high)
    limit = min(high if stop is None else stop.start(), end + AFTER_CHARS)
    dated = (
        _YEAR_NEXT.match(text[end:limit])
        or _YEAR_AFTER_VERB.search(between)
        or _YEAR_AFTER_VERB.search(text[end:limit])
    )
    if dated is None and _TALKS.match(cue):
        dated = _TALKS_DATED.search(text[end : min(high, end + AFTER_CHARS)])
    if dated is None:
        dated = _YEAR_OPENS.search(text[low : found.start()])
    return Event(kind, None if dated is None else int(dated["year"]))


def _judge_inner(
    cue: str, event: EventKind | Dated | None, between: str
) -> EventKind | Dated | None:
    """What 'agreed' or 'proposed' says of a text that they agreed or proposed to do something with.

    >>> _judge_inner("agreed to", "signed", " draw up a ")
    'announced'
    >>> _judge_inner("proposed", "announced", " to use the ") is None
    True
    """
    inner = _INNER.search(f" to{between}" if cue.endswith(" to") else between)
    if inner is None:
        return None if cue.startswith("agree") and _ASPECT.search(between) else event
    if inner["verb"] in _load_cues().inner or inner["first"] in _load_cues().inner:
        return "announced"
    return event if cue.startswith("agree") and inner["object"] is None else None


def _is_of_mention(text: str, low: int, verb: re.Match[str]) -> bool:
    """Whether a participle belongs to the mention that ends at ``low``: 'the MoU signed in …'."""
    is_behind = low > 0 and not text[low - 1].isspace()
    return is_behind and text[low : verb.start()] in (" ", ", ")


def _event_behind(text: str, end: int, high: int, *, is_inside: bool) -> Event:
    """'the MoU was signed in 2021', 'the agreement, in force since 2008'.

    ``is_inside``: the verb of the sentence is of something else ('a pilot under the MoU began').
    """
    cues = _load_cues()
    stop = _STOP.search(text, end, high)
    limit = min(high if stop is None else stop.start(), end + AFTER_CHARS)
    own_year = None
    for found in cues.after.finditer(text, end, limit):
        cue = found.group().lower()
        lead = text[end : found.start()]
        is_passive = _PASSIVE.search(lead) is not None or cue.startswith(_SELF_SUFFICIENT)
        if not (is_passive or "force" in cue or "effect" in cue or _is_reduced(lead)):
            continue
        if is_inside and not _is_apposed(cue, lead):
            return Event(None, None)
        event = cues.events_after[cue]
        kind = None if event == DATED else _judge(event, lead, "")
        if kind is None and (event != DATED or _NEGATION.search(lead)):
            return Event(None, None)
        other = cues.after.search(text, found.end(), limit)
        is_one = other is None or _ONE_VERB.fullmatch(text, found.end(), other.start()) is not None
        until = limit if other is None or is_one else other.start()
        dated = _YEAR_AFTER_VERB.search(text, max(end, found.start() - 1), until)
        if cue.endswith(("since", "from", "in", "on")):
            dated = _YEAR_AFTER_VERB.search(text, found.end() - len(cue.split()[-1]), limit)
        year = own_year or (None if dated is None else int(dated["year"]))
        if (
            event != DATED
            or own_year is not None
            or _GOES_ON.search(text, found.end(), limit) is None
        ):
            return Event(kind, year)
        own_year = year
    return Event(None, own_year)


def _is_apposed(cue: str, lead: str) -> bool:
    """Whether the verb is of the mention and not of what is under it: 'under the MoU signed'."""
    if cue in _INTRANSITIVE:
        return False
    is_phrase = _REDUCED.fullmatch(lead) is not None and _FINITE.search(f"{lead}{cue}") is None
    return is_phrase or _APPOSED.fullmatch(lead) is not None


def _is_reduced(lead: str) -> bool:
    """Whether a participle follows the mention at once: 'the MoU signed in 2021'."""
    return _REDUCED.fullmatch(lead) is not None


def _judge(event: EventKind | None, lead: str, between: str) -> EventKind | None:
    """The event with what stands in front of the verb: not → none, will → announced."""
    if _NEGATION.search(lead) or re.match(r"\s(?:no|neither)\s", between):
        return None
    is_meant = _INTENTION.search(lead) is not None
    if event in ("suspended", "terminated"):
        return None if is_meant else event
    if event == "amended":
        return "announced" if is_meant else event
    is_meant = is_meant or _DECISION.search(lead) is not None
    return "announced" if is_meant and event in ("signed", "in_force", "initialled") else event
