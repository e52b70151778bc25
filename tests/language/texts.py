"""Random text for the parser: well formed, mangled and malicious."""

import random


def _words(text):
    return text.split()


NAMES = _words("a b g x y z w X A B theta lambda Sigma σ mu1 W_2 n")
FUNCTIONS = _words("""
sin cos tan arcsin arccos arctan exp log tanh abs sign relu step sigmoid softplus sqrt sum norm1 norm2 tr det logdet inv
diag lse softmax vec vector matrix
""")
POWERS = _words("^2 .^2 ^-1 ^(1/2) ^3 .^-1 ^a .^x")
PIECES = [
    " ",
    "\n",
    *_words("""
X w y __import__ __class__ os system eval exec lambda import self ( ) ( ) + - * / ^ ' .* ./ .^ , 1 2 9 999999999 1e999
1e9 0.1 . .. ; : = == < > [ ] { } @ ! # $ % & | ~ ` \\ " \x00 \u200b а е ｘ 𝐱 ² ᵀ − ∑ sum norm2 log det inv eye vector
kron diag x.y x__y _ π λ Σ ١ 1_000 0x10 None True and or if else for
"""),
]
NESTED = ("(", "-", "sin(", "inv(", "A*(", "x+(", "2^(", "exp(x.*(", "kron(A,")
CHAINED = ("+", "*", ".*", "/", "./", "'", "-", "^", "*A*", "*x'*", "+norm2(x)^2+")
LARGE = (
    "9^9^9^9",
    "(9^999)^999",
    "9^" + "9" * 30,
    "2^(2^(2^(2^9)))",
    "(((2^1000)^16)^2)",
    "1e1000*1e1000*1e1000",
    "2.^1000.^x",
    "x^1e4",
    "A^1000000",
    "1/3^1000",
    "((10^1000)*(10^1000))^8",
    "(1/7)^(1/3)",
    "10^900*x" * 9,
    "9" * 5000,
    "1e" + "9" * 5000,
)


def expression(r: random.Random, depth: int) -> str:
    """Text that the grammar accepts; its shapes may or may not fit."""
    kind = r.random()
    if depth == 0 or kind < 0.2:
        return r.choice([*NAMES, "1", "2", "0.5", "3", "eye", "vector(1)", "matrix(1)", "1/2", "pi"])

    def part() -> str:
        return expression(r, depth - 1)

    if kind < 0.6:
        return part() + r.choice([" + ", " - ", "*", "*", "*", "/", ".*", "./"]) + part()
    if kind < 0.75:
        return f"{r.choice(FUNCTIONS)}({part()})"
    if kind < 0.8:
        return "-" + part()
    if kind < 0.87:
        return f"({part()})"
    if kind < 0.92:
        return f"({part()}){r.choice(POWERS)}"
    return f"({part()})'" if kind < 0.97 else f"kron({part()}, {part()})"


def mangled(r: random.Random, text: str) -> str:
    letters = list(text)
    for _ in range(r.randint(1, 6)):
        kind, at = r.random(), r.randrange(len(letters) + 1)
        if kind < 0.4 and letters:
            letters.pop(min(at, len(letters) - 1))
        elif kind < 0.8:
            letters.insert(at, r.choice(PIECES))
        elif letters:
            first = r.randrange(len(letters))
            letters[first:first] = letters[first : first + r.randint(1, 20)]
    return "".join(letters)


def anything(r: random.Random) -> str:
    """Text of any of the kinds."""
    kind = r.random()
    if kind < 0.3:
        return mangled(r, expression(r, r.randint(1, 5)))
    if kind < 0.5:
        return "".join(r.choice(PIECES) + r.choice(["", "", " "]) for _ in range(r.randint(1, 40)))
    if kind < 0.6:
        ranges = ((32, 127), (128, 0x3000), (0x10000, 0x1FFFF))
        return "".join(chr(r.randrange(*r.choice(ranges))) for _ in range(r.randint(1, 200)))
    if kind < 0.7:
        times, opening = r.choice([10, 45, 49, 50, 51, 100, 1000, 4000]), r.choice(NESTED)
        return opening * times + "x" + ")" * (opening.count("(") * times)
    if kind < 0.8:
        times = r.choice([5, 100, 300, 499, 501, 3000])
        return r.choice(CHAINED).join([r.choice(["x", "A", "2", "1.5", "w"])] * times)[: r.choice([100, 9999, 10001])]
    if kind < 0.85:
        return "x" * r.choice([10, 33, 9000, 10**6])
    return r.choice(LARGE) if kind < 0.9 else expression(r, r.randint(3, 8))
