// What the prefilter looks for, derived from a rule's regular expression: a
// few bytes that every match holds, and how far a match reaches around them.
//
//   [A-Za-z0-9]{52}JQQJ9[9DH]...{30}    literal "JQQJ9", 52 bytes before it
//   (?i)(?:passwd|password)\s{0,9}=     literals "passwd", "password", caseless
//   [a-z2-7]{51}[aq]                    no literal: a run of 52 of [a-z2-7]
//
// Contract: every match of the expression holds one of the literals (or the
// run), and lies within that trigger's reach. Nothing else is promised: most
// places that hold a literal are no match. So the expression is run near
// triggers alone, and finds what it would find everywhere.
//
// Of several candidates the one is taken that text is least likely to hold by
// chance (rules/source_text.h).
#pragma once

#include <cstdint>
#include <vector>

#include "scanner/core/result.h"
#include "scanner/rules/rule.h"
#include "scanner/rules/rule_storage.h"
#include "scanner/rules/trigger_onward.h"

namespace patrol {

// No step of the engine looks further than this from a trigger, in bytes; so a
// blob may be read in pieces that overlap by it (detect/blob_scanner.h).
inline constexpr std::uint32_t kReach = 64 << 10;

// Longest match that a rule may declare: leaves room on both sides for what
// surrounds a match (detect/context.h).
inline constexpr std::uint32_t kMaxMatchLength = 32 << 10;

// Fills rule.trigger, and rule.max_length where the expression is bounded.
// Texts are kept in `storage`.
// Error: the expression is malformed; or it is unbounded and the rule declares
// no max_length; or one of them exceeds kMaxMatchLength. One line, begins with
// the name of the field.
Result<void> derive_trigger(Rule& rule, RuleStorage& storage);

// The same for any expression that RE2 takes: what is unbounded, or has nothing
// that a prefilter could look for, is run over whole texts, and of its matches
// those are taken that have kMaxMatchLength bytes at most, or max_length where
// the rule gives it. Texts of characters (Rule::of_unicode) have no trigger.
void derive_any_trigger(Rule& rule, RuleStorage& storage);

// How a match goes on behind each of the literals that derive_trigger() found,
// in their order.
std::vector<Onward> derive_onward(const Rule& rule);

}  // namespace patrol
