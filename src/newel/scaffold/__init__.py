"""The files of a new project. As they stand they are a cookiecutter template, which `sam init --location` takes too."""

from __future__ import annotations
