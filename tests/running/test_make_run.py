"""Starting, stopping, being killed and coming back, as it happens on a real machine."""

import os
import signal
import socket
import stat
import subprocess
import time

import psycopg2
import pytest

from tests.running.helpers import Copy, is_alive
from tradefair.embedded import Services
from tradefair.processes import Home


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    """A home in which everything is laid out and nothing runs: tables, codes and words take half a minute each time."""
    copy = Copy(tmp_path_factory.mktemp("prepared") / "home").is_ready()
    copy.stop()
    return copy.home


@pytest.fixture
def copies(tmp_path, request):
    """Makes copies of Tradefair and leaves none of them running. A new home is empty, unless it is a prepared one."""
    made = []

    def start(home="home", *, is_prepared=False, **kw):
        if is_prepared:
            subprocess.run(["cp", "-a", request.getfixturevalue("prepared"), tmp_path / home], check=True)
        made.append(Copy(tmp_path / home, **kw))
        return made[-1]

    yield start
    for copy in made:
        if copy.process.poll() is None:
            copy.stop()


def query(copy, sql):
    connection = psycopg2.connect(Services(Home(copy.home)).database_url)
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(sql)
        rows = cursor.fetchall() if cursor.description else None
    connection.close()
    return rows


def test_it_starts_serves_and_stops_in_time_leaving_nothing(copies):
    copy = copies().is_ready()
    assert copy.get("/health/")[0] == 200
    for key in ("secret-key", "push-key"):
        assert stat.S_IMODE((copy.home / key).stat().st_mode) == 0o600
    assert copy.stop(signal.SIGINT) < 5
    assert copy.process.returncode == 0
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # connections that have just ended linger
        listener.bind(("127.0.0.1", copy.port))  # the port is free again


def test_everything_killed_comes_back_with_all_data_and_the_same_secret(copies):
    copy = copies(is_prepared=True).is_ready()
    query(copy, "CREATE TABLE kept AS SELECT 42 AS answer")
    secrets = [(copy.home / key).read_text() for key in ("secret-key", "push-key")]
    copy.kill_everything()
    again = copies(port=copy.port).is_ready()
    assert query(again, "SELECT answer FROM kept") == [(42,)]
    assert [(again.home / key).read_text() for key in ("secret-key", "push-key")] == secrets


def test_what_a_killed_supervisor_left_running_is_ended_at_the_next_start(copies):
    copy = copies(is_prepared=True).is_ready()
    left = copy.everybody()[1:]
    copy.process.kill()
    copy.process.wait()
    copies(port=copy.port).is_ready()
    assert [process for process in left if is_alive(process)] == []


def test_two_copies_run_side_by_side(copies):
    first, second = copies("first", is_prepared=True), copies("second", is_prepared=True)
    first.is_ready(), second.is_ready()
    query(first, "CREATE TABLE mine AS SELECT 1")
    assert query(second, "SELECT to_regclass('mine')") == [(None,)]
    first.stop()
    assert second.get("/health/")[0] == 200


def test_a_long_folder_name_is_no_obstacle(copies):
    """A socket's path may have some hundred characters, a folder's more."""
    copy = copies("a-rather-long-name-for-a-folder-" * 3, is_prepared=True).is_ready()
    assert copy.get("/health/")[0] == 200


def test_a_second_copy_on_the_same_folder_is_told_so(copies):
    copies().wait_for("database answers")
    assert copies().refuses().startswith("Another copy of Tradefair is running on ")


def test_a_taken_port_is_told(copies):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert copies(port=port).refuses() == (
            f"Port {port} cannot be used (Address already in use): stop what uses it, or set PORT to another number."
        )


def test_a_port_that_is_no_number_is_told(copies):
    assert copies(port="http").refuses() == "PORT is 'http': say a whole number between 1 and 65535."


def test_a_folder_that_cannot_be_written_is_told(tmp_path, copies):
    (tmp_path / "file").touch()
    assert copies("file/home").refuses().startswith(f"The folder {tmp_path}/file/home cannot be written (")


@pytest.mark.parametrize("url", ["postgresql://nobody@127.0.0.1:1/nothing", "nonsense"])
def test_a_database_that_cannot_be_reached_is_told(copies, url):
    refusal = copies(DATABASE_URL=url).refuses()
    assert refusal.startswith("The database that DATABASE_URL names cannot be reached: ")


def test_a_redis_that_cannot_be_reached_is_told(copies):
    refusal = copies(REDIS_URL="redis://127.0.0.1:1/0").refuses()
    assert refusal.startswith("The Redis that REDIS_URL names cannot be reached: ")


def test_a_setting_that_cannot_be_meant_is_told(copies):
    copy = copies(TRADEFAIR_SMTP_PORT="abc")
    copy.refuses()
    assert "TRADEFAIR_SMTP_PORT is 'abc': say a whole number." in copy.said


@pytest.mark.parametrize("moment", ["Starting Tradefair", "database answers", "Redis answers"])
def test_it_can_be_stopped_while_it_starts(copies, moment):
    copy = copies().wait_for(moment)
    assert copy.stop() < 5


def test_a_process_that_dies_is_started_again(copies):
    copy = copies(is_prepared=True).is_ready()
    web = next(process for process in copy.everybody() if "tradefair.web" in process.cmdline())
    web.kill()
    copy.wait_for("web was ended by SIGKILL: starting it again")
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        try:
            assert copy.get("/health/")[0] == 200
            return
        except OSError:
            time.sleep(0.2)
    pytest.fail(copy.said)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has another account at hand")
def test_root_starts_postgres_as_somebody_else_below_a_folder_that_only_root_may_enter(tmp_path, copies):
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    copy = copies("closed/home").is_ready()
    postgres = next(process for process in copy.everybody() if process.name() == "postgres")
    assert postgres.uids().effective != 0
    assert stat.S_IMODE(closed.stat().st_mode) == 0o700
