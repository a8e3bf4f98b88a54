"""A SAM template as text, nodes and plain data."""

from __future__ import annotations

from dataclasses import dataclass
from types import NoneType
from typing import TYPE_CHECKING, Any

from ruamel.yaml.error import YAMLError

from newel.errors import NewelError, UsageError
from newel.json_types import is_array, is_object
from newel.sam import document

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True)
class Template:
    """A SAM template.

    Attributes
    ----------
    path
        The file.
    text
        What the file holds, its line ends as they are.
    root
        The document's node, with places in `text`.
    data
        The whole template as plain data, intrinsic functions in their long form.
    """

    path: Path
    text: str
    root: document.Mapping
    data: dict[str, Any]

    @property
    def resources(self) -> dict[str, Any]:
        """The resources by logical id."""
        return self._section("Resources")

    @property
    def parameters(self) -> dict[str, Any]:
        """The parameters by name."""
        return self._section("Parameters")

    @property
    def is_transformed(self) -> bool:
        """Whether SAM's transform is asked for ("AWS::Serverless transform"), alone or among others."""
        asked: Any = self.data.get("Transform")
        return any(str(one).startswith("AWS::Serverless-") for one in (asked if is_array(asked) else [asked]))

    def _section(self, name: str) -> dict[str, Any]:
        section: Any = self.data.get(name)
        return section if is_object(section) else {}


TRANSFORM = "Transform: AWS::Serverless-2016-10-31"
"""What makes a template one of SAM's."""


def insist_on_transform(template: Template) -> None:
    """Refuse a template that CloudFormation would take without SAM, and so without knowing AWS::Serverless resources.

    Raises
    ------
    NewelError
        It is one.
    """
    if not template.is_transformed:
        raise NewelError(
            "this is not a SAM template: it has no Transform",
            where=str(template.path),
            hint=f"write {TRANSFORM} at its top",
        )


def load(path: Path) -> Template:
    """Read the SAM template at `path`.

    Raises
    ------
    NewelError
        The file is missing, is not text, is not YAML, or is not a template.
    """
    try:
        text = path.read_bytes().decode("utf-8")
    except FileNotFoundError:
        raise UsageError("there is no such template", where=str(path), hint="name it with --template FILE") from None
    except OSError as error:
        raise NewelError(f"the template cannot be read: {error.strerror}", where=str(path)) from None
    except UnicodeDecodeError as error:
        raise NewelError(f"the template is not UTF-8 text (byte {error.start})", where=str(path)) from None
    return parse(text, path)


def parse(text: str, path: Path) -> Template:
    """Read a template from its text; `path` is where it stands, for messages.

    Raises
    ------
    NewelError
        The text is not YAML, or not a template.
    """
    try:
        root = document.parse(text)
    except document.DocumentError as error:
        raise _unreadable(path, str(error), error.line, error.column) from None
    except (YAMLError, ValueError, RecursionError) as error:
        raise _unreadable(path, *_problem(error)) from None
    if not isinstance(root, document.Mapping) or not isinstance(root.data.get("Resources", 0), dict | NoneType):
        raise NewelError(
            "this is not a SAM template: it has no 'Resources' at its top level",
            where=str(path),
            hint="start from the template.yaml of `sam init`",
        )
    return Template(path, text, root, root.data)


def _problem(error: Any) -> tuple[str, int | None, int | None]:
    """What ruamel.yaml says is wrong, and where."""
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    said = getattr(error, "problem", None) or getattr(error, "context", None) or str(error) or "it is nested too deeply"
    return str(said).splitlines()[0], int(mark.line) if mark else None, int(mark.column) if mark else None


def _unreadable(path: Path, problem: str, line: int | None, column: int | None) -> NewelError:
    place = f"{path}:{line + 1}:{column + 1}" if line is not None and column is not None else str(path)
    return NewelError(f"the template is not YAML: {problem}", where=place)
