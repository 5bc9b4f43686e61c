"""Every key of the language in the words of a policy officer, a table for each model.

They stand beside the models and not in them: a model says what is accepted and is loaded by
every `check`, these sentences are loaded only to be shown, by the schema and the reference page.
"""

from collections.abc import Mapping

from complaintflow.language.document import Doc
from complaintflow.language.keys.calendars import CALENDARS
from complaintflow.language.keys.policies import POLICIES
from complaintflow.language.keys.shape import Shape
from complaintflow.language.keys.stories import STORIES

SHAPES: Mapping[type[Doc], Shape] = {
    shape.model: shape for shape in (*POLICIES, *STORIES, *CALENDARS)
}
"""What is told of each model, in the order of the files."""
