"""The configuration: what a project asks for, parsed once into frozen values."""

from ormforge.config.load import Loaded, load_config, read_config
from ormforge.config.model import (
    Api,
    Config,
    Custom,
    Database,
    Format,
    Naming,
    Output,
    RelationshipNames,
    Templates,
)
from ormforge.config.problems import InvalidConfig, Problem
from ormforge.config.source import Source
from ormforge.config.unused import UnusedRule, unused_rules
from ormforge.secret import Mask, SecretUrl

__all__ = [
    "Api",
    "Config",
    "Custom",
    "Database",
    "Format",
    "InvalidConfig",
    "Loaded",
    "Mask",
    "Naming",
    "Output",
    "Problem",
    "RelationshipNames",
    "SecretUrl",
    "Source",
    "Templates",
    "UnusedRule",
    "load_config",
    "read_config",
    "unused_rules",
]
