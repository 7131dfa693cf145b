// The table of commands: what CLI11 is told of each.
#pragma once

#include "scanner/cli/options.h"

namespace CLI {  // NOLINT(readability-identifier-naming): CLI11's
class App;
}

namespace patrol {

// All commands. Parsing sets `command`, which must outlive the app.
void add_commands(CLI::App& root, Command& command);

}  // namespace patrol
