"""What stands in front of a claim's own clause: connectives, 'according to …', 'it shows that'."""

import re

from extractors.alternatives import alternatives
from extractors.vocabulary import read_table

_CONNECTIVES = alternatives([row["words"] for row in read_table("lead_phrases")])
_CONNECTIVE = re.compile(
    rf"[\"“‘'«]?(?:(?:{_CONNECTIVES})\s*,|(?:but|and|yet|so)(?=\s))\s*", re.IGNORECASE
)
_ACCORDING = re.compile(
    r"(?:according\s+to|as\s+(?:shown|reported|noted|stated|indicated|mentioned)\s+(?:in|by|above)?"
    r"|based\s+on|drawing\s+on|on\s+the\s+basis\s+of)\s[^,;:()]{2,120},\s+",
    re.IGNORECASE,
)
_FRAME = re.compile(
    r"[^.;:()]{0,120}?(?<!\w)(?:shows?|showed|finds?|found|reveals?|revealed|notes|noted|confirms?"
    r"|confirmed|explains?|explained|describes|described|indicates?|indicated|highlights?|highlighted"
    r"|suggests?|suggested|illustrates?|concludes?|concluded|demonstrates?|points\s+out|outlines"
    r"|examines|explores|says|said|states|stated|reports|reported|it\s+(?:emerged|appears|follows)"
    r"|estimates|argues|observes|observed|clear|known|evident|emerges|emerged)\s+(?:that|how|why)\s+",
    re.IGNORECASE,
)


def skip_lead(text: str, start: int, phrase_start: int) -> int:
    """Where the clause of a claim begins, behind the words that only lead to it.

    'By contrast, five Member States …' begins at 'five', and so does 'The inform shows how five
    Member States …'; words of place, time and condition ('In 2024,', 'Of the 22,') stay.
    """
    for pattern in (_CONNECTIVE, _ACCORDING, _FRAME, _CONNECTIVE):
        found = pattern.match(text, start, phrase_start)
        if found is not None:
            start = found.end()
    return start
