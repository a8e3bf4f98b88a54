"""Parallel, Map and DistributedMap: what runs inside of them, and what they need."""

from __future__ import annotations

from typing import Any

import pytest

from newel import (
    Choice,
    DistributedMap,
    Fail,
    Map,
    Parallel,
    Param,
    Pass,
    Ref,
    Retry,
    StateMachine,
    context,
    jsonata,
    path,
    variable,
)
from newel.errors import NewelError, NewelErrors
from newel.items import (
    AthenaManifest,
    Batcher,
    S3Csv,
    S3Inventory,
    S3Json,
    S3JsonLines,
    S3Objects,
    S3Parquet,
    Writer,
)
from newel.tasks import sqs

BUCKET = Ref("Uploads")


def machine(flow: object, **settings: object) -> StateMachine:
    return StateMachine("Machine", flow, **settings)  # type: ignore[arg-type]


def states(flow: object, **settings: object) -> dict[str, Any]:
    found: dict[str, Any] = machine(flow, **settings).compile().asl["States"]
    return found


def send(name: str = "Send", **fields: object) -> sqs.SendMessage:
    return sqs.SendMessage(name, queue_url=Ref("Queue"), message_body="m", **fields)  # type: ignore[arg-type]


def test_branches_are_flows_of_their_own() -> None:
    parallel = Parallel(
        "Both",
        branches=[Pass("A") >> Pass("B"), Choice("C").when(path("$.x").is_true(), Pass("D")).otherwise(Fail("E"))],
        result_selector={"first": path("$[0]")},
        result_path="$.both",
        retry=[Retry(errors=["States.ALL"], max_attempts=1)],
    )
    both = states(parallel.catch(to=Fail("Stop")) >> Pass("After"))["Both"]
    assert [branch["StartAt"] for branch in both["Branches"]] == ["A", "C"]
    assert both["Branches"][0]["States"] == {"A": {"Type": "Pass", "Next": "B"}, "B": {"Type": "Pass", "End": True}}
    assert both["Branches"][1]["States"]["D"] == {"Type": "Pass", "End": True}
    assert both["Catch"] == [{"ErrorEquals": ["States.ALL"], "Next": "Stop"}]
    assert both["Retry"] == [{"ErrorEquals": ["States.ALL"], "MaxAttempts": 1}]
    assert (both["ResultPath"], both["Next"]) == ("$.both", "After")


def test_a_map_in_both_languages() -> None:
    each = Map("Each", items=path("$.rows"), item_processor=send(), max_concurrency=5)
    assert states(each)["Each"] | {"ItemProcessor": None} == {
        "Type": "Map",
        "ItemsPath": "$.rows",
        "MaxConcurrency": 5,
        "ItemProcessor": None,
        "End": True,
    }
    assert states(each)["Each"]["ItemProcessor"]["ProcessorConfig"] == {"Mode": "INLINE"}
    selector = {"row": context.map.item.value, "total": variable("total")}
    each = Map("Each", items=jsonata("$states.input.rows"), item_selector=selector, item_processor=Pass("P"))
    written = states(each, query_language="JSONata")["Each"]
    assert written["Items"] == "{% $states.input.rows %}"
    assert written["ItemSelector"] == {"row": "{% $states.context.Map.Item.Value %}", "total": "{% $total %}"}
    each = Map("Each", items=[1, 2], item_processor=Pass("P"), max_concurrency=jsonata("$n"))
    assert states(each, query_language="JSONata")["Each"]["Items"] == [1, 2]


def test_a_path_for_a_number() -> None:
    each = Map("Each", items=variable("rows"), item_processor=Pass("P"), max_concurrency=path("$.n"))
    assert states(each)["Each"]["MaxConcurrencyPath"] == "$.n"
    assert states(each)["Each"]["ItemsPath"] == "$rows"


READERS = [
    (S3Objects(bucket=BUCKET, prefix="in/"), "listObjectsV2", {"Prefix": "in/"}, {}),
    (
        S3Objects(bucket=BUCKET, load="JSONL", max_items=9),
        "listObjectsV2",
        {},
        {"InputType": "JSONL", "Transformation": "LOAD_AND_FLATTEN", "MaxItems": 9},
    ),
    (
        S3Json(bucket=BUCKET, key="a.json", version_id="v", items_pointer="/a"),
        "getObject",
        {"Key": "a.json", "VersionId": "v"},
        {"InputType": "JSON", "ItemsPointer": "/a"},
    ),
    (S3JsonLines(bucket=BUCKET, key="a"), "getObject", {"Key": "a"}, {"InputType": "JSONL"}),
    (
        S3Csv(bucket=BUCKET, key=path("$.key"), delimiter="TAB", max_items=path("$.n")),
        "getObject",
        {"Key.$": "$.key"},
        {"InputType": "CSV", "CSVHeaderLocation": "FIRST_ROW", "CSVDelimiter": "TAB", "MaxItemsPath": "$.n"},
    ),
    (
        S3Csv(bucket=BUCKET, key="a", headers=["x", "y"]),
        "getObject",
        {"Key": "a"},
        {"InputType": "CSV", "CSVHeaderLocation": "GIVEN", "CSVHeaders": ["x", "y"]},
    ),
    (S3Parquet(bucket=BUCKET, key="a"), "getObject", {"Key": "a"}, {"InputType": "PARQUET"}),
    (
        S3Inventory(bucket=BUCKET, key="c/d/manifest.json"),
        "getObject",
        {"Key": "c/d/manifest.json"},
        {"InputType": "MANIFEST"},
    ),
    (
        AthenaManifest(bucket=BUCKET, key="m.csv", input_type="PARQUET", keys="rows/*"),
        "getObject",
        {"Key": "m.csv"},
        {"ManifestType": "ATHENA_DATA", "InputType": "PARQUET"},
    ),
]


@pytest.mark.parametrize(("reader", "action", "parameters", "config"), READERS, ids=lambda one: type(one).__name__)
def test_every_reader(reader: Any, action: str, parameters: dict[str, Any], config: dict[str, Any]) -> None:
    written = states(DistributedMap("Each", item_reader=reader, item_processor=Pass("P")))["Each"]["ItemReader"]
    assert written["Resource"] == f"arn:${{AWSPartition}}:states:::s3:{action}"
    assert written["Parameters"] == {"Bucket": "${UploadsName}", **parameters}
    assert written.get("ReaderConfig", {}) == config


def test_a_distributed_map_whole() -> None:
    each = DistributedMap(
        "Each",
        item_reader=S3Csv(bucket=BUCKET, key="a.csv"),
        item_batcher=Batcher(max_items=10, max_bytes=1000, batch_input={"run": context.execution.name}),
        result_writer=Writer(bucket=Ref("Results"), prefix="out", transformation="COMPACT"),
        item_processor=send(),
        execution_type="EXPRESS",
        tolerated_failure_count=3,
        tolerated_failure_percentage=path("$.percent"),
        label="import",
    )
    written = states(each)["Each"]
    assert written["ItemProcessor"]["ProcessorConfig"] == {"Mode": "DISTRIBUTED", "ExecutionType": "EXPRESS"}
    assert written["ItemBatcher"] == {
        "MaxItemsPerBatch": 10,
        "MaxInputBytesPerBatch": 1000,
        "BatchInput": {"run.$": "$$.Execution.Name"},
    }
    assert written["ResultWriter"]["WriterConfig"] == {"Transformation": "COMPACT", "OutputType": "JSON"}
    assert written["ResultWriter"]["Parameters"] == {"Bucket": "${ResultsName}", "Prefix": "out"}
    assert (written["ToleratedFailureCount"], written["ToleratedFailurePercentagePath"]) == (3, "$.percent")
    assert written["Label"] == "import"


def needs(flow: object) -> set[tuple[str, str]]:
    definition = machine(flow).compile()
    assert not definition.questions
    return {(action, getattr(need.resource, "pattern", "-")) for need in definition.needs for action in need.actions}


def test_what_is_inside_is_needed_too() -> None:
    inner = Map("Inner", items=path("$.rows"), item_processor=send("B"))
    definition = machine(Parallel("Both", branches=[send("A"), inner])).compile()
    assert {need.state for need in definition.needs} == {"A", "B"}


@pytest.mark.parametrize(
    ("reader", "resource"),
    [
        (S3Csv(bucket=BUCKET, key="in/a.csv"), "arn:${AWS::Partition}:s3:::{name}/in/a.csv"),
        (S3Csv(bucket=BUCKET, key=path("$.key"), keys="in/*"), "arn:${AWS::Partition}:s3:::{name}/in/*"),
        (S3Csv(bucket=BUCKET, key=Param("Key")), "arn:${AWS::Partition}:s3:::{name}/${Key}"),
    ],
)
def test_a_reader_may_read_what_it_names(reader: Any, resource: str) -> None:
    found = needs(DistributedMap("Each", item_reader=reader, item_processor=Pass("P")))
    assert ("s3:GetObject", resource) in found
    assert (
        "states:StartExecution",
        "arn:${AWS::Partition}:states:${AWS::Region}:${AWS::AccountId}:stateMachine:{machine}",
    ) in found


def test_a_key_that_is_open_asks() -> None:
    each = DistributedMap("Each", item_reader=S3Csv(bucket=BUCKET, key=path("$.key")), item_processor=Pass("P"))
    (question,) = machine(each).compile().questions
    assert question.member == "ItemReader.Key"
    assert 'keys="folder/*"' in question.advice()


PASS = Pass("P")
WRONG: list[tuple[Any, str]] = [
    (lambda: Parallel("Both", branches=[]), "branches is a list of states and chains, not []"),
    (lambda: Parallel("Both", branches=Pass("A")), "write branches=[a >> b, c]"),  # type: ignore[arg-type]
    (lambda: Parallel("Both", branches=[5]), "branches[0]: 5 is no state"),  # type: ignore[list-item]
    (lambda: Parallel("Both", branches=[Pass("A"), Pass("A")]), "two states named 'A'"),
    (lambda: Parallel("Both", branches=[Pass("A") >> "After"]) >> Pass("After"), "goes to 'After'"),
    (lambda: Parallel("Both", branches=[Pass("Both")]), "two states named 'Both'"),
    (lambda: Parallel("Both", branches=[PASS], arguments={"a": 1}), "write parameters="),
    (lambda: Map("Each", item_processor=5), "item_processor: 5 is no state"),  # type: ignore[arg-type]
    (lambda: Map("Each", item_processor=PASS, items=[1]), 'write items=path("$.rows")'),
    (lambda: Map("Each", item_processor=PASS, max_concurrency=-1), "0 or more"),
    (lambda: DistributedMap("Each", item_processor=PASS, tolerated_failure_percentage=101), "0 to 100"),
    (lambda: DistributedMap("Each", item_processor=PASS, label="a b"), "is no label"),
    (lambda: DistributedMap("Each", item_processor=PASS, label="a" * 41), "is no label"),
    (
        lambda: DistributedMap(
            "Each", item_processor=PASS, items=path("$.a"), item_reader=S3Parquet(bucket=BUCKET, key="a")
        ),
        "write the one or the other",
    ),
    (
        lambda: DistributedMap("Each", item_processor=PASS, item_reader=S3Csv(bucket=BUCKET, key="", headers=["a"])),
        "item_reader.key has 0 bytes",
    ),
    (
        lambda: DistributedMap("Each", item_processor=PASS, item_reader=S3Csv(bucket=BUCKET, key="a", headers="a")),
        'write headers=["id", "name"]',
    ),
    (
        lambda: DistributedMap("Each", item_processor=send(pattern="wait_for_task_token"), execution_type="EXPRESS"),
        "no pattern 'wait_for_task_token'",
    ),
]


@pytest.mark.parametrize(("flow", "message"), WRONG)
def test_what_is_wrong_says_what_to_write(flow: Any, message: str) -> None:
    with pytest.raises(NewelErrors) as raised:
        states(flow())
    assert message in str(raised.value)


def test_an_express_machine_has_no_distributed_map() -> None:
    with pytest.raises(NewelErrors, match=r"no DistributedMap(.|\n)*write Map"):
        states(DistributedMap("Each", item_processor=Pass("P")), type="EXPRESS")
    with pytest.raises(NewelErrors, match="no pattern"):
        states(Map("Each", item_processor=send(pattern="wait_for_task_token")), type="EXPRESS")


def test_parts_that_lack_something_are_refused() -> None:
    with pytest.raises(NewelError, match="max_items or max_bytes"):
        Batcher()
    with pytest.raises(NewelError, match="needs a bucket"):
        Writer()
    with pytest.raises(NewelError, match="needs a bucket"):
        Writer(prefix="a", output_type="JSON")
    with pytest.raises(NewelError, match=r"S3Csv has no delimiter 'COMA'(.|\n)*write COMMA"):
        S3Csv(bucket=BUCKET, key="a", delimiter="COMA")  # type: ignore[arg-type]


def test_a_writer_without_a_bucket_shapes_the_result() -> None:
    each = DistributedMap("Each", item_processor=Pass("P"), result_writer=Writer(transformation="FLATTEN"))
    assert states(each)["Each"]["ResultWriter"] == {"WriterConfig": {"Transformation": "FLATTEN", "OutputType": "JSON"}}
