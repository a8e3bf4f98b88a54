"""Reads a file of orders from the bucket, and tells those that can be taken from those that cannot."""

from __future__ import annotations

import json
import math
import os
from functools import cache
from typing import TYPE_CHECKING, Any

import boto3

if TYPE_CHECKING:
    from types_boto3_s3.service_resource import Bucket


MOST_BYTES, MOST_ORDERS = 100 * 1024, 500
"""What a file may have: an execution carries 256 KiB from state to state, and has 25,000 events, 17 of each order."""


class TooMuch(Exception):
    """The file has more than one execution takes."""


class UnreadableFile(Exception):
    """The file is no JSON with a list of orders."""


@cache
def _bucket() -> Bucket:
    found: Bucket = boto3.resource("s3").Bucket(os.environ["BUCKET"])
    return found


def handler(event: dict[str, Any], context: object) -> dict[str, Any]:  # noqa: ARG001 - Lambda's signature
    """Return the `orders` of a file, by its `key`, and the `rejected` ones with the reason."""
    found = _bucket().Object(event["key"]).get()
    if found["ContentLength"] > MOST_BYTES:
        raise TooMuch(f"{event['key']} has {found['ContentLength']:,} bytes; send files of {MOST_BYTES:,} at most")
    orders = _orders(found["Body"].read())
    if orders is None:
        raise UnreadableFile(f"{event['key']} is no JSON with a list of orders")
    if len(orders) > MOST_ORDERS:
        raise TooMuch(f"{event['key']} has {len(orders):,} orders; send files of {MOST_ORDERS:,} at most")
    told: list[tuple[Any, str | None]] = []
    taken: set[str] = set()
    for order in orders:
        fault = _fault(order, taken)
        told.append((order, fault))
        if fault is None:
            taken.add(order["id"])
    return {
        "orders": [order for order, fault in told if fault is None],
        "rejected": [{"order": order, "reason": fault} for order, fault in told if fault is not None],
    }


def _orders(content: bytes) -> list[Any] | None:
    try:
        found: Any = json.loads(content, parse_constant=_number, parse_float=_number)
    except ValueError:
        return None
    match found:
        case {"orders": [*orders]}:
            return orders
        case _:
            return None


def _number(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):  # NaN is no JSON, 1e999 more than it holds: what we return could not be written
        raise ValueError(f"{text} is no number")
    return number


def _fault(order: Any, taken: set[str]) -> str | None:
    """Say why an order cannot be taken; `taken` are the ids of those before it."""
    match order:
        case {"id": str(name)} if name in taken:
            return "an order before it has its id"
        case {"id": str(name), "customer": str(), "items": [_, *_] as items} if name:
            return None if all(map(_is_item, items)) else "an item has no whole quantity or no price"
        case {"id": str(name), "customer": str()} if name:
            return "it has no items"
        case {"id": str(name)} if name:
            return "it has no customer"
        case _:
            return "it has no id"


def _is_item(item: Any) -> bool:
    match item:
        case {"quantity": bool()} | {"price": bool()}:
            return False
        case {"quantity": int(quantity), "price": int(price) | float(price)}:
            return quantity >= 1 and price >= 0
        case _:
            return False
