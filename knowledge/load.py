"""A directory of data files into a checked `FactBase`. A base with any mistake does not load."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from knowledge.errors import FactBaseError
from knowledge.fingerprint import Fingerprint
from knowledge.learned import LearnedWeights
from knowledge.model import (
    Caveat,
    Chart,
    Chat,
    Comparison,
    Decoy,
    Entity,
    Event,
    Fact,
    Identified,
    Language,
    LanguageThresholds,
    LocalLines,
    Manifest,
    Source,
)
from knowledge.references import check_references
from knowledge.weights import parse as parse_weights
from knowledge.yaml_files import YamlReader

BUILT_IN = Path(__file__).parent / "data"
"""The fact base that ships with the package."""

_RecordT = TypeVar("_RecordT", bound=Identified)


@dataclass(frozen=True, slots=True)
class FactBase:
    """Everything curated, by id, in the order of the files. Nobody changes it; hand it around freely."""

    manifest: Manifest
    sources: Mapping[str, Source]
    entities: Mapping[str, Entity]
    facts: Mapping[str, Fact]
    caveats: Mapping[str, Caveat]
    decoys: Mapping[str, Decoy]
    chats: Mapping[str, Chat]
    comparisons: Mapping[str, Comparison]
    events: Mapping[str, Event]
    """In the order of their dates."""
    charts: Mapping[str, Chart]
    thresholds: LanguageThresholds
    weights: Mapping[Language, LearnedWeights]
    """Learnt weights of the languages that have some."""
    fingerprint: Fingerprint
    files: Mapping[str, str]
    """Id of a fact, decoy ... -> the file it stands in."""
    version: str
    """Twelve hex digits that change whenever any file does."""

    def without_wordings(self) -> FactBase:
        """The same without phrasings and learnt weights, which nobody needs once they have been read."""
        return replace(
            self,
            facts=_bare(self.facts),
            comparisons=_bare(self.comparisons),
            decoys=_bare(self.decoys),
            chats=_bare(self.chats),
            weights={},
        )

    @property
    def material(self) -> Source:
        """The source that the base is curated from."""
        return self.sources[self.manifest.material]

    def is_from_material(self, fact: Fact) -> bool:
        """Whether the material itself says it."""
        return any(citation.source == self.manifest.material for citation in fact.citations)

    def caveats_of(self, fact_id: str) -> list[Caveat]:
        """The caveats that an answer with this fact carries; usually none or one."""
        return [caveat for caveat in self.caveats.values() if fact_id in caveat.facts]


_WordedT = TypeVar("_WordedT", Fact, Comparison, Decoy, Chat)


def _bare(records: Mapping[str, _WordedT]) -> dict[str, _WordedT]:
    return {id_: record.model_copy(update={"phrasings": LocalLines()}) for id_, record in records.items()}


class _Collector:
    """Records by id, duplicates reported. What one collector gathers shares its ids."""

    def __init__(self, reader: YamlReader) -> None:
        self.reader = reader
        self.files: dict[str, str] = {}

    def gather(self, batches: Iterable[tuple[str, list[_RecordT]]]) -> dict[str, _RecordT]:
        found: dict[str, _RecordT] = {}
        for file, records in batches:
            for record in records:
                if record.id in self.files:
                    self.reader.report(file, record.id, "id", f"used already in {self.files[record.id]}")
                    continue
                self.files[record.id] = file
                found[record.id] = record
        return found


def load(directory: Path = BUILT_IN) -> FactBase:
    """Read, validate and cross-check a fact base.

    Raises:
        FactBaseError: with one `Problem` for each mistake found: unreadable or malformed file, unknown or
            missing field, duplicate id, unknown reference, quotation that does not stand where it says.
    """
    reader = YamlReader(directory)
    manifest = reader.record("base.yaml", Manifest)
    thresholds = reader.record("thresholds.yaml", LanguageThresholds)
    collect = _Collector(reader)
    sources = _Collector(reader).gather([("sources.yaml", reader.records("sources.yaml", Source))])
    entities = _Collector(reader).gather([("entities.yaml", reader.records("entities.yaml", Entity))])
    cite = {"citations": {"source": manifest.material}} if manifest else {}
    fact_files = sorted(f"facts/{path.name}" for path in (directory / "facts").glob("*.yaml"))
    if not fact_files:
        reader.report("facts", "-", "-", "no facts: there must be at least one file facts/*.yaml")
    facts = collect.gather([(file, reader.records(file, Fact, cite)) for file in fact_files])

    def optional(file: str, kind: type[_RecordT]) -> dict[str, _RecordT]:
        return collect.gather([(file, reader.records(file, kind))] if (directory / file).exists() else [])

    caveats = optional("caveats.yaml", Caveat)
    decoy_files = sorted(f"decoys/{path.name}" for path in (directory / "decoys").glob("*.yaml"))
    decoys = collect.gather([(file, reader.records(file, Decoy)) for file in decoy_files])
    chats = optional("chat.yaml", Chat)
    comparisons = optional("comparisons.yaml", Comparison)
    events = optional("timeline.yaml", Event)
    charts = optional("charts.yaml", Chart)
    fingerprint = _read_fingerprint(reader, sources, manifest)
    if manifest is None or thresholds is None or fingerprint is None:
        raise FactBaseError(reader.problems)
    base = FactBase(
        manifest=manifest,
        sources=sources,
        entities=entities,
        facts=facts,
        caveats=caveats,
        decoys=decoys,
        chats=chats,
        comparisons=comparisons,
        charts=charts,
        events=dict(sorted(events.items(), key=lambda item: item[1].date)),
        thresholds=thresholds,
        weights=_read_weights(reader),
        fingerprint=fingerprint,
        files=collect.files,
        version=hashlib.sha256(b"\0".join(reader.contents)).hexdigest()[:12],
    )
    problems = [*reader.problems, *check_references(base)]
    if problems:
        raise FactBaseError(problems)
    return base


def weights_file(language: Language) -> str:
    """Name of the file with the learnt weights of a language."""
    return f"weights/{language.value}.json.z"


def _read_weights(reader: YamlReader) -> dict[Language, LearnedWeights]:
    found = {}
    for language in Language:
        file = weights_file(language)
        content = reader.bytes_of(file) if (reader.directory / file).exists() else None
        if content is None:
            continue
        try:
            found[language] = parse_weights(content)
        except ValueError as error:
            reader.report(file, "-", "-", str(error))
    return found


def _read_fingerprint(
    reader: YamlReader, sources: Mapping[str, Source], manifest: Manifest | None
) -> Fingerprint | None:
    material = sources.get(manifest.material) if manifest else None
    if manifest is None:
        return None
    if material is None or material.fingerprint is None:
        reader.report("base.yaml", "-", "material", f"no source {manifest.material!r} with a fingerprint")
        return None
    content = reader.bytes_of(material.fingerprint)
    if content is None:
        return None
    try:
        return Fingerprint.parse(content.decode())
    except ValueError as error:
        reader.report(material.fingerprint, "-", "-", str(error))
        return None
