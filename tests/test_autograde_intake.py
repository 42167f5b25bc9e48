"""No metadata of one student's notebook stop the grading of the others by nbgrader's own commands."""

import json

import pytest
from nbformat import from_dict
from nbgrader.preprocessors import CheckCellMetadata, DeduplicateIds

from pathfinders.course.intake import Intake
from tests.submissions import cell, code, filled

ODD = [{}, [], "text", 7, None, {"grade_id": ["A"]}, {"grade_id": {}}, {"grade_id": ""}, {"grade_id": 2**70}]


def taken_in(notebook):
    """The notebook after what nbgrader does to it up to its look at the metadata, without the gradebook."""
    book, resources = Intake().preprocess(from_dict(json.loads(json.dumps(notebook))), {})
    for step in (DeduplicateIds(), CheckCellMetadata()):
        book, resources = step.preprocess(book, resources)
    return book


def marked(book):
    return [cell.metadata.nbgrader.grade_id for cell in book.cells if "nbgrader" in cell.metadata]


@pytest.mark.parametrize("version", [99, 0, -1, "3", None, [], float("nan"), True])
def test_metadata_of_another_version_stop_nobody(version):
    notebook = filled()
    cell(notebook, "B1-answer")["metadata"]["nbgrader"]["schema_version"] = version
    assert marked(taken_in(notebook)) == marked(from_dict(filled()))


def test_metadata_without_a_version_stop_nobody():
    notebook = filled()
    del cell(notebook, "B1-answer")["metadata"]["nbgrader"]["schema_version"]
    assert marked(taken_in(notebook)) == marked(from_dict(filled()))


@pytest.mark.parametrize("odd", ODD, ids=repr)
def test_metadata_that_name_no_cell_stop_nobody(odd):
    notebook = filled()
    notebook["cells"].insert(1, code("1", metadata={"nbgrader": odd}))
    assert marked(taken_in(notebook)) == marked(from_dict(filled()))
