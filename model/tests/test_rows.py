import json
import random
import sys
import tempfile
import unittest
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from rows import Row, batches, counts, is_json, judged, label_places, plan, read, shuffle_labels


def row(step, number, images=()):
    return Row(step, f"case-{number}", "p" * (number * 7 % 50), tuple(images), "a")


def kind(batch):
    return batch[0].step + ("+images" if batch[0].images else "")


def judgements(*labels):
    return json.dumps({"judgements": [{"claim": number, "label": label, "evidence": f"{label} {number}"}
                                      for number, label in enumerate(labels, 1)]}, separators=(",", ":"))


ROWS = [*(row("alignment", number) for number in range(10)), *(row("alignment", number, ["a.png"]) for number in range(7)),
        *(row("claims", number) for number in range(5))]


class ReadTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.file = Path(folder.name) / "rows.jsonl"

    def test_images_are_relative_to_the_file(self):
        self.file.write_text('{"step":"findings","case":"c","prompt":"[img]ü","images":["i/a.png"],"answer":"{}"}\n'
                             '{"step":"claims","prompt":"p","answer":"{}"}\n', encoding="utf-8")
        first, second = read(self.file)
        self.assertEqual(Row("findings", "c", "[img]ü", (self.file.parent / "i/a.png",), "{}"), first)
        self.assertEqual(Row("claims", "", "p", (), "{}"), second)
        self.assertEqual({"claims": 1, "findings": 1}, counts([first, second]))

    def test_bad_line_is_named(self):
        for bad in ('{"step":"claims","prompt":"p"}', "[]", "no JSON", '"text"'):
            self.file.write_text(f'{{"step":"claims","prompt":"p","answer":"a"}}\n{bad}\n')
            with self.assertRaisesRegex(ValueError, "rows.jsonl, line 2: "):
                read(self.file)

    def test_a_file_without_rows_is_refused(self):
        self.file.write_text("")
        with self.assertRaisesRegex(ValueError, "has no rows"):
            read(self.file)


class PlanTest(unittest.TestCase):
    def test_an_epoch_has_each_row_once_in_batches_of_one_kind(self):
        found = batches(ROWS, 4, random.Random(0))
        self.assertEqual(Counter(ROWS), Counter(one for batch in found for one in batch))
        for batch in found:
            self.assertLessEqual(len(batch), 4)
            self.assertEqual({kind(batch)}, {kind([one]) for one in batch})
        self.assertEqual(3 + 2 + 2, len(found))

    def test_rows_that_begin_alike_come_together(self):
        rows = [Row("alignment", f"case-{number}", "ab"[number % 2] * 300 + "x" * (number % 7), (), "a") for number in range(64)]
        mixed = [batch for batch in batches(rows, 4, random.Random(0)) if len({one.prompt[0] for one in batch}) > 1]
        self.assertEqual([], mixed)

    def test_epochs_and_steps(self):
        self.assertEqual(3 * 7, len(plan(ROWS, 4, 3, None, 0)))
        for steps in (1, 7, 20):
            self.assertEqual(steps, len(plan(ROWS, 4, 3, steps, 0)))
        first = plan(ROWS, 4, 1, 14, 0)[:7]
        self.assertEqual(Counter(ROWS), Counter(one for batch in first for one in batch))

    def test_the_seed_fixes_the_plan(self):
        for mix in (None, {"alignment": 1, "claims": 1}):
            self.assertEqual(plan(ROWS, 4, 3, 20, 5, mix), plan(ROWS, 4, 3, 20, 5, mix))
            self.assertNotEqual(plan(ROWS, 4, 3, 20, 5, mix), plan(ROWS, 4, 3, 20, 6, mix))

    def test_mix_gives_each_kind_its_part_whatever_its_rows(self):
        found = plan(ROWS, 4, 3, 2000, 0, {"alignment": 1, "alignment+images": 6, "claims": 3})
        self.assertEqual(2000, len(found))
        had = Counter(map(kind, found))
        for name, part in {"alignment": .1, "alignment+images": .6, "claims": .3}.items():
            self.assertAlmostEqual(part, had[name] / 2000, delta=.04)

    def test_mix_uses_all_rows_of_a_kind_before_any_again(self):
        found = plan(ROWS, 4, 3, 50, 0, {"claims": 1})
        for epoch in range(0, 50, 2):
            self.assertEqual(Counter(ROWS[17:]), Counter(one for batch in found[epoch:epoch + 2] for one in batch))

    def test_kinds_that_are_left_out_of_the_mix_do_not_come(self):
        self.assertEqual({"alignment"}, set(map(kind, plan(ROWS, 4, 3, 30, 0, {"alignment": 2}))))

    def test_a_kind_without_rows_is_refused(self):
        with self.assertRaisesRegex(ValueError, "no rows of claims.images, rewrite"):
            plan(ROWS, 4, 3, 30, 0, {"alignment": 1, "rewrite": 1, "claims+images": 1})


class ShuffleTest(unittest.TestCase):
    def test_judgements_are_exchanged_whole_and_numbers_stay(self):
        answers = [judgements("supported"), judgements("needs_review", "uncertain", "supported"),
                   judgements(*["uncertain"] * 6)]
        rows = [Row("alignment", str(at), "p", (), answer) for at, answer in enumerate(answers)]
        rows.insert(1, Row("claims", "", "p", (), '{"claims":[]}'))
        shuffled = shuffle_labels(rows, 3)

        def pool(some):
            return Counter((one["label"], one["evidence"]) for row in some if row.step == "alignment"
                           for one in json.loads(row.answer)["judgements"])

        self.assertEqual(pool(rows), pool(shuffled))
        self.assertNotEqual(rows, shuffled)
        self.assertEqual(shuffled, shuffle_labels(rows, 3))
        self.assertEqual(rows[1], shuffled[1])
        self.assertEqual([json.loads(answer) for answer in answers], [json.loads(rows[at].answer) for at in (0, 2, 3)])
        for before, after in zip(rows, shuffled):
            if before.step == "alignment":
                self.assertEqual(list(judged(before.answer)), list(judged(after.answer)))
                self.assertEqual((before.case, before.prompt), (after.case, after.prompt))


class AnswersTest(unittest.TestCase):
    def test_places_of_labels(self):
        answer = '{"judgements":[{"label":"supported"},{"evidence":"the \\"label\\"","label": "needs_review"}]}'
        found = label_places(answer)
        self.assertEqual(["supported", "needs_review"], [label for _, label in found])
        for place, label in found:
            self.assertTrue(answer[place:].startswith(label + '"'))
            self.assertEqual('"', answer[place - 1])
        self.assertEqual([], label_places('{"label":"other"}'))

    def test_judged(self):
        self.assertEqual({1: "supported", 2: "uncertain"}, judged(judgements("supported", "uncertain")))
        for bad in ("", "[]", "{}", '{"judgements":[{"claim":1}]}', '{"judgements":[{"claim":0,"label":"supported"}]}',
                    '{"judgements":[{"claim":[],"label":"supported"}]}', judgements("supported")[:-1]):
            self.assertIsNone(judged(bad), bad)

    def test_only_an_object_is_json(self):
        self.assertTrue(is_json("{}"))
        for bad in ("[]", "{", "null", ""):
            self.assertFalse(is_json(bad))


if __name__ == "__main__":
    unittest.main()
