"""Make ``tests/data/project_v<n>.gpkg`` of the present schema version: run once, when it is settled.

It holds what the file of version 1 holds, and whatever the small town has got since. A stored file is
never made anew: it stands for the projects that offices have.
"""

from __future__ import annotations

import sys
from pathlib import Path

import make_project_v1

from flurinfill.project.schema import SCHEMA_VERSION

if __name__ == "__main__":
    path = Path(__file__).parents[2] / "data" / f"project_v{SCHEMA_VERSION}.gpkg"
    sys.stdout.write(f"{path.name}: recovery key {make_project_v1.make(path)}\n")
