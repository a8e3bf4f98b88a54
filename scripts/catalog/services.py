"""The services that SDK integrations reach: src/newel/aws/data/services.json.

AWS's page lists them with the operations that it does not support (`page.json`, by `page.py`), botocore's models name
and sign them, and `services.toml`, kept by hand, has what neither says.
"""

from __future__ import annotations

import json
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from newel.aws import models, naming

HERE = Path(__file__).resolve().parent
PAGE = HERE / "page.json"
BY_HAND = HERE / "services.toml"


def page() -> dict[str, Any]:
    """What AWS's page lists."""
    found: dict[str, Any] = json.loads(PAGE.read_text("utf-8"))
    return found


def rows() -> dict[str, dict[str, Any]]:
    """Every service by its id, as `newel.aws.services` reads it.

    Raises
    ------
    SystemExit
        A service is on the page, and nothing says what it is.
    """
    by_hand = tomllib.loads(BY_HAND.read_text("utf-8"))
    found = {name: _row(name, by_hand, unsupported) for name, unsupported in page()["services"].items()}
    for name, about in by_hand["retired"].items():
        found.setdefault(name, {**_named(about), "retired": about["since"]})
    return dict(sorted(found.items()))


def text() -> str:
    """The file: a row a line, so that a change is a line."""
    lines = [f"  {json.dumps(name)}: {json.dumps(row)}" for name, row in rows().items()]
    return "{\n" + ",\n".join(lines) + "\n}\n"


def unlisted() -> list[str]:
    """Services of botocore's that the page does not list."""
    return sorted(models_by_id().keys() - rows().keys())


@cache
def models_by_id() -> dict[str, str]:
    """What botocore calls its services, by the ids that Step Functions would have for them."""
    chosen = tomllib.loads(BY_HAND.read_text("utf-8"))["botocore"]
    found: dict[str, str] = {}
    for name in models.names():
        found.setdefault(naming.prefix(models.service(name)["metadata"]["serviceId"]).lower(), name)
    return found | {name: chosen[name] for name in chosen if models.has(chosen[name])}


def _row(name: str, by_hand: dict[str, Any], unsupported: list[str]) -> dict[str, Any]:
    known = models_by_id().get(name)
    if known is not None:
        about = models.service(known)["metadata"]
        signed = about.get("signingName") or about["endpointPrefix"]
        row = {"botocore": known, "prefix": naming.prefix(about["serviceId"]), "iam": by_hand["iam"].get(name, signed)}
    elif name in by_hand["absent"]:
        row = _named(by_hand["absent"][name])
    else:
        raise SystemExit(f"{name} is on AWS's page and not in botocore: say in {BY_HAND.name}, [absent], what it is")
    return {**row, "unsupported": unsupported} if unsupported else row


def _named(about: dict[str, Any]) -> dict[str, Any]:
    return {"botocore": about.get("botocore"), "prefix": about["prefix"], "iam": about["iam"]}
