#include "scanner/cli/version.h"

#include "scanner/detect/prefilter.h"
#include "scanner/rules/ruleset.h"

namespace patrol {

std::string_view version() { return PATROL_VERSION; }

std::string version_text() {
  return "patrol " + std::string(version()) + " (hyperscan " +
         Prefilter::library_version() + "; " +
         std::to_string(builtin_rules().size()) + " rules)";
}

}  // namespace patrol
