// Any bytes, taken for a configuration: read, or refused in one line that a
// terminal may be shown. What it extends is itself.
//
//   input   | found or named | TOML . . . . |
//           0                1

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>

#include "scanner/config/configuration.h"
#include "scanner/detect/allowlists.h"
#include "scanner/detect/path_rules.h"
#include "scanner/detect/rule_check.h"
#include "tests/fuzz/require.h"

namespace patrol {
namespace {

bool is_one_line(std::string_view text) {
  return std::ranges::none_of(
      text, [](unsigned char c) { return c < 32 || c == 127; });
}

void check(bool is_found, const std::string& toml) {
  const auto config = configure(
      {.file = "fuzz.toml",
       .text = toml,
       .is_of_user = !is_found,
       .is_found = is_found,
       .read = [&](const std::string&) -> Result<std::string> { return toml; }},
      load_options(RuleOrigin::kConfig));
  if (!config) {
    require(is_one_line(config.error().message), "an error is one line");
    return;
  }
  for (const std::string& warning : config->warnings) {
    require(is_one_line(warning), "a warning is one line");
  }
  const RuleSet rules = config->rules ? *config->rules : builtin_rules();
  if (!check_expressions(rules)) return;
  const auto lists = Allowlists::make(config->allowlists, rules);
  const auto paths =
      PathRules::make(rules, std::vector<bool>(rules.size(), true));
  require(!lists || lists->allowing(RuleIndex{0}, {"s", "m", "l"}).size() <=
                        config->allowlists.size(),
          "no list is told that is not there");
  require(!paths || paths->detect("a").size() <= rules.size(),
          "a path is a finding of each rule once");
}

}  // namespace
}  // namespace patrol

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  if (size == 0) return 0;
  patrol::check(data[0] & 1,
                {reinterpret_cast<const char*>(data) + 1, size - 1});
  return 0;
}
