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

#include <optional>
#include <string_view>

#include "scanner/core/finding.h"
#include "scanner/rules/rule.h"

namespace patrol {

struct Structure {
  std::string_view name;

  // nullopt: `secret` is not one of these. Else the facts, perhaps none.
  std::optional<Facts> (*read)(std::string_view secret, const Rule& rule);
};

// nullptr if there is none of that name.
const Structure* find_structure(std::string_view name);

View<Structure> structures();  // sorted by name

}  // namespace patrol
