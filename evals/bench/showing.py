"""Show a run of the bench as Markdown: each figure with its ratio and its aim, and where the time goes."""

from collections.abc import Iterator, Sequence

from evals.bench.aims import Found, Measured
from evals.bench.profiling import REST, Profile
from evals.bench.scale.showing import size_table

PLOT = "scale.svg"
_STEPS = {
    "encode": "the encoder reads the question",
    "meaning": "search by meaning",
    "least": "both: the least that a question costs",
    "words": "search by words",
    "search": "passages found and ranked",
    "judge": "... their sentences ranked and judged",
    "ask": "the whole answer",
}
Row = tuple[str, ...]


def markdown(run: Measured) -> str:
    commands = run.commands
    parts = [
        f"Machine: {run.machine}",
        "Versions: " + ", ".join(f"{name} {version}" for name, version in run.versions.items()),
        f"Folder: {run.folder}: {commands.documents} documents, {commands.pages} pages, {commands.passages} passages; "
        f"{commands.failed} failed, {commands.duplicates} were the same content twice",
        table(("", "", "ratio", "aim"), _figures(run)),
        "Where the time of the ingest goes; parts that run at the same time add up to more than the whole:",
        table(("", "s", "of the whole"), _ingest(run)),
        f"Where the time of a question goes, p50 of {run.profile.questions} ({run.profile.different} different, "
        f"{run.profile.answered} answered):",
        table(("", "ms", "of processor, ms", "ratio", "in processor time"), _steps(run.profile)),
        "And by what is at work, on average. Functions of the assistant are sampled: each counts without what it calls "
        "of them, the index and the encoder.",
        table(("", "ms", "of the whole", "calls"), _stages(run.profile)),
    ]
    if run.sizes:
        parts += ["By size of the collection, in ms, the ratio to the smallest:", size_table(run.sizes)]
        parts.append(f"![Cost of a question by size of the collection]({PLOT})")
    return "\n\n".join(parts) + "\n"


def table(head: Row, rows: Iterator[Row]) -> str:
    return "\n".join(f"| {' | '.join(row)} |" for row in (head, ("---",) * len(head), *rows))


def _figures(run: Measured) -> Iterator[Row]:
    commands, alone, found = run.commands, run.encoder, run.found()
    ingest, used = commands.ingest, commands.ingest.processor_seconds
    yield "pages read a second", f"{commands.pages / max(commands.reading_seconds, 1e-9):.0f}", "", ""
    yield "passages embedded a second, by the encoder alone", f"{commands.passages / alone.seconds:.1f}", "1", ""
    speed = commands.passages / max(commands.embedding_seconds, 1e-9)
    yield "... in the ingest", f"{speed:.1f}", f"{1 / max(run.embedding_over_encoder, 1e-9):.2f}", ""
    yield "the encoder alone on all passages", f"{alone.seconds:.1f} s", "1", ""
    over = found["ingest_over_encoder"]
    yield "ingest, the whole process", f"{ingest.seconds:.1f} s", f"{over.value:.2f}", _aim(over)
    if used is not None:
        ratio = f"{used / alone.processor_seconds:.2f}"
        yield "... in processor time", f"{used:.1f} s, {alone.processor_seconds:.1f} s alone", ratio, ""
    second = found["second_ingest"]
    yield (
        "second ingest, nothing changed",
        f"{commands.second_ingest.seconds:.2f} s",
        f"{second.value:.1f}%",
        _aim(second),
    )
    ask, over = run.profile.steps["ask"], found["ask_over_least"]
    yield "question to answer, p50", f"{ask.p50:.0f} ms", "", _aim(found["answer_p50"])
    yield "question to answer, p95", f"{ask.p95:.0f} ms", "", _aim(found["answer_p95"])
    least = run.profile.steps["least"]
    both = f"{ask.p50:.1f} ms, {least.p50:.1f} ms"
    yield "... p50 over one call of the encoder and one search", both, f"{over.value:.2f}", _aim(over)
    ratio = f"{run.profile.over_least['ask'].processor:.2f}"
    yield "... in processor time", f"{ask.processor_p50:.1f} ms, {least.processor_p50:.1f} ms", ratio, ""
    cold = found["cold_ask"]
    yield f"cold `roundtable ask`, median of {len(commands.asks)}", f"{cold.value:.2f} s", "", _aim(cold)
    yield "peak memory of the ingest", _megabytes([ingest.peak_bytes]), "", ""
    yield "peak memory of `ask`", _megabytes([each.peak_bytes for each in commands.asks]), "", ""


def _ingest(run: Measured) -> Iterator[Row]:
    commands = run.commands
    whole = commands.ingest.seconds
    parts = {
        "the whole process": whole,
        "start and end of the program": whole - commands.within_seconds,
        "reading, all readers together": commands.reading_seconds,
        "embedding, with the loading of the model": commands.embedding_seconds,
        "... the encoder's own, as it takes alone": run.encoder.seconds,
        "neither embedding nor start: the first file, the last written, publishing": commands.within_seconds
        - commands.embedding_seconds,
    }
    for name, seconds in parts.items():
        yield name, f"{seconds:.2f}", f"{100 * seconds / whole:.1f}%"


def _steps(profile: Profile) -> Iterator[Row]:
    for name, said in _STEPS.items():
        took, ratio = profile.steps[name], profile.over_least[name]
        yield said, f"{took.p50:.2f}", f"{took.processor_p50:.2f}", f"{ratio.wall:.2f}", f"{ratio.processor:.2f}"


def _stages(profile: Profile) -> Iterator[Row]:
    whole = sum(stage.milliseconds for stage in profile.stages.values())
    for name, stage in profile.stages.items():
        called = "" if stage.calls is None else f"{stage.calls:.1f}"
        share = f"{100 * stage.milliseconds / whole:.1f}%"
        yield name if name == REST else f"`{name}`", f"{stage.milliseconds:.2f}", share, called


def _aim(found: Found) -> str:
    unit = found.aim.unit if found.aim.unit == "%" else f" {found.aim.unit}".rstrip()
    return f"at most {found.aim.most:g}{unit}: {found.verdict}"


def _megabytes(peaks: Sequence[int | None]) -> str:
    most = max((peak or 0 for peak in peaks), default=0)
    return f"{most / 1e6:.0f} MB" if most else "not known on this system"
