#include "scanner/detect/entropy.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

namespace patrol {
namespace {

struct Alphabet {
  std::string_view characters;
  int size;
};
// Smaller ones first. Base32 comes before base36, of which it is a part.
constexpr std::array<Alphabet, 7> kAlphabets = {{
    {"0123456789", 10},
    {"0123456789abcdef", 16},
    {"0123456789ABCDEF", 16},
    {"abcdefghijklmnopqrstuvwxyz234567", 32},
    {"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 32},
    {"0123456789abcdefghijklmnopqrstuvwxyz", 36},
    {"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", 36},
}};
constexpr int kLargest = 64;

// Longer texts are judged as this long: entropy grows no more, and the sum in
// expected_bits() would only cost time.
constexpr std::size_t kLongest = 4096;

// The expected entropy of `length`, n, characters drawn evenly from `a`:
//
//   log2 n - a/n * sum over k of P(a character occurs k times) * k log2 k
//
// with P binomial, computed from each k to the next.
double expected_bits(std::size_t length, double a) {
  const auto n = static_cast<double>(length);
  const double p = 1 / a;
  double chance = std::pow(1 - p, n);  // of k = 0
  double sum = 0;
  for (std::size_t i = 0; i < length; ++i) {
    const auto k = static_cast<double>(i);
    if (i > 1) sum += chance * k * std::log2(k);
    chance *= (n - k) / (k + 1) * p / (1 - p);
  }
  sum += chance * n * std::log2(n);
  return std::log2(n) - a / n * sum;
}

}  // namespace

double shannon_bits(std::string_view text) {
  if (text.empty()) return 0;
  std::array<std::size_t, 256> counts{};
  for (char c : text) ++counts[static_cast<unsigned char>(c)];
  const auto n = static_cast<double>(text.size());
  double sum = 0;
  for (std::size_t count : counts) {
    const auto k = static_cast<double>(count);
    if (count > 1) sum += k * std::log2(k);
  }
  return std::log2(n) - sum / n;
}

int alphabet_size(std::string_view text) {
  for (const Alphabet& alphabet : kAlphabets) {
    if (text.find_first_not_of(alphabet.characters) == text.npos) {
      return alphabet.size;
    }
  }
  return kLargest;
}

double least_bits(std::size_t length, int alphabet) {
  const std::size_t judged = std::min(length, kLongest);
  return expected_bits(judged, alphabet) -
         4 / std::sqrt(static_cast<double>(judged));
}

bool looks_random(std::string_view secret, double rule_minimum) {
  if (rule_minimum < 0) return true;
  if (secret.empty()) return false;
  const double least = rule_minimum > 0
                           ? rule_minimum
                           : least_bits(secret.size(), alphabet_size(secret));
  return shannon_bits(secret) >= least;
}

}  // namespace patrol
