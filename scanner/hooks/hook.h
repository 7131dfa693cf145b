// The hooks that patrol can be, and their scripts: the files of hooks/, which
// are part of the program as they are.
#pragma once

#include <span>
#include <string_view>

namespace patrol {

struct Hook {
  std::string_view name;    // git's: "pre-commit"
  std::string_view help;    // one line, no full stop
  std::string_view script;  // of hooks/
  // It runs where somebody works: what it cannot read it only warns of. One of
  // a server refuses.
  bool is_of_client = true;
};

// The default is the first.
std::span<const Hook> hooks();

// nullptr: there is none of that name.
const Hook* find_hook(std::string_view name);

// Calls a repository's own hook, which a global one hides.
std::string_view chain_to_repository();

}  // namespace patrol
