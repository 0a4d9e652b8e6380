"""The configuration: what a project asks for, parsed once into frozen values."""

from ormforge.config.api import Api
from ormforge.config.database import Database
from ormforge.config.load import Loaded, load_config, read_config
from ormforge.config.model import (
    Config,
    Custom,
    Format,
    Output,
    Templates,
)
from ormforge.config.problems import InvalidConfig, Problem
from ormforge.config.rules import (
    Inheritance,
    Mixin,
    Naming,
    RelationshipNames,
    Shortcut,
    TypeRule,
    VirtualForeignKey,
)
from ormforge.config.source import Source
from ormforge.config.targets import Target
from ormforge.config.unused import UnusedRule, unused_rules
from ormforge.secret import Mask, SecretUrl

__all__ = [
    "Api",
    "Config",
    "Custom",
    "Database",
    "Format",
    "Inheritance",
    "InvalidConfig",
    "Loaded",
    "Mask",
    "Mixin",
    "Naming",
    "Output",
    "Problem",
    "RelationshipNames",
    "SecretUrl",
    "Shortcut",
    "Source",
    "Target",
    "Templates",
    "TypeRule",
    "UnusedRule",
    "VirtualForeignKey",
    "load_config",
    "read_config",
    "unused_rules",
]
