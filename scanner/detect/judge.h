// Is a match worth a person's time? The filters that stand between "the
// expression matches" and a detection, cheapest first. Facts before guesses:
//
//   check digits hold      -> certain; nothing else is asked but structure
//   check digits fail      -> low at best; must stand alone
//   no check digits        -> the rule's own confidence, or low where what
//                             stands around says that it is a sample
//
// Every match that is dropped has a reason, counted by --stats and shown by
// --verbose: a filter that drops in silence cannot be trusted.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <variant>
#include <vector>

#include "scanner/core/finding.h"
#include "scanner/detect/confirm.h"
#include "scanner/rules/ruleset.h"

namespace patrol {

struct Carrier;
struct ChecksumAlgorithm;
struct Place;
struct Structure;

enum class Drop : std::uint8_t {
  kTooLong,     // longer than the rule's max_length
  kSlice,       // check digits fail, and it is cut from something longer
  kNoWordNear,  // none of the rule's `near` words stands near
  kPlaceholder,
  kNotRandom,
  kStructure,      // not built as such a token is
  kUnlikely,       // too little speaks for it (detect/secret_score.h)
  kShadowed,       // a more specific rule names the same bytes
  kNoCompanion,    // what the rule requires beside it is not there
  kOnlyCompanion,  // found for the sake of another rule
  kMarked,         // its line says that it is none (detect/inline_marker.h)
  kNoKeyword,      // none of the rule's keywords stands in the blob
};
inline constexpr std::size_t kDropReasons = 12;
std::string_view to_text(Drop);

// How many matches each reason dropped.
using DropCounts = std::array<std::uint64_t, kDropReasons>;

// What a match turned out to be.
struct Judgement {
  Confidence confidence = Confidence::kMedium;
  CheckDigits check_digits = CheckDigits::kNone;
  Facts facts;
};

// Immutable, shared by all threads; the rule set must outlive it.
class Judge {
 public:
  explicit Judge(const RuleSet& rules);

  // `text` is what the match's offsets mean, and `around` where it stands if it
  // was decoded; kNearBytes around the match are looked at (detect/context.h).
  std::variant<Judgement, Drop> judge(RuleIndex rule, std::string_view text,
                                      const Match& match,
                                      const Place* around = nullptr) const;

 private:
  struct Named {  // null: the rule names none
    const ChecksumAlgorithm* checksum = nullptr;
    const Structure* structure = nullptr;
    const Carrier* carrier = nullptr;
  };
  const RuleSet& rules_;
  std::vector<Named> named_;  // by rule
};

}  // namespace patrol
