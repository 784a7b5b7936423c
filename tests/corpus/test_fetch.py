"""corpus/fetch.py, download.py and safe_address.py, against a real https server on this computer."""

import gzip
import hashlib
import json
import os
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from corpus.catalogue import FETCHED_SUFFIXES, Entry
from corpus.download import open_client
from corpus.errors import FetchFailed
from corpus.fetch import FORMATS, LEDGER, FetchProgress, FetchReport, Outcome, fetch, read_ledger
from corpus.safe_address import pinned_transport, refuse_unsafe
from tests.https_server import (
    NAME,
    Site,
    document,
    dripping,
    in_turn,
    redirect,
    running_site,
    silent,
    status,
    unmeasured,
)

PDF = b"%PDF-1.7\n" + b"0123456789abcdef" * 6400  # 102,409 bytes, more than one read
HTML = b"<!DOCTYPE html>\n<html><title>Roundtable</title></html>"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with running_site(tmp_path_factory.mktemp("site")) as site:
        yield site


@pytest.fixture
def site(server: Site) -> Site:
    server.pages.clear()
    server.asked.clear()
    return server


def public(id_: str, address: str | None, **more: Any) -> Entry:
    return Entry(id=id_, ours=False, title=id_.title(), kind="report", pdf_url=address, **more)


def get(site: Site, folder: Path, *entries: Entry, **options: Any) -> FetchReport:
    """Fetch from the site without waiting between attempts."""
    with site.client(timeout=options.pop("timeout", 5.0)) as client:
        return fetch(
            entries, folder, **{"client": client, "allow_local": True, "sleep": lambda seconds: None} | options
        )


def get_one(site: Site, folder: Path, address: str | None, **options: Any) -> Outcome:
    (outcome,) = get(site, folder, public("paper", address), **options).outcomes
    return outcome


def left_in(folder: Path) -> set[str]:
    """What lies in the folder for people to see."""
    return {path.name for path in folder.iterdir() if not path.name.startswith(".")}


# What works


def test_document_is_stored_under_its_id_and_noted_in_the_ledger(site: Site, tmp_path: Path) -> None:
    address = site.put("/a.pdf", document(PDF))
    folder = tmp_path / "new" / "folder"
    (outcome,) = get(site, folder, public("paper", address, licence="CC BY 4.0")).outcomes
    assert (outcome.status, outcome.path, outcome.bytes) == ("fetched", folder / "paper.pdf", len(PDF))
    assert (folder / "paper.pdf").read_bytes() == PDF
    assert left_in(folder) == {"paper.pdf", LEDGER}
    record = read_ledger(folder)["paper"]
    assert record.sha256 == hashlib.sha256(PDF).hexdigest()
    assert (record.file, record.address, record.came_from) == ("paper.pdf", address, address)
    assert (record.bytes, record.licence) == (len(PDF), "CC BY 4.0")
    assert record.fetched_at.endswith("+00:00")


def test_web_page_is_stored_as_html(site: Site, tmp_path: Path) -> None:
    outcome = get_one(site, tmp_path, site.put("/page.HTM", document(HTML)))
    assert (outcome.status, outcome.path) == ("fetched", tmp_path / "paper.html")


def test_every_format_is_one_the_catalogue_recognises() -> None:
    assert set(FORMATS) == set(FETCHED_SUFFIXES)


def test_progress_tells_the_document_and_its_licence_before_the_first_byte(site: Site, tmp_path: Path) -> None:
    entry = public("paper", site.put("/a.pdf", document(PDF)), licence="CC BY 4.0")
    heard: list[FetchProgress] = []
    asked_at_first: list[int] = []

    def on_progress(now: FetchProgress) -> None:
        heard.append(now)
        asked_at_first.append(len(site.asked))

    get(site, tmp_path, entry, on_progress=on_progress)
    assert asked_at_first[0] == 0
    assert heard[0] == FetchProgress(entry, 0, None)
    assert heard[-1] == FetchProgress(entry, len(PDF), len(PDF))


def test_file_without_a_stated_length_arrives(site: Site, tmp_path: Path) -> None:
    assert get_one(site, tmp_path, site.put("/a.pdf", unmeasured(PDF))).status == "fetched"
    assert (tmp_path / "paper.pdf").read_bytes() == PDF


def test_compressed_answer_is_stored_as_the_document_it_holds(site: Site, tmp_path: Path) -> None:
    packed = gzip.compress(PDF)

    def page(request: Any) -> None:
        request.send_response(200)
        request.send_header("Content-Encoding", "gzip")
        request.send_header("Content-Length", str(len(packed)))
        request.end_headers()
        request.wfile.write(packed)

    assert get_one(site, tmp_path, site.put("/a.pdf", page)).status == "fetched"
    assert (tmp_path / "paper.pdf").read_bytes() == PDF


def test_redirect_to_https_is_followed_and_noted(site: Site, tmp_path: Path) -> None:
    target = site.put("/new/a.pdf", document(PDF))
    site.put("/old", redirect("/new/a.pdf"))
    assert get_one(site, tmp_path, site.address + "/old").status == "fetched"
    assert read_ledger(tmp_path)["paper"].came_from == target


# The second time


def test_second_time_nothing_is_downloaded(site: Site, tmp_path: Path) -> None:
    address = site.put("/a.pdf", document(PDF))
    get_one(site, tmp_path, address)
    outcome = get_one(site, tmp_path, address)
    assert (outcome.status, outcome.path, outcome.bytes) == ("unchanged", tmp_path / "paper.pdf", len(PDF))
    assert len(site.asked) == 1


def test_again_downloads_what_is_there(site: Site, tmp_path: Path) -> None:
    address = site.put("/a.pdf", in_turn(document(PDF), document(PDF + b"2")))
    get_one(site, tmp_path, address)
    assert get_one(site, tmp_path, address, again=True).status == "fetched"
    assert (tmp_path / "paper.pdf").read_bytes() == PDF + b"2"


def test_file_that_was_changed_since_is_fetched_again(site: Site, tmp_path: Path) -> None:
    address = site.put("/a.pdf", document(PDF))
    get_one(site, tmp_path, address)
    (tmp_path / "paper.pdf").write_bytes(PDF[:-1] + b"!")
    assert get_one(site, tmp_path, address).status == "fetched"
    assert (tmp_path / "paper.pdf").read_bytes() == PDF


def test_file_that_was_deleted_is_fetched_again(site: Site, tmp_path: Path) -> None:
    address = site.put("/a.pdf", document(PDF))
    get_one(site, tmp_path, address)
    (tmp_path / "paper.pdf").unlink()
    assert get_one(site, tmp_path, address).status == "fetched"


def test_new_address_in_the_catalogue_is_fetched(site: Site, tmp_path: Path) -> None:
    get_one(site, tmp_path, site.put("/a.pdf", document(PDF)))
    assert get_one(site, tmp_path, site.put("/b.pdf", document(PDF + b"2"))).status == "fetched"
    assert (tmp_path / "paper.pdf").read_bytes() == PDF + b"2"


def test_failed_refresh_leaves_the_old_file_and_its_record(site: Site, tmp_path: Path) -> None:
    address = site.put("/a.pdf", in_turn(document(PDF), document(HTML)))
    get_one(site, tmp_path, address)
    before = read_ledger(tmp_path)
    assert get_one(site, tmp_path, address, again=True).status == "failed"
    assert (tmp_path / "paper.pdf").read_bytes() == PDF
    assert read_ledger(tmp_path) == before


# Broken connections


def test_broken_download_goes_on_where_it_stopped(site: Site, tmp_path: Path) -> None:
    address = site.put("/a.pdf", document(PDF, breaks_after=50_000))
    assert get_one(site, tmp_path, address).status == "fetched"
    assert (tmp_path / "paper.pdf").read_bytes() == PDF
    first, second = (headers for _, headers in site.asked)
    assert "range" not in first
    assert (second["range"], second["if-range"]) == ("bytes=50000-", '"one"')
    assert left_in(tmp_path) == {"paper.pdf", LEDGER}


def test_next_run_goes_on_where_the_last_one_stopped(site: Site, tmp_path: Path) -> None:
    down = in_turn(document(PDF, breaks_after=50_000), status(503))
    outcome = get_one(site, tmp_path, site.put("/a.pdf", down))
    assert outcome.status == "failed"
    assert "what has arrived is kept" in outcome.message
    assert left_in(tmp_path) == {"paper.pdf.part"}
    assert get_one(site, tmp_path, site.put("/a.pdf", document(PDF))).status == "fetched"
    assert site.asked[-1][1]["range"] == "bytes=50000-"
    assert (tmp_path / "paper.pdf").read_bytes() == PDF


def test_server_that_ignores_ranges_is_read_from_the_start(site: Site, tmp_path: Path) -> None:
    address = site.put("/a.pdf", document(PDF, ranges=False, breaks_after=50_000))
    assert get_one(site, tmp_path, address).status == "fetched"
    assert site.asked[-1][1]["range"] == "bytes=50000-"
    assert (tmp_path / "paper.pdf").read_bytes() == PDF


def test_document_that_changed_meanwhile_is_not_sewn_to_the_old_part(site: Site, tmp_path: Path) -> None:
    newer = PDF[:9] + PDF[9:40_000].upper()  # and shorter than the part
    changed = in_turn(document(PDF, '"one"', breaks_after=50_000), document(newer, '"two"'))
    assert get_one(site, tmp_path, site.put("/a.pdf", changed)).status == "fetched"
    assert (tmp_path / "paper.pdf").read_bytes() == newer


@pytest.mark.parametrize("etag", [None, 'W/"one"'])
def test_without_a_strong_mark_a_broken_download_starts_again(site: Site, tmp_path: Path, etag: str | None) -> None:
    address = site.put("/a.pdf", document(PDF, etag, breaks_after=50_000))
    assert get_one(site, tmp_path, address).status == "fetched"
    assert [headers.get("range") for _, headers in site.asked] == [None, None]
    assert (tmp_path / "paper.pdf").read_bytes() == PDF


def test_part_of_another_address_is_not_gone_on_with(site: Site, tmp_path: Path) -> None:
    get_one(site, tmp_path, site.put("/a.pdf", in_turn(document(PDF, breaks_after=50_000), status(503))))
    assert get_one(site, tmp_path, site.put("/b.pdf", document(PDF))).status == "fetched"
    assert "range" not in site.asked[-1][1]


def test_range_that_does_not_fit_starts_again(site: Site, tmp_path: Path) -> None:
    pages = in_turn(document(PDF, breaks_after=50_000), status(416), document(PDF))
    assert get_one(site, tmp_path, site.put("/a.pdf", pages)).status == "fetched"
    assert [headers.get("range") for _, headers in site.asked] == [None, "bytes=50000-", None]


def test_range_other_than_the_one_asked_for_starts_again(site: Site, tmp_path: Path) -> None:
    other = status(206, Content_Range=f"bytes 49000-{len(PDF) - 1}/{len(PDF)}")
    pages = in_turn(document(PDF, breaks_after=50_000), other, document(PDF))
    assert get_one(site, tmp_path, site.put("/a.pdf", pages)).status == "fetched"
    assert [headers.get("range") for _, headers in site.asked] == [None, "bytes=50000-", None]
    assert (tmp_path / "paper.pdf").read_bytes() == PDF


def test_trouble_that_passes_is_waited_out(site: Site, tmp_path: Path) -> None:
    waits: list[float] = []
    address = site.put("/a.pdf", in_turn(status(503), status(429, Retry_After="7"), document(PDF)))
    assert get_one(site, tmp_path, address, sleep=waits.append).status == "fetched"
    assert waits == [1.0, 7.0]


def test_trouble_that_stays_fails_after_three_attempts(site: Site, tmp_path: Path) -> None:
    waits: list[float] = []
    outcome = get_one(site, tmp_path, site.put("/a.pdf", status(500)), sleep=waits.append)
    assert outcome.status == "failed"
    assert outcome.message == f"{site.address}/a.pdf: the server has trouble (500); try again later"
    assert (len(site.asked), waits) == (3, [1.0, 3.0])


def test_server_that_asks_for_an_hour_is_not_waited_for(site: Site, tmp_path: Path) -> None:
    waits: list[float] = []
    outcome = get_one(site, tmp_path, site.put("/a.pdf", status(429, Retry_After="3600")), sleep=waits.append)
    assert "asks to come back later (429)" in outcome.message
    assert waits == []


def test_silent_server_is_given_up(site: Site, tmp_path: Path) -> None:
    outcome = get_one(site, tmp_path, site.put("/a.pdf", silent(1.0)), timeout=0.2)
    assert outcome.status == "failed"
    assert "no answer in time" in outcome.message


# What is refused


def test_redirect_to_plain_http_is_refused(site: Site, tmp_path: Path) -> None:
    target = site.address.replace("https:", "http:") + "/a.pdf"
    outcome = get_one(site, tmp_path, site.put("/old", redirect(target)))
    assert outcome.status == "failed"
    assert outcome.message == f"{site.address}/old: leads to {target}, which is not an https address; not followed"
    assert len(site.asked) == 1


def test_this_computer_is_refused_unless_allowed(site: Site, tmp_path: Path) -> None:
    outcome = get_one(site, tmp_path, site.put("/a.pdf", document(PDF)), allow_local=False)
    assert "is on this computer or in a private network; not followed" in outcome.message
    assert site.asked == []


# Beside the plain ones: 127.0.0.1 as one number, in octal, in hexadecimal and shortened; and IPv6 that stands for IPv4.
LOCAL = """127.0.0.1 localhost LOCALHOST localhost. [::1] [::] 0.0.0.0 10.1.2.3 192.168.0.1 172.16.0.1 169.254.169.254
100.64.0.1 224.0.0.1 255.255.255.255 2130706433 0177.0.0.1 0x7f.0.0.1 127.1 [fe80::1] [fd00::1] [ff02::1]
[::ffff:10.0.0.1] [::ffff:127.0.0.1] [::ffff:7f00:1] [64:ff9b::127.0.0.1] [64:ff9b::a9fe:a9fe] [64:ff9b:1::1]
[2002:7f00:1::] [2002:a00:1::1] [2001:0:a00:1::1] [::127.0.0.1]""".split()


@pytest.mark.parametrize("host", LOCAL)
def test_redirect_into_a_private_network_is_refused(host: str) -> None:
    with pytest.raises(FetchFailed, match=r"a\.pdf: leads to .* private network"):
        refuse_unsafe(f"https://{host}/secret", "https://example.org/a.pdf", allow_local=False)


@pytest.mark.parametrize("at", ["http://example.org/a", "ftp://example.org/a", "file:///etc/passwd", "https:///a"])
def test_only_https_is_opened(at: str) -> None:
    with pytest.raises(FetchFailed, match="not an https address"):
        refuse_unsafe(at, "https://example.org/a.pdf", allow_local=True)


@pytest.mark.parametrize("at", ["https://ana@example.org/a", "https://ana:secret@8.8.8.8/a", "https://@8.8.8.8/a"])
def test_address_with_a_name_or_a_password_is_not_opened(at: str) -> None:
    with pytest.raises(FetchFailed, match="has a name or a password in it; not followed"):
        refuse_unsafe(at, "https://example.org/a.pdf", allow_local=True)


@pytest.mark.parametrize("at", ["https://[::1/a", "https://example.org:port/a", "https://example.org:99999999/a"])
def test_address_that_is_none_is_one_line(at: str, site: Site, tmp_path: Path) -> None:
    with pytest.raises(FetchFailed, match="not an address that can be read"):
        refuse_unsafe(at, "https://example.org/a.pdf", allow_local=True)
    outcome = get_one(site, tmp_path, site.put("/a.pdf", redirect(at)))
    assert outcome.status == "failed"


@pytest.mark.parametrize("host", ["8.8.8.8", "[2606:4700::1111]", "[::ffff:8.8.8.8]", "[64:ff9b::808:808]"])
def test_public_address_is_allowed(host: str) -> None:
    refuse_unsafe(f"https://{host}/a.pdf", f"https://{host}/a.pdf", allow_local=False)


def looked_up_in_turn(monkeypatch: pytest.MonkeyPatch, *turns: list[str]) -> list[str]:
    """Names are looked up as they say, and then not any more; what was asked for is put into the list."""
    left, asked, real = list(turns), list[str](), socket.getaddrinfo

    def look_up(host: Any, *more: Any, **options: Any) -> Any:
        if host.replace(".", "").isdigit():
            return real(host, *more, **options)
        asked.append(host)
        if not left:
            raise socket.gaierror("asked once too often")
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, 0)) for ip in left.pop(0)]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    return asked


def test_name_that_leads_elsewhere_once_it_was_checked_is_not_opened(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.put("/a.pdf", document(PDF))
    looked_up_in_turn(monkeypatch, ["8.8.8.8"], ["127.0.0.1"])
    with httpx.Client(transport=pinned_transport(verify=site.trusted)) as client:
        at = site.address.replace("127.0.0.1", NAME) + "/a.pdf"
        outcome = get_one(site, tmp_path, at, client=client, allow_local=False)
    assert outcome.message == f"{at}: is on this computer or in a private network; not followed"
    assert site.asked == []


def test_connection_goes_to_the_address_that_was_looked_up_and_to_the_site_of_the_name(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.put("/a.pdf", redirect("/b.pdf"))
    site.put("/b.pdf", document(PDF))
    # The first of the two addresses refuses connections.
    asked = looked_up_in_turn(monkeypatch, ["127.0.0.2", "127.0.0.1"], ["127.0.0.1"])
    at = site.address.replace("127.0.0.1", NAME)
    with httpx.Client(transport=pinned_transport(allow_local=True, verify=site.trusted)) as client:
        outcome = get_one(site, tmp_path, f"{at}/a.pdf", client=client)
    assert outcome.message == f"fetched from {at}/b.pdf"
    assert asked == [NAME, NAME]
    assert [headers["host"] for _, headers in site.asked] == [at.removeprefix("https://")] * 2


def test_certificate_is_held_to_the_name_and_not_to_the_address(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.put("/a.pdf", document(PDF))
    looked_up_in_turn(monkeypatch, ["127.0.0.1"])
    with httpx.Client(transport=pinned_transport(allow_local=True, verify=site.trusted)) as client:
        outcome = get_one(site, tmp_path, site.address.replace("127.0.0.1", "other.example") + "/a.pdf", client=client)
    assert "certificate" in outcome.message
    assert site.asked == []


@pytest.mark.parametrize(("proxy", "pinned"), [("", True), ("http://127.0.0.1:9", False)])
def test_our_own_client_is_pinned_unless_a_proxy_connects(
    proxy: str, pinned: bool, site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    if proxy:
        monkeypatch.setenv("HTTPS_PROXY", proxy)
    looked_up_in_turn(monkeypatch, ["8.8.8.8"], ["127.0.0.1"])
    with open_client(2.0) as client:
        outcome = get_one(site, tmp_path, f"https://{NAME}/a.pdf", client=client, allow_local=False)
    assert ("private network" in outcome.message) == pinned
    assert outcome.status == "failed"


@pytest.mark.parametrize("packing", ["gzip, gzip", "br", "zstd", "gzip,deflate"])
def test_answer_packed_twice_or_otherwise_is_not_unpacked(site: Site, tmp_path: Path, packing: str) -> None:
    def bomb(request: Any) -> None:
        request.send_response(200)
        request.send_header("Content-Encoding", packing)
        request.end_headers()
        request.wfile.write(gzip.compress(gzip.compress(bytes(50_000_000))))

    outcome = get_one(site, tmp_path, site.put("/a.pdf", bomb))
    assert "is packed in an unusual way" in outcome.message
    assert left_in(tmp_path) == set()


def test_server_that_sends_a_byte_at_a_time_is_left_and_what_came_is_kept(site: Site, tmp_path: Path) -> None:
    outcome = get_one(site, tmp_path, site.put("/a.pdf", dripping(0.05, PDF)), longest=0.3)
    assert "takes more than 0 s; fetch again to go on with it" in outcome.message
    assert 0 < (tmp_path / "paper.pdf.part").stat().st_size < 100


def test_endless_redirects_end(site: Site, tmp_path: Path) -> None:
    outcome = get_one(site, tmp_path, site.put("/a.pdf", redirect("/a.pdf")))
    assert "leads on more than 5 times" in outcome.message


@pytest.mark.parametrize("body", [HTML, HTML + b" " * 5000, b"", b"just words"])
def test_what_is_no_pdf_is_not_kept(site: Site, tmp_path: Path, body: bytes) -> None:
    outcome = get_one(site, tmp_path, site.put("/a.pdf", document(body)))
    assert outcome.status == "failed"
    assert "what came is not a PDF" in outcome.message
    assert list(tmp_path.glob("*paper*")) == []


def test_long_web_page_in_place_of_a_pdf_is_not_read_to_its_end(site: Site, tmp_path: Path) -> None:
    page = site.put("/a.pdf", unmeasured(HTML + b" " * 500_000))
    assert "what came is not a PDF" in get_one(site, tmp_path, page, limit_bytes=100_000).message


def test_pdf_is_not_kept_as_a_web_page(site: Site, tmp_path: Path) -> None:
    assert "not a web page" in get_one(site, tmp_path, site.put("/a.html", document(PDF))).message


def test_stated_size_over_the_limit_is_not_downloaded(site: Site, tmp_path: Path) -> None:
    heard: list[FetchProgress] = []
    page = site.put("/a.pdf", document(PDF))
    outcome = get_one(site, tmp_path, page, limit_bytes=len(PDF) - 1, on_progress=heard.append)
    assert [now.received for now in heard] == [0]
    assert "larger than the limit of 102,408 bytes" in outcome.message
    assert list(tmp_path.glob("*paper*")) == []
    assert get_one(site, tmp_path, site.address + "/a.pdf", limit_bytes=len(PDF)).status == "fetched"


def test_unstated_size_over_the_limit_is_noticed_on_the_way(site: Site, tmp_path: Path) -> None:
    heard: list[FetchProgress] = []
    page = site.put("/a.pdf", unmeasured(PDF * 20))
    outcome = get_one(site, tmp_path, page, limit_bytes=len(PDF), on_progress=heard.append)
    assert "larger than the limit" in outcome.message
    assert heard[-1].received <= len(PDF)
    assert list(tmp_path.glob("*paper*")) == []


def test_certificate_that_is_not_trusted_is_refused(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    entry = public("paper", site.put("/a.pdf", document(PDF)))
    (outcome,) = fetch([entry], tmp_path, allow_local=True).outcomes
    assert "no connection" in outcome.message
    assert "CERTIFICATE_VERIFY_FAILED" in outcome.message


def test_closed_port_is_one_clear_line(site: Site, tmp_path: Path) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        outcome = get_one(site, tmp_path, f"https://127.0.0.1:{closed.getsockname()[1]}/a.pdf")
    assert "no connection" in outcome.message
    assert "check the address and the network" in outcome.message


def test_failing_document_does_not_stop_the_others(site: Site, tmp_path: Path) -> None:
    good = site.put("/good.pdf", document(PDF))
    report = get(
        site,
        tmp_path,
        public("missing", site.address + "/missing.pdf"),
        public("closed", site.put("/closed.pdf", status(403))),
        public("good", good),
    )
    assert [outcome.status for outcome in report.outcomes] == ["failed", "failed", "fetched"]
    assert [outcome.message for outcome in report.of("failed")] == [
        f"{site.address}/missing.pdf: the server has no such document (404)",
        f"{site.address}/closed.pdf: the server refuses programs; a browser may be let in (403)",
    ]
    assert set(read_ledger(tmp_path)) == {"good"}


def test_entry_without_an_address_says_what_to_open(site: Site, tmp_path: Path) -> None:
    page, nothing = get(
        site, tmp_path, public("page", None, landing_url="https://example.org/page"), public("nothing", None)
    ).outcomes
    assert (page.status, nothing.status) == ("no-address", "no-address")
    saved = tmp_path / "page"
    assert (
        page.message == f"no direct address: open https://example.org/page and save it as {saved}.pdf or {saved}.html"
    )
    assert nothing.message == "no direct address, and no page of the publisher is known"
    assert site.asked == []


def test_document_that_ships_is_not_fetched(site: Site, tmp_path: Path) -> None:
    ours = Entry(id="seoul", ours=True, title="Seoul", kind="case-study", file="case-studies/seoul.md")
    (outcome,) = get(site, tmp_path, ours).outcomes
    assert (outcome.status, outcome.message) == (
        "ships",
        "comes with the program as case-studies/seoul.md; nothing to fetch",
    )


# The folder


def test_folder_that_cannot_be_made_is_named(site: Site, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(FetchFailed, match=r"file/below: cannot be written .*choose another --folder"):
        get(site, tmp_path / "file" / "below")


def test_two_fetches_do_not_share_a_folder(site: Site, tmp_path: Path) -> None:
    entry = public("paper", site.put("/a.pdf", document(PDF)))

    def second(now: FetchProgress) -> None:
        with pytest.raises(FetchFailed, match="another fetch is running here"):
            get(site, tmp_path, entry)

    assert get(site, tmp_path, entry, on_progress=second).outcomes[0].status == "fetched"


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full, the disk that is always full (Linux)")
def test_full_disk_is_one_clear_line(site: Site, tmp_path: Path) -> None:
    (tmp_path / "paper.pdf.part").symlink_to("/dev/full")
    outcome = get_one(site, tmp_path, site.put("/a.pdf", document(PDF)))
    assert outcome.message == f"{tmp_path / 'paper.pdf.part'}: the disk is full; free some space and fetch again"


@pytest.mark.parametrize("text", ["", "[]", '{"documents": {"a": {"file": "a.pdf"}}}', '{"documents": []}'])
def test_ledger_that_cannot_be_read_is_not_overwritten(site: Site, tmp_path: Path, text: str) -> None:
    (tmp_path / LEDGER).write_text(text)
    with pytest.raises(FetchFailed, match=r"fetched\.json: not a list of fetched files"):
        get(site, tmp_path, public("paper", site.put("/a.pdf", document(PDF))))
    assert (tmp_path / LEDGER).read_text() == text


def test_ledger_keeps_the_documents_of_earlier_fetches(site: Site, tmp_path: Path) -> None:
    get(site, tmp_path, public("a", site.put("/a.pdf", document(PDF))))
    get(site, tmp_path, public("b", site.put("/b.pdf", document(PDF))))
    assert list(json.loads((tmp_path / LEDGER).read_text())["documents"]) == ["a", "b"]
