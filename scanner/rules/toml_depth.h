// Text that would make the TOML parser crash.
//
// toml++ bounds how deep values nest (256) but not how deep a dotted key does:
// "a.a.a.a…=1" makes one table in another, and their destructors call each
// other until the stack ends (seen with 100,000 names in one key). A rule file
// may come with a tree that somebody else wrote, so this is looked for before
// parsing, by a scan that knows strings and comments and no more of TOML.
//
//   [rules.remediation]          2 names: fine
//   a.b.c.d.e.f.g.h.i.j = 1      more than kLongestKey: refused
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace patrol {

// Names in one dotted key. Rules need three; sixteen in each of 256 nested
// values stay far below what a stack of 8 MiB bears, sanitizers included.
inline constexpr std::size_t kLongestKey = 16;

// The line (from 1) of the first key with more than kLongestKey names; 0 if
// there is none. For text that is not TOML the answer may be either.
std::uint32_t line_of_too_long_key(std::string_view toml);

}  // namespace patrol
