"""Map in distributed mode: children, batches, failures that are tolerated, and buckets."""

from __future__ import annotations

import gzip
import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import click
import pytest

from newel.errors import NewelError
from newel.local import Execution, FolderStore, run
from newel.local.explain import explain
from newel.local.view import TreeView

if TYPE_CHECKING:
    from pathlib import Path

ARN = "arn:aws:lambda:us-east-1:123456789012:function:F"
GET, LIST = "arn:aws:states:::s3:getObject", "arn:aws:states:::s3:listObjectsV2"
PASS = {"Type": "Pass", "End": True}


def mapped(inner: dict[str, Any] | None = None, **fields: Any) -> dict[str, Any]:
    config = {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"}
    processor = {"ProcessorConfig": config, "StartAt": "In", "States": {"In": inner or PASS}}
    caught = {"Type": "Pass", "End": True}
    return {
        "StartAt": "M",
        "States": {"M": {"Type": "Map", "ItemProcessor": processor, "End": True, **fields}, "C": caught},
    }


def story(execution: Execution) -> list[tuple[int, int, str]]:
    return [(event["id"], event["previousEventId"], event["type"]) for event in execution.events]


def reading(**config: Any) -> dict[str, Any]:
    key = {"Bucket": "b", "Key.$": "$.key"}
    return {"Resource": GET, "ReaderConfig": config, "Parameters": key}


@pytest.fixture
def store(tmp_path: Path) -> FolderStore:
    (tmp_path / "b").mkdir()
    return FolderStore(tmp_path)


def test_each_item_has_an_execution_of_its_own() -> None:
    execution = run(mapped(), [1, 2])
    assert execution.output == [1, 2]
    assert story(execution)[1:] == [
        (2, 0, "MapStateEntered"),
        (3, 2, "MapStateStarted"),
        (4, 3, "MapRunStarted"),
        (5, 4, "MapRunSucceeded"),
        (6, 5, "MapStateSucceeded"),
        (7, 4, "MapStateExited"),
        (8, 7, "ExecutionSucceeded"),
    ]


def test_children_see_an_execution_of_their_own() -> None:
    inner = {**PASS, "Parameters": {"in.$": "$$.Execution.Input", "id.$": "$$.Execution.Id"}}
    execution = run(mapped(inner, Label="Each"), [1, 2], name="Orders")
    one, two = execution.output
    assert (one["in"], two["in"]) == (1, 2)
    assert one["id"] != two["id"]
    assert ":Orders/Each:" in one["id"]


def test_many_items_do_not_fill_the_history() -> None:
    execution = run(mapped(), list(range(10_000)))
    assert execution.output == list(range(10_000))
    assert len(execution.events) == 8


def test_children_share_the_time() -> None:
    execution = run(mapped({"Type": "Wait", "Seconds": 60, "End": True}, MaxConcurrency=2), [1, 2, 3])
    assert execution.events[-1]["timestamp"] - execution.events[0]["timestamp"] == timedelta(minutes=2)


@pytest.mark.parametrize(
    ("batcher", "sizes"),
    [
        ({"MaxItemsPerBatch": 2}, [2, 2, 1]),
        ({"MaxItemsPerBatchPath": "$.n"}, [3, 2]),
        ({"MaxInputBytesPerBatch": 66}, [3, 2]),
        ({"MaxInputBytesPerBatch": 65}, [2, 2, 1]),
        ({"MaxInputBytesPerBatch": 1}, [1, 1, 1, 1, 1]),
    ],
)
def test_items_come_in_batches(batcher: dict[str, Any], sizes: list[int]) -> None:
    machine = mapped(ItemsPath="$.items", ItemBatcher={**batcher, "BatchInput": {"n.$": "$.n"}})
    execution = run(machine, {"items": ["12345678"] * 5, "n": 3})
    assert [len(batch["Items"]) for batch in execution.output] == sizes
    assert {batch["BatchInput"]["n"] for batch in execution.output} == {3}


def test_a_selector_makes_what_each_child_gets() -> None:
    selector = {"i.$": "$$.Map.Item.Index", "v.$": "$$.Map.Item.Value", "k.$": "$.k"}
    execution = run(mapped(ItemsPath="$.items", ItemSelector=selector), {"items": ["a"], "k": 1})
    assert execution.output == [{"i": 0, "v": "a", "k": 1}]


FAILING = {"Type": "Task", "Resource": ARN, "End": True}
MOCKS = {"In": [{"Return": 1}, {"Throw": {"Error": "E", "Cause": "why"}}, {"Return": 3}]}


def test_one_failure_is_one_too_many() -> None:
    execution = run(mapped(FAILING), [1, 2, 3], mocks=MOCKS)
    assert execution.error == "States.ExceedToleratedFailureThreshold"
    assert story(execution)[4:] == [(5, 4, "MapRunFailed"), (6, 5, "MapStateFailed"), (7, 6, "ExecutionFailed")]


@pytest.mark.parametrize(
    "fields",
    [
        {"ToleratedFailureCount": 1},
        {"ToleratedFailurePercentage": 34},
        {"ToleratedFailurePercentagePath": "$$.Execution.Input[3]"},
    ],
)
def test_failures_may_be_tolerated(fields: dict[str, Any]) -> None:
    mocks = {"In": [*MOCKS["In"], {"Return": 4}]}
    assert run(mapped(FAILING, **fields), [1, 2, 3, "40"], mocks=mocks).status == "SUCCEEDED"


def test_too_many_failures_can_be_caught() -> None:
    catch = [{"ErrorEquals": ["States.ExceedToleratedFailureThreshold"], "Next": "C"}]
    assert run(mapped(FAILING, Catch=catch), [1, 2, 3], mocks=MOCKS).status == "SUCCEEDED"


@pytest.mark.parametrize(
    ("name", "content", "config", "items"),
    [
        ("a.json", "[1, {}]", {"InputType": "JSON"}, [1, {}]),
        ("a.json", '{"a": {"b": [1]}}', {"InputType": "JSON", "ItemsPointer": "/a/b"}, [1]),
        ("a.json", '{"x": 1}', {"InputType": "JSON"}, [{"Key": "x", "Value": 1}]),
        ("a.jsonl", '1\n\n{"a": 2}\n', {"InputType": "JSONL"}, [1, {"a": 2}]),
        ("a.csv", 'H1,H2\r\n1,"2,3"\r\n,\r\n4\r\n', {"InputType": "CSV"}, [("1", "2,3"), ("", ""), ("4", "")]),
        (
            *("a.csv", "1;2\n3;4\n"),
            {"InputType": "CSV", "CSVHeaderLocation": "GIVEN", "CSVHeaders": ["H1", "H2"], "CSVDelimiter": "SEMICOLON"},
            [("1", "2"), ("3", "4")],
        ),
        ("a.json", "[1, 2, 3]", {"InputType": "JSON", "MaxItems": 2}, [1, 2]),
        ("a.json", "[1, 2, 3]", {"InputType": "JSON", "MaxItemsPath": "$.most"}, [1]),
    ],
)
def test_items_are_read_from_a_file(
    store: FolderStore, name: str, content: str, config: dict[str, Any], items: list[Any]
) -> None:
    store.write("b", name, content.encode())
    execution = run(mapped(ItemReader=reading(**config)), {"key": name, "most": 1}, store=store)
    wanted = [{"H1": item[0], "H2": item[1]} if isinstance(item, tuple) else item for item in items]
    assert execution.output == wanted, execution.cause


def test_items_are_what_a_bucket_lists(store: FolderStore) -> None:
    for key in ("in/1.txt", "in/2.txt", "out/3.txt"):
        store.write("b", key, b"x")
    reader = {"Resource": LIST, "Parameters": {"Bucket": "b", "Prefix": "in/"}}
    execution = run(mapped(ItemReader=reader), {}, store=store)
    assert [(item["Key"], item["Size"]) for item in execution.output] == [("in/1.txt", 1), ("in/2.txt", 1)]


def test_items_are_the_rows_of_an_inventory(store: FolderStore) -> None:
    manifest = {"fileSchema": "Bucket, Key", "files": [{"key": "data.csv.gz"}]}
    store.write("b", "manifest.json", json.dumps(manifest).encode())
    store.write("b", "data.csv.gz", gzip.compress(b'"x","1"\n"x","2"\n'))
    execution = run(mapped(ItemReader=reading(InputType="MANIFEST")), {"key": "manifest.json"}, store=store)
    assert execution.output == [{"Bucket": "x", "Key": "1"}, {"Bucket": "x", "Key": "2"}]


@pytest.mark.parametrize(
    ("content", "config", "said"),
    [
        (None, {}, "there is no b/a.json"),
        ("5", {}, "Attempting to map over non-iterable node."),
        ("[", {}, "no JSON"),
        ("[" * 100_000, {}, "no JSON"),
        ("[1]", {"MaxItemsPath": "$.most"}, "field MaxItems must be positive"),
        ("{}", {"ItemsPointer": "/a"}, "no JSON"),
        ("\x1f", {"InputType": "MANIFEST"}, "no MANIFEST"),
    ],
)
def test_what_cannot_be_read_is_an_error_of_the_reader(
    store: FolderStore, content: str | None, config: dict[str, Any], said: str
) -> None:
    if content is not None:
        store.write("b", "a.json", content.encode())
    execution = run(mapped(ItemReader=reading(**config)), {"key": "a.json", "most": -1}, store=store)
    assert execution.error == "States.ItemReaderFailed"
    assert said in str(execution.cause)


def test_a_folder_has_its_buckets_name_or_logical_id(tmp_path: Path) -> None:
    store = FolderStore(tmp_path, {"local-new": "New", "local-old": "Old"})
    (tmp_path / "local-old").mkdir()
    for bucket in ("local-new", "local-old", "other"):
        store.write(bucket, "key", bucket.encode())
        assert store.read(bucket, "key") == bucket.encode()
        assert [found["Key"] for found in store.listed(bucket, "")] == ["key"]
    assert sorted(each.name for each in tmp_path.iterdir()) == ["New", "local-old", "other"]


def test_a_key_cannot_leave_its_folder(store: FolderStore) -> None:
    execution = run(mapped(ItemReader=reading()), {"key": "../../secret"}, store=store)
    assert execution.error == "States.ItemReaderFailed"


def test_results_are_written_with_a_manifest(store: FolderStore) -> None:
    writer = {"Resource": "arn:aws:states:::s3:putObject", "Parameters": {"Bucket": "b", "Prefix": "jobs"}}
    machine = mapped(FAILING, ResultWriter=writer, ToleratedFailureCount=1)
    result = run(machine, [1, 2, 3], mocks=MOCKS, store=store).output
    manifest = json.loads(store.read("b", result["ResultWriterDetails"]["Key"]))
    assert manifest["MapRunArn"] == result["MapRunArn"]
    assert manifest["ResultFiles"]["PENDING"] == []
    succeeded, failed = (
        json.loads(store.read("b", manifest["ResultFiles"][status][0]["Key"])) for status in ("SUCCEEDED", "FAILED")
    )
    assert [(each["Input"], each["Output"]) for each in succeeded] == [("1", "1"), ("3", "3")]
    assert [(each["Input"], each["Error"], each["Cause"]) for each in failed] == [("2", "E", "why")]


LISTS = {**PASS, "Parameters": {"l.$": "States.Array($, $)"}, "OutputPath": "$.l"}


@pytest.mark.parametrize(
    ("transformation", "output"),
    [("COMPACT", [[1, 1], [2, 2]]), ("FLATTEN", [1, 1, 2, 2])],
)
def test_results_are_formatted_without_a_bucket(transformation: str, output: Any) -> None:
    config = {"Transformation": transformation, "OutputType": "JSON"}
    assert run(mapped(LISTS, ResultWriter={"WriterConfig": config}), [1, 2]).output == output


def test_results_may_be_described_without_a_bucket() -> None:
    config = {"Transformation": "NONE", "OutputType": "JSON"}
    output = run(mapped(LISTS, ResultWriter={"WriterConfig": config}), [1]).output
    assert (output[0]["Input"], output[0]["Output"], output[0]["Status"]) == ("1", "[1,1]", "SUCCEEDED")


def test_results_are_written_as_lines_of_their_items(store: FolderStore) -> None:
    writer = {
        "Resource": "arn:aws:states:::s3:putObject",
        "Parameters": {"Bucket": "b"},
        "WriterConfig": {"Transformation": "FLATTEN", "OutputType": "JSONL"},
    }
    result = run(mapped(LISTS, ResultWriter=writer), [1, 2], store=store).output
    manifest = json.loads(store.read("b", result["ResultWriterDetails"]["Key"]))
    (file,) = manifest["ResultFiles"]["SUCCEEDED"]
    assert file["Key"].endswith("/SUCCEEDED_0.jsonl")
    assert store.read("b", file["Key"]) == b"1\n1\n2\n2"


def test_the_contents_of_listed_objects_are_the_items(store: FolderStore) -> None:
    store.write("b", "in/1.jsonl", b'{"a": 1}\n{"a": 2}\n')
    store.write("b", "in/2.jsonl", b'{"a": 3}')
    reader = {
        "Resource": "arn:aws:states:::s3:listObjectsV2",
        "Parameters": {"Bucket": "b", "Prefix": "in/"},
        "ReaderConfig": {"InputType": "JSONL", "Transformation": "LOAD_AND_FLATTEN"},
    }
    assert run(mapped(ItemReader=reader), {}, store=store).output == [{"a": 1}, {"a": 2}, {"a": 3}]


@pytest.mark.parametrize(
    "fields",
    [
        {"ResultWriter": {"WriterConfig": {"Transformation": "FLAT"}}},
        {"ResultWriter": {"WriterConfig": {"Output": "JSON"}}},
        {
            "ItemReader": {
                "Resource": "arn:aws:states:::s3:listObjectsV2",
                "ReaderConfig": {"Transformation": "FLAT"},
            }
        },
    ],
)
def test_a_transformation_that_is_none_is_told(fields: dict[str, Any], store: FolderStore) -> None:
    with pytest.raises(NewelError):
        run(mapped(**fields), [], store=store)


@pytest.mark.parametrize(
    ("fields", "given", "said"),
    [
        ({"ToleratedFailureCountPath": "$.t"}, {}, 'refers to value "{}" which is not a valid integer: $.t'),
        ({"ToleratedFailurePercentagePath": "$.t"}, "x", 'refers to value "x" which is not a valid float: $.t'),
        ({"ToleratedFailurePercentagePath": "$.t"}, 100.1, "ToleratedFailurePercentage must be between 0 and 100."),
    ],
)
def test_what_cannot_be_tolerated_is_a_runtime_error(fields: dict[str, Any], given: Any, said: str) -> None:
    execution = run(mapped(ItemsPath="$.items", **fields), {"items": [], "t": given})
    assert execution.error == "States.Runtime"
    assert said in str(execution.cause)
    assert story(execution)[-1] == (4, 3, "ExecutionFailed")


FAILING = {"Type": "Task", "Resource": ARN, "End": True}


def divided(event: Any) -> Any:
    return 10 // event


def test_an_execution_tells_which_items_failed() -> None:
    execution = run(mapped(FAILING, ToleratedFailureCount=2), [5, 0, 2, 0], lambdas={ARN: divided})
    assert execution.status == "SUCCEEDED"
    assert [(item.state, item.index, item.execution.error) for item in execution.failed_items] == [
        ("M", 1, "ZeroDivisionError"),
        ("M", 3, "ZeroDivisionError"),
    ]
    assert run(mapped(), [1]).failed_items == []


def test_failed_items_are_each_others_of_one_map_alone() -> None:
    inner = {**mapped(FAILING, ToleratedFailureCount=9)["States"]["M"]}
    execution = run(mapped(inner, ToleratedFailureCount=9), [[1], [0]], lambdas={ARN: divided})
    assert execution.failed_items == [], "the inner Map tolerates it"
    refused = run(
        mapped(inner | {"ToleratedFailureCount": 0}, ToleratedFailureCount=9), [[1], [0]], lambdas={ARN: divided}
    )
    (item,) = refused.failed_items
    assert [(one.index, one.execution.error) for one in item.execution.failed_items] == [(0, "ZeroDivisionError")]


def test_people_are_told_which_items_failed_and_why() -> None:
    lines: list[str] = []
    observer = TreeView(terminal=False, write=lambda line: lines.append(click.unstyle(line).strip()))
    execution = run(mapped(FAILING, ToleratedFailureCount=8), [0] * 8, lambdas={ARN: divided}, observer=observer)
    assert lines[0].split() == ["M", "failed", "of", "its", "items:"]
    assert [line.split()[:3] for line in lines[1:-1]] == [
        [f"#{index}", "In", "ZeroDivisionError:"] for index in range(5)
    ]
    assert lines[-1].endswith("0 of 8 items, 8 failed")
    assert execution.status == "SUCCEEDED"
    failed = list(explain(run(mapped(FAILING), [3, 0], lambdas={ARN: divided}), None))
    assert failed[0] == "FAILED: States.ExceedToleratedFailureThreshold"
    assert "item #1 failed first, of 1 that failed" in failed
    assert failed[-1] == "    it sent to " + ARN + ": 0"
