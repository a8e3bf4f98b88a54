"""The reference pipeline, whole: real functions, the AWS in this process, and a person who is a mock."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from newel.local.fill import fill
from newel.local.mock_files import load_mocks

if TYPE_CHECKING:
    from collections.abc import Callable

    from newel.local.aws import LocalAws
    from newel.local.testkit import LocalMachine, MachineRun

EVENTS = Path(__file__).parents[2] / "events" / "order_intake"
EVENT = json.loads((EVENTS / "event.json").read_text("utf-8"))


@pytest.fixture
def intake(newel_machine: Callable[..., LocalMachine]) -> Callable[..., MachineRun]:
    machine = newel_machine("OrderIntake")

    def run(case: str | None = None, orders: list[Any] | None = None, **options: Any) -> MachineRun:
        def before(aws: LocalAws) -> None:
            fill(aws, EVENTS / "fill")
            if orders is not None:
                body = json.dumps({"orders": orders}).encode()
                aws.client("s3").put_object(Bucket=aws.ref("IncomingOrders"), Key="2026/autumn.json", Body=body)

        mocks = load_mocks(EVENTS / "mocks.json", ["OrderIntake"], case).answers if case else {}
        return machine.run(EVENT, before=before, mocks=mocks, mock_validation="NONE", **options)

    return run


def order(name: str, price: float) -> dict[str, Any]:
    return {"id": name, "customer": "Ada", "items": [{"sku": "lamp", "quantity": 1, "price": price}]}


def test_an_approved_file_is_shipped_told_and_announced(intake: Callable[..., MachineRun]) -> None:
    run = intake("approved")
    run.assert_succeeded(
        {
            "key": "2026/autumn.json",
            "orders": 2,
            "rejected": ["it has no items"],
            "customers": "Ada, Grace",
            "total": 1343,
            "deadline": "2026-11-24",
        }
    )
    run.assert_path_matches_snapshot()
    assert {row["id"]: (row["amount"], row["status"]) for row in run.rows["OrdersTable"]} == {
        "A-1001": (203, "ACCEPTED"),
        "A-1002": (1140, "ACCEPTED"),
    }
    assert [json.loads(each)["id"] for each in run.messages["Warehouse"]] == ["A-1001", "A-1002"]
    assert len(run.objects["Receipts"]) == 1
    assert run.notifications["OrderNews"] == ["2 orders of Ada, Grace for 1343, to be shipped by 2026-11-24"]
    announced = {"source": "orders", "detail-type": "Orders taken in", "detail": run.output}
    assert run.bus_events == {"default": [announced]}


def test_a_small_file_is_shipped_unasked(intake: Callable[..., MachineRun]) -> None:
    run = intake(orders=[order("B-1", 1000)])
    run.assert_succeeded()
    assert "Ask a person" not in run.path
    assert [row["id"] for row in run.rows["OrdersTable"]] == ["B-1"]


@pytest.mark.parametrize(("case", "seconds"), [("denied", 0), ("silent", 86400)])
def test_what_is_not_approved_is_taken_back(intake: Callable[..., MachineRun], case: str, seconds: int) -> None:
    run = intake(case)
    run.assert_failed("OrderIntake.NotApproved")
    run.assert_took(seconds)
    assert {row["status"] for row in run.rows["OrdersTable"]} == {"TAKEN_BACK"}
    assert run.messages["Warehouse"] == ['{"takenBack":["A-1001","A-1002"]}']
    assert run.objects["Receipts"] == []


def test_a_person_is_asked_with_the_token(intake: Callable[..., MachineRun]) -> None:
    (asked,) = intake("silent").calls_of("Ask a person")
    assert asked["Payload"].keys() == {"token", "key", "total", "orders"}
    assert (asked["Payload"]["total"], asked["Payload"]["orders"]) == (1343, 2)


def test_a_file_that_cannot_be_read_is_recorded_and_told(intake: Callable[..., MachineRun]) -> None:
    for run in (intake("unreadable"), intake(orders={"no": "list"})):  # type: ignore[arg-type]
        run.assert_failed()
        (failure,) = run.rows["Failures"]
        assert failure["key"] == "2026/autumn.json"
        run.assert_called("Tell the operators")


def test_orders_that_are_none_are_told_from_the_others(intake: Callable[..., MachineRun]) -> None:
    bad = [7, {"id": 1}, {"id": "x", "items": [{"quantity": 0, "price": 1}]}, {"id": "y", "items": []}]
    run = intake(orders=[*bad, order("C-1", 5)])
    assert run.output["rejected"] == [
        "it has no id",
        "it has no id",
        "an item has no whole quantity or no price",
        "it has no items",
    ]
    assert run.output["orders"] == 1


def test_a_table_that_refuses_is_recorded(intake: Callable[..., MachineRun]) -> None:
    run = intake("approved", orders=[order("", 5000)])  # a key may not be empty
    run.assert_failed()
    assert len(run.rows["Failures"]) == 1
