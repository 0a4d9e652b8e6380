"""English singulars and plurals of one lower-case word.

Regular rules, and the exceptions that table names are made of. A word that no rule fits is returned unchanged: better
an odd number than a word that does not exist.
"""

from __future__ import annotations

import re

_UNCHANGING = """
    aircraft analytics athletics audio basics bison bourgeois chassis christmas clothes corps cosmos chaos data deer
    diagnostics economics electronics equipment ethics ethos evidence feedback fish forensics furniture genetics goods
    graphics hardware headquarters hertz html http https info information inventory kudos linguistics logistics luggage
    malware mathematics means media metadata middleware mobile money moose music news offspring pathos physics police
    politics premises progress rendezvous rice robotics salmon scissors semantics series sheep shrimp software spacecraft
    species spyware staff statics swine tennis traffic thanks trousers various vaccinia versus wildlife
    aws cms css dns dos gis gps ios js os pos rss sas sms sos tls aes abs always perhaps previous has is was does this yes
    plus us
    """
_UNCHANGED = frozenset(_UNCHANGING.split())

_IRREGULAR = {
    "person": "people",
    "man": "men",
    "woman": "women",
    "child": "children",
    "tooth": "teeth",
    "foot": "feet",
    "goose": "geese",
    "mouse": "mice",
    "louse": "lice",
    "ox": "oxen",
    "die": "dice",
    "criterion": "criteria",
    "phenomenon": "phenomena",
    "curriculum": "curricula",
    "stratum": "strata",
    "erratum": "errata",
    "index": "indexes",
    "matrix": "matrices",
    "vertex": "vertices",
    "appendix": "appendices",
    "quiz": "quizzes",
    "life": "lives",
    "wife": "wives",
    "knife": "knives",
    "leaf": "leaves",
    "half": "halves",
    "shelf": "shelves",
    "elf": "elves",
    "self": "selves",
    "wolf": "wolves",
    "thief": "thieves",
    "loaf": "loaves",
    "calf": "calves",
    "scarf": "scarves",
    "gas": "gases",
    "bias": "biases",
    "alias": "aliases",
    "atlas": "atlases",
    "canvas": "canvases",
    "lens": "lenses",
    "iris": "irises",
    "penis": "penises",
    "bus": "buses",
    "minibus": "minibuses",
    "status": "statuses",
    "bonus": "bonuses",
    "campus": "campuses",
    "census": "censuses",
    "chorus": "choruses",
    "consensus": "consensuses",
    "corpus": "corpora",
    "virus": "viruses",
    "menu": "menus",
    "cpu": "cpus",
    "gpu": "gpus",
    "api": "apis",
    "uri": "uris",
    "gui": "guis",
    "kpi": "kpis",
    "wiki": "wikis",
    "taxi": "taxis",
    "ski": "skis",
    "emoji": "emojis",
    "id": "ids",
    "ip": "ips",
    "ad": "ads",
    "pc": "pcs",
    "cd": "cds",
    "tv": "tvs",
    "pie": "pies",
    "tie": "ties",
    "lie": "lies",
    "movie": "movies",
    "cookie": "cookies",
    "zombie": "zombies",
    "calorie": "calories",
    "rookie": "rookies",
    "selfie": "selfies",
    "hoodie": "hoodies",
    "genie": "genies",
    "brownie": "brownies",
    "smoothie": "smoothies",
    "cache": "caches",
    "niche": "niches",
    "headache": "headaches",
    "toothache": "toothaches",
    "avalanche": "avalanches",
    "shoe": "shoes",
    "toe": "toes",
    "foe": "foes",
    "canoe": "canoes",
    "oboe": "oboes",
    "axe": "axes",
    "photo": "photos",
    "hero": "heroes",
    "potato": "potatoes",
    "tomato": "tomatoes",
    "echo": "echoes",
    "veto": "vetoes",
    "torpedo": "torpedoes",
    "embargo": "embargoes",
    "mosquito": "mosquitoes",
    "cargo": "cargoes",
    "volcano": "volcanoes",
    "analysis": "analyses",
    "axis": "axes",
    "basis": "bases",
    "crisis": "crises",
    "diagnosis": "diagnoses",
    "emphasis": "emphases",
    "hypothesis": "hypotheses",
    "oasis": "oases",
    "parenthesis": "parentheses",
    "prognosis": "prognoses",
    "synopsis": "synopses",
    "synthesis": "syntheses",
    "thesis": "theses",
}
"""Singular to plural. Where two singulars share a plural, the last one but `basis` is meant: `bases` are bases of data
far more often than bases of reasoning."""

_SINGULAR = {plural: single for single, plural in _IRREGULAR.items()} | {
    "bases": "base",
    "indices": "index",
    "matrixes": "matrix",
    "vertexes": "vertex",
    "corpuses": "corpus",
    "databases": "database",
}

_SINGULAR_RULES = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"(?<=[bcdfghjklmnpqrstvwxz])ies\Z", "y"),
        (r"(?<=qu)ies\Z", "y"),
        (r"(?<=ss)es\Z", ""),
        (r"(?<=(?:sh|ch|zz|tz))es\Z", ""),
        (r"(?<=x)es\Z", ""),
        (r"(?<=[^aiosu])s\Z", ""),
        (r"(?<=[bcdfghjklmnpqrstvwxyz][ao])s\Z", ""),
        (r"(?<=[ei][ao])s\Z", ""),
    )
)

_PLURAL_RULES = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"(?<=[bcdfghjklmnpqrstvwxz])y\Z", "ies"),
        (r"(?<=qu)y\Z", "ies"),
        (r"(?<=(?:ss|sh|ch|zz|tz))\Z", "es"),
        (r"(?<=x)\Z", "es"),
        (r"(?<=[^sz])\Z", "s"),
        (r"(?<=z)\Z", "es"),
    )
)


def singular_word(word: str) -> str:
    """The singular of a lower-case word; a singular, and a word without one, stay as they are."""
    if word in _UNCHANGED or word in _IRREGULAR or len(word) < 4:
        return _SINGULAR.get(word, word)
    return _SINGULAR.get(word) or _compound(word, _SINGULAR) or _first_rule(word, _SINGULAR_RULES)


def plural_word(word: str) -> str:
    """The plural of a lower-case word; a plural, and a word without one, stay as they are."""
    if word in _UNCHANGED or word in _SINGULAR or singular_word(word) != word:
        return word
    known = _IRREGULAR.get(word) or _compound(word, _IRREGULAR)
    if known is not None:
        return known
    regular = _first_rule(word, _PLURAL_RULES)
    # What reads as another word's singular (`gas`) would be taken for one, and get a plural of its own.
    return regular if regular == word or plural_word(regular) == regular else word


_COMPOUND_ENDS = (
    "people",
    "person",
    "children",
    "child",
    "women",
    "woman",
    "sheets",
    "bases",
    "base",
)


def _compound(word: str, table: dict[str, str]) -> str | None:
    """The inflected form of a word written as one with another: `salesperson`, `grandchildren`, `codebases`."""
    for end in _COMPOUND_ENDS:
        if word.endswith(end) and end in table:
            return word[: -len(end)] + table[end]
    return None


def _first_rule(word: str, rules: tuple[tuple[re.Pattern[str], str], ...]) -> str:
    for pattern, replacement in rules:
        changed, count = pattern.subn(replacement, word, count=1)
        if count:
            return changed
    return word
