"""Whatever happens to the files in whatever order: what a vault says is what a simple model says."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from feedtool.vault import Vault
from feedtool.vault.readings import HELD_SECONDS

NAMES = st.sampled_from(["1.md", "2.md", "深/3.md"])
TITLES = st.sampled_from(["一", "另一集", "third"])


class Files(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.place = TemporaryDirectory()
        self.folder = Path(self.place.name)
        self.now = 4e9
        self.vault = Vault(self.folder, lambda: self.now)
        self.said: dict[str, str] = {}
        """What each note says, or said when it could be read last."""
        self.failed: dict[str, float] = {}

    def teardown(self) -> None:
        self.place.cleanup()

    def write(self, name: str, text: str) -> None:
        path = self.folder / "notes" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    @rule(name=NAMES, title=TITLES)
    def save(self, name: str, title: str) -> None:
        self.write(name, f"---\nguid: {name}\ntitle: {title}\n---\n## Snips\n### 01:00 - 02:00 {title}\nX\n")
        self.said[name] = title
        self.failed.pop(name, None)

    @rule(name=NAMES, text=st.sampled_from(["", "---\n", "---\nguid: x\ntit", "\0\0\0"]))
    def cut(self, name: str, text: str) -> None:
        self.write(name, text)
        if name in self.said:
            self.failed.setdefault(name, self.now)

    @rule(name=NAMES)
    def delete(self, name: str) -> None:
        (self.folder / "notes" / name).unlink(missing_ok=True)
        self.said.pop(name, None)
        self.failed.pop(name, None)

    @rule(seconds=st.sampled_from([1, HELD_SECONDS / 2, HELD_SECONDS]))
    def wait(self, seconds: float) -> None:
        self.now += seconds

    @invariant()
    def the_vault_says_so(self) -> None:
        for name in [name for name, since in self.failed.items() if self.now - since >= HELD_SECONDS]:
            del self.said[name], self.failed[name]
        contents = self.vault.contents(("notes",))
        assert {note.name: note.title for note in contents.notes} == self.said
        assert self.vault.contents(("notes",)) is contents


TestFiles = Files.TestCase
TestFiles.settings = settings(max_examples=40, stateful_step_count=20, deadline=None)
