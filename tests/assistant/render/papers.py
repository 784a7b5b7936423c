"""A paper with everything that a renderer may meet, and words that try to be more than words."""

from datetime import UTC, datetime

from assistant.render.paper import BulletList, Footnote, Heading, Paper, Paragraph, Quote, Run, Table

NASTY = "<script>x</script> [a](http://b.example) *b* _c_ `d` # e | f & g \\ ~h~ $i$ ^j^ !["
CONTROLS = "a\x00b\x0bc\x1fd\x85e\ud800f\uffffg\u202eh"
MADE = datetime(2026, 11, 28, 16, 5, tzinfo=UTC)

PAPER = Paper(
    title="Trees of the harbour",
    language="en",
    notes_title="Notes",
    bibliography_title="Sources",
    about=((Run("Exported on 28 November 2026"),),),
    blocks=(
        Heading("How many trees?"),
        Paragraph((Run("Asked at noon"),), "aside"),
        Paragraph((Run("It planted 90 trees.", (1, 2)), Run(" "), Run("In Amber.", (1,)), Run(" Et après.", (3,)))),
        Paragraph((Run("It is not certain."),), "warning"),
        BulletList(((Run("oak", bold=True),), (Run("elm", italic=True),))),
        Quote((Run("The harbour is old.", language="fr"),), (Run("A note", italic=True),)),
        Heading("By year", 2),
        Table(((Run("year"),), (Run("trees"),)), (((Run("2020"),), (Run("90"),)),), (Run("Planted"),)),
    ),
    footnotes=(
        Footnote(1, (Run("“90 trees” "), Run("Port Amber", italic=True), Run(". reports/amber.pdf"))),
        Footnote(2, (Run("“ninety” "), Run("https://a.example/x?b=1&copy=2", url="https://a.example/x?b=1&copy=2"))),
        Footnote(3, (Run("third note"),)),
    ),
    bibliography=((Run("Harbour Office. "), Run("Port Amber", italic=True)), (Run("A note. (n.d.)."),)),
    closing=((Run("State of the collection: abc."),),),
    made=MADE,
)


def paper_of(text: str) -> Paper:
    """A paper that has the text in every place where there may be text."""
    runs = (Run(text),)
    return Paper(
        title=text,
        language="en",
        notes_title=text,
        bibliography_title=text,
        about=(runs,),
        blocks=(
            Heading(text),
            Paragraph((Run(text, (1,)),)),
            Paragraph((Run(text, bold=True, italic=True),), "aside"),
            Paragraph(runs, "warning"),
            BulletList((runs,)),
            Quote(runs, runs),
            Table((runs,), ((runs,),), runs),
        ),
        footnotes=(Footnote(1, runs),),
        bibliography=(runs,),
        closing=(runs,),
    )


PLACES = 16  # where the text of `paper_of` stands, not counting the title of the notes
