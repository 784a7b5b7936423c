"""assistant/verify/certainty.py: what a source plans, holds possible or leaves to others, told as sure."""

import pytest

from assistant.verify import verify


def reasons(sentence: str, source: str, context: str = "") -> str:
    language = "fr" if "é" in source else "en"
    found = verify(sentence, [source], language, context=context).reasons
    return " ".join(reason.text for reason in found if reason.decisive)


@pytest.mark.parametrize(
    ("source", "sentence", "reason"),
    [
        ("The council may extend the scheme.", "The council will extend the scheme.", "may … extend"),
        ("The council may extend the scheme.", "The council extended the scheme.", "may … extend"),
        ("The council plans to extend the scheme.", "The council has extended the scheme.", "plans … extend"),
        ("The centre will open in June 2018.", "The centre opened in June 2018.", "will … open"),
        (
            "Le conseil prévoit d'installer 20 capteurs à Lyon.",
            "Le conseil a installé 20 capteurs à Lyon.",
            "prévoit … installer",
        ),
        ("The council may extend the scheme.", "The council could extend the scheme.", ""),
        ("The council may extend the scheme.", "The scheme is possibly extended by the council.", ""),
        ("The council plans to extend the scheme.", "The council will extend the scheme.", ""),
        ("It hopes to extend it. The council extended the scheme.", "The council extended the scheme.", ""),
        ("The council wants to extend the scheme.", "The aim of the council is to extend the scheme.", ""),
        ("In May the council extended the scheme.", "The council extended the scheme in May.", ""),
        ("The officials expected to save costs by sensors.", "The officials put in sensors to save costs.", ""),
    ],
)
def test_plan_or_possibility(source: str, sentence: str, reason: str) -> None:
    found = reasons(sentence, source)
    assert reason in found if reason else "no doubt" not in found


@pytest.mark.parametrize(
    ("source", "sentence", "reason"),
    [
        ("The pilot is one of the largest in the region.", "The pilot is the largest in the region.", "one of"),
        ("The pilot is among the very largest of all.", "The pilot is the largest of all.", "one of"),
        ("The pilot is one of the largest in the region.", "The pilot is among the largest in the region.", ""),
        ("It is one of the largest and the oldest one.", "It is the oldest one.", ""),
        ("The largest pilot is one of the largest offices.", "The pilot is the largest.", ""),
    ],
)
def test_one_of_the_best_is_not_the_best(source: str, sentence: str, reason: str) -> None:
    assert reason in reasons(sentence, source) if reason else "one of" not in reasons(sentence, source)


@pytest.mark.parametrize(
    ("sentence", "reason"),
    [
        ("According to residents, the sensors reduced complaints.", "residents"),
        ("The sensors reduced complaints, according to the council.", "the council"),
        ("According to the ministry, the sensors reduced complaints.", ""),
        ("According to the report, the sensors reduced complaints.", ""),
        ("According to Harbourview, the sensors reduced complaints.", ""),
    ],
)
def test_words_in_another_mouth(sentence: str, reason: str) -> None:
    source = "According to the ministry, the sensors reduced complaints of the residents to the council."
    found = reasons(sentence, source, "Noise in Harbourview")
    assert reason in found if reason else not found


@pytest.mark.parametrize(
    "sentence",
    ["It is false that the city mounted 48 sensors.", "It is a myth that the city mounted 48 sensors."],
)
def test_what_is_called_false_is_denied(sentence: str) -> None:
    assert "denies" in reasons(sentence, "The city mounted 48 sensors.")
