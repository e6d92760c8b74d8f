"""What a bad file of these tests is: its name, and its bytes or what makes them."""

from collections.abc import Callable
from typing import TypeAlias

Case: TypeAlias = tuple[str, bytes | Callable[[], bytes]]
"""Large ones are made only when they are asked for."""
