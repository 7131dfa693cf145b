// Pairs. Some secrets have no form of their own, but the id that belongs to
// them has one, and stands beside them:
//
//   aws_access_key_id     = AKIA................      has a form, is no secret
//   aws_secret_access_key = ........................  any 40 characters
//
// So a rule may demand matches of other rules near by (`required`), and a rule
// may be there for that alone (`skipReport`). What was found with a secret is
// its companions: a report shows them, and a check of the secret needs them.
//
// How near is near: as many lines (and columns) as the rule says, and never
// more than kPairBytes. The second bound is what a piece of a blob can see
// (blob_scanner.h): it knows the matches that are triggered within half a reach
// of its own part, and so, to give what the whole blob would,
//
//   own part | a match that overlaps one of ours | its companion |
//            |        2 x kMaxPairedLength       | kPairBytes +
//            kMaxPairedLength
//            |<------------------- kReach / 2 ------------------>|
//
// Which of several ids belongs to a secret nobody can tell offline: all are
// given, the nearest first, up to kMostCompanions.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "scanner/detect/detector.h"
#include "scanner/rules/ruleset.h"
#include "scanner/rules/trigger.h"

namespace patrol {

// Between the first bytes of two halves.
inline constexpr std::uint64_t kPairBytes = 16 << 10;
static_assert(kPairBytes + std::uint64_t{3} * kMaxPairedLength <= kReach / 2);

// Of one required rule, for one secret.
inline constexpr std::size_t kMostCompanions = 4;

// Gives those of `candidates` whose rule requires others their companions and
// the facts of the nearest, and moves those that miss one to `dropped`. The
// same bytes are never both halves. `text` is what the offsets mean.
// Linear in text and candidates, but for a lookup of 64 neighbours each.
void pair_companions(std::string_view text, const RuleSet& rules,
                     std::vector<Candidate>& candidates,
                     std::vector<Dropped>& dropped);

// Moves the candidates that are not to be reported themselves to `dropped`.
void drop_mere_companions(const Detector& detector,
                          std::vector<Candidate>& candidates,
                          std::vector<Dropped>& dropped);

}  // namespace patrol
