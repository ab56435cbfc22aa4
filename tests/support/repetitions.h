#pragma once

#include <cstdlib>

namespace mimus {

// How often a test of many threads tries its luck: so often, or as MIMUS_REPETITIONS says (100000 for the proof, minutes with TSan).
inline int repetitions(int usual) {
  const char* wanted = std::getenv("MIMUS_REPETITIONS");
  return wanted == nullptr ? usual : std::atoi(wanted);
}

}  // namespace mimus
