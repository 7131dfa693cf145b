// What patrol says on standard error about its own work: "patrol: ...", one
// line, safe to print whatever it names.
#pragma once

#include <string_view>

namespace patrol {

// Says why nothing was done. Returns the exit status for that.
int fail(std::string_view message);

void warn(std::string_view message);

}  // namespace patrol
