"""What executions of a machine cost: from what one does, or from the definition alone, and a table of prices."""

from __future__ import annotations
