"""The rules a step may name, one small module a family; import them from here."""

from .algebra import (
    adjoint as adjoint,
    collect as collect,
    cyclic_trace as cyclic_trace,
    diag_is_hadamard as diag_is_hadamard,
    exp_sum as exp_sum,
    expand as expand,
    hypothesis as hypothesis,
    identity_is_neutral as identity_is_neutral,
    inverse_cancels as inverse_cancels,
    log_product as log_product,
    log_sigmoid as log_sigmoid,
    norm_as_product as norm_as_product,
    scalar_transpose as scalar_transpose,
    substitution as substitution,
    sum_as_product as sum_as_product,
    transpose_of_product as transpose_of_product,
)
from .chance import (
    declared_moments as declared_moments,
    expectation_is_linear as expectation_is_linear,
    independence as independence,
    indicator_bound as indicator_bound,
    mirror as mirror,
    probability_as_mean as probability_as_mean,
    relu_halves as relu_halves,
    squared_event as squared_event,
    uncorrelated_sum as uncorrelated_sum,
    variance_as_mean as variance_as_mean,
    weights_sum_to_one as weights_sum_to_one,
)
from .differentials import (
    chain as chain,
    entrywise as entrywise,
    inverse_differential as inverse_differential,
    jacobian_from_differential as jacobian_from_differential,
    linearity as linearity,
    log_differential as log_differential,
    logdet_differential as logdet_differential,
    norm_differential as norm_differential,
    product as product,
    riesz as riesz,
)
from .logarithms import log_power as log_power, log_tangent as log_tangent, logdet_tangent as logdet_tangent
from .positivity import (
    definiteness as definiteness,
    full_rank as full_rank,
    nonnegativity as nonnegativity,
    squeezed as squeezed,
)
