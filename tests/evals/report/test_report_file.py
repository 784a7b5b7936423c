import pytest

from evals.report.report_file import REPORT_FORMS, report_file
from tests.evals.report.runs import failing_record, record, run

BEGINS = {"html": b"<!DOCTYPE html>", "json": b"{", "csv": b"\xef\xbb\xbfid,", "figures.csv": b"\xef\xbb\xbfsplit,"}


@pytest.mark.parametrize("form", REPORT_FORMS)
def test_each_form_is_the_same_bytes_for_the_same_run(form: str) -> None:
    first, second = (report_file(run(record(), failing_record()), form, look=["Look here."]) for _ in range(2))
    assert first == second
    assert first.startswith(BEGINS[form])
    first.decode("utf-8")


def test_form_that_there_is_not_is_a_bug() -> None:
    with pytest.raises(KeyError):
        report_file(run(), "docx")
