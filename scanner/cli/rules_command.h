// patrol rules list, show, check, compile, profile: the catalogue, looked at.
#pragma once

#include "scanner/cli/options.h"

namespace patrol {

// Each returns the exit status.
int run_rules_list(const RulesListOptions& options);
int run_rules_show(const RulesShowOptions& options);
int run_rules_check(const RulesCheckOptions& options);
int run_rules_compile(const RulesCompileOptions& options);
int run_rules_profile(const RulesProfileOptions& options);

}  // namespace patrol
