"""The file of places: what it may say, and what it says when it is wrong."""

import subprocess

import pytest

from pipeline.watch.connecting import is_public
from pipeline.watch.places import EXAMPLE, load_config
from pipeline.watch.publications import normalise_title
from schemas.errors import UsageError
from tests.watch.conftest import PROJECT

GOOD = '[[place]]\nname = "a"\nkind = "page"\nurl = "http://a.example/x"\n'


def load(tmp_path, text):
    path = tmp_path / "watch.toml"
    path.write_text(text)
    return load_config(path)


def test_a_place_needs_little(tmp_path):
    (place,) = load(tmp_path, GOOD).place
    assert (place.every_hours, place.is_enabled) == (24, True)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[[place]", "TOML"),
        (GOOD + GOOD, "two places are called a"),
        (GOOD + "pattern = '('\n", "no regular expression"),
        (GOOD + 'colour = "red"\n', r"colour"),
        (GOOD.replace("http://", "ftp://"), "http://"),
        (GOOD.replace("url", "folder"), "a url"),
        (GOOD + 'folder = "x"\n', "a folder"),
        (GOOD.replace('"a"', '"../a"'), "name"),
        (GOOD + "every_hours = -1\n", "every_hours"),
        ('[settings]\nsmtp_host = "x"\n', "mail_from"),
        ("[settings]\nattempts = 0\n", "attempts"),
    ],
)
def test_a_mistake_is_named(tmp_path, text, words):
    with pytest.raises(UsageError, match=words):
        load(tmp_path, text)


def test_a_missing_file_says_how_to_get_one(tmp_path):
    with pytest.raises(UsageError, match="--example"):
        load_config(tmp_path / "watch.toml")


def test_the_folder_of_an_inbox_is_seen_from_the_file(tmp_path):
    (place,) = load(tmp_path, '[[place]]\nname = "a"\nkind = "inbox"\nfolder = "in"\n').place
    assert place.folder == tmp_path / "in"


def test_the_example_is_a_file_of_places():
    config = load_config(EXAMPLE)
    assert {place.kind for place in config.place} >= {"inbox", "listing", "feed"}
    assert config.settings.private_hosts == ()


def test_the_project_ships_the_example():
    shown = subprocess.run(
        ["git", "show", "HEAD:watch.toml"], cwd=PROJECT, capture_output=True, text=True, check=False
    )
    if shown.returncode:
        pytest.skip("no git, or no repository")
    assert shown.stdout == EXAMPLE.read_text("utf-8")


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("8.8.8.8", True),
        ("2001:4860:4860::8888", True),
        ("::ffff:8.8.8.8", True),
        ("127.0.0.1", False),
        ("0.0.0.0", False),
        ("10.0.0.1", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("100.64.0.1", False),
        ("169.254.169.254", False),
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("::", False),
        ("::1", False),
        ("::7f00:1", False),
        ("::ffff:10.0.0.1", False),
        ("64:ff9b::7f00:1", False),
        ("2002:7f00:1::1", False),
        ("2002:a00:1::1", False),
        ("fe80::1%eth0", False),
        ("fc00::1", False),
        ("ff02::1", False),
    ],
)
def test_only_public_addresses_are_public(address, expected):
    assert is_public(address) is expected


@pytest.mark.parametrize(
    ("one", "other", "are_alike"),
    [
        ("The Pay & Housing of X", "pay and housing of x", True),
        ("Pay – Housing", "Pay: Housing", True),
        ("Résumé", "resume", True),
        ("Pay I", "Pay II", False),
        ("Pay 2022", "Pay 2023", False),
    ],
)
def test_titles_are_one_if_their_words_are(one, other, are_alike):
    assert (normalise_title(one) == normalise_title(other)) is are_alike
