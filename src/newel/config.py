"""A project's settings: `[tool.newel]` in the pyproject.toml beside its template."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from newel.errors import NewelError
from newel.json_types import is_object
from newel.suggest import instead, nearest

if TYPE_CHECKING:
    from pathlib import Path

Preference: TypeAlias = Literal["exact", "templates"]

_CHOICES: dict[str, tuple[str, ...]] = {"policies": ("exact", "templates")}
_SWITCHES = ("alarms", "dashboards")
_NAMES = ("notify",)
FILE = "pyproject.toml"


@dataclass(frozen=True)
class Config:
    """The settings.

    Attributes
    ----------
    policies
        "exact": what each state needs, as a SAM policy template where one is exact. "templates": a SAM policy template
        wherever one allows what is needed, though it allows more.
    alarms, dashboards
        Whether machines that do not say it themselves have alarms, and a dashboard.
    notify
        The logical id of the topic that alarms tell, where a machine does not say it itself; "" for nobody.
        None leaves what stands in the template.
    ignore
        Findings of `newel check` that are not wanted: by patterns of files the rules, each with the reason.
    """

    policies: Preference = "exact"
    alarms: bool = True
    dashboards: bool = True
    notify: str | None = None
    ignore: dict[str, dict[str, str]] = field(default_factory=dict[str, "dict[str, str]"])


def load(folder: Path) -> Config:
    """Read the settings of the project whose template is in `folder`.

    Raises
    ------
    NewelError
        There is no such setting, or it has no such value.
    """
    file = folder / FILE
    try:
        project: Any = tomllib.loads(file.read_bytes().decode("utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return Config()
    except OSError as error:
        raise NewelError(f"the settings cannot be read: {error.strerror}", where=str(file)) from None
    except ValueError as error:  # of TOML, and of UTF-8
        raise NewelError(f"this is not TOML: {error}", where=str(file)) from None
    except RecursionError:
        raise NewelError("it is nested too deeply", where=str(file)) from None
    tool = project.get("tool", {})
    if not is_object(tool):
        raise NewelError("tool is not a table", where=str(file), hint="write [tool.newel]")
    settings: Any = tool.get("newel", {})
    if not is_object(settings):
        raise NewelError("tool.newel is not a table", where=str(file), hint="write [tool.newel]")
    for name, value in settings.items():
        (_check_ignore if name == "ignore" else _check)(name, value, f"{file}, tool.newel")
    return Config(**settings)


def _check(name: str, value: object, where: str) -> None:
    if name in _SWITCHES:
        if not isinstance(value, bool):
            raise NewelError(f"{name} is true or false, not {value!r}", where=where, hint=f"write {name} = false")
        return
    if name in _NAMES:
        if not (isinstance(value, str) and (value.isalnum() or not value)):
            hint = f'write {name} = "Operators", the topic\'s name in the template'
            hint += "; ARNs go in a machine's alarms=Alarms(notify=[...])" if str(value).startswith("arn:") else ""
            raise NewelError(f"{name} is a logical id, not {value!r}", where=where, hint=hint)
        return
    if name not in _CHOICES:
        known = [*_CHOICES, *_SWITCHES, *_NAMES, "ignore"]
        raise NewelError(f"there is no setting {name!r}", where=where, hint=instead(name, known))
    if value not in _CHOICES[name]:
        near = nearest(str(value), _CHOICES[name]) if isinstance(value, str) else None
        hint = "write " + " or ".join(f'{name} = "{one}"' for one in ([near] if near else _CHOICES[name]))
        raise NewelError(f"{name} is not {value!r}", where=where, hint=hint)


def _check_ignore(name: str, value: object, where: str) -> None:
    hint = 'write [tool.newel.ignore] and "statemachines/old.asl.json" = {RULE = "the reason"}'
    for rules in value.values() if is_object(value) else [None]:
        reasons = rules.values() if is_object(rules) else [None]
        if not all(isinstance(reason, str) and reason.strip() for reason in reasons):
            raise NewelError(f"{name} is no table of files, rules and reasons", where=where, hint=hint)
