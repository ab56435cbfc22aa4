// JavaScript's powers of ten. V8's ** is not correctly rounded (10 ** -4 is 0.00009999999999999999), and values depend on it.
// Five runs of kPowers numbers each, by exponent n = 0, 1, …: 10 ** n; (1 / 10) ** n; 10 ** -n; the factor by which
// number.float scales for n fraction digits; and for multipleOf: 1e-n.

export const kPowers = 325;

const factor = (multipleOf) => {
  if (!(multipleOf > 0)) return 0; // number.float refuses it
  const exponent = Math.log10(multipleOf);
  return multipleOf < 1 && Number.isSafeInteger(exponent) ? 10 ** -exponent : 1 / multipleOf;
};

export function powers() {
  const each = (of) => Array.from({ length: kPowers }, (_, n) => of(n));
  return [
    ...each((n) => 10 ** n),
    ...each((n) => (1 / 10) ** n),
    ...each((n) => 10 ** -n),
    ...each((n) => factor(10 ** -n)),
    ...each((n) => factor(Number(`1e-${n}`))),
  ];
}
