// Completion of the command line, as a script for a shell.
//
//   eval "$(patrol completion bash)"      in ~/.bashrc; a package installs it
//                                         where the shell looks by itself
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "scanner/cli/command_tree.h"

namespace patrol {

inline constexpr std::string_view kShells = "bash|zsh|fish";

// nullopt: there is none for that shell.
std::optional<std::string> completion(std::string_view shell,
                                      const CommandText& program);

}  // namespace patrol
