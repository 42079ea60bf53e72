"""The rates that bench/run.py measured, as a drawing."""

COLOURS = {"qemu-riscv32": "#888888", "libriscv": "#c5b0d5", "translator, RV32": "#1f77b4",
           "translator, CHERIoT": "#d62728", "interpreter, RV32": "#9ecae1", "interpreter, CHERIoT": "#fcae91"}
BAR, GAP, HEIGHT, LEFT, TOP = 14, 24, 260, 60, 40
# About the width of a letter.
LETTER = 7
# MIPS from line to line: the least that needs no more than so many lines.
STEPS = (10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000)
LINES = 8


def axis(most, width):
    step = next((step for step in STEPS if most <= step * LINES), STEPS[-1])
    lines = []
    for value in range(0, int(most) + 1, step):
        y = TOP + HEIGHT - HEIGHT * value / most
        lines.append(f'<line x1="{LEFT}" x2="{width}" y1="{y:.0f}" y2="{y:.0f}" stroke="#ddd"/>'
                     f'<text x="{LEFT - 6}" y="{y + 4:.0f}" text-anchor="end">{value}</text>')
    return lines


def bars(name, rates, x, most):
    """A program's, from X to the right."""
    lines = [f'<text x="{x}" y="{TOP + HEIGHT + 16}">{name}</text>']
    for index, engine in enumerate(engine for engine in COLOURS if engine in rates):
        size = HEIGHT * rates[engine] / most
        lines.append(f'<rect x="{x + index * BAR}" y="{TOP + HEIGHT - size:.1f}" width="{BAR - 2}" '
                     f'height="{size:.1f}" fill="{COLOURS[engine]}"/>')
    return lines


def legend(engines):
    lines = []
    x = LEFT
    for engine in engines:
        lines.append(f'<rect x="{x}" y="{TOP + HEIGHT + 32}" width="10" height="10" '
                     f'fill="{COLOURS[engine]}"/><text x="{x + 14}" y="{TOP + HEIGHT + 41}">{engine}</text>')
        x += 30 + LETTER * len(engine)
    return lines, x


def svg(results):
    """Bars of MIPS, a group for each program, from a program's name to its engines' rates."""
    most = max(rate for rates in results.values() for rate in rates.values())
    lines = []
    x = LEFT + GAP
    for name, rates in results.items():
        lines += bars(name, rates, x, most)
        x += max(len(rates) * BAR, len(name) * LETTER) + GAP
    legendLines, legendEnd = legend([engine for engine in COLOURS
                                     if any(engine in rates for rates in results.values())])
    width = max(x, legendEnd)
    return "\n".join([f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{HEIGHT + TOP + 60}" '
                      'font-family="sans-serif" font-size="11">',
                      f'<text x="{LEFT}" y="16">Million guest instructions a second</text>',
                      *axis(most, width), *lines, *legendLines, "</svg>", ""])
