"""The machine that the examples of Step Functions itself start: one Pass state."""

from newel import Pass, StateMachine

machine = StateMachine("ChildStateMachine", Pass("PassState"))
