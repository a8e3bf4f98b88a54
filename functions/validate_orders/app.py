"""Reads a file of orders from the bucket, and tells those that can be taken from those that cannot."""

from __future__ import annotations

import json
import os
from functools import cache
from typing import TYPE_CHECKING, Any

import boto3

if TYPE_CHECKING:
    from types_boto3_s3.service_resource import Bucket


class UnreadableFile(Exception):
    """The file is no JSON with a list of orders."""


@cache
def _bucket() -> Bucket:
    found: Bucket = boto3.resource("s3").Bucket(os.environ["BUCKET"])
    return found


def handler(event: dict[str, Any], context: object) -> dict[str, Any]:  # noqa: ARG001 - Lambda's signature
    """Return the `orders` of a file, by its `key`, and the `rejected` ones with the reason."""
    orders = _orders(_bucket().Object(event["key"]).get()["Body"].read())
    if orders is None:
        raise UnreadableFile(f"{event['key']} is no JSON with a list of orders")
    told = [(order, _fault(order)) for order in orders]
    return {
        "orders": [order for order, fault in told if fault is None],
        "rejected": [{"order": order, "reason": fault} for order, fault in told if fault is not None],
    }


def _orders(content: bytes) -> list[Any] | None:
    try:
        found: Any = json.loads(content)
    except ValueError:
        return None
    match found:
        case {"orders": [*orders]}:
            return orders
        case _:
            return None


def _fault(order: Any) -> str | None:
    """Say why an order cannot be taken."""
    match order:
        case {"id": str(), "items": [_, *_] as items}:
            return None if all(map(_is_item, items)) else "an item has no whole quantity or no price"
        case {"id": str()}:
            return "it has no items"
        case _:
            return "it has no id"


def _is_item(item: Any) -> bool:
    match item:
        case {"quantity": int(quantity), "price": int(price) | float(price)}:
            return quantity >= 1 and price >= 0
        case _:
            return False
