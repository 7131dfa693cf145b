// From rules to a detector. The catalogue's database is part of the program; a
// user's own rules need another one, which is compiled once and cached.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "scanner/core/result.h"
#include "scanner/detect/detector.h"
#include "scanner/rules/ruleset.h"

namespace patrol {

struct RuleChoice {
  std::vector<std::string> files = {};  // files and folders of rules to add
  std::vector<std::string> only = {};   // ids and aliases; empty: all
  std::vector<std::string> skip = {};
};

// What a scan matches with. Immutable, shared by all threads.
struct Engine {
  std::unique_ptr<const RuleSet> rules;
  std::vector<bool> enabled;  // by rule
  std::unique_ptr<const Detector> detector;
};

// Error: the user's; names file, rule and field, or the id that is unknown.
Result<Engine> make_engine(const RuleChoice& choice,
                           const DetectorOptions& options = {});

// The catalogue and the user's own rules as one set, all of them checked.
Result<RuleSet> load_all_rules(const std::vector<std::string>& files);

}  // namespace patrol
