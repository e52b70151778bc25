"""Losses, models, divergences and kernels of the field as one types them: name, text, the variables to ask for."""

import re

from derivations.language import parse

SHAPES = {
    **dict.fromkeys(("X", "Y", "M"), "n p"),
    **dict.fromkeys(("A", "B", "Z"), "n n"),
    **dict.fromkeys(("S", "K"), "n n spd"),
    "C": "p p spd",
    "L": "n n symmetric",
    "W": "m p",
    "U": "n k",
    "V": "p k",
    **dict.fromkeys(("w", "v", "h"), "p"),
    **dict.fromkeys(("x", "y", "z", "u", "μ"), "n"),
    "c": "m",
    **dict.fromkeys(("q", "r"), "n positive"),
    **dict.fromkeys(("a", "s", "ρ"), "scalar"),
    **dict.fromkeys(("t", "λ", "τ", "ν", "σ", "δ", "ε", "α", "γ"), "scalar positive"),
}

OPERATORS = """
sine and cosine | sum(sin(x).*cos(x)) | x
tangent and its inverse | sum(tan(x)) + sum(arctan(2*x)) | x
inverse sine and cosine | y'*arcsin(x) + sum(arccos(x).^2) | x
powers and roots | sum(q.^3) + sum(q.^(1/2)) + sum(sqrt(q)) + sum(q.^-1) | q
variable powers | sum(q.^t) | q t
numbers to a variable power | sum(2.^x) | x
whole powers of a matrix | tr(A^3) + tr(A^-2*B) | A
absolute values, signs and relu | sum(abs(x)) + y'*relu(x) + z'*sign(x) | x
steps | y'*step(x) + sum(step(x).*x) | x
quotient of vectors | y'*(x./q) + sum(x./(vector(2) + q)) | x q
quotients by a scalar | x'*y/t + tr(A)/t^2 | t x A
trace, determinant, inverse | tr(inv(A)*B) + det(A)/2 | A
diagonal both ways | x'*diag(A*diag(x)) | x A
filled vectors and matrices | x'*matrix(2)*y + vector(t)'*x + tr(matrix(t)*A) | t x A
identity | tr((A + λ*eye)*B) + norm2(x*y' - eye)^2 | A x λ
stacking | vec(X)'*vec(Y) + norm2(vec(X))^2 | X
kronecker product with a vector | kron(x, Y) | x
norms of matrices | norm2(X - Y) + norm1(X)/2 | X
transposes and rows | x'*A + (B*x)' | x
negative sign and exact decimals | -0.1*x'*x + 1e-3*sum(x) - -x'*y | x
pi and constants | exp(-s^2/2)/sqrt(2*pi) | s
"""

REGRESSION = """
student-t regression | (ν + 1)/2*sum(log(vector(1) + (X*w - y).^2/(ν*σ^2))) | w σ
tweedie deviance | sum(exp((2 - ρ)*(X*w))/(2 - ρ) - y.*exp((1 - ρ)*(X*w))/(1 - ρ)) | w
gamma regression | sum(y.*exp(-X*w) + X*w) | w
inverse gaussian regression | sum(y.*exp(-2*X*w)/2 - exp(-X*w)) | w
negative binomial regression | sum((y + vector(α)).*log(vector(α) + exp(X*w))) - y'*X*w | w
quantile regression | τ*sum(relu(y - X*w)) + (1 - τ)*sum(relu(X*w - y)) | w
quantile regression by absolute values | norm1(y - X*w)/2 + (τ - 1/2)*sum(y - X*w) | w
expectile regression | τ*norm2(relu(y - X*w))^2 + (1 - τ)*norm2(relu(X*w - y))^2 | w
log-cosh by softplus | sum(X*w - y + softplus(-2*(X*w - y))) | w
huber | sum((X*w - y).^2)/2 - norm2(relu(abs(X*w - y) - vector(δ)))^2/2 | w
insensitive to small errors | sum(relu(abs(X*w - y) - vector(ε))) | w
welsch | sum(vector(1) - exp(-(X*w - y).^2/(2*σ^2))) | w σ
geman-mcclure | sum((X*w - y).^2./(vector(1) + (X*w - y).^2)) | w
weighted ridge | (X*w - y)'*diag(q)*(X*w - y) + λ*w'*C*w | w q λ C
elastic net as typed | norm2(X*w - y)^2/(2*n) + λ*(α*norm1(w) + (1 - α)/2*norm2(w)^2) | w
smooth sparsity | norm2(X*w - y)^2 + λ*sum(sqrt(w.^2 + vector(ε))) | w
group sparsity | norm2(X*w - y)^2/2 + λ*norm2(w) | w
tikhonov | norm2(A*x - y)^2 + norm2(B*x)^2 | x A
smooth total variation | sum(sqrt((A*x).^2 + vector(ε))) + norm2(x - y)^2/2 | x
kernel ridge | norm2(y - K*x)^2 + λ*x'*K*x | x K λ
proportional hazards | log(q'*exp(X*w)) - y'*X*w/n | w
"""

CLASSIFICATION = """
perceptron | sum(relu(-y.*(X*w))) | w
hinge as typed | sum(relu(vector(1) - y.*(X*w))) + λ/2*norm2(w)^2 | w
logistic with signs as typed | sum(log(1 + exp(-y.*(X*w)))) | w X
savage loss | sum((vector(1) + exp(2*y.*(X*w))).^-2) | w
focal loss | -sum(q.*(vector(1) - sigmoid(X*w)).^γ.*log(sigmoid(X*w))) | w
label smoothing | lse(W*v) - ((1 - ε)*c + vector(ε/m))'*W*v | W v
softmax with temperature | lse(W*v/τ) - c'*W*v/τ | W τ
softmax with bias | lse(W*v + c) - c'*c/2 | c W
class probabilities squared | norm2(softmax(W*v) - c)^2 | v
policy gradient | -a*c'*log(softmax(W*v)) | W v
"""

DISTANCES = """
triplet | relu(norm2(x - y)^2 - norm2(x - z)^2 + α) | x
triplet of distances | relu(norm2(x - y) - norm2(x - z) + α) | x
triplet through an embedding | relu(norm2(X'*(x - y))^2 - norm2(X'*(x - z))^2 + α) | X
pairs that agree or differ | s*norm2(x - y)^2 + (1 - s)*relu(α - norm2(x - y))^2 | x
ranking by pairs | -log(sigmoid(x'*y - x'*z)) | x y
contrastive over a batch | lse(A*x/τ) - y'*x/τ | x A τ
contrastive by cosines | lse(A*x/(norm2(x)*τ)) - x'*y/(norm2(x)*norm2(y)*τ) | x
cosine distance | 1 - x'*y/(norm2(x)*norm2(y)) | x
mahalanobis distance | sqrt((x - μ)'*inv(S)*(x - μ)) | μ
polynomial kernel | (x'*y + 1)^3 | x
rational quadratic kernel | (1 + norm2(x - y)^2/(2*α*τ^2))^(-α) | x τ α
periodic kernel | exp(-2*sin(pi*s)^2/τ^2) | s τ
matern kernel | (1 + sqrt(3)*norm2(x - y)/τ)*exp(-sqrt(3)*norm2(x - y)/τ) | τ x
laplace kernel | exp(-norm2(x - y)/τ) | x τ
radial basis network | y'*exp(-(X.^2*vector(1) - 2*X*w + vector(norm2(w)^2))/(2*τ^2)) | w τ
bilinear pooling | (X*w)'*A*(Y*v) + norm2((X*w)*(Y*v)')^2 | w
graph smoothness | norm2(X - Y)^2 + λ*tr(X'*L*X) | X
label propagation | norm2(x - y)^2 + λ*x'*L*x | x
"""

LIKELIHOODS = """
gaussian in its mean, covariance as typed | (x - μ)'*inv(S)*(x - μ)/2 + logdet(S)/2 + n/2*log(2*pi) | μ S
gaussian in its precision as typed | (x - μ)'*K*(x - μ)/2 - logdet(K)/2 | K
kl of gaussians | (tr(inv(S)*K) + (μ - y)'*inv(S)*(μ - y) - n + logdet(S) - logdet(K))/2 | μ K S
kl of a diagonal gaussian | sum(exp(h) + v.^2 - vector(1) - h)/2 | h v
bhattacharyya distance | (x - μ)'*inv(S + K)*(x - μ)/4 + logdet(S + K)/2 - logdet(S)/4 | S μ
low rank and diagonal | x'*inv(diag(q) + U*U')*x + logdet(diag(q) + U*U') | x q
low rank and diagonal, in the factor | x'*inv(diag(q) + U*U')*x/2 + logdet(diag(q) + U*U')/2 | U
wishart | (ν - n - 1)/2*logdet(S) - tr(inv(K)*S)/2 | S
inverse wishart | -(ν + n + 1)/2*logdet(S) - tr(K*inv(S))/2 | S
matrix normal | tr(inv(C)*(X - Y)'*inv(S)*(X - Y))/2 + p/2*logdet(S) + n/2*logdet(C) | X S C
multivariate student-t | (ν + n)/2*log(1 + (x - μ)'*inv(S)*(x - μ)/ν) + logdet(S)/2 | μ S
mixture in the point | lse(log(q) - (X.^2*vector(1) - 2*X*w + vector(norm2(w)^2))/2) | w
gaussian process in its scales | y'*inv(a*K + σ^2*eye)*y/2 + logdet(K + σ^2*eye)/2 | σ y
gaussian process in the covariance | y'*inv(K + σ^2*eye)*y/2 + logdet(K + σ^2*eye)/2 | K
variational bound of a regression | (norm2(y - X*v)^2 + tr(X*C*X'))/(2*σ^2) + (tr(C) + v'*v - logdet(C))/2 | C v σ
reparametrised bound | norm2(y - X*(v + exp(h).*w))^2/2 + sum(exp(2*h) + v.^2)/2 - sum(h) | h v
quadratic bound of the logistic | sum(log(sigmoid(q)) + (y.*(X*w) - q)/2 - tanh(q/2)./(4*q).*((X*w).^2 - q.^2)) | w
independent components | sum(log(exp(A*x) + exp(-A*x))) - logdet(A) | A x
design, log det | logdet(X'*diag(q)*X + λ*eye) | q λ
design, trace | tr(inv(X'*diag(q)*X + λ*eye)) | q
stein loss | tr(S*inv(K)) - logdet(S) + logdet(K) - n | S K
log-concave rate | λ - y'*log(q) + sum(q) | q
"""

DIVERGENCES = """
relative entropy, unnormalised | q'*log(q./r) - sum(q) + sum(r) | q r
jensen-shannon | q'*log(2*q./(q + r)) + r'*log(2*r./(q + r)) | q
hellinger | norm2(sqrt(q) - sqrt(r))^2 | q
chi-squared | sum((q - r).^2./r) | q r
itakura-saito | sum(q./r - log(q./r)) | q r
rényi entropy | log(sum(q.^α))/(1 - α) | q
power norm | sum(q.^t)^(1/t) | q
geometric mean | exp(sum(log(q))/n) | q
harmonic mean | n/sum(vector(1)./q) | q
scaling of sinkhorn | q./(K*exp(y)) | y
dual of entropic transport | q'*x + r'*y - τ*exp(x/τ)'*A*exp(y/τ) | x τ
entropic transport | sum(A.*exp(Z)) + τ*sum(Z.*exp(Z)) | Z
entropy of softmax | -softmax(x)'*log(softmax(x)) | x
mirror descent step | λ*y'*x + q'*log(q./r) | q
"""

SUBSPACES = """
trace of a ratio | tr(inv(U'*S*U)*U'*L*U) | U
fisher discriminant | (x'*y)^2/(x'*S*x) | x S
canonical correlation | x'*A*y/(sqrt(x'*S*x)*sqrt(y'*K*y)) | x A
rayleigh quotient as typed | x'*L*x/(x'*x) | x
condition number surrogate | norm2(A)^2*norm2(inv(A))^2 | A
principal components | -tr(V'*X'*X*V) | V
linear autoencoder | norm2(X - X*V*V')^2 | V
masked factorisation as typed | norm2(M.*(X - U*V'))^2 + λ*(norm2(U)^2 + norm2(V)^2) | U V
procrustes | norm2(X*C - Y)^2 | X C
lyapunov residual | norm2(A*S + S*A' - L)^2 | S
orthogonality penalty | norm2(V'*V - eye)^2 | V
metric in a factor | (x - y)'*U*U'*(x - y) | U
"""

NETWORKS = """
swish | sum(x.*sigmoid(x)) | x
mish | sum(x.*tanh(softplus(x))) | x
swish layer | (X*w).*sigmoid(X*w) | w
gated layer | (A*x).*sigmoid(B*x) | x
cell of a recurrent network | sigmoid(A*x + y).*tanh(B*x + z) | x
residual block | x + A*tanh(B*x) | x
residual block in its weights | norm2(x + A*relu(B*x) - y)^2 | A B
tied autoencoder | norm2(x - A'*tanh(A*x))^2 | A
mean and deviations | norm2(x - vector(sum(x)/n))^2/n | x
layer norm | (x - vector(sum(x)/n))/sqrt(norm2(x - vector(sum(x)/n))^2/n + ε) | x
layer norm against a vector | y'*(x - vector(sum(x)/n))/sqrt(norm2(x - vector(sum(x)/n))^2/n + ε) | x
root mean square norm | x/sqrt(norm2(x)^2/n + ε) | x
batch covariance | (X - matrix(1/n)*X)'*(X - matrix(1/n)*X)/n | X
softmax attention of one query | X'*softmax(Y*w/sqrt(p)) | w
mixture of experts | softmax(A*x)'*(B*x) | x A
soft threshold | relu(x - vector(τ)) - relu(-x - vector(τ)) | x
weight decay and dropout | norm2(y - X*(r0.*w))^2 + λ*norm2(w)^2 | w
physics residual | norm2(A*tanh(x) - sin(x) - y)^2/2 | x
"""

SHAPES["r0"] = "p binary"
FAMILIES = (OPERATORS, REGRESSION, CLASSIFICATION, DISTANCES, LIKELIHOODS, DIVERGENCES, SUBSPACES, NETWORKS)


def rows():
    """Each line: its name, its text, and one of its variables after the other."""
    for line in "".join(FAMILIES).split("\n"):
        if line:
            name, text, variables = (part.strip() for part in line.split("|"))
            yield name, text, variables.split()


def read(text):
    used = set(re.findall(r"[^\W\d]\w*", text))
    return parse(text, {name: shape for name, shape in SHAPES.items() if name in used})


def typed():
    """(name, expression, variable, whether it is the first of the expression)."""
    for name, text, variables in rows():
        parsed = read(text)
        for variable in variables:
            yield f"{name}, in {variable}", parsed.expr, parsed.symbol(variable), variable == variables[0]
