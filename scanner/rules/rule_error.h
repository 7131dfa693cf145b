// The one line that tells a writer of rules what is wrong, and where:
//
//   patterns/x.toml:12: rule github-pat: severity: "hgih" is not one of low, …
//   ^ file          ^ line   ^ rule      ^ field   ^ what
//
// Editors and CI systems make "file:line:" a link. What is not known is left
// out. Control characters, in file names or values, come out as \x0A: the line
// stays one line, and a terminal is not steered by a file that it is told of.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "scanner/core/result.h"

namespace patrol {

struct RulePlace {
  std::string_view file;
  std::uint32_t line = 0;  // from 1; 0: the file as a whole
  std::string_view rule = {};
  std::string_view field = {};
};

Error error_at(const RulePlace& place, std::string_view what);

// "text" in quotes for such a line, cut after 40 bytes.
std::string quoted(std::string_view text);

}  // namespace patrol
