"""Translation of every sentence the bot sends; the catalogues are in `locales/`."""

import gettext
import io
from functools import lru_cache
from importlib.resources import files

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LANGUAGES = ("en", "ru")


class Translator:
    """The sentences of one language. English texts are the keys; `{name}` fields are filled by `str.format`."""

    def __init__(self, language: str, catalogue: gettext.NullTranslations) -> None:
        self.language = language
        self._catalogue = catalogue

    def gettext(self, text: str, **values: object) -> str:
        """The translation of a sentence."""
        return self._catalogue.gettext(text).format(**values)

    def quote(self, text: str) -> str:
        """A text in the quotation marks of the language."""
        return self.gettext("“{quoted}”", quoted=text)

    def ngettext(self, one: str, many: str, number: int, **values: object) -> str:
        """The translation of a sentence with a number, in the plural form of its language; `{n}` is the number."""
        return self._catalogue.ngettext(one, many, number).format(n=number, **values)


def gettext_noop(text: str) -> str:
    """Mark a text for the catalogues that is translated elsewhere."""
    return text


@lru_cache
def translator_for(language: str) -> Translator:
    """The translator of a language; English for an unsupported one."""
    if language not in LANGUAGES or language == "en":
        return Translator("en", gettext.NullTranslations())
    source = files("worker.core").joinpath("locales", f"{language}.po").read_bytes()
    compiled = io.BytesIO()
    write_mo(compiled, read_po(io.BytesIO(source), locale=language))
    compiled.seek(0)
    return Translator(language, gettext.GNUTranslations(compiled))
