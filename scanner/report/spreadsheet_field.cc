#include "scanner/report/spreadsheet_field.h"

#include <algorithm>
#include <array>

#include "scanner/report/printable.h"
#include "scanner/report/replaced.h"

namespace patrol {
namespace {

// Also as they are typed in East Asia, which Excel takes for the same.
constexpr std::array<std::string_view, 10> kFormulaStarts = {
    "=", "+", "-", "@", "|", "%", "＝", "＋", "－", "＠"};

bool starts_formula(std::string_view text) {
  text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
  return std::any_of(
      kFormulaStarts.begin(), kFormulaStarts.end(),
      [text](std::string_view s) { return text.starts_with(s); });
}

}  // namespace

std::string spreadsheet_field(std::string_view untrusted) {
  std::string text = printable(untrusted);
  if (starts_formula(text)) text.insert(0, 1, '\'');
  if (text.find_first_of(",\"") == text.npos) return text;
  constexpr Replacement kInQuotes[] = {{'"', "\"\""}};
  return '"' + replaced(text, kInQuotes) + '"';
}

}  // namespace patrol
