"""The pytest plugin: `newel_machine`, path snapshots, coverage of states, and cases in `*.newel.yaml` files.

It imports nothing of newel until a test asks for it.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from newel.local.runner import Ran
    from newel.local.testkit.cases import Case, CaseFile
    from newel.local.testkit.coverage import Coverage
    from newel.local.testkit.machine import LocalMachine

_COVERAGE = pytest.StashKey["Coverage"]()
_WORKER = "newel_coverage"
_ENDINGS = (".newel.json", ".newel.yaml", ".newel.yml")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add what it can be told."""
    group = parser.getgroup("newel", "newel: workflows of AWS Step Functions")
    group.addoption("--newel-coverage", action="store_true", help="Show which states and ways the runs came by.")
    group.addoption("--newel-coverage-report", metavar="FILE", type=Path, help="Write the coverage to a file, as JSON.")
    group.addoption(
        "--newel-coverage-min",
        metavar="PERCENT",
        type=float,
        help="Fail when the runs came by less of the states and ways.",
    )
    group.addoption("--newel-update", action="store_true", help="Write snapshots anew.")
    group.addoption(
        *_free(parser, "--aws", "--newel-aws"),
        dest="newel_aws",
        action="store_true",
        help="Carry out the cases of *.newel.yaml files by AWS's TestState.",
    )
    group.addoption("--newel-role", metavar="ARN", help="With --aws: the role of states without a mock.")
    parser.addini("newel_template", "The SAM template of newel_machine.", default="template.yaml")


def _free(parser: pytest.Parser, *names: str) -> list[str]:
    """Those of an option's names that no other plugin has taken."""
    groups = [parser._anonymous, *parser._groups]  # noqa: SLF001 # pyright: ignore[reportPrivateUsage]
    taken = {name for group in groups for each in group.options for name in each.names()}
    return [name for name in names if name not in taken]


class _Session:
    """What the machines of a session have in common."""

    def __init__(self, config: pytest.Config) -> None:
        self._config = config

    @property
    def coverage(self) -> Coverage:
        from newel.local.testkit.coverage import Coverage

        return self._config.stash.setdefault(_COVERAGE, Coverage())

    def template(self, given: str | Path | None = None) -> Path:
        return self._config.rootpath / (given or self._config.getini("newel_template"))

    def machine(self, name: str, template: Path, snapshots: Callable[[str | None], Path] | None = None) -> LocalMachine:
        from newel.local.runner import find
        from newel.local.testkit.machine import LocalMachine

        beside = template.parent / name
        found, parsed = find(str(beside) if beside.is_file() else name, template)
        if found.definition.get("States"):
            self.coverage.know(found.name, found.definition)
        update = self._config.getoption("--newel-update")
        return LocalMachine(found, parsed, heard=self._heard, snapshots=snapshots, update=bool(update))

    def _heard(self, ran: Ran) -> None:
        self.coverage.add(ran.machine.name, ran.machine.definition, ran.execution.events)


@pytest.fixture
def newel_machine(request: pytest.FixtureRequest) -> Callable[..., LocalMachine]:
    """Find a machine to run: `machine = newel_machine("Orders")`, then `run = machine.run({...}, mocks={...})`.

    The name is a machine's logical id in the template, or the file of its definition or its Python module, from the
    template's folder. `template=` names another template than the ini option `newel_template`.
    """
    session = _Session(request.config)

    def snapshot(name: str | None) -> Path:
        test = re.sub(r"[^\w.-]+", "_", f"{request.node.name}{f'-{name}' if name else ''}").strip("_")
        return request.path.parent / "__snapshots__" / request.path.stem / f"{test}.path.txt"

    def machine(name: str, template: str | Path | None = None) -> LocalMachine:
        return session.machine(name, session.template(template), snapshot)

    return machine


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Take up files of cases."""
    if not file_path.name.endswith(_ENDINGS):
        return None
    return _CaseFile.from_parent(parent, path=file_path)  # pyright: ignore[reportUnknownMemberType]


class _CaseFile(pytest.File):
    def collect(self) -> Iterator[_CaseItem]:
        """Read the cases."""
        from newel.errors import NewelError
        from newel.local.testkit.cases import load_cases

        try:
            found = load_cases(self.path)
        except NewelError as error:
            raise self.CollectError(str(error)) from None
        for case in found.cases:
            yield _CaseItem.from_parent(  # pyright: ignore[reportUnknownMemberType]
                self, name=case.name, file=found, case=case
            )


class _Unlike(Exception):
    """What came of a case is not what it expects."""


class _CaseItem(pytest.Item):
    def __init__(self, *, file: CaseFile, case: Case, **rest: Any) -> None:
        super().__init__(**rest)  # pyright: ignore[reportUnknownMemberType]
        self._file = file
        self._case = case

    def runtest(self) -> None:
        """Carry out the case, here or on AWS."""
        from newel.local.testkit.remote import unlike

        session = _Session(self.config)
        own = self.path.parent / self._file.template if self._file.template else session.template()
        machine = session.machine(self._file.machine, own)
        ended = self._on_aws(machine) if self.config.getoption("newel_aws") else self._here(machine)
        differences = list(unlike(self._case.expect, ended))
        if differences:
            raise _Unlike("\n".join([*differences, f"It ended as {ended!r}"]))

    def _here(self, machine: LocalMachine) -> Any:
        from newel.local import test_state
        from newel.local.testkit.remote import test_one

        case = self._case
        if case.state is not None:
            return test_one(test_state, machine.definition(), case)
        return machine.run(case.input, mocks=case.mocks, variables=case.variables)

    def _on_aws(self, machine: LocalMachine) -> Any:
        from newel.local.testkit import remote

        carry_out = remote.walk if self._case.state is None else remote.test_one
        role = self.config.getoption("--newel-role")
        more = {"roleArn": role} if role else {}
        try:
            return carry_out(_client().test_state, machine.definition(), self._case, **more)
        except remote.CannotTest as reason:
            pytest.skip(str(reason))

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """Say what is not as expected, and no more."""
        from botocore.exceptions import BotoCoreError, ClientError

        from newel.errors import NewelError

        if isinstance(excinfo.value, _Unlike | NewelError | BotoCoreError | ClientError):
            return f"{self._case.where}\n{excinfo.value}"
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, None, str]:
        """Say what it is."""
        return self.path, None, self.name


def _client() -> Any:
    """boto3's client of Step Functions, with the user's credentials."""
    from importlib import import_module

    return import_module("boto3").client("stepfunctions")


def _wanted(config: pytest.Config) -> bool:
    return any(
        config.getoption(name) for name in ("--newel-coverage", "--newel-coverage-report", "--newel-coverage-min")
    )


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Take up what a worker of pytest-xdist came by."""
    data = getattr(node, "workeroutput", {}).get(_WORKER)
    if data:
        _Session(node.config).coverage.merge(json.loads(data))


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Hand over what a worker came by; else write the report, and hold the session to its least coverage."""
    config = session.config
    coverage = config.stash.get(_COVERAGE, None)
    output: dict[str, Any] | None = getattr(config, "workeroutput", None)
    if output is not None:
        output[_WORKER] = json.dumps(coverage.dumped()) if coverage else ""
        return
    if not _wanted(config):
        return
    found = _Session(config).coverage
    report: Path | None = config.getoption("--newel-coverage-report")
    if report is not None:
        content = {"percent": round(found.percent, 2), "machines": found.dumped()}
        report.write_text(json.dumps(content, indent=2) + "\n", "utf-8")
    least = config.getoption("--newel-coverage-min")
    if least is not None and found.percent < least and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Show what the runs came by."""
    if not _wanted(config) or hasattr(config, "workeroutput"):
        return
    found = _Session(config).coverage
    terminalreporter.section("newel: coverage of states and ways")
    for line in found.table():
        terminalreporter.line(line)
    least = config.getoption("--newel-coverage-min")
    if least is not None and found.percent < least:
        terminalreporter.line(f"FAIL: {found.percent:.1f}% is less than {least:g}%", red=True)
