// Any ignore file, asked about any path: an answer, in time linear in pattern
// times path, and for patterns of letters, '?' and '*' the one that the
// obvious table gives.
//
//   input   | case, kind | ignore file . . . . | NUL | path . . . . |
//           0            1

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/sources/glob.h"
#include "scanner/sources/ignore.h"
#include "tests/fuzz/require.h"

namespace patrol {
namespace {

// Does pattern[0, i) match text[0, j)? Row by row. `*` and `?` stop at '/'.
bool slow_match(std::string_view pattern, std::string_view text) {
  std::vector<bool> row(text.size() + 1);
  row[0] = true;
  for (char p : pattern) {
    std::vector<bool> next(text.size() + 1);
    next[0] = p == '*' && row[0];
    for (std::size_t j = 1; j <= text.size(); ++j) {
      const char t = text[j - 1];
      if (p == '*') {
        next[j] = row[j] || (next[j - 1] && t != '/');
      } else {
        next[j] = row[j - 1] && (p == '?' ? t != '/' : p == t);
      }
    }
    row = next;
  }
  return row.back();
}

bool is_simple(std::string_view pattern) {
  return pattern.find_first_of("[\\") == pattern.npos &&
         pattern.find("**") == pattern.npos;
}

void check(std::uint8_t choice, std::string_view file, std::string_view path) {
  const Case letters = choice & 1 ? Case::kFolded : Case::kExact;
  const IgnoreFile ignore(file, letters);
  static_cast<void>(ignore.verdict(path, (choice & 2) != 0));
  const std::string_view pattern = file.substr(0, file.find('\n'));
  const Glob glob(pattern, GlobSubject::kPath, Case::kExact);
  const bool matches = glob.matches(path);
  if (!is_simple(pattern)) return;
  require(matches == slow_match(pattern, path),
          "a glob matches what the table says");
}

}  // namespace
}  // namespace patrol

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  if (size == 0) return 0;
  const std::string_view input(reinterpret_cast<const char*>(data) + 1,
                               size - 1);
  const std::size_t end = input.find('\0');
  const std::string_view path =
      end == input.npos ? std::string_view() : input.substr(end + 1);
  patrol::check(data[0], input.substr(0, end), path);
  return 0;
}
