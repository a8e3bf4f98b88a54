"""The expression service without its logging, as `cdk_handler.js` is the CDK's.

usage: newel_handler.py          one evaluation for each line `ROUNDS EVENT` of stdin, ROUNDS times; µs each
       newel_handler.py --json   the same without the evaluation: reading the event and writing the answer, by `json`
       newel_handler.py EVENT…   one evaluation of each event, as a function that has just started
"""

import json
import sys
import time

from newel.expressions import evaluate


def answer(text: str) -> str:
    """JSON in, JSON out."""
    event = json.loads(text)
    return json.dumps(evaluate(event["expression"], event["expressionAttributeValues"]))


def serve(*, only_json: bool) -> None:
    """Time what stdin asks for."""
    for line in sys.stdin:
        rounds, text = line.split(" ", 1)
        turns = range(int(rounds))
        result = json.loads(answer(text))
        start = time.perf_counter_ns()
        for _ in turns:
            if only_json:
                json.loads(text)
                json.dumps(result)
            else:
                answer(text)
        micros = (time.perf_counter_ns() - start) / 1000 / len(turns)
        print(micros, answer(text), flush=True)


if sys.argv[1:] in ([], ["--json"]):
    serve(only_json=len(sys.argv) > 1)
else:
    for given in sys.argv[1:]:
        print(answer(given))
