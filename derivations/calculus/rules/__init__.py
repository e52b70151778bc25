"""The rules a step may name, one small module a family; import them from here."""

from .algebra import (
    adjoint as adjoint,
)
from .algebra import (
    collect as collect,
)
from .algebra import (
    cyclic_trace as cyclic_trace,
)
from .algebra import (
    diag_is_hadamard as diag_is_hadamard,
)
from .algebra import (
    exp_sum as exp_sum,
)
from .algebra import (
    expand as expand,
)
from .algebra import (
    hypothesis as hypothesis,
)
from .algebra import (
    identity_is_neutral as identity_is_neutral,
)
from .algebra import (
    inverse_cancels as inverse_cancels,
)
from .algebra import (
    log_product as log_product,
)
from .algebra import (
    log_sigmoid as log_sigmoid,
)
from .algebra import (
    norm_as_product as norm_as_product,
)
from .algebra import (
    scalar_transpose as scalar_transpose,
)
from .algebra import (
    substitution as substitution,
)
from .algebra import (
    sum_as_product as sum_as_product,
)
from .algebra import (
    transpose_of_product as transpose_of_product,
)
from .chance import (
    declared_moments as declared_moments,
)
from .chance import (
    expectation_is_linear as expectation_is_linear,
)
from .chance import (
    independence as independence,
)
from .chance import (
    indicator_bound as indicator_bound,
)
from .chance import (
    mirror as mirror,
)
from .chance import (
    probability_as_mean as probability_as_mean,
)
from .chance import (
    relu_halves as relu_halves,
)
from .chance import (
    squared_event as squared_event,
)
from .chance import (
    uncorrelated_sum as uncorrelated_sum,
)
from .chance import (
    variance_as_mean as variance_as_mean,
)
from .chance import (
    weights_sum_to_one as weights_sum_to_one,
)
from .differentials import (
    chain as chain,
)
from .differentials import (
    entrywise as entrywise,
)
from .differentials import (
    inverse_differential as inverse_differential,
)
from .differentials import (
    jacobian_from_differential as jacobian_from_differential,
)
from .differentials import (
    linearity as linearity,
)
from .differentials import (
    log_differential as log_differential,
)
from .differentials import (
    logdet_differential as logdet_differential,
)
from .differentials import (
    norm_differential as norm_differential,
)
from .differentials import (
    product as product,
)
from .differentials import (
    riesz as riesz,
)
from .frobenius import (
    det_differential as det_differential,
)
from .frobenius import (
    diagonal_under as diagonal_under,
)
from .frobenius import (
    exponential_rule as exponential_rule,
)
from .frobenius import (
    function_under as function_under,
)
from .frobenius import (
    hadamard_under as hadamard_under,
)
from .frobenius import (
    inner_differential as inner_differential,
)
from .frobenius import (
    kink as kink,
)
from .frobenius import (
    kronecker as kronecker,
)
from .frobenius import (
    length_differential as length_differential,
)
from .frobenius import (
    logsumexp_differential as logsumexp_differential,
)
from .frobenius import (
    norm1_differential as norm1_differential,
)
from .frobenius import (
    places as places,
)
from .frobenius import (
    power_rule as power_rule,
)
from .frobenius import (
    product_under as product_under,
)
from .frobenius import (
    quotient_rule as quotient_rule,
)
from .frobenius import (
    scaling as scaling,
)
from .frobenius import (
    softmax_differential as softmax_differential,
)
from .frobenius import (
    stacking as stacking,
)
from .frobenius import (
    sum_under as sum_under,
)
from .frobenius import (
    total_differential as total_differential,
)
from .frobenius import (
    trace_differential as trace_differential,
)
from .frobenius import (
    transpose_under as transpose_under,
)
from .logarithms import log_power as log_power
from .logarithms import log_tangent as log_tangent
from .logarithms import logdet_tangent as logdet_tangent
from .positivity import (
    definiteness as definiteness,
)
from .positivity import (
    full_rank as full_rank,
)
from .positivity import (
    nonnegativity as nonnegativity,
)
from .positivity import (
    squeezed as squeezed,
)
from .symmetric import diagonal_part as diagonal_part
from .symmetric import entries_once as entries_once
from .symmetric import symmetric_part as symmetric_part
