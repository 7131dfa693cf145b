#include "scanner/sources/ignore.h"

#include <algorithm>

#include "scanner/core/ascii.h"

namespace patrol {
namespace {

constexpr std::string_view kWildcards = "*?[\\";
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

// Without the spaces at its end, unless a backslash keeps them. Tabs stay.
std::string_view without_trailing_spaces(std::string_view line) {
  std::size_t end = 0;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const bool is_escape = line[i] == '\\';
    if (is_escape && i + 1 == line.size()) return line;
    if (is_escape) ++i;
    if (is_escape || line[i] != ' ') end = i + 1;
  }
  return line.substr(0, end);
}

// The next line of `text`, which loses it: without its LF or CR LF, and only
// up to a NUL, where a line ends for git.
std::string_view take_line(std::string_view& text) {
  const std::size_t end = text.find('\n');
  std::string_view line = text.substr(0, end);
  text.remove_prefix(end == text.npos ? text.size() : end + 1);
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line.substr(0, line.find('\0'));
}

std::string cased(std::string_view text, Case letters) {
  return letters == Case::kFolded ? lowered(text) : std::string(text);
}

std::string_view last_part(std::string_view path) {
  return path.substr(path.rfind('/') + 1);
}

// "a.tar.gz" -> ".gz"; "Makefile" -> "".
std::string_view extension(std::string_view name) {
  const std::size_t dot = name.rfind('.');
  return dot == name.npos ? std::string_view() : name.substr(dot);
}

}  // namespace

// What a verdict is asked for.
struct IgnoreFile::Subject {
  std::string_view path;
  std::string_view name;  // its last part
  bool is_directory;
};

IgnoreFile::IgnoreFile(std::string_view text, Case letters)
    : letters_(letters) {
  if (text.starts_with(kByteOrderMark)) {
    text.remove_prefix(kByteOrderMark.size());
  }
  while (!text.empty()) {
    const bool is_comment = text.starts_with('#');
    const std::string_view line = take_line(text);
    if (!is_comment) add(without_trailing_spaces(line), letters);
  }
}

void IgnoreFile::add(std::string_view line, Case letters) {
  Pattern pattern;
  if (line.starts_with('!')) {
    pattern.is_negated = true;
    line.remove_prefix(1);
  }
  if (line.ends_with('/')) {
    pattern.directories_only = true;
    line.remove_suffix(1);
  }
  if (line.empty()) return;
  patterns_.push_back(pattern);
  const bool is_anchored = line.find('/') != line.npos;
  if (line.starts_with('/')) line.remove_prefix(1);
  add_form(line, is_anchored, letters);
}

// Chooses the table. The literal start of a wildcard pattern is compared as it
// stands and the rest is a pattern of its own, so that `foo**/bar` finds
// foo1/x/bar: not what the manual says, but what git does.
void IgnoreFile::add_form(std::string_view text, bool is_anchored,
                          Case letters) {
  const auto line = static_cast<Line>(patterns_.size());
  const std::size_t wildcard = text.find_first_of(kWildcards);
  if (wildcard == text.npos) {
    std::string path = cased(text, letters);
    std::string name(last_part(path));
    literals_[std::move(name)].push_back({line, std::move(path), is_anchored});
    return;
  }
  const std::string_view after_star = text.substr(1);
  if (!is_anchored && text[0] == '*' &&
      after_star.find_first_of(kWildcards) == text.npos &&
      !extension(after_star).empty()) {
    std::string suffix = cased(after_star, letters);
    std::string key(extension(suffix));
    suffixes_[std::move(key)].push_back({line, std::move(suffix)});
    return;
  }
  const auto subject = is_anchored ? GlobSubject::kPath : GlobSubject::kName;
  wildcards_.push_back({line, cased(text.substr(0, wildcard), letters),
                        Glob(text.substr(wildcard), subject, letters),
                        is_anchored});
}

bool IgnoreFile::applies(Line line, const Subject& subject) const {
  return subject.is_directory || !patterns_[line - 1].directories_only;
}

IgnoreFile::Line IgnoreFile::last_literal(const Subject& subject) const {
  const auto found = literals_.find(subject.name);
  if (found == literals_.end()) return 0;
  Line last = 0;
  for (const Literal& literal : found->second) {
    if (literal.is_anchored && literal.path != subject.path) continue;
    if (applies(literal.line, subject)) last = literal.line;
  }
  return last;
}

IgnoreFile::Line IgnoreFile::last_suffix(const Subject& subject) const {
  const auto found = suffixes_.find(extension(subject.name));
  if (found == suffixes_.end()) return 0;
  Line last = 0;
  for (const Suffix& suffix : found->second) {
    if (!subject.name.ends_with(suffix.text)) continue;
    if (applies(suffix.line, subject)) last = suffix.line;
  }
  return last;
}

IgnoreFile::Line IgnoreFile::last_wildcard(const Subject& subject,
                                           Line above) const {
  for (auto it = wildcards_.rbegin(); it != wildcards_.rend(); ++it) {
    if (it->line < above) break;
    std::string_view text = it->is_anchored ? subject.path : subject.name;
    if (!text.starts_with(it->start) || !applies(it->line, subject)) continue;
    text.remove_prefix(it->start.size());
    if (it->rest.matches(text)) return it->line;
  }
  return above;
}

Verdict IgnoreFile::verdict(std::string_view path, bool is_directory) const {
  if (patterns_.empty()) return Verdict::kSilent;
  std::string lower;
  if (letters_ == Case::kFolded) path = lower = lowered(path);
  const Subject subject{path, last_part(path), is_directory};
  Line last = std::max(last_literal(subject), last_suffix(subject));
  last = last_wildcard(subject, last);
  if (last == 0) return Verdict::kSilent;
  return patterns_[last - 1].is_negated ? Verdict::kKept : Verdict::kIgnored;
}

bool is_ignored(const IgnoreChain* chain, std::string_view path,
                bool is_directory) {
  for (; chain != nullptr; chain = chain->next.get()) {
    const Verdict verdict =
        chain->file.verdict(path.substr(chain->base), is_directory);
    if (verdict != Verdict::kSilent) return verdict == Verdict::kIgnored;
  }
  return false;
}

}  // namespace patrol
