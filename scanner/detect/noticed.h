// What one look at a text tells, before any rule is asked: which literals stand
// where, and where something may be encoded. It is all that costs by the byte;
// what follows costs by what was noticed.
//
// Of a version of a file it is told from that of the version before, and the
// bytes that changed (decode/change.h).
#pragma once

#include <vector>

#include "scanner/decode/survey.h"
#include "scanner/detect/prefilter.h"

namespace patrol {

struct Noticed {
  std::vector<Hit> hits;  // of all rules, by `begin`
  Survey survey;

  // A copy that needs no more memory than what it says.
  Noticed compact() const { return {hits, survey.compact()}; }
};

}  // namespace patrol
