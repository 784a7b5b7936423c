"""Two made-up roundtables and three towns: what is asked of several documents, and of which, can be told apart here."""

from pathlib import Path

DOCUMENTS = {
    "roundtable-1.md": (
        "kind: roundtable\nroundtable: 1\ndate: 2019-07-09",
        "First Roundtable on quiet harbours",
        "The first roundtable on quiet harbours was held in Marisol on 9 July 2019. The first roundtable was organised "
        "by the harbour council of Marisol.\n\n"
        "The first roundtable said that noise is best measured by residents with their own telephones.",
    ),
    "roundtable-2.md": (
        "kind: roundtable\nroundtable: 2\ndate: 2020-12-03",
        "Second Roundtable on quiet harbours",
        "The second roundtable on quiet harbours was held online on 3 December 2020.\n\n"
        "The second roundtable said that noise is best measured by sensors on lamp posts, and no longer by residents."
        "\n\n"
        "The ninth roundtable of harbour pilots must not be confused with the roundtables on quiet harbours.",
    ),
    "quellstadt.md": (
        "kind: case-study\nplaces: [Quellstadt]",
        "Quellstadt: night buses",
        "Quellstadt runs electric night buses on four lines since 2018. The harbour of Quellstadt is old.",
    ),
    "oberwald.md": (
        "kind: case-study\nplaces: [Oberwald]",
        "Oberwald: buses at night",
        "Oberwald runs electric night buses to all its villages. A bakery of Oberwald gives bread to the drivers.",
    ),
    "lindenau.md": (
        "kind: case-study\nplaces: [Lindenau]",
        "Lindenau: lakes and ferries",
        "Lindenau has 31 lakes within its borders. In 2017 the ferries of Lindenau carried 20 000 passengers. "
        "In 2022 the ferries of Lindenau carried 55 000 passengers.",
    ),
    "atlas.md": (
        "kind: report\ndate: 2021",
        "Atlas of lakes",
        "The atlas counts and describes lakes. Lindenau has 28 lakes within its borders.",
    ),
}


def write_meetings(folder: Path) -> Path:
    for name, (about, title, text) in DOCUMENTS.items():
        (folder / name).write_text(f"---\ntitle: '{title}'\n{about}\nlanguage: en\n---\n# {title}\n\n{text}\n", "utf-8")
    return folder
