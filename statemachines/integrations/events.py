"""EventBridge: send an event to a bus."""

from newel import Ref, StateMachine
from newel.tasks import events

put_events = events.PutEvents(
    "Send an event to EventBridge",
    entries=[
        {
            "Detail": {"Message": "Hello from Step Functions!"},
            "EventBusName": Ref("EventBus"),
            "DetailType": "MessageFromStepFunctions",
            "Source": "step.functions",
        }
    ],
)

machine = StateMachine("EventBridgeExamples", put_events)
