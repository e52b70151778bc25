"""Named functions as array operations, in the forms that neither overflow nor cancel."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from derivations.errors import NotSupported
from derivations.notation import functions, linear

from . import ops
from .forms import Form, LogSoftmax, MatForm
from .ops import ONE, TWO, ZERO, Op, call
from .scales import signed_products

if TYPE_CHECKING:
    from .lowering import Lowering

_AT_INFINITY = {
    "exp",
    "tanh",
    "arctan",
    "sign",
    "step",
    "sigmoid",
    "slope",
    "softplus",
    "log_sigmoid",
}  # ±∞ has a value
_PLAIN = {
    "exp",
    "log",
    "tanh",
    "sqrt",
    "sin",
    "cos",
    "tan",
    "arcsin",
    "arccos",
    "arctan",
    "abs",
    "sign",
    "log1p",
    "expm1",
}


def apply(ctx: Lowering, name: str, z: Op) -> Op:
    """The named function of a value, entry by entry."""
    if name in _AT_INFINITY:
        ctx.signed |= signed_products(z)
    if name == "log" and z.kind == "divide" and not any(a.kind in ("number", "dimension") for a in z.args):
        return call("log_ratio", *z.args)
    if name in _PLAIN:
        return call(name, z)
    if name == "relu":
        return call("maximum", z, ZERO)
    if name == "step":
        return call("heaviside", z, ZERO)
    if name == "sigmoid":
        return _sigmoid(ctx, z)
    if name == "slope":
        e = _decay(ctx, z)
        slope = ops.divide(e, ops.power(ops.add(ONE, e), TWO))
        ctx.hint(slope, "d", force=z.rank > 0)
        return slope
    if name in ("excess", "square_excess"):
        gap = call("excess", z)
        return gap if name == "excess" else ops.add(ops.power(ops.subtract(z, ONE), TWO), ops.multiply(TWO, gap))
    if name in ("softplus", "log_sigmoid"):
        return ops.add(*(_softplus if name == "softplus" else _log_sigmoid)(ctx, z))
    raise NotSupported(f"not supported yet: code for the function {name}")


def _decay(ctx: Lowering, z: Op) -> Op:
    """exp(−|z|): between 0 and 1, shared by everything built from exp(±z)."""
    z = _unsigned(z)[0]
    doubled = z.kind == "multiply" and z.args[0] == TWO
    half = ops.multiply(*z.args[1:]) if doubled else z  # 2z may overflow where exp(−|2z|) is 0
    e = call("exp", ops.negative(call("abs", half)))
    e = ops.power(e, TWO) if doubled else e
    ctx.hint(half, "z")
    ctx.hint(e, "e")
    return e


def _unsigned(z: Op) -> tuple[Op, bool]:
    return (z.args[0], True) if z.kind == "negative" else (z, False)


def _sigmoid(ctx: Lowering, z: Op) -> Op:
    e = _decay(ctx, z)
    u, flipped = _unsigned(z)
    top = call("where", Op("at least", (u, ZERO), u.rank), *((e, ONE) if flipped else (ONE, e)))
    s = ops.divide(top, ops.add(ONE, e))
    ctx.hint(s, "s", force=z.rank > 0)
    return s


def _softplus(ctx: Lowering, z: Op) -> tuple[Op, Op]:
    return call("maximum", z, ZERO), call("log1p", _decay(ctx, z))


def _log_sigmoid(ctx: Lowering, z: Op) -> tuple[Op, Op]:
    """log σ(z) = min(z, 0) − log(1 + e), and log σ(−u) = −max(u, 0) − log(1 + e)."""
    u, flipped = _unsigned(z)
    large = ops.negative(call("maximum", u, ZERO)) if flipped else call("minimum", z, ZERO)
    return large, ops.negative(call("log1p", _decay(ctx, z)))


def in_two_parts(ctx: Lowering, x: Any) -> tuple[Op, Op] | None:
    """A value as a large part and a small one, to be added last, or None where it has no such form."""
    if isinstance(x, functions.APPLIED) and x.args[0].name == "softplus":
        return _softplus(ctx, _signed(ctx, x.args[1]))
    if isinstance(x, Form | MatForm) and x.name == "log_sigmoid":
        return _log_sigmoid(ctx, _signed(ctx, x.args[1]))
    if isinstance(x, linear.LogSumExp):
        z = ctx.lower(x.args[0])
        return _peak(ctx, z), _others(ctx, z)
    if isinstance(x, LogSoftmax):
        z = ctx.lower(x.args[0])
        return ops.subtract(z, _peak(ctx, z)), ops.negative(_others(ctx, z))
    return None


def _signed(ctx: Lowering, x: Any) -> Op:
    z = ctx.lower(x)
    ctx.signed |= signed_products(z)
    return z


def _peak(ctx: Lowering, z: Op) -> Op:
    m = ops.largest(z)
    ctx.hint(z, "z")
    ctx.hint(m, "m")
    return m


def _others(ctx: Lowering, z: Op) -> Op:
    """log(1 + Σ exp(zᵢ − max)) over all but one largest entry: the 1 is added by log1p, so that a tiny sum counts."""
    rest = call("delete", z, Op("argmax", (z,), 0), rank=1)
    return call("log1p", ops.total(call("exp", call("shifted", rest, _peak(ctx, z)))))


def softmax(ctx: Lowering, z: Op) -> Op:
    e = call("exp", call("shifted", z, _peak(ctx, z)))
    s = ops.divide(e, ops.total(e))
    ctx.hint(e, "e")
    ctx.hint(s, "s")
    return s


def masked_log(ctx: Lowering, inside: Any, p: Any) -> Op:
    """log(inside) where p > 0, else 0."""
    weight = ctx.lower(p)
    quotient = _quotient(ctx, inside)
    if quotient is not None:
        return call("log_ratio", *quotient, weight)
    return call("log", call("where", Op("more than", (weight, ZERO), weight.rank), ctx.lower(inside), ONE))


def _quotient(ctx: Lowering, x: Any) -> tuple[Op, Op] | None:
    """Numerator and denominator of a quotient of two values of one shape."""
    if isinstance(x, linear.Hadamard) and len(x.args) == 2:
        for top, bottom in (x.args, x.args[::-1]):
            if isinstance(bottom, linear.HadamardPower) and bottom.args[1] == -1:
                return ctx.lower(top), ctx.lower(bottom.args[0])
    if not getattr(x, "is_Matrix", False):
        value = ctx.lower(x)
        if value.kind == "divide":
            return value.args[0], value.args[1]
    return None
