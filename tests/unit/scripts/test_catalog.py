"""How the catalogue of services is made: AWS's page, and the rows that follow from it."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from newel.aws.services import services, sources

ROOT = Path(__file__).parents[3]
sys.path.insert(0, str(ROOT))

from scripts.catalog import page  # noqa: E402
from scripts.catalog import services as made  # noqa: E402

MARKDOWN = """**AWS Batch**
Task state resource: `arn:aws:states:::aws-sdk:batch:{{[apiAction]}}`
Exception prefix: `Batch`

**Amazon Bedrock AgentCore**
Task state resource: `arn:aws:states:::aws-sdk:bedrockagentcore:{{[apiAction]}}`
Exception prefix: `BedrockAgentCore`
**Unsupported operations:** `InvokeCodeInterpreter`, `InvokeHarness`

**Amazon Bedrock**
Task state resource: `arn:aws:states:::aws-sdk:bedrock:{{[apiAction]}}`
Exception prefix: `Bedrock`
"""
HTML = """<dt><b>AWS Batch</b></dt><dd><p>Task state resource:
<code class="code">arn:aws:states:::aws-sdk:batch:<code class="replaceable">[apiAction]</code></code></p>
<p>Exception prefix: <code class="code">Batch</code></p></dd>
<dt><b>AgentCore</b></dt><dd><p>Task state resource:
<code class="code">arn:aws:states:::aws-sdk:bedrockagentcore:<code class="replaceable">[apiAction]</code></code></p>
<p>Exception prefix: <code class="code">BedrockAgentCore</code></p>
<p><b>Unsupported operations:</b> <code class="code">InvokeCodeInterpreter</code>,
<code class="code">InvokeHarness</code></p></dd>
<dt><b>Bedrock</b></dt><dd><p>arn:aws:states:::aws-sdk:bedrock:<code class="replaceable">[apiAction]</code></p>
<p>Exception prefix: <code class="code">Bedrock</code></p></dd>
"""


@pytest.mark.parametrize("text", [MARKDOWN, HTML], ids=["markdown", "html"])
def test_the_page_is_read(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page, "_LEAST", 3)
    assert page.services(text) == {
        "batch": [],
        "bedrock": [],
        "bedrockagentcore": ["InvokeCodeInterpreter", "InvokeHarness"],
    }


@pytest.mark.parametrize("text", ["", "<html></html>", MARKDOWN])
def test_a_page_that_is_written_otherwise_is_refused(text: str) -> None:
    with pytest.raises(SystemExit, match="it is written otherwise now"):
        page.services(text)


def test_a_service_whose_prefix_is_not_its_id_is_refused() -> None:
    with pytest.raises(SystemExit, match="the page says Other of batch"):
        page.services(MARKDOWN.replace("`Batch`", "`Other`"))


def test_what_is_kept_of_the_page_is_what_it_says() -> None:
    kept = made.page()
    assert json.loads(page.written(kept["services"], kept["page"])) == kept
    assert page.written(kept["services"], kept["page"]) == made.PAGE.read_text("utf-8")


def test_the_data_is_what_the_sources_say() -> None:
    assert set(services()) == set(made.rows())
    assert {each.id for each in services().values() if each.retired is None} == set(made.page()["services"])
    assert made.text() == made.text()
    assert sources()["AWS's page of the services"] == made.page()["page"]


def test_a_service_that_nothing_describes_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(made, "page", lambda: {"services": {"unheardof": []}})
    with pytest.raises(SystemExit, match=r"unheardof is on AWS's page .* services\.toml, \[absent\]"):
        made.rows()
