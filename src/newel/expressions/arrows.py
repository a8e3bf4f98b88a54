"""Functions of a kind that loops over arrays can call without a list of arguments."""

from __future__ import annotations

from .values import UNDEFINED, Function

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .compiler import Code, Frame
    from .limits import Meter
    from .values import Args, Value


class Arrow(Function):
    """A function of plain parameters and an expression: `(a, b) => a + b`.

    Parameters
    ----------
    code
        What computes its body.
    frame
        The frame in which it was made.
    count
        How many parameters it has.
    levels
        Levels of syntax of its body.
    effort
        What one call is worth in units of work, besides what its operations take themselves.
    """

    __slots__ = ("code", "count", "effort", "frame", "levels")

    def __init__(self, code: Code, frame: Frame, count: int, levels: int, effort: int) -> None:
        super().__init__("anonymous", self.apply)
        self.code = code
        self.frame = frame
        self.count = count
        self.levels = levels
        self.effort = effort

    def apply(self, meter: Meter, _this: Value, args: Args) -> Value:
        """Call it with any arguments."""
        count = self.count
        given = args[:count] if len(args) >= count else args + [UNDEFINED] * (count - len(args))
        meter.enter(self.levels, self.effort)
        result = self.code([meter, self.frame, *given])
        meter.leave(self.levels)
        return result
