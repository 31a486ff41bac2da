"""Interface texts in the three languages, kept as data in `knowledge/texts/*.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from pydantic import RootModel

from knowledge.errors import FactBaseError
from knowledge.model import Language
from knowledge.yaml_files import YamlReader

TEXT_FILES = Path(__file__).parent / "texts"


class _TextFile(RootModel[dict[str, str]]):
    pass


class Texts:
    """Interface texts by key. A text not yet written in a language is given in English."""

    def __init__(self, texts: Mapping[Language, Mapping[str, str]]) -> None:
        self._texts = texts

    def get(self, language: Language, key: str, **values: object) -> str:
        """The text with its `{names}` filled in. An unknown key is a programming error (KeyError)."""
        template = self._texts[language].get(key) or self._texts[Language.EN][key]
        return template.format(**values) if values else template

    def keys(self, language: Language) -> frozenset[str]:
        """The keys that have been written in a language."""
        return frozenset(self._texts[language])


def load_texts(directory: Path = TEXT_FILES) -> Texts:
    """Read the text files. Raises FactBaseError where one is malformed or has a key English has not."""
    reader = YamlReader(directory)
    texts: dict[Language, dict[str, str]] = {}
    for language in Language:
        found = reader.record(f"{language.value}.yaml", _TextFile)
        texts[language] = found.root if found is not None else {}
    for language, own in texts.items():
        for key in own.keys() - texts[Language.EN].keys():
            reader.report(f"{language.value}.yaml", key, "-", "no such text in en.yaml")
    if reader.problems:
        raise FactBaseError(reader.problems)
    return Texts(texts)
