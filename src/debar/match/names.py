"""The names of an index as they lie in its arrays."""

from __future__ import annotations

from functools import lru_cache

from debar.match.arrays import Array, Store
from debar.names import Classes, Reading


class ListedNames:
    """Words, names and the tables by which they are found; see `debar.match.building` for what is written."""

    def __init__(self, store: Store) -> None:
        self._words = store.blobs("words")
        self.arrays: dict[str, Array] = {
            "text": store.array("words.bin"),
            "text_at": store.array("words_offsets.i64"),
            "classes": store.array("word_classes.i32"),
            "classes_at": store.array("word_classes_at.i64"),
            "near_key": store.array("near_keys.u32"),
            "near_at": store.array("near_at.i64"),
            "near_word": store.array("near_values.i32"),
            "join_key": store.array("joins_keys.u32"),
            "join_at": store.array("joins_at.i64"),
            "join_name": store.array("joins_values.i32"),
            "posting_at": store.array("postings_at.i64"),
            "posting_name": store.array("postings_names.i32"),
            "posting_weight": store.array("postings_weights.u8"),
            "raw_key": store.array("raw_keys.u64"),
            "raw_at": store.array("raw_at.i64"),
            "raw_name": store.array("raw_values.i32"),
            "token_at": store.array("token_at.i64"),
            "token_word": store.array("token_word.i32"),
            "token_role": store.array("token_role.u8"),
            "token_weight": store.array("token_weight.u8"),
            "name_entity": store.array("name_entity.i32"),
            "name_weak": (store.array("name_kind.u8") == 3).astype("u1"),
            "name_raw": store.array("name_raw.u64"),
        }
        self.word = lru_cache(maxsize=1 << 16)(self._word)

    def _word(self, place: int) -> tuple[str, Classes]:
        """A word and its classes."""
        at = self.arrays["classes_at"]
        classes = self.arrays["classes"][int(at[place]) : int(at[place + 1])]
        return str(self._words[place], "utf-8", "surrogatepass"), tuple(classes.tolist())

    def reading(self, place: int) -> Reading:
        """A name as it was read; of one without words only that it has none."""
        at = self.arrays["token_at"]
        start, end = int(at[place]), int(at[place + 1])
        words = [self.word(word) for word in self.arrays["token_word"][start:end].tolist()]
        return Reading(
            tuple([text for text, _ in words]),
            self.arrays["token_role"][start:end].tobytes().decode(),
            self.arrays["token_weight"][start:end].tobytes(),
            tuple([classes for _, classes in words]),
            "",
        )
