#include "scanner/core/spelling.h"

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <vector>

namespace patrol {
namespace {

// Words longer than this are no slips of the finger; the bound keeps the cost
// of distance() small for any input.
constexpr std::size_t kLongestWord = 64;

// Levenshtein's distance, one row of its table at a time.
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i + 1;
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::size_t changed = diagonal + (a[i] == b[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({changed, row[j] + 1, row[j + 1] + 1});
    }
  }
  return row.back();
}

}  // namespace

std::string_view closest(std::string_view word,
                         std::span<const std::string_view> known) {
  if (word.size() > kLongestWord) return {};
  std::string_view best;
  std::size_t least = kLongestWord;
  for (std::string_view candidate : known) {
    const std::size_t d = distance(word, candidate);
    if (d < least && d * 3 <= candidate.size()) {
      least = d;
      best = candidate;
    }
  }
  return best;
}

}  // namespace patrol
