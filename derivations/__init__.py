"""Mathematics for Machine Learning: theorems derived line by line, each line checked by machine.

Importing this package is cheap: SymPy loads when something that needs it is first used.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from derivations import functions as functions
    from derivations.calculus.differentiate import differentiate as differentiate
    from derivations.calculus.result import Result as Result
    from derivations.errors import (
        DerivationError as DerivationError,
        MathError as MathError,
        MissingExtra as MissingExtra,
        NotSupported as NotSupported,
        ShapeError as ShapeError,
        StepError as StepError,
        SyntaxProblem as SyntaxProblem,
        TheoremError as TheoremError,
        UnknownName as UnknownName,
    )
    from derivations.notation.arrangement import commutation as commutation, unvec as unvec
    from derivations.notation.core import transpose as transpose
    from derivations.notation.differentials import d as d, differential_of as differential_of
    from derivations.notation.functions import (
        absolute as absolute,
        arccos as arccos,
        arcsin as arcsin,
        arctan as arctan,
        cos as cos,
        exp as exp,
        log as log,
        normal_cdf as normal_cdf,
        normal_density as normal_density,
        relu as relu,
        sigmoid as sigmoid,
        sign as sign,
        sin as sin,
        softplus as softplus,
        sqrt as sqrt,
        step as step,
        tan as tan,
        tanh as tanh,
    )
    from derivations.notation.linear import (
        det as det,
        diag as diag,
        diagonal as diagonal,
        entry as entry,
        eye as eye,
        hadamard as hadamard,
        hadamard_power as hadamard_power,
        hadamard_quotient as hadamard_quotient,
        inner as inner,
        inverse as inverse,
        kron as kron,
        leading_eigenvector as leading_eigenvector,
        logdet as logdet,
        logsumexp as logsumexp,
        maximum as maximum,
        norm as norm,
        norm1 as norm1,
        ones as ones,
        row as row,
        softmax as softmax,
        squared_norm as squared_norm,
        sum_over as sum_over,
        total as total,
        trace as trace,
        unit as unit,
        vec as vec,
        zeros as zeros,
    )
    from derivations.notation.printing import latex as latex, text as text
    from derivations.notation.probability import (
        covariance as covariance,
        expectation as expectation,
        indicator as indicator,
        probability as probability,
        random_matrix as random_matrix,
        random_scalar as random_scalar,
        random_vector as random_vector,
        space as space,
        variance as variance,
    )
    from derivations.notation.relations import equation as equation
    from derivations.notation.sequences import function as function, select as select, sequence as sequence
    from derivations.notation.symbols import (
        dims as dims,
        index as index,
        matrix as matrix,
        scalar as scalar,
        vector as vector,
    )
    from derivations.proof.catalogue import theorems as theorems
    from derivations.proof.lines import (
        admitted as admitted,
        at_least as at_least,
        at_most as at_most,
        consider as consider,
        definition as definition,
        differential as differential,
        equals as equals,
        gradient as gradient,
        hessian as hessian,
        holds as holds,
        iff as iff,
        implies as implies,
        induction as induction,
        jacobian as jacobian,
        let as let,
        part as part,
        result as result,
        simulated as simulated,
        suppose as suppose,
        tends as tends,
        therefore as therefore,
    )
    from derivations.proof.rule import Rule as Rule, nonnegative as nonnegative, square as square
    from derivations.proof.theorem import theorem as theorem

_HOMES = {
    "calculus.differentiate": "differentiate",
    "calculus.result": "Result",
    "errors": (
        "DerivationError MathError MissingExtra NotSupported ShapeError StepError SyntaxProblem TheoremError"
        " UnknownName"
    ),
    "notation.arrangement": "commutation unvec",
    "notation.core": "transpose",
    "notation.differentials": "d differential_of",
    "notation.functions": (
        "absolute arccos arcsin arctan cos exp log normal_cdf normal_density relu sigmoid sign sin softplus sqrt step"
        " tan tanh"
    ),
    "notation.linear": (
        "det diag diagonal entry eye hadamard hadamard_power hadamard_quotient inner inverse kron leading_eigenvector"
        " logdet logsumexp maximum norm norm1 ones row softmax squared_norm sum_over total trace unit vec zeros"
    ),
    "notation.printing": "latex text",
    "notation.probability": (
        "covariance expectation indicator probability random_matrix random_scalar random_vector space variance"
    ),
    "notation.relations": "equation",
    "notation.sequences": "function select sequence",
    "notation.symbols": "dims index matrix scalar vector",
    "proof.lines": (
        "admitted at_least at_most consider definition differential equals gradient hessian holds iff implies induction"
        " jacobian let part result simulated suppose tends therefore"
    ),
    "proof.rule": "Rule nonnegative square",
    "proof.theorem": "theorem",
}
_HOME = {name: module for module, names in _HOMES.items() for name in names.split()}

__version__ = "0.1.0"
_PACKAGES = ("functions", "theorems")
__all__ = sorted([*_HOME, *_PACKAGES])  # pyright: ignore[reportUnsupportedDunderAll]


def __getattr__(name: str) -> Any:
    if name in _PACKAGES:
        return importlib.import_module(f"derivations.{name}")
    if name not in _HOME:
        raise AttributeError(f"module 'derivations' has no attribute {name!r}")
    value = getattr(importlib.import_module(f"derivations.{_HOME[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
