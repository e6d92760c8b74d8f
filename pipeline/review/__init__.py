"""Review: people decide about differences, item by item, and truth grows by it.

``decisions`` is the append-only log, ``anchors`` finds a place again in a changed text, ``editing``
changes a truth, ``desk`` puts them together; ``web`` is the page on top of the desk.
"""
