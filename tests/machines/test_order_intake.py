"""The reference pipeline, whole: real functions, the AWS in this process, and a person who is a mock."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from newel.local.fill import fill
from newel.local.mock_files import load_mocks

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from newel.local.aws import LocalAws
    from newel.local.testkit import LocalMachine, MachineRun

EVENTS = Path(__file__).parents[2] / "events" / "order_intake"
EVENT = json.loads((EVENTS / "event.json").read_text("utf-8"))


@pytest.fixture
def intake(newel_machine: Callable[..., LocalMachine]) -> Callable[..., MachineRun]:
    machine = newel_machine("OrderIntake")

    def run(
        case: str | None = None,
        orders: list[Any] | None = None,
        content: str | None = None,
        rows: Sequence[dict[str, Any]] = (),
        mocks: dict[str, Any] | None = None,
        **options: Any,
    ) -> MachineRun:
        body = json.dumps({"orders": orders}) if orders is not None else content

        def before(aws: LocalAws) -> None:
            fill(aws, EVENTS / "fill")
            if body is not None:
                bucket = aws.ref("IncomingOrders")
                aws.client("s3").put_object(Bucket=bucket, Key="2026/autumn.json", Body=body.encode())
            for row in rows:
                aws.client("dynamodb").put_item(TableName=aws.ref("OrdersTable"), Item=row)

        mocked = load_mocks(EVENTS / "mocks.json", ["OrderIntake"], case).answers if case else mocks or {}
        return machine.run(EVENT, before=before, mocks=mocked, mock_validation="NONE", **options)

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


def test_what_is_denied_is_not_shipped_and_no_failure(intake: Callable[..., MachineRun]) -> None:
    run = intake("denied")
    run.assert_succeeded()
    assert run.path[-1] == "Not approved"
    assert (run.rows["OrdersTable"], run.messages["Warehouse"], run.objects["Receipts"]) == ([], [], [])


def test_where_nobody_answers_the_operators_are_told(intake: Callable[..., MachineRun]) -> None:
    run = intake("silent")
    run.assert_failed("States.Timeout")
    run.assert_took(86400)
    run.assert_called("Tell the operators")
    assert (len(run.rows["Failures"]), run.rows["OrdersTable"]) == (1, [])


def test_what_was_shipped_before_it_went_wrong_is_taken_back(intake: Callable[..., MachineRun]) -> None:
    run = intake("unshipped")
    run.assert_failed("SQS.SdkClientException")
    assert {row["id"]: row["status"] for row in run.rows["OrdersTable"]} == dict.fromkeys(
        ["A-1001", "A-1002"], "TAKEN_BACK"
    )
    assert run.messages["Warehouse"] == ['{"takenBack":["A-1001","A-1002"]}']
    (failure,) = run.rows["Failures"]
    assert failure["error"] == "SQS.SdkClientException"
    run.assert_called("Tell the operators")
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
    good = order("C-1", 5)
    bad = {
        "it has no id": [7, {"id": 1}, order("", 5)],
        "it has no customer": [{"id": "x", "items": good["items"]}],
        "it has no items": [{"id": "y", "customer": "Ada", "items": []}],
        "an item has no whole quantity or no price": [
            {**good, "id": "z", "items": [{"quantity": quantity, "price": price}]}
            for quantity, price in [(0, 1), (1.5, 1), (True, 1), (1, "1"), (1, -1), (1, True)]
        ],
        "an order before it has its id": [good],
    }
    rejected = [(reason, each) for reason, orders in bad.items() for each in orders]
    run = intake(orders=[good, *(each for _, each in rejected)])
    assert run.output["rejected"] == [reason for reason, _ in rejected]
    assert run.output["orders"] == 1


@pytest.mark.parametrize("number", ["1e999", "NaN", "Infinity", "-Infinity"])
def test_a_file_with_a_number_that_is_none_is_recorded(intake: Callable[..., MachineRun], number: str) -> None:
    content = json.dumps({"orders": [order("C-1", 5), order("C-2", 6)]}).replace(": 6}", f": {number}}}")
    run = intake(content=content)
    run.assert_failed("UnreadableFile")
    assert (len(run.rows["Failures"]), run.rows["OrdersTable"]) == (1, [])


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (json.dumps({"orders": [{}] * 501}), "501 orders; send files of 500 at most"),
        (json.dumps({"orders": ["x" * 102_400]}), "send files of 102,400 at most"),
    ],
)
def test_a_file_of_more_than_an_execution_takes_is_recorded(
    intake: Callable[..., MachineRun], content: str, said: str
) -> None:
    run = intake(content=content)
    run.assert_failed("TooMuch")
    assert said in run.rows["Failures"][0]["cause"]


def test_a_file_without_an_order_that_can_be_taken_is_reported(intake: Callable[..., MachineRun]) -> None:
    run = intake(orders=[{"id": "E-1", "customer": "Ada", "items": []}])
    run.assert_succeeded()
    assert (run.output["orders"], run.output["rejected"], run.output["customers"]) == (0, ["it has no items"], "")
    assert len(run.objects["Receipts"]) == 1


@pytest.mark.parametrize(
    ("answer", "status", "recorded"),
    [
        ({"Return": {"by": "Barbara"}}, "SUCCEEDED", 0),
        ({"Return": {"approved": "yes"}}, "SUCCEEDED", 0),
        ({"Throw": {"Error": "Absent", "Cause": "on leave"}}, "FAILED", 1),
    ],
)
def test_an_answer_that_says_neither_yes_nor_no(
    intake: Callable[..., MachineRun], answer: dict[str, Any], status: str, recorded: int
) -> None:
    run = intake(mocks={"Ask a person": [answer]})
    assert (run.status, len(run.rows["Failures"]), run.rows["OrdersTable"]) == (status, recorded, [])


def test_what_is_throttled_is_tried_again(intake: Callable[..., MachineRun]) -> None:
    busy = {"Throw": {"Error": "Lambda.TooManyRequestsException", "Cause": "Rate Exceeded."}}
    amount = {"Return": {"result": 5}}
    run = intake(orders=[order("H-1", 5)], mocks={"Amount": [busy, busy, amount]})
    assert run.path.count("Amount") == 1
    assert len(run.calls_of("Amount")) == 3


@pytest.mark.parametrize("state", ["Write receipt", "Tell the shop", "Announce"])
def test_what_is_shipped_and_not_told_is_recorded_and_not_taken_back(
    intake: Callable[..., MachineRun], state: str
) -> None:
    run = intake(orders=[order("F-1", 5)], mocks={state: [{"Throw": {"Error": "Down", "Cause": "c"}}]})
    run.assert_failed("Down")
    assert [row["key"] for row in run.rows["Failures"]] == ["2026/autumn.json"]
    assert [row["status"] for row in run.rows["OrdersTable"]] == ["ACCEPTED"]


def test_what_cannot_be_taken_back_is_recorded(intake: Callable[..., MachineRun]) -> None:
    down = [{"Throw": {"Error": "Down", "Cause": "c"}}]
    run = intake(orders=[order("G-1", 5)], mocks={"Hand to the warehouse": down, "Take back": down})
    run.assert_failed("Down")
    run.assert_called("Tell the operators")
    assert len(run.rows["Failures"]) == 1


def of_another(name: str, status: str) -> dict[str, Any]:
    """A row that another intake has written."""
    return {"id": {"S": name}, "status": {"S": status}, "intake": {"S": "another"}}


def test_an_order_that_another_intake_has_is_not_shipped_again(intake: Callable[..., MachineRun]) -> None:
    run = intake(orders=[order("D-1", 5), order("D-2", 5)], rows=[of_another("D-2", "ACCEPTED")])
    run.assert_succeeded()
    assert [json.loads(each)["id"] for each in run.messages["Warehouse"]] == ["D-1"]
    assert {row["id"]: row["intake"] == "another" for row in run.rows["OrdersTable"]} == {"D-1": False, "D-2": True}


def test_an_order_that_was_taken_back_may_come_again(intake: Callable[..., MachineRun]) -> None:
    run = intake(orders=[order("D-1", 5)], rows=[of_another("D-1", "TAKEN_BACK")])
    run.assert_succeeded()
    assert [row["status"] for row in run.rows["OrdersTable"]] == ["ACCEPTED"]
    assert len(run.messages["Warehouse"]) == 1


def test_what_another_intake_has_is_not_taken_back(intake: Callable[..., MachineRun]) -> None:
    down = [{"Throw": {"Error": "Down", "Cause": "c"}}]
    run = intake(orders=[order("D-1", 5)], rows=[of_another("D-1", "ACCEPTED")], mocks={"Save order": down})
    run.assert_failed("Down")
    assert [row["status"] for row in run.rows["OrdersTable"]] == ["ACCEPTED"]
    assert run.messages["Warehouse"] == []
    assert len(run.rows["Failures"]) == 1
