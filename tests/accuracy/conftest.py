"""The sample town and its verdicts, read and measured once for all reports."""

import pandas as pd
import pytest
from towns import Town, shipped, verdicts


@pytest.fixture(scope="session")
def town() -> Town:
    try:
        return shipped()
    except FileNotFoundError:
        pytest.skip("the sample town has not been made")


@pytest.fixture(scope="session")
def clean(town: Town) -> pd.DataFrame:
    """Verdicts on the sample town as it is."""
    return verdicts(town.cadastre)
