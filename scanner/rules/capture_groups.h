// Which capturing group of a regex holds the secret, without a regex engine.
//
// rules/ may not use RE2 (a rule is data; compiling it is detect's), but a Rule
// carries the number of its secret's group, so that nobody looks up a name at
// the first hit. A scan over the text is enough: a group opens at a '(' that is
// neither escaped, nor in a class, nor between \Q and \E, nor followed by '?'
// (unless that begins a name).
//
//   key[(]=(?:"|')?(?P<quote>["'])?(?P<secret>\w+)
//                  ^ 1             ^ 2: count 2, secret 2
//
// The text is not checked: for one that RE2 refuses the answer means nothing.
// capture_groups_test.cc compares with RE2.
#pragma once

#include <cstdint>
#include <string_view>

namespace patrol {

struct CaptureGroups {
  std::uint32_t count = 0;
  std::uint32_t secret = 0;  // number of the group named "secret"; 0: none
  bool operator==(const CaptureGroups&) const = default;
};

CaptureGroups capture_groups(std::string_view regex);

}  // namespace patrol
