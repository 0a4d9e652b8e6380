"""The application. `python -m app.main` prints its OpenAPI document."""

import importlib
import json
import pkgutil

from fastapi import FastAPI

from app import routers
from app.api import add_error_handlers

app = FastAPI(title="Bicycle workshop")
add_error_handlers(app)
for module in sorted(pkgutil.iter_modules(routers.__path__), key=lambda found: found.name):
    app.include_router(importlib.import_module(f"app.routers.{module.name}").router)

if __name__ == "__main__":
    print(json.dumps(app.openapi()))
