#!/usr/bin/env python3
"""A test of the tests: expectations tell texts apart."""

import unittest

from expectation import differences, plain


class Expectation(unittest.TestCase):
    def test_equal_texts_agree(self):
        self.assertEqual(differences("one\ntwo\n", "one\ntwo\n"), [])

    def test_a_pattern_stands_for_what_differs(self):
        self.assertEqual(differences("at {{0x[0-9a-f]+}}: ok\n", "at 0x80: ok\n"), [])

    def test_a_pattern_does_not_stand_for_everything(self):
        self.assertIn("+at 128: ok", differences("at {{0x[0-9a-f]+}}: ok\n", "at 128: ok\n"))

    def test_alternatives_end_with_their_braces(self):
        self.assertNotEqual(differences("{{a|b}}c\n", "a\n"), [])

    def test_text_outside_of_braces_is_no_pattern(self):
        self.assertNotEqual(differences("1.5 (ok)\n", "1x5 ok\n"), [])

    def test_a_missing_line_is_a_difference(self):
        self.assertIn("-two", differences("one\ntwo\n", "one\n"))

    def test_a_line_more_is_a_difference(self):
        self.assertIn("+two", differences("one\n", "one\ntwo\n"))

    def test_no_output_is_a_difference(self):
        self.assertNotEqual(differences("one\n", ""), [])

    def test_colours_are_left_out(self):
        self.assertEqual(plain(b"\x1b[35mHello\x1b[0m: text\n"), "Hello: text\n")


if __name__ == "__main__":
    unittest.main()
