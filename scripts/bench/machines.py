"""Machines that the engines are measured with: a loop of 1,000 rounds, once a query language, and a Map.

A transition is the entering of a state. The loop counts in its data, decides, and passes on: what a workflow does.
"""

from __future__ import annotations

from typing import Any

ROUNDS = 1_000
TRANSITIONS = ROUNDS * 3 + 1
ITEMS = 10_000

PATHS: dict[str, Any] = {
    "StartAt": "Count",
    "States": {
        "Count": {
            "Type": "Pass",
            "Parameters": {"n.$": "States.MathAdd($.n, 1)", "name.$": "$.name", "kept": {"a": [1, 2, 3]}},
            "Next": "Tell",
        },
        "Tell": {"Type": "Pass", "Result": "ok", "ResultPath": "$.told", "Next": "Again"},
        "Again": {
            "Type": "Choice",
            "Choices": [{"Variable": "$.n", "NumericLessThan": ROUNDS, "Next": "Count"}],
            "Default": "Done",
        },
        "Done": {"Type": "Succeed"},
    },
}
QUERIES: dict[str, Any] = {
    "QueryLanguage": "JSONata",
    "StartAt": "Count",
    "States": {
        "Count": {
            "Type": "Pass",
            "Output": {
                "n": "{% $states.input.n + 1 %}",
                "name": "{% $states.input.name %}",
                "kept": {"a": [1, 2, 3]},
            },
            "Next": "Tell",
        },
        "Tell": {"Type": "Pass", "Output": "{% $merge([$states.input, {'told': 'ok'}]) %}", "Next": "Again"},
        "Again": {
            "Type": "Choice",
            "Choices": [{"Condition": f"{{% $states.input.n < {ROUNDS} %}}", "Next": "Count"}],
            "Default": "Done",
        },
        "Done": {"Type": "Succeed"},
    },
}
INPUT = {"n": 0, "name": "Ada"}

MAP: dict[str, Any] = {
    "StartAt": "Each",
    "States": {
        "Each": {
            "Type": "Map",
            "MaxConcurrency": 40,
            "ItemProcessor": {
                "ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"},
                "StartAt": "Price",
                "States": {
                    "Price": {
                        "Type": "Pass",
                        "Parameters": {"price.$": "States.MathAdd($.amount, 1)"},
                        "Next": "Tell",
                    },
                    "Tell": {"Type": "Pass", "End": True},
                },
            },
            "End": True,
        }
    },
}
"""Distributed: 10,000 items inline have more events than a history may."""
