"""Repeatable random choices: SplitMix64, so that a seed means one program whatever the Python version."""

MASK = (1 << 64) - 1


class Chance:
    """A stream of choices made from a seed."""

    def __init__(self, seed):
        self.state = (seed * 0x9E3779B97F4A7C15 + 0x1234567) & MASK

    def word(self):
        """The next 64 random bits."""
        self.state = (self.state + 0x9E3779B97F4A7C15) & MASK
        z = self.state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
        return z ^ (z >> 31)

    def below(self, limit):
        """A number from 0 to limit - 1."""
        return self.word() % limit

    def between(self, low, high):
        """A number from low to high, both included."""
        return low + self.below(high - low + 1)

    def odds(self, percent):
        """True that often."""
        return self.below(100) < percent

    def pick(self, choices):
        """One of a sequence."""
        return choices[self.below(len(choices))]

    def weighted(self, choices):
        """One key of a dictionary from choice to weight."""
        left = self.below(sum(choices.values()))
        for choice, weight in choices.items():
            left -= weight
            if left < 0:
                return choice
        raise AssertionError("weights")

    def some(self, choices, count):
        """`count` different members of a sequence, in random order."""
        pool = list(choices)
        return [pool.pop(self.below(len(pool))) for _ in range(min(count, len(pool)))]
