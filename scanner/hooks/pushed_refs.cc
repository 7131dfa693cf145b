#include "scanner/hooks/pushed_refs.h"

#include <algorithm>
#include <optional>

#include "scanner/core/hex_digits.h"

namespace patrol {
namespace {

// The words of a line, between single blanks.
std::vector<std::string_view> words_of(std::string_view line) {
  std::vector<std::string_view> words;
  for (;;) {
    const std::size_t end = line.find(' ');
    words.push_back(line.substr(0, end));
    if (end == line.npos) return words;
    line.remove_prefix(end + 1);
  }
}

// "" for one of zeros. nullopt: it is no id.
std::optional<std::string> id_of(std::string_view word) {
  const bool is_id = (word.size() == 40 || word.size() == 64) &&
                     std::ranges::all_of(
                         word, [](char c) { return hex_value(c).has_value(); });
  if (!is_id) return std::nullopt;
  return word.find_first_not_of('0') == word.npos ? std::string()
                                                  : std::string(word);
}

// `at`: the places of the three in a line of so many words.
struct Layout {
  std::size_t words;
  std::size_t name;
  std::size_t old_id;
  std::size_t new_id;
};

Result<PushedRef> parse_line(std::string_view line, const Layout& layout) {
  const std::vector<std::string_view> words = words_of(line);
  if (words.size() == layout.words) {
    auto old_id = id_of(words[layout.old_id]);
    auto new_id = id_of(words[layout.new_id]);
    if (old_id && new_id) {
      return PushedRef{std::string(words[layout.name]), *std::move(old_id),
                       *std::move(new_id)};
    }
  }
  return Error{"standard input is not what git tells this hook"};
}

Result<std::vector<PushedRef>> parse(std::string_view lines,
                                     const Layout& layout) {
  std::vector<PushedRef> out;
  while (!lines.empty()) {
    const std::size_t end = std::min(lines.find('\n'), lines.size());
    auto ref = parse_line(lines.substr(0, end), layout);
    if (!ref) return ref.error();
    out.push_back(*std::move(ref));
    lines.remove_prefix(std::min(end + 1, lines.size()));
  }
  return out;
}

std::vector<std::string> new_ids(const std::vector<PushedRef>& refs) {
  std::vector<std::string> ids;
  for (const PushedRef& ref : refs) {
    if (!ref.new_id.empty()) ids.push_back(ref.new_id);
  }
  std::ranges::sort(ids);
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  return ids;
}

}  // namespace

Result<std::vector<PushedRef>> parse_pre_push(std::string_view lines) {
  return parse(lines, {.words = 4, .name = 2, .old_id = 3, .new_id = 1});
}

Result<std::vector<PushedRef>> parse_pre_receive(std::string_view lines) {
  return parse(lines, {.words = 3, .name = 2, .old_id = 0, .new_id = 1});
}

CommitRange commits_pushed_to(const std::string& remote,
                              const std::vector<PushedRef>& refs) {
  CommitRange range{.wanted = new_ids(refs)};
  for (const PushedRef& ref : refs) {
    if (!ref.old_id.empty()) range.had_elsewhere.push_back(ref.old_id);
  }
  range.unwanted_refs = "refs/remotes/" + remote + "/";
  return range;
}

CommitRange commits_received(const std::vector<PushedRef>& refs) {
  return {.wanted = new_ids(refs), .unwanted_refs = "refs/"};
}

}  // namespace patrol
