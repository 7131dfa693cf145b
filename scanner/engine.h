// From rules to a detector. The catalogue's database is part of the program; a
// user's own rules need another one, which is compiled once and cached.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "scanner/config/configuration.h"
#include "scanner/core/result.h"
#include "scanner/detect/allowlists.h"
#include "scanner/detect/detector.h"
#include "scanner/detect/path_rules.h"
#include "scanner/rules/ruleset.h"

namespace patrol {

struct RuleChoice {
  std::string config = {};              // the file of --config; empty: none
  std::vector<std::string> files = {};  // files and folders of rules to add
  std::vector<std::string> only = {};   // ids and aliases; empty: all
  std::vector<std::string> skip = {};
};

// What a scan matches with. Immutable, shared by all threads.
struct Engine {
  std::unique_ptr<const RuleSet> rules;
  std::vector<bool> enabled;                     // by rule
  std::unique_ptr<const Allowlists> allowlists;  // null: there are none
  std::unique_ptr<const PathRules> path_rules;
  std::unique_ptr<const Detector> detector;
};

// `config`: null: there is none.
// Error: the user's; names file, rule and field, or the id that is unknown.
Result<Engine> make_engine(const RuleChoice& choice,
                           const DetectorOptions& options = {},
                           const Configuration* config = nullptr);

// The catalogue and the rules of the user's files as one set, all of them
// checked.
Result<RuleSet> load_all_rules(const std::vector<std::string>& files);

}  // namespace patrol
