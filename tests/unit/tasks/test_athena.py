"""Athena: what a query may read and write, and what is asked where nobody says it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from newel import Ref, StateMachine, Sub, intrinsics, jsonata, path
from newel.errors import NewelError
from newel.iam import statements
from newel.permissions import of_definition
from newel.sam.policies import policies
from newel.sam.template import parse
from newel.tasks import athena

if TYPE_CHECKING:
    from newel.tasks.base import Task

TEMPLATE = parse(
    """\
Parameters:
  Location: {Type: String}
Resources:
  Data: {Type: AWS::S3::Bucket}
  Sales: {Type: AWS::Glue::Database}
  Group: {Type: AWS::Athena::WorkGroup}
  Key: {Type: AWS::KMS::Key}
""",
    Path("template.yaml"),
)
OUTPUT = {"OutputLocation": "s3://results/queries"}
ATHENA = "arn:${AWS::Partition}:athena:${AWS::Region}:${AWS::AccountId}:"
GLUE = "arn:${AWS::Partition}:glue:${AWS::Region}:${AWS::AccountId}:"
S3 = "arn:${AWS::Partition}:s3:::"


def allowed(state: Task) -> dict[str, set[str]]:
    """The resources that a state's actions are on, by the actions."""
    definition = StateMachine("Machine", state).compile()
    [policy] = policies(statements(definition.needs), TEMPLATE, logs=False)
    found: dict[str, set[str]] = {}
    for statement in policy["Statement"]:
        for action in _list(statement["Action"]):
            found.setdefault(action, set()).update(map(_text, _list(statement["Resource"])))
    return found


def _list(item: Any) -> list[Any]:
    return item if isinstance(item, list) else [item]


def _text(item: Any) -> str:
    match item:
        case {"Fn::Sub": str(text)}:
            return text
        case {"Fn::GetAtt": [name, attribute]}:
            return f"${{{name}.{attribute}}}"
        case _:
            return str(item)


def questions(state: Task) -> list[str]:
    return [question.sentence() for question in StateMachine("Machine", state).compile().questions]


def query(text: Any = "SELECT 1", **more: Any) -> athena.StartQueryExecution:
    return athena.StartQueryExecution("Query", query_string=text, **{"result_configuration": OUTPUT, **more})


def test_a_query_reads_the_tables_and_folders_that_are_said_and_no_other() -> None:
    state = query(reads=["sales.orders", "s3://data/orders/"])
    found = allowed(state)
    assert found["glue:GetTable"] == {f"{GLUE}catalog", f"{GLUE}database/sales", f"{GLUE}table/sales/orders"}
    assert found["glue:GetDatabase"] == {f"{GLUE}catalog", f"{GLUE}database/sales"}
    assert found["s3:GetObject"] == {f"{S3}data/orders/*", f"{S3}results/queries/*"}
    assert found["s3:PutObject"] == {f"{S3}results/queries/*"}
    assert found["s3:ListBucket"] == {f"{S3}data", f"{S3}results"}
    assert found["s3:CreateBucket"] == {f"{S3}results"}
    assert not [action for action in found if action.startswith(("glue:Create", "glue:Update", "glue:Delete"))]
    assert questions(state) == []


def test_what_is_written_is_said_apart_from_what_is_read() -> None:
    found = allowed(query(reads=["sales.orders"], writes=["sales.totals", "s3://data/totals"]))
    assert found["glue:UpdateTable"] == {f"{GLUE}catalog", f"{GLUE}database/sales", f"{GLUE}table/sales/totals"}
    assert f"{GLUE}table/sales/orders" in found["glue:GetTable"]
    assert found["s3:PutObject"] == {f"{S3}results/queries/*", f"{S3}data/totals/*"}
    assert "glue:DeleteDatabase" not in found


def test_a_whole_database_may_be_made_and_dropped() -> None:
    found = allowed(query("DROP DATABASE sales CASCADE", writes=["sales"]))
    assert found["glue:DeleteDatabase"] == {
        f"{GLUE}catalog",
        f"{GLUE}database/sales",
        f"{GLUE}table/sales/*",
        f"{GLUE}userDefinedFunction/sales/*",
    }
    assert found["glue:CreateDatabase"] == {f"{GLUE}catalog", f"{GLUE}database/sales"}


def test_names_of_the_template_stand_in_a_sub() -> None:
    found = allowed(query(reads=[Sub("${Sales}.orders"), Sub("s3://${Data}/orders/"), Sub("s3://${Data}")]))
    assert found["glue:GetPartitions"] >= {f"{GLUE}database/${{Sales}}", f"{GLUE}table/${{Sales}}/orders"}
    assert found["s3:GetObject"] >= {f"{S3}${{Data}}/orders/*", f"{S3}${{Data}}/*"}
    assert "${Data.Arn}" in found["s3:ListBucket"]
    with pytest.raises(NewelError, match="has no resource or parameter 'Salse'"):
        allowed(query(reads=[Sub("${Salse}.orders")]))
    with pytest.raises(NewelError, match="of type AWS::S3::Bucket, and the field takes Glue databases"):
        allowed(query(reads=[Sub("${Data}.orders")]))


def test_the_database_of_the_context_is_read_where_no_table_is_said() -> None:
    context = {"Database": Ref("Sales")}
    found = allowed(query(query_execution_context=context, reads=["s3://data/"]))
    assert found["glue:GetTable"] == {f"{GLUE}catalog", f"{GLUE}database/${{Sales}}", f"{GLUE}table/${{Sales}}/*"}
    other = allowed(query(query_execution_context=context, reads=["stock.items"]))
    assert other["glue:GetTable"] == {f"{GLUE}catalog", f"{GLUE}database/stock", f"{GLUE}table/stock/items"}


def test_what_nobody_says_is_asked_and_no_data_is_written() -> None:
    state = query(path("$.query"), query_execution_context={"Database": "sales"})
    found = allowed(state)
    assert found["glue:UpdateTable"] == {f"{GLUE}catalog", f"{GLUE}database/sales", f"{GLUE}table/sales/*"}
    assert found["s3:PutObject"] == {f"{S3}results/queries/*"}
    assert found["s3:GetObject"] >= {f"{S3}*/*"}
    [question] = questions(state)
    assert "it may read any bucket and the tables of sales" in question


@pytest.mark.parametrize("text", ["SELECT 1", "  (select 1)", "with t as (select 1) select * from t", "SHOW TABLES"])
def test_a_query_that_only_reads_may_not_write(text: str) -> None:
    assert "glue:UpdateTable" not in allowed(query(text))
    assert "glue:UpdateTable" not in allowed(query(intrinsics.format(text + " -- {}", path("$.day"))))


@pytest.mark.parametrize("text", ["INSERT INTO t SELECT 1", "CREATE TABLE t AS SELECT 1", "SELECTION", ""])
def test_any_other_may_write_tables_until_it_is_said(text: str) -> None:
    assert f"{GLUE}table/default/*" in allowed(query(text or path("$.text")))["glue:UpdateTable"]


@pytest.mark.parametrize("language", ["JSONPath", "JSONata"])
def test_a_database_that_is_known_only_when_it_runs_is_any(language: Any) -> None:
    name: Any = path("$.database") if language == "JSONPath" else jsonata("$states.input.database")
    state = query(query_execution_context={"Database": name}, query_language=language)
    assert allowed(state)["glue:GetTable"] == {f"{GLUE}catalog", f"{GLUE}database/*", f"{GLUE}table/*/*"}


@pytest.mark.parametrize("more", [{}, {"reads": ["s3://spilt/"]}])
def test_the_database_of_another_catalog_is_not_one_of_glues(more: Any) -> None:
    state = query(query_execution_context={"Catalog": "orders-of-mysql", "Database": "sales"}, **more)
    assert not [action for action in allowed(state) if action.startswith("glue:")]
    assert [question for question in questions(state) if "the catalog orders-of-mysql" in question] or more


def test_any_is_what_an_author_writes() -> None:
    state = query(reads=["*"])
    assert allowed(state)["s3:GetObject"] >= {f"{S3}*/*"}
    assert questions(state) == []


@pytest.mark.parametrize(
    "location",
    [path("$.folder"), Ref("Location"), intrinsics.format("s3://{}/x", path("$.bucket"))],
    ids=["path", "parameter", "bucket"],
)
def test_a_folder_of_results_that_is_not_known_is_asked(location: Any) -> None:
    state = query(reads=["a.b"], result_configuration={"OutputLocation": location})
    assert allowed(state)["s3:PutObject"] == {f"{S3}*/*"}
    assert len(questions(state)) == 1
    narrowed = query(reads=["a.b"], result_configuration={"OutputLocation": location}, allow=["s3://mine/here/"])
    assert allowed(narrowed)["s3:PutObject"] == {f"{S3}mine/here/*"}
    assert questions(narrowed) == []


def test_a_folder_that_is_known_in_part_is_held_to_that() -> None:
    location = intrinsics.format("s3://results/{}/", path("$.day"))
    state = query(reads=["a.b"], result_configuration={"OutputLocation": location})
    assert allowed(state)["s3:PutObject"] == {f"{S3}results/*/*"}
    assert questions(state) == []


def test_where_the_work_group_says_the_folder_it_is_one_of_what_is_written() -> None:
    state = query(result_configuration=None, work_group=Ref("Group"), reads=["a.b"])
    assert len(questions(state)) == 1
    said = query(result_configuration=None, work_group=Ref("Group"), reads=["a.b"], writes=["s3://results/"])
    assert questions(said) == []
    assert allowed(said)["s3:PutObject"] == {f"{S3}results/*"}
    managed = query(result_configuration=None, reads=["a.b"], writes=[])
    assert not [action for action in allowed(managed) if action.startswith("s3:")]


def test_a_folder_that_is_none_is_refused() -> None:
    with pytest.raises(NewelError, match=r"'results/' is not the URL of a resource \(folder of S3\)"):
        allowed(query(result_configuration={"OutputLocation": "results/"}, reads=[]))


@pytest.mark.parametrize("option", ["reads", "writes"])
@pytest.mark.parametrize("wrong", ["sales.orders", [""], ["a.b.c"], ["s3:/b"], ["s3://"], ["arn:aws:s3:::b"], [3], 7])
def test_what_is_no_place_is_refused(option: str, wrong: Any) -> None:
    with pytest.raises(NewelError, match=option) as caught:
        query(**{option: wrong})
    assert caught.value.hint


def test_the_work_group_and_the_catalog_are_the_very_ones() -> None:
    found = allowed(query(reads=[]))
    assert found["athena:StartQueryExecution"] == {f"{ATHENA}workgroup/primary"}
    assert found["athena:GetDataCatalog"] == {f"{ATHENA}datacatalog/AwsDataCatalog"}
    own = query(work_group=Ref("Group"), query_execution_context={"Catalog": "lambda"}, reads=[], pattern="sync")
    found = allowed(own)
    assert (
        found["athena:StartQueryExecution"] == found["athena:StopQueryExecution"] == {f"{ATHENA}workgroup/${{Group}}"}
    )
    assert found["athena:GetDataCatalog"] == {f"{ATHENA}datacatalog/lambda"}


def _key_condition(configuration: dict[str, Any]) -> Any:
    settings: dict[str, Any] = {**OUTPUT, "EncryptionConfiguration": {"KmsKey": Ref("Key"), **configuration}}
    definition = StateMachine("Machine", query(reads=[], result_configuration=settings)).compile()
    [policy] = policies(statements(definition.needs), TEMPLATE, logs=False)
    [of_key] = [one for one in policy["Statement"] if "kms:Decrypt" in one["Action"]]
    assert of_key["Resource"] == {"Fn::GetAtt": ["Key", "Arn"]}
    return of_key.get("Condition")


def test_the_key_of_the_results_is_used_by_way_of_s3_or_by_athena_itself() -> None:
    via = {"StringEquals": {"kms:ViaService": {"Fn::Sub": "s3.${AWS::Region}.${AWS::URLSuffix}"}}}
    assert _key_condition({"EncryptionOption": "SSE_KMS"}) == via
    assert _key_condition({"EncryptionOption": path("$.option")}) == via
    assert _key_condition({"EncryptionOption": "CSE_KMS"}) is None


def test_the_key_of_the_data_is_an_option() -> None:
    found = allowed(query(reads=["s3://data/"], kms_key=Ref("Key")))
    assert found["kms:Decrypt"] == {"${Key.Arn}"}


@pytest.mark.parametrize("cls", [athena.GetQueryExecution, athena.GetQueryResults, athena.StopQueryExecution])
def test_the_work_group_of_a_query_is_said_or_asked(cls: Any) -> None:
    action = f"athena:{cls.__name__}"
    unsaid = cls("Task", query_execution_id="2da557a1-7283-4c3d-8af9-058348f0bb02")
    assert allowed(unsaid)[action] == {f"{ATHENA}workgroup/*"}
    assert any("any Athena work group" in question for question in questions(unsaid))
    said = cls("Task", query_execution_id=path("$.id"), work_group=Ref("Group"))
    assert allowed(said)[action] == {f"{ATHENA}workgroup/${{Group}}"}
    assert not any("work group" in question for question in questions(said))


def test_results_are_read_from_their_folder() -> None:
    state = athena.GetQueryResults("Read", query_execution_id=path("$.id"), output_location="s3://results/queries/")
    assert allowed(state)["s3:GetObject"] == {f"{S3}results/queries/*"}
    unsaid = athena.GetQueryResults("Read", query_execution_id=path("$.id"), work_group="g")
    assert allowed(unsaid)["s3:GetObject"] == {f"{S3}*/*"}
    assert len(questions(unsaid)) == 1


@pytest.mark.parametrize(
    "parameters",
    [{}, {"QueryString": 7}, {"QueryString": "SELECT 1", "ResultConfiguration": [], "QueryExecutionContext": None}],
)
def test_a_definition_by_hand_may_hold_anything(parameters: dict[str, Any]) -> None:
    for what in ("startQueryExecution.sync", "getQueryResults", "stopQueryExecution"):
        state = {"Type": "Task", "Resource": f"arn:aws:states:::athena:{what}", "Parameters": parameters}
        assert of_definition({"States": {"S": state}}).questions
