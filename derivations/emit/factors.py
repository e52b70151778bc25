"""A product taken apart: its sign, what it is divided by, its scalar factors and its runs of matrices."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from derivations.notation import arrangement, core, linear
from derivations.notation.shapes import SCALAR, Shape, convert, fold_shape, is_matrix, same_dim, same_shape, shape_of
from derivations.notation.symbols import facts_of

from .forms import SimplexCovariance, opposite

Run = tuple[Any, ...]


@dataclass
class Factors:
    """sign · scalars · closed runs · last / below; a closed run is a product of matrices that is 1×1."""

    sign: int = 1
    scalars: list[Any] = field(default_factory=list)
    below: list[Any] = field(default_factory=list)
    closed: list[Run] = field(default_factory=list)
    last: list[Any] = field(default_factory=list)

    def absorb(self, other: Factors) -> None:
        """Multiply by the scalar part of another product, and append its matrices."""
        self.sign *= other.sign
        self.scalars += other.scalars
        self.below += other.below
        self.closed += other.closed
        self.last += other.last

    def close(self) -> None:
        if self.last and same_shape(run_shape(self.last), SCALAR):
            self.closed.append(tuple(self.last))
            self.last = []

    @property
    def bare_runs(self) -> bool:
        """Whether nothing scales the product."""
        return self.sign == 1 and not self.scalars and not self.below


def run_shape(run: Any) -> Shape:
    return shape_of(run[0])[0], shape_of(run[-1])[1]


def is_column(x: Any) -> bool:
    return same_dim(shape_of(x)[1], 1)


def is_row(x: Any) -> bool:
    return same_dim(shape_of(x)[0], 1)


def is_symmetric(x: Any) -> bool:
    """Whether xᵀ may be written x, by declaration or form."""
    if isinstance(x, SimplexCovariance | linear.Eye | linear.Diag):
        return True
    if isinstance(x, linear.Inverse):
        return is_symmetric(x.args[0])
    if isinstance(x, core.MatPlus):
        return all(map(is_symmetric, x.args))
    if isinstance(x, core.MatProduct | core.MatNegative | core.MatQuotient):
        run = factors_of(x).last
        return list(flipped_run(run)) == run
    return bool(facts_of(x).keys() & {"symmetric", "positive_definite", "positive_semidefinite", "diagonal"})


def flipped(x: Any) -> Any:
    """xᵀ of a single factor, with the transpose as far in as it goes."""
    if isinstance(x, core.Transposed):
        return x.args[0]
    if is_symmetric(x):
        return x
    if isinstance(x, linear.Inverse):
        return linear.Inverse(flipped(x.args[0]))
    if isinstance(x, linear.Ones | linear.Zeros):
        return type(x)(x.args[1], x.args[0])
    if isinstance(x, arrangement.Commutation):
        return arrangement.Commutation(x.args[1], x.args[0])
    if isinstance(x, core.MatProduct | core.MatNegative | core.MatQuotient):
        return product_of(flipped_factors(factors_of(x)))
    return core.Transposed(x)


def flipped_run(run: Any) -> Run:
    return tuple(flipped(f) for f in reversed(run))


def flipped_factors(parts: Factors) -> Factors:
    return Factors(parts.sign, parts.scalars, parts.below, parts.closed, list(flipped_run(parts.last)))


def factors_of(x: Any) -> Factors:
    """The product that x is, all nested products and transposes of products opened."""
    out = Factors()
    if isinstance(x, core.Negative | core.MatNegative):
        out.absorb(factors_of(x.args[0]))
        out.sign = -out.sign
    elif isinstance(x, core.Quotient | core.MatQuotient):
        out.absorb(factors_of(x.args[0]))
        out.below.append(x.args[1])
    elif isinstance(x, core.Product | core.MatProduct):
        for a in x.args:
            out.absorb(factors_of(a))
            out.close()
    elif isinstance(x, linear.Inner) and is_column(x.args[0]):
        out.absorb(flipped_factors(factors_of(x.args[0])))
        out.absorb(factors_of(x.args[1]))
        out.close()
    elif isinstance(x, core.Transposed):
        inner = x.args[0]
        if isinstance(inner, core.MatProduct | core.MatNegative | core.MatQuotient):
            out.absorb(flipped_factors(factors_of(inner)))
        else:
            out.last.append(flipped(inner))
    elif is_matrix(x):
        out.last.append(x)
        out.close()
    else:
        out.scalars.append(x)
    return out


def product_of(parts: Factors) -> Any:
    """A product put together again."""
    factors = [*parts.scalars, *(_joined(run) for run in parts.closed), *parts.last]
    if not factors:
        out: Any = convert(1)
    else:
        out = factors[0] if len(factors) == 1 else _joined(factors)
    for b in parts.below:
        out = core.divide(out, b)
    return out if parts.sign > 0 else opposite(out)


def _joined(factors: Any) -> Any:
    if len(factors) == 1:
        return factors[0]
    shape = fold_shape(tuple(factors))
    return (core.Product if same_shape(shape, SCALAR) else core.MatProduct)(*factors)
