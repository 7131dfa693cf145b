#include "scanner/detect/secret_score.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

#include "scanner/core/ascii.h"
#include "scanner/core/hex_digits.h"
#include "scanner/detect/given_name.h"
#include "scanner/detect/word_model.h"

namespace patrol {
namespace {

// From so many points on.
constexpr double kHigh = 25;
constexpr double kMedium = 16;
constexpr double kLow = 8;

// The weights. Each has its reason.

// Whoever writes "password" or "secret" means one.
constexpr Weight kSaysSecret = {"says secret", 3};
// Keys of maps and of tables are called so as well, but not "api key".
constexpr Weight kSaysKey = {"says key", 2};
// Parsers, pages and locks have tokens, too.
constexpr Weight kSaysToken = {"says token", 1};

// The plain way.
constexpr Weight kAssigned = {"is assigned", 2};
// {name, value} lists are how configuration is written.
constexpr Weight kElsewhere = {"has its value beside", 2};
constexpr Weight kMarkup = {"is marked up", 1};
// What is used where nothing is configured: real more often than not.
constexpr Weight kFallback = {"is a fallback", 2};
// Of a call's arguments, any may follow a name.
constexpr Weight kArgument = {"is an argument", 0};
// So do words in prose follow each other, and types and variables.
constexpr Weight kBlanks = {"is behind blanks", -2};
// Text, not code, in most languages.
constexpr Weight kQuoted = {"in quotes", 1};
// An Authorization header holds nothing else.
constexpr Weight kHeader = {"in a header", 6};

// bits_for_drawn() knows hashes and ids for drawn as well, so it can say no
// more than this for a value; against it, all.
constexpr double kMostForDrawn = 20;
constexpr std::string_view kDrawn = "drawn";
constexpr std::string_view kLikeWords = "like words";

// Hashes, ids and addresses are hexadecimal far more often than secrets.
constexpr Weight kHex = {"hexadecimal", -14};
// In a header, most of them are tokens.
constexpr Weight kHexInHeader = {"hexadecimal", -2};
// Names, versions and ids keep to one case.
constexpr Weight kOneCase = {"of one case", -2};
// 1 in 16 of 16 random letters and digits has none, of 32 1 in 250; nearly all
// words.
constexpr Weight kNoDigit = {"without digits", -8};
// Base64 of random bytes has one in 32; paths and names have more.
constexpr Weight kManySigns = {"many signs", -6};
// "rcHu+=HzSFw89": base64 ends with them, and so does a name in name=value.
constexpr Weight kEqualsInside = {"= inside", -6};
// Fernet's version and the first bytes of its time: ciphertext, mostly. But
// OpenStack's tokens are made so.
constexpr Weight kFernet = {"made by Fernet", -9};
// "mjsdkdsffds9": fingers rest there. Of random values 1 in 1000.
constexpr Weight kMiddleRow = {"typed on one row of keys", -8};
// Expressions, templates and lists hold them, of passwords one in two.
constexpr Weight kCodeSigns = {"signs of code", -6};
// Too short to tell chance from habit.
constexpr Weight kShort = {"short", -2};

bool has(std::string_view text, std::string_view part) {
  return text.find(part) != text.npos;
}

Weight weight_of(std::string_view name) {
  constexpr std::string_view kSecrets[] = {"pass", "pwd", "secret",
                                           "credential"};
  const bool secret = std::ranges::any_of(
      kSecrets, [&](std::string_view word) { return has(name, word); });
  if (secret) return kSaysSecret;
  return has(name, "key") ? kSaysKey : kSaysToken;
}

Weight weight_of(Giving giving) {
  switch (giving) {
    case Giving::kAssigned:
      return kAssigned;
    case Giving::kElsewhere:
      return kElsewhere;
    case Giving::kMarkup:
      return kMarkup;
    case Giving::kFallback:
      return kFallback;
    case Giving::kArgument:
      return kArgument;
    case Giving::kBlanks:
      break;
  }
  return kBlanks;
}

bool is_hex(std::string_view text) {
  return std::ranges::all_of(text,
                             [](char c) { return hex_value(c).has_value(); });
}

// "chpt_d0c59…", "tok_…": how an issuer marks its tokens. The rest is drawn.
std::string_view without_mark(std::string_view value) {
  constexpr std::size_t kLongestMark = 6;
  const std::size_t end = value.find('_');
  const bool is_mark = end <= kLongestMark &&
                       std::ranges::all_of(value.substr(0, end), is_letter) &&
                       value.find('_', end + 1) == value.npos;
  return is_mark ? value.substr(end + 1) : value;
}

void add_randomness(std::string_view value, Score& score) {
  const double bits = std::round(
      std::max(bits_for_drawn(value), bits_for_drawn(without_mark(value))));
  score.add({bits > 0 ? kDrawn : kLikeWords, std::min(bits, kMostForDrawn)});
}

void add_alphabet(std::string_view value, const Weight& hex, Score& score) {
  constexpr std::ptrdiff_t kSignsOneIn = 8;
  const auto size = static_cast<std::ptrdiff_t>(value.size());
  const auto digits = std::ranges::count_if(value, is_digit);
  const auto letters = std::ranges::count_if(value, is_letter);
  const auto small = std::ranges::count_if(
      value, [](char c) { return is_letter(c) && lower(c) == c; });
  if (is_hex(value)) {
    score.add(hex);
  } else if (small == 0 || small == letters) {
    score.add(kOneCase);
  }
  if (digits == 0) score.add(kNoDigit);
  if ((size - digits - letters) * kSignsOneIn > size) score.add(kManySigns);
}

bool is_typed_on_middle_row(std::string_view value) {
  constexpr std::string_view kRow = "asdfghjkl";
  constexpr std::ptrdiff_t kLeastLetters = 12;
  const auto letters = std::ranges::count_if(value, is_letter);
  const auto on_row = std::ranges::count_if(
      value, [&](char c) { return kRow.find(lower(c)) != kRow.npos; });
  return letters >= kLeastLetters && on_row * 4 >= letters * 3;
}

void add_shape(std::string_view value, Score& score) {
  if (value.find('=') != value.npos) score.add(kEqualsInside);
  if (value.starts_with("gAAAAA")) score.add(kFernet);
  if (is_typed_on_middle_row(value)) score.add(kMiddleRow);
}

// Brackets, commas and the like, which generators leave out or mix with others.
bool is_code_like(std::string_view value) {
  return value.find_first_of("(){}[],;:|") != value.npos;
}

void add_length(std::string_view value, Score& score) {
  constexpr std::size_t kLongEnough = 20;
  if (value.size() < kLongEnough) score.add(kShort);
}

std::string to_text(double points) {
  return std::to_string(static_cast<int>(points));
}

}  // namespace

void Score::add(const Weight& weight) {
  points += weight.points;
  if (weight.points != 0) weights.push_back(weight);
}

std::optional<Confidence> confidence_of(const Score& score) {
  if (score.points >= kHigh) return Confidence::kHigh;
  if (score.points >= kMedium) return Confidence::kMedium;
  if (score.points >= kLow) return Confidence::kLow;
  return std::nullopt;
}

std::string to_text(const Score& score) {
  std::string text = to_text(score.points) + ": ";
  for (const Weight& weight : score.weights) {
    if (&weight != &score.weights.front()) text += ", ";
    text += std::string(weight.says) + ' ' + to_text(weight.points);
  }
  return text;
}

Score score_of_assignment(const Matched& matched, std::string_view value) {
  const GivenName given = given_name(matched);
  Score score;
  score.add(weight_of(given.name));
  score.add(weight_of(given.giving));
  if (given.quoted) score.add(kQuoted);
  add_randomness(value, score);
  add_alphabet(value, kHex, score);
  add_shape(value, score);
  add_length(value, score);
  return score;
}

Score score_of_password(const Matched& matched, std::string_view value) {
  const GivenName given = given_name(matched);
  Score score;
  score.add(kSaysSecret);
  score.add(weight_of(given.giving));
  score.add(kQuoted);
  add_randomness(value, score);
  if (!std::ranges::any_of(value, is_digit)) score.add(kNoDigit);
  if (is_code_like(value)) score.add(kCodeSigns);
  return score;
}

Score score_of_opaque_token(std::string_view value) {
  Score score;
  score.add(kHeader);
  add_randomness(value, score);
  add_alphabet(value, kHexInHeader, score);
  add_shape(value, score);
  add_length(value, score);
  return score;
}

}  // namespace patrol
