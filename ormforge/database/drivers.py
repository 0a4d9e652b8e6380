"""Which driver a database URL means: the one it names, or one that is installed and does the same."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.util import find_spec

from ormforge.errors import DatabaseError
from ormforge.secret import mask_url


@dataclass(frozen=True, slots=True, kw_only=True)
class Driver:
    """A DBAPI: SQLAlchemy's name of it, the module it lives in, and what to install to have it."""

    name: str
    module: str
    package: str
    asynchronous: bool = False

    @property
    def distribution(self) -> str:
        """What it is called where packages are installed from."""
        return {"MySQLdb": "mysqlclient", "mysql.connector": "mysql-connector-python"}.get(
            self.module, self.module
        )

    @property
    def installed(self) -> bool:
        """Whether its module can be found."""
        try:
            return find_spec(self.module) is not None
        except ModuleNotFoundError:
            return False


_POSTGRESQL = (
    Driver(name="psycopg", module="psycopg", package="ormforge[postgresql]"),
    Driver(name="psycopg2", module="psycopg2", package="psycopg2-binary"),
    Driver(name="pg8000", module="pg8000", package="pg8000"),
    Driver(name="asyncpg", module="asyncpg", package="ormforge[asyncpg]", asynchronous=True),
)
_MYSQL = (
    Driver(name="pymysql", module="pymysql", package="ormforge[mysql]"),
    Driver(name="mysqldb", module="MySQLdb", package="mysqlclient"),
    Driver(name="mysqlconnector", module="mysql.connector", package="mysql-connector-python"),
    Driver(name="mariadbconnector", module="mariadb", package="mariadb"),
    Driver(name="asyncmy", module="asyncmy", package="asyncmy greenlet", asynchronous=True),
    Driver(name="aiomysql", module="aiomysql", package="ormforge[aiomysql]", asynchronous=True),
)
_MSSQL = (
    Driver(name="pyodbc", module="pyodbc", package="pyodbc"),
    Driver(name="pymssql", module="pymssql", package="pymssql"),
    Driver(name="aioodbc", module="aioodbc", package="aioodbc greenlet", asynchronous=True),
)
_ORACLE = (
    Driver(name="oracledb", module="oracledb", package="oracledb"),
    Driver(name="cx_oracle", module="cx_Oracle", package="cx_Oracle"),
)
DRIVERS = {
    "postgresql": _POSTGRESQL,
    "mysql": _MYSQL,
    "mariadb": _MYSQL,
    "mssql": _MSSQL,
    "oracle": _ORACLE,
}
"""The drivers of each database that ormforge knows by name, the preferred first."""

_SYNCHRONOUS = {"psycopg_async": "psycopg", "oracledb_async": "oracledb"}
"""Names of asynchronous dialects whose driver has a synchronous one of its own."""


def split_drivername(url: str) -> tuple[str, str | None]:
    """The database and the driver that a URL names: `("postgresql", "asyncpg")`. `postgres` means `postgresql`.

    Raises DatabaseError where the text is no URL.
    """
    drivername, found, _ = url.partition("://")
    if not found or not drivername:
        raise DatabaseError(
            "the database URL cannot be read",
            hint="It has to look like postgresql://user@host:5432/name or sqlite:///path/to/file.db.",
        )
    backend, _, driver = drivername.partition("+")
    return ("postgresql" if backend == "postgres" else backend), driver or None


def choose_driver(url: str) -> Driver | None:
    """The driver to read this database with, or None where it is SQLAlchemy's to choose.

    An asynchronous driver is replaced by a synchronous one for the same database if there is one: a reader gains
    nothing from waiting asynchronously. Raises DatabaseError with the command that installs a missing driver.
    """
    backend, named = split_drivername(url)
    known = DRIVERS.get(backend, ())
    wanted = next((d for d in known if d.name == _SYNCHRONOUS.get(named or "", named)), None)
    if named is not None and wanted is None:
        return None
    replaceable = wanted is None or wanted.asynchronous
    installed = [driver for driver in known if driver.installed]
    for driver in installed:
        if driver is wanted or (replaceable and not driver.asynchronous):
            return driver
    if wanted in installed or (wanted is None and installed):
        return wanted or installed[0]
    if not known:
        return None
    raise missing_driver(url, wanted or known[0])


def missing_driver(url: str, driver: Driver) -> DatabaseError:
    """The error that tells which driver is missing and how to install it."""
    packages = " ".join(f'"{p}"' if "[" in p else p for p in driver.package.split())
    return DatabaseError(
        f"{mask_url(url)}: the driver {driver.name} is not installed",
        hint=f"Install it with: pip install {packages}",
    )
