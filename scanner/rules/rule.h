// One rule: what a kind of secret looks like and what finding it means.
// Mirrors one [[rules]] entry of patterns/*.toml field by field;
// patterns/README.md is the manual of the fields.
//
// A rule is a view. The catalogue's rules are tables in the program's
// read-only data, made by the build, so that starting parses nothing and
// allocates nothing; rules read from a user's file are views into the
// RuleSet's own storage. Either way the text outlives the RuleSet.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "scanner/core/byte_set.h"
#include "scanner/core/level.h"

namespace patrol {

using Text = std::string_view;
template <typename T>
using View = std::span<const T>;

// How far a match of the whole regex can reach from its trigger, in bytes.
//
//     | before . . . . . . | trigger | after . . . . |
//     ^ earliest start     ^ hit                     ^ latest end
//
struct Reach {
  std::uint32_t before = 0;
  std::uint32_t after = 0;   // counted from the trigger's end
  bool fixed_start = false;  // every match starts exactly `before` bytes ahead
};

// A literal such that every match of the regex holds one of the rule's
// literals.
struct LiteralTrigger {
  Text text;
  bool caseless = false;
  Reach reach;
  // Where a match holds it, one of these stands right before it (or nothing:
  // the text begins), and right behind it.
  ByteSet before = any_byte();
  ByteSet after = any_byte();
};

// Every match of the regex holds `length` bytes of `set` in a row.
// `length` 0: the rule has no such trigger.
struct RunTrigger {
  ByteSet set;
  std::uint32_t length = 0;
  Reach reach;
};

// What the prefilter looks for. A rule with neither literals nor run is
// confirmed over every blob whole: correct, and slow.
struct Trigger {
  View<LiteralTrigger> literals;
  // Sought where there are no literals; else what a literal's window must hold.
  RunTrigger run;
};

// A claim that a JSON Web Token must carry for the rule to hold: the claim is
// a string, or an array with a string, that contains `contains`.
struct Claim {
  Text name;
  Text contains;
};

// Another rule that must match near by for this one to hold: the key id beside
// the secret key.
struct Required {
  static constexpr std::uint32_t kAnyDistance = UINT32_MAX;

  Text id;  // of that rule, or one of its aliases
  std::uint32_t within_lines = kAnyDistance;
  std::uint32_t within_columns = kAnyDistance;
};

// The longest match of a rule that has `required`, or that another requires, in
// bytes. Bounds how far apart two halves may stand (detect/companions.h).
inline constexpr std::uint32_t kMaxPairedLength = 4 << 10;

struct Remediation {
  Text text;  // what to do next, one or two sentences
  Text url;   // the provider's page
};

// What an answer of the provider says of the token.
enum class LiveVerdict : std::uint8_t { kLive, kRestricted, kDead, kRevoked };

// "200": an answer with this status; "200 "ok":true": one whose body holds that
// text as well. The first of those with a text that fits counts, then the first
// of the others.
struct Answer {
  LiveVerdict verdict = LiveVerdict::kDead;
  std::uint32_t status = 0;
  Text text;  // empty: whatever the body
};

// How the provider is asked whether a token works, or to revoke it
// (verify/recipe_inquiry.h). In url, headers, basic and body, {secret} stands
// for the secret, {fact:NAME} for a fact and {with:RULE} for the companion that
// RULE found. Each is escaped as its place demands.
struct Recipe {
  Text procedure = {};  // a name of verify/procedures.h: code asks; else:
  Text method = "GET";  // or HEAD, POST; DELETE revokes
  Text url = {};        // https; the host is fixed here, or is {host}
  Text host = {};       // that {host} is, where the fact "host" names no other;
                        // another is asked only where the user allows it
  View<Text> headers = {};  // "Name: value"
  Text basic = {};  // "user:password" of the header Authorization: Basic
  Text body = {};
  View<Answer> answers = {};
  // Where the answer says whose it is, what it may, until when: a header
  // ("header X-OAuth-Scopes") or a JSON pointer ("/user/login").
  Text account = {};
  Text scopes = {};
  Text expires = {};
  Text none = {};  // why nobody is asked; empty: somebody is

  bool is_there() const { return !procedure.empty() || !url.empty(); }
};

struct Rule {
  Text id;           // "azure-devops-pat": unique, stable, never reused
  Text name;         // "Azure DevOps personal access token"
  Text description;  // what the token looks like and where it is issued
  Text opens;        // what the token gives access to
  Text regex;        // RE2 syntax, bytes (Latin-1); see secret_group
  // Resolved by the loader; 0: whole match.
  static constexpr std::uint32_t kFirstFilled = UINT32_MAX;  // not empty
  std::uint32_t secret_group = 0;
  Severity severity = Severity::kHigh;
  Confidence confidence = Confidence::kHigh;  // before check digits are asked
  double entropy = 0;  // least Shannon bits per character; 0: by length and
                       // alphabet (detect/entropy.h); negative: no test
  Text checksum;       // a name of detect/checksum.h; empty: none
  View<Text> checksum_seeds;  // parameters of that algorithm
  Text structure;             // a name of detect/structure.h; empty: none
  Text carrier;               // a name of detect/carrier.h; empty: none
  View<Text> servers;         // by which words the address of the server that
                              // it is for is known (detect/own_server.h)
  View<Claim> claims;         // only with structure = "jwt"
  View<Text> near;  // one of these words, in any case, must stand near unless
                    // check digits hold (detect/context.h)
  std::uint32_t max_length = 0;  // bytes of the longest match; from the regex
                                 // where that is bounded
  // The regex has no bound: once a trigger was seen it runs over the text
  // whole, and of matches longer than max_length none is taken.
  bool whole_text = false;
  // The regex is of characters in UTF-8, not of bytes: \pL, "é".
  bool of_unicode = false;
  // What the regex matches is a secret, whatever it looks like: no test for
  // placeholders, and of randomness only `entropy`, which must be exceeded.
  bool as_written = false;
  View<Text> keywords;  // one of them, in any case, must stand anywhere in the
                        // blob (detect/keyword_gate.h); none: none need
  Text path;            // RE2: of the blob's path, part must match; empty: any.
                        // Without a regex the path alone is the finding
  bool human_chosen = false;  // a person made it up: fingerprinted slowly
  bool generic = false;       // yields to any other rule on the same bytes
  View<Required> required;    // all of them must be near
  bool skip_report = false;   // found for the sake of rules that require it
  View<Text> aliases;         // ids of other tools: "SEC101/102"
  View<Text> tags;
  View<Text> references;
  View<Text> examples;         // found by this rule; whole, pieces joined
  View<Text> counterexamples;  // not found by this rule
  Remediation remediation;
  Recipe verify;
  Recipe revoke;    // not there: the provider is not asked to
  Trigger trigger;  // derived from the regex (rules/trigger.h)
};

}  // namespace patrol
