#include "scanner/hooks/commit_message.h"

#include <algorithm>

namespace patrol {
namespace {

// Behind the character for comments, which may be any.
constexpr std::string_view kScissors =
    " ------------------------ >8 ------------------------";
constexpr std::size_t kLongestPrefix = 8;

bool is_scissors(std::string_view line) {
  return line.ends_with(kScissors) &&
         line.size() <= kScissors.size() + kLongestPrefix;
}

}  // namespace

std::string_view message_in(std::string_view text) {
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    if (is_scissors(text.substr(begin, end - begin))) {
      return text.substr(0, begin);
    }
    begin = end + 1;
  }
  return text;
}

}  // namespace patrol
