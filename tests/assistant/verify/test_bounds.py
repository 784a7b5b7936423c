"""assistant/verify/bounds.py: how a sentence limits what its source has, and how the source does."""

import pytest

from assistant.verify import verify


def reasons(sentence: str, source: str, language: str = "en") -> str:
    return " ".join(reason.text for reason in verify(sentence, [source], language).reasons if reason.decisive)


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        ("The city mounted 48 sensors.", "The city mounted over 48 sensors."),
        ("The city mounted 48 sensors.", "The city mounted fewer than 48 sensors."),
        ("At least 200 households took part.", "Up to 200 households took part."),
        ("At least 200 households took part.", "Exactly 200 households took part."),
        ("Residents paid up to 30 euros for the service.", "Residents paid 30 euros for the service."),
        ("About 400 people came to the fair.", "More than 400 people came to the fair."),
        ("Fewer than 200 households took part.", "Some households, 200 or more, took part."),
        ("Up to 200 households took part.", "200 households took part."),  # cut out word for word
        ("Au moins 200 foyers ont participé.", "Moins de 200 foyers ont participé."),
        ("Jusqu'à 200 foyers ont participé au projet.", "Le projet a compté 200 foyers qui ont participé."),
    ],
)
def test_other_bound_is_another_figure(source: str, sentence: str) -> None:
    language = "fr" if "foyers" in source else "en"
    assert "limits" in reasons(sentence, source, language) or not verify(sentence, [source], language).supported


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        ("More than 5,134 households took part.", "Over 5,134 households took part."),
        ("In all 5,134 households took part.", "More than 5,000 households took part."),
        ("Almost 400 people came to the fair.", "About 400 people came to the fair."),
        ("Almost 400 people came to the fair.", "Fewer than 400 people came to the fair."),
        ("At least 200 households took part.", "In the pilot 200 households took part."),
        ("A sum of 48 or more is paid.", "At least 48 is paid."),
        ("The pilot ran for 3 years.", "The pilot ran over 3 years."),
        ("Cities have 80% of the people and over 70% of the emissions.", "Cities have 80% of the people."),
        ("Les villes ont au moins 200 foyers.", "Les villes ont 200 foyers ou plus."),
        ("It rose from 10 per cent to 15 per cent.", "It rose by 5 per cent, from 10 per cent to 15 per cent."),
    ],
)
def test_bound_that_the_source_carries_is_no_reason(source: str, sentence: str) -> None:
    assert "limits" not in reasons(sentence, source, "fr" if "foyers" in source else "en")


@pytest.mark.parametrize(
    ("source", "sentence", "reason"),
    [
        ("It costs 30 euros a month to park.", "It costs 30 euros a year to park.", "a year"),
        ("The project cost 30 euros in all.", "The project cost 30 euros per month in all.", "a month"),
        ("The yearly price of the pass is 30 euros.", "The pass costs 30 euros a year.", ""),
        ("Le pass coûte 30 euros par mois.", "Le pass coûte 30 euros par an.", "a year"),
        ("Le pass coûte 30 euros par mois à Lyon.", "Le pass coûte 30 euros par an à Lyon.", "a year"),
        ("Le pass coûte cher, il a augmenté de 12 %.", "Le pass coûte cher, il a augmenté à 12 %.", "to 12"),
        ("The sensors reduced complaints by 12 per cent.", "The sensors reduced complaints to 12 per cent.", "to 12"),
        ("Complaints fell to 12 per cent.", "Complaints fell by 12 per cent.", "by 12"),
        ("Complaints fell to 12 per cent.", "Complaints fell to a level of 12 per cent.", ""),
        ("The fair was held by 12 cities.", "The fair was brought to 12 cities.", ""),
        ("The portal was opened in 2019.", "The portal was opened before 2019.", "before 2019"),
        ("The portal was opened in May 2019.", "The portal was opened after May 2019.", "after May 2019"),
        ("The portal was opened by 2019.", "The portal was opened before 2019.", ""),
        ("The portal was opened in 2019.", "The portal has been open since 2019.", ""),
        ("The portal of 2019 was open.", "The portal was open before 2019.", ""),
    ],
)
def test_rate_change_and_time(source: str, sentence: str, reason: str) -> None:
    found = reasons(sentence, source, "fr" if "coûte" in source else "en")
    assert reason in found if reason else not found
