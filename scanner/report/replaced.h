// Characters that a format gives a meaning to, written as it wants them.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace patrol {

struct Replacement {
  char character;
  std::string_view text;
};

// `text` with each of these characters, and no other, written otherwise.
std::string replaced(std::string_view text,
                     std::span<const Replacement> replacements);

}  // namespace patrol
