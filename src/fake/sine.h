#pragma once

// sin and cos as V8 computes them: fdlibm's kernels (Sun Microsystems, 1993), for arguments of at
// most a few turns. glibc's differ in the last bit of three results in a hundred.
namespace mimus::fake {

double fdlibm_sin(double x);
double fdlibm_cos(double x);

}  // namespace mimus::fake
