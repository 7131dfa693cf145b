// Rules as C++ source: what lets the program start without parsing anything.
//
// Parsing 221 rules of TOML takes 2.3 ms, compiling them for Hyperscan 0.55 s,
// each time the program starts; the digest of 212 rules takes half a
// millisecond. So the build does all of it once, and the program holds the
// results: constant tables, which the loader only has to relocate, and the
// database as bytes of the read-only data.
//
//   [[rules]]                      constexpr Text kNear0[] = {{"portal", 6}};
//   id = "contoso-key"      ->     constexpr Rule kRules[] = {
//   near = ["portal"]                {.id = {"contoso-key", 11}, …
//
// The same rules give the same text, byte for byte.
#pragma once

#include <string>
#include <string_view>

#include "scanner/rules/ruleset.h"

namespace patrol {

// The translation unit that defines builtin_rules() and builtin_database().
std::string catalogue_source(const RuleSet& rules);

// The assembler text that puts the file `database` (a path without '"' and
// '\') into the program, for builtin_database() to return. For GNU as and
// clang, on ELF.
std::string catalogue_assembly(std::string_view database);

}  // namespace patrol
