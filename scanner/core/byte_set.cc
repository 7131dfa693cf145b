#include "scanner/core/byte_set.h"

#include <array>

namespace patrol {

void add_other_case(ByteSet& set) {
  for (int b = 'a'; b <= 'z'; ++b) {
    const auto lower = static_cast<unsigned char>(b);
    const auto upper = static_cast<unsigned char>(b - 'a' + 'A');
    if (set.contains(lower)) set.add(upper);
    if (set.contains(upper)) set.add(lower);
  }
}

std::optional<ByteSet> named_class(std::string_view name) {
  struct Named {
    std::string_view name;
    std::string_view ranges;  // pairs: low, high
  };
  static constexpr std::array<Named, 16> kNamed = {{
      {"d", "09"},
      {"s", "\t\n\f\r  "},
      {"w", "09AZ__az"},
      {"alnum", "09AZaz"},
      {"alpha", "AZaz"},
      {"ascii", std::string_view("\0\x7f", 2)},
      {"blank", "\t\t  "},
      {"cntrl", std::string_view("\0\x1f\x7f\x7f", 4)},
      {"digit", "09"},
      {"graph", "!~"},
      {"lower", "az"},
      {"print", " ~"},
      {"punct", "!/:@[`{~"},
      {"space", "\t\r  "},
      {"upper", "AZ"},
      {"xdigit", "09AFaf"},
  }};
  if (name == "word") name = "w";
  for (const Named& named : kNamed) {
    if (named.name != name) continue;
    ByteSet set;
    for (std::size_t i = 0; i + 1 < named.ranges.size(); i += 2) {
      set.add_range(static_cast<unsigned char>(named.ranges[i]),
                    static_cast<unsigned char>(named.ranges[i + 1]));
    }
    return set;
  }
  return std::nullopt;
}

}  // namespace patrol
