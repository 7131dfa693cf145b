#include "scanner/detect/judge.h"

#include <optional>
#include <string>

#include "scanner/detect/carrier.h"
#include "scanner/detect/checksum.h"
#include "scanner/detect/context.h"
#include "scanner/detect/entropy.h"
#include "scanner/detect/own_server.h"
#include "scanner/detect/placeholder.h"
#include "scanner/detect/structure.h"

namespace patrol {
namespace {

// What is left to ask when check digits do not settle it.
std::optional<Drop> doubt(const Rule& rule, const Place& place,
                          const Match& match, std::string_view secret) {
  if (!rule.checksum.empty() && !stands_alone(place.text, match.secret)) {
    return Drop::kSlice;
  }
  if (!rule.near.empty() && !has_word_near(place, rule.near)) {
    return Drop::kNoWordNear;
  }
  if (rule.as_written) {
    // No limit is -1 here, and every text passes it.
    return shannon_bits(secret) > rule.entropy
               ? std::nullopt
               : std::optional(Drop::kNotRandom);
  }
  // A structure that was read says more than statistics could.
  if (!rule.structure.empty() && rule.checksum.empty()) return std::nullopt;
  if (is_placeholder(secret)) return Drop::kPlaceholder;
  if (!looks_random(secret, rule.entropy)) return Drop::kNotRandom;
  return std::nullopt;
}

// Takes the match apart. What is left of it goes to `judgement`.
std::optional<Drop> read(const Structure& structure, const Matched& matched,
                         const Rule& rule, Judgement& judgement) {
  auto facts = structure.read(matched, rule);
  if (!facts) return Drop::kStructure;
  judgement.facts = *std::move(facts);
  if (structure.rate) {
    const auto rating = structure.rate(matched);
    if (!rating) return Drop::kUnlikely;
    judgement.confidence = *rating;
  }
  if (judgement.check_digits != CheckDigits::kValid && structure.is_doubtful &&
      structure.is_doubtful(matched)) {
    judgement.confidence = Confidence::kLow;
  }
  return std::nullopt;
}

}  // namespace

std::string_view to_text(Drop reason) {
  static constexpr std::array<std::string_view, kDropReasons> kTexts = {
      "too long",
      "slice of something longer",
      "no word near that it needs",
      "placeholder",
      "not random",
      "structure does not fit",
      "too little speaks for it",
      "named by a more specific rule",
      "no companion near that it needs",
      "only a companion of others",
      "marked in its line as no secret",
      "no keyword of its rule in the file"};
  return kTexts[static_cast<std::size_t>(reason)];
}

Judge::Judge(const RuleSet& rules) : rules_(rules) {
  named_.reserve(rules.size());
  for (const Rule& rule : rules.rules()) {
    named_.push_back({find_checksum(rule.checksum),
                      find_structure(rule.structure),
                      find_carrier(rule.carrier)});
  }
}

std::variant<Judgement, Drop> Judge::judge(RuleIndex index,
                                           std::string_view text,
                                           const Match& match,
                                           const Place* around) const {
  const Rule& rule = rules_[index];
  const Named& named = named_[static_cast<std::size_t>(index)];
  const std::string_view secret =
      text.substr(match.secret.begin, match.secret.size());
  if (match.whole.size() > rule.max_length) return Drop::kTooLong;

  Judgement judgement;
  judgement.confidence = rule.confidence;
  if (named.checksum) {
    const bool holds = named.checksum->holds(secret, rule.checksum_seeds);
    judgement.check_digits =
        holds ? CheckDigits::kValid : CheckDigits::kInvalid;
    judgement.confidence = holds ? Confidence::kCertain : Confidence::kLow;
  }
  if (judgement.check_digits != CheckDigits::kValid) {
    const Place place{text, match.whole, around};
    if (const auto drop = doubt(rule, place, match, secret)) return *drop;
  }
  if (named.structure) {
    const Matched matched{text, match.whole, match.secret};
    if (const auto drop = read(*named.structure, matched, rule, judgement)) {
      return *drop;
    }
  }
  if (named.carrier) {
    named.carrier->read({text, match.secret, around}, judgement.facts);
  }
  read_own_server({text, match.secret, around}, rule.servers, judgement.facts);
  return judgement;
}

}  // namespace patrol
