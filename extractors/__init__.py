"""What reads a document: extractors, checkers, and the tables and matchers that they share.

spaCy loads its own command line whenever it is imported, for the sake of ``spacy.info``: typer,
httpx, requests and two hundred modules more, four tenths of its start. Whoever imports this package
before spaCy does without them.
"""

import sys
from types import ModuleType
from typing import Any

_INFO = "spacy.cli.info"


def _info(*arguments: Any, **options: Any) -> Any:
    """``spacy.info``; loads spaCy's command line when somebody does call it."""
    sys.modules.pop(_INFO, None)
    from spacy.cli.info import info

    return info(*arguments, **options)


if "spacy" not in sys.modules:
    _stand_in = ModuleType(_INFO, "Stands in for the module of spaCy until it is called.")
    _stand_in.__dict__["info"] = _info
    sys.modules[_INFO] = _stand_in
