"""A machine that tests run."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Literal

from newel.errors import NewelError
from newel.local.testkit.run import MachineRun

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from newel.local.aws import LocalAws
    from newel.local.clock import Clock
    from newel.local.mock_shapes import Mode
    from newel.local.mocks import Mocks
    from newel.local.runner import Ran
    from newel.sam.machines import Machine
    from newel.sam.template import Template


class LocalMachine:
    """A machine of a template, or of a definition's file alone.

    Parameters
    ----------
    machine, template
        The machine, and the template that it is of.
    heard
        Hears of every run.
    snapshots, update
        As `MachineRun` takes them.
    """

    def __init__(
        self,
        machine: Machine,
        template: Template,
        *,
        heard: Callable[[Ran], None] | None = None,
        snapshots: Callable[[str | None], Path] | None = None,
        update: bool = False,
    ) -> None:
        self.name = machine.name
        self._machine = machine
        self._template = template
        self._heard = heard
        self._snapshots = snapshots
        self._update = update

    def run(
        self,
        input: object = None,  # noqa: A002 - the name that boto3 gives it
        *,
        mocks: Mocks | None = None,
        mock_validation: Mode = "PRESENT",
        lambdas: Mapping[str, Callable[[Any], Any]] | None = None,
        context: Mapping[str, Any] | None = None,
        variables: Mapping[str, Any] | None = None,
        clock: Clock | None = None,
        functions: Literal["inline", "process"] = "inline",
        answer: Mapping[str, str] | None = None,
        before: Callable[[LocalAws], object] | None = None,
        after: Callable[[LocalAws], object] | None = None,
    ) -> MachineRun:
        """Run it: real functions, an AWS in this process, virtual time.

        Parameters
        ----------
        input
            The execution's input; {} where it is left out.
        mocks, mock_validation, lambdas, context, variables, clock
            As `newel.local.run` takes them.
        functions
            Where functions run: in this process, or each in its own.
        answer
            State to "aws" or the URL of an endpoint that answers it; "" for all states.
        before, after
            What is done to the AWS in this process before the run and after it: `aws.client("s3")` is boto3's client,
            `aws.ref("Bucket")` what Ref gives.

        Raises
        ------
        NewelError
            It cannot be run, or comes by a task that nothing answers.
        """
        from newel.local.runner import Settings, run_machine

        settings = Settings(
            mocks=mocks or {},
            mock_validation=mock_validation,
            lambdas=lambdas or {},
            context=context or {},
            variables=variables or {},
            clock=clock,
            processes=functions == "process",
            elsewhere=answer or {},
            before=before,
            after=after,
            mocks_when_reached=True,
        )
        try:
            ran = run_machine(self._machine, self._template, {} if input is None else input, settings)
        except NewelError as error:
            raise error.with_traceback(None) from None  # what is wrong stands in its message, not on the way to it
        if self._heard is not None:
            self._heard(ran)
        return MachineRun(ran, self._snapshots, update=self._update)

    def test_state(
        self,
        name: str,
        input: object = None,  # noqa: A002 - the name that boto3 gives it
        *,
        inspectionLevel: str = "DEBUG",  # noqa: N803 - the name that boto3 gives it
        **request: Any,
    ) -> dict[str, Any]:
        """Test one of its states, as TestState does; see `newel.local.test_state`.

        Parameters
        ----------
        name
            The state, however deep.
        input
            Its input, a JSON value.
        inspectionLevel
            What is told of the data that passes through.
        request
            What else TestState takes: mock, variables, stateConfiguration, context.

        Returns
        -------
        dict
            TestState's answer, JSON text in it.
        """
        from newel.local import test_state

        return test_state(
            definition=self.definition(),
            stateName=name,
            input=json.dumps({} if input is None else input),
            inspectionLevel=inspectionLevel,
            **request,
        )

    def definition(self) -> dict[str, Any]:
        """Its definition, with the names that the resources have in local runs."""
        from newel.local.aws import LocalAws
        from newel.local.project import filled_in

        aws = LocalAws(self._template.data)
        with aws.up():
            return filled_in(self._machine, aws)
