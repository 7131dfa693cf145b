// Texts that are made from each other, as versions of a file are: for tests of
// what is told from the version before.
#pragma once

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "scanner/core/copied_run.h"

namespace patrol {

// A text made from `base` by copying parts of it and putting others between.
struct Version {
  std::string text;
  std::vector<CopiedRun> runs;
};

inline Version version_of(const std::string& base, std::mt19937& random) {
  Version out;
  const auto copy = [&](std::size_t begin, std::size_t end) {
    if (begin == end) return;
    out.runs.push_back({static_cast<std::uint32_t>(begin),
                        static_cast<std::uint32_t>(out.text.size()),
                        static_cast<std::uint32_t>(end - begin)});
    out.text += base.substr(begin, end - begin);
  };
  std::size_t at = random() % 3 == 0 ? random() % (base.size() + 1) : 0;
  for (auto edits = random() % 5; edits > 0; --edits) {
    const std::size_t end = at + random() % (base.size() - at + 1);
    copy(at, end);
    out.text += std::string(random() % 3 * (random() % 40),
                            "aZ09Qx/=' \"%\\"[random() % 12]);
    at = random() % 4 == 0 ? random() % (base.size() + 1)  // moved, or repeated
                           : std::min(base.size(), end + random() % 30);
  }
  if (random() % 3 != 0) copy(at, base.size());
  return out;
}

}  // namespace patrol
