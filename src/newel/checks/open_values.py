"""Values that are known only when the template is deployed: `${Name}`, and CloudFormation's intrinsic functions."""

from __future__ import annotations

import re

from newel.json_types import is_object

_SUBSTITUTION = re.compile(r"\$\{[^{}]+\}")


def is_open(value: object) -> bool:
    """Whether a value is filled in from the template, so that nothing can be said of it.

    That is text with a `${Substitution}` in it, and `{"Ref": …}` or `{"Fn::…": …}`, which stand in definitions that
    are written inside a template ("AWS::StepFunctions::StateMachine", DefinitionSubstitutions and Definition).
    """
    if isinstance(value, str):
        return "${" in value and _SUBSTITUTION.search(value) is not None
    return is_object(value) and len(value) == 1 and next(iter(value)).startswith(("Fn::", "Ref"))
