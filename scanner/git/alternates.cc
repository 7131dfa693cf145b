#include "scanner/git/alternates.h"

#include <cstddef>
#include <optional>
#include <set>

#include "scanner/git/files.h"

namespace patrol {
namespace {

constexpr std::size_t kLargestFile = std::size_t{16} << 20;

// The character that a backslash and the beginning of `rest` stand for, in the
// way of C strings, and takes it. nullopt: they stand for none.
std::optional<char> take_escaped(std::string_view& rest) {
  constexpr std::string_view kWritten = "abfnrtv\\\"";
  constexpr std::string_view kMeant = "\a\b\f\n\r\t\v\\\"";
  if (rest.empty()) return std::nullopt;
  const std::size_t at = kWritten.find(rest[0]);
  if (at != kWritten.npos) {
    rest.remove_prefix(1);
    return kMeant[at];
  }
  unsigned value = 0;  // three octal digits
  for (std::size_t i = 0; i < 3; ++i) {
    if (i == rest.size() || rest[i] < '0' || rest[i] > '7') return std::nullopt;
    value = value << 3 | static_cast<unsigned>(rest[i] - '0');
  }
  if (value > 0xFF) return std::nullopt;
  rest.remove_prefix(3);
  return static_cast<char>(value);
}

// What stands between quotes at the beginning of `rest`, and takes it.
// nullopt, and nothing taken: the quotes are broken, and git reads the entry as
// if there were none.
std::optional<std::string> take_quoted(std::string_view& rest) {
  std::string_view left = rest;
  if (!left.starts_with('"')) return std::nullopt;
  std::string text;
  for (left.remove_prefix(1); !left.empty();) {
    const char c = left[0];
    left.remove_prefix(1);
    if (c == '"') {
      rest = left;
      return text;
    }
    const std::optional<char> meant = c == '\\' ? take_escaped(left) : c;
    if (!meant) return std::nullopt;
    text += *meant;
  }
  return std::nullopt;
}

// What is borrowed from, breadth first: so the depth of a folder is the least
// that it has.
class Search {
 public:
  Search(const std::string& own, std::vector<std::string>& warnings)
      : warnings_(warnings), folders_{own}, depths_{-1}, seen_{own} {}

  void add(const std::string& path, int depth) {
    const std::string real = real_path(path);
    if (real.empty() || !is_folder(real)) {
      warnings_.push_back(path + ": objects are borrowed from it, but it is " +
                          (real.empty() ? "not there" : "no folder"));
    } else if (!seen_.contains(real) && depth > kDeepestAlternate) {
      warnings_.push_back(path + ": borrowed from by too many in a row");
    } else if (seen_.insert(real).second) {
      folders_.push_back(real);
      depths_.push_back(depth);
    }
  }

  std::vector<std::string> all() {
    for (std::size_t i = 0; i < folders_.size(); ++i) {
      add_named_by(std::string(folders_[i]), depths_[i] + 1);
    }
    return std::move(folders_);
  }

 private:
  void add_named_by(const std::string& folder, int depth) {
    const std::string file = folder + "/info/alternates";
    const auto text = read_file(file, kLargestFile);
    if (!text) {
      warnings_.push_back(file + ": " + text.error().message);
    } else if (*text) {
      for (const std::string& path : alternates_in(**text, '\n')) {
        add(path_from(folder, path), depth);
      }
    }
  }

  std::vector<std::string>& warnings_;
  std::vector<std::string> folders_;
  std::vector<int> depths_;  // of each of them
  std::set<std::string> seen_;
};

}  // namespace

std::vector<std::string> alternates_in(std::string_view text, char separator) {
  std::vector<std::string> entries;
  while (!text.empty()) {
    std::string entry;
    if (auto quoted = take_quoted(text)) {
      entry = *std::move(quoted);
    } else if (!text.starts_with('#')) {
      entry = text.substr(0, text.find(separator));
    }
    const std::size_t end = text.find(separator);
    text.remove_prefix(end == text.npos ? text.size() : end + 1);
    if (!entry.empty()) entries.push_back(std::move(entry));
  }
  return entries;
}

std::vector<std::string> object_folders(const std::string& own,
                                        const std::vector<std::string>& more,
                                        std::vector<std::string>& warnings) {
  Search search(own, warnings);
  for (const std::string& path : more) search.add(path, 0);
  return search.all();
}

}  // namespace patrol
