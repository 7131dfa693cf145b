// Structure: what a token says about itself once it is taken apart. It has two
// uses: a match that does not come apart was no token and is dropped, and one
// that does gives facts (issuer, month of creation, kind of key) offline.
//
// A rule names its structure: structure = "jwt". To add one, write a file with
// its reader and its line in the table of structure.cc.
//
// Pure functions; thread-safe. Readers are given whatever a regex let through,
// up to the rule's max_length, and take time linear in it.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "scanner/core/finding.h"
#include "scanner/core/level.h"
#include "scanner/core/location.h"
#include "scanner/rules/rule.h"

namespace patrol {

// A secret where it stands: some readers look at what is written around it.
//
//   text  … Server=tcp:db;User Id=app;Password=p a s s w o r d;Encrypt=…
//                                     | whole                 |
//         |<-- kStatementBytes --->|           | secret       |
//
struct Matched {
  std::string_view text;
  Span whole;   // of the expression
  Span secret;  // within `whole`

  std::string_view secret_text() const {
    return text.substr(secret.begin, secret.size());
  }
};

// How far around a secret its statement may be read. A connection string with
// all its options, and a URL with its query, are shorter.
inline constexpr std::uint64_t kStatementBytes = 1024;

struct Structure {
  std::string_view name;

  // nullopt: `matched` is not one of these. Else the facts, perhaps none.
  std::optional<Facts> (*read)(const Matched& matched, const Rule& rule);

  // Asked of what was read: how sure it is, in place of the rule's confidence;
  // nullopt: too unlikely. Null: the rule's.
  std::optional<Confidence> (*rate)(const Matched& matched) = nullptr;

  // Asked of what was read: whether it or what stands around it says that it is
  // a sample, which lowers the match to low. Null: never.
  bool (*is_doubtful)(const Matched& matched) = nullptr;
};

// nullptr if there is none of that name.
const Structure* find_structure(std::string_view name);

View<Structure> structures();  // sorted by name

}  // namespace patrol
