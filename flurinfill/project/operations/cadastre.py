"""Take in a data state of the cadastre."""

from __future__ import annotations

from flurinfill.cadastre.tables import Cadastre
from flurinfill.model.change import Change
from flurinfill.project.project import Project


def import_cadastre(project: Project, cadastre: Cadastre) -> Change:
    raise NotImplementedError
