#include "scanner/report/printable.h"

#include <fmt/format.h>

#include <algorithm>
#include <span>

#include "scanner/core/utf8.h"

namespace patrol {
namespace {

struct Range {
  char32_t first;
  char32_t last;
};

// What is not shown, or shown elsewhere than where it stands.
constexpr Range kUnseen[] = {
    {0x7F, 0x9F},        // DEL, C1 controls
    {0xAD, 0xAD},        // soft hyphen
    {0x061C, 0x061C},    // Arabic letter mark
    {0x200B, 0x200F},    // zero width, marks
    {0x2028, 0x202E},    // line ends, overrides
    {0x2060, 0x206F},    // joiner, isolates
    {0xFEFF, 0xFEFF},    // byte order mark
    {0xFFF9, 0xFFFB},    // annotations
    {0xE0000, 0xE0FFF},  // tags, selectors
};

// White space that is shown as it is (char.IsWhiteSpace of .NET, in which
// GitHub's runner is written).
constexpr Range kBlank[] = {
    {' ', ' '},       {0xA0, 0xA0},     {0x1680, 0x1680},
    {0x2000, 0x200A}, {0x205F, 0x205F}, {0x3000, 0x3000},
};

bool is_in(char32_t point, std::span<const Range> ranges) {
  return std::ranges::any_of(ranges, [point](const Range& range) {
    return range.first <= point && point <= range.last;
  });
}

std::string escaped(const CodePoint& point) {
  switch (point.value) {
    case '\n':
      return "\\n";
    case '\r':
      return "\\r";
    case '\t':
      return "\\t";
    default:
      break;
  }
  const auto value = static_cast<std::uint32_t>(point.value);
  return value < 0x80 || !point.valid ? fmt::format("\\x{:02x}", value)
                                      : fmt::format("\\u{{{:x}}}", value);
}

// A logging command of Azure Pipelines at the front of `text`: "##[group]",
// "##vso[task.setvariable …]".
bool starts_command(std::string_view text) {
  if (!text.starts_with("##")) return false;
  text.remove_prefix(2);
  if (text.starts_with("[")) return true;
  constexpr std::string_view kArea = "vso[";
  return text.size() >= kArea.size() &&
         std::equal(kArea.begin(), kArea.end(), text.begin(),
                    [](char a, char b) {
                      return a == (b >= 'A' && b <= 'Z' ? b - 'A' + 'a' : b);
                    });
}

}  // namespace

bool is_unseen(char32_t point) { return is_in(point, kUnseen); }

std::vector<Cell> printable_cells(std::string_view untrusted) {
  std::vector<Cell> cells;
  bool at_start = true;
  while (!untrusted.empty()) {
    const CodePoint point = first_code_point(untrusted);
    const bool obeyed =
        starts_command(untrusted) || (at_start && untrusted.starts_with("::"));
    if (obeyed || !point.valid || point.value < 0x20 ||
        is_unseen(point.value)) {
      std::string text = escaped(point);
      const std::size_t width = text.size();
      cells.push_back({std::move(text), width});
    } else {
      cells.push_back({std::string(untrusted.substr(0, point.size)), 1});
    }
    untrusted.remove_prefix(point.size);
    at_start = at_start && point.valid && is_in(point.value, kBlank);
  }
  return cells;
}

std::string printable(std::string_view untrusted) {
  std::string text;
  for (const Cell& cell : printable_cells(untrusted)) text += cell.text;
  return text;
}

}  // namespace patrol
