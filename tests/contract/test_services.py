"""What holds for every service and operation that SDK integrations reach."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from newel.aws import models, naming, operations
from newel.aws.services import services
from newel.errors import NewelError
from newel.parameters.sdk import refused
from newel.reference.operations import describe

if TYPE_CHECKING:
    from newel.aws.services import Service

MODELLED = [service for service in services().values() if operations.model_of(service) is not None]

every_service = pytest.mark.parametrize("service", services().values(), ids=lambda service: service.id)
every_model = pytest.mark.parametrize("service", MODELLED, ids=lambda service: service.id)


def model(service: Service) -> dict[str, Any]:
    found = operations.model_of(service)
    assert found is not None
    return found


def test_most_have_models() -> None:
    assert len(MODELLED) > 0.9 * len(services())


@every_service
def test_a_service_is_found_by_its_id_and_told_by_other_names(service: Service) -> None:
    assert operations.find_service(service.id) is service
    assert service.id == service.prefix.lower()
    for other in {service.botocore, service.prefix} - {None, *services()}:
        with pytest.raises(NewelError, match="has another name for") as raised:
            operations.find_service(str(other))
        assert raised.value.hint == f"write {service.id!r}"


@every_model
def test_its_id_and_prefix_follow_from_its_model(service: Service) -> None:
    assert naming.prefix(model(service)["metadata"]["serviceId"]) == service.prefix


@every_model
def test_its_operations_are_found_by_their_actions(service: Service) -> None:
    for operation in operations.operations(service):
        assert operations.called(operation.resource) == operation
        assert re.fullmatch(r"aws-sdk:[a-z0-9]+:[a-z][A-Za-z0-9]*", operation.resource)


@every_model
def test_what_step_functions_does_not_call_is_refused(service: Service) -> None:
    streams = [name for name in model(service)["operations"] if operations.streams_events(model(service), name)]
    for name in {*service.unsupported, *streams}:
        with pytest.raises(NewelError, match=r"Step Functions (does not call|calls no such API)"):
            operations.find(service.id, naming.action(name))


@every_model
def test_no_two_members_of_a_structure_are_spelled_alike(service: Service) -> None:
    for shape in model(service)["shapes"].values():
        spelled = [naming.member(name) for name in shape.get("members", {})]
        assert len(spelled) == len(set(spelled))


@every_model
def test_its_errors_have_its_prefix(service: Service) -> None:
    for error in operations.errors(service):
        assert re.fullmatch(rf"{service.prefix}\.[A-Z][A-Za-z0-9]*Exception", error)


@every_model
def test_parameters_are_held_to_its_models(service: Service) -> None:
    for operation in operations.operations(service):
        shape = models.input_shape(*operation.api.split(":"))
        members = shape.get("members", {})
        required = {name for name in shape.get("required", ()) if not members[name].get("idempotencyToken")}
        lacking = {problem.place for problem in refused({}, operation) if problem.message == "is required"}
        assert lacking == {naming.member(name) for name in required}
        computed = {f"{naming.member(name)}.$": "$.x" for name in required}
        if not shape.get("union"):
            assert refused(computed, operation) == []
        for name in members:
            spelled = naming.member(name)
            if name != spelled and not name.endswith(".$"):
                [problem] = [one for one in refused({**computed, name: "{% $x %}"}, operation) if one.hint]
                assert problem.hint == f"write {spelled}"
        wrong = [one for one in refused({**computed, "Nonsense": 1}, operation) if one.place == "Nonsense"]
        assert [one.message for one in wrong] == ["the API has no such member"]


@every_model
def test_all_of_its_operations_is_told(service: Service) -> None:
    for operation in operations.operations(service):
        found = describe(operation)
        assert found.name == f"{service.id}:{operation.action}"
        required = [one.required for one in found.parameters]
        assert required == sorted(required, reverse=True)
        assert f'action="{operation.action}"' in found.example
        for one in found.permissions:
            assert re.fullmatch(r"[a-z0-9-]+:[A-Za-z0-9]+", one.action)
            assert one.resources
