#include "sine.h"

#include <bit>
#include <cmath>
#include <cstdint>

namespace mimus::fake {
namespace {

std::uint32_t high_word(double x) {
  return static_cast<std::uint32_t>(std::bit_cast<std::uint64_t>(x) >> 32);
}
double from_high_word(std::uint32_t high) {
  return std::bit_cast<double>(static_cast<std::uint64_t>(high) << 32);
}

// On [-pi/4, pi/4]; y is x's tail, 0 when `exact`.
double kernel_sin(double x, double y, bool exact) {
  constexpr double kS1 = -1.66666666666666324348e-01, kS2 = 8.33333333332248946124e-03,
                   kS3 = -1.98412698298579493134e-04, kS4 = 2.75573137070700676789e-06,
                   kS5 = -2.50507602534068634195e-08, kS6 = 1.58969099521155010221e-10;
  if ((high_word(x) & 0x7FFFFFFF) < 0x3E400000) return x;
  const double z = x * x;
  const double v = z * x;
  const double r = kS2 + z * (kS3 + z * (kS4 + z * (kS5 + z * kS6)));
  return exact ? x + v * (kS1 + z * r) : x - ((z * (0.5 * y - v * r) - y) - v * kS1);
}

double kernel_cos(double x, double y) {
  constexpr double kC1 = 4.16666666666666019037e-02, kC2 = -1.38888888888741095749e-03,
                   kC3 = 2.48015872894767294178e-05, kC4 = -2.75573143513906633035e-07,
                   kC5 = 2.08757232129817482790e-09, kC6 = -1.13596475577881948265e-11;
  const std::uint32_t ix = high_word(x) & 0x7FFFFFFF;
  if (ix < 0x3E400000) return 1;
  const double z = x * x;
  const double r = z * (kC1 + z * (kC2 + z * (kC3 + z * (kC4 + z * (kC5 + z * kC6)))));
  if (ix < 0x3FD33333) return 1 - (0.5 * z - (z * r - x * y));
  const double qx = ix > 0x3FE90000 ? 0.28125 : from_high_word(ix - 0x00200000);
  const double iz = 0.5 * z - qx;
  const double a = 1 - qx;
  return a - (iz - (z * r - x * y));
}

struct Reduced {
  int quadrant;
  double y0, y1;
};

// x minus the nearest multiple of pi/2, in two doubles.
Reduced reduce(double x) {
  constexpr double kInvPio2 = 6.36619772367581382433e-01, kPio2_1 = 1.57079632673412561417e+00,
                   kPio2_1t = 6.07710050650619224932e-11, kPio2_2 = 6.07710050630396597660e-11,
                   kPio2_2t = 2.02226624879595063154e-21, kPio2_3 = 2.02226624871116645580e-21,
                   kPio2_3t = 8.47842766036889956997e-32;
  const std::uint32_t ix = high_word(x) & 0x7FFFFFFF;
  if (ix < 0x4002D97C) {  // below 3 pi/4
    const double sign = x > 0 ? 1 : -1;
    double z = x - sign * kPio2_1;
    double tail = sign * kPio2_1t;
    if (ix == 0x3FF921FB) {
      z -= sign * kPio2_2;
      tail = sign * kPio2_2t;
    }
    const double y0 = z - tail;
    return {sign > 0 ? 1 : 3, y0, (z - y0) - tail};
  }
  const double t = std::fabs(x);
  const int n = static_cast<int>(t * kInvPio2 + 0.5);
  const double fn = n;
  double r = t - fn * kPio2_1;
  double w = fn * kPio2_1t;
  double y0 = r - w;
  const auto j = static_cast<int>(ix >> 20);
  if (j - static_cast<int>(high_word(y0) >> 20 & 0x7FF) > 16) {
    double before = r;
    w = fn * kPio2_2;
    r = before - w;
    w = fn * kPio2_2t - ((before - r) - w);
    y0 = r - w;
    if (j - static_cast<int>(high_word(y0) >> 20 & 0x7FF) > 49) {
      before = r;
      w = fn * kPio2_3;
      r = before - w;
      w = fn * kPio2_3t - ((before - r) - w);
      y0 = r - w;
    }
  }
  const double y1 = (r - y0) - w;
  return x < 0 ? Reduced{-n & 3, -y0, -y1} : Reduced{n & 3, y0, y1};
}

bool is_small(double x) {
  return (high_word(x) & 0x7FFFFFFF) <= 0x3FE921FB;
}

}  // namespace

double fdlibm_sin(double x) {
  if (is_small(x)) return kernel_sin(x, 0, true);
  const Reduced r = reduce(x);
  const double value = r.quadrant % 2 == 0 ? kernel_sin(r.y0, r.y1, false) : kernel_cos(r.y0, r.y1);
  return r.quadrant >= 2 ? -value : value;
}

double fdlibm_cos(double x) {
  if (is_small(x)) return kernel_cos(x, 0);
  const Reduced r = reduce(x);
  const double value = r.quadrant % 2 == 0 ? kernel_cos(r.y0, r.y1) : kernel_sin(r.y0, r.y1, false);
  return r.quadrant == 1 || r.quadrant == 2 ? -value : value;
}

}  // namespace mimus::fake
