"""The files for several servers name what there is: settings, commands, files, paths, and the cookie of readers."""

import fnmatch
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest
import typer
import yaml
from typer.main import get_command

from assistant.access.entrance import OpenToAll, check_entrance
from assistant.api.app import FREE
from assistant.api.app import PREFIX as PREFIX_OF_API
from assistant.api.ready import SECONDS
from assistant.cli import app
from assistant.settings import CONFIG_VARIABLE, Settings, read_settings
from assistant.settings_wrong import PREFIX
from assistant.web.routes import routes
from assistant.web.stopping import GRACE
from assistant.web.users import COOKIE
from tests.nginx import CONF, configured, needs_nginx

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "assistant" / "deploy"
FILES = {path.name: path.read_text("utf-8") for path in DEPLOY.iterdir() if path.is_file()}
COMPOSE = yaml.safe_load(FILES["compose.yaml"])
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
OBJECTS: list[dict[str, Any]] = list(yaml.safe_load_all(FILES["kubernetes.yaml"]))
IMAGE = "roundtable-assistant"
OURS = [name for name, service in SERVICES.items() if service["image"] == IMAGE]
WEB = ["web-1", "web-2"]
# Of an instruction of the Dockerfile that goes on over several lines, one line.
STEPS = [step.split(maxsplit=1) for step in re.sub(r"(?m)^#.*\n|\\\n", "", FILES["Dockerfile"]).splitlines() if step]


def step(name: str) -> list[str]:
    return [text for word, text in STEPS if word == name]


def one(kind: str, name: str) -> dict[str, Any]:
    (found,) = (each for each in OBJECTS if each["kind"] == kind and each["metadata"]["name"] == name)
    return found


def pods() -> dict[str, dict[str, Any]]:
    """What each workload of Kubernetes runs, by its name."""
    return {
        each["metadata"]["name"]: each["spec"]["template"]["spec"]
        for each in OBJECTS
        if "template" in each.get("spec", {})
    }


def containers() -> dict[str, dict[str, Any]]:
    return {
        each["name"]: each for pod in pods().values() for each in [*pod.get("initContainers", []), *pod["containers"]]
    }


def commands() -> Iterator[tuple[str, list[str]]]:
    """Every command that a container of our image runs: where it stands, and its words."""
    yield "Dockerfile", json.loads(step("CMD")[-1])
    for name in OURS:
        yield f"compose.yaml: {name}", SERVICES[name]["command"]
    for name, container in containers().items():
        yield f"kubernetes.yaml: {name}", container.get("args") or container["command"]
    for line in re.findall(r"(?m)^ExecStart=\S*/(.+)$", FILES["roundtable.service"]):
        yield "roundtable.service", shlex.split(line)


def called() -> list[tuple[str, list[str]]]:
    """Those of the program and of Chroma, also where a shell runs them."""
    found = []
    for where, words in commands():
        line = words[2] if words[0] == "sh" else shlex.join(words)
        found += [(where, shlex.split(call)) for call in re.findall(r"(?:roundtable|chroma) [^|;&]+", line)]
    return found


def test_every_variable_in_the_files_is_a_setting() -> None:
    known = {PREFIX + name.upper() for name in Settings.model_fields} | {CONFIG_VARIABLE}
    named = {variable for text in FILES.values() for variable in re.findall(r"\bROUNDTABLE_[A-Z_]+\b", text)}
    assert "ROUNDTABLE_CONVERSATIONS" in named
    assert named <= known


@pytest.mark.parametrize("given", [SERVICES["web-1"]["environment"], one("ConfigMap", "settings")["data"]])
def test_replicas_get_settings_that_can_be_read_and_nobody_adds_at_them(
    given: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    settings = read_settings()
    assert settings.adding == "nobody"
    assert str(settings.conversations).startswith("postgresql://roundtable@postgres")
    port = one("Service", settings.chroma.removeprefix("http://").partition(":")[0])["spec"]["ports"][0]["port"]
    assert settings.chroma == f"http://chroma:{port}"
    assert f"{port}" in SERVICES["chroma"]["command"]
    assert settings.index == Path("/srv/index")
    assert settings.access == "accounts"
    assert {each.parent for each in (settings.accounts, settings.audit, settings.tokens)} == {Path("/srv/accounts")}


def test_every_command_parses() -> None:
    assert {words[0] for _, words in called()} == {"roundtable", "chroma"}
    for where, words in called():
        if words[0] == "chroma":
            told = [str(Path(sys.executable).with_name("chroma")), words[1], "--help"]
            known = subprocess.run(told, capture_output=True, text=True, timeout=60, check=True).stdout
            assert {word for word in words if word.startswith("--")} <= set(re.findall(r"--[a-z]+", known)), where
            continue
        group = cast(Any, get_command(app))
        name, command, rest = group.resolve_command(typer.Context(group), words[1:])
        command.make_context(name, [word for word in rest if word != "/documents"])  # raises if it is not understood


def test_replicas_share_index_accounts_documents_database_and_vectors() -> None:
    first, second, ingest = (SERVICES[name] for name in (*WEB, "ingest"))
    assert first == second
    for name in ("image", "environment", "volumes", "user"):
        assert ingest[name] == first[name]
    assert first["volumes"][0] == "index:/srv/index"  # not read-only, for readers leave marks there
    assert first["volumes"][1] == "accounts:/srv/accounts"
    assert first["volumes"][2].endswith(":/documents:ro")
    assert first["environment"]["ROUNDTABLE_CHROMA"] == "http://chroma:8000"
    assert set(COMPOSE["volumes"]) == {"index", "vectors", "conversations", "accounts"}

    web, job = pods()["web"], pods()["ingest"]
    assert one("Deployment", "web")["spec"]["replicas"] >= 2
    assert web["volumes"] == job["volumes"]
    for pod in (web, job):
        assert pod["containers"][0]["envFrom"] == [{"configMapRef": {"name": "settings"}}]
        mounts = {each["name"]: each for each in pod["containers"][0]["volumeMounts"]}
        assert mounts["index"] == {"name": "index", "mountPath": "/srv/index"}
        assert mounts["accounts"] == {"name": "accounts", "mountPath": "/srv/accounts"}
        assert mounts["documents"]["readOnly"]
    for shared in ("index", "accounts"):
        assert one("PersistentVolumeClaim", shared)["spec"]["accessModes"] == ["ReadWriteMany"]
    assert one("StatefulSet", "chroma")["spec"]["replicas"] == 1


def test_whatever_listens_for_others_asks_who_comes() -> None:
    image = dict(word.split("=", 1) for word in shlex.split(step("ENV")[-1]))
    for given in (image, SERVICES["web-1"]["environment"], one("ConfigMap", "settings")["data"]):
        settings = Settings.model_validate(
            {"access": given["ROUNDTABLE_ACCESS"], "accounts": given["ROUNDTABLE_ACCOUNTS"], "host": "0.0.0.0"}
        )
        assert "user add" in check_entrance(settings)  # it starts, and says that nobody has an account yet
    with pytest.raises(OpenToAll):
        check_entrance(Settings(host="0.0.0.0"))
    for name in ("compose.yaml", "kubernetes.yaml"):
        assert "roundtable user add ana --role admin" in FILES[name]
    assert "install -d -m 700 -o 10001 -g 10001 /srv/accounts" in " ".join(step("RUN"))


def test_no_secret_stands_in_the_files() -> None:
    environments = [service["environment"] for service in SERVICES.values() if "environment" in service]
    for given in [*environments, one("ConfigMap", "settings")["data"]]:
        for name, value in given.items():
            is_file = name.endswith("_FILE") or (name == "ROUNDTABLE_TOKENS" and value.startswith("/srv/"))
            assert not re.search("PASS|SECRET|KEY|TOKEN", name) or is_file, name
            assert not re.search(r"://[^/@]*:[^/@]*@", value), name
    assert all(set(secret) == {"file"} for secret in COMPOSE["secrets"].values())
    assert "Secret" not in {each["kind"] for each in OBJECTS}
    assert "secrets/" in FILES[".gitignore"].splitlines()
    given = SERVICES["web-1"]["environment"]["PGPASSWORD_FILE"]
    assert given == SERVICES["postgres"]["environment"]["POSTGRES_PASSWORD_FILE"] == "/run/secrets/postgres_password"
    given = Path(one("ConfigMap", "settings")["data"]["PGPASSWORD_FILE"])
    secrets = [each["secret"]["secretName"] for each in pods()["web"]["volumes"] if "secret" in each]
    assert f"create secret generic {secrets[0]} --from-literal={given.name}=" in FILES["kubernetes.yaml"]
    assert str(given.parent) in [each["mountPath"] for each in containers()["web"]["volumeMounts"]]


def test_every_container_is_limited_and_runs_without_rights() -> None:
    for name, service in SERVICES.items():
        assert service["read_only"], name
        assert service["cap_drop"] == ["ALL"], name
        assert service["security_opt"] == ["no-new-privileges:true"], name
        assert re.fullmatch(r"\d+[mg]", service["mem_limit"]), name
        assert not service["user"].startswith(("0", "root")), name
        assert "healthcheck" in service or name == "ingest"
        assert service["networks"] == ["inside"] or name == "proxy"
    assert COMPOSE["networks"]["inside"]["internal"]
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["proxy"]
    for pod in pods().values():
        assert pod["securityContext"]["runAsNonRoot"]
    for name, container in containers().items():
        assert container["securityContext"]["readOnlyRootFilesystem"], name
        assert not container["securityContext"]["allowPrivilegeEscalation"], name
        assert container["securityContext"]["capabilities"] == {"drop": ["ALL"]}, name
        assert container["resources"]["limits"]["memory"], name
        assert ("readinessProbe" in container) == (name in ("web", "chroma")), name
    assert step("USER")[-1] == SERVICES["web-1"]["user"] == "10001:10001"


def test_probes_ask_what_answers() -> None:
    ready, lives = (f"{PREFIX_OF_API}{path}" for path in ("/ready", "/health"))
    assert {"/ready", "/health"} == set(FREE)  # without a token, which a probe has not
    probes = {kind: containers()["web"][f"{kind}Probe"] for kind in ("startup", "readiness", "liveness")}
    asked = {kind: probe["httpGet"]["path"] for kind, probe in probes.items()}
    assert asked == {"startup": lives, "readiness": ready, "liveness": lives}
    (image,) = step("HEALTHCHECK")
    checks = {name: " ".join(SERVICES[name]["healthcheck"]["test"]) for name in ("web-1", "proxy")} | {"image": image}
    probed = {name: re.findall(r"http://127\.0\.0\.1:\d+(/[\w/]+)", check) for name, check in checks.items()}
    assert probed == {"web-1": [ready], "proxy": ["/alive"], "image": [lives]}
    assert "/alive" in {route.path for route in routes(cast(Any, None))}
    assert probes["readiness"]["timeoutSeconds"] > SECONDS
    for check in checks["web-1"], image:
        compile(re.findall(r"import urllib[^\"]+", check)[0], "healthcheck", "exec")


def test_what_is_being_answered_has_time_to_end_before_the_system_ends_the_program() -> None:
    """Open pages are waited for another 5 seconds by Gradio's server."""
    needed = GRACE + 5
    assert int(SERVICES["web-1"]["stop_grace_period"].removesuffix("s")) > needed
    web = pods()["web"]
    before = int(containers()["web"]["lifecycle"]["preStop"]["exec"]["command"][1])
    assert web["terminationGracePeriodSeconds"] > needed + before
    unit = dict(re.findall(r"(?m)^(\w+)=(.*)$", FILES["roundtable.service"]))
    assert int(unit["TimeoutStopSec"]) > needed
    assert unit["KillMode"] == "mixed"  # the processes that answer are needed until the end
    assert "KillSignal" not in unit


def test_unit_gives_the_chat_no_rights_that_it_does_not_need() -> None:
    unit = dict(re.findall(r"(?m)^(\w+)=(.*)$", FILES["roundtable.service"]))
    assert unit["CapabilityBoundingSet"] == unit["AmbientCapabilities"] == ""
    for name in ("NoNewPrivileges", "ProtectHome", "PrivateTmp", "RestrictSUIDSGID", "RestrictNamespaces"):
        assert unit[name] == "yes", name
    assert unit["ProtectSystem"] == "strict"
    assert "seccomp" in unit["SystemCallFilter"].split()  # else readers of files could not be walled off
    assert re.fullmatch(r"\d+G", unit["MemoryMax"])


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="needs systemd-analyze, of systemd")
def test_systemd_understands_its_unit(tmp_path: Path) -> None:
    unit = re.sub(r"(?m)^ExecStart=\S+", "ExecStart=/bin/true", FILES["roundtable.service"])
    (tmp_path / "roundtable.service").write_text(unit.replace("User=roundtable\n", ""), "utf-8")
    command = ["systemd-analyze", "verify", "--man=no", str(tmp_path / "roundtable.service")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    said = [line for line in done.stderr.splitlines() if "roundtable.service" in line]
    assert said == []


def test_image_is_made_of_files_that_are_there() -> None:
    ignored = [line for line in FILES["Dockerfile.dockerignore"].splitlines() if not line.startswith(("#", "!"))]
    let_in = [line[1:] for line in FILES["Dockerfile.dockerignore"].splitlines() if line.startswith("!")]
    copied = [text.split() for text in step("COPY")]
    sources = [word for words in copied if "--from=built" not in words for word in words[:-1] if word[:2] != "--"]
    assert "constraints.txt" in sources
    for source in sources:
        assert (ROOT / source).exists(), source
        assert source.split("/")[0] in let_in, source
        assert not any(fnmatch.fnmatch(source, pattern) for pattern in ignored if pattern != "*"), source
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    packages = {each.rstrip("*") for each in project["tool"]["setuptools"]["packages"]["find"]["include"]}
    assert packages | {project["project"]["readme"], "LICENSE", "pyproject.toml"} <= set(sources)
    extras = [extra for text in step("RUN") for extra in re.findall(r"'\.\[(\w+)\]'", text)]
    assert extras == ["postgres"]
    assert set(extras) <= set(project["project"]["optional-dependencies"])
    assert {text.split()[0] for text in step("FROM")} == {"python:3.11-slim"}


def test_model_is_unpacked_where_the_program_looks_for_it() -> None:
    (unpacks,) = (text for text in step("RUN") if "ROUNDTABLE_CACHE" in text)
    given = dict(word.split("=", 1) for word in shlex.split(step("ENV")[-1]))
    assert f"ROUNDTABLE_CACHE={given['ROUNDTABLE_CACHE']} " in unpacks
    program = shlex.split(unpacks)[-1]
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr


def test_password_comes_from_its_file(tmp_path: Path) -> None:
    (tmp_path / "password").write_text("zep/pel@in%\n", "utf-8")
    said = {}
    for name in ("password", "", "nowhere"):
        given = {**os.environ, "PGPASSWORD_FILE": str(tmp_path / name) if name else ""}
        given.pop("PGPASSWORD", None)
        command = ["sh", str(DEPLOY / "entrypoint.sh"), "sh", "-c", 'echo "<${PGPASSWORD-none}>"']
        said[name] = subprocess.run(command, env=given, capture_output=True, text=True, timeout=20)
    assert said["password"].stdout == "<zep/pel@in%>\n"
    assert said[""].stdout == "<none>\n"
    assert said["nowhere"].returncode != 0
    assert "nowhere" in said["nowhere"].stderr
    assert json.loads(step("ENTRYPOINT")[-1]) == [step("COPY")[-1].split("/")[-1]]


def test_proxy_knows_the_replicas_and_the_cookie_of_readers() -> None:
    conf = FILES[CONF.name]
    assert re.findall(r"server ([\w-]+):(\d+) ", conf) == [(name, str(Settings().port)) for name in WEB]
    assert set(re.findall(r"\$cookie_(\w+)", conf)) == {COOKIE}
    assert "hash $reader consistent;" in conf
    (listens,) = re.findall(r"listen (\d+);", conf)
    assert SERVICES["proxy"]["ports"] == [f"127.0.0.1:8080:{listens}"]
    (mounted,) = SERVICES["proxy"]["volumes"]
    assert mounted == f"./{CONF.name}:{SERVICES['proxy']['command'][2]}:ro"
    assert step("EXPOSE") == [str(Settings().port)]


@needs_nginx
def test_nginx_takes_its_file(tmp_path: Path) -> None:
    command = [*configured(tmp_path, 1, ["127.0.0.1:2", "127.0.0.1:3"]), "-t"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=20)
    assert done.returncode == 0, done.stderr
