"""Map: the same states for each item ("Map workflow state"), inside the execution or in executions of their own."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal

from newel.declared import asl, option
from newel.iam.distributed_map import derive_map
from newel.states import Failing
from newel.values import ContextValue, Jsonata, Path

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newel.chain import Chainable
    from newel.iam import Derived
    from newel.items import Batcher, Reader, Writer
    from newel.render import Renderer
    from newel.values import Dynamic, Integer, Value

_LABEL_LENGTH = 40
_LABEL = re.compile(r"[^?*<>{}\[\]:;,\\|^~$#%&`\"\s\x00-\x1f\x7f-\x9f]+")
"""What a label may hold ("Map state in Distributed mode": Label)."""


class _Each(Failing):
    """What both modes have.

    Parameters
    ----------
    item_processor
        What is done for each item: a state, or a chain of them; nothing in it goes to a state outside.
    items
        The items: a path to a list, or an object (JSONPath); a list, or an expression that gives one (JSONata). By
        default the state's input.
    item_selector
        What the processor gets for each item, by default the item: `context.map.item.value` and
        `context.map.item.index` stand for it and for its place.
    parameters
        The former name of `item_selector` (JSONPath).
    iterator
        Whether the processor is to have its former name, `Iterator`, as definitions have it that are older than 2022.
    max_concurrency
        How many items are processed at once; 0 sets no limit.
    tolerated_failure_count, tolerated_failure_percentage
        How many of the items may fail before the state does.
    """

    type = "Map"

    item_processor: Chainable = option()
    items: Path | ContextValue | Jsonata | Sequence[Value] | Mapping[str, Value] | None = option(default=None)
    item_selector: Mapping[str, Value] | Jsonata | None = asl("ItemSelector", "payload", default=None)
    parameters: Mapping[str, Value] | None = asl(
        "Parameters", "payload", only="JSONPath", instead="item_selector=", default=None
    )
    iterator: bool = option(default=False)
    max_concurrency: Integer | None = asl("MaxConcurrency", "count", least=0, default=None)
    tolerated_failure_count: Integer | None = asl("ToleratedFailureCount", "count", least=0, default=None)
    tolerated_failure_percentage: float | Dynamic | None = asl("ToleratedFailurePercentage", "percentage", default=None)

    def body(self, renderer: Renderer) -> dict[str, Any]:
        """The state's members; see `State.body`."""
        if self.item_selector is not None and self.parameters is not None:
            raise renderer.error("it has item_selector and parameters", hint="write item_selector alone")
        if not isinstance(self.item_selector, Mapping | Jsonata | None):  # pyright: ignore[reportUnnecessaryIsInstance]
            raise renderer.error(
                f"item_selector={self.item_selector!r} is no object", hint='write item_selector={"row": ...}'
            )
        body = {**super().body(renderer), "Iterator" if self.iterator else "ItemProcessor": self._processor(renderer)}
        if self.items is None:
            return body
        if renderer.language == "JSONata":
            return {**body, "Items": renderer.value(self.items, "items")}
        if not isinstance(self.items, Path | ContextValue):
            raise renderer.error("items is a path in JSONPath", hint='write items=path("$.rows")')
        return {**body, "ItemsPath": renderer.dynamic(self.items, "items")}

    def _processor(self, renderer: Renderer) -> dict[str, Any]:
        return renderer.inside(self.item_processor, "item_processor")


class Map(_Each):
    """Does the same for each item, 40 at once at most, and gives a list of the results.

    All of it is one execution, with its one history of 25,000 events; for more items there is `DistributedMap`.

    Parameters
    ----------
    mode
        "INLINE", or None to leave out the processor's configuration, which means the same.

    Example
    -------
    >>> Map("Each row", items=path("$.rows"), item_processor=check >> store, max_concurrency=10)
    """

    mode: Literal["INLINE"] | None = option(default="INLINE")

    def _processor(self, renderer: Renderer) -> dict[str, Any]:
        config = {} if self.mode is None else {"ProcessorConfig": {"Mode": self.mode}}
        return {**config, **super()._processor(renderer)}


class DistributedMap(_Each):
    """Does the same for each item, in executions of their own: up to 10,000 at once, and any number of items.

    Parameters
    ----------
    item_reader
        Where the items are read from, of `newel.items`: `S3Csv(bucket=Ref("Uploads"), key="rows.csv")`.
    item_batcher
        How many items one execution gets.
    result_writer
        Where the results are written to.
    execution_type
        What the executions are: "STANDARD" or "EXPRESS".
    label
        A part of the executions' names, at most 40 characters.

    Example
    -------
    >>> DistributedMap("Import", item_reader=S3Csv(bucket=Ref("Uploads"), key=path("$.key")), item_processor=store)
    """

    item_reader: Reader | None = option(default=None)
    item_batcher: Batcher | None = option(default=None)
    result_writer: Writer | None = option(default=None)
    execution_type: Literal["STANDARD", "EXPRESS"] = "STANDARD"
    label: str | None = asl("Label", "text", default=None)

    def body(self, renderer: Renderer) -> dict[str, Any]:
        """The state's members; see `State.body`."""
        if renderer.express:
            raise renderer.error("an Express workflow has no DistributedMap", hint="write Map(...)")
        if self.item_reader is not None and self.items is not None:
            raise renderer.error("it has item_reader and items", hint="write the one or the other")
        if self.label is not None and not (len(self.label) <= _LABEL_LENGTH and _LABEL.fullmatch(self.label)):
            raise renderer.error(
                f"label={self.label!r} is no label", hint="write up to 40 letters, digits, hyphens and underscores"
            )
        body = super().body(renderer)
        for member, part in (
            ("ItemReader", self.item_reader),
            ("ItemBatcher", self.item_batcher),
            ("ResultWriter", self.result_writer),
        ):
            if part is not None:
                body[member] = part.asl(renderer)
        return body

    def needs(self, body: Mapping[str, Any], renderer: Renderer) -> Derived:  # noqa: ARG002 -- as all states
        """What the role needs: to run the items, to read and to write them; see `State.needs`."""
        places = {"ItemReader": self.item_reader, "ResultWriter": self.result_writer}
        keys = {name: part.keys for name, part in places.items() if part is not None and part.keys is not None}
        return derive_map(self.name, dict(body), keys=keys)

    def _processor(self, renderer: Renderer) -> dict[str, Any]:
        express = self.execution_type == "EXPRESS"
        config = {"Mode": "DISTRIBUTED", "ExecutionType": self.execution_type}
        return {"ProcessorConfig": config, **renderer.inside(self.item_processor, "item_processor", express=express)}
