// A value given to a name, as one regex: "names" and "value" of a rule.
//
//   names = ["^dd api key", "datadog ... key"]
//   value = '''[0-9a-f]{32}'''
//
// means: a value of 32 hex digits that is given to such a name, in whatever
// language, file or prose. Some 80 rules of the catalogue are of that kind:
// their values have no form of their own, so the name is what tells them, and
// what may stand between name and value is the same for all. It is said once,
// in assignment_grammar.cc.
//
// A name is a list of words:
//
//   dd api key      ddApiKey, DD_API_KEY, dd-api-key, Dd.Api.Key, dd.apiKey:
//                   '_', '-', '.' or nothing between words, in any case
//   datadog ... key up to 30 of A-Z a-z 0-9 _ . - between them
//   (hcloud|api key) one of them
//   _wif            a sign must stand there
//   dd-key          this sign must stand there
//   ^dd api key     no letter or digit stands before, or "set": not in
//   oddApiKey DD_API_KEY      with a capital: as it is written and not
//   otherwise; for
//                   names of which other cases or signs are something else
//
// Whatever it is, up to 30 more such bytes may follow: DATADOG_KEY_STAGING.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "scanner/core/result.h"
#include "scanner/rules/rule.h"

namespace patrol {

// The fields of a rule that stand in the place of `regex`.
struct GivenValue {
  View<Text> names;
  // What is given, as a regex. The secret is its group (?P<secret>…), and then
  // it says itself where it ends. Without that group all of it is the secret,
  // and none of A-Z a-z 0-9 _ + / = - may follow.
  Text value;
  // What may stand right before the value in the place of a name and all that
  // follows one, as a regex: \bSSWS[ ]. In it, <given> is what may stand
  // between a name and its value: api\.contoso\.com.{0,200}?key<given>
  Text leads;
};

// Bytes of the longest match, name and value, of such a rule.
inline constexpr std::uint32_t kLongestGiven = 768;

// Error: what is wrong with `names`, to complete "field names ".
Result<std::string> assignment_regex(const GivenValue& given);

}  // namespace patrol
