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
    )
    from derivations.errors import (
        MathError as MathError,
    )
    from derivations.errors import (
        MissingExtra as MissingExtra,
    )
    from derivations.errors import (
        NotSupported as NotSupported,
    )
    from derivations.errors import (
        ShapeError as ShapeError,
    )
    from derivations.errors import (
        StepError as StepError,
    )
    from derivations.errors import (
        SyntaxProblem as SyntaxProblem,
    )
    from derivations.errors import (
        TheoremError as TheoremError,
    )
    from derivations.errors import (
        UnknownName as UnknownName,
    )
    from derivations.notation.arrangement import commutation as commutation
    from derivations.notation.arrangement import unvec as unvec
    from derivations.notation.core import transpose as transpose
    from derivations.notation.differentials import d as d
    from derivations.notation.differentials import differential_of as differential_of
    from derivations.notation.functions import (
        absolute as absolute,
    )
    from derivations.notation.functions import (
        arccos as arccos,
    )
    from derivations.notation.functions import (
        arcsin as arcsin,
    )
    from derivations.notation.functions import (
        arctan as arctan,
    )
    from derivations.notation.functions import (
        cos as cos,
    )
    from derivations.notation.functions import (
        exp as exp,
    )
    from derivations.notation.functions import (
        log as log,
    )
    from derivations.notation.functions import (
        normal_cdf as normal_cdf,
    )
    from derivations.notation.functions import (
        normal_density as normal_density,
    )
    from derivations.notation.functions import (
        relu as relu,
    )
    from derivations.notation.functions import (
        sigmoid as sigmoid,
    )
    from derivations.notation.functions import (
        sign as sign,
    )
    from derivations.notation.functions import (
        sin as sin,
    )
    from derivations.notation.functions import (
        softplus as softplus,
    )
    from derivations.notation.functions import (
        sqrt as sqrt,
    )
    from derivations.notation.functions import (
        step as step,
    )
    from derivations.notation.functions import (
        tan as tan,
    )
    from derivations.notation.functions import (
        tanh as tanh,
    )
    from derivations.notation.linear import (
        det as det,
    )
    from derivations.notation.linear import (
        diag as diag,
    )
    from derivations.notation.linear import (
        diagonal as diagonal,
    )
    from derivations.notation.linear import (
        entry as entry,
    )
    from derivations.notation.linear import (
        eye as eye,
    )
    from derivations.notation.linear import (
        hadamard as hadamard,
    )
    from derivations.notation.linear import (
        hadamard_power as hadamard_power,
    )
    from derivations.notation.linear import (
        hadamard_quotient as hadamard_quotient,
    )
    from derivations.notation.linear import (
        inner as inner,
    )
    from derivations.notation.linear import (
        inverse as inverse,
    )
    from derivations.notation.linear import (
        kron as kron,
    )
    from derivations.notation.linear import (
        logdet as logdet,
    )
    from derivations.notation.linear import (
        logsumexp as logsumexp,
    )
    from derivations.notation.linear import (
        maximum as maximum,
    )
    from derivations.notation.linear import (
        norm as norm,
    )
    from derivations.notation.linear import (
        norm1 as norm1,
    )
    from derivations.notation.linear import (
        ones as ones,
    )
    from derivations.notation.linear import (
        row as row,
    )
    from derivations.notation.linear import (
        softmax as softmax,
    )
    from derivations.notation.linear import (
        squared_norm as squared_norm,
    )
    from derivations.notation.linear import (
        sum_over as sum_over,
    )
    from derivations.notation.linear import (
        total as total,
    )
    from derivations.notation.linear import (
        trace as trace,
    )
    from derivations.notation.linear import (
        unit as unit,
    )
    from derivations.notation.linear import (
        vec as vec,
    )
    from derivations.notation.linear import (
        zeros as zeros,
    )
    from derivations.notation.printing import latex as latex
    from derivations.notation.printing import text as text
    from derivations.notation.probability import (
        covariance as covariance,
    )
    from derivations.notation.probability import (
        expectation as expectation,
    )
    from derivations.notation.probability import (
        indicator as indicator,
    )
    from derivations.notation.probability import (
        probability as probability,
    )
    from derivations.notation.probability import (
        random_matrix as random_matrix,
    )
    from derivations.notation.probability import (
        random_scalar as random_scalar,
    )
    from derivations.notation.probability import (
        random_vector as random_vector,
    )
    from derivations.notation.probability import (
        space as space,
    )
    from derivations.notation.probability import (
        variance as variance,
    )
    from derivations.notation.relations import equation as equation
    from derivations.notation.sequences import function as function
    from derivations.notation.sequences import select as select
    from derivations.notation.sequences import sequence as sequence
    from derivations.notation.symbols import (
        dims as dims,
    )
    from derivations.notation.symbols import (
        index as index,
    )
    from derivations.notation.symbols import (
        matrix as matrix,
    )
    from derivations.notation.symbols import (
        scalar as scalar,
    )
    from derivations.notation.symbols import (
        vector as vector,
    )
    from derivations.proof.catalogue import theorems as theorems
    from derivations.proof.lines import (
        admitted as admitted,
    )
    from derivations.proof.lines import (
        at_least as at_least,
    )
    from derivations.proof.lines import (
        at_most as at_most,
    )
    from derivations.proof.lines import (
        consider as consider,
    )
    from derivations.proof.lines import (
        definition as definition,
    )
    from derivations.proof.lines import (
        differential as differential,
    )
    from derivations.proof.lines import (
        equals as equals,
    )
    from derivations.proof.lines import (
        gradient as gradient,
    )
    from derivations.proof.lines import (
        hessian as hessian,
    )
    from derivations.proof.lines import (
        holds as holds,
    )
    from derivations.proof.lines import (
        iff as iff,
    )
    from derivations.proof.lines import (
        implies as implies,
    )
    from derivations.proof.lines import (
        induction as induction,
    )
    from derivations.proof.lines import (
        jacobian as jacobian,
    )
    from derivations.proof.lines import (
        let as let,
    )
    from derivations.proof.lines import (
        part as part,
    )
    from derivations.proof.lines import (
        result as result,
    )
    from derivations.proof.lines import (
        simulated as simulated,
    )
    from derivations.proof.lines import (
        suppose as suppose,
    )
    from derivations.proof.lines import (
        tends as tends,
    )
    from derivations.proof.lines import (
        therefore as therefore,
    )
    from derivations.proof.rule import Rule as Rule
    from derivations.proof.rule import nonnegative as nonnegative
    from derivations.proof.rule import square as square
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
        "absolute arccos arcsin arctan cos exp log normal_cdf normal_density relu sigmoid sign sin softplus sqrt step tan"
        " tanh"
    ),
    "notation.linear": (
        "det diag diagonal entry eye hadamard hadamard_power hadamard_quotient inner inverse kron logdet logsumexp"
        " maximum norm norm1 ones row softmax squared_norm sum_over total trace unit vec zeros"
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
__all__ = sorted([*_HOME, *_PACKAGES])


def __getattr__(name: str) -> Any:
    if name in _PACKAGES:
        return importlib.import_module(f"derivations.{name}")
    if name not in _HOME:
        raise AttributeError(f"module 'derivations' has no attribute {name!r}")
    value = getattr(importlib.import_module(f"derivations.{_HOME[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
