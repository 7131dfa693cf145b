#include "scanner/rules/capture_groups.h"

#include <cstddef>

namespace patrol {
namespace {

// Past the escape at `at`: two characters, or all of \Q…\E.
std::size_t skip_escape(std::string_view regex, std::size_t at) {
  if (regex.substr(at, 2) != "\\Q") return at + 2;
  const std::size_t end = regex.find("\\E", at + 2);
  return end == regex.npos ? regex.size() : end + 2;
}

// Past the class that opens at `at`. A ']' that comes first is itself, and
// [:name:] has a ']' of its own.
std::size_t skip_class(std::string_view regex, std::size_t at) {
  ++at;
  if (regex.substr(at, 1) == "^") ++at;
  if (regex.substr(at, 1) == "]") ++at;
  while (at < regex.size() && regex[at] != ']') {
    if (regex[at] == '\\') {
      at += 2;
    } else if (regex.substr(at, 2) == "[:") {
      const std::size_t end = regex.find(":]", at + 2);
      at = end == regex.npos ? at + 1 : end + 2;
    } else {
      ++at;
    }
  }
  return at + 1;
}

// Counts the '(' at `at` if it captures. Of groups with the same name the first
// one has it, as in RE2.
void open_group(std::string_view regex, std::size_t at, CaptureGroups& groups) {
  const std::string_view rest = regex.substr(at);
  const bool named = rest.starts_with("(?P<") || rest.starts_with("(?<");
  if (rest.starts_with("(?") && !named) return;
  ++groups.count;
  const bool is_secret =
      rest.starts_with("(?P<secret>") || rest.starts_with("(?<secret>");
  if (is_secret && groups.secret == 0) groups.secret = groups.count;
}

}  // namespace

CaptureGroups capture_groups(std::string_view regex) {
  CaptureGroups groups;
  for (std::size_t at = 0; at < regex.size();) {
    if (regex[at] == '\\') {
      at = skip_escape(regex, at);
    } else if (regex[at] == '[') {
      at = skip_class(regex, at);
    } else {
      if (regex[at] == '(') open_group(regex, at, groups);
      ++at;
    }
  }
  return groups;
}

}  // namespace patrol
