"""What the role of a state machine needs, from its definition alone, however it was written."""

from __future__ import annotations

from newel.permissions.derive import of_definition
from newel.permissions.keys import keys_of
from newel.permissions.report import Report, report
from newel.permissions.substitutions import Bound, bind

__all__ = ["Bound", "Report", "bind", "keys_of", "of_definition", "report"]
