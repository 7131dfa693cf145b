// Words whose letters are written as digits and signs: "P4$$w0rd", "S3cr3t".
//
// A digit is not always a letter ("p@ss4me"), and '1' is two of them, so there
// is more than one reading. Who looks for a word tries each.
//
// Pure function; thread-safe; linear time.
#pragma once

#include <array>
#include <string>
#include <string_view>

namespace patrol {

struct LeetReading {
  std::string_view signs;
  std::string_view letters;  // of each sign
};
inline constexpr std::array<LeetReading, 3> kLeetReadings = {{
    {"@$03", "asoe"},  // digits that hardly stand for themselves
    {"@$034571", "asoeasti"},
    {"@$034571", "asoeastl"},
}};

// `text` in lower case with those letters.
std::string unleeted(std::string_view text, const LeetReading& reading);

}  // namespace patrol
