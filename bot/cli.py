"""The command line. Each command opens what it needs and hands it to the layer that does the work.

Exit codes: 0 answered or done, 1 problems found, 2 usage or configuration.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.lines import as_text, read_lines
from bot.opening import open_answerer, open_base
from knowledge.answer import Answerer
from knowledge.model import Language
from knowledge.plain import as_json

app = typer.Typer(
    name="mazhilis-bot",
    help="Cited answers about an election, from a curated fact base.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

Lang = Annotated[
    Language | None, typer.Option("--lang", help="Language of the reply; that of the question if not given.")
]
Article = Annotated[
    Path | None,
    typer.Option("--article", help="The text of the article, to check the quotations against as well."),
]
KeptAsJson = Annotated[bool, typer.Option("--json", help="One JSON object a line.")]


@app.command()
def ask(
    question: Annotated[str | None, typer.Argument(help="What you want to know.", show_default=False)] = None,
    as_json_line: Annotated[bool, typer.Option("--json", help="The reply as one JSON object on one line.")] = False,
    as_json_lines: Annotated[
        bool,
        typer.Option("--jsonl", help="Read questions from standard input, write one JSON object a line."),
    ] = False,
    lang: Lang = None,
    explain: Annotated[bool, typer.Option("--explain", help="Also how the question was understood.")] = False,
) -> None:
    """Answer one question, or with --jsonl one question a line."""
    if as_json_lines == (question is not None):
        raise typer.BadParameter("give either a question or --jsonl", param_hint="QUESTION")
    answerer = open_answerer()
    if question is None:
        for line in read_lines(sys.stdin.buffer):
            _print_json(_answer_values(answerer, line, lang, explain=explain))
        return
    if as_json_line:
        _print_json(_answer_values(answerer, as_text(question), lang, explain=explain))
        return
    from bot.explaining import explanation_values, explanation_view  # noqa: PLC0415 -- rich only where people read
    from bot.terminal import console_for_people, reply_view  # noqa: PLC0415 -- rich only where people read

    explained = answerer.explain(as_text(question), lang)
    console = console_for_people()
    console.print(reply_view(explained.reply, answerer.texts))
    if explain:
        console.print()
        console.print(explanation_view(explanation_values(answerer, explained)))


def _answer_values(answerer: Answerer, question: str, lang: Language | None, *, explain: bool) -> dict[str, Any]:
    """The reply in the JSON shape, on demand with the object `explain`."""
    explained = answerer.explain(question, lang)
    values = as_json(explained.reply, answerer.texts)
    if explain:
        from bot.explaining import explanation_values  # noqa: PLC0415 -- only where it is asked for

        values["explain"] = explanation_values(answerer, explained)
    return values


def _print_json(value: object) -> None:
    """One line of UTF-8 whatever the locale, sent at once: somebody may be waiting for it."""
    try:
        sys.stdout.buffer.write(json.dumps(value, ensure_ascii=False).encode("utf-8", "replace") + b"\n")
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        # Whoever read us has left (`| head`). Nothing is wrong; only keep Python from complaining at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit from None


@app.command()
def chat(lang: Lang = None) -> None:
    """Talk with the bot in the terminal; follow-up questions are understood."""
    from bot.talking import talk  # noqa: PLC0415 -- rich only where people read

    talk(open_answerer(), lang)


@app.command()
def run() -> None:
    """Run the Telegram bot; needs BOT_TOKEN."""
    # Until the bot has its own: a reload has nothing to do yet, and a stop is a stop, also while reading the fact base.
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    from bot.process import run_bot  # noqa: PLC0415 -- Telegram only where it is needed

    run_bot()


@app.command()
def check(
    article: Article = None,
    deep: Annotated[bool, typer.Option("--deep", help="Ask the matcher about every wording; takes a minute.")] = False,
    strict: Annotated[bool, typer.Option("--strict", help="Warnings count: exit with 1 if there are any.")] = False,
) -> None:
    """Validate the fact base: references, quotations word for word, everything; warn of what looks wrong."""
    from bot.checking import check_base  # noqa: PLC0415 -- only curators need it

    raise typer.Exit(check_base(article, deep=deep, strict=strict))


@app.command()
def coverage(article: Article = None) -> None:
    """Show each paragraph of the article with the facts that cite it, and what no fact cites."""
    from bot.curation import show_coverage  # noqa: PLC0415 -- rich only where people read

    raise typer.Exit(show_coverage(open_base(), article))


@app.command()
def caveats(lang: Lang = None) -> None:
    """List what is wrong, stale or contradictory in the article, with the sources that correct it."""
    from bot.curation import show_caveats  # noqa: PLC0415 -- rich only where people read

    show_caveats(open_answerer(), lang or Language.EN)


@app.command()
def chart(
    name: Annotated[str | None, typer.Argument(help="Which chart; all are listed if not given.")] = None,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="The PNG file to write.")] = None,
    lang: Lang = None,
) -> None:
    """Draw a chart: mazhilis-bot chart NAME -o FILE.png."""
    from bot.curation import draw_chart  # noqa: PLC0415 -- the drawing libraries only where they are needed

    draw_chart(open_base(), name, output, lang or Language.EN)


@app.command()
def fingerprint(
    article: Annotated[Path, typer.Argument(help="The text, paragraphs separated by blank lines.")],
) -> None:
    """Print the fingerprint of an article, for the fact base that is curated from it."""
    from bot.curation import print_fingerprint  # noqa: PLC0415 -- only curators need it

    print_fingerprint(article)


@app.command()
def new_fact(
    quotation: Annotated[str, typer.Argument(help="3 to 15 words of the article, as they stand there.")],
    id_: Annotated[str | None, typer.Option("--id", help="Id of the fact; made from the words if not given.")] = None,
    topic: Annotated[
        str | None, typer.Option("--topic", help="Topic; that of the facts beside it if not given.")
    ] = None,
    article: Annotated[
        Path | None, typer.Option("--article", help="The text of the article, to quote letter for letter.")
    ] = None,
) -> None:
    """Start a fact from a quotation: finds the paragraph and prints an entry to go on with."""
    from bot.curation import print_draft  # noqa: PLC0415 -- only curators need it

    print_draft(open_base(), as_text(quotation), id_=id_, topic=topic, article=article)


@app.command()
def schema(
    name: Annotated[str | None, typer.Argument(help="Which kind of data file; all are listed if not given.")] = None,
) -> None:
    """Print the JSON Schema of a kind of data file, for editors."""
    from bot.curation import print_schema  # noqa: PLC0415 -- only curators need it

    print_schema(name)


@app.command()
def evaluate(
    files: Annotated[list[Path], typer.Argument(help="Question tables (JSON lines).")],
    lang: Annotated[Language | None, typer.Option("--lang", help="Only the questions in this language.")] = None,
    baseline: Annotated[
        bool, typer.Option(help="Also what plain rapidfuzz (WRatio) makes of the same phrasings.")
    ] = True,
    failures: Annotated[bool, typer.Option("--failures", help="List every question that was not right.")] = False,
) -> None:
    """Measure the answers over question tables."""
    from bot.evaluation import run_evaluation  # noqa: PLC0415 -- rich only where people read

    run_evaluation(open_answerer(), files, lang=lang, baseline=baseline, failures=failures)


@app.command()
def unanswered(
    lang: Annotated[Language | None, typer.Option("--lang", help="Only the questions in this language.")] = None,
    as_json_lines: KeptAsJson = False,
) -> None:
    """Show what people asked that found no answer, most frequent first."""
    from bot.kept import show_unanswered  # noqa: PLC0415 -- the database only where it is needed
    from bot.settings import read_settings  # noqa: PLC0415 -- only where more than facts can be set

    show_unanswered(read_settings(), open_answerer(), lang, _print_json if as_json_lines else None)


@app.command()
def feedback(as_json_lines: KeptAsJson = False) -> None:
    """Show how people voted on the answers, the worst first."""
    from bot.kept import show_feedback  # noqa: PLC0415 -- the database only where it is needed
    from bot.settings import read_settings  # noqa: PLC0415 -- only where more than facts can be set

    show_feedback(read_settings(), open_answerer(), _print_json if as_json_lines else None)
