"""Around a function's code: its path, its modules, its environment, its output, apart from everything else's.

Two functions may each have an `app.py` and a `helpers.py`; each sees its own. Powertools and other loggers keep
the stream that they found when they were made, so a function has one stream for life, drained call by call.
"""

from __future__ import annotations

import contextlib
import io
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping
    from types import ModuleType


class Stage:
    """Where a function's code runs.

    Parameters
    ----------
    root
        The folder of its code.
    """

    def __init__(self, root: Path) -> None:
        self.root = root.resolve()
        self._modules: dict[str, ModuleType] = {}
        self._stream = io.StringIO()

    @contextlib.contextmanager
    def entered(self, environment: Mapping[str, str]) -> Generator[None]:
        """Run the block as the function's code runs, with `environment` on top of ours."""
        before, path = dict(os.environ), list(sys.path)
        shadowed = self._make_room()
        others = set(sys.modules)
        sys.modules.update(self._modules)
        sys.path.insert(0, str(self.root))
        os.environ.update(environment)
        try:
            with contextlib.redirect_stdout(self._stream), contextlib.redirect_stderr(self._stream):
                yield
        finally:
            os.environ.clear()
            os.environ.update(before)
            sys.path[:] = path
            self._take_back(others)
            sys.modules.update(shadowed)

    def drain(self) -> str:
        """Return what the function wrote since the last time."""
        text = self._stream.getvalue()
        self._stream.seek(0)
        self._stream.truncate()
        return text

    def _make_room(self) -> dict[str, ModuleType]:
        """Take modules away that have the name of a module in the function's folder and come from elsewhere."""
        own = {path.stem for path in self.root.glob("*.py")} | {path.name for path in self.root.glob("*/")}
        names = [name for name in sys.modules if name.partition(".")[0] in own and name != "__main__"]
        return {name: sys.modules.pop(name) for name in names}

    def _take_back(self, others: set[str]) -> None:
        for name in sys.modules.keys() - others:
            file = getattr(sys.modules[name], "__file__", None)
            if isinstance(file, str) and self._owns(Path(file)):
                self._modules[name] = sys.modules.pop(name)

    def _owns(self, file: Path) -> bool:
        # An environment inside the code's folder (CodeUri: .) holds libraries, which all share.
        return file.is_relative_to(self.root) and "site-packages" not in file.parts
