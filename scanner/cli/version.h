// Which patrol this is, and what it was built with.
#pragma once

#include <string>
#include <string_view>

namespace patrol {

std::string_view version();  // "0.1.0"

// "patrol 0.1.0 (hyperscan 5.4.0; 42 rules)"
std::string version_text();

}  // namespace patrol
