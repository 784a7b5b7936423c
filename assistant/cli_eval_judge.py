"""The command line for judging: let a language model judge a run, and say how far all judges agree."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assistant.cli_corpus import JsonOption

if TYPE_CHECKING:
    from assistant.settings import Settings
    from evals.judging.agreeing import Between
    from evals.judging.judgements import Judgements
    from evals.runs.types import Run


def add_judging(app: typer.Typer) -> None:
    """Puts the command below `roundtable eval`."""
    app.command(short_help="Let the language model judge a run, and show agreement.")(judge)


def judge(
    named: Annotated[
        str, typer.Argument(metavar="RUN", help="Its id or name; the newest if none is given.")
    ] = "latest",
    agreement_only: Annotated[
        bool, typer.Option("--agreement", help="Ask no model; only say how far the judges agree.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Let the language model of the settings judge the answers of a run, and show how far it agrees with people.

    People judge on the Evaluation page. What the model says is kept as that of another reviewer, and counts for no
    figure of the run. Agreement is Cohen's kappa: 1 is full, 0 what chance would give.
    """
    from assistant.cli_eval import settings_for, store_of
    from evals.judging.agreeing import among_people, program_with_people
    from evals.judging.by_model import model_figures
    from evals.judging.judgements import FILE, Judgements

    settings = settings_for()
    run = store_of(settings).load(named)
    judgements = Judgements(settings.evaluations / FILE)
    name, troubles = ("", []) if agreement_only else _judged(settings, run, judgements)
    all_of_run = judgements.of_run(run)
    people = [*among_people(all_of_run), *program_with_people(run, all_of_run)]
    model = model_figures(run, all_of_run, name) if name else None
    if as_json:
        about = {"run": run.id, "agreement": [asdict(each) for each in people]}
        print(json.dumps(about | {"model": asdict(model) if model else None, "troubles": troubles}, indent=2))
    else:
        if model:
            print(f"{model.reviewer}: key points made {model.points or 'not judged'}, sentences supported "
                  f"{model.support or 'not judged'}; {model.not_judged} of them without a verdict, "
                  f"{model.answers_not_judged} answers not judged")  # fmt: skip
            if model.own_work:
                print("It wrote answers that it judges: its verdict on them is no independent one.")
            print("\n".join(_lines(model.with_people)))
        print("\n".join(_lines(people)))
    for trouble in dict.fromkeys(troubles):
        typer.echo(f"roundtable: the model failed: {trouble}", err=True)
    if troubles:
        raise typer.Exit(1)


def _judged(settings: "Settings", run: "Run", judgements: "Judgements") -> tuple[str, list[str]]:
    """The name of the model, and a word for each answer that it did not judge."""
    from assistant.build import build_model
    from assistant.cli_progress import questions_progress
    from evals.judging.by_model import judging

    model = build_model(settings)
    if model is None:
        raise typer.BadParameter("the settings name no language model: set `model`, or give --agreement")
    troubles: list[str] = []
    with questions_progress(quiet=False) as told:
        for done, each in enumerate(judging(run, model, judgements), start=1):
            troubles += [each.trouble] if each.trouble else []
            told(done, len(run.records), len(troubles), each.record.question.question)
    return model.name, troubles


def _lines(agreeing: "Sequence[Between]") -> Iterator[str]:
    for each in agreeing:
        found: Any = each.agreement
        said = f"kappa {found.kappa}" if found.kappa else f"no kappa: {found.reason}"
        yield f"{each.part:<12} {' and '.join(each.names) or 'nobody':<40} {said}"
