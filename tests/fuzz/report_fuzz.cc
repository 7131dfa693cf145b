// Any bytes, taken for a stored report: refused in one line, or read, and then
// written as what reads the same again.

#include <algorithm>
#include <cstdint>
#include <sstream>
#include <string>
#include <string_view>

#include "scanner/report/format.h"
#include "scanner/report/stored_report.h"
#include "tests/fuzz/require.h"

namespace patrol {
namespace {

// `text` in `format`; empty: it is no report.
std::string written(std::string_view text, std::string_view format) {
  ToldRules told;
  Result<StoredReport> stored = read_stored_report(text, "fuzz", told);
  if (!stored) {
    const std::string_view message = stored.error().message;
    require(message.starts_with("fuzz: "), "an error names its file");
    require(message.size() < 200, "an error is short");
    return {};
  }
  for (const Finding& finding : stored->report.findings) {
    require(!finding.locations.empty(), "a finding stands somewhere");
    require(finding.fingerprint.size() == 32, "a finding has its name");
  }
  told.renumber(stored->report);
  const RuleSet rules = told.rules(builtin_rules());
  std::ostringstream out;
  find_format(format)->write({stored->report, rules, stored->version,
                              stored->rules_digest, stored->rules},
                             {}, out);
  return out.str();
}

void check(std::string_view text) {
  const std::string json = written(text, "json");
  if (json.empty()) return;
  require(written(json, "json") == json, "what is written reads the same");
  require(written(written(json, "jsonl"), "json") == json,
          "a stream says the same");
  for (const Format& format : formats()) {
    require(!written(json, format.name).empty(), "any format can be written");
  }
}

}  // namespace
}  // namespace patrol

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  patrol::check({reinterpret_cast<const char*>(data), size});
  return 0;
}
