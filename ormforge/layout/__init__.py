"""How the models are divided into modules: pure."""

from ormforge.layout.split import BASE_MODULE, Package, split_draft

__all__ = ["BASE_MODULE", "Package", "split_draft"]
