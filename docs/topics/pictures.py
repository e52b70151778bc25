"""The pictures of the topic notes, drawn by the functions that they are about: `python docs/topics/pictures.py`.

Plain SVG, the same on every machine: what is drawn depends on basic arithmetic alone, and coordinates are rounded to a
tenth of a pixel. Colours follow the reader's scheme, light or dark.
"""

from fractions import Fraction
from math import cos, log10, pi, sin, sqrt
from pathlib import Path

import numpy as np

from derivations.functions.linear_models import ols_normal_equations
from derivations.functions.optimization import newton_step

STYLE = """<style>
  text { font: 19px system-ui, sans-serif; fill: #24292f; }
  .halo { paint-order: stroke; stroke: #ffffff; stroke-width: 4px; stroke-linejoin: round; }
  .line { fill: none; stroke: #57606a; stroke-width: 1.2; }
  .faint { fill: none; stroke: #a8b0b9; stroke-width: 1; }
  .plane { fill: #57606a; fill-opacity: 0.1; stroke: #8c959f; }
  .a { color: #0a5fb4; } .b { color: #a84300; } .c { color: #14703f; }
  polyline.a, polyline.b, polyline.c { fill: none; stroke: currentColor; stroke-width: 2; }
  circle.a, circle.b, circle.c, text.a, text.b, text.c { fill: currentColor; }
  .dashed { stroke-dasharray: 6 4; }
  @media (prefers-color-scheme: dark) {
    text { fill: #d7dde4; }
    .halo { stroke: #1e2129; }
    .line { stroke: #aab4be; } .faint { stroke: #5c6672; } .plane { fill: #d7dde4; stroke: #768390; }
    .a { color: #7cbcff; } .b { color: #ffab70; } .c { color: #62d597; }
  }
</style>"""


def svg(width, height, title, *parts):
    """A picture of the size, with a name for those who do not see it."""
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
    return "\n".join((f'{head} role="img">', f"<title>{title}</title>", STYLE, *parts, "</svg>", ""))


def number(x):
    """A coordinate: to a tenth, and never −0."""
    return f"{round(float(x), 1) + 0.0:g}"


def path(points, kind, close=False):
    corners = " ".join(f"{number(x)},{number(y)}" for x, y in points)
    return f'<{"polygon" if close else "polyline"} class="{kind}" points="{corners}"/>'


def dots(points, kind, r=3):
    return "\n".join(f'<circle class="{kind}" cx="{number(x)}" cy="{number(y)}" r="{r}"/>' for x, y in points)


def text(x, y, words, kind="", anchor="start"):
    return f'<text class="{kind}" x="{number(x)}" y="{number(y)}" text-anchor="{anchor}">{words}</text>'


def paths():
    """Gradient descent, momentum and Newton's step in the valley x² + 25y², all halved."""
    H, start = np.diag([1.0, 25.0]), np.array([10.0, 2.0])

    def place(x):
        return 60 + 52 * x[0], 160 - 30 * x[1]

    def descent(steps=30):
        x = start
        for _ in range(steps):
            yield x
            x = x - H @ x / 25

    def momentum(steps=30):
        x, u = start, np.zeros(2)
        for _ in range(steps):
            yield x
            u = (2 / 3) ** 2 * u - (1 / 3) ** 2 * H @ x
            x = x + u

    def contour(level):
        angles = [2 * pi * k / 120 for k in range(120)]
        return [place((sqrt(2 * level) * cos(t), sqrt(2 * level / 25) * sin(t))) for t in angles]

    newton = [start, start + newton_step(H @ start, H)]
    parts = [
        '<clipPath id="frame"><rect x="0" y="0" width="680" height="310"/></clipPath>',
        '<g clip-path="url(#frame)">',
    ]
    parts += [path(contour(level), "faint", close=True) for level in (2, 8, 20, 40, 66, 100, 140)]
    for steps, kind in ((momentum(), "b"), (descent(), "a")):
        points = [place(x) for x in steps]
        parts += [path(points, kind), dots(points, kind)]
    parts += [path(map(place, newton), "c dashed"), "</g>", dots([place(start)], "c", 5)]
    parts += [
        text(400, 184, "gradient descent", "a halo"),
        text(350, 296, "momentum", "b halo"),
        text(206, 128, "Newton", "c halo"),
        text(590, 84, "start", "halo"),
    ]
    return svg(680, 310, "Three ways down a long valley", *parts)


def least_squares():
    """Two columns span a plane; the prediction is the foot of the perpendicular from y."""
    X, y = np.array([[1.0, 0.0], [0.0, 1.0], [0.0, 0.0]]), np.array([2.6, 1.6, 2.2])
    best = X @ ols_normal_equations(X, y)
    other = X @ np.array([1.1, 2.6])

    def place(x):
        return 60 + 110 * x[0] + 62 * x[1], 262 - 46 * x[1] - 68 * x[2]

    plane = [(-0.3, -0.3, 0), (3.4, -0.3, 0), (3.4, 3.2, 0), (-0.3, 3.2, 0)]
    corner = [best + 0.16 * s for s in (np.array([-1.0, 0, 0]), np.array([-1.0, 0, 1.5]), np.array([0, 0, 1.5]))]
    zero = np.zeros(3)
    parts = [
        path(map(place, plane), "plane", close=True),
        path([place(zero), place(best)], "a"),
        path([place(y), place(best)], "b"),
        path([place(y), place(other)], "line dashed"),
        path([place(zero), place(y)], "line"),
        path(map(place, corner), "line"),
        dots([place(zero), place(other)], "a", 3),
        dots([place(best)], "a", 4),
        dots([place(y)], "b", 4),
        text(place(zero)[0] - 8, place(zero)[1] + 20, "0"),
        text(place(y)[0] + 10, place(y)[1] + 2, "y, observed", "b halo"),
        text(place(best)[0] + 10, place(best)[1] + 8, "Xw, the best prediction", "a halo"),
        text((place(y)[0] + place(best)[0]) / 2 + 10, (place(y)[1] + place(best)[1]) / 2 + 10, "residual", "b halo"),
        text(place(other)[0] - 10, place(other)[1] - 8, "another", "halo", "end"),
        text(300, 268, "all predictions", "halo"),
    ]
    return svg(680, 300, "Least squares as a projection", *parts)


def differences():
    """The relative error of (f(x + h) − f(x))/h for f = 1/x against h, and that of the derivative by a dual number."""
    x = 1.3
    exact = -1 / Fraction(x) ** 2
    steps = [float(f"{digit}e-{k}") for k in range(1, 17) for digit in (3, 1)]

    def error(value):
        return abs(float((Fraction(value) - exact) / exact))

    def place(h, e):
        return 70 + 35 * (log10(h) + 16.3), 30 + 14 * -log10(max(e, 1e-17))

    points = [place(h, error((1 / (x + h) - 1 / x) / h)) for h in reversed(steps)]
    dual = -1 / x * (1 / x)  # the derivative of 1/x along dx = 1
    level = place(1, error(dual))[1]
    parts = [path([(70, 30), (70, 275), (640, 275)], "line")]
    for k in (0, 4, 8, 12, 16):
        parts += [text(62, place(1, 10.0**-k)[1] + 5, f"1e−{k}" if k else "1", anchor="end")]
        parts += [text(place(10.0**-k, 1)[0], 297, f"1e−{k}" if k else "1", anchor="middle")]
        parts += [path([(70, place(1, 10.0**-k)[1]), (640, place(1, 10.0**-k)[1])], "faint")]
    parts += [path([(70, level), (640, level)], "c"), path(points, "a"), dots(points, "a", 2.5)]
    parts += [
        text(82, 176, "rounding: grows", "a halo"),
        text(82, 198, "as h shrinks", "a halo"),
        text(636, 176, "curvature: shrinks with h", "a halo", "end"),
        text(630, level - 8, "automatic differentiation", "c halo", "end"),
        text(82, 24, "relative error"),
        text(668, 322, "step h", anchor="end"),
    ]
    return svg(680, 332, "Finite differences against automatic differentiation", *parts)


PICTURES = {"paths.svg": paths, "least-squares.svg": least_squares, "differences.svg": differences}

if __name__ == "__main__":
    for name, draw in PICTURES.items():
        (Path(__file__).parent / name).write_text(draw(), encoding="utf-8")
