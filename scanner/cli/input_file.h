// A file that the user named, or standard input, whole.
#pragma once

#include <string>

#include "scanner/core/result.h"

namespace patrol {

// How messages call it: "-" is standard input.
std::string name_of_input(const std::string& file);

// Error: one line that names the file. At most 1 GiB is read.
Result<std::string> read_input(const std::string& file);

}  // namespace patrol
