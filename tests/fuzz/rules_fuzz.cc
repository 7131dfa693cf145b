// Any bytes, taken for a file of rules: read, or refused in one line that a
// terminal may be shown.
//
//   input   | whose rules | TOML . . . . |
//           0             1

#include <algorithm>
#include <cstdint>
#include <string_view>

#include "scanner/core/utf8.h"
#include "scanner/rules/load.h"
#include "tests/fuzz/require.h"

namespace patrol {
namespace {

void check(std::uint8_t choice, std::string_view toml) {
  const LoadOptions options = {
      choice & 1 ? RuleOrigin::kCatalogue : RuleOrigin::kUser,
      [](std::string_view name) { return name == "crc"; },
      [](std::string_view name) { return name == "jwt"; }};
  const Result<RuleSet> rules = parse_rules(toml, "fuzz.toml", options);
  if (!rules) {
    const std::string_view message = rules.error().message;
    require(message.starts_with("fuzz.toml"), "an error names its file");
    require(std::ranges::none_of(
                message, [](unsigned char c) { return c < 32 || c == 127; }),
            "an error is one line");
    return;
  }
  require(rules->size() != 0, "a file has rules");
  for (const Rule& rule : rules->rules()) {
    require(rules->find(rule.id).has_value(), "a rule is found by its id");
    require(!rule.regex.empty() && rule.max_length != 0, "a rule is complete");
  }
}

}  // namespace
}  // namespace patrol

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  if (size == 0) return 0;
  patrol::check(data[0], {reinterpret_cast<const char*>(data) + 1, size - 1});
  return 0;
}
