"""Values that are known only when the template is deployed: `${Name}`.

CloudFormation's intrinsic functions, in definitions that are written inside a template, are read as such.
"""

from __future__ import annotations

import re

_SUBSTITUTION = re.compile(r"\$\{[^{}]+\}")


def is_open(value: object) -> bool:
    """Whether a value is filled in from the template, so that nothing can be said of it.

    That is text with a `${Substitution}` in it ("AWS::StepFunctions::StateMachine", DefinitionSubstitutions).
    """
    return isinstance(value, str) and "${" in value and _SUBSTITUTION.search(value) is not None
