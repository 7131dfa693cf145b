// What the configuration says, told to the collector: which places a rule
// means, what is no secret, and whose word that is. (What it says of rules, the
// engine is made of.)
#pragma once

#include <string>
#include <vector>

#include "scanner/core/finding.h"
#include "scanner/engine.h"
#include "scanner/findings/collector.h"
#include "scanner/settings.h"

namespace patrol {

// Returns what the user should know of it, a line each. REQUIRES: called before
// anything is added to the collector; engine and settings outlive it.
std::vector<std::string> heed_settings(const Settings& settings,
                                       const Engine& engine, ScanMode mode,
                                       Collector& collector);

}  // namespace patrol
