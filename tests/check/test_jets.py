"""Jets against derivatives computed by SymPy and mpmath, and small matrices against SymPy's."""

from fractions import Fraction

import mpmath
import pytest
import sympy

from derivations.check.arithmetic import NeedsBalls, Singular, Undecided, Undefined, arithmetic
from derivations.check.jets import Jet, JetField, derivatives
from derivations.check.matrices import Matrix, determinant, identity, inverse, rank

BACKENDS = ["flint", "python"]


@pytest.fixture(params=BACKENDS)
def kinds(request):
    return arithmetic(request.param)


def numbers(field, rows):
    return Matrix([[field.number(Fraction(x)) for x in row] for row in rows])


def fractions(field, matrix):
    return [[field.fraction(x) for x in row] for row in matrix.rows]


def test_rational_functions_have_exact_series(kinds):
    t = sympy.Symbol("t")
    f = lambda x: (x * x * x - x - x) / (x * x + 1) - 3 / x + x**-2 + (-x) ** 3  # noqa: E731
    found = derivatives(f, kinds.exact.number(Fraction(2, 3)), kinds.exact, order=4)
    at = sympy.Rational(2, 3)
    expected = [sympy.diff((t**3 - 2 * t) / (t**2 + 1) - 3 / t + t**-2 - t**3, t, k).subs(t, at) for k in range(5)]
    assert [kinds.exact.fraction(x) for x in found] == [Fraction(int(e.p), int(e.q)) for e in expected]


FUNCTIONS = {
    "exp": sympy.exp,
    "log": sympy.log,
    "sqrt": sympy.sqrt,
    "sin": sympy.sin,
    "cos": sympy.cos,
    "tanh": sympy.tanh,
    "sigmoid": lambda t: 1 / (1 + sympy.exp(-t)),
    "softplus": lambda t: sympy.log(1 + sympy.exp(t)),
}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_named_functions_have_the_right_derivatives(kinds, name):
    field, t = kinds.balls, sympy.Symbol("t")
    with field.working():
        found = derivatives(lambda x: x.field.apply(name, x), field.number(Fraction(5, 7)), field, order=3)
        for k, value in enumerate(found):
            truth = sympy.N(sympy.diff(FUNCTIONS[name](t), t, k).subs(t, sympy.Rational(5, 7)), 90)
            nearby = field.number(Fraction(int(sympy.floor(truth * 10**80)), 10**80))
            assert field.vanishes(value - nearby)


def test_functions_with_a_kink_have_derivatives_elsewhere(kinds):
    field = kinds.exact
    jets = JetField(field, 1)
    for at, slopes in ((Fraction(2), (1, 0, 1, 0)), (Fraction(-2), (0, 0, -1, 0))):
        x = jets.variable(field.number(at), field.one)
        found = [jets.coefficient(jets.apply(name, x), 1) for name in ("relu", "step", "abs", "sign")]
        assert [field.fraction(v) for v in found] == list(slopes)
    for name in ("relu", "abs", "step"):
        with pytest.raises(Undefined):
            jets.apply(name, jets.variable(field.zero, field.one))
    assert jets.apply("relu", Jet(jets, (field.zero, field.zero))) == 0


def test_derivatives_of_derivatives_by_jets_of_jets(kinds):
    """d/ds at s = 0 of d/dt at t = 0 of (a + s + t)⁴ / (a + s), the inner derivative taken at every s."""
    field, a = kinds.exact, Fraction(3, 2)
    outer = JetField(field, 1)
    inner = JetField(outer, 1)
    base = outer.variable(field.number(a), field.one)
    x = inner.variable(base, field.one)
    slope = inner.coefficient(x * x * x * x / base, 1)  # 4 base³ / base
    assert field.fraction(outer.coefficient(slope, 1)) == 8 * a


def test_numbers_and_jets_of_lower_level_are_constants(kinds):
    field = kinds.exact
    low = JetField(field, 1)
    high = JetField(low, 1)
    u, v = low.variable(field.one, field.number(2)), high.variable(field.one, field.one)
    for mixed in (u * v, v * u, u + v, v + u, u - v, v - u, u / v, v / u):
        assert mixed.field is high
    assert high.coefficient(u * v, 1) == u
    assert (u - v) == -(v - u)
    assert 1 - v == -(v - 1) and 2 / v == v**-1 * 2
    assert high.coefficient(field.one, 1) == 0


def test_the_derivative_of_a_logarithm_is_exact(kinds):
    field = kinds.exact
    jets = JetField(field, 2)
    y = jets.log(jets.variable(field.number(Fraction(3, 2)), field.one)) * 2 - field.one
    assert field.fraction(jets.coefficient(y, 1)) == Fraction(4, 3)
    assert field.fraction(jets.coefficient(y, 2)) == Fraction(-4, 9)
    for question in (lambda x: jets.coefficient(x, 0), jets.sign, jets.exp, jets.vanishes):
        with pytest.raises(NeedsBalls):
            question(y)
    assert jets.coefficient(y * field.zero, 0) == 0


def test_a_fractional_power(kinds):
    field = kinds.balls
    with mpmath.workdps(90), field.working():
        found = derivatives(lambda x: x ** Fraction(2, 3), field.number(5), field, order=2)
        truth = mpmath.diff(lambda t: t ** (mpmath.mpf(2) / 3), 5, 2)
        assert abs(float(found[2]) - float(truth)) < 1e-15


def test_division_by_a_series_that_starts_at_zero_is_undefined(kinds):
    jets = JetField(kinds.exact, 1)
    with pytest.raises(Undefined):
        jets.divide(jets.one, jets.variable(jets.zero, jets.one))


ROWS = [
    [["2/3"]],
    [[0, 1], [2, 3]],
    [[0, 2, 1], [1, 0, "1/2"], [3, 1, 1]],
    [[1, 2, 3, 4], [0, 0, 1, 5], [2, 1, 1, 1], ["1/3", 1, 0, 2]],
    [[0, 1, 2, 3, 4], [1, 0, 1, 2, 3], [2, 1, 0, 1, 2], [3, 2, 1, 0, 1], [4, 3, 2, 1, 1]],
]


@pytest.mark.parametrize("rows", ROWS, ids=len)
@pytest.mark.parametrize("which", ["exact", "balls"])
def test_inverse_and_determinant(kinds, which, rows):
    field = getattr(kinds, which)
    with field.working():
        a = numbers(field, rows)
        truth = sympy.Matrix([[sympy.Rational(x) for x in row] for row in rows])
        back = a @ inverse(a, field) - identity(len(rows), field)
        assert all(field.vanishes(x) for x in back.entries())
        det = truth.det()
        assert field.vanishes(determinant(a, field) - field.number(Fraction(int(det.p), int(det.q))))


def test_a_singular_matrix_has_determinant_zero_and_no_inverse(kinds):
    for field in (kinds.exact, kinds.balls):
        with field.working():
            for rows in ([[1, 2], [2, 4]], [[0]], [[0] * 5] + [[1, 2, 3, 4, 5]] * 4):
                a = numbers(field, rows)
                assert field.is_zero(determinant(a, field))
                with pytest.raises(Singular):
                    inverse(a, field)


def test_a_matrix_that_balls_cannot_tell_from_singular_is_undecided(kinds):
    field = kinds.balls
    with field.working():
        third = field.number(Fraction(1, 3))
        a = Matrix([[third * field.number(3), field.one], [field.one, field.one]])
        with pytest.raises(Undecided):
            inverse(a, field)


@pytest.mark.parametrize("n", [2, 3, 5])
def test_inverse_and_determinant_of_jets(kinds, n):
    """Jacobi: the slope of det is det · tr(A⁻¹E); the slope of the inverse is −A⁻¹EA⁻¹."""
    field = kinds.exact
    jets = JetField(field, 1)
    a = Matrix.filled(n, n, lambda i, j: field.number(Fraction((i + 1) ** j + (i == j), j + 2)))
    e = Matrix.filled(n, n, lambda i, j: field.number(i - 2 * j + 1))
    moving = Matrix(
        [[jets.variable(x, y) for x, y in zip(p, q, strict=True)] for p, q in zip(a.rows, e.rows, strict=True)]
    )
    b = inverse(a, field)
    change = b @ e
    slope = jets.coefficient(determinant(moving, jets), 1)
    assert slope == determinant(a, field) * sum((change.rows[i][i] for i in range(n)), field.zero)
    assert inverse(moving, jets).map(lambda x: jets.coefficient(x, 1)) == -(change @ b)


def test_the_determinant_of_a_moving_singular_matrix(kinds):
    field = kinds.exact
    jets = JetField(field, 1)
    zero = Matrix.filled(5, 5, lambda i, j: jets.variable(field.zero, field.one) if i == j else field.number(i > j))
    assert jets.coefficient(determinant(zero, jets), 0) == 0


def test_products_and_rank(kinds):
    field = kinds.exact
    a, b = numbers(field, [[1, 2], [3, 4], [5, 6]]), numbers(field, [[1, 0, "1/2"], [0, 1, 1]])
    assert fractions(field, a @ b) == [[1, 2, Fraction(5, 2)], [3, 4, Fraction(11, 2)], [5, 6, Fraction(17, 2)]]
    assert rank(a @ b, field) == 2
    assert rank(numbers(field, [[0, 0], [0, 0]]), field) == 0
    assert a.kron(b).shape == (6, 6)
    assert fractions(field, a.transposed()) == [[1, 3, 5], [2, 4, 6]]
