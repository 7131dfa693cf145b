// A sample token is written as a list of pieces and put together when a test
// runs:
//
//   joined({"ghp", "_suBqcNgZvzd8iFJoKsu", "6IkALiSlTgL20yi5e"})
//
// Literals side by side are not enough: scanners, patrol among them
// (decode/joined.h), read those as one. None joins over commas, since the
// items of a list are things of their own.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

namespace patrol {

inline std::string joined(std::initializer_list<std::string_view> pieces) {
  std::string whole;
  for (std::string_view piece : pieces) whole += piece;
  return whole;
}

}  // namespace patrol
