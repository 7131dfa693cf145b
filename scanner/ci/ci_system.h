// The CI systems that patrol knows: a row of one table each (ci_system.cc).
//
//   how it is told     a variable that it sets for every job
//   what is new        from which variables base and head come
//   how it is talked to: which format makes annotations of findings, where a
//                      summary goes, and what makes its clones deep enough
//
// A system that is in no row has its job done by --base and --head.
#pragma once

#include <cstdint>
#include <string_view>

#include "scanner/ci/ci_event.h"

namespace patrol {

enum class SummaryWay : std::uint8_t {
  kNone,
  kAppended,  // to the file that a variable names
  kUploaded,  // from a folder that a variable names, by a logging command
};

struct CiSystem {
  std::string_view name;      // "GitHub Actions"
  std::string_view variable;  // set: it is this one
  CiEvent (*event)(const CiInputs&);
  std::string_view annotations;  // a report's format; empty: it has none
  SummaryWay summary;
  std::string_view summary_variable;
  std::string_view deepen;  // what to write where for a whole clone
};

// nullptr: none of them is known to run this.
const CiSystem* find_ci_system(const CiInputs& inputs);

}  // namespace patrol
