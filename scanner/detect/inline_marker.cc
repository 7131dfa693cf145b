// The words are those of the tools' manuals. A marker ends where a word does,
// so that "loggignore" is none; a list of rules ends with the comment:
//
//   /* patrol:allow github-pat, jwt*/     <!-- patrol:allow jwt-->
//                   ^^^^^^^^^^  ^^^                         ^^^

#include "scanner/detect/inline_marker.h"

#include <algorithm>
#include <array>
#include <optional>

#include "scanner/core/ascii.h"

namespace patrol {
namespace {

constexpr std::string_view kLineEnds = "\r\n";
constexpr std::string_view kOwn = "patrol:allow";
constexpr std::string_view kPragma = "pragma:";
constexpr std::array<std::string_view, 3> kOthers = {
    "gitleaks:allow", "trufflehog:ignore", "ggignore"};

bool is_word(char c) { return is_alnum(c) || c == '_'; }
bool is_blank(char c) { return c == ' ' || c == '\t'; }

// Calls follows(what comes behind) for each `word` in `line` until one says
// true.
template <typename Follows>
bool any_after(std::string_view line, std::string_view word, Follows follows) {
  for (std::size_t at = line.find(word); at != line.npos;
       at = line.find(word, at + 1)) {
    const std::string_view rest = line.substr(at + word.size());
    const bool begins = at == 0 || !is_word(line[at - 1]);
    const bool ends = rest.empty() || !is_word(rest[0]) || word.back() == ':';
    if (begins && ends && follows(rest)) return true;
  }
  return false;
}

bool holds(std::string_view line, std::string_view word) {
  return any_after(line, word, [](std::string_view) { return true; });
}

bool take(std::string_view& text, std::string_view part) {
  if (!text.starts_with(part)) return false;
  text.remove_prefix(part.size());
  return true;
}

void skip_blanks(std::string_view& text) {
  while (!text.empty() && is_blank(text[0])) text.remove_prefix(1);
}

// Between the words of a pragma.
bool take_joint(std::string_view& text) {
  return take(text, " ") || take(text, "-");
}

// "pragma: allowlist secret", with "nextline" before the last word if asked.
bool holds_pragma(std::string_view line, bool of_next_line) {
  return any_after(line, kPragma, [&](std::string_view rest) {
    skip_blanks(rest);
    if (!take(rest, "allowlist") && !take(rest, "whitelist")) return false;
    if (of_next_line && !(take_joint(rest) && take(rest, "nextline"))) {
      return false;
    }
    return take_joint(rest) && take(rest, "secret") &&
           (rest.empty() || !is_word(rest[0]));
  });
}

// An id or alias: letters, digits and what stands between them.
std::string_view take_name(std::string_view& text) {
  const auto is_part = [](char c) {
    return is_word(c) || c == '-' || c == '.' || c == '/';
  };
  std::size_t size = 0;
  while (size < text.size() && is_part(text[size])) ++size;
  std::string_view name = text.substr(0, size);
  text.remove_prefix(name.size());
  while (!name.empty() && !is_word(name.back())) name.remove_suffix(1);
  return name;
}

// `rest`: what follows patrol:allow.
bool allows(std::string_view rest, RuleIndex rule, const RuleSet& rules) {
  bool names_any = false;
  do {
    skip_blanks(rest);
    const std::optional<RuleIndex> named = rules.find(take_name(rest));
    if (named == rule) return true;
    names_any = names_any || named.has_value();
    skip_blanks(rest);
  } while (take(rest, ","));
  return !names_any;
}

bool is_marker_line(std::string_view line, RuleIndex rule,
                    const RuleSet& rules) {
  return any_after(line, kOwn,
                   [&](std::string_view rest) {
                     return allows(rest, rule, rules);
                   }) ||
         std::ranges::any_of(
             kOthers,
             [&](std::string_view word) { return holds(line, word); }) ||
         holds_pragma(line, false);
}

// The line that the byte at `at` is of, as far as it is looked at.
Span line_of(std::string_view text, std::uint64_t at) {
  const std::uint64_t from = at > kMarkerReach ? at - kMarkerReach : 0;
  const std::size_t before =
      text.substr(from, at - from).find_last_of(kLineEnds);
  const std::size_t after =
      text.substr(at, kMarkerReach).find_first_of(kLineEnds);
  return {before == text.npos ? from : from + before + 1,
          after == text.npos
              ? std::min<std::uint64_t>(text.size(), at + kMarkerReach)
              : at + after};
}

std::string_view part(std::string_view text, const Span& span) {
  return text.substr(span.begin, span.size());
}

// The line before that which begins at `begin`; empty if there is none.
std::string_view line_before(std::string_view text, std::uint64_t begin) {
  text = text.substr(0, begin);
  if (text.empty() || kLineEnds.find(text.back()) == kLineEnds.npos) return {};
  const bool is_pair = text.ends_with("\r\n");
  text.remove_suffix(is_pair ? 2 : 1);
  return part(text, line_of(text, text.size()));
}

// The last byte of a secret that is not the end of its line.
std::uint64_t last_of(std::string_view text, const Span& secret) {
  std::uint64_t end = std::max(secret.end, secret.begin + 1);
  while (end > secret.begin + 1 &&
         kLineEnds.find(text[end - 1]) != kLineEnds.npos) {
    --end;
  }
  return end - 1;
}

}  // namespace

bool is_marked(std::string_view text, const Span& secret, RuleIndex rule,
               const RuleSet& rules) {
  const Span first = line_of(text, secret.begin);
  const Span last = line_of(text, last_of(text, secret));
  return is_marker_line(part(text, first), rule, rules) ||
         is_marker_line(part(text, last), rule, rules) ||
         holds_pragma(line_before(text, first.begin), true);
}

}  // namespace patrol
