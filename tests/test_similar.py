"""What is like what, through the front door: similar documents, feedback on a search, themes, near duplicates, rights."""

from __future__ import annotations

from pathlib import Path

import pytest

from beleg.errors import NotFound
from beleg.library import Workspace
from beleg.testing.models import onnx_model

COFFEE = {
    "entkalken.md": "# Entkalken\n\nDie Espressomaschine wird alle drei Monate entkalkt. In den Boiler kommt Entkalker.",
    "boiler.md": "# Boiler\n\nDer Boiler der Espressomaschine hält den Druck. Kalk im Boiler löst Entkalker.",
    "muehle.md": "# Mühle\n\nDie Mühle mahlt Bohnen für die Espressomaschine mit dem Boiler. Kein Kalk, kein Entkalker.",
}
LEAVE = {
    "urlaub.md": "# Urlaub\n\nDer Urlaub wird bei der Teamleitung beantragt. Resturlaub verfällt im März.",
    "elternzeit.md": "# Elternzeit\n\nElternzeit und Urlaub werden schriftlich beantragt. Die Teamleitung plant den Urlaub.",
    "gleitzeit.md": "# Gleitzeit\n\nGleitzeit wird mit der Teamleitung beantragt und steht neben dem Urlaub.",
}
SECRET = {"vorstand.md": "# Boiler des Vorstands\n\nDer Boiler der Espressomaschine im Vorstand hat doppelten Druck."}


@pytest.fixture
def filled(workspace: Workspace, tmp_path: Path) -> Workspace:
    """Three documents about coffee, three about leave, one of the board about coffee."""
    for folder, texts, readers in (("alle", {**COFFEE, **LEAVE}, ["owner"]), ("vorstand", SECRET, ["board"])):
        (tmp_path / folder).mkdir()
        for name, text in texts.items():
            (tmp_path / folder / name).write_text(text, "utf-8")
        workspace.add(tmp_path / folder, readers=readers)
    return workspace


def test_similar_documents_share_the_words_that_mark_a_document(filled: Workspace) -> None:
    found = filled.similar("entkalken.md")
    assert found[0].document.path == "boiler.md"
    assert {"Boiler", "Espressomaschine"} & set(found[0].words)
    assert 0 < found[0].score <= 1
    assert "urlaub.md" not in [each.document.path for each in found]


def test_what_may_not_be_read_is_like_nothing(filled: Workspace) -> None:
    assert all(each.document.path != "vorstand.md" for each in filled.similar("boiler.md"))
    assert any(each.document.path == "vorstand.md" for each in filled.similar("boiler.md", groups=["owner", "board"]))
    assert filled.overview().documents == 6
    with pytest.raises(NotFound, match="for you"):
        filled.similar("vorstand.md")


def test_liking_and_disliking_passages_moves_a_search(filled: Workspace) -> None:
    plain = [each.document.path for each in filled.search("Espressomaschine Urlaub")]
    by_path = {each.document.path: each.passage_id for each in filled.search("Espressomaschine Urlaub")}
    liked = [each.document.path for each in filled.search("Espressomaschine Urlaub", like=[by_path["elternzeit.md"]])]
    assert liked[0] == "elternzeit.md"
    disliked = [each.document.path for each in filled.search("Espressomaschine Urlaub", unlike=[by_path[plain[0]]])]
    assert disliked[0] != plain[0]


def test_feedback_on_a_passage_of_others_changes_nothing(filled: Workspace) -> None:
    theirs = filled.search("Boiler Vorstand", groups=["board"])[0].passage_id
    assert filled.search("Urlaub", like=[theirs]) == filled.search("Urlaub")


def test_themes_part_what_is_about_different_things(filled: Workspace) -> None:
    themes = filled.overview(themes=2).themes
    assert {frozenset(each.path for each in theme.documents) for theme in themes} == {frozenset(COFFEE), frozenset(LEAVE)}
    assert any("Urlaub" in theme.words for theme in themes)
    assert all(0 <= value <= 1 for theme in themes for place in theme.places for value in place)


def test_near_duplicates_are_grouped_under_the_longest_and_others_are_not(filled: Workspace, tmp_path: Path) -> None:
    longer = LEAVE["urlaub.md"] + "\n\nDiese Fassung gilt seit dem Sommer für alle Standorte."
    (tmp_path / "alle" / "urlaub-neu.md").write_text(longer, "utf-8")
    filled.sync()
    (group,) = filled.overview().duplicates
    assert [each.path for each in group.documents] == ["urlaub-neu.md", "urlaub.md"]
    assert group.shares == (1.0, 1.0)


def test_an_empty_workspace_has_an_empty_overview(workspace: Workspace) -> None:
    found = workspace.overview()
    assert (found.documents, found.themes, found.duplicates) == (0, (), ())


def test_with_an_embedder_documents_are_alike_by_vector_too(filled: Workspace, tmp_path: Path) -> None:
    plain = {each.document.path: each.score for each in filled.similar("entkalken.md")}
    filled.close()
    folder = onnx_model(tmp_path / "model")
    (filled.root / "beleg.toml").write_text(f'[embeddings]\nkind = "onnx"\nfolder = "{folder}"\n', "utf-8")
    with Workspace(filled.root) as again:
        again.reindex()
        alike = again.similar("entkalken.md")
        themes = again.overview(themes=2).themes
    assert sorted(each.path for theme in themes for each in theme.documents) == sorted([*COFFEE, *LEAVE])
    assert len(alike) == 5, "every other document that may be read has a vector"
    assert "vorstand.md" not in [each.document.path for each in alike]
    assert {each.document.path: each.score for each in alike} != plain
    assert all(0 <= each.score <= 1 for each in alike)
