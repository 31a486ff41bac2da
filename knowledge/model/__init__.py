"""What a fact base holds: the shapes of its data files.

| module | what it holds |
|---|---|
| `records.py` | what all have in common: ids, dates, languages, texts in up to three languages |
| `sources.py` | sources, quotations, caveats |
| `entities.py` | whatever has a name |
| `values.py` | typed numbers and dates |
| `facts.py` | facts, decoys, small talk |
| `comparisons.py` | comparisons and the timeline |
| `charts.py` | charts |
| `manifest.py` | what the base is about |
| `thresholds.py` | the numbers by which questions are decided |

Everybody else imports the models from here. Cross references (a fact names an entity, a source, another
fact) are checked in `knowledge.load`, quotations in `knowledge.citations`.
"""

from knowledge.model.charts import Chart, ChartKind
from knowledge.model.comparisons import Comparison, ComparisonKind, Event, State
from knowledge.model.entities import Entity, EntityType, FormerName
from knowledge.model.facts import Asked, Chat, Decoy, Fact
from knowledge.model.manifest import Manifest
from knowledge.model.records import MAX_ID, Id, Identified, IsoDate, Language, Line, LocalLines, LocalText, Record
from knowledge.model.sources import QUOTE_WORDS, Caveat, CaveatKind, Citation, Source, SourceRole
from knowledge.model.thresholds import LanguageThresholds, Thresholds
from knowledge.model.values import Measure, Unit, Value

__all__ = [
    "MAX_ID",
    "QUOTE_WORDS",
    "Asked",
    "Caveat",
    "CaveatKind",
    "Chart",
    "ChartKind",
    "Chat",
    "Citation",
    "Comparison",
    "ComparisonKind",
    "Decoy",
    "Entity",
    "EntityType",
    "Event",
    "Fact",
    "FormerName",
    "Id",
    "Identified",
    "IsoDate",
    "Language",
    "LanguageThresholds",
    "Line",
    "LocalLines",
    "LocalText",
    "Manifest",
    "Measure",
    "Record",
    "Source",
    "SourceRole",
    "State",
    "Thresholds",
    "Unit",
    "Value",
]
