// The manual page, patrol(1), made of the commands and flags as the help is.
#pragma once

#include <string>

#include "scanner/cli/command_tree.h"

namespace patrol {

// In roff, for man.
std::string manual(const CommandText& program);

}  // namespace patrol
