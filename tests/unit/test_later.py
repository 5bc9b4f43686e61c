"""What is not read yet: every key that a model names has something to write in its place."""

from collections.abc import Iterator

from complaintflow.language import later
from complaintflow.language.document import Doc
from complaintflow.language.lines import KEYS
from complaintflow.language.schema import FILES


def models(kind: type[Doc] = Doc) -> Iterator[type[Doc]]:
    for model in kind.__subclasses__():
        yield model
        yield from models(model)


def test_every_key_that_is_not_read_yet_has_something_in_its_place() -> None:
    assert FILES  # all models are there
    assert {key for model in models() for key in model.later} == set(later.INSTEAD)


def test_the_words_that_may_begin_an_entry_are_the_keys_of_the_models() -> None:
    named = {field.alias or n for model in models() for n, field in model.model_fields.items()}
    assert named == set(KEYS.pattern.split("|"))


def test_no_key_is_read_and_not_read_yet() -> None:
    for model in models():
        named = {field.alias or n for n, field in model.model_fields.items()}
        assert named.isdisjoint({*model.later, *model.elsewhere})
