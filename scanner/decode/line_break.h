// The break between two lines of one wrapped text: an end of line with blanks
// around it, plain, behind a backslash, or written as \n in a string literal.
#pragma once

#include <cstdint>
#include <string_view>

namespace patrol {

// Bytes of the break that begins at text[at]; 0: none does.
std::uint64_t line_break(std::string_view text, std::uint64_t at);

}  // namespace patrol
