"""The wording and the pictures of the shipped policy are as they were read and kept."""

import pytest

from tests.policies import fusion_care
from tests.render.golden import FORMS, HERE


@pytest.mark.parametrize("name", FORMS)
def test_what_is_shown_of_fusion_care_is_what_was_kept(name: str) -> None:
    assert FORMS[name](fusion_care()) == (HERE / name).read_text("utf-8")
