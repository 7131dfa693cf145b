#include "scanner/changes/added_lines.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <unordered_map>

namespace patrol {
namespace {

constexpr std::string_view kLineEnds = "\r\n";

// The lines that a place stands on, without the end of the last.
Span lines_around(std::string_view text, const Span& place) {
  const std::size_t before =
      place.begin == 0 ? text.npos
                       : text.find_last_of(kLineEnds, place.begin - 1);
  const std::size_t last = place.size() == 0 ? place.begin : place.end - 1;
  const std::size_t after = text.find_first_of(kLineEnds, last);
  return {before == text.npos ? 0 : before + 1,
          after == text.npos ? text.size() : after};
}

// With LF in place of CR LF and CR.
std::string with_plain_ends(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\r') {
      out += text[i];
    } else if (i + 1 == text.size() || text[i + 1] != '\n') {
      out += '\n';
    }
  }
  return out;
}

// Some whole lines, and how often they stand in two texts.
struct Lines {
  std::uint64_t before = 0;
  std::uint64_t after = 0;       // so far, where a place is
  std::uint64_t last_begin = 0;  // of those
};

// Counts how often some texts of whole lines stand in another one.
class LineCounter {
 public:
  // Valid as long as *this.
  Lines* want(std::string text) {
    const auto [at, is_new] = all_.emplace(std::move(text), Lines{});
    if (is_new) {
      const std::string_view key = at->first;
      by_first_line_[key.substr(0, key.find('\n'))].push_back(&*at);
    }
    return &at->second;
  }

  // REQUIRES: lines of `text` end with LF.
  void count(std::string_view text) {
    for (std::size_t begin = 0; begin <= text.size();) {
      const std::size_t end = std::min(text.find('\n', begin), text.size());
      const auto wanted = by_first_line_.find(text.substr(begin, end - begin));
      if (wanted != by_first_line_.end()) {
        for (auto* entry : wanted->second) {
          if (stands_at(text.substr(begin), entry->first)) {
            ++entry->second.before;
          }
        }
      }
      begin = end + 1;
    }
  }

 private:
  using All = std::map<std::string, Lines>;

  static bool stands_at(std::string_view text, std::string_view lines) {
    return text.starts_with(lines) &&
           (text.size() == lines.size() || text[lines.size()] == '\n');
  }

  All all_;
  std::unordered_map<std::string_view, std::vector<All::value_type*>>
      by_first_line_;
};

// Counts the lines of a place, once for all places on them.
bool is_one_more(Lines& lines, std::uint64_t begin) {
  if (lines.after == 0 || lines.last_begin != begin) {
    ++lines.after;
    lines.last_begin = begin;
  }
  return lines.after > lines.before;
}

}  // namespace

std::vector<bool> on_added_lines(std::string_view before,
                                 std::string_view after,
                                 std::span<const Span> places) {
  struct Place {
    Lines* lines;
    std::uint64_t begin;
  };
  LineCounter counter;
  std::vector<Place> on;
  Span around{1, 0};
  for (const Span& place : places) {
    // A file may be one line, with thousands of places: it is sought once.
    if (on.empty() || !around.contains(place)) {
      around = lines_around(after, place);
      on.push_back({counter.want(with_plain_ends(
                        after.substr(around.begin, around.size()))),
                    around.begin});
    } else {
      on.push_back(on.back());
    }
  }
  if (before.find('\r') == before.npos) {
    counter.count(before);
  } else {
    counter.count(with_plain_ends(before));
  }
  std::vector<bool> is_new;
  is_new.reserve(on.size());
  for (const Place& place : on) {
    is_new.push_back(is_one_more(*place.lines, place.begin));
  }
  return is_new;
}

}  // namespace patrol
